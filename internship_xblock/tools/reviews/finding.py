"""Find submissions by words of their titles and names: an index of words, beside the submissions (core/word_index.py).

How many there are of each status is said only where few fit.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from ...core.word_index import FEW, Matching, WordIndex, words_of
from .models import Submission, SubmissionWord
from .subject import title_in_words

_INDEX = WordIndex(SubmissionWord.objects.all(), "submission_id")


def index(rows: Iterable[Submission], is_new: bool = False) -> None:
    """Write the words of these submissions anew. Two queries; one where they have none yet."""
    rows = list(rows)
    if not is_new:
        SubmissionWord.objects.filter(submission__in=rows).delete()
    SubmissionWord.objects.bulk_create(
        (
            SubmissionWord(submission=row, course_key=row.course_key, word=word)
            for row in rows
            for word in words_of(title_in_words(row.kind, row.title), row.author_name)
        ),
        batch_size=2_000,
    )


def remove(rows: QuerySet[Submission]) -> None:
    """Let these submissions be found by no word any more. One query."""
    SubmissionWord.objects.filter(submission__in=rows).delete()


def matching(rows: QuerySet[Submission], course_key: str, search: str) -> Matching:
    """Narrow `rows` of a course to those that a search fits. A query for each word, and one more where one word is common."""
    return _INDEX.matching(rows, course_key, search, FEW)
