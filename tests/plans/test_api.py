"""The verbs of the plan: what they keep, whom they refuse, what they say when two people save."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanSection, PlanVersion
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.reviews import api as reviews

from .conftest import RULES, USAGE, Draft

ODD = "<script>alert(1)</script> =SUM(A1) مرحبا 你好 🐟 č đ ŋ"


def test_looking_stores_nothing(draft: Draft) -> None:
    view = draft.view()
    assert view.plan_id is None
    assert [section.state for section in view.sections.values()][1:] == ["nothing yet"] * 6
    assert not Plan.objects.exists()


def test_a_section_is_kept_to_the_letter_with_who_and_when(draft: Draft) -> None:
    saved = draft.save("tasks", [{"uid": "t1", "text": ODD}, {"uid": "t2", "text": "Second"}])
    again = draft.view()
    assert again.sections["tasks"].rows == saved.sections["tasks"].rows
    assert [row["text"] for row in again.sections["tasks"].rows] == [ODD, "Second"]
    assert again.sections["tasks"].revision == 1
    assert again.sections["tasks"].changed_by == "Mira"
    assert again.sections["tasks"].state == "2 tasks"
    assert again.sections["periods"].revision == 0


def test_saving_what_is_stored_changes_nothing(draft: Draft) -> None:
    rows = [{"uid": "t1", "text": "Shadow the auction"}]
    draft.save("tasks", rows)
    assert draft.save("tasks", rows, revision=0).sections["tasks"].revision == 1  # its answer was lost; sent again
    assert draft.save("practical", [{}]).sections["practical"].revision == 0
    assert draft.save("practical", [{}]).plan_id == draft.view().plan_id


def test_a_stale_save_shows_both_texts_and_changes_nothing(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    draft.save("tasks", [{"uid": "t1", "text": "Shadow", "evidence": "A note"}])
    draft.save("tasks", [{"uid": "t1", "text": "Shadow the auction", "evidence": "A note"}], revision=1, actor=jonas)
    with pytest.raises(Stale) as stale:
        draft.save("tasks", [{"uid": "t1", "text": "Follow the auction", "evidence": "A note"}], revision=1)
    assert stale.value.revision == 2
    assert stale.value.changed_by == "Jonas"
    assert [(str(one.label), one.mine, one.theirs) for one in stale.value.differences] == [
        ("Task 1: What the student does", "Follow the auction", "Shadow the auction")
    ]
    assert draft.view().sections["tasks"].rows[0]["text"] == "Shadow the auction"
    over = draft.save("tasks", [{"uid": "t1", "text": "Follow the auction", "evidence": "A note"}], revision=2)
    assert over.sections["tasks"].revision == 3


def test_two_people_save_two_sections_at_once(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    draft.save("tasks", [{"uid": "t1", "text": "Shadow"}], revision=0)
    draft.save("outcomes", [{"uid": "o1", "text": "Explain"}], revision=0, actor=jonas)
    assert draft.view().sections["tasks"].changed_by == "Mira"
    assert draft.view().sections["outcomes"].changed_by == "Jonas"


def test_somebody_saves_between_our_reading_and_our_writing(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    from internship_xblock.tools.plans.drafts import storage

    draft.save("contacts", [{"university": "Ingrid"}])
    write = storage.write

    def late(*args: Any) -> Any:
        monkeypatch.setattr(storage, "write", write)
        draft.save("contacts", [{"university": "Per"}])
        return write(*args)

    monkeypatch.setattr(storage, "write", late)
    with pytest.raises(Stale) as stale:
        draft.save("contacts", [{"university": "Kari"}], revision=1)
    assert [(one.mine, one.theirs) for one in stale.value.differences] == [("Kari", "Per")]
    assert draft.view().sections["contacts"].values["university"] == "Per"


def test_the_people_are_the_placements(draft: Draft) -> None:
    rows = draft.view().sections["parties"].rows
    saved = draft.save("parties", [*rows, {"uid": "p2", "role": "student", "name": "=HYPERLINK()", "email": "j@x.example"}])
    assert [party.name for party in placements.get(draft.actor, placement_id=draft.placement_id).parties] == [
        "Mira",
        "=HYPERLINK()",
    ]
    assert saved.sections["parties"].revision == saved.placement.revision == 1
    with pytest.raises(Stale) as stale:
        draft.save("parties", [{**rows[0], "name": "Mira Moe"}], revision=0)
    assert ("Participant 1: Name", "Mira Moe", "Mira") in [(str(d.label), d.mine, d.theirs) for d in stale.value.differences]
    with pytest.raises(Invalid) as refusal:
        draft.save("parties", [*rows, {"uid": "p3", "name": "Nobody yet"}])
    assert list(refusal.value.fields) == ["parties-p3-role"]
    with pytest.raises(Invalid):
        draft.save("parties", [])  # Mira has joined


def test_removed_rows_come_back_with_their_last_words(draft: Draft) -> None:
    draft.save("outcomes", [{"uid": "o1", "text": "Explain"}, {"uid": "o2", "text": "Compare"}])
    draft.save("tasks", [{"uid": "t1", "text": "Shadow", "outcomes": ["o2"]}])
    draft.save("outcomes", [{"uid": "o1", "text": "Explain"}, {"uid": "o2", "text": "Compare two", "removed": True}])
    view = draft.view()
    assert [(row["text"], row["at"]) for row in view.sections["outcomes"].removed] == [("Compare two", 1)]
    assert view.document(RULES.headings)["tasks"][0]["outcomes"] == []
    draft.save("tasks", [{"uid": "t1", "text": "Shadow it", "outcomes": ["o2"]}])  # ticked in a page that still showed it
    draft.save("outcomes", [{"uid": "o1", "text": "Explain"}, view.sections["outcomes"].removed[0]])
    view = draft.view()
    assert view.sections["outcomes"].removed == []
    assert view.document(RULES.headings)["tasks"][0]["outcomes"] == ["o2"]


def test_a_removed_person_can_be_put_back(draft: Draft) -> None:
    rows = [*draft.view().sections["parties"].rows, {"uid": "p2", "role": "student", "name": "Jonas", "email": "j@x.example"}]
    draft.save("parties", rows)
    draft.save("parties", rows[:1])
    removed = draft.view().sections["parties"].removed
    assert [(row["name"], row["email"]) for row in removed] == [("Jonas", "j@x.example")]
    draft.save("parties", [rows[0], removed[0]])
    assert [row["name"] for row in draft.view().sections["parties"].rows] == ["Mira", "Jonas"]
    assert draft.view().sections["parties"].removed == []


def test_submitting_freezes_a_version_and_tells_the_reviewers(draft: Draft, person: Callable[..., Actor]) -> None:
    *outcomes, last = draft.fill().view().sections["outcomes"].rows
    draft.save("outcomes", [*outcomes, {**last, "text": ODD}])
    version = draft.submit()
    assert version.number == 1
    assert version.is_intact
    kept = json.loads(version.canonical)
    assert version.canonical == json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert {**kept, "parties": [], "tasks": [], "contacts": {}} == {
        **version.document,
        "parties": [],
        "tasks": [],
        "contacts": {},
    }
    assert version.sha256 == hashlib.sha256(version.canonical.encode()).hexdigest()
    assert version.document["outcomes"][-1]["text"] == ODD
    assert "email" not in version.document["parties"][0]
    staff = person("staff_ida", is_staff=True)
    page = reviews.list_submissions(staff, course_key=staff.course_key)
    assert len(page.rows) == 1
    view = reviews.open_submission(staff, submission_id=page.rows[0].id)
    assert (view.kind, view.subject_id, view.subject_version) == ("plan", version.plan_id, 1)
    shown = plans.version_for_review(staff, plan_id=view.subject_id, number=view.subject_version)
    assert shown.canonical == version.canonical
    assert next(part.name for part in frozen_text.outline(shown.document)) == "parties"


def test_the_next_version_chains_to_the_last_which_stays_as_it_was(draft: Draft) -> None:
    first = draft.fill().submit()
    with pytest.raises(Invalid):
        draft.submit()  # nothing has changed
    assert _is_in_last_version(draft.view(), RULES)
    draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": "Per Moe"}])
    assert not _is_in_last_version(draft.view(), RULES)
    second = draft.submit()
    assert second.number == 2
    assert second.previous_sha256 == first.sha256
    assert second.sha256 == hashlib.sha256((first.sha256 + second.canonical).encode()).hexdigest()
    found = [plans.version(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, number=number) for number in (1, 2)]
    assert [version.canonical for version in found] == [first.canonical, second.canonical]
    tampered = replace(second, canonical=second.canonical.replace("auctioneer", "buyers"))
    assert second.is_intact
    assert not tampered.is_intact
    renamed = {key: {**one, "name": one["name"].replace("Per Moe", "Per Mo")} for key, one in (second.people or {}).items()}
    assert not replace(second, people=renamed).is_intact


def test_a_returned_plan_may_be_submitted_unchanged(draft: Draft, person: Callable[..., Actor]) -> None:
    draft.fill().submit()
    staff = person("staff_ida", is_staff=True)
    row = reviews.list_submissions(staff, course_key=staff.course_key).rows[0]
    view = reviews.open_submission(staff, submission_id=row.id)
    reviews.give_back(staff, submission_id=row.id, revision=view.revision, text="Say more about evidence")
    assert draft.submit().number == 2


def test_errors_keep_a_plan_from_being_submitted(draft: Draft) -> None:
    with pytest.raises(Invalid) as refusal:
        draft.submit()
    assert {"periods-add", "outcomes-add", "practical-hse", "contacts-university"} <= set(refusal.value.fields)
    draft.fill().save("practical", [{"hse": "", "insurance": "Ours", "confidentiality": "None"}])
    with pytest.raises(Invalid) as refusal:
        draft.submit()
    assert list(refusal.value.fields) == ["practical-hse"]
    assert not PlanVersion.objects.exists()


def test_submitting_clears_what_was_set_aside(draft: Draft) -> None:
    draft.fill()
    rows = draft.view().sections["tasks"].rows
    draft.save("tasks", [*rows, {"uid": "gone", "text": "Peel labels", "routine": True}])
    draft.save("tasks", rows)
    assert draft.view().sections["tasks"].removed
    draft.submit()
    assert draft.view().sections["tasks"].removed == []
    assert draft.view().sections["tasks"].rows == rows


def test_periods_and_outcomes_for_the_log(draft: Draft, person: Callable[..., Actor]) -> None:
    assert plans.frame(draft.actor, placement=draft.placement_id).periods == []
    draft.save("periods", [
        {"uid": "b", "label": "Later", "start": "2026-10-12"}, {"uid": "x"},
        {"uid": "a", "label": "First", "start": "2026-09-14", "end": "2026-09-18", "hours": "37.5"},
    ])  # fmt: skip
    draft.save("outcomes", [{"uid": "o1", "text": "Explain"}, {"uid": "o2"}])
    assert plans.frame(draft.actor, placement=draft.placement_id).periods == [
        plans.Period("First", date(2026, 9, 14), date(2026, 9, 18), 37.5), plans.Period("Later", date(2026, 10, 12), None, None)
    ]  # fmt: skip
    assert plans.frame(draft.actor, placement=draft.placement_id).outcomes == [plans.Outcome("o1", "Explain")]
    with pytest.raises(NotFound):
        plans.frame(person("stranger"), placement=draft.placement_id)


def test_who_may_do_what(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> None:
    leader, student = join(draft, "lena", "leader"), join(draft, "jonas", "student")
    draft.fill()
    assert draft.view(leader).sections["tasks"].rows == draft.view().sections["tasks"].rows
    with pytest.raises(NotAllowed):
        draft.save("tasks", [], actor=leader)
    with pytest.raises(NotAllowed):
        draft.submit(student)
    draft.save("contacts", [{"university": "Per"}], actor=student)
    staff, outsider = person("staff_ida", is_staff=True), person("omar")
    with pytest.raises(NotAllowed):
        draft.view(staff)  # a draft is between the parties
    for actor in (outsider, Actor.stranger(draft.actor.course_key)):
        with pytest.raises(NotFound):
            draft.view(actor)
        with pytest.raises(NotFound):
            draft.save("tasks", [], revision=0, actor=actor)
        with pytest.raises(NotAllowed):
            plans.version_for_review(actor, plan_id=1, number=1)
    elsewhere = replace(draft.actor, course_key="course-v1:Other+Course+2026")
    with pytest.raises(NotFound):
        draft.view(elsewhere)
    with pytest.raises(NotAllowed):
        draft.save("tasks", [], actor=replace(draft.actor, masquerading=True))


def test_a_version_of_another_course_is_not_found(draft: Draft, person: Callable[..., Actor]) -> None:
    version = draft.fill().submit()
    other = person("staff_eva", is_staff=True, course_key="course-v1:Other+Course+2026")
    with pytest.raises(NotFound):
        plans.version_for_review(other, plan_id=version.plan_id, number=1)


def test_what_is_no_section_or_no_key_is_a_bad_request(draft: Draft) -> None:
    with pytest.raises(BadRequest):
        draft.save("money", [], revision=0)
    with pytest.raises(BadRequest):
        plans.open_plan(draft.actor, placement=draft.placement_id, usage_key="x" * 300)


@pytest.mark.parametrize("others", [10, 1_000])
def test_queries_do_not_grow(draft: Draft, others: int) -> None:
    draft.fill().submit()
    Placement.objects.bulk_create(Placement(course_key="course-v1:Other+X+1") for _other in range(others))
    Plan.objects.bulk_create(
        Plan(placement=place, course_key=draft.actor.course_key, usage_key=USAGE)
        for place in Placement.objects.filter(course_key="course-v1:Other+X+1")
    )
    PlanSection.objects.bulk_create(
        PlanSection(plan=plan, name="tasks", data={"rows": []})
        for plan in Plan.objects.exclude(placement_id=draft.placement_id)
    )
    rows = draft.view().sections["tasks"].rows
    with CaptureQueriesContext(connection) as opening:
        draft.view()
    with CaptureQueriesContext(connection) as saving:
        draft.save("tasks", [{**rows[0], "text": "Something else"}, *rows[1:]], revision=1)
    assert (len(opening), len(saving)) == (3, 4)


def test_a_version_reads_as_words_without_saying_a_title_twice(draft: Draft) -> None:
    parts = {part.name: part for part in frozen_text.outline(draft.fill().submit().document)}
    task = parts["tasks"].items[0]
    assert task.title == "Task 1: Shadow the auction and note three questions a day"
    assert "What the student does" not in [str(line.label) for line in task.lines]
    assert ("How independently", "Watches and asks") in [(str(line.label), line.text) for line in task.lines]
    assert [item.title for item in parts["parties"].items] == ["Participant 1: Mira", "Participant 2: Ánde Somby"]
    assert parts["practical"].items[0].title == ""


def _is_in_last_version(view: plans.PlanView, settings: plans.PlanRules) -> bool:
    return view.is_in_last_version(view.document(settings.headings))
