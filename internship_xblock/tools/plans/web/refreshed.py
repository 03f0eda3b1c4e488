"""Which pieces of a plan's page are out of date when a section was saved. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ....records import authorship
from ....records.schema import Row
from ..api import SectionView


@dataclass(frozen=True)
class Change:
    """A section as it was just saved. `added` and `gone` are the uids of a card that came or went with it, "" for none."""

    view: SectionView
    added: str = ""
    gone: str = ""

    @property
    def rewritten(self) -> set[str]:
        """The rows whose answers this save wrote, "" for single answers; a card that came with it says so itself."""
        fresh = {uid for uid, marks in self.view.marks.items() if authorship.is_of(marks, self.view.changed_at)}
        return fresh - {self.added or None}

    @property
    def retitled(self) -> set[str]:
        """The rows on the page whose cards may be called something else now."""
        has_new_numbers = bool(self.added or self.gone) or self.view.name == "parties"
        return ({row["uid"] for row in self.view.rows} if has_new_numbers else self.rewritten) - {self.added}

    def in_tasks(self, tasks: Sequence[Row], outcomes: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return what changes on the cards of the `tasks` on the page where it was the outcomes that were saved."""
        if not tasks:
            return {"outcomes": [], "ticks": [], "gone": ""}
        ticks = [
            (name, uid, text, uid in row["outcomes"])
            for row in tasks
            for uid, text in outcomes
            if uid == self.added and (name := f"tasks-{row['uid']}-outcomes")
        ]
        return {"outcomes": [pair for pair in outcomes if pair[0] != self.added], "ticks": ticks, "gone": self.gone}
