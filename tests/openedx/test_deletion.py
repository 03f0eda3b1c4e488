"""A course that was deleted: nothing of it opens any more, and its links end. Its rows are people's words and stay."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.dispatch import Signal
from django.test import Client
from opaque_keys.edx.keys import CourseKey

from internship_xblock.core.actor import Actor
from internship_xblock.openedx import deletion
from internship_xblock.openedx.lms import LmsPlatform
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.forget import end_invitations
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.plans.models import PlanVersion
from internship_xblock.tools.reviews.api import SubmissionView
from internship_xblock.tools.reviews.models import Submission
from internship_xblock.tools.statements.schema import codes
from internship_xblock.urls import urlpatterns
from tests.pages import conftest as pages
from tests.pages.conftest import post
from tests.pages.test_hostile_pages import BY_TOKEN, OPEN, PUBLIC, address
from tests.platform import COURSE, TestPlatform

pytestmark = pytest.mark.django_db
# The world of the pages, as their own tests make it.
browser, mira, placement_id, plan, entry = (pages.browser, pages.mira, pages.placement_id, pages.plan, pages.entry)
__all__ = ["address", "browser", "entry", "mira", "placement_id", "plan"]
NOWHERE = (*OPEN, *BY_TOKEN, *PUBLIC, "own_data", "notices", "today", "calendar")  # those stand in no course
ABOUT_ONE = ("conversation_action", "concern_action")  # one of their actions is about one of these
PAGES = [pattern.name for pattern in urlpatterns if pattern.name not in NOWHERE]


def invited(mira: Actor, placement_id: int) -> str:
    view = placements.get(mira, placement_id=placement_id)
    row = placements.PartyRow(uid="bbbb", role="student", name="Nils")
    placements.save_parties(mira, placement_id=placement_id, revision=view.revision, rows=[*view.parties, row])
    return placements.invite(mira, placement_id=placement_id, party_uid="bbbb")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_and_no_document_of_a_course_that_is_gone_opens(
    address: Callable[..., str], browser: Callable[[str], Client], name: str
) -> None:
    client = browser("staff_ida" if name.startswith(("review", "placements", "host")) else "mira")
    here = address(name) + ("?" + urlencode({"log": pages.LOG_BLOCK}) if name == "log_download" else "")
    here += "?state=invited" if name == "placements_remind" else ""
    assert client.get(here).status_code in ((400, 404) if name in ABOUT_ONE else (200,))
    TestPlatform.gone = {COURSE}
    response = client.get(here)
    assert response.status_code == 404
    assert "no longer on this site" in response.content.decode()
    assert client.post(address(name)).status_code in (403, 404, 405)


def test_what_was_issued_can_be_checked_when_its_course_is_gone(plan: SubmissionView) -> None:
    code = codes.shown(pages.certificate(plan.placement_id).code)
    TestPlatform.gone = {COURSE}
    assert post(Client(), "/internship/check/", {"code": code, "name": "Mira"}).status_code == 404
    response = post(Client(), "/internship/check/", {"code": code, "name": "Åse"})
    assert response.status_code == 200
    assert "Well done" in response.content.decode()


def test_no_invitation_into_a_course_that_is_gone_is_shown_or_taken(
    mira: Actor, placement_id: int, browser: Callable[[str], Client]
) -> None:
    code, nils = invited(mira, placement_id), browser("nils")
    TestPlatform.gone = {COURSE}
    for typed in ({"code": code}, {"code": code, "take": "1"}):
        response = post(nils, "/internship/join/", typed)
        assert response.status_code == 404
        assert "Mira" not in response.content.decode()
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize("branch", [None, "draft-branch"])
def test_the_platforms_signal_ends_the_links_and_keeps_the_words(
    lms: Callable[..., None], mira: Actor, placement_id: int, plan: SubmissionView, entry: SubmissionView, branch: str | None
) -> None:
    """xmodule/modulestore/django.py: SignalHandler.send, `send_robust(sender=<class>, course_key=...)`."""
    handler = SimpleNamespace(course_deleted=Signal())
    lms("xmodule.modulestore.django", SignalHandler=handler)
    deletion.listen(end_invitations)
    deletion.listen(end_invitations)
    invited(mira, placement_id)
    others = CourseKey.from_string("course-v1:Other+Course+2026")

    def send(key: Any) -> None:
        assert [answer for _receiver, answer in handler.course_deleted.send_robust(sender=object, course_key=key)] == [None]

    send(others)
    send(CourseKey.from_string("library-v1:Test+Lib"))
    assert Invitation.objects.get().revoked_at is None
    send(CourseKey.from_string(COURSE).for_branch(branch))
    assert Invitation.objects.get().revoked_at is not None
    assert (PlanVersion.objects.count(), Entry.objects.count(), Submission.objects.count()) == (1, 1, 2)


def test_without_such_a_platform_there_is_nothing_to_listen_to() -> None:
    deletion.listen(end_invitations)
    assert LmsPlatform().course_exists(COURSE)


def test_the_lms_says_which_courses_there_are(lms: Callable[..., None]) -> None:
    overview = SimpleNamespace(course_exists=lambda key: str(key) == COURSE)
    lms("openedx.core.djangoapps.content.course_overviews.models", CourseOverview=overview)
    assert LmsPlatform().course_exists(COURSE)
    assert not LmsPlatform().course_exists("course-v1:Other+Course+2026")
    assert not LmsPlatform().course_exists("nonsense")
