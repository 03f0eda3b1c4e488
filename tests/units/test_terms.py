"""Until when and how often answers are checked, and who is told what was right."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.units import terms
from internship_xblock.tools.units.models import StepAnswer, UnitVersion
from internship_xblock.tools.units.terms import Terms
from tests.platform import COURSE
from tests.runtime import call

from .lessons import ANSWERS, MIRA, REVIEWED, answers_of, drafts_of, learners, lesson
from .test_submitting import decide, write
from .test_submitting import reviews as reviews_api

pytestmark = pytest.mark.django_db
STAFF = Actor(user_id=8, name="Ida", course_key=COURSE, is_staff=True)
SORTED = {"card-week": "mentor", "card-log": "mentor"}  # one of two is right


def timed(
    actor: Actor = MIRA, *, due: timedelta | None = None, grace: timedelta | None = None, shows: str = "", **more: Any
) -> Any:
    """The lesson as the platform gives it to a learner: the fields that it mixes into every block, with their own extension."""
    block = lesson(actor, REVIEWED, **more)
    block.due = None if due is None else timezone.now() + due
    block.graceperiod = grace
    block.show_correctness = shows or "always"
    return block


PAST, SOON = timedelta(hours=-1), timedelta(hours=1)


def send(block: Any, step: str, status: int = 200, **data: Any) -> str:
    response = call(block, "answer_step", {"step": step, **(data or ANSWERS[step])})
    assert response.status_int == status, response.text
    return str(response.text)


def test_before_the_date_it_is_said_and_answers_are_checked() -> None:
    block = timed(due=SOON, step_index=2)
    assert "until then answers are checked" in block.student_view().content
    assert "That is right." in send(block, "first")


def test_after_it_nothing_is_checked_what_was_reached_stays_and_texts_are_kept() -> None:
    send(timed(due=SOON), "first")
    closed = timed(due=PAST, step_index=2)
    assert "This closed on" in closed.student_view().content
    assert "This closed on" in send(closed, "first", 422, option="rules")
    assert "This closed on" in send(closed, "roles", 422)
    assert "This closed on" in send(closed, "roles", 422, **{"card-week": "mentor", "check": "week"})
    assert call(closed, "keep_placed", {"step": "roles", "card-week": "mentor"}).status_int == 422
    assert answers_of(closed)["first"]["best"] == 1
    assert "roles" not in answers_of(closed)
    assert call(closed, "try_again", {"step": "first"}, method="GET").status_int == 200
    assert "Try again" not in timed(due=PAST, step_index=2).student_view().content
    assert 'name="option"' not in timed(due=PAST, step_index=2).student_view().content
    assert call(closed, "keep_draft", {"step": "better", "revision": 0, "text": "half"}).status_int == 200
    assert drafts_of(closed) == {"better": {"text": "half"}}
    send(closed, "ready")


def test_a_step_that_nobody_answered_is_there_to_read_after_the_date() -> None:
    for place in (1, 2):
        html = timed(due=PAST, step_index=place).student_view().content
        assert "no longer checked: its date has passed" in html


def test_the_period_of_grace_counts_and_an_extension_is_the_learners_own() -> None:
    learners(Actor(user_id=9, name="Ola", course_key=COURSE))
    graced = timed(due=PAST, grace=timedelta(hours=2), step_index=2)
    assert "Answers are taken until" in graced.student_view().content
    send(graced, "first")
    assert "This closed" in send(timed(Actor(user_id=9, name="Ola", course_key=COURSE), due=PAST), "first", 422)


def test_what_waits_for_a_date_is_submitted_before_it() -> None:
    write()
    closed = timed(due=PAST, step_index=9)
    html = closed.student_view().content
    assert "can no longer be submitted" in html
    assert "Submit for review" not in html
    seen = re.search(r'name="seen" value="(\w+)"', timed(step_index=9).student_view().content)
    assert seen
    refused = call(closed, "submit", {"seen": seen[1]})
    assert refused.status_int == 422
    assert "This closed on" in refused.text
    assert not UnitVersion.objects.exists()


def test_what_came_back_is_submitted_again_after_the_date() -> None:
    write()
    seen = re.search(r'name="seen" value="(\w+)"', timed(step_index=9).student_view().content)
    assert seen
    assert call(timed(step_index=9), "submit", {"seen": seen[1]}).status_int == 200
    decide(reviews_api.give_back, "Say to whom.")
    closed = timed(due=PAST, step_index=9)
    assert "Submit it again" in closed.student_view().content
    assert call(closed, "submit", {"seen": seen[1]}).status_int == 200


def test_what_was_submitted_is_not_taken_back_after_the_date() -> None:
    """It could not be submitted again."""
    write()
    seen = re.search(r'name="seen" value="(\w+)"', timed(step_index=9).student_view().content)
    assert seen
    assert "Take it back" in call(timed(due=SOON, step_index=9), "submit", {"seen": seen[1]}).text
    closed = timed(due=PAST, step_index=9)
    assert "Take it back" not in closed.student_view().content
    refused = call(closed, "take_back", {})
    assert refused.status_int == 422
    assert "This closed on" in refused.text
    assert UnitVersion.objects.count() == 1
    assert "Waiting for an answer" in closed.student_view().content


# -- how often ---------------------------------------------------------------------------------------------------------


def test_a_limit_is_said_before_it_is_used_up_and_the_best_attempt_counts() -> None:
    assert "You have 2 attempts left" in timed(attempts_allowed=2, step_index=2).student_view().content
    send(timed(attempts_allowed=2), "first")
    assert "You have 1 attempt left." in timed(attempts_allowed=2, step_index=2).student_view().content
    html = send(timed(attempts_allowed=2), "first", option="rules")
    assert "You have used your 2 attempts. The best one counts." in html
    assert "Try again" not in html
    assert "You have used your 2 attempts" in send(timed(attempts_allowed=2), "first", 422)
    assert answers_of(timed())["first"] == {"chosen": ["rules"], "best": 1.0, "attempts": 2}
    send(timed(attempts_allowed=3), "first")


@pytest.mark.parametrize("sent", [{"option": "rules", "keep": "yes"}, {"option": "rules", "check": "desk"}])
def test_what_has_no_parts_is_neither_kept_nor_checked_in_parts(sent: dict[str, str]) -> None:
    """Or a choice could be answered without an end, and nothing of it counted."""
    for _time in range(2):
        assert call(timed(attempts_allowed=1), "keep_placed", {"step": "first", "option": "rules"}).status_int == 400
        send(timed(attempts_allowed=1), "first", 400, **sent)
    assert "first" not in answers_of(timed())
    send(timed(attempts_allowed=1), "first")
    assert answers_of(timed())["first"]["attempts"] == 1


def test_cards_one_by_one_are_one_attempt_and_each_is_checked_once_in_it() -> None:
    one = {"check": "week", "card-week": "student"}
    send(timed(attempts_allowed=1), "roles", **one)
    send(timed(attempts_allowed=1), "roles", **{**one, "card-week": "mentor"})
    assert answers_of(timed())["roles"]["placed"] == {"week": "student"}, "its answer has told where it belongs"
    send(timed(attempts_allowed=1), "roles", **{"check": "log", "card-log": "student"})
    assert answers_of(timed())["roles"]["best"] == 0.5
    assert "You have used your 1 attempt" in send(timed(attempts_allowed=1), "roles", 422)
    assert call(timed(attempts_allowed=1), "keep_placed", {"step": "roles", "card-week": "mentor"}).status_int == 422


def test_who_answered_before_there_was_a_limit_has_used_one() -> None:
    send(timed(), "first")
    assert "You have 1 attempt left." in timed(attempts_allowed=2, step_index=2).student_view().content


# -- who is told -------------------------------------------------------------------------------------------------------

TELLING = ("Right", "Look again", "That is", "belong", "percent", "Yes, a desk.", "Knows the days.", "It is theirs.", " %")


def told(html: str) -> list[str]:
    text = re.sub(r"<[^>]+>", " ", html)
    return [words for words in TELLING if words in text]


def finish(**platform: Any) -> Any:
    send(timed(**platform), "roles", **SORTED)
    send(timed(**platform), "first")
    return timed(**platform, step_index=9)


@pytest.mark.parametrize("platform", [{"shows": "never"}, {"shows": "past_due", "due": SOON}], ids=["never", "not yet"])
def test_what_is_right_is_not_told(platform: dict[str, Any]) -> None:
    end = finish(**platform)
    assert told(send(timed(**platform), "first", option="rules")) == []
    for place in (1, 2):
        assert told(timed(**platform, step_index=place).student_view().content) == []
        again = call(timed(**platform, step_index=place), "try_again", {"step": ("", "roles", "first")[place]}, method="GET")
        assert told(again.text) == []
    assert set(told(end.student_view().content)) <= {"Look again"}, "the name of a button"
    one = call(timed(**platform), "answer_step", {"step": "roles", "check": "log", "card-log": "student"})
    assert one.status_int == 400, "which cards come back would tell it"
    assert answers_of(timed())["roles"]["best"] == 0.5, "it counts all the same"


@pytest.mark.parametrize(
    "platform", [{"shows": "past_due", "due": PAST}, {"shows": "past_due"}, {}], ids=["past", "no date", "always"]
)
def test_what_is_right_is_told(platform: dict[str, Any]) -> None:
    finish()
    assert "Yes, a desk." in told(timed(**platform, step_index=2).student_view().content)
    assert "percent" in told(timed(**platform, step_index=9).student_view().content)


def test_course_staff_are_told_but_where_nobody_is() -> None:
    soon = timezone.now() + SOON
    assert not Terms(due=soon, show_correctness="past_due").hides_correctness(is_staff=True)
    assert Terms(due=soon, show_correctness="never").hides_correctness(is_staff=True)


def test_a_runtime_without_these_fields_sets_no_date() -> None:
    block = lesson()
    assert terms.terms_of(block) == Terms()
    block.due = datetime(2020, 1, 1)  # as the workbench gives it, of no time zone
    block.show_correctness = "sometimes"
    assert terms.terms_of(block) == Terms()
    block.due = datetime(2020, 1, 1, tzinfo=UTC)
    assert terms.terms_of(block).is_closed


def test_a_lesson_in_which_nothing_is_checked_says_no_date() -> None:
    olx = '<internship_unit display_name="A text"><read id="one" title="One">A text.</read></internship_unit>'
    block = lesson(MIRA, olx)
    block.due = timezone.now() + SOON
    assert "Due" not in block.student_view().content
    assert not StepAnswer.objects.exists()
