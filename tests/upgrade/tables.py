"""Databases as files: every row of our tables and of the accounts, as `tests/upgrade/<version>.json.gz` keeps them.

A file says at which migration it was made, when, what people held then that no database has (`browsers`: the keys in cookies),
which blocks the course had, and which pages showed which words (`pages`).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction

FOLDER = Path(__file__).parent
APP = "internship_xblock"
Tables = Mapping[str, list[dict[str, Any]]]  # by the label of the model; a row by its columns


def file_of(version: str) -> Path:
    return FOLDER / f"{version}.json.gz"


def files() -> list[Path]:
    """Return the databases of all versions, the newest last."""
    return sorted(FOLDER.glob("*.json.gz"), key=lambda path: [int(part) for part in version_of(path).split(".")])


def version_of(path: Path) -> str:
    return path.name.removesuffix(".json.gz")


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Write a file that is the same, to the byte, for the same content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return found


def kept_models(apps: Any) -> list[type[models.Model]]:
    """Return the models whose rows are kept: ours, and the account."""
    ours = list(apps.get_app_config(APP).get_models())
    return sorted([*ours, apps.get_model(settings.AUTH_USER_MODEL)], key=lambda model: str(model._meta.label))


def rows_of(model: type[models.Model]) -> list[dict[str, Any]]:
    """Return all rows of a table in the order of their keys, as what JSON can hold."""
    fields = model._meta.concrete_fields
    return [{field.attname: plain(field, row) for field in fields} for row in model._base_manager.order_by("pk")]


def plain(field: Any, row: models.Model) -> Any:
    value = field.value_from_object(row)
    if isinstance(field, (models.ForeignKey, models.JSONField)) or value is None or isinstance(value, (bool, int, float, str)):
        return value
    return field.value_to_string(row)


def load(apps: Any, tables: Tables) -> None:
    """Put rows into the tables of the models of a migration, as they stand in the file: no default, no time of now.

    Keys to other rows are looked at once all of them are there.

    Raises:
        ValueError: The file has a column that its migration has not.
    """
    with transaction.atomic(), connection.constraint_checks_disabled():
        for label, rows in sorted(tables.items()):
            model = apps.get_model(label)
            fields = {field.attname: field for field in model._meta.concrete_fields}
            for row in rows:
                if unknown := set(row) - set(fields):
                    raise ValueError(f"{label} has no column {', '.join(sorted(unknown))} at the migration of this file")
                values = {name: fields[name].to_python(value) for name, value in row.items()}
                model(**values).save_base(raw=True, force_insert=True)
    connection.check_constraints()


def compare(apps: Any, tables: Tables) -> tuple[dict[str, int], dict[str, int]]:
    """Compare what is in the database with what was put in.

    Returns:
        By the label of each model of the file how many rows it has now, 0 where it is gone; and, by the column, in how many
        rows it does not say what it said. A column that is gone says nothing any more.
    """
    counts, changed = {}, {}
    for label, before in tables.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            counts[label] = 0
            continue
        key = model._meta.pk.attname
        now = {row[key]: row for row in rows_of(model)}
        counts[label] = len(now)
        for row in before:
            for name, value in row.items():
                if row[key] in now and now[row[key]].get(name, ...) != value:
                    changed[f"{label}.{name}"] = changed.get(f"{label}.{name}", 0) + 1
    return counts, changed
