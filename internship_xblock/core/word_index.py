"""Find rows by words of their names, by a table of words beside them.

A search finds words from their beginning, in any order, without regard to case and accents: "øv as" finds "Åse Øverland".
A script without spaces is found from any of its characters. The database has an index for that, so that a search among
100,000 rows looks at those that fit; where more than a few fit it goes through the list, and soon has a page.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from .language.text import clean

FEW = 2_000  # rows that are named one by one in a query
WORD_LIMIT = 40  # characters of a word by which something is found
WORDS_LIMIT = 40  # of one row
TYPED_LIMIT = 6  # words of a search; more tell no more
_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def words_of(*texts: str, limit: int = WORDS_LIMIT) -> list[str]:
    """Return the words by which these texts are found, each once."""
    found: dict[str, None] = {}
    for word in _split(" ".join(texts)):
        found[word[:WORD_LIMIT]] = None
        if unicodedata.name(word[0], "").startswith(_WITHOUT_SPACES):
            found.update((word[at : at + WORD_LIMIT], None) for at in range(1, len(word)))
        parts = "".join(char if char.isalnum() else " " for char in word).split()
        found.update((part[:WORD_LIMIT], None) for part in parts)
    return list(found)[:limit]


@dataclass(frozen=True)
class Matching:
    """Rows that a search fits. `is_many`: too many to count them by their kinds."""

    rows: QuerySet[Any]
    is_many: bool = False


@dataclass(frozen=True)
class WordIndex:
    """The words of one table: `words` are their rows, each with a `course_key`, a `word`, and whose it is in `owner`."""

    words: QuerySet[Any]
    owner: str

    def matching(self, rows: QuerySet[Any], course_key: str, search: str, few: int = FEW) -> Matching:
        """Narrow `rows` of a course to those that a search fits.

        A query for each word, and one more where one word is common.
        """
        words = list(dict.fromkeys(word[:WORD_LIMIT] for word in _split(clean(search))))[:TYPED_LIMIT]
        if not words:
            return Matching(rows.none() if search.strip() else rows)
        found = {word: self._owners(self._with(word).filter(course_key=course_key)[: few + 1]) for word in words}
        rare = [word for word in words if len(found[word]) <= few]
        if not rare:  # asked of each row in the order of the list, which soon has a page; not by a join, which begins with all
            hits = {
                f"hit{at}": Subquery(self._with(word).filter(**{self.owner: OuterRef("pk")}).values("pk")[:1])
                for at, word in enumerate(words)
            }
            return Matching(rows.alias(**hits).filter(**{f"{name}__isnull": False for name in hits}), is_many=True)
        ids = set.intersection(*(found[word] for word in rare))
        for word in words:
            if word not in rare and ids:
                ids &= self._owners(self._with(word).filter(**{f"{self.owner}__in": ids}))
        return Matching(rows.filter(pk__in=ids))

    def _with(self, word: str) -> QuerySet[Any]:
        """The words that begin so. SQLite has no index for that; what is kept is in small letters, so a range is the same."""
        if connection.vendor == "sqlite":
            return self.words.order_by().filter(word__gte=word, word__lt=f"{word}{chr(sys.maxunicode)}")
        return self.words.order_by().filter(word__istartswith=word)

    def _owners(self, words: QuerySet[Any]) -> set[Any]:
        return set(words.values_list(self.owner, flat=True))


def _split(text: str) -> Iterator[str]:
    """Part a text at its spaces, in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return iter("".join(char for char in plain if unicodedata.category(char) != "Mn").split())
