"""Worksheet: a table to fill in, a line at a time. Nothing in it is right or wrong, and it stays open.

A cell is a field of its own, called by its line and its column, and stands so in the answer: what was written in a column or a
line that its author has taken away since stays beside the rest. Lines are those that the author gave, or as many as are needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ....core.errors import BadRequest, Invalid, Words
from ....core.language import formats
from ....core.language.text import LINE_LIMIT, too_long
from .base import CHANGED, Answer, Feedback, Given, Kind, Part, Row, Rows, Step, has_words, last, parse_day, written
from .remembered import Asked
from .reviewed import REVIEWED

BETWEEN = "--"  # what parts line and column in the name of a field
CELL_LIMIT = 2_000  # characters in a text: twenty lines of them are one request
LINES, LINES_LIMIT = 3, 12  # empty lines where the author says nothing else, and those one may ask for
FREE_LIMIT = 20  # lines that a learner can fill in
COLUMNS_LIMIT = 6
TYPES = {"": _("One line"), "text": _("A text"), "date": _("A day"), "choice": _("One of several options")}


class Worksheet(Kind):
    name = "worksheet"
    label = _("Worksheet")
    purpose = _("a table to fill in")
    in_workbook = True
    parts = (
        Part(
            "lines", _("Empty lines at first"),
            _("From 1 to 12; the learner can add more. Not used where lines have labels."),
        ),
        REVIEWED,
    )  # fmt: skip
    rows = (
        Rows(
            "columns", "column", _("Column"), _("Columns"), _("Add a column"),
            (
                Part("text", _("Name of the column")),
                Part("help", _("Help below the field")),
                Part("type", _("What is filled in"), choices=tuple(TYPES.items())),
                Part("options", _("The options"), _("For one of several options: separated by |, as in Alone|With help.")),
            ),
        ),
        Rows(
            "given", "line", _("Line"), _("Lines with a label"), _("Add a line with a label"),
            (Part("text", _("What the line is about")),), at_first=0,
        ),
    )  # fmt: skip

    def fields(self, step: Step) -> Mapping[str, Words]:
        columns = _named(step.rows["columns"])
        return {
            cell(line, column["id"]): _("%(line)s: %(column)s") % {"line": label, "column": column["text"].strip()}
            for line, label in _lines(step).items()
            for column in columns
        }

    def require_known(self, step: Step, given: Given) -> None:
        known = self.fields(step)
        if any(BETWEEN in name and name not in known and last(given, name).strip() for name in given):
            raise BadRequest(CHANGED)

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        known = {cell(line, row["id"]): row for line in _lines(step) for row in _named(step.rows["columns"])}
        typed = {name: last(given, name) if name in given else written(before, name) for name in known}
        problems: dict[str, Sequence[Words]] = {
            name: found for name, text in typed.items() if (found := _problems(known[name], text, written(before, name)))
        }
        if not any(text.strip() for text in typed.values()):
            problems = {next(iter(known)): [_("Write something in one of the lines first.")]}
        if problems:
            raise Invalid(fields=problems)
        earlier = {name: text for name, text in cells(before).items() if name not in known}
        return {**earlier, **{name: text for name, text in typed.items() if text}}

    def asked(self, step: Step) -> dict[str, Any]:
        columns = [{"id": row["id"], "text": row["text"].strip(), "type": row["type"]} for row in _named(step.rows["columns"])]
        return {
            "columns": columns,
            "lines": [{"id": row["id"], "text": row["text"].strip()} for row in _named(step.rows["given"])],
        }

    def with_earlier(self, said: dict[str, Any], before: Asked, answer: Answer) -> dict[str, Any]:
        filled, found = [name.split(BETWEEN, 1) for name in cells(answer)], {}
        for at, group in enumerate(("lines", "columns")):
            known, used = {row["id"] for row in said[group]}, {name[at] for name in filled}
            gone = [row for row in labels(before, group) if row["id"] not in known and _marked(row["id"]) in used]
            found[group] = said[group] + gone
        return found

    def left_over(self, step: Step, answer: Answer, asked: Asked) -> list[tuple[str, str]]:
        known = self.fields(step)
        return [(name_of(asked, name), text) for name, text in cells(answer).items() if name not in known and text.strip()]

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        return any(text.strip() for text in cells(answer).values())

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        return Feedback("good", _now("Saved. You can go on with it whenever you like."))

    def is_empty(self, step: Step) -> bool:
        return not has_words(step.rows["columns"])

    def findings(self, step: Step) -> list[Words]:
        columns, lines = step.rows["columns"], step.parts["lines"].strip()
        found: list[Words] = []
        if not columns:
            found.append(_("There are no columns to fill in yet."))
        if any(not row["text"].strip() for row in columns):
            found.append(_("A column has no name, so it is not shown."))
        if len(columns) > COLUMNS_LIMIT:
            found.append(_("More than %(limit)s columns are hard to fill in on a phone.") % {"limit": COLUMNS_LIMIT})
        found += [words for row in _named(columns) for words in _column_findings(row)]
        if any(not row["text"].strip() for row in step.rows["given"]):
            found.append(_("A line has no label, so it is not shown."))
        if lines and not _is_count(lines):
            found.append(_("The number of empty lines is not one from 1 to %(limit)s.") % {"limit": LINES_LIMIT})
        return found

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        columns = _named(step.rows["columns"])
        return {
            "columns": columns,
            "is_given": bool(_named(step.rows["given"])),
            "lines": [
                {
                    "id": line,
                    "label": label,
                    "cells": [{**row, "name": cell(line, row["id"]), "options": options(row)} for row in columns],
                }
                for line, label in _lines(step).items()
            ],
            "at_first": _at_first(step),
        }

    def form(self, step: Step, texts: Mapping[str, str]) -> dict[str, Any]:
        """How many lines stand open: all to the last that is filled in."""
        names = [{cell(line, row["id"]) for row in step.rows["columns"]} for line in _lines(step)]
        filled = [number for number, line in enumerate(names, start=1) if any(texts.get(name, "").strip() for name in line)]
        return {"open": max([_at_first(step), *filled])}


def cells_at_first(step: Step) -> int:
    """Count the fields that stand open before anything is filled in."""
    return _at_first(step) * len(_named(step.rows["columns"]))


def cell(line: str, column: str) -> str:
    """The name of a field. No two are alike: a hyphen in an id is marked, and what parts the two is not."""
    return BETWEEN.join(map(_marked, (line, column)))


def _marked(one: str) -> str:
    return one.replace("-", "-_")


def cells(answer: Answer | None) -> dict[str, str]:
    """What is written in a stored answer, by the names of its fields."""
    return {name: text for name, text in (answer or {}).items() if BETWEEN in name and isinstance(text, str)}


def labels(asked: Asked, group: str) -> list[dict[str, str]]:
    """The columns or the lines of a worksheet as it was answered."""
    rows = asked.get(group)
    return [row for row in rows if isinstance(row, dict) and "id" in row] if isinstance(rows, list) else []


@dataclass(frozen=True)
class Line:
    """One line that is filled in: `label` is the author's, "" for one of those that are only counted."""

    label: str
    counted: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A worksheet that was answered, to be read without its step."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def is_given(self) -> bool:
        return any(line.label for line in self.lines)


def grid(asked: Asked, answer: Answer) -> Grid:
    """What stands in an answer, as a table: the lines and columns in which there is something, as they were called then."""
    filled = {name: text for name, text in cells(answer).items() if text.strip()}
    lines, columns = (
        _used({_marked(row["id"]): row for row in labels(asked, group)}, [name.split(BETWEEN, 1)[at] for name in filled])
        for at, group in enumerate(("lines", "columns"))
    )
    return Grid(
        tuple(row.get("text") or column for column, row in columns.items()),
        tuple(
            Line(
                row.get("text", ""),
                _counted(line),
                tuple(_said(about, filled.get(BETWEEN.join((line, column)), "")) for column, about in columns.items()),
            )
            for line, row in lines.items()
        ),
    )


def _used(known: Mapping[str, Mapping[str, str]], ids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """Those in which there is something: as their author put them, and below them those of which nobody kept the name."""
    others = sorted({one for one in ids if one not in known}, key=_place)
    return {one: row for one, row in known.items() if one in ids} | {one: {} for one in others}


def _place(line: str) -> tuple[int, str]:
    return (int(line), "") if line.isdecimal() else (0, line)


def _said(column: Mapping[str, str], text: str) -> str:
    day = parse_day(text) if column.get("type") == "date" else None
    return formats.short_date(day) if day else text


def name_of(asked: Asked, field: str) -> str:
    """What a cell was called when it was filled in: by ids where nobody kept that."""
    known = [{_marked(row["id"]): row.get("text", "") for row in labels(asked, group)} for group in ("lines", "columns")]
    line, column = (said.get(one, "") or one for said, one in zip(known, field.split(BETWEEN, 1), strict=True))
    return _now("%(line)s: %(column)s") % {"line": _counted(line), "column": column}


def _counted(line: str) -> str:
    return _now("Line %(number)s") % {"number": line} if line.isdigit() else line


def options(column: Row) -> list[str]:
    found = [option.strip() for option in column["options"].split("|")] if column["type"] == "choice" else []
    return list(dict.fromkeys(filter(None, found)))


def _column_findings(row: Row) -> list[Words]:
    said = {"column": row["text"].strip(), "type": row["type"]}
    if row["type"] not in (*TYPES, "line"):
        return [_("“%(column)s” has the type “%(type)s”, which does not exist. It takes one line.") % said]
    if row["type"] == "choice" and len(options(row)) < 2:
        return [_("“%(column)s” needs at least two options to choose from.") % said]
    return []


def _named(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["text"].strip()]


def _lines(step: Step) -> dict[str, str | Promise]:
    """The lines that there can be, by their ids: with the author's labels, or counted."""
    given = _named(step.rows["given"])
    if given:
        return {row["id"]: row["text"].strip() for row in given}
    return {str(number): _("Line %(number)s") % {"number": number} for number in range(1, FREE_LIMIT + 1)}


def _at_first(step: Step) -> int:
    given, lines = len(_named(step.rows["given"])), step.parts["lines"].strip()
    return given or (int(lines) if _is_count(lines) else LINES)


def _is_count(lines: str) -> bool:
    return lines.isascii() and lines.isdigit() and len(lines) <= 2 and 1 <= int(lines) <= LINES_LIMIT


def _problems(column: Row, text: str, before: str) -> list[Words]:
    """What is wrong with what stands in a cell; nothing with what stood there already, or with an empty one."""
    if not text or text == before:
        return []
    if column["type"] == "date":
        return [] if parse_day(text) else [_("Choose a date.")]
    if column["type"] == "choice":
        return [] if text in options(column) else [_("Choose one of the options.")]
    return too_long(text, CELL_LIMIT if column["type"] == "text" else LINE_LIMIT)
