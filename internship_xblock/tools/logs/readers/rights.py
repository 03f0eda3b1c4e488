"""Who may read an entry, and who its readers are. Used by this tool's verbs only."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from ....core import permissions
from ....core.actor import Actor, Identity
from ....core.authorship import by
from ....core.errors import NotFound
from ....core.permissions import Role
from ...placements.api import PartyRow, PlacementView
from ..models import Entry, Sharing
from ..staff_mode import has_course_team
from ..tool import TOOL

READERS = {  # the roles that may read at a level: the rows `log.read_...` of the permission table (tool.py)
    level: TOOL.verbs[f"log.read_{level}"] for level in Sharing.values
}
ANSWERERS = TOOL.verbs["log.answer"]
UNIVERSITY_LEVELS = (
    Sharing.SUPERVISOR,
    Sharing.COHORT,
)  # what the supervisor reads, and is submitted where there are reviewers


def gone() -> NotFound:
    """One sentence for what was taken back, never shared, and never there, so that ids reveal nothing."""
    return NotFound(_("This entry cannot be found. Its author may have taken it back, or you may not have access to it."))


def roles_for(actor: Actor, placement: PlacementView, entry: Entry) -> frozenset[Role]:
    return _roles(placement) | ({Role.AUTHOR} if entry.is_by(actor) else frozenset())


def level_of(sharing: str, is_withheld: bool) -> str:
    """The level that counts: what a mentor asks to keep from the cohort is not shown to it before its author has decided."""
    return Sharing.SUPERVISOR if sharing == Sharing.COHORT and is_withheld else sharing


def _roles(placement: PlacementView) -> frozenset[Role]:
    return placement.roles if has_course_team(placement.kind) else placement.roles - {Role.INSTRUCTOR}


def levels_open_to(actor: Actor, kind: str) -> tuple[str, ...]:
    """The levels at which somebody may be shown entries, as far as their roles allow it.

    All, save for staff who look at the course as somebody else: they read as little as the course team does, as author too.
    """
    if not actor.masquerading:
        return tuple(Sharing.values)
    return tuple(level for level in Sharing.values if Role.INSTRUCTOR in READERS[level]) if has_course_team(kind) else ()


def may_read(actor: Actor, placement: PlacementView, entry: Entry) -> bool:
    level = level_of(entry.sharing, entry.is_withheld)
    roles = roles_for(actor, placement, entry)
    return level in levels_open_to(actor, placement.kind) and permissions.is_allowed(f"log.read_{level}", roles)


def readable(actor: Actor, placement: PlacementView) -> Q:
    """The condition on entries of a placement that `may_read` answers with yes."""
    roles, shown = _roles(placement), levels_open_to(actor, placement.kind)
    levels = [level for level in shown if permissions.is_allowed(f"log.read_{level}", roles)]
    theirs = Q(sharing__in=levels)
    if Sharing.SUPERVISOR not in levels:
        theirs &= ~Q(sharing=Sharing.COHORT, is_withheld=True)
    own = by(actor)
    return theirs | (own & Q(sharing__in=shown) if actor.masquerading else own)


def readers(level: str, placement: PlacementView, author: Identity) -> tuple[tuple[str, ...], bool]:
    """The names of those who may read at a level beside the author, and whether one of them could open it now.

    Who has not joined yet, and who has left, is said so.
    """
    names = []
    roles = READERS[level]
    has_team = is_reviewed(level, placement)
    is_reached = has_team
    for party in placement.parties:
        if party.role in roles and not party.identity.is_same(author):
            names.append(_name_of(party))
            is_reached = is_reached or party.has_joined
    if has_team:
        names.append(_("the reviewers"))
    return tuple(names), is_reached


def is_heard(level: str, placement: PlacementView, author: Identity) -> bool:
    """Whether somebody is here who could answer what is shared at a level, beside the author."""
    roles = READERS[level] & ANSWERERS
    return any(party.role in roles and party.has_joined and not party.identity.is_same(author) for party in placement.parties)


def mentors_of(placement: PlacementView, author: Identity) -> tuple[str, ...]:
    """The names of the mentors who are here to answer an entry: nobody answers their own."""
    mentors = [party for party in placement.parties if party.role == Role.MENTOR and party.has_joined]
    return tuple(party.name or party.role_label for party in mentors if not party.identity.is_same(author))


def is_reviewed(level: str, placement: PlacementView) -> bool:
    """Whether the course's reviewers read what is shared at a level."""
    return Role.INSTRUCTOR in READERS[level] and has_course_team(placement.kind)


def _name_of(party: PartyRow) -> str:
    name = party.name or party.role_label
    if party.has_joined:
        return name
    if party.has_left:
        return _("%(name)s (has left)") % {"name": name}
    return _("%(name)s (has not joined yet)") % {"name": name}
