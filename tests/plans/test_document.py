"""A plan opens as a document: it is read first, and edited in place by those who may write there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.utils import translation

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.schema.layout import EVERY
from tests.platform import TestPlatform
from tests.runtime import call

from .conftest import Draft
from .test_block import block_of, opened, page, section_of
from .test_erasmus import begin
from .test_sections import reread

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
FIELDS = [field for section in EVERY.values() for field in section.fields]
ASKED = sorted(str(field.label) for field in FIELDS if set("?:") & set(str(field.label)))  # how the forms ask


@pytest.mark.parametrize("language", ["en", "nb"])
def test_every_question_has_a_noun_for_the_document(language: str) -> None:
    with translation.override(language):
        assert [field.short for field in FIELDS if "?" in field.short] == []


def tree(html: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(f"<div>{html}</div>")


def document(draft: Draft, actor: Actor | None = None, **fields: Any) -> lxml.html.HtmlElement:
    """The document on the page."""
    (found,) = tree(page(block_of(draft, actor, **fields))).xpath("//article[@class='ix-document']")
    return found


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def parts(draft: Draft, actor: Actor | None = None, **fields: Any) -> dict[str, lxml.html.HtmlElement]:
    """The parts of the document by the names of their sections."""
    start = len(block_of(draft).html_id) + 1
    found = document(draft, actor, **fields).xpath("section[contains(@class, 'ix-part')]")
    return {part.get("id")[start:]: part for part in found}


@pytest.fixture
def agreement(draft: Draft) -> Draft:
    """A plan in which every question has an answer."""
    begin(draft.fill())
    return draft


@pytest.mark.parametrize("role", ["mentor", "leader"])
def test_it_reads_without_the_labels_of_its_forms_and_has_no_field(agreement: Draft, join: Join, role: str) -> None:
    actor = agreement.actor if role == "mentor" else join(agreement, "lena", role)
    shown = document(agreement, actor, erasmus=True)
    assert "Shadow the auction" in words(shown)
    assert len(ASKED) > 5
    assert [label for label in ASKED if label in words(shown)] == []
    assert shown.xpath(".//input | .//textarea | .//select | .//form | .//label") == []


def test_whose_it_is_and_how_far_it_is_stands_on_top(draft: Draft, join: Join) -> None:
    draft.fill()
    rows = draft.view().sections["parties"].rows
    people = [{**rows[0], "organisation": "Skarvik Fish"}, *rows[1:], {"uid": "s", "role": "student", "name": "Jonas <Eira>"}]
    draft.save("parties", people)
    (head,) = document(draft).xpath("//*[contains(@id, '-dochead')]")
    for said in ("Skarvik Fish", "Jonas <Eira>", "2026", "Draft"):
        assert said in words(head)


def test_each_part_has_a_way_into_its_form_for_those_who_may_write_there(draft: Draft, join: Join) -> None:
    draft.fill()
    html_id = block_of(draft).html_id
    leader = join(draft, "lena", "leader")
    assert set(parts(draft)) == set(draft.view().sections)
    for name, part in parts(draft).items():
        (edit,) = part.xpath("details[@class='ix-edit']")
        assert edit.get("id") == f"{html_id}-{name}-edit"
        assert edit.get("open") is None
        (summary,) = edit.xpath("summary")
        assert words(summary) == f"EditDone: {draft.view().sections[name].spec.title}"
        (later,) = edit.xpath(".//*[@data-later]")
        assert (later.get("data-later"), later.get("data-holds")) == (name, f"{html_id}-{name}-")
    for name, part in parts(draft, leader).items():
        assert part.xpath(".//*[contains(@class, 'ix-edit')] | .//*[@data-later]") == [], name
        assert part.xpath(".//button[contains(@class, 'ix-talk-button')]"), "who reads comments all the same"
        section_of(block_of(draft, leader), name, 403)


def test_who_writes_in_some_parts_edits_those(draft: Draft, join: Join) -> None:
    jonas = join(draft.fill(), "jonas", "student")
    writable = draft.view(jonas).writable
    assert 0 < len(writable) <= len(draft.view().sections)
    edited = {name for name, part in parts(draft, jonas).items() if part.xpath("details[@class='ix-edit']")}
    assert edited == set(writable)


def test_what_is_empty_invites_those_who_write_and_says_so_to_those_who_read(draft: Draft, join: Join) -> None:
    leader = join(draft, "lena", "leader")
    with_forms = tree(opened(block_of(draft)))
    for name, part in parts(draft).items():
        invites = part.xpath(".//p[@class='ix-invite']//a")
        assert len(invites) == (name != "parties"), name
        for invite in invites:
            assert words(invite)
            assert with_forms.xpath(f"//form//*[@id='{invite.get('data-goto')}']"), "it leads into the form"
        assert "Nothing yet." not in words(part)
    for name, part in parts(draft, leader).items():
        assert part.xpath(".//p[@class='ix-invite']") == []
        assert ("Nothing yet." in words(part)) is (name != "parties"), name
    draft.fill()
    for actor in (draft.actor, leader):
        shown = document(draft, actor)
        assert shown.xpath(".//p[@class='ix-invite']") == []
        assert "Nothing yet." not in words(shown)


def pieces(html: str) -> dict[str, str]:
    """What an answer puts elsewhere on the page, by the end of its place."""
    return {
        one.get("hx-swap-oob").partition("-")[2]: words(one) for one in tree(html).xpath("//*[@hx-swap-oob]")
    }  # fmt: skip


def test_closing_a_form_brings_its_text_and_what_else_says_something_of_it(draft: Draft) -> None:
    draft.fill()
    row, *rows = draft.view().sections["outcomes"].rows
    draft.save("outcomes", [{**row, "text": "Price a catch before it lands"}, *rows])
    for name, elsewhere in (
        ("outcomes", {"dochead", "tasks-text"}), ("tasks", {"dochead", "periods-text"}),
        ("checkpoints", {"dochead", "periods-text"}), ("parties", {"dochead"}), ("contacts", {"dochead"}),
    ):  # fmt: skip
        answer = reread(draft, name)
        assert set(pieces(answer)) == elsewhere
        (now,) = parts(draft)[name].xpath(f"*[@id='{block_of(draft).html_id}-{name}-text']")
        found = tree(answer)
        for piece in found.xpath("//*[@hx-swap-oob]"):
            piece.drop_tree()
        assert words(found) == words(now), "the text is the page's"
        assert found.xpath("//form") == []
    answer = reread(draft, "outcomes")
    assert "Price a catch before it lands" in pieces(answer)["tasks-text"]
    assert "Price a catch before it lands" in words(tree(answer.split("hx-swap-oob")[0]))


def test_what_is_closed_reads_as_it_stands_now_for_each_who_reads(draft: Draft, join: Join) -> None:
    leader = join(draft.fill(), "lena", "leader")
    draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": "Per <b>Moe"}])
    for actor in (draft.actor, leader):
        assert "Per &lt;b&gt;Moe" in reread(draft, "contacts", actor)


def test_no_draft_is_read_by_strangers_or_by_who_looks_as_somebody_else(draft: Draft, person: Callable[..., Actor]) -> None:
    draft.fill()
    strange = block_of(draft, person("omar"))
    section_of(strange, "tasks", 404)
    TestPlatform.real = 999_999  # staff looking as Mira
    for action in ("read_section", "section", "example", "before_submit", "history"):
        data = {"placement": draft.placement_id, "section": "tasks"}
        assert call(block_of(draft), action, data, method="GET").status_int == 403, action
