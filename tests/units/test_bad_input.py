"""What an author should not have written, tried through the block: nothing fails, harms a reader, or is dropped unsaid."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree, html

from internship_xblock.tools.units import api, documents
from internship_xblock.tools.units.steps import KINDS
from internship_xblock.tools.units.web.block import UnitBlock
from tests.runtime import call, make_block, with_parts

from .lessons import AUTHOR, FULL, MIRA, answers_of, lesson, parse, revision_in_studio

pytestmark = pytest.mark.django_db
VIEWS = ("student_view", "public_view", "author_view", "studio_view")
HOSTILE = (
    '<script>steal()</script><img src=x onerror="steal()"><svg onload="steal()"/><iframe src="https://evil.example/"></iframe>'
    '<a href="javascript:steal()">a</a> [b](javascript:steal()) ![c](https://evil.example/spy.png "x") '
    '<style>body{display:none}</style>"\' onmouseover="steal()" <!-- ' + "{{ 1234 * 5678 }} {% raw %}"
)
HARMFUL = re.compile(r"javascript:|evil\.example", re.IGNORECASE)


def exported(block: Any) -> bytes:
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    return etree.tostring(node, encoding="utf-8")


def pages(block: Any) -> list[str]:
    """Everything that the four views show of a block, with the parts that come when they are opened."""
    return [with_parts(block, getattr(block, view)().content) for view in VIEWS]


# -- 200 steps ------------------------------------------------------------------------------------------------------------

MANY = 200


def long_unit(count: int) -> str:
    """A unit of `count` steps: reading and choosing by turns."""
    steps = "".join(
        f'<read id="s{number}" title="Step {number}">Read **this**.</read>' if number % 2 else
        f'<choose id="s{number}" title="Step {number}">Which?<option id="a" correct="true" feedback="Yes.">A</option>'
        f'<option id="b" feedback="No.">B</option></choose>'
        for number in range(count)
    )  # fmt: skip
    return f'<internship_unit display_name="Long" minutes="45"><outcome>Go on</outcome>{steps}</internship_unit>'


def asked(do: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        do()
    return sum(not re.match("SAVEPOINT|RELEASE", query["sql"]) for query in captured)


def learn(count: int) -> list[int]:
    """What opening a unit of `count` steps asks, jumping to a step of it, answering there, and coming to its end."""
    olx, last = long_unit(count), f"s{count - 2}"
    usage = f"block-v1:Test+Mentor+2026+type@internship_unit+block@long{count}"

    def at(place: int = 0) -> Any:
        return lesson(MIRA, olx, usage=usage, step_index=place)

    def sends(handler: str, **data: str) -> int:
        block = at(count - 2)
        return asked(lambda: call(block, handler, data))

    sends("answer_step", step="s0", option="a")  # what is made with the first answer is no part of it
    figures = [asked(at().student_view), sends("move", step=last, way="here"), sends("answer_step", step=last, option="a")]
    assert f"Step {count - 1} of {count}" in at(count - 2).student_view().content
    assert answers_of(at())[last]["chosen"] == ["a"]
    end = at(count).student_view()
    assert f"Step {count - 1}" in end.content
    return [*figures, asked(at(count).student_view)]


def test_a_unit_of_200_steps_asks_no_more_than_one_of_ten() -> None:
    assert learn(MANY) == learn(10)


def test_a_unit_of_200_steps_is_opened_and_written_in_studio_and_stays_whole() -> None:
    block = lesson(AUTHOR, long_unit(MANY))
    for page in pages(block):
        assert "Something went wrong" not in page
    typed = {"step": "s199", "title": "The last one", "text": "Read **that**."}
    response = call(block, "studio_save_step", {**typed, "revision": revision_in_studio(block, "s199")})
    assert response.status_int == 200
    assert call(block, "studio_move_step", {"step": "s199", "way": "up"}).status_int == 200
    refused = call(block, "studio_add_step", {"kind": "read"})
    assert (refused.status_int, "There is room for" in refused.text) == (422, True)
    assert [step.id for step in block.unit.everything][-2:] == ["s199", "s198"]
    back = parse(exported(block))
    assert back.steps == block.steps
    assert exported(back) == exported(block)


def test_the_screen_of_a_step_is_no_larger_among_200() -> None:
    few, many = (len(lesson(MIRA, long_unit(count)).student_view().content) for count in (10, MANY))
    assert many < few + 100


# -- nothing in it --------------------------------------------------------------------------------------------------------


def test_an_empty_unit_fails_nowhere_and_comes_back_empty() -> None:
    for page in pages(make_block(UnitBlock, AUTHOR)):
        assert "Something went wrong" not in page
    for handler in ("move", "answer_step", "keep_draft", "keep_placed", "retake", "submit", "take_back"):
        answered = call(make_block(UnitBlock, MIRA), handler, {"step": "a", "revision": "0", "option": "b"})
        assert answered.status_int in (400, 404, 422), handler
    back = parse(exported(make_block(UnitBlock, None)))
    assert (back.steps, back.outcomes) == ([], [])


# -- what we do not know --------------------------------------------------------------------------------------------------

STRANGE = (
    '<internship_unit display_name="A"><outcome>Go on</outcome><read id="a" title="A">B</read>'
    '<podcast id="p" src="x">Hello <b>you</b></podcast><read id="c" title="C">D</read></internship_unit>'
)


def test_a_step_of_a_kind_we_do_not_know_outlives_every_change_in_studio() -> None:
    block = lesson(AUTHOR, STRANGE)
    for view in ("author_view", "studio_view"):
        assert "&lt;podcast" in getattr(block, view)().content, view
    assert "podcast" not in lesson(MIRA, STRANGE).student_view().content
    data = {"step": "a", "title": "Changed", "text": "B", "revision": revision_in_studio(block, "a")}
    assert call(block, "studio_save_step", data).status_int == 200
    for handler, more in (("studio_move_step", {"way": "up"}), ("studio_move_step", {"way": "down"})):
        assert call(block, handler, {"step": "p", **more}).status_int == 200
    assert call(block, "studio_add_step", {"kind": "choose"}).status_int == 200
    assert call(block, "studio_remove_step", {"step": "c"}).status_int == 200
    assert b'<podcast id="p" src="x">Hello <b>you</b></podcast>' in exported(block)


@pytest.mark.parametrize(
    ("olx", "kept"),
    [
        ('<read id="a" title="A" colour="red">B</read>', 'colour="red"'),
        ('<choose id="a" title="A">B<option id="o" feedbck="Well done.">C</option></choose>', 'feedbck="Well done."'),
        ('<scenario id="a" title="A"><situation id="s" mood="calm">B</situation></scenario>', 'mood="calm"'),
    ],
)
def test_a_misspelt_attribute_is_told_and_kept(olx: str, kept: str) -> None:
    block = lesson(AUTHOR, f'<internship_unit display_name="A"><outcome>Go on</outcome>{olx}</internship_unit>')
    assert kept.partition("=")[0] in block.author_view().content
    assert kept in exported(block).decode()
    assert exported(parse(exported(block))) == exported(block)
    (step,) = block.unit.everything
    form: dict[str, Any] = {}
    for group, rows in step.rows.items():
        form |= {f"{group}-{count}_FORMS": len(rows) for count in ("TOTAL", "INITIAL")}
        form |= {f"{group}-{at}-{name}": row[name] for at, row in enumerate(rows) for name in row if name != "extra"}
    data = {"step": "a", "title": "Changed", "text": "B", "revision": revision_in_studio(block, "a"), **form}
    assert call(block, "studio_save_step", data).status_int == 200
    assert block.unit.everything[0].title == "Changed"
    assert kept in exported(block).decode()
    assert call(block, "studio_duplicate_step", {"step": "a"}).status_int == 200
    assert exported(block).decode().count(kept) == 2


# -- hostile words --------------------------------------------------------------------------------------------------------


def everywhere(kind_name: str, words: str) -> dict[str, Any]:
    """A step of a kind, as an import leaves it, with these words in everything that an author writes."""
    kind = KINDS[kind_name]
    raw: dict[str, Any] = {"kind": kind_name, "id": "s", "title": words, "text": words}
    raw |= {part.name: words for part in kind.parts if part.type != "flag" and not part.choices}
    for group in kind.rows:
        row = {part.name: words for part in group.parts if part.type != "flag" and not (part.choices or part.of)}
        raw[group.name] = [{**row, "id": "one"}, {**row, "id": "two"}]
    if kind_name == "scenario":
        raw["situations"][1]["ending"] = "true"
        raw["choices"] = [{"id": "go", "from": "one", "to": "two", "text": words, "feedback": words}]
    if kind_name == "sort":
        raw["cards"] = [{"id": "c", "pile": "one", "text": words, "feedback": words}]
    return raw


def harm(page: str) -> list[str]:
    """What of a page could act on its own, or ask another site for something."""
    tree = html.fromstring(f"<div>{page}</div>")
    found = [etree.tostring(one)[:80].decode() for one in tree.xpath("//script | //iframe | //object | //style")]
    for one in tree.iter(etree.Element):
        found += [f"{name}={value[:60]}" for name, value in one.attrib.items() if name.lower().startswith("on")]
        found += [
            f"{name}={one.get(name)}" for name in ("src", "srcset", "action", "formaction", "data")
            if HARMFUL.search(one.get(name, ""))
        ]  # fmt: skip
        found += [f"href={one.get('href')}"] if re.match(r"\s*javascript:", one.get("href", ""), re.IGNORECASE) else []
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_an_author_of_another_organisation_harms_no_reader(kind: str) -> None:
    rubric = [{"id": "r", "title": HOSTILE, "text": HOSTILE}]
    fields: dict[str, Any] = {"display_name": HOSTILE, "outcomes": [{"text": HOSTILE}], "rubric": rubric}
    step = everywhere(kind, HOSTILE)
    shown = [make_block(UnitBlock, who, steps=[step], **fields) for who in (MIRA, AUTHOR)]
    found = [page for block in shown for page in pages(block)]
    found.append(call(shown[1], "studio_edit_step", {"step": "s"}, method="GET").text)
    found.append(make_block(UnitBlock, MIRA, steps=[step], step_index=1, **fields).student_view().content)
    given = {"choose": {"option": "one"}, "sort": {"card-c": "one"}, "checklist": {"item": "one"}, "scenario": {"choice": "go"}}
    typed = {"rewrite": {"text": HOSTILE}, "worksheet": {}, "commit": {"text": HOSTILE, "by": "2999-01-15"}}
    if kind in given or kind in typed:
        data = {"step": "s", **given.get(kind, {}), **({"revision": "0", **typed[kind]} if kind in typed else {})}
        found.append(call(shown[0], "answer_step", data).text)
        found.append(make_block(UnitBlock, MIRA, steps=[step], **fields).student_view().content)
    for page in found:
        assert "Something went wrong" not in page
        assert harm(page) == []
        assert str(1234 * 5678) not in page, "no template is made of what was typed"


def test_what_harms_is_found() -> None:
    """Or the test above could see nothing."""
    for page in ("<script>1</script>", '<img src="https://evil.example/a">', '<a href="javascript:a">', '<p onclick="a">'):
        assert harm(page)


# -- signs that no file may hold ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_control_characters_in_any_part_of_a_step_keep_no_course_from_its_export(kind: str) -> None:
    block = make_block(UnitBlock, AUTHOR, steps=[everywhere(kind, "a\x00b\x0b\x1fc\ufffe\ud800d")])
    back = parse(exported(block))
    assert "abcd" in exported(back).decode()
    assert exported(back) == exported(parse(exported(back)))


# -- a picture that is gone -----------------------------------------------------------------------------------------------


def test_a_picture_that_is_gone_leaves_its_words() -> None:
    text = "Before ![The desk by the window](/static/gone.png) after"
    block = lesson(olx=f"<internship_unit><read id='a' title='A'>{text}</read></internship_unit>")
    assert 'alt="The desk by the window"' in block.student_view().content


# -- steps that changed, or went ------------------------------------------------------------------------------------------


def test_what_was_written_in_a_step_that_is_gone_stays_in_the_workbook_and_comes_back_with_it() -> None:
    call(
        lesson(MIRA, FULL), "answer_step", {"step": "mine", "revision": "0", "text": "Call the university", "by": "2999-01-15"}
    )
    fewer = lesson(MIRA, FULL)
    fewer.steps = [step for step in fewer.steps if step["id"] != "mine"]
    assert "Call the university" not in fewer.student_view().content
    assert call(fewer, "answer_step", {"step": "mine", "revision": "1", "text": "No", "by": "2999-01-15"}).status_int == 404
    found = documents.workbook(api.workbook(MIRA, course_key=MIRA.course_key), name="Mira", course="Course")
    assert "Call the university" in str(found)
    assert "Call the university" in lesson(MIRA, FULL, step_index=6).student_view().content
