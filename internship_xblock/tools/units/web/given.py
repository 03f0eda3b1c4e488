"""What a form gives of a step."""

from __future__ import annotations

from typing import Any

from ....core.language.text import whole_number
from ....ui.action import Data

ABOVE = "named-above"  # in a request: the page says the name of the unit, so that nobody looks it up again


def given(data: Data, **more: list[str]) -> dict[str, Any]:
    """What a form gives of a step, as the verbs take it."""
    revision = whole_number(data.get("revision", "")) if "revision" in data else None
    return {"revision": revision, "given": {**dict(data.lists()), **more}}
