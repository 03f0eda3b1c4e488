"""One transaction around what somebody asked for: all of it or nothing, and once more where the database gave up on it.

MySQL and MariaDB end one of two transactions that wait for each other, and one that waits too long. Whatever is locked is
locked in the same order everywhere (the placement, then the plan, entry or submission, then what hangs on it), so that this
is rare. Where it happens all the same, the outermost transaction begins again, once: inside somebody else's nothing can be
repeated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.checks import CheckMessage, Warning
from django.db import OperationalError, connections, transaction

from .errors import Busy, SavedButRefused

# Lock wait timeout; deadlock; and what MariaDB says from 11.6 on at REPEATABLE READ where a row is newer than the snapshot.
GIVEN_UP = frozenset({1205, 1213, 1020})

Answer = TypeVar("Answer")


def run_in_transaction(work: Callable[[], Answer], begin_again: Callable[[], None] = lambda: None) -> Answer:
    """Run `work` in a transaction and return what it returns.

    `begin_again` undoes what the first attempt left in memory, or raises Busy where that cannot be. Raises Busy where the
    database gave up twice, or once inside somebody else's transaction. A SavedButRefused that `work` raises leaves after the
    commit: what was written is there.
    """
    if transaction.get_connection().in_atomic_block:
        return _attempt(work, [], is_last=True)
    committed: list[bool] = []
    try:
        return _attempt(work, committed)
    except Exception as error:
        if committed or not is_given_up(error):
            raise
    begin_again()
    return _attempt(work, [], is_last=True)


def _attempt(work: Callable[[], Answer], committed: list[bool], is_last: bool = False) -> Answer:
    refused: SavedButRefused | None = None
    try:
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(True))  # the first of them: what others do then is not repeated
            try:
                answer = work()
            except SavedButRefused as error:
                refused = error
    except Exception as error:
        if is_last and not committed and is_given_up(error):
            raise Busy() from error
        raise
    if refused is not None:
        raise refused
    return answer


def is_given_up(error: BaseException | None) -> bool:
    """Whether the database ended a transaction for the sake of another one, or what was raised says so in its own words."""
    while error is not None:
        if isinstance(error, OperationalError) and error.args and error.args[0] in GIVEN_UP:
            return True
        error = error.__cause__ or error.__context__
    return False


def check_isolation(**_options: Any) -> list[CheckMessage]:
    """Warn of a MySQL or MariaDB connection at another isolation level than READ COMMITTED, Django's own default there."""
    return [
        Warning(
            f"The database connection “{alias}” does not ask for READ COMMITTED.",
            hint="Take 'isolation_level' out of its OPTIONS, or set it to 'read committed'. At REPEATABLE READ nothing is "
            "lost, but of two people who do something at the same moment one waits longer, or is asked to try again.",
            id="internship_xblock.W002",
        )
        for alias in connections
        if connections[alias].vendor == "mysql" and _level(connections[alias].settings_dict) != "read committed"
    ]


def _level(settings: Any) -> str:
    level = settings.get("OPTIONS", {}).get("isolation_level", "read committed")
    return str(level).lower()
