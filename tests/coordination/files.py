"""Files that somebody might send: as text, and as workbooks with whatever parts a test wants in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from internship_xblock.exports import workbook

HEAD = ("External id", "Student: name", "Student: e-mail", "Host", "Mentor: name", "Mentor: e-mail", "Supervisor: name",
        "Supervisor: e-mail", "First day", "Last day", "Language")  # fmt: skip
EMIL = ("2026-1", "Emil Eira", "emil@example.org", "Tana Fisk", "Mira Dahl", "mira@example.org", "Synne Berg", "",
        "2026-09-21", "2026-10-02", "nb")  # fmt: skip


def row(**changes: str) -> list[str]:
    """A row as EMIL's with other cells."""
    names = ("id", "student", "student_email", "host", "mentor", "mentor_email", "supervisor", "supervisor_email", "first",
             "last", "language")  # fmt: skip
    return [changes.get(name, value) for name, value in zip(names, EMIL, strict=True)]


def text(*rows: Sequence[str], mark: str = ",", encoding: str = "utf-8") -> bytes:
    cells = [[*HEAD], *rows]
    lines = (mark.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in cells)
    return "\r\n".join(lines).encode(encoding)


def book(*rows: Sequence[str]) -> bytes:
    return b"".join(workbook.stream("Placements", HEAD, rows))


def changed_book(parts: Mapping[str, str | bytes], *rows: Sequence[str]) -> bytes:
    """The workbook with some of its parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(*rows))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return made.getvalue()


def sheet(*lines: str) -> str:
    """The part of a sheet with these lines of cells, as XML."""
    rows = "".join(f"<row>{line}</row>" for line in lines)
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>"


def cells(values: Sequence[str]) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)
