"""A table for a spreadsheet program (CSV), which opens as what it is: UTF-8, in columns, and nothing in it is computed."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from django.utils.formats import get_format

from ..tools.text import clean

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
_COMPUTES = frozenset("=+-@＝＋－＠")  # what a spreadsheet takes for the beginning of a formula, in both widths

Cell = str | Decimal | None


def render(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as text/csv, first the names of the columns.

    Numbers are written as the active language writes them. Where that is with a decimal comma, cells are parted by semicolons,
    as spreadsheet programs set to such a language expect.
    """
    mark = str(get_format("DECIMAL_SEPARATOR"))
    sink = StringIO(newline="")
    sink.write(BOM)
    writer = csv.writer(sink, delimiter=";" if mark == "," else ",", quoting=csv.QUOTE_ALL)
    for row in ([*columns], *rows):
        writer.writerow([text(cell, mark) for cell in row])
    return sink.getvalue().encode("utf-8")


def text(cell: Cell, mark: str = ".") -> str:
    """A cell as it is written. Text that could be taken for a formula begins with an apostrophe instead."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        whole = f"{cell:f}"
        return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", mark)
    cell = clean(cell)  # first: a character that is left out must not uncover another
    seen = (char for char in cell if not char.isspace() and unicodedata.category(char) != "Cf")
    return f"'{cell}" if cell.startswith(("\t", "\n")) or next(seen, "") in _COMPUTES else cell
