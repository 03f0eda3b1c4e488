"""What files are read as, whoever sends them."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.errors import Invalid
from internship_xblock.exports import sheet as csv_sheet
from internship_xblock.tools.coordination.importing import sheets, tables
from internship_xblock.tools.coordination.web import sheet_words

from .files import EMIL, HEAD, book, cells, changed_book, row, sheet, text


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_however_it_is_parted_and_written(mark: str, encoding: str) -> None:
    found = tables.read(text(row(student="Åse Øverland 王小明"), mark=mark, encoding=encoding))
    assert [cells for _number, cells in found] == [list(HEAD), row(student="Åse Øverland 王小明")]


def test_what_a_western_excel_writes_is_read() -> None:
    found = tables.read(text(row(student="Åse Øverland"), mark=";", encoding="cp1252"))
    assert found[1][1][1] == "Åse Øverland"


def test_a_workbook_reads_as_the_text_does() -> None:
    assert [cells for _number, cells in tables.read(book(EMIL))] == [list(HEAD), list(EMIL)]


def test_shared_texts_numbers_and_dates_of_a_workbook() -> None:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts: dict[str, str | bytes] = {
        "xl/sharedStrings.xml": f"<sst {main}><si><r><t>Emil </t></r><r><t>Eira</t></r><rPh><t>x</t></rPh></si></sst>",
        "xl/styles.xml": (
            f'<styleSheet {main}><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
            '<numFmt numFmtId="171" formatCode="&quot;day&quot; 0.0"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>'
        ),
        "xl/worksheets/sheet1.xml": sheet(
            cells(["External id", "Student: name", "First day", "Last day", "Other"]),
            '<c r="A2"><v>17.0</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" s="1"><v>46286</v></c>'
            '<c r="D2" s="2"><f>C2+1</f><v>46287.5</v></c><c r="E2" s="3"><v>3</v></c>',
        ),
    }
    assert tables.read(changed_book(parts))[1][1] == ["17", "Emil Eira", "2026-09-21", "2026-09-22", "3"]


def test_empty_lines_are_passed_and_lines_keep_their_numbers() -> None:
    found = tables.read(b"a,b\n\n,\n1,2\n")
    assert found == [(1, ["a", "b"]), (4, ["1", "2"])]


BOMB = io.BytesIO()
with zipfile.ZipFile(BOMB, "w", zipfile.ZIP_DEFLATED) as _made:
    _made.writestr("xl/workbook.xml", b" " * (tables.UNPACKED_LIMIT + 10))
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
HOSTILE = {
    "nothing": b"",
    "blank": b"\n \n,,\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\x00",
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100,
    "a torn workbook": book(EMIL)[:-200],
    "no workbook": b"PK\x03\x04" + b"x" * 500,
    "a zip of something else": changed_book({"xl/workbook.xml": "<html/>"}),
    "a bomb": BOMB.getvalue(),
    "entities": changed_book({"xl/worksheets/sheet1.xml": LAUGHS}),
    "many columns": ",".join("x" * 1_000_000).encode(),
    "many columns in a workbook": changed_book({"xl/worksheets/sheet1.xml": sheet(
        cells(HEAD), '<c r="ZZZZ1" t="inlineStr"><is><t>x</t></is></c>'
    )}),
    "many rows": b"a,b\n" + b"1,2\n" * (tables.ROWS_LIMIT + 2),
    "a long cell": b"a,b\n1," + b"x" * 200_000,
    "too large": b"x" * (tables.FILE_LIMIT + 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_table_is_refused_in_words_at_the_file(name: str) -> None:
    with pytest.raises(Invalid) as error:
        sheets.intended(tables.read(HOSTILE[name]))
    assert list(error.value.fields) == ["file"]
    assert len(str(error.value.fields["file"][0])) > 15


@given(st.binary(max_size=400))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    for sent in (content, b"PK\x03\x04" + content, b"External id,Student: name\n" + content):
        with contextlib.suppress(Invalid):
            assert sheets.intended(tables.read(sent))


@given(st.lists(st.lists(st.text(max_size=20), min_size=11, max_size=11), max_size=6))
def test_every_row_comes_to_something(rows: list[list[str]]) -> None:
    """A placement a different id; one without an id, or with something wrong, says where and what."""
    try:
        found = sheets.intended([(1, list(HEAD)), *enumerate(rows, start=2)])
    except Invalid:
        return
    lines = [line for one in found for line in one.lines]
    assert lines == sorted(set(lines)) or len(lines) == len(set(lines))
    for one in found:
        assert one.problems or (one.external_id and one.names["student"])
        assert all(problem.words and problem.line in one.lines for problem in one.problems)
        assert sheets.Intended.of(one.kept()) == one
        assert all(first <= last for first, last in one.periods)


DAYS = {
    "2026-09-21": date(2026, 9, 21), "21.9.2026": date(2026, 9, 21), "21.09.2026": date(2026, 9, 21),
    "9.10.2026": date(2026, 10, 9), "21/9/2026": date(2026, 9, 21), "2026-09-21 00:00:00": date(2026, 9, 21),
    "09/10/2026": None, "9/21/2026": None, "31.2.2026": None, "2026-13-01": None, "21 Sep 2026": None, "46286": None,
    "1026-09-21": None, "7/7/2026": date(2026, 7, 7), "": None, "٢٠٢٦-٠٩-٢١": None,
}  # fmt: skip


def test_days_are_read_where_they_mean_one_day() -> None:
    assert {written: sheets.as_day(written) for written in DAYS} == DAYS


def test_columns_are_known_by_their_names_in_every_language_and_ours() -> None:
    with translation.override("nb"):
        local = [str(label) for label in sheets.COLUMNS.values()]
    for head in (HEAD, local, list(sheets.COLUMNS), [name.upper() + " " for name in HEAD]):
        assert set(sheets.columns_of(head).values()) == set(range(11))
    with pytest.raises(Invalid) as error:
        sheets.columns_of(["External id", "Host"])
    assert "Student: name" in str(error.value.fields)
    with pytest.raises(Invalid):
        sheets.columns_of([*HEAD, "Host"])


@pytest.mark.parametrize("language", ["en", "nb", "ar"])
def test_our_own_template_is_a_file_that_we_read(language: str) -> None:
    with translation.override(language):
        columns = [str(label) for label in sheets.COLUMNS.values()]
        (one,) = sheets.intended(tables.read(csv_sheet.render(columns, sheet_words.example())))
    assert one.problems == []
    assert len(one.periods) == 2


def problems_of(*rows: list[str]) -> list[tuple[int, str]]:
    found = sheets.intended([(1, list(HEAD)), *enumerate(rows, start=2)])
    return [(problem.line, problem.column) for one in found for problem in one.problems]


def test_what_is_wrong_is_said_at_its_row_and_column() -> None:
    assert problems_of(row()) == []
    assert problems_of(row(id="")) == [(2, "external_id")]
    assert problems_of(row(student="")) == [(2, "student_name"), (2, "student_name")]
    assert problems_of(row(student_email="emil(at)example.org")) == [(2, "student_email")]
    assert problems_of(row(mentor_email="mira@bücher.example")) == []
    assert problems_of(row(language="klingon")) == [(2, "language")]
    assert problems_of(row(first="09/10/2026")) == [(2, "from")]
    assert problems_of(row(last="")) == [(2, "to")]
    assert problems_of(row(last="2026-09-01")) == [(2, "to")]
    assert problems_of(row(student="x" * 201)) == [(2, "student_name")]
    again = row(student="", host="", mentor="", supervisor="", student_email="", mentor_email="", language="",
                first="2026-11-02", last="2026-11-13")  # fmt: skip
    assert problems_of(row(), again) == []
    assert problems_of(row(), row(student="Nils", first="2026-11-02", last="2026-11-13")) == [(3, "student_name")]
    assert problems_of(row(), [*again[:8], "2026-10-01", "2026-10-05", ""]) == [(3, "from")]  # they overlap


def test_names_are_cleaned() -> None:
    (one,) = sheets.intended([(1, list(HEAD)), (2, row(student="  Emil\n Eira\u00a0 ", host="Tana\x00  Fisk"))])
    assert (one.names["student"], one.host) == ("Emil Eira", "Tana Fisk")
