"""A statement that two people issue, correct or withdraw at the same moment."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection, transaction

from internship_xblock.core.errors import ToolError
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements.models import IssuedStatement, Withdrawal
from tests.statements.story import issue_statement, write_outcomes

from .harness import LEVELS, answers_of, at_once, person
from .scenarios import Filled

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="needs a database that several threads can write to"),
]
ROUNDS = 4
both = pytest.mark.parametrize("level", LEVELS)
ANSWERS = {
    "title": "Sales", "start": "2026-08-24", "end": "2026-08-25", "tasks": "Calls", "evaluation": "Good",
    "family_name": "jonas",
}  # fmt: skip


class Written(Filled):
    """A plan that is over, with a draft that mentor and supervisor may issue."""

    def __init__(self) -> None:
        super().__init__()
        self.submit()
        view = statements.open_statement(self.mira, placement=self.placement_id)
        assert view.closes is not None
        first = view.closes.stay.first
        assert first is not None
        self.answers = {**ANSWERS, "start": first.isoformat(), "end": first.isoformat()}

    def write(self, **changes: str) -> None:
        view = statements.open_statement(self.mira, placement=self.placement_id)
        assert view.draft is not None
        statements.save(
            self.mira, placement_id=self.placement_id, section="statement", revision=view.draft["statement"].revision,
            typed=[{**self.answers, **changes}],
        )  # fmt: skip
        write_outcomes(self.mira, self.placement_id)

    def issues(self, name: str) -> Any:
        actor = person(name)
        with transaction.atomic():
            proof = statements.to_issue(actor, placement_id=self.placement_id)
        return lambda: told(lambda: statements.issue(actor, placement_id=self.placement_id, shown=proof.shown))

    def withdraws(self, name: str, number: int) -> Any:
        actor = person(name)
        where = {"placement_id": self.placement_id, "number": number, "reason": "mistake"}
        return lambda: told(lambda: statements.withdraw(actor, **where))


def told(work: Any) -> str:
    """What somebody is told: "" where it was done."""
    try:
        with transaction.atomic():
            work()
    except ToolError as error:
        return re.sub(r"\d+", "N", str(error.message))
    return ""


@both
def test_of_two_who_issue_it_one_is_told(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setattr("internship_xblock.tools.statements.schema.sections.is_to_come", lambda day: False)
    for _ in range(ROUNDS):
        written = Written()
        written.write()
        answers = answers_of(at_once([written.issues("mira"), written.issues("kari")], level))
        assert sorted(map(bool, answers)) == [False, True], answers
        assert list(IssuedStatement.objects.filter(statement__placement_id=written.placement_id).values_list("number")) == [
            (1,)
        ]


@both
def test_corrected_while_it_is_withdrawn_leaves_one_that_says_which(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    monkeypatch.setattr("internship_xblock.tools.statements.schema.sections.is_to_come", lambda day: False)
    for _ in range(ROUNDS):
        written = Written()
        with transaction.atomic():
            issue_statement(written.mira, written.placement_id, written.answers)
        written.write(evaluation="Very good")
        corrected, withdrawn = answers_of(at_once([written.issues("mira"), written.withdraws("kari", 1)], level))
        assert corrected == "", "the next number is issued whatever became of the first"
        is_withdrawn = Withdrawal.objects.filter(issued__statement__placement_id=written.placement_id).exists()
        assert is_withdrawn is not bool(withdrawn), "who comes too late is told that it was replaced"
