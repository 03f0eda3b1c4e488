"""How the modules are assessed: outline and grading policy do what the curriculum's table says (facts: domain, section 9).

A lesson that the table has graded or reviewed is graded, by what its units can; nothing else is.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from internship_xblock.course.checks.units import is_graded
from internship_xblock.course.curriculum import MINUTES, PATHS
from internship_xblock.course.outline import Course, Node, load
from internship_xblock.course.policies import grading_file
from internship_xblock.course.shipped import editions, shipped_folder

EDITIONS = {name or "the course": folder for name, folder in editions(shipped_folder()).items()}
# By module, its graded lessons and what is assessed in each. M0 asks for completion, M3 for its checklist: neither has points.
ASSESSED: dict[str, dict[str, set[str]]] = {
    "m0": {},
    "m1": {"m1-quiz": {"pass 80"}},
    "m2": {"m2-submit": {"plan"}},
    "m3": {},
    "m4": {"m4-job-breakdown": {"worksheet by rubric"}, "m4-check": {"pass 60"}},
    "m5": {"m5-rewrite": {"rewrite by rubric"}, "m5-comment": {"log"}, "m5-check": {"pass 60"}},
    "m6": {"m6-cases": {"3 cases"}},
    "m7": {"m7-self-assessment": {"worksheet by rubric"}, "m7-practice": {"worksheet by rubric", "sorts"}},
    "m8": {"m8-onboarding-plan": {"90-day plan"}},
}
REVIEWED_BY_PEOPLE = 7  # that a reviewer answers of one mentor, the plans among them: their time is scarce


@pytest.fixture(params=EDITIONS.values(), ids=EDITIONS)
def course(request: pytest.FixtureRequest) -> Course:
    return load(request.param.resolve())


def module_of(node: Node) -> str:
    return node.name if node.tag == "chapter" or node.parent is None else module_of(node.parent)


def graded(course: Course) -> list[Node]:
    return [node for node in course.nodes("sequential") if node.element.get("graded") == "true"]


def counts(block: Node) -> bool:
    return float(block.element.get("weight", "0" if block.tag == "internship_log" else "1")) > 0


def assessed(lesson: Node) -> set[str]:
    """What brings points in a lesson."""
    blocks = [node for node in lesson.walk() if node.tag.startswith("internship_") and counts(node)]
    found = set()
    for block in blocks:
        if block.tag == "internship_plan":
            found.add("90-day plan" if block.element.get("staff_mode") == "true" else "plan")
        elif block.tag == "internship_log" and block.element.get("teaching") != "true":
            found.add("log")
        elif block.tag == "internship_unit":
            found |= in_unit(block)
    return found


def in_unit(unit: Node) -> set[str]:
    found = set()
    if (mark := unit.element.get("pass_mark", "0")) != "0":
        found.add(f"pass {mark}")
    elif any(is_graded(step) for step in unit.element):
        found.add("sorts")
    if unit.element.findall("criterion") and float(unit.element.get("review_points", "0")) > 0:
        found |= {f"{step.tag} by rubric" for step in unit.element if step.get("reviewed") == "true"}
    if cases := unit.element.findall("scenario[@counted='true']"):
        found.add(f"{len(cases)} cases")
    return found


def test_each_module_is_assessed_as_the_curriculum_says(course: Course) -> None:
    assert list(ASSESSED) == list(MINUTES)
    found: dict[str, dict[str, set[str]]] = {name: {} for name in ASSESSED}
    for lesson in graded(course):
        found[module_of(lesson)][lesson.name] = assessed(lesson)

    assert found == ASSESSED


def test_what_reviewers_are_asked_to_read_is_bounded(course: Course) -> None:
    lessons = [what for module in ASSESSED.values() for what in module.values()]
    assert sum(bool(what & {"plan", "90-day plan", "log"} or any("rubric" in one for one in what)) for what in lessons) == (
        REVIEWED_BY_PEOPLE
    )
    reviewed = [step for node in course.nodes("internship_unit") for step in node.element if step.get("reviewed") == "true"]
    assert len(reviewed) == 4  # one in each lesson, none anywhere else


def test_no_points_are_given_for_reflection(course: Course) -> None:
    """A log is one point for an entry, however deep (M5 says why); ticks, commitments and opinions bring none."""
    assert {node.element.get("weight") for node in course.nodes("internship_log") if counts(node)} == {"1"}
    for lesson in graded(course):
        for unit in (node for node in lesson.walk() if node.tag == "internship_unit" and counts(node)):
            assert not any(step.get("reviewed") for step in unit.element if step.tag in ("checklist", "commit", "choose"))


def test_whatever_has_no_points_is_completed_for_ready_to_host(course: Course) -> None:
    (last,) = (node for node in course.nodes("internship_unit") if node.element.get("awards") == "ready")
    named = {last.name, *last.element.get("award_needs", "").split()}
    here = {name: {unit.name for unit in course.nodes("internship_unit") if module_of(unit) == name} for name in ASSESSED}

    assert module_of(last) == "m3"
    assert here["m0"] - named == {"soon"}  # for whom a student comes soon, and not for all
    assert here["m3"] <= named


def shares(course: Course) -> dict[str, Counter[str]]:
    """Of all that can be reached in the course, the share of each lesson, by module."""
    policy = json.loads((course.source / grading_file(course)).read_text(encoding="utf-8"))
    found: dict[str, Counter[str]] = {name: Counter() for name in ASSESSED}
    for row in policy["GRADER"]:
        lessons = [lesson for lesson in graded(course) if lesson.element.get("format") == row["type"]]
        assert (len(lessons), row["drop_count"]) == (row["min_count"], 0)
        for lesson in lessons:
            found[module_of(lesson)][lesson.name] += row["weight"] / len(lessons)
    return found


def needed(course: Course) -> float:
    policy = json.loads((course.source / grading_file(course)).read_text(encoding="utf-8"))
    (cutoff,) = policy["GRADE_CUTOFFS"].values()
    return float(cutoff)


def in_grade_book(share: float) -> float:
    """The grade as the platform rounds it: to whole per cent, from .45 upwards."""
    return int(share * 100 + 0.05 + 0.5) / 100


def test_nobody_passes_who_leaves_out_a_module(course: Course) -> None:
    found = shares(course)
    assert sum(module.total() for module in found.values()) == pytest.approx(1)
    for name, lessons in ASSESSED.items():
        assert bool(found[name]) == bool(lessons)
        if lessons:
            assert in_grade_book(1 - found[name].total()) < needed(course), name


def test_whoever_reaches_every_pass_mark_passes(course: Course) -> None:
    """The checks just passed, the rest approved: a course that fails such a person would have told them otherwise."""
    reached = 1.0
    for module, lessons in shares(course).items():
        for lesson, share in lessons.items():
            marks = [int(what.split()[1]) for what in ASSESSED[module][lesson] if what.startswith("pass")]
            reached -= share * (1 - marks[0] / 100) if marks else 0
    assert in_grade_book(reached) >= needed(course)


def test_the_last_lesson_says_what_a_pass_is(course: Course) -> None:
    (unit,) = (node for node in course.nodes("internship_unit") if node.name == "commitment")
    assert f"{needed(course):.0%}".rstrip("%") in "".join(unit.element.itertext())


def test_nothing_in_a_path_has_points(course: Course) -> None:
    inner = [node for path in course.nodes("chapter") if path.name in PATHS for node in path.walk()]
    assert [node.name for node in inner if node.tag in ("internship_log", "internship_plan") and counts(node)] == []
    assert [node.name for node in inner if node.element.findall("*[@reviewed='true']")] == []
