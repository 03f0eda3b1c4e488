"""Guides of one page: written once, read on screen, printed, and never one without the other."""

from __future__ import annotations

import io
import re
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.course.__main__ import main
from internship_xblock.course.build import archive
from internship_xblock.course.check import check
from internship_xblock.course.xml import read_html
from tests.exports.paper import pages_of

from . import tiny

GUIDE = "guides/week.md"
TEXT = """Title: The first week
For: For the mentor.
Columns: 2

Student: … Mentor: …

### Before

- [ ] The card works, as [the lesson](/jump_to_id/lesson) says.
- [ ] **Gear** is there.

### Say

| Part | What | Example |
|---|---|---|
| Observation | what you saw | “You called the buyer.” |

### Ask

| | |
|---|---|
| What helped most? | … … |

### The week

| | What | With whom |
|---|---|---|
| Monday | … | … |
| Tuesday | … | … |

**Sources:** a study of weeks.
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The tiny course with a guide in it that has not been made yet, and a page that shows it."""
    return with_guide(tmp_path / "course", TEXT)


def with_guide(folder: Path, text: str) -> Path:
    changes = {
        **tiny.swap("vertical/second.xml", '<html url_name="words"/>', '<html url_name="words"/>\n  <html url_name="week"/>'),
        "html/week.xml": '<html filename="guide-week" display_name="The first week"/>\n',
        GUIDE: text,
    }
    return tiny.write(folder, **changes)


def run(command: str, source: Path) -> int:
    return main([command, "--source", str(source), *(["--out", str(source.parent / "out")] if command == "build" else [])])


def printed(source: Path, name: str = "week") -> bytes:
    return (source / "static" / f"guide-{name}.pdf").read_bytes()


def shown(source: Path, name: str = "week") -> str:
    return (source / "html" / f"guide-{name}.html").read_text(encoding="utf-8")


def words(text: str) -> list[str]:
    """The words of a text without what joins, breaks and sets them."""
    return re.findall(r"\w+", text.replace("\u00ad", ""))


def test_the_command_makes_page_and_pdf_and_then_all_is_in_order(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", source) == 1  # the page that the outline points to is not there yet
    assert run("guides", source) == 0
    assert capsys.readouterr().out.splitlines() == ["static/guide-week.pdf: made anew.", "html/guide-week.html: made anew."]
    assert check(source) == []
    assert run("guides", source) == 0
    assert "are what their texts say" in capsys.readouterr().out


def test_the_same_text_makes_the_same_bytes(source: Path, tmp_path: Path) -> None:
    other = with_guide(tmp_path / "other", TEXT)
    run("guides", source)
    run("guides", other)

    assert printed(source) == printed(other)
    assert archive(source) == archive(other)


def test_the_archive_has_what_was_made_and_not_what_it_was_made_from(source: Path) -> None:
    run("guides", source)
    with tarfile.open(fileobj=io.BytesIO(archive(source))) as tar:
        names = tar.getnames()

    assert {"course/static/guide-week.pdf", "course/html/guide-week.html"} <= set(names)
    assert [name for name in names if name.startswith("course/guides")] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("what you saw", "what you heard"),
        ("The first week", "Week one"),
        ("Tuesday", "Thursday"),
        ("For the mentor.", "For all."),
    ],
)
def test_whoever_changes_the_text_is_told_to_make_both_anew(source: Path, old: str, new: str) -> None:
    run("guides", source)
    (source / GUIDE).write_text(TEXT.replace(old, new), encoding="utf-8")

    assert [(finding.file, finding.check) for finding in check(source)] == [(GUIDE, "guides"), (GUIDE, "guides")]
    assert {finding.sentence.split(" was")[0] for finding in check(source)} == {
        "static/guide-week.pdf",
        "html/guide-week.html",
    }
    assert all("internship_xblock.course guides" in finding.sentence for finding in check(source))
    assert run("build", source) == 1
    assert run("guides", source) == 0
    assert check(source) == []


def test_a_page_that_somebody_changed_by_hand_is_noticed(source: Path) -> None:
    run("guides", source)
    path = source / "html" / "guide-week.html"
    path.write_text(shown(source).replace("saw", "felt"), encoding="utf-8")

    assert [finding.sentence.split(" was")[0] for finding in check(source)] == ["html/guide-week.html"]


def test_what_is_longer_than_a_page_is_refused(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("guides", source)
    before = printed(source)
    (source / GUIDE).write_text(TEXT.replace("a study of weeks", "word " * 4000), encoding="utf-8")

    assert run("guides", source) == 1
    assert f"{GUIDE}:1: This guide is longer than one page A4" in capsys.readouterr().err
    assert printed(source) == before
    assert ["longer than one page" in finding.sentence for finding in check(source)] == [True]


def test_more_text_is_set_smaller_before_it_is_refused(source: Path) -> None:
    run("guides", source)
    (source / GUIDE).write_text(TEXT.replace("a study of weeks", "word " * 700), encoding="utf-8")

    assert run("guides", source) == 0
    assert len(pages_of(printed(source))) == 1


def test_on_paper_there_are_lines_for_the_pen_and_no_signs_for_them(source: Path) -> None:
    run("guides", source)
    (page,) = pages_of(printed(source))

    assert "…" not in page
    assert "[ ]" not in page
    for said in ("The first week", "For the mentor.", "Student:", "The card works, as the lesson says.", "What helped most?"):
        assert said in " ".join(page.split())


def test_on_screen_a_form_is_a_list_of_what_is_asked(source: Path) -> None:
    run("guides", source)
    html = read_html(shown(source))
    points = ["".join(str(part) for part in item.itertext()) for item in html.iter("li")]

    assert html.find(".//table") is None
    assert {"What helped most?", "With whom", "Monday", "Tuesday"} <= set(points)
    assert "The card works, as the lesson says." in points
    assert "What: what you saw" in points
    assert [link.get("href") for link in html.iter("a")] == ["/static/guide-week.pdf", "/jump_to_id/lesson"]


def test_a_guide_can_borrow_a_page_of_the_course(tmp_path: Path) -> None:
    text = '<h3>Where to</h3>\n<p>Go to <a href="/static/guide-week.pdf">paper</a>.</p>\n<h4>Why</h4>\n<p>…</p>\n'
    page = {"html/words.html": text}
    source = tiny.write(tmp_path, **{GUIDE: "For: For all.\nText: html/words.html\n"}, **page)

    assert run("guides", source) == 0
    assert check(source) == []
    assert not (source / "html" / "guide-week.html").exists()
    (paper,) = pages_of(printed(source))
    assert words(paper)[:7] == ["Where", "to", "For", "all", "Go", "to", "paper"]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("The first week\n\nText.", 1, "is none of them"),
        ("Title: Week\nTitle: Two\n\nText.", 2, "each once"),
        ("For: All\n\nText.", 1, "what this guide is called"),
        ("Title: Week\n", 3, "no text in this guide"),
        ("Title: Week\nColumns: 3\n\nText.", 1, "1 or 2"),
        ("Text: html/gone.html\n", 1, "no page"),
        ("Text: html/../course.xml\n", 1, "no page"),
        ("Text: html/words.html\n\nMore.", 1, "Remove what stands here"),
        ("Title: Week\n\nA sign \U00016a60 that no font has.", 1, "U+16A60"),
    ],
)
def test_what_cannot_be_made_is_said_in_words(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    source = tiny.write(tmp_path, **{GUIDE: text})
    (found,) = check(source)

    assert (found.file, found.line, found.check) == (GUIDE, line, "guides")
    assert sentence in found.sentence
    assert run("guides", source) == 1


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    source = tiny.write(tmp_path, **{GUIDE: ""})
    (source / GUIDE).write_bytes(b"\xff\xfe")

    assert ["not UTF-8" in finding.sentence for finding in check(source)] == [True]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from(
            [
                "### Head",
                "- [ ] a",
                "- b …",
                "1. c",
                "| x | y |\n|---|---|\n| … | z |",
                "|\n",
                "…",
                "… e … f",
                "**g**",
                "<b",
                "####",
            ]
        ),
        max_size=6,
    ),
    columns=st.sampled_from("12"),
)
def test_no_guide_makes_the_check_fall_over(tmp_path: Path, parts: list[str], columns: str) -> None:
    source = tiny.write(tmp_path, **{GUIDE: f"Title: Week\nColumns: {columns}\n\n" + "\n\n".join(parts)})

    assert all(finding.sentence.endswith(".") for finding in check(source))
