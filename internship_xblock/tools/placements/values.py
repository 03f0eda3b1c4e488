"""What the placements api returns: plain values for reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ...core.actor import Actor
from ...core.permissions import Role
from .words import ONBOARDING, PLACEMENT, role_label


@dataclass(frozen=True)
class PartyRow:
    """A party as shown and typed. `uid` is stable; `user_id` is None until somebody joined.

    `changed_by` is who last changed what is said of them; it is kept by the api, never typed.
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
    changed_by_user_id: int | None = None
    changed_by: str = ""
    changed_at: datetime | None = None
    kind: str = PLACEMENT  # of the placement: what the role is called

    @property
    def has_joined(self) -> bool:
        return self.user_id is not None

    @property
    def role_label(self) -> str:
        return role_label(self.role, self.kind)


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

    @property
    def since(self) -> datetime | None:
        """When `seen_by` took a place in it; None for who has none."""
        taken = [party.joined_at for party in self.parties if party.joined_at and party.user_id == self.seen_by.user_id]
        return max(taken, default=None)

    @property
    def role_labels(self) -> list[str]:
        """What `seen_by` is in it, in words; empty for who has no seat."""
        own = [party for party in self.parties if party.has_joined and party.user_id == self.seen_by.user_id]
        return list(dict.fromkeys(party.role_label for party in own))

    @property
    def others(self) -> list[str]:
        """The names of the others in it, save those the title has; a host's name once."""
        names = [
            p.name for p in self.parties if p.name and p.user_id != self.seen_by.user_id and not self.title.startswith(p.name)
        ]
        return list(dict.fromkeys([*names, *(p.organisation for p in self.parties if p.organisation)]))

    @property
    def missing(self) -> int:
        """How many of the people named in it have not joined."""
        return sum(1 for party in self.parties if party.name and not party.has_joined)

    @property
    def title(self) -> str:
        """What people call it: the student, else the host, else who is there."""
        for wanted in ("student", "mentor", "leader", "supervisor"):
            for party in self.parties:
                if party.role == wanted and party.name:
                    return party.name if wanted == "student" else f"{party.name} ({party.role_label})"
        return _("Onboarding without names") if self.kind == ONBOARDING else _("Placement without names")


@dataclass(frozen=True)
class PlacementPage:
    """Some of a person's placements. `count` is how many there are from the first of them on, `after` the way to more."""

    rows: tuple[PlacementView, ...] = ()
    count: int = 0
    after: str = ""


@dataclass(frozen=True)
class InvitationRow:
    id: int
    party_uid: str
    party_name: str
    role_label: str
    expires: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires > timezone.now()


@dataclass(frozen=True)
class InvitationView:
    """An invitation as its holder sees it before joining. `state`: open, used, revoked, expired.

    Only an open one, or the one this person used, says who invites whom: an old link in a forwarded message tells nothing.
    """

    course_key: str
    state: str
    is_mine: bool = False
    inviter: str = ""
    role_label: str = ""
    party_name: str = ""
    kind: str = PLACEMENT
