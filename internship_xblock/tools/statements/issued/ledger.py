"""The ledger of statements: what was issued and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....records.ledger import Ledger
from ..models import IssuedStatement, Statement, StatementRecord

ISSUED, WITHDRAWN = "statement", "withdrawal"  # kinds of lines


def _place(statement_id: int) -> Mapping[str, Any] | None:
    return Statement.objects.filter(pk=statement_id).values("placement_id", "course_key").first()


LEDGER = Ledger(StatementRecord, _place)
ROWS = IssuedStatement.objects.select_related("statement", "withdrawal").annotate(
    is_recorded=LEDGER.is_recorded(IssuedStatement, ISSUED)
)
