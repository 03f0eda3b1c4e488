"""What a plan says on the page of its placement: when the stay is, when people talk, and its last version to take along."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from .....core.today import Meeting, Paper, Period
from .....records.reading import as_date
from ...api import PlanView, VersionView
from ...rules.weeks import weekly_days
from .stay import rows_of


def periods(plan: PlanView) -> Iterator[Period]:
    """Return the periods of a plan that have both of their days, in order, as far as the last day of the stay."""
    timing = plan.placement.timing
    for row in rows_of(plan, "periods"):
        first, last = as_date(row.get("start")), as_date(row.get("end"))
        span = timing.span(first, last) if first is not None and last is not None else None
        if span is not None:
            yield Period(first=span[0], last=span[1], name=row.get("label") or "", placement_id=plan.placement.id)


def meetings(plan: PlanView, address: str) -> Iterator[Meeting]:
    """Return the days of a plan's checkpoints that take place, each week's of one that comes back every week."""
    takes_place = plan.placement.timing.takes_place
    spans = rows_of(plan, "periods")
    for row in rows_of(plan, "checkpoints"):
        first = as_date(row.get("date"))
        if first is None:
            continue
        kind = str(row.get("kind") or "")
        words = plan.layout.choice("checkpoints", "kind", kind) if kind else _("Checkpoint")
        for day in filter(takes_place, weekly_days(first, spans) if kind == "weekly" else (first,)):
            yield Meeting(
                day=day, words=str(words), about=str(row.get("about") or ""), address=address,
                placement_id=plan.placement.id, key=str(row["uid"]),
            )  # fmt: skip


def papers(plan: PlanView, plan_id: int, version: VersionView | None, address: str) -> Iterator[Paper]:
    """Return the version that was submitted last, as a document. None where there is none."""
    if version is None:
        return
    title = _("Internship plan, version %(number)d") if not plan.layout.staff else _("Onboarding plan, version %(number)d")
    formats = (("pdf", "PDF"), ("docx", "Word"), ("ics", _("Calendar")))
    files = [
        (words, reverse("internship_xblock:plan_download", args=[plan_id, version.number, kind])) for kind, words in formats
    ]
    yield Paper(title=title % {"number": version.number}, address=address, files=files)
