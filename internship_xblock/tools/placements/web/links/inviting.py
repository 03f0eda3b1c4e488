"""Inviting with personal links, from every screen that shows the people of a placement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings as site
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .....core import permissions
from .....core.actor import Actor
from .....core.errors import Invalid, NotFound
from .....core.guests import Joining, asked
from .....core.permissions import Role
from .....ui.action import Data, action
from .....ui.refusals import at_fields
from ... import api as placements
from ...api import InvitationRow, PartyRow, PlacementView
from ...links.letters import in_words_of
from ..placed import PlacedActivity, number
from .address import join_address
from .standing import standing_of


@dataclass
class Card:
    """Somebody in a placement, with the links to their seat, the newest first."""

    party: PartyRow
    links: list[InvitationRow] = field(default_factory=list)

    @property
    def latest(self) -> InvitationRow | None:
        return self.links[0] if self.links else None

    @property
    def standing(self) -> str:
        """How far this person has come: see standing.py."""
        return standing_of(self.party, self.links)

    @property
    def alive(self) -> list[InvitationRow]:
        """The links that open the seat now."""
        return [one for one in self.links if one.is_alive]


class InvitingActivity(PlacedActivity):
    """An activity that has the people of its placement, and invites them."""

    @action("GET")
    def links(self, actor: Actor, data: Data) -> str:
        return self._links(actor, number(data, "placement"))

    @action("GET")
    def link_state(self, actor: Actor, data: Data) -> str:
        """How far somebody has come in, and their letter: asked again once the mail server has answered."""
        placement = placements.get(actor, placement_id=number(data, "placement"))
        card = next((one for one in self._people_of(actor, placement) if one.party.uid == data.get("uid", "")), None)
        if card is None:
            raise NotFound()
        return self.html("placements/macros/links.html#person_state", card=card)

    @action()
    def make_link(self, actor: Actor, data: Data) -> str:
        """A link to one seat; with `replaces` the earlier ones end."""
        placement_id, uid = number(data, "placement"), data.get("uid", "")
        with at_fields(f"link-{uid}"):
            return self._made(actor, placement_id, uid, data)

    @action()
    def invite_person(self, actor: Actor, data: Data) -> str:
        """Somebody more in the placement, by name, role and address, and a link for them."""
        placement_id, uid = number(data, "placement"), placements.new_uid()
        before = self.the_placement(actor, data)
        row = PartyRow(uid=uid, role=data.get("role", ""), name=data.get("name", ""), email=data.get("address", ""))
        with at_fields("link-new"):
            if not row.name.strip():
                raise Invalid(fields={"name": [_("Write whom you invite.")]})
            if row.role not in dict(placements.roles_of(before.kind)):
                raise Invalid(fields={"role": [_("Choose a role.")]})
            rows = [*before.parties, row]
            placements.save_parties(actor, placement_id=placement_id, revision=before.revision, rows=rows)
            return self._made(actor, placement_id, uid, data)

    @action()
    def take_over(self, actor: Actor, data: Data) -> str:
        """Somebody who takes over from a party who leaves, and a link for them."""
        placement_id, uid = number(data, "placement"), data.get("uid", "")
        with at_fields(f"over-{uid}"):
            new = placements.substitute(
                actor, placement_id=placement_id, party_uid=uid, name=data.get("name", ""), email=data.get("address", "")
            )
            return self._made(actor, placement_id, new, data)

    @action()
    def withdraw_link(self, actor: Actor, data: Data) -> str:
        placement_id = number(data, "placement")
        placements.revoke(actor, placement_id=placement_id, invitation_id=number(data, "invitation"))
        return self._links(actor, placement_id)

    # -- inside ----------------------------------------------------------------------------------------

    def _made(self, actor: Actor, placement_id: int, uid: str, data: Data) -> str:
        """Make a link, send it where the site sends mail, and show it: it is told only now."""
        language = data.get("language", "") or translation.get_language() or ""
        code = placements.invite(
            actor, placement_id=placement_id, party_uid=uid, address=data.get("address", ""), language=language,
            zone=timezone.get_current_timezone_name(), usage_key=self.usage_id, days=self.settings.link_days,
            replaces="replaces" in data,
        )  # fmt: skip
        link = join_address(code)
        seat = next(one for one in placements.get(actor, placement_id=placement_id).parties if one.uid == uid)
        known: dict[str, Any] = {"placement_id": placement_id, "code": code, "link": link or code}
        known |= self._asked(actor, placement_id, seat, language)
        is_sent = "send" in data and placements.send_invitation(actor, **known)
        letter = placements.letter(actor, **known)
        return self._links(actor, placement_id, code=code, uid=uid, letter=letter, link=link, is_sent=is_sent)

    def _asked(self, actor: Actor, placement_id: int, seat: PartyRow, language: str) -> dict[str, Any]:
        """What a letter says is asked, in its own language; {} where no tool asks anything."""
        view = placements.get(actor, placement_id=placement_id)
        with in_words_of(language, ""):
            student = "" if seat.role == Role.STUDENT else view.title
            found = asked(Joining(view.course_key, placement_id, student, self.usage_id))
            return {"asked": found[0].sentence, "minutes": found[0].minutes} if found else {}

    def _links(self, actor: Actor, placement_id: int, uid: str = "", **made: Any) -> str:
        placement = placements.get(actor, placement_id=placement_id)
        known = {"code": "", "letter": None, "link": "", "is_sent": False}
        return self.html(
            "placements/links.html", placement=placement, people=self._people_of(actor, placement), made_for=uid,
            days=self.settings.link_days, languages=site.LANGUAGES, language=translation.get_language(),
            roles=placements.roles_of(placement.kind), can_send=placements.can_send(),
            may_invite=self._may(actor, placement, "invite"), may_name=self._may(actor, placement, "name_parties"),
            may_replace=self._may(actor, placement, "substitute"), **{**known, **made},
        )  # fmt: skip

    def _people_of(self, actor: Actor, placement: PlacementView) -> list[Card]:
        cards = {party.uid: Card(party) for party in placement.parties if not party.is_of(actor)}
        for link in placements.invitations(actor, placement=placement):
            if link.party_uid in cards:
                cards[link.party_uid].links.append(link)
        return list(cards.values())

    def _may(self, actor: Actor, placement: PlacementView, verb: str) -> bool:
        return not actor.masquerading and permissions.is_allowed(f"placement.{verb}", placement.roles)
