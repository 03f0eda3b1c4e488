"""Reading statements: what was issued, and what a draft would close. Part of the statements api."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans import api as plans
from ..drafts.saving import closed, draft_of, refuse_onboarding, statement_id_of
from ..models import IssuedStatement, Statement
from ..schema.sections import offered
from . import ledger
from .values import Issued, IssuedLine, StatementView, ToState


def open_statement(actor: Actor, *, placement: int | PlacementView) -> StatementView:
    """The statement of a placement: its draft for those who write it, and what was issued, the first one first.

    Five queries and the placement's, whatever there is.
    """
    found = placements.require(actor, "statement.read", placement)
    refuse_onboarding(found)
    may_write = not actor.masquerading and permissions.is_allowed("statement.write", found.roles)
    statement_id = statement_id_of(found.id)
    rows = ledger.ROWS.filter(statement_id=statement_id).defer("canonical", "people")
    lines = [] if statement_id is None else list(rows)
    last = lines[-1].number if lines else 0
    return StatementView(
        placement=found, statement_id=statement_id, closes=plans.to_close(actor, placement=found),
        draft=draft_of(statement_id) if may_write else None, issued=tuple(IssuedLine(**_shown(row, last)) for row in lines),
    )  # fmt: skip


def standing(actor: Actor, *, placement: int | PlacementView) -> tuple[PlacementView, int] | None:
    """Say how far a placement's statement is: the number of the one that counts, 0 for none; None in an onboarding.

    One query and the placement's.
    """
    entered = placements.require(actor, "statement.read", placement)
    if entered.kind != placements.PLACEMENT:
        return None
    numbers = IssuedStatement.objects.filter(statement__placement_id=entered.id).order_by("-number")
    return entered, numbers.values_list("number", flat=True).first() or 0


def version_to_close(actor: Actor, *, placement: int | PlacementView) -> ToState:
    """The version of the plan that a statement would close: whether it is agreed, and what of it can be copied.

    For those who write it. Two queries and the placement's. Raises Invalid where none was submitted.
    """
    entered = placements.require(actor, "statement.write", placement)
    plan = closed(actor, entered)
    return ToState(plan, offered(plan.stay) if plan.version.is_intact else ())


def issued(actor: Actor, *, placement: int | PlacementView, number: int) -> Issued:
    """An issued statement with its text, NotFound where there is none. Two queries and the placement's."""
    entered = placements.require(actor, "statement.read", placement)
    return _found(ledger.ROWS.filter(statement__placement_id=entered.id, number=number))


def place_of(actor: Actor, *, statement_id: int) -> str:
    """The course that a statement belongs to, for an address that names it alone. Says nothing else about it. One query."""
    permissions.require(actor, "statement.place", permissions.course_roles(actor, actor.course_key))
    key = Statement.objects.filter(pk=statement_id).values_list("course_key", flat=True).first()
    if key is None:
        raise NotFound()
    return str(key)


def take_along(actor: Actor, *, statement_id: int, number: int) -> Issued:
    """An issued statement, to make documents of: for the parties, and for the instructors of its course.

    Three queries and the placement's. NotFound for everybody else, as where there is no such statement.
    """
    placement_id = Statement.objects.filter(pk=statement_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound()
    placements.require(actor, "statement.take_along", placement_id)
    return _found(ledger.ROWS.filter(statement_id=statement_id, number=number))


def _found(rows: QuerySet[IssuedStatement]) -> Issued:
    row = rows.first()
    if row is None:
        raise NotFound()
    numbers = IssuedStatement.objects.filter(statement_id=row.statement_id).order_by("-number")
    return issued_view(row, numbers.values_list("number", flat=True)[0])


def _shown(row: IssuedStatement, last: int) -> dict[str, Any]:
    return {
        "number": row.number, "issued_at": row.frozen_at, "issued_by": row.author_name, "role": row.issued_role,
        "sha256": row.sha256, "replaced_by": row.number + 1 if row.number < last else None,
        "is_recorded": getattr(row, "is_recorded", True),
    }  # fmt: skip


def issued_view(row: IssuedStatement, last: int) -> Issued:
    return Issued(
        **_shown(row, last), statement_id=row.statement_id, canonical=row.canonical, previous_sha256=row.previous_sha256,
        people=row.people,
    )  # fmt: skip
