"""What a version of a plan says of a stay, for whoever closes it: who, where, when, what was to be learnt. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ....core.permissions import Role
from ...placements.api import PlacementView, Timing
from ..schema import frozen_text
from ..schema.layout import Layout
from .signatures import Agreement
from .values import VersionView

HOST = ("sector", "address", "country", "website")  # what an Erasmus+ plan says of the host


@dataclass(frozen=True)
class PlannedOutcome:
    """A learning outcome, with the evidence that the plan asks for in its tasks."""

    uid: str
    text: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stay:
    """A stay as it was agreed. `first` and `last` are None where the plan has no periods; `hours` where it says none.

    `last` is the day on which it was ended early, where it was; `paused` are the stretches in which it was paused.
    """

    student: str
    student_uid: str
    students: int
    sending: str
    organisation: str
    mentors: tuple[str, ...]
    host: Mapping[str, str]
    first: date | None
    last: date | None
    hours: float | None
    title: str
    online: tuple[str, str]  # the first and the last day online, as ISO dates
    tasks: tuple[str, ...]
    outcomes: tuple[PlannedOutcome, ...]
    parties: tuple[Mapping[str, Any], ...]
    is_erasmus: bool
    paused: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True)
class ToClose:
    """A stay, by the newest version that was submitted in its placement, with who has signed it.

    `usage_key`: the block of its plan. Where none was submitted there is neither, and of the stay its people are known alone.
    """

    stay: Stay = field(repr=False)
    usage_key: str = ""
    version: VersionView | None = None
    agreement: Agreement | None = None


def stay_of(document: Mapping[str, Any], timing: Timing) -> Stay:
    """Return what a version's document says of the stay, and what was changed in its placement since."""
    first, planned = frozen_text.first_and_last(document.get("periods", []))
    last = timing.last_day(planned)
    programme, host = document.get("erasmus_a", {}), document.get("erasmus_host", {})
    student, mentor = (frozen_text.named(document, role) for role in (Role.STUDENT, Role.MENTOR))
    parties = tuple(document.get("parties", []))
    mentors = (row["name"] for row in parties if row.get("role") == Role.MENTOR and row.get("name"))
    return Stay(
        student=student.get("name", ""), student_uid=student.get("uid", ""),
        students=sum(row.get("role") == Role.STUDENT and bool(row.get("name")) for row in parties),
        sending=student.get("organisation", ""),
        organisation=mentor.get("organisation", ""), mentors=tuple(dict.fromkeys(mentors)),
        host={name: host.get(name, "") for name in HOST}, first=first, last=last, hours=_hours(document),
        title=programme.get("title", ""),
        online=(programme.get("virtual_start", ""), programme.get("virtual_end", "")),
        tasks=tuple(row["text"] for row in document.get("tasks", [])), outcomes=tuple(_outcomes(document)),
        parties=parties, is_erasmus=Layout.of(document).erasmus,
        paused=tuple(timing.paused(first, last)) if first is not None and last is not None else (),
    )  # fmt: skip


def stay_in(placement: PlacementView) -> Stay:
    """Return what a placement says of the stay by itself: who takes part."""
    parties = [
        {name: getattr(party, name) for name in ("uid", "role", "name", "organisation", "is_substitute")}
        for party in placement.parties
    ]
    return stay_of({"parties": parties}, placement.timing)


def _hours(document: Mapping[str, Any]) -> float | None:
    said = [float(row["hours"]) for row in document.get("periods", []) if row.get("hours") not in ("", None)]
    return sum(said) if said else None


def _outcomes(document: Mapping[str, Any]) -> list[PlannedOutcome]:
    tasks = document.get("tasks", [])
    found = []
    for row in document.get("outcomes", []):
        evidence = (task.get("evidence", "") for task in tasks if row["uid"] in task.get("outcomes", []))
        found.append(PlannedOutcome(row["uid"], row["text"], tuple(dict.fromkeys(filter(None, evidence)))))
    return found
