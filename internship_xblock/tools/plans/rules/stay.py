"""The rules about people, days, conversations and what is practical. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.language import formats
from ..schema import erasmus, substitutes
from .values import Document, Finding, PlanRules, error, short, warning


def check_mentors(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether there is a mentor, and somebody who steps in."""
    for words, at in substitutes.missing(document["parties"], has_university=not rules.layout.staff):
        yield error(4, words, "parties", *at)


def _called(document: Document, period: Mapping[str, Any]) -> str:
    """Return what a period is called: by its number, as the page says it, where nobody gave it a name."""
    number = [row["uid"] for row in document["periods"]].index(period["uid"]) + 1
    return short(period["label"]) or _("Period %(number)d") % {"number": number}


def check_periods(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether the periods have days and hours, and as many as the course asks for."""
    rows = document["periods"]
    if not rows:
        words = _("Enter when the student is with you: there is no period yet.")
        if rules.layout.staff:
            words = _("Enter which days the plan covers: there is no period yet.")
        yield error(5, words, "periods")
        return
    for row in rows:
        name = {"label": _called(document, row)}
        for field, words in (("start", _("first day")), ("end", _("last day")), ("hours", _("hours"))):
            if rules.layout.asks("periods", field) and row[field] in ("", 0):
                missing = _("“%(label)s” still needs %(what)s.") % {**name, "what": words}
                yield error(5, missing, "periods", field, row["uid"])
    total = sum((Decimal(str(row["hours"] or 0)) for row in rows), Decimal(0))
    if rules.hours_required and rules.layout.asks("periods", "hours") and total != Decimal(str(rules.hours_required)):
        words = _("The periods add up to %(total)s hours; the course asks for %(wanted)s.")
        has = {"total": formats.number(total), "wanted": formats.number(rules.hours_required)}
        yield error(5, words % has, "periods", "hours", rows[-1]["uid"])


def check_overlaps(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Days that two periods share would be counted twice. Each period that begins too early is told once."""
    dated = sorted((row for row in document["periods"] if row["start"] and row["end"]), key=lambda row: str(row["start"]))
    last = None
    for row in dated:
        if last is not None and row["start"] <= last["end"]:
            names = {"later": _called(document, row), "earlier": _called(document, last)}
            words = _("“%(later)s” begins before “%(earlier)s” has ended. Each day belongs to one period.")
            yield error(5, words % names, "periods", "start", row["uid"])
        last = row if last is None or row["end"] > last["end"] else last


def check_outside(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether tasks start on days on which the student is there."""
    spans = [(row["start"], row["end"]) for row in document["periods"] if row["start"] and row["end"]]
    for task in document["tasks"]:
        if spans and task["start"] and not any(start <= task["start"] <= end for start, end in spans):
            words = _("“%(text)s” starts on a day outside all periods. Choose another day, or make the period longer.")
            yield error(5, words % {"text": short(task["text"])}, "tasks", "start", task["uid"])


def check_checkpoints(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether the conversations are agreed."""
    yield from _single_checkpoints(document["checkpoints"])
    if not any(row["kind"] == "weekly" for row in document["checkpoints"]):
        yield from _checkpoints_by_period(document)


def _single_checkpoints(rows: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    single = (
        ("start", _("Agree on a checkpoint at the start."), _("The checkpoint at the start has no date yet.")),
        ("midway", _("Agree on a checkpoint halfway."), _("The checkpoint halfway has no date yet.")),
        ("end", _("Agree on a checkpoint at the end."), _("The checkpoint at the end has no date yet.")),
    )
    for kind, absent, undated in single:
        these = [row for row in rows if row["kind"] == kind]
        if not these:
            yield error(6, absent, "checkpoints")
        elif not any(row["date"] for row in these):
            yield error(6, undated, "checkpoints", "date", these[0]["uid"])


def _checkpoints_by_period(document: Document) -> Iterator[Finding]:
    """Where nobody meets every week, each period has a day on which they do."""
    dates = [row["date"] for row in document["checkpoints"] if row["kind"] == "period" and row["date"]]
    for period in document["periods"]:
        if period["start"] and period["end"] and not any(period["start"] <= date <= period["end"] for date in dates):
            words = _("Agree on a checkpoint in “%(label)s”, or on one every week.")
            yield error(6, words % {"label": _called(document, period)}, "checkpoints")


def check_practical(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether what must be settled before the first day is."""
    wanted = {
        "insurance": _("Say who covers injury and damage."),
        "hse": _("Say who briefs the student on health and safety, and when."),
        "confidentiality": _("Say what is confidential, or that nothing is."),
    }
    if rules.layout.staff:
        wanted["hse"] = _("Say who briefs the new employee on health and safety, and when.")
    for field, words in wanted.items():
        if rules.layout.asks("practical", field) and not document["practical"][field]:
            yield error(7, words, "practical", field)


def check_contacts(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look whether it is said whom to turn to."""
    wanted = {
        "university": _("Name the contact at the university."),
        "escalation": _("Say who is told if something goes wrong."),
    }
    for field, words in wanted.items():
        if rules.layout.asks("contacts", field) and not document["contacts"][field]:
            yield error(8, words, "contacts", field)


def check_mentor_time(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Warn of too little time for talking."""
    hours = document["contacts"]["mentor_hours"]
    if Decimal(str(hours or 0)) < Decimal(str(rules.mentor_hours)):
        many = 1 if rules.mentor_hours == 1 else 2  # half an hour is "0.5 hours"
        words = ngettext(
            "Set aside at least %(hours)s hour a week for talking with the student.",
            "Set aside at least %(hours)s hours a week for talking with the student.",
            many,
        )
        if rules.layout.staff:
            words = ngettext(
                "Set aside at least %(hours)s hour a week for talking with the new employee.",
                "Set aside at least %(hours)s hours a week for talking with the new employee.",
                many,
            )
        words %= {"hours": formats.number(rules.mentor_hours)}
        yield warning(12, words, "contacts", "mentor_hours")


def check_erasmus(document: Document, rules: PlanRules) -> Iterator[Finding]:
    """Look for what an Erasmus+ agreement is not valid without."""
    for section, field, words in erasmus.missing(document):
        yield error(13, str(words), section.name, field)
