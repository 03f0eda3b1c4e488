"""The checkpoints of a plan's version, for somebody's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....core.language.text import squeezed
from ....core.times import ChosenTime
from ....exports.calendar import Calendar, Event
from ..api import Layout, TakenAlong, VersionView
from ..rules.weeks import weekly_days
from ..schema import frozen_text
from .parts import name_of


def calendar(taken: TakenAlong, site: str, times: Sequence[ChosenTime] = ()) -> Calendar:
    """The checkpoints of a version, for the calendar of a person at `site` (its host name).

    Each keeps its UID from version to version and carries the version as its sequence, so that a second import updates
    it. A checkpoint that an earlier version had and this one has not is sent as cancelled, and says so in words: not every
    program heeds the status. So is one that falls into a pause or after an early end; each such change counts in the sequence.
    `times`: those that people chose since, which stand in the place of their days.
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
    chosen: dict[str, dict[date, ChosenTime]] = {}
    for time in times:
        if time.is_off or taken.timing.takes_place(time.slot.day_there):
            chosen.setdefault(time.key, {})[time.day] = time
    name, title = name_of(version.document, "student"), str(Layout.of(version.document).title)
    return Calendar(
        name=f"{title}: {name}" if name else title,
        language=get_language() or "en",
        events=tuple(
            event
            for uid, (row, one) in events.items()
            for event in _checkpoint(uid, row, one, taken, now, warning, chosen.get(row["uid"], {}))
        ),
    )


def _event(
    uid: str, row: Mapping[str, Any], source: VersionView, taken: TakenAlong, is_gone: bool, warning: str = "",
    timed: Collection[date] = (),
) -> Event:  # fmt: skip
    """A checkpoint as `source`, the last version that has it, says it. `timed`: its days that have a time of their own."""
    version, planned = taken.version, _days_of(row, source)
    days = tuple(day for day in planned if day in timed or taken.timing.takes_place(day))
    is_off = not is_gone and not days
    about = squeezed(row.get("about", ""))
    layout = Layout.of(source.document)
    kind = layout.choice("checkpoints", "kind", str(row.get("kind", ""))) or str(_("Checkpoint"))
    summary = f"{kind} – {about}" if about else kind
    if is_gone or is_off:
        summary = _("Cancelled: %(title)s") % {"title": summary}
    said = _said_of(layout, is_gone=is_gone, is_off=is_off) % {"number": version.number, "before": source.number}
    shown = days or planned
    return Event(
        uid=uid, summary=summary, description="\n\n".join(filter(None, (warning, about, said))), day=shown[0],
        weeks=shown if row.get("kind") == "weekly" else (), sequence=version.number + taken.timing.number,
        stamp=version.frozen_at, is_cancelled=is_gone or is_off, reminders=(1,) if row.get("kind") == "weekly" else (3, 1),
    )  # fmt: skip


def _checkpoint(
    uid: str, row: Mapping[str, Any], source: VersionView, taken: TakenAlong, now: Collection[str], warning: str,
    times: Mapping[date, ChosenTime],
) -> Iterator[Event]:  # fmt: skip
    """A checkpoint as it is, or at the time that people chose for it. Of one that comes back every week the other days stay."""
    held = {day: one for day, one in times.items() if not one.is_off}
    event = _event(uid, row, source, taken, row["uid"] not in now, warning, held)
    event = replace(event, sequence=event.sequence + sum(one.sequence for one in times.values()))
    held = {day: one for day, one in held.items() if day in (event.weeks or (event.day,))}
    if event.is_cancelled or not held:
        yield event
        return
    left = tuple(day for day in event.weeks if day not in held)
    if left:
        yield replace(event, day=left[0], weeks=left)
    for day, one in held.items():
        yield replace(
            event, uid=f"{day:%Y%m%d}-{uid}" if event.weeks else uid, day=one.slot.day_there, weeks=(), time=one.slot.span,
            stamp=max(event.stamp, one.changed_at), location=", ".join(filter(None, (one.place, one.link))),
        )  # fmt: skip


def _said_of(layout: Layout, *, is_gone: bool, is_off: bool) -> str:
    """What stands below a checkpoint: of which version it is, or why it is none any more."""
    if is_gone and layout.staff:
        return _("This checkpoint was in version %(before)d of the onboarding plan. It is no longer in version %(number)d.")
    if is_gone:
        return _("This checkpoint was in version %(before)d of the internship plan. It is no longer in version %(number)d.")
    if is_off:
        return _("On this day the placement is paused, or it has ended.")
    if layout.staff:
        return _("Checkpoint of the onboarding plan, version %(number)d.")
    return _("Checkpoint of the internship plan, version %(number)d.")


def _days_of(row: Mapping[str, Any], source: VersionView) -> tuple[date, ...]:
    """The days that a version plans for a checkpoint; those without a date were left out before."""
    day = frozen_text.as_date(row["date"])
    assert day is not None  # noqa: S101
    return weekly_days(day, source.document.get("periods", [])) if row.get("kind") == "weekly" else (day,)
