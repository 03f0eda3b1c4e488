"""Lists of submissions that stay fast however many there are: keyset paging, capped counts, neighbours.

A cursor names the last row seen by (submitted_at, id), the order of the indexes, so page 1,000 costs what page 1 costs.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ...core import keyset
from ...core.errors import BadRequest
from ...core.language.text import NAME_LIMIT
from ...core.word_index import Matching
from ..placements import api as placements
from . import finding
from .models import Submission
from .values import SubmissionPage, SubmissionRow

COUNT_LIMIT = 1_000  # counting further would make the page slower with every row, and tells nobody more
PAGE_LIMIT = 200
LISTED = [value for value in Submission.Status.values if value != Submission.Status.WITHDRAWN]


def page(
    *, course_key: str, status: str, kind: str, search: str, after: str, before: str, order: str, limit: int
) -> SubmissionPage:
    _check(status, kind, order, limit)
    if after and before:
        raise BadRequest()
    found_by = _matching(course_key, kind, search)
    matching = found_by.rows
    counts = {} if found_by.is_many else _counts(matching)
    matching = matching.filter(status=status) if status else matching.exclude(status=Submission.Status.WITHDRAWN)
    newer_first = (order == "newest") != bool(before)  # a page before a cursor is read backwards, then turned
    cursor = after or before
    if cursor:
        matching = matching.filter(_beyond(*keyset.parse(cursor), older=newer_first))
    matching = with_role(matching).defer("rubric")  # a list says nothing of it
    found = list(matching.order_by(*(("-submitted_at", "-id") if newer_first else ("submitted_at", "id")))[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    if before:
        found.reverse()
    has_next, has_previous = (bool(found), more) if before else (more, bool(after and found))
    return SubmissionPage(
        rows=tuple(SubmissionRow(**row_values(row)) for row in found),
        after=_cursor(found[-1]) if has_next else "",
        before=_cursor(found[0]) if has_previous else "",
        counts=counts,
    )


def _check(status: str, kind: str, order: str, limit: int) -> None:
    """Raise BadRequest for what no page asks for."""
    is_known = status in ("", *LISTED) and kind in ("", *Submission.Kind.values)
    if not is_known or order not in ("newest", "oldest") or not 0 < limit <= PAGE_LIMIT:
        raise BadRequest()


def _counts(matching: QuerySet[Submission]) -> dict[str, int]:
    return {value: matching.filter(status=value)[: COUNT_LIMIT + 1].count() for value in LISTED}


def _matching(course_key: str, kind: str, search: str) -> Matching:
    rows = Submission.objects.filter(course_key=course_key)
    if kind:
        rows = rows.filter(kind=kind)
    return finding.matching(rows, course_key, search[:NAME_LIMIT])


def _beyond(at: Any, pk: Any, older: bool) -> Q:
    return keyset.beyond(at, pk, older=older, field="submitted_at")


def _cursor(row: Submission) -> str:
    return keyset.cursor(row.submitted_at, row.pk)


def with_neighbours(course_key: str) -> QuerySet[Any]:
    """Submissions of a course, each knowing the next and the previous that wait (`next_id`, `previous_id`), oldest first."""
    waiting = Submission.objects.filter(course_key=course_key, status=Submission.Status.SUBMITTED).values("pk")
    here = (OuterRef("submitted_at"), OuterRef("pk"))
    found: QuerySet[Any] = (
        with_role(Submission.objects.filter(course_key=course_key))
        .annotate(
            next_id=Subquery(waiting.filter(_beyond(*here, older=False)).order_by("submitted_at", "id")[:1]),
            previous_id=Subquery(waiting.filter(_beyond(*here, older=True)).order_by("-submitted_at", "-id")[:1]),
        )
        .prefetch_related("notes")
    )
    return found


def with_role(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Let each know in which role of its placement its author sits (`author_role`)."""
    known: QuerySet[Any] = rows.annotate(author_role=placements.role_at("placement_id", "author_id"))
    return known


def row_values(row: Any) -> dict[str, Any]:
    """The fields that a SubmissionRow has."""
    return {
        "id": row.pk, "kind": row.kind, "title": row.title, "submitter_name": row.author_name,
        "submitter_role": row.author_role or "", "status": row.status,
        "attempts": row.attempts, "submitted_at": row.submitted_at, "points": row.points, "possible": row.possible,
    }  # fmt: skip
