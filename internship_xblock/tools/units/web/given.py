"""What a form gives of a step, and of which form a refusal speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ....core.errors import Invalid
from ....core.language.text import whole_number
from ....ui.action import Data

ABOVE = "named-above"  # in a request: the page says the name of the unit, so that nobody looks it up again


def given(data: Data, **more: list[str]) -> dict[str, Any]:
    """What a form gives of a step, as the verbs take it."""
    revision = whole_number(data.get("revision", "")) if "revision" in data else None
    return {"revision": revision, "given": {**dict(data.lists()), **more}}


@contextmanager
def in_form_of(step_id: str) -> Iterator[None]:
    """Say of which step's form a refusal speaks: the steps of a page have fields of the same names, and ids of their own."""
    try:
        yield
    except Invalid as error:
        error.part = step_id
        raise
