"""Whether all that was frozen and signed is still there and says what it said: for the operator, never for a verb.

The hash of a text covers what it says and the hash before it; a signature's hash covers what was signed and the text's hash;
and the ledger has a line for each of them, with who did it and where. Every place where these do not agree is named. An account
that is not there any more, and a name that went with it, are no break: they were forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from . import frozen, ledger, people
from .ledger import ERASED, SIGNATURE
from .models import FrozenText, LedgerLine, Recorded, Signature
from .schema import Section

BATCH = 50  # records looked at together
Found = Iterator[tuple[str, str]]  # what, and what is wrong with it
Place = tuple[Any, Any, Any]  # placement, course, block


@dataclass(frozen=True)
class Kind:
    """A kind of frozen text: what the ledger calls it, what was done with it, and the sections that it may have.

    `differs`: what the columns beside a text say that the text does not say of them, in words; "" where they agree.
    """

    name: str
    done: str
    sections: Sequence[Section]
    differs: Callable[[Any, Mapping[str, Any]], str] = lambda _row, _document: ""


@dataclass
class Kept:
    """All there is of one record. `place` is where it stands, None where it is gone."""

    record_id: int
    place: Place | None
    texts: dict[str, list[FrozenText]] = field(default_factory=dict)  # by the name of their kind, in their order
    signatures: list[Signature] = field(default_factory=list)
    lines: list[LedgerLine] = field(default_factory=list)


@dataclass(frozen=True)
class Break:
    """One thing that is not as it was recorded. `what` names it within its record: "version 2"; "" is the record itself."""

    record_id: int
    what: str
    reason: str

    def told(self, record: str) -> str:
        """Say it to the operator; `record` is what records of this kind are called."""
        return f"{record} {self.record_id}{f', {self.what}' if self.what else ''}: {self.reason}."


def in_batches(
    texts: QuerySet[Any], lines: QuerySet[Any], kind: str, places: Callable[[Sequence[int]], Mapping[int, Place]]
) -> Iterator[dict[int, Kept]]:
    """Yield all that is kept, by the record, BATCH records at a time, to the last one: what is there, and what is recorded.

    Args:
        texts: The frozen texts, of a kind that the ledger calls `kind`.
        lines: The ledger.
        places: Where records stand, by their ids, without those that are gone.
    """
    record = f"{texts.model.record}_id"
    known = set(texts.order_by().values_list(record, flat=True).distinct())
    ids = sorted(known | set(lines.order_by().values_list("record_id", flat=True).distinct()))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        where = places(some)
        found = {one: Kept(one, where.get(one), {kind: []}) for one in some}
        for text in texts.filter(**{f"{record}__in": some}).order_by(record, "number"):
            found[text.record_id].texts[kind].append(text)
        for line in lines.filter(record_id__in=some).order_by("record_id", "position"):
            found[line.record_id].lines.append(line)
        yield found


def breaks_of(kept: Kept, kinds: Sequence[Kind]) -> list[Break]:
    """Name all that is broken in one record: first what is there, then what is missing, then the ledger itself."""
    found: list[tuple[str, str]] = []
    for kind in kinds:
        found += _texts(kept, kind)
    found += [*_signatures(kept), *_moved(kept), *_missing(kept, kinds), *_ledger(kept.lines)]
    return [Break(kept.record_id, what, reason) for what, reason in found]


def _texts(kept: Kept, kind: Kind) -> Found:
    recorded, previous = _recorded(kept, kind.name), ""
    for row in kept.texts.get(kind.name, []):
        what = f"{kind.name} {row.number}"
        for reason in _text(row, kind, previous, recorded[row.number, ""]):
            yield what, reason
        previous = row.sha256


def _text(row: FrozenText, kind: Kind, previous: str, lines: Sequence[LedgerLine]) -> Iterator[str]:
    document = frozen.read(row.canonical)
    is_text = frozen.digest(row.previous_sha256, row.canonical) == row.sha256
    if not is_text:
        yield f"its text is not the one that was {kind.done}"
    elif any(people.breaks(kind.sections, document, row.people)):
        yield "somebody else is named in it than was"
    if row.previous_sha256 != previous:
        yield f"it does not follow the {kind.name} before it"
    if len(lines) > 1:
        yield f"more than one was {kind.done} under this number"
    line = _line_of(row, lines)
    if line is None:
        yield _unlike(lines, kind.done)
        return
    if row.frozen_at != line.at:
        yield f"the record says that it was {kind.done} at another time"
    if not is_by(row, line):
        yield f"it was {kind.done} by somebody else than it says"
    if is_text and (said := kind.differs(row, document)):
        yield said


def _signatures(kept: Kept) -> Found:
    recorded = _recorded(kept, SIGNATURE)
    for row in kept.signatures:
        version: FrozenText = row.version  # type: ignore[attr-defined]
        what, place = signature_of(version.number, row.party_uid), (version.number, row.party_uid)
        if ledger.signature_sha256(row) != row.sha256 or not ledger.fits(row.name_sha256, row.salt, row.name):
            yield what, "it does not say what was signed"
        if row.version_sha256 != version.sha256:
            yield what, "it was given to another text than this version's"
        line = _line_of(row, recorded[place])
        if line is None:
            yield what, _unlike(recorded[place], "signed")
        elif not is_by(row, line):
            yield what, "another person gave it than it says"


def is_by(row: Recorded, line: LedgerLine) -> bool:
    """Return whether the columns of what was done name the person, and the name, that the ledger knows, or nobody any more."""
    is_person = ledger.fits(line.account_sha256, row.salt, ledger.who(row))
    return is_person and ledger.fits(line.name_sha256, row.salt, row.author_name)


def _moved(kept: Kept) -> Found:
    """Where the record stood when something of it was recorded, if that is not where it stands."""
    if kept.place is None:
        return
    were = {(line.placement_id, line.course_key, line.usage_key) for line in kept.lines if line.kind != ERASED}
    for placement_id, course_key, usage_key in sorted(were - {kept.place}):
        place = f"placement {placement_id} of {course_key}, block {usage_key}"
        yield "", f"it was moved: what is recorded of it was done in {place}"


def _missing(kept: Kept, kinds: Sequence[Kind]) -> Found:
    """What the ledger names and is not there."""
    if any(line.kind == ERASED for line in kept.lines):
        if kept.place is not None:
            yield "", "the record says that it was erased, and it is there"
        return
    if kept.place is None:
        yield "", "it was deleted"
        return
    known = {kind.name: kind for kind in kinds}
    numbers = {name: {row.number for row in rows} for name, rows in kept.texts.items()}
    signed = {(row.version.number, row.party_uid) for row in kept.signatures}  # type: ignore[attr-defined]
    for line in kept.lines:
        if line.kind in known and line.number not in numbers.get(line.kind, set()):
            yield f"{line.kind} {line.number}", f"it was {known[line.kind].done} and is missing"
        elif line.kind == SIGNATURE and (line.number, line.party_uid) not in signed:
            yield signature_of(line.number, line.party_uid), "it was given and is missing"


def _ledger(lines: Sequence[LedgerLine]) -> Found:
    position, previous = 0, ""
    for line in lines:
        what = f"line {line.position} of its record"
        if line.position != position + 1:
            yield what, f"line {position + 1} is missing before it"
        if line.previous_sha256 != previous:
            yield what, "it does not follow the line before it"
        if ledger.line_sha256(line) != line.line_sha256:
            yield what, "it was changed"
        position, previous = line.position, line.line_sha256


def _recorded(kept: Kept, kind: str) -> dict[tuple[int, str], list[LedgerLine]]:
    found: dict[tuple[int, str], list[LedgerLine]] = defaultdict(list)
    for line in kept.lines:
        if line.kind == kind:
            found[line.number, line.party_uid].append(line)
    return found


def _line_of(row: FrozenText | Signature, lines: Sequence[LedgerLine]) -> LedgerLine | None:
    """The line that stands for a row: the one with its hash."""
    return next((line for line in lines if line.sha256 == row.sha256), None)


def _unlike(recorded: Sequence[LedgerLine], done: str) -> str:
    return f"another one was {done} in its place" if recorded else f"the record does not know that it was {done}"


def signature_of(number: int, party_uid: str) -> str:
    return f"signature of {party_uid} under version {number}"
