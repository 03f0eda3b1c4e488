"""Threads that meet in the database: who waits for whom is seen there, so that a race is run and not hoped for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.db.models import QuerySet

from internship_xblock.core import transactions
from internship_xblock.core.actor import Actor
from tests.platform import COURSE

LEVELS = ("READ COMMITTED", "REPEATABLE READ")
PATIENCE = 1.0  # seconds until somebody who neither waits for a lock nor comes back counts as on the way
_LONG = 60.0
_WAITING = "SELECT trx_mysql_thread_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"

Work = Callable[[], Any]


class Racer(threading.Thread):
    """One person's request: `value` is what came of it, `error` what it raised."""

    def __init__(self, work: Work, level: str, start: threading.Barrier | None = None) -> None:
        super().__init__(daemon=True)
        self.work, self.level, self.barrier = work, level, start
        self.value: Any = None
        self.error: BaseException | None = None
        self.connection_id = 0
        self.is_ready = threading.Event()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"SET SESSION TRANSACTION ISOLATION LEVEL {self.level}")
                cursor.execute("SELECT CONNECTION_ID()")
                self.connection_id = cursor.fetchone()[0]
            self.is_ready.set()
            if self.barrier is not None:
                self.barrier.wait(_LONG)
            self.value = self.work()
        except BaseException as error:
            self.error = error
        finally:
            self.is_ready.set()
            connections.close_all()

    @property
    def status(self) -> int:
        """Of an answer; 500 for what nobody caught."""
        return 500 if self.error is not None else int(getattr(self.value, "status_int", 200))

    @property
    def text(self) -> str:
        return str(getattr(self.value, "text", self.value))


def in_turn(works: Sequence[Work], level: str, hold: Sequence[QuerySet[Any]]) -> list[Racer]:
    """Hold the rows of `hold`; let one after the other come as far as it gets without them; let go; wait for all."""
    racers = [Racer(work, level) for work in works]
    with transaction.atomic():
        for rows in hold:
            list(rows.select_for_update().values_list("pk"))
        for racer in racers:
            racer.start()
            racer.is_ready.wait(_LONG)
            _until_it_waits(racer)
    for racer in racers:
        racer.join(_LONG)
    return racers


def at_once(works: Sequence[Work], level: str) -> list[Racer]:
    """Let all go at the same moment, and wait for them."""
    barrier = threading.Barrier(len(works))
    racers = [Racer(work, level, barrier) for work in works]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(_LONG)
    return racers


def _until_it_waits(racer: Racer) -> None:
    end = time.monotonic() + PATIENCE
    while racer.is_alive() and time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            if racer.connection_id in {row[0] for row in cursor.fetchall()}:
                return
        time.sleep(0.02)


def person(name: str, is_staff: bool = False) -> Actor:
    user, _made = get_user_model().objects.get_or_create(username=name, defaults={"first_name": name.capitalize()})
    return Actor(
        user_id=user.pk, name=name.capitalize(), course_key=COURSE, is_staff=is_staff, anonymous_id=f"anonymous-{user.pk}"
    )  # fmt: skip


@dataclass
class GivenUp:
    """Counts how often the database gave up on a transaction, whatever came of it then."""

    count: int = 0
    _asked: Callable[..., bool] = field(default=transactions.is_given_up)

    def __enter__(self) -> GivenUp:
        def counted(error: BaseException | None) -> bool:
            found = self._asked(error)
            self.count += found
            return found

        transactions.is_given_up = counted
        return self

    def __exit__(self, *_error: object) -> None:
        transactions.is_given_up = self._asked


def answers_of(racers: list[Racer]) -> list[str]:
    """What each was told; whatever nobody caught is raised."""
    for racer in racers:
        if racer.error is not None:
            raise racer.error
    return [str(racer.value) for racer in racers]
