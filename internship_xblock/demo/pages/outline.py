"""The course as a person sees it from above: modules, lessons, units, minutes, what is done and what comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from xblock.completable import XBlockCompletionMode

from ..engine.records import completions, grades, weighted
from ..engine.runtime import PlayerRuntime

_SAYS_MINUTES = re.compile(r"\(\d+ min[^()]*\)")  # the LMS shows no minutes, so a course may say them in its titles


@dataclass
class Activity:
    """A block inside a unit. `done` is 0 to 1, None where there is nothing to do; points are None where none were given."""

    key: str
    title: str
    done: float | None
    minutes: int = 0
    earned: float | None = None
    possible: float | None = None


@dataclass
class Unit:
    key: str
    title: str
    activities: list[Activity] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        """0 where they are not known, or the title says them already."""
        return 0 if _SAYS_MINUTES.search(self.title) else sum(activity.minutes for activity in self.activities)

    @property
    def done(self) -> float | None:
        """The mean of its activities, None where there is nothing to do."""
        shares = [activity.done for activity in self.activities if activity.done is not None]
        return sum(shares) / len(shares) if shares else None

    @property
    def state(self) -> str:
        """ "done", "begun" or "" """
        if self.done is None or self.done <= 0:
            return ""
        return "done" if self.done >= 1 else "begun"


@dataclass
class Lesson:
    title: str
    units: list[Unit] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return 0 if _SAYS_MINUTES.search(self.title) else sum(unit.minutes for unit in self.units)


@dataclass
class Module:
    title: str
    lessons: list[Lesson] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return 0 if _SAYS_MINUTES.search(self.title) else sum(lesson.minutes for lesson in self.lessons)


@dataclass
class Outline:
    """Everything, in order. Three queries, however long the course."""

    modules: list[Module] = field(default_factory=list)

    @property
    def units(self) -> list[Unit]:
        return [unit for module in self.modules for lesson in module.lessons for unit in lesson.units]

    @property
    def activities(self) -> list[Activity]:
        return [activity for unit in self.units for activity in unit.activities]

    @property
    def done_count(self) -> int:
        return sum(1 for activity in self.activities if activity.done is not None and activity.done >= 1)

    @property
    def to_do_count(self) -> int:
        return sum(1 for activity in self.activities if activity.done is not None)

    @property
    def next_unit(self) -> Unit | None:
        """The first unit that is not done, None where all are."""
        return next((unit for unit in self.units if unit.done is not None and unit.done < 1), None)

    @property
    def is_begun(self) -> bool:
        return any(unit.state for unit in self.units)


def build(runtime: PlayerRuntime) -> Outline:
    """The outline for the person of this runtime."""
    course = runtime.course
    runtime.load(course.blocks.values())
    reader = _Reader(runtime, completions(runtime.user_id), grades(runtime.user_id))
    outline = Outline()
    for chapter in course.children[course.root]:
        module = Module(reader.title(chapter))
        for sequential in course.children[chapter]:
            units = [reader.unit(key) for key in course.children[sequential]]
            module.lessons.append(Lesson(reader.title(sequential), units))
        outline.modules.append(module)
    return outline


class _Reader:
    def __init__(self, runtime: PlayerRuntime, done: dict[str, float], points: dict[str, Any]) -> None:
        self.runtime = runtime
        self.done = done
        self.points = points

    def title(self, key: Any) -> str:
        return title_of(self.runtime.get_block(key))

    def unit(self, key: Any) -> Unit:
        return Unit(str(key), self.title(key), [self.activity(child) for child in self.runtime.course.children[key]])

    def activity(self, key: Any) -> Activity:
        block = self.runtime.get_block(key)
        completable = XBlockCompletionMode.get_mode(type(block)) == XBlockCompletionMode.COMPLETABLE
        minutes = getattr(block, "minutes", 0)
        grade = self.points.get(str(key)) if getattr(block, "has_score", False) else None
        earned, possible = weighted(grade.earned, grade.possible, getattr(block, "weight", None)) if grade else (None, None)
        return Activity(
            key=str(key),
            title=title_of(block),
            done=self.done.get(str(key), 0.0) if completable else None,
            minutes=minutes if isinstance(minutes, int) else 0,
            earned=earned,
            possible=possible,
        )


def title_of(block: Any) -> str:
    """What people call a block; its id where it has no name."""
    return str(getattr(block, "display_name", "") or block.scope_ids.usage_id.block_id)
