"""The course tab that leads to Today: entry point `openedx.course_tab`.

The LMS adds a dynamic tab to every course without storing it, and asks for each person whether there is one
(`lms/djangoapps/courseware/tabs.py: _get_dynamic_tabs`); its learning front end lists what it is told, with the title in the
language of the request. Where there is no platform the module still imports.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from ..core import tools
from .lms import BLOCKS_KEPT, _course, _import
from .platform import get_platform

CourseTab: Any = _import("xmodule.tabs", "CourseTab") or object


def gettext_noop(text: str) -> str:
    """Mark a title for translation: the platform translates it when it is shown, and sorts tabs by what is written here."""
    return text


class InternshipTab(CourseTab):  # type: ignore[misc]
    """For everybody who takes part in a course that uses one of our blocks, and for its staff."""

    type = "internship"
    title = gettext_noop("Internship")
    view_name = "internship_xblock:today"
    priority = None
    is_dynamic = True

    def __init__(self, tab_dict: dict[str, Any]) -> None:
        super().__init__({**tab_dict, "link_func": address})

    @classmethod
    def is_enabled(cls, course: Any, user: Any = None) -> bool:
        if user is None or not user.is_authenticated or not _uses_us(course):
            return False
        return bool(address(course)) and get_platform().is_enrolled(user, str(course.id))


def address(course: Any, _reverse: Callable[..., str] | None = None) -> str:
    """Return the path of Today for a course; "" where our pages are not mounted."""
    try:
        return f"{reverse('internship_xblock:today')}?{urlencode({'course': str(course.id)})}"
    except NoReverseMatch:
        return ""


def _uses_us(course: Any) -> bool:
    """Whether authors of the course may use one of our blocks: Studio offers a block that a course names as a module.

    The platform's own pages ask with the course itself; the learning front end's list of tabs with an overview of it
    (`lms/djangoapps/course_home_api/course_metadata/views.py`), which does not say its modules.
    """
    named = course.advanced_modules if hasattr(course, "advanced_modules") else _modules(str(course.id))
    return any(tag in (named or ()) for tool in tools.every() for tag in tool.blocks)


def _modules(course_key: str) -> list[str]:
    """Return the modules that a course names. Kept for some minutes: each page of the front end asks, for each person."""
    kept = f"internship:modules:{hashlib.sha256(course_key.encode()).hexdigest()}"
    found: list[str] | None = cache.get(kept)
    if found is None:
        found = list(getattr(_course(course_key), "advanced_modules", None) or ())
        cache.set(kept, found, BLOCKS_KEPT)
    return found
