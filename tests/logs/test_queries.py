"""Queries do not grow with the log. Savepoints are no reading or writing and are not counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment
from internship_xblock.tools.logs.web.block import LogBlock

from ..platform import COURSE
from ..runtime import make_block
from .world import CHECKED, RULES, USAGE, World, words


def count(run: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return sum(1 for query in captured if "SAVEPOINT" not in query["sql"])


def fill(world: World, size: int) -> None:
    """`size` shared entries with two comments each."""
    start = date(2024, 1, 1)
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(
            placement_id=world.placement_id, course_key=COURSE, usage_key=USAGE, author_id=world.student.user_id,
            author_name="Ola", draft=number + 1, date=start + timedelta(days=number % 700), hours=7, model="driscoll",
            texts={"what": f"Day {number}"}, outcomes=["a1"], sharing="supervisor", shared_at=now,
            shared_revision=2, revision=2,
        )
        for number in range(size)
    )  # fmt: skip
    EntryComment.objects.bulk_create(
        EntryComment(entry_id=pk, author_id=world.mentor.user_id, author_name="Mira", role="mentor", observation="I saw.")
        for pk in list(Entry.objects.values_list("pk", flat=True)) * 2
    )


def measure(world: World) -> dict[str, int]:
    found = {}
    for name in ("mentor", "student"):
        actor: Actor = getattr(world, name)
        found[f"list {name}"] = count(lambda a=actor: logs.list_entries(a, placement=world.placement_id, usage_key=USAGE))
        found[f"open {name}"] = count(lambda a=actor: make_block(LogBlock, a, usage=USAGE).student_view())
    found["write"] = count(lambda: world.write(draft=Entry.objects.count() + 1))
    entry = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=Entry.objects.latest("pk").pk)
    found["save"] = count(
        lambda: logs.edit(world.student, usage_key=USAGE, entry_id=entry.id, revision=1, rules=RULES, typed=words(what="More"))
    )
    found["share"] = count(
        lambda: logs.share(
            world.student, usage_key=USAGE, entry_id=entry.id, revision=2, level="supervisor", rules=RULES,
            confirmed=CHECKED,
        )
    )  # fmt: skip
    world.seen(world.mentor)
    found["save what was read"] = count(
        lambda: logs.edit(
            world.student, usage_key=USAGE, entry_id=entry.id, revision=3, rules=RULES, typed=words(what="Still more")
        )
    )
    return found


@pytest.mark.django_db
def test_budgets_at_ten_and_at_a_thousand(world: World) -> None:
    found = []
    for size in (10, 20, 1000):
        Entry.objects.all().delete()
        fill(world, size)
        found.append(measure(world))
    small, longer, large = found
    assert large == longer, "both have more than a page"
    opened = {name: count for name, count in small.items() if not name.startswith("open")}
    assert opened == {name: longer[name] for name in opened}
    for name in ("mentor", "student"):  # what the entries of earlier pages ask, and which of them came back
        assert longer[f"open {name}"] - small[f"open {name}"] <= 2
    assert small["list mentor"] <= 10
    assert small["list student"] <= 10
    assert small["write"] <= 6
    assert small["save"] <= 6
    assert small["save what was read"] <= 6
    assert small["share"] <= 12  # two of them write down who is told


def test_pages_show_every_entry_once(world: World) -> None:
    fill(world, 45)
    seen: list[int] = []
    before = ""
    while True:
        page = logs.list_entries(world.mentor, placement=world.placement_id, usage_key=USAGE, before=before)
        seen += [entry.id for entry in page.entries]
        before = page.next_before
        if not before:
            break
    assert len(seen) == len(set(seen)) == 45
    days = dict(Entry.objects.values_list("pk", "date"))
    assert [(days[pk], pk) for pk in seen] == sorted(((days[pk], pk) for pk in seen), reverse=True)
