"""What the placements api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _

from ...core import permissions
from ...core.actor import Actor, Identity
from ...core.permissions import Role
from .changes.timing import UNCHANGED, Timing
from .words import ONBOARDING, PLACEMENT, role_label


@dataclass(frozen=True)
class PartyRow:
    """A party as shown and typed. `uid` is stable; who sits there is an account (`user_id`), or a guest (`is_by_link`).

    `seat_id` is the id by which a guest is known. `author_id` and `author_name` are who
    last changed what is said of them. None of this is typed: the api keeps it.
    """

    uid: str
    role: str
    name: str = ""
    organisation: str = ""
    email: str = ""
    is_substitute: bool = False
    stand_in: str = ""
    user_id: int | None = None
    joined_at: datetime | None = None
    author_id: int | None = None
    author_name: str = ""
    changed_at: datetime | None = None
    seat_id: int | None = field(default=None, compare=False)  # of a row that was named this moment it is not known yet
    is_by_link: bool = False
    read_upto: int = field(default=0, compare=False)  # the newest message of the thread that whoever sits there was shown
    kind: str = PLACEMENT  # of the placement: what the role is called

    @property
    def has_joined(self) -> bool:
        """Whether somebody sits there, by an account or by a personal link."""
        return self.user_id is not None or self.is_by_link

    @property
    def has_left(self) -> bool:
        """Whether somebody sat there who was forgotten."""
        return self.joined_at is not None and not self.has_joined

    @property
    def identity(self) -> Identity:
        """By what whoever sits there is known; nobody's where nobody does."""
        return Identity(self.user_id, self.seat_id if self.is_by_link and self.user_id is None else None)

    def is_of(self, actor: Actor) -> bool:
        """Return whether the actor sits there."""
        return self.identity.is_same(actor.identity)

    @property
    def role_label(self) -> str:
        return role_label(self.role, self.kind)


def roles_in(actor: Actor, course_key: str, parties: Iterable[PartyRow], owner_id: int | None) -> frozenset[Role]:
    """Return what the actor is in a placement of a course: by their seats, as who began it, and whatever the placement."""
    roles = set(permissions.course_roles(actor, course_key))
    if actor.is_known:
        roles |= {Role(party.role) for party in parties if party.is_of(actor)}
        if owner_id is not None and owner_id == actor.user_id:
            roles.add(Role.OWNER)
    return frozenset(roles)


@dataclass(frozen=True)
class NewestMessage:
    """The last word in the thread of a placement. `by` is "" for somebody who was forgotten."""

    id: int
    at: datetime
    by: str


@dataclass(frozen=True)
class PlacementView:
    """A placement as `seen_by` may see it, with the roles that this person has in it.

    The verbs that only read take it instead of the id, so that a screen of many parts looks its placement up once.
    """

    id: int
    course_key: str
    kind: str
    revision: int
    owner_id: int | None
    changed_by: str
    changed_at: datetime
    parties: tuple[PartyRow, ...]
    roles: frozenset[Role]
    seen_by: Actor
    timing: Timing = UNCHANGED  # the pauses, and the day on which it was ended
    ticked: str = ""  # what was ticked of the checklist, for `Ticked.read`
    newest: NewestMessage | None = None  # of its thread; between those who are in it

    def as_seen_by(self, actor: Actor) -> PlacementView:
        """The same placement in the eyes of somebody else."""
        roles = roles_in(actor, self.course_key, self.parties, self.owner_id)
        return replace(self, roles=roles, seen_by=actor)

    def name_of(self, who: Identity) -> str:
        """The name under which somebody sits here; "" for who does not, or has none.

        Who did something from a seat by a link, and has joined it to an account since, sits there still.
        """
        seat_id = who.seat_id if who.user_id is None else None
        named = [party for party in self.parties if party.name]
        joined = (
            party.name for party in named if seat_id is not None and party.seat_id == seat_id and party.user_id is not None
        )
        return next((party.name for party in named if party.identity.is_same(who)), None) or next(joined, "")

    @property
    def unread(self) -> NewestMessage | None:
        """The last word in the thread, where `seen_by` sits here and was not shown it; None otherwise."""
        mine = [party.read_upto for party in self.parties if party.is_of(self.seen_by)]
        return self.newest if self.newest is not None and mine and self.newest.id > max(mine) else None

    def role_of(self, who: Identity, name: str = "") -> str:
        """The key of the role in which somebody sits here, for the look of what they said; "" for who never did.

        `name` is the one by which they did it: the seat of somebody who has left keeps it.
        """
        sitting = (party.role for party in self.parties if party.identity.is_same(who))
        left = (party.role for party in self.parties if name and party.has_left and party.name == name)
        return next(sitting, "") or next(left, "")

    @property
    def since(self) -> datetime | None:
        """When `seen_by` took a place in it; None for who has none."""
        taken = [party.joined_at for party in self.parties if party.joined_at and party.is_of(self.seen_by)]
        return max(taken, default=None)

    @property
    def role_labels(self) -> list[str]:
        """What `seen_by` is in it, in words; empty for who has no seat."""
        return list(dict.fromkeys(party.role_label for party in self.parties if party.is_of(self.seen_by)))

    @property
    def host(self) -> str:
        """The organisation of the mentor, else of the leader; of one who has left last; "" where none names one."""
        staying = sorted(self.parties, key=lambda party: party.has_left)
        hosting = (p for role in (Role.MENTOR, Role.LEADER) for p in staying if p.role == role)
        return next((party.organisation for party in hosting if party.organisation), "")

    @property
    def others(self) -> list[str]:
        """The names of the others in it, save those by which `seen_by` knows it; a host's name once."""
        parties = (party for party in self.parties if party.name and not party.is_of(self.seen_by))
        names = [party.name for party in parties if not self.title_for_reader.startswith(party.name)]
        hosts = [p.organisation for p in self.parties if p.organisation and p.organisation != self.title_for_reader]
        return list(dict.fromkeys([*names, *hosts]))

    @property
    def missing(self) -> int:
        """How many of the people named in it have not joined."""
        return sum(1 for party in self.parties if party.name and not party.has_joined)

    @property
    def title(self) -> str:
        """What people call it: the student, else the host, else who is there."""
        party = self.title_party
        if party is None:
            return _("Onboarding without names") if self.kind == ONBOARDING else _("Placement without names")
        return party.name if party.role == Role.STUDENT else f"{party.name} ({party.role_label})"

    @property
    def title_party(self) -> PartyRow | None:
        """Whose name the title is; None where nobody is named."""
        wanted = (Role.STUDENT, Role.MENTOR, Role.LEADER, Role.SUPERVISOR)
        return next((party for role in wanted for party in self.parties if party.role == role and party.name), None)

    @property
    def title_for_reader(self) -> str:
        """What it is called in a list of `seen_by`'s own: to its student the host, for all of theirs have their name."""
        is_own = self.title_party is not None and self.title_party.is_of(self.seen_by)
        if not is_own:
            return self.title
        mentors = (f"{p.name} ({p.role_label})" for p in self.parties if p.role == Role.MENTOR and p.name)
        return self.host or (next(mentors, "") if Role.STUDENT in self.roles else "") or self.title


@dataclass(frozen=True)
class PlacementPage:
    """Some of a person's placements. `count` is how many there are from the first of them on, `after` the way to more."""

    rows: tuple[PlacementView, ...] = ()
    count: int = 0
    after: str = ""
