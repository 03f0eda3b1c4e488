"""Everything that must hold before the course is handed out."""

from __future__ import annotations

import importlib.resources
from dataclasses import replace
from pathlib import Path

from .checks import CHECKS
from .checks.schema import schema
from .cleaner import cleaner
from .findings import Finding
from .outline import load


def shipped_course() -> Path:
    """The folder of the course that this package brings along, in a checkout as in an installed wheel."""
    return Path(str(importlib.resources.files("internship_xblock"))) / "mentor_course"


def check(source: Path, second_opinion: bool = True) -> list[Finding]:
    """What is wrong with the course in the folder `source`, sorted by place; an empty list is good news.

    A tree that cannot be followed is reported alone: everything else would be about what was not read. The schema of
    units speaks where our own checks, which know what an author can do about it, said nothing of the same line. With
    `second_opinion`, olxcleaner speaks where we found nothing ourselves (CleanerMissing if it is not installed).
    """
    course = load(source.resolve())
    if course.findings:
        return sorted(course.findings)
    found = {replace(finding, check=name) for name, one in CHECKS.items() for finding in one(course)}
    places = {(finding.file, finding.line) for finding in found}
    found |= {replace(one, check="schema") for one in schema(course) if (one.file, one.line) not in places}
    if second_opinion and not found:
        found = {replace(finding, check="olxcleaner") for finding in cleaner(course)}
    return sorted(found)
