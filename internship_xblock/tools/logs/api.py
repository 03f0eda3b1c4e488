"""What can be done with a log. Every verb takes the actor first and asks the table first.

Verbs that change an entry, or add to it, lock it, in the caller's transaction.

Not for: grading and returning (reviews), who is in the placement (placements). Nobody outside this folder imports its
models; what is returned is for reading. What does not fit is refused by `Invalid`, at the name of the value.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from ...core.actor import Actor
from ...core.errors import BadRequest
from ..placements import api as placements
from ..placements.api import PlacementView
from . import export
from .comments.dialogue import COMMENT_LIMIT, answer, reply
from .comments.open_entries import OpenEntries, OpenEntry, open_entries
from .comments.waiting import WAITING_PAGE, waiting
from .comments.waiting_page import WaitingPage, WaitingRow
from .comments.workdays import ANSWER_DAYS, SUPERVISOR_DAYS
from .entries.links import Link
from .entries.writing import edit, write
from .export import Choice, ChoiceForm, Offer, Taken
from .models import Entry, LogRetention
from .practice.answers import compare_practice, finish_practice, keep_practice, see_samples
from .readers import rights, views
from .readers.access_log import who_saw
from .readers.find import get_readable_entry
from .readers.lately import SharedEntry, shared_lately
from .readers.lines import EntryLine, entry_line
from .readers.read_marks import mark_read
from .readers.seen import with_seen
from .retention.period import NOTICE_DAYS, Retention, retention
from .rules import CHECKLIST, SILENT_DAYS, LogRules, Span
from .sharing import KIND, ask_to_withhold, decide_withholding, may_tell, share, share_levels, take_back
from .statistics.figures import Figures, figures_of
from .statistics.pulses import LogPulse, pulses
from .statistics.totals import Counted, summed
from .statistics.totals import counted as _counted
from .values import CommentView, EarlierText, EntryPage, EntryView, Hours, LevelView, ReadingView, RequestView, Shared, Summary

__all__ = [
    "ANSWER_DAYS", "CHECKLIST", "COMMENT_LIMIT", "KIND", "NOTICE_DAYS", "PAGE_SIZE", "SILENT_DAYS", "SUPERVISOR_DAYS",
    "WAITING_PAGE",
    "Choice", "ChoiceForm", "CommentView", "Counted", "EarlierText", "EntryLine", "EntryPage", "EntryView", "Figures",
    "Hours", "LevelView", "Link", "LogPulse", "LogRules", "Offer", "OpenEntries", "OpenEntry", "ReadingView", "RequestView",
    "Retention", "Shared", "SharedEntry", "Span", "Summary", "Taken", "WaitingPage", "WaitingRow", "answer", "ask_to_withhold",
    "compare_practice", "counted", "decide_withholding", "edit", "entry_for_review", "entry_line", "figures", "finish_practice",
    "keep_practice", "list_entries", "may_tell", "offer", "open_entries", "pulses", "reply", "retention", "see_samples",
    "share", "share_levels", "shared_lately", "summary", "take_along", "take_back", "waiting", "who_saw", "write",
]  # fmt: skip

PAGE_SIZE = 12
EVERYTHING = Choice()
_KEPT = Subquery(LogRetention.objects.filter(usage_key=OuterRef("usage_key")).values("months"))
_IN_ORDER = Entry.objects.filter(erased_at=None).annotate(kept_months=_KEPT).select_related("request").order_by("-date", "-pk")


def list_entries(
    actor: Actor,
    *,
    placement: int | PlacementView,
    usage_key: str,
    before: str = "",
    limit: int = PAGE_SIZE,
    in_full: int | None = None,
) -> EntryPage:
    """What this actor may read of a log, newest day first: own entries, and others' shared with a role of theirs.

    `before` is the `next_before` of the page above. `in_full` is how many are shown whole (None: all of them): those that
    ask for something first, then the newest; the others are short. Being shown somebody else's entry whole counts as
    reading it. At most five queries and the placement's, however long the log.
    """  # fmt: skip
    place = placements.require(actor, "log.list", placement)
    found = _IN_ORDER.filter(rights.readable(actor, place), placement_id=place.id, usage_key=usage_key)
    if before:
        day, pk = _cursor(before)
        found = found.filter(Q(date__lt=day) | Q(date=day, pk__lt=pk))
    limit = max(1, min(limit, 100))
    rows: list[Any] = list(with_seen(found, actor)[: limit + 1])
    shown = rows[:limit]
    whole = shown if in_full is None else views.most_pressing(actor, place, shown, in_full)
    told = mark_read(actor, place, whole)  # before its texts are looked at: what was taken back this moment is not among them
    views.with_dialogue(told)
    gone = {entry.pk for entry in whole} - {entry.pk for entry in told}
    show = {entry.pk: views.view for entry in told}
    last, shown = shown[-1:], [row for row in shown if row.pk not in gone]
    return EntryPage(
        entries=tuple(show.get(row.pk, views.short_view)(actor, place, row) for row in shown),
        next_before=f"{last[0].date.isoformat()}.{last[0].pk}" if len(rows) > limit else "",
        kept_months=(shown[0].kept_months or 0) if shown else None,
    )


def summary(actor: Actor, *, placement: int | PlacementView, usage_key: str, spans: Sequence[Span] = ()) -> Summary:
    """The log in numbers, of what this actor may read. Hours are the student's, or the actor's own where none has joined.

    One query and the placement's.
    """
    place = placements.require(actor, "log.list", placement)
    return summed(actor, place, usage_key, spans)


def figures(
    actor: Actor, *, placement: int | PlacementView, usage_key: str, spans: Sequence[Span] = (), whose: int | None = None
) -> Figures:
    """What the pictures of a log show: of one author, of what this actor may read. Nothing of a text, so this is no reading.

    `whose` is an account among the `writers`; without it the student's, or the actor's own where the actor is one.
    Three queries and the placement's.
    """
    place = placements.require(actor, "log.figures", placement)
    return figures_of(actor, place, usage_key, spans, whose)


def counted(actor: Actor, *, placement: int | PlacementView) -> Counted:
    """The students' hours in all logs of a placement and the outcomes they name, as far as this actor may read them.

    Nothing of a text, so this is no reading. One query and the placement's.
    """
    return _counted(actor, placements.require(actor, "log.figures", placement))


def take_along(actor: Actor, *, placement: int | PlacementView, usage_key: str, choice: Choice = EVERYTHING) -> Taken:
    """The actor's own entries of a log, to make documents of; `choice` says which. Nobody else's, ever.

    Three queries and the placement's. NotFound for who has written nothing here.
    """
    return export.select_for_export(actor, export.require_export(actor, placement), usage_key, choice)


def offer(actor: Actor, *, placement: int | PlacementView, usage_key: str, choice: Choice = EVERYTHING) -> Offer:
    """How much `take_along` would take with this choice. Two queries at most, and the placement's."""
    return export.describe_choice(actor, export.require_export(actor, placement), usage_key, choice)


def entry_for_review(actor: Actor, *, usage_key: str, entry_id: int) -> EntryView:
    """One entry, for its author and for whoever its level names, reviewers included. This counts as reading it."""
    entry, placement = get_readable_entry(actor, usage_key, entry_id)
    if not mark_read(actor, placement, [entry]):
        raise rights.gone()
    return views.view(actor, placement, entry)


# -- inside ------------------------------------------------------------------------------------------------


def _cursor(before: str) -> tuple[date, int]:
    day, _dot, pk = before.partition(".")
    try:
        if not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
            raise ValueError
        return date.fromisoformat(day), int(pk)
    except ValueError:
        raise BadRequest() from None
