"""A database that an earlier version filled, brought to the newest migration: nothing is lost, all of it is shown.

Each file in this folder is the database of a version. It is brought up in a process of its own (upgrading.py), on the database
that the tests run on.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from . import tables

ROOT = Path(__file__).parents[2]
FILES = tables.files()
FILL = "run `python -m tests.upgrade.filling` (docs/releasing.md)"
# Columns ("internship_xblock.Entry.texts") and tables ("internship_xblock.Entry") that a migration after a release changed or
# dropped on purpose, each with the reason.
MEANT: dict[str, str] = {}

# What no migration may do: empty a column, delete rows, change what was signed, put a guest's browser out.
WRONG = """
from django.db import migrations


def harm(apps, schema_editor):
    def rows(name):
        return apps.get_model("internship_xblock", name).objects

    rows("ThreadMessage").update(text="")
    rows("Note").all().delete()
    for version in rows("PlanVersion").all():
        rows("PlanVersion").filter(pk=version.pk).update(canonical=version.canonical.replace("task", "chore"))
    rows("LinkSession").update(key_hash="")


class Migration(migrations.Migration):
    dependencies = [("internship_xblock", "{newest}")]
    operations = [migrations.RunPython(harm)]
"""


def upgraded(file: Path, *options: str, path: Path = ROOT) -> dict[str, Any]:
    """What became of a file: the report of upgrading.py. `path`: where Python looks first."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.upgrade.upgrading", str(file), *options],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{file.name} could not be upgraded. Where its version is not released, {FILL}.\n{done.stderr}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module", params=FILES, ids=tables.version_of)
def file(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture(scope="module")
def report(file: Path) -> dict[str, Any]:
    return upgraded(file)


def lost_rows(file: Path, report: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """The tables that have not as many rows as they had: before, and now."""
    before = {label: len(rows) for label, rows in tables.read(file)["tables"].items()}
    now = report["counts"]
    return {label: (count, now[label]) for label, count in before.items() if now[label] != count and label not in MEANT}


def broken_pages(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [page for page in report["pages"] if page["status"] != 200 or page["lost"]]


def test_no_row_is_lost(file: Path, report: dict[str, Any]) -> None:
    assert lost_rows(file, report) == {}


def test_every_column_says_what_it_said(report: dict[str, Any]) -> None:
    assert {name: rows for name, rows in report["changed"].items() if name not in MEANT} == {}


def test_people_open_their_pages_and_find_what_they_wrote(report: dict[str, Any]) -> None:
    assert broken_pages(report) == []
    assert {page["who"] for page in report["pages"]} >= {"ola", "mira", "sven", "staff_ida", "guest"}


def test_what_was_signed_and_issued_is_intact(report: dict[str, Any]) -> None:
    assert {name: chains["breaks"] for name, chains in report["chains"].items()} == {"plans": [], "statements": []}
    assert all(count for chains in report["chains"].values() for name, count in chains.items() if name != "breaks")


def test_the_tables_are_those_of_the_models(report: dict[str, Any]) -> None:
    assert report["is_model_migrated"]


def test_the_newest_file_has_a_row_in_every_table() -> None:
    known = tables.read(FILES[-1])["tables"]
    missing = [str(model._meta.label) for model in tables.kept_models(apps) if not known.get(str(model._meta.label))]
    assert missing == [], (
        f"No file knows a row of these. Add a step to tests/upgrade/steps.py that puts one in by the tool's own verbs; where "
        f"{FILES[-1].name} is of a released version, raise __version__; then {FILL}."
    )


@pytest.mark.slow  # it migrates a database once more
def test_a_migration_that_loses_something_is_seen(tmp_path: Path) -> None:
    ours = tmp_path / "harmful_migrations"
    shutil.copytree(ROOT / "internship_xblock/migrations", ours, ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(path.stem for path in ours.glob("0*.py"))
    (ours / f"{int(newest[:4]) + 1:04}_harm.py").write_text(WRONG.replace("{newest}", newest), encoding="utf-8")
    report = upgraded(FILES[-1], "--migrations", ours.name, path=tmp_path)
    assert set(lost_rows(FILES[-1], report)) == {"internship_xblock.Note"}
    assert {"internship_xblock.ThreadMessage.text", "internship_xblock.PlanVersion.canonical"} <= set(report["changed"])
    assert any("its text is not the one that was submitted" in one for one in report["chains"]["plans"]["breaks"])
    broken = broken_pages(report)
    assert any("My train is late." in page["lost"] for page in broken)
    assert {page["status"] for page in broken if page["who"] == "guest"} - {200}
