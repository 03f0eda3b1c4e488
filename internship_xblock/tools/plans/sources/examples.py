"""A plan one can start from: small, realistic, and without a finding once the people are named.

An economics student at a fish auction for three separate weeks. Every call makes new uids and takes its dates from the
day given, so that a copy is a plan of its own.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from ....records import provenance
from ....records.schema import Row
from ...placements.api import new_uid
from ..rules import PlanRules
from ..schema.layout import USUAL, Layout
from . import onboarding
from .example_rows import outcome_rows, people_rows
from .filling import Source

FILLED = ("periods", "outcomes", "tasks", "checkpoints")
_WEEKS = (0, 4, 8)  # three separate weeks, as in the placement studied (docs/sources.md, Placements)
_DAYS = 4  # Monday to Friday


def first_monday(today: date) -> date:
    """The Monday at least two weeks ahead: time enough to agree on a plan."""
    ahead = today + timedelta(days=14)
    return ahead + timedelta(days=-ahead.weekday() % 7)


def example(settings: PlanRules, today: date) -> dict[str, list[Row]]:
    """Answers by section, of what the layout asks: a list of rows, or the single answers as one row. Without the people."""
    monday = first_monday(today)
    answers = onboarding.example(settings, monday) if settings.layout.staff else _placement(settings, monday)
    return {name: rows for name, rows in answers.items() if settings.layout.asks(name)}


def source(settings: PlanRules, today: date) -> Source:
    """Return what a plan can start from of it: no invented practical, legal or contact answer becomes part of an agreement."""
    answers = example(settings, today)
    return Source({name: answers[name] for name in FILLED if name in answers}, origin=provenance.EXAMPLE)


def _placement(settings: PlanRules, monday: date) -> dict[str, list[Row]]:
    weeks = [monday + timedelta(weeks=week) for week in _WEEKS]
    outcomes = _outcomes(settings)
    return {
        "periods": _periods(settings, weeks),
        "outcomes": outcomes,
        "tasks": _tasks([row["uid"] for row in outcomes], weeks),
        "checkpoints": _checkpoints(weeks),
        "practical": [
            {
                "insurance": _(
                    "The university’s policy covers injury; our own liability insurance covers damage. Both sides have "
                    "confirmed it."
                ),
                "hse": _(
                    "Solveig shows the student the fire exits, the quay rules and how to report concerns on the first morning."
                ),
                "confidentiality": _(
                    "The names of buyers and this week’s bids stay inside the company. Everything else may be written about."
                ),
                "equipment": _("A desk next to the mentor, a computer with access to the auction system, boots and a vest."),
                "adjustments": "open",
            }
        ],
        "contacts": [
            {
                "university": _("Ingrid Aas, internship coordinator, ingrid.aas@university.example"),
                "escalation": _(
                    "First the mentor or the university contact, whichever is easier; then our manager and the study leader."
                ),
                "mentor_hours": 2,
            }
        ],
        **_erasmus(),
    }


def people(layout: Layout = USUAL) -> list[Row]:
    """The people of the example, for showing only: nobody's plan is filled with invented names."""
    if layout.staff:
        return onboarding.people()
    auction, university = _("Northern Fish Auction, sales"), _("University of the North")
    return people_rows(
        (
            ("student", "Jonas Lie", university, False),
            ("mentor", "Kari Holm", auction, False),
            ("mentor", "Ánde Somby", auction, True),
            ("supervisor", "Ingrid Aas", university, False),
        )
    )


def _erasmus() -> dict[str, list[Row]]:
    """What an Erasmus+ agreement asks beside it."""
    return {
        "erasmus_study": [
            {
                "level": "6", "field": _("Economics (ISCED 0311)"), "code": "N NORTH01",
                "address": _("University Road 1, Northtown"), "country": _("Norway"),
            }
        ],
        "erasmus_host": [
            {
                "address": _("Quay 4, Havnevik"), "country": _("Denmark"), "website": "https://auction.example",
                "sector": _("Wholesale of fish"), "size": "small",
                "mentor": _("Head of sales, kari.holm@auction.example, by phone on weekdays until three"),
            }
        ],
        "erasmus_a": [
            {
                "title": _("Sales and pricing at a fish auction"), "week_hours": 37.5, "digital": "no",
                "language": _("English"), "language_level": "B2",
                "monitoring": _("The university reads the log every second week and calls once between the checkpoints."),
                "evaluation": _("At the end the mentor says which outcomes were achieved; the university grades the report."),
            }
        ],
        "erasmus_b": [{"kind": "embedded", "ects": 10, "grade_certificate": True, "grade_report": True, "transcript": True}],
        "erasmus_insurance": [{"accident": "sending", "travel": "yes", "way": "yes", "liability": "receiving"}],
        "erasmus_c": [
            {"money": "no", "in_kind": _("Lunch on working days"), "support": True, "certificate": True}
        ],
    }  # fmt: skip


def _periods(settings: PlanRules, weeks: list[date]) -> list[Row]:
    total = settings.hours_required or 37.5 * len(weeks)
    each = total // len(weeks)
    hours = [each] * (len(weeks) - 1) + [total - each * (len(weeks) - 1)]
    labels = (_("First week: get to know the auction"), _("Second week: join in"), _("Third week: do it yourself"))
    return [
        {
            "uid": new_uid(), "label": label, "start": week.isoformat(), "end": (week + timedelta(days=_DAYS)).isoformat(),
            "hours": int(amount) if float(amount).is_integer() else round(float(amount), 2),
        }
        for label, week, amount in zip(labels, weeks, hours, strict=True)
    ]  # fmt: skip


def _outcomes(settings: PlanRules) -> list[Row]:
    texts = (
        _("Explain how the price of fish is set, from landing to export"),
        _("Prepare and check the catalogue for an auction day"),
        _("Discuss a difficult customer case with colleagues and propose a next step"),
    )
    return outcome_rows(settings, texts)


def _tasks(outcomes: list[str], weeks: list[date]) -> list[Row]:
    mentor = _("Mentor")
    second, third = outcomes[min(1, len(outcomes) - 1)], outcomes[min(2, len(outcomes) - 1)]
    rows: list[tuple[str, list[str], str, str, date]] = [
        (
            _("Shadow the auction and note three questions a day"),
            [outcomes[0], *outcomes[3:]],
            _("A one-page sketch of the price, discussed on Friday"),
            "watches",
            weeks[0],
        ),
        (
            _("Make the catalogue together with the auctioneer"),
            [second],
            _("A catalogue with the corrections marked and explained"),
            "helped",
            weeks[1],
        ),
        (
            _("Prepare one auction day and take the calls of two buyers"),
            [second, third],
            _("A note on one case: what happened, what was tried, what to do next"),
            "alone",
            weeks[2],
        ),
    ]
    return [
        {
            "uid": new_uid(), "text": text, "outcomes": serves, "routine": False, "evidence": evidence, "assessor": mentor,
            "autonomy": autonomy, "start": start.isoformat(),
        }
        for text, serves, evidence, autonomy, start in rows
    ]  # fmt: skip


def _checkpoints(weeks: list[date]) -> list[Row]:
    rows = (
        ("start", weeks[0], _("Student, mentor, university: expectations, and this plan read aloud")),
        ("weekly", weeks[0] + timedelta(days=_DAYS), _("Student and mentor, Friday after lunch: what was learnt, what next")),
        ("midway", weeks[1] + timedelta(days=_DAYS), _("All three: what to change in the last week")),
        ("end", weeks[2] + timedelta(days=_DAYS), _("All three: outcomes reached, feedback both ways")),
    )
    return [{"uid": new_uid(), "kind": kind, "date": day.isoformat(), "about": about} for kind, day, about in rows]
