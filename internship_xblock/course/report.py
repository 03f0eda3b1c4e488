"""A comparison of courses as one reads it: where, what, and the words that came and went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..core.language.word_diff import pieces
from .comparison import Change, Key, Place, compare, is_about_the_same, is_kept

_AROUND = 6  # words that are shown before and after a change
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal would obey them
_WORDS = re.compile(r"\s*\S+")


def two_ways(old: Mapping[Key, Place], new: Mapping[Key, Place]) -> Iterator[str]:
    """Yield the lines about what a newer course changes in an older one."""
    changes = compare(old, new)
    yield f"{_times(len(changes), 'difference')}: [-what is in the old only-] {{+what is in the new only+}}"
    yield from _told(changes)


def three_ways(base: Mapping[Key, Place], own: Mapping[Key, Place], new: Mapping[Key, Place]) -> Iterator[str]:
    """Yield the lines about a newer course, and about one's own edits that an import of it would undo.

    `base` is what was imported, `own` what was made of it. An edit that the newer course has, too, is kept.
    """
    theirs = compare(base, new)
    lost = [one for one in compare(base, own) if not is_kept(one, new, own)]
    both = [one for one in lost if any(is_about_the_same(one, other, base) for other in theirs)]
    mine = [one for one in lost if one not in both]
    yield f"The newer archive makes {_times(len(theirs), 'change')}: [-before-] {{+after+}}"
    yield from _told(theirs)
    yield ""
    if not lost:
        yield "None of your own edits would be lost."
        return
    yield f"An import of it would undo {_times(len(lost), 'edit')} of your own. Copy what you want to keep before you import."
    if both:
        yield ""
        yield f"{_times(len(both), 'edit')} where the newer archive has a change, too. Read both:"
        yield from _told(both)
    if mine:
        yield ""
        yield f"{_times(len(mine), 'edit')} where the newer archive is as it was. Make them again after the import:"
        yield from _told(mine)


def _told(changes: Sequence[Change]) -> Iterator[str]:
    above = ""
    for change in changes:
        if change.where != above:
            above = change.where
            yield _plain(above)
        yield f"  {_plain(_said(change))}"


def _said(change: Change) -> str:
    if change.kind in ("added", "removed"):
        return f"{change.kind}, with all that is in it"
    if change.kind == "moved":
        return f"moved; it was {change.before}"
    if change.kind == "reordered":
        return f"in another order; it was {change.before}; it is {change.after}"
    return f"{change.label}: {marked(change.before, change.after)}"


def marked(before: str, after: str) -> str:
    """Return a text with what was taken out in [- -] and what came in in {+ +}; long parts that stayed are left out."""
    found = pieces(f"{before} ", f"{after} ")  # so that the last word is like any other
    shown = []
    for number, piece in enumerate(found):
        if piece.kind == "same":
            shown.append(_shortened(piece.text, is_first=number == 0, is_last=number == len(found) - 1))
        else:
            sign = "[-{}-] " if piece.kind == "removed" else "{{+{}+}} "
            shown.append(sign.format(piece.text.strip()) if piece.text.strip() else piece.text)
    return " ".join("".join(shown).split())


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    words = _WORDS.findall(text)
    start, end = 0 if is_first else _AROUND, 0 if is_last else _AROUND
    if len(words) <= start + end + 1:
        return text
    after = text[len(text.rstrip()) :] if end else ""
    return "".join(words[:start]) + " … " + "".join(words[len(words) - end :] if end else []) + after


def _plain(line: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", line)


def _times(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")
