"""What the key of a course says of it. The platform knows more (`openedx/platform.py`)."""

from __future__ import annotations

import re

_KEY = re.compile(r"(?:[A-Za-z0-9-]+:)?([^/+:]+)[/+]")


def org_of(course_key: str) -> str:
    """Return the organisation in a course's key: "NTNU" of `course-v1:NTNU+Mentor+2026`; "" where it names none."""
    found = _KEY.match(course_key)
    return found[1] if found is not None else ""
