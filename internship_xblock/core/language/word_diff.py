"""What changed from one text to another, word by word. Pure, and bounded in time whatever is compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..errors import Words

PAIRS = 20_000  # pairs of equal words that are weighed at most: two texts of about a thousand words each
_WORDS = re.compile(r"\S+\s*|\s+")
_SENTENCES = re.compile(r"[^.!?\u2026\u3002\u061f\u06d4\n]*(?:[.!?\u2026\u3002\u061f\u06d4]+\s*|\n\s*|$)")


@dataclass(frozen=True)
class Piece:
    """A run of text: `kind` is "same", "added" or "removed"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Changed:
    """One question of an entry whose answer differs, as pieces."""

    label: Words
    pieces: tuple[Piece, ...]


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The later text with what was taken out and what came in.

    Same and removed together are the earlier text, same and added the later, to the letter. Where the two are too long
    and too unlike to be compared by words, they are compared by sentences, and where that is too much, not at all.
    """
    for pattern in (_WORDS, _SENTENCES):
        old, new = _split(pattern, before), _split(pattern, after)
        start, end = _common(old, new)
        found, wanted = old[start : len(old) - end], new[start : len(new) - end]
        if _pairs(found, wanted) <= PAIRS:
            middle = _compared(found, wanted)
            return _joined([("same", old[:start]), *middle, ("same", old[len(old) - end :])])
    return _joined([("removed", [before]), ("added", [after])])


def between(before: Mapping[str, str], after: Mapping[str, str], labels: Mapping[str, Words]) -> tuple[Changed, ...]:
    """The texts that differ, by the keys of `labels` in their order; what neither has is left out."""
    found = []
    for name, label in labels.items():
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            found.append(Changed(label, pieces(old, new)))
    return tuple(found)


def counted(changes: Sequence[Changed]) -> tuple[int, int]:
    """How many words came in, and how many were taken out."""
    words = Counter({"added": 0, "removed": 0})
    for change in changes:
        for piece in change.pieces:
            words[piece.kind] += len(piece.text.split())
    return words["added"], words["removed"]


def _split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in pattern.findall(text) if part]


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many words are equal at the beginning and at the end."""
    most = min(len(old), len(new))
    start = next((place for place in range(most) if old[place] != new[place]), most)
    end = next((place for place in range(most - start) if old[-1 - place] != new[-1 - place]), most - start)
    return start, end


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """How often a word of one equals a word of the other: what comparing costs."""
    times = Counter(new)
    return sum(times[word] for word in old)


def _compared(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for _kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if _kind == "equal":
            found.append(("same", old[a:b]))
        else:
            found += [("removed", old[a:b]), ("added", new[c:d])]
    return found


def _joined(runs: Sequence[tuple[str, list[str]]]) -> tuple[Piece, ...]:
    return tuple(Piece(kind, "".join(words)) for kind, words in runs if words and any(words))
