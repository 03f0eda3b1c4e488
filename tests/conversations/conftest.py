"""A placement with everybody in it, a plan with a conversation last week and one next week, and its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client, TestCase
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.records.drafts import SectionView
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.api import ConversationView
from internship_xblock.tools.conversations.web.activity import PAGES
from internship_xblock.tools.conversations.web.concerns import PAGES as CONCERNS
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.plans import api as plans
from internship_xblock.ui.pages.actors import COOKIE
from tests.logs.world import World
from tests.plans.conftest import Draft
from tests.seats import open_in
from tests.today.conftest import browser_of, course

__all__ = ["course"]
ABOUT = "What the first week was like"
ESCALATION = "First Mira, then the supervisor."


@dataclass
class Story(World):
    """The world of a log, with a plan: `past` has a conversation called c1, `coming` one called c2."""

    def __init__(self, person: Any) -> None:
        super().__init__(person)
        today = timezone.localdate()
        self.past, self.coming = today - timedelta(days=4), today + timedelta(days=5)
        self.plan = Draft(self.student, self.placement_id)
        self.plan_days({"c1": self.past, "c2": self.coming})
        self.plan.save("contacts", [{"escalation": ESCALATION, "university": "Sven, by telephone"}])

    def plan_days(self, days: dict[str, date]) -> None:
        rows = [{"uid": uid, "kind": "midway", "date": day.isoformat(), "about": ABOUT} for uid, day in days.items()]
        self.plan.save("checkpoints", rows)

    def entry(self, **more: Any) -> logs.EntryView:
        """An entry in the student's log."""
        return super().write(**more)

    # -- conversations ---------------------------------------------------------------------------------

    def which(self, checkpoint: str = "c1") -> dict[str, Any]:
        day = self.past if checkpoint == "c1" else self.coming
        return {"placement_id": self.placement_id, "checkpoint": checkpoint, "day": day.isoformat()}

    def views(self, actor: Actor | None = None) -> dict[str, ConversationView]:
        who = actor or self.mentor
        planned = plans.preparation(who, placement=self.placement_id)
        found = conversations.conversations(who, placement=self.placement_id, planned=planned)
        return {one.checkpoint: one for one in found}

    def view(self, checkpoint: str = "c1", actor: Actor | None = None) -> ConversationView:
        return self.views(actor)[checkpoint]

    def write(self, actor: Actor | None = None, checkpoint: str = "c1", **answers: Any) -> SectionView:  # type: ignore[override]
        """Write down what was said, over what is stored."""
        view = self.view(checkpoint)
        typed = {**view.talk.answers[0], "agreed": "Ola sells alone from Monday.", **answers}
        return conversations.save(
            actor or self.mentor, **self.which(checkpoint), section="talk", revision=view.talk.revision, typed=[typed],
            is_change=view.is_told,
        )  # fmt: skip

    def write_steps(self, *steps: dict[str, Any], actor: Actor | None = None, checkpoint: str = "c1") -> SectionView:
        view = self.view(checkpoint)
        return conversations.save(
            actor or self.mentor, **self.which(checkpoint), section="steps", revision=view.sections["steps"].revision,
            typed=steps, is_change=view.is_told,
        )  # fmt: skip

    def tell(self, actor: Actor | None = None, checkpoint: str = "c1") -> None:
        conversations.tell(actor or self.mentor, **self.which(checkpoint))

    def uid(self, role: str) -> str:
        view = placements.get(self.student, placement_id=self.placement_id)
        return next(party.uid for party in view.parties if party.role == role)

    def pause(self, first: date, last: date | None = None) -> None:
        placements.pause(self.mentor, placement_id=self.placement_id, known=self._changes, first=first, last=last)

    def end(self, last: date) -> None:
        Placement.objects.filter(pk=self.placement_id).update(
            created=timezone.now() - timedelta(days=90)
        )  # it has run for long
        placements.end_early(self.mentor, placement_id=self.placement_id, known=self._changes, last=last)

    @property
    def _changes(self) -> int:
        return placements.get(self.student, placement_id=self.placement_id).timing.number

    # -- concerns --------------------------------------------------------------------------------------

    def raise_concern(self, text: str = "I am left alone at the till.", actor: Actor | None = None, **more: Any) -> int:
        to = more.pop("to", [self.uid("supervisor")])
        return conversations.raise_concern(
            actor or self.student, placement_id=self.placement_id, text=text, to=to, about=more.pop("about", self.uid("mentor"))
        )


@pytest.fixture
def story(person: Callable[..., Actor], course: None) -> Story:
    return Story(person)


def client_of(actor: Actor) -> Client:
    if not actor.is_guest:
        return browser_of(actor)
    client = Client()
    client.cookies[COOKIE] = f"{actor.seat_id:043d}"  # always the same browser
    open_in(client, actor)
    return client


def address(story: Story, action: str = "", pages: Any = PAGES) -> str:
    return str(pages.address(story.student.course_key, "", story.placement_id)) + action


def concerns_of(story: Story, action: str = "") -> str:
    return address(story, action, CONCERNS)


def post(actor: Actor, url: str, data: dict[str, Any]) -> HttpResponse:
    body = urlencode(data, doseq=True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer: HttpResponse = client_of(actor).post(url, body, content_type="application/x-www-form-urlencoded")
    return answer
