"""A guide as it is written: a head of `Name: value` lines, an empty line, Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from ...core.language.markup import to_html
from ..findings import Finding
from ..outline import NAME, Course
from ..xml import read_html

FOLDER = "guides"
BLANK = "…"  # a line to write on
BOX = "[ ] "  # begins an item that is ticked with a pen
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEAD = ("Title", "For", "Text", "Columns")


class Unreadable(Exception):
    """A guide cannot be made; the finding says where and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@dataclass(frozen=True)
class Guide:
    """One guide. `body` is its text as HTML; `borrowed` names the page of the course that it is taken from, if any."""

    file: str
    title: str
    reader: str  # whom it is for, and what one does with it
    body: etree._Element
    columns: int = 1
    borrowed: str = ""

    @property
    def name(self) -> str:
        return f"guide-{PurePosixPath(self.file).stem}"

    @property
    def pdf(self) -> str:
        """The file of the course that is printed."""
        return f"static/{self.name}.pdf"

    @property
    def page(self) -> str:
        """The file of the course that is read on screen; for a borrowed text, the one that it is borrowed from."""
        return self.borrowed or f"html/{self.name}.html"


def files(course: Course) -> list[str]:
    """Return the guides' files, by name."""
    return sorted(f"{FOLDER}/{path.name}" for path in course.source.glob(f"{FOLDER}/*.md") if not path.name.startswith("."))


def read(course: Course, file: str) -> Guide:
    """Return the guide in a file of the course. Unreadable says what is to be mended."""
    stem = PurePosixPath(file).stem
    content = course.text(file)
    if content is None or not NAME.fullmatch(stem):
        raise _unreadable(file, 1, "This file is not UTF-8, or its name has other characters than letters, digits and . - _.")
    head, body, line = _parted(file, content)
    columns = head.get("Columns", "1")
    if columns not in ("1", "2"):
        raise _unreadable(file, 1, f'"Columns: {columns}" is not known. A guide has 1 or 2.')
    borrowed = head.get("Text", "")
    if borrowed:
        return _borrowed(course, file, borrowed, head, body)
    if not head.get("Title"):
        raise _unreadable(file, 1, 'Say what this guide is called: begin with a line "Title: The first week".')
    if not body.strip():
        raise _unreadable(file, line, "There is no text in this guide. Write it below an empty line, or remove the file.")
    return Guide(file, head["Title"], head.get("For", ""), _body(to_html(body)), int(columns))


def headings(element: etree._Element) -> Iterator[etree._Element]:
    """Every heading of a text, in order."""
    return (found for found in element.iter(etree.Element) if found.tag in _HEADINGS)


def words(element: etree._Element) -> str:
    """All that an element says, in one line."""
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _parted(file: str, content: str) -> tuple[dict[str, str], str, int]:
    """The head, the text below it, and the line on which that begins."""
    above, _, body = content.replace("\r\n", "\n").partition("\n\n")
    head: dict[str, str] = {}
    lines = above.strip("\n").split("\n")
    for at, line in enumerate(lines, start=1):
        name, colon, value = line.partition(":")
        if not colon or name not in _HEAD or name in head:
            known = ", ".join(f'"{one}:"' for one in _HEAD)
            raise _unreadable(file, at, f'A guide begins with {known}, each once, and an empty line. "{line}" is none of them.')
        head[name] = value.strip()
    return head, body, len(lines) + 2


def _borrowed(course: Course, file: str, page: str, head: dict[str, str], body: str) -> Guide:
    content = course.text(page) if page.startswith("html/") and ".." not in page.split("/") else None
    if content is None:
        raise _unreadable(file, 1, f'There is no page "{page}" in this course. Name a file in html/.')
    if body.strip() or head.get("Title"):
        raise _unreadable(file, 1, f"Title and text of this guide are those of {page}. Remove what stands here, or Text.")
    text = _body(content)
    title = next(headings(text), None)
    if title is None or not words(title):
        raise _unreadable(file, 1, f"{page} has no heading, and a guide needs a title. Begin it with one.")
    above = title.getparent()
    if above is not None:
        above.remove(title)
    return Guide(file, words(title), head.get("For", ""), text, int(head.get("Columns", "1")), page)


def _body(html: str) -> etree._Element:
    found = read_html(html).find("body")
    return found if found is not None else etree.Element("body")


def _unreadable(file: str, line: int, sentence: str) -> Unreadable:
    return Unreadable(Finding(file, line, sentence))
