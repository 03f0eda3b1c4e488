"""Whose answers are kept where: a row a step, in one's own name, until the platform or the person wants them gone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed
from internship_xblock.tools.units import api, forget
from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from internship_xblock.tools.units.web.block import UnitBlock
from tests.platform import COURSE, TestPlatform
from tests.runtime import call, make_block, new_store

from .lessons import ANSWERS, AUTHOR, MIRA, answers_of, drafts_of, has_finished, lesson

pytestmark = pytest.mark.django_db

SECOND = "block-v1:Test+Mentor+2026+type@internship_unit+block@two"


def answer(block: Any, step: str, status: int = 200, **data: Any) -> str:
    response = call(block, "answer_step", {"step": step, **(data or ANSWERS[step])})
    assert response.status_int == status, response.text
    return response.text


def windows(count: int = 2) -> list[Any]:
    """One learner's lesson in several windows: each has read what was stored before the others wrote."""
    store, authored = new_store(), lesson()
    opened = [make_block(UnitBlock, MIRA, store=store) for _window in range(count)]
    for block in opened:
        block.steps, block.outcomes = authored.steps, authored.outcomes
        block.student_view()
    return opened


def test_answers_to_two_steps_in_two_windows_are_both_kept() -> None:
    one, other, later = windows(3)
    answer(one, "ready")
    answer(other, "first")
    assert set(answers_of(later)) == {"ready", "first"}
    assert "2 of 7 done" in later.student_view().content


def test_drafts_of_two_steps_in_two_windows_are_both_kept_and_never_in_conflict() -> None:
    one, other, later = windows(3)
    for block, step in ((one, "better"), (other, "mine"), (one, "better"), (other, "mine")):
        revision = StepAnswer.objects.filter(step=step).count()
        response = call(block, "keep_draft", {"step": step, "revision": revision, "text": f"words for {step}, save {revision}"})
        assert response.status_int == 200, response.text
    assert drafts_of(later) == {step: {"text": f"words for {step}, save 1"} for step in ("better", "mine")}


def test_what_an_answer_brings_is_counted_from_all_that_is_stored() -> None:
    """Each window has seen half; the second one's share of the lesson holds the first one's."""
    one, other = windows()
    answer(one, "ready")
    answer(other, "first")
    told = TestPlatform.shares()[-1]
    assert told == pytest.approx(2 / 7)


def test_the_best_attempt_of_two_windows_counts() -> None:
    one, other = windows()
    answer(one, "first", option="desk")
    answer(other, "first", option="rules")
    assert answers_of(one)["first"] == {"chosen": ["rules"], "best": 1.0}


def test_looking_writes_nothing(django_assert_num_queries: Any) -> None:
    block = lesson()
    with django_assert_num_queries(4), CaptureQueriesContext(connection) as captured:  # two, and their savepoint
        block.student_view()
    assert [query["sql"].split()[0] for query in captured] == ["SAVEPOINT", "SELECT", "SELECT", "RELEASE"]
    call(block, "move", {"step": "why", "way": "here"})
    assert not UnitRecord.objects.exists()


def test_staff_who_look_as_a_learner_write_nothing_and_read_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    hers = lesson()
    answer(hers, "better")
    call(hers, "keep_draft", {"step": "better", "revision": 1, "text": "half a thought"})
    before = [list(model.objects.values()) for model in (StepAnswer, UnitRecord)]
    monkeypatch.setattr(TestPlatform, "real", 99)
    theirs = lesson(step_index=5)
    html = theirs.student_view().content
    assert "What they answered is their own" in html
    for words in ("The secret model.", ANSWERS["better"]["text"], "half a thought"):  # she sees the model beside her answer
        assert words not in html
    for step in ("why", *ANSWERS):
        call(theirs, "move", {"step": step, "way": "next"})
    for handler in ("answer_step", "keep_draft"):
        assert call(theirs, handler, {"step": "better", "revision": 2, "text": "x"}).status_int == 403
    assert [list(model.objects.values()) for model in (StepAnswer, UnitRecord)] == before
    assert TestPlatform.shares(theirs.usage_id) == []


def test_staff_who_look_as_a_learner_finish_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    hers = lesson()
    call(hers, "move", {"step": "why"})
    for step in ANSWERS:
        answer(hers, step)
    answer(hers, "better", revision=1, text="You asked first.", change="Ask more.")
    monkeypatch.setattr(TestPlatform, "real", 99)
    theirs, told = lesson(), TestPlatform.shares()
    call(theirs, "move", {"step": "mine", "way": "next"})
    html = theirs.student_view().content
    assert "7 steps are still open" in html
    assert ANSWERS["mine"]["text"] not in html
    assert not has_finished(theirs)
    assert TestPlatform.shares() == told


def test_a_stranger_leaves_nothing() -> None:
    block = lesson(None)
    block.public_view()
    for handler in ("answer_step", "move", "keep_draft"):
        call(block, handler, {"step": "ready", "revision": 0})
    assert not StepAnswer.objects.exists()
    assert not UnitRecord.objects.exists()


def test_a_refused_answer_leaves_nothing() -> None:
    block = lesson()
    answer(block, "mine", status=422, revision=0, text="", by="")
    assert not StepAnswer.objects.exists()
    assert not UnitRecord.objects.exists()


# -- the workbook ------------------------------------------------------------------------------------------------------


def test_the_workbook_holds_all_that_one_wrote_in_a_course() -> None:
    one, two = lesson(), lesson(usage=SECOND)
    answer(one, "ready")
    answer(two, "mine")
    call(two, "keep_draft", {"step": "better", "revision": 0, "text": "half a thought"})
    answer(lesson(AUTHOR), "ready", item="login")
    with CaptureQueriesContext(connection) as captured:
        found = api.workbook(MIRA, course_key=COURSE)
    assert len(captured) == 1
    assert {(record.usage_key, record.step_id) for record in found} == {
        (str(one.scope_ids.usage_id), "ready"), (SECOND, "mine"), (SECOND, "better"),
    }  # fmt: skip
    by_step = {record.step_id: record for record in found}
    assert by_step["mine"].answer == {"text": "Call the university", "by": "2999-01-15"}
    assert by_step["mine"].answered_at is not None
    assert (by_step["better"].answer, by_step["better"].draft) == (None, {"text": "half a thought"})
    assert by_step["better"].answered_at is None
    assert api.workbook(MIRA, course_key="course-v1:Other+Course+2026") == ()
    for actor in (dataclasses.replace(MIRA, masquerading=True), Actor.stranger(COURSE)):
        with pytest.raises(NotAllowed):
            api.workbook(actor, course_key=COURSE)


# -- forgetting --------------------------------------------------------------------------------------------------------


def others() -> dict[str, Any]:
    return {"author": answers_of(lesson(AUTHOR), AUTHOR), "second": answers_of(lesson(usage=SECOND))}


def test_clearing_a_learners_state_erases_their_answers_in_this_unit() -> None:
    block = lesson()
    answer(block, "ready")
    answer(lesson(usage=SECOND), "ready")
    answer(lesson(AUTHOR), "ready", item="login")
    before = others()
    unbound = lesson(None)  # as the platform gets it: nobody's
    unbound.clear_student_state(
        user_id=MIRA.anonymous_id,
        course_id=COURSE,
        item_id=str(block.scope_ids.usage_id),
        requesting_user_id="anonymous-8",
    )
    assert answers_of(block) == {}
    assert TestPlatform.completions[-1] == (MIRA.account, block.usage_id, 0.0)
    (grade,) = TestPlatform.grades
    assert (grade["anonymous_id"], grade["earned"], grade["possible"]) == (MIRA.anonymous_id, 0.0, 3.0)
    assert not UnitRecord.objects.filter(learner_id=MIRA.user_id, usage_key=str(block.scope_ids.usage_id)).exists()
    assert others() == before
    assert "0 of 7 done" in lesson().student_view().content
    answer(lesson(), "ready")


def test_nobody_without_a_name_is_cleared() -> None:
    """The platform knows no anonymous id of some accounts: their rows are not everybody's who has none."""
    nameless = dataclasses.replace(MIRA, anonymous_id="")
    answer(lesson(nameless), "ready")
    forget.forget_state(usage_key=str(lesson().scope_ids.usage_id), anonymous_id="")
    assert answers_of(lesson()) != {}


def test_a_retired_account_leaves_no_answer(person: Callable[..., Actor]) -> None:
    nils = person("nils")
    for actor in (nils, MIRA):
        answer(lesson(actor), "better", revision=0, text=f"words of {actor.name}")
        call(lesson(actor), "keep_draft", {"step": "mine", "revision": 0, "text": f"half words of {actor.name}"})
    retirement.forget(nils.account)
    left = str(list(StepAnswer.objects.values())) + str(list(UnitRecord.objects.values()))
    assert "words of Mira" in left
    assert "Nils" not in left
    assert nils.anonymous_id not in left
