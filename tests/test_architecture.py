"""What import-linter cannot say: which parts of Django the domain may know, and that no file outgrows one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "internship_xblock"
HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template")
LINES_LIMIT = 370  # a file one reads in one sitting


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


@pytest.mark.parametrize("path", sorted((PACKAGE / "tools").rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_domain_knows_no_http(path: Path) -> None:
    found = [name for name in imported(path) if any(name == part or name.startswith(part + ".") for part in HTTP)]
    assert not found, f"{path.name} imports {found}; requests, addresses and templates belong to blocks/ and pages/"


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LINES_LIMIT, f"{path.name} has {lines} lines; move a part that has a name of its own into its own file"
