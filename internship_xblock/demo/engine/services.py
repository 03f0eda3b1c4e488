"""The services a block finds on the LMS's runtime, as far as ours ask for them, with the LMS's names and manners."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import translation
from workbench.runtime import WorkbenchI18NService
from workbench.services import SettingsService
from xblock.reference.user_service import UserService, XBlockUser

from ..people import Person
from .records import completions, record_completion

__all__ = ["Completions", "CourseFiles", "I18n", "SettingsService", "StudioPermissions", "Users"]

_COURSE_FILE = re.compile(r"""(?<=["'])/static/([^"'?#<>]+)""")


class Users(UserService):
    """The current person, with the attributes that the LMS gives."""

    def __init__(self, user: Any, person: Person | None, anonymous_id: str) -> None:
        super().__init__()
        self.user = user
        self.person = person
        self.anonymous_id = anonymous_id

    def get_current_user(self) -> XBlockUser:
        known = self.person is not None
        staff = self.person is not None and self.person.is_staff
        shown = XBlockUser(is_current_user=True)
        if known:
            shown.full_name = self.user.get_full_name()
            shown.emails = [self.user.email]
        shown.opt_attrs = {
            "edx-platform.user_id": self.user.pk if known else None,
            "edx-platform.username": self.user.get_username() if known else None,
            "edx-platform.anonymous_user_id": self.anonymous_id or None,
            "edx-platform.deprecated_anonymous_user_id": self.anonymous_id or None,
            "edx-platform.is_authenticated": known,
            "edx-platform.user_is_staff": staff,
            "edx-platform.user_is_global_staff": False,
            "edx-platform.user_is_beta_tester": False,
            "edx-platform.user_role": "staff" if staff else "student",
            "edx-platform.user_preferences": {"pref-lang": translation.get_language(), "time_zone": None},
            "edx-platform.request_country_code": None,
        }
        return shown


class I18n(WorkbenchI18NService):
    """Django's catalogues, with the two old names that blocks still call."""

    def ugettext(self, text: str) -> str:
        return translation.gettext(text)

    def ungettext(self, one: str, many: str, count: int) -> str:
        return translation.ngettext(one, many, count)


class CourseFiles:
    """The LMS's "replace_urls": `/static/x.png` in a course means the course's own file, where it has one."""

    def __init__(self, course: Any) -> None:
        self.course = course

    def replace_urls(self, text: str) -> str:
        if "/static/" not in text:  # looked for plainly first: the pattern alone takes longer than many a block
            return text
        return _COURSE_FILE.sub(self._address, text)

    def _address(self, found: re.Match[str]) -> str:
        return reverse("demo_asset", args=[found[1]]) if self.course.asset(found[1]) is not None else found[0]


class Completions:
    """What the LMS's completion service tells a block about the current person."""

    def __init__(self, user_id: int | None) -> None:
        self.user_id = user_id

    def completion_tracking_enabled(self) -> bool:
        return self.user_id is not None

    def get_completions(self, candidates: Iterable[Any]) -> dict[Any, float]:
        found = completions(self.user_id)
        return {key: found.get(str(key), 0.0) for key in candidates}

    def submit_completion(self, block_key: Any, completion: float) -> None:
        if self.user_id is not None:
            record_completion(self.user_id, block_key, completion)


class StudioPermissions:
    """Studio's answer to who may change the course. Studio's runtime alone has this service."""

    def __init__(self, person: Person | None, course_key: Any) -> None:
        self.allowed = person is not None and person.is_author
        self.course_key = course_key

    def can_read(self, course_key: Any) -> bool:
        return self.allowed and course_key == self.course_key

    def can_write(self, course_key: Any) -> bool:
        return self.allowed and course_key == self.course_key
