"""Which adjustments a student needs is often about health: a plan asks only whether they are agreed, with whom and when."""

from __future__ import annotations

import json

import jsonschema
import pytest

from internship_xblock.core.errors import Invalid
from internship_xblock.tools.plans.documents import as_json
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.schema.layout import Layout
from internship_xblock.tools.plans.sources import examples, filling, importing
from tests.exports import world
from tests.exports.test_json import SCHEMA

from .conftest import RULES, TODAY, Draft

LAYOUTS = [Layout(), Layout(staff=True), Layout(erasmus=True)]
HEALTH = "A hearing loop, and a break every hour"


@pytest.mark.parametrize("layout", LAYOUTS, ids=["internship", "staff", "erasmus"])
def test_nothing_about_what_is_needed_can_be_written_there(layout: Layout) -> None:
    asked = {field.name: field for field in layout.by_name["practical"].fields if "adjustments" in field.name}
    assert list(asked) == ["adjustments", "adjustments_with", "adjustments_on"]
    assert (asked["adjustments"].kind, asked["adjustments_on"].kind) == ("choice", "date")
    assert [value for value, _words in asked["adjustments"].choices] == ["", "open", "none", "agreed"]
    assert asked["adjustments_with"].suggests == "people"
    assert "everybody in the plan reads this" in str(layout.by_name["practical"].intro)


@pytest.mark.parametrize("layout", LAYOUTS, ids=["internship", "staff", "erasmus"])
def test_the_example_says_nothing_of_it(layout: Layout) -> None:
    (answers,) = examples.example(PlanRules(layout=layout), TODAY)["practical"]
    assert {name: answer for name, answer in answers.items() if "adjustments" in name} == {"adjustments": "open"}


@pytest.mark.django_db
def test_free_text_is_refused_at_its_field_and_the_three_answers_are_kept(draft: Draft) -> None:
    with pytest.raises(Invalid) as refusal:
        draft.save("practical", [{"adjustments": HEALTH}])
    assert list(refusal.value.fields) == ["practical-adjustments"]
    answers = {"adjustments": "agreed", "adjustments_with": "Ingrid Aas", "adjustments_on": "2026-09-21"}
    view = draft.save("practical", [answers])
    document = view.document(RULES.headings)
    assert document["practical"].items() >= answers.items()
    (item,) = next(part for part in frozen_text.outline(document) if part.name == "practical").items
    assert [line.text for line in item.lines][:2] == ["Agreed separately", "Ingrid Aas"]


def test_what_an_old_file_says_of_it_is_left_out_with_a_remark() -> None:
    document = world.plan()
    document["practical"] = {**document["practical"], "adjustments": HEALTH}
    text = as_json.as_json(world.taken(document)).decode()
    assert HEALTH in text
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(text), SCHEMA)
    found = filling.fill(importing.read(text, Layout()).source, RULES, first_day=TODAY)
    assert HEALTH not in str(found)
    assert any("“Practical and legal”" in remark.words for remark in found.remarks)


@pytest.mark.parametrize(
    ("answer", "state"), [("none", "1 of 5 answered"), ("open", "1 of 5 answered"), ("agreed", "1 of 7 answered")]
)
def test_with_whom_and_when_are_asked_of_what_is_agreed(answer: str, state: str) -> None:
    section = Layout().by_name["practical"]
    assert section.state({"values": {"adjustments": answer}}) == state
