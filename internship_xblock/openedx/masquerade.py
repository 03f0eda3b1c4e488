"""Staff who look at a course as a learner: where the LMS says so (`lms/djangoapps/courseware/masquerade.py`).

What they chose is in their session. A view of a course notes it on the person (`setup_masquerade`); nobody does so for our own
pages.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .lms import _current_user, _import

_IN_SESSION = "masquerade_settings"  # MASQUERADE_SETTINGS_KEY


def role_of(course_key: Any, is_staff: Callable[[Any], bool]) -> str:
    """Return as which role the person of the current request looks at a course; "" where they look as themselves.

    Args:
        course_key: The opaque key of the course.
        is_staff: Whether somebody is staff of it: as in the LMS, what the session of anybody else says counts for nothing.
    """
    user = _current_user()
    if user is None:
        return ""
    if not hasattr(user, "masquerade_settings"):
        return _role_in_session(user, course_key, is_staff)
    find_role = _import("lms.djangoapps.courseware.masquerade", "get_masquerade_role") if user.masquerade_settings else None
    return str(find_role(user, course_key) or "") if find_role is not None else ""


def _role_in_session(user: Any, course_key: Any, is_staff: Callable[[Any], bool]) -> str:
    get_current_request = _import("crum", "get_current_request")
    session = getattr(get_current_request(), "session", None) if get_current_request is not None else None
    found = (session.get(_IN_SESSION) or {}).get(course_key) if session is not None else None
    return str(found.role) if found is not None and is_staff(user) else ""
