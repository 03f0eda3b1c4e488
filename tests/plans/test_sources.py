"""Starting a plan from something, through the api: nothing overwritten, few queries, what is shared and what is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound
from internship_xblock.records.schema import ROWS_LIMIT
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanTemplate
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema.layout import Layout
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.plans.sources.filling import Source

from .conftest import RULES, TODAY, USAGE, Draft

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
EXAMPLE = Source(examples.example(RULES, TODAY))


def fill(draft: Draft, source: Source = EXAMPLE, first_day: date | None = TODAY) -> plans.Filled:
    return plans.fill(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, source=source, first_day=first_day, settings=RULES
    )


def another(actor: Actor, role: str = "mentor", **more: Any) -> Draft:
    return Draft(actor, placements.start(actor, course_key=actor.course_key, role=role, **more).id)


def ready(draft: Draft, actor: Actor | None = None) -> plans.ToShare:
    return plans.to_share(actor or draft.actor, placement=draft.placement_id, usage_key=USAGE, settings=RULES)


def share(draft: Draft, actor: Actor | None = None, seen: str = "", **typed: str) -> plans.TemplateLine:
    return plans.share_template(
        actor or draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=RULES,
        typed={"title": "Three weeks in sales", "read": "on", **typed}, seen=seen or ready(draft).seen,
    )  # fmt: skip


def titles(sections: Any) -> list[str]:
    return [section.name for section in sections]


# -- filling -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["parties", "practical", "no such part", "checkpoints"])
def test_what_a_source_never_fills_is_no_wish(draft: Draft, name: str) -> None:
    """Nobody has begun it in the meantime: no page of ours asks for it."""
    source = Source({one: rows for one, rows in EXAMPLE.answers.items() if one != "checkpoints"})
    with pytest.raises(BadRequest):
        plans.fill(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, source=source, first_day=TODAY, settings=RULES,
            only=["tasks", name],
        )  # fmt: skip
    assert not Plan.objects.exists()


def test_what_is_begun_stays_to_the_letter_and_the_rest_is_filled(draft: Draft) -> None:
    draft.save("tasks", [{"uid": "mine", "text": "My own words"}])
    draft.save("practical", [{"hse": "Boots"}])
    found = fill(draft)
    assert titles(found.filled) == ["periods", "outcomes", "checkpoints"]
    assert titles(found.left) == ["tasks"]
    view = draft.view()
    assert [row["text"] for row in view.sections["tasks"].rows] == ["My own words"]
    assert view.sections["practical"].values["hse"] == "Boots"
    assert view.sections["practical"].values["insurance"] == ""
    assert len(view.sections["outcomes"].rows) == 3
    assert (view.sections["outcomes"].revision, view.sections["outcomes"].changed_by) == (1, "Mira")
    assert not fill(draft).filled  # a second press changes nothing
    assert draft.view() == view


def test_only_where_the_person_may_write(draft: Draft, join: Join) -> None:
    jonas, lea = join(draft, "jonas", "student"), join(draft, "lea", "leader")
    uid = next(party.uid for party in draft.view().placement.parties if party.name == "jonas")
    plans.allow(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, revision=draft.view().rights.revision,
        ticked={uid: ["tasks", "outcomes"]},
    )  # fmt: skip
    asked = {"placement_id": draft.placement_id, "usage_key": USAGE, "first_day": TODAY, "settings": RULES}
    assert titles(plans.fill(jonas, source=EXAMPLE, **asked).filled) == ["outcomes", "tasks"]
    assert not draft.view().sections["periods"].is_begun
    with pytest.raises(NotAllowed):
        plans.fill(lea, source=EXAMPLE, **asked)


def test_a_section_where_only_a_choice_was_made_is_begun(draft: Draft) -> None:
    draft.save("checkpoints", [{"uid": "c", "kind": "weekly"}])
    assert "checkpoints" in titles(fill(draft).left)


def test_looking_first_shows_the_same_and_stores_nothing(draft: Draft) -> None:
    found = plans.would_fill(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, source=EXAMPLE, first_day=TODAY, settings=RULES
    )
    assert not Plan.objects.exists()
    assert [part.name for part in found.parts] == titles(found.filled) == titles(fill(draft).filled)


def test_who_was_quicker_keeps_the_section(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    draft.save("contacts", [{"university": "x"}])
    draft.save("contacts", [{"university": ""}])
    load = plans.fill.__globals__["storage"].load

    def slow(*found: Any) -> Any:
        view = load(*found)
        monkeypatch.undo()
        draft.save("tasks", [{"uid": "theirs", "text": "Theirs"}])
        return view

    monkeypatch.setattr(plans.fill.__globals__["storage"], "load", slow)
    found = fill(draft)
    assert "tasks" not in titles(found.filled)
    assert "Somebody started “Tasks” a moment ago" in found.remarks[0].words
    assert [row["text"] for row in draft.view().sections["tasks"].rows] == ["Theirs"]
    assert len(draft.view().sections["outcomes"].rows) == 3


@pytest.mark.parametrize("is_begun", [False, True])
def test_filling_takes_the_same_queries_for_few_rows_and_for_many(draft: Draft, is_begun: bool) -> None:
    def queries(count: int) -> int:
        at = another(draft.actor)
        if is_begun:
            at.save("contacts", [{"university": "x"}])
        rows = {name: [{"uid": f"{name}{row}", "text": "x", "label": "x", "about": "x"} for row in range(count)]
                for name in ("periods", "outcomes", "tasks", "checkpoints")}  # fmt: skip
        with CaptureQueriesContext(connection) as counted:
            assert len(fill(at, Source(rows)).filled) == 4
        return len(counted)

    assert queries(1) == queries(ROWS_LIMIT) <= 10


# -- an earlier plan of one's own ---------------------------------------------------------------------------------------


def test_my_earlier_plans_newest_first_without_this_one_and_without_others(draft: Draft, person: Join) -> None:
    draft.fill()
    here = another(draft.actor)
    assert [line.plan_id for line in plans.earlier(draft.actor, placement=here.placement_id, usage_key=USAGE).rows] == [
        draft.view().plan_id
    ]
    elsewhere = another(person("mira", course_key="course-v1:Other+Course+2025"))
    elsewhere.save("tasks", [{"uid": "t", "text": "In another course"}])
    another(person("omar")).save("tasks", [{"uid": "t", "text": "Somebody else's"}])
    another(draft.actor, kind="onboarding")
    found = plans.earlier(draft.actor, placement=here.placement_id, usage_key=USAGE).rows
    assert [line.is_elsewhere for line in found] == [True, False]
    source = plans.copy_of(draft.actor, plan_id=found[0].plan_id, settings=RULES)
    assert source.answers["tasks"][0]["text"] == "In another course"
    assert not plans.earlier(draft.actor, placement=draft.placement_id, usage_key=USAGE).rows[1:]


def test_an_earlier_plan_comes_without_its_people(draft: Draft, join: Join) -> None:
    draft.fill()
    join(draft, "jonas", "student")
    draft.save("tasks", [{"uid": "t", "text": "Jonas shows it to Mira", "assessor": "Mira", "start": "2026-09-07"}])
    draft.save("practical", [{"hse": "Mira does", "adjustments": "agreed"}])
    here = another(draft.actor)
    plan_id = plans.earlier(draft.actor, placement=here.placement_id, usage_key=USAGE).rows[0].plan_id
    fill(here, plans.copy_of(draft.actor, plan_id=plan_id, settings=RULES), None)
    sections = here.view().sections
    assert sections["tasks"].rows[0]["text"] == "Student shows it to Mentor"
    assert sections["tasks"].rows[0]["assessor"] == "Mentor"
    assert not sections["practical"].is_begun
    assert not sections["contacts"].is_begun
    assert [row["name"] for row in sections["parties"].rows] == ["Mira"]


def test_nobody_elses_plan_is_copied(draft: Draft, person: Join) -> None:
    draft.fill()
    for plan_id in (draft.view().plan_id or 0, 0, 10**9):
        with pytest.raises(NotFound):
            plans.copy_of(person("omar"), plan_id=plan_id, settings=RULES)
    staff = PlanRules(layout=Layout(staff=True))
    with pytest.raises(NotFound):
        plans.copy_of(draft.actor, plan_id=draft.view().plan_id or 0, settings=staff)


def test_looking_for_earlier_plans_takes_as_many_queries_for_one_and_for_many(draft: Draft) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            plans.earlier(draft.actor, placement=draft.placement_id, usage_key=USAGE)
        return len(counted)

    few = queries()
    for _at in range(10):
        another(draft.actor).save("tasks", [{"uid": "t", "text": "x"}])
    assert queries() == few + 1 == 4  # the first time, there was no plan to name


# -- shared as a template -----------------------------------------------------------------------------------------------


def test_a_shared_plan_is_found_in_the_course_and_started_from(draft: Draft, person: Join) -> None:
    draft.fill()
    draft.save("tasks", [{"uid": "t", "text": "Ask Mira", "start": "2026-08-24"}])
    line = share(draft, description="Economics")
    omar = person("omar")
    (found,) = plans.templates(omar, settings=RULES).rows
    assert (found.title, found.description, found.shared_by, found.may_withdraw) == (line.title, "Economics", "Mira", False)
    at = another(omar)
    fill(at, plans.template(omar, template_id=found.id, settings=RULES), date(2027, 2, 1))
    assert at.view().sections["tasks"].rows[0]["text"] == "Ask Mentor"
    assert at.view().sections["periods"].rows[0]["start"] == "2027-02-01"
    assert not at.view().sections["contacts"].is_begun
    assert not plans.templates(person("olga", course_key="course-v1:Other+Course+2025"), settings=RULES).rows
    assert not plans.templates(omar, settings=PlanRules(layout=Layout(staff=True))).rows


def test_what_is_shared_is_what_was_read(draft: Draft) -> None:
    draft.fill()
    seen = ready(draft).seen
    draft.save("tasks", [{"uid": "t", "text": "Typed since"}])
    with pytest.raises(Invalid) as refused:
        share(draft, seen=seen)
    assert "changed since you read it" in str(refused.value.message)
    assert not PlanTemplate.objects.exists()
    share(draft)
    draft.save("tasks", [{"uid": "t", "text": "Not shared any more"}])
    assert "Not shared" not in str(PlanTemplate.objects.get().document)


@pytest.mark.parametrize(
    ("typed", "field"), [({"title": " "}, "title"), ({"read": ""}, "read"), ({"title": "x" * 201}, "title")]
)
def test_sharing_is_deliberate(draft: Draft, typed: dict[str, str], field: str) -> None:
    draft.fill()
    with pytest.raises(Invalid) as refused:
        share(draft, **typed)
    assert list(refused.value.fields) == [field]
    assert not PlanTemplate.objects.exists()


def test_an_empty_plan_cannot_be_shared(draft: Draft) -> None:
    with pytest.raises(Invalid):
        share(draft)


def test_withdrawn_is_gone_and_copies_stay(draft: Draft, person: Join) -> None:
    draft.fill()
    line = share(draft)
    omar, ida = person("omar"), person("staff_ida", is_staff=True)
    at = another(omar)
    fill(at, plans.template(omar, template_id=line.id, settings=RULES))
    assert plans.templates(ida, settings=RULES).rows[0].may_withdraw
    plans.withdraw_template(draft.actor, template_id=line.id)
    assert plans.templates(omar, settings=RULES).rows == ()
    for again in (plans.template, plans.withdraw_template):
        with pytest.raises(NotFound):
            again(draft.actor, template_id=line.id, **({"settings": RULES} if again is plans.template else {}))
    assert at.view().sections["tasks"].is_begun


def test_a_person_shares_so_many_and_the_list_is_one_query(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    draft.fill()
    monkeypatch.setitem(plans.share_template.__globals__, "OWN_LIMIT", 3)
    for _at in range(3):
        share(draft)
    with pytest.raises(Invalid) as refused:
        share(draft)
    assert "3 templates" in str(refused.value.message)
    with CaptureQueriesContext(connection) as counted:
        assert len(plans.templates(draft.actor, settings=RULES).rows) == 3
    assert len(counted) == 1


def test_who_leaves_is_forgotten_in_templates_too(draft: Draft, join: Join) -> None:
    draft.fill()
    jonas = join(draft, "jonasemann", "student")
    draft.save("tasks", [{"uid": "t", "text": "As jonasemann did it"}])
    share(draft, title="For jonasemann")
    retirement.forget(jonas.account)
    row = PlanTemplate.objects.get()
    assert not re.search("jonasemann", f"{row.title} {row.description} {row.document}")
    retirement.forget(draft.actor.account)
    row.refresh_from_db()
    assert (row.author_name, row.author_id) == ("", None)
    assert row.document["tasks"]
