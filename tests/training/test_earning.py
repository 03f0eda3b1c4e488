"""Ready to host: earned by completing a lesson and all that it needs, in whichever order, once, and renewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.training import awarding
from internship_xblock.tools.training.levels import valid_until
from internship_xblock.tools.training.models import Training
from internship_xblock.tools.units.models import UnitRecord
from tests.platform import COURSE, TestPlatform
from tests.runtime import call
from tests.units.lessons import AUTHOR, MIRA, learners

from .lessons import (
    COMMITTED,
    KEY,
    LAST,
    OLX,
    ROLES,
    block,
    done,
    end_of,
    levels,
    offer_lessons,
    pass_years,
    records,
    send,
    words,
)

pytestmark = pytest.mark.django_db
RENEWABLE = 365 * 5 - 30  # days after it was earned, some of the last sixty


@pytest.fixture(autouse=True)
def there() -> None:
    learners()
    offer_lessons()


@pytest.mark.parametrize("order", list(permutations(OLX)), ids="-".join)
def test_it_is_earned_with_the_last_lesson_that_was_missing(order: tuple[str, ...]) -> None:
    for name in order[:-1]:
        done(name)
        assert levels() == []
    done(order[-1])
    assert levels() == ["ready"]
    earned = Training.objects.get()
    assert (earned.course_key, earned.until) == (COURSE, valid_until(timezone.localdate()))
    assert [lesson["title"] for lesson in earned.covers] == ["Who does what?", "The quiz", "Brief your colleagues"]
    assert [lesson["minutes_at_work"] for lesson in earned.covers] == [0, 70, 0]
    assert earned.covers[0]["outcomes"] == ["Distinguish the roles", "Say what you share"]
    assert {row.awaits for row in records().values()} == {""}


def test_the_end_of_the_lesson_says_so_and_has_the_document() -> None:
    done("roles")
    done("quiz")
    html = done("last")
    assert "Ready to host" in html
    assert f"/training/{COURSE}/ready-to-host.pdf" in html
    assert f"/training/{COURSE}/ready-to-host.docx" in html
    assert "Valid until" in html
    assert "see this beside your name" in words(html)
    assert "Get the document" not in html


def test_it_says_what_is_missing_each_with_a_way_there() -> None:
    done("last")
    html = end_of()
    assert f'<a href="/course/{KEY}roles" dir="auto">Who does what?</a>' in html
    assert f'<a href="/course/{KEY}quiz" dir="auto">The quiz</a>' in html
    assert "once these lessons are completed too" in words(html)
    done("roles")
    assert "Who does what?" not in end_of()
    assert "once this lesson is completed too" in words(end_of())
    assert "ready-to-host.pdf" not in end_of()


def test_a_lesson_that_is_gone_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    done("last")
    del TestPlatform.blocks[f"{KEY}quiz"]
    assert "no longer in the course. Please tell the course team." in words(end_of())


def test_its_own_open_steps_come_first() -> None:
    done("roles")
    done("quiz")
    assert "once every step of this lesson is done" in words(end_of())
    assert levels() == []


def test_a_test_has_to_be_passed() -> None:
    done("roles")
    done("last")
    done("quiz", option="b")
    assert levels() == []
    assert "The quiz" in end_of()
    done("quiz")
    assert levels() == ["ready"]


def test_it_is_earned_once() -> None:
    for name in OLX:
        done(name)
    earned = Training.objects.get()
    send("last", "move", {"step": "end"})
    done("quiz")
    send("last", "answer_step", {"step": "lines", **COMMITTED, "revision": 1, "text": "All of them"})
    assert Training.objects.get().earned_at == earned.earned_at


def test_a_lesson_that_awards_nothing_awards_nothing() -> None:
    for name in ("roles", "quiz"):
        done(name)
    call(block("plain", awards=""), "answer_step", {"step": "lines", **COMMITTED})
    for step in ("case", "end"):
        html = call(block("plain", awards=""), "move", {"step": step}).text
    assert levels() == []
    assert "Ready to host" not in html


def test_who_completed_it_before_it_awarded_anything_gets_it_by_one_press() -> None:
    for name in OLX:
        done(name)
    Training.objects.all().delete()
    UnitRecord.objects.update(awaits="", needs=[], missing=[])
    html = end_of()
    assert "Get the document" in html
    assert levels() == []  # looking writes nothing
    assert "ready-to-host.pdf" in send("last", "move", {"step": "end", "way": "next"})
    assert levels() == ["ready"]


def test_it_is_renewed_by_answering_once_more() -> None:
    for name in OLX:
        done(name)
    pass_years(RENEWABLE)
    html = words(end_of())
    assert "Renew by" in html
    assert "answer this step once more: Your lines" in html
    send("last", "move", {"step": "end"})  # turning pages is not enough
    assert levels() == ["ready"]
    send("last", "answer_step", {"step": "lines", **COMMITTED, "revision": 1, "text": "All of them"})
    assert "Renew it" in end_of()
    send("last", "move", {"step": "end"})
    assert levels() == ["ready", "ready"]
    first, second = Training.objects.order_by("number")
    assert second.until == valid_until(first.until)
    assert "Renew" not in end_of()


def answer_once_more(revision: int = 1) -> None:
    """Answer the step that is asked in the lesson that awards, and go on to its end."""
    send("last", "answer_step", {"step": "lines", **COMMITTED, "revision": revision, "text": f"All of them, {revision}"})
    send("last", "move", {"step": "end"})


def test_it_is_not_renewed_while_a_step_that_came_since_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OLX:
        done(name)
    pass_years(RENEWABLE)
    more = '<commit id="more" title="One more">And then?</commit></internship_unit>'
    monkeypatch.setitem(OLX, "last", LAST.replace("</internship_unit>", more))
    answer_once_more()
    send("last", "move", {"step": "more"})  # past it, to the end
    assert levels() == ["ready"]
    assert "answer this step once more: One more" in words(end_of())
    send("last", "answer_step", {"step": "more", **COMMITTED})
    send("last", "move", {"step": "more"})
    assert levels() == ["ready", "ready"]


def test_it_is_not_renewed_by_questions_that_were_put_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    options = '<option id="a" correct="true">A</option><option id="b">B</option>'
    drawn = f'<choose id="which" title="Which" pool="quiz">?{options}</choose>'
    monkeypatch.setitem(OLX, "last", LAST.replace("<read", f'<pool id="quiz" draw="1"/>{drawn}<read', 1))
    chosen = {"step": "which", "option": "a"}
    send("last", "answer_step", chosen)
    for name in OLX:
        done(name)
    assert levels() == ["ready"]
    pass_years(RENEWABLE)
    send("last", "retake", {})
    send("last", "answer_step", chosen)
    send("last", "retake", {})
    answer_once_more()
    assert levels() == ["ready"]
    assert "answer this step once more: Which" in words(end_of())
    send("last", "answer_step", chosen)
    send("last", "move", {"step": "end"})
    assert levels() == ["ready", "ready"]


def test_it_is_not_renewed_by_cards_that_are_only_put_down(monkeypatch: pytest.MonkeyPatch) -> None:
    sort = (
        '<sort id="who" title="Who?">?<pile id="me">Me</pile><pile id="you">You</pile><card id="c" pile="me">This</card></sort>'
    )
    monkeypatch.setitem(OLX, "last", LAST.replace("</internship_unit>", f"{sort}</internship_unit>"))
    send("last", "answer_step", {"step": "who", "card-c": "you"})
    for name in OLX:
        done(name)
    assert levels() == ["ready"]
    pass_years(RENEWABLE)
    send("last", "keep_placed", {"step": "who", "card-c": "me"})
    answer_once_more()
    send("last", "move", {"step": "who"})
    assert levels() == ["ready"]
    send("last", "answer_step", {"step": "who", "card-c": "me"})
    send("last", "move", {"step": "who"})
    assert levels() == ["ready", "ready"]


def test_a_lesson_that_is_needed_since_renews_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OLX:
        done(name)
    pass_years(RENEWABLE)
    monkeypatch.setitem(OLX, "new", ROLES.replace("Who does what?", "A new lesson"))
    monkeypatch.setitem(OLX, "last", LAST.replace("roles quiz", "roles quiz new"))
    offer_lessons()
    send("last", "move", {"step": "end"})  # it awaits the new one, none of its steps answered again
    send("new", "answer_step", {"step": "mine", **COMMITTED})
    assert levels() == ["ready"]
    answer_once_more()
    assert levels() == ["ready", "ready"]


def test_a_lesson_that_is_needed_since_is_named_where_it_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OLX:
        done(name)
    pass_years(RENEWABLE)
    monkeypatch.setitem(OLX, "new", ROLES.replace("Who does what?", "A new lesson"))
    monkeypatch.setitem(OLX, "last", LAST.replace("roles quiz", "roles quiz new"))
    offer_lessons()
    assert "To renew it, complete this lesson too: A new lesson" in words(end_of())


def test_the_end_asks_to_renew_nothing_that_another_level_makes_up_for() -> None:
    for name in OLX:
        done(name)
    pass_years(RENEWABLE)
    assert "Renew by" in words(end_of())
    awarding.certify(MIRA.account, COURSE)
    assert "Renew by" not in words(end_of())


def test_what_has_lapsed_is_said_to_have_and_can_be_renewed() -> None:
    for name in OLX:
        done(name)
    pass_years(365 * 5 + 30)
    html = words(end_of())
    assert "Was valid until" in html
    assert "It has lapsed, and you can still renew it." in html
    send("last", "answer_step", {"step": "lines", **COMMITTED, "revision": 1, "text": "All of them"})
    send("last", "move", {"step": "end"})
    assert Training.objects.latest("pk").until == valid_until(timezone.localdate())


def test_everybody_earns_their_own() -> None:
    for name in ("roles", "quiz"):
        done(name, AUTHOR)
    done("last")
    assert levels() == levels(AUTHOR) == []
    done("last", AUTHOR)
    assert levels(AUTHOR) == ["ready"]
    assert levels() == []


def test_lessons_of_another_course_count_for_nothing() -> None:
    for name in ("roles", "quiz"):
        done(name)
    for name, row in records().items():
        row.usage_key, row.course_key = f"{KEY}{name}".replace("Test", "Other"), COURSE.replace("Test", "Other")
        row.save()
    done("last")
    assert levels() == []


def test_strangers_authors_and_who_masquerades_see_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OLX:
        done(name)
    assert "ix-award" not in block("last", Actor.stranger(COURSE)).student_view().content
    assert "ready-to-host" not in block("last", AUTHOR).author_view().content
    monkeypatch.setattr(TestPlatform, "real", AUTHOR.user_id)
    assert "ready-to-host" not in end_of()


@pytest.mark.parametrize(
    ("awards", "needs"),
    [
        ("gold", "roles"),
        ("certified", ""),
        ("<b>ready</b>", ""),
        ("ready ", ""),
        ("ready", "x" * 5000),
        ("ready", "% ' \" \\ @@"),
    ],
)
def test_what_a_hand_wrote_breaks_nothing(awards: str, needs: str) -> None:
    fields = {"awards": awards, "award_needs": needs}
    for step in ("case", "end"):
        assert call(block("hand", **fields), "move", {"step": step}).status_int == 200
    assert call(block("hand", **fields), "answer_step", {"step": "lines", **COMMITTED}).status_int == 200
    assert end_of("hand", **fields)
    assert levels() == []


def test_a_lesson_needs_itself_anyway() -> None:
    fields = {"awards": "ready", "award_needs": "own roles"}
    done("roles")
    call(block("own", **fields), "answer_step", {"step": "lines", **COMMITTED})
    for step in ("case", "end"):
        call(block("own", **fields), "move", {"step": step})
    assert levels() == ["ready"]


def test_all_that_a_rewritten_lesson_was_stays_as_it_was() -> None:
    done("roles")
    done("quiz")
    renamed = block("roles", display_name="Renamed")
    call(renamed, "move", {"step": "mine"})
    done("last")
    assert Training.objects.get().covers[0]["title"] == "Who does what?"


def test_the_instructor_deletes_the_state_and_what_was_earned_stays() -> None:
    for name in OLX:
        done(name)
    block("last").clear_student_state(user_id=MIRA.anonymous_id, course_id=COURSE, item_id=f"{KEY}last")
    assert "last" not in records()
    assert levels() == ["ready"]
    done("last")
    assert levels() == ["ready"]


def test_what_it_asks_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lesson asks nothing for it on its way; the last step of one that awards asks once, however much it needs."""

    def asked(work: Callable[[], Any], table: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            work()
        return sum(table in query["sql"] for query in captured.captured_queries)

    send("last", "move", {"step": "case"})
    assert asked(lambda: send("last", "answer_step", {"step": "lines", **COMMITTED}), "training") == 0
    done("roles")
    done("quiz")
    with CaptureQueriesContext(connection) as few:
        done("last", revision=1)
    Training.objects.all().delete()
    UnitRecord.objects.filter(usage_key=f"{KEY}last").update(passed_at=None, finished_at=None)
    many = [f"more-{number}" for number in range(200)]
    UnitRecord.objects.bulk_create(
        UnitRecord(learner_id=MIRA.account, course_key=COURSE, usage_key=f"{KEY}{name}", passed_at=timezone.now())
        for name in many
    )
    monkeypatch.setitem(OLX, "last", LAST.replace("roles quiz", " ".join(many)))
    with CaptureQueriesContext(connection) as more:
        done("last", revision=2)
    monkeypatch.setitem(OLX, "last", LAST)
    assert len(more) <= len(few)
    with CaptureQueriesContext(connection) as looked:
        end_of()
    assert len(looked) <= 4  # the answers, what is earned, and their savepoint
    assert all("covers" not in query["sql"] for query in looked.captured_queries), "the lessons are the document's"


def test_a_verb_that_is_given_no_award_says_nothing() -> None:
    from internship_xblock.tools.units import api

    unit = block("last").unit
    assert api.award_progress(MIRA, unit=replace(unit, award=None), usage_key=f"{KEY}last") is None
