"""The workbook: all that one saved in the units of a course, readable when its authors have changed or removed the steps."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from internship_xblock.exports import pdf, word
from internship_xblock.records.document import Document, Entry, Section, Table
from internship_xblock.tools.units import api, documents
from internship_xblock.tools.units.models import StepAnswer
from internship_xblock.tools.units.web.block import UnitBlock
from tests.platform import COURSE, TestPlatform
from tests.runtime import call, make_block

from .lessons import ANSWERS, AUTHOR, FULL, MIRA, WORKSHEET, lesson, parse

pytestmark = pytest.mark.django_db
SECOND = "block-v1:Test+Mentor+2026+type@internship_unit+block@two"
TYPED = {"revision": "0", "1--task": "Take stock", "1--when": "2026-10-12", "3--task": "Sell", "3--how": "Alone"}


def answer(step: str, olx: str = FULL, actor: Any = MIRA, usage: str = "", **typed: Any) -> None:
    block = lesson(actor, olx, **({"usage": usage} if usage else {}))
    response = call(block, "answer_step", {"step": step, **(typed or (TYPED if step == "tasks" else ANSWERS[step]))})
    assert response.status_int == 200, response.text


def workbook(actor: Any = MIRA) -> Document:
    return documents.workbook(api.workbook(actor, course_key=COURSE), name=actor.name, course="The course")


def titles(section: Section) -> list[str]:
    return [part.title.partition(" · ")[0] for part in section.body if isinstance(part, Entry) and " · " in part.title]


def facts(section: Section, title: str) -> dict[str, str]:
    (entry,) = (part for part in section.body if isinstance(part, Entry) and part.title.startswith(title))
    return {fact.label: fact.value for fact in entry.facts}


def table(section: Section) -> Table:
    (found,) = (part for part in section.body if isinstance(part, Table))
    return found


def test_what_one_made_stands_under_its_lesson_in_the_order_it_was_begun() -> None:
    answer("mine", usage=SECOND, olx=FULL.replace('display_name="Who does what?"', 'display_name="The second lesson"'))
    for step in ("tasks", "ready", "better", "first", "roles"):
        answer(step)
    call(lesson(olx=FULL), "move", {"step": "why"})
    found = workbook()
    assert (found.head.title, found.head.about, found.head.organisations) == ("My workbook", "Mira", ("The course",))
    assert [section.title for section in found.sections] == ["The second lesson", "Who does what?"]
    assert titles(found.sections[1]) == ["Three tasks", "Ready?", "Say it better"]
    assert facts(found.sections[0], "Your step") == {"What I will do": "Call the university", "By when": "Tue 15 Jan 2999"}
    assert facts(found.sections[1], "Ready?") == {"In place": "A desk", "Still to do": "A login"}
    assert facts(found.sections[1], "Say it better") == {"The text to improve": "Good job.", "My version": "You asked first."}


def test_a_worksheet_is_a_table_of_the_lines_that_are_filled_in() -> None:
    answer("tasks")
    found = table(workbook().sections[0])
    assert found.columns == ("Task", "By when", "How")
    assert found.rows == (("Take stock", "12 Oct 2026", ""), ("Sell", "", "Alone"))
    assert found.is_named  # "Alone" says nothing without its column, on a phone too


def test_long_texts_stand_under_each_other() -> None:
    answer("tasks", **{**TYPED, "1--why": "It shows the whole shop. " * 8})
    section = workbook().sections[0]
    assert not any(isinstance(part, Table) for part in section.body)
    assert facts(section, "Line 1")["Why it teaches"].startswith("It shows the whole shop.")
    assert facts(section, "Line 3") == {"Task": "Sell", "How": "Alone"}


def test_the_labels_of_the_author_stand_in_front_of_the_lines() -> None:
    given = FULL.replace("</worksheet>", '<line id="am">Before lunch</line><line id="pm">After lunch</line></worksheet>')
    answer("tasks", given, revision=0, **{"pm--task": "Sell", "am--task": "Take stock"})
    found = table(workbook().sections[0])
    assert (found.columns, found.rows) == (("", "Task"), (("Before lunch", "Take stock"), ("After lunch", "Sell")))


def test_what_was_written_in_a_column_that_is_gone_keeps_its_name() -> None:
    answer("tasks", **{**TYPED, "1--why": "It shows the whole shop"})
    fewer = FULL.replace('<column id="why" type="text">Why it teaches</column>', "")
    answer("tasks", fewer, **{**TYPED, "revision": "1"})
    found = table(workbook().sections[0])
    assert found.columns == ("Task", "By when", "How", "Why it teaches")
    assert found.rows[0][-1] == "It shows the whole shop"


def test_a_step_that_is_gone_stays_in_the_workbook() -> None:
    answer("tasks")
    assert WORKSHEET in FULL
    answer("mine", FULL.replace(WORKSHEET, ""))
    assert titles(workbook().sections[0]) == ["Three tasks", "Your step"]


def test_an_answer_to_a_step_that_was_changed_or_removed_says_so() -> None:
    """It is all that is left of the step. Of a lesson that is gone, too, and not where the site cannot tell."""
    earlier, changed = " · answered on an earlier version", FULL.replace("A login</item>", "A key</item>")
    for step in ("tasks", "ready", "mine"):
        answer(step)
    usage_key = lesson(olx=FULL).usage_id

    def marked(**blocks: str) -> set[str]:
        TestPlatform.blocks = {key: parse(olx, make_block(UnitBlock, None, usage=key)) for key, olx in blocks.items()}
        response = page_of(MIRA)
        found = re.findall(r"([^<>]+?) · [^<>·]+" + earlier, response)
        return {title.strip() for title in found}

    assert marked() == set()
    assert marked(**{usage_key: FULL}) == set()
    assert marked(**{usage_key: FULL.replace('title="Your step"', 'title="Another name"')}) == set()
    assert marked(**{usage_key: changed.replace(WORKSHEET, "")}) == {"Three tasks", "Ready?"}
    assert marked(**{SECOND: FULL}) == {"Three tasks", "Ready?", "Your step"}


def page_of(actor: Any) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    response = client.get(f"/internship/workbook/{COURSE}/")
    assert response.status_code == 200
    return response.content.decode()


def test_answers_from_before_anything_was_kept_read_sensibly() -> None:
    for step in ("ready", "better", "mine", "first", "roles"):
        answer(step)
    StepAnswer.objects.update(asked={})
    (section,) = workbook().sections
    assert section.title == "An earlier lesson"
    assert titles(section) == ["Checklist", "Rewrite", "Commit"]
    assert facts(section, "Checklist") == {"In place": "1 item"}
    assert facts(section, "Rewrite") == {"My version": "You asked first."}


def test_a_draft_and_somebody_elses_answer_are_no_part_of_it() -> None:
    call(lesson(olx=FULL), "keep_draft", {"step": "mine", "revision": 0, "text": "Half a thought"})
    answer("mine", actor=AUTHOR)
    found = workbook()
    assert [(section.title, section.body, section.note) for section in found.sections] == [
        ("Nothing here yet", (), documents.will_come())
    ]


def test_it_is_a_document_on_paper_and_in_word() -> None:
    for step in ("tasks", "ready", "better", "mine"):
        answer(step)
    for document in (workbook(), workbook(AUTHOR)):  # hers is empty
        assert pdf.render(document).startswith(b"%PDF-")
        assert word.render(document).startswith(b"PK")
    with override("nb"):
        assert pdf.render(workbook()).startswith(b"%PDF-")


@pytest.mark.parametrize("rows", [10, 1000])
def test_a_long_workbook_asks_no_more_of_the_database(rows: int, django_assert_num_queries: Any) -> None:
    answer("mine")
    mine, now = StepAnswer.objects.get(), timezone.now()
    StepAnswer.objects.bulk_create(
        StepAnswer(
            learner_id=MIRA.account, course_key=COURSE, usage_key=f"{mine.usage_key}{number // 5}", step=f"s{number}",
            answer=mine.answer, asked=mine.asked, answered_at=now, changed_at=now,
        )
        for number in range(rows)
    )  # fmt: skip
    with django_assert_num_queries(1):
        found = workbook()
    assert len(found.sections) == 1 + rows // 5


def test_the_last_screen_leads_to_it_where_there_is_something_for_it() -> None:
    for olx, is_there in ((FULL, True), ('<internship_unit><read id="a" title="A">B</read></internship_unit>', False)):
        block = lesson(olx=olx)
        block.step_index = len(block.unit.steps)
        page = block.student_view().content
        assert (f'href="/internship/workbook/{COURSE}/"' in page) == is_there


def test_the_last_screen_of_a_lesson_with_no_page_of_it_leads_to_what_another_left() -> None:
    plain = '<internship_unit><read id="a" title="A">B</read></internship_unit>'
    answer("first")  # right or wrong, and no page
    link = f'href="/internship/workbook/{COURSE}/"'

    def closing(actor: Any = MIRA) -> str:
        return str(lesson(actor, plain, usage=SECOND, step_index=1).student_view().content)

    assert link not in closing()
    answer("mine")
    assert link in closing()
    assert link not in closing(AUTHOR)
    block = lesson(olx=plain)
    assert not block.has_workbook(replace(MIRA, masquerading=True, is_staff=True), ())
    assert block.has_workbook(MIRA, ())


def test_an_answer_that_its_author_keeps_stands_there_and_another_choice_does_not() -> None:
    keeping = FULL.replace('<choose id="first"', '<choose id="first" keep="true"')
    for step in ("first", "many"):
        answer(step, keeping)
    (section,) = workbook().sections
    assert titles(section) == ["The first day"]
    assert facts(section, "The first day") == {"My answer": "A desk"}


@pytest.mark.parametrize("outcome", ["done", "dropped"])
def test_a_settled_commitment_of_a_time_when_nothing_was_kept_of_its_step_stays(outcome: str) -> None:
    answer("mine")
    StepAnswer.objects.update(asked={})
    usage_key = lesson(MIRA, FULL).usage_id
    api.settle_commitment(MIRA, course_key=COURSE, usage_key=usage_key, step_id="mine", outcome=outcome)
    (record,) = api.in_workbook(api.workbook(MIRA, course_key=COURSE))
    assert api.kind_name(record) == "commit"
