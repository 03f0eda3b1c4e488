"""Reads the course from its OLX, by the way the platform does: lxml and every block's own `parse_xml`.

The layout is that of an OLX export: `course.xml` points to `course/<run>.xml`, which points to `chapter/…`, `sequential/…`,
`vertical/…` and `html/…`; blocks of our own stand inline in their vertical.
"""

from __future__ import annotations

import functools
import json
import logging
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from lxml import etree
from opaque_keys.edx.locator import CourseLocator
from xblock.fields import ScopeIds
from xblock.runtime import DictKeyValueStore, KvsFieldData

from ...course.shipped import editions
from .runtime import DemoRuntime

log = logging.getLogger(__name__)

POINTED = frozenset({"course", "chapter", "sequential", "vertical", "html"})
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


class CourseError(Exception):
    """There is no course to show, with the reason for whoever started the player."""


@dataclass
class Course:
    """A course as read: its blocks by usage key, what an author wrote in them, and what stands in what.

    Never changed after it was read, so all requests share it.
    """

    folder: Path
    key: CourseLocator
    run: str  # as the folder's own files call it: an edition in another language is another run
    title: str = ""
    root: Any = None
    blocks: dict[str, Any] = field(default_factory=dict)
    authored: dict[Any, Any] = field(default_factory=dict)
    parents: dict[Any, Any] = field(default_factory=dict)
    children: dict[Any, list[Any]] = field(default_factory=dict)
    broken: set[Any] = field(default_factory=set)

    def find(self, usage_key: str) -> Any:
        """The usage key of that text, None where the course has no such block."""
        return self.blocks.get(usage_key)

    def named(self, name: str) -> Any:
        """The usage key of the block with that url_name, as a course's own links call it; None where there is none."""
        return next((key for key in self.blocks.values() if key.block_id == name), None)

    def unit_of(self, key: Any) -> Any:
        """The unit that a block stands in (a unit stands in itself), None for what is above units."""
        while key is not None and key.block_type != "vertical":
            key = self.parents.get(key)
        return key

    def first_unit(self, key: Any) -> Any:
        """Where somebody arrives who goes to a block: its unit, or the first unit in what is above units."""
        found = self.unit_of(key)
        inside = self.children.get(key, []) if found is None else []
        return found or next(filter(None, map(self.first_unit, inside)), None)

    def units(self) -> list[Any]:
        """All units, in the order one walks through the course."""
        return [key for key in self.blocks.values() if key.block_type == "vertical"]

    def pictures(self) -> list[str]:
        """The pictures of the course's `static` folder, as its texts name them."""
        static, endings = self.folder / "static", (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
        found = (path for path in static.rglob("*") if path.suffix.lower() in endings and path.is_file())
        return sorted(f"/static/{path.relative_to(static).as_posix()}" for path in found)

    def asset(self, name: str) -> Path | None:
        """A file of the course's `static` folder, None where there is none of that name."""
        static = (self.folder / "static").resolve()
        try:
            path = (static / name).resolve()
            return path if path.is_relative_to(static) and path.is_file() else None
        except (OSError, ValueError):  # a name too long, or with a NUL
            return None


class OlxRuntime(DemoRuntime):
    """The runtime while reading: fields go into the course's memory, children become blocks of their own."""

    def __init__(self, course: Course) -> None:
        super().__init__(course, {"field-data": KvsFieldData(DictKeyValueStore(course.authored))})
        policies = course.folder / "policies" / course.run / "policy.json"
        self.policy = json.loads(policies.read_text(encoding="utf-8")) if policies.is_file() else {}

    def read_text(self, path: str) -> str:
        return (self.course.folder / path).read_text(encoding="utf-8")

    def _usage_id_from_node(self, node: Any, parent_id: Any) -> Any:
        """Called by the runtime for every element: the course itself, then child after child."""
        name = node.attrib.pop("url_name", "") or f"{node.tag}{len(self.course.blocks)}"
        block_type = node.tag
        key = self.course.key.make_usage_key(block_type, "course" if block_type == "course" else name)
        self.course.blocks[str(key)] = key
        self.course.parents[key] = parent_id
        self.course.children[key] = []
        if parent_id is not None:
            self.course.children[parent_id].append(key)
        try:
            self._parse(self._resolve(node, name), key, name, parent_id)
        except CourseError:
            raise
        except Exception as error:
            if block_type == "course":
                raise CourseError(f"course/{name}.xml could not be read: {error}") from error
            log.warning("%s could not be read: %s: %s", key, type(error).__name__, error)
            self.course.broken.add(key)
        return key

    def _resolve(self, node: Any, name: str) -> Any:
        """The element itself, or, where it only points, the one in the file it points to."""
        if node.tag not in POINTED or len(node) or (node.text or "").strip() or set(node.attrib) - {"org", "course"}:
            return node
        path = self.course.folder / node.tag / f"{name}.xml"
        found = etree.parse(str(path), _PARSER).getroot()
        found.attrib.pop("url_name", "")
        return found

    def _parse(self, node: Any, key: Any, name: str, parent_id: Any) -> None:
        block_class = self.mixologist.mix(self.load_block_type(key.block_type))
        node.attrib.pop("xblock-family", None)
        block = block_class.parse_xml(node, self, ScopeIds(None, key.block_type, key, key))
        for field_name, value in self.policy.get(f"{key.block_type}/{name}", {}).items():
            if field_name in block.fields:
                setattr(block, field_name, block.fields[field_name].from_json(value))
        block.parent = parent_id
        block.save()


def load(folder: Path, key: CourseLocator | None = None) -> Course:
    """Read the course in `folder`. CourseError where there is none; a single block that cannot be read is marked broken.

    Its blocks are called as those of the course `key`, so that what somebody answers in one edition stands in the other.
    """
    start = folder / "course.xml"
    if not start.is_file():
        raise CourseError(f"There is no course in {folder}: course.xml is missing.")
    try:
        pointer = etree.parse(str(start), _PARSER).getroot()
        run = pointer.get("url_name")
        key = key or CourseLocator(pointer.get("org"), pointer.get("course"), run)
    except Exception as error:
        raise CourseError(f"{start} could not be read: {error}") from error
    course = Course(folder=folder, key=key, run=str(run))
    runtime = OlxRuntime(course)
    with start.open("rb") as file:
        course.root = runtime.parse_xml_file(file)
    course.title = runtime.get_block(course.root).display_name or str(key)
    return course


_loaded: dict[Path, Course] = {}
_lock = threading.Lock()


def get_course() -> Course:
    """The course of `INTERNSHIP_DEMO_COURSE` in the language that is on, else its first edition; each read once."""
    there = _editions(str(settings.INTERNSHIP_DEMO_COURSE))  # type: ignore[misc]
    first = next(iter(there.values()))
    wanted = there.get(get_language() or "") or first
    with _lock:
        for folder in (first, wanted):
            if folder not in _loaded:
                _loaded[folder] = load(folder, None if folder == first else _loaded[first].key)
        return _loaded[wanted]


@functools.cache
def _editions(folder: str) -> dict[str, Path]:
    """Which editions lie in a folder: asked several times in a request, looked at once in the life of the process."""
    return editions(Path(folder))


def forget_courses() -> None:
    """Read again next time."""
    with _lock:
        _editions.cache_clear()
        _loaded.clear()
