"""How far somebody has come into a placement: what their links say, for the list of links and for the placement's page."""

from __future__ import annotations

from collections.abc import Sequence

from ...api import InvitationRow, PartyRow

ACCOUNT, LINK, LINK_ENDED, LEFT = "account", "link", "link_ended", "left"
NONE, SENT, MADE, DECLINED, REVOKED, EXPIRED = "none", "sent", "made", "declined", "revoked", "expired"
ON_ITS_WAY, TRIED_AGAIN, REFUSED, LOST = "on_its_way", "tried_again", "refused", "lost"  # as `InvitationRow.mail` has them


def standing_of(party: PartyRow, links: Sequence[InvitationRow]) -> str:
    """Return how far somebody has come: one of the words above. `links` to their seat, the newest first."""
    if party.user_id is not None:
        return ACCOUNT
    if party.is_by_link:
        return LINK if any(one.is_alive for one in links) else LINK_ENDED
    if party.has_left:
        return LEFT
    return _awaited(links[0]) if links else NONE


def _awaited(link: InvitationRow) -> str:
    """How the newest link stands, by which nobody has come in."""
    if link.state == "open":
        return SENT if link.sent_at is not None else link.mail or MADE
    return link.state if link.state in (DECLINED, REVOKED) else EXPIRED
