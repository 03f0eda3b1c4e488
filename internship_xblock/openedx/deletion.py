"""When a course is deleted, nothing leads into what was written there any more.

The rows stay: they are people's words, and a course may come back by import. That nothing of it opens meanwhile is asked of the
platform at each page (`Platform.course_exists`); what is ended here is what waits outside, the personal links.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .lms import _import


def listen(end_course: Callable[[str], None]) -> None:
    """Have `end_course` called with the key of each course that Studio deletes, where there is such a platform."""

    def on_course_deleted(sender: Any, course_key: Any, **_more: Any) -> None:
        """The key may say a branch of the course, or be a library's: then nothing is found."""
        plain = course_key.for_branch(None) if hasattr(course_key, "for_branch") else course_key
        end_course(str(plain))

    handler = _import("xmodule.modulestore.django", "SignalHandler")
    if handler is not None:
        handler.course_deleted.connect(on_course_deleted, weak=False, dispatch_uid="internship_xblock.course_deleted")
