"""Who is asking: the first argument of every api verb."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from .errors import NotAllowed
from .language.text import NAME_LIMIT, clean_line


class Identity(NamedTuple):
    """What a person is known by: the id of an account, or of the seat from which they act by a personal link.

    Both None: nobody, or somebody who was forgotten. Nobody is never the same as anybody, not even as nobody.
    """

    user_id: int | None = None
    seat_id: int | None = None

    def is_same(self, other: Identity) -> bool:
        """Return whether both are known by the same account, or by the same seat."""
        if self.user_id is not None:
            return self.user_id == other.user_id
        return self.seat_id is not None and self.seat_id == other.seat_id


NOBODY = Identity()


@dataclass(frozen=True)
class Actor:
    """A person in the context of one course, as the platform, or a personal link, vouches for them.

    `name` is what people call them, cut to what our tables hold (the platform's profiles hold more).
    `user_id` is the platform's account id, None for a stranger (nobody signed in, or a runtime without a
    user service) and for a guest. `is_staff` says that the person is course staff *of `course_key`*, and counts nowhere
    else. `anonymous_id` is the per-course id that the grade book knows. `masquerading` marks staff who
    look at the course as somebody else: they may look, never write. `zone` is their time zone as the platform knows it,
    "" where it does not. `seat_id` is, of a guest, the id of the seat (a party in a placement) from which they act by a
    personal link; None for everybody else. An actor has an account or such a seat, never both. `is_confirmed` says that it
    is known who somebody is: by signing in, or, of a guest, by a code sent to the address on file, in this browser.
    `is_confidant` says that what was told in confidence may be shown: not to a guest in a browser of which nobody can say
    that it is theirs.
    """

    user_id: int | None
    name: str
    course_key: str
    is_staff: bool = False
    anonymous_id: str = ""
    masquerading: bool = False
    zone: str = ""
    seat_id: int | None = None
    is_confirmed: bool = True
    is_confidant: bool = True

    def __post_init__(self) -> None:
        if self.user_id is not None and self.seat_id is not None:
            raise ValueError("an actor acts by an account or from a seat, not by both")
        object.__setattr__(self, "name", clean_line(self.name)[:NAME_LIMIT].strip())

    @classmethod
    def stranger(cls, course_key: str = "") -> Actor:
        return cls(user_id=None, name="", course_key=course_key)

    @classmethod
    def guest(
        cls, *, seat_id: int, name: str, course_key: str, zone: str = "", is_confirmed: bool = False, is_confidant: bool = True
    ) -> Actor:
        """Return whoever acts from a seat by a personal link, without an account."""
        return cls(
            user_id=None, name=name, course_key=course_key, zone=zone, seat_id=seat_id, is_confirmed=is_confirmed,
            is_confidant=is_confidant,
        )  # fmt: skip

    @property
    def identity(self) -> Identity:
        return Identity(self.user_id, self.seat_id)

    @property
    def account(self) -> int:
        """The account id, for what only somebody with an account may do. Raises NotAllowed for strangers and guests."""
        if self.user_id is None:
            raise NotAllowed(needs_account() if self.is_guest else None)
        return self.user_id

    @property
    def is_guest(self) -> bool:
        return self.seat_id is not None

    @property
    def is_known(self) -> bool:
        return self.user_id is not None or self.is_guest


def needs_account() -> str:
    """Say to a guest what the link they came by is for, and what it is not."""
    return _(
        "You are using a personal link: you can read, comment and sign. This needs an account in the course. Nothing "
        "was changed."
    )
