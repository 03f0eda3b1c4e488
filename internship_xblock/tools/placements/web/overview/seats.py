"""The people of a placement as its page shows them: what each is, and whether they have come in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....core.language import formats
from .....core.today import GOOD, MIND, QUIET, WRONG
from ...api import InvitationRow, PartyRow, PlacementView
from ..links import standing
from ..links.standing import standing_of

_UNDATED = {
    standing.ACCOUNT: (gettext_lazy("joined"), GOOD),
    standing.LINK: (gettext_lazy("joined by link"), GOOD),
    standing.LINK_ENDED: (gettext_lazy("Link has ended"), MIND),
    standing.LEFT: (gettext_lazy("Has left"), QUIET),
    standing.ON_ITS_WAY: (gettext_lazy("Invitation is on its way"), MIND),
    standing.TRIED_AGAIN: (gettext_lazy("Invitation is on its way"), MIND),
    standing.REFUSED: (gettext_lazy("Invitation not delivered: check the address"), WRONG),
    standing.LOST: (gettext_lazy("Invitation not delivered"), WRONG),
    standing.NONE: (gettext_lazy("Not invited yet"), MIND),
    standing.REVOKED: (gettext_lazy("Link has ended"), MIND),
    standing.EXPIRED: (gettext_lazy("Link has ended"), MIND),
}
_ARRIVED = (standing.ACCOUNT, standing.LINK, standing.LINK_ENDED, standing.LEFT)
# Each with the day that it is said of.
_DATED = {
    standing.DECLINED: (gettext_lazy("Declined on %(day)s"), "declined_at", WRONG),
    standing.SENT: (gettext_lazy("Invited on %(day)s"), "sent_at", MIND),
    standing.MADE: (gettext_lazy("Link made on %(day)s"), "created", MIND),
}


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
    return [_seat(view, party, links.get(party.uid, [])) for party in view.parties]


def _seat(view: PlacementView, party: PartyRow, links: Sequence[InvitationRow]) -> Seat:
    words, tone = _in_words(party, standing_of(party, links), links[0] if links else None)
    return Seat(party, words, tone, is_me=party.is_of(view.seen_by))


def _in_words(party: PartyRow, came: str, latest: InvitationRow | None) -> tuple[str, str]:
    """How far somebody has come in, in a few words, and whether that is as it should be."""
    if not party.name and came not in _ARRIVED:
        return _("Not named yet"), MIND
    if latest is not None and came in _DATED:
        words, when, tone = _DATED[came]
        return str(words) % {"day": formats.day(getattr(latest, when))}, tone
    words, tone = _UNDATED[came]
    return str(words), tone
