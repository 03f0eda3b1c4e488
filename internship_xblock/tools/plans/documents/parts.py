"""The parts of a plan as a person reads them: people, dates, outcomes, tasks, conversations, answers. Pure.

They are the same for a draft on its screen and for a version on paper. Nothing stands here as a form asks it: labels are nouns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from ....core.language import formats
from ....core.language.text import shortened, squeezed
from ....records.parts import Entry, Fact, Listing, Part, People, Person, Picture, Point, Section, Table
from ....records.schema import Field, Row, rows_in
from ....records.schema import Section as Spec
from ..api import Layout
from ..pictures.matrix import matrix
from ..pictures.overview import overview
from ..pictures.turned import turned
from ..schema import frozen_text
from ..schema.frozen_text import as_date, in_words

Asked = Sequence[tuple[Field, str]]  # the questions of a section with what they are called
OVERVIEW, MATRIX = "overview", "matrix"
_NO_DATE = date.max.isoformat()
_SERVED = 200  # characters of an outcome where a task names it: its whole text stands once, under its number


def sections(plan: Mapping[str, Any], *, pictures: Collection[str] = (OVERVIEW, MATRIX)) -> list[Section]:
    """Return the parts of a plan's document, in the order of its layout; one that says nothing has no body.

    A screen draws only what stands on it at once, and the rest when it is asked for.
    """
    reader = _Reader(plan, pictures)
    return [Section(str(spec.title), reader.part(spec), name=spec.name) for spec in frozen_text.sections_of(plan)]


def organisations(plan: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the host and the university, as far as they are named."""
    found = [organisation(plan, "mentor"), organisation(plan, "supervisor")]
    return tuple(dict.fromkeys(name for name in found if name))


def organisation(plan: Mapping[str, Any], role: str) -> str:
    """Return the organisation of the first person in a role."""
    return squeezed(frozen_text.named(plan, role).get("organisation", ""))


def name_of(plan: Mapping[str, Any], role: str) -> str:
    """Return the name of the first person in a role."""
    return squeezed(frozen_text.named(plan, role).get("name", ""))


class _Reader:
    """Reads one document's sections."""

    def __init__(self, plan: Mapping[str, Any], pictures: Collection[str]) -> None:
        self.plan = plan
        self.layout = Layout.of(plan)
        self.mirrored = get_language_bidi()  # pictures are drawn as the reader's language is read
        self.pictures = pictures
        self.around = frozen_text.around(plan)
        self.numbers = {row["uid"]: number for number, row in enumerate(plan.get("outcomes") or [], start=1)}
        self.named: Mapping[str, Callable[[Spec, list[Row]], Iterable[Part]]] = {
            "parties": self._people, "periods": self._periods, "outcomes": self._outcomes, "tasks": self._tasks,
            "checkpoints": self._checkpoints,
        }  # fmt: skip

    def part(self, spec: Spec) -> tuple[Part, ...]:
        rows = rows_in(spec, self.plan)
        if spec.name in self.named:
            return tuple(self.named[spec.name](spec, rows)) if rows else ()
        if not spec.has_rows:
            facts = self._facts(_asked(spec), rows[0])
            return (Entry("", facts),) if facts else ()
        asked = _asked(spec, spec.title_field)
        return tuple(
            Entry(squeezed(row.get(spec.title_field) or spec.row_name), self._facts(asked, row), key=row["uid"]) for row in rows
        )

    def _facts(self, asked: Asked, row: Row) -> tuple[Fact, ...]:
        """What is answered, under nouns."""
        return tuple(Fact(label, text) for field, label in asked if (text := self._said(field, row)))

    def _said(self, field: Field, row: Row) -> str:
        return in_words(field, row.get(field.name, field.empty), self.around)

    def _people(self, spec: Spec, rows: list[Row]) -> Iterable[Part]:
        order = {role: place for place, (role, _label) in enumerate(spec.field("role").choices)}
        rows = sorted(rows, key=lambda row: (order.get(row.get("role", ""), len(order)), bool(row.get("is_substitute"))))
        yield People(tuple(self._person(row) for row in rows))

    def _person(self, row: Row) -> Person:
        notes = []
        if row.get("is_substitute"):
            notes.append(str(_("Substitute")))
        if row.get("stand_in"):
            notes.append(_("If away: %(name)s") % {"name": squeezed(row["stand_in"])})
        role = str(row.get("role", ""))
        name = squeezed(row.get("name", "")) or str(_("Not named yet"))
        return Person(name, self.layout.role_label(role), role, squeezed(row.get("organisation", "")), tuple(notes), row["uid"])

    def _periods(self, spec: Spec, rows: list[Row]) -> Iterable[Part]:
        if OVERVIEW in self.pictures and (drawn := overview(self.plan, self.mirrored)):
            title = _("The onboarding at a glance") if self.layout.staff else _("The placement at a glance")
            yield Picture(OVERVIEW, str(title), drawn.statement, drawn.wide, drawn.narrow)
        cells = [
            (
                squeezed(row["label"]) or _("Period %(number)d") % {"number": number},
                formats.days(as_date(row["start"]), as_date(row["end"])),
                formats.hours(row["hours"]) if row["hours"] else "",
            )
            for number, row in enumerate(rows, start=1)
        ]
        yield _table((_("Period"), _("Days"), _("Hours")), cells, (4, 5, 2), rows)

    def _outcomes(self, spec: Spec, rows: list[Row]) -> Iterable[Part]:
        names = frozen_text.heading_names(self.plan)
        below: dict[str, list[Point]] = {}
        for row in rows:
            heading = row["heading"] if row["heading"] in names else ""
            text = squeezed(row["text"]) or str(_("Not written yet"))
            below.setdefault(heading, []).append(Point(self.numbers[row["uid"]], text, row["uid"]))
        for heading in ["", *names]:
            if heading in below:
                yield Listing(names.get(heading, ""), tuple(below[heading]))

    def _tasks(self, spec: Spec, rows: list[Row]) -> Iterable[Part]:
        drawn = matrix(self.plan, self.mirrored) if MATRIX in self.pictures else None
        if drawn is not None:
            for drawing in turned(drawn):
                yield Picture(MATRIX, str(_("What supports what")), drawn.statement, drawing)
        asked = _asked(spec, spec.title_field, "outcomes", "routine", "autonomy", "start")
        for number, row in enumerate(rows, start=1):
            yield self._task(spec, number, row, asked)

    @cached_property
    def _served(self) -> Mapping[str, str]:
        """Each outcome as a task that supports it names it, in the order of their numbers."""
        texts = dict(self.around.linked)
        return {uid: f"{number}. {shortened(squeezed(texts[uid]), _SERVED)}" for uid, number in self.numbers.items()}

    def _task(self, spec: Spec, number: int, row: Row, asked: Asked) -> Entry:
        aside = [self._said(spec.field("autonomy"), row), formats.day(as_date(row["start"]))]
        if row["routine"]:
            aside.insert(0, str(_("Routine work")))
        facts = []
        if served := [words for uid, words in self._served.items() if uid in row["outcomes"]]:
            facts.append(Fact(str(_("Supports")), "\n".join(served)))
        facts += self._facts(asked, row)
        title = squeezed(row["text"]) or _("Task %(number)d") % {"number": number}
        return Entry(title, tuple(facts), number, tuple(filter(None, aside)), row["uid"])

    def _checkpoints(self, spec: Spec, rows: list[Row]) -> Iterable[Part]:
        rows = sorted(rows, key=lambda row: str(row["date"] or _NO_DATE))
        cells = [
            (
                formats.day_and_year(as_date(row["date"])),
                self._said(spec.field("kind"), row),
                str(row["about"]),
            )
            for row in rows
        ]
        yield _table((_("Date"), _("Kind"), _("With whom, about what")), cells, (2.2, 2.8, 4), rows)


def _asked(spec: Spec, *without: str) -> Asked:
    return [(field, field.short) for field in spec.fields if field.name not in without]


def _table(columns: tuple[Any, ...], cells: Sequence[tuple[str, ...]], shares: tuple[float, ...], rows: list[Row]) -> Table:
    """A table without the columns in which nothing stands."""
    kept = [at for at in range(len(columns)) if any(row[at] for row in cells)]
    return Table(
        columns=tuple(str(columns[at]) for at in kept),
        rows=tuple(tuple(row[at] for at in kept) for row in cells),
        shares=tuple(shares[at] for at in kept),
        keys=tuple(str(row["uid"]) for row in rows),
    )
