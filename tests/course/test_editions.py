"""Two editions of the tiny course: the same but for their words. Each break is found, by the command too, in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from internship_xblock.course.__main__ import main
from internship_xblock.course.check import check_editions
from internship_xblock.course.shipped import editions, shipped_course, shipped_folder

from . import tiny

PAGE, SECOND = "vertical/page.xml", "vertical/second.xml"
QUIZ = '<pool id="quiz" draw="1"/>'
DRAWN = tiny.UNIT.replace('<choose id="grade"', f'{QUIZ}<choose pool="quiz" id="grade"').replace(
    '<choose id="opinion"', '<choose pool="quiz" id="opinion"'
)
AWARDING = tiny.SECOND.replace('minutes="3"', 'minutes="3" awards="ready" award_needs="unit"')
RECALLED = tiny.SECOND.replace('<read id="before"', '<read id="before" recall="unit/week"')
NORWEGIAN = {
    "**Sources:**": "**Kilder:**",
    "Who does what?": "Hvem gjør hva?",
    "Somebody must begin.": "Noen må begynne.",
    "Choose the first task": "Velg den første oppgaven",
    "Three people at a table": "Tre personer ved et bord",
    "picture.png": "picture-nb.png",
    'format="Plan"': 'format="Praksisplan"',
}


def norwegian() -> dict[str, str | None]:
    """The tiny course in Norwegian, as far as it takes: its files, by their names."""
    files: dict[str, str | None] = {}
    for name, content in tiny.FILES.items():
        files[name.replace("2026", "2026-nb").replace("picture", "picture-nb")] = in_norwegian(content).replace(
            "2026", "2026-nb"
        )
    policy = dict(tiny.POLICY["course/2026"], language="nb", course_image="picture-nb.png")
    policy |= {"start": "2026-01-01T00:00:00Z", "end": "2036-01-01T00:00:00Z"}
    files["policies/2026-nb/policy.json"] = json.dumps({"course/2026-nb": policy}, indent=1)
    grading = json.loads(tiny.FILES["policies/2026/grading_policy.json"])
    grading["GRADER"][0]["type"] = "Praksisplan"
    files["policies/2026-nb/grading_policy.json"] = json.dumps(grading)
    return {**dict.fromkeys(tiny.FILES), **files}


def in_norwegian(content: str) -> str:
    """What stands in an English file, in Norwegian."""
    for english, other in NORWEGIAN.items():
        content = content.replace(english, other)
    return content


def write(folder: Path, **changes: str | None) -> Path:
    tiny.write(folder / "en")
    tiny.write(folder / "nb", **{**norwegian(), **changes})
    return folder


def swapped(name: str, old: str, new: str) -> dict[str, str | None]:
    content = norwegian()[name]
    assert content is not None
    assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {name}"
    return {name: content.replace(old, new)}


def test_editions_in_order_are_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [str(finding) for finding in check_editions(write(tmp_path))] == []
    assert main(["check", "--source", str(tmp_path)]) == 0
    assert capsys.readouterr().out.count("is in order") == 2


BROKEN = [
    (swapped(PAGE, 'url_name="unit"', 'url_name="eining"'), f"nb/{PAGE}:2:", 'no <internship_unit> "eining"'),
    (swapped(PAGE, '<card id="c2"', '<card id="k2"'), f"nb/{PAGE}:15:", 'no <card> "k2"'),
    (swapped(PAGE, 'id="c2" pile="student"', 'id="c2" pile="mentor"'), f"nb/{PAGE}:15:", 'pile is "student" in en'),
    (swapped(PAGE, '"true" feedback="Yes."', '"false" feedback="Ja."'), f"nb/{PAGE}:19:", 'correct is "true" in en'),
    (swapped(PAGE, 'from="hall" to="lunch"', 'from="hall" to="monday"'), f"nb/{PAGE}:39:", 'to is "lunch" in en'),
    (swapped(PAGE, 'pass_mark="50"', 'pass_mark="60"'), f"nb/{PAGE}:2:", 'pass_mark is "50" in en'),
    (swapped(PAGE, 'minutes="8"', 'minutes="8" minutes_at_work="5"'), f"nb/{PAGE}:2:", 'minutes_at_work is "" in en'),
    (swapped(PAGE, '<commit id="mine" title="Mine">What will you do?</commit>', ""), f"nb/{PAGE}:2:", '<commit> "mine" here'),
    (swapped(PAGE, "![Tre personer ved et bord](/static/picture-nb.png)", ""), f"nb/{PAGE}:4:", 'the file "picture.png"'),
    (swapped(PAGE, "[the lesson](/jump_to_id/lesson)", "leksjonen"), f"nb/{PAGE}:4:", 'the link "lesson"'),
    (swapped("html/words.html", "/jump_to_id/lesson", "/jump_to_id/page"), "nb/html/words.xml:1:", 'the link "lesson"'),
    (swapped(SECOND, 'weight="1"', 'weight="2"'), f"nb/{SECOND}:9:", 'weight is "1" in en'),
    (swapped("sequential/submit.xml", 'graded="true"', 'graded="false"'), "nb/sequential/submit.xml:1:", "graded is"),
    (
        swapped("chapter/module.xml", '  <sequential url_name="lesson"/>\n', ""),
        "nb/chapter/module.xml:1:",
        '<sequential> "lesson" here',
    ),
    (swapped("course.xml", 'org="Test"', 'org="Probe"'), "nb/course.xml:1:", 'org is "Test" in en'),
    (
        swapped("policies/2026-nb/grading_policy.json", "0.5", "0.6"),
        "nb/policies/2026-nb/grading_policy.json:1:",
        "counted otherwise",
    ),
    (
        swapped("policies/2026-nb/policy.json", "BY", "BY SA"),
        "nb/policies/2026-nb/policy.json:1:",
        '"license" is "creative-commons: ver=4.0 BY" in en',
    ),
]


@pytest.mark.parametrize(("changes", "place", "words"), BROKEN, ids=lambda value: str(value)[:40])
def test_what_is_not_the_same_is_found_where_it_stands(
    tmp_path: Path, changes: dict[str, str | None], place: str, words: str
) -> None:
    found = [one for one in check_editions(write(tmp_path, **changes), second_opinion=False) if one.check == "editions"]

    assert any(str(one).startswith(place) and words in one.sentence for one in found), [str(one) for one in found]
    assert len(found) <= 3, [str(one) for one in found]


@pytest.mark.parametrize(
    ("english", "name", "old", "new", "words"),
    [
        (DRAWN, PAGE, 'draw="1"', 'draw="2"', 'draw is "1" in en'),
        (DRAWN, PAGE, '<choose pool="quiz" id="opinion"', '<choose pool="other" id="opinion"', 'pool is "quiz" in en'),
        (AWARDING, SECOND, 'award_needs="unit"', 'award_needs="unit before"', 'award_needs is "unit"'),
        (RECALLED, SECOND, "unit/week", "unit/better", 'recall is "unit/week" in en'),
    ],
)
def test_what_is_drawn_and_shown_again_is_the_same(
    tmp_path: Path, english: str, name: str, old: str, new: str, words: str
) -> None:
    tiny.write(tmp_path / "en", **{name: english})
    tiny.write(tmp_path / "nb", **{**norwegian(), name: in_norwegian(english)})
    assert check_editions(tmp_path, second_opinion=False) == []

    (tmp_path / "nb" / name).write_text(in_norwegian(english).replace(old, new), encoding="utf-8")
    found = [one for one in check_editions(tmp_path, second_opinion=False) if one.check == "editions"]
    assert [(one.file, words in one.sentence) for one in found] == [(f"nb/{name}", True)]


def test_another_order_is_said_once(tmp_path: Path) -> None:
    content = norwegian()[PAGE]
    assert content is not None
    card = '      <card id="c2" pile="student" feedback="Owns the words.">Write the log</card>\n'
    first = '      <card id="c1"'
    changes = {PAGE: content.replace(card, "").replace(first, card + first)}
    found = check_editions(write(tmp_path, **changes), second_opinion=False)

    assert [one.sentence for one in found] == [
        "The same parts stand in another order in en: mentor, student, c1, c2. Use one order."
    ]


def test_the_same_run_twice_is_refused(tmp_path: Path) -> None:
    tiny.write(tmp_path / "en")
    tiny.write(tmp_path / "other")
    found = check_editions(tmp_path, second_opinion=False)

    assert [one.file for one in found] == ["other/course.xml"]
    assert "would overwrite the other" in found[0].sentence


def test_an_edition_says_its_language(tmp_path: Path) -> None:
    changes = swapped("policies/2026-nb/policy.json", '"language": "nb"', '"language": "en"')
    found = check_editions(write(tmp_path, **changes), second_opinion=False)

    assert any('its "language" is "en". Set it to "nb".' in one.sentence for one in found)


def test_a_norwegian_edition_says_its_sources_and_minutes_in_norwegian(tmp_path: Path) -> None:
    changes = {
        **swapped(PAGE, "**Kilder:**", "**Sources:**"),
        **swapped("chapter/module.xml", "(28 min)", "(28 min, 20 at work)"),
    }
    found = [str(one) for one in check_editions(write(tmp_path, **changes), second_opinion=False)]

    assert any('"Sources" is of another language than the course. Write "**Kilder:**".' in one for one in found), found
    assert any('"at work" is of another language than the course. Write "på jobb".' in one for one in found), found


def test_an_edition_that_cannot_be_read_is_reported_alone(tmp_path: Path) -> None:
    found = check_editions(write(tmp_path, **{PAGE: "<vertical"}), second_opinion=False)

    assert {(one.check, one.file) for one in found} == {("outline", f"nb/{PAGE}")}


def test_the_command_builds_every_edition_or_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, out = write(tmp_path / "course"), tmp_path / "dist" / "tiny.tar.gz"

    assert main(["build", "--source", str(source), "--out", str(out)]) == 0
    assert sorted(path.name for path in out.parent.iterdir()) == ["tiny_en.tar.gz", "tiny_nb.tar.gz"]
    assert main(["build", "--source", str(source), "--edition", "nb", "--out", str(out)]) == 0
    assert out.read_bytes() == (out.parent / "tiny_nb.tar.gz").read_bytes()
    assert main(["build", "--source", str(source), "--edition", "se"]) == 1
    assert 'no edition "se"' in capsys.readouterr().err


def test_editions_that_differ_are_not_built(tmp_path: Path) -> None:
    source = write(tmp_path / "course", **swapped(PAGE, 'id="c2" pile="student"', 'id="c2" pile="mentor"'))

    assert main(["build", "--source", str(source), "--out", str(tmp_path / "out.tar.gz")]) == 1
    assert not list(tmp_path.glob("*.tar.gz"))


def test_a_folder_is_one_course_or_several(tmp_path: Path) -> None:
    assert editions(tmp_path) == {"": tmp_path}
    write(tmp_path)
    assert list(editions(tmp_path)) == ["en", "nb"]
    assert editions(tmp_path / "nb") == {"": tmp_path / "nb"}
    assert editions(tmp_path / "gone") == {"": tmp_path / "gone"}


def test_the_shipped_course_is_found_in_either_layout() -> None:
    assert (shipped_course() / "course.xml").is_file()
    assert shipped_course("tlh") == shipped_course()
    assert shipped_course() in editions(shipped_folder()).values()
