"""Who is asking, as the runtime and the platform vouch for it; masquerading; a site that is no Open edX."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.test import override_settings

from internship_xblock.core.actor import Actor
from internship_xblock.openedx.lms import LmsPlatform
from internship_xblock.openedx.people import actor_of, may_author
from internship_xblock.openedx.platform import actor_of_request, full_name, get_platform
from tests.platform import COURSE, TestPlatform

LMS = "internship_xblock.openedx.lms.LmsPlatform"


def block_for(user: Any = None, **services: Any) -> Any:
    """A block whose runtime has these services."""
    if user is not None:
        services["user"] = SimpleNamespace(get_current_user=lambda: user)
    return SimpleNamespace(
        scope_ids=SimpleNamespace(usage_id=SimpleNamespace(context_key=COURSE)),
        runtime=SimpleNamespace(service=lambda block, name: services.get(name)),
    )


def user_with(**attributes: Any) -> Any:
    known = {"edx-platform.user_id": 7, "edx-platform.is_authenticated": True, "edx-platform.anonymous_user_id": "anon"}
    return SimpleNamespace(full_name="Mira", opt_attrs={**known, **attributes})


def test_the_user_service_names_the_person() -> None:
    actor = actor_of(block_for(user_with(**{"edx-platform.user_is_staff": True})))
    assert actor == Actor(user_id=7, name="Mira", course_key=COURSE, is_staff=True, anonymous_id="anon")


def test_who_has_no_full_name_goes_by_the_user_name() -> None:
    user = user_with(**{"edx-platform.username": "mira"})
    user.full_name = None
    assert actor_of(block_for(user)).name == "mira"


@pytest.mark.parametrize(
    "user",
    [
        None,
        user_with(**{"edx-platform.is_authenticated": False}),
        user_with(**{"edx-platform.user_id": None}),
        user_with(**{"edx-platform.user_id": "student_1"}),  # the workbench's
        SimpleNamespace(full_name=None, opt_attrs={}),
    ],
)
def test_whoever_nobody_vouches_for_is_a_stranger(user: Any) -> None:
    actor = actor_of(block_for(user))
    assert actor == Actor.stranger(COURSE)
    assert not actor.is_known


def test_staff_who_look_as_somebody_else_are_marked() -> None:
    TestPlatform.real = 3
    assert actor_of(block_for(user_with())).masquerading
    TestPlatform.real = 7
    assert not actor_of(block_for(user_with())).masquerading
    TestPlatform.real = None  # the platform cannot tell
    assert not actor_of(block_for(user_with())).masquerading


def test_studio_says_who_may_author() -> None:
    learner, staff = actor_of(block_for(user_with())), actor_of(block_for(user_with(**{"edx-platform.user_is_staff": True})))
    assert may_author(block_for(user_with()), staff)
    assert not may_author(block_for(user_with()), learner)
    asked: list[Any] = []

    def can_write(key: Any) -> bool:
        asked.append(key)
        return True

    studio = block_for(user_with(), studio_user_permissions=SimpleNamespace(can_write=can_write))
    assert may_author(studio, learner)
    assert asked == [COURSE]


def test_a_page_knows_its_person(person: Callable[..., Actor]) -> None:
    made = person("staff_ida")
    user = get_user_model().objects.get(pk=made.user_id)
    actor = actor_of_request(SimpleNamespace(user=user), COURSE)
    assert (actor.user_id, actor.name, actor.is_staff) == (user.pk, "Staff_ida", True)
    assert not actor_of_request(SimpleNamespace(user=user), "course-v1:Other+C+1").is_staff
    assert actor_of_request(SimpleNamespace(user=AnonymousUser()), COURSE) == Actor.stranger(COURSE)


def test_the_lms_keeps_the_name_in_a_profile(person: Callable[..., Actor]) -> None:
    user = get_user_model().objects.get(pk=person("mira").user_id)
    assert full_name(user) == "Mira"
    user.profile = SimpleNamespace(name="Mira Solberg")
    assert full_name(user) == "Mira Solberg"
    user.profile, user.first_name = SimpleNamespace(name=""), ""
    assert full_name(user) == "mira"


# -- the LMS, absent and present -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", [COURSE, "", "nonsense", "lib:Org:lib"])
def test_without_open_edx_only_the_sites_own_superusers_review(person: Callable[..., Actor], key: str) -> None:
    user = get_user_model().objects.get(pk=person("mira").user_id)
    platform = LmsPlatform()
    assert not platform.is_course_staff(user, key)
    user.is_superuser = True
    assert platform.is_course_staff(user, key)
    user.is_active = False
    assert not platform.is_course_staff(user, key)
    assert not platform.is_enrolled(user, key)
    assert platform.anonymous_id(user, key) == ""
    assert platform.course_name(key) == key
    assert platform.set_grade(course_key=key, usage_key="x", anonymous_id="a", earned=1, possible=1) is False


def test_the_setting_names_the_platform() -> None:
    with override_settings(INTERNSHIP_PLATFORM=LMS):
        assert isinstance(get_platform(), LmsPlatform)
    assert isinstance(get_platform(), TestPlatform)


def test_links_into_the_lms_quote_what_must_be_quoted() -> None:
    platform = LmsPlatform()
    usage = "block-v1:Test+Mentor+2026+type@internship_plan+block@a b"
    assert platform.block_url(COURSE, usage) == f"/courses/{COURSE}/jump_to/{usage.replace(' ', '%20')}"
    assert platform.course_url(COURSE) == f"/courses/{COURSE}/course/"


@pytest.fixture
def course_keys(lms: Callable[..., None]) -> None:
    class InvalidKeyError(Exception):
        pass

    class CourseKey(str):
        @classmethod
        def from_string(cls, text: str) -> CourseKey:
            if not text.startswith("course-v1:"):
                raise InvalidKeyError(text)
            return cls(text)

    lms("opaque_keys", InvalidKeyError=InvalidKeyError)
    lms("opaque_keys.edx.keys", CourseKey=CourseKey)


@pytest.mark.usefixtures("course_keys")
def test_the_lms_decides_who_is_staff_and_enrolled(lms: Callable[..., None]) -> None:
    user = SimpleNamespace(is_active=True, is_superuser=False)
    lms("lms.djangoapps.courseware.access", has_access=lambda who, action, key: (who, action, key) == (user, "staff", COURSE))
    enrolled = SimpleNamespace(is_enrolled=lambda who, key: False)
    lms(
        "common.djangoapps.student.models",
        CourseEnrollment=enrolled,
        anonymous_id_for_user=lambda who, key: f"anon-{key}",
    )
    platform = LmsPlatform()
    assert platform.is_course_staff(user, COURSE)
    assert not platform.is_course_staff(user, "course-v1:Other+C+1")
    assert not platform.is_course_staff(user, "nonsense")
    assert platform.is_enrolled(user, COURSE)  # staff take part without a seat
    assert not platform.is_enrolled(user, "course-v1:Other+C+1")
    assert platform.anonymous_id(user, COURSE) == f"anon-{COURSE}"


@pytest.mark.usefixtures("course_keys")
def test_the_course_goes_by_its_name(lms: Callable[..., None]) -> None:
    found = SimpleNamespace(first=lambda: SimpleNamespace(display_name="Mentors"))
    overview = SimpleNamespace(objects=SimpleNamespace(filter=lambda pk: found))
    lms("openedx.core.djangoapps.content.course_overviews.models", CourseOverview=overview)
    assert LmsPlatform().course_name(COURSE) == "Mentors"
    assert LmsPlatform().course_name("nonsense") == "nonsense"


def test_the_real_account_is_the_requests(lms: Callable[..., None]) -> None:
    lms("crum", get_current_user=lambda: SimpleNamespace(pk=3))
    assert LmsPlatform().real_user_id() == 3
    lms("crum", get_current_user=lambda: None)
    assert LmsPlatform().real_user_id() is None


@pytest.mark.usefixtures("course_keys")
@pytest.mark.parametrize("handler", [False, True], ids=["view", "handler"])
@pytest.mark.parametrize(
    ("as_whom", "role", "masquerades"),
    [("a learner", "student", True), ("the role", "student", True), ("the role", "staff", False), (None, "", False)],
)
def test_staff_who_look_as_a_learner_or_as_any_learner_are_marked(
    lms: Callable[..., None], handler: bool, as_whom: str | None, role: str, masquerades: bool
) -> None:
    """As courseware/masquerade.py notes it (`setup_masquerade`), and views.py (`render_xblock` replaces `request.user`)."""
    staff = SimpleNamespace(pk=3)
    settings = {COURSE: SimpleNamespace(role=role)} if as_whom else {}
    staff.masquerade_settings = settings
    learner = SimpleNamespace(pk=7, masquerade_settings=settings, real_user=staff)
    bound = learner if as_whom == "a learner" else staff
    in_request = staff if handler else bound

    def get_masquerade_role(user: Any, course_key: Any) -> str | None:
        found = getattr(user, "masquerade_settings", {}).get(course_key)
        return found.role if found else None

    lms("crum", get_current_user=lambda: in_request)
    lms("lms.djangoapps.courseware.masquerade", get_masquerade_role=get_masquerade_role)
    with override_settings(INTERNSHIP_PLATFORM=LMS):
        assert actor_of(block_for(user_with(**{"edx-platform.user_id": bound.pk}))).masquerading is masquerades


@pytest.mark.usefixtures("course_keys")
@pytest.mark.parametrize(
    ("chosen", "is_staff", "masquerades"),
    [
        ({COURSE: SimpleNamespace(role="student", user_name=None)}, True, True),
        ({COURSE: SimpleNamespace(role="student", user_name="una")}, True, True),
        ({COURSE: SimpleNamespace(role="staff", user_name=None)}, True, False),
        ({"course-v1:Other+C+1": SimpleNamespace(role="student", user_name=None)}, True, False),
        ({COURSE: SimpleNamespace(role="student", user_name=None)}, False, False),
        ({}, True, False),
        (None, True, False),
    ],
)
def test_on_our_own_pages_the_session_says_it(
    lms: Callable[..., None], chosen: dict[str, Any] | None, is_staff: bool, masquerades: bool
) -> None:
    """`setup_masquerade` notes it on the person in views of a course alone; what is chosen stays in the session."""
    session = {} if chosen is None else {"masquerade_settings": chosen}
    lms("crum", get_current_user=lambda: SimpleNamespace(pk=3), get_current_request=lambda: SimpleNamespace(session=session))
    lms("lms.djangoapps.courseware.masquerade", get_masquerade_role=lambda _user, _key: None)
    lms("lms.djangoapps.courseware.access", has_access=lambda _user, action, _key: action == "staff" and is_staff)
    assert LmsPlatform().looks_as_learner(COURSE) is masquerades


@pytest.mark.usefixtures("course_keys")
def test_nobody_masquerades_where_there_is_no_request_or_no_course(lms: Callable[..., None]) -> None:
    lms("crum", get_current_user=lambda: None)
    assert not LmsPlatform().looks_as_learner(COURSE)
    lms("crum", get_current_user=lambda: SimpleNamespace(pk=3, masquerade_settings={COURSE: SimpleNamespace(role="student")}))
    assert not LmsPlatform().looks_as_learner("lib:Org:lib")
    assert not LmsPlatform().looks_as_learner(COURSE)  # a platform that cannot say the role
