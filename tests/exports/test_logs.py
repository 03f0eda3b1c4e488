"""A log as documents: what stands in each, read back from the file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest
from django.utils.translation import override

from internship_xblock import exports
from internship_xblock.exports import pdf, word
from internship_xblock.records.document import Table
from internship_xblock.tools.logs import documents as logs
from internship_xblock.tools.logs.api import Choice, Link, Taken
from internship_xblock.tools.plans.api import Period

from . import logs_world as made
from .paper import pages_of, stands_in, text_of
from .test_pdf import SIZES, read
from .test_word import text_of as word_text_of
from .world import ARABIC, CHINESE, FORMULA, GREEK, NORWEGIAN, PERSON_NAMES, SAMI, SCRIPT

SCHEMA = json.loads((Path(exports.__file__).parent / "log.schema.json").read_text(encoding="utf-8"))
COLUMNS = [
    "Day", "Period", "Hours", "Entry", "My next step", "Learning outcomes", "Depth (own view)", "Who may read it",
    "Company-sensitive", "Shared on", "Answered on", "Dialogue", "Links", "Why this day",
]  # fmt: skip


def rows(taken: Taken, delimiter: str = ",") -> list[list[str]]:
    text = logs.as_csv(taken, made.FRAME).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def data(taken: Taken) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(logs.as_json(taken, made.FRAME))
    return content


# -- paper and Word ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", pdf.PAPERS)
def test_names_of_every_script_and_hostile_text_stand_in_the_pdf(paper: str) -> None:
    content = pdf.render(logs.document(made.taken(made.entry()), made.FRAME), paper)
    said = text_of(content)
    assert [name for name in (*PERSON_NAMES, FORMULA, SCRIPT) if not stands_in(name, said)] == []
    box = read(content).pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == SIZES[paper]


def test_the_word_document_says_the_same() -> None:
    said = word_text_of(word.render(logs.document(made.taken(made.entry()), made.FRAME)))
    for words in (
        *PERSON_NAMES,
        FORMULA,
        SCRIPT,
        "What?",
        "Monday 21 September 2026, 7.5 hours",
        "The mentor and the university",
    ):
        assert words in said, words
    assert "Explain how a price is found" in said
    assert "Thank you." in said


def test_in_arabic_a_log_begins_on_the_right() -> None:
    with override("ar"):
        document = logs.document(made.taken(made.entry()), made.FRAME)
    assert (document.is_rtl, document.language) == (True, "ar")
    assert ARABIC in text_of(pdf.render(document))
    assert CHINESE in "".join(docx.Document(io.BytesIO(word.render(document))).element.body.itertext())


def test_entries_stand_under_the_periods_in_the_order_of_their_days() -> None:
    days = (date(2026, 9, 20), date(2026, 9, 21), date(2026, 10, 2), date(2026, 10, 3), date(2026, 11, 20))
    document = logs.document(made.taken(*(made.entry(at, date=day) for at, day in enumerate(days))), made.FRAME)
    hours, *sections = document.sections
    assert [(section.title, len(section.body)) for section in sections] == [
        ("Outside the periods", 1), ("Autumn", 2), ("Outside the periods", 1), ("Period 2", 1),
    ]  # fmt: skip
    assert sections[1].note == "Mon 21 Sep 2026 – Fri 2 Oct 2026"
    (table,) = hours.body
    assert isinstance(table, Table)
    assert [(row[0], *row[2:]) for row in table.rows] == [
        ("Autumn", "15", "75"), ("Period 2", "7.5", "–"), ("Outside the periods", "15", "–"),
    ]  # fmt: skip


def test_what_was_left_out_is_said() -> None:
    choice = Choice(date(2026, 9, 21), None, frozenset({"comments", "private"}))
    document = logs.document(made.taken(made.entry(comments=()), choice=choice), made.FRAME)
    facts = {fact.label: fact.value for fact in document.meta}
    assert facts["Left out"] == (
        "what was said about the entries\nentries that only their author can read\ndays before Monday 21 September 2026"
    )
    assert "Left out" not in {fact.label for fact in logs.document(made.taken(made.entry()), made.FRAME).meta}


def test_a_sensitive_entry_begins_with_its_mark() -> None:
    document = logs.document(made.taken(made.entry(is_sensitive=True)), made.FRAME)
    first = document.sections[-1].body[0].facts[0]  # type: ignore[union-attr]
    assert first.value.startswith("Company-sensitive")


def test_an_entry_without_words_and_a_log_without_entries_say_so() -> None:
    empty = made.entry(texts={}, next_step="", hours=None, level="", outcomes=(), comments=())
    assert "Nothing is written here yet." in text_of(pdf.render(logs.document(made.taken(empty), made.FRAME)))
    assert "There is no entry in what was chosen." in text_of(pdf.render(logs.document(made.taken(), made.FRAME)))


def test_who_was_erased_has_left_and_says_nothing() -> None:
    erased = made.comment("", parts=())
    left = made.comment("")
    said = text_of(pdf.render(logs.document(made.taken(made.entry(comments=(erased, left))), made.FRAME)))
    assert said.count("Somebody who has left") == 1


def test_a_quoted_passage_goes_along_into_every_document() -> None:
    """The question what told you that says nothing without the sentence it is about."""
    taken = made.taken(made.entry(comments=(made.comment(quote="I read numbers to him."),)))
    document = logs.document(taken, made.FRAME)
    said = "About “I read numbers to him.”"
    assert said in text_of(pdf.render(document))
    assert said in word_text_of(word.render(document))
    assert (
        f"{said}\nWhat I noticed (observation): You stayed polite."
        in dict(zip(COLUMNS, rows(taken)[1], strict=True))["Dialogue"]
    )
    assert data(taken)["entries"][0]["comments"][0]["quote"] == "I read numbers to him."


def test_the_heading_of_a_period_stands_on_the_page_of_its_first_entry() -> None:
    frame = replace(made.FRAME, periods=(Period("Later", date(2026, 11, 16), date(2026, 11, 20), None),))
    for lines in range(30, 44):  # the heading comes to stand at every height of the page's foot
        before = made.entry(texts={"what": "A line.\n" * lines}, hours=None, comments=(), outcomes=(), level="")
        after = made.entry(60, date=date(2026, 11, 17), texts={"what": f"Begun. {made.LONG * 4}"}, hours=None, comments=())
        pages = pages_of(pdf.render(logs.document(made.taken(before, after), frame)))
        assert [("Later\n" in page) == ("Begun." in page) for page in pages] == [True] * len(pages), lines


def test_the_same_entries_make_the_same_file() -> None:
    document = logs.document(made.taken(made.entry()), made.FRAME)
    assert pdf.render(document) == pdf.render(document)


@pytest.mark.slow
def test_five_hundred_entries_make_one_document_with_every_entry_once() -> None:
    document = logs.document(made.long_log(500), made.FRAME)
    titles = [entry.title for section in document.sections[1:] for entry in section.body]  # type: ignore[union-attr]
    assert len(titles) == len(set(titles)) == 500
    pages = pages_of(pdf.render(document))
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


# -- the table ----------------------------------------------------------------------------------------------------


def test_one_row_an_entry_in_columns_that_never_change() -> None:
    bare = made.entry(
        1, texts={}, next_step="", hours=None, level="", outcomes=(), comments=(), shared_at=None, answered_at=None
    )
    linked = made.entry(links=(Link("https://uit.no/prices", "The price list"),), date_reason="We met before it began.")
    for entries in ((), (linked,), (linked, bare)):
        found = rows(made.taken(*entries))
        assert found[0] == COLUMNS
        assert len(found) == len(entries) + 1
        assert {len(row) for row in found} == {len(COLUMNS)}
    first, second = (dict(zip(COLUMNS, row, strict=True)) for row in found[1:])
    assert (first["Day"], first["Period"], first["Hours"]) == ("2026-09-21", "Autumn", "7.5")
    assert first["Entry"].startswith("What?\nI was asked")
    assert all(name in first["Entry"] for name in (ARABIC, CHINESE, GREEK))
    assert first["Dialogue"].startswith(
        f"{NORWEGIAN}, mentor\nThu 24 Sep 2026\nWhat I noticed (observation): You stayed polite. {SCRIPT}"
    )
    assert first["Shared on"] == "2026-09-24"
    assert (first["Links"], first["Why this day"]) == ("The price list https://uit.no/prices", "We met before it began.")
    assert [second[name] for name in ("Hours", "Entry", "Dialogue", "Shared on")] == [""] * 4


def test_a_formula_in_any_column_is_text() -> None:
    nasty = made.entry(
        texts={"gone": FORMULA}, next_step=FORMULA, outcomes=("o2",), comments=(made.comment(FORMULA, parts=(("", FORMULA),)),)
    )
    row = dict(zip(COLUMNS, rows(made.taken(nasty))[1], strict=True))
    for name in ("Entry", "My next step", "Learning outcomes", "Dialogue"):
        assert row[name].startswith(f"'{FORMULA}"), name


def test_in_norwegian_the_hours_have_a_comma() -> None:
    with override("nb"):
        assert rows(made.taken(made.entry(hours=Decimal("7.25"))), ";")[1][2] == "7,25"


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_it_fits_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    bare = made.entry(texts={}, hours=None, level="", shared_at=None, first_read_at=None, answered_at=None, sharing="private")
    choice = Choice(date(2026, 9, 21), date(2026, 10, 2), frozenset({"comments"}))
    for taken in (made.taken(), made.taken(made.entry(), made.changed(), bare, choice=choice)):
        jsonschema.validate(data(taken), SCHEMA)


def test_the_schema_refuses_what_is_something_else() -> None:
    good = data(made.taken(made.entry()))
    for change in ({"format": "x"}, {"entries": [{}]}, {"chosen": {"since": 1}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, **change}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, "entries": [{**good["entries"][0], "sharing": "everybody"}]}, SCHEMA)


def test_the_schema_names_every_key() -> None:
    entry = data(made.taken(made.changed()))
    assert set(SCHEMA["properties"]) == set(entry)
    assert set(SCHEMA["properties"]["entries"]["items"]["properties"]) == set(entry["entries"][0])


def test_all_that_was_written_stands_in_the_json() -> None:
    (one,) = data(made.taken(made.changed()))["entries"]
    assert one["answers"][2] == {"label": "Now what?", "text": FORMULA}
    assert one["comments"][0]["by"] == NORWEGIAN
    assert one["earlier"][0]["parts"][0] == {"label": "What?", "text": "Something else"}
    assert one["level"] == {"id": "2", "words": "I explain why it happened"}
    assert one["outcomes"] == ["o1", "gone"]


def test_the_name_of_the_file_says_whose_and_of_which_days() -> None:
    assert logs.file_stem(made.taken(made.entry(), made.entry(9))) == f"log-{SAMI}-2026-09-21-2026-09-30"
    assert logs.file_stem(made.taken(made.entry())) == f"log-{SAMI}-2026-09-21"
