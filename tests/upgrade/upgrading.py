"""Bring the database of an earlier version to the newest migration, and tell as JSON what became of it.

    python -m tests.upgrade.upgrading tests/upgrade/0.1.0.json.gz

It works in a database of its own: SQLite in memory, or, where DATABASE_URL names another, one called <name>_upgrade beside it,
which is made and dropped. So it runs in a process of its own too. `--migrations` names a package to take ours from instead: for
the tests of the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

APP = "internship_xblock"


@contextmanager
def own_database() -> Iterator[None]:
    """Connect to an empty database that nobody else uses, and drop it in the end."""
    from django.db import connection

    if connection.vendor == "sqlite":
        yield
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")  # each of these that run at once has its own
    name = connection.ops.quote_name("_".join(filter(None, [connection.settings_dict["NAME"], "upgrade", worker])))
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} {connection.creation.sql_table_creation_suffix()}")
    connection.close()
    connection.settings_dict["NAME"] = name.strip("`")
    try:
        yield
    finally:
        connection.close()
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f"DROP DATABASE {name}")


def migrate_to(migration: str) -> Any:
    """Migrate all other apps to their newest, ours to this one. Return the models as they were then.

    Raises:
        LookupError: There is no such migration.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if (APP, migration) not in executor.loader.graph.nodes:
        raise LookupError(f"there is no migration {migration} any more")
    targets = [one for one in executor.loader.graph.leaf_nodes() if one[0] != APP]
    targets.append((APP, migration))
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def is_model_migrated() -> bool:
    """Return whether the newest migration leaves nothing of the models out."""
    from django.core.management import call_command

    try:
        call_command("makemigrations", APP, check_changes=True, dry_run=True, verbosity=0)
    except SystemExit:
        return False
    return True


def verify_chains() -> dict[str, dict[str, Any]]:
    """Let each tool that freezes texts compare them with their hashes.

    Returns:
        By the tool how much was looked at, and what is broken.
    """
    from internship_xblock.registry import TOOLS

    found = {}
    for tool in TOOLS:
        if find_spec(name := f"{tool.package}.verification"):
            verdict = vars(import_module(name).verify_hash_chains())
            found[tool.name] = {**verdict, "breaks": [str(one) for one in verdict["breaks"]]}
    return found


def upgrade(path: Path) -> dict[str, Any]:
    """Load a file where its migration was the newest, migrate, and look at everything."""
    from django.apps import apps
    from django.core.management import call_command

    from . import pages, tables

    kept = tables.read(path)
    tables.load(migrate_to(kept["migration"]), kept["tables"])
    call_command("migrate", verbosity=0)
    counts, changed = tables.compare(apps, kept["tables"])
    pages.offer(kept["blocks"])
    with pages.clock_at(datetime.fromisoformat(kept["made_at"])):
        opened = pages.visit(kept["pages"], kept["browsers"])
    return {
        "counts": counts,
        "changed": changed,
        "is_model_migrated": is_model_migrated(),
        "chains": verify_chains(),
        "pages": opened,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--migrations", default="", help="a package to take our migrations from")
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    if options.migrations:
        settings.MIGRATION_MODULES = {APP: options.migrations}
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    with redirect_stdout(sys.stderr), own_database():
        report = upgrade(options.file)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
