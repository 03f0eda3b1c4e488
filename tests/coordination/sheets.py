"""Sheets as a coordinator sends them: kept, looked at, done."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from internship_xblock.core.actor import Actor
from internship_xblock.tools.coordination import api
from internship_xblock.tools.coordination.web.inviting import Inviter
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from tests.pages.conftest import PLAN_BLOCK
from tests.platform import COURSE

from .files import text

PLACE = api.PlanPlace(PLAN_BLOCK, plans.Layout())


def nobody(_view: Any, _party: Any, _language: str) -> bool:
    return False


def send(ida: Actor, *rows: list[str]) -> int:
    return api.keep_sheet(ida, course_key=COURSE, name="register.csv", content=text(*rows))


def see(ida: Actor, sheet_id: int) -> api.SheetView:
    return api.see_sheet(ida, course_key=COURSE, sheet_id=sheet_id, has_plan=True)


def do(ida: Actor, sheet_id: int, invite: Any = nobody, place: api.PlanPlace | None = PLACE) -> list[api.Outcome]:
    with TestCase.captureOnCommitCallbacks(execute=True):
        while not api.apply_sheet(ida, course_key=COURSE, sheet_id=sheet_id, place=place, invite=invite, limit=2):
            pass
    return list(see(ida, sheet_id).outcomes)


def kinds(ida: Actor, *rows: list[str]) -> list[str]:
    return [step.kind for step in see(ida, send(ida, *rows)).steps]


def take_part(ida: Actor, who: Actor, role: str) -> Party:
    """Let somebody take the seat of a role in the placement of the sheet."""
    seat = Party.objects.get(role=role)
    code = placements.invite(ida, placement_id=seat.placement_id, party_uid=seat.uid)
    placements.join(who, course_key=COURSE, code=code)
    return seat


class Letters:
    """Makes links and has them mailed, as the web does; keeps who was called."""

    def __init__(self, ida: Actor) -> None:
        self.invite, self.told = Inviter(ida, None), []  # type: tuple[Inviter, list[str]]

    def __call__(self, view: Any, party: Any, language: str) -> bool:
        self.told.append(party.name)
        return self.invite(view, party, language)
