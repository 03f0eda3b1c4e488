"""Races about hosts: placements made twice of one offer, a host kept twice, an answer while they are made."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, Stale
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.api import Answer, Asked, MadeLink, Mentor
from internship_xblock.tools.hosts.models import Host, OfferedPlace, PlaceRequest
from internship_xblock.tools.placements.models import Party, Placement
from tests.platform import COURSE

from .harness import Racer, at_once, person
from .on_pages import failed
from .scenarios import kind

PLACES = 3


def offered(ida: Actor) -> MadeLink:
    host_id = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk")
    day = timezone.localdate()
    asked = Asked(first_day=day, last_day=day + timedelta(days=30), places=PLACES, answer_by=day)
    made = hosts.ask_hosts(ida, host_ids=[host_id], asked=asked)[0]
    hosts.answer_request(
        Actor.stranger(), code=made.code, revision=0, answer=Answer(offered=PLACES, mentors=[Mentor("Mira")])
    )  # fmt: skip
    return made


def placing(actor: Actor, request_id: int) -> Callable[[], Any]:
    """A press, as a request with its transaction in which something was read before."""

    def press() -> tuple[int, ...]:
        hosts.get_request(actor, request_id=request_id)
        return hosts.make_placements(actor, request_id=request_id, place=None).placement_ids

    return lambda: run_in_transaction(press)


def clean() -> None:
    placed = list(OfferedPlace.objects.values_list("placement_id", flat=True))
    Host.objects.all().delete()
    Party.objects.filter(placement__in=placed).delete()
    Placement.objects.filter(pk__in=placed).delete()


@kind
def two_coordinators_create_the_placements(level: str, rng: random.Random) -> str:
    """An offer becomes placements once, and both who pressed are told of the same."""
    ida, kari = person("staff_ida", is_staff=True), person("staff_kari", is_staff=True)
    before, made = Placement.objects.count(), offered(ida)
    racers = at_once([placing(ida, made.request_id), placing(kari, made.request_id), placing(ida, made.request_id)], level)
    count, told = Placement.objects.count() - before, {racer.value for racer in racers}
    clean()
    return failed(racers) or ("" if (count, len(told)) == (PLACES, 1) else f"{count} placements, told {told}")


@kind
def an_answer_changes_while_placements_are_created(level: str, rng: random.Random) -> str:
    """There are as many placements as the answer that counts says, and whoever came late is told."""
    ida = person("staff_ida", is_staff=True)
    before, made = Placement.objects.count(), offered(ida)

    def change() -> str:
        try:
            answer = Answer(offered=1)
            run_in_transaction(
                lambda: hosts.answer_request(Actor.stranger(), code=made.code, revision=1, answer=answer)
            )  # fmt: skip
        except (Invalid, Stale) as error:
            return type(error).__name__
        return "taken"

    racers: list[Racer] = at_once([placing(ida, made.request_id), change], level)
    count, row = Placement.objects.count() - before, PlaceRequest.objects.get(pk=made.request_id)
    clean()
    is_right = count == row.offered == (1 if racers[1].value == "taken" else PLACES)
    return failed(racers) or ("" if is_right else f"{count} placements of {row.offered}, the host was told {racers[1].value}")


@kind
def two_keep_the_same_host(level: str, rng: random.Random) -> str:
    """A name is one host's, and both who kept it come to it."""
    ida, kari = person("staff_ida", is_staff=True), person("staff_kari", is_staff=True)

    def keeping(actor: Actor) -> Callable[[], Any]:
        def press() -> int:
            hosts.find_host(actor, course_key=COURSE, name="Alta Bygg")
            return hosts.keep_host(actor, course_key=COURSE, name="Alta Bygg")

        return lambda: run_in_transaction(press)

    racers = at_once([keeping(ida), keeping(kari)], level)
    count, told = Host.objects.count(), {racer.value for racer in racers}
    clean()
    return failed(racers) or ("" if (count, len(told)) == (1, 1) else f"{count} hosts, told {told}")
