"""What the platform hears of what the tools did: completion, the grade book, the tracking log."""

from __future__ import annotations

from ..core import events
from .platform import get_platform


def listen() -> None:
    """Connect the platform to the tools' events."""
    events.listen(events.CompletionChanged, on_completion)
    events.listen(events.GradeChanged, on_grade)
    events.listen(events.Happened, on_happened)


def on_completion(event: events.CompletionChanged) -> None:
    get_platform().set_completion(
        course_key=event.course_key, usage_key=event.usage_key, user_id=event.user_id, share=event.share
    )


def on_grade(event: events.GradeChanged) -> bool:
    """Return whether the grade book took it: whoever graded is told where it did not."""
    return get_platform().set_grade(
        course_key=event.course_key, usage_key=event.usage_key, anonymous_id=event.anonymous_id, earned=event.earned,
        possible=event.possible,
    )  # fmt: skip


def on_happened(event: events.Happened) -> None:
    """Write a line into the tracking log, by which researchers and operators count. Keys and numbers only."""
    who = {"user_id": event.user_id} if event.seat_id is None else {"user_id": None, "seat_id": event.seat_id}
    what = {"course_id": event.course_key, "usage_id": event.usage_key, **who, **event.ids}
    get_platform().track(f"internship.{event.verb}", what)
