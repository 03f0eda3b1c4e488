"""The platform's certificate: where the course says so, whom it is issued to is a certified internship mentor."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.dispatch import Signal
from opaque_keys.edx.keys import CourseKey

from internship_xblock.core.actor import Actor
from internship_xblock.openedx import certificates
from internship_xblock.openedx.lms import LmsPlatform
from internship_xblock.openedx.platform import CourseUnit
from internship_xblock.tools.training import api, awarding
from internship_xblock.tools.training.models import Training
from tests.platform import COURSE, TestPlatform

pytestmark = pytest.mark.django_db
SIGNALS = "openedx_events.learning.signals"
Send = Callable[..., list[Any]]


@pytest.fixture
def signals(lms: Callable[..., None]) -> dict[str, Signal]:
    """openedx_events/learning/signals.py, as far as we listen: signals that are sent with a `certificate` and metadata."""
    found = {"CERTIFICATE_CREATED": Signal(), "CERTIFICATE_REVOKED": Signal()}
    lms(SIGNALS, **found)
    certificates.listen(awarding.certify, awarding.revoke)
    TestPlatform.settings = {"internship_certificate": "certified"}
    return found


def send(signal: Signal, actor: Actor, course_key: str = COURSE) -> list[Any]:
    """As lms/djangoapps/certificates/models.py sends it: an error of a receiver is only logged there."""
    data = SimpleNamespace(
        user=SimpleNamespace(id=actor.user_id, pii=SimpleNamespace(name="Mira", email="mira@example.org")),
        course=SimpleNamespace(course_key=CourseKey.from_string(course_key)), current_status="downloadable",
    )  # fmt: skip
    return [error for _who, error in signal.send_robust(sender=None, certificate=data, metadata=object()) if error]


def test_it_makes_a_certified_mentor_once(signals: dict[str, Signal], person: Callable[..., Actor]) -> None:
    mira = person("mira")
    for _again in range(3):
        assert send(signals["CERTIFICATE_CREATED"], mira) == []
    (found,) = api.own(mira)
    assert (found.level, found.course_key, found.covers) == ("certified", COURSE, ())
    assert found.in_words.startswith("Certified internship mentor, until")


def test_one_that_is_revoked_is_taken_back_and_can_come_again(signals: dict[str, Signal], person: Callable[..., Actor]) -> None:
    mira, nils = person("mira"), person("nils")
    for actor in (mira, nils):
        send(signals["CERTIFICATE_CREATED"], actor)
    awarding.award(person_id=mira.account, course_key=COURSE, level="ready", completed_at=api.own(mira)[0].earned_at)
    TestPlatform.settings = {}  # also where it has ceased to count
    assert send(signals["CERTIFICATE_REVOKED"], mira) == []
    assert [one.level for one in api.own(mira)] == ["ready"]
    assert [one.level for one in api.own(nils)] == ["certified"]
    TestPlatform.settings = {"internship_certificate": "certified"}
    send(signals["CERTIFICATE_CREATED"], mira)
    assert {one.level for one in api.own(mira)} == {"ready", "certified"}


@pytest.mark.parametrize(
    "said", [{}, {"internship_certificate": "yes"}, {"internship_certificate": ["certified"]}, {"other": 1}]
)
def test_no_other_course_counts(signals: dict[str, Signal], person: Callable[..., Actor], said: dict[str, Any]) -> None:
    TestPlatform.settings = said
    assert send(signals["CERTIFICATE_CREATED"], person("mira")) == []
    assert not Training.objects.exists()


def test_a_course_elsewhere_does_not_count(signals: dict[str, Signal], person: Callable[..., Actor]) -> None:
    send(signals["CERTIFICATE_CREATED"], person("mira"), "course-v1:Other+Course+2026")
    assert not Training.objects.exists()


def test_an_account_that_is_gone_breaks_nothing(signals: dict[str, Signal], person: Callable[..., Actor]) -> None:
    mira = person("mira")
    gone = Actor(999_999, "Gone", COURSE)
    send(signals["CERTIFICATE_CREATED"], gone)  # whatever it says, the transaction goes on
    send(signals["CERTIFICATE_CREATED"], mira)
    assert [one.level for one in api.own(mira)] == ["certified"]
    Training.objects.filter(person_id=999_999).delete()


def test_without_such_a_platform_nothing_is_listened_to() -> None:
    certificates.listen(awarding.certify, awarding.revoke)


# -- what the LMS answers ------------------------------------------------------------------------------------------------


class Block(SimpleNamespace):
    """A block of the module store, as far as we look."""

    def get_children(self) -> list[Block]:
        return list(self.children)

    @property
    def has_children(self) -> bool:
        return bool(self.children)


def block(kind: str, name: str, *children: Block, **fields: Any) -> Block:
    location = SimpleNamespace(block_type=kind, block_id=name)
    return Block(location=location, display_name=name.capitalize(), children=children, **fields)


@pytest.fixture
def course(lms: Callable[..., None]) -> Block:
    """The module store with one course."""
    units = (block("internship_unit", "roles"), block("html", "text"), block("internship_unit", "quiz"))
    lesson = block("sequential", "lesson", block("vertical", "page", *units))
    found = block("course", "course", block("chapter", "m0", lesson), block("chapter", "m1"))
    found.other_course_settings = {"internship_certificate": "certified"}
    store = SimpleNamespace(get_course=lambda key: found if str(key) == COURSE else None)
    lms("xmodule.modulestore.django", modulestore=lambda: store)
    return found


def test_the_lms_knows_the_settings_and_the_units_of_a_course(course: Block) -> None:
    platform = LmsPlatform()
    assert platform.course_setting(COURSE, "internship_certificate") == "certified"
    assert platform.course_setting(COURSE, "other") is None
    assert platform.course_setting("course-v1:No+Such+Course", "internship_certificate") is None
    assert platform.course_units(COURSE) == [CourseUnit("roles", "Roles", "M0"), CourseUnit("quiz", "Quiz", "M0")]
    for nowhere in ("course-v1:No+Such+Course", "lib:Org:library", ""):
        assert platform.course_units(nowhere) is None
    course.other_course_settings = None
    assert platform.course_setting(COURSE, "internship_certificate") is None


def test_the_lms_knows_where_a_certificate_is(lms: Callable[..., None]) -> None:
    urls = {"mira": {"download_url": "/certificates/1"}, "nils": {"download_url": None}, "ola": None}
    lms("lms.djangoapps.certificates.api", get_certificate_for_user=lambda name, key: urls[name])
    found = [LmsPlatform().certificate_url(SimpleNamespace(get_username=lambda name=name: name), COURSE) for name in urls]
    assert found == ["/certificates/1", "", ""]


def test_the_lms_names_the_organisation(lms: Callable[..., None]) -> None:
    rows = SimpleNamespace(first=lambda: SimpleNamespace(display_org_with_default="UiT", display_name="A course"))
    overview = SimpleNamespace(objects=SimpleNamespace(filter=lambda pk: rows))
    assert LmsPlatform().course_organisation(COURSE) == "Test"
    assert LmsPlatform().course_organisation("nonsense") == ""
    lms("openedx.core.djangoapps.content.course_overviews.models", CourseOverview=overview)
    assert LmsPlatform().course_organisation(COURSE) == "UiT"
    assert LmsPlatform().course_name(COURSE) == "A course"


def test_a_site_without_all_of_it_has_nothing_to_say() -> None:
    platform = LmsPlatform()
    assert platform.course_setting(COURSE, "x") is None
    assert platform.course_units(COURSE) is None
    assert platform.certificate_url(SimpleNamespace(get_username=lambda: "mira"), COURSE) == ""
