"""From whatever a plan may start from to rows of this plan. Pure: answers in, rows and remarks out.

The example, an author's template, an earlier plan, a colleague's template and an imported file all come here as a `Source`:
answers by section, in which nothing is trusted. What comes out can be kept as it is: new uids, with the outcomes that a task
serves following theirs; this course's headings; dates on the days of this placement. What does not fit is left out, and a
remark says what and why, in words for whoever presses the button. Nothing here ever raises because of what a source holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.language.numbers import shown
from ....core.language.text import clean, squeezed
from ....records.schema import ROWS_LIMIT, Field, Row, Section, Surroundings
from ....records.validation import DAYS_LIMIT, section_form
from ...placements.api import new_uid
from ..rules import PlanRules
from ..schema.headings import heading_words, options_of
from ..schema.layout import EVERY
from .remarks import Remark, Remarks, quotable, quoted
from .source import OWN_ANSWERS, OWN_SECTIONS, Source, as_day, fillable, rows_in, sections_of

__all__ = ["OWN_ANSWERS", "OWN_SECTIONS", "REMARKS_LIMIT", "Filling", "Source", "as_day", "fill", "sections_of"]

REMARKS_LIMIT = 30  # said in full; of the others only how many
_BESIDE = frozenset({"schema", "layout", "headings", "separately"})  # what a document has that is no section
_LONGEST_NUMBER = 60  # characters; longer ones are not even read
_NUMBER_LIMIT = 10**12  # nor is one beyond this


@dataclass(frozen=True)
class Filling:
    """Rows that can be kept, by section (single answers as the only row), and what there is to say about them."""

    rows: Mapping[str, list[Row]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


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
        self.remarks = Remarks()
        self.links: dict[str, str] = {}  # the source's uid of an outcome -> ours
        self.around = Surroundings(options=options_of(settings.headings))
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
            self.remarks.add("", _("The dates are left open, because no first day was chosen."))
        elif self.earliest and self.first_day and self.earliest.weekday() != self.first_day.weekday():
            days = {"then": date_format(self.earliest, "l"), "now": date_format(self.first_day, "l")}
            self.remarks.add(
                "", _("The first day was a %(then)s and is now a %(now)s: check the weekdays of the dates.") % days
            )
        return Filling(
            {section.name: done[section.name] for section in wanted if done[section.name]}, self.remarks.told(REMARKS_LIMIT)
        )

    # -- what no plan, or not this one, is filled with ----------------------------------------------------------

    def tell_of_unknown(self, known: Mapping[str, Section]) -> None:
        """Say which parts of the source are left out, whatever they hold. `known` are the sections that can be filled."""
        if self.source.has_example:
            self.remarks.add("", _("What still says what the example says is left out: nobody has confirmed it."))
        self.tell_of_own()
        answers = self.source.answers
        elsewhere = {section.name for section in fillable(EVERY.values())} - set(known)  # other plans have it
        for name in answers:
            if name in elsewhere and answers[name]:
                title = {"part": EVERY[name].title}
                self.remarks.add("", _("“%(part)s” is left out: plans in this course do not have this part.") % title)
        names = [str(name) for name in answers if name not in EVERY and name not in _BESIDE]
        if names:
            self.remarks.add(
                "", _("A plan has no place for these, so they are left out: %(names)s.") % {"names": quoted(names)}
            )

    def tell_of_own(self) -> None:
        """Say that people, and what each placement answers anew, are not taken over."""
        answers = self.source.answers
        if rows_in(EVERY["parties"], answers.get("parties")):
            part = {"part": self.settings.layout.by_name["parties"].title}
            self.remarks.add("", _("People are not copied: those who take part here are under “%(part)s”.") % part)
        own = [section for section in EVERY.values() if section.name in OWN_SECTIONS]
        self.remarks.not_filled("", [section.title for section in own if _says_something(section, answers.get(section.name))])

    # -- a section, a row, a value -----------------------------------------------------------------------------

    def section(self, section: Section) -> list[Row]:
        rows = self.rows_with_room(section)
        self.tell_of_unasked(section, rows)
        kept = [row for number, one in enumerate(rows, start=1) if (row := self.row(section, number, one)) is not None]
        if section.name == "outcomes":
            self.around = Surroundings(options_of(self.settings.headings), [(row["uid"], row["text"]) for row in kept])
        return kept

    def rows_with_room(self, section: Section) -> list[Any]:
        """Return what the source holds for a section, as far as there is room, as rows that may be anything."""
        found = self.source.answers.get(section.name)
        rows = rows_in(section, found)
        if found and not rows:
            self.remarks.add(section.name, _("%(part)s: left out. This part cannot be read.") % {"part": section.title})
        limit = ROWS_LIMIT if section.has_rows else 1
        if len(rows) > limit:
            over = {"count": limit, "part": section.title, "left": len(rows) - limit}
            self.remarks.add(section.name, _("%(part)s: there is room for %(count)d; %(left)d are left out.") % over)
        return rows[:limit]

    def tell_of_unasked(self, section: Section, rows: Sequence[Any]) -> None:
        """Say what is answered in these rows that this section does not ask, or that is each placement's own."""
        told = [row for row in rows if isinstance(row, Mapping)]
        given = dict.fromkeys(str(key) for row in told for key, value in row.items() if value and key != "uid")
        own = [key for key in OWN_ANSWERS.get(section.name, ()) if key in given]
        self.remarks.not_filled(section.name, [EVERY[section.name].field(key).short for key in own])
        extra = [key for key in given if not section.has(key) and key not in own]
        if extra:
            here = {"part": section.title, "names": quoted(extra)}
            self.remarks.add(section.name, _("%(part)s: items that do not belong here are left out: %(names)s.") % here)

    def row(self, section: Section, number: int, found: Any) -> Row | None:
        """The row as it is kept, None where nothing is left of it."""
        if not isinstance(found, Mapping):
            self.remarks.left_out(section, number, None, _("It cannot be read."))
            return None
        uid = new_uid() if section.has_rows else ""
        row = self.accepted(section, number, uid, self.typed(section, number, found))
        if row is None or not any(value for name, value in row.items() if name != "uid"):
            return None
        if section.name == "outcomes" and isinstance(found.get("uid"), str):
            self.links.setdefault(found["uid"], uid)
        return row

    def typed(self, section: Section, number: int, found: Mapping[str, Any]) -> dict[str, Any]:
        """Return what somebody would type into the form of a row to say what the source says."""
        typed = {}
        for spec in section.fields:
            value = found.get(spec.name)
            if value is not None and value != "" and (fits := self.value(section, number, spec, value)) is not None:
                typed[spec.name] = fits
        return typed

    def accepted(self, section: Section, number: int, uid: str, typed: dict[str, Any]) -> Row | None:
        """Return the answers that the row's form takes, without those it refuses; None where it takes none of it."""
        form = section_form(section, self.around, uid, typed)
        for _again in section.fields:  # taking one answer out may be what makes another fit, or not
            if form.is_valid():
                break
            for name, messages in form.errors.items():
                self.remarks.left_out(section, number, section.field(name), " ".join(str(words) for words in messages))
                typed.pop(name, None)
            form = section_form(section, self.around, uid, typed)
        return form.answers() if form.is_valid() else None

    def value(self, section: Section, number: int, spec: Field, value: Any) -> Any:
        """What to type for it, None for nothing."""
        if spec.kind == "date":
            return self.day(section, number, spec, value)
        if spec.kind == "links":
            return self.served(section, number, spec, value)
        if spec.kind == "tick":
            if not isinstance(value, bool):
                self.remarks.left_out(section, number, spec, _("It should be yes or no."))
            return "on" if value is True else None
        if spec.kind in ("hours", "number"):
            if isinstance(value, bool) or not isinstance(value, int | float | str) or _is_huge(value):
                self.remarks.left_out(
                    section,
                    number,
                    spec,
                    _("It should be a number of hours.") if spec.kind == "hours" else _("It should be a number."),
                )
                return None
            return shown(value)
        if not isinstance(value, str):
            self.remarks.left_out(section, number, spec, _("It should be a text."))
            return None
        text = clean(value)
        if spec.kind == "option":
            return self.heading(section, number, text)
        return text if spec.kind == "text" else " ".join(text.split("\n"))

    def day(self, section: Section, number: int, spec: Field, value: Any) -> str | None:
        counted = isinstance(value, int) and not isinstance(value, bool)
        day = None if counted else as_day(value)
        if not (1 <= value <= DAYS_LIMIT if counted else day is not None):
            self.remarks.left_out(section, number, spec, _("It should be a date."))
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
            self.remarks.left_out(section, number, spec, _("Check the first day: this date would be too far ahead."))
            return None

    def heading(self, section: Section, number: int, key: str) -> str | None:
        """This course's heading: the one with the same id, else the one that reads the same."""
        if key in {heading.id for heading in self.settings.headings}:
            return key
        words = self.headings.get(key, key)
        same = next((heading.id for heading in self.settings.headings if _same(heading.text) == _same(words)), None)
        if same is None:
            row = {"row": f"{section.row_name} {number}", "words": quotable(words)}
            self.remarks.add(section.name, _("%(row)s: choose a heading; this course has none called “%(words)s”.") % row)
        return same

    def served(self, section: Section, number: int, spec: Field, value: Any) -> list[str] | None:
        if not isinstance(value, list | tuple):
            self.remarks.left_out(section, number, spec, _("It should be a list of outcomes."))
            return None
        found = [self.links.get(uid) if isinstance(uid, str) else None for uid in value]
        lost = found.count(None)
        if lost:
            row = {"row": f"{section.row_name} {number}", "count": lost}
            words = ngettext(
                "%(row)s: %(count)d outcome that it supported is not in this plan.",
                "%(row)s: %(count)d outcomes that it supported are not in this plan.",
                lost,
            )
            self.remarks.add(section.name, words % row)
        return list(dict.fromkeys(uid for uid in found if uid))

    def link_standing(self) -> None:
        """The plan has outcomes of its own: a task serves those that read like the ones it served."""
        ours = {_same(text): uid for uid, text in reversed(self.standing) if text.strip()}
        for row in rows_in(EVERY["outcomes"], self.source.answers.get("outcomes")):
            if isinstance(row, Mapping) and isinstance(row.get("uid"), str) and isinstance(row.get("text"), str):
                same = ours.get(_same(row["text"]))
                if same:
                    self.links.setdefault(row["uid"], same)
        self.around = Surroundings(options_of(self.settings.headings), list(self.standing))


def _says_something(section: Section, found: Any) -> bool:
    """Whether a source answers anything there."""
    return any(any(row.values()) for row in rows_in(section, found) if isinstance(row, Mapping))


def _same(text: str) -> str:
    """Two texts that read the same have the same of this."""
    return squeezed(clean(text)).casefold()


def _is_huge(value: float | str) -> bool:
    return len(value) > _LONGEST_NUMBER if isinstance(value, str) else not -_NUMBER_LIMIT < value < _NUMBER_LIMIT
