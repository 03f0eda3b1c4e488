"""OLX: everything an author wrote comes back to the letter; nothing written by hand makes an import fail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from internship_xblock.tools.units import rules
from internship_xblock.tools.units.web.block import UnitBlock
from tests.runtime import make_block

from .lessons import LESSON, lesson, parse, raw_steps, xml_text

pytestmark = pytest.mark.django_db


def exported(block: Any, pretty: bool = False) -> bytes:
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    return etree.tostring(node, encoding="utf-8", pretty_print=pretty)


def authored(block: Any) -> dict[str, Any]:
    return {name: getattr(block, name) for name in UnitBlock.authored_fields() if name != "tags"}


@given(
    steps=st.lists(raw_steps(), max_size=5),
    outcomes=st.lists(st.builds(lambda text: {"text": text}, xml_text), max_size=3),
    display_name=xml_text,
    minutes=st.integers(0, 240),
    minutes_at_work=st.integers(0, 600),
    pass_mark=st.integers(0, 100),
    weight=st.floats(0, 100),
    pretty=st.booleans(),
)
def test_all_that_is_authored_survives_the_round_trip(pretty: bool, **fields: Any) -> None:
    block = make_block(UnitBlock, None, **fields)
    back = parse(exported(block, pretty))
    assert authored(back) == authored(block)


def test_a_round_trip_needs_no_json() -> None:
    text = exported(lesson()).decode()
    assert "<outcome>Distinguish the roles</outcome>" in text
    assert '<card id="week" pile="mentor" feedback="Knows the days.">Plan the week</card>' in text
    assert "{" not in text.replace("{http", "")


def test_a_second_export_is_the_first() -> None:
    once = exported(lesson())
    assert exported(parse(once)) == once


def test_what_is_no_step_is_kept_and_told() -> None:
    block = parse(
        '<internship_unit><podcast id="p" src="x">Hello <b>you</b></podcast><read id="a" title="A">B</read></internship_unit>'
    )
    found = [str(one.message) for one in rules.findings(block.unit) if one.step == "p"]
    assert len(found) == 1
    assert "<podcast" in found[0]
    assert [step.id for step in block.unit.steps] == ["a"]
    assert b'<podcast id="p" src="x">Hello <b>you</b></podcast>' in exported(block)
    assert authored(parse(exported(block))) == authored(block)


@pytest.mark.parametrize("attribute", ['minutes="ten"', 'weight="much"', 'pass_mark="-5"', 'pass_mark="[1]"', 'weight="nan"'])
def test_a_number_that_is_none_is_told_and_the_default_taken(attribute: str) -> None:
    name = attribute.split("=")[0]
    block = parse(f"<internship_unit {attribute}/>")
    assert getattr(block, name) == UnitBlock.fields[name].default
    assert any(name in str(one.message) for one in rules.findings(block.unit))


def test_missing_and_double_ids_are_mended_and_told() -> None:
    block = parse(
        "<internship_unit><read>1</read><read id='a'>2</read><read id='a'>3</read><read id='ø å'>4</read></internship_unit>"
    )
    ids = [step.id for step in block.unit.steps]
    assert len(set(ids)) == 4
    assert ids[1] == "a"
    told = [one.step for one in rules.findings(block.unit) if "for now" in str(one.message)]
    assert set(told) == {ids[0], ids[2], ids[3]}


def test_rows_without_ids_can_be_told_apart() -> None:
    block = parse("<internship_unit><choose id='q'><option>A</option><option>B</option></choose></internship_unit>")
    assert len(set(block.unit.steps[0].ids("options"))) == 2


def test_markup_written_into_a_text_is_not_lost() -> None:
    block = parse("<internship_unit><read id='a'>Hello <em>dear</em> mentor<!-- note -->.</read></internship_unit>")
    assert block.steps[0]["text"] == "Hello <em>dear</em> mentor."
    assert "<em>dear</em>" in block.preview()


@pytest.mark.parametrize(
    "inside",
    [
        "text only",
        "<!-- a comment -->",
        "<?php a machine ?>",
        "<sort/>",
        "<choose id=''/>",
        "<sort id='s'><pile/><card/><crad>lost?</crad></sort>",
        "<unread/>",
        "<unread>words</unread>",
        "<x:read xmlns:x='http://example.org/'>strange</x:read>",
        "<option:minutes xmlns:option='http://code.edx.org/xblock/option'>ten</option:minutes>",
        "<option:steps xmlns:option='http://code.edx.org/xblock/option'>[1, 2</option:steps>",
        "<outcome/>",
        "<outcome><b>bold</b></outcome>",
    ],
)
def test_no_hand_written_content_fails(inside: str) -> None:
    block = parse(f"<internship_unit>{inside}</internship_unit>")
    for view in ("student_view", "public_view", "author_view", "studio_view"):
        content = getattr(block, view)().content
        assert "Something went wrong" not in content
    parse(exported(block))


def test_lists_in_attributes_are_not_ours() -> None:
    block = parse("""<internship_unit steps="[1, 2" outcomes="{}"><outcome>Do it</outcome></internship_unit>""")
    assert block.steps == []
    assert block.unit.outcomes == ("Do it",)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["kind", "id", "text", "cards", "piles", "options", "xml", "pile"]) | st.text(max_size=3),
                inner | st.sampled_from(["sort", "choose"]),
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_content_of_the_field_fails(steps: Any) -> None:
    block = make_block(UnitBlock, None)
    block.steps = steps if isinstance(steps, list) else [steps]
    assert "Something went wrong" not in block.author_view().content
    assert "Something went wrong" not in block.studio_view().content
    exported(block)


def test_the_sample_has_no_findings() -> None:
    assert rules.findings(parse(LESSON).unit) == []


def test_what_belongs_to_a_learner_is_not_imported() -> None:
    block = parse('<internship_unit step_index="[1"/>')
    assert block.step_index == UnitBlock.fields["step_index"].default


def test_outcomes_may_be_bare_strings() -> None:
    block = make_block(UnitBlock, None, outcomes=["Do it"])
    assert b"<outcome>Do it</outcome>" in exported(block)


def copied_files(olx: str) -> list[str]:
    """The files that Studio takes along when it copies a block, in the platform's own way.

    From edx-platform: `collect_assets_from_text` (openedx/core/lib/xblock_serializer/utils.py), which first takes
    `&quot;` for a quote, and `_url_replace_regex` (common/djangoapps/static_replace/__init__.py).
    """
    regex = """(?x)                # flags=re.VERBOSE
        (?P<quote>\\\\?['"])      # the opening quotes
        (?P<prefix>{prefix})      # the prefix
        (?P<rest>.*?)             # everything else in the url
        (?P=quote)                # the first matching closing quote
        """.format(prefix="(?:/static/studio/|/static/)(?!None)")
    return [found["rest"] for found in re.finditer(regex, olx.replace("&quot;", '"'))]


ILLUSTRATED = """<internship_unit display_name="A"><outcome>Go on</outcome>
  <read id="a" title="One" video="/static/talk.mp4">![A desk](/static/desk.svg) and [the guide](/static/guide.pdf#page=2).
<transcript>As in ![this](/static/board.png).</transcript></read>
  <scenario id="b" title="Two">Once.<situation id="s" title="Monday">
![Her](/static/desk.svg) ![Him](/static/him.png)</situation>
  <situation id="t" title="End" ending="true">Done.</situation><choice id="c" from="s" to="t">Go</choice></scenario>
  <rewrite id="d" title="Three">No file: /static/none.png, ![theirs](https://example.org/static/theirs.png)
    <original>x</original><model>y</model></rewrite>
</internship_unit>"""


def test_studio_finds_the_files_that_a_copied_unit_needs() -> None:
    found = copied_files(exported(parse(ILLUSTRATED), pretty=True).decode())
    assert sorted(found) == ["board.png", "desk.svg", "guide.pdf", "him.png", "talk.mp4"]


def test_the_names_of_files_are_no_steps_and_made_anew() -> None:
    once = parse(ILLUSTRATED)
    again = parse(exported(once))
    assert [step.id for step in again.unit.everything] == ["a", "b", "d"]
    assert authored(again) == authored(once)
    assert exported(again) == exported(once)
    changed = parse(exported(once).decode().replace("](/static/him.png)", "](/static/her.png)"))
    assert b'<file src="/static/her.png"/>' in exported(changed)
    assert b"him.png" not in exported(changed)


@pytest.mark.parametrize(
    "olx", ['<file src="https://example.org/x"/>', '<file src="/static/a">words</file>', '<file src="/static/a" id="b"/>']
)
def test_another_element_of_that_name_is_kept_and_told(olx: str) -> None:
    block = parse(f'<internship_unit display_name="A">{olx}</internship_unit>')
    assert olx in exported(block).decode()
    assert [step.kind for step in block.unit.everything] == ["unread"]


def test_reading_a_block_writes_nothing_into_the_log_of_the_site(caplog: pytest.LogCaptureFixture) -> None:
    parse(LESSON.replace("<internship_unit ", '<internship_unit url_name="roles" '))
    assert [record.getMessage() for record in caplog.records] == []
