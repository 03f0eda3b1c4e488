"""The schema of units: as strict as its kinds are, for every kind, and what we write ourselves is valid by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from internship_xblock.course.check import check
from internship_xblock.course.checks.schema import FILE
from internship_xblock.tools.units.steps import KINDS, UNREAD
from internship_xblock.tools.units.steps.base import Rows
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.tools.units.web.olx_schema import LISTS

SCHEMA = Path(check.__code__.co_filename).parent / FILE
ROWS = [(kind.name, group) for kind in KINDS.values() for group in kind.rows]


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMA))


def unit(*steps: etree._Element) -> etree._Element:
    node = etree.Element("internship_unit", url_name="u", display_name="A unit", minutes="5", weight="0.5")
    etree.SubElement(node, "outcome").text = "Do it"
    node.extend(steps)
    return node


def filled(name: str) -> etree._Element:
    """A step with everything that its kind declares, written as an export writes it."""
    kind = KINDS[name]
    raw: dict[str, object] = {"id": "one", "title": "A title", "text": "Some *text*."}
    raw |= {part.name: "true" if part.type == "flag" else "Words" for part in kind.parts}
    for group in kind.rows:
        row = {
            part.name: "true" if part.type == "flag" else part.choices[-1][0] if part.choices else "r1" if part.of else "Words"
            for part in group.parts
        }
        raw[group.name] = [{**row, "id": "r1"}, {**row, "id": "r2"}]
    return kind.write(raw)


@pytest.mark.parametrize("name", KINDS)
def test_what_an_export_writes_is_valid(schema: etree.RelaxNG, name: str) -> None:
    assert schema.validate(unit(filled(name))), schema.error_log
    assert schema.validate(unit(KINDS[name].write({"id": "one", "title": "A title"}))), schema.error_log


def test_the_files_that_an_export_names_are_valid(schema: etree.RelaxNG) -> None:
    step = filled("read")
    assert schema.validate(unit(step, etree.Element("file", src="/static/desk.svg"))), schema.error_log
    assert not schema.validate(unit(filled("read"), etree.Element("file")))


@pytest.mark.parametrize("name", KINDS)
def test_a_step_takes_no_other_attribute_and_no_other_element(schema: etree.RelaxNG, name: str) -> None:
    odd, more, idless = filled(name), filled(name), filled(name)
    odd.set("colour", "red")
    etree.SubElement(more, "colour")
    del idless.attrib["id"]

    assert not any(schema.validate(unit(step)) for step in (odd, more, idless))


@pytest.mark.parametrize(("name", "group"), ROWS, ids=lambda value: getattr(value, "tag", value))
def test_a_row_takes_what_its_kind_declares(schema: etree.RelaxNG, name: str, group: Rows) -> None:
    for part in (part for part in group.parts if part.type == "flag" or part.choices or part.of):
        step = filled(name)
        step.find(group.tag).set(part.name, "no such value")
        assert not schema.validate(unit(step)), part.name
    step = filled(name)
    step.find(group.tag).set("id", "two words")
    assert not schema.validate(unit(step))


@pytest.mark.parametrize(("attribute", "value"), [("minutes", "5.5"), ("pass_mark", "half"), ("weight", "much"), ("due", "x")])
def test_a_unit_takes_the_settings_of_the_block(schema: etree.RelaxNG, attribute: str, value: str) -> None:
    node = unit(filled("read"))
    node.set(attribute, value)
    assert not schema.validate(node)


def test_it_says_in_words_what_an_author_fills_in() -> None:
    assert "By when" not in SCHEMA.read_text(encoding="utf-8")  # a learner's field, not an author's
    assert "Why it belongs there" in SCHEMA.read_text(encoding="utf-8")


def test_all_that_a_unit_keeps_beside_its_steps_is_in_it() -> None:
    tags = {tag for codec in UnitBlock.olx_lists.values() for tag in codec.tags}
    assert tags - set(KINDS) - {UNREAD.name} == set(LISTS)
