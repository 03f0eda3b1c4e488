"""Read placements: one as somebody sees it, the one that a screen opens, and a page of all that somebody has.

For api.py, which names the verbs. A person has a placement by a seat in it (`Party`) or by having begun it
(`Placement.owner`), a guest by their one seat; each is looked up by an index of its own and only what a screen shows is loaded,
so that a screen costs the same among 5 placements and among 5,000.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Window

from ...core import permissions
from ...core.actor import Actor
from ...core.errors import BadRequest, NotFound
from ...core.language.text import NAME_LIMIT, clean, whole_number
from ...core.permissions import Role
from .changes.standing import standing_at
from .changes.timing import Timing
from .checklist.models import ChecklistTick
from .models import Party, Placement
from .thread.models import ThreadMessage
from .values import NewestMessage, PartyRow, PlacementPage, PlacementView, roles_in
from .words import PLACEMENT

PAGE_SIZE = 25
_NO_PART = permissions.ANYWHERE | {Role.INSTRUCTOR}  # what a person is without a part in the placement

_TICKS = ChecklistTick.objects.filter(placement_id=OuterRef("pk")).order_by("-number")
_MESSAGES = ThreadMessage.objects.filter(placement_id=OuterRef("pk")).order_by("-pk")
_NEWEST = {f"newest_{name}": Subquery(_MESSAGES.values(name)[:1]) for name in ("id", "at", "author_name")}
_PLACEMENT = (
    "pk", "course_key", "kind", "revision", "owner_id", "author_name", "changed_at", "standing", "ticked", *_NEWEST,
)  # fmt: skip
_PARTY = (
    "uid", "role", "name", "organisation", "email", "is_substitute", "stand_in", "user_id", "joined_at", "author_id",
    "author_name", "changed_at", "pk", "is_by_link", "read_upto",
)  # fmt: skip
_KIND = _PLACEMENT.index("kind")
# In every line a placement, and one of its parties. Put together once: what a query asks for does not change, only of whom.
_LINES = (
    Placement.objects.annotate(standing=standing_at("pk"), ticked=Subquery(_TICKS.values("standing")[:1]), **_NEWEST)
    .order_by("-pk", "parties__position", "parties__pk")
    .values_list(*_PLACEMENT, *(f"parties__{name}" for name in _PARTY))
)
_WIDTH = len(_PLACEMENT) + len(_PARTY)
_SEATS = Party.objects.order_by().values("placement_id")
_IS_TAKEN = Q(user__isnull=False) | Q(is_by_link=True)
_TAKEN = Party.objects.order_by().filter(_IS_TAKEN, placement_id=OuterRef("placement_id"))
_ROLES = Party.objects.order_by().values_list("role", flat=True).distinct()
# The course of a seat's placement. Not by a join, as the kind alone is: a database that begins with the placements of a course
# reads all of them.
_COURSE = Placement.objects.filter(pk=OuterRef("placement_id")).values("course_key")
_IN_ALL = Window(Count("pk"))  # how many there are from here on, beside each


def mine(
    actor: Actor, *, course_key: str | None, kind: str = PLACEMENT, search: str = "", after: str = "", limit: int = PAGE_SIZE
) -> PlacementPage:
    """Return a page of the actor's placements of a kind in a course, the one begun last first. Empty for a stranger.

    `course_key` None: in all courses of the site, for looking back at what one did; in the roles one has there as a party.
    `search` finds in the names and organisations of the people in them; `after` is that of the page above. Three queries.
    """
    if not actor.is_known:
        return PlacementPage()
    seats = seated(actor, course_key=course_key, kind=kind, search=search)
    begun = owned(actor, course_key=course_key, kind=kind, search=search)
    if after:
        seats, begun = seats.filter(placement_id__lt=whole_number(after)), begun.filter(pk__lt=whole_number(after))
    found: list[int] = []
    count = 0
    for rows, name in ((seats, "placement_id"), (begun, "pk")):
        ids = list(rows.order_by(f"-{name}").annotate(in_all=_IN_ALL).values_list(name, "in_all")[: limit + 1])
        found, count = [*found, *(pk for pk, _in_all in ids)], count + (ids[0][1] if ids else 0)
    shown = sorted(set(found), reverse=True)
    views = views_of(actor, Q(pk__in=shown[:limit])) if shown else []
    return PlacementPage(tuple(views), count, str(views[-1].id) if len(shown) > limit else "")


def overview(
    actor: Actor, *, course_key: str | None = None, search: str = "", role: str = "", limit: int
) -> tuple[list[PlacementView], int]:
    """Return the actor's placements of every kind that were begun last, and how many there are in all.

    `course_key` None: in all courses of the site. `role`: only those in which they sit in it. Empty for a stranger. Three
    queries at most, of however many.
    """
    if not actor.is_known:
        return [], 0
    found, count = _of_guest(actor, search, limit) if actor.is_guest else _of_account(actor, course_key, search, role, limit)
    ids = sorted(found, reverse=True)[:limit]
    return (views_of(actor, Q(pk__in=ids)) if ids else []), count


def _of_guest(actor: Actor, search: str, limit: int) -> tuple[set[int], int]:
    """The placement of a guest's seat, where the search finds it."""
    seats = _SEATS.filter(*_named(search, "placement_id"), _sits(actor))
    found = {pk for (pk,) in seats.values_list("placement_id")[:limit]}
    return found, len(found)


def _of_account(actor: Actor, course_key: str | None, search: str, role: str, limit: int) -> tuple[set[int], int]:
    """The newest placements of an account, by a seat or as who began them, and how many there are in all."""
    here = {} if course_key is None else {"placement__course_key": course_key}
    own = {} if course_key is None else {"course_key": course_key}
    here |= {"role": role} if role else {}
    seats = _SEATS.filter(*_named(search, "placement_id"), _sits(actor), **here).order_by("-placement_id")
    begun = Placement.objects.order_by("-pk").filter(*_named(search, "pk"), owner_id=actor.account, **own)
    begun = begun.none() if role else begun.exclude(parties__user_id=actor.account)
    lines = list(seats.annotate(in_all=_IN_ALL, more=Exists(begun)).values_list("placement_id", "in_all", "more")[:limit])
    found, count = {line[0] for line in lines}, lines[0][1] if lines else 0
    if not lines or lines[0][2]:  # whoever begins a placement sits in it, so that seldom there is one more
        others = list(begun.annotate(in_all=_IN_ALL).values_list("pk", "in_all")[:limit])
        found |= {pk for pk, _in_all in others}
        count += others[0][1] if others else 0
    return found, count


def opened(
    actor: Actor, *, course_key: str, kind: str = PLACEMENT, last: int | None = None, since: datetime | None = None
) -> PlacementView | None:
    """Return the placement that a screen opens: `last`, chosen at `since`, unless the actor has come into another later.

    None where they have no placement. One query where `last` is still the one, two where they have come into another elsewhere
    since, at most five otherwise, among however many.
    """
    if not actor.is_known:
        return None
    if last is not None and since is not None:
        later = _SEATS.filter(_sits(actor), joined_at__gt=since)[:1]  # in whichever course: there is seldom one
        lines = list(_LINES.filter(pk=last).annotate(later=Subquery(later)))
        view = next(iter(_views(actor, lines)), None)
        is_here = view is not None and (view.course_key, view.kind) == (course_key, kind) and not view.roles <= _NO_PART
        if is_here and lines[0][_WIDTH] is None:
            return view
        later = seated(actor, course_key=course_key, kind=kind).filter(joined_at__gt=since)
        if is_here and not later.exists():
            return view
    seats = seated(actor, course_key=course_key, kind=kind).order_by("-joined_at", "-pk").values_list("placement_id", flat=True)
    pk = seats.first() or owned(actor, course_key=course_key, kind=kind).order_by("-pk").values_list("pk", flat=True).first()
    return next(iter(views_of(actor, Q(pk=pk))), None) if pk is not None else None


def several(actor: Actor, *, placement_ids: Collection[int]) -> dict[int, PlacementView]:
    """Return those of these placements that the actor has a part in, in whichever course of the site. One query at most."""
    views = views_of(actor, Q(pk__in=list(placement_ids))) if placement_ids else []
    return {view.id: view for view in views if not view.roles <= _NO_PART}


def seated(
    actor: Actor, *, course_key: str | None, kind: str = PLACEMENT, roles: Collection[str] = (), search: str = ""
) -> QuerySet[Any, Any]:
    """Select the actor's seats, as rows of `placement_id`: for the condition of another tool's query. No query."""
    where: dict[str, Any] = {"placement__kind": kind} if course_key is None else {"course": course_key}
    where |= {"role__in": list(roles)} if roles else {}
    seats = _SEATS if course_key is None else _SEATS.alias(course=Subquery(_COURSE.filter(kind=kind)[:1]))
    return seats.filter(*_named(search, "placement_id"), _sits(actor), **where)


def _sits(actor: Actor) -> Q:
    """The condition on seats that the actor sits there. NotAllowed for a stranger, who sits nowhere."""
    return Q(pk=actor.seat_id, is_by_link=True, user=None) if actor.is_guest else Q(user_id=actor.account)


def roles_held(actor: Actor) -> frozenset[Role]:
    """Return the roles in which the actor sits anywhere on the site. One query."""
    return frozenset(Role(role) for role in _ROLES.filter(_sits(actor)))


def owned(actor: Actor, *, course_key: str | None, kind: str = PLACEMENT, search: str = "") -> QuerySet[Any, Any]:
    """Select what the actor began and has no seat in, as rows of `pk`. No query.

    Who begins a placement sits in it, so that there is seldom one. A guest begins none.
    """
    if actor.is_guest:
        return Placement.objects.none().values("pk")
    where: dict[str, Any] = {} if course_key is None else {"course_key": course_key}
    seat = Party.objects.filter(placement_id=OuterRef("pk"), user_id=actor.account)
    begun = Placement.objects.order_by().filter(~Exists(seat), owner_id=actor.account, kind=kind, **where)
    return begun.filter(*_named(search, "pk")).values("pk")


def rows(placement_ids: Collection[int]) -> QuerySet[Any, Any]:
    """Select placements by their numbers: for a query of another tool that wants a line for each, joined with its own tables.

    No query.
    """
    return Placement.objects.filter(pk__in=list(placement_ids)).order_by("-pk")


def taken_seats(role: str) -> QuerySet[Any, Any]:
    """Select the seats in a role that somebody has taken, of the placement `placement_id` of an outer query. No query."""
    return _TAKEN.filter(role=role)


def mentored(user_id: int) -> Mapping[str, list[int]]:
    """Return, by the course, the placements in which an account is a mentor: for what changes with them. One query."""
    found: dict[str, list[int]] = {}
    seats = Party.objects.order_by("placement_id").filter(user_id=user_id, role=Role.MENTOR)
    for course_key, placement_id in seats.values_list("placement__course_key", "placement_id"):
        found.setdefault(course_key, []).append(placement_id)
    return found


def role_at(placement: str, account: str) -> Subquery:
    """Return the role in which an account sits in a placement, both columns of an outer query; None for no seat. No query."""
    seat = Party.objects.order_by().filter(placement_id=OuterRef(placement), user_id=OuterRef(account))
    return Subquery(seat.values("role")[:1])


def load(actor: Actor, placement_id: int, lock: bool = False) -> PlacementView:
    """Return one placement as the actor sees it, whatever their part in it; NotFound where there is none. One query.

    `lock`: as it stands this moment, and so until the transaction ends.
    """
    lines = _LINES.select_for_update() if lock else _LINES
    views = _views(actor, lines.filter(pk=placement_id))
    if not views:
        raise NotFound()
    return views[0]


def views_of(actor: Actor, which: Q) -> list[PlacementView]:
    """Return all of these as the actor sees them, the newest first. One query."""
    return _views(actor, _LINES.filter(which))


def everybody(placement_ids: Collection[int]) -> dict[int, PlacementView]:
    """Return placements with all their people, as nobody sees them: for what acts for no one (the notices). One query at most.

    What a person may then be told is asked as that person: `PlacementView.as_seen_by`.
    """
    views = views_of(Actor.stranger(), Q(pk__in=list(placement_ids))) if placement_ids else []
    return {view.id: view for view in views}


def next_ids(after: int, limit: int) -> list[int]:
    """Return the numbers of the placements after this one, in their order: for what goes through all. One query."""
    return list(Placement.objects.order_by("pk").filter(pk__gt=after).values_list("pk", flat=True)[:limit])


def _views(actor: Actor, lines: Iterable[tuple[Any, ...]]) -> list[PlacementView]:
    parties: dict[Any, list[PartyRow]] = {}
    for line in lines:
        seats = parties.setdefault(line[: len(_PLACEMENT)], [])
        if line[len(_PLACEMENT)] is not None:  # a placement that nobody is left in still has its line
            seat: list[Any] = [*line[len(_PLACEMENT) : _WIDTH], line[_KIND]]
            seats.append(PartyRow(*seat))
    return [_seen(actor, tuple(seats), *placement) for placement, seats in parties.items()]


def _named(search: str, placement: str) -> list[Exists]:
    """The condition that somebody in the placement has this in their name or their organisation; none for no words."""
    words = clean(search).strip()
    if len(words) > NAME_LIMIT:
        raise BadRequest()
    named = Q(name__icontains=words) | Q(organisation__icontains=words)
    return [Exists(Party.objects.filter(named, placement_id=OuterRef(placement)))] if words else []


def _seen(
    actor: Actor,
    parties: tuple[PartyRow, ...],
    placement_id: int,
    course_key: str,
    kind: str,
    revision: int,
    owner_id: int | None,
    changed_by: str,
    changed_at: datetime,
    standing: str | None,
    ticked: str | None,
    newest_id: int | None,
    newest_at: datetime | None,
    newest_by: str | None,
) -> PlacementView:
    said = NewestMessage(newest_id, newest_at, newest_by or "") if newest_id is not None and newest_at is not None else None
    return PlacementView(
        id=placement_id, course_key=course_key, kind=kind, revision=revision, owner_id=owner_id, changed_by=changed_by,
        changed_at=changed_at, parties=parties, roles=roles_in(actor, course_key, parties, owner_id), seen_by=actor,
        timing=Timing.read(standing), ticked=ticked or "", newest=said,
    )  # fmt: skip
