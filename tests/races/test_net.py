"""What holds where two wait for each other all the same: one of them is begun again, or told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, transaction

from internship_xblock.core.errors import Busy
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.logs.models import LogRetention

from .harness import LEVELS, GivenUp, Racer, in_turn

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.mysql", reason="deadlocks need DATABASE_URL=mysql://"
    ),
]


def counting(first: str, second: str, together: threading.Barrier) -> Callable[[], None]:
    """Adds one to two rows in this order; the first time it waits in between until the other is as far."""
    attempts: list[int] = []

    def add(key: str) -> None:
        row = LogRetention.objects.select_for_update().get(usage_key=key)
        row.months += 1
        row.save()

    def work() -> None:
        attempts.append(1)
        add(first)
        if len(attempts) == 1:
            together.wait(20)
        add(second)

    return lambda: run_in_transaction(work)


@pytest.mark.parametrize("level", LEVELS)
def test_a_deadlock_is_begun_again_and_nobody_notices(level: str) -> None:
    LogRetention.objects.bulk_create(LogRetention(usage_key=key, course_key="c") for key in "ab")
    together = threading.Barrier(2)
    racers = [Racer(counting(*keys, together), level) for keys in ("ab", "ba")]
    with GivenUp() as given_up:
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join(60)
    assert [racer.error for racer in racers] == [None, None]
    assert given_up.count == 1, "it was a deadlock"
    assert list(LogRetention.objects.values_list("months", flat=True)) == [2, 2], "everything was done once"


def test_who_waits_too_long_twice_is_told_and_nothing_is_written() -> None:
    LogRetention.objects.create(usage_key="a", course_key="c")

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION innodb_lock_wait_timeout = 1")
        LogRetention.objects.create(usage_key="b", course_key="c")
        LogRetention.objects.filter(usage_key="a").update(months=7)

    with transaction.atomic():
        LogRetention.objects.select_for_update().get(usage_key="a")
        racer = Racer(lambda: run_in_transaction(work), LEVELS[0])
        racer.start()
        racer.join(20)
    assert isinstance(racer.error, Busy)
    assert list(LogRetention.objects.values_list("usage_key", "months")) == [("a", 0)]


def test_the_harness_sees_who_waits() -> None:
    """Both come as far as the row that is held, and no further."""
    LogRetention.objects.create(usage_key="a", course_key="c")
    order: list[str] = []

    def work(name: str) -> None:
        with transaction.atomic():
            LogRetention.objects.select_for_update().get(usage_key="a")
            order.append(name)

    in_turn([lambda: work("first"), lambda: work("second")], LEVELS[0], [LogRetention.objects.all()])
    assert order == ["first", "second"]
