"""The row `review.search`: the review page of a course with 100,000 submissions in MariaDB, searched, beside its first page.

Run by itself (`DATABASE_URL=mysql://... python -m tests.bench.search`), since the player's own database is SQLite. It makes
`test_<name>`, fills it, and drops it. Prints one line of the table as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SUBMISSIONS = 100_000
ROUNDS = 20
FIRST_NAMES = 400  # so that a first name is borne by 250 people
SEARCHES = ("first004 number", "99874", "nobody", "first004")
MOST = 3  # times the first page


def line() -> tuple[dict[str, Any] | None, str]:
    """Return the line of the table, or None and why it was left out."""
    url = os.environ.get("DATABASE_URL_MARIADB") or os.environ.get("DATABASE_URL", "")
    if not url.startswith("mysql"):
        return None, "review.search was left out: set DATABASE_URL_MARIADB (mysql://user@host:3306/name) to run it."
    command = [sys.executable, "-m", "tests.bench.search"]
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return None, f"review.search failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'no word why'}"
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found, f"review.search: {found.pop('explained')}"


def main() -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(json.dumps(measured()))
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def measured() -> dict[str, Any]:
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from tests.platform import COURSE

    fill(COURSE)
    client = Client()
    client.force_login(get_user_model().objects.create(username="staff_ida"), "django.contrib.auth.backends.ModelBackend")
    url = reverse("internship_xblock:review", args=[COURSE])

    def page(**asked: str) -> Callable[[], Any]:
        def get() -> Any:
            response = client.get(url, {"status": "all", **asked})
            if response.status_code != 200:
                raise AssertionError(f"status {response.status_code}")
            return response

        return get

    first, searches = page(), [page(search=words) for words in SEARCHES]
    with CaptureQueriesContext(connection) as captured:
        size = len(searches[0]().content)
    queries = len(captured)  # the next request forgets them
    rounds: list[list[float]] = []
    for one in (first, *searches):
        one()
    gc.collect()
    for _round in range(ROUNDS):
        rounds.append([taken(one) for one in (first, *searches)])
    medians = [statistics.median(times) for times in zip(*rounds, strict=True)]
    ratios = [statistics.median(times[at] / times[0] for times in rounds) for at in range(1, len(medians))]
    slowest = max(range(len(ratios)), key=ratios.__getitem__)
    told = ", ".join(f"“{words}” {ratio:.2f}" for words, ratio in zip(SEARCHES, ratios, strict=True))
    return {
        "name": "review.search", "median_ms": round(medians[slowest + 1], 2), "floor_ms": round(medians[0], 2),
        "ratio": round(ratios[slowest], 2), "queries": queries, "bytes": size,
        "explained": f"among {SUBMISSIONS:,} submissions in MariaDB, the slowest search beside the first page: {told}; "
        f"at most {MOST}.",
    }  # fmt: skip


def taken(request: Callable[[], Any]) -> float:
    began = time.perf_counter()
    request()
    return (time.perf_counter() - began) * 1000


def fill(course_key: str) -> None:
    """SUBMISSIONS with their words, put straight into the tables."""
    from django.db import connection

    from internship_xblock.tools.reviews import finding
    from internship_xblock.tools.reviews.models import Submission

    first = datetime(2026, 1, 5, 8, tzinfo=UTC)
    statuses = ("approved", "approved", "approved", "submitted", "returned")
    step = 5_000
    for start in range(0, SUBMISSIONS, step):
        Submission.objects.bulk_create(
            Submission(
                course_key=course_key, usage_key="b", kind="plan" if number % 2 else "entry", subject_id=number,
                subject_version=1, title=f"First{number % FIRST_NAMES:03} Number {number}",
                author_name=f"Mentor{number % 7_000:04} Last", status=statuses[number % 5], attempts=1, revision=1,
                submitted_at=first + timedelta(minutes=number), changed_at=first,
            )
            for number in range(start, start + step)
        )  # fmt: skip
        finding.index(Submission.objects.filter(subject_id__range=(start, start + step - 1)).only(
            "pk", "course_key", "title", "author_name"
        ), is_new=True)  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("submission", "submissionword"):
            cursor.execute(f"ANALYZE TABLE internship_xblock_{table}")
            cursor.fetchall()


if __name__ == "__main__":
    main()
