"""The platform where it is Open edX. Every import is made when it is needed and guarded."""

from __future__ import annotations

import hashlib
import importlib
import logging
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache

from . import letters
from .letters import Contact, Letter
from .platform import CourseUnit

log = logging.getLogger(__name__)

PICTURES_LIMIT = 500  # of a course, to choose from
UNIT = "internship_unit"
BLOCKS_KEPT = 10 * 60  # seconds


def _import(module: str, name: str) -> Any:
    """`module.name`, or None where this site does not have it."""
    try:
        return getattr(importlib.import_module(module), name, None)
    except (ImportError, RuntimeError):  # RuntimeError: a model module whose app is not installed
        return None


def _key(course_key: str) -> Any:
    """The opaque key of a course, or None for what is no course (a library, a broken link)."""
    course_key_class = _import("opaque_keys.edx.keys", "CourseKey")
    invalid = _import("opaque_keys", "InvalidKeyError")
    if course_key_class is None or invalid is None:
        return None
    try:
        return course_key_class.from_string(course_key)
    except invalid:
        return None


def _current_user() -> Any:
    """The user of the current request, None where there is none."""
    get_current_user = _import("crum", "get_current_user")
    return get_current_user() if get_current_user else None


def _block(course_key: str, usage_key: str) -> Any:
    """The block as it is published, bound to nobody; None where it is no longer there."""
    modulestore = _import("xmodule.modulestore.django", "modulestore")
    not_found = _import("xmodule.modulestore.exceptions", "ItemNotFoundError")
    key = _usage_key(course_key, usage_key)
    if None in (modulestore, not_found, key):
        return None
    try:
        return modulestore().get_item(key)
    except not_found:
        return None


def _course(course_key: str) -> Any:
    """The course as its authors wrote it; None where it is not there."""
    modulestore, key = _import("xmodule.modulestore.django", "modulestore"), _key(course_key)
    return modulestore().get_course(key) if None not in (modulestore, key) else None


def _overview(course_key: str) -> Any:
    """What the platform keeps of a course to show it in lists; None where it is not there."""
    overview = _import("openedx.core.djangoapps.content.course_overviews.models", "CourseOverview")
    key = _key(course_key)
    return overview.objects.filter(pk=key).first() if None not in (overview, key) else None


def _inside(block: Any) -> Iterator[Any]:
    """All that stands in a block, in its order."""
    for child in block.get_children():
        yield child
        yield from _inside(child) if child.has_children else ()


def _usage_key(course_key: str, usage_key: str) -> Any:
    """The opaque key of a block in its course, None for what is none."""
    usage_key_class = _import("opaque_keys.edx.keys", "UsageKey")
    invalid = _import("opaque_keys", "InvalidKeyError")
    key = _key(course_key)
    if key is None or None in (usage_key_class, invalid):
        return None
    try:
        return usage_key_class.from_string(usage_key).map_into_course(key)
    except (invalid, ValueError):  # ValueError: a key of a library, which is in no course
        return None


def _unless_leaving(found: Contact) -> Contact:
    """The same, no longer active where its owner has deleted the account.

    The platform retires it days later; until then it has an address that was made up (`get_retired_email_by_email`).
    """
    domain = getattr(settings, "RETIRED_EMAIL_DOMAIN", None) or "retired.invalid"
    return replace(found, is_active=False) if found.address.endswith(f"@{domain}") else found


def _with_opt_outs(found: dict[int, Contact]) -> dict[int, Contact]:
    """The same with the courses from which people take no mail.

    Of a mail about several courses ACE's own policy asks only whether a person has left all of them
    (lms/djangoapps/bulk_email/policies.py).
    """
    optout = _import("lms.djangoapps.bulk_email.models", "Optout")
    rows = optout.objects.filter(user_id__in=list(found)).values_list("user_id", "course_id") if optout is not None else ()
    for user_id, course_id in rows:
        found[user_id] = replace(found[user_id], opted_out=found[user_id].opted_out | {str(course_id)})
    return found


class LmsPlatform:
    """Open edX, or any Django site at all: then nobody is course staff but the site's own."""

    def is_course_staff(self, user: Any, course_key: str) -> bool:
        has_access = _import("lms.djangoapps.courseware.access", "has_access")
        key = _key(course_key)
        if has_access is None or key is None:
            return bool(user.is_active and user.is_superuser)
        return bool(has_access(user, "staff", key))

    def is_enrolled(self, user: Any, course_key: str) -> bool:
        enrollment = _import("common.djangoapps.student.models", "CourseEnrollment")
        key = _key(course_key)
        if enrollment is None or key is None:
            return False
        return bool(enrollment.is_enrolled(user, key)) or self.is_course_staff(user, course_key)

    def anonymous_id(self, user: Any, course_key: str) -> str:
        anonymous_id_for_user = _import("common.djangoapps.student.models", "anonymous_id_for_user")
        key = _key(course_key)
        if anonymous_id_for_user is None or key is None:
            return ""
        return str(anonymous_id_for_user(user, key))

    def account_of(self, anonymous_id: str) -> int | None:
        user_by_anonymous_id = _import("common.djangoapps.student.models", "user_by_anonymous_id")
        user = user_by_anonymous_id(anonymous_id) if user_by_anonymous_id is not None and anonymous_id else None
        return user.pk if user is not None else None

    def real_user_id(self) -> int | None:
        user = _current_user()
        # Where a block is shown, the request's user is the learner whom staff look as; the LMS notes on it whose request it is.
        user = getattr(user, "real_user", user)
        return user.pk if user is not None else None

    def looks_as_learner(self, course_key: str) -> bool:
        from . import masquerade

        key = _key(course_key)  # "staff": they look as they are
        return key is not None and masquerade.role_of(key, lambda user: self.is_course_staff(user, course_key)) == "student"

    def set_grade(
        self, *, course_key: str, usage_key: str, anonymous_id: str, earned: float, possible: float, is_deleted: bool = False
    ) -> bool:
        """Publish a score as a block does for its own learner: any number, scaled to the block's weight (ADR 11)."""
        published = _import("lms.djangoapps.grades.signals.signals", "SCORE_PUBLISHED")
        student_module = _import("lms.djangoapps.courseware.models", "StudentModule")
        user_by_anonymous_id = _import("common.djangoapps.student.models", "user_by_anonymous_id")
        if None in (published, student_module, user_by_anonymous_id) or not anonymous_id or possible <= 0:
            return False
        block, user = _block(course_key, usage_key), user_by_anonymous_id(anonymous_id)
        if block is None or user is None:
            return False
        # Who never opened the block has no row. The receiver would make one without a state, which the instructors'
        # reports and "reset attempts" cannot read.
        student_module.objects.get_or_create(
            student=user, course_id=block.location.course_key, module_state_key=block.location,
            defaults={"module_type": block.location.block_type, "state": "{}"},
        )  # fmt: skip
        published.send(
            sender=None, block=block, user=user, raw_earned=earned, raw_possible=possible, only_if_higher=False,
            score_deleted=is_deleted,
        )  # fmt: skip
        return True

    def set_completion(self, *, course_key: str, usage_key: str, user_id: int, share: float) -> None:
        """As a block's own `completion` event does (lms/djangoapps/courseware/block_render.py), whoever caused it."""
        switch = _import("completion.waffle", "ENABLE_COMPLETION_TRACKING_SWITCH")
        completions = _import("completion.models", "BlockCompletion")
        key = _usage_key(course_key, usage_key)
        if None in (switch, completions, key) or not switch.is_enabled():
            return
        user = get_user_model().objects.get(pk=user_id)
        completions.objects.submit_completion(user=user, block_key=key, completion=share)

    def track(self, name: str, data: Mapping[str, Any]) -> None:
        tracker = _import("eventtracking", "tracker")
        if tracker is not None:
            tracker.emit(name, dict(data))

    def block_url(self, course_key: str, usage_key: str) -> str:
        return f"/courses/{quote(course_key, safe=':+')}/jump_to/{quote(usage_key, safe=':+@')}"

    def load_block(self, course_key: str, usage_key: str) -> Any | None:
        key = _usage_key(course_key, usage_key)
        is_of_course = key is not None and str(key) == usage_key  # a key of another course was mapped into this one
        return _block(course_key, usage_key) if is_of_course else None

    def find_blocks(self, course_key: str, block_type: str) -> Sequence[str]:
        """Kept for some minutes: the modulestore reads the structure of the whole course for it."""
        modulestore, key = _import("xmodule.modulestore.django", "modulestore"), _key(course_key)
        if None in (modulestore, key):
            return []
        kept = f"internship:blocks:{hashlib.sha256(f'{course_key} {block_type}'.encode()).hexdigest()}"
        found = cache.get(kept)
        if found is None:
            found = [str(one.location) for one in modulestore().get_items(key, qualifiers={"category": block_type})]
            cache.set(kept, found, BLOCKS_KEPT)
        return list(found)

    def staffed_courses(self, user: Any) -> Sequence[str]:
        """As `CourseAccessRole` has it: roles in a whole organisation, or on the whole site, name no course."""
        roles = _import("common.djangoapps.student.models", "CourseAccessRole")
        if roles is None:
            return []
        found = roles.objects.filter(user=user, role__in=("staff", "instructor")).exclude(course_id=None)
        return sorted({str(key) for key in found.values_list("course_id", flat=True) if str(key)})

    def course_exists(self, course_key: str) -> bool:
        overview = _import("openedx.core.djangoapps.content.course_overviews.models", "CourseOverview")
        if overview is None:
            return True
        key = _key(course_key)
        return key is not None and bool(overview.course_exists(key))

    def course_url(self, course_key: str) -> str:
        return f"/courses/{quote(course_key, safe=':+')}/course/"

    def course_name(self, course_key: str) -> str:
        found = _overview(course_key)
        return found.display_name if found is not None else course_key

    def course_organisation(self, course_key: str) -> str:
        found, key = _overview(course_key), _key(course_key)
        return str(found.display_org_with_default) if found is not None else getattr(key, "org", "") or ""

    def course_setting(self, course_key: str, name: str) -> Any:
        """Archives carry these; Studio shows them, advanced, where the site has ENABLE_OTHER_COURSE_SETTINGS."""
        said = getattr(_course(course_key), "other_course_settings", None)
        return said.get(name) if isinstance(said, Mapping) else None

    def course_units(self, course_key: str) -> Sequence[CourseUnit] | None:
        course = _course(course_key)
        if course is None:
            return None
        sections = course.get_children()
        return [
            CourseUnit(block.location.block_id, block.display_name or "", section.display_name or "")
            for section in sections
            for block in _inside(section)
            if block.location.block_type == UNIT
        ]

    def certificate_url(self, user: Any, course_key: str) -> str:
        certificate_for, key = _import("lms.djangoapps.certificates.api", "get_certificate_for_user"), _key(course_key)
        found = certificate_for(user.get_username(), key) if None not in (certificate_for, key) else None
        return str(found.get("download_url") or "") if isinstance(found, Mapping) else ""

    def course_pictures(self, course_key: str) -> Sequence[str] | None:
        """As Studio's page of files lists them (cms/djangoapps/contentstore/asset_storage_handlers.py)."""
        contentstore, key = _import("xmodule.contentstore.django", "contentstore"), _key(course_key)
        if None in (contentstore, key):
            return None
        found, _count = contentstore().get_all_content_for_course(
            key, start=0, maxresults=PICTURES_LIMIT, sort=[("displayname", 1)],
            filter_params={"contentType": {"$regex": "^image/"}},
        )  # fmt: skip
        return [f"/static/{one['asset_key'].block_id}" for one in found]

    def contacts(self, user_ids: Collection[int]) -> Mapping[int, Contact]:
        """The language and the time zone are preferences of the account (openedx/core/djangoapps/user_api/models.py)."""
        found = {pk: _unless_leaving(one) for pk, one in letters.contacts_of_accounts(user_ids).items()}
        preferences = _import("openedx.core.djangoapps.user_api.models", "UserPreference")
        if preferences is None or not found:
            return found
        said = preferences.objects.filter(user_id__in=list(found), key__in=("pref-lang", "time_zone"))
        for user_id, key, value in said.values_list("user_id", "key", "value"):
            known = {"language": value} if key == "pref-lang" else {"zone": value}
            found[user_id] = replace(found[user_id], **known)
        return _with_opt_outs(found)

    def send_mail(self, letter: Letter) -> None:
        from . import ace

        if ace.is_here():
            ace.send(letter)
        else:
            letters.send_by_django(letter)
