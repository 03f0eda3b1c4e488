"""Signing a frozen text: who must, who has, and the sentence each agreed to.

Each signs for themselves: the party's place must be theirs. All who must have signed make the text *agreed*, and a text that
names nobody in one of the roles that must is not. The next text is another agreement and is signed anew; what was signed stays
with the text it was under.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.actor import Actor
from ..core.authorship import signed
from ..core.errors import Words
from ..core.language.personal_names import GONE
from . import ledger
from .ledger import Ledger
from .models import FrozenText
from .models import Signature as SignatureRow
from .people import new_salt, who_sha256
from .schema import Row

Mark = TypeVar("Mark", bound=SignatureRow)
Marks = Mapping[str, SignatureRow]  # by the uid of the party


@dataclass(frozen=True)
class Signature:
    """A line under a text. `signed_at` None: the line is still empty. `sentence` is what was agreed to, to the letter.

    `is_broken`: a signature stands there that was not given to this text as it is now; it does not count. `is_unconfirmed`: a
    guest gave it, in a browser in which no code had confirmed their address.
    """

    party_uid: str
    name: str
    role: str
    role_label: str
    must: bool
    signed_at: datetime | None = None
    sentence: str = ""
    is_broken: bool = False
    is_unconfirmed: bool = False

    @property
    def warning(self) -> str:
        """What to say beside the line, with %(name)s in it; "" for most."""
        return _("The signature of %(name)s does not fit this version any more and does not count.") if self.is_broken else ""


@dataclass(frozen=True)
class Agreement:
    """The lines under one text, and which of them is the actor's to sign now (None: no line).

    `unnamed` are the roles that must sign and have nobody in this text, in words; `earlier` what was signed under the texts
    before it, by their numbers, the newest first: it stays with them. `broken` is what to say where it is not what was frozen.
    """

    number: int
    lines: tuple[Signature, ...]
    mine: Signature | None
    unnamed: tuple[str, ...] = ()
    is_intact: bool = True
    earlier: tuple[tuple[int, tuple[Signature, ...]], ...] = ()
    broken: Words = ""

    @property
    def warning(self) -> Words:
        return "" if self.is_intact else self.broken

    @property
    def is_agreed(self) -> bool:
        return self.is_intact and not self.unnamed and not self.unsigned

    @property
    def unsigned(self) -> list[Signature]:
        """The lines of those who must sign and have not."""
        return [line for line in self.lines if line.must and not line.signed_at]

    @property
    def is_begun(self) -> bool:
        return any(line.signed_at for line in self.lines)


def _everybody(_party: Mapping[str, Any]) -> bool:
    return True


@dataclass(frozen=True)
class Signers:
    """Who signs a kind of record: the roles that must and that may, what a role is called, whether a party is asked at all."""

    must: Sequence[str]
    may: Sequence[str]
    label: Callable[[str], str]
    is_asked: Callable[[Mapping[str, Any]], bool] = _everybody


def lines(parties: Iterable[Row], marks: Marks, signers: Signers) -> list[Signature]:
    """Return the lines under a text that names these parties: of those who may sign, and of all who have."""
    found = ((row, marks.get(row["uid"])) for row in parties)
    return [_line(row, mark, signers) for row, mark in found if mark is not None or may_sign(row, signers)]


def _line(row: Row, mark: SignatureRow | None, signers: Signers) -> Signature:
    """The line of a party, with what was signed there: that keeps the name and the role it was signed with."""
    must = must_sign(row, signers)
    if mark is None:
        return Signature(row["uid"], row["name"], row["role"], signers.label(row["role"]), must)
    signed_line = _signed(mark, signers, must)
    return signed_line if fits(mark) else replace(signed_line, signed_at=None, is_broken=True)


def _signed(mark: SignatureRow, signers: Signers, must: bool) -> Signature:
    """The line that somebody signed, as it stands there."""
    label = signers.label(mark.role)
    return Signature(
        mark.party_uid,
        mark.name or GONE,
        mark.role,
        label,
        must,
        mark.signed_at,
        mark.sentence,
        is_unconfirmed=mark.is_unconfirmed,
    )


def may_sign(row: Mapping[str, Any], signers: Signers) -> bool:
    return bool(row.get("role") in signers.may and signers.is_asked(row) and row.get("name"))


def must_sign(row: Mapping[str, Any], signers: Signers) -> bool:
    return row.get("role") in signers.must and signers.is_asked(row)


def earlier(marks: Mapping[int, Marks], number: int, signers: Signers) -> tuple[tuple[int, tuple[Signature, ...]], ...]:
    """Return what was signed under the texts before this one, the newest first."""
    return tuple(
        (before, tuple(_signed(one, signers, must=False) for one in marks[before].values()))
        for before in sorted((one for one in marks if one < number), reverse=True)
    )


def mine(found: Iterable[Signature], seats: Collection[str]) -> Signature | None:
    """Return the first line that stands at one of these seats and is still to be signed."""
    return next((line for line in found if line.party_uid in seats and not (line.signed_at or line.is_broken)), None)


def is_agreed(parties: Iterable[Row], marks: Marks, signers: Signers) -> bool:
    """Return whether all who must have signed."""
    due = [row for row in parties if must_sign(row, signers) and row.get("name")]
    return not unnamed(due, signers) and all(row["uid"] in marks and fits(marks[row["uid"]]) for row in due)


def unnamed(parties: Iterable[Row], signers: Signers) -> list[str]:
    """Return the roles that must sign and that a text has nobody for."""
    named = {row["role"] for row in parties if must_sign(row, signers) and row.get("name")}
    return [role for role in signers.must if role not in named]


def fits(mark: SignatureRow) -> bool:
    """Return whether a signature says what was signed, by whom, and was given to its text as that is now."""
    is_whole = ledger.signature_sha256(mark) == mark.sha256 and ledger.fits(mark.name_sha256, mark.salt, mark.name)
    return is_whole and bool(mark.version_sha256 == mark.version.sha256)  # type: ignore[attr-defined]


def put(actor: Actor, table: type[Mark], version: FrozenText, line: Signature, sentence: str, chain: Ledger) -> None:
    """Sign a text on this line, and record it. Pressed twice at once, the first one counts. Four queries."""
    salt = new_salt()
    mark = table(
        version=version, party_uid=line.party_uid, role=line.role, name=line.name, name_sha256=who_sha256(salt, line.name),
        sentence=sentence, signed_at=timezone.now(), version_sha256=version.sha256, salt=salt,
        is_unconfirmed=not actor.is_confirmed, **signed(actor),
    )  # fmt: skip
    mark.sha256 = ledger.signature_sha256(mark)
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
            chain.signature(mark, version.record_id, version.number)
    except IntegrityError:
        pass
