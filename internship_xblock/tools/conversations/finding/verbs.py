"""Proposing times, saying when one can, choosing one, withdrawing. Verbs of this tool's api.

Whoever changes the times says which revision of them they saw (`Conversation.times_revision`): of two who propose or choose at
once, the second is told what the first did. The placement is locked first, then the conversation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions, revisions
from ....core.actor import Actor, Identity
from ....core.authorship import by, signed
from ....core.errors import BadRequest, Difference, Invalid, NotFound, Stale
from ....core.permissions import IN_PLACEMENT, Role
from ...placements import api as placements
from ...placements.api import PlacementView
from ..models import AgreedTime, Conversation, TimeAnswer, TimeProposal
from ..times import typed
from ..times.values import TICKS, Agreed, Proposal
from ..times.words import in_words, tick_in_words
from ..written.storage import agreed_of, begin_extra, locked, proposal_of

TWICE = timedelta(minutes=10)  # the same once more within this is the button pressed twice
PROPOSE, CHOOSE, WITHDRAW = "conversation.propose_times", "conversation.choose_time", "conversation.withdraw_times"


def propose_times(
    actor: Actor,
    *,
    placement_id: int,
    checkpoint: str,
    day: str,
    revision: int,
    times: Sequence[tuple[str, str]],
    minutes: int,
    zone: str,
    place: str = "",
    link: str = "",
    asked: Collection[str] = (),
) -> tuple[str, str]:
    """Propose times for a conversation, in place of those that were proposed for it before. Return which it is.

    What was chosen before holds until another time is chosen. What people said of a time that is proposed again stays.

    Args:
        checkpoint, day: Which conversation; both "" for one that no plan names, which is begun.
        revision: That of the times, as the actor saw them.
        times: The day and the time of day of each, as they were typed.
        minutes: How long each is.
        zone: The time zone in which they were typed.
        asked: The uids of those who are to be there; all of them is everybody, also who joins later.

    Raises:
        Invalid: At each field that says what cannot be.
        Stale: Somebody proposed, chose or withdrew since `revision`; with both.
        NotFound: The plan does not name it, and nobody has written of it.
    """
    placement, now = placements.require_locked(actor, PROPOSE, placement_id), timezone.now()
    found = typed.proposal(
        placement, now, times=times, minutes=minutes, zone=zone, place=place, link=link, asked=asked
    )  # fmt: skip
    if not checkpoint and (again := _just_proposed(actor, placement, found)) is not None:
        return again
    row = locked(placement, checkpoint, day, make=True) if checkpoint else begin_extra(placement, found.slots[0].day_there)
    if row.told_at is not None:
        raise Invalid(_("This conversation is written down already. Find a time for another one."))
    before = proposal_of(row)
    _claim(row, revision, before, mine="\n".join(map(in_words, found.slots)))
    values = {
        "times": [one.starts_at.isoformat() for one in found.slots], "minutes": minutes, "zone": zone, "place": found.place,
        "link": found.link, "asked": list(found.asked), "proposed_at": now, **signed(actor),
    }  # fmt: skip
    made, _is_new = TimeProposal.objects.update_or_create(conversation_id=row.pk, defaults=values)
    if before is not None and before.minutes != minutes:
        made.answers.all().delete()
    _tell(actor, PROPOSE, row)
    return row.checkpoint, row.day.isoformat()


def answer_times(
    actor: Actor, *, placement_id: int, checkpoint: str, day: str, revision: int, ticks: Mapping[str, str]
) -> None:
    """Say when the actor can: "yes", "maybe" or "no" by the key of each time. What is left out stays open.

    Args:
        revision: That of the actor's own answer, as they saw it; 0 for none yet.

    Raises:
        Invalid: No time is ticked, or they are not asked.
        Stale: They answered elsewhere since; with both.
        NotFound: No times are proposed any more.
    """
    placement = placements.require_locked(actor, "conversation.answer_times", placement_id)
    row = locked(placement, checkpoint, day)
    proposal = proposal_of(row)
    if proposal is None:
        raise NotFound(_("A time was chosen in the meantime, or the times were withdrawn. Reload the page to see."))
    if not proposal.is_asked(placement, actor):
        raise Invalid(_("You are not one of those who are asked to be there."))
    if not set(ticks.values()) <= set(TICKS):
        raise BadRequest()
    _require_going_on(placement)
    mine = {slot.key: ticks[slot.key] for slot in proposal.to_come(timezone.now()) if ticks.get(slot.key)}
    if not mine:
        raise Invalid(_("Answer for at least one time. Times that have passed are left out."))
    _write_answer(actor, row, proposal, revision, mine)
    # What others see of it: a mail for each tick would be one too many, so nobody is told.
    events.changed(placement.course_key, placement.id)


def choose_time(actor: Actor, *, placement_id: int, checkpoint: str, day: str, revision: int, key: str) -> None:
    """Choose one of the times that were proposed: the conversation is held then. The others are told.

    Raises:
        Invalid: It has passed, or the placement does not take place then.
        Stale: Somebody chose, proposed or withdrew since `revision`.
        NotFound: No such time is proposed.
    """
    placement = placements.require_locked(actor, "conversation.open", placement_id)
    row = locked(placement, checkpoint, day)
    proposal, before = proposal_of(row), agreed_of(row)
    permissions.require(actor, CHOOSE, _roles(actor, placement, proposal.who if proposal is not None else None))
    slot = proposal.slot(key) if proposal is not None else None
    if before is not None and row.times_revision != revision and not before.is_off:
        raise Stale(revision=row.times_revision, message=_chosen_instead(before, key))
    _claim(row, revision, proposal)
    if proposal is None or slot is None:
        raise NotFound(_("This time is not proposed any more. Reload the page to see which are."))
    if slot.has_begun(timezone.now()):
        raise Invalid(_("This time has passed. Choose one that is to come, or propose others."))
    if not placement.timing.takes_place(slot.day_there):
        raise Invalid(_("The placement does not take place on that day any more. Choose another time, or propose others."))
    proposed = TimeProposal.objects.get(conversation_id=row.pk)
    values = {
        "starts_at": slot.starts_at, "minutes": slot.minutes, "zone": slot.zone, "place": proposal.place, "link": proposal.link,
        "attending": list(proposal.asked), "changed_at": timezone.now(), "is_off": False, "author_id": proposed.author_id,
        "author_seat_id": proposed.author_seat_id, "author_name": proposed.author_name, **signed(actor, "chosen_by"),
    }  # fmt: skip
    AgreedTime.objects.update_or_create(conversation_id=row.pk, defaults=values)
    proposed.delete()
    _tell(actor, CHOOSE, row, is_move=int(before is not None and not before.is_off))


def withdraw_times(actor: Actor, *, placement_id: int, checkpoint: str, day: str, revision: int) -> None:
    """Withdraw the times that are proposed, or else the one that was chosen. Whoever was told of it is told.

    Raises:
        Stale: Somebody chose, proposed or withdrew since `revision`.
        NotFound: Nothing is proposed or chosen.
    """
    placement = placements.require_locked(actor, "conversation.open", placement_id)
    row = locked(placement, checkpoint, day)
    proposal, agreed = proposal_of(row), agreed_of(row)
    stands = proposal or (agreed if agreed is not None and not agreed.is_off else None)
    permissions.require(actor, WITHDRAW, _roles(actor, placement, stands.who if stands is not None else None))
    _claim(row, revision, proposal)
    if stands is None:
        raise NotFound(_("No time is proposed or chosen here any more."))
    if proposal is not None:
        TimeProposal.objects.filter(conversation_id=row.pk).delete()
    else:
        AgreedTime.objects.filter(conversation_id=row.pk).update(is_off=True, changed_at=timezone.now())
    _tell(actor, WITHDRAW, row, is_proposal=int(proposal is not None))


# -- inside ----------------------------------------------------------------------------------------------------------------


def _roles(actor: Actor, placement: PlacementView, proposed_by: Identity | None) -> frozenset[Role]:
    """What somebody is to times: their author who proposed them, and anybody here once that person has left."""
    if proposed_by is None:
        return placement.roles
    is_here = (proposed_by.user_id is not None and proposed_by.user_id == placement.owner_id) or any(
        party.identity.is_same(proposed_by) for party in placement.parties
    )
    is_own = proposed_by.is_same(actor.identity) or (not is_here and not placement.roles.isdisjoint(IN_PLACEMENT))
    return placement.roles | {Role.AUTHOR} if is_own else placement.roles


def _chosen_instead(agreed: Agreed, key: str) -> str:
    """Say to whoever chose a time what was chosen before they did: both, for there is no form to compare them in."""
    known = {"name": agreed.chosen_by or _("Somebody"), "theirs": in_words(agreed.slot)}
    try:
        at = datetime.strptime(key, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        return _("%(name)s has chosen a time in the meantime: %(theirs)s. Reload the page.") % known
    known["mine"] = in_words(replace(agreed.slot, starts_at=at))
    said = _("%(name)s has chosen a time in the meantime: %(theirs)s. You chose %(mine)s. Reload the page, then talk it over.")
    return said % known


def _just_proposed(actor: Actor, placement: PlacementView, found: typed.Typed) -> tuple[str, str] | None:
    """The conversation for which the same was proposed a moment ago, by a button that was pressed twice; None for none."""
    rows = TimeProposal.objects.filter(
        by(actor), conversation__placement_id=placement.id, conversation__is_extra=True, proposed_at__gt=timezone.now() - TWICE
    )
    times = [one.starts_at.isoformat() for one in found.slots]
    same = next((row for row in rows.select_related("conversation") if row.times == times), None)
    return (same.conversation.checkpoint, same.conversation.day.isoformat()) if same is not None else None


def may_choose(placement: PlacementView, proposed_by: Identity, verb: str = CHOOSE) -> bool:
    """Return whether whoever sees a placement may choose of times that somebody proposed, or withdraw them. No query."""
    actor = placement.seen_by
    return not actor.masquerading and permissions.is_allowed(verb, _roles(actor, placement, proposed_by))


def _claim(row: Conversation, revision: int, proposal: Proposal | None, mine: str = "") -> None:
    """Go to the next revision of the times, Stale where somebody else has."""
    if revisions.claim(Conversation.objects.filter(pk=row.pk), revision, column="times_revision"):
        row.times_revision += 1
        return
    agreed = agreed_of(row)
    if proposal is not None:
        theirs, who, at = "\n".join(map(in_words, proposal.slots)), proposal.name, proposal.proposed_at
    elif agreed is not None and not agreed.is_off:
        theirs, who, at = in_words(agreed.slot), agreed.chosen_by, agreed.changed_at
    else:
        raise Stale(revision=row.times_revision, message=_("The times were withdrawn in the meantime. Reload the page."))
    differences = [Difference(_("When"), mine, theirs)] if mine else []
    raise Stale(revision=row.times_revision, differences=differences, changed_by=who, changed_at=at)


def _write_answer(actor: Actor, row: Conversation, proposal: Proposal, revision: int, mine: Mapping[str, str]) -> None:
    known = proposal.answer_of(actor.identity)
    stored = known.revision if known is not None else 0
    if revision != stored:
        theirs = known.ticks if known is not None else {}
        differences = [
            Difference(in_words(slot), tick_in_words(mine.get(slot.key, "")), tick_in_words(theirs.get(slot.key, "")))
            for slot in proposal.slots
            if mine.get(slot.key) != theirs.get(slot.key)
        ]
        if differences:
            at: datetime | None = known.answered_at if known is not None else None
            raise Stale(revision=stored, differences=differences, changed_by=known.name if known else "", changed_at=at)
    saved: dict[str, Any] = {"answers": dict(mine), "answered_at": timezone.now()}
    own = TimeAnswer.objects.filter(by(actor), proposal__conversation_id=row.pk)
    if known is None:
        proposal_id = TimeProposal.objects.values_list("pk", flat=True).get(conversation_id=row.pk)
        TimeAnswer.objects.create(proposal_id=proposal_id, **saved, **signed(actor))
    elif not revisions.claim(own, stored, **saved):  # the conversation is locked: nobody else saves
        raise Stale(revision=stored)


def _require_going_on(placement: PlacementView) -> None:
    if placement.timing.has_ended(timezone.localdate()):
        raise Invalid(_("The placement has ended, so no time is needed any more."))


def _tell(actor: Actor, verb: str, row: Conversation, **more: int) -> None:
    """Tell those who were asked. `times`: the revision, so that what changed again is not said."""
    events.happened(
        actor, verb, "", placement_id=row.placement_id, conversation_id=row.pk, times=row.times_revision, **more
    )  # fmt: skip
