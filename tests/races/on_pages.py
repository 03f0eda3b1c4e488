"""Races on pages of ours, which look at a placement before a verb locks it: what they saw then counts for nothing.

Under REPEATABLE READ a transaction goes on to see what it saw first, unless it looks with a lock.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import SavedButRefused, ToolError
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation, LinkSession
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanSignature, PlanVersion
from tests.plans.conftest import USAGE as PLAN
from tests.seats import Post

from .harness import Racer, in_turn, person
from .scenarios import Filled, Seats, kind


def after_a_look(actor: Actor, placement_id: int, work: Callable[[], Any]) -> Callable[[], Any]:
    """As a page does it: in one transaction, which begins with a look."""
    return lambda: run_in_transaction(lambda: (placements.get(actor, placement_id=placement_id), work())[1])


def failed(racers: list[Racer]) -> str:
    """What somebody met that is no refusal in words."""
    return "; ".join(f"{one.error!r}" for one in racers if one.error is not None and not isinstance(one.error, ToolError))


@kind
def three_sign_from_a_page(level: str, rng: random.Random) -> str:
    """Each signature is stored, and has its line in the ledger."""
    filled = Filled()
    filled.submit()
    where: dict[str, Any] = {"placement_id": filled.placement_id, "usage_key": PLAN, "number": 1}
    shown = PlanVersion.objects.get(plan__placement_id=filled.placement_id).sha256

    def signs(actor: Actor) -> Callable[[], Any]:
        return after_a_look(actor, filled.placement_id, lambda: plans.sign(actor, **where, shown=shown))

    racers = in_turn([signs(who) for who in rng.sample(filled.people, 3)], level, filled.hold)
    stored = PlanSignature.objects.filter(version__plan__placement_id=filled.placement_id).count()
    return failed(racers) or ("" if stored == 3 else f"{stored} of 3 signatures")


@kind
def two_replace_one_link(level: str, rng: random.Random) -> str:
    """One link lives, whoever comes second."""
    seats = Seats()
    seats.code()
    again: dict[str, Any] = {"placement_id": seats.placement_id, "party_uid": "free0", "replaces": True}
    replace = after_a_look(seats.mira, seats.placement_id, lambda: placements.invite(seats.mira, **again))
    racers = in_turn([replace, replace], level, seats.hold)
    alive = Invitation.objects.filter(party__placement_id=seats.placement_id, revoked_at=None).count()
    return failed(racers) or ("" if alive == 1 else f"{alive} links live")


@kind
def wrong_digits_at_once(level: str, rng: random.Random) -> str:
    """Each try is counted."""
    seats, post = Seats(), Post()
    placements.connect_post(post)
    try:
        with transaction.atomic():
            code = placements.invite(
                seats.mira, placement_id=seats.placement_id, party_uid="free0", address="somebody@example.org"
            )
            placements.accept(Actor.stranger(), code=code)
            key = placements.accept(Actor.stranger(), code=code).key
            placements.send_code(Actor.stranger(), key=key, placement_id=seats.placement_id)
        wrong = f"{(int(post.digits) + 1) % 10**6:06d}"
        where: dict[str, Any] = {"key": key, "placement_id": seats.placement_id}

        def tries() -> Any:
            return run_in_transaction(_looks_and_tries)

        def _looks_and_tries() -> Any:
            placements.confirming(Actor.stranger(), **where)
            return placements.confirm(Actor.stranger(), **where, digits=wrong)

        racers = in_turn([tries] * 3, level, seats.hold)
    finally:
        placements.connect_post(None)
    if not all(isinstance(one.error, SavedButRefused) for one in racers):
        return failed(racers) or "wrong digits were taken"
    counted = LinkSession.objects.filter(invitation__party__placement_id=seats.placement_id, opened_at=None).get().code_tries
    return "" if counted == 3 else f"{counted} of 3 tries are counted"


@kind
def a_seat_is_joined_while_its_link_is_withdrawn(level: str, rng: random.Random) -> str:
    """In with an account, or out: never in by a link that had ended."""
    seats = Seats()
    code = seats.code()
    with transaction.atomic():
        key = placements.accept(Actor.stranger(), code=code).key
    link, jon = Invitation.objects.get(party__placement_id=seats.placement_id), person("jon")
    where: dict[str, Any] = {"course_key": jon.course_key, "placement_id": seats.placement_id, "key": key}

    def looks_and_joins() -> Any:
        placements.confirming(Actor.stranger(), key=key, placement_id=seats.placement_id)
        return placements.join_seat(jon, **where)

    revoke = after_a_look(
        seats.mira, seats.placement_id,
        lambda: placements.revoke(seats.mira, placement_id=seats.placement_id, invitation_id=link.pk),
    )  # fmt: skip
    works = [lambda: run_in_transaction(looks_and_joins), revoke]
    rng.shuffle(works)
    racers = in_turn(works, level, seats.hold)
    link.refresh_from_db()
    is_in = bool(seats.sits("jon"))
    ended = link.revoked_at is not None and link.revoked_at <= timezone.now()
    return failed(racers) or ("" if is_in != ended else f"in: {is_in}, ended: {ended}")
