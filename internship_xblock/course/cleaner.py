"""olxcleaner, the validator that Studio itself uses, as a second opinion."""

from __future__ import annotations

from collections.abc import Iterator

from .findings import Finding
from .outline import Course

_SERIOUS = ("ERROR", "WARNING")  # of its levels; INFO and DEBUG are matters of taste


class CleanerMissing(Exception):
    """olxcleaner is not installed; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__("The validator olxcleaner is not installed. Install it: pip install 'internship-xblock[course]'")


def cleaner(course: Course) -> Iterator[Finding]:
    """What olxcleaner finds. CleanerMissing without it.

    It reads files with a parser of its own that expands entities, so the course must have been loaded by ours
    without findings before. It names no lines: a finding points to the beginning of the file.
    """
    try:
        import olxcleaner
    except ImportError:
        raise CleanerMissing() from None
    tags = sorted({node.tag for node in course.ours()})
    try:
        _root, errors, _names = olxcleaner.validate(str(course.source), allowed_xblocks=tags)
    except Exception as error:  # it stops at what it did not expect; that is a finding too
        yield Finding(
            "course.xml", 1, f"olxcleaner stopped at something unusual here ({error!r}). Simplify what was changed last."
        )
        return
    for found in errors.errors:
        if found.level in _SERIOUS:
            sentence = f"{found.description} (olxcleaner: {found.name}). Correct it before importing."
            yield Finding(str(found.filename), 1, sentence)
