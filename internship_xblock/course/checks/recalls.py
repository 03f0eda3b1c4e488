"""What a lesson shows again of an earlier one is there, and is something that the learner's workbook keeps."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ...tools.units.steps import KINDS
from ...tools.units.steps.base import is_yes
from ...tools.units.steps.read import references_of
from ..findings import Finding
from ..outline import Course, line_of

UNIT = "internship_unit"


def recalls(course: Course) -> Iterator[Finding]:
    """Yield what is wrong with the steps of earlier lessons that a step shows again."""
    units = {node.name: node for node in course.ours() if node.tag == UNIT}
    for node in units.values():
        for step in node.element.iter("read"):
            named = step.get("recall", "")
            if named.strip() and not references_of(named):
                sentence = 'Name a unit and a step, recall="unit/step"; several with spaces between them.'
                yield Finding(node.file, line_of(step), sentence)
            for unit, step_id in references_of(named):
                found = None if unit not in units else _step(units[unit].element, step_id)
                if found is None or not _is_kept(found):
                    sentence = f'There is no answer to show again in "{unit}/{step_id}". Name a step that My workbook keeps.'
                    yield Finding(node.file, line_of(step), sentence)


def _step(unit: etree._Element, step_id: str) -> etree._Element | None:
    return next((step for step in unit if step.tag in KINDS and step.get("id") == step_id), None)


def _is_kept(step: etree._Element) -> bool:
    return KINDS[str(step.tag)].in_workbook or is_yes(step.get("keep", ""))
