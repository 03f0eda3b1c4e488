"""How each line of a checklist stands: open, done, seen, run out. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from .lines import Line

NEAR = timedelta(days=14)  # before something runs out, and before the first day

DONE, SEEN, OPEN = "done", "seen", "open"


@dataclass(frozen=True)
class Tick:
    """That somebody ticked a line: `uid` is their seat's, `by` the name that stands there; "" for who was forgotten.

    `wording` is that of the line as it was read (`Line.wording`); "" where it was not kept.
    """

    uid: str
    at: datetime
    until: date | None = None
    by: str = ""
    wording: str = ""

    def is_of(self, wording: str) -> bool:
        """Return whether it is of a line that says this, as far as is known."""
        return not (self.wording and wording) or self.wording == wording

    def is_over(self, day: date) -> bool:
        """Return whether what was ticked is valid no longer on a day: it is to be done, and seen, once more."""
        return self.until is not None and self.until < day


@dataclass(frozen=True)
class Ticked:
    """What was ticked in a placement: by the line, that it is done and that it was seen. `number` counts the ticks."""

    number: int = 0
    lines: Mapping[str, tuple[Tick | None, Tick | None]] = field(default_factory=dict)

    def after(self, line: str, kind: str, tick: Tick) -> Ticked:
        """Return the same after a tick.

        What is done anew is seen anew where what was seen is over, on the reader's day, or the line was worded otherwise.
        """
        done, seen = self.lines.get(line, (None, None))
        pair: tuple[Tick | None, Tick | None]
        if kind == DONE:
            is_over = seen is None or seen.is_over(timezone.localtime(tick.at).date()) or not seen.is_of(tick.wording)
            pair = (tick, None if is_over else seen)
        else:
            pair = (done, tick) if kind == SEEN else (None, None)
        kept = {key: one for key, one in {**self.lines, line: pair}.items() if any(one)}
        return replace(self, number=self.number + 1, lines=kept)

    @property
    def text(self) -> str:
        """What a row stores of it."""
        lines = {key: [_stored(one) for one in pair] for key, pair in self.lines.items()}
        return json.dumps({"number": self.number, "lines": lines}, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Ticked:
        """Return what a row has stored; nothing for none."""
        if not text:
            return cls()
        known = json.loads(text)
        lines = {key: (_read(done), _read(seen)) for key, (done, seen) in known["lines"].items()}
        return cls(known["number"], lines)


def _stored(tick: Tick | None) -> list[str] | None:
    if tick is None:
        return None
    return [tick.uid, tick.at.isoformat(), tick.until.isoformat() if tick.until else "", tick.wording]


def _read(stored: Sequence[str] | None) -> Tick | None:
    if stored is None:
        return None
    uid, at, until, *wording = stored  # earlier ones were kept without the wording
    day = date.fromisoformat(until) if until else None
    return Tick(uid, datetime.fromisoformat(at), day, wording=wording[0] if wording else "")


@dataclass(frozen=True)
class LineStanding:
    """A line with the ticks that count: those after it was opened again last, of what it says now.

    `was_done` and `was_seen` are of what it said before its author changed it: it is to be looked at again.
    """

    line: Line
    done: Tick | None = None
    seen: Tick | None = None
    was_done: Tick | None = None
    was_seen: Tick | None = None

    @property
    def is_reworded(self) -> bool:
        """Return whether somebody ticked it as it was worded before, and nobody has settled it since."""
        return self.was_done is not None or self.was_seen is not None

    @property
    def last(self) -> Tick | None:
        """The tick that settles it; where it is to be seen, that it was."""
        return self.seen if self.line.seen_by else self.done

    @property
    def until(self) -> date | None:
        return self.last.until if self.last is not None else None

    @property
    def is_ticked(self) -> bool:
        return self.done is not None or self.seen is not None

    def has_run_out(self, today: date) -> bool:
        return self.last is not None and self.last.is_over(today)

    def runs_out_soon(self, today: date) -> bool:
        return self.until is not None and today <= self.until <= today + NEAR

    def is_settled(self, today: date) -> bool:
        return self.last is not None and not self.has_run_out(today)

    def waits_for(self, today: date) -> str:
        """Return the role of those whose turn it is; "" where it is nobody's."""
        if self.is_settled(today):
            return ""
        return self.line.seen_by if self.done is not None and self.line.seen_by and self.seen is None else self.line.whose


def standings(lines: Sequence[Line], ticked: Ticked, names: Mapping[str, str]) -> list[LineStanding]:
    """Return how each line stands. `names` are those of the seats, by their uids."""
    return [_standing(line, *(_named(one, names) for one in ticked.lines.get(line.id, (None, None)))) for line in lines]


def _standing(line: Line, done: Tick | None, seen: Tick | None) -> LineStanding:
    """Tell the ticks of what the line says from those of what it said before; where it is settled these say nothing."""
    of_now = [one if one is not None and one.is_of(line.wording) else None for one in (done, seen)]
    found = LineStanding(line, *of_now)
    if found.last is not None:
        return found
    was_done, was_seen = (None if one is now else one for one, now in zip((done, seen), of_now, strict=True))
    return replace(found, was_done=was_done, was_seen=was_seen)


def _named(tick: Tick | None, names: Mapping[str, str]) -> Tick | None:
    return replace(tick, by=names.get(tick.uid, "")) if tick is not None else None
