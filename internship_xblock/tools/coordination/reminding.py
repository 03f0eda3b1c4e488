"""Remind people of what is stuck: first who would get which mail and who would not, then the mails. Verbs of this tool's api.

Somebody is reminded once a day, whoever presses and of whatever. Who has not joined gets a new letter with a link; who has is
told by the notices, as they chose to be told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from ...core import events, permissions, standing
from ...core.actor import Actor, Identity
from ...core.errors import BadRequest
from ...core.language.addresses import mail_address
from ...core.permissions import Role
from ..notices import api as notices
from ..notices.api import Choice as Wanted
from ..notices.api import Reader
from ..placements import api as placements
from ..placements.api import PartyRow, PlacementView
from .listing import Choice, Selection
from .models import PlacementState, Reminded

REMIND_LIMIT = 200  # placements looked at together
INVITED, UNSIGNED, SILENT = "invited", standing.UNSIGNED, "silent"
REMINDABLE = (INVITED, UNSIGNED, SILENT)
# Why somebody is not reminded.
NO_ADDRESS, TODAY, DECLINED, NOT_WANTED, NOT_JOINED, GONE = (
    "no_address", "today", "declined", "not_wanted", "not_joined", "gone",
)  # fmt: skip


@dataclass(frozen=True)
class Reminder:
    """One person who is to be reminded of something in a placement, or is not, and why (`skipped`)."""

    view: PlacementView
    party: PartyRow
    address: str
    language: str
    skipped: str = ""


@dataclass(frozen=True)
class Reminders:
    """What a press would do. `is_cut`: more placements are in it than are looked at together."""

    state: str
    placement_ids: tuple[int, ...]
    sent: Sequence[Reminder]
    skipped: Sequence[Reminder]
    is_cut: bool


# Makes a new link for somebody in a placement and has it mailed to them, in a language. Whether it is on its way.
Invite = Callable[[PlacementView, PartyRow, str], bool]


def see_reminders(
    actor: Actor, *, course_key: str, state: str, time: str = "", host: str = "", supervisor: str = "", search: str = "",
    placement_ids: Collection[int] = (),
) -> Reminders:  # fmt: skip
    """Who would be reminded now of the placements that a list with these filters has; of `placement_ids` alone, where given.

    Nothing is sent. Eight queries at most, and one for each word of a search.
    """
    permissions.require(actor, "coordination.see_reminders", permissions.course_roles(actor, course_key))
    choice = Choice(course_key=course_key, state=state, time=time, host=host, supervisor=supervisor, search=search)
    return _reminders(actor, choice, placement_ids)


def remind(actor: Actor, *, course_key: str, state: str, placement_ids: Collection[int], invite: Invite) -> int:
    """Remind those of whom `see_reminders` tells, in these placements; how many there were. Nobody twice on a day."""
    permissions.require(actor, "coordination.remind", permissions.course_roles(actor, course_key))
    found = _reminders(actor, Choice(course_key=course_key, state=state), placement_ids or [0])
    with transaction.atomic():
        for placement_id in sorted({one.view.id for one in found.sent}):  # everybody locks them first, in this order
            placements.require_locked(actor, "placement.set_up", placement_id)
        return sum(_send(actor, state, one, invite) for one in found.sent)


def _reminders(actor: Actor, choice: Choice, placement_ids: Collection[int]) -> Reminders:
    if choice.state not in REMINDABLE or len(placement_ids) > REMIND_LIMIT:
        raise BadRequest()
    rows = Selection.of(choice, timezone.localdate()).chosen()
    rows = rows.filter(pk__in=list(placement_ids)) if placement_ids else rows
    found = list(rows.order_by(choice.way.column, "pk")[: REMIND_LIMIT + 1])
    is_cut, found = len(found) > REMIND_LIMIT, found[:REMIND_LIMIT]
    views = placements.everybody([row.pk for row in found])
    people = list(_people(choice.state, found, views))
    all_of = _with_addresses(choice.state, people, views)
    return Reminders(
        choice.state, tuple(row.pk for row in found), [one for one in all_of if not one.skipped],
        [one for one in all_of if one.skipped], is_cut,
    )  # fmt: skip


def _people(
    state: str, rows: Sequence[PlacementState], views: Mapping[int, PlacementView]
) -> Iterator[tuple[PlacementView, PartyRow]]:
    """Those who are stuck in these placements."""
    for row in rows:
        view = views.get(row.pk)
        has_ended = view is None or view.timing.has_ended(standing.site_today())  # then nobody is awaited any more
        for party in view.parties if view is not None and not has_ended else ():
            is_awaited = {
                INVITED: not party.has_joined and not party.has_left,
                UNSIGNED: party.uid in row.unsigned,
                SILENT: party.role == Role.STUDENT and party.has_joined,
            }[state]
            if view is not None and is_awaited and party.seat_id is not None:
                yield view, party


def _with_addresses(
    state: str, people: Sequence[tuple[PlacementView, PartyRow]], views: Mapping[int, PlacementView]
) -> list[Reminder]:
    """Where each of them is reached, and why some are not. Who must join and was never invited is none of them."""
    found = _not_joined(people, views) if state == INVITED else _joined(state, people, views)
    seats = [one.party.seat_id or 0 for one in found]
    today = set(Reminded.objects.filter(day=standing.site_today(), party_id__in=seats).values_list("party_id", flat=True))
    return [replace(one, skipped=TODAY) if one.party.seat_id in today else one for one in found]


def _not_joined(people: Sequence[tuple[PlacementView, PartyRow]], views: Mapping[int, PlacementView]) -> list[Reminder]:
    links = placements.newest_links(list(views))
    found = []
    for view, party in people:
        if party.seat_id in links:
            sent_to, language, is_declined = links[party.seat_id]
            address = mail_address(party.email or sent_to)
            skipped = DECLINED if is_declined else "" if address else NO_ADDRESS
            found.append(Reminder(view, party, address, notices.language(language), skipped))
    return found


def _joined(state: str, people: Sequence[tuple[PlacementView, PartyRow]], views: Mapping[int, PlacementView]) -> list[Reminder]:
    seated = [party.identity for _view, party in people if party.has_joined]
    readers = notices.readers(seated, views.values()) if seated else {}
    wanted = notices.choices_of(seated) if seated else {}
    found = []
    for view, party in people:
        address, language, skipped = _of_reader(readers.get(party.identity), wanted, view.course_key)
        if not party.has_joined:
            skipped = NOT_JOINED
        elif skipped == NOT_WANTED and state == UNSIGNED:
            skipped = ""  # what concerns a signature reaches everybody
        found.append(Reminder(view, party, address, notices.language(language), skipped))
    return found


def _of_reader(reader: Reader | None, wanted: Mapping[Identity, str], course_key: str) -> tuple[str, str, str]:
    """Where somebody is reached, in which language, and why they are not."""
    if reader is None or reader.is_gone:
        return "", "", GONE
    is_unwanted = wanted.get(reader.identity) == Wanted.SIGNATURES or course_key in reader.opted_out
    return reader.address, reader.language, NO_ADDRESS if not reader.address else NOT_WANTED if is_unwanted else ""


def _send(actor: Actor, state: str, one: Reminder, invite: Invite) -> bool:
    """Remind one person, unless somebody else has had them reminded this moment. False too where no letter can be sent.

    Where it is given up later, they were not reminded either: see `on_lost`.
    """
    try:
        with transaction.atomic():
            noted = Reminded.objects.create(party_id=one.party.seat_id or 0, day=standing.site_today(), state=state)
    except IntegrityError:
        return False
    if state == INVITED:
        went = invite(one.view, replace(one.party, email=one.address), one.language)
        if not went:
            noted.delete()
        return went
    what = {"signing": 1} if state == UNSIGNED else {"writing": 1}
    events.happened(
        actor, "coordination.remind", "", placement_id=one.view.id, for_seat=one.party.seat_id or 0,
        day=standing.site_today().toordinal(), **what,
    )  # fmt: skip
    return True


def on_lost(event: events.MailLost) -> None:
    """Let somebody whom a reminder did not reach be reminded again on the same day. One query."""
    if event.kind == "placement.invite":
        Reminded.objects.filter(party_id=event.ids["seat_of_link"], state=INVITED).delete()
    elif event.kind == "coordination.remind":
        day = date.fromordinal(event.ids["day"])
        state = UNSIGNED if "signing" in event.ids else SILENT
        Reminded.objects.filter(party_id=event.ids["for_seat"], day=day, state=state).delete()
