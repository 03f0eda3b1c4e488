"""What of a course is asked for, as an address says it; and the address of another choice."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest

from ....core.language.text import NAME_LIMIT
from ....openedx.platform import get_platform
from ....ui.pages.serving import asked

WORD_LIMIT = 20
NAMES = {"state": WORD_LIMIT, "time": WORD_LIMIT, "host": NAME_LIMIT, "supervisor": NAME_LIMIT, "search": NAME_LIMIT}


def choice_of(request: HttpRequest) -> dict[str, str]:
    """Return the filters that an address names, "" for those it does not."""
    return {name: asked(request, name, limit) for name, limit in NAMES.items()}


def query(choice: Mapping[str, str], **changes: str) -> str:
    """Return the list's address under another choice."""
    said = {name: value for name, value in {**choice, **changes}.items() if value}
    return "?" + urlencode(said)


def course_of(course_key: str) -> dict[str, str]:
    """Return what every page says of its course."""
    platform = get_platform()
    return {
        "course_key": course_key, "course_name": platform.course_name(course_key),
        "course_url": platform.course_url(course_key),
    }  # fmt: skip
