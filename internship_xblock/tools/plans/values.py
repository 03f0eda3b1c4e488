"""What the plans api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...core import permissions
from ...core.errors import Difference, Words
from ..placements.api import PlacementView
from .drafts import provenance as origins
from .drafts import rights
from .drafts.authorship import Mark, marks_of
from .drafts.rights import Rights
from .drafts.validation import Surroundings
from .rules import Heading
from .schema.layout import Layout
from .schema.sections import Row, Section, removed_of, rows_of, values_of
from .versions import frozen_text
from .versions.signatures import BROKEN_VERSION, Signature

MISSING_VERSIONS = _("Handed in and no longer there: version %(numbers)s. Tell your course team.")


@dataclass(frozen=True)
class SectionView:
    """A section of the draft. `revision` 0 with no `changed_at`: nobody has saved it yet. `is_stored`: it has a row."""

    spec: Section
    data: Mapping[str, Any]
    revision: int = 0
    changed_by: str = ""
    changed_at: datetime | None = None
    is_stored: bool = False

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def rows(self) -> list[Row]:
        return rows_of(self.data)

    @property
    def removed(self) -> list[Row]:
        """Removed rows that can be put back, the last one last, each with its place `at`."""
        return removed_of(self.data)

    @property
    def values(self) -> Row:
        return values_of(self.data)

    @cached_property
    def marks(self) -> dict[str, dict[str, Mark]]:
        """Who wrote which answer, by the row's uid ("" for single answers) and the field, see drafts/authorship.py."""
        return marks_of(self.data)

    @cached_property
    def origins(self) -> dict[str, tuple[str, str]]:
        """Where rows (or single answers) come from that were filled in, see origins.py."""
        return origins.read(self.data)

    @cached_property
    def standing(self) -> dict[str, str]:
        """Those that still say what was filled in, and that nobody has made theirs."""
        return origins.standing(self.spec, self.answers, self.origins)

    @cached_property
    def answers(self) -> list[Row]:
        """The rows, or the single answers as the only one."""
        return self.rows if self.spec.has_rows else [{**self.spec.blank(), **self.values}]

    def without_example(self) -> SectionView:
        """The same without what still says what the example says."""
        invented = {key for key, origin in self.standing.items() if origin == origins.EXAMPLE}
        if not self.spec.has_rows:
            kept = {"values": {name: value for name, value in self.values.items() if name not in invented}}
        else:
            kept = {"rows": [row for row in self.rows if row["uid"] not in invented]}  # type: ignore[dict-item]
        return replace(self, data={**self.data, **kept}) if invented else self

    @property
    def state(self) -> str:
        return self.spec.state(self.data)

    @cached_property
    def is_begun(self) -> bool:
        return not all(self.spec.is_empty(row) for row in self.answers)


@dataclass(frozen=True)
class VersionLine:
    """A version in a list."""

    number: int
    frozen_at: datetime
    frozen_by: str
    sha256: str
    previous_sha256: str
    is_recorded: bool = field(default=True, kw_only=True)  # the record knows a version of this number with this hash
    last_recorded: int | None = field(default=None, kw_only=True)  # the number of the last one that was handed in

    @property
    def warning(self) -> Words:
        """What to say wherever it is shown; "" where it is the one that was handed in, as far as is known."""
        return "" if self.is_recorded else BROKEN_VERSION


@dataclass(frozen=True)
class VersionView(VersionLine):
    """A frozen version with its text. `canonical` is what the hash is over."""

    plan_id: int
    canonical: str

    @cached_property
    def document(self) -> dict[str, Any]:
        return frozen_text.read(self.canonical)

    @property
    def parts(self) -> list[frozen_text.Part]:
        """How it reads, section by section."""
        return frozen_text.outline(self.document)

    @property
    def is_intact(self) -> bool:
        return self.is_recorded and frozen_text.digest(self.previous_sha256, self.canonical) == self.sha256

    @property
    def warning(self) -> Words:
        return "" if self.is_intact else BROKEN_VERSION


@dataclass(frozen=True)
class TakenAlong:
    """A version with all versions before it, the first one first, and the lines for signatures under it.

    `agreed` is the first version before it that all signed: what was agreed to begin with.
    """

    versions: tuple[VersionView, ...]
    signatures: tuple[Signature, ...]
    agreed: VersionView | None = None

    @property
    def version(self) -> VersionView:
        return self.versions[-1]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What whoever reads the version must be told, in words; none where all of it is as it was handed in and signed."""
        said = [self.version.warning] if self.version.warning else []
        numbers = [one.number for one in self.versions]
        gone = [str(number) for number in range(1, self.version.number) if number not in numbers]
        if gone:
            said.append(str(MISSING_VERSIONS) % {"numbers": ", ".join(gone)})
        said += [line.warning % {"name": line.name} for line in self.signatures if line.warning]
        return tuple(str(words) for words in said)


@dataclass(frozen=True)
class PlanView:
    """The draft of a plan as a party sees it. `plan_id` is None until somebody saves something."""

    plan_id: int | None
    placement: PlacementView
    usage_key: str
    layout: Layout
    sections: Mapping[str, SectionView]
    versions: tuple[VersionLine, ...] = ()
    rights: Rights = field(default_factory=Rights)
    has_comments: bool = False

    @cached_property
    def writable(self) -> frozenset[str]:
        """The sections in which the person who looks may write."""
        if self.placement.seen_by.masquerading:
            return frozenset()
        return frozenset(name for name in self.sections if self.may_write(name))

    def may_write(self, section: str) -> bool:
        return permissions.is_allowed("plan.edit", rights.roles_in(self.placement, self.rights, section))

    def document(self, headings: Sequence[Heading]) -> dict[str, Any]:
        data = {name: view.data for name, view in self.sections.items()}
        return frozen_text.build(self.sections["parties"].rows, data, headings, self.layout)

    def around(self, headings: Sequence[Heading]) -> Surroundings:
        outcomes = self.sections["outcomes"]
        return Surroundings(
            headings=headings,
            outcomes=[(row["uid"], row["text"]) for row in outcomes.rows],
            removed_outcomes=frozenset(row["uid"] for row in outcomes.removed),
        )

    @cached_property
    def standing(self) -> dict[str, dict[str, str]]:
        """By section what still says what was filled in: `{section: {row uid, or field: origin}}`."""
        return {name: view.standing for name, view in self.sections.items() if view.standing}

    @property
    def has_example(self) -> bool:
        """Whether something of it still says what the example says, which is invented."""
        return any(origins.EXAMPLE in keys.values() for keys in self.standing.values())

    def without_example(self) -> PlanView:
        """The same without what still says what the example says: that goes along into no other plan."""
        return replace(self, sections={name: view.without_example() for name, view in self.sections.items()})

    @property
    def missing_versions(self) -> list[int]:
        """The numbers of versions that were handed in and are not there any more."""
        if not self.versions:
            return []
        numbers = {one.number for one in self.versions}
        last = max(self.versions[-1].last_recorded or 0, self.versions[-1].number)
        return [number for number in range(1, last + 1) if number not in numbers]

    @property
    def missing_warning(self) -> str:
        gone = [str(number) for number in self.missing_versions]
        return str(MISSING_VERSIONS) % {"numbers": ", ".join(gone)} if gone else ""

    def is_in_last_version(self, document: Mapping[str, Any]) -> bool:
        """Whether the last version says exactly what the draft says now: its `document`."""
        if not self.versions:
            return False
        last = self.versions[-1]
        return frozen_text.digest(last.previous_sha256, frozen_text.canonical(document)) == last.sha256

    @property
    def people(self) -> list[str]:
        """The names to suggest where a person is asked for, each once."""
        return list(dict.fromkeys(row["name"] for row in self.sections["parties"].rows if row["name"]))

    @property
    def changed(self) -> SectionView | None:
        """The section that was saved last."""
        saved = [view for view in self.sections.values() if view.changed_at is not None]
        return max(saved, key=lambda view: view.changed_at.timestamp() if view.changed_at else 0, default=None)


@dataclass(frozen=True)
class Period:
    label: str
    start: date | None
    end: date | None
    hours: float | None


@dataclass(frozen=True)
class Outcome:
    uid: str
    text: str


@dataclass(frozen=True)
class Frame:
    """What other tools read of a plan."""

    periods: Sequence[Period] = ()
    outcomes: Sequence[Outcome] = ()


def differences(section: Section, mine: Sequence[Row], theirs: Sequence[Row], around: Surroundings) -> list[Difference]:
    """Field by field, where what was just typed and what is stored differ."""
    names = dict(around.outcomes)
    headings = {heading.id: heading.text for heading in around.headings}
    stored = {row.get("uid", ""): row for row in theirs}
    typed = {row.get("uid", ""): row for row in mine}
    found = []
    for number, uid in enumerate(dict.fromkeys([*typed, *stored]), start=1):
        here, there = typed.get(uid, section.blank(uid)), stored.get(uid, section.blank(uid))
        for spec in section.fields:
            pair = [frozen_text.in_words(spec, row.get(spec.name, spec.empty), names, headings) for row in (here, there)]
            if pair[0] != pair[1]:
                label = f"{section.row_name} {number}: {spec.label}" if section.has_rows else spec.label
                found.append(Difference(label, *pair))
    return found
