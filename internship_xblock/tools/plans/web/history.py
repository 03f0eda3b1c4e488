"""What happened to a plan, as one line of events: submitted, signed, reviewed, talked about. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ....core.permissions import Role
from ...reviews.api import APPROVED, RETURNED, Note, Standing
from ..api import Agreement, Comment, PlanView


@dataclass(frozen=True)
class Event:
    """Something that somebody did. `look` is the key of their role, "" where it is not known."""

    at: datetime
    name: str
    words: str
    look: str = ""


def history(plan: PlanView, agreement: Agreement | None, standing: Standing | None, said: Sequence[Comment]) -> list[Event]:
    """Return all events, the newest first. `agreement` is the one under the last version, with those before it."""
    found = [*_submitted(plan), *_signed(agreement), *_reviewed(standing), *_talked(plan, said)]
    return sorted(found, key=lambda event: event.at, reverse=True)


def _submitted(plan: PlanView) -> Iterator[Event]:
    role_of = plan.placement.role_of
    for version in plan.versions:
        name = version.frozen_by or _("Somebody who has left")
        words = _("%(name)s submitted version %(number)d") % {"name": name, "number": version.number}
        yield Event(version.frozen_at, name, words, role_of(version.written_by, version.frozen_by))


def _signed(agreement: Agreement | None) -> Iterator[Event]:
    if agreement is None:
        return
    for number, lines in ((agreement.number, agreement.lines), *agreement.earlier):
        for line in lines:
            if line.signed_at is not None:
                words = _("%(name)s signed version %(number)d") % {"name": line.name, "number": number}
                yield Event(line.signed_at, line.name, words, line.role)


def _reviewed(standing: Standing | None) -> Iterator[Event]:
    for note in (*standing.answers, *standing.earlier) if standing is not None else ():
        yield Event(note.at, _reviewer(note), decided(note), Role.SUPERVISOR)  # who reviews acts for the university


def _reviewer(note: Note) -> str:
    return note.author or _("The reviewer")


def decided(note: Note) -> str:
    """Return in words what a reviewer did with a version."""
    said = {
        APPROVED: _("%(name)s approved version %(number)d"),
        RETURNED: _("%(name)s asked for changes in version %(number)d"),
    }
    words = said.get(note.decision, _("%(name)s commented on version %(number)d"))
    return words % {"name": _reviewer(note), "number": note.attempt}


def _talked(plan: PlanView, said: Sequence[Comment]) -> Iterator[Event]:
    role_of = plan.placement.role_of
    for one in said:
        section = plan.layout.by_name.get(one.section)
        name = one.author_name or _("Somebody who has left")
        words = _("%(name)s commented on “%(part)s”") % {"name": name, "part": section.title if section else one.section}
        yield Event(one.at, name, words, role_of(one.written_by, one.author_name))
