"""The policy files: what Studio reads beside the outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ...openedx.certificates import COUNTS, SETTING
from ..findings import Finding
from ..outline import Course
from ..policies import grading_file, own_settings, policy_file, read_settings

_LICENCE = "creative-commons: ver=4.0 BY"


def course_image(course: Course) -> str:
    """The file name of the course's picture in `static/`; empty if none is named."""
    found, _ = read_settings(course, policy_file(course))
    image = own_settings(course, found).get("course_image", "")
    return image if isinstance(image, str) else ""


def policy(course: Course) -> Iterator[Finding]:
    """The policy can be read, knows our blocks, its picture exists, and it states the licence."""
    file = policy_file(course)
    found, problem = read_settings(course, file)
    if problem is not None:
        yield problem
        return
    for entry, value in found.items():
        if "/" not in entry or not isinstance(value, dict):
            yield Finding(
                file, 1, f'"{entry}" is not understood: settings stand in an object under "tag/url_name". Correct it.'
            )
    key, own = f"course/{course.run}", own_settings(course, found)
    if not own:
        yield Finding(file, 1, f'The settings of the course stand under "{key}". Add them.')
        return
    yield from _blocks_and_looks(course, file, own)
    yield from _what_passing_brings(file, own)
    if not own.get("license"):
        yield Finding(file, 1, f'State the licence, so that others know what they may do: "license": "{_LICENCE}".')


def _blocks_and_looks(course: Course, file: str, own: Mapping[str, Any]) -> Iterator[Finding]:
    """The blocks that authors can add, the course's picture, its tabs."""
    for tag in sorted({node.tag for node in course.ours()} - set(_words(own.get("advanced_modules")))):
        yield Finding(file, 1, f'Add "{tag}" to advanced_modules: without it, authors cannot edit or add this block in Studio.')
    image = course_image(course)
    if not image or not (course.source / "static" / image).is_file():
        yield Finding(file, 1, "course_image names no file in static/. Learners see this picture in the catalogue: add it.")
    tabs = own.get("tabs")
    if tabs and not (isinstance(tabs, list) and isinstance(tabs[0], dict) and tabs[0].get("type") == "courseware"):
        yield Finding(file, 1, 'The platform wants "courseware" as the first of the tabs. Move it to the front.')


def _what_passing_brings(file: str, own: Mapping[str, Any]) -> Iterator[Finding]:
    """A certificate that whoever passes finds, and what it counts as."""
    if own.get("cert_html_view_enabled") and not _has_certificate(own.get("certificates")):
        sentence = 'No certificate in "certificates" is active, so whoever passes finds an error page. Add one with is_active.'
        yield Finding(file, 1, sentence)
    other = own.get("other_course_settings", {})
    if not isinstance(other, dict):
        yield Finding(file, 1, "other_course_settings is one JSON object, in braces. Correct it.")
    elif (counts := other.get(SETTING)) not in (None, COUNTS):
        yield Finding(file, 1, f'"{SETTING}" is "{COUNTS}", or is left out; here it is "{counts}". Correct it.')


def grading(course: Course) -> Iterator[Finding]:
    """What is graded in the outline and what the grading policy counts are the same."""
    file = grading_file(course)
    found, problem = read_settings(course, file)
    if problem is not None:
        yield problem
        return
    graders = found.get("GRADER")
    counted = {str(row.get("type")): row for row in graders if isinstance(row, dict)} if isinstance(graders, list) else {}
    used: Counter[str] = Counter()
    for node in course.nodes("sequential"):
        kind, graded = node.element.get("format", ""), node.element.get("graded") == "true"
        if graded and kind not in counted:
            sentence = f'This lesson is graded as "{kind}", which {file} does not count. Use the name of one of its types.'
            yield Finding(node.file, node.line, sentence)
        elif graded:
            used[kind] += 1
    for kind, row in counted.items():
        wanted = row.get("min_count", 1)
        if used[kind] != wanted:
            sentence = (
                f'"{kind}" counts {wanted} lessons, but the outline has {used[kind]} with graded="true" and this format. '
                "Learners would get a zero for what does not exist: make both the same."
            )
            yield Finding(file, 1, sentence)


def _has_certificate(value: object) -> bool:
    """Whether the platform would show a certificate to whoever passes."""
    rows = value.get("certificates") if isinstance(value, dict) else None
    return isinstance(rows, list) and any(isinstance(row, dict) and row.get("is_active") is True for row in rows)


def _words(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
