"""A thousand races on MariaDB: every kind in tests/races/scenarios.py in turn, at both isolation levels.

    python -m tests.soak races --count 1000 --seed 1

DATABASE_URL (else DATABASE_URL_MARIADB, else a server on this machine) names the server; the database is one of its own, made
and dropped here.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

HERE = "mysql://root@127.0.0.1:3306/test"


def run(count: int, seed: int) -> list[str]:
    """Play `count` races; print what was played; return what was wrong, a line each."""
    with _database() as problem:
        return [problem] if problem else _play(count, random.Random(seed))


def _play(count: int, rng: random.Random) -> list[str]:
    from tests.races import on_pages, scenarios  # noqa: F401 - the first adds its kinds
    from tests.races.harness import LEVELS, GivenUp

    wrong: list[str] = []
    played: Counter[str] = Counter()
    given_up: Counter[str] = Counter()
    names = list(scenarios.KINDS)
    began = time.monotonic()
    for number in range(count):
        name, level = names[number % len(names)], LEVELS[number // len(names) % len(LEVELS)]
        with GivenUp() as times:
            try:
                said = scenarios.KINDS[name](level, rng)
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
        scenarios.clean_up()
        played[name] += 1
        given_up[level] += times.count
        if said:
            wrong.append(f"race {number}, {name}, {level}: {said}")
    print(f"{count} races of {len(played)} kinds in {time.monotonic() - began:.0f} s: {len(wrong)} went wrong")
    for level in LEVELS:
        print(f"  {level}: the database gave up on {given_up[level]} transactions, which were begun again")
    return wrong


@contextmanager
def _database() -> Iterator[str]:
    """A database of our own; what is missing for one, in words."""
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL_MARIADB") or HERE
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection, connections

    if connection.vendor != "mysql":
        yield "Races need MariaDB or MySQL: SQLite lets one write at a time. Set DATABASE_URL=mysql://… first."
        return
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"soak_{name}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield ""
    finally:
        connections.close_all()
        connection.creation.destroy_test_db(name, verbosity=0)
