"""Who was not reached, for those who can do something about it. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core.actor import Actor, Identity
from ..placements import api as placements
from ..placements.api import PartyRow, PlacementView
from .models import Notice

DAYS = 30  # what is older than this is no news


@dataclass(frozen=True)
class Undelivered:
    """Somebody whom mail did not reach: since when, and in words why. Of what they were to be told it says nothing."""

    party: PartyRow
    since: datetime
    words: str


def undelivered(actor: Actor, *, placement: int | PlacementView) -> list[Undelivered]:
    """Return who in a placement was not reached lately, the newest first. Two queries and the placement's.

    Who was reached since is not among them. Invitations tell for themselves (placements).
    """
    view = placements.require(actor, "notice.undelivered", placement)
    lost = Q(state=Notice.State.UNDELIVERED) | Q(state=Notice.State.SKIPPED, reason="no_address")
    here = Notice.objects.filter(placement_id=view.id, ended_at__gte=timezone.now() - timedelta(days=DAYS))
    lines: Iterable[Any] = (
        here.filter(lost).order_by("ended_at").values_list("reader_id", "reader_seat_id", "ended_at", "reason")
    )
    found = _newest(lines)
    reached = here.filter(state=Notice.State.SENT).values("reader_id", "reader_seat_id").annotate(last=Max("ended_at"))
    since = {Identity(row["reader_id"], row["reader_seat_id"]): row["last"] for row in reached.order_by()}
    rows = [
        Undelivered(party, *found[party.identity])
        for party in view.parties
        if party.identity in found
        and found[party.identity][0] > since.get(party.identity, found[party.identity][0] - timedelta(1))
    ]
    return sorted(rows, key=lambda row: row.since, reverse=True)


def _newest(lines: Iterable[tuple[int | None, int | None, datetime, str]]) -> dict[Identity, tuple[datetime, str]]:
    return {Identity(user, seat): (at, words_of(reason)) for user, seat, at, reason in lines}


def words_of(reason: str) -> str:
    """Return why a mail did not arrive, and what helps, in a sentence."""
    if reason == "no_address":
        return _("There is no e-mail address that mail can be sent to. Check it, or send the link yourself.")
    if reason == "SMTPRecipientsRefused":
        return _("The mail server does not know this address. Check how it is spelled.")
    if reason == "opted_out":
        return _("This person has turned off e-mail from the course.")
    return _("The mail server did not take the message. It may be out of order: try again later, or send the link yourself.")
