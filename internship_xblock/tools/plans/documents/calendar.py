"""The checkpoints of a plan's version, for somebody's calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....core.language.text import squeezed
from ....exports.calendar import Calendar, Event
from ..api import Layout, TakenAlong, VersionView
from ..rules.weeks import weekly_days
from ..schema import frozen_text
from .parts import name_of


def calendar(taken: TakenAlong, site: str) -> Calendar:
    """The checkpoints of a version, for the calendar of a person at `site` (its host name).

    Each keeps its UID from version to version and carries the version as its sequence, so that a second import updates
    it. A checkpoint that an earlier version had and this one has not is sent as cancelled, and says so in words: not every
    program heeds the status. So is one that falls into a pause or after an early end; each such change counts in the sequence.
    """
    version = taken.version
    warning = "\n".join(taken.warnings)
    events = {
        f"{version.plan_id}-{row['uid']}@{site}": (row, one)
        for one in taken.versions
        for row in one.document.get("checkpoints", [])
        if frozen_text.as_date(row.get("date"))
    }
    now = {row["uid"] for row in version.document.get("checkpoints", []) if frozen_text.as_date(row.get("date"))}
    name, title = name_of(version.document, "student"), str(Layout.of(version.document).title)
    return Calendar(
        name=f"{title}: {name}" if name else title,
        language=get_language() or "en",
        events=tuple(
            _event(uid, row, one, taken, is_gone=row["uid"] not in now, warning=warning) for uid, (row, one) in events.items()
        ),
    )


def _event(uid: str, row: Mapping[str, Any], source: VersionView, taken: TakenAlong, is_gone: bool, warning: str = "") -> Event:
    """A checkpoint as `source`, the last version that has it, says it."""
    version, planned = taken.version, _days_of(row, source)
    days = tuple(filter(taken.timing.takes_place, planned))
    is_off = not is_gone and not days
    about = squeezed(row.get("about", ""))
    layout = Layout.of(source.document)
    kind = layout.choice("checkpoints", "kind", str(row.get("kind", ""))) or str(_("Checkpoint"))
    said = _("Checkpoint of the internship plan, version %(number)d.")
    if layout.staff:
        said = _("Checkpoint of the onboarding plan, version %(number)d.")
    summary = f"{kind} – {about}" if about else kind
    if is_gone or is_off:
        summary = _("Cancelled: %(title)s") % {"title": summary}
    if is_off:
        said = _("On this day the placement is paused, or it has ended.")
    if is_gone:
        said = _("This checkpoint was in version %(before)d of the internship plan. It is no longer in version %(number)d.")
        if layout.staff:
            said = _("This checkpoint was in version %(before)d of the onboarding plan. It is no longer in version %(number)d.")
    said %= {"number": version.number, "before": source.number}
    shown = days or planned
    return Event(
        uid=uid, summary=summary, description="\n\n".join(filter(None, (warning, about, said))), day=shown[0],
        weeks=shown if row.get("kind") == "weekly" else (), sequence=version.number + taken.timing.number,
        stamp=version.frozen_at, is_cancelled=is_gone or is_off, reminders=(1,) if row.get("kind") == "weekly" else (3, 1),
    )  # fmt: skip


def _days_of(row: Mapping[str, Any], source: VersionView) -> tuple[date, ...]:
    """The days that a version plans for a checkpoint; those without a date were left out before."""
    day = frozen_text.as_date(row["date"])
    assert day is not None  # noqa: S101
    return weekly_days(day, source.document.get("periods", [])) if row.get("kind") == "weekly" else (day,)
