"""A table as a workbook (XLSX) of one sheet, written as it comes: texts are texts, so that nothing in it is computed.

By hand, for a table needs little of the format: cells with their text beside them, below a first row that stays in sight.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

from ..core.language.text import clean, legal_xml
from .sheet import CELL_LIMIT, Cell

ROWS_LIMIT = 1_048_576  # of what a sheet can hold
_IN_MEMORY = 5_000_000  # bytes; larger ones wait in a file
_CHUNK = 64 * 1024
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}  # fmt: skip


def stream(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the workbook in pieces: written into a file as the rows come, then sent from there."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as sink:
        _write(sink, title, columns, rows)
        sink.seek(0)
        while piece := sink.read(_CHUNK):
            yield piece


def _write(sink: IO[bytes], title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in _PARTS.items():
            book.writestr(name, _XML + part)
        name = escape(sheet_name(title), {'"': "&quot;"})
        sheets = f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
        book.writestr("xl/workbook.xml", f'{_XML}<workbook {_MAIN} xmlns:r="{_OFFICE}">{sheets}</workbook>')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            views = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
            widths = f'<cols><col min="1" max="{max(1, len(columns))}" width="24" customWidth="1"/></cols>'
            sheet.write(f"{_XML}<worksheet {_MAIN}>{views}{widths}<sheetData>".encode())
            sheet.write(_row(columns))
            for number, row in enumerate(rows, start=2):
                if number > ROWS_LIMIT:
                    break
                sheet.write(_row(row))
            sheet.write(b"</sheetData></worksheet>")


def _row(cells: Sequence[Cell]) -> bytes:
    return f"<row>{''.join(_cell(cell) for cell in cells)}</row>".encode()


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, Decimal):
        return f"<c><v>{cell:f}</v></c>"
    text = escape(legal_xml(clean(cell)).encode("utf-16-le")[: 2 * CELL_LIMIT].decode("utf-16-le", "ignore"))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def sheet_name(title: str) -> str:
    """Return a title as a sheet may be called: 31 characters, none of which a formula would take for a sign."""
    plain = "".join(" " if char in "[]:*?/\\'" else char for char in legal_xml(clean(title)))
    return " ".join(plain.split())[:31].strip() or "1"
