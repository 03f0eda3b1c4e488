"""What Today says of times: who is to say when they can, who is to choose, and when people meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from .....core.permissions import Role
from .....core.today import Meeting, NextDate, Todo
from ....placements.api import PlacementView
from ... import api as conversations
from ...api import ConversationView, Proposal

PLACE = "-times"  # what the id of the part about times ends with
Address = Callable[[ConversationView, str], str]
COUNTED: Mapping[str, Any] = {
    "conversation.answer_times": ngettext_lazy(
        "%(n)d person asks when you can talk", "%(n)d people ask when you can talk", "n"
    ),
    "conversation.choose_time": ngettext_lazy(
        "%(n)d conversation has no time yet", "%(n)d conversations have no time yet", "n"
    ),
    "conversation.await_times": ngettext_lazy(
        "%(n)d person has not said when they can talk", "%(n)d people have not said when they can talk", "n"
    ),
}  # fmt: skip


def todos(view: PlacementView, written: Sequence[ConversationView], address: Address) -> Iterator[Todo]:
    """What is to be done about the times that are proposed in a placement; nothing once it has ended."""
    if view.timing.has_ended(timezone.localdate()):
        return
    for one in written:
        if one.proposal is not None and not one.is_told:
            yield from _of_proposal(view, one.proposal, address(one, PLACE), timezone.now())


def _of_proposal(view: PlacementView, proposal: Proposal, address: str, now: datetime) -> Iterator[Todo]:
    missing = proposal.missing(view, now)
    is_open = bool(proposal.to_come(now))
    name = proposal.name or _("Somebody who has left")
    if is_open and any(party.is_of(view.seen_by) for party in missing):
        said = _("Say when you can: %(name)s proposes %(times)s.")
        known = {"name": name, "times": conversations.times_in_words(len(proposal.slots))}
        yield Todo(
            kind="conversation.answer_times", sentence=said % known, action=_("Say when you can"), address=address,
            since=proposal.proposed_at, who=name, role=view.role_of(proposal.who, proposal.name),
        )  # fmt: skip
    if not _is_to_choose(view, proposal):
        return
    if not is_open:
        said, action = _("The times that you proposed have passed."), _("Propose others")
        yield Todo(kind="conversation.choose_time", sentence=said, action=action, address=address, since=proposal.proposed_at)
    elif not missing:
        since = max((one.answered_at for one in proposal.answers), default=proposal.proposed_at)
        said, action = _("All have said when they can talk."), _("Choose a time")
        yield Todo(kind="conversation.choose_time", sentence=said, action=action, address=address, since=since)
    else:
        said, action = _("%(name)s has not said yet when they can talk."), _("See who can")
        for party in missing:
            if not party.is_of(view.seen_by):
                yield Todo(
                    kind="conversation.await_times", sentence=said % {"name": party.name or party.role_label}, action=action,
                    address=address, since=proposal.proposed_at, is_mine=False, who=party.name, role=party.role,
                )  # fmt: skip


def _is_to_choose(view: PlacementView, proposal: Proposal) -> bool:
    """Whether the reader is the one who is asked to choose: who proposed, or may in their place once they have left."""
    if proposal.who.is_same(view.seen_by.identity):
        return True
    is_gone = not proposal.name or not any(party.identity.is_same(proposal.who) for party in view.parties)
    is_owner = proposal.who.user_id is not None and proposal.who.user_id == view.owner_id
    return is_gone and not is_owner and conversations.may_choose(view, proposal.who)


def dates(
    view: PlacementView, said: Sequence[NextDate], written: Sequence[ConversationView], address: Address
) -> Iterator[NextDate]:
    """The days of a placement that come next, with the times that were chosen in the place of those that the plan names."""
    timed = {(one.checkpoint, one.day): one for one in written if one.slot is not None and not one.is_told}
    for one in said:
        if (one.key, one.day) not in timed:
            yield one
    names = {(one.key, one.day): one.sentence for one in said}
    for key, conversation in timed.items():
        date = _date(view, conversation, names.get(key, ""), address)
        if date is not None:
            yield date


def _date(view: PlacementView, one: ConversationView, sentence: str, address: Address) -> NextDate | None:
    """When people meet, to who is to be there. None once it is over, and where the placement does not take place then."""
    agreed = one.held_at
    slot = agreed.slot if agreed is not None else None
    if slot is None or agreed is None or slot.ends_at <= timezone.now() or not view.timing.takes_place(slot.day_there):
        return None
    if not any(party.is_of(view.seen_by) for party in conversations.to_be_there(view, agreed.attending)):
        return None
    student = next((p.name for p in view.parties if p.role == Role.STUDENT and p.name and not p.is_of(view.seen_by)), "")
    words = _("Conversation with %(name)s") % {"name": student} if student else _("Conversation")
    return NextDate(
        day=slot.day, sentence=sentence or words, address=address(one, ""), placement_id=view.id, key=one.checkpoint, time=slot
    )


def meeting_of(meeting: Meeting, one: ConversationView) -> Meeting:
    """A day on which people meet, at the time that they chose."""
    return replace(meeting, day=one.meets_on if one.slot is not None else meeting.day, time=one.slot)
