"""What the certificate's verbs return: plain values for reading."""

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
from ..versions.signatures import Agreement
from .sections import SECTIONS

BROKEN_CERTIFICATE = _(
    "This is not the text that was issued: it was changed afterwards, or its record is missing. Do not rely on it, and tell "
    "your course team."
)
_NOTHING_SAID: dict[str, Any] = {  # of a text that cannot be read any more
    "erasmus": False, "version": {"number": 0, "sha256": ""}, **{section.name: section.blank() for section in SECTIONS},
}  # fmt: skip


@dataclass(frozen=True)
class CertificateLine:
    """An issued certificate in a list. `replaced_by` is the number of the one that corrects it, None where this one counts."""

    number: int
    issued_at: datetime
    issued_by: str
    role: str
    sha256: str
    replaced_by: int | None = None
    is_recorded: bool = True  # the record knows a certificate of this number with this hash

    @property
    def warning(self) -> Words:
        """What to say wherever it is shown; "" where it is the one that was issued, as far as is known."""
        return "" if self.is_recorded else BROKEN_CERTIFICATE


@dataclass(frozen=True)
class IssuedCertificate(CertificateLine):
    """An issued certificate with its text. `canonical` is what the hash is over: in it, people stand by references."""

    plan_id: int = 0
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
        return "" if self.is_intact else BROKEN_CERTIFICATE


@dataclass(frozen=True)
class CertificateProof(IssuedCertificate):
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
class CertificateView:
    """What a person sees of a plan's certificate. `draft` is None for those who do not write it.

    `version` is the number of the plan's last version; None where none was submitted, and nothing can be certified yet.
    """

    placement: PlacementView
    plan_id: int | None
    version: int | None
    draft: SectionView | None
    issued: tuple[CertificateLine, ...]

    @property
    def current(self) -> CertificateLine | None:
        """The one that counts."""
        return self.issued[-1] if self.issued else None

    @property
    def replaced(self) -> tuple[CertificateLine, ...]:
        """Those before it, the newest first."""
        return self.issued[-2::-1]

    @property
    def is_written(self) -> bool:
        """Whether somebody has written in the draft since the last one was issued."""
        if self.draft is None or self.draft.changed_at is None:
            return False
        return self.current is None or self.draft.changed_at > self.current.issued_at


@dataclass(frozen=True)
class ToCertify:
    """The version of the plan that a certificate would close, as far as it is agreed.

    `offered` is what a draft can copy from it, in the words of the certificate.
    """

    plan_id: int
    agreement: Agreement
    offered: tuple[str, ...]


def read(text: str, named: People) -> dict[str, Any]:
    """Read an issued text with the names of its people, as far as they are known."""
    return people.put_back(SECTIONS, frozen.read(text), named)
