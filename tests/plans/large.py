"""A plan larger than most: the size that the project's figures are about. Its words are as long as people write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from internship_xblock.tools.placements.api import new_uid

Row = dict[str, Any]
MONDAY = date(2026, 9, 21)
OUTCOMES, TASKS, CHECKPOINTS, PERIODS, PEOPLE = 6, 30, 20, 3, 5


def people() -> list[Row]:
    """Beside whoever opened the placement."""
    seats = (
        ("student", "Jonas Eira", False),
        ("mentor", "Ánde Somby", True),
        ("supervisor", "Ingrid Aas", False),
        ("leader", "Berit Sara", False),
    )
    organisation = "Northern Fish Auction, sales and export to southern Europe"
    return [
        {"uid": new_uid(), "role": role, "name": name, "organisation": organisation, "email": "", "is_substitute": substitute}
        for role, name, substitute in seats
    ]


def answers(
    headings: list[str], outcomes: int = OUTCOMES, tasks: int = TASKS, checkpoints: int = CHECKPOINTS, periods: int = PERIODS
) -> dict[str, list[Row]]:
    """Answers by section, as tools/plans/examples.py gives them. Without the people; no rule finds an error."""
    uids = [new_uid() for _ in range(outcomes)]
    return {
        "periods": [_period(number) for number in range(periods)],
        "outcomes": [
            {
                "uid": uid,
                "text": f"Explain to a colleague how step {number} of the auction sets the price, and propose one improvement",
                "heading": headings[number % len(headings)],
            }
            for number, uid in enumerate(uids, start=1)
        ],
        "tasks": [_task(number, uids, max(periods, 1)) for number in range(tasks)],
        "checkpoints": [_checkpoint(number, checkpoints) for number in range(checkpoints)],
        "practical": [
            {
                "insurance": "The university's policy covers injury, our own insurance covers damage. Both confirmed it.",
                "hse": "Solveig shows the student the fire exits, the quay rules and how to report concerns on the first "
                       "morning.",
                "confidentiality": "Names of buyers and bids of the week stay inside. All else may be written about.",
                "equipment": "A desk next to the mentor, a computer with access to the auction system, boots and a vest.",
                "adjustments": "none", "adjustments_with": "Kari Holm", "adjustments_on": "2026-09-21",
            }
        ],
        "contacts": [
            {
                "university": "Ingrid Aas, internship coordinator, ingrid.aas@university.example",
                "escalation": "First the mentor or the university contact; then our manager and the study leader.",
                "mentor_hours": 2,
            }
        ],
    }  # fmt: skip


def _period(number: int) -> Row:
    start = MONDAY + timedelta(weeks=4 * number)
    end = start + timedelta(days=4)
    label = f"Week {number + 1}: a longer name for what happens in it"
    return {"uid": new_uid(), "label": label, "start": start.isoformat(), "end": end.isoformat(), "hours": 37.5}


def _task(number: int, outcomes: list[str], periods: int) -> Row:
    served = {outcomes[number % len(outcomes)], outcomes[(number * 5 + 1) % len(outcomes)]} if outcomes else set()
    return {
        "uid": new_uid(),
        "text": f"Task {number + 1}: shadow the auction, note three questions a day and talk them through on Friday",
        "outcomes": [uid for uid in outcomes if uid in served],
        "routine": not outcomes,
        "evidence": "A one-page sketch of how the price is made, with two sources named and one open question",
        "assessor": "Ánde Somby",
        "autonomy": ("watches", "helped", "alone")[min(number, 2)],
        "start": (MONDAY + timedelta(weeks=4 * (number % periods), days=number % 5)).isoformat(),
    }


def _checkpoint(number: int, count: int) -> Row:
    kind = {0: "start", 1: "midway", count - 1: "end"}.get(number, "weekly")
    about = "Student and mentor, Friday after lunch: what was learnt this week, and what comes next"
    return {"uid": new_uid(), "kind": kind, "date": (MONDAY + timedelta(days=3 * number)).isoformat(), "about": about}
