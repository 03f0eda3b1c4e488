"""The kinds of statements: for the student, and for the host. Each has its sections, its verbs and whoever issues it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ....core.errors import BadRequest
from ....core.permissions import Role
from ....records.schema import Section
from . import sections

STUDENT, HOST = "student", "host"


@dataclass(frozen=True)
class Kind:
    """A kind of statement. `issuers`: the roles in which it is issued, the first that somebody has counts."""

    name: str
    sections: tuple[Section, ...]
    write: str
    issue: str
    withdraw: str
    issuers: tuple[Role, ...]

    @property
    def by_name(self) -> Mapping[str, Section]:
        return {section.name: section for section in self.sections}


KINDS: Mapping[str, Kind] = {
    STUDENT: Kind(
        STUDENT, (sections.STATEMENT, sections.OUTCOMES), "statement.write", "statement.issue", "statement.withdraw",
        (Role.MENTOR, Role.LEADER, Role.SUPERVISOR),
    ),
    HOST: Kind(
        HOST, (sections.HOSTING,), "hosting.write", "hosting.issue", "hosting.withdraw", (Role.SUPERVISOR, Role.INSTRUCTOR),
    ),
}  # fmt: skip


def kind_of(name: str) -> Kind:
    """Return a kind by its name; BadRequest for what our pages never name."""
    if name not in KINDS:
        raise BadRequest()
    return KINDS[name]


def kind_with(section: str) -> Kind:
    """Return the kind that has a section; BadRequest where none has."""
    for kind in KINDS.values():
        if section in kind.by_name:
            return kind
    raise BadRequest()
