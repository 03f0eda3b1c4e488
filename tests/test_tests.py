"""What tests must look like: none ends, or is skipped, before it has looked at anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.source
TESTS = Path(__file__).parent
SKIPS = {"pytest.skip", "pytest.importorskip", "unittest.skip"}


def ends(test: ast.FunctionDef) -> Iterator[ast.stmt | ast.expr]:
    """Find where a test ends early: `return`, or a skip that the report of a run hides among hundreds.

    In `except` it may: a property test that accepts a refusal ends there. So may functions that stand inside it.
    """
    todo: list[ast.AST] = list(test.body)
    while todo:
        node = todo.pop()
        if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ExceptHandler)):
            continue
        if isinstance(node, ast.Return) or (isinstance(node, ast.Call) and ast.unparse(node.func) in SKIPS):
            yield node
        todo += ast.iter_child_nodes(node)


def find_tests(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            yield node


def test_no_test_ends_before_it_has_looked() -> None:
    """A case for which there is nothing to look at is no case: leave it out of `parametrize`, or say `skipif` with a reason."""
    found = [
        f"{path.relative_to(TESTS)}:{place.lineno} {test.name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        if "node_modules" not in path.parts
        for test in find_tests(path.read_text(encoding="utf-8"))
        for place in ends(test)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("body", "is_found"),
    [
        ("if name:\n        return\n    assert name", True),
        ("pytest.skip('not here')", True),
        ("try:\n        read()\n    except ValueError:\n        return\n    assert read()", False),
        ("def inner():\n        return 1\n    assert inner()", False),
    ],
)
def test_an_early_end_is_found(body: str, is_found: bool) -> None:
    [test] = find_tests(f"def test_it(name):\n    {body}\n")
    assert bool(list(ends(test))) == is_found
