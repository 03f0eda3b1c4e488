"""Who is asking: the first argument of every api verb."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import NotAllowed
from .text import NAME_LIMIT, one_line


@dataclass(frozen=True)
class Actor:
    """A person in the context of one course, as the platform vouches for them.

    `name` is what people call them, cut to what our tables hold (the platform's profiles hold more).
    `user_id` is the platform's account id, None for a stranger (nobody signed in, or a runtime without a
    user service). `is_staff` says that the person is course staff *of `course_key`*, and counts nowhere
    else. `anonymous_id` is the per-course id that the grade book knows. `masquerading` marks staff who
    look at the course as somebody else: they may look, never write. `zone` is their time zone as the platform knows it,
    "" where it does not.
    """

    user_id: int | None
    name: str
    course_key: str
    is_staff: bool = False
    anonymous_id: str = ""
    masquerading: bool = False
    zone: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", one_line(self.name)[:NAME_LIMIT].strip())

    @classmethod
    def stranger(cls, course_key: str = "") -> Actor:
        return cls(user_id=None, name="", course_key=course_key)

    @property
    def account(self) -> int:
        """The account id of somebody who is known: for use behind a permission that strangers never have."""
        if self.user_id is None:
            raise NotAllowed()
        return self.user_id

    @property
    def is_known(self) -> bool:
        return self.user_id is not None
