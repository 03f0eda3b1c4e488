"""What the plans tool tells people of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.events import Happened
from ....core.language import formats
from ....core.notices import Due, NoticeKind, Place, Recipient, ReminderKind, Said
from ....core.times import ChosenTime, chosen_times
from ....ui.pages.addresses import page_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ...placements.web.notices import EVERYBODY, doer_in, everybody
from ...reviews import api as reviews
from .. import api as plans
from ..api import Checkpoint, Dates

BEFORE = (3, 1)  # days
BEFORE_A_WEEKLY = (1,)


def _view(reader: Actor, event: Happened, verb: str = "plan.open") -> PlacementView:
    """The placement as whoever may use the verb sees it. Raises NotFound or NotAllowed for everybody else."""
    return placements.require(reader, verb, event.ids["placement_id"])


def _address(event: Happened) -> str:
    return page_of("plan", event.course_key, event.usage_key, event.ids["placement_id"])


def _commented(reader: Actor, event: Happened) -> Said | None:
    view = _view(reader, event)
    said = plans.conversations(reader, placement=view, usage_key=event.usage_key)
    if event.ids["comment_id"] not in {one.id for one in said if one.text}:
        return None  # taken back, or its author is gone
    words = {"name": doer_in(view, event)}
    return Said(_("%(name)s commented on the plan") % words, _("Read and answer"), _address(event))


def _submitted(reader: Actor, event: Happened) -> Said | None:
    view, number = _view(reader, event), event.ids["version"]
    last = plans.last_version(reader, placement=view, usage_key=event.usage_key)
    if last is None or last.number != number:
        return None
    words = {"name": doer_in(view, event), "number": number}
    mine = plans.agreement(reader, placement=view, usage_key=event.usage_key, number=number).mine
    if mine is not None and mine.must:
        said = _("%(name)s submitted version %(number)d of the plan. It waits for your signature") % words
        return Said(said, _("Read and sign"), _address(event))
    if mine is not None:
        said = _("%(name)s submitted version %(number)d of the plan. You can sign it too") % words
        return Said(said, _("Read and sign"), _address(event))
    return Said(_("%(name)s submitted version %(number)d of the plan") % words, _("Read the plan"), _address(event))


def _signed(reader: Actor, event: Happened) -> Said | None:
    view, number = _view(reader, event, "plan.versions"), event.ids["version"]
    last = plans.last_version(reader, placement=view, usage_key=event.usage_key)
    if last is None or last.number != number:
        return None
    words = {"name": doer_in(view, event), "number": number}
    mine = plans.agreement(reader, placement=view, usage_key=event.usage_key, number=number).mine
    if mine is not None and mine.must:
        said = _("%(name)s signed version %(number)d of the plan. Your signature is missing") % words
        return Said(said, _("Read and sign"), _address(event))
    return Said(_("%(name)s signed version %(number)d of the plan") % words, _("See who has signed"), _address(event))


def _agreed(reader: Actor, event: Happened) -> Said | None:
    view, number = _view(reader, event, "plan.versions"), event.ids["version"]
    if not plans.agreement(reader, placement=view, usage_key=event.usage_key, number=number).is_agreed:
        return None
    said = _("Everybody has signed version %(number)d of the plan") % {"number": number}
    return Said(said, _("Open the agreed plan"), _address(event))


def _to_all_when_agreed(event: Happened) -> Sequence[Recipient]:
    return everybody(event) if event.ids["is_agreed"] else []


def _to_all_until_agreed(event: Happened) -> Sequence[Recipient]:
    return [] if event.ids["is_agreed"] else everybody(event)


def _of_a_plan(event: Happened) -> Sequence[Recipient]:
    """Everybody, where what was reviewed is a plan."""
    return everybody(event) if "plan_id" in event.ids else []


def _standing(reader: Actor, event: Happened) -> str:
    """Where the plan stands with its reviewers, of the attempt that was answered; "" where it was submitted again."""
    view, plan_id = _view(reader, event, "review.standing"), event.ids["plan_id"]
    found = reviews.standing(reader, placement=view, usage_key=event.usage_key, kind=plans.KIND, subject_ids=[plan_id])
    return reviews.status_of(found.get(plan_id), event.ids["attempt"])


def _approved(reader: Actor, event: Happened) -> Said | None:
    if _standing(reader, event) != reviews.APPROVED:
        return None
    return Said(_("The plan was approved"), _("Open the plan"), _address(event))


def _returned(reader: Actor, event: Happened) -> Said | None:
    if _standing(reader, event) != reviews.RETURNED:
        return None
    return Said(_("The reviewer asks for changes to the plan"), _("See what to change"), _address(event))


def _reviewer_commented(reader: Actor, event: Happened) -> Said | None:
    if not _standing(reader, event):
        return None
    return Said(_("The reviewer commented on the plan"), _("Read the comment"), _address(event))


def _moved(reader: Actor, event: Happened) -> Said | None:
    words = {"name": doer_in(_view(reader, event), event)}
    return Said(_("%(name)s moved the dates in the draft of the plan") % words, _("Read the plan"), _address(event))


def _let_in(event: Happened) -> Sequence[Recipient]:
    return placements.seat_of(event.ids["placement_id"], event.ids["for_seat"])


def _allowed(reader: Actor, event: Happened) -> Said | None:
    view = _view(reader, event)
    if not plans.open_plan(
        reader, placement=view, usage_key=event.usage_key, layout=plans.Layout(staff=view.kind == placements.ONBOARDING)
    ).writable:
        return None
    words = {"name": doer_in(view, event)}
    return Said(_("%(name)s lets you edit more of the plan") % words, _("Open the plan"), _address(event))


# -- the days of a plan ----------------------------------------------------------------------------------------------------


def _find(places: Sequence[Place]) -> Sequence[Due]:
    known = _look([place.id for place in places])
    return [
        due
        for place in places
        if place.id in known
        for checkpoint in known[place.id].checkpoints
        for due in _due_of(place, known[place.id], checkpoint)
    ]


def _due_of(place: Place, dates: Dates, checkpoint: Checkpoint) -> Sequence[Due]:
    days = BEFORE_A_WEEKLY if checkpoint.is_weekly else BEFORE
    near = (place.today, place.today + timedelta(days=1))
    return [
        Due(
            key=f"{place.id}|{dates.usage_key}|{checkpoint.uid}|{day.isoformat()}|{before}", on=day - timedelta(days=before),
            recipient=recipient, usage_key=dates.usage_key,
            ids={"placement_id": place.id, "checkpoint": checkpoint.uid, "day": day.isoformat()},
        )
        for day in checkpoint.days
        for before in days
        if day - timedelta(days=before) in near
        for _role, recipient in place.people
    ]  # fmt: skip


def _look(placement_ids: Collection[int]) -> Mapping[int, Any]:
    """The days of plans without those for which people chose a time: of that they are reminded instead. Two queries."""
    found, chosen = plans.dates_of(placement_ids), chosen_times(placement_ids)
    return {pk: _without(dates, chosen.get(pk, ())) for pk, dates in found.items()}


def _without(dates: Dates, chosen: Sequence[ChosenTime]) -> Dates:
    timed = {(one.key, one.day) for one in chosen if not one.is_off}
    left = [replace(one, days=tuple(day for day in one.days if (one.uid, day) not in timed)) for one in dates.checkpoints]
    return replace(dates, checkpoints=left)


def _remind(reader: Actor, event: Happened, dates: Dates, today: date) -> Said | None:
    """A checkpoint that has moved, or is over, is not said."""
    day = date.fromisoformat(event.ids["day"])
    found = next((one for one in dates.checkpoints if one.uid == event.ids["checkpoint"] and day in one.days), None)
    if found is None or day < today or dates.usage_key != event.usage_key:
        return None
    words = {"what": found.label or _("Checkpoint"), "day": formats.day(day)}
    if day == today:
        said = _("Today: %(what)s") % words
    elif day == today + timedelta(days=1):
        said = _("Tomorrow, %(day)s: %(what)s") % words
    else:
        said = _("On %(day)s: %(what)s") % words
    return Said(said, _("Prepare for it in the plan"), _address(event))


KINDS = (
    NoticeKind(
        key="plan.commented", verbs=("plan.comment",), told=everybody, say=_commented, to=EVERYBODY,
        label=gettext_lazy("Somebody comments on the plan"),
    ),
    NoticeKind(
        key="plan.moved", verbs=("plan.move_dates",), told=everybody, say=_moved, to=EVERYBODY,
        label=gettext_lazy("Somebody moves the dates of the plan"),
    ),
    NoticeKind(
        key="plan.submitted", verbs=("plan.submit",), told=everybody, say=_submitted, to=EVERYBODY, concerns_signature=True,
        label=gettext_lazy("A version of the plan is submitted"),
    ),
    NoticeKind(
        key="plan.signed", verbs=("plan.sign",), told=_to_all_until_agreed, say=_signed, to=EVERYBODY, concerns_signature=True,
        label=gettext_lazy("Somebody signs the plan"),
    ),
    NoticeKind(
        key="plan.agreed", verbs=("plan.sign",), told=_to_all_when_agreed, say=_agreed, to=EVERYBODY, concerns_signature=True,
        label=gettext_lazy("Everybody has signed the plan"),
    ),
    NoticeKind(
        key="plan.approved", verbs=("review.approved",), told=_of_a_plan, say=_approved, to=EVERYBODY,
        label=gettext_lazy("The plan is approved"),
    ),
    NoticeKind(
        key="plan.returned", verbs=("review.returned",), told=_of_a_plan, say=_returned, to=EVERYBODY,
        label=gettext_lazy("The reviewer asks for changes to the plan"),
    ),
    NoticeKind(
        key="plan.reviewer_commented", verbs=("review.comment",), told=_of_a_plan, say=_reviewer_commented, to=EVERYBODY,
        label=gettext_lazy("The reviewer comments on the plan"),
    ),
    NoticeKind(
        key="plan.allowed", verbs=("plan.allow",), told=_let_in, say=_allowed, to=gettext_lazy("Who may now edit"),
        label=gettext_lazy("Somebody is allowed to edit parts of the plan"),
    ),
    ReminderKind(
        key="plan.checkpoint", find=_find, look=_look, say=_remind, to=EVERYBODY,
        label=gettext_lazy("A checkpoint is in three days, or tomorrow"),
    ),
)  # fmt: skip
