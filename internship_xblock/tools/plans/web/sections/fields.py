"""The questions of a plan as values, for templates/macros/questions.html. What may be answered is said in records/schema.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .....core.errors import Words
from .....core.language import formats
from .....core.language.numbers import shown
from .....records import authorship
from .....records.authorship import Mark
from .....records.schema import NUMBERS, Field, Row, Section, Surroundings
from ...api import SectionView

SHAPES = {
    "links": "links", "tick": "tick", "choice": "choice", "option": "choice", "text": "text", "date": "date",
    **dict.fromkeys(NUMBERS, "number"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One question with the answer that is kept. `shape` is how it is asked: a key of the macro, "settled" for not at all.

    `options` are what one chooses from, as pairs of a key and words. One that is asked of one role alone (`spec.only_for`)
    shows on its card only, by the style.
    """

    name: str
    spec: Field
    value: Any
    shape: str
    options: Sequence[tuple[str, Words]] = ()


def question(name: str, spec: Field, value: Any, around: Surroundings) -> Question:
    """Return how a field is asked for under a name."""
    shape = SHAPES.get(spec.kind, "line")
    if shape == "links":
        return Question(name, spec, value, shape, around.linked)
    if shape == "choice":
        return Question(name, spec, value, shape, list(around.choices_of(spec)))
    return Question(name, spec, shown(value) if shape == "number" else value, shape)


def settled(name: str, spec: Field, value: Any) -> Question:
    """Return an answer that is sent along and cannot be changed."""
    return Question(name, spec, value, "settled")


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote what, and on which day. `about` names the questions, "" for all of them."""

    about: str
    name: str
    day: str


def writers(spec: Section, row: Row, marks: Mapping[str, Mark]) -> list[Written]:
    """Return whose words a row holds and since when, whoever wrote most of it first."""
    return list(_writers(spec, row, marks))


def _writers(spec: Section, row: Row, marks: Mapping[str, Mark]) -> Iterator[Written]:
    for place, one in enumerate(authorship.by_writer(spec, row, marks)):
        name, day = one.name or _("somebody who has left"), formats.day(one.at)
        if one.fields:
            yield Written(_listed(one.fields) if place else "", name, day)
        if one.emptied:
            note = _("emptied")
            yield Written(f"{_listed(one.emptied)} ({note})", name, day)


def _listed(fields: Iterable[Field]) -> str:
    return ", ".join(field.short for field in fields)


def writers_of_rows(view: SectionView) -> list[Written]:
    """Return who wrote in the rows of a section and when last, whoever wrote last first."""
    last: dict[str, datetime] = {}
    for row in view.rows:
        for one in authorship.by_writer(view.spec, row, view.marks.get(row["uid"], {})):
            name = one.name or _("somebody who has left")
            last[name] = max(one.at, last.get(name, one.at))
    return [Written("", name, formats.day(last[name])) for name in sorted(last, key=lambda name: last[name], reverse=True)]


def known(view: SectionView) -> str:
    """The answers that stand in the text of a section in other words than in its form: dates, hours, what was chosen.

    The draft keeper tells by them which kept words stand in the text already (copies.js).
    """
    fields = [spec for spec in view.spec.fields if spec.kind in ("date", *NUMBERS, "choice", "option", "links")]
    answers = [(spec, row.get(spec.name, spec.empty)) for row in view.answers for spec in fields]
    values = [shown(value) if spec.kind in NUMBERS else value for spec, value in answers]
    said = (str(one) for value in values for one in (value if isinstance(value, list) else [value]))
    return " ".join(sorted({one for one in said if one}))
