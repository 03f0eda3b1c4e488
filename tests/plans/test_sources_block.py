"""The screens from which a plan is started, and its author's template in Studio."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xblock.fields import ScopeIds

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.documents import as_json
from internship_xblock.tools.plans.models import Plan, PlanTemplate
from internship_xblock.tools.plans.sources import author_template, importing
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.exports import world
from tests.runtime import call, make_block

from .conftest import RULES, Draft
from .test_block import base, block_of, page, send

TEMPLATE = [
    {"section": "periods", "id": "p1", "label": "First week", "start": "1", "end": "5", "hours": "37.5"},
    {"section": "outcomes", "id": "o1", "text": "Explain the price\nof fish", "heading": "knowledge"},
    {"section": "tasks", "id": "t1", "text": "Look", "outcomes": "o1", "evidence": "Sketch", "autonomy": "alone", "start": "2"},
    {"section": "tasks", "id": "t2", "text": "Answer the phone", "routine": "true"},
    {"section": "checkpoints", "id": "c1", "kind": "start", "date": "1", "about": "All three"},
]  # fmt: skip


def test_a_template_is_the_first_thing_offered_and_the_one_primary_button(draft: Draft) -> None:
    plain = page(block_of(draft))
    assert "Start with your course’s template" not in plain
    shown = page(block_of(draft, template_rows=TEMPLATE))
    assert shown.index("Start with your course’s template") < shown.index("Start from an earlier plan")
    assert shown.count("ix-button--primary") == plain.count("ix-button--primary") == 1


def test_starting_with_the_template_on_a_first_day(draft: Draft) -> None:
    block = block_of(draft, template_rows=TEMPLATE)
    answer = send(block, "fill_from", placement=draft.placement_id, source="template", first_day="2027-02-01")
    assert "Filled in:" in answer.text
    sections = draft.view().sections
    assert sections["periods"].rows[0]["end"] == "2027-02-05"
    assert sections["tasks"].rows[0]["outcomes"] == [sections["outcomes"].rows[0]["uid"]]
    assert sections["tasks"].rows[1]["routine"] is True
    assert not sections["practical"].is_begun
    assert "Start with your course’s template" not in answer.text


def test_without_a_first_day_the_notice_says_that_dates_are_open(draft: Draft) -> None:
    block = block_of(draft, template_rows=TEMPLATE)
    answer = send(block, "fill_from", placement=draft.placement_id, source="template", first_day="")
    assert "The dates are left open" in answer.text


@pytest.mark.parametrize("day", ["2027-02-30", "1850-01-01", "soon"])
def test_a_first_day_that_is_none_is_refused_at_the_field(draft: Draft, day: str) -> None:
    block = block_of(draft, template_rows=TEMPLATE)
    answer = send(block, "fill_from", 422, placement=draft.placement_id, source="template", first_day=day)
    assert "-first_day-error" in answer.text
    assert not Plan.objects.exists()


@pytest.mark.parametrize("source", ["", "example", "template", "shared-", "plan-x"])
def test_what_is_no_source_is_refused(draft: Draft, source: str) -> None:
    """The example is read and copied beside each part; this block has no template."""
    answer = call(block_of(draft), "fill_from", {"placement": draft.placement_id, "source": source, "first_day": ""})
    assert answer.status_int in (400, 404, 422)
    assert not Plan.objects.exists()


def test_without_anything_here_only_a_file_is_asked_for(draft: Draft) -> None:
    panel = get(block_of(draft), "sources", placement=draft.placement_id)
    assert "A downloaded plan" in panel
    assert "Something that is here" not in panel
    assert "The template of your course" in get(
        block_of(draft, template_rows=TEMPLATE), "sources", placement=draft.placement_id
    )


def test_what_can_be_filled_is_offered_while_a_part_is_empty(draft: Draft) -> None:
    draft.save("tasks", [{"uid": "t", "text": "Mine"}])
    assert "Fill the empty parts" in page(block_of(draft))
    draft.fill()
    full = page(block_of(draft))
    assert "Fill the empty parts" not in full
    assert "Start from an earlier plan" not in full


def test_all_sources_stand_in_one_panel(draft: Draft, person: Callable[..., Actor]) -> None:
    draft.fill()
    block = block_of(draft)
    seen = re.search(r'name="seen" value="(\w+)"', get(block, "sharing", placement=draft.placement_id))
    assert seen is not None
    send(block, "share_template", placement=draft.placement_id, title="Three <b>weeks", read="on", seen=seen[1])
    start = make_block(PlanBlock, draft.actor, template_rows=TEMPLATE)
    answer = send(start, "start_placement", role="mentor")
    here = re.search(r'name="placement" value="(\d+)"', answer.text)
    assert here is not None
    panel = get(start, "sources", placement=here[1])
    for words in ("The template of your course", "Your plan for", "Three &lt;b&gt;weeks", "A downloaded plan"):
        assert words in panel
    assert f'value="plan-{draft.view().plan_id}"' in panel
    assert "Start with your course’s template" in get(start, "sources", placement=here[1], close="yes")


def get(block: Any, handler: str, **data: Any) -> str:
    answer = call(block, handler, data, method="GET")
    assert answer.status_int == 200, answer.text
    return str(answer.text)


# -- a file --------------------------------------------------------------------------------------------------------------


def exported(document: dict[str, Any]) -> str:
    return as_json.as_json(world.taken(document)).decode()


def test_a_file_is_looked_at_first_and_then_put_in(draft: Draft, good: dict[str, Any]) -> None:
    block, text = block_of(draft), exported(good)
    look = send(block, "preview_source", placement=draft.placement_id, source="file", text=text).text
    assert "This would be added to your plan" in look
    assert "Shadow the auction" in look
    assert f'name="first_day" value="{good["periods"][0]["start"]}"' in look
    assert not Plan.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', look)
    assert seen is not None
    form = {"placement": draft.placement_id, "source": "file", "seen": seen[1], "first_day": good["periods"][0]["start"]}
    changed = send(block, "fill_from", 422, **form, text=text + " ")
    assert "changed after the preview" in changed.text
    assert not Plan.objects.exists()
    send(block, "fill_from", **form, text=text)
    assert [row["text"] for row in draft.view().sections["tasks"].rows] == [row["text"] for row in good["tasks"]]


def test_a_changed_file_is_told_in_the_preview(draft: Draft, good: dict[str, Any]) -> None:
    text = exported(good).replace("Shadow the auction", "Carry boxes")
    look = send(block_of(draft), "preview_source", placement=draft.placement_id, source="file", text=text).text
    assert "it was changed afterwards" in look


def test_what_is_no_plan_is_refused_at_the_text(draft: Draft) -> None:
    block = block_of(draft)
    for text in ("{", "[]", json.dumps({"format": "other"}), "[" * 50_000):
        answer = send(block, "preview_source", 422, placement=draft.placement_id, source="file", text=text)
        assert f"innerHTML:#{block.html_id}-text-error" in answer.text
    assert (
        "<script"
        not in send(
            block, "preview_source", 422, placement=draft.placement_id, source="file", text='{"<script>": 1, "<script>": 2}'
        ).text
    )
    assert not Plan.objects.exists()


def test_the_limit_of_a_file_is_said_and_large_ones_below_it_arrive(draft: Draft, good: dict[str, Any]) -> None:
    block = block_of(draft)
    assert f"{importing.JSON_LIMIT // 1000} kB" in get(block, "sources", placement=draft.placement_id)
    # Spaces are the cheapest way to a large file, quotes the dearest: each is three bytes in a form.
    text = exported(good).replace("{", '{"x":"' + '\\"' * 150_000 + '",', 1)
    assert len(text) < importing.JSON_LIMIT
    assert send(block, "preview_source", placement=draft.placement_id, source="file", text=text)
    large = "x" * (importing.JSON_LIMIT + 1)
    assert "at most 800 kB" in send(block, "preview_source", 422, placement=draft.placement_id, source="file", text=large).text


# -- sharing -------------------------------------------------------------------------------------------------------------


def test_the_text_to_share_is_shown_and_who_sees_it_is_said(draft: Draft) -> None:
    draft.fill()
    draft.save("tasks", [{"uid": "t", "text": "Ask Mira, not Somby"}])
    block = block_of(draft)
    panel = get(block, "sharing", placement=draft.placement_id)
    assert "Everybody in this course who opens a plan" in panel
    assert "Ask Mentor, not Somby" in panel
    assert "<bdi>“Somby”</bdi>" in panel
    assert "Day 29" in panel
    assert "ingrid.aas" not in panel
    refused = send(block, "share_template", 422, placement=draft.placement_id, title="", seen="")
    assert f"{block.html_id}-title-error" in refused.text
    assert f"{block.html_id}-read-error" in refused.text
    seen = re.search(r'name="seen" value="(\w+)"', panel)
    assert seen is not None
    done = send(block, "share_template", placement=draft.placement_id, title="Sales", read="on", seen=seen[1])
    assert "everybody in this course who opens a plan can copy it" in done.text
    withdrawn = send(block, "withdraw_template", placement=draft.placement_id, template=PlanTemplate.objects.get().pk)
    assert "nobody finds it any more" in withdrawn.text
    assert PlanTemplate.objects.get().withdrawn_at is not None


def a_template(draft: Draft) -> int:
    draft.save("tasks", [{"uid": "t", "text": "Shadow the auction"}])
    block = block_of(draft)
    seen = re.search(r'name="seen" value="(\w+)"', get(block, "sharing", placement=draft.placement_id))
    assert seen is not None
    send(block, "share_template", placement=draft.placement_id, title="<b>Sales", read="on", seen=seen[1])
    return int(PlanTemplate.objects.get().pk)


def test_an_instructor_without_a_plan_of_their_own_withdraws_a_template(draft: Draft, person: Callable[..., Actor]) -> None:
    template = a_template(draft)
    ida = person("staff_ida", is_staff=True)
    block = make_block(PlanBlock, ida)
    assert "/handler/shared_templates" in page(block)
    panel = get(block, "shared_templates")
    assert "&lt;b&gt;Sales" in panel
    (values,) = re.findall(r"hx-post=\"/handler/withdraw_template\" hx-vals='([^']*)'", panel)
    assert json.loads(values) == {"template": str(template)}
    done = send(block, "withdraw_template", **json.loads(values))
    assert "nobody finds it any more" in done.text
    assert "You have shared nothing that could be withdrawn." in done.text
    assert PlanTemplate.objects.get().withdrawn_at is not None
    assert "Sales" not in get(block_of(draft), "sources", placement=draft.placement_id)


def test_an_instructor_in_a_seat_that_shares_nothing_is_offered_it_too(draft: Draft, join: Callable[..., Actor]) -> None:
    a_template(draft)
    lena = replace(join(draft, "lena", "leader"), is_staff=True)
    assert "/handler/shared_templates" in page(block_of(draft, lena))
    mira = replace(draft.actor, is_staff=True)
    assert "/handler/sharing" in page(block_of(draft, mira))
    assert "/handler/shared_templates" not in page(block_of(draft, mira)), "one way is enough"


def test_who_cannot_withdraw_is_not_offered_it_and_is_refused(
    draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]
) -> None:
    template = a_template(draft)
    jonas = join(draft, "jonas", "student")
    for block in (block_of(draft, jonas), make_block(PlanBlock, person("olaf"))):
        assert "shared_templates" not in page(block)
        assert "Sales" not in get(block, "shared_templates")
        send(block, "withdraw_template", 403, template=template)
    assert PlanTemplate.objects.get().withdrawn_at is None


def test_who_may_not_share_is_not_offered_it(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    assert "Share as a template" not in page(block_of(draft))  # nothing stands in it yet
    send(block_of(draft), "save_section", **base(draft, "contacts"), **{"contacts-university": "Ingrid Aas"})
    typed = {"row": "o1", "outcomes-o1-text": "Mend a net"}
    first = send(block_of(draft), "save_section", **base(draft, "outcomes"), **typed).text
    assert f'id="{block_of(draft).html_id}-share-place"' in page(block_of(draft))
    assert "Share as a template" in first, "it comes with the first words"
    again = {**base(draft, "outcomes"), **typed, "outcomes-o1-text": "Mend two nets"}
    assert "Share as a template" not in send(block_of(draft), "save_section", **again).text
    draft.fill()
    assert "Share as a template" in page(block_of(draft))
    assert "Share as a template" not in page(block_of(draft, jonas))


# -- the author's template -----------------------------------------------------------------------------------------------


def typed(rows: list[dict[str, str]]) -> dict[str, Any]:
    """A template as Studio's form sends it."""
    form: dict[str, Any] = {}
    for row in rows:
        prefix = f"{row['section']}-{row['id']}" if "id" in row else row["section"]
        if "id" in row:
            form.setdefault(f"row-{row['section']}", []).append(row["id"])
        for name, value in row.items():
            if name not in ("section", "id"):
                form[f"{prefix}-{name}"] = value.split() if name == "outcomes" else value
    return form


def test_a_template_is_kept_as_it_is_typed(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    answer = send(block, "studio_template_save", **typed(TEMPLATE))
    assert block.template_rows == TEMPLATE
    assert "The template was last saved at" in answer.text
    form = block.studio_view().content
    assert "Explain the price\nof fish</textarea>" in form
    assert 'name="tasks-t1-start"' in form
    for own in ("practical", "contacts"):
        assert f'name="{own}-' not in form, "what is each placement's own is not asked where it would never be filled in"


def test_an_outcome_is_renamed_where_tasks_have_it_to_choose_from(person: Callable[..., Actor]) -> None:
    """And nowhere else: a piece for a place that is not on the page is an error in the browser."""
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    assert "data-outcome" in send(block, "studio_template_save", **typed(TEMPLATE)).text
    without = [row for row in TEMPLATE if row["section"] != "tasks"]
    assert "data-outcome" not in send(block, "studio_template_save", **typed(without)).text


def test_rows_of_a_template_come_and_go_and_nothing_typed_is_lost(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    added = send(block, "studio_template_add", **typed(TEMPLATE), section="tasks")
    assert "Explain the price\nof fish</textarea>" in added.text
    tasks = [row for row in block.template_rows if row["section"] == "tasks"]
    assert len(tasks) == 3
    assert f'{block.html_id}-tasks-{tasks[2]["id"]}-card" data-focus' in added.text
    gone = send(block, "studio_template_remove", **typed(TEMPLATE), section="outcomes", uid="o1")
    assert not [row for row in block.template_rows if row["section"] == "outcomes" or row.get("outcomes")]
    assert "Look" in gone.text
    send(block, "studio_template_remove", 404, **typed(TEMPLATE), section="outcomes", uid="none")
    send(block, "studio_template_add", 400, **typed(TEMPLATE), section="practical")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tasks-t1-start": "0"}, "tasks-t1-start"),
        ({"tasks-t1-start": "1.5"}, "tasks-t1-start"),
        ({"periods-p1-end": "0"}, "periods-p1-end"),
        ({"periods-p1-start": "9"}, "periods-p1-end"),
        ({"periods-p1-hours": "1000"}, "periods-p1-hours"),
        ({"outcomes-o1-text": "x" * 501}, "outcomes-o1-text"),
        ({"row-tasks": [f"t{at}" for at in range(21)]}, "tasks-add"),
    ],
)
def test_what_a_template_cannot_keep_is_refused_at_its_field(
    person: Callable[..., Actor], change: dict[str, Any], field: str
) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    answer = send(block, "studio_template_save", 422, **{**typed(TEMPLATE), **change})
    assert f"{block.html_id}-{field}-error" in answer.text
    section, _dash, rest = field.partition("-")
    kept = [row for row in block.template_rows if row["section"] == section]
    assert all(rest.split("-")[1] not in row for row in kept)
    assert bool(block.template_rows) == (field != "tasks-add"), "the rest is saved"


def test_an_author_sees_what_a_plan_from_it_would_be_told(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True), template_rows=TEMPLATE)
    form = block.studio_view().content
    assert "A plan made from this alone would still be missing" in form
    assert "There is no outcome under" in form
    assert "mentor and substitute" not in form.lower()
    assert "would still be missing" not in make_block(PlanBlock, person("staff_ida", is_staff=True)).studio_view().content


def test_only_authors_change_a_template(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("mira"))
    for name in ("studio_template_save", "studio_template_add", "studio_template_remove"):
        send(block, name, 403, **typed(TEMPLATE), section="tasks", uid="t1")
    assert block.template_rows == []


def through_olx(block: Any) -> Any:
    node = etree.Element("internship_plan")
    block.add_xml_to_node(node)
    again = etree.fromstring(etree.tostring(node))
    assert "template_rows" not in again.attrib
    return PlanBlock.parse_xml(again, make_block(PlanBlock, None).runtime, ScopeIds(None, "internship_plan", "o", "o"))


def test_a_template_in_olx_is_readable_and_comes_back_to_the_letter() -> None:
    block = make_block(PlanBlock, None, template_rows=TEMPLATE)
    node = etree.Element("internship_plan")
    block.add_xml_to_node(node)
    task = node.findall("template_row")[2]
    assert dict(task.attrib) == {"section": "tasks", "id": "t1", "outcomes": "o1", "autonomy": "alone", "start": "2"}
    assert task.findtext("evidence") == "Sketch"
    assert through_olx(block).template_rows == TEMPLATE


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff") | st.sampled_from("\n\t"), min_size=1
)


@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"section": st.sampled_from(["tasks", "outcomes", "practical", "else"])},
            optional=dict.fromkeys(("id", "text", "outcomes", "hse", "start", "routine", "evidence", "hours"), words),
        ),
        max_size=5,
    )
)
def test_any_template_goes_through_olx_and_any_olx_is_shown_and_filled(rows: list[dict[str, str]]) -> None:
    block = make_block(PlanBlock, None, template_rows=rows)
    assert through_olx(block).template_rows == rows
    assert block.template_context()["template_sections"]
    found = author_template.answers(rows, RULES)
    for name, kept in found.items():
        assert len({row.get("uid") for row in kept}) == len(kept), name
