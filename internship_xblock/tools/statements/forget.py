"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17). Not an api verb."""

from __future__ import annotations

from typing import Any

from ...core.tools import Leaving
from ...records import forgetting
from .issued import ledger
from .models import IssuedStatement, Statement, StatementComment, StatementSection
from .schema.names import is_part


def forget(person: Leaving) -> None:
    """Erase the person's names from drafts and comments, and what closes placements that were theirs alone.

    What was issued stays as it was, as the hash says: it is the student's. The names beside it are forgotten, that of who
    issued it too, as the models say, with the salts of the digests that mean them. Once the student is forgotten, whoever
    checks it is told that it is no longer kept (checking.py).
    """
    forgetting.erase_alone(Statement.objects.all(), person, ledger.LEDGER)

    def without_family(data: dict[str, Any]) -> None:
        """A part of a name, which no eraser of whole names finds."""
        family = data.get("values", {}).get("family_name", "")
        if any(is_part(family, name) for name in person.names):
            data["values"]["family_name"] = ""

    forgetting.in_drafts(StatementSection, person, without_family)
    forgetting.in_comments(StatementComment, person)
    forgetting.in_frozen(IssuedStatement, person)
