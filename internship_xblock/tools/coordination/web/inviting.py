"""Invitations to the people of a sheet: the letter says what is asked of them, as from every other page."""

from __future__ import annotations

from typing import Any

from django.conf import settings as site
from django.utils import timezone

from ....core.actor import Actor
from ....core.guests import Joining, asked
from ....core.permissions import Role
from ....ui.pages.blocks import Blocks
from ...placements import api as placements
from ...placements.api import PLACEMENT, PartyRow, PlacementView
from ...placements.links.letters import in_words_of
from ...placements.web.links.inviting import join_address
from ...plans.web.block import PlanBlock
from ..api import PlanPlace


def plan_place(course_key: str) -> PlanPlace | None:
    """Return the plan of a course that internships begin with; None where it has none."""
    blocks = Blocks("plan", "internship_plan", PlanBlock)
    usage_key = blocks.first(course_key, PLACEMENT)
    settings = blocks.settings(course_key, usage_key) if usage_key else None
    return PlanPlace(usage_key, settings.layout) if settings is not None else None


class Inviter:
    """Makes a link for somebody and sends it, as a coordinator: see importing/applying.py."""

    def __init__(self, actor: Actor, place: PlanPlace | None) -> None:
        self.actor, self.plan_block = actor, place.usage_key if place is not None else ""

    def __call__(self, view: PlacementView, party: PartyRow, language: str) -> bool:
        """Whether a letter went out. Where the site sends no mail no link is made: nobody would have its code."""
        if not placements.can_send():
            return False
        language = language or site.LANGUAGE_CODE
        code = placements.invite(
            self.actor, placement_id=view.id, party_uid=party.uid, address=party.email, language=language,
            zone=timezone.get_current_timezone_name(), usage_key=self.plan_block,
        )  # fmt: skip
        known: dict[str, Any] = {"placement_id": view.id, "code": code, "link": join_address(code) or code}
        with in_words_of(language, ""):
            student = "" if party.role == Role.STUDENT else view.title
            wanted = asked(Joining(view.course_key, view.id, student, self.plan_block))
            if wanted:
                known |= {"asked": wanted[0].sentence, "minutes": wanted[0].minutes}
        return placements.send_invitation(self.actor, **known)
