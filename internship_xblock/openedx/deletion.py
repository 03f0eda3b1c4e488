"""When a course is deleted, nothing leads into what was written there any more.

The rows stay: they are people's words, and a course may come back by import. That nothing of it opens meanwhile is asked of the
platform at each page (`Platform.course_exists`); what is ended here is what waits outside, the personal links.
"""

from __future__ import annotations

from typing import Any

from ..tools.placements.forget import end_invitations
from .lms import _import


def listen() -> None:
    """Connect to the platform's signal, which Studio sends; nothing to do where there is no such platform."""
    handler = _import("xmodule.modulestore.django", "SignalHandler")
    if handler is not None:
        handler.course_deleted.connect(on_course_deleted, dispatch_uid="internship_xblock.course_deleted")


def on_course_deleted(sender: Any, course_key: Any, **_more: Any) -> None:
    """The receiver of `course_deleted`. The key may say a branch of the course, or be a library's: then nothing is found."""
    plain = course_key.for_branch(None) if hasattr(course_key, "for_branch") else course_key
    end_invitations(str(plain))
