"""What a sheet would do to the placements of a course as they are: made, changed, the same, or not, and why. Nothing is stored.

What people have made theirs stays: who has joined keeps their name and their address, and a plan in which somebody wrote
periods keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from ....core.guests import stays
from ...placements import api as placements
from ...placements.api import PARTY_LIMIT, LastLink, PartyRow, PlacementView
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
    """What would be done for one placement of a sheet. `letters` are those who would get an invitation by mail.

    `rows` are its parties afterwards, `days` the periods that its plan would begin with; `remarks` what stays as it is
    although the sheet says something else.
    """

    intended: Intended
    kind: str
    changes: tuple[Change, ...] = ()
    letters: tuple[PartyRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    rows: tuple[PartyRow, ...] = ()
    view: PlacementView | None = None
    days: Sequence[tuple[date, date]] = ()

    @property
    def invites(self) -> tuple[str, ...]:
        """The roles of those who would get an invitation."""
        return tuple(row.role for row in self.letters)

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to do."""
        return self.kind == SAME and not self.letters


def steps(course_key: str, sheet: Sequence[Intended], *, has_plan: bool) -> list[Step]:
    """Return what each placement of a sheet would come to. Four queries, of however many."""
    known = known_places(course_key, [one.external_id for one in sheet])
    return steps_of(sheet, known, placements.everybody(set(known.values())), has_plan=has_plan)


def steps_of(
    sheet: Sequence[Intended], known: Mapping[str, int], views: Mapping[int, PlacementView], *, has_plan: bool
) -> list[Step]:
    """Return the same of placements that were looked up: `known` are their numbers by the external ids. Two queries."""
    links = placements.last_links(set(known.values()))
    planned = stays(set(known.values())) if has_plan else {}
    return [_step(one, views.get(known.get(one.external_id, 0)), links, planned, has_plan) for one in sheet]


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
    links: Mapping[int, LastLink],
    planned: Mapping[int, object],
    has_plan: bool,
) -> Step:
    if one.problems:
        return Step(one, REFUSED, problems=tuple(one.problems), view=view)
    days = one.periods if has_plan else []
    if view is None:
        rows = tuple(_row(one, role, None) for role in ROLES if _is_named(one, role))
        return Step(one, MADE, letters=_letters(one, rows, links), rows=rows, days=days)
    found = _Compared(one, list(view.parties))
    for role in ROLES:
        if _is_named(one, role):
            found.take(role)
    if len(found.rows) > PARTY_LIMIT:
        found.problem("", _("A placement has at most %(count)d people.") % {"count": PARTY_LIMIT})
    if found.problems:
        return Step(one, REFUSED, problems=tuple(found.problems), view=view)
    days = [] if view.id in planned else days
    return Step(
        one, CHANGED if found.changes or days else SAME, tuple(found.changes), _letters(one, found.named, links),
        remarks=tuple(found.remarks), rows=tuple(found.rows), view=view, days=days,
    )  # fmt: skip


@dataclass
class _Compared:
    """The parties as they would be, what of them changes, what cannot, and what stays. `named` are those of the sheet."""

    one: Intended
    rows: list[PartyRow]
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    named: list[PartyRow] = field(default_factory=list)

    def take(self, role: str) -> None:
        """Compare whom the sheet names in a role with who is there: never with who steps in, or has left."""
        name = _folded(self.one.names.get(role, ""))
        seats = [at for at, row in enumerate(self.rows) if row.role == role and not row.is_substitute]
        here = [at for at in seats if not self.rows[at].has_left]
        at = self._of_name(here, name)
        left = self._of_name([at for at in seats if at not in here], name)
        if seats and not here:
            self.problem(f"{role}_name", _("Whoever was named here has left. Name who comes now in the placement itself."))
        elif left is not None and at is None:
            words = _("%(name)s has left, so this stays as it is in the placement.") % {"name": self.rows[left].name}
            self.remarks.append(Problem(self.one.lines[0], f"{role}_name", words))
        else:
            self._compare(role, at if at is not None else next(iter(here), None))

    def _of_name(self, places: Sequence[int], name: str) -> int | None:
        """Where somebody of this name sits among these; None for nobody, or no name."""
        return next((at for at in places if name and _folded(self.rows[at].name) == name), None)

    def _compare(self, role: str, at: int | None) -> None:
        before = self.rows[at] if at is not None else None
        after = _row(self.one, role, before)
        changed = _changes(role, before, after)
        if changed and before is not None and before.has_joined:
            self._keep_joined(role, before, changed)
            return
        self.changes += changed
        self.named.append(after if changed or before is None else before)
        if at is None:
            self.rows.append(after)
        elif changed:
            self.rows[at] = after

    def _keep_joined(self, role: str, before: PartyRow, changed: Sequence[Change]) -> None:
        """What somebody who has joined is called is theirs. Another address alone is no reason to refuse the rest."""
        known = {"name": before.name or before.role_label}
        if all(one.what == "email" for one in changed):
            words = _("%(name)s has joined, so their address stays as it is.") % known
            self.remarks.append(Problem(self.one.lines[0], f"{role}_email", words))
            return
        words = _("%(name)s has joined. What they are called is theirs; where somebody takes over, say so in the placement.")
        self.problem(f"{role}_name", words % known)

    def problem(self, column: str, words: str) -> None:
        self.problems.append(Problem(self.one.lines[0], column, words))


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
    """What differs, beyond spaces; of an address beyond capital letters."""
    found = []
    for what in ("name", "email", "organisation"):
        old, new = getattr(before, what) if before is not None else "", getattr(after, what)
        plain = _folded if what == "email" else kept_name
        if plain(old) != plain(new):
            found.append(Change(role, what, old, new))
    return found


def _folded(text: str) -> str:
    return kept_name(text).casefold()


def _letters(one: Intended, rows: Sequence[PartyRow], links: Mapping[int, LastLink]) -> tuple[PartyRow, ...]:
    """Those of the named who have an address, have not joined, and are not to be left alone there."""
    return tuple(
        row
        for row in rows
        if row.role in one.addresses and row.email and not row.has_joined
        and not _is_left_alone(row.email, links.get(row.seat_id or 0))
    )  # fmt: skip


def _is_left_alone(address: str, link: LastLink | None) -> bool:
    """Whether somebody has a link there that is good, or had the last one there declined or revoked."""
    if link is None:
        return False
    is_same = _folded(link.address) == _folded(address)
    return (is_same and link.is_waiting) or (link.has_ended and (is_same or not link.address))
