"""The record of what was frozen and signed: a chain of hashes, with which verifying compares what is there.

Each frozen text and each signature leaves a line with its hash, and each line has a hash over itself and the line before it.
The lines know what they are about by its number alone, so that they stay when it goes: what is recorded and not there is
missed, what is there and not recorded was put there. A line says, too, in which placement, course and block it stood. Whoever
can write to the database can make both agree again: nothing outside the database vouches for the ledger.

Who did it is in a line as digests, of the account or seat and of the name, salted with what stands in the row of what was done.
When a person is forgotten, the salt goes with the name: the digests stay, so that the ledger still verifies, and nobody can
find out by trying whom they meant.

For verbs, which write to it in the transaction of what they record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from .frozen import canonical, digest
from .models import FrozenText, LedgerLine, Recorded, Signature
from .people import who_sha256

VERSION, SIGNATURE, ERASED = "version", "signature", "erased"  # kinds of lines; a tool may freeze other texts beside versions


@dataclass(frozen=True)
class Ledger:
    """The ledger of one kind of record. `place` finds where one stands: placement, course, block; None once it is gone."""

    lines: type[LedgerLine]
    place: Callable[[int], Mapping[str, Any] | None]

    def is_recorded(self, table: type[FrozenText], kind: str = VERSION) -> Exists:
        """Return the annotation that the ledger knows a text of this number with this hash."""
        found = {"record_id": OuterRef(f"{table.record}_id"), "number": OuterRef("number"), "sha256": OuterRef("sha256")}
        return Exists(self.lines._default_manager.filter(kind=kind, **found))

    def text(self, row: FrozenText, kind: str = VERSION) -> None:
        """Record a text that was frozen. Three queries."""
        self._add(row.record_id, kind, row.number, row.sha256, "", row.frozen_at, row)

    def signature(self, row: Signature, record_id: int, number: int) -> None:
        """Record a signature under the text `number`. Three queries."""
        self._add(record_id, SIGNATURE, number, row.sha256, row.party_uid, row.signed_at, row)

    def act(self, row: Recorded, record_id: int, kind: str, number: int, sha256: str, at: datetime) -> None:
        """Record what somebody did to the text `number`; `row` says who, with the salt for it. Three queries."""
        self._add(record_id, kind, number, sha256, "", at, row)

    def last_number(self, record_id: int, kind: str = VERSION) -> int:
        """Return the number of the last text that was frozen, whether or not it is there; 0 for none. One query."""
        found = self.lines._default_manager.filter(record_id=record_id, kind=kind).order_by("-number")
        return found.values_list("number", flat=True).first() or 0

    def erased(self, record_ids: Iterable[int]) -> None:
        """Put one line in the place of a record's ledger: it was erased with the account of whose alone it was."""
        for record_id in record_ids:
            if self.lines._default_manager.filter(record_id=record_id).exclude(kind=ERASED).delete()[0]:
                self._add(record_id, ERASED, 0, "", "", timezone.now(), None)

    def _add(
        self,
        record_id: int,
        kind: str,
        number: int,
        sha256: str,
        party_uid: str,
        at: datetime,
        row: Recorded | None,
    ) -> None:
        """`at`: when what is recorded came to be, as it says itself."""
        # A locking look: another line may have come since the transaction began, which MariaDB would not show.
        last = self.lines._default_manager.select_for_update().filter(record_id=record_id).order_by("-position").first()
        line = self.lines(
            record_id=record_id, position=last.position + 1 if last else 1, kind=kind, number=number, party_uid=party_uid,
            sha256=sha256, previous_sha256=last.line_sha256 if last else "", at=at, **(self.place(record_id) or {}),
        )  # fmt: skip
        if row is not None:
            line.account_sha256 = who_sha256(row.salt, who(row))
            line.name_sha256 = who_sha256(row.salt, row.author_name)
        line.line_sha256 = line_sha256(line)
        line.save(force_insert=True)


def signature_sha256(row: Signature) -> str:
    """Compute a signature's hash: over who signed in which place and role, when, the sentence, and the text's hash.

    The name is in it by its salted digest, so that it can be forgotten. That nobody had confirmed the signer's address is in it
    where that is so, so that signatures from before anybody asked still fit.
    """
    said: dict[str, object] = {
        "version": row.version_sha256, "party": row.party_uid, "role": row.role, "name": row.name_sha256,
        "sentence": row.sentence, "at": _iso(row.signed_at),
    }  # fmt: skip
    if row.is_unconfirmed:
        said["address"] = "not confirmed"
    return digest("", canonical(said))


def line_sha256(row: LedgerLine) -> str:
    """Compute the hash of a line: over the line before it and what it says."""
    said = {
        "record": row.record_id, "position": row.position, "kind": row.kind, "number": row.number, "party": row.party_uid,
        "sha256": row.sha256, "at": _iso(row.at), "placement": row.placement_id, "course": row.course_key,
        "usage": row.usage_key, "account": row.account_sha256, "name": row.name_sha256,
    }  # fmt: skip
    return digest(row.previous_sha256, canonical(said))


def who(row: Recorded) -> int | str | None:
    """Return who did something, as its digest says it: the number of an account, or "seat" and the number of a guest's seat."""
    if row.author_seat_id is None:
        return row.author_id
    return " ".join(f"{what} {pk}" for what, pk in (("seat", row.author_seat_id), ("account", row.author_id)) if pk is not None)


def fits(recorded: str, salt: str, who: int | str | None) -> bool:
    """Return whether a digest in the ledger means this account or seat, or this name, as far as is known.

    Nobody fits where the person was forgotten, and the salt with them; and no account does where it was deleted.
    """
    return who is None or (not salt and not who) or who_sha256(salt, who) == recorded


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
