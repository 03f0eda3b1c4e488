"""The ledger of statements: what was issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....records.ledger import Ledger
from ..models import IssuedStatement, Statement, StatementRecord

ISSUED = "statement"  # a kind of line


def _place(statement_id: int) -> Mapping[str, Any] | None:
    return Statement.objects.filter(pk=statement_id).values("placement_id", "course_key").first()


LEDGER = Ledger(StatementRecord, _place)
ROWS = IssuedStatement.objects.annotate(is_recorded=LEDGER.is_recorded(IssuedStatement, ISSUED))
