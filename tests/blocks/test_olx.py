"""Whatever an author's lists hold, the course is exported, and comes back without what XML has no place for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from xblock.fields import ScopeIds, String

from internship_xblock.core.language.text import legal_xml
from internship_xblock.tools.logs.practice.samples import parse_samples
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements.web.block import PlacementBlock
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.units.steps import KINDS
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.ui.studio.olx import OlxListsMixin
from tests.hostile import block_classes
from tests.runtime import make_block

pytestmark = pytest.mark.django_db

# Any text: controls, half a surrogate pair and non-characters too.
ANY = st.text(
    st.characters(codec=None, categories=None) | st.sampled_from("\x00\x01\x0b\x1f\x7f\ud800\ufffe\uffff\t\n\r<&\"'"),
    max_size=12,
)
FILLED = ANY.filter(lambda text: legal_xml(text).strip() != "")


def row(*names: str) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(dict.fromkeys(names, ANY))


@st.composite
def step(draw: st.DrawFn) -> dict[str, Any]:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    names = ("id", "title", *(part.name for part in kind.parts))
    raw: dict[str, Any] = {"kind": kind.name, "text": draw(FILLED), **draw(row(*names))}
    return raw | {
        group.name: draw(st.lists(row("id", *(part.name for part in group.parts)), max_size=2)) for group in kind.rows
    }


SAMPLE = st.fixed_dictionaries(
    dict.fromkeys(("who", "hours", "level", "next_step", "observation", "feedforward", "question"), ANY)
    | {"id": st.text("abc", min_size=1, max_size=8), "texts": st.dictionaries(ANY, FILLED, max_size=2)}
)
TEMPLATE = st.fixed_dictionaries(
    {"section": ANY}, optional=dict.fromkeys(("id", "text", "outcomes", "start", "evidence", "hours"), ANY)
)
LISTS: dict[type[OlxListsMixin], dict[str, st.SearchStrategy[Any]]] = {
    UnitBlock: {
        "outcomes": row("text"), "pools": row("id", "draw", "text"), "rubric": row("id", "title", "text"), "steps": step(),
    },
    PlanBlock: {
        "headings": row("id", "text"), "extra_vague_verbs": row("text"), "extra_better_verbs": row("text"),
        "template_rows": TEMPLATE, "rubric": row("id", "title", "text"),
    },
    PlacementBlock: {"checklist": row("id", "whose", "seen_by", "until", "must", "text")},
    LogBlock: {"own_questions": row("id", "help", "text"), "samples": SAMPLE},
}  # fmt: skip


def through_olx(block: Any) -> Any:
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    keys = ScopeIds(None, block.scope_ids.block_type, "other", "other")
    return type(block).parse_xml(etree.fromstring(etree.tostring(node)), make_block(type(block), None).runtime, keys)


def cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {legal_xml(name): cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [cleaned(inner) for inner in value]
    return legal_xml(value)


def test_every_list_of_every_block_is_tried() -> None:
    with_lists = {one: set(one.olx_lists) for one in block_classes() if issubclass(one, OlxListsMixin)}
    assert {one: set(lists) for one, lists in LISTS.items()} == with_lists


@pytest.mark.parametrize(
    ("block_class", "name"),
    [(one, name) for one, lists in LISTS.items() for name in lists],
    ids=lambda part: getattr(part, "__name__", part),
)
def test_any_text_in_a_list_is_exported_and_comes_back_clean(block_class: Any, name: str) -> None:
    @settings(max_examples=60)
    @given(st.lists(LISTS[block_class][name], min_size=1, max_size=3))
    def run(rows: list[Any]) -> None:
        found = getattr(through_olx(make_block(block_class, None, **{name: rows})), name)
        if name == "samples":
            assert [vars(one) for one in parse_samples(found)] == [vars(one) for one in parse_samples(cleaned(rows))]
        else:
            assert found == cleaned(rows)

    run()


@pytest.mark.parametrize("block_class", LISTS)
@settings(max_examples=30)
@given(text=ANY)
def test_any_text_in_a_field_is_exported_and_comes_back_clean(block_class: Any, text: str) -> None:
    names = [name for name, field in block_class.authored_fields().items() if isinstance(field, String)]
    block = make_block(block_class, None)
    for name in names:
        setattr(block, name, block_class.fields[name].from_json(text))  # as Studio and an import set it
    back = through_olx(block)
    assert {name: getattr(back, name) for name in names} == dict.fromkeys(names, legal_xml(text))


@pytest.mark.parametrize("block_class", LISTS)
@pytest.mark.parametrize("rows", [["a\x01b"], [{"a b": "c", "text": 7}], [{}], [{"text": None}]], ids=str)
def test_a_list_of_anything_keeps_no_course_from_its_export(block_class: Any, rows: list[Any]) -> None:
    for name in LISTS[block_class]:
        through_olx(make_block(block_class, None, **{name: rows}))
