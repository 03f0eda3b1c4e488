"""Each check on a tiny course that is broken in one place: that check speaks, at that place, and no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.course import cleaner as cleaner_module
from internship_xblock.course.check import check
from internship_xblock.course.checks import CHECKS
from internship_xblock.course.curriculum import CHAPTERS

from . import tiny
from .tiny import swap

PAGE, SECOND, MODULE = "vertical/page.xml", "vertical/second.xml", "chapter/module.xml"
LESSON, SUBMIT = "sequential/lesson.xml", "sequential/submit.xml"
POLICY, GRADING = "policies/2026/policy.json", "policies/2026/grading_policy.json"


def reference(chapter: str, lesson: str) -> dict[str, Any]:
    """The tiny course with a chapter of texts only behind its module."""
    return {
        **swap("course/2026.xml", "</course>", '<chapter url_name="keep"/>\n</course>'),
        "chapter/keep.xml": f'<chapter display_name="{chapter}">\n  <sequential url_name="keep-words"/>\n</chapter>\n',
        "sequential/keep-words.xml": (
            f'<sequential display_name="{lesson}">\n  <vertical url_name="keep-page" display_name="Words">\n'
            '    <html url_name="keep-text" display_name="Words">A word.</html>\n  </vertical>\n</sequential>\n'
        ),
    }


def awarding(needs: str) -> dict[str, Any]:
    return swap(PAGE, 'minutes="8"', f'minutes="8" awards="ready" award_needs="{needs}"')


HIDDEN = swap("sequential/submit.xml", "<sequential ", '<sequential visible_to_staff_only="true" ')
COUNTING = '"other_course_settings": {"internship_certificate": "gold"}, "license"'
PROMISED = "<outcome>Submit a plan</outcome>"
DRAWN = (  # seven outcomes and seven things to do, two of them in a pool of which one is drawn
    tiny.UNIT.replace("<outcome>Tell the roles apart</outcome>", "<outcome>Tell the roles apart</outcome>" * 7)
    .replace('<choose id="grade"', '<pool id="quiz" draw="1"/><choose pool="quiz" id="grade"')
    .replace('<choose id="opinion"', '<choose pool="quiz" id="opinion"')
)
UNANSWERED = tiny.SECOND.replace("internship_plan", "poll").replace(
    "  </internship_unit>", '<commit id="c" title="C">What?</commit></internship_unit>'
)
TWO_IN_ONE = "It's Monday. The bus is late, she is waiting."
HARD = "Organisational responsibilities necessitate comprehensive communication strategies throughout. " * 20

# (the check that speaks, what is broken, the file and line it names, words of its sentence)
BROKEN: list[tuple[str, dict[str, Any], str, int, str]] = [
    ("outline", {"chapter/module.xml": None}, "course/2026.xml", 2, "does not exist"),
    ("outline", {"course.xml": "<course"}, "course.xml", 1, "not well-formed"),
    ("outline", {"course.xml": "<library/>"}, "course.xml", 1, "begins with <library>"),
    ("outline", {"course.xml": None}, "course.xml", 1, "cannot be opened"),
    ("outline", {LESSON: "<vertical/>"}, LESSON, 1, "points to it as <sequential>"),
    ("outline", {LESSON: '<sequential display_name="Empty (15 min)"/>'}, LESSON, 1, "is empty"),
    ("outline", swap(SECOND, '<html url_name="words"/>', '<sequential url_name="lesson"/>'), SECOND, 8, "cannot stand inside"),
    ("outline", swap(MODULE, '<sequential url_name="submit"/>', '<vertical url_name="page"/>'), MODULE, 3, "not <vertical>"),
    ("outline", swap(SECOND, ' display_name="Your plan" weight="1"', ""), SECOND, 9, "takes for a pointer"),
    ("outline", swap(SECOND, '<html url_name="words"/>', '<html url_name="../words"/>'), SECOND, 8, "url_name has letters"),
    ("outline", {"html/words.html": None}, "html/words.xml", 1, "does not exist"),
    ("outline", swap("html/words.xml", 'filename="words"', 'filename="../words"'), "html/words.xml", 1, "does not exist"),
    ("outline", {LESSON: '<!DOCTYPE x [<!ENTITY e "e">]>' + tiny.FILES[LESSON]}, LESSON, 1, "document type"),
    ("names", swap(PAGE, 'url_name="unit"', 'url_name="plan"'), SECOND, 9, "is taken by <internship_unit>"),
    ("names", swap(PAGE, 'url_name="unit" ', ""), PAGE, 2, "needs a url_name"),
    ("blocks", swap(SECOND, 'display_name="Your plan" ', ""), SECOND, 9, "a display_name"),
    ("blocks", swap(PAGE, 'pass_mark="50"', 'pass_mark="half"'), PAGE, 2, "from 0 to 100"),
    ("blocks", swap(SECOND, 'minutes="3"', 'minutes="3" pass_mark="50"'), SECOND, 2, "nothing to pass"),
    ("blocks", swap(SECOND, 'minutes="3"', 'minutes="1"'), SECOND, 2, "2 to 45 min"),
    ("blocks", swap(SECOND, 'minutes="3"', 'minuts="9" minutes="3"'), SECOND, 2, 'no attribute "minuts"'),
    ("blocks", swap(PAGE, '<commit id="mine"', '<commit id="week"'), PAGE, 32, "taken by another step"),
    ("blocks", swap(PAGE, '<commit id="mine"', '<commit id="my week"'), PAGE, 32, "other characters"),
    ("blocks", swap(PAGE, '<commit id="mine" ', "<commit "), PAGE, 32, "this step an id"),
    (
        "blocks",
        swap(PAGE, "<commit ", '<criterion id="a" title="Clear">Who</criterion><commit '),
        PAGE,
        2,
        'says reviewed="true"',
    ),
    ("blocks", swap(PAGE, 'pass_mark="50"', 'pass_mark="50" review_points="5"'), PAGE, 2, 'says reviewed="true"'),
    ("blocks", swap(PAGE, "<commit ", '<pool id="quiz" draw="1"/><commit '), PAGE, 32, "of its 0 questions"),
    ("blocks", swap(PAGE, '<choose id="grade"', '<choose pool="quiz" id="grade"'), PAGE, 17, 'no <pool id="quiz"/>'),
    ("blocks", swap(PAGE, ' title="Mine"', ""), PAGE, 32, "a title"),
    ("blocks", swap(PAGE, "What will you do?", "What will <b>you</b> do?"), PAGE, 32, "has no <b>"),
    ("blocks", swap(PAGE, "<item", '<crad id="i0">Lost</crad><item'), PAGE, 26, "has no <crad>"),
    ("blocks", swap(PAGE, '<item id="i1">A desk</item>', ""), PAGE, 25, "at least 1 <item>"),
    ("blocks", swap(PAGE, "A desk", "A <em>desk</em>"), PAGE, 26, "shows plain text"),
    ("blocks", swap(PAGE, "A desk", "A *desk*"), PAGE, 26, "plain text: Markdown"),
    ("blocks", swap(PAGE, "A desk", "desk" * 200), PAGE, 26, "longer than 500"),
    ("blocks", swap(PAGE, '<card id="c1" pile="mentor"', '<card id="c1" pile="menotr"'), PAGE, 14, 'no pile "menotr"'),
    ("blocks", swap(PAGE, ' feedback="Owns the words."', ""), PAGE, 15, "add feedback"),
    ("blocks", swap(PAGE, 'id="c2"', 'id="c1"'), PAGE, 15, "taken by another card"),
    ("blocks", swap(PAGE, '<pile id="student">Student</pile>', ""), PAGE, 11, "at least 2 <pile>"),
    ("blocks", swap(PAGE, 'correct="true"', 'correct="false"'), PAGE, 17, "No option is right"),
    ("blocks", swap(PAGE, 'correct="false"', 'correct="true"'), PAGE, 17, "only one can be chosen"),
    ("blocks", swap(PAGE, ' feedback="Yes."', ""), PAGE, 19, "right or wrong"),
    ("blocks", swap(PAGE, "      <model>You called the buyer before noon.</model>\n", ""), PAGE, 28, "one <model>"),
    ("blocks", swap(PAGE, "</internship_unit>", "<riddle>Why?</riddle></internship_unit>"), PAGE, 42, "no <riddle>"),
    ("blocks", swap(PAGE, 'to="hall"', 'to="lunch"'), PAGE, 37, "No way from the first situation"),
    ("blocks", swap(PAGE, ' ending="true"', ""), PAGE, 33, "No situation is an ending"),
    ("blocks", swap(PAGE, '<choice id="back" from="hall"', '<choice id="back" from="hal"'), PAGE, 38, 'no situation "hal"'),
    ("blocks", swap(PAGE, 'id="sit" from="hall" to="lunch"', 'id="sit" from="hall" to="lunsj"'), PAGE, 39, 'situation "lunsj"'),
    ("empty", swap(PAGE, "It is quiet.", ""), PAGE, 37, "no text in <situation>"),
    ("blocks", swap(PAGE, ' title="The hall"', ""), PAGE, 37, "a title"),
    ("blocks", swap(PAGE, ' feedback="She smiles."', ""), PAGE, 35, "Say what happens then"),
    ("blocks", swap(PAGE, "It is *early*.", "It is <em>early</em>."), PAGE, 34, "Markdown, not elements"),
    ("blocks", swap(PAGE, ">Say hello<", ">Say *hello*<"), PAGE, 35, "plain text: Markdown"),
    ("minutes", swap(PAGE, "what? (8 min)", "what?"), PAGE, 1, "End the display_name"),
    ("minutes", swap(MODULE, "28 min", "30 min"), MODULE, 1, "add up to 28"),
    ("minutes", swap(PAGE, 'minutes="8"', 'minutes="9"'), PAGE, 1, "units on it take 9"),
    ("minutes", swap(PAGE, 'minutes="8" ', ""), PAGE, 2, "how many minutes"),
    ("minutes", swap(SECOND, 'minutes="3"', 'minutes="25"'), SECOND, 1, "units on it take 25"),
    ("minutes", swap(SECOND, "Read the plan aloud.", "You read it now. " * 250), SECOND, 2, "take about 6 min on screen"),
    ("outcomes", swap(PAGE, "    <outcome>Tell the roles apart</outcome>\n", ""), PAGE, 2, "add an <outcome>"),
    ("sources", swap(PAGE, "**Sources:** a study of roles.", "A study of roles."), PAGE, 2, "Say where this comes from"),
    ("empty", swap(PAGE, ">A desk<", "> <"), PAGE, 26, "no text in <item>"),
    ("empty", {"html/words.html": "<p> </p>"}, "html/words.html", 1, "no text in this page"),
    ("empty", swap(PAGE, "How sure are you?", ""), PAGE, 21, "no text in <choose>"),
    ("wording", swap(PAGE, "Somebody must begin.", "Coming soon."), PAGE, 6, "not finished text"),
    ("wording", swap(PAGE, 'title="The week"', 'title="The TODO week"'), PAGE, 25, "not finished text"),
    ("wording", swap(PAGE, "Somebody must begin.", "Begin!"), PAGE, 6, "exclamation"),
    ("headings", swap(PAGE, "### A case", "# A case"), PAGE, 4, "too high"),
    ("headings", swap(PAGE, "### A case", "#### A case"), PAGE, 4, "skips a level"),
    ("headings", swap("html/words.html", "h3>Where to</h3", "h5>Where to</h5"), "html/words.html", 1, "skips a level"),
    ("headings", swap("about/overview.html", "h2>About</h2", "h1>About</h1"), "about/overview.html", 1, "too high"),
    ("links", swap(PAGE, "/jump_to_id/lesson", "/jump_to_id/lessen"), PAGE, 6, 'url_name "lessen"'),
    ("links", swap(PAGE, "https://example.org/", "/static/gone.pdf"), PAGE, 6, "not a file of this course"),
    ("links", swap(PAGE, "https://example.org/", "javascript:alert(1)"), PAGE, 6, "leads nowhere"),
    ("links", swap(PAGE, "https://example.org/", "../other"), PAGE, 6, "leads nowhere"),
    ("links", swap("html/words.html", "the lesson", ""), "html/words.html", 2, "has no words"),
    ("pictures", swap(PAGE, "Three people at a table", ""), PAGE, 8, "no alt text"),
    ("pictures", swap(PAGE, "Three people at a table", " "), PAGE, 8, "no alt text"),
    (
        "pictures",
        {"static/a.svg": "", **swap(PAGE, "Three people at a table](/static/picture.png", "](/static/a.svg")},
        PAGE,
        8,
        "no alt",
    ),
    ("pictures", swap(PAGE, "(/static/picture.png)", "(https://example.org/x.png)"), PAGE, 8, "not a file of this course"),
    ("minutes", reference("Words (2 min)", "Words"), "chapter/keep.xml", 1, "Leave the minutes out"),
    ("minutes", reference("Words", "Words (2 min)"), "sequential/keep-words.xml", 1, "Leave the minutes out"),
    ("guides", {"guides/week.md": "Title: Week\n\nText."}, "guides/week.md", 1, "internship_xblock.course guides"),
    ("language", swap(PAGE, "**Sources:** a study", "**Kilder:** a study"), PAGE, 4, "**Sources:**"),
    ("pictures", swap(PAGE, "Three people at a table", "picture.png"), PAGE, 8, "no alt text"),
    ("pictures", swap(PAGE, 'id="why"', 'id="why" video="https://youtu.be/aaaaaaaaaaa"'), PAGE, 4, "no <transcript>"),
    (
        "practice",
        swap(SECOND, "<outcome>Submit a plan</outcome>", "<outcome>Plan</outcome>" * 3),
        SUBMIT,
        1,
        "3 outcomes and has 1",
    ),
    ("practice", {SECOND: UNANSWERED}, SUBMIT, 1, "Nothing answers"),
    ("practice", {PAGE: DRAWN}, LESSON, 1, "7 outcomes and has 6"),
    ("reading", swap(PAGE, "Somebody must begin.", HARD), LESSON, 1, "LIX"),
    ("pronouns", swap(PAGE, "Somebody must begin.", "She came. " * 20), "course/2026.xml", 1, "Let more men act"),
    ("doubled", swap(PAGE, "Somebody must begin.", "Somebody must\nmust begin."), PAGE, 6, '"must must"'),
    ("doubled", swap(PAGE, "She smiles.", "She smiles at at you."), PAGE, 35, '"at at"'),
    (
        "splices",
        swap(PAGE, "Somebody must begin.", "It's Monday. The bus is late, she is waiting."),
        PAGE,
        6,
        "The bus is late, she is",
    ),
    ("recalls", swap(PAGE, 'id="why"', 'id="why" recall="nothing/there"'), PAGE, 4, '"nothing/there"'),
    ("recalls", swap(PAGE, 'id="why"', 'id="why" recall="there"'), PAGE, 4, 'recall="unit/step"'),
    ("recalls", swap(PAGE, 'id="why"', 'id="why" recall="unit/why"'), PAGE, 4, '"unit/why"'),
    ("awards", swap(PAGE, 'minutes="8"', 'minutes="8" awards="gold"'), PAGE, 2, 'cannot award "gold". Write one of "ready"'),
    ("awards", swap(PAGE, 'minutes="8"', 'minutes="8" award_needs="before"'), PAGE, 2, "awards nothing"),
    ("awards", awarding("before nowhere"), PAGE, 2, 'no unit "nowhere"'),
    ("awards", awarding("plan"), PAGE, 2, 'no unit "plan"'),
    ("awards", awarding("before before"), PAGE, 2, '"before" stands 2 times'),
    ("awards", awarding("unit"), PAGE, 2, "does not name itself"),
    ("awards", {**awarding("before"), **HIDDEN}, PAGE, 2, "visible to staff only. Show it."),
    ("policy", swap(POLICY, '"license"', '"other_course_settings": [], "license"'), POLICY, 1, "one JSON object"),
    ("policy", swap(POLICY, '"license"', COUNTING), POLICY, 1, '"certified", or is left out'),
    ("policy", {POLICY: "{"}, POLICY, 1, "not JSON"),
    ("policy", {POLICY: "[]"}, POLICY, 1, "one JSON object"),
    ("policy", {POLICY: "{}"}, POLICY, 1, 'stand under "course/2026"'),
    ("policy", swap(POLICY, '"internship_plan"', '"poll"'), POLICY, 1, 'Add "internship_plan"'),
    ("policy", swap(POLICY, '"courseware"', '"wiki"'), POLICY, 1, "first of the tabs"),
    ("policy", swap(POLICY, "picture.png", "gone.png"), POLICY, 1, "no file in static/"),
    ("policy", swap(POLICY, '"license"', '"licence"'), POLICY, 1, "State the licence"),
    ("policy", {POLICY: tiny.FILES[POLICY].replace("{", '{"course": {},', 1)}, POLICY, 1, "not understood"),
    ("grading", swap(SUBMIT, 'format="Plan"', 'format="Exam"'), SUBMIT, 1, "does not count"),
    ("grading", swap(GRADING, '"min_count": 1', '"min_count": 2'), GRADING, 1, "a zero for what does not exist"),
    ("unreached", {"static/forgotten.txt": "x"}, "static/forgotten.txt", 1, "Nothing in the course leads"),
    ("unreached", {"internship_unit/unit.xml": "<x/>"}, "internship_unit/unit.xml", 1, "Nothing in the course leads"),
    ("schema", swap(PAGE, 'multiple="false">Who', 'multiple="maybe">Who'), PAGE, 17, "attribute multiple"),
    ("schema", swap(PAGE, '<read id="why"', 'Lost words. <read id="why"'), PAGE, 2, "no text between the steps"),
    ("schema", swap(PAGE, "<outcome>Tell", '<outcome id="tell">Tell'), PAGE, 3, "<outcome> holds text and nothing else"),
    ("schema", swap(PAGE, "<model>You", '<model id="mine">You'), PAGE, 30, "<model> holds text and nothing else"),
    ("olxcleaner", swap(POLICY, '"start"', '"begin"'), "course/2026.xml", 1, "olxcleaner: InvalidSetting"),
]


def test_the_tiny_course_is_sound(tmp_path: Path) -> None:
    assert check(tiny.write(tmp_path)) == []


def test_a_chapter_to_look_things_up_in_promises_neither_minutes_nor_outcomes(tmp_path: Path) -> None:
    assert check(tiny.write(tmp_path, **reference("Words", "Words"))) == []


def test_a_pool_counts_as_what_one_learner_gets_of_it(tmp_path: Path) -> None:
    assert check(tiny.write(tmp_path, **{PAGE: DRAWN.replace("<outcome>Tell the roles apart</outcome>", "", 1)})) == []


def test_what_studio_adds_to_a_block_is_sound(tmp_path: Path) -> None:
    assert check(tiny.write(tmp_path, **swap(PAGE, 'url_name="unit"', 'url_name="unit" xblock-family="xblock.v1"'))) == []


@pytest.mark.parametrize(("name", "changes", "file", "line", "words"), BROKEN, ids=lambda value: str(value)[:40])
def test_one_break_is_found_by_one_check(
    tmp_path: Path, name: str, changes: dict[str, Any], file: str, line: int, words: str
) -> None:
    found = check(tiny.write(tmp_path, **changes))

    assert {finding.check for finding in found} == {name}, [str(finding) for finding in found]
    assert any(words in finding.sentence and (finding.file, finding.line) == (file, line) for finding in found), [
        str(finding) for finding in found
    ]


def test_every_check_has_a_course_that_it_alone_finds_broken() -> None:
    assert {name for name, *_ in BROKEN} == {"outline", *CHECKS, "schema", "olxcleaner"}


def test_the_curriculum_is_asked_of_the_mentor_course_only(tmp_path: Path) -> None:
    changes = swap("course.xml", 'org="Test" course="Tiny"', 'org="Internship" course="Mentor"')
    found = check(tiny.write(tmp_path, **changes))

    assert {finding.check for finding in found} == {"minutes"}
    assert [finding.sentence for finding in found if 'has a chapter "m0"' in finding.sentence]
    assert len(found) == len(CHAPTERS)


def test_a_module_that_departs_from_the_curriculum_is_named(tmp_path: Path) -> None:
    changes = {
        **swap("course.xml", 'org="Test" course="Tiny"', 'org="Internship" course="Mentor"'),
        **swap("course/2026.xml", "module", "m0"),
        "chapter/m0.xml": tiny.FILES[MODULE].replace("28 min", "28 min, 40 at work"),
        MODULE: None,
    }
    found = [str(finding) for finding in check(tiny.write(tmp_path, **changes))]

    assert "chapter/m0.xml:1: The curriculum gives this chapter 60 min at most, at work included, not 68. Shorten it." in found


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    hostile = f'<!DOCTYPE vertical [<!ENTITY s SYSTEM "{secret.as_uri()}">]>' + tiny.UNIT.replace("A desk", "&s;")
    found = check(tiny.write(tmp_path / "course", **{PAGE: hostile}))

    assert [finding.check for finding in found] == ["outline"]
    assert "the secret" not in str(found)


def test_an_entity_bomb_is_refused_before_anything_expands_it(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE vertical [<!ENTITY e0 "ha">{entities}]>' + tiny.UNIT.replace("A desk", "&e11;")

    assert [finding.check for finding in check(tiny.write(tmp_path, **{PAGE: bomb}))] == ["outline"]


def test_without_olxcleaner_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "olxcleaner", None)
    with pytest.raises(cleaner_module.CleanerMissing, match=r"pip install 'internship-xblock\[course\]'"):
        check(tiny.write(tmp_path))

    assert check(tmp_path, second_opinion=False) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from([name for name in tiny.FILES if not name.startswith("static")]), content=st.binary(max_size=300))
def test_no_content_makes_the_check_fall_over(tmp_path: Path, file: str, content: bytes) -> None:
    source = tiny.write(tmp_path)
    (source / file).write_bytes(content)

    for finding in check(source):
        assert finding.sentence.endswith(".")
        assert finding.line >= 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&\ufffe\uffff"), max_size=200))
def test_no_words_make_the_check_fall_over(tmp_path: Path, words: str) -> None:
    source = tiny.write(tmp_path, **swap(PAGE, "Somebody must begin.", words), **swap("html/words.html", "Where to", words))

    for finding in check(source):
        assert finding.check in (*CHECKS, "schema")
