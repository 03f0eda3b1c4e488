"""Personal links for those who have not joined a placement."""

from __future__ import annotations

from typing import Any

from django.conf import settings as site
from django.urls import NoReverseMatch, reverse

from .....core import permissions
from .....core.actor import Actor
from .....ui.action import Data, action
from ... import api as placements
from ...api import INVITATION_DAYS
from ..placed import PlacedActivity, number


class InvitingActivity(PlacedActivity):
    """An activity that has the people of its placement, and invites them."""

    @action("GET")
    def links(self, actor: Actor, data: Data) -> str:
        return self._links(actor, number(data, "placement"))

    @action()
    def make_link(self, actor: Actor, data: Data) -> str:
        placement_id, uid = number(data, "placement"), data.get("uid", "")
        code = placements.invite(actor, placement_id=placement_id, party_uid=uid)
        return self._links(actor, placement_id, code=code, uid=uid)

    @action()
    def withdraw_link(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        placements.revoke(actor, placement_id=placement_id, invitation_id=number(data, "invitation"))
        return self._links(actor, placement_id)

    def _links(self, actor: Actor, placement_id: int, code: str = "", uid: str = "") -> str:
        placement = placements.get(actor, placement_id=placement_id)
        newest: dict[str, Any] = {}
        for invitation in placements.invitations(actor, placement_id=placement_id):
            newest.setdefault(invitation.party_uid, invitation)
        people = [(party, newest.get(party.uid)) for party in placement.parties if not party.has_joined]
        return self.html(
            "placements/links.html", placement=placement, people=people, code=code, made_for=uid, address=_join_address(code),
            days=INVITATION_DAYS, may_invite=permissions.is_allowed("placement.invite", placement.roles),
        )  # fmt: skip


def _join_address(code: str) -> str:
    """The address a code can be sent as, "" on a site without our pages. A browser keeps what stands after `#` to itself."""
    if not code:
        return ""
    try:
        return f"{getattr(site, 'LMS_ROOT_URL', '') or ''}{reverse('internship_xblock:join')}#{code}"
    except NoReverseMatch:
        return ""
