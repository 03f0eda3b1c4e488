"""Forget a person in every tool: what the platform's retirement of an account asks of us (GDPR, article 17).

A guest has no account that the platform could retire; they are forgotten by the seat that they act from.
"""

from __future__ import annotations

from .core.retirement import erase_authorships, models_of
from .core.tools import Leaving
from .core.transactions import run_in_transaction
from .registry import TOOLS
from .tools.placements.forget import leaving, leaving_seat


def forget(user_id: int) -> None:
    """Erase an account from every tool, all or nothing. Raises Busy where the database gave up on it twice."""
    run_in_transaction(lambda: _forget(leaving(user_id)))


def forget_seat(seat_id: int) -> None:
    """Erase a guest from every tool, all or nothing. A seat that no guest has taken stays as it is."""
    run_in_transaction(lambda: _forget(leaving_seat(seat_id)))


def _forget(person: Leaving) -> None:
    """Let each tool erase what it alone knows, then what its tables say of who wrote it. The placements come last."""
    for tool in reversed(TOOLS):
        if tool.forget:
            tool.load(tool.forget)(person)
        erase_authorships(person, models_of(tool))
