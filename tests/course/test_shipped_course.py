"""The course that we hand out: in order, complete, and understood by the blocks that will show it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.utils.translation import override
from lxml import etree
from opaque_keys.edx.locator import CourseLocator
from xblock.core import XBlock
from xblock.fields import ScopeIds

from internship_xblock.core.actor import Actor
from internship_xblock.course.__main__ import main
from internship_xblock.course.check import check_editions
from internship_xblock.course.checks.promises import title_minutes
from internship_xblock.course.curriculum import (
    AT_WORK,
    CHAPTERS,
    MENTORS_ONLY,
    MINUTES,
    ON_SCREEN,
    PATHS,
    READY_TO_HOST,
    WHOLE_COURSE,
    WITH_M0,
)
from internship_xblock.course.outline import UNIT, Course, Node, load
from internship_xblock.course.policies import language
from internship_xblock.course.shipped import editions, shipped_folder
from internship_xblock.course.xml import parser, read_xml
from internship_xblock.tools.logs.values import ANSWER_PARTS
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements.web.block import PlacementBlock
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.units import rules
from internship_xblock.tools.units.lesson import parts_by_mark
from internship_xblock.tools.units.steps import KINDS
from internship_xblock.tools.units.web.block import UnitBlock
from tests.runtime import make_block

CLASSES: dict[str, type[XBlock]] = {
    "internship_unit": UnitBlock, "internship_plan": PlanBlock, "internship_placement": PlacementBlock,
    "internship_log": LogBlock,
}  # fmt: skip
ROWS = ("pile", "card", "option", "item", "situation", "choice", "column", "line")
EDITIONS = {name or "the course": folder for name, folder in editions(shipped_folder()).items()}
BLOCKS = [node for folder in EDITIONS.values() for node in load(folder.resolve()).ours()]


@pytest.fixture(params=EDITIONS.values(), ids=EDITIONS)
def course(request: pytest.FixtureRequest) -> Course:
    return load(request.param.resolve())


def parsed(node: Node) -> XBlock:
    """The block as the platform's own way makes it: `parse_xml` of the registered class."""
    block_class = CLASSES[node.tag]
    runtime = make_block(block_class, None).runtime
    usage = CourseLocator("Internship", "Mentor", "2026").make_usage_key(node.tag, node.name)
    element = etree.fromstring(etree.tostring(node.element, with_tail=False), parser())  # parse_xml takes its tree apart
    return block_class.parse_xml(element, runtime, ScopeIds(None, node.tag, usage, usage))


def chapter_of(node: Node) -> str:
    return node.name if node.tag == "chapter" or node.parent is None else chapter_of(node.parent)


def test_there_is_nothing_to_mend() -> None:
    assert [str(finding) for finding in check_editions(shipped_folder())] == []


def test_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert "11 modules, 55 lessons" in capsys.readouterr().out


def test_the_modules_and_their_minutes_are_the_curriculum(course: Course) -> None:
    said = {node.name: title_minutes(node) for node in course.nodes("chapter") if not node.is_reference}

    assert list(said) == list(CHAPTERS)
    for name, minutes in said.items():
        assert minutes is not None
        assert sum(minutes) <= CHAPTERS[name]
    modules = [minutes for name, minutes in said.items() if name in MINUTES and minutes is not None]
    assert sum(here for here, _at_work in modules) <= ON_SCREEN
    assert sum(at_work for _here, at_work in modules) <= AT_WORK
    assert sum(MINUTES.values()) == WHOLE_COURSE
    assert sum(MINUTES[name] for name in ("m0", "m1", "m2", "m3")) == READY_TO_HOST


def test_each_path_and_what_of_m0_it_shares_take_as_long_as_the_curriculum_allows(course: Course) -> None:
    """At work included. M0 is counted as students and supervisors take it, and their first lesson tells them so."""
    chapters = {node.name: node for node in course.nodes("chapter")}
    left_out = [lesson for lesson in chapters["m0"].children if lesson.name in MENTORS_ONLY]
    shared = [title_minutes(lesson) for lesson in chapters["m0"].children if lesson not in left_out]
    assert [lesson.name for lesson in left_out] == list(MENTORS_ONLY)
    for name, most in WITH_M0.items():
        path = title_minutes(chapters[name])
        assert sum(sum(minutes) for minutes in (path, *shared) if minutes) <= most
        first = "".join("".join(node.element.itertext()) for node in chapters[name].children[0].walk() if node.tag == UNIT)
        for lesson in left_out:
            assert f"*{lesson.title.partition(' (')[0]}*" in first


def test_every_lesson_of_a_module_is_tried_out_at_ones_own_workplace(course: Course) -> None:
    """By an exercise with its minutes at work, or a commitment, which has none of its own (docs/lesson-minutes.md)."""
    for lesson in (lesson for chapter in course.nodes("chapter") if chapter.name in MINUTES for lesson in chapter.children):
        units = [node.element for node in lesson.walk() if node.tag == UNIT]
        is_check = any(unit.get("pass_mark", "0") != "0" for unit in units)
        minutes = title_minutes(lesson)
        assert minutes is not None
        assert is_check or minutes[1] or any(unit.findall("commit") for unit in units), lesson.name


def test_the_way_for_whom_a_student_comes_soon_ends_in_the_plan_itself(course: Course) -> None:
    (unit,) = (node for node in course.nodes(UNIT) if node.name == "soon")
    (plan,) = (node for node in course.nodes("internship_plan") if node.name == "internship-plan")
    assert plan.parent is not None
    last = [step for step in unit.element if step.tag in KINDS][-1]
    parts = parts_by_mark(last.text or "")
    assert last.get("recall") == "soon/three"
    assert re.fullmatch(rf"\*\*\[[^]]+\]\(/jump_to_id/{plan.parent.name}\)\*\*", parts.told.strip().splitlines()[-1])


def test_there_are_as_many_branching_cases_and_worksheets_as_the_course_promises(course: Course) -> None:
    """Six scenarios at least: in M1, M3 and M5, and three in M6; something to fill in in every module."""
    found = {
        chapter.name: Counter(step.tag for node in chapter.walk() if node.tag == UNIT for step in node.element)
        for chapter in course.nodes("chapter")
        if chapter.name in MINUTES
    }
    least = Counter(m1=1, m3=1, m5=1, m6=3)
    assert {name for name in found if found[name]["scenario"] < least[name]} == set()
    assert {name for name in found if found[name]["worksheet"] < 1} == set()


def test_what_one_made_earlier_is_shown_where_a_later_lesson_builds_on_it(course: Course) -> None:
    """In another lesson than the one it was made in; `check` sees to it that it is there."""
    shown = {
        (node.name, one)
        for node in course.nodes(UNIT)
        for step in node.element.findall("read")
        for one in step.get("recall", "").split()
        if not one.startswith(f"{node.name}/")
    }
    assert shown >= {
        ("before-you-submit", "map-your-week/two"),
        ("first-week-checklist", "first-week/task"),
        ("brief-colleagues", "agreement-and-safety/four"),
        ("brief-colleagues", "first-week-checklist/days"),
        ("task-progression", "map-your-week/two"),
        ("improvement-plan", "self-check/anchoring-capacity"),
        ("second-pulse", "first-pulse/sure"),
        ("transfer-map", "own-breakdown/sheet"),
        ("commitment", "transfer-map/map"),
    }


def test_every_check_says_what_its_answers_rest_on(course: Course) -> None:
    checks = [node for node in course.nodes(UNIT) if node.element.get("pass_mark", "0") != "0"]
    assert len(checks) == 3
    for node in checks:
        assert any(parts_by_mark(step.text or "").sources for step in node.element.findall("read")), node.name


def test_nothing_in_a_path_is_graded_or_counts_for_mentors(course: Course) -> None:
    paths = [node for node in course.nodes("chapter") if node.name in PATHS]
    inner = [node for path in paths for node in path.walk()]

    assert [node.name for node in paths] == list(PATHS)
    assert [node.name for node in inner if {"graded", "format"} & set(node.element.attrib)] == []
    assert {node.tag for node in inner} <= {"chapter", "sequential", "vertical", "internship_unit", "internship_log", "html"}
    assert {node.element.get("pass_mark") for node in inner if node.tag == "internship_unit"} == {"0"}


def test_guides_and_glossary_come_last_and_nothing_in_them_is_graded(course: Course) -> None:
    chapters = list(course.nodes("chapter"))

    assert [node.name for node in chapters if node.is_reference] == ["guides"]
    assert chapters[-1].name == "guides"
    assert [node.name for node in chapters[-1].walk() if node.element.get("graded") == "true"] == []


def test_plan_and_log_stand_in_the_right_modules_and_samples_before_the_log(course: Course) -> None:
    plans = {chapter_of(node): node.element.get("staff_mode", "false") for node in course.nodes("internship_plan")}
    assert plans == {"m2": "false", "m8": "true"}  # the plan of an internship, and of a new employee's first 90 days
    logs = [(chapter_of(node), node.element.get("teaching", "false")) for node in course.nodes("internship_log")]
    assert logs == [("m5", "true"), ("m5", "false"), ("student", "false")]


def test_a_mentors_own_log_and_a_students_are_two_blocks_with_names_that_say_so(course: Course) -> None:
    """Whoever opens each is whose it is, and the lesson in which students meet the log leads to theirs."""
    logs = {
        node.element.get("owner_role"): node for node in course.nodes("internship_log") if "teaching" not in node.element.attrib
    }
    assert {role: node.title for role, node in logs.items()} == (
        {"mentor": "Mentorens egen logg", "student": "Studentens logg"}
        if language(course) == "nb"
        else {"mentor": "Mentor's own log", "student": "Student's log"}
    )
    pages = {role: node.parent.name for role, node in logs.items() if node.parent is not None}
    for node in course.nodes("internship_unit", "html"):
        text = "".join(node.element.itertext())
        if chapter_of(node) == "student":
            assert f"/jump_to_id/{pages['mentor']}" not in text
    (lesson,) = (node for node in course.ours() if node.name == "reflect-honestly")
    assert f"/jump_to_id/{pages['student']}" in "".join(lesson.element.itertext())
    assert f"/jump_to_id/{pages['student']}" in (course.text("html/your-log.html") or "")


@pytest.mark.parametrize("node", BLOCKS, ids=lambda node: node.name)
def test_a_block_reads_what_stands_in_the_course(node: Node) -> None:
    assert parsed(node).display_name == node.title


@pytest.mark.parametrize("node", [node for node in BLOCKS if node.tag == "internship_unit"], ids=lambda node: node.name)
def test_a_unit_reads_every_step_that_stands_in_the_course(node: Node) -> None:
    beside = {tag: node.element.findall(tag) for tag in ("outcome", "criterion", "pool")}
    written = [child for child in node.element if child.tag not in beside]
    unit = parsed(node).unit
    assert [(one.id, one.title, one.text) for one in unit.criteria] == [
        (child.get("id"), child.get("title"), (child.text or "").strip()) for child in beside["criterion"]
    ]
    assert [(one.id, str(one.draw)) for one in unit.pools] == [(child.get("id"), child.get("draw")) for child in beside["pool"]]
    assert [step.id for step in unit.steps] == [child.get("id") for child in written]
    assert [step.title for step in unit.steps] == [child.get("title") for child in written]
    assert [step.text for step in unit.everything if step.repairs] == []
    assert unit.minutes == int(node.element.get("minutes", "0"))
    assert unit.outcomes
    for step, child in zip(unit.steps, written, strict=True):
        assert sum(len(rows) for rows in step.rows.values()) == sum(part.tag in ROWS for part in child)
    unexpected = [str(found.message) for found in rules.findings(unit) if not is_opinion(found.step, node)]
    assert unexpected == []


def is_opinion(step_id: str, node: Node) -> bool:
    """The unit's own findings mention a choice without a right answer: in a question of opinion that is meant."""
    return any(
        child.get("id") == step_id and child.tag == "choose" and not child.findall("option[@correct]") for child in node.element
    )


@pytest.mark.django_db
@pytest.mark.parametrize("node", [node for node in BLOCKS if node.tag == "internship_unit"], ids=lambda node: node.name)
def test_a_unit_shows_its_first_screen(node: Node) -> None:
    block = parsed(node)
    html = block.show(Actor.stranger("course-v1:Internship+Mentor+2026"))

    assert node.title.replace("'", "&#39;") in html
    assert "ix-mishap" not in html


def test_the_licence_and_the_notes_are_in_the_folder() -> None:
    assert "CC BY 4.0" in (shipped_folder() / "LICENSE").read_text(encoding="utf-8")
    assert (shipped_folder() / "README.md").is_file()


def test_no_file_brings_a_document_type(course: Course) -> None:
    for file in course.reached:
        if file.endswith(".xml"):
            read_xml(course.source / file)


def test_the_lesson_on_feedback_calls_the_parts_of_an_answer_as_the_log_does(course: Course) -> None:
    """Or whoever has taken it looks for words that stand nowhere."""
    (lesson,) = (node for node in course.ours() if node.name == "observation-and-feedforward")
    with override(language(course)):
        for label in ANSWER_PARTS.values():
            assert f"*{label}*" in "".join(lesson.element.itertext())
