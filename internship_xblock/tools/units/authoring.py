"""What an author types in a step, or in the settings of a unit, and has not saved: kept for them alone.

So no dialog, tab or computer takes it along.

It is the draft keeper's own copy (keeper.js: `written`): which state of the step it began from, what stands in each field, what
of that was typed, and when. The keeper alone puts it back. Who may author is the platform's to say: `may_author` is its answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import BadRequest, NotAllowed
from ...core.language.text import clean
from .models import KEY_LIMIT, STEP_LIMIT, StepDraft

Copy = Mapping[str, Any]

SETTINGS = "(settings)"  # in the place of a step's id, which no step can have

_LATEST = 2**53  # as high as a browser counts


def keep_step_draft(actor: Actor, *, usage_key: str, step_id: str, copy: str, may_author: bool) -> None:
    """Keep what the actor is typing in a step, instead of what was kept before; "" for nothing any more."""
    _require_author(actor, "unit.keep_step_draft", may_author)
    if not (0 < len(usage_key) <= KEY_LIMIT and 0 < len(step_id) <= STEP_LIMIT):
        raise BadRequest()
    mine: dict[str, Any] = {"author_id": actor.account, "usage_key": usage_key, "step": step_id}
    if copy:
        StepDraft.objects.update_or_create(**mine, defaults={"course_key": actor.course_key, "copy": _read(copy)})
    else:
        StepDraft.objects.filter(**mine).delete()


def drop_step_drafts(actor: Actor, *, usage_key: str, step_id: str, may_author: bool) -> None:
    """Drop what anybody typed in a step that is removed from its unit."""
    _require_author(actor, "unit.drop_step_drafts", may_author)
    StepDraft.objects.filter(course_key=actor.course_key, usage_key=usage_key, step=step_id).delete()


def step_drafts(actor: Actor, *, usage_key: str) -> dict[str, Copy]:
    """Return what is kept for the actor in a unit, by the ids of the steps; of its settings under SETTINGS."""
    permissions.require(actor, "unit.step_drafts", permissions.course_roles(actor, actor.course_key))
    return dict(StepDraft.objects.filter(author_id=actor.account, usage_key=usage_key).values_list("step", "copy"))


def _require_author(actor: Actor, verb: str, may_author: bool) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))
    if not may_author:
        raise NotAllowed()


def _read(copy: str) -> Copy:
    """A copy in the shape in which it is given back, and nothing else. BadRequest for what our keeper never sends.

    JSON may spell what no form field holds, and no database keeps: each text is cleaned once more.
    """
    try:
        found = json.loads(copy)
        return {
            "revision": clean(str(found["revision"]))[:20],
            "values": [[clean(str(name)), _value(value)] for name, value in found["values"]],
            "typed": [clean(str(name)) for name in found["typed"]],
            "at": max(0, min(int(found["at"]), _LATEST)),
        }
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise BadRequest() from None


def _value(value: Any) -> Any:
    """A text; or of a box to tick, its value and whether it is ticked."""
    return [clean(str(value[0])), bool(value[1])] if isinstance(value, list) and len(value) == 2 else clean(str(value))


__all__ = ["SETTINGS", "drop_step_drafts", "keep_step_draft", "step_drafts"]
