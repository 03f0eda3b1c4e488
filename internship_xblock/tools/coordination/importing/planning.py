"""What a sheet would do to the placements of a course as they are: made, changed, the same, or not, and why. Nothing is stored.

What people have made theirs stays: who has joined keeps their name and their address, and a plan in which somebody wrote
periods keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from ....core.guests import stays
from ...placements import api as placements
from ...placements.api import PARTY_LIMIT, PartyRow, PlacementView
from ..keeping import kept_name
from .models import KnownPlacement
from .sheets import ROLES, Intended, Problem

MADE, CHANGED, SAME, REFUSED = "made", "changed", "same", "refused"


@dataclass(frozen=True)
class Change:
    """What of a placement would be otherwise: of whom, what it says and what it would say."""

    role: str
    what: str  # name, email, organisation
    before: str
    after: str


@dataclass(frozen=True)
class Step:
    """What would be done for one placement of a sheet. `invites` are the roles of those who would get an invitation by mail.

    `rows` are its parties afterwards, `days` the periods that its plan would begin with.
    """

    intended: Intended
    kind: str
    changes: tuple[Change, ...] = ()
    invites: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    rows: tuple[PartyRow, ...] = ()
    view: PlacementView | None = None
    days: Sequence[tuple[date, date]] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to do."""
        return self.kind == SAME and not self.invites


def steps(course_key: str, sheet: Sequence[Intended], *, has_plan: bool) -> list[Step]:
    """Return what each placement of a sheet would come to. Four queries, of however many."""
    known = known_places(course_key, [one.external_id for one in sheet])
    return steps_of(sheet, known, placements.everybody(set(known.values())), has_plan=has_plan)


def steps_of(
    sheet: Sequence[Intended], known: Mapping[str, int], views: Mapping[int, PlacementView], *, has_plan: bool
) -> list[Step]:
    """Return the same of placements that were looked up: `known` are their numbers by the external ids. Two queries."""
    waiting = placements.awaited_seats(set(known.values()))
    planned = stays(set(known.values())) if has_plan else {}
    return [_step(one, views.get(known.get(one.external_id, 0)), waiting, planned, has_plan) for one in sheet]


def known_places(course_key: str, external_ids: Collection[str], lock: bool = False) -> dict[str, int]:
    """Return the placements that a course knows by these ids. One query, with `lock` of the newest."""
    rows = KnownPlacement.objects.filter(course_key=course_key, external_id__in=[one for one in external_ids if one])
    found = rows.select_for_update() if lock else rows
    by_id = dict(found.values_list("external_id", "placement_id"))
    folded = {key.casefold(): pk for key, pk in by_id.items()}  # as MariaDB compares them
    return {one: by_id.get(one, folded.get(one.casefold(), 0)) for one in external_ids if one.casefold() in folded}


def _step(
    one: Intended,
    view: PlacementView | None,
    waiting: Mapping[int, str],
    planned: Mapping[int, object],
    has_plan: bool,
) -> Step:
    if one.problems:
        return Step(one, REFUSED, problems=tuple(one.problems), view=view)
    days = one.periods if has_plan else []
    if view is None:
        rows = tuple(_row(one, role, None) for role in ROLES if _is_named(one, role))
        return Step(one, MADE, invites=_invites(one, rows, waiting), rows=rows, days=days)
    rows, changes, problems = _compared(one, view)
    if problems:
        return Step(one, REFUSED, problems=problems, view=view)
    days = [] if view.id in planned else days
    kind = CHANGED if changes or days else SAME
    return Step(one, kind, changes, _invites(one, rows, waiting), rows=rows, view=view, days=days)


def _compared(one: Intended, view: PlacementView) -> tuple[tuple[PartyRow, ...], tuple[Change, ...], tuple[Problem, ...]]:
    """The parties as they would be, what of them changes, and what cannot."""
    rows = list(view.parties)
    changes: list[Change] = []
    problems: list[Problem] = []
    for role in ROLES:
        if not _is_named(one, role):
            continue
        at = next((at for at, row in enumerate(rows) if row.role == role and not row.is_substitute), None)
        before = rows[at] if at is not None else None
        after = _row(one, role, before)
        changed = _changes(role, before, after)
        if changed and before is not None and before.has_joined:
            words = _(
                "%(name)s has joined. What they are called is theirs; where somebody takes over, say so in the placement."
            )
            problems.append(Problem(one.lines[0], f"{role}_name", words % {"name": before.name or before.role_label}))
            continue
        changes += changed
        if at is None:
            rows.append(after)
        elif changed:
            rows[at] = after
    if len(rows) > PARTY_LIMIT:
        problems.append(Problem(one.lines[0], "", _("A placement has at most %(count)d people.") % {"count": PARTY_LIMIT}))
    return tuple(rows), tuple(changes), tuple(problems)


def _is_named(one: Intended, role: str) -> bool:
    return role in one.names or (role == "mentor" and bool(one.host))


def _row(one: Intended, role: str, before: PartyRow | None) -> PartyRow:
    """A party as the sheet has it; what the sheet leaves empty stays as it was."""
    start = before or PartyRow(uid=placements.new_uid(), role=role)
    host = one.host if role == "mentor" else ""
    return replace(
        start, name=one.names.get(role, "") or start.name, email=one.addresses.get(role, "") or start.email,
        organisation=host or start.organisation,
    )  # fmt: skip


def _changes(role: str, before: PartyRow | None, after: PartyRow) -> list[Change]:
    """What differs, beyond spaces."""
    found = []
    for what in ("name", "email", "organisation"):
        old, new = getattr(before, what) if before is not None else "", getattr(after, what)
        if kept_name(old) != kept_name(new):
            found.append(Change(role, what, old, new))
    return found


def _invites(one: Intended, rows: Sequence[PartyRow], waiting: Mapping[int, str]) -> tuple[str, ...]:
    """The roles of those who have an address, have not joined, and have no link that was sent there."""
    return tuple(
        row.role
        for row in rows
        if row.role in one.addresses and row.email and not row.has_joined and not row.has_left
        and (row.seat_id is None or waiting.get(row.seat_id, "").casefold() != row.email.casefold())
    )  # fmt: skip
