"""The learner's workbook in the course that we hand out: what each module leaves in it, and that one gets to it."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from internship_xblock.course.curriculum import MINUTES
from internship_xblock.course.outline import UNIT, Node, load
from internship_xblock.course.shipped import editions, shipped_folder
from tests.platform import COURSE
from tests.runtime import call
from tests.units.lessons import ANSWERS, learners, lesson

_LESSONS = [
    (edition or "the course", chapter, chapter.children[-1])
    for edition, folder in editions(shipped_folder()).items()
    for chapter in load(folder.resolve()).nodes("chapter")
    if chapter.name in MINUTES
]


def last_unit(last_lesson: Node) -> Node:
    return [node for node in last_lesson.walk() if node.tag == UNIT][-1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "last_lesson", [one for *_more, one in _LESSONS], ids=[f"{edition} {chapter.name}" for edition, chapter, _one in _LESSONS]
)
def test_the_last_lesson_of_a_module_leads_to_the_workbook(last_lesson: Node) -> None:
    learners()
    earlier = "block-v1:Test+Mentor+2026+type@internship_unit+block@earlier"
    assert call(lesson(usage=earlier), "answer_step", {"step": "mine", **ANSWERS["mine"]}).status_int == 200
    block: Any = lesson(olx=etree.tostring(last_unit(last_lesson).element, with_tail=False))
    block.step_index = len(block.unit.steps)

    assert f'href="/internship/workbook/{COURSE}/"' in block.student_view().content
