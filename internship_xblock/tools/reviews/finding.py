"""Find submissions by words of their titles and names: an index of words, beside the submissions.

A search finds words from their beginning, in any order, without regard to case and accents: "øv as" finds "Åse Øverland".
A script without spaces is found from any of its characters. The database has an index for that, so that a search among
100,000 submissions looks at those that fit; where more than FEW fit it goes through the list, and soon has a page. How many
there are of each status is said for the first only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from ...core.language.text import clean
from .models import WORD_LIMIT, Submission, SubmissionWord
from .subject import title_in_words

FEW = 2_000  # submissions that are named one by one in a query
WORDS_LIMIT = 40  # of one submission
TYPED_LIMIT = 6  # words of a search; more tell no more
_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def words_of(*texts: str) -> list[str]:
    """Return the words by which these texts are found, each once."""
    found: dict[str, None] = {}
    for word in _split(" ".join(texts)):
        found[word[:WORD_LIMIT]] = None
        if unicodedata.name(word[0], "").startswith(_WITHOUT_SPACES):
            found.update((word[at : at + WORD_LIMIT], None) for at in range(1, len(word)))
        parts = "".join(char if char.isalnum() else " " for char in word).split()
        found.update((part[:WORD_LIMIT], None) for part in parts)
    return list(found)[:WORDS_LIMIT]


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


@dataclass(frozen=True)
class Matching:
    """Submissions that a search fits. `is_many`: too many to count them by their status."""

    rows: QuerySet[Submission]
    is_many: bool = False


def matching(rows: QuerySet[Submission], course_key: str, search: str) -> Matching:
    """Narrow `rows` of a course to those that a search fits. A query for each word, and one more where one word is common."""
    words = list(dict.fromkeys(word[:WORD_LIMIT] for word in _split(clean(search))))[:TYPED_LIMIT]
    if not words:
        return Matching(rows.none() if search.strip() else rows)
    found = {
        word: set(_with(word).filter(course_key=course_key).values_list("submission_id", flat=True)[: FEW + 1])
        for word in words
    }
    rare = [word for word in words if len(found[word]) <= FEW]
    if not rare:  # asked of each row in the order of the list, which soon has a page; not by a join, which begins with all
        hits = {
            f"hit{at}": Subquery(_with(word).filter(submission_id=OuterRef("pk")).values("pk")[:1])
            for at, word in enumerate(words)
        }
        return Matching(rows.alias(**hits).filter(**{f"{name}__isnull": False for name in hits}), is_many=True)
    ids = set.intersection(*(found[word] for word in rare))
    for word in words:
        if word not in rare and ids:
            ids &= set(_with(word).filter(submission_id__in=ids).values_list("submission_id", flat=True))
    return Matching(rows.filter(pk__in=ids))


def _with(word: str) -> QuerySet[Any]:
    return SubmissionWord.objects.order_by().filter(word__istartswith=word)


def _split(text: str) -> Iterator[str]:
    """Part a text at its spaces, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return iter("".join(char for char in plain if unicodedata.category(char) != "Mn").split())
