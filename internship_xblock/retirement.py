"""Forget a person in every tool: what the platform's retirement of an account asks of us (GDPR, article 17)."""

from __future__ import annotations

from django.db import transaction

from .registry import TOOLS
from .tools.placements.forget import leaving


def forget(user_id: int) -> None:
    """Erase an account from every tool, all or nothing. The placements come last: the others ask which were the person's."""
    with transaction.atomic():
        person = leaving(user_id)
        for tool in reversed(TOOLS):
            if tool.forget:
                tool.load(tool.forget)(person)
