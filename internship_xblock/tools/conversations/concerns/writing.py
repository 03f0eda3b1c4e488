"""Raising a concern, talking about it, showing it to somebody else, closing it. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import by, signed
from ....core.errors import Invalid, Words
from ....core.language.text import LINE_LIMIT, clean, clean_line, too_long
from ...placements import api as placements
from ...placements.api import PartyRow, PlacementView
from ..models import Concern, ConcernReader, ConcernTurn
from . import rights
from .route import route
from .values import Route

WORDS_LIMIT = 4_000  # characters of a concern, and of each turn
CONCERNS_LIMIT = 20  # open ones of one person in a placement
TWICE = timedelta(minutes=10)  # the same once more within this is the button pressed twice
TURNS_LIMIT = 200  # of one concern


def raise_concern(actor: Actor, *, placement_id: int, text: str, to: Collection[str], about: str = "") -> int:
    """Tell some of those whom the route names that something is not right; nobody else knows of it. Return its number.

    The same once more, minutes later, is the one that stands.

    Args:
        to: The uids of those who read it.
        about: The uid of the party whom it is about, "" where that is nobody, or not said. It cannot go to them.

    Raises:
        Invalid: Nothing is written, nobody is chosen, or somebody to whom it cannot go.
    """
    placement = placements.require_locked(actor, "concern.raise", placement_id)
    words = clean(text).strip()
    chosen = _chosen(route(actor, placement=placement), words, to, about)
    mine = Concern.objects.filter(by(actor), placement_id=placement.id, closed_at=None)
    said_just_now = mine.filter(text=words, about=about, raised_at__gt=timezone.now() - TWICE)
    if (pk := _with_readers(said_just_now, chosen)) is not None:
        return pk
    if mine.count() >= CONCERNS_LIMIT:
        raise Invalid(_("You have %(count)d open concerns here, the highest number possible.") % {"count": CONCERNS_LIMIT})
    made = Concern.objects.create(
        placement_id=placement.id, course_key=placement.course_key, about=about, text=words, raised_at=timezone.now(),
        **signed(actor),
    )  # fmt: skip
    for party in chosen:
        _add_reader(made, party)
    events.confided(actor, "concern.raise", placement_id=placement.id, concern_id=made.pk)
    return made.pk


def _chosen(found: Route, words: str, to: Collection[str], about: str) -> list[PartyRow]:
    """Return those whom the actor wants to tell; Invalid at each field that says what cannot be."""
    wrong: dict[str, list[Words]] = {}
    if said := _wrong_text(words, _("Write what is not right.")):
        wrong["text"] = said
    if about and about not in {party.uid for party in found.others}:
        wrong["about"] = [_("This person is not in the placement any more. Please choose again.")]
    chosen = [party for party in found.recipients if party.uid in to]
    if not chosen or len(chosen) != len(set(to)):
        wrong["to"] = [_("Choose at least one of those who are named here.")]
    if about and any(party.uid == about for party in chosen):
        wrong["to"] = [_("It is about one of those you chose. Choose somebody else: whoever it is about does not read it.")]
    if wrong:
        raise Invalid(fields=wrong)
    return chosen


def _with_readers(concerns: QuerySet[Concern], readers: Sequence[PartyRow]) -> int | None:
    """Return the one of these concerns that exactly these people read, as they stand this moment. A query for each."""
    wanted = {tuple(party.identity) for party in readers}
    for pk in concerns.select_for_update().values_list("pk", flat=True):
        told = ConcernReader.objects.select_for_update().filter(concern_id=pk)
        if set(told.values_list("reader_id", "reader_seat_id")) == wanted:
            return pk
    return None


def say(actor: Actor, *, placement_id: int, concern_id: int, text: str) -> None:
    """Say something about a concern, to those who know of it."""
    found, placement = rights.opened(actor, "concern.answer", placement_id, concern_id, lock=True)
    words = clean(text).strip()
    if said := _wrong_text(words, _("Write what you want to say.")):
        raise Invalid(fields={"text": said})
    if found.closed_at is not None:
        raise Invalid(_("This was closed in the meantime. What you wrote is still here to copy."))
    here = ConcernTurn.objects.filter(concern_id=found.pk)
    if here.count() >= TURNS_LIMIT:
        raise Invalid(_("There are %(count)d messages here, the highest number possible.") % {"count": TURNS_LIMIT})
    made = ConcernTurn.objects.create(
        concern_id=found.pk, text=words, at=timezone.now(), is_of_author=found.is_by(actor), **signed(actor)
    )
    events.confided(actor, "concern.answer", placement_id=placement.id, concern_id=found.pk, turn_id=made.pk)


def show_to(actor: Actor, *, placement_id: int, concern_id: int, uid: str) -> None:
    """Let one more of the placement read a concern, with all that was said about it. It cannot be undone. Twice is once.

    Its author alone decides it: also that whoever it is about reads it.
    """
    found, placement = rights.opened(actor, "concern.show", placement_id, concern_id, lock=True)
    party = next((one for one in placement.parties if one.uid == uid), None)
    if party is None or not party.has_joined or party.is_of(actor):
        raise Invalid(fields={"to": [_("Choose somebody who takes part in the placement.")]})
    if _is_reader(found, party):
        return
    _add_reader(found, party)
    events.confided(actor, "concern.show", placement_id=placement.id, concern_id=found.pk, for_seat=party.seat_id or 0)


def close(actor: Actor, *, placement_id: int, concern_id: int, word: str = "") -> None:
    """Close a concern, with a word on how it was settled. Nobody is asked for an answer any more. Twice is once."""
    found, _placement = rights.opened(actor, "concern.close", placement_id, concern_id, lock=True)
    words = clean_line(word).strip()
    if said := too_long(words, LINE_LIMIT):
        raise Invalid(fields={"word": said})
    if found.closed_at is None:
        Concern.objects.filter(pk=found.pk).update(closed_at=timezone.now(), closing=words)


def may_be_shown(placement: PlacementView, concern_readers: Collection[object]) -> list[PartyRow]:
    """Return those of a placement to whom a concern could still be shown. Pure."""
    others = (party for party in placement.parties if party.has_joined and not party.is_of(placement.seen_by))
    return [party for party in others if party.identity not in concern_readers]


def _wrong_text(words: str, empty: Words) -> list[Words]:
    if not words:
        return [empty]
    return list(too_long(words, WORDS_LIMIT) or ())


def _is_reader(found: Concern, party: PartyRow) -> bool:
    user_id, seat_id = party.identity
    return ConcernReader.objects.filter(concern_id=found.pk, reader_id=user_id, reader_seat_id=seat_id).exists()


def _add_reader(found: Concern, party: PartyRow) -> None:
    user_id, seat_id = party.identity
    ConcernReader.objects.create(
        concern_id=found.pk, reader_id=user_id, reader_seat_id=seat_id, reader_name=party.name, added_at=timezone.now()
    )
