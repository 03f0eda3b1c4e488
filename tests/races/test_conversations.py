"""A conversation that two people write down, tell of or change at the same moment, and a concern that two answer."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from internship_xblock.core.errors import Stale, ToolError
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import ConcernReader, Conversation, ConversationSection, ConversationText
from internship_xblock.tools.notices.models import Notice

from .harness import LEVELS, answers_of, at_once, person
from .scenarios import Filled

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 4
both = pytest.mark.parametrize("level", LEVELS)


class Talked(Filled):
    """A plan with a conversation a few days ago, of which nobody has written."""

    def __init__(self) -> None:
        super().__init__()
        self.day: date = timezone.localdate() - timedelta(days=3)
        row = {"uid": "c1", "kind": "midway", "date": self.day.isoformat(), "about": "The first week"}
        with transaction.atomic():
            self.save("checkpoints", [row])
        self.which: dict[str, Any] = {"placement_id": self.placement_id, "checkpoint": "c1", "day": self.day.isoformat()}

    def saves(self, name: str, agreed: str, revision: int = 0, *, is_change: bool = False) -> Any:
        actor, typed = person(name), [{"agreed": agreed}]
        known = {"section": "talk", "revision": revision, "typed": typed, "is_change": is_change}
        return lambda: told(lambda: conversations.save(actor, **self.which, **known))

    def tells(self, name: str) -> Any:
        actor = person(name)
        return lambda: told(lambda: conversations.tell(actor, **self.which))


def told(work: Any) -> str:
    """What somebody is told: "" where it was done."""
    try:
        run_in_transaction(work)
    except Stale:
        return "stale"
    except ToolError as error:
        return str(error.message)
    return ""


@both
def test_of_two_who_begin_to_write_one_is_shown_both_texts(level: str) -> None:
    for _ in range(ROUNDS):
        talked = Talked()
        answers = answers_of(at_once([talked.saves("mira", "Monday"), talked.saves("kari", "Tuesday")], level))
        assert sorted(answers) == ["", "stale"], answers
        assert Conversation.objects.filter(placement_id=talked.placement_id).count() == 1
        (row,) = ConversationSection.objects.filter(conversation__placement_id=talked.placement_id)
        assert row.data["values"]["agreed"] == ("Monday" if answers[0] == "" else "Tuesday")


@both
def test_two_who_tell_the_others_tell_them_once(level: str) -> None:
    for _ in range(ROUNDS):
        talked = Talked()
        assert talked.saves("mira", "Monday")() == ""
        assert answers_of(at_once([talked.tells("mira"), talked.tells("kari")], level)) == ["", ""]
        told_of = Notice.objects.filter(kind="conversation.told", placement_id=talked.placement_id)
        assert len({(row.doer_id, row.doer_seat_id) for row in told_of}) <= 1


@both
def test_what_is_saved_while_the_others_are_told_is_in_it_or_refused(level: str) -> None:
    for _ in range(ROUNDS):
        talked = Talked()
        assert talked.saves("mira", "Monday")() == ""
        saved, was_told = answers_of(at_once([talked.saves("kari", "Tuesday", 1), talked.tells("mira")], level))
        assert was_told == ""
        (row,) = ConversationSection.objects.filter(conversation__placement_id=talked.placement_id)
        assert row.data["values"]["agreed"] == ("Monday" if saved else "Tuesday")
        assert not ConversationText.objects.filter(conversation__placement_id=talked.placement_id).exists()


@both
def test_of_two_changes_each_keeps_what_stood_there_or_is_shown_both(level: str) -> None:
    for _ in range(ROUNDS):
        talked = Talked()
        assert talked.saves("mira", "Monday")() == ""
        assert talked.tells("mira")() == ""
        changes = [talked.saves("mira", "Tuesday", 1, is_change=True), talked.saves("kari", "Friday", 1, is_change=True)]
        assert sorted(answers_of(at_once(changes, level))) == ["", "stale"]
        (kept,) = ConversationText.objects.filter(conversation__placement_id=talked.placement_id)
        assert kept.data["values"]["agreed"] == "Monday"


@both
def test_a_concern_that_is_shown_twice_has_each_reader_once(level: str) -> None:
    for _ in range(ROUNDS):
        talked = Talked()
        where = {"placement_id": talked.placement_id}
        with transaction.atomic():
            number = conversations.raise_concern(talked.mira, **where, text="Left alone", to=["kari"])
        shows = partial(conversations.show_to, talked.mira, **where, concern_id=number, uid="jonas")
        assert answers_of(at_once([partial(told, shows)] * 2, level)) == ["", ""]
        assert ConcernReader.objects.filter(concern_id=number).count() == 2
