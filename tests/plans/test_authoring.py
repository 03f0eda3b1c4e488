"""What authors do: settings by form, a preview, OLX out and in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xblock.fields import ScopeIds

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.api import Layout
from internship_xblock.tools.plans.models import Plan
from internship_xblock.tools.plans.web.block import DEFAULT_HEADINGS, PlanBlock
from tests.runtime import call, make_block

SETTINGS: dict[str, Any] = {
    "display_name": "Avtalen 🐟", "hours_required": "150.5", "min_outcomes": "2", "max_outcomes": "5", "routine_percent": "10",
    "weight": "3", "owner_role": "supervisor", "extra_vague_verbs": "begripe\n\n internalise ", "heading-knowledge": "Kunnskap",
    "heading-skills": "", "heading-new1": "=Ferdigheter <b>", "mentor_hours": "2.5", "staff_mode": "on",
    "sections": ["periods", "checkpoints"], "extra_better_verbs": "gaffel\nsortere",
}  # fmt: skip


def test_the_settings_form_saves_every_setting(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    form = block.studio_view().content
    for name in SETTINGS:
        assert name == "heading-new1" or f'name="{name}"' in form
    answer = call(block, "studio_save", SETTINGS)
    assert answer.status_int == 200, answer.text
    assert answer.headers["X-Internship-Saved"] == "yes"
    assert block.display_name == "Avtalen 🐟"
    assert (block.hours_required, block.min_outcomes, block.max_outcomes) == (150.5, 2, 5)
    assert (block.routine_percent, block.weight, block.owner_role) == (10, 3, "supervisor")
    assert block.headings == [{"id": "knowledge", "text": "Kunnskap"}, {"id": "new1", "text": "=Ferdigheter <b>"}]
    assert [row["text"] for row in block.extra_vague_verbs] == ["begripe", "internalise"]
    assert {"begripe", "understand", "forstå"} <= set(block.plan_rules.vague_verbs)
    assert "=Ferdigheter &lt;b&gt;" in block.author_view().content
    assert "=Ferdigheter <b>" in block.index_dictionary()["content"]["headings"]
    assert block.max_score() == 3
    assert (block.mentor_hours, block.staff_mode, block.sections_off) == (2.5, True, "tasks practical contacts")
    assert [str(verb) for verb in block.plan_rules.better_verbs[:3]] == ["gaffel", "sortere", "explain"]
    assert block.layout == Layout(staff=True, off=frozenset({"tasks", "practical", "contacts"}))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"hours_required": "-1"}, "hours_required"),
        ({"min_outcomes": "6"}, "max_outcomes"),
        ({"routine_percent": "101"}, "routine_percent"),
        ({"weight": "lots"}, "weight"),
        ({"mentor_hours": "169"}, "mentor_hours"),
        ({"sections": ["tasks", "parties"]}, "sections"),
        ({"owner_role": "king"}, "owner_role"),
        ({"heading-knowledge": "", "heading-new1": ""}, "heading-knowledge"),
        ({"heading-new1": "x" * 201}, "heading-new1"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_its_field(
    person: Callable[..., Actor], change: dict[str, str], field: str
) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    answer = call(block, "studio_save", {**SETTINGS, **change})
    assert answer.status_int == 422
    assert f"{block.html_id}-{field}-error" in answer.text
    assert block.headings == DEFAULT_HEADINGS


def test_only_authors_set(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("mira"))
    assert call(block, "studio_save", SETTINGS).status_int == 403
    assert block.display_name == "Your internship plan"


def test_the_preview_shows_an_example_and_stores_nothing(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True), hours_required=112.5)
    shown = block.author_view().content
    assert "Shadow the auction" in shown
    assert "<form" not in shown
    assert not Plan.objects.exists()


@pytest.mark.parametrize(("least", "most", "headings"), [(0, 1, 1), (6, 6, 8), (3, 6, 0), (60, 60, 3)])
def test_the_preview_fits_any_settings(person: Callable[..., Actor], least: int, most: int, headings: int) -> None:
    rows = [{"id": f"h{at}", "text": f"Heading {at}"} for at in range(headings)]
    block = make_block(PlanBlock, person("staff_ida"), min_outcomes=least, max_outcomes=most, headings=rows)
    assert "Something went wrong" not in block.author_view().content


def test_the_default_headings_speak_the_readers_language(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("mira"))
    with override("nb"):
        assert [heading.text for heading in block.plan_rules.headings] == ["Kunnskap", "Ferdigheter", "Generell kompetanse"]
    block.headings = [{"id": "knowledge", "text": "Skills"}]  # an author's own words stay
    assert block.plan_rules.headings[0].text == "Skills"


WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t"), max_size=30
)


@given(
    fields=st.fixed_dictionaries(
        {
            "display_name": WORDS,
            "hours_required": st.floats(0, 9_999),
            "headings": st.lists(st.fixed_dictionaries({"id": WORDS, "text": WORDS}), min_size=1, max_size=4),
            "min_outcomes": st.integers(0, 60),
            "max_outcomes": st.integers(1, 60),
            "routine_percent": st.integers(0, 100),
            "weight": st.floats(0, 100),
            "extra_vague_verbs": st.lists(st.fixed_dictionaries({"text": WORDS}), max_size=3),
            "extra_better_verbs": st.lists(st.fixed_dictionaries({"text": WORDS}), max_size=3),
            "staff_mode": st.booleans(),
            "erasmus": st.booleans(),
            "sections_off": st.sampled_from(["", "tasks", "tasks contacts"]),
            "mentor_hours": st.floats(0, 168),
            "owner_role": st.sampled_from(["mentor", "student"]),
            "rubric": st.lists(st.fixed_dictionaries({"id": WORDS, "title": WORDS, "text": WORDS}), max_size=3),
        }
    )
)
def test_olx_out_and_in_again_keeps_every_field(fields: dict[str, Any]) -> None:
    block = make_block(PlanBlock, None, **fields)
    node = etree.Element("internship_plan")
    block.add_xml_to_node(node)
    again = etree.fromstring(etree.tostring(node))
    assert not any("[" in value for name, value in again.attrib.items() if name in PlanBlock.olx_lists)
    keys = ScopeIds(None, "internship_plan", "other", "other")
    read = PlanBlock.parse_xml(again, make_block(PlanBlock, None).runtime, keys)
    for name in PlanBlock.authored_fields():
        assert getattr(read, name) == getattr(block, name), name


def test_the_scenarios_are_olx_of_ours() -> None:
    for _title, source in PlanBlock.workbench_scenarios():
        assert etree.fromstring(source).find("internship_plan") is not None
