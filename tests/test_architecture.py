"""What import-linter cannot say: which parts of Django the domain may know, and that no file outgrows one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.source
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


def test_the_domain_knows_no_http() -> None:
    """Requests, addresses and templates belong to a tool's web/."""
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for folder in ("core", "tools")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        if "web" not in path.parts
        for name in imported(path)
        if any(name == part or name.startswith(f"{part}.") for part in HTTP)
    ]
    assert found == []


def test_files_stay_small() -> None:
    """Move a part that has a name of its own into its own file."""
    lengths = {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LINES_LIMIT} == {}
