"""The player as the platform: what the LMS answers elsewhere, answered from the player's own tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..openedx.letters import Contact, Letter, NotSent, contacts_of_accounts
from ..openedx.platform import CourseUnit
from .engine.olx import get_course
from .engine.reading import settings_reader
from .engine.records import record_completion, record_grade
from .engine.runtime import PlayerRuntime
from .models import Mail, Persona
from .people import person_of, persona_of

UNIT = "internship_unit"


class DemoPlatform:
    """Everybody takes part in the one course; its instructor and its author are its staff."""

    def is_course_staff(self, user: Any, course_key: str) -> bool:
        person = person_of(user)
        return person is not None and person.is_staff and course_key == str(get_course().key)

    def is_enrolled(self, user: Any, course_key: str) -> bool:
        return person_of(user) is not None and course_key == str(get_course().key)

    def anonymous_id(self, user: Any, course_key: str) -> str:
        persona = persona_of(user)
        return persona.anonymous_id if persona is not None and course_key == str(get_course().key) else ""

    def account_of(self, anonymous_id: str) -> int | None:
        persona = Persona.objects.filter(anonymous_id=anonymous_id).first() if anonymous_id else None
        return persona.user_id if persona is not None else None

    def real_user_id(self) -> int | None:
        """Nobody looks at the player on behalf of somebody else: one *is* the person one views as."""
        return None

    def looks_as_learner(self, course_key: str) -> bool:
        return False

    def set_grade(
        self, *, course_key: str, usage_key: str, anonymous_id: str, earned: float, possible: float, is_deleted: bool = False
    ) -> bool:
        persona = Persona.objects.filter(anonymous_id=anonymous_id).first() if anonymous_id else None
        if persona is None or possible <= 0 or course_key != str(get_course().key):
            return False
        record_grade(persona.user_id, usage_key, earned, possible)
        return True

    def set_completion(self, *, course_key: str, usage_key: str, user_id: int, share: float) -> None:
        if course_key == str(get_course().key):
            record_completion(user_id, usage_key, share)

    def track(self, name: str, data: Mapping[str, Any]) -> None:
        """The player has no tracking log."""

    def block_url(self, course_key: str, usage_key: str) -> str:
        """The page of the unit the block stands in; the outline for a block that is no longer there."""
        course = get_course()
        key = course.find(usage_key)
        unit = course.unit_of(key) if key is not None else None
        return reverse("demo_unit", args=[str(unit)]) if unit is not None else reverse("demo_outline")

    def load_block(self, course_key: str, usage_key: str) -> Any | None:
        course = get_course()
        key = course.find(usage_key) if course_key == str(course.key) else None
        return settings_reader().get_block(key) if key is not None else None

    def find_blocks(self, course_key: str, block_type: str) -> Sequence[str]:
        course = get_course()
        if course_key != str(course.key):
            return []
        return [str(key) for key in course.blocks.values() if key.block_type == block_type and key not in course.broken]

    def staffed_courses(self, user: Any) -> Sequence[str]:
        person = person_of(user)
        return [str(get_course().key)] if person is not None and person.is_staff else []

    def course_exists(self, course_key: str) -> bool:
        return course_key == str(get_course().key)

    def course_url(self, course_key: str) -> str:
        return reverse("demo_outline")

    def course_name(self, course_key: str) -> str:
        course = get_course()
        return course.title if course_key == str(course.key) else course_key

    def course_organisation(self, course_key: str) -> str:
        return str(_("University of the North")) if course_key == str(get_course().key) else ""

    def course_setting(self, course_key: str, name: str) -> Any:
        """The player issues no certificates, so nothing follows from any."""

    def course_units(self, course_key: str) -> Sequence[CourseUnit] | None:
        course, found, section = get_course(), list[CourseUnit](), ""
        if course_key != str(course.key):
            return None
        runtime = PlayerRuntime(course, AnonymousUser(), in_studio=True)
        for key in course.blocks.values():
            if key.block_type in ("chapter", UNIT):
                title = runtime.get_block(key).display_name or ""
                section = title if key.block_type == "chapter" else section
                found += [CourseUnit(key.block_id, title, section)] if key.block_type == UNIT else []
        return found

    def certificate_url(self, user: Any, course_key: str) -> str:
        return ""

    def course_pictures(self, course_key: str) -> Sequence[str] | None:
        course = get_course()
        return course.pictures() if course_key == str(course.key) else None

    def contacts(self, user_ids: Collection[int]) -> Mapping[int, Contact]:
        """In the player everybody reads in the language that is on: it is one person's computer."""
        return {pk: replace(one, language=get_language() or "") for pk, one in contacts_of_accounts(user_ids).items()}

    def send_mail(self, letter: Letter) -> None:
        """No mail leaves the player: it lies in its outbox. Nobody has an address in `.invalid` (RFC 2606): it is refused."""
        if letter.address.endswith(".invalid"):
            raise NotSent("SMTPRecipientsRefused", is_final=True)
        Mail.objects.create(
            address=letter.address, subject=letter.subject, text=letter.text, html=letter.html, language=letter.language,
            headers=dict(letter.headers),
        )  # fmt: skip
