"""Who steps in when the mentor is away: asked of mentors only, and a firm of one names somebody at the university."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.sources import copying

from .conftest import RULES, USAGE, Draft
from .test_block import block_of, page, section_of
from .test_what_next import what_next

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
ROLES = ("student", "supervisor", "leader", "other")


@pytest.fixture
def alone(draft: Draft, join: Join) -> Draft:
    """A firm of one: all is answered but who steps in, and the others are there."""
    draft.fill()
    draft.save("parties", people(draft, lambda row: row["uid"] != "sub1"))
    for role in ("student", "supervisor"):
        join(draft, role, role)
    return draft


def people(draft: Draft, keep: Callable[[Any], bool] = bool, **mentor: Any) -> list[dict[str, Any]]:
    rows = [row for row in draft.view().sections["parties"].rows if keep(row)]
    return [{**row, **mentor} if row["role"] == "mentor" else row for row in rows]


def about_people(draft: Draft, settings: PlanRules = RULES) -> list[tuple[str, str]]:
    found = rules.findings(draft.view().document(settings.headings), settings)
    return [(finding.words, finding.target) for finding in found if finding.rule == 4]


def test_a_firm_of_one_names_who_steps_in_and_hands_in(alone: Draft) -> None:
    uid = people(alone)[0]["uid"]
    ((words, target),) = about_people(alone)
    assert words.startswith("Say who steps in when Mira is away")
    assert target == f"parties-{uid}-stand_in"
    assert f'id="{block_of(alone).html_id}-{target}"' in section_of(block_of(alone), "parties")
    alone.save("parties", people(alone, stand_in="Ingrid Aas, the university"))
    assert about_people(alone) == []
    version = alone.submit()
    assert version.document["parties"][0]["stand_in"] == "Ingrid Aas, the university"
    parties = next(part for part in frozen_text.outline(version.document) if part.name == "parties")
    assert "Ingrid Aas, the university" in [line.text for line in parties.items[0].lines]


def test_ticked_on_the_only_mentors_card_they_are_the_mentor_all_the_same(alone: Draft) -> None:
    """They sign, nobody is missing, and the one thing left is who steps in."""
    alone.save("parties", people(alone, is_substitute=True))
    assert alone.view().sections["parties"].rows[0]["is_substitute"], "what was ticked stays as it was"
    ((words, _target),) = about_people(alone)
    assert "Name the mentor" not in words
    assert "Nobody has been added yet" not in what_next(page(block_of(alone)))
    alone.save("parties", people(alone, stand_in="Ingrid Aas"))
    alone.submit()
    agreement = plans.agreement(alone.actor, placement=alone.placement_id, usage_key=USAGE, number=1)
    assert agreement.unnamed == ()
    assert agreement.mine is not None


def test_of_two_who_are_both_ticked_the_first_is_the_mentor(alone: Draft) -> None:
    second = {"uid": "second", "role": "mentor", "name": "Aslak", "is_substitute": True}
    alone.save("parties", [*people(alone, is_substitute=True), second])
    assert about_people(alone) == []
    document = alone.view().document(RULES.headings)
    assert [row["uid"] for row in document["parties"] if row["is_substitute"]] == ["second"]


@pytest.mark.parametrize("role", ROLES)
def test_it_is_asked_on_no_other_card_and_a_tick_there_says_nothing(draft: Draft, role: str) -> None:
    """A party with a stray tick would not have to sign."""
    draft.save("parties", [*people(draft), {"uid": "x", "role": role, "name": "Ola", "is_substitute": "on"}])
    row = draft.view().sections["parties"].rows[1]
    assert row["is_substitute"] is False
    again = {**row, "is_substitute": "on"}
    assert draft.save("parties", [*people(draft)[:1], again]).sections["parties"].revision == 1, "it is no change"
    view = placements.get(draft.actor, placement_id=draft.placement_id)
    forced = [*view.parties[:1], placements.PartyRow(uid="x", role=role, name="Ola", is_substitute=True)]
    saved = placements.save_parties(draft.actor, placement_id=view.id, revision=view.revision, rows=forced)
    assert not saved.parties[1].is_substitute, "nor by another way than the form"


def test_who_has_joined_in_another_role_is_not_asked_at_all(draft: Draft, join: Join) -> None:
    for role in ROLES:
        join(draft, role, role)
    form = lxml.html.fromstring(section_of(block_of(draft), "parties"))
    for card in form.find_class("ix-plan-row"):
        asked = {field.get("name").rsplit("-", 1)[-1] for field in card.iter("input") if field.get("type") != "hidden"}
        is_mentor = card.xpath(".//input[@type='hidden' and @value='mentor']") != []
        assert ({"is_substitute", "stand_in"} <= asked) is is_mentor
        assert is_mentor or not {"is_substitute", "stand_in"} & asked


def test_words_of_a_card_that_changes_its_role_are_kept_and_not_shown(draft: Draft) -> None:
    row = {"uid": "x", "role": "mentor", "name": "Ola", "stand_in": "Ingrid Aas"}
    draft.save("parties", [*people(draft), row])
    draft.save("parties", [*people(draft)[:1], {**row, "role": "leader"}])
    assert draft.view().sections["parties"].rows[1]["stand_in"] == "Ingrid Aas"
    assert "Ingrid" not in frozen_text.canonical(draft.view().document(RULES.headings))


def test_the_name_of_who_steps_in_goes_into_no_copy_and_is_forgotten_with_them(alone: Draft) -> None:
    alone.save("parties", people(alone, stand_in="supervisor"))
    alone.save("tasks", [{"uid": "t", "text": "Call supervisor each Friday"}])
    alone.save("parties", people(alone, stand_in="Ingrid Aas"))
    alone.save("tasks", [{"uid": "t", "text": "Call Ingrid Aas each Friday"}])
    document = alone.view().document(RULES.headings)
    assert copying.for_others(document)["tasks"][0]["text"] == "Call Substitute mentor each Friday"
    assert copying.still_named({"tasks": [{"text": "Ask Ingrid"}]}, document["parties"]) == ["Ingrid"]
    alone.save("parties", people(alone, stand_in="supervisor"))
    supervisor = next(party for party in alone.view().placement.parties if party.role == "supervisor")
    assert supervisor.user_id is not None
    retirement.forget(supervisor.user_id)
    assert alone.view().sections["parties"].rows[0]["stand_in"] == ""


def test_a_name_that_is_too_long_is_refused(draft: Draft) -> None:
    with pytest.raises(Invalid) as refusal:
        draft.save("parties", people(draft, stand_in="x" * 201))
    assert list(refusal.value.fields) == [f"parties-{people(draft)[0]['uid']}-stand_in"]
