"""What the documents name exists: files, and the functions and classes in them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.source
ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "internship_xblock"
TOOLS = sorted(path.parent for path in PACKAGE.glob("tools/*/tool.py"))
WAY = ROOT / "docs/finding-your-way.md"
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md")),
    *(ROOT / f"docs/{name}.md" for name in ("adding-a-tool", "unit-olx", "lesson-minutes", "releasing")), WAY,
    *sorted((ROOT / "docs/adr").glob("00[2-9]?-*.md")),  # older ones name files of their time, and of other projects
    *sorted(PACKAGE.rglob("README.md")),
]  # fmt: skip
OPENINGS = 3  # files that one opens to see a behaviour
CODE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./-]+\.(?:py|js|mjs|html|md|typ|json|toml|css)")
MENTION = re.compile(rf"(?P<path>{FILE.pattern})(?:: (?P<name>[\w.]+))?")
# A path in a document begins at one of these, or at the tool that the document is about.
ROOTS = (ROOT, PACKAGE, PACKAGE / "tools")
LINKS = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def found(path: str, document: Path) -> Path | None:
    """The file that a document means by a path."""
    return next((place / path for place in (*ROOTS, document.parent) if (place / path).is_file()), None)


def defined(path: Path) -> set[str]:
    """The names that a file defines, methods with and without their class; of what is no Python, all its words."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"\w+", text))
    names: set[str] = set()
    for node in ast.parse(text).body:
        names |= named(node)
        if isinstance(node, ast.ClassDef):
            inner = {name for one in node.body for name in named(one)}
            names |= inner | {f"{node.name}.{name}" for name in inner}
    return names


def named(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {target.id for target in targets if isinstance(target, ast.Name)}


def mentions(document: Path) -> list[tuple[str, str]]:
    """Each path with a folder that a document names, and the name in that file, where it says one."""
    matches = [MENTION.fullmatch(code) for code in CODE.findall(document.read_text(encoding="utf-8"))]
    return [(one["path"], one["name"] or "") for one in matches if one and "/" in one["path"]]


def wrong(document: Path) -> list[str]:
    """What a document names and is not there."""
    problems = []
    for path, name in mentions(document):
        file = found(path, document)
        if file is None:
            problems.append(f"{path} does not exist")
        elif name and name not in defined(file):
            problems.append(f"{path} does not define {name}")
    return problems


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in LINKS.findall(text) if not (document.parent / link).exists()]
    assert (wrong(document), links) == ([], [])


def test_what_is_not_there_is_seen(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        "`core/errors.py: Stale` `core/errors.py: Fresh` `core/error.py` `tools/plans/tool.py: TOOL`", encoding="utf-8"
    )
    assert wrong(document) == ["core/errors.py does not define Fresh", "core/error.py does not exist"]


def test_ten_behaviours_are_found_in_three_openings_each() -> None:
    _, *parts = re.split(r"^## ", WAY.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [part.split(".")[0] for part in parts] == [str(number) for number in range(1, 11)]
    for part in parts:
        steps = [line for line in part.splitlines() if line.startswith("- ")]
        assert 1 <= len(steps) <= OPENINGS, part
        for step in steps:  # one file each, and what to look for in it
            assert [bool(one["name"]) for code in CODE.findall(step) if (one := MENTION.fullmatch(code))] == [True], step


@pytest.mark.parametrize("tool", TOOLS, ids=lambda path: path.name)
def test_every_tool_says_what_it_is_for_and_where_to_begin(tool: Path) -> None:
    text = (tool / "README.md").read_text(encoding="utf-8")
    assert [word for word in ("For: ", "Not for: ", "Words: ", "Begin with ") if word not in text] == []
    named_in_it = {path.rstrip("/") for path in CODE.findall(text) if re.fullmatch(r"[\w/]+(?:\.py|/)", path)}
    assert [path for path in sorted(named_in_it) if not (tool / path).exists() and not (PACKAGE / path).exists()] == []
