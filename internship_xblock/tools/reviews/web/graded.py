"""For blocks whose submissions bring points: what the platform's deletion of a learner's state takes away."""

from __future__ import annotations

from typing import Any

from ..resetting import take_back_points


class GradedMixin:
    """Mixed into an InternshipBlock whose entries or plans are submitted."""

    def clear_student_state(
        self: Any, *, user_id: str, course_id: str, item_id: str, requesting_user_id: str = "", **_more: Any
    ) -> None:
        """Keep our points equal to the grade that "Delete learner state" in the LMS takes away. `user_id`: the anonymous id.

        The LMS leaves the grade to a block that has this method, and deletes the learner's row right after it.
        """
        take_back_points(usage_key=item_id, anonymous_id=user_id)
        self.take_progress_back(course_id=course_id, item_id=item_id, user_id=user_id)
