"""A step's text as HTML, with its sources apart: a screen folds them."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString

from ...core.language.markup import render_markdown

HEADING = 5  # inside a step: the unit is an h3 and the step an h4
# What a lesson calls its sources, by the language; of one source without the last letter.
SOURCES = {"en": "Sources", "nb": "Kilder", "nn": "Kjelder"}
SOURCES_WORD = "|".join(f"{word}?" for word in SOURCES.values())
_WORD = rf"(?P<word>{SOURCES_WORD})"
_PARAGRAPH = re.compile(rf"(?:\A|\n[ \t]*\n)\*\*{_WORD}(?:[.:]\*\*|\*\*[.:])[ \t]*(?=\S|\n)")
_TITLE = re.compile(rf"(?:\A|\n)#{{1,6}}[ \t]+(?:\*\*)?{_WORD}[.:]?(?:\*\*)?[ \t]*#*[ \t]*\n")
_ANY_TITLE = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)
_BETWEEN = re.compile(r"\n[ \t]*\n")
_IN_LIST = re.compile(r"[ \t]+\S|(?:[-*+•]|\d+\.)[ \t]")


@dataclass(frozen=True)
class Parts:
    """The Markdown of a lesson: what is told, and the sources with the word that its author calls them by."""

    told: str
    name: str = ""
    sources: str = ""


def as_html(source: str, heading: int = HEADING) -> SafeString:
    return render_markdown(source, heading)


def part_as_html(source: str) -> SafeString:
    """Return a text inside a step, under a heading of its own."""
    return as_html(_outdented(source), HEADING + 1)


def _outdented(source: str) -> str:
    """Return the text as it was meant: one that begins on its own line may be indented as its element is."""
    return (textwrap.dedent(source) if source.startswith("\n") else source).replace("\r\n", "\n").strip()


@lru_cache(maxsize=512)
def parts(source: str) -> Parts:
    """Return a lesson in its parts.

    Sources are a last paragraph that begins with `**Sources:**`, alone or before a list, or all that stands below a last
    heading of that word. They are a part of their own only where the text reads in two parts as it does in one: an address
    that is referred to from above, or a bold word in a list, keeps them where they stand.
    """
    found = parts_by_mark(source)
    whole = _outdented(source)
    marked = whole[len(found.told) :].strip()
    if not (found.told and found.sources) or as_html(whole) != f"{as_html(found.told)}\n{as_html(marked)}":
        return Parts(whole)
    return found


def parts_by_mark(source: str) -> Parts:
    """Return a lesson in its parts by the mark of its sources alone: it is not asked how the parts read."""
    source = _outdented(source)
    found = _last_mark(source)
    return Parts(source[: found.start()], found["word"], source[found.end() :].strip()) if found else Parts(source)


def _last_mark(source: str) -> re.Match[str] | None:
    """Return where the sources begin, None where other text follows them."""
    marks = sorted((*_PARAGRAPH.finditer(source), *_TITLE.finditer(source)), key=lambda found: found.start())
    if not marks:
        return None
    last, below = marks[-1], source[marks[-1].end() :]
    if last.re is _TITLE:
        return None if _ANY_TITLE.search(below) else last
    _first, *more = _BETWEEN.split(below.strip())
    is_list = all(_IN_LIST.match(block) for block in more)
    return last if is_list and not _ANY_TITLE.search(below) else None
