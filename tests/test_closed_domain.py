"""A verb takes plain values by their names, and judges them itself: whoever calls it, a block, a page or an importer."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from internship_xblock.registry import TOOLS

pytestmark = pytest.mark.source
FORMS = ("MultiValueDict", "QueryDict", "Form", "HttpRequest", "Request")


def verbs() -> Iterator[tuple[str, inspect.Signature]]:
    """Every function of every api that takes an actor."""
    for tool in TOOLS:
        if not tool.verbs:
            continue  # it only shows what the others say
        api: Any = tool.load("api")
        for name in api.__all__:
            verb = getattr(api, name)
            if inspect.isfunction(verb) and "actor" in inspect.signature(verb).parameters:
                yield f"{tool.name}.{name}", inspect.signature(verb)


def test_the_actor_comes_first_and_everything_else_by_its_name() -> None:
    doors = {"placements.require", "placements.require_locked", "placements.seated", "placements.usable"}  # for other tools
    wrong = [
        name
        for name, signature in verbs()
        if name not in doors
        for at, value in enumerate(signature.parameters.values())
        if (at and value.kind != inspect.Parameter.KEYWORD_ONLY) or (not at and value.name != "actor")
    ]
    assert wrong == []
    assert len(list(verbs())) > 60


def test_no_verb_takes_a_form() -> None:
    wrong = [
        f"{name}: {value.name}"
        for name, signature in verbs()
        for value in signature.parameters.values()
        if value.name in ("data", "prefix", "form", "request") or any(form in str(value.annotation) for form in FORMS)
    ]
    assert wrong == []


def test_an_entry_is_named_with_its_log() -> None:
    """Or a caller could do to it by another log's rules what its own forbid."""
    named = {name: set(signature.parameters) for name, signature in verbs()}
    wrong = [name for name, values in named.items() if "entry_id" in values and "usage_key" not in values]
    assert wrong == []
