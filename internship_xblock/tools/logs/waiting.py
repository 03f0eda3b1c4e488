"""Who waits for an answer, across somebody's placements. A verb of this tool's api.

An entry waits from the day it is shared until somebody else has said something. Its mentors see it at once. The
university supervisor sees it when nobody has answered for SUPERVISOR_DAYS, or at once where no mentor could: an entry
shared with the mentor alone as the bare fact that it waits, without its day and without a way to it. The sharing step
says so. In an onboarding nobody is told of what was not shared with them.

Who has spoken about an entry is also told when its author replied and they have not been shown it: a mentor of many would
have to open every log to find out.

Staff who look at the course as one of these are told of what the course team may read, and not of what somebody has read.

It asks by the person's seats, in two queries, of however many placements; a page of it says how many there are in all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from ...core import keyset, permissions
from ...core.actor import Actor
from ...core.errors import BadRequest
from ...core.permissions import Role
from ..placements import api as placements
from ..placements.api import PLACEMENT, PlacementView
from . import reading
from .models import Entry, EntryComment, Sharing
from .seeing import with_seen
from .workdays import ANSWER_DAYS, SUPERVISOR_DAYS, waiting_since, working_days

WAITING_PAGE = 25
_COLUMNS = (
    "pk", "placement_id", "usage_key", "author_name", "author_id", "date", "shared_at", "answered_at", "sharing", "is_mentors",
    "in_all", "to_read", "to_read_at",
)  # fmt: skip
_SHARED = Entry.objects.filter(erased_at=None, sharing__in=[level for level in Sharing.values if level != Sharing.PRIVATE])
_SUPERVISORS_LEVELS = (Sharing.SUPERVISOR, Sharing.COHORT)  # what a supervisor may read
_UNIVERSITY = Q(sharing__in=_SUPERVISORS_LEVELS)
_SPOKEN = EntryComment.objects.filter(entry_id=OuterRef("pk"))


@dataclass(frozen=True)
class WaitingRow:
    """An entry nobody has answered, for somebody who should know. `days` are working days since it was shared.

    With `is_reply` it is one this person has spoken about, and its author has replied since: unread, and nothing waits.
    `entry_id` is None where this person may know that it waits, and not read it: then `names` are whom it waits for.
    """

    entry_id: int | None
    placement_id: int
    usage_key: str
    author_name: str
    day: date | None
    shared_at: datetime
    days: int
    names: tuple[str, ...] = ()
    is_reply: bool = False

    @property
    def is_overdue(self) -> bool:
        return not self.is_reply and self.days >= ANSWER_DAYS


@dataclass(frozen=True)
class WaitingPage:
    """Some of those who wait: `waiting` for an answer, the longest first, and `unread` replies, the oldest first.

    `entries` and `replies` are how many there are from this page on; `to_answer` are those of `entries` that this person may
    read, `to_answer_at` those of them in the log asked about, `replies_here` those of the entries asked about that have an
    unread reply. `after` is the way to more.
    """

    waiting: tuple[WaitingRow, ...] = ()
    unread: tuple[WaitingRow, ...] = ()
    entries: int = 0
    replies: int = 0
    to_answer: int = 0
    to_answer_at: int = 0
    replies_here: frozenset[int] = frozenset()
    after: str = ""

    @property
    def rows(self) -> tuple[WaitingRow, ...]:
        """What stands on this page of a list of all: first everybody who waits, then the replies."""
        return self.waiting if self.after.startswith("e") else (*self.waiting, *self.unread)

    @property
    def more(self) -> int:
        """How many come after this page of a list of all."""
        return self.entries + self.replies - len(self.rows)


def waiting(
    actor: Actor,
    *,
    course_key: str,
    kind: str = PLACEMENT,
    in_log: str = "",
    here: Collection[int] = (),
    at: tuple[int, str] = (0, ""),
    after: str = "",
    limit: int = WAITING_PAGE,
) -> WaitingPage:
    """Return a page of who waits for the actor in the placements of a course: at most `limit` entries, and as many replies.

    `in_log`: only what they may read in this log. `here` are entries that stand on the same screen, `at` its placement and
    log; `after` is that of the page above. One query for those who answer nobody, else three, of however many placements; one
    more for the names of mentors where they are said, and one where there are more replies than a page.
    """
    permissions.require(actor, "log.waiting", permissions.course_roles(actor, course_key))
    part, place = after[:1], after[1:]
    if not 0 < limit <= 100 or (after and part not in ("e", "r")):
        raise BadRequest()
    if after:
        keyset.parse(place)
    if course_key != actor.course_key:
        return WaitingPage()
    asked = _Asked(actor, course_key, kind)
    if not asked.has_seats:  # most who open a log write in one: putting the queries together costs more than all else
        return WaitingPage()
    unanswered, answered = asked.unanswered, asked.replied
    if in_log:
        unanswered = unanswered.filter(asked.readable, usage_key=in_log)
        answered = answered.filter(usage_key=in_log)
    entries = asked.lines(unanswered, "shared_at", place if after else None, limit, at) if part != "r" else []
    replies = asked.lines(answered, "answered_at", place if part == "r" else None, limit)
    told = _rows(actor, entries[:limit])
    news = _rows(actor, replies[:limit])
    known = {row.entry_id for row in news if row.entry_id is not None and row.entry_id in here}
    if len(replies) > limit and here:
        known |= set(answered.filter(pk__in=list(here)).values_list("pk", flat=True))
    following = ""
    if len(entries) > limit:
        following = f"e{keyset.cursor(told[-1].shared_at, entries[limit - 1]['pk'])}"
    elif len(replies) > limit:
        following = f"r{keyset.cursor(replies[limit - 1]['answered_at'], replies[limit - 1]['pk'])}"
    return WaitingPage(
        waiting=told, unread=news, entries=entries[0]["in_all"] if entries else 0,
        replies=replies[0]["in_all"] if replies else 0, to_answer=entries[0]["to_read"] if entries else 0,
        to_answer_at=entries[0]["to_read_at"] if entries else 0,
        replies_here=frozenset(known), after=following,
    )  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """Who asks, and where: the queries of one page.

    Conditions on seats are `placement_id__in`, which a database answers by one look through somebody's seats; what depends on
    each entry (`mentor`) comes last, so that it is asked of few.
    """

    actor: Actor
    course_key: str
    kind: str

    @property
    def has_seats(self) -> bool:
        """Whether this person answers anybody here."""
        roles = (Role.MENTOR, Role.SUPERVISOR)
        return placements.seated(self.actor, course_key=self.course_key, kind=self.kind, roles=roles).exists()

    def _seats(self, *roles: Role) -> Q:
        seats = placements.seated(self.actor, course_key=self.course_key, kind=self.kind, roles=roles)
        return Q(placement_id__in=seats)

    @property
    def _shared(self) -> QuerySet[Any, Any]:
        """What others shared in the placements in which the actor is mentor or supervisor."""
        wrote = Coalesce("author_id", 0)  # not by the index of authors: these are nearly all of them
        shared: QuerySet[Any, Any] = _SHARED.alias(wrote=wrote).filter(self._seats(Role.MENTOR, Role.SUPERVISOR))
        if self.actor.masquerading:
            shared = shared.filter(sharing__in=reading.levels_open_to(self.actor, self.kind))
        others: QuerySet[Any, Any] = shared.exclude(wrote=self.actor.account)
        return others

    @property
    def readable(self) -> Q:
        return _UNIVERSITY | self._seats(Role.MENTOR)

    @property
    def unanswered(self) -> QuerySet[Any, Any]:
        """What nobody has answered and this person is told of: see the top of this file."""
        late, has_mentor = Q(shared_at__lt=_limit()), Q(mentor__isnull=False)
        told = (late & _UNIVERSITY) | self._seats(Role.MENTOR) | (_UNIVERSITY & ~has_mentor)
        if self.kind == PLACEMENT:
            told |= late & has_mentor
        another = placements.taken_seats(Role.MENTOR).exclude(user_id=OuterRef("wrote"))  # nobody answers themselves
        mentor = Subquery(another.values("pk")[:1])
        waits: QuerySet[Any, Any] = self._shared.alias(mentor=mentor).filter(told, answered_at=None)
        return waits

    @property
    def replied(self) -> QuerySet[Any, Any]:
        """What this person has spoken about and has an unread reply of its author."""
        if self.actor.masquerading:
            return Entry.objects.none()
        spoken = Exists(_SPOKEN.filter(author_id=self.actor.account))
        unread = Q(seen_turn=None) | Q(last_turn__gt=F("seen_turn"))
        found: QuerySet[Any, Any] = with_seen(self._shared, self.actor, ("turn",))
        return found.filter(spoken, unread, self.readable, answered_at__isnull=False, last_turn_by_id=F("author_id"))

    def lines(
        self, found: QuerySet[Any, Any], since: str, after: str | None, limit: int, at: tuple[int, str] = (0, "")
    ) -> list[dict[str, Any]]:
        """A page of these and one more, the oldest first, each with how many there are from here on."""
        if after is not None:
            found = found.filter(keyset.beyond(*keyset.parse(after), older=False, field=since))
        is_mentors = Exists(placements.taken_seats(Role.MENTOR).filter(user_id=self.actor.account))
        to_read = Sum(Case(When(self.readable, then=Value(1)), default=Value(0)))
        in_log = Q(self.readable, placement_id=at[0], usage_key=at[1])
        to_read_at = Sum(Case(When(in_log, then=Value(1)), default=Value(0)))
        counted = found.annotate(
            in_all=Window(Count("pk")), to_read=Window(to_read), to_read_at=Window(to_read_at), is_mentors=is_mentors
        )
        return list(counted.order_by(since, "pk").values(*_COLUMNS)[: limit + 1])


def _rows(actor: Actor, lines: list[dict[str, Any]]) -> tuple[WaitingRow, ...]:
    may_read = [line["is_mentors"] or line["sharing"] in _SUPERVISORS_LEVELS for line in lines]
    hidden = {line["placement_id"] for line, is_read in zip(lines, may_read, strict=True) if not is_read}
    places = placements.several(actor, placement_ids=hidden)
    return tuple(_row(line, is_read, places) for line, is_read in zip(lines, may_read, strict=True))


def _row(line: dict[str, Any], may_read: bool, places: dict[int, PlacementView]) -> WaitingRow:
    days = working_days(timezone.localtime(line["shared_at"]).date(), timezone.localdate())
    row = WaitingRow(
        line["pk"], line["placement_id"], line["usage_key"], line["author_name"], line["date"], line["shared_at"], days,
        is_reply=line["answered_at"] is not None,
    )  # fmt: skip
    if may_read:
        return row
    names = _mentors(places[row.placement_id], line["author_id"]) if row.placement_id in places else ()
    return replace(row, entry_id=None, day=None, names=tuple(names))


def _mentors(place: PlacementView, but: int | None = None) -> list[str]:
    """The names of the mentors who could answer."""
    return [p.name or p.role_label for p in place.parties if p.role == Role.MENTOR and p.has_joined and p.user_id != but]


def _limit() -> datetime:
    """What was shared before this has waited so long that the supervisor is told."""
    day = waiting_since(SUPERVISOR_DAYS, timezone.localdate()) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
