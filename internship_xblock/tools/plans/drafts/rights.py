"""Who writes where in a plan: what the owner of the placement decided, and the default of the role for all else. Pure.

Only decisions that differ from the default are kept, by the party's uid and the section, so that a party who comes later, or a
section that the author of the course switches on later, needs none. Where the owner's account is gone nobody could change a
decision any more: then the defaults hold again. Whether a person may write, the table says, of "plan.edit" and `roles_in`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Identity
from ....core.permissions import Role
from ...placements.api import PartyRow, PlacementView


@dataclass(frozen=True)
class Rights:
    """The owner's decisions, `{party uid: {section: whether they write there}}`, as the revision that they are."""

    decided: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)
    revision: int = 0


def read(stored: Any, revision: int) -> Rights:
    """The rights as they are stored; what is no decision is left out."""
    rows = stored.items() if isinstance(stored, dict) else ()
    decided = {
        uid: {name: one for name, one in row.items() if isinstance(one, bool)} for uid, row in rows if isinstance(row, dict)
    }
    return Rights(decided, revision)


def may_be_let(party: PartyRow, section: str) -> bool:
    """Whether the owner has a choice: who takes part is named by those who may name the placement's parties."""
    if party.is_by_link:  # a guest reads, comments and signs
        return False
    return section != "parties" or permissions.is_allowed("placement.name_parties", {Role(party.role)})


def writes(party: PartyRow, section: str, rights: Rights) -> bool:
    """Whether this party writes in this section."""
    decided = rights.decided.get(party.uid, {}).get(section)
    return may_be_let(party, section) and (_by_default(party) if decided is None else decided)


def roles_in(placement: PlacementView, rights: Rights, section: str) -> frozenset[Role]:
    """The roles of the person who was given this placement, with EDITOR where they are let write in this section."""
    held = rights if placement.owner_id is not None else Rights()
    seats = [party for party in placement.parties if party.is_of(placement.seen_by)]
    return placement.roles | ({Role.EDITOR} if any(writes(party, section, held) for party in seats) else frozenset())


def others(placement: PlacementView) -> list[PartyRow]:
    """The parties about whom the owner decides: all but the owner's own seat."""
    return [party for party in placement.parties if not party.identity.is_same(Identity(placement.owner_id))]


def owner_name(placement: PlacementView) -> str:
    """Whom to ask for the right to write."""
    seats = (party.name for party in placement.parties if party.identity.is_same(Identity(placement.owner_id)))
    return next((name for name in seats if name), "") or _("whoever opened this plan")


def decide(
    placement: PlacementView, rights: Rights, ticked: Mapping[str, Collection[str]], sections: Iterable[str]
) -> dict[str, dict[str, bool]]:
    """The decisions after the owner ticked, for each party of `ticked`, the sections they write in. The others' stay."""
    names = list(sections)
    parties = {party.uid: party for party in others(placement)}
    decided = {uid: dict(row) for uid, row in rights.decided.items() if uid in parties}
    for uid in ticked.keys() & parties.keys():
        party = parties[uid]
        row = decided.setdefault(uid, {})
        for name in names:
            row.pop(name, None)
            wanted = name in ticked[uid]
            if may_be_let(party, name) and wanted != _by_default(party):
                row[name] = wanted
    return {uid: row for uid, row in decided.items() if row}


def _by_default(party: PartyRow) -> bool:
    """Those who submit a plan together fill it in together; leaders and others read and comment."""
    return Role(party.role) in permissions.WRITERS


def seats_let_in(placement: PlacementView, sections: Iterable[str], before: Rights, after: Rights) -> list[int]:
    """The seats that are taken and now write in a section in which they did not."""
    names = list(sections)
    return [
        party.seat_id
        for party in others(placement)
        if party.seat_id is not None
        and party.has_joined
        and any(writes(party, name, after) and not writes(party, name, before) for name in names)
    ]
