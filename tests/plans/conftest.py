"""A plan in which nothing is wrong, as a document and as a stored draft."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.schema.headings import DEFAULT_HEADINGS, Heading
from internship_xblock.tools.plans.schema.sections import BY_NAME
from internship_xblock.tools.plans.sources import examples

from . import shown

RULES = PlanRules(headings=tuple(Heading(key, str(words)) for key, words in DEFAULT_HEADINGS), hours_required=112.5)
TODAY = date(2026, 8, 3)
USAGE = "block-v1:Test+Mentor+2026+type@planblock+block@one"


@pytest.fixture
def good() -> dict[str, Any]:
    """The document of the example plan with its people: no rule finds anything."""
    data = {
        name: {"rows": rows} if BY_NAME[name].has_rows else {"values": rows[0]}
        for name, rows in examples.example(RULES, TODAY).items()
    }
    return copy.deepcopy(frozen_text.build(examples.people(), data, RULES.headings))


@dataclass
class Draft:
    """A plan at hand: `save("tasks", [...])` saves over the revision that is stored."""

    actor: Actor
    placement_id: int

    def view(self, actor: Actor | None = None) -> plans.PlanView:
        return plans.open_plan(actor or self.actor, placement=self.placement_id, usage_key=USAGE)

    def save(
        self, section: str, typed: list[dict[str, Any]], revision: int | None = None, actor: Actor | None = None
    ) -> plans.PlanView:
        if revision is None:
            revision = self.view().sections[section].revision
        return plans.save_section(
            actor or self.actor, placement_id=self.placement_id, usage_key=USAGE, section=section, revision=revision,
            typed=typed, settings=RULES,
        )  # fmt: skip

    def submit(self, actor: Actor | None = None) -> plans.VersionView:
        return shown.submit(actor or self.actor, placement_id=self.placement_id, usage_key=USAGE, settings=RULES, possible=1)

    def fill(self) -> Draft:
        for name, rows in examples.example(RULES, TODAY).items():
            self.save(name, rows)
        people = self.view().sections["parties"].rows
        substitute = {"uid": "sub1", "role": "mentor", "name": "Ánde Somby", "is_substitute": True}
        self.save("parties", [*people, substitute])
        return self


@pytest.fixture
def draft(person: Callable[..., Actor]) -> Draft:
    """An empty plan of the mentor Mira."""
    mira = person("mira")
    return Draft(mira, placements.start(mira, course_key=mira.course_key, role="mentor").id)


@pytest.fixture
def join(person: Callable[..., Actor]) -> Callable[..., Actor]:
    """Name somebody in a plan's placement and let them join: `join(draft, "lena", "leader")`."""

    def make(draft: Draft, name: str, role: str) -> Actor:
        uid = placements.new_uid()
        draft.save("parties", [*draft.view().sections["parties"].rows, {"uid": uid, "role": role, "name": name}])
        code = placements.invite(draft.actor, placement_id=draft.placement_id, party_uid=uid)
        actor = person(name)
        placements.join(actor, course_key=actor.course_key, code=code)
        return actor

    return make


def fill(draft: Draft, day: date) -> None:
    """Fill a plan as `Draft.fill` does, with the days of an example that was made on another day."""
    for name, rows in examples.example(RULES, day).items():
        draft.save(name, rows)
    substitute = {"uid": "sub1", "role": "mentor", "name": "Ánde Somby", "is_substitute": True}
    draft.save("parties", [*draft.view().sections["parties"].rows, substitute])


@pytest.fixture
def submitted(draft: Draft) -> Draft:
    """A plan for a student who has not joined, from Monday 2 February to Friday 3 April 2026."""
    fill(draft, date(2026, 1, 19))
    draft.save("parties", [*draft.view().sections["parties"].rows, {"uid": "nils", "role": "student", "name": "Nils"}])
    draft.submit()
    return draft
