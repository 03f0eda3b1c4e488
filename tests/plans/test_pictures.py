"""The plan's pictures: they say what the document says, the table says the same, and no document breaks them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from internship_xblock.core.actor import Actor
from internship_xblock.records.drawing.axis import Axis
from internship_xblock.records.drawing.shapes import NARROW, WIDE, Label, Mark, Pen, Stroke, measure, wrap
from internship_xblock.tools.plans.pictures.all import Pictures, pictures
from internship_xblock.tools.plans.pictures.overview import overview
from internship_xblock.tools.plans.pictures.timeline import WEEKLY_LIMIT
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.schema.headings import Heading
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.ui.jinja import render
from tests.runtime import call, make_block

from .conftest import USAGE, Draft

Document = dict[str, Any]
SVG = "{http://www.w3.org/2000/svg}"
COMMANDS = re.compile(r"[MHVLahvlz0-9 .\-]+")


def shown(drawn: Pictures) -> str:
    return render("plans/macros/pictures.html#plan_pictures", pictures=drawn, picture_id="p")


def svgs(html: str) -> list[etree._Element]:
    """The drawings, read as XML: one that is not well-formed fails here."""
    return [etree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", html, re.DOTALL)]


def marks(svg: etree._Element) -> int:
    return len(svg.findall(f".//{SVG}g[@class='ix-mark']"))


def rows(html: str, figure: int) -> list[str]:
    found = lxml_html.fromstring(f"<div>{html}</div>").xpath("//figure")[figure].xpath(".//tr[@class='ix-says']")
    return [" ".join(" ".join(row.itertext()).split()) for row in found]


# -- what the matrix says -------------------------------------------------------------------------------------


def test_the_example_has_no_gap(good: Document) -> None:
    drawn = pictures(good)
    assert drawn.matrix is not None
    assert drawn.matrix.statement == "3 of 3 outcomes are supported by a task."
    assert [[task.number for task in line.tasks] for line in drawn.matrix.lines] == [[1], [2, 3], [3]]
    assert [task.sign for task in drawn.matrix.tasks] == ["○", "◐", "●"]
    assert "!" not in "".join(rows(shown(drawn), 0))


def test_an_outcome_without_a_task_stands_out(good: Document) -> None:
    good["tasks"][2]["outcomes"] = good["tasks"][2]["outcomes"][:1]
    drawn = pictures(good)
    assert drawn.matrix is not None
    assert drawn.matrix.statement == "2 of 3 outcomes are supported by a task. Outcome 3 has none."
    assert rows(shown(drawn), 0)[-1].endswith("! no task yet")
    looks = [shape.look for shape in drawn.matrix.drawing.shapes if isinstance(shape, Stroke | Label)]
    assert "band-gap" in looks  # a colour
    assert "gap" in looks  # and a word
    assert any(stroke.look == "sign" for one in drawn.matrix.drawing.shapes if isinstance(one, Mark) for stroke in one.strokes)


@pytest.mark.parametrize(
    ("field", "statement", "words"),
    [
        ("evidence", "Task 2 has no evidence.", "no evidence"),
        ("assessor", "Task 2 has no assessor.", "no assessor"),
    ],
)
def test_what_a_task_lacks_is_said(good: Document, field: str, statement: str, words: str) -> None:
    good["tasks"][1][field] = ""
    drawn = pictures(good)
    assert drawn.matrix is not None
    assert drawn.matrix.statement.endswith(statement)
    titles = [shape.title for shape in drawn.matrix.drawing.shapes if isinstance(shape, Mark)]
    assert [title.endswith(words) for title in titles] == [False, True, False, False]
    assert "! missing" in rows(shown(drawn), 0)[1]


def test_routine_and_loose_tasks_have_lines_of_their_own(good: Document) -> None:
    bare = {**good["tasks"][0], "outcomes": [], "evidence": "", "assessor": ""}
    good["tasks"] += [{**bare, "uid": "r", "routine": True}, {**bare, "uid": "l"}]
    drawn = pictures(good)
    assert drawn.matrix is not None
    routine, loose = drawn.matrix.lines[-2:]
    assert routine.is_routine
    assert [task.number for task in routine.tasks] == [4]
    assert not routine.tasks[0].missing  # routine work has nothing to show
    assert loose.is_loose
    assert "Task 5 supports no outcome." in drawn.matrix.statement


def test_many_gaps_are_counted(good: Document) -> None:
    good["outcomes"] = [{**good["outcomes"][0], "uid": f"o{at}"} for at in range(9)]
    good["tasks"] = []
    drawn = pictures(good)
    assert drawn.matrix is not None
    assert drawn.matrix.statement == "0 of 9 outcomes are supported by a task. Outcomes 1, 2, 3, 4 and 5 more have none."


# -- what the timeline says --------------------------------------------------------------------------------------


def test_tasks_last_until_their_period_ends(good: Document) -> None:
    drawn = pictures(good)
    assert drawn.timeline is not None
    periods, tasks, checkpoints = drawn.timeline.groups
    assert [item.spans for item in tasks.items] == [item.spans for item in periods.items]
    assert [len(item.marks) for item in checkpoints.items] == [1, 3, 1, 1]  # the weekly one in each of three weeks
    assert drawn.timeline.statement == (
        "From Mon 17 Aug 2026 to Fri 16 Oct 2026: 3 periods, 3 tasks, 4 checkpoints. 2 breaks are drawn shorter than they are."
    )
    assert rows(shown(drawn), 1)[0].startswith("First week: get to know the auction Mon 17 Aug 2026 – Fri 21 Aug 2026")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_three_separate_weeks_are_no_slivers(good: Document, width: int) -> None:
    drawn = pictures(good)
    assert drawn.timeline is not None
    axis = Axis(drawn.timeline.stretches, width)
    lengths = [right - left for left, right in (axis.edges(at) for at in range(3))]
    assert sum(lengths) > width * 0.6
    assert max(lengths) - min(lengths) < 1
    breaks = [axis.edges(at + 1)[0] - axis.edges(at)[1] for at in range(2)]
    assert max(breaks) < min(lengths)
    said = [" ".join(shape.lines) for shape in drawn.timeline.drawings[0][1].shapes if isinstance(shape, Label)]
    assert sum("weeks" in words for words in said) == 2


@pytest.mark.parametrize(
    ("section", "field", "typed", "gap"),
    [
        ("tasks", "start", "", "no date yet"),
        ("tasks", "start", "2026-12-24", "outside the periods"),
        ("periods", "end", "", "last day missing"),
        ("periods", "start", "", "first day missing"),
        ("periods", "end", "2020-01-01", "ends before it starts"),
        ("checkpoints", "date", "", "no date yet"),
    ],
)
def test_dates_that_do_not_fit_are_said(good: Document, section: str, field: str, typed: str, gap: str) -> None:
    good[section][0][field] = typed
    drawn = pictures(good)
    assert drawn.timeline is not None
    assert gap in {item.gap for item in drawn.timeline.items}
    assert any(f"! {gap}" in row for row in rows(shown(drawn), 1))


def test_a_weekly_checkpoint_ends_somewhere(good: Document) -> None:
    good["periods"][0]["end"] = "9999-12-31"
    drawn = pictures(good)
    assert drawn.timeline is not None
    weekly = drawn.timeline.groups[2].items[1]
    assert len(weekly.marks) == WEEKLY_LIMIT
    assert weekly.gap == "and so on, every week"
    assert all(later[0] - earlier[0] == 7 for earlier, later in pairwise(weekly.spans))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_task_is_named_or_counted_at_a_glance(good: Document, width: int) -> None:
    """Where numbers would touch they are said together: none is left out, whatever room there is."""
    first = good["tasks"][0]
    good["tasks"] = [{**first, "uid": f"t{at}", "start": f"2026-08-{17 + at % 5}"} for at in range(10)]
    found = overview(good)
    assert found is not None
    drawing = found.wide if width == WIDE else found.narrow
    below = [" ".join(shape.lines) for shape in drawing.shapes if isinstance(shape, Label)]
    below = below[below.index("Tasks begin") + 1 :]
    counted = sum(int(words.split()[0]) if "tasks" in words else len(words.split(", ")) for words in below)
    assert counted == 10


def test_on_a_phone_every_stretch_says_its_day_where_it_begins(good: Document) -> None:
    found = overview(good)
    assert found is not None
    said = {" ".join(shape.lines): shape.x for shape in found.narrow.shapes if isinstance(shape, Label)}
    timeline = pictures(good).timeline
    assert timeline is not None
    axis = Axis(timeline.stretches, NARROW)
    assert [said[day] for day in ("17 Aug", "14 Sep", "12 Oct")] == [round(axis.edges(at)[0]) for at in range(3)]


def test_the_text_of_every_row_begins_where_lines_begin(good: Document) -> None:
    timeline = pictures(good).timeline
    assert timeline is not None
    for _width, drawing in timeline.drawings:
        names = [shape for shape in drawing.shapes if isinstance(shape, Label) and shape.look in ("name", "quiet")]
        assert {(shape.x, shape.anchor) for shape in names} == {(0, "start")}


# -- the other direction, the other language ---------------------------------------------------------------------


def numbers(stroke: Stroke) -> list[int]:
    return [int(found) for found in re.findall(r"-?\d+", stroke.d)]


def test_right_to_left_turns_the_plane_over() -> None:
    plain, turned = Pen(100), Pen(100, mirrored=True)
    assert numbers(plain.box("bar", 10, 0, 20, 5)) == [10, 0, 30, 5, 10]
    assert numbers(turned.box("bar", 10, 0, 20, 5)) == [70, 0, 90, 5, 70]
    plain.text("name", 10, 0, ["abc"])
    turned.text("name", 10, 0, ["abc"])
    first, second = plain.shapes[0], turned.shapes[0]
    assert isinstance(first, Label)
    assert isinstance(second, Label)
    assert (first.x, second.x) == (10, 90)
    assert first.anchor == second.anchor == "start"  # of the line, wherever lines start
    assert (turned.finish(5).direction, plain.finish(5).direction) == ("rtl", "ltr")


def test_the_reader_s_language_decides(good: Document) -> None:
    with override("ar"):
        drawn = pictures(good)
        assert {svg.get("direction") for svg in svgs(shown(drawn))} == {"rtl"}
    assert drawn.timeline is not None
    first, last = drawn.timeline.items[0], drawn.timeline.items[2]
    drawing = drawn.timeline.drawings[0][1]
    bars = [shape.strokes[0] for shape in drawing.shapes if isinstance(shape, Mark)]
    assert first.spans < last.spans
    assert numbers(bars[0])[0] > numbers(bars[2])[0]  # the first period lies to the right of the last
    assert numbers(bars[0])[2] == drawing.width


def test_no_number_is_localised(good: Document, settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    good["tasks"] = [{**good["tasks"][at % 3], "uid": f"t{at}"} for at in range(60)]
    with override("nb"):
        for svg in svgs(shown(pictures(good))):
            assert re.fullmatch(r"0 0 \d+ \d+", svg.get("viewBox"))
            assert re.fullmatch(r"[\d.]+em", svg.get("width"))
            for path in svg.iter(f"{SVG}path"):
                assert COMMANDS.fullmatch(path.get("d"))


def test_typed_text_keeps_its_own_direction(good: Document) -> None:
    good["tasks"][0]["text"] = "مرحبا"
    drawing = pictures(good).matrix.drawing  # type: ignore[union-attr]
    said = [line for shape in drawing.shapes if isinstance(shape, Label) for line in shape.lines]
    assert "\u20661. مرحبا\u2069" not in said
    assert "\u20671. مرحبا\u2069" in said


# -- text in lines -------------------------------------------------------------------------------------------------


@given(text=st.text(max_size=600), width=st.integers(20, 700), most=st.integers(1, 4))
def test_text_stays_within_its_lines(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, most)
    assert 1 <= len(lines) <= most
    assert all(measure(line) <= width or len(line) <= 1 for line in lines)


def test_nothing_is_left_out_without_a_sign() -> None:
    assert wrap("one two three", 1000, 1) == ["one two three"]
    assert wrap("one two three", measure("one two"), 2) == ["one two", "three"]
    assert wrap("one two three", measure("one two…"), 1)[0].endswith("…")


# -- any document -------------------------------------------------------------------------------------------------

typed_text = st.text(max_size=60) | st.sampled_from(["", "<script>x</script>", "]]>", "&amp;", '"', "\x00\x08", "x" * 500])
typed_date = st.dates().map(str) | st.sampled_from(
    ["", "2026-09-21", "2026-09-25", "2026-13-77", "soon", "0001-01-01", "9999-12-31"]
)
uid = st.sampled_from([f"u{at}" for at in range(6)])


def some(most: int, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({"uid": uid, **fields}), max_size=most, unique_by=lambda row: row["uid"])


data = st.fixed_dictionaries(
    {
        "outcomes": some(6, text=typed_text, heading=st.sampled_from(["a", "b", "gone", ""])),
        "periods": some(4, label=typed_text, start=typed_date, end=typed_date, hours=st.sampled_from(["", 7.5])),
        "tasks": some(
            6, text=typed_text, outcomes=st.lists(uid, max_size=6), routine=st.booleans(), evidence=typed_text,
            assessor=typed_text, start=typed_date, autonomy=st.sampled_from(["", "watches", "helped", "alone", "flies"]),
        ),
        "checkpoints": some(
            4, kind=st.sampled_from(["", "start", "weekly", "midway", "end", "never"]), date=typed_date, about=typed_text
        ),
    }
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(sections=data, mirrored=st.booleans())
def test_any_document_is_drawn_and_the_table_says_the_same(sections: dict[str, list[Any]], mirrored: bool) -> None:
    stored = {name: {"rows": rows} for name, rows in sections.items()}
    document = frozen_text.build([], stored, [Heading("a", "A & <b>"), Heading("b", "B")])
    drawn = pictures(document, mirrored)
    html = shown(drawn)
    found = svgs(html)
    expected = [drawn.matrix, drawn.timeline, drawn.timeline]
    assert [marks(svg) for svg in found] == [picture.marks for picture in expected if picture]
    figures = [picture for picture in (drawn.matrix, drawn.timeline) if picture]
    for at, picture in enumerate(figures):
        assert len(rows(html, at)) == picture.marks
        assert picture.statement
    for svg in found:
        assert svg.get("role") == "img"
        assert svg.find(f"{SVG}title").text
        assert all(COMMANDS.fullmatch(path.get("d")) for path in svg.iter(f"{SVG}path"))
    assert "<script>" not in html
    assert "style=" not in html
    names = re.findall(r' id="([^"]+)"', html)
    assert len(names) == len(set(names))


def test_a_crowd_is_drawn(good: Document) -> None:
    """200 outcomes and 60 tasks, each with all others: large, and still a picture."""
    good["outcomes"] = [{**good["outcomes"][0], "uid": f"o{at}", "text": "x" * 500} for at in range(200)]
    everything = [row["uid"] for row in good["outcomes"]]
    good["tasks"] = [
        {**good["tasks"][0], "uid": f"t{at}", "outcomes": everything[at::7], "text": "W" * 500} for at in range(60)
    ]
    good["periods"] = [{**good["periods"][0], "uid": f"p{at}", "start": f"20{at:02}-01-01", "end": ""} for at in range(60)]
    drawn = pictures(good)
    assert drawn.matrix is not None
    assert drawn.matrix.drawing.marks == drawn.matrix.marks > 1400
    assert drawn.timeline is not None
    for _size, drawing in drawn.timeline.drawings:
        assert drawing.marks == drawn.timeline.marks
        xs = [at for shape in drawing.shapes if isinstance(shape, Mark) for at in numbers(shape.strokes[0])[:1]]
        assert min(xs) >= 0
        assert max(xs) <= drawing.width


def test_an_empty_plan_says_what_to_do_first() -> None:
    drawn = pictures(frozen_text.build([], {}, []))
    assert drawn == Pictures(None, None)
    assert "Nothing to draw yet" in shown(drawn)


# -- the block -----------------------------------------------------------------------------------------------------


def test_the_pictures_come_when_asked_for(draft: Draft, person: Callable[..., Actor]) -> None:
    draft.fill()
    block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id))
    whole = block.student_view({}).content
    assert "outcomes are supported" not in whole, "the placement at a glance alone is drawn at once, wide and narrow"
    assert whole.count('class="ix-drawing') == 2
    assert "See the plan as a picture" in whole
    answer = call(block, "pictures", {"placement": draft.placement_id}, method="GET")
    assert "3 of 3 outcomes are supported" in answer.text
    assert len(svgs(answer.text)) == 3
    stranger = make_block(PlanBlock, person("eve"), usage=USAGE)
    assert call(stranger, "pictures", {"placement": draft.placement_id}, method="GET").status_int == 404


def test_a_version_has_its_own_pictures(draft: Draft) -> None:
    draft.fill().submit()
    draft.save("tasks", [])
    block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id))
    asked = {"placement": draft.placement_id, "number": 1}
    assert "3 of 3 outcomes" in call(block, "pictures", asked, method="GET").text
    assert "0 of 3 outcomes" in call(block, "pictures", {"placement": draft.placement_id}, method="GET").text
    assert call(block, "pictures", {**asked, "number": 2}, method="GET").status_int == 404
    assert "See version 1 as a picture" in call(block, "show_version", asked, method="GET").text
