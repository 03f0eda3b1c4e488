"""The review page as a browser meets it: seeing, answering, being refused, and nothing lost."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Note, Submission
from tests.platform import COURSE, TestPlatform

from .conftest import NASTY, PLAN_BLOCK, amended, certificate, fill, list_url, open_url, opened, post

Browser = Callable[[str], Client]
View = reviews.SubmissionView
SLOW = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def ida(browser: Browser) -> Client:
    return browser("staff_ida")


def text(response: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", response.content.decode()))


# -- the list ----------------------------------------------------------------------------------------------


def test_an_empty_course_says_what_will_come(ida: Client) -> None:
    page = text(ida.get(list_url()))
    assert "Nothing has been submitted in this course yet" in page
    assert "The test course" in page


def test_the_list_says_who_what_when_and_how_long(ida: Client, plan: View, entry: View) -> None:
    page = text(ida.get(list_url()))
    assert "2 are waiting for an answer." in page
    assert "Plan for Nils" in page
    assert "Mira" in page
    assert "waiting less than a day" in page
    assert plan.submitted_at.strftime("%a") in page
    assert "Log entry" in page


def test_waiting_is_told_in_days(ida: Client, plan: View) -> None:
    from datetime import timedelta

    for days, words in ((1, "waiting 1 day"), (12, "waiting 12 days")):
        Submission.objects.update(submitted_at=plan.submitted_at - timedelta(days=days))
        assert words in text(ida.get(list_url()))


def test_the_list_filters(ida: Client, plan: View, entry: View) -> None:
    Submission.objects.filter(pk=plan.id).update(status="approved")
    assert "Plan for Nils" not in text(ida.get(list_url()))
    assert "Plan for Nils" in text(ida.get(list_url(status="approved")))
    assert "Plan for Nils" in text(ida.get(list_url(status="all", search="nils")))
    assert "Nothing here matches" in text(ida.get(list_url(status="all", search="nobody")))
    assert "Plan for Nils" not in text(ida.get(list_url(status="all", kind="entry")))
    assert "There is nothing here" in text(ida.get(list_url(status="returned")))


def test_everything_answered_is_said(ida: Client, plan: View) -> None:
    Submission.objects.update(status="approved")
    assert "Everything is answered" in text(ida.get(list_url()))


def test_the_list_leads_to_each_submission(ida: Client, plan: View, entry: View) -> None:
    shown = ida.get(list_url()).content.decode()
    for view in (plan, entry):
        assert f'class="ix-list-title" dir="auto" href="{open_url(view.id)}"' in shown


def test_the_list_pages(ida: Client) -> None:
    fill(60)
    first = ida.get(list_url())
    forward = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert forward
    second = ida.get(list_url() + html.unescape(forward.group(1)))
    assert "Plan 59" in text(second)
    back = re.search(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert back
    assert "Plan 0<" in text(ida.get(list_url() + html.unescape(back.group(1))))


@pytest.mark.parametrize("amount", [10, 1_000])
def test_the_list_asks_the_database_as_often_for_many(ida: Client, amount: int, django_assert_num_queries: Any) -> None:
    fill(amount)
    with django_assert_num_queries(8):  # four, two for the session and its person, two for the savepoint
        assert ida.get(list_url()).status_code == 200


@pytest.mark.parametrize("amount", [10, 1_000])
def test_opening_asks_the_database_as_often_among_many(
    ida: Client, plan: View, entry: View, amount: int, django_assert_num_queries: Any
) -> None:
    fill(amount)
    with django_assert_num_queries(9):
        assert ida.get(open_url(plan.id)).status_code == 200
    ida.get(open_url(entry.id))
    with django_assert_num_queries(11):  # the entry with its dialogue and the outcomes it names
        assert ida.get(open_url(entry.id)).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {"status": "lost"},
        {"kind": "x"},
        {"order": "x"},
        {"after": "x"},
        {"search": "x" * 201},
        {"after": "1-1", "before": "1-1"},
    ],
)
def test_a_broken_address_is_answered_in_words(ida: Client, query: dict[str, str]) -> None:
    response = ida.get(list_url(**query))
    assert response.status_code == 400
    assert "could not be understood" in text(response)


# -- who may come in ---------------------------------------------------------------------------------------


def test_strangers_are_sent_to_sign_in(plan: View) -> None:
    for url in (list_url(), open_url(plan.id)):
        response = Client().get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=/internship/review/")


def test_others_than_staff_of_the_course_are_refused(browser: Browser, plan: View, ida: Client) -> None:
    elsewhere = list_url().replace("Test+Mentor", "Other+Course")
    for client, url in ((browser("mira"), list_url()), (browser("mira"), open_url(plan.id)), (ida, elsewhere)):
        response = client.get(url)
        assert response.status_code == 403
        assert "do not have access" in text(response)
    response = post(browser("mira"), open_url(plan.id), {"decision": "approved", "revision": "1", "points": "5"})
    assert response.status_code == 403
    assert opened(plan.id) == plan


def test_an_unknown_submission_is_not_found_in_words(ida: Client, plan: View) -> None:
    for number in (plan.id + 1, 10**17):
        response = ida.get(open_url(number))
        assert response.status_code == 404
        assert "cannot be found" in text(response)
    Submission.objects.update(course_key="course-v1:Other+Course+1")
    assert ida.get(open_url(plan.id)).status_code == 404


def test_without_a_csrf_token_nothing_is_answered(ida: Client, plan: View) -> None:
    response = ida.post(open_url(plan.id), {"decision": "comment", "revision": "1", "text": "Hi"})
    assert response.status_code == 403
    assert opened(plan.id) == plan


# -- one submission ----------------------------------------------------------------------------------------


def test_a_plan_is_shown_as_it_was_submitted(ida: Client, plan: View) -> None:
    response = ida.get(open_url(plan.id))
    page = text(response)
    assert "Autumn" in page
    assert "Mon 21 Sep 2026" in page
    assert str(escape(NASTY)) in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert "Points, from 0 to 5" in page
    assert "Mira submitted it" in page


def test_an_entry_is_shown_with_its_day(ida: Client, entry: View) -> None:
    response = ida.get(open_url(entry.id))
    page = text(response)
    assert "Monday 21 September 2026" in page
    assert "I shadowed" in page
    assert "Ask more" in page
    assert re.search(r"Hours</dt>\s*<dd[^>]*>10<", response.content.decode())
    assert "<script>alert" not in response.content.decode()


def test_an_entry_that_is_gone_is_said(ida: Client, entry: View) -> None:
    from internship_xblock.tools.logs.models import Entry

    Entry.objects.all().delete()
    response = ida.get(open_url(entry.id))
    assert response.status_code == 200
    assert "submitted can no longer be shown" in text(response)


@pytest.mark.django_db(transaction=True)  # what is told, is told when it stands
def test_returning_tells_who_sees_it(ida: Client, plan: View) -> None:
    response = post(ida, open_url(plan.id), {"decision": "returned", "revision": str(plan.revision), "text": "Which days?"})
    assert (response.status_code, response["Location"]) == (302, open_url(plan.id))
    page = text(ida.get(open_url(plan.id)))
    assert "Changes requested. Mira and the others in the placement see your words" in page
    assert "Which days?" in page
    assert "Changes requested. Mira" not in text(ida.get(open_url(plan.id)))  # said once
    assert TestPlatform.grades == []


@pytest.mark.django_db(transaction=True)
def test_approving_reaches_the_grade_book(ida: Client, plan: View) -> None:
    response = post(ida, open_url(plan.id), {"decision": "approved", "revision": str(plan.revision), "points": "4,5"})
    assert response.status_code == 302
    assert TestPlatform.grades == [
        {"course_key": COURSE, "usage_key": plan.usage_key, "anonymous_id": plan.anonymous_id, "earned": 4.5, "possible": 5}
    ]
    page = text(ida.get(open_url(plan.id)))
    assert "The points are in the gradebook." in page
    assert "4.5 of 5 points" in page
    assert "Nothing else is waiting" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("breaks", [False, True])
def test_a_grade_book_that_fails_is_told_and_undoes_nothing(
    ida: Client, plan: View, monkeypatch: pytest.MonkeyPatch, breaks: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def set_grade(self: Any, **grade: Any) -> bool:
        if breaks:
            raise RuntimeError("secret words")
        return False

    monkeypatch.setattr(TestPlatform, "set_grade", set_grade)
    post(ida, open_url(plan.id), {"decision": "approved", "revision": str(plan.revision), "points": "4", "text": "Fine"})
    assert opened(plan.id).status == "approved"
    assert "The gradebook did not accept the points" in text(ida.get(open_url(plan.id)))
    assert "secret" not in caplog.text


def test_the_next_that_waits_is_offered(ida: Client, plan: View, entry: View) -> None:
    post(ida, open_url(plan.id), {"decision": "approved", "revision": str(plan.revision), "points": "4"})
    page = ida.get(open_url(plan.id)).content.decode()
    assert page.count("ix-button--primary") == 1
    assert open_url(entry.id) in page


@pytest.mark.parametrize(
    ("typed", "words", "field"),
    [
        ({"decision": "returned", "text": " "}, "Write what should be changed", "text"),
        ({"decision": "comment", "text": ""}, "Write your comment first", "text"),
        ({"decision": "approved", "text": "Kept words", "points": ""}, "Give from 0 to 5 points", "points"),
        ({"decision": "approved", "text": "Kept words", "points": "6"}, "Give from 0 to 5 points", "points"),
        ({"decision": "approved", "text": "Kept words", "points": "many"}, "Enter the points as a number", "points"),
        ({"decision": "approved", "text": "Kept words", "points": "-1"}, "Enter the points as a number", "points"),
        ({"decision": "approved", "text": "Kept words", "points": "nan"}, "Enter the points as a number", "points"),
        ({"decision": "comment", "text": "Kept words" * 1_001}, "10000", "text"),
    ],
)
def test_what_does_not_fit_comes_back_with_the_words(
    ida: Client, plan: View, typed: dict[str, str], words: str, field: str
) -> None:
    response = post(ida, open_url(plan.id), {"revision": str(plan.revision), **typed})
    assert response.status_code == 422
    assert words in text(response)
    assert typed["text"].strip() in text(response)
    assert re.search(rf'id="review-{field}-error">[^<]+<', response.content.decode())
    assert opened(plan.id) == plan


# -- the rubric ----------------------------------------------------------------------------------------------


def group(response: Any, key: str) -> str:
    """The part of the form that asks for one criterion."""
    found = re.search(rf'<fieldset id="review-mark-{key}">.*?</fieldset>', response.content.decode(), re.DOTALL)
    assert found
    return found[0]


def chosen(response: Any, key: str) -> list[str]:
    return re.findall(r'value="([a-z_]*)" checked', group(response, key))


def test_each_criterion_is_asked_for_in_the_readers_words(ida: Client, plan: View, entry: View) -> None:
    response = ida.get(open_url(plan.id))
    assert "Tasks support the outcomes" in group(response, "aligned")  # a default one, kept as its id
    assert "&lt;script&gt;alert(2)" in group(response, "own")
    assert chosen(response, "aligned") == chosen(response, "own") == [""]
    assert "What to look at" not in text(ida.get(open_url(entry.id)))


@pytest.mark.parametrize("decision", ["comment", "returned", "approved"])
def test_marks_go_with_every_answer_and_start_the_next(ida: Client, plan: View, decision: str) -> None:
    typed = {
        "decision": decision, "revision": str(plan.revision), "text": "Look", "points": "4", "mark-aligned": "partly",
        "remark-aligned": f"Which note? {NASTY}", "mark-own": "", "remark-own": "",
    }  # fmt: skip
    assert post(ida, open_url(plan.id), typed).status_code == 302
    (mark,) = opened(plan.id).notes[-1].marks
    assert (mark.criterion.id, mark.value, mark.remark) == ("aligned", "partly", f"Which note? {NASTY}")
    response = ida.get(open_url(plan.id))
    assert (chosen(response, "aligned"), chosen(response, "own")) == (["partly"], [""])
    assert str(escape(NASTY)) in group(response, "aligned")
    assert "<bdi>Tasks support the outcomes</bdi>" in response.content.decode()  # in the story
    assert "<script>alert" not in response.content.decode()


def test_a_remark_that_is_too_long_comes_back_with_all_marks(ida: Client, plan: View) -> None:
    typed = {
        "decision": "comment", "revision": str(plan.revision), "text": "Kept words", "mark-own": "met",
        "remark-aligned": "y" * (reviews.REMARK_LIMIT + 1),
    }  # fmt: skip
    response = post(ida, open_url(plan.id), typed)
    assert response.status_code == 422
    assert "This remark is too long: 501 characters" in group(response, "aligned")
    assert "y" * 501 in group(response, "aligned")
    assert chosen(response, "own") == ["met"]
    assert 'href="#review-remark-aligned"' in response.content.decode()
    assert opened(plan.id) == plan


@pytest.mark.parametrize("more", [{"mark-aligned": "brilliant"}, {"mark-growth": "met"}, {"remark-": "x"}, {"mark-own-x": ""}])
def test_marks_that_our_page_never_sends_are_refused(ida: Client, plan: View, entry: View, more: dict[str, str]) -> None:
    for view in (plan, entry):
        typed = {"decision": "comment", "revision": str(view.revision), "text": "Hi", **more}
        response = post(ida, open_url(view.id), typed)
        assert response.status_code == 400
        assert opened(view.id).notes == view.notes
        assert "could not be understood" in text(response)


def test_two_reviewers_see_each_others_marks(ida: Client, browser: Browser, plan: View) -> None:
    mine = {"decision": "returned", "revision": str(plan.revision), "text": "Mend", "mark-aligned": "not_yet"}
    post(ida, open_url(plan.id), {**mine, "remark-aligned": "No task"})
    response = post(browser("staff_olav"), open_url(plan.id), {**mine, "mark-aligned": "met", "mark-own": "partly"})
    assert response.status_code == 409
    conflict = re.search(r'aria-label="Tasks support the outcomes">.*?Met.*?Not yet: No task', text(response))
    assert conflict
    assert (chosen(response, "aligned"), chosen(response, "own")) == (["met"], ["partly"])


@pytest.mark.parametrize("value", ["met", "brilliant"])
def test_another_rubric_in_between_is_a_conflict_and_no_word_is_lost(ida: Client, plan: View, value: str) -> None:
    Submission.objects.update(revision=plan.revision + 1, rubric=[{"id": "new", "title": "New", "text": ""}])
    typed = {"decision": "comment", "revision": str(plan.revision), "text": "Hi", "mark-own": value, "remark-own": "My remark"}
    response = post(ida, open_url(plan.id), typed)
    assert response.status_code == 409
    assert "A criterion that is no longer used" in text(response)
    assert "My remark" in text(response)
    assert chosen(response, "new") == [""]


def test_two_reviewers_see_both(ida: Client, browser: Browser, plan: View) -> None:
    post(ida, open_url(plan.id), {"decision": "returned", "revision": str(plan.revision), "text": "Name the days"})
    mine = {"decision": "approved", "revision": str(plan.revision), "text": "Well done", "points": "5"}
    response = post(browser("staff_olav"), open_url(plan.id), mine)
    page = text(response)
    assert response.status_code == 409
    for words in ("This was changed while you were writing", "Name the days", "Well done", "Staff_ida"):
        assert words in page
    assert TestPlatform.grades == []
    fresh = re.search(r'name="revision" value="(\d+)"', response.content.decode())
    assert fresh
    again = post(browser("staff_olav"), open_url(plan.id), {**mine, "revision": fresh.group(1)})
    assert again.status_code == 302
    assert [note.decision for note in opened(plan.id).notes] == ["submitted", "returned", "approved"]


def test_a_second_tab_of_ones_own_is_not_called_somebody_else(ida: Client, browser: Browser, plan: View) -> None:
    post(ida, open_url(plan.id), {"decision": "comment", "revision": str(plan.revision), "text": "Name the days"})
    again = {"decision": "comment", "revision": str(plan.revision), "text": "Name the places"}
    assert "You answered it yourself on" in text(post(ida, open_url(plan.id), again))
    said = text(post(browser("staff_olav"), open_url(plan.id), again))
    assert "Staff_ida changed it on" in said
    assert "yourself" not in said


def test_an_approval_is_taken_back_on_purpose_alone(ida: Client, plan: View) -> None:
    waiting = text(ida.get(open_url(plan.id)))
    assert "Take the approval back" not in waiting
    post(ida, open_url(plan.id), {"decision": "approved", "revision": str(plan.revision), "points": "4"})
    page = text(ida.get(open_url(plan.id)))
    back = re.search(r"<details><summary>Take the approval back</summary>(.*?)</details>", page)
    assert back
    assert 'value="returned"' in back[1]
    assert "The points in the gradebook stay until you approve it again." in back[1]
    assert 'value="returned"' not in page.replace(back[0], "")


# -- what is new since a reviewer answered -----------------------------------------------------------------


def changes(page: str) -> list[tuple[str, str]]:
    """What is said to have changed: the text before, and the text now."""
    found = re.findall(r"Before:</span> (.*?)</p> <p[^>]*><span[^>]*>Now:</span> (.*?)</p>", page)
    return [(re.sub("<.*?>", "", before), re.sub("<.*?>", "", now)) for before, now in found]


def test_a_first_version_speaks_of_no_change(ida: Client, plan: View) -> None:
    assert "hanged since" not in text(ida.get(open_url(plan.id)))


def test_what_changed_stands_in_its_part_of_the_plan(ida: Client, mira: Actor, plan: View) -> None:
    post(ida, open_url(plan.id), {"decision": "returned", "revision": str(plan.revision), "text": "Name the evidence"})
    amended(mira, plan, 2, "A signed note")
    page = text(ida.get(open_url(plan.id)))
    assert "Changed since version 1: Tasks." in page
    tasks = re.search(r">Tasks</h2>(.*?)</section>", page)
    assert tasks
    assert changes(tasks[1]) == [("A note", "A signed note")]
    assert changes(page) == changes(tasks[1])


def test_changes_are_counted_from_what_a_reviewer_answered(ida: Client, mira: Actor, plan: View) -> None:
    """Nobody answered the second version: its changes are new to the reviewer, too."""
    post(ida, open_url(plan.id), {"decision": "returned", "revision": str(plan.revision), "text": "Name the evidence"})
    amended(mira, plan, 2, "A signed note")
    amended(mira, plan, 3, "A note signed by both")
    page = text(ida.get(open_url(plan.id)))
    assert "Changed since version 1: Tasks." in page
    assert changes(page) == [("A note", "A note signed by both")]


def test_a_version_that_says_the_same_says_so(ida: Client, mira: Actor, plan: View) -> None:
    amended(mira, plan, 2, "A note")
    assert "Nothing has changed since version 1." in text(ida.get(open_url(plan.id)))


# -- as our script sends it ----------------------------------------------------------------------------------------------------

BY_SCRIPT = {"HTTP_HX_REQUEST": "true"}


def test_what_our_script_sent_leads_on_to_the_same_page(ida: Client, plan: View) -> None:
    sent = {"decision": "comment", "revision": str(plan.revision), "text": "Well done"}
    response = post(ida, open_url(plan.id), sent, **BY_SCRIPT)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == open_url(plan.id)
    assert response.content == b"", "the draft keeper takes a whole page for that of an expired session"
    assert [note.text for note in opened(plan.id).notes][-1] == "Well done"


def test_what_is_wrong_comes_as_pieces_for_the_page_that_sent_it(ida: Client, plan: View) -> None:
    sent = {"decision": "approved", "revision": str(plan.revision), "points": "many"}
    response = post(ida, open_url(plan.id), sent, **BY_SCRIPT)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<html" not in html
    assert 'hx-swap-oob="innerHTML:#review-points-error"' in html
    assert 'data-goto="review-points"' in html
    shown = ida.get(open_url(plan.id)).content.decode()
    assert 'id="review-points-error"' in shown
    assert not re.search("many", shown)


def test_a_conflict_gives_the_form_the_revision_from_which_it_goes_on(ida: Client, browser: Browser, plan: View) -> None:
    mine = {"decision": "comment", "revision": str(plan.revision), "text": "Well done"}
    post(browser("staff_olav"), open_url(plan.id), {**mine, "decision": "returned", "text": "Name the days"})
    response = post(ida, open_url(plan.id), mine, **BY_SCRIPT)
    html = response.content.decode()
    assert response.status_code == 409
    assert "<html" not in html
    assert "This was changed while you were writing" in html
    fresh = re.search(r'name="revision" id="review-revision" value="(\d+)" hx-swap-oob="outerHTML:#review-revision"', html)
    assert fresh
    assert 'id="review-revision"' in ida.get(open_url(plan.id)).content.decode()
    assert post(ida, open_url(plan.id), {**mine, "revision": fresh[1]}, **BY_SCRIPT).status_code == 200


def test_a_refusal_of_the_page_is_a_piece_too(browser: Browser, plan: View) -> None:
    response = post(browser("olaf"), open_url(plan.id), {"decision": "comment", "text": "x", "revision": "1"}, **BY_SCRIPT)
    assert response.status_code in (403, 404)
    assert "<html" not in response.content.decode()
    assert 'class="ix-message' in response.content.decode()


@pytest.mark.parametrize(
    ("body", "more", "status"),
    [
        (b"", {}, 400),
        (b"decision=approved&points=3", {}, 400),
        (b"decision=delete&revision=1&text=x", {}, 400),
        (b"decision=comment&revision=-1&text=x", {}, 400),
        (b"decision=comment&revision=1e3&text=x", {}, 400),
        (b"decision=comment&revision=99999999999999999999&text=x", {}, 400),
        (b"decision=comment&revision=1&text=%ff%fe", {}, 400),
        (b"decision=comment&revision=1&text=\xff", {}, 400),
        (b"&".join(b"a=1" for _ in range(200)), {}, 400),
        (b"{}", {"content_type": "application/json"}, 400),
        (b"--x--", {"content_type": "multipart/form-data; boundary=x"}, 400),
        (b"decision=comment&revision=1&text=" + b"x" * 100_001, {}, 413),
    ],
)
def test_a_broken_form_is_refused_in_words(ida: Client, plan: View, body: bytes, more: dict[str, str], status: int) -> None:
    response = post(ida, open_url(plan.id), body, **more)
    assert response.status_code == status
    assert "ix-message--wrong" in response.content.decode()
    assert opened(plan.id) == plan


def test_other_methods_are_refused(ida: Client, plan: View) -> None:
    assert ida.put(open_url(plan.id), headers={"X-CSRFToken": "a" * 32}).status_code in (403, 405)
    assert ida.head(list_url()).status_code == 405


@given(body=st.binary(max_size=400))
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_no_body_breaks_the_page(ida: Client, plan: View, body: bytes) -> None:
    assert post(ida, open_url(plan.id), body).status_code < 500


@given(
    decision=st.sampled_from(["comment", "returned", "approved", ""]),
    typed=st.text(max_size=80),
    points=st.one_of(st.text(max_size=8), st.floats().map(str)),
    revision=st.one_of(st.integers().map(str), st.text(max_size=4)),
)
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_nothing_typed_breaks_the_page(ida: Client, plan: View, decision: str, typed: str, points: str, revision: str) -> None:
    data = {
        "decision": decision,
        "text": typed.encode("utf-8", "replace"),
        "points": points,
        "revision": revision.encode("utf-8", "replace"),
    }
    response = post(ida, open_url(plan.id), data)
    assert response.status_code < 500


@given(query=st.dictionaries(st.sampled_from(["status", "kind", "search", "after", "before", "order"]), st.text(max_size=50)))
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_no_address_breaks_the_list(ida: Client, plan: View, query: dict[str, str]) -> None:
    clean = {name: value.encode("utf-8", "replace") for name, value in query.items()}
    assert ida.get(list_url(**clean)).status_code in (200, 400)  # type: ignore[arg-type]


def test_a_mishap_logs_no_words(
    ida: Client, plan: View, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("secret words")

    monkeypatch.setattr("internship_xblock.tools.reviews.web.pages.reviews.comment", broken)
    response = post(ida, open_url(plan.id), {"decision": "comment", "revision": "1", "text": "secret words"})
    assert response.status_code == 500
    assert "happens again, give your course team this number" in text(response)
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_the_page_speaks_the_readers_language_and_direction(ida: Client, plan: View) -> None:
    response = ida.get(open_url(plan.id), headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def test_a_retired_person_leaves_a_readable_page(ida: Client, plan: View, entry: View) -> None:
    from internship_xblock.retirement import forget

    forget(plan.submitter_id or 0)
    for url in (list_url(), open_url(plan.id), open_url(entry.id)):
        response = ida.get(url)
        assert response.status_code == 200
        assert "Mira" not in text(response)
    assert Note.objects.filter(author_name="Mira").count() == 0


def test_what_was_issued_at_the_end_is_one_press_from_the_plan(ida: Client, plan: View) -> None:
    assert "certificate" not in text(ida.get(open_url(plan.id)))
    certificate(plan.placement_id)
    certificate(plan.placement_id)
    page = ida.get(open_url(plan.id)).content.decode()
    found = re.search(r'href="([^"]+/statement/[^"]+)">Read certificate 2<', page)
    assert found
    assert "Read certificate 1" not in page, "the one that was corrected no longer counts"
    read = ida.get(found.group(1))
    assert read.status_code == 200
    assert "-2.pdf" in read.content.decode()


def test_an_entry_names_the_outcomes_that_were_submitted_and_no_draft(ida: Client, mira: Actor, entry: View) -> None:
    """What a plan's draft says stays with its parties, also where an entry refers to it."""
    Entry.objects.update(outcomes=["o1"])
    plans.save_section(
        mira, placement_id=entry.placement_id, usage_key=PLAN_BLOCK, section="outcomes", revision=0,
        typed=[{"uid": "o1", "text": "Explain a secret price"}], settings=plans.PlanRules(),
    )  # fmt: skip
    shown = text(ida.get(open_url(entry.id)))
    assert "I shadowed" in shown
    assert "secret price" not in shown
