"""Races of small things: a line of a checklist, the address of a calendar, the letters that wait."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any

from django.db import transaction

from internship_xblock.core.errors import NotFound
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.feeds import api as feeds
from internship_xblock.tools.feeds.models import CalendarFeed
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.checklist.models import ChecklistTick
from internship_xblock.tools.placements.links.models import Invitation, InvitationLetter
from internship_xblock.tools.placements.models import Placement
from tests.seats import LINK, Post, send_letters

from .harness import at_once, in_turn, person
from .on_pages import after_a_look, failed
from .scenarios import Seats, a_world, kind

INSURANCE = placements.Line(id="insurance", text="Insurance", whose="student", seen_by="mentor")
CONTRACT = placements.Line(id="contract", text="Contract", whose="mentor")
LETTERS = 9


@kind
def two_tick_one_line(level: str, rng: random.Random) -> str:
    """The one who gives it and the one who looks at it: both are kept, each under a number of its own, whoever comes first."""
    world = a_world()
    where: dict[str, Any] = {"placement_id": world.placement_id, "lines": [INSURANCE, CONTRACT], "line_id": "insurance"}

    def ticks(actor: Any, kind_of: str, line_id: str = "insurance") -> Any:
        return after_a_look(
            actor, world.placement_id, lambda: placements.tick(actor, **{**where, "line_id": line_id}, kind=kind_of)
        )

    works = [ticks(world.student, "done"), ticks(world.mentor, "seen"), ticks(world.mentor, "done", "contract")]
    hold = [Placement.objects.filter(pk=world.placement_id)]
    racers = in_turn(rng.sample(works, 3), level, hold)
    with transaction.atomic():
        lines = {
            one.line.id: one for one in placements.checklist(world.student, placement=world.placement_id, lines=where["lines"])
        }
    numbers = sorted(ChecklistTick.objects.filter(placement_id=world.placement_id).values_list("number", flat=True))
    insurance, contract = lines["insurance"], lines["contract"]
    wrong = failed(racers)
    if insurance.done is None or insurance.seen is None or contract.done is None or numbers != [1, 2, 3]:
        wrong = wrong or f"{lines}, numbers {numbers}"
    ChecklistTick.objects.all().delete()
    return wrong


@kind
def one_line_is_ticked_in_two_windows(level: str, rng: random.Random) -> str:
    """It is said once."""
    world = a_world()
    tick = after_a_look(
        world.mentor, world.placement_id,
        lambda: placements.tick(
            world.mentor, placement_id=world.placement_id, lines=[CONTRACT], line_id="contract", kind="done"
        ),
    )  # fmt: skip
    racers = at_once([tick] * 3, level)
    count = ChecklistTick.objects.filter(placement_id=world.placement_id).count()
    ChecklistTick.objects.all().delete()
    return failed(racers) or ("" if count == 1 else f"{count} ticks")


@kind
def a_calendar_address_is_made_in_two_windows(level: str, rng: random.Random) -> str:
    """One address opens, and it is one that somebody was told."""
    CalendarFeed.objects.all().delete()
    mira = person("mira")
    make = lambda: run_in_transaction(lambda: (feeds.own(mira), feeds.make(mira))[1])  # noqa: E731
    racers = at_once([make] * 3, level)
    alive = CalendarFeed.objects.filter(revoked_at=None).count()
    opened = [one.value for one in racers if one.value and _opens(one.value)]
    return failed(racers) or ("" if (alive, len(opened)) == (1, 1) else f"{alive} live, {len(opened)} open")


@kind
def a_calendar_address_is_made_while_it_is_ended(level: str, rng: random.Random) -> str:
    """One address opens, or none: never two."""
    CalendarFeed.objects.all().delete()
    mira = person("mira")
    with transaction.atomic():
        feeds.make(mira)
    make = lambda: run_in_transaction(lambda: (feeds.own(mira), feeds.make(mira))[1])  # noqa: E731
    end = lambda: run_in_transaction(lambda: (feeds.own(mira), feeds.end(mira))[1])  # noqa: E731
    racers = at_once(rng.sample([make, make, end, end], 4), level)
    alive = CalendarFeed.objects.filter(revoked_at=None).count()
    return failed(racers) or ("" if alive <= 1 else f"{alive} addresses live")


@kind
def three_send_the_letters(level: str, rng: random.Random) -> str:
    """Each letter goes out once, with a link that opens its seat."""
    seats, post = Seats(LETTERS), Post()
    placements.connect_post(post)
    try:
        with transaction.atomic():
            for at in range(LETTERS):
                placements.invite_by_mail(
                    seats.mira, placement_id=seats.placement_id, party_uid=f"free{at}", address=f"x{at}@example.org"
                )
        racers = at_once([send_letters] * 3, level)
    finally:
        placements.connect_post(None)
    sent = Counter(letter.to for letter in post.sent)
    states = Counter(InvitationLetter.objects.values_list("state", flat=True))
    noted = Invitation.objects.filter(party__placement_id=seats.placement_id, sent_at__isnull=False).count()
    codes = [found for letter in post.sent for found in re.findall(re.escape(LINK) + r"(\S+)", letter.body)]
    with transaction.atomic():
        opened = {placements.see_invitation(person("jon"), code=code).party_name for code in codes}
    right = sorted(sent.values()) == [1] * LETTERS and states == {"sent": LETTERS} and noted == LETTERS
    return failed(racers) or (
        "" if right and len(opened) == LETTERS else f"{sent}, {states}, {noted} noted, {len(opened)} open"
    )


def _opens(code: str) -> bool:
    try:
        feeds.opened(person("jon"), code=code)
    except NotFound:
        return False
    return True
