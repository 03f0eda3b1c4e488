"""Reading statements: what was issued, and what a draft would close. Part of the statements api."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from ....core import permissions
from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.permissions import Role
from ...placements import api as placements
from ...placements.api import PlacementView
from ...plans.api import ToClose
from ..drafts.storage import closed, find, sections_of
from ..models import IssuedStatement, Statement
from ..schema import kinds
from ..schema.kinds import STUDENT, Kind
from . import ledger
from .values import Issued, IssuedLine, StatementView


def open_statement(actor: Actor, *, placement: int | PlacementView, kind: str = STUDENT) -> StatementView:
    """The statement of a placement: its draft for those who read it, and what was issued, the first one first.

    Five queries and the placement's, whatever there is.
    """
    return _views(actor, placement, (kind,))[0]


def open_statements(actor: Actor, *, placement: int | PlacementView) -> tuple[StatementView, ...]:
    """The statements of all kinds, for the screen that has them all. Three queries a kind, two, and the placement's."""
    return _views(actor, placement, tuple(kinds.KINDS))


def _views(actor: Actor, placement: int | PlacementView, names: Sequence[str]) -> tuple[StatementView, ...]:
    chosen, found = [kinds.kind_of(name) for name in names], placements.require(actor, "statement.read", placement)
    plan = closed(actor, found)
    return tuple(_view(actor, found, kind, plan) for kind in chosen)


def _view(actor: Actor, placement: PlacementView, kind: Kind, plan: ToClose) -> StatementView:
    may_write = not actor.masquerading and permissions.is_allowed(kind.write, placement.roles)
    row = find(placement.id, kind)
    is_shown = row is not None and row.shown_at is not None
    reads = may_write or (is_shown and Role.STUDENT in placement.roles and not actor.masquerading)
    lines = [] if row is None else list(ledger.ROWS.filter(statement_id=row.pk).defer("canonical", "people"))
    last = lines[-1].number if lines else 0
    return StatementView(
        kind=kind.name, placement=placement, statement_id=row.pk if row else None, closes=plan, may_write=may_write,
        draft=sections_of(row.pk if row else None, kind) if reads else None,
        issued=tuple(IssuedLine(**shown(one, last)) for one in lines), is_shown=is_shown,
        is_named=row is not None and row.named_at is not None,
    )  # fmt: skip


def standing(actor: Actor, *, placement: int | PlacementView) -> tuple[PlacementView, int] | None:
    """Say how far a placement's statement is: the number of the one that counts, 0 for none; None in an onboarding.

    One query and the placement's.
    """
    entered = placements.require(actor, "statement.read", placement)
    if entered.kind != placements.PLACEMENT:
        return None
    rows = IssuedStatement.objects.filter(statement__placement_id=entered.id, statement__kind=STUDENT).order_by("-number")
    last = rows.values_list("number", "withdrawal").first()
    return entered, last[0] if last is not None and last[1] is None else 0


def standings(actor: Actor, *, views: Sequence[PlacementView]) -> Mapping[int, int]:
    """Say the same of several placements of the actor's, by their numbers, without onboardings. One query."""
    places = [view.id for view in placements.usable(actor, "statement.read", views) if view.kind == placements.PLACEMENT]
    rows = IssuedStatement.objects.filter(statement__placement_id__in=places, statement__kind=STUDENT).order_by("number")
    found = dict.fromkeys(places, 0)
    for place, number, withdrawal in rows.values_list("statement__placement_id", "number", "withdrawal") if places else ():
        found[place] = number if withdrawal is None else 0
    return found


def issued(actor: Actor, *, placement: int | PlacementView, number: int, kind: str = STUDENT) -> Issued:
    """Something issued with its text, NotFound where there is none. Two queries and the placement's."""
    chosen, entered = kinds.kind_of(kind), placements.require(actor, "statement.read", placement)
    return found_in(ledger.ROWS.filter(statement__placement_id=entered.id, statement__kind=chosen.name, number=number))


def own(actor: Actor) -> list[Issued]:
    """All that was issued to the actor as a student, in every course of the site, the oldest first. One query."""
    permissions.require(actor, "statement.own", permissions.course_roles(actor, actor.course_key))
    places = placements.seated(actor, course_key=None, roles=(Role.STUDENT,)).values("placement_id")
    rows = list(
        ledger.ROWS.filter(statement__placement_id__in=places, statement__kind=STUDENT).order_by("statement_id", "number")
    )
    last = {row.statement_id: row.number for row in rows}
    return [issued_view(row, last[row.statement_id]) for row in rows]


def place_of(actor: Actor, *, statement_id: int) -> tuple[str, int]:
    """The course and the placement of a statement, for an address that names it alone. Says nothing else of it. One query."""
    permissions.require(actor, "statement.place_of", permissions.course_roles(actor, actor.course_key))
    found = Statement.objects.filter(pk=statement_id).values_list("course_key", "placement_id").first()
    if found is None:
        raise NotFound()
    return found


def take_along(actor: Actor, *, statement_id: int, number: int) -> Issued:
    """An issued statement, to make documents of: for the parties, and for the instructors of its course.

    Three queries and the placement's. NotFound for everybody else, as where there is no such statement.
    """
    placement_id = Statement.objects.filter(pk=statement_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound()
    placements.require(actor, "statement.take_along", placement_id)
    return found_in(ledger.ROWS.filter(statement_id=statement_id, number=number))


def found_in(rows: QuerySet[IssuedStatement]) -> Issued:
    """The only one of these, with what became of it; NotFound for none. Two queries."""
    row = rows.first()
    if row is None:
        raise NotFound()
    numbers = IssuedStatement.objects.filter(statement_id=row.statement_id).order_by("-number")
    return issued_view(row, numbers.values_list("number", flat=True)[0])


def shown(row: IssuedStatement, last: int) -> dict[str, Any]:
    """What a list says of one."""
    withdrawal = getattr(row, "withdrawal", None)
    return {
        "number": row.number, "issued_at": row.frozen_at, "issued_by": row.author_name, "role": row.issued_role,
        "sha256": row.sha256, "kind": row.statement.kind, "code": row.code,
        "replaced_by": row.number + 1 if row.number < last else None,
        "withdrawn_at": withdrawal.at if withdrawal else None, "reason": withdrawal.reason if withdrawal else "",
        "is_recorded": getattr(row, "is_recorded", True),
    }  # fmt: skip


def issued_view(row: IssuedStatement, last: int) -> Issued:
    return Issued(
        **shown(row, last), statement_id=row.statement_id, canonical=row.canonical, previous_sha256=row.previous_sha256,
        people=row.people,
    )  # fmt: skip
