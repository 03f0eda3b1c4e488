"""An Erasmus+ agreement as something to start from: what goes along, what belongs to one student, what does not fit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from internship_xblock.tools.plans.api import Layout
from internship_xblock.tools.plans.schema import erasmus, frozen_text
from internship_xblock.tools.plans.sources import author_template, copying, filling

from .conftest import RULES
from .test_erasmus import ERASMUS
from .test_layouts import document_of

FIRST = date(2027, 2, 1)
NAMES = [section.name for section in erasmus.SECTIONS]


def test_an_earlier_agreement_comes_without_what_is_one_students() -> None:
    document = document_of(ERASMUS)
    filled = filling.fill(copying.for_oneself(document), ERASMUS, first_day=FIRST)
    assert set(NAMES) & set(filled.rows) == {"erasmus_study", "erasmus_host", "erasmus_a"}, "no promise, no insurance"
    assert not {"contact", "mentor"} & set(filled.rows["erasmus_host"][0]), "whom to call is each placement's own"
    assert filled.rows["erasmus_host"][0]["sector"] == document["erasmus_host"]["sector"]
    assert filled.rows["erasmus_study"][0] == {**document["erasmus_study"], "level": "", "field": ""}
    assert filled.rows["erasmus_a"][0] == {**document["erasmus_a"], "language_level": ""}


def test_days_online_move_along() -> None:
    document = document_of(ERASMUS)
    document["erasmus_a"].update(virtual_start="2026-08-10", virtual_end="2026-08-12")  # a week before the first period
    filled = filling.fill(copying.for_oneself(document), ERASMUS, first_day=date(2027, 2, 1))
    answers = filled.rows["erasmus_a"][0]
    assert (answers["virtual_start"], answers["virtual_end"]) == ("2027-02-01", "2027-02-03")
    assert filled.rows["periods"][0]["start"] == "2027-02-08"


def test_a_course_without_erasmus_leaves_it_out_and_says_so() -> None:
    filled = filling.fill(copying.for_oneself(document_of(ERASMUS)), RULES, first_day=FIRST)
    assert not set(NAMES) & set(filled.rows)
    assert sum("do not have this part" in remark.words for remark in filled.remarks) == 3


def test_a_usual_plan_says_nothing_of_it() -> None:
    filled = filling.fill(copying.for_oneself(document_of(RULES)), ERASMUS, first_day=FIRST)
    assert not set(NAMES) & set(filled.rows)
    assert filled.remarks == ()


def test_a_template_for_others_leaves_it_behind() -> None:
    shared = copying.for_others(document_of(ERASMUS))
    assert not set(NAMES) & set(shared)
    assert Layout.of(shared).erasmus


def test_what_is_wrong_in_it_is_said_in_words() -> None:
    answers = {"erasmus_study": {"code": True, "level": "x"}, "erasmus_a": {"week_hours": True, "title": 7}}
    filled = filling.fill(filling.Source(answers), ERASMUS, first_day=FIRST)
    assert {remark.section for remark in filled.remarks} == {"erasmus_a", "erasmus_study"}
    assert any("It should be a number of hours." in remark.words for remark in filled.remarks)


def test_an_authors_template_asks_for_it_but_not_for_one_students_level() -> None:
    asked = {section.name: section for section in author_template.sections(ERASMUS.layout)}
    assert asked["erasmus_a"].has("title")
    assert not asked["erasmus_a"].has("language_level")
    assert asked["erasmus_a"].field("virtual_start").kind == "day"
    stored = [{"section": "erasmus_a", "title": "Sales", "week_hours": "37.5", "language": "English"}]
    targets = [hint.target for hint in author_template.hints(stored, ERASMUS)]
    assert "erasmus_a-monitoring" in targets
    assert "erasmus_a-language_level" not in targets
    filled = filling.fill(author_template.source(stored, ERASMUS), ERASMUS, first_day=FIRST)
    assert filled.rows["erasmus_a"][0]["week_hours"] == 37.5


def test_a_copy_reads_like_the_plan_it_came_from() -> None:
    document = document_of(ERASMUS)
    filled = filling.fill(copying.for_oneself(document), replace(ERASMUS), first_day=date(2026, 8, 17))
    data = {name: {"values": rows[0]} for name, rows in filled.rows.items() if name in NAMES}
    again = frozen_text.build([], data, RULES.headings, ERASMUS.layout)
    assert again["erasmus_a"] == {**document["erasmus_a"], "language_level": ""}
    for own in ("erasmus_b", "erasmus_c", "erasmus_insurance"):
        assert not any(again[own].values())


def test_a_file_says_which_answers_of_it_are_not_filled_in() -> None:
    document = document_of(ERASMUS)
    filled = filling.fill(filling.Source(document), ERASMUS, first_day=FIRST)
    said = " ".join(remark.words for remark in filled.remarks)
    assert "answers this itself: “Erasmus+ Table B: recognition”, “Practical and legal”" in said
    assert "answers this itself: “Mentor’s details”" in said
