"""The plan a new employee's first 90 days can start from: three stretches of 30 days, each closed by a conversation.

A sales coordinator in an auction house. As in examples.py: every call makes new uids, and nobody's plan is filled with
invented people.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from ....records.schema import Row
from ...placements.api import new_uid
from ..rules import PlanRules
from .example_rows import outcome_rows, people_rows

STRETCH = 30  # days
STRETCHES = 3


def example(settings: PlanRules, first: date) -> dict[str, list[Row]]:
    """Answers by section for 90 days from `first`: a list of rows, or the single answers as one row."""
    outcomes = _outcomes(settings)
    return {
        "periods": _periods(first),
        "outcomes": outcomes,
        "tasks": _tasks([row["uid"] for row in outcomes], first),
        "checkpoints": _checkpoints(first),
        "practical": [
            {
                "hse": _("The safety representative shows exits, quay and machines on the first morning, and whom to tell."),
                "confidentiality": _(
                    "The names of buyers and this week’s bids stay inside the company, also at home and online."
                ),
                "equipment": _("Desk, computer and access are ready the day before, and boots and vest in the right size."),
                "adjustments": "open",
            }
        ],
        "contacts": [
            {
                "escalation": _("First the mentor, then the leader. If it concerns one of them: the safety representative."),
                "mentor_hours": 3,
            }
        ],
    }


def people() -> list[Row]:
    """The people of the example, for showing only."""
    sales = _("Northern Fish Auction, sales")
    return people_rows(
        (
            ("student", "Samira Haddad", sales, False),
            ("mentor", "Kari Holm", sales, False),
            ("mentor", "Ánde Somby", sales, True),
            ("leader", "Solveig Berg", sales, False),
        )
    )


def _day(first: date, number: int) -> str:
    """Day 1 is the first."""
    return (first + timedelta(days=number - 1)).isoformat()


def _periods(first: date) -> list[Row]:
    labels = (_("Days 1 to 30: settle in"), _("Days 31 to 60: join in"), _("Days 61 to 90: work independently"))
    return [
        {
            "uid": new_uid(), "label": label, "start": _day(first, STRETCH * at + 1), "end": _day(first, STRETCH * (at + 1)),
        }
        for at, label in enumerate(labels)
    ]  # fmt: skip


def _outcomes(settings: PlanRules) -> list[Row]:
    texts = (
        _("Explain how an auction day runs and who decides what"),
        _("Prepare the catalogue and answer the buyers' usual questions alone"),
        _("Handle a complaint from the first call to an agreed solution, and ask for help in time"),
    )
    return outcome_rows(settings, texts)


def _tasks(outcomes: list[str], first: date) -> list[Row]:
    second, third = outcomes[min(1, len(outcomes) - 1)], outcomes[min(2, len(outcomes) - 1)]
    rows = (
        (
            _("Spend half a day with each colleague and draw who passes what to whom"),
            [outcomes[0], *outcomes[3:]],
            _("The drawing, discussed on Friday"),
            "watches",
            1,
        ),
        (
            _("Make the catalogue together, then alone while somebody reads it"),
            [second],
            _("Three catalogues in a row that need no correction"),
            "helped",
            STRETCH + 1,
        ),
        (
            _("Take the buyers’ calls two mornings a week"),
            [second, third],
            _("A short note on each difficult call, read together"),
            "alone",
            2 * STRETCH + 1,
        ),
    )
    return [
        {
            "uid": new_uid(), "text": text, "outcomes": list(dict.fromkeys(serves)), "routine": False, "evidence": evidence,
            "assessor": _("Mentor"), "autonomy": autonomy, "start": _day(first, day),
        }
        for text, serves, evidence, autonomy, day in rows
    ]  # fmt: skip


def _checkpoints(first: date) -> list[Row]:
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    rows = (
        ("start", _day(first, 1), _("All three: expectations, and this plan read aloud")),
        ("weekly", friday.isoformat(), _("New employee and mentor, half an hour: what worked, what next")),
        ("period", _day(first, STRETCH), _("All three: what is going well, what gets in the way")),
        ("midway", _day(first, 2 * STRETCH), _("All three: what to hand over in the final weeks")),
        ("end", _day(first, STRETCHES * STRETCH), _("All three: what was reached, feedback both ways, the next half year")),
    )
    return [{"uid": new_uid(), "kind": kind, "date": day, "about": about} for kind, day, about in rows]
