"""What logs say on Today: the entries that ask something of somebody (next/words.py), and when the last one was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor
from ....core.language import formats
from ....core.permissions import Role
from ....core.today import GOOD, MIND, QUIET, Part, State, Todo, Week
from ....ui.pages.blocks import Blocks
from ...placements import api as placements
from ...placements.api import PlacementView
from ...reviews import api as reviews
from .. import api as logs
from ..api import LogPulse, OpenEntry
from ..rules import silence
from .block import LogBlock
from .next import words
from .settings import LogSettings

LOG = "log"  # what stands so, of a State


def part(actor: Actor, views: Sequence[PlacementView]) -> Part:
    """Return what is said of the logs of these placements. Three queries, and the platform's for each block."""
    blocks = Blocks("log", "internship_log", LogBlock)
    places = {view.id: view for view in views}
    pulses = logs.pulses(actor, views=views)
    reviewed = reviews.OwnInReview()
    if any(pulse.own_submitted for pulse in pulses):  # else nothing can wait there, or have come back
        reviewed = reviews.own_in_review(actor, views=views, kind=logs.KIND)
    opened = logs.open_entries(actor, views=views, reviewed=reviewed)
    todos = [_said(entry, blocks) for entry in opened.entries]
    begun = {pulse.placement_id for pulse in pulses if pulse.own}
    for view in placements.usable(actor, "log.list", views):
        if not view.timing.takes_place(timezone.localdate()):
            continue  # nobody is expected to begin in a pause, or once it has ended
        if view.id not in begun and Role.STUDENT in view.roles and permissions.is_allowed("log.write", view.roles):
            todos += _first_entry(view, blocks)
    return Part(
        todos=todos,
        states=[_state(pulse, blocks, places) for pulse in pulses],
        weeks=[Week(monday=monday, entries=entries) for pulse in pulses for monday, entries in sorted(pulse.weeks.items())],
        counted=words.COUNTED,
        is_cut=opened.is_cut,
    )


def _said(entry: OpenEntry, blocks: Blocks) -> Todo:
    place = entry.place
    there = f"e{entry.id}-title" if entry.id is not None else ""
    return words.said_of(entry, blocks.address(place.course_key, entry.usage_key, place.id, there))


def _first_entry(view: PlacementView, blocks: Blocks) -> list[Todo]:
    usage_key = blocks.first(view.course_key, view.kind, _is_written)
    if not usage_key:
        return []
    return [words.first_entry(view, blocks.address(view.course_key, usage_key, view.id))]


def _is_written(settings: LogSettings) -> bool:
    """Whether learners write a log of their own there: in a teaching log they answer samples."""
    return not settings.teaching


def _state(pulse: LogPulse, blocks: Blocks, places: dict[int, PlacementView]) -> State:
    said = _("Last entry %(day)s") % {"day": formats.day(pulse.last_day)}
    place = places[pulse.placement_id]
    return State(
        placement_id=pulse.placement_id, title=_("Log"), words=said, tone=GOOD if pulse.is_recent else QUIET,
        address=blocks.address(place.course_key, pulse.usage_key, place.id), kind=LOG, since=pulse.last_day,
    )  # fmt: skip


def completed(actor: Actor, views: Sequence[PlacementView], said: Part) -> Part:
    """Return what all say, with each log in which nothing came for two weeks of a period marked as silent. No query.

    The periods are the plan's to say. Of what the reader may not read nothing is counted: to them it is as silent.
    """
    today, taking_place = timezone.localdate(), {view.id: view for view in views}
    periods: dict[int, list[tuple[date, date]]] = {}
    for period in said.periods:
        periods.setdefault(period.placement_id, []).append((period.first, period.last))
    last: dict[int, date] = {}
    for state in said.states:
        if state.kind == LOG and state.since is not None:
            last[state.placement_id] = max(state.since, last.get(state.placement_id, state.since))

    def is_silent(state: State) -> bool:
        view, since = taking_place.get(state.placement_id), last.get(state.placement_id)
        found = silence(periods.get(state.placement_id, []), since, today)
        is_on = view is not None and view.timing.takes_place(today)
        return state.kind == LOG and is_on and found is not None and found[0] <= today

    return replace(said, states=[_silent(state) if is_silent(state) else state for state in said.states])


def _silent(state: State) -> State:
    words = _("Nothing new since %(day)s") % {"day": formats.day(state.since)} if state.since is not None else state.words
    return replace(state, words=words, tone=MIND, group=_("Log silent"), is_stuck=True)
