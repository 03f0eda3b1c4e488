"""What the verbs for versions return: plain values for reading."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.actor import NOBODY, Identity
from ....core.errors import Words
from ....records.people import People
from ...placements.api import UNCHANGED, Timing
from ..schema import frozen_text
from .signatures import BROKEN_VERSION, Signature

MISSING_VERSIONS = _("Submitted, but no longer there: version %(numbers)s. Please tell your course team.")


@dataclass(frozen=True)
class VersionLine:
    """A version in a list."""

    number: int
    frozen_at: datetime
    frozen_by: str
    sha256: str
    previous_sha256: str
    is_recorded: bool = field(default=True, kw_only=True)  # the record knows a version of this number with this hash
    last_recorded: int | None = field(default=None, kw_only=True)  # the number of the last one that was submitted
    written_by: Identity = field(default=NOBODY, kw_only=True)  # who submitted it
    people: People | None = field(default=None, kw_only=True)  # whom its references mean; in a list, of the last one alone

    @property
    def warning(self) -> Words:
        """What to say wherever it is shown; "" where it is the one that was submitted, as far as is known."""
        return "" if self.is_recorded else BROKEN_VERSION


@dataclass(frozen=True)
class VersionView(VersionLine):
    """A frozen version with its text. `canonical` is what the hash is over: in it, people stand by references."""

    plan_id: int
    canonical: str

    @cached_property
    def frozen(self) -> dict[str, Any]:
        """What it says, with references for its people; nothing where somebody spoilt it."""
        return frozen_text.read(self.canonical)

    @cached_property
    def document(self) -> dict[str, Any]:
        """What it says, with the names of its people."""
        return frozen_text.with_names(self.frozen, self.people or {})

    @cached_property
    def is_intact(self) -> bool:
        people = self.people or {}
        return self.is_recorded and frozen_text.is_whole(self.previous_sha256, self.canonical, self.sha256, self.frozen, people)

    @property
    def warning(self) -> Words:
        return "" if self.is_intact else BROKEN_VERSION


@dataclass(frozen=True)
class TakenAlong:
    """A version with all versions before it, the first one first, and the lines for signatures under it.

    `is_agreed`: all who must have signed it, and it is what was submitted. `agreed` is the first version before it that all
    signed: what was agreed to begin with.
    """

    versions: tuple[VersionView, ...]
    signatures: tuple[Signature, ...]
    is_agreed: bool
    agreed: VersionView | None = None
    timing: Timing = UNCHANGED  # what changed in the placement since, whatever the version says

    @property
    def version(self) -> VersionView:
        return self.versions[-1]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever reads the version must be told, in words; none where all of it is as it was submitted and signed."""
        said = [self.version.warning] if self.version.warning else []
        numbers = [one.number for one in self.versions]
        gone = [str(number) for number in range(1, self.version.number) if number not in numbers]
        if gone:
            said.append(str(MISSING_VERSIONS) % {"numbers": ", ".join(gone)})
        said += [line.warning % {"name": line.name} for line in self.signatures if line.warning]
        return tuple(str(words) for words in said)
