"""From whatever a plan may start from to rows of this plan. Pure: answers in, rows and remarks out.

The example, an author's template, an earlier plan, a colleague's template and an imported file all come here as a `Source`:
answers by section, in which nothing is trusted. What comes out can be kept as it is: new uids, with the outcomes that a task
serves following theirs; this course's headings; dates on the days of this placement. What does not fit is left out, and a
remark says what and why, in words for whoever presses the button. Nothing here ever raises because of what a source holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...core.numbers import shown
from ...core.text import clean
from ..placements.api import new_uid
from . import frozen_text, origins
from .forms import DAYS_LIMIT, Surroundings, section_form
from .layout import EVERY, Layout
from .rules import PlanRules, heading_words
from .sections import FIRST_YEAR, LAST_YEAR, ROWS_LIMIT, Field, Row, Section, Words

REMARKS_LIMIT = 30  # said in full; of the others only how many
# What is each placement's own and never filled, from whatever it comes: practical, legal and contact answers; here whole
# sections, and below single answers of a section.
OWN_SECTIONS = frozenset({"practical", "contacts", "erasmus_b", "erasmus_insurance", "erasmus_c"})
OWN_ANSWERS: Mapping[str, tuple[str, ...]] = {"erasmus_host": ("contact", "mentor")}
_BESIDE = frozenset({"schema", "layout", "headings"})  # what a document has that is no section
_SHORT = 60  # characters quoted of a name that nobody knows
_NUMBER_LIMIT = 10**12  # beyond, a number is not even read


@dataclass(frozen=True)
class Source:
    """Answers by section, as they come: a list of rows, or the single answers as a mapping (or as the only row).

    A date is an ISO string, or a whole number: a day counted from the first one, which is 1. A task names the outcomes it
    serves by the source's own uids. `headings` are those of the course it was made in, as rows with `id` and `text`. `origin`
    is what the rows are marked with until somebody has made them theirs (origins.py). `has_example`: it was left out of it.
    """

    answers: Mapping[str, Any]
    headings: Any = ()
    origin: str = origins.FILE
    has_example: bool = False

    @property
    def first_day(self) -> date | None:
        """The earliest date in it; None where it has none, or counts its days."""
        return min((day for day in self._days() if day is not None), default=None)

    def _days(self) -> Iterator[date | None]:
        for section in _fillable(EVERY.values()):
            dated = [spec.name for spec in section.fields if spec.kind == "date"]
            for row in rows_in(section, self.answers.get(section.name)) if dated else []:
                if isinstance(row, Mapping):
                    yield from (as_day(row.get(name)) for name in dated)


@dataclass(frozen=True)
class Remark:
    """What was left out of a section, or wants a look; `section` is "" where it is about the whole."""

    section: str
    words: str


@dataclass(frozen=True)
class Filling:
    """Rows that can be kept, by section (single answers as the only row), and what there is to say about them."""

    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


def sections_of(layout: Layout) -> list[Section]:
    """Return the sections of such a plan that can be filled, without the answers that are each placement's own.

    The people are not among them: they are the placement's.
    """
    return list(_fillable(layout.sections))


def _fillable(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        own = OWN_ANSWERS.get(section.name, ())
        if section.name != "parties" and section.name not in OWN_SECTIONS:
            yield replace(section, fields=tuple(spec for spec in section.fields if spec.name not in own)) if own else section


def rows_in(section: Section, found: Any) -> list[Any]:
    """What a source holds for a section, as rows that may be anything."""
    if isinstance(found, Mapping):
        return [] if section.has_rows else [found]
    return list(found) if isinstance(found, list | tuple) else []


def as_day(value: object) -> date | None:
    """The day an ISO string stands for, if a plan may have it."""
    day = frozen_text.as_date(value) if isinstance(value, str) and len(value) == 10 else None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def fill(
    source: Source,
    settings: PlanRules,
    *,
    first_day: date | None,
    only: Collection[str] | None = None,
    standing: Sequence[tuple[str, str]] = (),
) -> Filling:
    """The rows that a source gives for the sections named in `only` (None: for all of them).

    All dates move by the same number of days, so that the earliest one falls on `first_day`; None leaves them open.
    `standing` are the outcomes, (uid, text), of a plan that has its own: tasks then serve those that read the same.
    """
    return _Filler(source, settings, first_day, standing).fill(only)


class _Filler:
    def __init__(
        self, source: Source, settings: PlanRules, first_day: date | None, standing: Sequence[tuple[str, str]]
    ) -> None:
        self.source, self.settings, self.first_day, self.standing = source, settings, first_day, standing
        self.earliest = source.first_day
        self.remarks: list[Remark] = []
        self.links: dict[str, str] = {}  # the source's uid of an outcome -> ours
        self.around = Surroundings(headings=settings.headings)
        self.open_dates = False
        self.headings = {
            str(row["id"]): heading_words(str(row["id"]), str(row["text"]))
            for row in (source.headings if isinstance(source.headings, list | tuple) else ())
            if isinstance(row, Mapping) and isinstance(row.get("id"), str) and isinstance(row.get("text"), str)
        }

    def fill(self, only: Collection[str] | None) -> Filling:
        known = {section.name: section for section in sections_of(self.settings.layout)}
        self.tell_of_unknown(known)
        wanted = [known[name] for name in known if only is None or name in only]
        if "outcomes" not in {section.name for section in wanted}:
            self.link_standing()
        # Outcomes first: the tasks refer to them, wherever an author may have put them.
        done = {section.name: self.section(section) for section in sorted(wanted, key=lambda one: one.name != "outcomes")}
        if self.open_dates:
            self.remark("", _("The dates are left open, since no first day was chosen."))
        elif self.earliest and self.first_day and self.earliest.weekday() != self.first_day.weekday():
            days = {"then": date_format(self.earliest, "l"), "now": date_format(self.first_day, "l")}
            self.remark("", _("The first day was a %(then)s and is a %(now)s now: look at the weekdays of the dates.") % days)
        order = ["", *EVERY]
        found = sorted(self.remarks, key=lambda one: order.index(one.section))
        more = len(found) - REMARKS_LIMIT
        if more > 0:
            words = ngettext("And %(count)d thing more was left out.", "And %(count)d things more were left out.", more)
            found = [*found[:REMARKS_LIMIT], Remark("", words % {"count": more})]
        return Filling({section.name: done[section.name] for section in wanted if done[section.name]}, tuple(found))

    # -- what is said ----------------------------------------------------------------------------------------

    def remark(self, section: str, words: str) -> None:
        self.remarks.append(Remark(section, words))

    def left_out(self, section: Section, number: int, spec: Field | None, why: Words) -> None:
        """Task 3, Evidence: left out. At most 500 characters …"""
        row = f"{section.row_name} {number}" if section.has_rows else str(section.title) if spec is None else ""
        label = str(spec.label).split(":")[0] if spec else ""
        place = ", ".join(filter(None, (row, label)))
        self.remark(section.name, _("%(place)s: left out. %(why)s") % {"place": place, "why": why})

    def not_filled(self, section: str, titles: Sequence[Words]) -> None:
        if titles:
            parts = {"parts": ", ".join(f"“{title}”" for title in titles)}
            self.remark(section, _("Not filled in, since each placement answers this anew: %(parts)s.") % parts)

    def tell_of_unknown(self, known: Mapping[str, Section]) -> None:
        answers = self.source.answers
        if self.source.has_example:
            self.remark("", _("What still says what the example says is left out: nobody has made it theirs."))
        if rows_in(EVERY["parties"], answers.get("parties")):
            part = {"part": self.settings.layout.by_name["parties"].title}
            self.remark("", _("People are not copied: those who take part here stand under “%(part)s”.") % part)
        own = [section for section in EVERY.values() if section.name in OWN_SECTIONS]
        self.not_filled("", [section.title for section in own if _says_something(section, answers.get(section.name))])
        for name in answers:
            if name in EVERY and name not in known and name != "parties" and name not in OWN_SECTIONS and answers[name]:
                title = {"part": EVERY[name].title}
                self.remark("", _("“%(part)s” is left out: plans in this course do not have this part.") % title)
        names = [str(name) for name in answers if name not in EVERY and name not in _BESIDE]
        if names:
            self.remark("", _("What a plan has no place for is left out: %(names)s.") % {"names": _quoted(names)})

    # -- a section, a row, a value -----------------------------------------------------------------------------

    def section(self, section: Section) -> list[Row]:
        found = self.source.answers.get(section.name)
        rows = rows_in(section, found)
        if found and not rows:
            self.remark(section.name, _("%(part)s: left out. This part cannot be read.") % {"part": section.title})
        limit = ROWS_LIMIT if section.has_rows else 1
        if len(rows) > limit:
            over = {"count": limit, "part": section.title, "left": len(rows) - limit}
            self.remark(section.name, _("%(part)s: there is room for %(count)d; %(left)d are left out.") % over)
        told = [row for row in rows[:limit] if isinstance(row, Mapping)]
        given = dict.fromkeys(str(key) for row in told for key, value in row.items() if value and key != "uid")
        own = [key for key in OWN_ANSWERS.get(section.name, ()) if key in given]
        self.not_filled(section.name, [EVERY[section.name].field(key).short for key in own])
        extra = [key for key in given if not section.has(key) and key not in own]
        if extra:
            here = {"part": section.title, "names": _quoted(extra)}
            self.remark(section.name, _("%(part)s: what has no place here is left out: %(names)s.") % here)
        kept = [row for number, one in enumerate(rows[:limit], start=1) if (row := self.row(section, number, one)) is not None]
        if section.name == "outcomes":
            self.around = Surroundings(self.settings.headings, [(row["uid"], row["text"]) for row in kept])
        return kept

    def row(self, section: Section, number: int, found: Any) -> Row | None:
        """The row as it is kept, None where nothing is left of it."""
        if not isinstance(found, Mapping):
            self.left_out(section, number, None, _("It cannot be read."))
            return None
        uid = new_uid() if section.has_rows else ""
        typed = {}
        for spec in section.fields:
            value = found.get(spec.name)
            if value is not None and value != "" and (fits := self.value(section, number, spec, value)) is not None:
                typed[spec.name] = fits
        form = section_form(section, self.around, uid, typed)
        for _again in section.fields:  # taking one answer out may be what makes another fit, or not
            if form.is_valid():
                break
            for name, messages in form.errors.items():
                self.left_out(section, number, section.field(name), " ".join(str(words) for words in messages))
                typed.pop(name, None)
            form = section_form(section, self.around, uid, typed)
        if not form.is_valid():
            return None
        row = form.answers()
        if not any(value for name, value in row.items() if name != "uid"):
            return None
        if section.name == "outcomes" and isinstance(found.get("uid"), str):
            self.links.setdefault(found["uid"], uid)
        return row

    def value(self, section: Section, number: int, spec: Field, value: Any) -> Any:
        """What to type for it, None for nothing."""
        if spec.kind == "date":
            return self.day(section, number, spec, value)
        if spec.kind == "outcomes":
            return self.served(section, number, spec, value)
        if spec.kind == "tick":
            if not isinstance(value, bool):
                self.left_out(section, number, spec, _("It should be yes or no."))
            return "on" if value is True else None
        if spec.kind in ("hours", "number"):
            if isinstance(value, bool) or not isinstance(value, int | float | str) or _is_huge(value):
                self.left_out(
                    section,
                    number,
                    spec,
                    _("It should be a number of hours.") if spec.kind == "hours" else _("It should be a number."),
                )
                return None
            return shown(value)
        if not isinstance(value, str):
            self.left_out(section, number, spec, _("It should be a text."))
            return None
        text = clean(value)
        if spec.kind == "heading":
            return self.heading(section, number, text)
        return text if spec.kind == "text" else " ".join(text.split("\n"))

    def day(self, section: Section, number: int, spec: Field, value: Any) -> str | None:
        counted = isinstance(value, int) and not isinstance(value, bool)
        day = None if counted else as_day(value)
        if not (1 <= value <= DAYS_LIMIT if counted else day is not None):
            self.left_out(section, number, spec, _("It should be a date."))
            return None
        if self.first_day is None:
            self.open_dates = True
            return None
        try:
            if counted:
                return (self.first_day + timedelta(days=value - 1)).isoformat()
            assert day is not None and self.earliest is not None  # noqa: S101, PT018 - it is one of those the earliest is of
            return (self.first_day + (day - self.earliest)).isoformat()
        except OverflowError:
            self.left_out(section, number, spec, _("Check the first day: this date would be too far away."))
            return None

    def heading(self, section: Section, number: int, key: str) -> str | None:
        """This course's heading: the one with the same id, else the one that reads the same."""
        if key in {heading.id for heading in self.settings.headings}:
            return key
        words = self.headings.get(key, key)
        same = next((heading.id for heading in self.settings.headings if _same(heading.text) == _same(words)), None)
        if same is None:
            row = {"row": f"{section.row_name} {number}", "words": shortened(words)}
            self.remark(section.name, _("%(row)s: choose a heading; this course has none called “%(words)s”.") % row)
        return same

    def served(self, section: Section, number: int, spec: Field, value: Any) -> list[str] | None:
        if not isinstance(value, list | tuple):
            self.left_out(section, number, spec, _("It should be a list of outcomes."))
            return None
        found = [self.links.get(uid) if isinstance(uid, str) else None for uid in value]
        lost = found.count(None)
        if lost:
            row = {"row": f"{section.row_name} {number}", "count": lost}
            words = ngettext(
                "%(row)s: %(count)d outcome it served is not in this plan.",
                "%(row)s: %(count)d outcomes it served are not in this plan.",
                lost,
            )
            self.remark(section.name, words % row)
        return list(dict.fromkeys(uid for uid in found if uid))

    def link_standing(self) -> None:
        """The plan has outcomes of its own: a task serves those that read like the ones it served."""
        ours = {_same(text): uid for uid, text in reversed(self.standing) if text.strip()}
        for row in rows_in(EVERY["outcomes"], self.source.answers.get("outcomes")):
            if isinstance(row, Mapping) and isinstance(row.get("uid"), str) and isinstance(row.get("text"), str):
                same = ours.get(_same(row["text"]))
                if same:
                    self.links.setdefault(row["uid"], same)
        self.around = Surroundings(self.settings.headings, list(self.standing))


def _says_something(section: Section, found: Any) -> bool:
    """Whether a source answers anything there."""
    return any(any(row.values()) for row in rows_in(section, found) if isinstance(row, Mapping))


def _same(text: str) -> str:
    """Two texts that read the same have the same of this."""
    return " ".join(clean(text).split()).casefold()


def _is_huge(value: float | str) -> bool:
    return len(value) > _SHORT if isinstance(value, str) else not -_NUMBER_LIMIT < value < _NUMBER_LIMIT


def shortened(text: str) -> str:
    """A text in one line, short enough to be quoted in a sentence."""
    line = " ".join(clean(text).split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1].rstrip() + "…"


def _quoted(names: Sequence[str]) -> str:
    """A few names that nobody knows, shortened."""
    said = ", ".join(f"“{shortened(name)}”" for name in names[:3])
    return said if len(names) <= 3 else f"{said}, …"
