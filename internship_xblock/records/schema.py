"""What a record consists of: sections of questions, declared once. Forms, rules, documents and file formats read it here.

A section holds either *rows* (cards that are added, moved and removed, each with a stable `uid`) or single *values*.
Values are kept as JSON: text as typed, dates as ISO strings, hours as numbers, ticks as true or false, links as a list of uids.
An empty answer is "" (False, []).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..core.errors import Words
from ..core.language.text import LINE_LIMIT

Row = dict[str, Any]
Choices = tuple[tuple[str, Words], ...]

ROWS_LIMIT = 60  # rows a section: more than a record anybody would discuss
REMOVED_LIMIT = 20  # removed rows a section keeps for putting back
HOURS_A_DAY = 24
FIRST_YEAR, LAST_YEAR = 2000, 2100  # a date outside is a slip of the finger
NUMBERS = ("hours", "number", "day")  # kinds of answers that are numbers


@dataclass(frozen=True)
class Field:
    """One question. `kind` says how it is asked and kept.

    line, text: what was typed. email: a line. date. hours, number. tick: yes or no. choice: one of `choices`. option: one of
    `choices` and of those that the record offers (`Surroundings.options`). links: uids of rows of another section
    (`Surroundings.linked`). In an author's template a date is a "day": a whole number, counted from the first day, which is 1.

    `names_people`: what is answered there tells who somebody is. In a frozen text it stands as a digest (people.py).
    """

    name: str
    label: Words
    kind: str = "line"
    limit: int = LINE_LIMIT  # characters; of hours and numbers the largest
    choices: Choices = ()
    suggests: str = ""  # the list of names offered while typing ("people"), free text all the same
    is_wide: bool = False  # a line as wide as the form: what follows begins a row of its own
    only_for: str = ""  # in a section of people: asked of this role alone
    only_with: tuple[str, str] | None = None  # counts as asked where the choice of this name is answered so
    names_people: bool = False
    ends: str = ""  # this is the last day of what begins on the day of this name
    span: Words = ""  # what the days from that first one to this last one are called together
    within: str = ""  # these hours lie between that last day, which is called so, and its first
    unknown: Words = ""  # what is said of a link to what the record has not
    readers: tuple[str, ...] = ()  # of a private answer: the roles among which whom it is about chooses who may read it
    consent: Words = ""  # the sentence that they agree to; with one, the answer is private (private.py)
    keep_days: int = 0  # after the last day of the stay: how long it is kept
    gone: Words = ""  # what stands for a link to a row that is not there any more

    @property
    def is_private(self) -> bool:
        """Whether it has its own readers. Such a question stands in no section."""
        return bool(self.consent)

    @property
    def short(self) -> str:
        """The label as far as its colon: what the question is called where it is not asked."""
        return re.split("[:：]", str(self.label), maxsplit=1)[0].strip()

    @property
    def empty(self) -> Any:
        if self.kind == "links":
            return []
        return False if self.kind == "tick" else ""


@dataclass(frozen=True)
class Section:
    """A part of a record that is saved on its own. `title_field` names the row card; values sections have no `row_name`.

    `counted` says how many rows there are, in words with %(count)d.
    """

    name: str
    title: Words
    intro: Words
    fields: tuple[Field, ...]
    row_name: Words = ""
    add_label: Words = ""
    invitation: Words = ""  # what leads to the first row
    title_field: str = ""
    counted: Any = ""  # lazy words that are chosen by the number, which have no type
    rows_limit: int = ROWS_LIMIT

    @property
    def has_rows(self) -> bool:
        return bool(self.title_field)  # no words: nothing to translate

    def __post_init__(self) -> None:
        if any(field.is_private for field in self.fields):
            raise ValueError("a private answer is kept in a table of its own, never in a section")

    def has(self, name: str) -> bool:
        return any(field.name == name for field in self.fields)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    def blank(self, uid: str = "") -> Row:
        """A row without answers, or the values without answers."""
        row = {field.name: field.empty for field in self.fields}
        return {"uid": uid, **row} if self.has_rows else row

    def is_empty(self, row: Mapping[str, Any]) -> bool:
        """Whether nothing was answered. A choice alone says nothing in a row: a party's role stands there from the start."""
        silent = ("choice", "tick", "option") if self.has_rows else ()
        return not any(row.get(field.name) for field in self.fields if field.kind not in silent)

    @property
    def spans(self) -> list[tuple[str, str]]:
        """The fields with a first and a last day."""
        return [(field.ends, field.name) for field in self.fields if field.ends]

    @property
    def nouns(self) -> list[tuple[str, tuple[Field, ...]]]:
        """What is asked, as it is called where it is read: each question, and the two days of a span that has a noun as one."""
        lasts = {one.ends: one for one in self.fields if one.span}
        found: list[tuple[str, tuple[Field, ...]]] = []
        for one in self.fields:
            if last := lasts.get(one.name):
                found.append((str(last.span), (one, last)))
            elif not one.span:
                found.append((one.short, (one,)))
        return found

    @property
    def together(self) -> set[str]:
        """The fields that fit, or do not fit, beside each other: days, and hours between them."""
        return {name for span in self.spans for name in span} | {field.name for field in self.fields if field.within}

    def count_in_words(self, count: int) -> str:
        return str(self.counted % {"count": count})

    def state(self, data: Mapping[str, Any]) -> str:
        """How far it is, in words."""
        if self.has_rows:
            count = sum(not self.is_empty(row) for row in rows_of(data))
            return self.count_in_words(count) if count else _("nothing yet")
        values = values_of(data)
        if self.is_empty(values):
            return _("nothing yet")
        asked = [field for field in self.fields if field.kind != "tick"]  # one that is not ticked is an answer too
        asked = [field for field in asked if not field.only_with or values.get(field.only_with[0]) == field.only_with[1]]
        answered = sum(bool(values.get(field.name)) for field in asked)
        return _("%(done)d of %(all)d answered") % {"done": answered, "all": len(asked)}


@dataclass(frozen=True)
class Surroundings:
    """What the answers of a section may refer to outside it: the choices its record offers, the rows it may be linked with.

    `removed` are uids of rows that were removed and can be put back: a link to one of them comes back with it.
    """

    options: Sequence[tuple[str, Words]] = ()
    linked: Sequence[tuple[str, str]] = ()  # (uid, text) of those that stand in the record
    removed: frozenset[str] = field(default_factory=frozenset)

    def choices_of(self, spec: Field) -> list[tuple[str, Words]]:
        """What a choice offers, the one that says nothing first."""
        return [*spec.choices, *(self.options if spec.kind == "option" else ())]


NOTHING = Surroundings()


def answer_name(section: str, field: str, uid: str = "") -> str:
    """Return the name of an answer within its record, by which errors say where they belong: `tasks-1a2b3c4d-text`."""
    return f"{section}-{uid}-{field}" if uid else f"{section}-{field}"


def rows_of(data: Mapping[str, Any]) -> list[Row]:
    rows = data.get("rows")
    return list(rows) if isinstance(rows, list) else []


def removed_of(data: Mapping[str, Any]) -> list[Row]:
    rows = data.get("removed")
    return list(rows) if isinstance(rows, list) else []


def values_of(data: Mapping[str, Any]) -> Row:
    values = data.get("values")
    return dict(values) if isinstance(values, dict) else {}


def whole(section: Section, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return rows with an empty answer for no answer, so that two of them can be compared."""
    return [{**section.blank(row.get("uid", "")), **row} for row in rows]


def filled(section: Section, data: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a section's data in which somebody answered something, whole."""
    return whole(section, [row for row in rows_of(data) if not section.is_empty(row)])


def rows_in(section: Section, document: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a section in a document, or its single answers as the only one, whole."""
    stored = document.get(section.name)
    return whole(section, stored or []) if section.has_rows else whole(section, [stored or {}])


def label_of(choices: Sequence[tuple[str, Words]], value: str) -> str:
    """The words for a choice, the value itself where it is not one of them."""
    return str(dict(choices).get(value, value)) if value else ""
