"""Pausing a placement, going on with it, ending it early. Verbs of this tool's api, which hold from the moment they are done.

Each adds a row and changes none. `known` is the number of the change that whoever decides has seen: where somebody was quicker
they are told so, and nothing is changed. What the plan says of days stays as it was agreed; see plans' moving for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.authorship import signed
from ....core.errors import Invalid
from ....core.guests import stays
from ....core.language import formats
from ....core.language.text import clean
from ..entering import require_locked
from ..links.expiry import follow_end
from ..models import Placement
from ..values import PlacementView
from .models import REASON_LIMIT, PlacementChange
from .timing import DAY, UNCHANGED, Pause, Timing, are_apart

CHANGES_LIMIT = 200  # of one placement
FAR = timedelta(days=3 * 366)  # a day further away is a slip of the finger
Kind = PlacementChange.Kind


def pause(
    actor: Actor, *, placement_id: int, known: int, first: date | None, last: date | None = None, reason: str = ""
) -> Timing:
    """Pause a placement from one day to another, both paused; `last` None: until further notice.

    Raises Invalid where the days are none, meet another pause or lie after the end; or where somebody changed it meanwhile.
    """

    def after(now: Timing, view: PlacementView) -> Timing:
        found = Pause(_day(first, "first"), _day(last, "last") if last else None)
        if found.last is not None and found.last < found.first:
            raise Invalid(fields={"last": [_("The pause ends before it begins. Correct one of the days.")]})
        if now.has_ended(found.first):
            raise Invalid(fields={"first": [_("The placement has ended by then, so there is nothing to pause.")]})
        if not are_apart([*now.pauses, found]):
            raise Invalid(fields={"first": [_("The placement is already paused on some of these days. Choose other days.")]})
        return now.with_pause(found)

    return _change(actor, "placement.pause", placement_id, known, Kind.PAUSED, after, first=first, last=last, reason=reason)


def resume(actor: Actor, *, placement_id: int, known: int, on: date | None, reason: str = "") -> Timing:
    """Go on with a placement that is paused, or will be; `on` is the first day that is not paused any more.

    A pause that would not have begun by then is gone, as if it had never been. Raises Invalid where nothing is paused.
    """

    def after(now: Timing, view: PlacementView) -> Timing:
        day = _day(on, "on")
        found = now.next_pause(timezone.localdate())
        if found is None:
            raise Invalid(_("The placement is not paused."))
        later = now.resumed(found, day)
        if not are_apart(later.pauses):
            raise Invalid(fields={"on": [_("By then the next pause has begun. Choose an earlier day.")]})
        return later

    return _change(actor, "placement.resume", placement_id, known, Kind.RESUMED, after, first=on, reason=reason)


def end_early(actor: Actor, *, placement_id: int, known: int, last: date | None, reason: str = "") -> Timing:
    """End a placement on another day than planned. Personal links open it for as long after that day as they would have.

    Raises Invalid where the plan says no later day: that is no early end; or where it had not begun by then.
    """

    def after(now: Timing, view: PlacementView) -> Timing:
        day = _day(last, "last")
        planned = stays([placement_id]).get(placement_id)
        if planned is not None and day >= planned[1]:
            words = _("The plan ends on %(day)s, so this would not be early. To make it longer, move the dates.")
            raise Invalid(fields={"last": [words % {"day": formats.day_and_year(planned[1])}]})
        _check_begun(day, planned[0] if planned is not None else None, placement_id)
        if day == now.ended_on:
            raise Invalid(fields={"last": [_("It already ends on this day.")]})
        return now.ended(day)

    return _change(actor, "placement.end", placement_id, known, Kind.ENDED, after, last=last, reason=reason)


def reopen(actor: Actor, *, placement_id: int, known: int, reason: str = "") -> Timing:
    """Take an early end back: the placement goes on after all, until the day that its plan says."""

    def after(now: Timing, view: PlacementView) -> Timing:
        if now.ended_on is None:
            raise Invalid(_("The placement was not ended early."))
        return now.ended(None)

    return _change(actor, "placement.reopen", placement_id, known, Kind.REOPENED, after, reason=reason)


def ask_for_change(actor: Actor, *, placement_id: int, known: int, reason: str) -> Timing:
    """Ask those who may to move, pause or end a placement. It waits for them on Today until they change something or say no."""

    def after(now: Timing, view: PlacementView) -> Timing:
        if not reason.strip():
            raise Invalid(fields={"reason": [_("Say in a sentence what should change.")]})
        if now.asked_on is not None:
            raise Invalid(_("You have asked already, and nobody has answered yet. Talk to them."))
        return replace(now, asked_on=timezone.localdate())

    return _change(actor, "placement.ask_for_change", placement_id, known, Kind.ASKED, after, reason=reason)


def keep_as_it_is(actor: Actor, *, placement_id: int, known: int, reason: str = "") -> Timing:
    """Answer somebody who asked for a change: nothing changes, or it was settled otherwise (the dates were moved)."""

    def after(now: Timing, view: PlacementView) -> Timing:
        if now.asked_on is None:
            raise Invalid(_("Nobody is asking for a change any more."))
        return replace(now, asked_on=None)

    return _change(actor, "placement.keep_as_it_is", placement_id, known, Kind.KEPT, after, reason=reason)


def _change(
    actor: Actor,
    verb: str,
    placement_id: int,
    known: int,
    kind: Kind,
    after: Callable[[Timing, PlacementView], Timing],
    *,
    first: date | None = None,
    last: date | None = None,
    reason: str = "",
) -> Timing:
    """Add what a placement is after a change, under the lock of the placement. Four queries and what `after` asks."""
    with transaction.atomic():
        view = require_locked(actor, verb, placement_id)
        now, by = _latest(placement_id)
        if now.number != known:
            raise Invalid(_overtaken(by))
        if now.number >= CHANGES_LIMIT:
            raise Invalid(_("This placement was changed %(count)d times, the highest number possible.") % {"count": now.number})
        said = clean(reason).strip()
        if len(said) > REASON_LIMIT:
            words = _("This is too long: it can have at most %(count)d characters.") % {"count": REASON_LIMIT}
            raise Invalid(fields={"reason": [words]})
        made = replace(after(now, view), number=now.number + 1)
        PlacementChange.objects.create(
            placement_id=placement_id, number=made.number, kind=kind, first=first, last=last, reason=said, standing=made.text,
            at=timezone.now(), **signed(actor),
        )  # fmt: skip
        if made.ended_on != now.ended_on:
            follow_end(placement_id)
        events.happened(actor, verb, "", placement_id=placement_id, number=made.number)
    return made


def _latest(placement_id: int) -> tuple[Timing, str]:
    """Return how a placement is at this moment, and who made it so: what was committed while its lock was waited for too."""
    rows = PlacementChange.objects.select_for_update().filter(placement_id=placement_id).order_by("-number")
    found = rows.first()
    return (Timing.read(found.standing), found.author_name) if found is not None else (UNCHANGED, "")


def _overtaken(name: str) -> str:
    if not name:
        return _(
            "Somebody else changed this placement a moment ago. Reload the page to see how it is now; nothing was changed."
        )
    words = _("%(name)s changed this placement a moment ago. Reload the page to see how it is now; nothing was changed.")
    return words % {"name": formats.quoted(name)}


def _check_begun(last: date, first: date | None, placement_id: int) -> None:
    """Refuse a last day before there was a placement: a slip in the year, from which private answers would count their days.

    The day before the first planned one stands for a placement that never took place.
    """
    if first is not None and last < first - DAY:
        words = _("The plan begins on %(day)s, so the last day cannot be earlier than the day before. Check the year.")
        raise Invalid(fields={"last": [words % {"day": formats.day_and_year(first)}]})
    if first is None:
        made = timezone.localtime(Placement.objects.values_list("created", flat=True).get(pk=placement_id)).date()
        if last < made:
            words = _("This placement was made on %(day)s, so it cannot have ended earlier. Check the year.")
            raise Invalid(fields={"last": [words % {"day": formats.day_and_year(made)}]})


def _day(typed: date | None, name: str) -> date:
    """Return a day that somebody can have meant."""
    if typed is None:
        raise Invalid(fields={name: [_("Enter a day.")]})
    if abs(typed - timezone.localdate()) > FAR or typed <= date.min + DAY:
        raise Invalid(fields={name: [_("Check the year: this day is too far away.")]})
    return typed
