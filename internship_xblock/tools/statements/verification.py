"""Whether all that was issued is still there and says what it said: for the operator, not an api verb.

What is compared with what: records/verification.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...records.verification import Break, Kept, Kind, breaks_of
from .issued.ledger import ISSUED
from .models import IssuedStatement, Statement, StatementRecord
from .schema import sections

BATCH = 50  # statements looked at together


def _names_its_issuer(row: Any, document: Mapping[str, Any]) -> bool:
    """Whether the column beside a text says in which role it was issued."""
    return bool(row.issued_role == document.get(sections.ISSUED.name, {}).get("role"))


KINDS = (Kind(ISSUED, "issued", sections.SECTIONS, agrees=_names_its_issuer),)


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
    return verdict


def told(one: Break) -> str:
    """Say a break in words, for the operator."""
    return f"Closing {str(one).removeprefix('Record ')}"


def _kept(ids: Sequence[int]) -> list[Kept]:
    places = {one.pk: (one.placement_id, one.course_key, "") for one in Statement.objects.filter(pk__in=ids)}
    found = {one: Kept(one, places.get(one), {ISSUED: []}) for one in ids}
    for row in IssuedStatement.objects.filter(statement_id__in=ids).order_by("statement_id", "number"):
        found[row.statement_id].texts[ISSUED].append(row)
    for line in StatementRecord.objects.filter(record_id__in=ids).order_by("record_id", "position"):
        found[line.record_id].lines.append(line)
    return list(found.values())
