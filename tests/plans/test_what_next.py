"""What next: each screen of a plan ends in who does what, and whom it waits for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.models import PlanVersion
from internship_xblock.tools.reviews import api as reviews
from tests.statements.test_issuing import issue, write

from . import shown
from .conftest import USAGE, Draft
from .test_block import base, block_of, opened, page, send
from .test_erasmus import ERASMUS, begin

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


def what_next(html: str) -> str:
    """The words of the panel, or of the piece that replaces what stands in it."""
    found = re.search(
        r'(?: id="\w+-next"|innerHTML:#\w+-next")[^>]*>(.*?)(?:<div id="\w+-next-talk|<div hx-swap-oob|$)', html, re.DOTALL
    )
    assert found is not None, html
    return " ".join(re.sub(r"<[^>]*>", " ", found.group(1)).split())


def words_of(draft: Draft, actor: Actor | None = None, **fields: Any) -> str:
    return what_next(page(block_of(draft, actor, **fields)))


def name(draft: Draft, role: str, who: str) -> None:
    draft.save("parties", [*draft.view().sections["parties"].rows, {"uid": f"uid{role}", "role": role, "name": who}])


def test_a_first_visit_is_no_count_of_faults(draft: Draft) -> None:
    first = page(block_of(draft))
    assert "Write what you know in the plan." in what_next(first)
    assert "left to complete" not in first
    for section in draft.view().sections.values():
        if section.name != "parties":
            assert f'Not started yet<span class="ix-visually-hidden">: {section.spec.title}' in first, "the list is whole"
    assert "Submit the plan" not in first, "a button that can only refuse"
    begun = send(block_of(draft), "save_section", **base(draft, "contacts"), **{"contacts-university": "Ingrid Aas"})
    assert "left to complete before the plan can be submitted" in what_next(begun.text)
    assert "Submit the plan" not in begun.text, "something is left to settle"


def test_it_names_who_is_missing_and_who_has_not_joined(draft: Draft, join: Join) -> None:
    assert "Still to be added to the plan: student, university supervisor." in words_of(draft)
    name(draft, "student", "Jonas Eira")
    words = words_of(draft)
    assert "Still to be added to the plan for Jonas Eira: university supervisor." in words
    assert "Not joined yet: Jonas Eira." in words, "and the mentor is here"
    html_id = block_of(draft).html_id
    assert f'data-goto="{html_id}-parties-invite"' in page(block_of(draft))
    assert f'id="{html_id}-parties-invite"' in opened(block_of(draft))
    assert f'data-goto="{html_id}-parties-add"' not in page(block_of(draft)), "the one button leads there already"
    draft.fill()
    draft.save("parties", [{**row, "role": "mentor"} for row in draft.view().sections["parties"].rows])
    assert f'data-goto="{html_id}-parties-add"' in page(block_of(draft))
    assert f'id="{html_id}-parties-add"' in opened(block_of(draft))
    lena = join(draft, "lena", "leader")
    assert "Not joined yet" not in words_of(draft, lena), "somebody who cannot invite them can do nothing about it"


def test_who_has_not_joined_is_not_named_a_second_time_as_who_has_not_signed(draft: Draft) -> None:
    name(draft, "student", "Jonas")
    draft.fill().submit()
    words = words_of(draft)
    assert "Not joined yet: Jonas" in words
    assert "Still to sign" not in words


def test_after_signing_it_says_who_is_waited_for(draft: Draft, join: Join) -> None:
    draft.fill()
    jonas, kari = join(draft, "jonas", "student"), join(draft, "kari", "supervisor")
    draft.submit()
    before = words_of(draft)
    assert "Read and sign version 1" in before
    assert "Still to sign version 1 of the plan for jonas: jonas, kari." in before
    words = what_next(shown.sign_on_screen(block_of(draft), 1))
    assert "Read and sign" not in words
    assert "Still to sign version 1 of the plan for jonas: jonas, kari." in words
    for actor in (jonas, kari):
        last = shown.sign_on_screen(block_of(draft, actor), 1)
    assert "Everybody who needs to sign has signed." in what_next(last)


def test_what_became_of_it_stays_when_a_change_is_taken_back(draft: Draft, person: Callable[..., Actor]) -> None:
    """A save that brings the draft back to what was approved does not send it to a reviewer again."""
    draft.fill().submit()
    staff = person("staff_ida", is_staff=True)
    (row,) = reviews.list_submissions(staff, course_key=staff.course_key).rows
    view = reviews.open_submission(staff, submission_id=row.id)
    reviews.approve(staff, submission_id=row.id, revision=view.revision, text="Good", points=1)
    kept = draft.view().sections["contacts"].values
    for university in ("Somebody else", kept["university"]):
        typed = {f"contacts-{field}": str(value) for field, value in {**kept, "university": university}.items()}
        answer = send(block_of(draft), "save_section", **base(draft, "contacts"), **typed)
    assert "Version 1 is approved." in what_next(answer.text)


def test_at_the_end_of_an_erasmus_stay_it_asks_for_the_certificate(
    draft: Draft, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(draft.fill())
    jonas = join(draft, "jonas", "student")
    last = max(date.fromisoformat(row["end"]) for row in draft.view().sections["periods"].rows)
    monkeypatch.setattr(timezone, "localdate", lambda: last + timedelta(days=1))
    assert "certificate" not in words_of(draft, erasmus=True), "nothing was submitted"
    shown.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=1)
    due = date_format(last + timedelta(weeks=5), "D j M Y")
    assert f"The certificate is due by {due}. Write it and issue it" in words_of(draft, erasmus=True)
    assert f"The certificate is due by {due}. The mentor or the leader issues it" in words_of(draft, jonas, erasmus=True)
    assert "The certificate is due" not in words_of(draft), "a plan of another kind has none"
    monkeypatch.setattr(timezone, "localdate", lambda: last)
    assert "The certificate is due" not in words_of(draft, erasmus=True), "the last day is not over"
    monkeypatch.setattr(timezone, "localdate", lambda: last + timedelta(days=1))
    text = PlanVersion.objects.get().canonical
    PlanVersion.objects.update(canonical=f"{text} ")
    assert "The certificate is due" not in words_of(draft, erasmus=True), "none can be issued: the version was changed"
    PlanVersion.objects.update(canonical=text)
    write(draft, family_name="jonas")
    issue(draft)
    assert "The certificate is due" not in words_of(draft, erasmus=True)


def test_names_that_try_to_break_out_stand_there_as_text(draft: Draft, join: Join) -> None:
    name(draft, "student", "<script>alert(1)</script> & 100%")
    join(draft, "kari", "supervisor")
    lena = join(draft, "lena", "leader")
    draft.fill().submit()
    shown_page, hers = page(block_of(draft)), page(block_of(draft, lena))
    assert "<script>alert(1)" not in shown_page + hers
    assert "Not joined yet: &lt;script&gt;alert(1)&lt;/script&gt; &amp; 100%." in shown_page
    quoted = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 100%"
    assert f"Still to sign version 1 of the plan for {quoted}: kari." in shown_page, "who has not joined is named once"
    assert quoted in hers.split(f"Still to sign version 1 of the plan for {quoted}: ")[1].split("</p>")[0]
