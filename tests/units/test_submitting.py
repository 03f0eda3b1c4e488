"""What is reviewed of a unit: submitted together, read as it was then, answered, mended, submitted again."""

from __future__ import annotations

import re
from typing import Any

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed, NotFound
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Note, Submission
from internship_xblock.tools.units import api as units
from internship_xblock.tools.units.models import StepAnswer, UnitRecord, UnitVersion
from tests.platform import COURSE, TestPlatform
from tests.runtime import call

from .lessons import ANSWERS, AUTHOR, LESSON, MIRA, REVIEWED, answers_of, learners, lesson

pytestmark = pytest.mark.django_db
SHEET = {"revision": "0", "1--task": "Take stock"}
OLA = Actor(user_id=9, name="Ola", course_key=COURSE, anonymous_id="anonymous-9")
REVIEWER = AUTHOR  # on the course's staff


def open_end(actor: Actor = MIRA, **fields: Any) -> Any:
    """The lesson at its closing screen."""
    return lesson(actor, REVIEWED, step_index=9, **fields)


def answer(step: str, actor: Actor = MIRA, **typed: Any) -> None:
    block = lesson(actor, REVIEWED)
    response = call(block, "answer_step", {"step": step, **typed})
    assert response.status_int == 200, response.text


def write(actor: Actor = MIRA) -> None:
    """Answer both reviewed steps, the rewrite twice, as it asks."""
    answer("tasks", actor, **SHEET)
    answer("better", actor, revision=0, text="You asked first.")
    answer("better", actor, revision=1, text="You asked first.", change="Ask more.")


def seen(block: Any) -> str:
    found = re.search(r'name="seen" value="(\w+)"', block.student_view().content)
    assert found, "there is nothing to submit"
    return found[1]


def submit(actor: Actor = MIRA, status: int = 200, **form: Any) -> str:
    block = open_end(actor)
    response = call(block, "submit", {"seen": seen(block), **form})
    assert response.status_int == status, response.text
    return str(response.text)


def waiting() -> Submission:
    return Submission.objects.get(kind="unit")


def read(submission: Submission) -> str:
    """The review page, as somebody on the course's staff reads it."""
    user, _made = get_user_model().objects.get_or_create(username="staff_ida")
    client = Client()
    client.force_login(user)
    response = client.get(reverse("internship_xblock:review_open", args=[COURSE, submission.pk]))
    assert response.status_code == 200
    return response.content.decode()


def decide(verb: Any, text: str = "", **more: Any) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        verb(REVIEWER, submission_id=waiting().pk, revision=waiting().revision, text=text, **more)


def test_the_story_of_a_submission() -> None:
    write()
    html = submit()
    assert "Waiting for an answer" in html
    assert "Version 1, submitted on" in html
    page = read(waiting())
    assert "Lesson: Who does what?" in page
    assert "You asked first." in page
    assert "Take stock" in page
    assert "other learners do not" in page
    assert waiting().rubric == [{"id": "clear", "title": "Clear", "text": "Anybody can tell what to do."}]

    answer("better", revision=2, text="You asked her first.", change="Ask more.")
    assert "You asked her first." not in read(waiting()), "what was submitted is frozen"
    mark = reviews.Mark(reviews.Criterion("clear", "Clear"), "partly", "Name the day.")
    decide(reviews.give_back, "Say to whom.", marks=[mark])
    html = open_end().student_view().content
    for words in ("Changes requested", "Say to whom.", "Partly", "Name the day.", "Ida", "Submit it again"):
        assert words in html
    assert "Say to whom." in lesson(MIRA, REVIEWED, step_index=5).student_view().content, "beside what is to be changed"

    submit()
    assert "You asked her first." in read(waiting())
    assert list(UnitVersion.objects.values_list("number", flat=True)) == [1, 2]
    decide(reviews.approve, "Good.", points=1.5)
    html = open_end().student_view().content
    assert "Approved" in html
    assert "1.5 of 2 points" in html
    assert "Submit" not in re.sub(r"<[^>]+>", " ", html.partition('class="ix-section"')[0]).replace("submitted", "")
    assert waiting().is_grade_taken


def changes(page: str) -> dict[str, list[tuple[str, str, str]]]:
    """What a review page says has changed, by the heading it stands under: what it is called, the text before, the text now."""
    found = {}
    for title in lxml.html.fromstring(page).xpath("//h2[following-sibling::details//dl[@class='ix-changes']]"):
        rows = title.xpath("following-sibling::details[1]//dl/dt")
        texts = [(row.text, *("".join(p.itertext()).split(":", 1)[1].strip() for p in row.getnext().iter("p"))) for row in rows]
        found[title.text] = texts
    return found


def test_a_reviewer_sees_what_changed_since_the_version_that_was_answered() -> None:
    write()
    submit()
    assert "hanged since" not in read(waiting()), "there is nothing before it"
    decide(reviews.give_back, "Say to whom.")
    answer("better", revision=2, text="You asked her first.", change="Ask more.")
    submit()
    page = read(waiting())
    assert "Changed since version 1: Say it better." in page
    assert changes(page) == {"Say it better": [("My version", "You asked first.", "You asked her first.")]}

    answer("tasks", **{**SHEET, "revision": "1", "1--task": "Take stock alone", "2--task": "Count"})
    submit()
    page = read(waiting())
    assert "Changed since version 1: Say it better, Three tasks." in page, "nobody answered version 2"
    assert changes(page)["Three tasks"] == [
        ("Line 1: Task", "Take stock", "Take stock alone"), ("Line 2: Task", "(empty)", "Count"),
    ]  # fmt: skip
    decide(reviews.comment, "Better.")
    assert "Changed since version 1" in read(waiting()), "a comment on this one is no reason to compare it with itself"


def test_what_is_submitted_is_complete_saved_and_what_was_shown() -> None:
    answer("tasks", **SHEET)
    assert "these steps are still open: Say it better" in submit(status=422)
    write_rewrite = (("You asked first.", ""), ("You asked first.", "Ask more."))
    for revision, (text, change) in enumerate(write_rewrite):
        answer("better", revision=revision, text=text, change=change)
    draft = {"step": "better", "revision": 2, "text": "You asked first. And then?"}
    assert call(lesson(MIRA, REVIEWED), "keep_draft", draft).status_int == 200
    assert "typed something in these steps" in submit(status=422)
    answer("better", revision=3, text="You asked first. And then?", change="Ask more.")
    block = open_end()
    shown = seen(block)
    answer("better", revision=4, text="Something else", change="Ask more.")
    response = call(block, "submit", {"seen": shown})
    assert response.status_int == 422
    assert "have changed since this page was shown" in response.text
    assert not UnitVersion.objects.exists()
    assert not Submission.objects.exists()
    assert answers_of(block)["better"]["text"] == "Something else"


def test_the_same_is_not_submitted_twice() -> None:
    write()
    block = open_end()
    form = {"seen": seen(block)}
    assert call(block, "submit", form).status_int == 200
    again = call(open_end(), "submit", form)
    assert again.status_int == 422
    assert "Nothing has changed since you submitted this." in again.text
    decide(reviews.give_back, "Think once more.")
    assert call(open_end(), "submit", form).status_int == 200, "it may come back as it was"
    assert (waiting().attempts, waiting().subject_version) == (2, 2)


def test_what_waits_can_be_taken_back_and_is_then_nobodys() -> None:
    write()
    submit()
    submission = waiting()
    assert call(open_end(), "take_back", {}).status_int == 200
    assert waiting().status == "withdrawn"
    assert not UnitVersion.objects.exists()
    page = read(submission)
    assert "its author took it back" in page
    assert "You asked first." not in page
    assert answers_of(open_end())["better"]["text"] == "You asked first."
    submit()
    assert waiting().pk == submission.pk
    assert "You asked first." in read(submission)


def test_what_was_answered_is_not_taken_back() -> None:
    write()
    submit()
    decide(reviews.give_back, "Say to whom.")
    response = call(open_end(), "take_back", {})
    assert response.status_int == 422
    assert "no longer waits" in response.text
    assert UnitVersion.objects.count() == 1


def test_what_follows_an_answered_version_is_not_taken_back() -> None:
    """What the reviewer asked for, or has approved, would no longer be said."""
    write()
    submit()
    decide(reviews.give_back, "Say to whom.")
    html = submit()
    assert "Take it back" not in html
    assert 'name="seen"' not in html
    refused = call(open_end(), "take_back", {})
    assert refused.status_int == 422
    assert "stands before this one" in refused.text
    assert waiting().status == "submitted"
    assert list(UnitVersion.objects.values_list("number", flat=True)) == [1, 2]


def test_a_version_is_called_by_the_same_number_everywhere() -> None:
    write()
    assert "Take it back" in submit()
    assert call(open_end(), "take_back", {}).status_int == 200
    html = submit()
    assert "Version 2, submitted on" in html
    assert (waiting().attempts, waiting().subject_version) == (2, 2)
    assert "Version 2" in read(waiting())
    assert "Take it back" in html, "nothing was answered before it"
    decide(reviews.give_back, "Say to whom.")
    assert "Version 3, submitted on" in submit()
    assert "version 2" in open_end().student_view().content


def test_nobody_reads_or_takes_back_anothers(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    submit()
    learners(OLA)
    assert "You asked first." not in open_end(OLA).student_view().content
    assert call(open_end(OLA), "take_back", {}).status_int == 404
    version = UnitVersion.objects.get()
    with pytest.raises(NotAllowed):
        units.for_review(OLA, subject_id=version.record_id, number=1)
    elsewhere = Actor(user_id=8, name="Ida", course_key="course-v1:Other+Course+2026", is_staff=True)
    with pytest.raises(NotFound):
        units.for_review(elsewhere, subject_id=version.record_id, number=1)
    with pytest.raises(NotFound):
        reviews.submit_own(
            OLA,
            usage_key=open_end().usage_id,
            kind="unit",
            subject_id=version.record_id,
            subject_version=2,
            title="",
            possible=1,
        )
    monkeypatch.setattr(TestPlatform, "real", 99)
    looked = open_end()
    assert "Waiting for an answer" not in looked.student_view().content
    assert call(looked, "submit", {"seen": ""}).status_int == 403


# -- points ------------------------------------------------------------------------------------------------------------


def told() -> tuple[float, float]:
    grade = TestPlatform.grades[-1]
    return grade["earned"], grade["possible"]


def test_the_points_of_the_steps_and_of_the_review_are_one_grade() -> None:
    """Three steps have right answers; two points are the reviewer's."""
    block = lesson(MIRA, REVIEWED)
    assert block.max_score() == 5
    write()
    answer("first", **ANSWERS["first"])
    submit()
    decide(reviews.approve, points=2)
    assert told() == (3, 5)
    assert TestPlatform.grades[-1]["anonymous_id"] == MIRA.anonymous_id
    for step in ("roles", "many", "ready", "mine"):
        answer(step, **ANSWERS[step])
    call(lesson(MIRA, REVIEWED), "move", {"step": "why"})
    answer("week", choice="hello")
    call(lesson(MIRA, REVIEWED), "move", {"step": "tasks"})
    assert told() == (5, 5), "who finishes afterwards keeps the reviewer's points"


def test_before_the_review_its_points_are_open() -> None:
    write()
    for step in ("first", "roles", "many", "ready", "mine"):
        answer(step, **ANSWERS[step])
    call(lesson(MIRA, REVIEWED), "move", {"step": "why"})
    answer("week", choice="hello")
    call(lesson(MIRA, REVIEWED), "move", {"step": "tasks"})
    assert told() == (3, 5)


def test_without_weight_there_are_no_points_to_give() -> None:
    block = lesson(MIRA, REVIEWED, step_index=9, weight=0)
    assert block.max_score() is None
    write()
    assert call(block, "submit", {"seen": seen(block)}).status_int == 200
    assert waiting().possible == 0


# -- what goes, and what it costs --------------------------------------------------------------------------------------


def test_a_deleted_state_takes_what_was_submitted_with_it() -> None:
    write()
    submit()
    block = open_end()
    block.clear_student_state(user_id=MIRA.anonymous_id, course_id=COURSE, item_id=block.usage_id)
    for model in (UnitVersion, UnitRecord, StepAnswer, Submission, Note):
        assert not model.objects.exists(), model
    write()
    assert "Submit for review" in open_end().student_view().content


def test_of_who_is_forgotten_the_decision_stays_without_a_word() -> None:
    write()
    submit()
    decide(reviews.approve, "Well said, Mira.", points=1)
    retirement.forget(MIRA.user_id)
    assert not UnitVersion.objects.exists()
    submission = waiting()
    assert (submission.author_id, submission.author_name, submission.title, submission.points) == (None, "", "", 1)
    assert not Note.objects.exclude(text="").exists()
    assert "can no longer be shown" in read(submission)


def test_a_screen_asks_of_the_review_only_where_it_says_something_of_it() -> None:
    write()
    submit()
    for place, allowed in ((0, 2), (9, 4), (5, 4)):
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            lesson(MIRA, REVIEWED, step_index=place).student_view()
        asked = [query["sql"] for query in captured if query["sql"].startswith("SELECT")]
        assert len(asked) <= allowed, asked


def test_the_screen_after_it_says_no_name_that_stands_above() -> None:
    write()
    above = {"named-above": "yes"}
    assert "named-above" in submit(**above)
    assert "named-above" in call(open_end(), "take_back", above).text


def test_a_lesson_without_a_reviewed_step_offers_nothing() -> None:
    block = lesson(MIRA, LESSON, step_index=7)
    assert "For review" not in block.student_view().content
    assert call(block, "submit", {"seen": ""}).status_int == 404


def test_an_author_is_told_of_a_rubric_for_nothing() -> None:
    olx = LESSON.replace("<outcome>", '<criterion id="a" title="Clear"/><outcome>', 1)
    assert "no step is submitted for review" in lesson(AUTHOR, olx).author_view().content
    assert "no step is submitted for review" not in lesson(AUTHOR, REVIEWED).author_view().content


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
def test_the_closing_screen_counts_the_steps_in_every_language(language: str) -> None:
    with override(language):
        page = lesson(MIRA, REVIEWED, step_index=9).student_view().content
    assert "Say it better" in page
    if language == "en":
        assert "The course team reads these steps" in page


def test_the_closing_screen_has_one_primary_button() -> None:
    def primaries() -> list[str]:
        page = lxml.html.fromstring(lesson(MIRA, REVIEWED, step_index=9).student_view().content)
        return [one.text_content().strip() for one in page.find_class("ix-button--primary")]

    assert primaries() == ["Go to the first open step"]
    write()
    assert primaries() == ["Submit for review"]
