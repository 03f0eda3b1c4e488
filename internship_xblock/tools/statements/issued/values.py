"""What the verbs for statements return: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping
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
from ..schema.kinds import HOST, STUDENT
from ..schema.sections import SECTIONS, offered

BROKEN_STATEMENT = _(
    "This is not the text that was issued: it was changed afterwards, or its record is missing. Do not rely on it, and tell "
    "your course team."
)
REASONS: Mapping[str, Words] = {
    "mistake": _("Something in it is wrong"),
    "person": _("It was issued to the wrong person"),
    "other": _("Another reason"),
}
_NOTHING_SAID: dict[str, Any] = {  # of a text that cannot be read any more
    "erasmus": False, "version": {"number": 0, "sha256": ""}, "replaces": 0, "code": "", "named": [],
    **{section.name: [] if section.has_rows else section.blank() for section in SECTIONS},
}  # fmt: skip


@dataclass(frozen=True)
class IssuedLine:
    """Something issued, in a list. `replaced_by` is the number of the one that corrects it, None where this one counts."""

    number: int
    issued_at: datetime
    issued_by: str
    role: str
    sha256: str
    kind: str = STUDENT
    code: str = ""
    replaced_by: int | None = None
    withdrawn_at: datetime | None = None
    reason: str = ""
    is_recorded: bool = True  # the record knows one of this number with this hash

    @property
    def warning(self) -> Words:
        """What to say wherever it is shown; "" where it is the one that was issued, as far as is known."""
        return "" if self.is_recorded else BROKEN_STATEMENT

    @property
    def holds(self) -> bool:
        """Whether it is the one that counts: neither replaced nor withdrawn."""
        return self.replaced_by is None and self.withdrawn_at is None

    @property
    def reason_in_words(self) -> Words:
        return REASONS.get(self.reason, "")


@dataclass(frozen=True)
class Issued(IssuedLine):
    """Something issued, with its text. `canonical` is what the hash is over: in it, people stand by references."""

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
    """What would be issued now, to be read before it is. `shown`: the digest of what it says; `closes`: the stay it closes."""

    shown: str = ""
    closes: ToClose | None = None

    @cached_property
    def document(self) -> dict[str, Any]:
        """What it says: nobody has been set aside yet."""
        return {**_NOTHING_SAID, **frozen.read(self.canonical)}

    @property
    def warning(self) -> Words:
        return ""


@dataclass(frozen=True)
class StatementView:
    """What a person sees of a placement's statement of a kind. `draft` is None for those who do not read it.

    `closes` is the stay, by what was submitted last. `is_shown`: the student was let read the draft. `is_named`: the student
    agreed to be named in what the host receives.
    """

    kind: str
    placement: PlacementView
    statement_id: int | None
    closes: ToClose
    may_write: bool
    draft: Mapping[str, SectionView] | None
    issued: tuple[IssuedLine, ...]
    is_shown: bool = False
    is_named: bool = False

    @property
    def current(self) -> IssuedLine | None:
        """The last one, which counts unless it was withdrawn."""
        return self.issued[-1] if self.issued else None

    @property
    def replaced(self) -> tuple[IssuedLine, ...]:
        """Those before it, the newest first."""
        return self.issued[-2::-1]

    @property
    def offered(self) -> tuple[str, ...]:
        """What a draft for the student can copy from what is known of the stay, in the words of the statement."""
        version = self.closes.version
        return () if version is not None and not version.is_intact else offered(self.closes.stay)

    @property
    def is_for_host(self) -> bool:
        return self.kind == HOST

    @property
    def is_in_draft(self) -> bool:
        """Whether there is something to issue: nothing was, or what was does not hold, or somebody has written since."""
        return self.current is None or not self.current.holds or self.is_written

    @property
    def is_written(self) -> bool:
        """Whether somebody has written in the draft since the last one was issued."""
        changed = [one.changed_at for one in (self.draft or {}).values() if one.changed_at is not None]
        return bool(changed) and (self.current is None or max(changed) > self.current.issued_at)


def read(text: str, named: People) -> dict[str, Any]:
    """Read an issued text with the names of its people, as far as they are known."""
    return people.put_back(SECTIONS, frozen.read(text), named)
