"""Times that two people choose, propose, answer or withdraw at the same moment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import AgreedTime, Conversation, TimeAnswer, TimeProposal
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements

from .harness import LEVELS, answers_of, at_once, person
from .test_conversations import Talked, told

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 4
both = pytest.mark.parametrize("level", LEVELS)


class Timed(Talked):
    """The same, with a conversation in nine days."""

    def __init__(self) -> None:
        super().__init__()
        self.on: date = timezone.localdate() + timedelta(days=9)
        row = {"uid": "c2", "kind": "midway", "date": self.on.isoformat(), "about": "Half of it"}
        with transaction.atomic():
            self.save("checkpoints", [row])
        self.which = {"placement_id": self.placement_id, "checkpoint": "c2", "day": self.on.isoformat()}

    def proposes(self, name: str, *clocks: str, revision: int = 0) -> Any:
        actor = person(name)
        view = placements.get(actor, placement_id=self.placement_id)
        people = [party.uid for party in conversations.to_be_there(view, [])]
        given = {"times": [(self.on.isoformat(), clock) for clock in clocks], "minutes": 45, "zone": "UTC", "asked": people}
        return lambda: told(lambda: conversations.propose_times(actor, **self.which, revision=revision, **given))

    @property
    def keys(self) -> list[str]:
        views = conversations.conversations(person("mira"), placement=self.placement_id)
        proposal = next(one.proposal for one in views if one.checkpoint == "c2")
        assert proposal is not None
        return [slot.key for slot in proposal.slots]

    def chooses(self, name: str, key: str) -> Any:
        actor = person(name)
        return lambda: told(lambda: conversations.choose_time(actor, **self.which, revision=1, key=key))

    def ticks(self, name: str, key: str, revision: int = 0) -> Any:
        actor = person(name)
        return lambda: told(lambda: conversations.answer_times(actor, **self.which, revision=revision, ticks={key: "yes"}))

    def withdraws(self, name: str) -> Any:
        actor = person(name)
        return lambda: told(lambda: conversations.withdraw_times(actor, **self.which, revision=1))


@both
def test_of_two_who_choose_one_does_and_the_others_are_told_once(level: str) -> None:
    for _ in range(ROUNDS):
        timed = Timed()
        assert timed.proposes("mira", "10:00", "13:00")() == ""
        first, second = timed.keys
        answers = answers_of(at_once([timed.chooses("mira", first), timed.chooses("kari", second)], level))
        assert sorted(answers) == ["", "stale"], answers
        agreed = AgreedTime.objects.get(conversation__placement_id=timed.placement_id)
        assert agreed.starts_at.hour == (10 if answers[0] == "" else 13)
        assert not TimeProposal.objects.filter(conversation__placement_id=timed.placement_id).exists()
        rows = Notice.objects.filter(kind="conversation.time_chosen", placement_id=timed.placement_id)
        assert len({(row.doer_id, row.doer_seat_id) for row in rows}) == 1


@both
def test_of_two_who_propose_one_is_told_of_the_other(level: str) -> None:
    for _ in range(ROUNDS):
        timed = Timed()
        answers = answers_of(at_once([timed.proposes("mira", "10:00"), timed.proposes("kari", "11:00")], level))
        assert sorted(answers) == ["", "stale"], answers
        assert Conversation.objects.get(placement_id=timed.placement_id).times_revision == 1


@both
def test_a_time_is_chosen_while_the_times_are_withdrawn(level: str) -> None:
    for _ in range(ROUNDS):
        timed = Timed()
        assert timed.proposes("mira", "10:00")() == ""
        (key,) = timed.keys
        chosen, withdrawn = answers_of(at_once([timed.chooses("mira", key), timed.withdraws("kari")], level))
        assert (chosen == "") is not (withdrawn == ""), (chosen, withdrawn)
        assert AgreedTime.objects.filter(conversation__placement_id=timed.placement_id).exists() is (chosen == "")


@both
def test_somebody_ticks_while_a_time_is_chosen(level: str) -> None:
    for _ in range(ROUNDS):
        timed = Timed()
        assert timed.proposes("mira", "10:00")() == ""
        (key,) = timed.keys
        chosen, ticked = answers_of(at_once([timed.chooses("mira", key), timed.ticks("kari", key)], level))
        assert chosen == ""
        assert ticked == "" or "chosen in the meantime" in ticked
        assert not TimeAnswer.objects.filter(proposal__conversation__placement_id=timed.placement_id).exists()


@both
def test_one_person_ticks_in_two_windows(level: str) -> None:
    for _ in range(ROUNDS):
        timed = Timed()
        assert timed.proposes("mira", "10:00", "13:00")() == ""
        first, second = timed.keys
        answers = answers_of(at_once([timed.ticks("kari", first), timed.ticks("kari", second)], level))
        assert sorted(answers) == ["", "stale"], answers
        assert TimeAnswer.objects.filter(proposal__conversation__placement_id=timed.placement_id).count() == 1
