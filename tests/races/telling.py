"""Races of the notices: what two processes that send at one moment must not do. Kinds of `scenarios.KINDS`, as all others."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices import reminders
from internship_xblock.tools.notices.models import DailyMail, Notice, NoticeChoice, NoticeSweep
from internship_xblock.tools.notices.sending import send_due
from internship_xblock.tools.notices.web.letters import draw
from internship_xblock.tools.plans import api as plans
from tests.logs.world import World
from tests.plans.conftest import USAGE as PLAN
from tests.platform import TestPlatform

from .harness import Racer, at_once


def _failed(racers: list[Racer]) -> str:
    return "; ".join(f"{type(racer.error).__name__} {racer.error}" for racer in racers if racer.error is not None)


def _told(world: World, rng: random.Random) -> None:
    """Let the student comment a few times; whoever is there has an address."""
    get_user_model().objects.filter(email="").update(email="somebody@example.org")
    where: dict[str, Any] = {"placement_id": world.placement_id, "usage_key": PLAN, "section": "contacts"}
    with transaction.atomic():
        for _ in range(rng.randint(1, 3)):
            plans.comment(world.student, **where, text="Who is that?")


def sent_once(level: str, rng: random.Random, world: World) -> str:
    """Three sweeps at once: each notice is in one mail."""
    Notice.objects.all().delete()
    TestPlatform.letters = []
    _told(world, rng)
    waiting, now = Notice.objects.count(), timezone.now() + timedelta(minutes=5)
    racers = at_once([lambda: send_due(draw, now=now)] * 3, level)
    states = Counter(Notice.objects.values_list("state", flat=True))
    people = Notice.objects.values("reader", "reader_seat").distinct().count()
    wrong = [_failed(racers)]
    if states != {"sent": waiting}:
        wrong.append(f"of {waiting} notices {dict(states)}")
    if sum(racer.value.sent for racer in racers if racer.value) != waiting or len(TestPlatform.letters) < people:
        wrong.append(f"{len(TestPlatform.letters)} letters to {people} people")
    said = [letter.headers["Message-ID"] for letter in TestPlatform.letters]
    wrong += [f"{number} twice" for number, count in Counter(said).items() if count > 1]
    return "; ".join(filter(None, wrong))


def one_round(level: str, rng: random.Random, world: World) -> str:
    """Three that look for reminders at once, and a first lease: one goes round, and nobody fails."""
    NoticeSweep.objects.all().delete()
    now = timezone.now()
    racers = at_once([lambda: reminders.plan(now=now)] * 3, level)
    rounds = [racer.value for racer in racers if racer.value]
    return _failed(racers) or ("" if len(rounds) == 1 else f"{len(rounds)} rounds")


def chosen_twice(level: str, rng: random.Random, world: World) -> str:
    """A choice that is pressed twice at once is one choice."""
    racers = at_once([lambda: notices.choose(world.mentor, chosen="daily")] * 3, level)
    return _failed(racers) or ("" if notices.choice(world.mentor) == "daily" else "not chosen")


def clean_up() -> None:
    for model in (Notice, NoticeChoice, DailyMail, NoticeSweep):
        model.objects.all().delete()
