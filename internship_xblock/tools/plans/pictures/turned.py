"""The matrix for paper, turned: tasks are rows there, so that sixty of them can be read on one page.

With few tasks the matrix as the screen has it is the better picture (matrix.py): its marks have words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.utils.translation import gettext as _

from ....records.drawing.shapes import WIDE, Drawing, Mark, Pen, wrap
from .matrix import FEW, Matrix, circle, draw_answer, named, title_of
from .matrix_text import Line, Task

_SIZE = 12  # of all words
_HEAD = 134  # the height of the upright names
_WORDS, _TICK = 74, 26  # the columns at the end: how independently; evidence, who looks at it
_MANY, _DENSE, _PLANE = 36, 17, 780  # more tasks than that make lower rows on a wider plane, which fits a page as well
_ROW = 20
_WIDER = 0.9  # a text is measured wider than paper's own font draws it
_TASKS_A_PAGE, _OUTCOMES_A_PAGE = 60, 20

Some = TypeVar("Some")


def turned(matrix: Matrix) -> list[Drawing]:
    """Return the drawings that show a matrix on paper, each of which fits a page."""
    if len(matrix.tasks) <= FEW:
        return [matrix.drawing]
    outcomes = [line for line in matrix.lines if line.number]
    return [
        _Page(tasks, lines, matrix.mirrored).draw()
        for tasks in _parts(matrix.tasks, _TASKS_A_PAGE)
        for lines in _parts(outcomes, _OUTCOMES_A_PAGE) or [[]]
    ]


def _parts(found: Sequence[Some], most: int) -> list[Sequence[Some]]:
    """What is found in parts of at most so many, about as long as one another."""
    count = -(-len(found) // most)
    size = -(-len(found) // max(count, 1))
    return [found[at * size : (at + 1) * size] for at in range(count)]


@dataclass(frozen=True)
class _Page:
    """So many tasks and outcomes as one drawing shows."""

    tasks: Sequence[Task]
    outcomes: Sequence[Line]
    mirrored: bool

    @property
    def row(self) -> int:
        return _ROW if len(self.tasks) <= _MANY else _DENSE

    @property
    def width(self) -> int:
        return WIDE if len(self.tasks) <= _MANY and len(self.outcomes) <= 6 else _PLANE

    @property
    def column(self) -> int:
        """Wide enough for two lines of a name while there are few."""
        return 30 if len(self.outcomes) <= 10 else 22

    @property
    def names(self) -> int:
        """What is left for the tasks' names at the start."""
        return self.width - self.column * len(self.outcomes) - _WORDS - 2 * _TICK

    @cached_property
    def middles(self) -> list[int]:
        """Where each column has its middle: the outcomes', then evidence and who looks at it."""
        found = [self.names + self.column * at + self.column // 2 for at in range(len(self.outcomes))]
        return [*found, *(self.width - _TICK * left + _TICK // 2 for left in (2, 1))]

    def draw(self) -> Drawing:
        pen = Pen(self.width, self.mirrored)
        self._heads(pen)
        y: float = _HEAD
        pen.add(pen.line("edge", (0, y), (self.width, y)))
        for task in self.tasks:
            self._task(pen, task, y)
            y += self.row
            pen.add(pen.line("rule", (0, y), (self.width, y)))
        y = self._bare(pen, y)
        ends = [middle - self.column // 2 for middle in self.middles[:-2]]
        for x in (*ends, *(self.width - _WORDS - 2 * _TICK, self.width - 2 * _TICK, self.width - _TICK)):
            pen.below(pen.line("grid", (x, 0), (x, y)))
        return pen.finish(y + 2)

    def _heads(self, pen: Pen) -> None:
        """What stands above each column."""
        lines = 2 if self.column >= 30 else 1
        for line, middle in zip(self.outcomes, self.middles, strict=False):
            pen.upright("small", middle, _HEAD - 6, wrap(f"{line.number}. {line.title}", _HEAD - 10, lines, _SIZE))
        middles: tuple[float, ...] = (self.width - 2 * _TICK - _WORDS / 2, *self.middles[-2:])
        for at, said in zip(middles, (_("How independently"), _("Evidence"), _("Who assesses it")), strict=True):
            pen.upright("small", at, _HEAD - 6, wrap(said, _HEAD - 10, 1, _SIZE))

    def _task(self, pen: Pen, task: Task, top: float) -> None:
        middle, base = top + self.row / 2, top + self.row / 2 + 4
        pen.text("small", 2, base, wrap(named(task), (self.names - 8) / _WIDER, 1, _SIZE))
        if task.is_loose:
            pen.below(pen.box("band-gap", 0, top, self.width, self.row))
            pen.add(pen.sign("sign", self.names + 8, middle))
            pen.text("gap", self.names + 16, base, [_("Supports no outcome yet")], typed=False)
        elif task.is_routine and not task.serves:
            pen.text("quiet", self.names + 6, base, [_("Routine work")], typed=False)
        for line, x in zip(self.outcomes, self.middles, strict=False):
            if task in line.tasks:
                pen.add(Mark(title_of(line, task), tuple(circle(pen, task, x, middle, 6))))
        pen.text("small", self.width - _WORDS - 2 * _TICK + 5, base, [str(task.words)], typed=False)
        for x, field in zip(self.middles[-2:], ("evidence", "assessor"), strict=True):
            draw_answer(pen, task, field, x, middle)

    def _bare(self, pen: Pen, top: float) -> float:
        """A row for the outcomes that no task serves, where there are any; returns where it ends."""
        bare = [(line, x) for line, x in zip(self.outcomes, self.middles, strict=False) if not line.tasks]
        if not bare:
            return top
        pen.below(pen.box("band-gap", 0, top, self.width, self.row))
        pen.text("gap", 2, top + self.row / 2 + 4, [_("no task yet")], typed=False)
        for _line, x in bare:
            pen.add(pen.sign("sign", x, top + self.row / 2))
        return top + self.row
