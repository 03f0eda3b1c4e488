"""Read a table out of a file that anybody may have sent: CSV in the usual encodings, or the first sheet of a workbook (XLSX).

What comes out are texts, line by line; a date is an ISO date. What a formula says is what its program last made of it. Nothing
is unpacked, or read, beyond the limits: what is larger is refused in words.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from ....core.errors import Invalid

FILE_LIMIT = 5_000_000  # bytes of a file
UNPACKED_LIMIT = 40_000_000  # bytes of one part of a workbook
ROWS_LIMIT = 2_000
COLUMNS_LIMIT = 100
CELL_LIMIT = 1_000  # characters
_PARTS_LIMIT = 2_000  # files in a workbook
Table = list[tuple[int, list[str]]]  # lines with their numbers in the file
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACE = re.compile(r"([A-Z]{1,4})[0-9]*")
_DATES = frozenset({14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58})  # built-in formats of dates
_IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read(content: bytes) -> Table:
    """Return the lines of a file that are not empty. Invalid where it is none of these, or larger than we read."""
    if len(content) > FILE_LIMIT:
        raise refused(_("The file is too large: at most %(count)d MB.") % {"count": FILE_LIMIT // 1_000_000})
    lines: Iterable[tuple[int, list[str]]]
    if content[:4] == b"PK\x03\x04":
        lines = _of_workbook(content)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refused(
            _("This is an old Excel file (.xls), or one with a password. Save it as .xlsx or CSV, without a password.")
        )
    else:
        lines = _of_text(content)
    found: Table = []
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        found.append((number, cells))
        if len(found) > ROWS_LIMIT + 1:  # with the names of the columns
            raise refused(_("The file has more than %(count)d rows. Send it in parts.") % {"count": ROWS_LIMIT})
    if not found:
        raise refused(_("The file is empty."))
    return found


def refused(words: str) -> Invalid:
    return Invalid(fields={"file": [words]})


def _of_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    mark = max(";\t,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
    try:
        for cells in reader:
            yield reader.line_num, _row(cells)
    except csv.Error:
        raise refused(_("Line %(number)d cannot be read. Is this a CSV file?") % {"number": reader.line_num}) from None


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", "replace")  # what Excel writes in Western Europe
    if "\x00" in text:
        raise refused(_("This is neither a CSV file nor a workbook (XLSX)."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _row(cells: list[str]) -> list[str]:
    if len(cells) > COLUMNS_LIMIT and any(cells[COLUMNS_LIMIT:]):
        raise refused(_("The file has more than %(count)d columns.") % {"count": COLUMNS_LIMIT})
    if any(len(cell) > CELL_LIMIT for cell in cells[:COLUMNS_LIMIT]):
        raise refused(_("A cell is too long: at most %(count)d characters.") % {"count": CELL_LIMIT})
    return cells[:COLUMNS_LIMIT]


# -- workbooks --------------------------------------------------------------------------------------------------------------


def _of_workbook(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            if len(book.infolist()) > _PARTS_LIMIT:
                raise _no_workbook()
            return _Workbook(book).lines()
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, OSError, EOFError, etree.XMLSyntaxError,
            ValueError, OverflowError):  # fmt: skip
        raise _no_workbook() from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise _no_workbook() from None
        raise


def _no_workbook() -> Invalid:
    return refused(_("This workbook cannot be read. Save it anew as .xlsx without a password, or as CSV."))


class _Workbook:
    """The first sheet of a workbook."""

    def __init__(self, book: zipfile.ZipFile) -> None:
        self.book = book
        root = self.parsed("xl/workbook.xml")
        first = root.find(f"{_MAIN}sheets/{_MAIN}sheet")
        if first is None:
            raise _no_workbook()
        links = {link.get("Id"): link.get("Target", "") for link in self.parsed("xl/_rels/workbook.xml.rels")}
        target = str(links[first.get(f"{_OFFICE}id")])
        self.sheet = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        properties = root.find(f"{_MAIN}workbookPr")
        is_mac = properties is not None and properties.get("date1904", "") in ("1", "true")
        self.first_day = date(1904, 1, 1) if is_mac else date(1899, 12, 30)
        self.texts = self.shared()
        self.dated = self.date_styles()

    def part(self, name: str) -> bytes:
        """Unpack one part, as far as we read."""
        with self.book.open(name) as packed:
            content = packed.read(UNPACKED_LIMIT + 1)
        if len(content) > UNPACKED_LIMIT:
            raise refused(_("The workbook is too large. Copy the rows into a new one, or save it as CSV."))
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # no program that writes workbooks writes one
            raise _no_workbook()
        return content

    def parsed(self, name: str) -> Any:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self.part(name), parser)

    def shared(self) -> list[str]:
        """The texts that cells name by their numbers."""
        if "xl/sharedStrings.xml" not in self.book.namelist():
            return []
        found: list[str] = []
        for item in self.elements("xl/sharedStrings.xml", "si"):
            found.append(_text_of(item))
        return found

    def date_styles(self) -> set[int]:
        """The styles of cells in which a number is a date."""
        if "xl/styles.xml" not in self.book.namelist():
            return set()
        root = self.parsed("xl/styles.xml")
        own: Mapping[str, str] = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(f"{_MAIN}numFmt")}
        kinds = root.find(f"{_MAIN}cellXfs")
        found = set()
        for number, kind in enumerate(kinds if kinds is not None else ()):
            key = kind.get("numFmtId", "0")
            letters = _IN_QUOTES.sub("", own.get(key, "")).lower()
            if (key.isdigit() and int(key) in _DATES) or ("y" in letters or ("d" in letters and "m" in letters)):
                found.add(number)
        return found

    def elements(self, name: str, tag: str) -> Iterator[Any]:
        """Each of these elements of a part, one at a time."""
        source = io.BytesIO(self.part(name))
        for _event, element in etree.iterparse(
            source, tag=f"{_MAIN}{tag}", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        ):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]

    def lines(self) -> list[tuple[int, list[str]]]:
        found: list[tuple[int, list[str]]] = []
        number = full = 0
        for row in self.elements(self.sheet, "row"):
            said = row.get("r", "")
            number = int(said) if said.isdigit() and len(said) < 9 else number + 1
            cells = self.cells(row)
            if any(cells):
                full += 1
                found.append((number, _row(cells)))
            if full > ROWS_LIMIT + 1:
                break  # more is refused by whoever counts
        return found

    def cells(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in row.iterchildren(f"{_MAIN}c"):
            at = _column(cell.get("r", ""), len(cells))
            value = self.value(cell)
            if at >= COLUMNS_LIMIT:
                if value:
                    raise refused(_("The file has more than %(count)d columns.") % {"count": COLUMNS_LIMIT})
                continue
            cells += [""] * (at - len(cells) + 1)
            cells[at] = value
        return cells

    def value(self, cell: Any) -> str:
        kind, said = str(cell.get("t", "n")), str(cell.findtext(f"{_MAIN}v", ""))
        if kind == "s":
            return self.texts[int(said)] if said.isdigit() and int(said) < len(self.texts) else ""
        if kind == "inlineStr":
            return _text_of(cell.find(f"{_MAIN}is"))
        if kind == "e":
            return ""
        style = cell.get("s", "")
        if kind == "n" and said and style.isdigit() and int(style) in self.dated:
            return (self.first_day + timedelta(days=int(float(said)))).isoformat()
        if kind == "n" and said.endswith(".0"):
            return said[:-2]
        return said


def _text_of(element: Any) -> str:
    """The text of an item, without how to say it in another script."""
    if element is None:
        return ""
    return "".join(part.text or "" for part in element.iter(f"{_MAIN}t") if part.getparent().tag != f"{_MAIN}rPh")


def _column(place: str, following: int) -> int:
    """Which column a cell stands in ("BC12"), counted from 0; the next one where it does not say."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return following
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
