"""Everything that must hold before the course is handed out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .checks import CHECKS
from .checks.schema import schema
from .cleaner import cleaner
from .editions import differences, stands_elsewhere
from .findings import Finding
from .outline import Course, load
from .shipped import editions, shipped_course

__all__ = ["check", "check_editions", "shipped_course"]


def check(source: Path, second_opinion: bool = True) -> list[Finding]:
    """What is wrong with the course in the folder `source`, sorted by place; an empty list is good news.

    A tree that cannot be followed is reported alone: everything else would be about what was not read. The schema of
    units speaks where our own checks, which know what an author can do about it, said nothing of the same line. With
    `second_opinion`, olxcleaner speaks where we found nothing ourselves (CleanerMissing if it is not installed).
    """
    return _check(load(source.resolve()), second_opinion)


def _check(course: Course, second_opinion: bool) -> list[Finding]:
    """The same of a course that is read already."""
    if course.findings:
        return sorted(course.findings)
    found = {replace(finding, check=name) for name, one in CHECKS.items() for finding in one(course)}
    places = {(finding.file, finding.line) for finding in found}
    found |= {replace(one, check="schema") for one in schema(course) if (one.file, one.line) not in places}
    if second_opinion and not found:
        found = {replace(finding, check="olxcleaner") for finding in cleaner(course)}
    return sorted(found)


def check_editions(folder: Path, second_opinion: bool = True) -> list[Finding]:
    """What is wrong with the courses in a folder, each by itself and beside the first of them; files with their edition."""
    found: list[Finding] = []
    courses = {name: load(source.resolve()) for name, source in editions(folder).items()}
    first = next(iter(courses))
    for name, course in courses.items():
        own = _check(course, second_opinion)
        if name:
            own += [replace(one, check="editions") for one in stands_elsewhere(course, name)]
        if name != first:
            own += [replace(one, check="editions") for one in differences(courses[first], course, called=first)]
        found += sorted(replace(one, file=f"{name}/{one.file}" if name else one.file) for one in own)
    return found
