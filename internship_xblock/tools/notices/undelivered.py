"""Who was not reached, for those who can do something about it. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core import events
from ...core.actor import Actor, Identity
from ...core.notices import NoticeKind, kinds
from ..placements import api as placements
from ..placements.api import PartyRow, PlacementView
from .models import Notice

DAYS = 30  # what is older than this is no news
OPTED_OUT = "opted_out"  # they want it so: nobody is to mend it


@dataclass(frozen=True)
class Undelivered:
    """Somebody whom mail did not reach: since when, and in words why. Of what they were to be told it says nothing."""

    view: PlacementView
    party: PartyRow
    since: datetime
    words: str


def undelivered(actor: Actor, *, placement: int | PlacementView) -> list[Undelivered]:
    """Return who in a placement was not reached lately, the newest first. One query and the placement's.

    Who was reached since is not among them. Invitations tell for themselves (placements); of what is said in confidence not
    even a mail that did not arrive is told.
    """
    return in_placements([placements.require(actor, "notice.undelivered", placement)])


def several_undelivered(actor: Actor, *, views: Sequence[PlacementView]) -> list[Undelivered]:
    """Return the same of all of these placements in which the actor may know it. One query at most."""
    return in_placements(placements.usable(actor, "notice.undelivered", views))


def in_placements(views: Sequence[PlacementView]) -> list[Undelivered]:
    """Return the same of all of these, whoever asks. One query at most."""
    if not views:
        return []
    state = Notice.State
    which = Q(state__in=(state.SENT, state.UNDELIVERED)) | Q(state=state.SKIPPED, reason="no_address")
    ended = Notice.objects.filter(
        which, placement_id__in=[view.id for view in views], ended_at__gte=timezone.now() - timedelta(days=DAYS)
    ).exclude(reason=OPTED_OUT)
    confided = [key for key, kind in kinds().items() if isinstance(kind, NoticeKind) and kind.is_confided]
    ended = ended.exclude(kind__in=confided)
    came_by = placements.came_by("reader_seat_id")
    alike = ended.order_by().values_list("placement_id", "reader_id", "reader_seat_id", "state", "reason", came_by)
    last: dict[tuple[int, Identity], tuple[datetime, str, str, bool]] = {}
    for *row, at in alike.annotate(at=Max("ended_at")).order_by("at"):
        place, user_id, seat_id, became, reason, address = row
        last[place, Identity(user_id, seat_id)] = (at, became, reason, bool(address))
    rows = []
    for view in views:
        for party in view.parties:
            at, became, reason, is_fixed = last.get((view.id, party.identity), (None, state.SENT, "", False))
            if at is not None and became != state.SENT:
                rows.append(Undelivered(view, party, at, words_of(reason, party, is_fixed=is_fixed)))
    return sorted(rows, key=lambda row: row.since, reverse=True)


def places_undelivered(placement_ids: Iterable[int]) -> set[int]:
    """Return those of these placements in which something did not reach somebody lately, reached since or not. One query."""
    state = Notice.State
    which = Q(state=state.UNDELIVERED) | Q(state=state.SKIPPED, reason="no_address")
    since = timezone.now() - timedelta(days=DAYS)
    found = Notice.objects.filter(which, placement_id__in=set(placement_ids), ended_at__gte=since).order_by()
    return {pk for pk in found.values_list("placement_id", flat=True).distinct() if pk is not None}


def words_of(reason: str, party: PartyRow, *, is_fixed: bool) -> str:
    """Return why a mail did not arrive, and what helps, in a sentence.

    `is_fixed`: they came by a personal link that was sent to this address, and it stays theirs.
    """
    if reason in ("no_address", "SMTPRecipientsRefused"):
        return _of_address(reason == "no_address", party, is_fixed)
    return _("The mail server did not take the message. It may be out of order: try again later, or send the link yourself.")


def _of_address(is_missing: bool, party: PartyRow, is_fixed: bool) -> str:
    """What helps where it is the address: in an account it is its owner's, and of a link that was opened nobody's to change."""
    if party.user_id is not None:
        if is_missing:
            return _("Their account has no e-mail address that mail can be sent to. Ask them to add one there.")
        return _("The mail server does not know the address of their account. Ask them to correct it there.")
    if is_fixed:
        return _(
            "The address by which they came does not work any more, and it cannot be changed here. Create one more link and "
            "send it yourself. With an account they get mail at its address."
        )
    if is_missing:
        return _("There is no e-mail address that mail can be sent to. Check it, or send the link yourself.")
    return _("The mail server does not know this address. Check how it is spelled.")


def tell_of_lost(rows: Sequence[Notice]) -> None:
    """Publish that these are given up, for whoever counts on somebody having been told."""
    for row in rows:
        lost = events.MailLost(
            course_key=row.course_key, usage_key=row.usage_key, kind=row.ids.get("verb", row.kind), ids=row.ids
        )
        events.publish(lost)
