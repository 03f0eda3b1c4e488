"""The course as a tree: pointers followed, files remembered, what does not lead anywhere reported."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from .findings import Finding
from .xml import Unreadable, read_xml

CONTAINERS = ("course", "chapter", "sequential", "vertical")
OURS = "internship_"  # begins the tag of every block of this package
UNIT = "internship_unit"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")  # a url_name or file name: never a path
LEFT_OUT = frozenset({"README.md", "LICENSE", "art", "guides"})  # about the folder, not of the course: never in the archive


@dataclass
class Node:
    """One element of the outline. `element` is where it is written out, `file` and `line` where that stands."""

    tag: str
    name: str
    element: etree._Element
    file: str
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.element.get("display_name", "")

    @property
    def line(self) -> int:
        return line_of(self.element)

    @property
    def is_reference(self) -> bool:
        """Whether this stands in a chapter to look things up in: texts only, nothing to work through from start to end."""
        if self.tag != "chapter":
            return self.parent is not None and self.parent.is_reference
        return all(node.tag in (*CONTAINERS, "html") for node in self.walk())

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Course:
    """A course folder as read: its tree (None if not even `course.xml` could be read) and the files the tree reached."""

    source: Path
    root: Node | None = None
    pointer: dict[str, str] = field(default_factory=dict)  # the attributes of `course.xml`: organisation, number, run
    reached: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def nodes(self, *tags: str) -> Iterator[Node]:
        """Every node with one of these tags, in the order a learner meets them; without tags, every node."""
        if self.root is not None:
            yield from (node for node in self.root.walk() if not tags or node.tag in tags)

    def ours(self) -> Iterator[Node]:
        """Every block of this package."""
        return (node for node in self.nodes() if node.tag.startswith(OURS))

    @property
    def run(self) -> str:
        return self.pointer.get("url_name", "")

    def text(self, file: str) -> str | None:
        """The text of a file of the course; None where there is no such file or it is not UTF-8."""
        try:
            return (self.source / file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None


def line_of(element: etree._Element) -> int:
    """The line an element starts on, from 1."""
    line = element.sourceline
    return line if isinstance(line, int) else 1


def course_files(source: Path) -> list[str]:
    """Every file that belongs to the course, as sorted relative paths with `/`: what is hidden or LEFT_OUT stays at home."""
    found = []
    for path in source.rglob("*"):
        parts = path.relative_to(source).parts
        if parts[0] in LEFT_OUT or any(part.startswith(".") or part.endswith("~") for part in parts):
            continue
        if path.is_file() or path.is_symlink():
            found.append("/".join(parts))
    return sorted(found)


def load(source: Path) -> Course:
    """Read the course in the folder `source`. Never raises for what is written there: it goes into `findings`."""
    course = Course(source=source)
    course.reached.add("course.xml")
    root = _read(course, "course.xml")
    if root is None:
        return course
    if root.tag != "course":
        _find(course, "course.xml", root, f"The file begins with <{root.tag}>; let it begin with <course>.")
        return course
    course.pointer = {str(name): str(value) for name, value in root.attrib.items()}
    course.root = _node(course, root, "course.xml", None)
    return course


def is_pointer(element: etree._Element) -> bool:
    """Whether the platform takes the element for a pointer to a file of its own: nothing in it but its name."""
    names = {"url_name", "org", "course"} if element.tag == "course" else {"url_name"}
    return set(element.attrib) == names and len(element) == 0 and not (element.text or "").strip()


def _node(course: Course, element: etree._Element, file: str, parent: Node | None) -> Node | None:
    tag = str(element.tag)
    name = element.get("url_name", "")
    if tag.startswith(OURS):
        if is_pointer(element):
            sentence = (
                f"<{tag}> stands here with a name only, which the importer takes for a pointer to a file and does not follow. "
                "Write the block out here, with at least its display_name."
            )
            _find(course, file, element, sentence)
            return None
        return Node(tag, name, element, file, parent)
    if is_pointer(element):
        if not NAME.fullmatch(name):
            _find(
                course,
                file,
                element,
                f'A url_name has letters, digits, ".", "-" and "_" only. Rename this <{tag}> and its file.',
            )
            return None
        target = f"{tag}/{name}.xml"
        if not (course.source / target).is_file():
            _find(course, file, element, f"This points to {target}, which does not exist. Add the file or correct the name.")
            return None
        course.reached.add(target)
        found = _read(course, target)
        if found is None:
            return None
        if found.tag != tag:
            _find(
                course,
                target,
                found,
                f"The file begins with <{found.tag}>, but {file} points to it as <{tag}>. Use one of both.",
            )
            return None
        element, file = found, target
    node = Node(tag, name, element, file, parent)
    if tag == "html":
        _follow_html(course, node)
    elif tag in CONTAINERS:
        _follow_children(course, node)
    return node


def _follow_children(course: Course, node: Node) -> None:
    depth = CONTAINERS.index(node.tag)
    inside = CONTAINERS[depth + 1] if depth + 1 < len(CONTAINERS) else ""
    for child in node.element.iterchildren(tag=etree.Element):
        if inside and child.tag not in (inside, "wiki"):
            sentence = f"A <{node.tag}> holds <{inside}> only, not <{child.tag}>. Move it to where it belongs."
            _find(course, node.file, child, sentence)
            continue
        if not inside and child.tag in CONTAINERS:
            _find(course, node.file, child, f"A <{child.tag}> cannot stand inside a <vertical>. Move it up in the outline.")
            continue
        if child.tag == "wiki":
            continue
        found = _node(course, child, node.file, node)
        if found is not None:
            node.children.append(found)
    if next(node.element.iterchildren(tag=etree.Element), None) is None:
        _find(
            course, node.file, node.element, f"This <{node.tag}> is empty. Put something into it or remove it from the outline."
        )


def _follow_html(course: Course, node: Node) -> None:
    filename = node.element.get("filename", "")
    if not filename:
        return
    target = f"html/{filename}.html"
    if not NAME.fullmatch(filename) or course.text(target) is None:
        sentence = f"This takes its text from {target}, which does not exist or is not UTF-8. Add the file or correct the name."
        _find(course, node.file, node.element, sentence)
        return
    course.reached.add(target)


def _read(course: Course, file: str) -> etree._Element | None:
    try:
        return read_xml(course.source / file)
    except Unreadable as error:
        course.findings.append(Finding(file, error.line, error.sentence, "outline"))
        return None


def _find(course: Course, file: str, element: etree._Element, sentence: str) -> None:
    course.findings.append(Finding(file, line_of(element), sentence, "outline"))
