"""A section of a draft: what it holds, and what it holds after a save. Pure.

Beside the answers, `{"rows": [...]}` or `{"values": {...}}`, its data has the rows set aside (`removed`), who wrote which
answer (`written`, authorship.py) and where answers come from that nobody has made theirs (`origins`, provenance.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from . import authorship, provenance
from .schema import REMOVED_LIMIT, Row, Section, removed_of, rows_of, values_of


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
    def marks(self) -> dict[str, dict[str, authorship.Mark]]:
        """Who wrote which answer, by the row's uid ("" for single answers) and the field, see authorship.py."""
        return authorship.marks_of(self.data)

    @cached_property
    def origins(self) -> dict[str, tuple[str, str]]:
        """Where rows (or single answers) come from that were filled in, see provenance.py."""
        return provenance.read(self.data)

    @cached_property
    def standing(self) -> dict[str, str]:
        """Those that still say what was filled in, and that nobody has made theirs."""
        return provenance.standing(self.spec, self.answers, self.origins)

    @cached_property
    def answers(self) -> list[Row]:
        """The rows, or the single answers as the only one."""
        return self.rows if self.spec.has_rows else [{**self.spec.blank(), **self.values}]

    def without_example(self) -> SectionView:
        """The same without what still says what the example says."""
        invented = {key for key, origin in self.standing.items() if origin == provenance.EXAMPLE}
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


def data(
    spec: Section,
    rows: list[Row],
    before: SectionView,
    gone: Mapping[str, Row],
    now: authorship.Mark,
    ours: Collection[str] = (),
) -> dict[str, Any]:
    """The section's data with `rows` as its rows: what is left out goes aside, what is named again comes back.

    `gone` holds, by uid, what was just typed in rows that are leaving, so that not even their last words are lost. `now` marks
    what this save changed. `ours` are the rows (or single answers) that somebody made theirs as they stand.
    """
    if not spec.has_rows:
        values = rows[0] if rows else {}
        marks = authorship.after(spec, {"": before.values}, {"": values}, before.marks, now)
        return _with_origins({"values": values, "written": marks}, spec, [values], before, ours)
    named = {row["uid"] for row in rows}
    leaving = [{**gone.get(row["uid"], row), "at": place} for place, row in enumerate(before.rows) if row["uid"] not in named]
    aside = [row for row in before.removed if row["uid"] not in named] + [row for row in leaving if not spec.is_empty(row)]
    aside = aside[-REMOVED_LIMIT:]
    old, new = ({row["uid"]: row for row in (*there, *here)} for there, here in ((before.removed, before.rows), (aside, rows)))
    marks = authorship.after(spec, old, new, before.marks, now)
    return _with_origins({"rows": rows, "removed": aside, "written": marks}, spec, [*aside, *rows], before, ours)


def _with_origins(
    found: dict[str, Any], spec: Section, rows: Sequence[Row], before: SectionView, ours: Collection[str]
) -> dict[str, Any]:
    """The data with what is still kept of where its answers come from; most sections have nothing of it."""
    known = {row["uid"] for row in (*before.rows, *before.removed)}
    kept = provenance.kept(spec, rows, before.origins, known, ours) if before.origins else {}
    return {**found, "origins": kept} if kept else found


def without_removed(section: SectionView) -> dict[str, Any]:
    """The section's data when what was set aside is gone for good."""
    named = {row["uid"] for row in section.rows}
    marks = {uid: row for uid, row in section.marks.items() if uid in named}
    kept = {key: value for key, value in section.data.items() if key not in ("removed", "origins")}
    left = {uid: list(one) for uid, one in section.origins.items() if uid in named}
    return {**kept, "written": marks, **({"origins": left} if left else {})}
