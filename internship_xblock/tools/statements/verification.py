"""Whether all that was issued is still there and says what it said: for the operator, not an api verb.

What is compared with what: records/verification.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...records.models import LedgerLine
from ...records.verification import Break, Kept, Kind, Place, breaks_of, in_batches, is_by
from .issued.ledger import ISSUED, WITHDRAWN
from .issued.withdrawing import withdrawal_sha256
from .models import IssuedStatement, Statement, StatementRecord
from .schema import sections
from .schema.kinds import HOST, STUDENT


def _differs(row: Any, document: Mapping[str, Any]) -> str:
    """What the columns beside a text say otherwise: for whom it is, in which role it was issued, and under which code."""
    if row.statement.kind != (HOST if sections.HOSTING.name in document else STUDENT):
        return "it is of another kind than it says"
    if row.issued_role != document.get(sections.ISSUED.name, {}).get("role"):
        return "it was issued by somebody else than it says"
    return "" if row.code == document.get("code") else "it is found under another code than it says"


KINDS = (Kind(ISSUED, "issued", sections.SECTIONS, differs=_differs),)


@dataclass
class Verdict:
    """What was looked at, and all that is broken."""

    issued: int = 0
    breaks: list[Break] = field(default_factory=list)


def verify_hash_chains() -> Verdict:
    """Compare all that was issued with the record, some at a time, to the last one."""
    verdict = Verdict()
    issued = IssuedStatement.objects.select_related("statement", "withdrawal")
    for some in in_batches(issued, StatementRecord.objects.all(), ISSUED, _places):
        for kept in some.values():
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
    return bool(is_text and is_by(made, line) and made.at == line.at)


def told(one: Break) -> str:
    """Say a break in words, for the operator."""
    return one.told("Closing")


def _places(statement_ids: Sequence[int]) -> dict[int, Place]:
    rows = Statement.objects.filter(pk__in=statement_ids)
    return {one.pk: (one.placement_id, one.course_key, "") for one in rows}
