"""Reading concerns: those that somebody knows of, and how many of a course have waited too long. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from ....core import permissions
from ....core.actor import Actor, Identity
from ....core.authorship import by
from ....core.notices import Recipient
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import Concern, ConcernReader, ConcernTurn
from . import rights
from .values import ConcernView, OpenConcern, Reader, Turn

PATIENCE = timedelta(days=3)  # after so long without an answer the course's staff are told that there is one
CONCERNS_READ = 50  # of one placement


def concerns(actor: Actor, *, placement: int | PlacementView) -> list[ConcernView]:
    """Return the concerns of a placement that the actor raised or was told of, the newest first. Four queries at most."""
    entered = placements.require(actor, "concern.route", placement)
    found = list(rights.known_to(actor).filter(placement_id=entered.id).order_by("-pk")[:CONCERNS_READ])
    return _views(actor, entered, found)


def concern(actor: Actor, *, placement: int | PlacementView, concern_id: int) -> ConcernView:
    """Return one; NotFound for whoever is not to know of it. Four queries and the placement's."""
    opened = rights.opened(actor, "concern.read", placement, concern_id)
    return _views(actor, opened.placement, [opened.concern])[0]


def _views(actor: Actor, placement: PlacementView, rows: Sequence[Concern]) -> list[ConcernView]:
    readers: dict[int, list[Reader]] = {row.pk: [] for row in rows}
    turns: dict[int, list[Turn]] = {row.pk: [] for row in rows}
    for one in ConcernReader.objects.filter(concern_id__in=list(readers)) if rows else ():
        who = Identity(one.reader_id, one.reader_seat_id)
        name = placement.name_of(who)
        readers[one.concern_id].append(Reader(who, name or one.reader_name, one.added_at, is_here=bool(name)))
    for said in ConcernTurn.objects.filter(concern_id__in=list(turns)) if rows else ():
        turn = Turn(said.pk, said.written_by, said.author_name, said.text, said.at, said.is_of_author, said.is_by(actor))
        turns[said.concern_id].append(turn)
    return [
        ConcernView(
            id=row.pk, placement=placement, author=row.written_by, author_name=row.author_name, text=row.text,
            raised_at=row.raised_at, about=row.about, closed_at=row.closed_at, closing=row.closing,
            readers=tuple(readers[row.pk]), turns=tuple(turns[row.pk]), is_mine=row.is_by(actor),
        )
        for row in rows
    ]  # fmt: skip


def open_concerns(actor: Actor, *, views: Sequence[PlacementView]) -> list[OpenConcern]:
    """Return the open concerns of these placements that the actor knows of, without their words. One query at most."""
    places = {view.id: view for view in placements.usable(actor, "concern.route", views)}
    if not places:
        return []
    said = ConcernTurn.objects.filter(concern_id=OuterRef("pk")).order_by().values("concern_id")
    answers = said.filter(is_of_author=False)
    newest = ConcernTurn.objects.filter(concern_id=OuterRef("pk"), is_of_author=False).order_by("-pk")
    mine = ConcernReader.objects.filter(by(actor, "reader"), concern_id=OuterRef("pk"))
    found = rights.known_to(actor).filter(placement_id__in=list(places), closed_at=None).order_by("pk").annotate(
        own_at=Subquery(said.filter(is_of_author=True).annotate(last=Max("at")).values("last")),
        answered_at=Subquery(answers.annotate(last=Max("at")).values("last")),
        answered_by=Subquery(newest.values("author_name")[:1]),
        told_at=Subquery(mine.values("added_at")[:1]),
    )  # fmt: skip
    return [_open(actor, places[row.placement_id], row) for row in found.defer("text", "closing")]


def _open(actor: Actor, place: PlacementView, row: Concern) -> OpenConcern:
    """A reader is to answer what its author said last, or what they were shown since; the author, what a reader said last."""
    said_at = getattr(row, "own_at", None) or row.raised_at
    answered_at, told_at = getattr(row, "answered_at", None), getattr(row, "told_at", None)
    name = str(getattr(row, "answered_by", None) or "")
    is_mine = row.is_by(actor)
    if is_mine:
        waits, since = answered_at is not None and answered_at > said_at, answered_at or said_at
    else:
        since = max(said_at, told_at or said_at)
        waits = answered_at is None or answered_at < since
    return OpenConcern(
        id=row.pk, placement=place, is_mine=is_mine, author=row.written_by,
        author_name=place.name_of(row.written_by) or row.author_name, name=name, waits_for_me=waits, since=since,
    )  # fmt: skip


def count_unanswered(actor: Actor, *, course_key: str) -> int:
    """Return how many open concerns of a course have waited for an answer of a reader for three days. One query.

    For the staff of the course, who learn no more of them than this number; and not even that of a placement in which they
    have a part themselves, or it would tell them that somebody said something of which they do not know.
    """
    permissions.require(actor, "concern.count", permissions.course_roles(actor, course_key))
    limit = timezone.now() - PATIENCE
    said = ConcernTurn.objects.filter(concern_id=OuterRef("pk")).order_by()
    answered = said.filter(is_of_author=False).values("concern_id").annotate(last=Max("at")).values("last")
    asked = said.filter(is_of_author=True, at__gt=OuterRef("answered_at"), at__lt=limit)
    found = Concern.objects.filter(course_key=course_key, closed_at=None, raised_at__lt=limit)
    found = found.filter(Q(pk__in=rights.known_to(actor).values("pk")) | ~_has_part(actor))
    return found.annotate(answered_at=Subquery(answered)).filter(Q(answered_at=None) | Exists(asked)).count()


def _has_part(actor: Actor) -> Exists:
    """The condition that somebody sits in the placement of a concern, or owns it."""
    own = Q(placement__owner_id=actor.account) | Q(placement__parties__user_id=actor.account)
    return Exists(Concern.objects.order_by().filter(own, pk=OuterRef("pk")))


def to_tell(concern_id: int) -> list[Recipient]:
    """Return who is told of what is said about a concern: its author and its readers. Two queries. No verb: nobody asks."""
    place = Concern.objects.filter(pk=concern_id).values_list("placement_id", "author_id", "author_seat_id")
    authors = [Recipient(*line) for line in place]
    told = ConcernReader.objects.filter(concern_id=concern_id).annotate(place=F("concern__placement_id"))
    readers = [Recipient(*line) for line in told.values_list("place", "reader_id", "reader_seat_id")]
    return [one for one in dict.fromkeys([*authors, *readers]) if one.user_id is not None or one.seat_id is not None]
