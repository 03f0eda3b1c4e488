"""Who says "saved" has saved: one error alone may claim it, since raising that one commits (core/transactions.py)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from internship_xblock.core import errors

pytestmark = pytest.mark.source
PACKAGE = Path(errors.__file__).resolve().parent.parent
MAY_CLAIM = {"SavedButRefused", "PartlySaved"}
# A claim that something is with the server. What is still on the page, or in the browser's own copy, is another matter.
CLAIM = re.compile(r"\b(is|are|was|were|been|has|have|your|all) (?:\w+ )?(saved|kept|stored)\b", re.IGNORECASE)
NO_CLAIM = re.compile(
    r"\b(not|nothing|no longer|never|cannot|can|could|before it can) (?:\w+ ){0,3}(saved|kept|stored)\b|"
    r"\b(can|could|cannot) be (saved|kept|stored)|kept (until|from|on this page|on this computer)|"
    r"what is (saved|kept|stored)",
    re.IGNORECASE,
)
ERRORS = {
    name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.ToolError)
} | {"ValidationError"}  # fmt: skip


def claims(words: str) -> bool:
    return any(not NO_CLAIM.search(sentence) for sentence in re.split(r"(?<=[.:;!?])\s", words) if CLAIM.search(sentence))


def texts_in(node: ast.AST, known: dict[str, list[ast.AST]], seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The texts of an expression, and of what the names in it were given."""
    its_own = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
        name = one.id if isinstance(one, ast.Name) else one.attr if isinstance(one, ast.Attribute) else ""
        if name in known and name not in seen | its_own:
            for value in known[name]:
                yield from texts_in(value, known, seen | {name})


def assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.AST]]:
    found: dict[str, list[ast.AST]] = {}
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        for target in targets:
            for one in ast.walk(target):
                if isinstance(one, ast.Name) and node.value is not None:
                    found.setdefault(one.id, []).append(node.value)
    return found


def errors_of(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Each error that is made, and each class of them: its name, and where its words stand."""
    for node in nodes:
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ERRORS:
                yield name, node
        elif isinstance(node, ast.ClassDef) and node.name in ERRORS:
            for inner in node.body:
                if isinstance(inner, ast.Assign | ast.AnnAssign) and inner.value is not None:
                    yield node.name, inner.value


def found_in(source: str) -> list[str]:
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(inner) for function in functions for inner in ast.walk(function) if inner is not function}
    outside = [node for node in ast.walk(tree) if id(node) not in inside]
    shared = assigned(node for node in outside if not isinstance(node, ast.FunctionDef))
    scopes = [(errors_of(outside), shared)]
    scopes += [(errors_of(ast.walk(one)), {**shared, **assigned(ast.walk(one))}) for one in functions]
    made = [(name, node, known) for found, known in scopes for name, node in found if name not in MAY_CLAIM]
    return [words for _name, node, known in made for words in texts_in(node, known) if claims(words)]


def test_no_other_error_says_that_something_is_saved() -> None:
    found = {str(path.relative_to(PACKAGE)): found_in(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "source",
    [
        'raise Invalid(_("Nothing is issued yet. Some things must be said first; what you typed is kept."))',
        'words = _("Version %(n)d names no student. What you wrote is kept.")\nraise Invalid(words % {"n": 1})',
        '_NOT_YET = gettext_lazy("Your entry is saved. One thing is missing.")\ndef f():\n    raise Invalid(_NOT_YET)',
        'raise NotFound(_("It was saved a moment ago."))',
        'raise errors.Stale(message=_("All your words are safely stored."))',
    ],
)
def test_it_finds_those_that_were_there(source: str) -> None:
    assert found_in(source)


@pytest.mark.parametrize(
    "source",
    [
        'raise SavedButRefused(_("Your entry is saved."))',
        'raise Invalid(_("At most 5 characters can be kept. What you typed is still here."))',
        'raise NotAllowed(_("This was not saved. Nothing you write is kept."))',
        'raise Invalid(_("This log was kept until Friday."))',
        'said = _("The settings are saved.")',
    ],
)
def test_it_lets_the_others_be(source: str) -> None:
    assert not found_in(source)
