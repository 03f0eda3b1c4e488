"""Which sections a course's plan has, and staff mode: the same tool for a new employee's first 90 days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotFound
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.api import OPTIONAL, Layout
from internship_xblock.tools.plans.models import PlanSection
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.runtime import call, make_block

from . import shown
from .conftest import RULES, TODAY, USAGE, Draft

STAFF = replace(RULES, layout=Layout(staff=True))


def document_of(settings: rules.PlanRules, people: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    answers = examples.example(settings, TODAY)
    by_name = settings.layout.by_name
    data = {name: {"rows": rows} if by_name[name].has_rows else {"values": rows[0]} for name, rows in answers.items()}
    return frozen_text.build(people or examples.people(settings.layout), data, settings.headings, settings.layout)


@pytest.mark.parametrize("staff", [False, True])
@pytest.mark.parametrize("off", [frozenset(), *(frozenset({name}) for name in OPTIONAL), frozenset(OPTIONAL)])
def test_a_section_that_is_off_is_not_asked_for_not_checked_and_not_shown(staff: bool, off: frozenset[str]) -> None:
    settings = replace(RULES, layout=Layout(staff=staff, off=off))
    document = document_of(settings)
    assert rules.findings(document, settings) == []
    empty = frozen_text.build([], {}, settings.headings, settings.layout)
    assert not {finding.section for finding in rules.findings(empty, settings)} & off
    assert {part.name for part in frozen_text.outline(document)} == {"parties", "outcomes", *OPTIONAL} - off
    assert Layout.of(document) == settings.layout


def test_a_document_of_the_usual_layout_says_nothing_of_it() -> None:
    """So that versions from before there was a choice still are what the draft says."""
    assert "layout" not in document_of(RULES)


def test_what_was_written_in_a_section_switched_off_stays_stored_and_comes_back(draft: Draft) -> None:
    draft.fill()
    off = Layout(off=frozenset({"practical"}))
    seen = plans.open_plan(draft.actor, placement=draft.placement_id, usage_key=USAGE, layout=off)
    assert "practical" not in seen.sections
    assert seen.document(RULES.headings)["practical"]["hse"] == ""
    assert draft.view().sections["practical"].values["hse"]


def test_a_section_switched_on_after_the_plan_was_begun_can_be_filled_in(draft: Draft) -> None:
    draft.fill()
    PlanSection.objects.filter(name="contacts").delete()  # as if it had been off when the plan was begun
    saved = draft.save("contacts", [{"university": "Ingrid Aas"}])
    assert saved.sections["contacts"].revision == 1
    assert draft.view().sections["contacts"].values["university"] == "Ingrid Aas"


def test_a_section_that_is_off_cannot_be_written(draft: Draft, person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, draft.actor, usage=USAGE, sections_off="tasks", placement_id=str(draft.placement_id))
    data = {"placement": draft.placement_id, "section": "tasks", "revision": 0}
    assert call(block, "save_section", data).status_int == 400


# -- staff mode --------------------------------------------------------------------------------------------


@pytest.fixture
def onboarding(person: Callable[..., Actor]) -> Draft:
    mira = person("mira")
    return Draft(mira, placements.start(mira, course_key=mira.course_key, role="leader", kind=placements.ONBOARDING).id)


def _open(draft: Draft) -> plans.PlanView:
    return plans.open_plan(draft.actor, placement=draft.placement_id, usage_key=USAGE, layout=STAFF.layout)


def _save(draft: Draft, section: str, rows: list[dict[str, Any]]) -> plans.PlanView:
    return plans.save_section(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section=section,
        revision=_open(draft).sections[section].revision, typed=rows, settings=STAFF,
    )  # fmt: skip


def test_the_ninety_days_need_no_university_and_no_hours() -> None:
    document = document_of(STAFF)
    assert rules.findings(document, STAFF) == []
    assert not any(row["role"] == "supervisor" for row in document["parties"])
    first, last = (date.fromisoformat(document["periods"][at][side]) for at, side in ((0, "start"), (-1, "end")))
    assert (last - first).days == 89
    said = " ".join(
        str(line.label) + line.text for part in frozen_text.outline(document) for i in part.items for line in i.lines
    )
    assert "tudent" not in said
    assert "niversity" not in said


def test_no_finding_speaks_of_students() -> None:
    empty = frozen_text.build([], {}, STAFF.headings, STAFF.layout)
    routine = document_of(STAFF)
    for task in routine["tasks"]:
        task["routine"] = True
    found = [*rules.findings(empty, STAFF), *rules.findings(routine, STAFF)]
    assert found
    assert not [finding.words for finding in found if "student" in finding.words.lower() or "intern" in finding.words.lower()]


def test_it_is_submitted_and_signed_by_employee_mentor_and_leader(onboarding: Draft) -> None:
    for name, rows in examples.example(STAFF, TODAY).items():
        _save(onboarding, name, rows)
    me = _open(onboarding).sections["parties"].rows
    others = [row for row in examples.people(STAFF.layout) if row["role"] != "leader"]
    _save(onboarding, "parties", [*me, *others])
    version = shown.submit(onboarding.actor, placement_id=onboarding.placement_id, usage_key=USAGE, settings=STAFF, possible=0)
    agreement = plans.agreement(onboarding.actor, placement=onboarding.placement_id, usage_key=USAGE, number=version.number)
    assert {line.role: line.must for line in agreement.lines} == {"student": True, "mentor": True, "leader": True}
    assert "New employee" in {line.role_label for line in agreement.lines}
    assert _is_in_last_version(_open(onboarding), STAFF)
    assert [str(part.title) for part in frozen_text.outline(version.document)][:1] == ["People"]


def test_internships_and_onboardings_do_not_meet(onboarding: Draft, person: Callable[..., Actor]) -> None:
    with pytest.raises(NotFound):
        plans.open_plan(onboarding.actor, placement=onboarding.placement_id, usage_key=USAGE)
    intern = placements.start(onboarding.actor, course_key=onboarding.actor.course_key, role="mentor")
    found = placements.mine(onboarding.actor, course_key=onboarding.actor.course_key, kind=placements.ONBOARDING).rows
    assert [view.id for view in found] == [onboarding.placement_id]
    block = make_block(PlanBlock, onboarding.actor, usage=USAGE, staff_mode=True)
    others = call(block, "other_placements", {"placement": onboarding.placement_id}, "GET").text
    assert "new employee" in others
    assert f'"placement": "{intern.id}"' not in others


def test_a_code_for_the_other_kind_is_not_used_up(onboarding: Draft, person: Callable[..., Actor]) -> None:
    _save(
        onboarding, "parties", [*_open(onboarding).sections["parties"].rows, {"uid": "new1", "role": "student", "name": "Sam"}]
    )
    code = placements.invite(onboarding.actor, placement_id=onboarding.placement_id, party_uid="new1")
    newcomer = person("sam")
    with pytest.raises(Invalid):
        placements.join(newcomer, course_key=newcomer.course_key, code=code, kind=placements.PLACEMENT)
    assert (
        placements.join(newcomer, course_key=newcomer.course_key, code=code, kind=placements.ONBOARDING).id
        == onboarding.placement_id
    )


def test_the_screens_of_staff_mode_speak_of_new_employees(person: Callable[..., Actor]) -> None:
    mira = person("mira")
    block = make_block(PlanBlock, mira, usage=USAGE, staff_mode=True, owner_role="leader")
    first = block.student_view().content
    assert "Who are you in this onboarding?" in first
    assert "New employee" in first
    screen = call(block, "start_placement", {"role": "leader"}).text
    assert "Change employee" in screen
    for name in examples.FILLED:
        assert call(block, "copy_example", {"placement": block.placement_id, "section": name}).status_int == 200
    screen = block.student_view().content
    assert "From the example" in screen
    assert "the student" not in screen.lower()
    assert "Samira" not in screen  # nobody's plan is filled with invented people
    assert "After 90 days" in block.author_view().content or "Samira" in block.author_view().content


def _is_in_last_version(view: plans.PlanView, settings: plans.PlanRules) -> bool:
    return view.is_in_last_version(view.document(settings.headings))
