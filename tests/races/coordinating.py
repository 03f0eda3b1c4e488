"""Races of coordinators: two press *Do it*, and two send the same register."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.coordination import api as coordination
from internship_xblock.tools.coordination.importing.models import KnownPlacement, PlacementSheet
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from tests.coordination.files import row, text
from tests.platform import COURSE

from .harness import GivenUp, Racer, at_once, in_turn, person
from .on_pages import failed
from .scenarios import kind

ROWS = 6


def register() -> bytes:
    return text(*(row(id=f"2026-{at}", student=f"Student {at}") for at in range(ROWS)))


def presses(ida: Actor, sheet_id: int) -> Callable[[], Any]:
    """Press until it is done, each press a request with its transaction, as on the page."""

    def invite(view: placements.PlacementView, party: placements.PartyRow, language: str) -> bool:
        return bool(placements.invite(ida, placement_id=view.id, party_uid=party.uid, address=party.email, language=language))

    def press() -> bool:
        return coordination.apply_sheet(ida, course_key=COURSE, sheet_id=sheet_id, place=None, invite=invite, limit=2)

    def go_on() -> None:
        while not run_in_transaction(press):
            pass

    return go_on


def told(racers: list[Racer], *sheets: int) -> str:
    made = Counter(Party.objects.filter(role="student").values_list("name", flat=True))
    links = Invitation.objects.filter(party__role="student").count()
    outcomes = [one for row in PlacementSheet.objects.filter(pk__in=sheets) for one in row.outcomes]
    kinds = Counter(one["kind"] for one in outcomes)
    wrong = []
    if sorted(made.values()) != [1] * ROWS or links != ROWS:
        wrong.append(f"made {dict(made)}, {links} links")
    if kinds != Counter({"made": ROWS, "same": ROWS * (len(sheets) - 1)}):
        wrong.append(f"told {dict(kinds)}: {[one for one in outcomes if one['kind'] == 'refused'][:1]}")
    return failed(racers) or "; ".join(wrong)


def clean(sheets: list[int]) -> None:
    placed = list(KnownPlacement.objects.values_list("placement_id", flat=True))
    KnownPlacement.objects.all().delete()
    PlacementSheet.objects.filter(pk__in=sheets).delete()
    Invitation.objects.filter(party__placement__in=placed).delete()
    Party.objects.filter(placement__in=placed).delete()


@kind
def two_press_do_it(level: str, rng: random.Random) -> str:
    """What a sheet asks for is done once, whoever presses how often."""
    ida = person("staff_ida", is_staff=True)
    sheet_id = coordination.keep_sheet(ida, course_key=COURSE, name="a.csv", content=register())
    racers = at_once([presses(ida, sheet_id)] * 2, level)
    said = told(racers, sheet_id)
    clean([sheet_id])
    return said


@kind
def two_send_the_same_register(level: str, rng: random.Random) -> str:
    """Of two who send the same register, one makes each placement and the other is told that it is there."""
    people = [person(name, is_staff=True) for name in ("staff_ida", "staff_olav")]
    sheets = [coordination.keep_sheet(one, course_key=COURSE, name="a.csv", content=register()) for one in people]
    racers = at_once([presses(one, sheet) for one, sheet in zip(people, sheets, strict=True)], level)
    said = told(racers, *sheets)
    clean(sheets)
    return said


@kind
def a_register_is_applied_while_somebody_in_it_is_forgotten(level: str, rng: random.Random) -> str:
    """Both lock the placements before the sheets: neither waits for what the other holds."""
    ida, emil = person("staff_ida", is_staff=True), person("emil")
    first = coordination.keep_sheet(ida, course_key=COURSE, name="a.csv", content=register())
    presses(ida, first)()
    seat = Party.objects.filter(role="student").order_by("pk")[0]
    Party.objects.filter(pk=seat.pk).update(user=emil.account, joined_at=timezone.now())
    again = text(*(row(id=f"2026-{at}", student=f"Student {at}", mentor=f"Mentor {at}") for at in range(ROWS)))
    sheet_id = coordination.keep_sheet(ida, course_key=COURSE, name="b.csv", content=again)
    works = [presses(ida, sheet_id), lambda: retirement.forget(emil.account)]
    hold = [PlacementSheet.objects.filter(pk__in=[first, sheet_id])]
    with GivenUp() as given_up:
        racers = in_turn(works if rng.random() < 0.5 else works[::-1], level, hold)
    wrong = failed(racers) or (f"{given_up.count} deadlocks" if given_up.count else "")
    if Party.objects.filter(user=emil.account).exists() or PlacementSheet.objects.filter(pk=sheet_id).exists():
        wrong = wrong or "somebody was not forgotten"
    clean([first, sheet_id])
    return wrong
