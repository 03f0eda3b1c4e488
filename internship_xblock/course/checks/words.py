"""The words on the page: there are some, they are finished, they lead where they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from ..findings import Finding
from ..language import words_of
from ..outline import UNIT, Course, line_of
from ..texts import Text, texts

_SHOUT = re.compile(r"!(?!\[)")
_MARKUP = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DEEPEST_IN_STEP = 4  # the sanitiser keeps h3 and h4
_TYPED_LINK = re.compile(r"\]\(([a-zA-Z][\w+.-]*:[^\s()]*)")


def empty(course: Course) -> Iterator[Finding]:
    """Nothing that should hold words is empty."""
    for text in texts(course):
        visible = text.content if text.kind != "html" else "".join(str(part) for part in text.as_html().itertext())
        if not visible.strip() and not (text.kind == "html" and text.as_html().find(".//img") is not None):
            yield Finding(text.file, text.line, f"There is no text in {text.what}. Write it or remove it.")


def wording(course: Course) -> Iterator[Finding]:
    """Nothing is unfinished, and nobody is shouted at."""
    signs = "|".join(map(re.escape, words_of(course).unfinished))
    unfinished = re.compile(rf"\b({signs})\b", re.IGNORECASE)
    for text in texts(course):
        content = text.content
        if text.kind == "html":
            content = _MARKUP.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), content)
        for found in unfinished.finditer(content):
            sentence = f'"{found.group()}" is not finished text. Write what belongs here, or leave it out.'
            yield Finding(text.file, _line(text, content, found), sentence)
        for found in _SHOUT.finditer(content):
            yield Finding(text.file, _line(text, content, found), "The course does without exclamation marks. Say it calmly.")


def headings(course: Course) -> Iterator[Finding]:
    """Headings go down one level at a time: screen readers and tables of contents follow them.

    The page owns h1 and, around a block, h2; a page about the course begins with h2.
    """
    for text in texts(course):
        if text.kind == "plain":
            continue
        first = 2 if text.file.startswith(("about/", "info/")) else 3
        last = first - 1
        for heading in text.as_html().iter(*_HEADINGS):
            level = int(str(heading.tag)[1])
            words = "".join(str(part) for part in heading.itertext()).strip()
            where = text.line_at(words)
            if not words:
                yield Finding(text.file, text.line, f"A heading in {text.what} is empty. Write it or remove it.")
            elif level < first:
                sentence = (
                    f'The heading "{words}" is too high: the page around it owns the levels above {first}. Use level {first}.'
                )
                yield Finding(text.file, where, sentence)
            elif level > last + 1:
                sentence = f'The heading "{words}" skips a level. Use level {last + 1}.'
                yield Finding(text.file, where, sentence)
            elif text.kind == "markdown" and level > _DEEPEST_IN_STEP:
                yield Finding(text.file, where, f'The heading "{words}" is too deep for one screen. Make two steps of it.')
            last = level


def links(course: Course) -> Iterator[Finding]:
    """Every link leads somewhere: to the web, to a place in this course, or to one of its files."""
    known = {node.name for node in course.nodes()}
    for text in texts(course):
        if text.kind == "plain":
            continue
        html = text.as_html()
        for address in _left_as_typed(html) if text.kind == "markdown" else ():
            yield Finding(text.file, text.line_at(address), _nowhere(address))
        for link in html.iter("a"):
            address = link.get("href", "")
            problem = _problem(course, known, address)
            if problem:
                yield Finding(text.file, text.line_at(address) if address else text.line, problem)
            elif not "".join(str(part) for part in link.itertext()).strip() and link.find(".//img") is None:
                sentence = f"The link to {address} has no words. Say where it leads."
                yield Finding(text.file, text.line_at(address), sentence)


def _left_as_typed(html: etree._Element) -> list[str]:
    """The addresses of what looks like a link and became none: learners would read the brackets."""
    shown = "".join(str(part) for part in html.itertext())
    return _TYPED_LINK.findall(shown)


def pictures(course: Course) -> Iterator[Finding]:
    """Every picture is one of the course's own files and says in words what it shows; so does every video."""
    for node in course.nodes(UNIT):
        for step in node.element.iterfind("read[@video]"):
            if step.get("video", "").strip() and not (step.findtext("transcript") or "").strip():
                sentence = "This video has no <transcript>, so whoever cannot hear or play it misses what it says. Add one."
                yield Finding(node.file, line_of(step), sentence)
    for text in texts(course):
        if text.kind == "plain":
            continue
        for picture in text.as_html().iter("img"):
            yield from _picture(course, text, picture)


def _picture(course: Course, text: Text, picture: etree._Element) -> Iterator[Finding]:
    address = picture.get("src", "")
    where = text.line_at(address) if address else text.line
    if not address.startswith("/static/") or not _file_exists(course, address):
        sentence = f'The picture "{address}" is not a file of this course. Put it into static/ and write /static/ and its name.'
        yield Finding(text.file, where, sentence)
    said = picture.get("alt", "").strip()
    if not said or said in (address, address.rpartition("/")[2]):
        yield Finding(text.file, where, f'The picture "{address}" has no alt text. Say in words what it shows.')


def _problem(course: Course, known: set[str], address: str) -> str:
    """What is wrong with an address, as a sentence; empty if nothing is."""
    if address.startswith("/jump_to_id/"):
        name = address.removeprefix("/jump_to_id/").split("#")[0]
        return "" if name in known else f'Nothing in this course has the url_name "{name}". Correct the link.'
    if address.startswith("/static/"):
        return "" if _file_exists(course, address) else f"{address} is not a file of this course. Add it or correct the link."
    try:
        parts = urlsplit(address)
    except ValueError:
        return f'"{address}" is not an address. Correct the link.'
    if (parts.scheme in ("http", "https") and parts.netloc) or (parts.scheme in ("mailto", "tel") and parts.path):
        return ""
    return _nowhere(address)


def _nowhere(address: str) -> str:
    return f'"{address}" leads nowhere once the course is imported. Use https://, /jump_to_id/ or /static/.'


def _file_exists(course: Course, address: str) -> bool:
    """Whether `/static/x` is a file right inside the folder `static/`."""
    name = address.removeprefix("/static/").split("#")[0].split("?")[0]
    return bool(name) and ".." not in name.split("/") and (course.source / "static" / name).is_file()


def _line(text: Text, content: str, found: re.Match[str]) -> int:
    return text.line + content.count("\n", 0, found.start())
