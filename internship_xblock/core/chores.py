"""What is done now and then, after a page of ours has been answered: registered by whoever has such work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings

_chores: list[Callable[[], None]] = []


def register(chore: Callable[[], None]) -> None:
    """Have `chore` called after pages. It sees to it itself that it is done seldom, and raises nothing."""
    if chore not in _chores:
        _chores.append(chore)


def after(response: Any) -> Any:
    """Return the same response, with the chores done when it has been sent: nobody waits for them.

    Where an operator's INTERNSHIP_SWEEP_SECONDS is 0, pages do none: a timer does.
    """
    if not getattr(settings, "INTERNSHIP_SWEEP_SECONDS", True):
        return response
    close = response.close

    def do_and_close() -> None:
        try:
            for chore in _chores:
                chore()
        finally:
            close()  # last: it gives the database connections back

    response.close = do_and_close
    return response
