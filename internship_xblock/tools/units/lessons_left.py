"""What of somebody's lessons waits for them: commitments that are due, and where they stopped. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from ...core import permissions
from ...core.actor import Actor
from ...core.language.text import squeezed
from . import storage
from .commitments import Commitment, due_commitment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class LessonsLeft:
    """Due commitments by their courses, the longest due first; `last` is the course, the unit and what it was called.

    `may_renew`: whether a level that they earned may be due for renewal; `has_begun`: whether they answered anything.
    """

    due: Sequence[tuple[str, Commitment]] = ()
    last: tuple[str, str, str] | None = None
    may_renew: bool = False
    has_begun: bool = False


def lessons_left(actor: Actor, *, course_key: str | None) -> LessonsLeft:
    """Return what of one's own lessons waits in a course; None: in all courses of the site. One query.

    `last` is the unit in which somebody answered last, in their words where it is not finished. Staff who look at the course as
    somebody else, guests and strangers have none.
    """
    permissions.require(actor, "unit.lessons_left", permissions.course_roles(actor, course_key or actor.course_key))
    if actor.user_id is None or actor.masquerading:
        return LessonsLeft()
    today = timezone.localdate()
    due: list[tuple[str, Commitment]] = []
    last: tuple[str, str, str] | None = None
    newest, lines = _EPOCH, storage.left(actor, course_key)
    for course, record, is_finished, _may_renew in lines:
        if (one := due_commitment(record, today)) is not None:
            due.append((course, one))
        if record.changed_at is not None and record.changed_at > newest:
            newest = record.changed_at
            name = squeezed(str(record.asked.get("unit") or ""))
            last = None if is_finished else (course, record.usage_key, name)
    by_day = tuple(sorted(due, key=lambda pair: pair[1].by))
    return LessonsLeft(by_day, last, may_renew=any(line[3] for line in lines), has_begun=bool(lines))
