"""Whether all that was issued is still there and says what it said: for the operator, not an api verb.

What is compared with what: records/verification.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...records.ledger import fits, who
from ...records.models import LedgerLine
from ...records.verification import Break, Kept, Kind, breaks_of
from .issued.ledger import ISSUED, WITHDRAWN
from .issued.withdrawing import withdrawal_sha256
from .models import IssuedStatement, Statement, StatementRecord
from .schema import sections

BATCH = 50  # statements looked at together


def _agrees(row: Any, document: Mapping[str, Any]) -> bool:
    """Whether the columns beside a text say in which role it was issued, and under which code."""
    said = document.get(sections.ISSUED.name, {}).get("role"), document.get("code")
    return (row.issued_role, row.code) == said


KINDS = (Kind(ISSUED, "issued", sections.SECTIONS, agrees=_agrees),)


@dataclass
class Verdict:
    """What was looked at, and all that is broken."""

    issued: int = 0
    breaks: list[Break] = field(default_factory=list)


def verify_hash_chains() -> Verdict:
    """Compare all that was issued with the record, BATCH of them at a time, to the last one."""
    verdict = Verdict()
    known = set(IssuedStatement.objects.values_list("statement_id", flat=True).distinct())
    known |= set(StatementRecord.objects.values_list("record_id", flat=True).distinct())
    ids = sorted(known)
    for start in range(0, len(ids), BATCH):
        for kept in _kept(ids[start : start + BATCH]):
            verdict.issued += len(kept.texts[ISSUED])
            verdict.breaks += breaks_of(kept, KINDS)
            verdict.breaks += [Break(kept.record_id, *one) for one in _withdrawals(kept)]
    return verdict


def _withdrawals(kept: Kept) -> Iterator[tuple[str, str]]:
    """What does not agree between withdrawals and the ledger, of a record that is there."""
    if kept.place is None:
        return
    lines = {line.number: line for line in kept.lines if line.kind == WITHDRAWN}
    for row in kept.texts[ISSUED]:
        made, line = getattr(row, "withdrawal", None), lines.pop(row.number, None)
        what = f"withdrawal of {ISSUED} {row.number}"
        if made is None:
            if line is not None:
                yield what, "it was made and is missing"
        elif line is None:
            yield what, "the record does not know that it was made"
        elif not _is_recorded(row, made, line):
            yield what, "it does not say what was recorded"


def _is_recorded(row: Any, made: Any, line: LedgerLine) -> bool:
    """Whether a withdrawal is the one that the ledger knows, by whom it knows."""
    is_text = made.sha256 == line.sha256 == withdrawal_sha256(row.sha256, made.reason, made.at)
    is_person = fits(line.account_sha256, made.salt, who(made)) and fits(line.name_sha256, made.salt, made.author_name)
    return bool(is_text and is_person and made.at == line.at)


def told(one: Break) -> str:
    """Say a break in words, for the operator."""
    return f"Closing {str(one).removeprefix('Record ')}"


def _kept(ids: Sequence[int]) -> list[Kept]:
    places = {one.pk: (one.placement_id, one.course_key, "") for one in Statement.objects.filter(pk__in=ids)}
    found = {one: Kept(one, places.get(one), {ISSUED: []}) for one in ids}
    for row in (
        IssuedStatement.objects.select_related("withdrawal").filter(statement_id__in=ids).order_by("statement_id", "number")
    ):
        found[row.statement_id].texts[ISSUED].append(row)
    for line in StatementRecord.objects.filter(record_id__in=ids).order_by("record_id", "position"):
        found[line.record_id].lines.append(line)
    return list(found.values())
