"""Which task serves which outcome, and what will show it: a plan's matrix as words and as a drawing.

Outcomes are rows under their headings, tasks are columns. Gaps are marks too: an outcome that no task serves, a task that
serves nothing, evidence or an assessor that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....records.drawing.shapes import LINE, Drawing, Mark, Pen, Stroke, measure, plain, wrap
from ..schema.frozen_text import heading_names
from .matrix_text import AUTONOMY, Group, Line, MatrixText, Task, listed

NAMES = 216  # units for the outcomes at the start of a line
WIDE = 640  # units for a matrix with few tasks
FEW = 5  # tasks whose names stand in lines above their columns; more stand upright
NARROW_COLUMN = 32
UPRIGHT = 150
SMALL, SMALL_LINE = 12, 15  # the size of the words below a mark, and their lines
BOLD = 13  # what bold words of that size are measured by


@dataclass(frozen=True)
class Matrix(MatrixText):
    @cached_property
    def drawing(self) -> Drawing:
        return _draw(self)


def matrix(document: Mapping[str, Any], mirrored: bool = False) -> Matrix | None:
    """The matrix of a document; None where there is neither an outcome nor a task."""
    outcomes, rows = document.get("outcomes", []), document.get("tasks", [])
    if not outcomes and not rows:
        return None
    known = {row["uid"] for row in outcomes}
    tasks = tuple(_task(number, row, known) for number, row in enumerate(rows, start=1))
    groups = [Group(title, tuple(lines)) for title, lines in _grouped(document, tasks)]
    others = tuple(_others(tasks))
    if others:
        groups.append(Group(_("Other tasks"), others))
    return Matrix(tuple(groups), tasks, mirrored)


def _task(number: int, row: Mapping[str, Any], known: set[str]) -> Task:
    """A task of a document as a column. It serves outcomes that are `known` there, no others."""
    return Task(
        number=number, text=str(row.get("text") or ""), serves=frozenset(row.get("outcomes") or ()) & known,
        is_routine=bool(row.get("routine")), autonomy=row["autonomy"] if row.get("autonomy") in AUTONOMY else "",
        evidence=str(row.get("evidence") or ""), assessor=str(row.get("assessor") or ""),
    )  # fmt: skip


def _others(tasks: tuple[Task, ...]) -> Iterator[Line]:
    """The rows for tasks that belong to no outcome, or not only to one."""
    routine = tuple(task for task in tasks if task.is_routine)
    if routine:
        yield Line(_("Routine work"), routine, is_routine=True)
    loose = tuple(task for task in tasks if task.is_loose)
    if loose:
        yield Line(_("Supports no outcome yet"), loose, is_loose=True)


def _grouped(document: Mapping[str, Any], tasks: tuple[Task, ...]) -> Iterator[tuple[str, list[Line]]]:
    lines: dict[str, list[Line]] = {}
    names = heading_names(document)
    for number, row in enumerate(document.get("outcomes", []), start=1):
        serving = tuple(task for task in tasks if row["uid"] in task.serves)
        heading = row.get("heading")
        place = heading if heading in names else ""
        lines.setdefault(place, []).append(Line(str(row.get("text") or ""), serving, number))
    for place in [*names, ""]:
        if place in lines:
            yield names.get(place) or _("Without a heading"), lines[place]


# -- the drawing ------------------------------------------------------------------------------------------------


def _draw(matrix: Matrix) -> Drawing:
    count = len(matrix.tasks)
    is_wide = count <= FEW
    column = min(140, (WIDE - NAMES) // max(count, 1)) if is_wide else NARROW_COLUMN
    pen = Pen(max(NAMES + column * count, NAMES + 140), matrix.mirrored)
    middles = {task.number: NAMES + column * at + column // 2 for at, task in enumerate(matrix.tasks)}
    y = _names(pen, matrix, column, middles, is_wide)
    for group in matrix.groups:
        y += 24
        pen.text("group", 0, y, wrap(group.title, pen.width, 1, 13))
        y += 8
        pen.add(pen.line("rule", (0, y), (pen.width, y)))
        for line in group.lines:
            y = _line(pen, line, y, middles, column, is_wide)
    y = _feet(pen, matrix, y + 12, middles, column, is_wide)
    for at in range(count):
        x = NAMES + column * at
        pen.below(pen.line("grid", (x, 0), (x, y)))
    return pen.finish(y + 4)


def named(task: Task) -> str:
    """Return a task's number and its words in one line."""
    return plain(f"{task.number}. {task.text}")


def _names(pen: Pen, matrix: Matrix, column: int, middles: Mapping[int, int], is_wide: bool) -> int:
    """The tasks above their columns; returns where the columns begin."""
    if not is_wide:
        for task in matrix.tasks:
            pen.upright("small", middles[task.number], UPRIGHT, wrap(named(task), UPRIGHT - 8, 2, SMALL))
        return UPRIGHT + 4
    lines = {task.number: wrap(named(task), column - 12, 4, SMALL) for task in matrix.tasks}
    most = max((len(wrapped) for wrapped in lines.values()), default=0)
    for number, wrapped in lines.items():
        pen.text("small", middles[number] - column // 2 + 6, 14 + (most - len(wrapped)) * SMALL_LINE, wrapped)
    return most * SMALL_LINE + 6


def _line(pen: Pen, line: Line, top: int, middles: Mapping[int, int], column: int, is_wide: bool) -> int:
    """One row; returns where it ends."""
    name = f"{line.number}. {line.title}" if line.number else line.title
    lines = wrap(name, NAMES - 16, 3)
    words = {task.number: _words(line, task, column) for task in line.tasks} if is_wide else {}
    below = max((len(said) + len(gap) for said, gap in words.values()), default=0) * SMALL_LINE
    height = max(len(lines) * LINE + 14, 32 + below)
    if line.is_loose or not line.tasks:
        pen.below(pen.box("band-gap", 0, top, pen.width, height))
    pen.text("name", 4, top + (height - len(lines) * LINE) / 2 + 13, lines)
    if not line.tasks:
        none = _("no task yet")
        pen.add(Mark(f"{plain(name)[:80]}: {none}", (pen.sign("sign", NAMES + 12, top + height / 2),)))
        pen.text("gap", NAMES + 22, top + height / 2 + 5, [none], typed=False)
    for task in line.tasks:
        x, y = middles[task.number], top + (height - below) / 2
        pen.add(_mark(pen, line, task, x, y))
        y += 20
        for look, said in zip(("small", "gap"), words.get(task.number, ()), strict=False):
            if said:
                pen.text(look, x, y, said, anchor="middle", typed=False)
            y += len(said) * SMALL_LINE
    pen.add(pen.line("rule", (0, top + height), (pen.width, top + height)))
    return round(top + height)


def _words(line: Line, task: Task, column: int) -> tuple[list[str], list[str]]:
    """What stands below a mark: how independently, and what is missing."""
    gap = [row for words in task.lacks for row in wrap(words, column - 2, 2, BOLD)]
    return [] if line.is_loose else wrap(str(task.words), column - 6, 2, SMALL), gap


def _mark(pen: Pen, line: Line, task: Task, x: float, y: float) -> Mark:
    """Where a task serves an outcome; a sign beside it where something is missing."""
    strokes = [pen.sign("sign", x, y)] if line.is_loose else circle(pen, task, x, y)
    if task.missing and not line.is_loose:
        strokes.append(pen.sign("sign", x + 12, y))
    return Mark(title_of(line, task), tuple(strokes))


def circle(pen: Pen, task: Task, x: float, y: float, reach: int = 7) -> list[Stroke]:
    """Return an empty, a half or a full circle: how independently a task is done."""
    strokes = [pen.disc("open" if not task.autonomy else "ring", x, y, reach)]
    if task.autonomy == "helped":
        strokes.append(pen.half_disc("fill", x, y, reach))
    elif task.autonomy == "alone":
        strokes.append(pen.disc("fill", x, y, reach))
    return strokes


def title_of(line: Line, task: Task) -> str:
    """Return a mark's title: which outcome, which task, how independently, what is missing."""
    said = _("supports no outcome") if line.is_loose else str(task.words)
    where = str(line.number) if line.number else plain(line.title)
    words = ", ".join(filter(None, (said, task.missing)))
    return _("%(outcome)s × %(task)s: %(words)s") % {"outcome": where, "task": named(task)[:80], "words": words}


def _feet(pen: Pen, matrix: Matrix, top: int, middles: Mapping[int, int], column: int, is_wide: bool) -> int:
    """What belongs to a task whatever it serves: how independently, evidence, who looks at it."""
    if not matrix.tasks:
        return top
    pen.add(pen.line("edge", (0, top), (pen.width, top)))
    if not is_wide:
        tall = max(measure(str(task.words), SMALL) for task in matrix.tasks) + 16
        pen.text("name", 4, top + tall / 2 + 5, wrap(_("How independently"), NAMES - 16, 1), typed=False)
        for task in matrix.tasks:
            pen.upright("small", middles[task.number], top + tall - 6, [str(task.words)])
        top = round(top + tall)
    for field, title in (("evidence", _("Evidence")), ("assessor", _("Who assesses it"))):
        lacking = matrix.lacking(field)
        pen.text("name", 4, top + 21, [title], typed=False)
        height = 32
        if lacking:
            words = ngettext("missing for task %(numbers)s", "missing for tasks %(numbers)s", len(lacking))
            lines = wrap(words % {"numbers": listed(lacking)}, NAMES - 28, 2, BOLD)
            pen.add(pen.sign("sign", 10, top + 35))
            pen.text("gap", 20, top + 39, lines, typed=False)
            height += len(lines) * SMALL_LINE
        for task in matrix.tasks:
            draw_answer(pen, task, field, middles[task.number], top + 16)
        top += height
        pen.add(pen.line("rule", (0, top), (pen.width, top)))
    return top


def draw_answer(pen: Pen, task: Task, field: str, x: float, y: float) -> None:
    """Draw a tick where a question of a task is answered, a sign where the answer is missing."""
    if getattr(task, field):
        pen.add(pen.tick("tick", x, y))
    elif task.missing:
        pen.add(pen.sign("sign", x, y))
