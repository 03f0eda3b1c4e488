"""Who waits for an answer, across somebody's placements. A verb of this tool's api.

An entry waits from the day it is shared until somebody else has said something. Its mentors see it at once. The
university supervisor sees it when nobody has answered for SUPERVISOR_DAYS, or at once where no mentor could: an entry
shared with the mentor alone as the bare fact that it waits, without its day and without a way to it. The sharing step
says so. In an onboarding nobody is told of what was not shared with them.

Who has spoken about an entry is also told when its author replied and they have not been shown it: a mentor of many would
have to open every log to find out.

Staff who look at the course as one of these are told of what the course team may read, and not of what somebody has read.

It asks by the person's seats, in two queries, of however many placements; a page of it says how many there are in all.
Putting a query together takes longer than its answer, so what cannot matter is not asked: whoever answers as a mentor only, as
most do, is told of all that is shared there and reads it; whoever was shown all that was said has no reply to read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When, Window
from django.db.models.functions import Coalesce
from django.utils import timezone

from ....core import keyset, permissions
from ....core.actor import Actor, Identity
from ....core.authorship import by
from ....core.errors import BadRequest
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PLACEMENT, PlacementView
from ..models import Entry, EntryComment, EntryReading, Sharing
from ..readers import rights
from .waiting_page import WaitingPage, WaitingRow
from .workdays import SUPERVISOR_DAYS, days_since, waiting_since

WAITING_PAGE = 25
_UNIVERSITY = Q(sharing__in=rights.UNIVERSITY_LEVELS)
_SPOKEN = EntryComment.objects.filter(entry_id=OuterRef("pk"))
_READ = EntryReading.objects.filter(entry_id=OuterRef("pk"), turn__gte=OuterRef("last_turn"))
_BEHIND = EntryReading.objects.filter(turn__lt=F("entry__last_turn"))
_COLUMNS = (
    "pk", "placement_id", "usage_key", "author_name", "author_id", "author_seat_id", "date", "shared_at", "answered_at",
    "sharing", "in_all",
)  # fmt: skip
# What was shared, a line an entry with how many there are from it on. Put together once: a page only says for whom.
_SHARED = (
    Entry.objects.filter(erased_at=None, sharing__in=[level for level in Sharing.values if level != Sharing.PRIVATE])
    .alias(wrote=Coalesce("author_id", 0), wrote_from=Coalesce("author_seat_id", 0))  # not by an index: these are nearly all
    .annotate(in_all=Window(Count("pk")))
    .values(*_COLUMNS)
)
_UNANSWERED = _SHARED.filter(answered_at=None).order_by("shared_at", "pk")
_REPLIED = _SHARED.filter(answered_at__isnull=False, last_turn_by_id=F("author_id")).order_by("answered_at", "pk")


def waiting(
    actor: Actor,
    *,
    course_key: str,
    kind: str = PLACEMENT,
    in_log: str = "",
    here: Collection[int] = (),
    at: tuple[int, str] | None = None,
    after: str = "",
    limit: int = WAITING_PAGE,
) -> WaitingPage:
    """Return a page of who waits for the actor in the placements of a course: at most `limit` entries, and as many replies.

    `in_log`: only what they may read in this log. `here` are entries that stand on the same screen, `at` a placement and a
    log to count in; `after` is that of the page above. One query for those who answer nobody, else three, of however many
    placements; one more where something new was said, one for the names of mentors where they are said, and one where there are
    more replies than a page.
    """
    permissions.require(actor, "log.waiting", permissions.course_roles(actor, course_key))
    after_entry, after_reply = _places(after)
    if not 0 < limit <= 100:
        raise BadRequest()
    if course_key != actor.course_key:
        return WaitingPage()
    roles = placements.roles_held(actor) & rights.ANSWERERS
    if not roles:  # most who open a log write in one: putting the queries together costs more than all else
        return WaitingPage()
    asked = _Asked(actor, course_key, kind, roles)
    entries: list[dict[str, Any]] = []
    if after_reply is None:
        entries = _lines(asked.unanswered(in_log, at), "shared_at", after_entry, limit)
    answered = asked.replied(in_log) if asked.is_behind else None
    replies = [] if answered is None else _lines(answered, "answered_at", after_reply, limit)
    told, news = asked.rows(entries[:limit]), asked.rows(replies[:limit])
    known = {row.entry_id for row in news if row.entry_id is not None and row.entry_id in here}
    if answered is not None and len(replies) > limit and here:
        known |= set(answered.filter(pk__in=list(here)).values_list("pk", flat=True))
    first = entries[0] if entries else {"in_all": 0}
    return WaitingPage(
        waiting=told, unread=news, entries=first["in_all"], replies=replies[0]["in_all"] if replies else 0,
        to_answer=first.get("to_read", first["in_all"]), to_answer_at=first.get("to_read_at", 0),
        replies_here=frozenset(known), after=_next_place(entries, replies, limit),
    )  # fmt: skip


def _places(after: str) -> tuple[str | None, str | None]:
    """Return where a page goes on, among the entries and among the replies: None where that list begins anew, or is over."""
    if not after:
        return None, None
    part, place = after[:1], after[1:]
    if part not in ("e", "r"):
        raise BadRequest()
    keyset.parse(place)
    return (place, None) if part == "e" else (None, place)


def _next_place(entries: list[dict[str, Any]], replies: list[dict[str, Any]], limit: int) -> str:
    """Return the way to the next page, "" where there is none: first all entries, then all replies."""
    for part, lines, since in (("e", entries, "shared_at"), ("r", replies, "answered_at")):
        if len(lines) > limit:
            last = lines[limit - 1]
            return f"{part}{keyset.cursor(last[since], last['pk'])}"
    return ""


@dataclass(frozen=True)
class _Asked:
    """Who asks, and where: the queries of one page. `roles` are those in which they answer somebody, anywhere.

    Conditions on seats are `placement_id__in`, which a database answers by one look through somebody's seats; what depends on
    each entry (`mentor`) comes last, so that it is asked of few.
    """

    actor: Actor
    course_key: str
    kind: str
    roles: frozenset[Role]

    def _seats(self, *roles: Role) -> QuerySet[Any, Any]:
        return placements.seated(self.actor, course_key=None, kind=self.kind, roles=roles)

    @property
    def _own(self) -> Q:
        actor = self.actor
        return Q(wrote_from=actor.seat_id) if actor.is_guest else Q(wrote=actor.account)

    def _of_others(self, found: QuerySet[Any, Any], *which: Any) -> QuerySet[Any, Any]:
        """Of these what others shared in the placements in which the actor is mentor or supervisor."""
        if self.actor.masquerading:
            found = found.filter(sharing__in=rights.levels_open_to(self.actor, self.kind))
        seats = self._seats(*sorted(self.roles))
        others: QuerySet[Any, Any] = found.filter(~self._own, *which, course_key=self.course_key, placement_id__in=seats)
        return others

    @property
    def _readable(self) -> Q:
        """The condition on these that the actor may read them; of a mentor none, who may read them all."""
        if Role.SUPERVISOR not in self.roles:
            return Q()
        if Role.MENTOR not in self.roles:
            return _UNIVERSITY
        return _UNIVERSITY | Q(placement_id__in=self._seats(Role.MENTOR))

    def unanswered(self, in_log: str, at: tuple[int, str] | None) -> QuerySet[Any, Any]:
        """What nobody has answered and this person is told of: see the top of this file. `in_log`: of one log, what they read.

        Each with how many they may read from it on: `to_read` where that may be others than all, `to_read_at` of those `at` a
        placement and a log.
        """
        found, readable = self._told(), self._readable
        if in_log:
            found = found.filter(readable, usage_key=in_log)
        if readable:
            found = found.annotate(to_read=_many(readable))
        return found if at is None else found.annotate(to_read_at=_many(Q(readable, placement_id=at[0], usage_key=at[1])))

    def _told(self) -> QuerySet[Any, Any]:
        waits = self._of_others(_UNANSWERED)
        if Role.SUPERVISOR not in self.roles:
            return waits
        late, has_mentor = Q(shared_at__lt=_limit()), Q(mentor__isnull=False)
        told = (late & _UNIVERSITY) | (_UNIVERSITY & ~has_mentor)
        if Role.MENTOR in self.roles:
            told |= Q(placement_id__in=self._seats(Role.MENTOR))
        if self.kind == PLACEMENT:
            told |= late & has_mentor
        another = placements.taken_seats(Role.MENTOR).exclude(user_id=OuterRef("wrote"))  # nobody answers themselves
        mentor = Subquery(another.values("pk")[:1])
        found: QuerySet[Any, Any] = waits.alias(mentor=mentor).filter(told)
        return found

    @property
    def is_behind(self) -> bool:
        """Whether something was said about any entry since this person was shown it, as whoever spoke about one was.

        Where not, as mostly, no reply is unread, and putting that query together is saved. What somebody has read is theirs.
        """
        return not self.actor.masquerading and _BEHIND.filter(by(self.actor)).exists()

    def replied(self, in_log: str) -> QuerySet[Any, Any]:
        """What this person has spoken about and has an unread reply of its author."""
        spoken, read = Exists(_SPOKEN.filter(by(self.actor))), Exists(_READ.filter(by(self.actor)))
        found = self._of_others(_REPLIED, spoken, ~read, self._readable)
        return found.filter(usage_key=in_log) if in_log else found

    def rows(self, lines: list[dict[str, Any]]) -> tuple[WaitingRow, ...]:
        """What the actor is told of each. One query where some of a supervisor's are for mentors, who are named there."""
        if Role.SUPERVISOR not in self.roles:
            return tuple(_row(line) for line in lines)
        closed = {line["pk"]: line["placement_id"] for line in lines if line["sharing"] not in rights.UNIVERSITY_LEVELS}
        places = placements.several(self.actor, placement_ids=set(closed.values()))
        hidden = {pk for pk, place in closed.items() if place not in places or Role.MENTOR not in places[place].roles}
        return tuple(_hidden(line, places) if line["pk"] in hidden else _row(line) for line in lines)


def _many(which: Q) -> Window:
    """How many of these there are from a line on."""
    return Window(Sum(Case(When(which, then=Value(1)), default=Value(0))))


def _lines(found: QuerySet[Any, Any], since: str, after: str | None, limit: int) -> list[dict[str, Any]]:
    """A page of these and one more, the oldest first."""
    if after is not None:
        found = found.filter(keyset.beyond(*keyset.parse(after), older=False, field=since))
    return list(found[: limit + 1])


def _row(line: dict[str, Any]) -> WaitingRow:
    return WaitingRow(
        line["pk"], line["placement_id"], line["usage_key"], line["author_name"], line["date"], line["shared_at"],
        days_since(line["shared_at"]),
        is_reply=line["answered_at"] is not None,
    )  # fmt: skip


def _hidden(line: dict[str, Any], places: dict[int, PlacementView]) -> WaitingRow:
    """The bare fact that it waits, and for whom."""
    place = places.get(line["placement_id"])
    author = Identity(line["author_id"], line["author_seat_id"])
    names = rights.mentors_of(place, author) if place is not None else ()
    return replace(_row(line), entry_id=None, day=None, names=names)


def _limit() -> datetime:
    """What was shared before this has waited so long that the supervisor is told."""
    day = waiting_since(SUPERVISOR_DAYS, timezone.localdate()) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time.min))
