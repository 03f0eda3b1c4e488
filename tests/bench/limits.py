"""What a line of the table may cost at most, where the product promises it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

STEPS = 20  # of the unit that is measured
KB = 1024
LIMITS: dict[str, dict[str, float]] = {
    "unit.first": {"queries": 8, "bytes": 60 * KB, "gzip": 60 * KB},
    "unit.open": {"queries": 8, "bytes": 60 * KB, "gzip": 60 * KB},
    "unit.answer": {"queries": 5},
    # A plan of 30 tasks as a document, and a log of 200 entries (ADR 21): the ratio is to a bare view that answers as much.
    "plan.open": {"queries": 12, "gzip": 15 * KB, "ratio": 4.5},
    "plan.pdf": {"median_ms": 175},  # half of what fpdf2 took (ADR 18)
    "placement.open": {"queries": 12},
    "log.open": {"queries": 11, "ratio": 4.5},
    "review.open": {"queries": 6},
    "today.open": {"queries": 12},
    "coordinator.list.sqlite": {"queries": 8, "ratio": 1.5},  # the slowest list of 100,000 beside page 1 of 100 (ADR 33)
    "coordinator.today.sqlite": {"queries": 12},
    "coordinator.list.mariadb": {"queries": 8, "ratio": 1.5},
    "coordinator.today.mariadb": {"queries": 12},
    "notices.round": {"median_ms": 3_000},
    "course.build": {"median_ms": 10_000},
    "course.check": {"median_ms": 60_000},
}
WHERE_NAMED = (".mariadb",)  # measured where DATABASE_URL_MARIADB names a server


def wanted(name: str, only: tuple[str, ...]) -> bool:
    """Say whether a line is asked for: its name begins with one of these, or none are given."""
    return not only or name.startswith(only)


def broken(lines: list[dict[str, Any]], only: tuple[str, ...] = ()) -> Iterator[str]:
    """Say of each figure that is above its limit what it is, and what it may be; and which line is missing."""
    found = {str(line["name"]): line for line in lines}
    for name, limits in LIMITS.items():
        if not wanted(name, only):
            continue
        if name not in found and name.endswith(WHERE_NAMED):
            continue
        if name not in found:
            yield f"{name}: not measured"
            continue
        for figure, most in limits.items():
            if found[name][figure] > most:
                yield f"{name}: {figure} {found[name][figure]:,}, at most {most:,}"
