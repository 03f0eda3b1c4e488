"""Fill a database by the tools' own verbs, every table of ours, and write it down as tests/upgrade/<version>.json.gz.

    python -m tests.upgrade.filling

The version is that of the package, the migration the newest one. It fails, and writes nothing, where a table of ours stayed
empty, where a page does not show what was written, and where the version is released: its database stays as it was. Whoever
adds a table adds a step to STEPS (steps.py) that puts a row in it, by what people do. docs/releasing.md says when to run it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def fill() -> dict[str, Any]:
    """Fill the database that is open. Return what the file holds.

    Raises:
        SystemExit: A table stayed empty, or a page does not show what was written.
    """
    from django.apps import apps
    from django.db import connection, transaction
    from django.db.migrations.loader import MigrationLoader
    from django.utils import timezone

    from . import pages, steps, tables

    with transaction.atomic():  # as in a request: many verbs lock in their caller's transaction
        filled = steps.Filled(steps.Scene())
    for step in steps.STEPS:
        with transaction.atomic():
            step(filled)
    rows = {str(model._meta.label): tables.rows_of(model) for model in tables.kept_models(apps)}
    if empty := [label for label, some in rows.items() if not some]:
        raise SystemExit(f"Nothing fills {', '.join(empty)}. Add a step to STEPS in tests/upgrade/steps.py that does.")
    made_at = timezone.now()
    steps.name_pages(filled)
    pages.offer(filled.blocks)
    with pages.clock_at(made_at):
        seen = pages.visit(filled.pages, filled.browsers)
    if wrong := [one for one in seen if one["status"] != 200 or one["lost"]]:
        raise SystemExit("These pages are not as they must be:\n" + "\n".join(map(str, wrong)))
    ((_app, migration),) = MigrationLoader(connection).graph.leaf_nodes(tables.APP)
    return {
        "migration": migration, "made_at": made_at.isoformat(), "browsers": filled.browsers, "blocks": filled.blocks,
        "pages": filled.pages, "tables": rows,
    }  # fmt: skip


def is_released(version: str) -> bool:
    found = subprocess.run(["git", "tag", "--list", f"v{version}"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return bool(found.stdout.strip())


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("DATABASE_URL", None)  # the rows are the same on each; SQLite is everywhere
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from internship_xblock import __version__

    from . import tables

    if is_released(__version__):
        raise SystemExit(f"{__version__} is released, and its database stays as it was. Raise __version__ first.")
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    content = fill()
    path = tables.file_of(__version__)
    tables.write(path, content)
    amount = sum(map(len, content["tables"].values()))
    print(f"{path.relative_to(ROOT)}: {amount} rows of {len(content['tables'])} tables at {content['migration']}")


if __name__ == "__main__":
    sys.exit(main())
