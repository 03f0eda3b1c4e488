"""The questions of a plan in HTML: what was typed stands in its place and nowhere else; each has its label and error."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from internship_xblock.core.language.text import NAME_LIMIT
from internship_xblock.records.schema import Field, Surroundings
from internship_xblock.tools.plans.schema.layout import EVERY
from internship_xblock.tools.plans.schema.sections import SECTIONS
from internship_xblock.tools.plans.web.sections import fields as plan_fields
from internship_xblock.ui.jinja import render

NASTY = '\n</textarea><script>alert("1")</script> \' & &amp; {{ 1 }} {0} {value}'
AROUND = Surroundings([("know", NASTY)], [("o1", NASTY), ("o2", "")])
FIELDS = [(f"{section.name}-r1-{field.name}", field) for section in SECTIONS for field in section.fields]
ANSWERS: dict[str, list[Any]] = {"links": [[], ["o2"], ["o1", "o2"]], "tick": [False, True], "option": ["", "know"]}


def asked(name: str, spec: Field, value: Any) -> Any:
    return drawn(plan_fields.question(name, spec, value, AROUND))


def drawn(one: plan_fields.Question) -> Any:
    return lxml.html.fragment_fromstring(render("plans/macros/questions.html#question", {"html_id": "ix1"}, one=one))


@pytest.mark.parametrize(("name", "spec"), FIELDS, ids=[name for name, _spec in FIELDS])
def test_each_question_holds_its_answer_its_label_and_its_error(name: str, spec: Field) -> None:
    choices = [key for key, _words in spec.choices]
    for value in ANSWERS.get(spec.kind, choices or ["", NASTY, "2026-09-01", 37.5]):
        field = asked(name, spec, value)
        assert not field.xpath("//script")
        inputs = field.xpath(".//input | .//textarea | .//select")
        assert {one.get("name") for one in inputs} == {name}
        assert [one.get("id") for one in field.xpath(".//*[@data-error]")] == [f"ix1-{name}-error"]
        assert field.xpath(".//label/@for | .//legend/text()") in ([f"ix1-{name}"], [str(spec.label)])
        if spec.kind == "links":
            assert [one.get("value") for one in inputs if one.get("checked") is not None] == value
            assert field.xpath(".//label/span/text()") == [NASTY, "(an outcome not written yet)"]
        elif spec.kind == "tick":
            assert (inputs[0].get("checked") is not None) is value
        else:
            kept = inputs[0].text[1:] if spec.kind == "text" else inputs[0].value  # a browser drops the first line break too
            assert kept == str(value)


def test_what_is_settled_is_sent_along() -> None:
    field = drawn(plan_fields.settled("parties-r1-role", Field("role", "Role"), NASTY))
    assert (field.get("type"), field.get("name"), field.get("value")) == ("hidden", "parties-r1-role", NASTY)


def test_an_answer_longer_than_a_name_is_read_whole_where_it_is_written() -> None:
    """Whom a checkpoint is with and what it is about stood cut off in half a line."""
    questions = [(section.name, field) for section in EVERY.values() for field in section.fields if field.kind == "line"]
    assert [(name, field.name) for name, field in questions if field.limit > NAME_LIMIT] == []


def test_a_wide_line_begins_a_row_of_its_own() -> None:
    wide, narrow = (Field("label", "Name", is_wide=is_wide) for is_wide in (True, False))
    assert "ix-wide" in asked("periods-r1-label", wide, "Autumn").get("class")
    assert "ix-wide" not in asked("periods-r1-label", narrow, "Autumn").get("class")
