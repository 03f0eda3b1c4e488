"""Finding a time in the story of the other tests: proposing, answering, choosing, as its people do."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.times import Slot
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.api import ConversationView, Proposal
from internship_xblock.tools.conversations.models import AgreedTime, TimeProposal
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import PlacementView

from .conftest import Story

OSLO = "Europe/Oslo"
LINK = "https://meet.example.org/ola-and-mira?pwd=1&x=2"


def typed(story: Story, *clocks: str, day: date | None = None) -> list[tuple[str, str]]:
    """Times on the day of the conversation that is to come, as somebody types them."""
    return [((day or story.coming).isoformat(), clock) for clock in clocks]


def propose(story: Story, actor: Actor, *clocks: str, checkpoint: str = "c2", **more: Any) -> Proposal:
    """Propose these times of day, by the clock of Oslo, for a conversation of the plan."""
    people = [party.uid for party in conversations.to_be_there(placed(story, actor), [])]
    times = more.pop("times", None) or typed(story, *(clocks or ("10:00", "13:00", "15:30")))
    given = {"minutes": 45, "zone": OSLO, "asked": people, "times": times, **more}
    stored = story.views().get(checkpoint)  # none where the plan's day falls into a pause
    revision = given.pop("revision", stored.times_revision if stored is not None else 0)
    conversations.propose_times(actor, **story.which(checkpoint), revision=revision, **given)
    return proposed(story, checkpoint)


def propose_another(story: Story, actor: Actor, *clocks: str, **more: Any) -> ConversationView:
    """The same for a conversation that no plan names."""
    people = [party.uid for party in conversations.to_be_there(placed(story, actor), [])]
    given = {"minutes": 30, "zone": OSLO, "asked": people, "times": typed(story, *clocks), **more}
    where = {"placement_id": story.placement_id, "checkpoint": "", "day": "", "revision": 0}
    checkpoint, _day = conversations.propose_times(actor, **where, **given)
    return story.views(actor)[checkpoint]


def proposed(story: Story, checkpoint: str = "c2") -> Proposal:
    found = story.view(checkpoint).proposal
    assert found is not None
    return found


def answer(story: Story, actor: Actor, *ticks: str, checkpoint: str = "c2", revision: int | None = None) -> None:
    """Tick the times in their order."""
    proposal = proposed(story, checkpoint)
    known = proposal.answer_of(actor.identity)
    stored = known.revision if known is not None else 0
    conversations.answer_times(
        actor, **story.which(checkpoint), revision=stored if revision is None else revision,
        ticks={slot.key: tick for slot, tick in zip(proposal.slots, ticks, strict=False) if tick},
    )  # fmt: skip


def choose(story: Story, actor: Actor, at: int = 0, checkpoint: str = "c2", **more: Any) -> Slot:
    view = story.view(checkpoint)
    slot = proposed(story, checkpoint).slots[at]
    known = {"revision": view.times_revision, "key": slot.key, **more}
    conversations.choose_time(actor, **story.which(checkpoint), **known)
    return slot


def withdraw(story: Story, actor: Actor, checkpoint: str = "c2", revision: int | None = None) -> None:
    known = story.view(checkpoint).times_revision if revision is None else revision
    conversations.withdraw_times(actor, **story.which(checkpoint), revision=known)


def placed(story: Story, actor: Actor) -> PlacementView:

    return placements.get(actor, placement_id=story.placement_id)


def in_oslo(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime.combine(day, time(hour, minute), ZoneInfo(OSLO))


def passed(story: Story, checkpoint: str = "c2") -> None:
    """Let the times that are proposed or chosen lie behind."""

    before = timezone.now() - timedelta(hours=5)
    for row in TimeProposal.objects.filter(conversation__checkpoint=checkpoint):
        row.times = [(before + timedelta(minutes=at)).isoformat() for at in range(len(row.times))]
        row.save()
    AgreedTime.objects.filter(conversation__checkpoint=checkpoint).update(starts_at=before)
