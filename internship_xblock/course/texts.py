"""The visible text of a course: where it stands, and what of it is Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ..core.language.markup import to_html
from ..tools.units.steps import KINDS, MARKDOWN
from .outline import Course, Node, line_of
from .xml import read_html

STATIC = re.compile(r"/static/([^\s\"')>#?]+)")  # a file of the course, where a text leads to it
_SPOKEN = ("display_name", "title", "feedback")  # attributes that a learner reads


@dataclass(frozen=True)
class Text:
    """A piece of text. `line` is where it begins, `kind` is "markdown", "html" or "plain", `what` names it in a sentence."""

    file: str
    line: int
    content: str
    kind: str
    what: str

    def line_at(self, needle: str) -> int:
        """The line where `needle` stands; the first line of the text if it does not stand there to the letter."""
        at = self.content.find(needle)
        return self.line + (self.content.count("\n", 0, at) if at >= 0 else 0)

    def as_html(self) -> etree._Element:
        """The text as a tree of HTML, unsanitised: what the author wrote, to be looked at only. Whoever asks gets the same."""
        return _as_html(self.content, self.kind)


@lru_cache(maxsize=8_192)  # a course has 3,000 texts, and each check looks at all
def _as_html(content: str, kind: str) -> etree._Element:
    return read_html(to_html(content.strip()) if kind == "markdown" else content)


def texts(course: Course) -> Iterator[Text]:
    """Every visible text of the course, in the order of the outline; then the pages about it."""
    for node in course.nodes():
        yield from _spoken(node.element, node.file)
        if node.tag == "html":
            yield from _html(course, node)
        elif not node.children:
            yield from block_texts(node)
    for file in pages(course):
        content = course.text(file)
        if content is not None:
            yield Text(file, 1, content, "html", "this page")


def block_texts(node: Node) -> Iterator[Text]:
    """The texts inside one of our blocks."""
    for element in node.element.iterdescendants(tag=etree.Element):
        yield from _spoken(element, node.file)
        tag = str(element.tag)
        if tag == "pool":  # it says how many are drawn, and nothing to anybody
            continue
        if tag not in KINDS and len(element) and not (element.text or "").strip():
            continue  # it holds other elements, and no text of its own
        kind = "markdown" if tag in MARKDOWN else "plain"
        yield Text(node.file, line_of(element), element.text or "", kind, f"<{tag}>")


def pages(course: Course) -> list[str]:
    """The HTML pages that the platform finds by their place, not by a pointer."""
    found = [*course.source.glob("about/*.html"), *course.source.glob("info/*.html")]
    return sorted(path.relative_to(course.source).as_posix() for path in found)


def _spoken(element: etree._Element, file: str) -> Iterator[Text]:
    for name in _SPOKEN:
        if name in element.attrib:
            yield Text(file, line_of(element), element.get(name, ""), "plain", f"the {name} of <{element.tag}>")


def _html(course: Course, node: Node) -> Iterator[Text]:
    filename = node.element.get("filename", "")
    if filename:
        file = f"html/{filename}.html"
        yield Text(file, 1, course.text(file) or "", "html", "this page")
        return
    inside = "".join([node.element.text or "", *(etree.tostring(child, encoding="unicode") for child in node.element)])
    yield Text(node.file, node.line, inside, "html", "this page")
