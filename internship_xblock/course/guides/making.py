"""Make the page and the PDF of every guide, where they are not what the guide says now."""

from __future__ import annotations

from pathlib import Path

from ..findings import Finding
from ..language import words_of
from ..outline import Course
from . import paper, screen
from .reading import Guide, Unreadable, files, read


def make(course: Course) -> tuple[list[str], list[Finding]]:
    """Write what is to be made anew; return the files that were written and what could not be made."""
    written: list[str] = []
    found: list[Finding] = []
    for file in files(course):
        try:
            guide = read(course, file)
            for target, content in _stale(course, guide):
                _write(course.source / target, content)
                written.append(target)
        except Unreadable as error:
            found.append(error.finding)
        except paper.NotPrintable as error:
            found.append(Finding(file, 1, error.sentence))
    return written, found


def is_printed(course: Course, guide: Guide) -> bool:
    """Return whether the guide's PDF was made from this text, as it is set now."""
    try:
        printed = (course.source / guide.pdf).read_bytes()
    except OSError:
        return False
    return paper.fingerprint(course, guide).encode() in printed


def is_shown(course: Course, guide: Guide) -> bool:
    """Return whether the guide's page on screen says what the guide says."""
    return bool(guide.borrowed) or course.text(guide.page) == screen.page(guide, words_of(course).guides)


def _stale(course: Course, guide: Guide) -> list[tuple[str, bytes]]:
    made: list[tuple[str, bytes]] = []
    if not is_printed(course, guide):
        made.append((guide.pdf, paper.render(course, guide)))
    if not is_shown(course, guide):
        made.append((guide.page, screen.page(guide, words_of(course).guides).encode()))
    return made


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
