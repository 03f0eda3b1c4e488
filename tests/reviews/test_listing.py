"""The list: filters, search, keyset paging both ways, and as many queries for 1,000 rows as for 10."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest
from internship_xblock.core.tools import Leaving
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.reviews import api, finding, forget
from internship_xblock.tools.reviews.models import Note, Submission, SubmissionWord
from tests.platform import COURSE

FIRST = datetime(2026, 9, 7, 8, tzinfo=UTC)


def fill(amount: int, **changes: Any) -> None:
    """`amount` submissions an hour apart, two of each hour, so that the id has to break ties."""
    Submission.objects.bulk_create(
        Submission(
            **{
                "course_key": COURSE, "usage_key": "b", "kind": "plan", "subject_id": number, "subject_version": 1,
                "title": f"Plan {number}", "author_name": f"Person {number % 7}", "attempts": 1,
                "revision": 1, "submitted_at": FIRST + timedelta(hours=number // 2), "changed_at": FIRST,
                **changes,
            }
        )
        for number in range(amount)
    )  # fmt: skip
    finding.index(Submission.objects.filter(words=None), is_new=True)


def titles(page: api.SubmissionPage) -> list[str]:
    return [row.title for row in page.rows]


def walk(ida: Actor, order: str, limit: int) -> list[list[str]]:
    pages, after = [], ""
    while True:
        page = api.list_submissions(ida, course_key=COURSE, order=order, after=after, limit=limit)
        pages.append(titles(page))
        if not page.after:
            return pages
        after = page.after


@pytest.mark.parametrize("order", ["newest", "oldest"])
@pytest.mark.parametrize("limit", [1, 3, 7, 8])
def test_paging_shows_every_row_once_in_order(ida: Actor, order: str, limit: int) -> None:
    fill(7)
    rows = [title for page in walk(ida, order, limit) for title in page]
    expected = [f"Plan {number}" for number in range(7)]
    assert rows == (expected if order == "oldest" else expected[::-1])


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_paging_back_is_the_way_one_came(ida: Actor, order: str) -> None:
    fill(7)
    forward = walk(ida, order, 3)
    page = api.list_submissions(ida, course_key=COURSE, order=order, limit=3)
    while page.after:
        page = api.list_submissions(ida, course_key=COURSE, order=order, limit=3, after=page.after)
    backward = [titles(page)]
    while page.before:
        page = api.list_submissions(ida, course_key=COURSE, order=order, limit=3, before=page.before)
        backward.append(titles(page))
    # Read from the end, pages of three begin elsewhere only where the last was shorter.
    assert [title for one in reversed(backward) for title in one] == [title for one in forward for title in one]
    assert page.before == ""


def test_a_row_that_comes_in_between_moves_nothing(ida: Actor) -> None:
    fill(4)
    first = api.list_submissions(ida, course_key=COURSE, limit=2)
    fill(1, subject_id=99, title="Just in", submitted_at=FIRST + timedelta(days=9))
    assert titles(api.list_submissions(ida, course_key=COURSE, limit=2, after=first.after)) == ["Plan 1", "Plan 0"]


def test_filters_and_counts(ida: Actor) -> None:
    fill(3)
    fill(2, kind="entry", status="returned", usage_key="l")
    page = api.list_submissions(ida, course_key=COURSE, kind="entry")
    assert len(page.rows) == 2
    assert page.counts == {"submitted": 0, "returned": 2, "approved": 0}
    assert len(api.list_submissions(ida, course_key=COURSE, status="submitted").rows) == 3
    assert api.list_submissions(ida, course_key=COURSE, status="approved").rows == ()


SEARCHES = {
    "tram": 1, "TRAM": 1, "Øver": 1, "øVER åse": 1, "ase": 1, "Åse": 1, "100 %": 1, "%": 1, "_": 0, "nobody": 0, " tram ": 1,
    "ram": 0, "tram nils": 0, "ole": 1, "nils_": 1, "小明": 1, "明": 1, "王": 1,
    "': DROP": 0, "*": 0, " ": 2, "\u0301": 0, "иван": 1,
}  # fmt: skip


def test_search_finds_words_from_their_beginning_in_titles_and_names(ida: Actor) -> None:
    fill(1, title="100 % by tram", author_name="Åse Øverland")
    fill(1, title="Other 王小明", author_name="Nils_Ole Иванов", usage_key="c")
    found = {wanted: len(api.list_submissions(ida, course_key=COURSE, search=wanted).rows) for wanted in SEARCHES}
    assert found == SEARCHES


@pytest.mark.parametrize("few", [0, 3, 100])
def test_a_search_finds_the_same_whichever_way_it_goes(ida: Actor, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    """Few are named, many are met on the way through the list: both give the same pages and counts."""
    fill(40)
    fill(5, title="Plan of Kari", usage_key="c", kind="entry", status="returned")
    monkeypatch.setattr(finding, "FEW", few)
    page = api.list_submissions(ida, course_key=COURSE, search="plan person", limit=10, order="oldest")
    assert len(page.rows) == 10
    assert page.counts == ({"submitted": 40, "returned": 5, "approved": 0} if few == 100 else {})
    rows = [title for part in walk_search(ida, "plan person 3") for title in part]
    assert rows == [f"Plan {number}" for number in range(39, -1, -1) if number % 7 == 3 or str(number).startswith("3")]


def walk_search(ida: Actor, search: str) -> list[list[str]]:
    pages, after = [], ""
    while not pages or after:
        page = api.list_submissions(ida, course_key=COURSE, search=search, kind="plan", limit=3, after=after)
        pages.append(titles(page))
        after = page.after
    return pages


def test_what_is_submitted_is_found_and_what_is_erased_is_not(ida: Actor) -> None:
    place = Placement.objects.create(course_key=COURSE)
    fill(1, title="Plan of Kari", author_name="Mira Dahl", placement=place)
    assert len(api.list_submissions(ida, course_key=COURSE, search="kari mira").rows) == 1
    forget.forget(Leaving(placement_ids=[place.pk]))
    assert api.list_submissions(ida, course_key=COURSE, search="kari").rows == ()
    assert len(api.list_submissions(ida, course_key=COURSE, search="mira").rows) == 1
    forget.forget_subjects("plan", [0])
    assert not SubmissionWord.objects.exists()


def test_other_courses_are_not_listed(ida: Actor) -> None:
    fill(2, course_key="course-v1:Other+C+1")
    page = api.list_submissions(ida, course_key=COURSE)
    assert page.rows == ()
    assert sum(page.counts.values()) == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "lost"}, {"kind": "poem"}, {"order": "random"}, {"limit": 0}, {"limit": 201}, {"after": "x"},
        {"after": "1-"}, {"after": "1-1", "before": "1-1"}, {"before": "ffffffffffffffff-1"}, {"after": "-1-1"},
    ],
)  # fmt: skip
def test_a_broken_question_is_refused(ida: Actor, broken: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        api.list_submissions(ida, course_key=COURSE, **broken)


@given(cursor=st.one_of(st.text(max_size=60), st.from_regex(r"[0-9a-f]{1,16}-[0-9a-f]{1,16}", fullmatch=True)))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cursor_breaks_the_list(ida: Actor, cursor: str) -> None:
    with contextlib.suppress(BadRequest):
        api.list_submissions(ida, course_key=COURSE, after=cursor)


def test_counting_stops_where_it_would_get_slow(ida: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("internship_xblock.tools.reviews.listing.COUNT_LIMIT", 5)
    fill(9)
    assert api.list_submissions(ida, course_key=COURSE).counts["submitted"] == 6


@pytest.mark.parametrize("amount", [10, 1_000])
def test_the_list_asks_four_times_however_long(ida: Actor, amount: int, django_assert_num_queries: Any) -> None:
    fill(amount)
    with django_assert_num_queries(4):
        page = api.list_submissions(ida, course_key=COURSE, limit=50)
    with django_assert_num_queries(6):
        assert len(api.list_submissions(ida, course_key=COURSE, search="plan person", limit=50).rows) == len(page.rows)
    assert len(page.rows) == min(amount, 50)


@pytest.mark.parametrize("amount", [10, 1_000])
def test_opening_asks_twice_however_many_wait(ida: Actor, amount: int, django_assert_num_queries: Any) -> None:
    fill(amount)
    middle = Submission.objects.get(title="Plan 5")
    Note.objects.bulk_create(Note(submission=middle, decision="comment", text="x", attempt=1, at=FIRST) for _ in range(amount))
    with django_assert_num_queries(2):
        view = api.open_submission(ida, submission_id=middle.pk)
    assert len(view.notes) == amount
    names = dict(Submission.objects.values_list("pk", "title"))
    assert (names[view.previous_id or 0], names[view.next_id or 0]) == ("Plan 4", "Plan 6")


def test_the_neighbours_are_those_that_wait(ida: Actor) -> None:
    fill(3)
    Submission.objects.filter(title="Plan 1").update(status="approved")
    first, done, last = Submission.objects.order_by("pk")
    assert api.open_submission(ida, submission_id=first.pk).next_id == last.pk
    assert api.open_submission(ida, submission_id=first.pk).previous_id is None
    assert api.open_submission(ida, submission_id=done.pk).previous_id == first.pk
    assert api.open_submission(ida, submission_id=last.pk).next_id is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases explain themselves in their own words")
def test_the_pages_read_the_index_and_sort_nothing(ida: Actor) -> None:
    """Whatever the filter, the database walks one of our indexes: the reason the last page costs what the first does."""
    fill(50)
    for filters in ({}, {"status": "submitted"}, {"kind": "plan"}, {"kind": "plan", "status": "submitted"}):
        plan = (
            Submission.objects.filter(course_key=COURSE, **filters)
            .filter(submitted_at__lte=FIRST + timedelta(hours=9))
            .order_by("-submitted_at", "-id")[:5]
            .explain()
        )
        assert "USING INDEX ix_submission" in plan
        assert "TEMP B-TREE" not in plan
