"""What the verbs for statements return: plain values for reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ....records import frozen, people
from ....records.drafts import SectionView
from ....records.people import People
from ...placements.api import PlacementView
from ...plans.api import ToClose
from ..schema.sections import SECTIONS

BROKEN_STATEMENT = _(
    "This is not the text that was issued: it was changed afterwards, or its record is missing. Do not rely on it, and tell "
    "your course team."
)
_NOTHING_SAID: dict[str, Any] = {  # of a text that cannot be read any more
    "erasmus": False, "version": {"number": 0, "sha256": ""}, **{section.name: section.blank() for section in SECTIONS},
}  # fmt: skip


@dataclass(frozen=True)
class IssuedLine:
    """An issued statement in a list. `replaced_by` is the number of the one that corrects it, None where this one counts."""

    number: int
    issued_at: datetime
    issued_by: str
    role: str
    sha256: str
    replaced_by: int | None = None
    is_recorded: bool = True  # the record knows one of this number with this hash

    @property
    def warning(self) -> Words:
        """What to say wherever it is shown; "" where it is the one that was issued, as far as is known."""
        return "" if self.is_recorded else BROKEN_STATEMENT


@dataclass(frozen=True)
class Issued(IssuedLine):
    """An issued statement with its text. `canonical` is what the hash is over: in it, people stand by references."""

    statement_id: int = 0
    canonical: str = "{}"
    previous_sha256: str = ""
    people: People = field(default_factory=dict)

    @cached_property
    def document(self) -> dict[str, Any]:
        """What it says, with the names of its people."""
        return {**_NOTHING_SAID, **read(self.canonical, self.people)}

    @property
    def is_intact(self) -> bool:
        said = frozen.read(self.canonical)
        return self.is_recorded and people.is_whole(
            SECTIONS, self.previous_sha256, self.canonical, self.sha256, said, self.people
        )

    @property
    def warning(self) -> Words:
        return "" if self.is_intact else BROKEN_STATEMENT


@dataclass(frozen=True)
class Proof(Issued):
    """What would be issued now, to be read before it is. `shown` is the digest of what it says; `revision` the draft's."""

    shown: str = ""
    revision: int = 0

    @cached_property
    def document(self) -> dict[str, Any]:
        """What it says: nobody has been set aside yet."""
        return frozen.read(self.canonical)

    @property
    def warning(self) -> Words:
        return ""


@dataclass(frozen=True)
class StatementView:
    """What a person sees of a placement's statement. `draft` is None for those who do not write it.

    `closes` is what was submitted last; None where nothing was, and nothing can be issued yet.
    """

    placement: PlacementView
    statement_id: int | None
    closes: ToClose | None
    draft: SectionView | None
    issued: tuple[IssuedLine, ...]

    @property
    def current(self) -> IssuedLine | None:
        """The one that counts."""
        return self.issued[-1] if self.issued else None

    @property
    def replaced(self) -> tuple[IssuedLine, ...]:
        """Those before it, the newest first."""
        return self.issued[-2::-1]

    @property
    def is_written(self) -> bool:
        """Whether somebody has written in the draft since the last one was issued."""
        if self.draft is None or self.draft.changed_at is None:
            return False
        return self.current is None or self.draft.changed_at > self.current.issued_at


@dataclass(frozen=True)
class ToState:
    """The version of the plan that a statement closes, and what a draft can copy from it, in the words of the statement."""

    closes: ToClose
    offered: tuple[str, ...]


def read(text: str, named: People) -> dict[str, Any]:
    """Read an issued text with the names of its people, as far as they are known."""
    return people.put_back(SECTIONS, frozen.read(text), named)
