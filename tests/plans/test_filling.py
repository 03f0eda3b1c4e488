"""From any source to rows that can be kept: what follows, what moves, what is left out and said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from internship_xblock.records import provenance, validation
from internship_xblock.records.schema import ROWS_LIMIT, Surroundings
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.schema.headings import Heading, options_of
from internship_xblock.tools.plans.schema.layout import Layout
from internship_xblock.tools.plans.sources import copying, examples, filling
from internship_xblock.tools.plans.sources.filling import Filling, Source

from .conftest import RULES, TODAY

FIRST = date(2027, 2, 1)  # a Monday


def filled(answers: Any, first_day: date | None = FIRST, rules: PlanRules = RULES, **more: Any) -> Filling:
    return filling.fill(Source(answers, more.pop("headings", ())), rules, first_day=first_day, **more)


def said(found: Filling) -> str:
    return "\n".join(remark.words for remark in found.remarks)


def test_the_example_comes_with_new_uids_and_links_that_follow() -> None:
    source = examples.source(RULES, TODAY)
    found = filling.fill(source, RULES, first_day=source.first_day)
    assert not found.remarks
    assert list(found.rows) == ["periods", "outcomes", "tasks", "checkpoints"]
    for name, rows in found.rows.items():
        before = [{key: value for key, value in row.items() if key not in ("uid", "outcomes")} for row in source.answers[name]]
        assert [{key: value for key, value in row.items() if key not in ("uid", "outcomes")} for row in rows] == before
    old = {row["uid"]: row["text"] for row in source.answers["outcomes"]}
    new = {row["uid"]: row["text"] for row in found.rows["outcomes"]}
    assert not set(old) & set(new)
    served = [[new[uid] for uid in row["outcomes"]] for row in found.rows["tasks"]]
    assert served == [[old[uid] for uid in row["outcomes"]] for row in source.answers["tasks"]]


def test_all_dates_move_by_the_same_days_so_that_the_earliest_falls_on_the_first_day() -> None:
    answers = {
        "periods": [{"label": "One", "start": "2026-09-07", "end": "2026-09-11"}],
        "tasks": [{"text": "Shadow", "start": "2026-09-08"}],
        "checkpoints": [{"about": "All three", "date": "2026-09-11"}],
    }
    found = filled(answers)
    assert (found.rows["periods"][0]["start"], found.rows["periods"][0]["end"]) == ("2027-02-01", "2027-02-05")
    assert found.rows["tasks"][0]["start"] == "2027-02-02"
    assert found.rows["checkpoints"][0]["date"] == "2027-02-05"
    assert not found.remarks
    assert "was a Monday and is now a Tuesday" in said(filled(answers, date(2027, 2, 2)))


def test_without_a_first_day_the_dates_stay_open_and_that_is_said_once() -> None:
    found = filled({"periods": [{"label": "One", "start": "2026-09-07"}, {"label": "Two", "start": 8}]}, None)
    assert [row["start"] for row in found.rows["periods"]] == ["", ""]
    assert said(found).count("left open") == 1


def test_days_are_counted_from_the_first_day() -> None:
    found = filled({"periods": [{"label": "One", "start": 1, "end": 5}], "checkpoints": [{"kind": "end", "date": 36}]})
    assert (found.rows["periods"][0]["start"], found.rows["periods"][0]["end"]) == ("2027-02-01", "2027-02-05")
    assert found.rows["checkpoints"][0]["date"] == "2027-03-08"


@pytest.mark.parametrize("day", [0, -1, 10**9, True, 1.5, "2026-02-30", "0001-01-01", "soon", ["2026-09-07"], {}])
def test_what_is_no_date_is_left_out(day: Any) -> None:
    found = filled({"tasks": [{"text": "Shadow", "start": day}]})
    assert found.rows["tasks"][0]["start"] == ""
    assert "Task 1, Starts on: left out." in said(found)


def test_headings_are_matched_by_id_then_by_words_else_left_open() -> None:
    rules = PlanRules(headings=(Heading("a", "Faglig  innsikt"), Heading("skills", "Skills")))
    rows = [{"text": text, "heading": heading} for text, heading in (("One", "skills"), ("Two", "x1"), ("Three", "x2"))]
    headings = [{"id": "x1", "text": "faglig innsikt"}, {"id": "x2", "text": "Attitude"}, {"id": 3}, "junk"]
    found = filled({"outcomes": rows}, rules=rules, headings=headings)
    assert [row["heading"] for row in found.rows["outcomes"]] == ["skills", "a", ""]
    assert said(found) == "Outcome 3: choose a heading; this course has none called “Attitude”."


def test_what_cannot_be_kept_is_left_out_by_name_and_the_rest_of_the_row_stays() -> None:
    row = {"text": "Shadow", "evidence": "x" * 700, "autonomy": "somehow", "routine": "yes", "assessor": ["Kari"]}
    period = {"label": "One", "start": "2026-09-08", "end": "2026-09-07", "hours": 9_999_999}
    found = filled({"tasks": [row], "periods": [period]})
    assert found.rows["tasks"][0] == {
        "uid": found.rows["tasks"][0]["uid"], "text": "Shadow", "outcomes": [], "routine": False, "evidence": "",
        "assessor": "", "autonomy": "", "start": "",
    }  # fmt: skip
    words = said(found)
    assert "Task 1, Evidence: left out. At most 500 characters; this has 700." in words
    for place in (
        "Task 1, How independently",
        "Task 1, Routine work",
        "Task 1, Who assesses",
        "Period 1, Last",
        "Period 1, Hours",
    ):
        assert place in words
    assert found.rows["periods"][0]["start"] == "2027-02-02"  # the last day, one earlier, is the first date there is


def test_what_nobody_knows_is_left_out_and_named() -> None:
    answers = {"__proto__": {"x": 1}, "tasks": [{"text": "A", "constructor": 1}, "text", None], "parties": [{"name": "Kari"}]}
    found = filled(answers)
    assert [row["text"] for row in found.rows["tasks"]] == ["A"]
    words = said(found)
    for part in ("“__proto__”", "“constructor”", "Task 2: left out", "Task 3: left out", "People are not copied"):
        assert part in words
    assert "parties" not in found.rows


def test_too_many_rows_and_too_many_remarks_are_counted() -> None:
    found = filled({"tasks": [{"text": "A", "evidence": 1} for _at in range(ROWS_LIMIT + 5)]})
    assert len(found.rows["tasks"]) == ROWS_LIMIT
    assert "5 are left out" in said(found)
    assert len(found.remarks) == filling.REMARKS_LIMIT + 1
    assert "things more were left out" in said(found)


def test_only_what_is_asked_for_is_filled_and_tasks_find_the_outcomes_that_stand() -> None:
    answers = {
        "outcomes": [{"uid": "a", "text": "Explain the price"}, {"uid": "b", "text": "Something else"}],
        "tasks": [{"text": "Shadow", "outcomes": ["a", "b", "zz", 7]}],
    }
    found = filled(answers, only={"tasks"}, standing=[("mine", "explain  the PRICE"), ("other", "")])
    assert set(found.rows) == {"tasks"}
    assert found.rows["tasks"][0]["outcomes"] == ["mine"]
    assert "Task 1: 3 outcomes that it supported are not in this plan." in said(found)


def test_a_part_this_course_has_switched_off_is_left_out() -> None:
    rules = PlanRules(headings=RULES.headings, layout=Layout(off=frozenset({"checkpoints"})))
    found = filled(examples.example(RULES, TODAY), rules=rules)
    assert "checkpoints" not in found.rows
    assert "“Checkpoints” is left out" in said(found)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["2026-09-07", "a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
NAMES = ["periods", "outcomes", "tasks", "checkpoints", "practical", "contacts", "parties", "headings", "uid", "x"]
FIELDS = ["uid", "text", "heading", "outcomes", "routine", "start", "end", "hours", "kind", "date", "hse", "mentor_hours"]
likely = st.dictionaries(
    st.sampled_from(NAMES),
    json_values | st.lists(st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=5), max_size=3),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(answers=likely, headings=json_values, first_day=st.none() | st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_nothing_a_source_holds_ever_raises_and_what_comes_out_can_be_kept(
    answers: Any, headings: Any, first_day: date | None
) -> None:
    found = filling.fill(Source(answers, headings), RULES, first_day=first_day)
    outcomes = [(row["uid"], row["text"]) for row in found.rows.get("outcomes", [])]
    around = Surroundings(options_of(RULES.headings), outcomes)
    for name, rows in found.rows.items():
        assert validation.check(RULES.layout.by_name[name], rows, around) == rows


# -- made ready for others ----------------------------------------------------------------------------------------------

PEOPLE = [
    {"uid": "a", "role": "mentor", "name": "Kari Holm", "is_substitute": False},
    {"uid": "b", "role": "mentor", "name": "Ánde Somby", "is_substitute": True},
    {"uid": "c", "role": "student", "name": "Jonas Lie", "is_substitute": False},
]


def document(**sections: Any) -> dict[str, Any]:
    data = {name: {"rows": one} if isinstance(one, list) else {"values": one} for name, one in sections.items()}
    return frozen_text.build(PEOPLE, data, RULES.headings)


def test_names_become_roles_as_words_of_their_own() -> None:
    texts = {
        "Kari Holm and  ánde somby": "Mentor and  Substitute mentor",
        "Kari Holms desk": "Mentors desk",
        "Kari\nHolm": "Mentor",
        "Kari Holmen": "Kari Holmen",
        "Jonas": "Jonas",
    }
    rows = [{"uid": f"t{at}", "text": text} for at, text in enumerate(texts)]
    source = copying.for_oneself(document(tasks=rows))
    assert [row["text"] for row in source.answers["tasks"]] == list(texts.values())
    assert "parties" not in source.answers


OWN = {
    "practical": {"insurance": "Ours", "hse": "Boots", "confidentiality": "Prices", "adjustments": "none"},
    "contacts": {"university": "Ingrid Aas", "escalation": "The leader", "mentor_hours": 2},
}  # fmt: skip


def test_what_is_about_one_placement_stays_behind() -> None:
    plan = document(**OWN)
    assert not OWN.keys() & copying.for_oneself(plan).answers.keys()
    assert not OWN.keys() & copying.for_others(plan).keys()


@pytest.mark.parametrize("origin", list(provenance.WORDS))
def test_practical_legal_and_contact_answers_are_never_filled_whatever_they_come_from(origin: str) -> None:
    """Also an old plan's text about adjustments, which a file may still hold."""
    old = {**OWN, "practical": {**OWN["practical"], "adjustments": "A hearing loop"}}
    found = filling.fill(Source(document(**old), origin=origin), RULES, first_day=FIRST)
    assert not OWN.keys() & found.rows.keys()
    assert "Not filled in, because each placement answers this itself: “Practical and legal”, “Contacts and time”." in said(
        found
    )
    assert "hearing" not in said(found)
    nothing = filling.fill(Source(document()), RULES, first_day=FIRST)
    assert "Not filled in" not in said(nothing), "nothing is said of what was not answered"


def test_a_day_on_which_adjustments_are_agreed_moves_no_dates() -> None:
    answers = {"periods": [{"label": "One", "start": "2026-09-07"}], "practical": {"adjustments_on": "2026-08-31"}}
    assert Source(answers).first_day == date(2026, 9, 7)


def test_a_template_counts_its_days_and_comes_back_on_the_days_of_another_placement() -> None:
    plan = document(**{name: rows for name, rows in examples.example(RULES, TODAY).items() if name in copying.SHARED})
    shared = copying.for_others(plan)
    assert [row["start"] for row in shared["periods"]] == [1, 29, 57]
    assert "Day 29" in str(frozen_text.outline(copying.in_days(shared)))
    found = filling.fill(copying.from_template(shared), RULES, first_day=FIRST)
    assert found.rows["periods"][1]["start"] == "2027-03-01"
    assert not found.remarks


def test_what_may_still_tell_who_somebody_is_gets_named() -> None:
    shared = copying.for_others(document(tasks=[{"uid": "t", "text": "Ask Kari, kari@fish.example or +47 912 34 567 in 2026"}]))
    assert copying.still_named(shared, PEOPLE) == ["Kari", "kari@fish.example", "+47 912 34 567"]
