"""The platform of the tests: staff and members by user name, and a grade book to look into."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils.module_loading import import_string

from internship_xblock.openedx import letters
from internship_xblock.openedx.letters import Contact, Letter
from internship_xblock.openedx.platform import CourseUnit
from internship_xblock.registry import BLOCKS

COURSE = "course-v1:Test+Mentor+2026"


class TestPlatform:
    """Users whose name begins with "staff" are course staff of COURSE; everybody is enrolled in it."""

    __test__ = False
    grades: list[dict[str, Any]] = []
    completions: list[tuple[int, str, float]] = []  # who, in which block, how much
    tracked: list[tuple[str, dict[str, Any]]] = []
    real: int | None = None
    as_learner = False
    gone: set[str] = set()
    blocks: dict[str, Any] = {}  # by their usage keys
    settings: dict[str, Any] = {}  # other course settings of COURSE
    units: list[CourseUnit] | None = None  # of COURSE
    certificates: dict[str, str] = {}  # addresses, by user names
    pictures: list[str] | None = None  # among the files of COURSE
    letters: list[Letter] = []  # that were sent
    failing: Any = None  # what is raised where one is
    preferences: dict[int, dict[str, Any]] = {}  # language, zone, opted_out, by the account

    def is_course_staff(self, user: Any, course_key: str) -> bool:
        return course_key == COURSE and user.get_username().startswith("staff")

    def is_enrolled(self, user: Any, course_key: str) -> bool:
        return course_key == COURSE

    def anonymous_id(self, user: Any, course_key: str) -> str:
        return f"anonymous-{user.pk}"

    def account_of(self, anonymous_id: str) -> int | None:
        number = anonymous_id.removeprefix("anonymous-")
        return int(number) if number.isdigit() else None

    def real_user_id(self) -> int | None:
        return self.real

    def looks_as_learner(self, course_key: str) -> bool:
        return self.as_learner and course_key == COURSE

    def set_grade(self, **grade: Any) -> bool:
        self.grades.append(grade)
        return True

    def set_completion(self, *, course_key: str, usage_key: str, user_id: int, share: float) -> None:
        self.completions.append((user_id, usage_key, share))

    def track(self, name: str, data: Any) -> None:
        self.tracked.append((name, dict(data)))

    @classmethod
    def shares(cls, usage_key: str = "") -> list[float]:
        """How much was done, each time that was news."""
        return [share for _who, where, share in cls.completions if usage_key in ("", where)]

    def block_url(self, course_key: str, usage_key: str) -> str:
        return f"/course/{usage_key}"

    def load_block(self, course_key: str, usage_key: str) -> Any | None:
        block = self.blocks.get(usage_key)
        is_of_course = block is not None and str(block.scope_ids.usage_id.context_key) == course_key
        return block if is_of_course else None

    def find_blocks(self, course_key: str, block_type: str) -> list[str]:
        block_class = import_string(BLOCKS[block_type].replace(":", "."))
        return [key for key, block in self.blocks.items() if isinstance(block, block_class) and course_key == COURSE]

    def staffed_courses(self, user: Any) -> list[str]:
        return [COURSE] if user.get_username().startswith("staff") else []

    def course_exists(self, course_key: str) -> bool:
        return course_key not in self.gone

    def course_url(self, course_key: str) -> str:
        return "/course/"

    def course_name(self, course_key: str) -> str:
        return "The test course"

    def course_organisation(self, course_key: str) -> str:
        return "The test university"

    def course_setting(self, course_key: str, name: str) -> Any:
        return self.settings.get(name) if course_key == COURSE else None

    def course_units(self, course_key: str) -> list[CourseUnit] | None:
        return self.units if course_key == COURSE else None

    def certificate_url(self, user: Any, course_key: str) -> str:
        return self.certificates.get(user.get_username(), "") if course_key == COURSE else ""

    def course_pictures(self, course_key: str) -> list[str] | None:
        return self.pictures if course_key == COURSE else None

    def contacts(self, user_ids: Collection[int]) -> dict[int, Contact]:
        found = letters.contacts_of_accounts(user_ids)
        return {pk: replace(one, **self.preferences.get(pk, {})) for pk, one in found.items()}

    def send_mail(self, letter: Letter) -> None:
        if self.failing is not None:
            raise self.failing
        self.letters.append(letter)
