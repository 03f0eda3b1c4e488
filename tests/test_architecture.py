"""What import-linter cannot say: which parts of Django the domain may know, and that no file outgrows one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.source
PACKAGE = Path(__file__).parents[1] / "internship_xblock"
HTTP = ("django.http", "django.shortcuts", "django.views", "django.urls", "django.template")
LINES_LIMIT = 300  # a file one reads in one sitting


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def graph(package: str) -> dict[str, set[str]]:
    """What the modules of a package import of each other, type hints and late imports too."""
    root = PACKAGE.parent / package.replace(".", "/")
    paths = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in root.rglob("*.py")}
    found: dict[str, set[str]] = {}
    for name, path in paths.items():
        found[name.removesuffix(".__init__")] = {one for one in absolute(name, path) if one in paths} - {name}
    return found


def absolute(module: str, path: Path) -> Iterator[str]:
    """The modules that one imports, by their whole names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            base = module.split(".")[: -node.level] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield whole
            yield from (f"{whole}.{name.name}" for name in node.names)


@pytest.mark.parametrize("package", ["core", "records", "tools.placements", "tools.reviews", "tools.plans"])
def test_no_module_comes_back_to_itself(package: str) -> None:
    """A circle of imports is one file in several pieces: cut it where the lower piece knows the upper one.

    Not asked of `web`, where a screen names, for its types only, the block that it stands in.
    """
    ways = {name: named for name, named in graph(f"internship_xblock.{package}").items() if ".web." not in name}
    while ends := [name for name, named in ways.items() if not named]:  # what imports nothing here is in no circle
        ways = {name: named - set(ends) for name, named in ways.items() if name not in ends}
    assert ways == {}


def test_the_domain_knows_no_http() -> None:
    """Requests, addresses and templates belong to a tool's web/."""
    found = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for folder in ("core", "records", "tools")
        for path in sorted((PACKAGE / folder).rglob("*.py"))
        if "web" not in path.parts
        for name in imported(path)
        if any(name == part or name.startswith(f"{part}.") for part in HTTP)
    ]
    assert found == []


def test_files_stay_small() -> None:
    """Move a part that has a name of its own into its own file."""
    paths = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts]
    lengths = {str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_LIMIT} == {}
