"""The guides to print: one page each, and on paper and on screen the same text."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Finding
from ..guides import paper
from ..guides.making import is_printed, is_shown
from ..guides.reading import Unreadable, files, read
from ..outline import Course

_ANEW = "{} was not made from this text. Run: python -m internship_xblock.course guides"


def guides(course: Course) -> Iterator[Finding]:
    """Every guide can be made, fits on a page, and is what its page and its PDF say."""
    for file in files(course):
        try:
            guide = read(course, file)
            if not is_printed(course, guide):
                paper.render(course, guide)
                yield Finding(file, 1, _ANEW.format(guide.pdf) + ".")
            if not is_shown(course, guide):
                yield Finding(file, 1, _ANEW.format(guide.page) + ".")
        except Unreadable as error:
            yield error.finding
        except paper.NotPrintable as error:
            yield Finding(file, 1, error.sentence)
