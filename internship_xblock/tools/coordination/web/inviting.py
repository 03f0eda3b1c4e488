"""Invitations to the people of a sheet: the letter says what is asked of them, as from every other page."""

from __future__ import annotations

from django.conf import settings as site
from django.utils import timezone

from ....core.actor import Actor
from ....ui.pages.blocks import Blocks
from ...placements import api as placements
from ...placements.api import PLACEMENT, PartyRow, PlacementView
from ...plans.web.block import PlanBlock
from ..api import PlanPlace


def plan_place(course_key: str) -> PlanPlace | None:
    """Return the plan of a course that internships begin with; None where it has none."""
    blocks = Blocks("plan", "internship_plan", PlanBlock)
    usage_key = blocks.first(course_key, PLACEMENT)
    settings = blocks.settings(course_key, usage_key) if usage_key else None
    return PlanPlace(usage_key, settings.layout) if settings is not None else None


class Inviter:
    """Makes a link for somebody, as a coordinator, and has it mailed: see importing/applying.py."""

    def __init__(self, actor: Actor, place: PlanPlace | None) -> None:
        self.actor, self.plan_block = actor, place.usage_key if place is not None else ""

    def __call__(self, view: PlacementView, party: PartyRow, language: str) -> bool:
        """Whether a letter is on its way. Where the site sends no mail no link is made: nobody would have its code."""
        return placements.invite_by_mail(
            self.actor, placement_id=view.id, party_uid=party.uid, address=party.email,
            language=language or site.LANGUAGE_CODE, zone=timezone.get_current_timezone_name(), usage_key=self.plan_block,
        )  # fmt: skip
