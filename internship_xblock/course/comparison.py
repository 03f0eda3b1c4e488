"""What is different between two courses, place by place: chapter, lesson, page, block, step, and the files beside them.

Places are told apart by their names in the outline and by the ids of steps, which an author in Studio does not change; so what
was moved or reworded is known as the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from ..tools.units.files import is_name_of_file
from ..tools.units.steps import KINDS
from .outline import UNIT, Course, Node, course_files

Key = tuple[str, ...]
_NAMES = {"course": "course", "chapter": "module", "sequential": "lesson", "vertical": "page", UNIT: "unit"}
_NO_MATTER = frozenset({"url_name", "filename", "xblock-family", "slug"})  # how a place is stored, not what it says
_LOOSE = ("about/", "info/", "policies/", "static/")  # files that are no part of the outline
_BOOKKEEPING = ("policies/assets.json",)  # Studio's own
_SHOWN = (".html", ".json")


@dataclass(frozen=True)
class Place:
    """One place of a course: `where` says it in words, `values` are what an author wrote there, by what it is."""

    key: Key
    where: str
    parent: Key
    children: tuple[Key, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One difference. Of what was added or removed as a whole, only the outermost place is told."""

    kind: Literal["added", "removed", "moved", "reordered", "changed"]
    key: Key
    where: str
    label: str = ""
    before: str = ""
    after: str = ""


def compare(old: Mapping[Key, Place], new: Mapping[Key, Place]) -> list[Change]:
    """Return what is different, in the order of the new course; what is gone stands at the end."""
    found: list[Change] = []
    for key, place in new.items():
        if key in old:
            found += _changes(old, new, key)
        elif place.parent in old or not place.parent:
            found.append(Change("added", key, place.where))
    for key, place in old.items():
        if key not in new and (place.parent in new or not place.parent):
            found.append(Change("removed", key, place.where))
    return found


def is_kept(change: Change, new: Mapping[Key, Place], own: Mapping[Key, Place]) -> bool:
    """Whether a change that `own` has made is in `new`, too, so that nothing of it is lost."""
    mine, theirs = own.get(change.key), new.get(change.key)
    if mine is None or theirs is None:
        return mine is theirs
    if change.kind == "moved":
        return mine.parent == theirs.parent
    if change.kind == "reordered":
        return [one for one in mine.children if one in theirs.children] == [
            one for one in theirs.children if one in mine.children
        ]
    if change.kind == "added":
        return mine.values == theirs.values and all(is_kept(Change("added", one, ""), new, own) for one in mine.children)
    return mine.values.get(change.label, "") == theirs.values.get(change.label, "")


def is_about_the_same(one: Change, other: Change, known: Mapping[Key, Place]) -> bool:
    """Whether two changes meet: of the same thing, or of something in what the other has removed."""
    if other.kind == "removed" and other.key in _and_above(one.key, known):
        return True
    if one.kind == "removed" and one.key in _and_above(other.key, known):
        return True
    return (one.key, one.kind, one.label) == (other.key, other.kind, other.label)


def places(course: Course) -> dict[Key, Place]:
    """Return every place of a course, in the order of its outline, then its loose files."""
    found: dict[Key, Place] = {}
    if course.root is not None:
        found.update((place.key, place) for place in _outline(course, course.root, "", ()))
    for file in course_files(course.source):
        if file.startswith(_LOOSE) and file not in _BOOKKEEPING:
            name = file.replace(f"policies/{course.run}/", "policies/")
            found["file", name] = Place(("file", name), f"file {name}", (), values={"content": _content(course, file)})
    return found


def _and_above(key: Key, known: Mapping[Key, Place]) -> set[Key]:
    """Return a place and all around it. No place is inside itself, whatever an archive says."""
    found: set[Key] = set()
    while key and key not in found:
        found.add(key)
        key = known[key].parent if key in known else ()
    return found


def _changes(old: Mapping[Key, Place], new: Mapping[Key, Place], key: Key) -> Iterator[Change]:
    before, after = old[key], new[key]
    if before.parent != after.parent and before.parent in new:
        yield Change("moved", key, after.where, before=before.where, after=after.where)
    kept = [_both(before, after), _both(after, before)]
    if kept[0] != kept[1]:
        told = [_titles(course, children) for course, children in zip((old, new), kept, strict=True)]
        yield Change("reordered", key, after.where, before=told[0], after=told[1])
    for label in dict.fromkeys((*after.values, *before.values)):
        one, two = before.values.get(label, ""), after.values.get(label, "")
        if one != two:
            yield Change("changed", key, after.where, label, one, two)


def _both(one: Place, other: Place) -> list[Key]:
    """Return what is inside both, in the order of the first."""
    return [child for child in one.children if child in other.children]


def _titles(known: Mapping[Key, Place], keys: Sequence[Key]) -> str:
    return ", ".join(known[key].where.rpartition(" > ")[2] for key in keys)


def _outline(course: Course, node: Node, above: str, parent: Key) -> Iterator[Place]:
    key: Key = (node.tag,) if node.parent is None else (node.tag, node.name)
    where = _named(above, _NAMES.get(node.tag, node.tag), node.title or node.name)
    values = _attributes(node.element)
    steps: list[Place] = []
    if node.tag == UNIT:
        values["outcomes"] = "\n".join(text.strip() for one in node.element.iterfind("outcome") if (text := one.text or ""))
        steps = list(_steps(node, key, where))
    elif node.tag == "html":
        file = f"html/{node.element.get('filename', '')}.html"
        values["text"] = (course.text(file) or "").strip() if node.element.get("filename") else _inside(node.element)
    elif not node.children:
        values["content"] = _inside(node.element)
    children = tuple((child.tag, child.name) for child in node.children) + tuple(step.key for step in steps)
    yield Place(key, where, parent, children, values)
    yield from steps
    for child in node.children:
        yield from _outline(course, child, where if node.parent is not None else "", key)


def _steps(unit: Node, parent: Key, above: str) -> Iterator[Place]:
    for number, element in enumerate(
        (one for one in unit.element.iterchildren(tag=etree.Element) if one.tag != "outcome" and not is_name_of_file(one)),
        start=1,
    ):
        name, tag = element.get("id") or str(number), str(element.tag)
        what = "step" if tag in KINDS else tag  # a pool or a criterion may have the id of a step
        key, where = (*parent, what, name), _named(above, what, element.get("title") or name)
        if tag in KINDS:
            yield Place(key, where, parent, values={"kind": tag, **_step_values(element)})
        else:
            yield Place(key, where, parent, values={"kind": tag, "content": _xml(element)})


def _step_values(element: etree._Element) -> dict[str, str]:
    """Return what an author wrote into a step, each row's texts under its tag and id."""
    raw = KINDS[str(element.tag)].read(element)
    found = {name: value.strip() for name, value in raw.items() if isinstance(value, str) and name not in ("id", "kind")}
    for group in KINDS[str(element.tag)].rows:
        found[f"order of {group.name}"] = ", ".join(row["id"] for row in raw[group.name])
        for row in raw[group.name]:
            for name, value in row.items():
                if name != "id":
                    found[f'{group.tag} "{row["id"]}", {name}'] = value.strip()
    return {label: value for label, value in found.items() if value}


def _attributes(element: etree._Element) -> dict[str, str]:
    known = {str(name): str(value) for name, value in element.attrib.items()}
    return {name: _number(value) for name, value in sorted(known.items()) if name not in _NO_MATTER}


def _number(value: str) -> str:
    """Return a number as one writes it: Studio exports 1 as 1.0."""
    whole, point, rest = value.partition(".")
    return whole if point and whole.isdecimal() and rest and not rest.strip("0") else value


def _inside(element: etree._Element) -> str:
    return ((element.text or "") + "".join(_xml(child) + (child.tail or "") for child in element)).strip()


def _xml(element: etree._Element) -> str:
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _named(above: str, what: str, title: str) -> str:
    here = f'{what} "{title}"'
    return f"{above} > {here}" if above else here


def _content(course: Course, file: str) -> str:
    """Return a text, and of anything else what tells it from others; JSON in one form, however it is written."""
    text = course.text(file) if file.endswith(_SHOWN) else None
    if text is None:
        content = (course.source / file).read_bytes() if (course.source / file).is_file() else b""
        return f"{len(content)} bytes, {hashlib.sha256(content).hexdigest()[:12]}"
    if file.endswith(".json"):
        try:
            found = json.loads(text)
            own = {name.replace(f"/{course.run}", "/*"): value for name, value in found.items()}
            return json.dumps(own, indent=1, sort_keys=True, ensure_ascii=False)
        except (ValueError, AttributeError, RecursionError):
            pass
    return text.strip()
