"""The rows `coordinator.list` and `coordinator.today`: a course with 100,000 placements, beside one with 100.

Run by itself (`python -m tests.bench.coordinator`, with DATABASE_URL=mysql://... for MariaDB): it makes a database of its own,
fills it, and drops it. Prints its lines of the table as JSON.

Measured in November 2026 on two busy cores: the slowest list of 100,000 takes 1.24 times page 1 of 100 on MariaDB 10.11,
1.28 on SQLite, in 7 queries. Before a page was found in its index alone, those that have ended took 5.76 times on MariaDB, a
page from the middle 4.61.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
FEW, MANY = 100, 100_000
ROUNDS = 20
LISTS = ("", "state=invited", "state=undelivered", "state=unsigned", "state=silent", "time=running", "time=ended",
         "state=unsigned&time=running", "host=Tana+Fisk+7", "search=student0000", "deep")  # fmt: skip
MOST = 1.5  # times page 1 of the small course


def lines() -> tuple[list[dict[str, Any]], str]:
    """Return the lines of the table for SQLite and, where one is named, for MariaDB; and what to say of them."""
    found, said = [], []
    urls = {"sqlite": "", "mariadb": os.environ.get("DATABASE_URL_MARIADB", "")}
    for name, url in urls.items():
        if name == "mariadb" and not url.startswith("mysql"):
            said.append("coordinator.list in MariaDB was left out: set DATABASE_URL_MARIADB (mysql://user@host:3306/name).")
            continue
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        command = [sys.executable, "-m", "tests.bench.coordinator"]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            said.append(f"coordinator.list failed: {(done.stderr.strip() or 'no word why').splitlines()[-1]}")
            continue
        for line in json.loads(done.stdout.splitlines()[-1]):
            said.append(f"{line['name']}: {line.pop('explained')}")
            found.append(line)
    return found, "\n".join(said)


def main() -> None:
    import django
    from django.conf import settings

    with tempfile.TemporaryDirectory(prefix="internship-bench-") as folder:
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # a file, as a site has it
            settings.DATABASES["default"]["TEST"] = {"NAME": f"{folder}/bench.sqlite3"}
        django.setup()
        from django.db import connection
        from django.test.utils import setup_test_environment

        setup_test_environment()
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            print(json.dumps(list(measured())))
        finally:
            connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def measured() -> Iterator[dict[str, Any]]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.urls import reverse
    from django.utils import timezone

    from tests.coordination.crowd import fill
    from tests.platform import COURSE, TestPlatform

    small = "course-v1:Test+Small+2026"
    TestPlatform.is_course_staff = lambda self, user, course_key: True  # type: ignore[method-assign]
    TestPlatform.is_enrolled = lambda self, user, course_key: True  # type: ignore[method-assign]
    fill(small, FEW, timezone.localdate())
    fill(COURSE, MANY, timezone.localdate())
    _analyse()
    client = Client()
    client.force_login(get_user_model().objects.create(username="staff_ida"), "django.contrib.auth.backends.ModelBackend")

    def page(course_key: str, asked: str) -> Callable[[], Any]:
        here = reverse("internship_xblock:placements", args=[course_key])
        address = f"{here}?{_deep(course_key) if asked == 'deep' else asked}"
        return lambda: _checked(client.get(address))

    told, worst, most, few = [], (0.0, 0.0, 0.0), 0, page(small, "")
    for asked in LISTS:
        many = page(COURSE, asked)
        ratio, floor, median = _beside(few, many)
        most = max(most, _queries(many))
        told.append(f"{asked or 'page 1'} {ratio:.2f}")
        worst = max(worst, (ratio, floor, median))
    yield {
        "name": f"coordinator.list.{_place()}", "median_ms": round(worst[2], 2), "floor_ms": round(worst[1], 2),
        "ratio": round(worst[0], 2), "queries": most, "bytes": len(page(COURSE, "")().content),
        "explained": f"{MANY:,} placements beside {FEW}, the slowest list: {', '.join(told)}; at most {MOST}.",
    }  # fmt: skip
    today = reverse("internship_xblock:today")
    few, many = (lambda key=key: _checked(client.get(today, {"course": key})) for key in (small, COURSE))
    ratio, floor, median = _beside(few, many)
    yield {
        "name": f"coordinator.today.{_place()}", "median_ms": round(median, 2), "floor_ms": round(floor, 2),
        "ratio": round(ratio, 2), "queries": _queries(many), "bytes": len(many().content),
        "explained": f"Today of a coordinator of {MANY:,}; connection {connection.vendor}.",
    }  # fmt: skip


def _deep(course_key: str) -> str:
    """The cursor of a page from the middle of the list."""
    from internship_xblock.tools.coordination.models import PlacementState

    rows = PlacementState.objects.filter(course_key=course_key).order_by("pk")
    return f"after={rows.values_list('pk', flat=True)[rows.count() // 2]}"


def _place() -> str:
    from django.db import connection

    return "mariadb" if connection.vendor == "mysql" else connection.vendor


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("placementstate", "placementword", "placement", "party"):
            cursor.execute(f"ANALYZE {'TABLE ' if connection.vendor == 'mysql' else ''}internship_xblock_{table}")
            cursor.fetchall()


def _checked(response: Any) -> Any:
    if response.status_code != 200:
        raise AssertionError(f"status {response.status_code}")
    return response


def _queries(request: Callable[[], Any]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        request()
    return sum(one["sql"].split(None, 1)[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE") for one in captured)


def _beside(few: Callable[[], Any], many: Callable[[], Any]) -> tuple[float, float, float]:
    """The median of the ratios of both, taken in turn, and the median of each."""
    from .search import taken

    few(), many()
    gc.collect()
    rounds = [(taken(few), taken(many)) for _round in range(ROUNDS)]
    return (
        statistics.median(later / first for first, later in rounds),
        statistics.median(first for first, _later in rounds),
        statistics.median(later for _first, later in rounds),
    )


if __name__ == "__main__":
    main()
