"""Two editions of a course, in two languages: the same but for its words. What is not the same is found here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from lxml import etree

from ..tools.units.steps import KINDS
from ..tools.units.steps.base import Part
from .checks.promises import title_minutes
from .findings import Finding
from .language import LANGUAGES
from .outline import UNIT, Course, Node, line_of
from .policies import grading_file, language, own_settings, policy_file, read_settings
from .texts import STATIC

_NO_TEXT = frozenset({"lines", "pool", "recall"})  # parts that are written as a text and name something
_FREE = {"display_name", "minutes", "format", "filename"}  # said in words, counted from words, or compared by itself
_TO_THE_LETTER = frozenset({"award_needs"})  # several names with spaces, which look like a text
_TOKEN = re.compile(r"[a-z0-9_.:+-]*")  # a value that means the same in every language
_INTERNAL = re.compile(r"/jump_to_id/([^\s\"')>#?]+)")
_BY_WORDS = frozenset({"language", "advertised_start", "course_image", "display_name", "tabs"})  # of a policy


def stands_elsewhere(course: Course, folder: str) -> Iterator[Finding]:
    """An edition stands in the folder that is called by its language."""
    said = language(course)
    if folder in LANGUAGES and said != folder:
        sentence = f'This edition stands in {folder}/, but its "language" is "{said}". Set it to "{folder}".'
        yield Finding(policy_file(course), 1, sentence)


def differences(first: Course, other: Course, called: str) -> Iterator[Finding]:
    """What `other` has otherwise than `first`, which is `called` so in the sentences. Places are those of `other`.

    A course that cannot be read has findings of its own; there is nothing to compare then.
    """
    if first.root is None or other.root is None or first.findings or other.findings:
        return
    yield from _keys(first, other, called)
    yield from _Comparison(first, other, called).pair(first.root, other.root)
    yield from _settings(first, other, called)


def _keys(first: Course, other: Course, called: str) -> Iterator[Finding]:
    for name in ("org", "course"):
        if first.pointer.get(name) != other.pointer.get(name):
            sentence = f'{name} is "{first.pointer.get(name)}" in {called}. Editions are runs of one course: use the same.'
            yield Finding("course.xml", 1, sentence)
    if first.pointer == other.pointer:
        sentence = (
            f"This is the same run as {called}: on one site, an import of the one would overwrite the other. Give it a "
            f'url_name of its own, such as "{other.run}-{language(other)}"; the file in course/ and the folder in policies/ '
            "are called by it."
        )
        yield Finding("course.xml", 1, sentence)


class _Comparison:
    """Walks both outlines at once."""

    def __init__(self, first: Course, other: Course, called: str) -> None:
        self.courses, self.called = (first, other), called
        self.graders = [_graders(course) for course in self.courses]
        self.languages = [language(course) for course in self.courses]

    def pair(self, one: Node, two: Node) -> Iterator[Finding]:
        """Compare a place of the outline with the same place in the other edition, and all inside it."""
        at = (two.file, two.line)
        yield from self._attributes(one.element, two.element, at, _same_token)
        if self._format(0, one) != self._format(1, two):
            yield self._differs(at, "format", one.element.get("format", ""))
        if one.tag == UNIT:
            yield from self._rows(one.element, two.element, two.file)
        elif one.children or two.children:
            yield from self._at_work(one, two)
            yield from self._children(one, two)
        else:
            yield from self._block(one, two)

    def _children(self, one: Node, two: Node) -> Iterator[Finding]:
        names = [[(child.tag, child.name) for child in node.children] for node in (one, two)]
        yield from self._order(names, (two.file, two.line), {name: (two.file, line) for name, line in _places(two).items()})
        there = {(child.tag, child.name): child for child in two.children}
        for child in one.children:
            if (child.tag, child.name) in there:
                yield from self.pair(child, there[child.tag, child.name])

    def _order(
        self, names: Sequence[Sequence[tuple[str, str]]], at: tuple[str, int], places: dict[tuple[str, str], tuple[str, int]]
    ) -> Iterator[Finding]:
        """Find what is missing, what is too much, and what has changed places."""
        mine, theirs = names
        for tag, name in (name for name in mine if name not in theirs):
            yield Finding(*at, f'{self.called} has <{tag}> "{name}" here, this edition has not. Add it, or remove it there.')
        for tag, name in (name for name in theirs if name not in mine):
            where = places.get((tag, name), at)
            yield Finding(*where, f'{self.called} has no <{tag}> "{name}" here. Add it there, or remove it.')
        if [name for name in mine if name in theirs] != [name for name in theirs if name in mine]:
            order = ", ".join(name for _tag, name in mine)
            yield Finding(*at, f"The same parts stand in another order in {self.called}: {order}. Use one order.")

    def _at_work(self, one: Node, two: Node) -> Iterator[Finding]:
        said = [title_minutes(node) for node in (one, two)]
        if said[0] and said[1] and said[0][1] != said[1][1]:
            sentence = f"The work at one's own workplace takes {said[0][1]} min in {self.called}, here {said[1][1]}. Say one."
            yield Finding(two.file, two.line, sentence)

    def _block(self, one: Node, two: Node) -> Iterator[Finding]:
        """Compare a block that is no unit: by what stands in it, and by what its text leads to."""
        if one.tag == "html":
            texts = [_html(course, node) for course, node in zip(self.courses, (one, two), strict=True)]
            yield from self._leads(texts[0], texts[1], (two.file, two.line), "this page")
            return
        inside = [_named(node.element) for node in (one, two)]
        yield from self._order(inside, (two.file, two.line), {})
        for mine, theirs in _matched(one.element, two.element):
            yield from self._attributes(mine, theirs, (two.file, line_of(theirs)), _same_token)

    def _rows(self, one: etree._Element, two: etree._Element, file: str) -> Iterator[Finding]:
        """Compare what stands in a unit or a step, by what its kind declares."""
        names = [_named(element) for element in (one, two)]
        places = {name: (file, line_of(child)) for name, child in zip(names[1], _elements(two), strict=True)}
        yield from self._order(names, (file, line_of(two)), places)
        for mine, theirs in _matched(one, two):
            at, tag = (file, line_of(theirs)), str(mine.tag)
            if tag == "outcome":
                continue
            same = _same_token if tag == "pool" else partial(_same_part, _declared(str(one.tag), tag))
            yield from self._attributes(mine, theirs, at, same)
            if tag in KINDS:
                yield from self._rows(mine, theirs, file)
            yield from self._leads(_text(mine), _text(theirs), at, f"<{tag}>")

    def _leads(self, one: str, two: str, at: tuple[str, int], what: str) -> Iterator[Finding]:
        """Compare the pictures and the places in the course that a text leads to."""
        pictures = [
            {_neutral(name, said) for name in STATIC.findall(text)}
            for text, said in zip((one, two), self.languages, strict=True)
        ]
        links = [set(_INTERNAL.findall(text)) for text in (one, two)]
        for kind, (mine, theirs) in (("file", pictures), ("link", links)):
            for name in sorted(mine - theirs):
                yield Finding(*at, f'In {self.called}, {what} leads to the {kind} "{name}", here it does not. Use it in both.')
            for name in sorted(theirs - mine):
                yield Finding(*at, f'Here, {what} leads to the {kind} "{name}", in {self.called} not. Use it in both.')

    def _attributes(
        self, one: etree._Element, two: etree._Element, at: tuple[str, int], same: Callable[[str, str | None, str | None], bool]
    ) -> Iterator[Finding]:
        for name in sorted({*map(str, one.attrib), *map(str, two.attrib)} - _FREE):
            if not same(name, one.get(name), two.get(name)):
                yield self._differs(at, name, one.get(name, ""))

    def _differs(self, at: tuple[str, int], name: str, value: str) -> Finding:
        return Finding(*at, f'{name} is "{value}" in {self.called}. What is no text is the same in every edition: correct one.')

    def _format(self, number: int, node: Node) -> int | str:
        """What a lesson is graded as: by its place among the types, since their names are words."""
        said = node.element.get("format", "")
        return self.graders[number].index(said) if said in self.graders[number] else said


def _settings(first: Course, other: Course, called: str) -> Iterator[Finding]:
    """Compare the grading, but for the names in it, and those settings that are no words."""
    file = grading_file(other)
    grading = [read_settings(course, grading_file(course))[0] for course in (first, other)]
    rows = [[{k: v for k, v in row.items() if k not in ("type", "short_label")} for row in _rows_of(one)] for one in grading]
    if rows[0] != rows[1] or grading[0].get("GRADE_CUTOFFS") != grading[1].get("GRADE_CUTOFFS"):
        yield Finding(file, 1, f"The grade is counted otherwise in {called}. Use the same numbers in both.")
    mine, theirs = (own_settings(course, read_settings(course, policy_file(course))[0]) for course in (first, other))
    for name in sorted({*mine, *theirs} - _BY_WORDS):
        if mine.get(name) != theirs.get(name):
            sentence = f'"{name}" is {json.dumps(mine.get(name), ensure_ascii=False)} in {called}. Use the same in both.'
            yield Finding(policy_file(other), 1, sentence)


def _same_token(name: str, one: str | None, two: str | None) -> bool:
    """Whether two values are the same, or texts in two languages."""
    if one is None or two is None or one == two or name in _TO_THE_LETTER:
        return one == two
    return not (_TOKEN.fullmatch(one) or _TOKEN.fullmatch(two))


def _same_part(parts: Mapping[str, Part], name: str, one: str | None, two: str | None) -> bool:
    """Whether two values of a part are the same: to the letter, or, where it is a text, both written or both not."""
    part = parts.get(name)
    if part is None or part.type == "flag" or part.of or part.choices or part.name in _NO_TEXT:
        return one == two or (part is None and one is not None and two is not None)
    if part.name == "options":
        return (one or "").count("|") == (two or "").count("|")
    return bool((one or "").strip()) == bool((two or "").strip())


def _declared(kind: str, tag: str) -> dict[str, Part]:
    """Return the parts of a step, or of a row in one, by the names of their attributes."""
    if tag in KINDS:
        return {part.name: part for part in KINDS[tag].parts}
    groups = KINDS[kind].rows if kind in KINDS else ()
    return {part.name: part for group in groups if group.tag == tag for part in group.parts}


def _elements(element: etree._Element) -> list[etree._Element]:
    return list(element.iterchildren(tag=etree.Element))


def _named(element: etree._Element) -> list[tuple[str, str]]:
    """Return what stands in an element as (tag, id); what has no id is numbered."""
    found: list[tuple[str, str]] = []
    for child in _elements(element):
        tag = str(child.tag)
        found.append((tag, child.get("id") or str(1 + sum(tag == before for before, _ in found))))
    return found


def _matched(one: etree._Element, two: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    there = dict(zip(_named(two), _elements(two), strict=True))
    for name, element in zip(_named(one), _elements(one), strict=True):
        if name in there:
            yield element, there[name]


def _places(node: Node) -> dict[tuple[str, str], int]:
    """The lines on which the children of a place are named, in its own file where they are written out there."""
    return {(child.tag, child.name): child.line if child.file == node.file else node.line for child in node.children}


def _text(element: etree._Element) -> str:
    """What an element says by itself, and in the children that have no id."""
    children = _elements(element)
    inner = [child.text or "" for child in children if not child.get("id")]
    after = [child.tail or "" for child in children]
    return "\n".join([element.text or "", *after, *inner, *map(str, element.attrib.values())])


def _html(course: Course, node: Node) -> str:
    filename = node.element.get("filename", "")
    return (course.text(f"html/{filename}.html") if filename else etree.tostring(node.element, encoding="unicode")) or ""


def _neutral(file: str, said: str) -> str:
    """The name of a file without the language in it: `parties-nb.svg` is `parties.svg`."""
    return re.sub(rf"[-_.]{re.escape(said)}(?=\.\w+$)", "", file)


def _rows_of(grading: dict[str, Any]) -> list[dict[str, Any]]:
    rows = grading.get("GRADER")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _graders(course: Course) -> list[str]:
    return [str(row.get("type")) for row in _rows_of(read_settings(course, grading_file(course))[0])]
