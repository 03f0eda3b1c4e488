"""A table for a spreadsheet program (CSV), which opens as what it is: UTF-8, in columns, and nothing in it is computed."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import StringIO
from itertools import chain

from django.utils.formats import get_format
from django.utils.translation import gettext as _

from ..core.language.text import clean

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
CELL_LIMIT = 32_767  # of what Excel can keep in a cell
_COMPUTES = frozenset("=+-@\N{MINUS SIGN}")  # what a spreadsheet takes for the beginning of a formula, in any width
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and signs that show as nothing

Cell = str | Decimal | None


def render(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as text/csv, first the names of the columns; see `stream`."""
    return b"".join(stream(columns, rows))


def stream(columns: Sequence[str], rows: Iterable[Sequence[Cell]], together: int = 200) -> Iterator[bytes]:
    """The same in pieces of so many rows, as they come.

    Numbers are written as the active language writes them. Where that is with a decimal comma, cells are parted by semicolons,
    as spreadsheet programs set to such a language expect.
    """
    mark = str(get_format("DECIMAL_SEPARATOR"))
    sink = StringIO(newline="")
    sink.write(BOM)
    writer = csv.writer(sink, delimiter=";" if mark == "," else ",", quoting=csv.QUOTE_ALL)
    for number, row in enumerate(chain([[*columns]], rows)):
        for line in in_lines([text(cell, mark) for cell in row]):
            writer.writerow(line)
        if number % together == together - 1:
            yield sink.getvalue().encode("utf-8")
            sink.seek(0)
            sink.truncate()
    yield sink.getvalue().encode("utf-8")


def in_lines(cells: Sequence[str]) -> list[list[str]]:
    """A row as one line, or as several where a cell holds more than a spreadsheet program takes.

    The further lines have only what goes on, and the first cell again, so that it is seen what they belong to: no number
    stands there twice.
    """
    parts = [pieces(cell) for cell in cells]
    lines = []
    for at in range(max((len(part) for part in parts), default=1)):
        line = [part[at] if at < len(part) else "" for part in parts]
        if at and len(parts[0]) == 1:
            line[0] = cells[0]
        lines.append(line)
    return lines


def pieces(cell: str) -> list[str]:
    """A cell in pieces of at most CELL_LIMIT, parted between words where that can be; each says that it goes on or went on."""
    if _units(cell) <= CELL_LIMIT:
        return [cell]
    before, after = _("(continued from the line above)") + " ", " " + _("(continued in the line below)")
    room = CELL_LIMIT - _units(before) - _units(after)
    found, rest = [], cell
    while rest:
        cut = _cut(rest, room)
        found.append(rest[:cut])
        rest = rest[cut:]
    last = len(found) - 1
    return [f"{before if at else ''}{piece}{after if at < last else ''}" for at, piece in enumerate(found)]


def _cut(rest: str, room: int) -> int:
    """Where to part a text so that its first part takes `room` at most."""
    if _units(rest) <= room:
        return len(rest)
    end = room
    while _units(rest[:end]) > room:  # signs beyond the first plane count twice
        end -= max(1, (_units(rest[:end]) - room) // 2)
    space = max(rest.rfind(" ", 0, end), rest.rfind("\n", 0, end))
    if space > end // 2:
        return space + 1
    while end > 1 and unicodedata.category(rest[end]).startswith("M"):  # no letter is parted from its marks
        end -= 1
    return end


def _units(cell: str) -> int:
    """How long a cell is as spreadsheet programs count it: in units of UTF-16."""
    return len(cell.encode("utf-16-le")) // 2


def text(cell: Cell, mark: str = ".") -> str:
    """A cell as it is written. Text that could be taken for a formula begins with an apostrophe instead."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        whole = f"{cell:f}"
        return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", mark)
    cell = clean(cell)  # first: a character that is left out must not uncover another
    return f"'{cell}" if _could_compute(cell) else cell


def _could_compute(cell: str) -> bool:
    """Tell whether a program could take a cell for a formula: after what shows as nothing, and by what a sign stands for.

    A tab or a line break at the front parts the cell in programs that paste it, so what follows it would begin another.
    """
    for char in cell:
        if char in "\t\n":
            return True
        if not (char.isspace() or char in _FILLERS or unicodedata.category(char) in ("Cf", "Mn", "Me")):
            return unicodedata.normalize("NFKC", char)[:1] in _COMPUTES
    return False
