"""Print, for every view and handler of the story, median time, queries and bytes beside a floor; write var/bench.json.

    python -m tests.bench                               all lines
    python -m tests.bench plan.open today.              those whose names begin so, against their limits; var/bench.json stays

Runs the player itself, with its middleware, URL configuration and SQLite file (in a temporary folder), by Django's test
client in this process. What the floor is stands in floor.py, how time is taken in measure.py.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from . import coordinator
from .limits import broken, wanted

ROOT = Path(__file__).resolve().parent.parent.parent
OUT = ROOT / "var/bench.json"
EXPLAINED = """\
ms: medians over {rounds} requests, each beside its floor: a bare Django view in the same project that reads or writes the
same rows and renders as many bytes from one plain template (tests/bench/floor.py). ratio: the median of the rounds' ratios.
Queries: SELECT, INSERT, UPDATE, DELETE.
unit.*: a unit of 20 steps; unit.first: its first page. course.build, course.check: all editions, by the clock.
placements.mine, .5000: the list of one's placements, opened, by a mentor of 304 and of 5,000; log.waiting: of 304.
today.open, .many, .staff: Today of a student, of a mentor of 304 (100 of them are looked at), of an instructor.
coordinator.list, .today: of 100,000 placements beside page 1 of 100 (tests/bench/coordinator.py).
notices.round: a round of the reminders through 1,000 placements that each have one, the processor's time of the work alone.
placement.open: the page of the placement that has the large plan.
plan.*: a large plan (tests/plans/large.py). plan.findings and plan.pdf: the processor's time of the work alone.
"""


def main(only: tuple[str, ...] = ()) -> int:
    """Measure all lines, or those whose names begin with one of `only`. 1 where one is above its limit."""
    with tempfile.TemporaryDirectory(prefix="internship-bench-") as folder:
        os.environ["INTERNSHIP_DEMO_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        lines = run(only)
    if only:
        print(table(lines))
        over = list(broken(lines, only))
        print("\n".join(f"Above its limit: {one}" for one in over))
        return 1 if over else 0
    search, said = searched()
    lines += [search] if search else []
    coordinated, told = coordinator.lines()
    lines += coordinated
    said = f"{said}\n{told}"
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(lines, indent=2) + "\n", encoding="utf-8")
    print(table(lines))
    print(said)
    over = list(broken(lines))
    print(
        "\n".join(f"Above its limit: {one}" for one in over) or "Every line with a limit is within it (tests/bench/limits.py)."
    )
    print(f"Written to {OUT.relative_to(ROOT)}")
    return 1 if over else 0


def run(only: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Set the story up step by step, each step measured before the next; what is not wanted is set up all the same."""
    from internship_xblock.demo.__main__ import prepare

    if not prepare():
        sys.exit(1)
    from . import story
    from .measure import gzipped, measure, timed, waited
    from .rounds import reminded

    mentor, writer, instructor = story.Visitor("mentor"), story.Visitor("supervisor"), story.Visitor("instructor")
    student, leader = story.Visitor("student"), story.Visitor("leader")
    lines: list[dict[str, Any]] = []

    def take(measured: Callable[[Any], dict[str, Any]], all_of: Iterable[Any]) -> None:
        lines.extend(measured(one) for one in all_of if wanted(one.name, only))

    take(measure, story.unit_operations(mentor, leader))
    take(waited, story.course_commands(Path(os.environ["INTERNSHIP_DEMO_DIR"])))
    take(measure, story.example_operations(mentor))
    take(measure, story.plan_operations(writer))
    take(timed, story.plan_works(writer))
    take(measure, story.placement_operations(writer))
    lines.extend([reminded(mentor)] if wanted("notices.round", only) else [])
    take(measure, story.review_operations(mentor, instructor))
    take(measure, story.log_operations(student, writer))
    take(measure, story.crowd_operations(leader, story.Visitor("author")))
    take(measure, story.today_operations(student, leader, instructor))
    return [*lines, gzipped(assets())]


def searched() -> tuple[dict[str, Any] | None, str]:
    from .search import line

    return line()


def assets() -> list[Path]:
    """The files that one of our blocks asks for, found as Django's static files finder finds them."""
    from django.contrib.staticfiles import finders

    from internship_xblock.ui.files import SCRIPT, STYLESHEET, htmx_file

    return [Path(str(finders.find(name))) for name in (STYLESHEET, SCRIPT, htmx_file())]


def table(lines: list[dict[str, Any]]) -> str:
    from .measure import ROUNDS

    def cell(value: Any) -> str:
        return "" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.2f}"

    heads = ("name", "median_ms", "floor_ms", "ratio", "queries", "bytes", "gzip")
    rows = [heads, *(tuple(str(line["name"]) if head == "name" else cell(line.get(head)) for head in heads) for line in lines)]
    drawn = [f"{row[0]:16}" + "".join(f"{value:>11}" for value in row[1:]) for row in rows]
    return "\n".join(["", *drawn, "", EXPLAINED.format(rounds=ROUNDS)])


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
