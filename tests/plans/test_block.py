"""The block: what a person sees and sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from internship_xblock.core.actor import Actor
from internship_xblock.core.language.text import LINE_LIMIT
from internship_xblock.records.schema import ROWS_LIMIT
from internship_xblock.tools.placements.api import PARTY_LIMIT
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.plans.models import Plan
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from tests.platform import TestPlatform
from tests.runtime import call, make_block, with_parts

from . import shown as shown_versions
from .conftest import USAGE, Draft

ODD = "<script>alert(1)</script> =SUM(A1) مرحبا 你好 🐟"


def block_of(draft: Draft, actor: Actor | None = None, **fields: Any) -> Any:
    settings = {"hours_required": 112.5, "placement_id": str(draft.placement_id), **fields}
    return make_block(PlanBlock, actor or draft.actor, usage=USAGE, **settings)


def page(block: Any) -> str:
    content: str = block.student_view().content
    assert "Something went wrong" not in content
    return content


def opened(block: Any) -> str:
    """The page with all its sections opened."""
    return with_parts(block, page(block))


def section_of(block: Any, name: str, status: int = 200) -> str:
    """The form of a section, as it comes when it is opened."""
    answer = call(block, "section", {"placement": block.placement_id, "section": name}, method="GET")
    assert answer.status_int == status, answer.text
    return str(answer.text)


def send(block: Any, handler: str, status: int = 200, **data: Any) -> Any:
    answer = call(block, handler, data)
    assert answer.status_int == status, answer.text
    return answer


def base(draft: Draft, section: str) -> dict[str, Any]:
    return {"placement": draft.placement_id, "section": section, "revision": draft.view().sections[section].revision}


def test_from_the_first_screen_to_a_plan(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("mira"))
    first = page(block)
    assert "Who are you in this placement?" in first
    assert first.count("ix-button--primary") == 1
    answer = send(block, "start_placement", role="mentor")
    assert "What next" in answer.text
    assert block.placement_id
    assert not Plan.objects.exists()
    assert page(block).count("ix-button--primary") == 1


def test_a_stranger_and_a_runtime_without_services_see_what_it_is_for(db: None) -> None:
    for actor in (None, Actor.stranger()):
        block = make_block(PlanBlock, actor)
        for view in (block.student_view(), block.public_view()):
            assert "Sign in and enrol" in view.content
            assert "<form" not in view.content


def test_saving_a_section_answers_revision_and_what_changed_elsewhere(draft: Draft) -> None:
    block = block_of(draft)
    answer = send(block, "save_section", **base(draft, "tasks"), row="t1", **{"tasks-t1-text": ODD})
    assert answer.headers["X-Internship-Revision"] == "1"
    assert f'#{block.html_id}-tasks-t1-title">Task 1: &lt;script&gt;alert(1)' in answer.text
    assert f'#{block.html_id}-findings-count">' in answer.text
    assert "<script>" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text
    shown = opened(block)
    assert "<script>" not in shown
    assert "=SUM(A1) مرحبا 你好 🐟" in shown
    assert draft.view().sections["tasks"].rows[0]["text"] == ODD


def test_rows_are_added_moved_removed_and_put_back(draft: Draft) -> None:
    block = block_of(draft)
    added = send(block, "add_row", **base(draft, "tasks"), row=["t1"], **{"tasks-t1-text": "Typed just now"})
    rows = draft.view().sections["tasks"].rows
    assert [row["text"] for row in rows] == ["Typed just now", ""]
    uid = rows[1]["uid"]
    assert f'id="{block.html_id}-tasks-{uid}-card" data-focus' in added.text
    assert "tasks-t1-text" not in added.text  # nothing else is drawn anew
    typed = {"row": ["t1", uid], "tasks-t1-text": "Typed just now", f"tasks-{uid}-text": "Second"}
    moved = send(block, "move_row", **base(draft, "tasks"), **typed, uid=uid, to="up")
    assert [row["text"] for row in draft.view().sections["tasks"].rows] == ["Second", "Typed just now"]
    assert moved.text.index("Second") < moved.text.index("Typed just now")
    typed = {"row": [uid, "t1"], "tasks-t1-text": "Its last words", f"tasks-{uid}-text": "Second"}
    removed = send(block, "remove_row", **base(draft, "tasks"), **typed, uid="t1")
    assert "Restore" in removed.text
    assert [row["text"] for row in draft.view().sections["tasks"].rows] == ["Second"]
    assert "1 removed, can be restored" in opened(block)
    send(block, "restore_row", **base(draft, "tasks"), row=uid, **{f"tasks-{uid}-text": "Second"}, uid="t1")
    assert [row["text"] for row in draft.view().sections["tasks"].rows] == ["Second", "Its last words"]
    send(block, "restore_row", 404, **base(draft, "tasks"), uid="t1", row=[uid, "t1"])


def test_a_row_is_duplicated_as_it_is_typed(draft: Draft) -> None:
    block = block_of(draft)
    draft.save("outcomes", [{"uid": "o1", "text": "Explain it"}])
    draft.save("tasks", [{"uid": "t1", "text": "Shadow"}, {"uid": "t2", "text": "Last"}])
    typed = {"row": ["t1", "t2"], "tasks-t1-text": f"Typed just now {ODD}", "tasks-t1-outcomes": "o1", "tasks-t2-text": "Last"}
    answer = send(block, "duplicate_row", **base(draft, "tasks"), **typed, uid="t1")
    first, copy, last = draft.view().sections["tasks"].rows
    assert copy["uid"] not in ("t1", "t2")
    assert {**copy, "uid": "t1"} == first
    assert (first["text"], first["outcomes"], last["text"]) == (f"Typed just now {ODD}", ["o1"], "Last")
    assert f'id="{block.html_id}-tasks-{copy["uid"]}-card" data-focus' in answer.text
    assert "tasks-t2-text" not in answer.text  # nothing else is drawn anew
    assert f'#{block.html_id}-tasks-t2-title">Task 3: Last</div>' in answer.text

    shown = send(
        block, "duplicate_row", **base(draft, "outcomes"), row="o1", **{"outcomes-o1-text": "Explain it"}, uid="o1"
    ).text
    ticks = [f"tasks-{uid}-outcomes-ticks" for uid in ("t1", copy["uid"], "t2")]
    assert all(f'hx-swap-oob="beforeend:#{block.html_id}-{place}"' in shown for place in ticks)


def test_what_cannot_be_duplicated_is_refused_at_its_card(draft: Draft) -> None:
    block = block_of(draft)
    rows = [{"uid": f"p{number}", "label": "x"} for number in range(ROWS_LIMIT)]
    draft.save("periods", rows)
    typed = {"row": [row["uid"] for row in rows], **{f"periods-{row['uid']}-label": "x" for row in rows}}
    answer = send(block, "duplicate_row", 422, **base(draft, "periods"), **typed, uid="p7")
    assert f"innerHTML:#{block.html_id}-periods-p7-copy-error" in answer.text
    assert f"There is room for {ROWS_LIMIT} here" in answer.text
    late = {**typed, "periods-p1-start": "2026-09-21", "periods-p1-end": "2026-09-01"}
    answer = send(block, "duplicate_row", 422, **base(draft, "periods"), **late, uid="p1")
    assert re.findall(r'hx-swap-oob="innerHTML:#ix\w+-([\w-]+)-error"', answer.text) == ["periods-p1-end"]
    assert len(draft.view().sections["periods"].rows) == ROWS_LIMIT
    assert draft.view().sections["periods"].rows[1]["start"] == "2026-09-21", "the rest of what was typed is saved"
    mira = draft.view().sections["parties"].rows[0]["uid"]
    send(block, "duplicate_row", 400, **base(draft, "parties"), row=mira, uid=mira)
    assert "duplicate_row" not in section_of(block, "parties")
    assert "duplicate_row" in section_of(block, "periods")


def test_a_new_outcome_comes_to_the_tasks_as_a_tick_box_and_leaves_with_it(draft: Draft) -> None:
    block = block_of(draft)
    draft.save("tasks", [{"uid": "t1", "text": "Shadow"}])
    added = send(block, "add_row", **base(draft, "outcomes"))
    uid = draft.view().sections["outcomes"].rows[0]["uid"]
    assert f'hx-swap-oob="beforeend:#{block.html_id}-tasks-t1-outcomes-ticks"' in added.text
    named = send(block, "save_section", **base(draft, "outcomes"), row=uid, **{f"outcomes-{uid}-text": "Explain it"})
    assert f"[data-outcome='{block.html_id}-{uid}']\">Explain it</div>" in named.text
    gone = send(block, "remove_row", **base(draft, "outcomes"), row=uid, uid=uid)
    assert f"delete:[data-choice='{block.html_id}-{uid}']" in gone.text


def test_the_head_of_the_page_follows_a_save(draft: Draft) -> None:
    mira = draft.view().sections["parties"].rows[0]["uid"]
    typed = {
        "row": [mira, "p2"],
        f"parties-{mira}-role": "mentor",
        f"parties-{mira}-name": "Mira",
        "parties-p2-role": "student",
    }
    answer = send(block_of(draft), "save_section", **base(draft, "parties"), **typed, **{"parties-p2-name": "Jonas <b>"}).text
    assert re.search(r'-place">Last saved .* by Mira', answer)
    assert '<p class="ix-dochead-about" dir="auto">Jonas &lt;b&gt;</p>' in answer.split('-dochead">', 1)[1]


def test_a_refusal_stands_at_the_field_and_the_rest_is_saved(draft: Draft) -> None:
    block = block_of(draft)
    typed = {"row": "p1", "periods-p1-label": "Autumn", "periods-p1-start": "2026-09-21", "periods-p1-end": "2026-09-01"}
    answer = send(block, "save_section", 422, **base(draft, "periods"), **typed)
    assert f"innerHTML:#{block.html_id}-periods-p1-end-error" in answer.text
    assert answer.headers["X-Internship-Revision"] == "1"
    assert answer.headers["X-Internship-Refused"] == "periods-p1-end"
    (row,) = draft.view().sections["periods"].rows
    assert (row["label"], row["start"], row["end"]) == ("Autumn", "2026-09-21", "")


def test_no_row_comes_or_goes_beside_what_cannot_be_kept(draft: Draft) -> None:
    block = block_of(draft)
    draft.save("periods", [{"uid": "p1", "label": "First"}, {"uid": "p2", "label": "Second"}])
    typed = {"row": ["p1", "p2"], "periods-p1-label": "Autumn", "periods-p1-hours": "a lot", "periods-p2-label": "Second"}
    second = {"uid": "p2", "to": "up"}
    for action, more in (("add_row", {}), ("duplicate_row", second), ("remove_row", second), ("move_row", second)):
        answer = send(block, action, 422, **base(draft, "periods"), **typed, **more)
        assert "This is not done yet" in answer.text
        assert answer.headers["X-Internship-Refused"] == "periods-p1-hours"
        rows = draft.view().sections["periods"].rows
        assert [(row["uid"], row["label"], row["hours"]) for row in rows] == [("p1", "Autumn", ""), ("p2", "Second", "")]


def test_what_is_typed_is_saved_where_no_row_can_come(draft: Draft) -> None:
    block = block_of(draft)
    rows = [{"uid": f"p{at}", "label": f"Week {at}"} for at in range(ROWS_LIMIT)]
    draft.save("periods", rows)
    for action, more, place in (("add_row", {}, "periods-add"), ("duplicate_row", {"uid": "p1"}, "periods-p1-copy")):
        typed = {f"periods-{row['uid']}-label": row["label"] for row in rows} | {"periods-p0-label": f"By {action}"}
        answer = send(block, action, 422, **base(draft, "periods"), row=[row["uid"] for row in rows], **typed, **more)
        stored = draft.view().sections["periods"]
        assert (len(stored.rows), stored.rows[0]["label"]) == (ROWS_LIMIT, f"By {action}")
        assert "What you typed is saved." in answer.text
        assert answer.headers["X-Internship-Revision"] == str(stored.revision)
        assert "X-Internship-Refused" not in answer.headers
        assert f"innerHTML:#{block.html_id}-{place}-error" in answer.text


def test_one_party_too_many_is_refused_at_the_button_that_adds_them(draft: Draft) -> None:
    rows = draft.view().sections["parties"].rows
    rows += [{"uid": f"p{number}", "role": "other", "name": "Gro"} for number in range(PARTY_LIMIT - 1)]
    draft.save("parties", rows)
    block = block_of(draft)
    typed = {f"parties-{row['uid']}-{name}": row[name] for row in rows for name in ("role", "name")}
    answer = send(block, "add_row", 422, **base(draft, "parties"), row=[row["uid"] for row in rows], **typed)
    assert f"innerHTML:#{block.html_id}-parties-add-error" in answer.text
    assert f"There is room for {PARTY_LIMIT} here" in answer.text


def test_a_stale_save_is_answered_with_both_texts(draft: Draft) -> None:
    block = block_of(draft)
    draft.save("contacts", [{"university": "Ingrid"}])
    answer = send(block, "save_section", 409, **{**base(draft, "contacts"), "revision": 0, "contacts-university": "Per"})
    assert "Ingrid" in answer.text
    assert "Per" in answer.text
    assert 'data-keep-mine="1"' in answer.text
    assert draft.view().sections["contacts"].values["university"] == "Ingrid"


@pytest.mark.parametrize("handler", ["save_section", "add_row", "remove_row", "move_row", "restore_row", "submit", "make_link"])
def test_somebody_elses_placement_is_not_found(draft: Draft, person: Callable[..., Actor], handler: str) -> None:
    block = block_of(draft, person("omar"))
    data = {**base(draft, "tasks"), "uid": "t1", "row": "t1", "to": "up"}
    send(block, handler, 404, **data)
    assert not Plan.objects.exists()
    assert "Who are you in this placement?" in page(block)


def test_bodies_that_are_too_large_or_no_form(draft: Draft) -> None:
    block = block_of(draft)
    assert call(block, "save_section", b"x=" + b"a" * 1_000_001).status_int == 413
    assert call(block, "save_section", b"\xff\xfe=1").status_int == 400
    assert call(block, "save_section", b'{"a": 1}', content_type="application/json").status_int == 400
    assert call(block, "save_section", b"").status_int == 400
    assert call(block, "save_section", {}, method="GET").status_int == 405


def test_a_section_full_of_long_answers_in_any_script_is_saved(draft: Draft) -> None:
    block = block_of(draft)
    outcomes = [{"uid": f"o{at}", "text": "学习"} for at in range(ROWS_LIMIT)]
    draft.save("outcomes", outcomes)
    data: dict[str, Any] = {**base(draft, "tasks"), "row": [f"t{at}" for at in range(ROWS_LIMIT)]}
    for at in range(ROWS_LIMIT):
        data |= {f"tasks-t{at}-{name}": "学" * LINE_LIMIT for name in ("text", "evidence")}
        data[f"tasks-t{at}-outcomes"] = [row["uid"] for row in outcomes]
    send(block, "save_section", **data)
    stored = draft.view().sections["tasks"].rows
    assert [len(row["evidence"]) for row in stored] == [LINE_LIMIT] * ROWS_LIMIT


def test_the_story_of_a_plan(draft: Draft, person: Callable[..., Actor]) -> None:
    block = block_of(draft)
    refused = send(block, "submit", 422, placement=draft.placement_id)
    assert "must be completed first" in refused.text
    assert TestPlatform.shares() == []
    draft.fill()
    shown = page(block)
    assert "All questions are answered in the plan, and it can be submitted" in shown
    assert "To complete" not in shown
    submitted = send(block, "submit", **shown_versions.to_submit(block))
    assert "Version 1 is submitted" in submitted.text
    assert TestPlatform.shares() == [1.0]
    assert page(block).count("ix-button--primary") == 1
    # What is left to do while the reviewer reads: it opens the text, and one signs below it.
    assert re.search(r'ix-button--primary" hx-get="/handler/show_version"[^>]*>Read and sign version 1<', page(block))
    assert "Sign as Mira" not in page(block)
    assert 'ix-button--primary">Sign as Mira, mentor<' in shown_versions.read(block, 1)

    staff = person("staff_ida", is_staff=True)
    row = reviews.list_submissions(staff, course_key=staff.course_key).rows[0]
    revision = reviews.open_submission(staff, submission_id=row.id).revision
    reviews.give_back(staff, submission_id=row.id, revision=revision, text=f"Mend this {ODD}")
    shown = page(block)
    assert shown.index("Mend this &lt;script&gt;") < shown.index('class="ix-document"')
    assert "<script>" not in shown
    assert "Submit again" in shown

    draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": "Per Moe"}])
    assert "Version 1 needs changes. Changes made since then are not included" in page(block)
    send(block, "submit", **shown_versions.to_submit(block))
    revision = reviews.open_submission(staff, submission_id=row.id).revision
    reviews.approve(staff, submission_id=row.id, revision=revision, text="Good", points=1)
    shown = page(block)
    assert "Version 2 is approved" in shown
    assert "1 of 1 point<" in shown
    old = call(block, "show_version", {"placement": draft.placement_id, "number": 1}, method="GET")
    assert "Ingrid Aas" in old.text
    assert "Per Moe" not in old.text
    assert call(block, "show_version", {"placement": draft.placement_id, "number": 9}, method="GET").status_int == 404

    block.clear_student_state(user_id=block.actor.anonymous_id, course_id=staff.course_key, item_id=block.usage_id)
    shown = page(block)
    assert "The course team has reset this activity" in shown
    assert "of 1 point<" not in shown
    assert "Submit again" in shown
    assert draft.view().sections["contacts"].values["university"] == "Per Moe"


def test_those_who_may_not_edit_read_the_same_as_text(draft: Draft, join: Callable[..., Actor]) -> None:
    leader = join(draft, "lena", "leader")
    draft.fill()
    shown = page(block_of(draft, leader))
    assert "Shadow the auction" in shown
    assert "data-draft" not in shown
    assert "data-edit" not in shown
    assert "ix-button--primary" not in shown
    TestPlatform.real = 999_999  # staff looking as Mira
    shown = page(block_of(draft))
    assert "data-draft" not in shown
    send(block_of(draft), "save_section", 403, **base(draft, "tasks"))


def test_a_student_fills_in_but_does_not_submit(draft: Draft, join: Callable[..., Actor]) -> None:
    student = join(draft, "jonas", "student")
    draft.fill()
    shown = page(block_of(draft, student))
    assert "data-edit" in shown
    assert "data-draft=" in opened(block_of(draft, student))
    assert "before_submit" not in shown
    assert "the mentor or the university can submit it." in shown
    send(block_of(draft, student), "submit", 403, placement=draft.placement_id)


def test_personal_links(draft: Draft, person: Callable[..., Actor]) -> None:
    block = block_of(draft)
    rows = draft.view().sections["parties"].rows
    draft.save("parties", [*rows, {"uid": "p2", "role": "student", "name": "Jonas"}])
    asked = call(block, "links", {"placement": draft.placement_id}, method="GET")
    assert "No link yet" in asked.text
    made = send(block, "make_link", placement=draft.placement_id, uid="p2")
    code = re.search(r"<code[^>]*>([\w-]{20,})</code>", made.text)
    assert code is not None
    assert "The link is ready and valid until" in made.text
    assert code.group(1) not in call(block, "links", {"placement": draft.placement_id}, method="GET").text
    invitation = re.search(r'"invitation": "(\d+)"', made.text)
    assert invitation is not None
    withdrawn = send(block, "withdraw_link", placement=draft.placement_id, invitation=invitation.group(1))
    assert "The last link was withdrawn" in withdrawn.text
    late = make_block(PlanBlock, person("jonas"), usage=USAGE)
    send(late, "join_placement", 422, code=code.group(1))
    again = re.search(r"<code[^>]*>([\w-]{20,})</code>", send(block, "make_link", placement=draft.placement_id, uid="p2").text)
    assert again is not None
    assert "Jonas" in send(late, "join_placement", code=f"https://lms.example/internship/join/#{again.group(1)}").text


def test_other_placements(draft: Draft) -> None:
    block = block_of(draft)
    send(block, "start_placement", role="supervisor")
    second = block.placement_id
    assert second != str(draft.placement_id)
    listed = call(block, "other_placements", {"placement": second}, method="GET")
    assert f'"placement": "{draft.placement_id}"' in listed.text
    send(block, "choose_placement", placement=draft.placement_id)
    assert block.placement_id == str(draft.placement_id)


@pytest.mark.parametrize("others", [10, 1_000])
def test_queries_of_open_and_save(draft: Draft, others: int) -> None:
    draft.fill().submit()
    Placement.objects.bulk_create(Placement(course_key="course-v1:Other+X+1") for _other in range(others))
    Plan.objects.bulk_create(
        Plan(placement=place, course_key=draft.actor.course_key, usage_key=USAGE)
        for place in Placement.objects.filter(course_key="course-v1:Other+X+1")
    )
    for block in (block_of(draft), block_of(draft, placement_id="")):
        with CaptureQueriesContext(connection) as opening:
            page(block)
        assert len(opening) <= 12
    data = {**base(draft, "contacts"), "contacts-university": "Per"}
    with CaptureQueriesContext(connection) as saving:
        send(block_of(draft), "save_section", **data)
    assert len(saving) <= 9, "one of them asks who signed the version that was submitted"


def test_the_first_save_of_all_stays_in_its_budget(draft: Draft) -> None:
    data = {**base(draft, "contacts"), "contacts-university": "Per"}
    with CaptureQueriesContext(connection) as saving:
        send(block_of(draft), "save_section", **data)
    assert len(saving) <= 13, "five are the mark for coordinators, after the commit"


def test_ids_are_unique_and_every_label_has_its_field(draft: Draft) -> None:
    draft.fill()
    shown = opened(block_of(draft))
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'<label[^>]*\sfor="([^"]+)"', shown):
        assert target in ids
    draft.save("practical", [{"hse": "", "insurance": "Ours"}])
    shown = opened(block_of(draft))
    ids = re.findall(r'\sid="([^"]+)"', shown)
    targets = re.findall(r'data-goto="([^"]+)"', shown)
    assert targets
    assert set(targets) <= set(ids)


def test_a_version_is_read_as_wide_as_the_page_and_closed_again(draft: Draft) -> None:
    """Beside the plan it was a column of seven thousand pixels, with the line to sign below it."""
    draft.fill().submit()
    shown = lxml.html.fromstring(page(block_of(draft)))
    (place,) = shown.xpath("//*[@hx-get and contains(., 'Read version 1')]/@hx-target")
    found = shown.get_element_by_id(place.removeprefix("#"))
    assert not found.xpath("ancestor::*[contains(@class, 'ix-beside')]")
    for handler, asked in (("show_version", {"number": 1}), ("compare_versions", {"older": 1, "newer": 1})):
        answer = call(block_of(draft), handler, {"placement": draft.placement_id, **asked}, method="GET")
        (closes, *_) = lxml.html.fromstring(answer.text).xpath("//button/@data-close")
        assert f"#{closes}" == place
        assert shown.get_element_by_id(f"{closes}-button") is not None, "closing leads back"
