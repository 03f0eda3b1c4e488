"""The times of a conversation, as values for the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .....core.times import Slot
from ....placements.api import PartyRow, PlacementView
from ... import api as conversations
from ...api import ConversationView, Proposal, Tally
from .. import words

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 360, 480)  # minutes
USUAL = 45
SHOWN = 3  # times to fill in at once; the others are folded
NEW = "new"


@dataclass(frozen=True)
class Cell:
    """What one person says of a time: "yes", "maybe", "no", "" for nothing yet, and the words for it."""

    name: str
    tick: str
    words: str


@dataclass(frozen=True)
class Line:
    """One of the times. `words`: how many can; `is_best`: no other suits more people."""

    slot: Slot
    words: str
    cells: Sequence[Cell]
    is_best: bool = False
    is_for_all: bool = False
    has_passed: bool = False


@dataclass(frozen=True)
class Finding:
    """How far a conversation is from having a time, for one reader."""

    said: str = ""  # who proposes what
    lines: Sequence[Line] = ()
    people: Sequence[str] = ()
    mine: Sequence[tuple[Slot, str]] = ()  # what the reader can tick, and has
    my_revision: int = 0
    is_answered: bool = False
    waits_for: str = ""
    place: str = ""
    link: str = ""
    attending: str = ""  # who is to be there, "" for everybody
    is_shown: bool = False
    may_propose: bool = False
    may_choose: bool = False
    may_withdraw: bool = False
    may_remove: bool = False


def place_of(checkpoint: str, day: str) -> str:
    """Return what the ids of a form for proposing begin with: of a conversation, or of one that is not there yet."""
    return words.place_named(checkpoint, day) if checkpoint else NEW


def finding(view: ConversationView, placement: PlacementView) -> Finding:
    """Return what stands of the times of a conversation."""
    if view.is_told:
        return Finding()
    is_over = view.proposal is None and view.agreed is None and view.day < timezone.localdate()
    proposal, agreed = view.proposal, view.held_at
    stands = proposal or agreed
    is_empty = not view.is_begun and proposal is None and agreed is None
    has_ended = placement.timing.has_ended(timezone.localdate())
    common: dict[str, Any] = {
        "is_shown": not is_over,
        "may_propose": not has_ended and not placement.seen_by.masquerading, "may_remove": view.is_extra and is_empty,
        "may_withdraw": stands is not None
        and conversations.may_choose(placement, stands.who, "conversation.withdraw_times"),
    }  # fmt: skip
    if agreed is not None:
        common |= {"place": agreed.place, "link": agreed.link, "attending": _named(placement, agreed.attending)}
    if proposal is None:
        return Finding(**common)
    return _proposed(proposal, placement, timezone.now(), common)


def _proposed(proposal: Proposal, placement: PlacementView, now: datetime, common: dict[str, Any]) -> Finding:
    actor = placement.seen_by
    people = proposal.people(placement)
    me = next((party for party in people if party.is_of(actor)), None)
    answer = proposal.answer_of(actor.identity)
    open_slots = proposal.to_come(now)
    missing = proposal.missing(placement, now)
    count = conversations.times_in_words(len(proposal.slots))
    if proposal.who.is_same(actor.identity):
        said = _("You propose %(times)s.") % {"times": count}
    else:
        said = _("%(name)s proposes %(times)s.") % {"name": proposal.name or _("Somebody who has left"), "times": count}
    return Finding(
        **{**common, "place": proposal.place, "link": proposal.link, "attending": _named(placement, proposal.asked)},
        said=said, people=[_name(party) for party in people], lines=_lines(proposal, placement, people, now),
        mine=[(slot, proposal.tick_of(me, slot)) for slot in open_slots] if me is not None else [],
        my_revision=answer.revision if answer is not None else 0,
        is_answered=me is not None and not any(party.is_of(actor) for party in missing),
        waits_for=_waits_for(missing, bool(open_slots)), may_choose=conversations.may_choose(placement, proposal.who),
    )  # fmt: skip


def _waits_for(missing: Sequence[PartyRow], is_open: bool) -> str:
    if not is_open:
        return _("All of these times have passed. Propose others.")
    if not missing:
        return _("All who have joined have answered.")
    return _("Not answered yet: %(names)s.") % {"names": ", ".join(map(_name, missing))}


def _lines(proposal: Proposal, placement: PlacementView, people: Sequence[PartyRow], now: datetime) -> list[Line]:
    """The times, the best first: with the fewest who cannot, then with the most who can, then the earliest."""
    tallies = {slot.key: proposal.tally(placement, slot) for slot in proposal.slots}

    def order(slot: Slot) -> tuple[object, ...]:
        tally = tallies[slot.key]
        return slot.has_begun(now), tally.no, -tally.yes - tally.maybe, -tally.yes, slot.starts_at

    slots = sorted(proposal.slots, key=order)
    is_compared = len(proposal.to_come(now)) > 1 and bool(proposal.answers)
    return [
        Line(
            slot, tally_in_words(tallies[slot.key]), [_cell(proposal, party, slot) for party in people],
            is_best=is_compared and slot is slots[0], is_for_all=tallies[slot.key].can_all, has_passed=slot.has_begun(now),
        )
        for slot in slots
    ]  # fmt: skip


def _cell(proposal: Proposal, party: PartyRow, slot: Slot) -> Cell:
    tick = proposal.tick_of(party, slot)
    said = conversations.tick_in_words(tick) or (_("no answer yet") if party.has_joined else _("not joined yet"))
    return Cell(_name(party), tick, said)


def tally_in_words(tally: Tally) -> str:
    """ "All 4 can", "All 4 can, 1 if need be", "2 of 4 can, 1 cannot"."""
    can = tally.yes + tally.maybe
    if tally.can_all:
        said = ngettext("%(n)d can", "All %(n)d can", tally.people) % {"n": tally.people}
    else:
        said = _("%(can)d of %(n)d can") % {"can": can, "n": tally.people}
    parts = [said]
    if tally.maybe:
        parts.append(ngettext("%(n)d of them if need be", "%(n)d of them if need be", tally.maybe) % {"n": tally.maybe})
    if tally.no:
        parts.append(ngettext("%(n)d cannot", "%(n)d cannot", tally.no) % {"n": tally.no})
    return ", ".join(parts)


def _named(placement: PlacementView, asked: Sequence[str]) -> str:
    return ", ".join(_name(party) for party in conversations.to_be_there(placement, asked)) if asked else ""


def _name(party: PartyRow) -> str:
    return party.name or party.role_label


@dataclass(frozen=True)
class Known:
    """What is proposed or chosen already, to be changed in the form."""

    slots: Sequence[Slot] = ()
    minutes: int = USUAL
    place: str = ""
    link: str = ""
    asked: Sequence[str] = ()


def _known(view: ConversationView | None) -> Known:
    if view is None or (view.proposal is None and view.agreed is None):
        return Known()
    if view.proposal is not None:
        one = view.proposal
        return Known(one.to_come(timezone.now()), one.minutes, one.place, one.link, one.asked)
    assert view.agreed is not None  # noqa: S101
    return Known((), view.agreed.slot.minutes, view.agreed.place, view.agreed.link, view.agreed.attending)


def proposing(placement: PlacementView, view: ConversationView | None) -> dict[str, Any]:
    """Return what the form for proposing times is drawn with: what is proposed or chosen, to be changed, or nothing yet."""
    known, people = _known(view), conversations.to_be_there(placement, [])
    is_asked = {party.uid for party in conversations.to_be_there(placement, known.asked)}
    about = {"key": NEW, "revision": 0, "holds": False, "place": f"{NEW}-times"}
    if view is not None:
        place = f"{place_of(view.checkpoint, view.day.isoformat())}-times"
        about = {"key": view.key, "revision": view.times_revision, "holds": view.slot is not None, "place": place}
    return {
        **about, "view": view, "times": list(enumerate(_typed(known.slots, view), start=1)),
        "shown": max(SHOWN, len(known.slots)), "minutes": known.minutes, "where": known.place, "link": known.link,
        "lengths": [(one, conversations.length_in_words(one)) for one in sorted({*LENGTHS, known.minutes})],
        "people": [(party.uid, _name(party), party.role_label, party.uid in is_asked) for party in people],
        "zone": timezone.get_current_timezone_name(),
    }  # fmt: skip


def _typed(slots: Sequence[Slot], view: ConversationView | None) -> list[tuple[str, str]]:
    """The days and times of day in the form, by the reader's clock: the planned day, where nothing is proposed yet."""
    begins = [timezone.localtime(one.starts_at) for one in slots]
    typed = [(f"{at:%Y-%m-%d}", f"{at:%H:%M}") for at in begins]
    if not typed and view is not None and view.slot is None and view.day > timezone.localdate():
        typed = [(view.day.isoformat(), "")]
    return [*typed, *[("", "")] * (conversations.TIMES_LIMIT - len(typed))]
