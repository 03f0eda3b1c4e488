"""The people of a placement as its page shows them: what each is, and whether they have come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .....core.language import formats
from .....core.today import GOOD, MIND, QUIET, WRONG
from ...api import InvitationRow, PartyRow, PlacementView


@dataclass(frozen=True)
class Seat:
    """Somebody in a placement. `tone` is that of how far they have come in, `words` say it."""

    party: PartyRow
    words: str
    tone: str
    is_me: bool = False

    @property
    def is_in(self) -> bool:
        """Whether all is as it should be: then it is said quietly."""
        return self.tone == GOOD


def seats_of(view: PlacementView, invitations: Iterable[InvitationRow]) -> list[Seat]:
    """Return the people of a placement, each with how far they have come in. `invitations`: the newest first."""
    links: dict[str, list[InvitationRow]] = {}
    for one in invitations:
        links.setdefault(one.party_uid, []).append(one)
    return [
        Seat(party, *_standing(party, links.get(party.uid, [])), is_me=party.is_of(view.seen_by)) for party in view.parties
    ]  # fmt: skip


def _standing(party: PartyRow, links: Sequence[InvitationRow]) -> tuple[str, str]:
    """How far somebody has come in, in words, and whether that is as it should be."""
    latest = links[0] if links else None
    if party.user_id is not None:
        return _("joined"), GOOD
    if party.is_by_link:
        return (_("joined by link"), GOOD) if any(one.is_alive for one in links) else (_("Link has ended"), MIND)
    if party.has_left:
        return _("Has left"), QUIET
    if not party.name:
        return _("Not named yet"), MIND
    if latest is None:
        return _("Not invited yet"), MIND
    return _awaited(latest)


def _awaited(link: InvitationRow) -> tuple[str, str]:
    """How the newest link stands, by which nobody has come in."""
    if link.state == "declined":
        return _("Declined on %(day)s") % {"day": formats.day(link.declined_at)}, WRONG
    if link.state in ("revoked", "expired"):
        return _("Link has ended"), MIND
    if link.sent_at is not None:
        return _("Invited on %(day)s") % {"day": formats.day(link.sent_at)}, MIND
    return _("Link made on %(day)s") % {"day": formats.day(link.created)}, MIND
