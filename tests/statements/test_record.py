"""What the operator is told where something that was issued is not as it was recorded."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.records.frozen import digest
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements.models import IssuedStatement, Statement, StatementRecord, Withdrawal
from tests.plans.conftest import Draft

from ..platform import COURSE
from .test_issuing import issue, write

pytestmark = pytest.mark.django_db


def breaks() -> list[str]:
    """All that the operator is told, a line each, without the number of the record."""
    try:
        call_command("verify_plans", stdout=StringIO())
    except CommandError as error:
        _first, *lines = str(error).splitlines()
        return [re.sub(r"^Closing \d+(?:, |: )(.+)\.$", r"\1", line) for line in lines]
    return []


@pytest.fixture
def two(submitted: Draft) -> Draft:
    """A statement and its correction."""
    write(submitted)
    issue(submitted)
    write(submitted, evaluation="Very careful")
    issue(submitted)
    statements.withdraw(submitted.actor, placement_id=submitted.placement_id, number=2, reason="mistake")
    return submitted


def first() -> Any:
    return IssuedStatement.objects.filter(number=1)


def account() -> int:
    return int(get_user_model().objects.create(username="somebody").pk)


TAMPERED: dict[str, tuple[Callable[[], object], list[str]]] = {
    "a changed text": (
        lambda: first().update(canonical='{"a":1}'), ["statement 1: its text is not the one that was issued"],
    ),
    "another text": (
        lambda: first().update(canonical='{"a":1}', sha256=digest("", '{"a":1}')),
        [
            "statement 1: another one was issued in its place",
            "statement 2: it does not follow the statement before it",
        ],
    ),
    "a deleted one": (lambda: IssuedStatement.objects.filter(number=2).delete(), ["statement 2: it was issued and is missing"]),
    "another day": (
        lambda: first().update(frozen_at="2020-01-01T00:00Z"),
        ["statement 1: the record says that it was issued at another time"],
    ),
    "another account": (
        lambda: first().update(author=account()), ["statement 1: it was issued by somebody else than it says"],
    ),
    "another name": (
        lambda: first().update(author_name="Somebody"), ["statement 1: it was issued by somebody else than it says"],
    ),
    "another role": (
        lambda: first().update(issued_role="leader"), ["statement 1: it was issued by somebody else than it says"],
    ),
    "another code": (
        lambda: first().update(code="0" * 16), ["statement 1: it is found under another code than it says"],
    ),
    "another kind": (
        lambda: Statement.objects.update(kind="host"),
        [f"statement {number}: it is of another kind than it says" for number in (1, 2)],
    ),
    "a withdrawal taken back": (
        lambda: Withdrawal.objects.all().delete(), ["withdrawal of statement 2: it was made and is missing"],
    ),
    "another reason": (
        lambda: Withdrawal.objects.update(reason="other"), ["withdrawal of statement 2: it does not say what was recorded"],
    ),
    "all of it deleted": (lambda: Statement.objects.all().delete(), ["it was deleted"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERED)
def test_each_kind_of_break_is_named_and_nothing_else(two: Draft, kind: str) -> None:
    tamper, expected = TAMPERED[kind]
    assert breaks() == []
    tamper()
    found = [re.sub(r"^Closing \d+: ", "", line).rstrip(".") for line in breaks()]
    assert sorted(found) == sorted(expected)


def test_one_moved_to_another_placement_is_named(two: Draft) -> None:
    Statement.objects.update(placement=Placement.objects.create(course_key=COURSE))
    (words,) = breaks()
    assert "it was moved" in words


NOT_IN_THE_CHAIN: dict[Any, set[str]] = {  # what of each table says nothing of what was issued
    Statement: {"id", "created", "shown_at", "named_at"},
    IssuedStatement: {"id"},
    Withdrawal: {"id"},
    StatementRecord: {"id"},
}
COLUMNS = [
    (model, field.attname)
    for model in NOT_IN_THE_CHAIN
    for field in model._meta.concrete_fields
    if field.name not in NOT_IN_THE_CHAIN[model]
]


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=lambda value: getattr(value, "__name__", value))
def test_no_column_can_be_changed_unseen(two: Draft, person: Callable[..., Actor], model: Any, column: str) -> None:
    """Also one that somebody adds to these tables later."""
    row = model.objects.order_by("pk").first()
    value = getattr(row, column)
    if column == "author_id":
        changed: Any = person("somebody").account
    elif column == "author_seat_id":
        changed = Party.objects.values_list("pk", flat=True).first()
    elif column == "placement_id" and model is Statement:
        changed = Placement.objects.create(course_key=COURSE).pk
    elif column == "statement_id":
        other = Placement.objects.create(course_key=COURSE)
        changed = Statement.objects.create(placement=other, kind="student", course_key=COURSE).pk
    elif column == "issued_id":
        changed = IssuedStatement.objects.get(number=1).pk
    elif column == "people":
        changed = {name: {**one, "name": "Somebody else"} for name, one in value.items()}
    elif column in ("frozen_at", "at"):
        changed = "2020-01-01T00:00Z"
    else:
        changed = value + 7 if isinstance(value, int) else f"{value}x"[-len(str(value)) or None :]
    model.objects.filter(pk=row.pk).update(**{column: changed})
    assert breaks(), column


def test_what_went_with_the_only_account_is_not_missed(draft: Draft, two: Draft) -> None:
    statement_id = Statement.objects.get().pk
    retirement.forget(two.actor.account)
    assert breaks() == []
    assert list(StatementRecord.objects.values_list("record_id", "kind", "sha256")) == [(statement_id, "erased", "")]
    assert not Statement.objects.exists()


def test_one_that_is_broken_is_shown_with_a_warning(two: Draft) -> None:
    number = {"statement_id": Statement.objects.get().pk, "number": 2}
    assert statements.take_along(two.actor, **number).warning == ""
    for changed in ({"canonical": '{"a":1}'}, {"sha256": "0" * 64}, {"canonical": "no JSON"}):
        IssuedStatement.objects.update(**changed)
        issued = statements.take_along(two.actor, **number)
        assert "This is not the text that was issued" in str(issued.warning)
        assert issued.document["stay"]["trainee"] == ""
    line = statements.open_statement(two.actor, placement=two.placement_id).current
    assert line is not None
    assert "This is not the text that was issued" in str(line.warning)
