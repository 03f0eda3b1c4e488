"""The coordinator's list, as values. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils import timezone

from ...core import permissions
from ...core.actor import Actor
from ..placements import api as placements
from ..placements.api import PlacementView
from . import keeping, listing
from .listing import STATES, STUCK, Choice, Selection
from .models import PlacementState
from .values import Line, PlacementList

PAGE_SIZE = 50
EXPORTED = 500  # placements read at once for a file


def catch_up(actor: Actor, *, course_key: str) -> bool:
    """Look at the placements in which something happened; whether some of the list is behind all the same.

    Asked before a transaction begins in which the list is read, it keeps nobody waiting for that one's end.
    """
    permissions.require(actor, "coordination.list", permissions.course_roles(actor, course_key))
    return keeping.catch_up(course_key)


def list_placements(
    actor: Actor, *, course_key: str, state: str = "", time: str = "", host: str = "", supervisor: str = "", search: str = "",
    after: str = "", before: str = "", limit: int = PAGE_SIZE, is_behind: bool | None = None,
) -> PlacementList:  # fmt: skip
    """A page of the placements of a course, who has waited longest first, `after` or `before` a cursor.

    `host` and `supervisor` are whole names, `search` is the beginnings of words in the names of people and hosts. Four queries
    however many there are, one for each word of a search, and some more where something happened since it was looked at last;
    not where `is_behind` is what `catch_up` said before.
    """
    permissions.require(actor, "coordination.list", permissions.course_roles(actor, course_key))
    is_behind = keeping.catch_up(course_key) if is_behind is None else is_behind
    choice = Choice(course_key=course_key, state=state, time=time, host=host, supervisor=supervisor, search=search)
    selection = Selection.of(choice, _today())
    found = selection.slice(after, before, limit)
    states = selection.counts()
    lines = _lines(actor, found.rows, selection.today)
    return PlacementList(choice, lines, found.after, found.before, states, is_behind, found.knows_training)


def all_placements(
    actor: Actor, *, course_key: str, state: str = "", time: str = "", host: str = "", supervisor: str = "", search: str = ""
) -> Iterator[Line]:
    """All placements that a list with these filters has, in its order: for a file. Two queries for each EXPORTED of them."""
    permissions.require(actor, "coordination.list", permissions.course_roles(actor, course_key))
    choice = Choice(course_key=course_key, state=state, time=time, host=host, supervisor=supervisor, search=search)
    return _all(actor, Selection.of(choice, _today()))


def _all(actor: Actor, selection: Selection) -> Iterator[Line]:
    after = ""
    while True:
        found = selection.slice(after, "", EXPORTED)
        yield from _lines(actor, found.rows, selection.today)
        after = found.after
        if not after:
            return


def stuck(actor: Actor, *, course_key: str) -> Mapping[str, int]:
    """How many placements of a course are stuck in which way, at most COUNT_LIMIT and one more each. One query."""
    permissions.require(actor, "coordination.list", permissions.course_roles(actor, course_key))
    today, rows = _today(), PlacementState.objects.filter(course_key=course_key)
    counts = listing.counted([rows.filter(**STATES[name].condition(today)) for name in STUCK])
    return dict(zip(STUCK, counts, strict=True))


def _today() -> date:
    return timezone.localdate()


def _lines(actor: Actor, rows: Sequence[PlacementState], today: date) -> list[Line]:
    """These rows with their people. One query at most; a placement that went meanwhile is left out."""
    views = placements.everybody([row.pk for row in rows])
    return [line_of(views[row.pk].as_seen_by(actor), row, today) for row in rows if row.pk in views]


def line_of(view: PlacementView, row: PlacementState, today: date) -> Line:
    """Return a placement with how it stands on a day."""
    names = {party.uid: party.name or party.role_label for party in view.parties}
    is_silent = row.silent_on is not None and row.silent_until is not None and row.silent_on <= today <= row.silent_until
    is_news = row.mail_since is not None and (today - row.mail_since).days <= listing.MAIL_DAYS
    return Line(
        view=view, host=row.host, supervised_by=row.supervisor, invited_since=row.invited_since,
        mail_since=row.mail_since if is_news else None, plan=row.plan,
        plan_since=row.plan_since, unsigned=tuple(names[uid] for uid in row.unsigned if uid in names),
        first_day=row.first_day, last_day=row.last_day, silent_since=row.silent_on if is_silent else None,
        trained_until=row.trained_until,
    )  # fmt: skip
