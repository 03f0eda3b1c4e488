"""What every block does alike: bodies, refusals, mishaps, strangers, masquerading staff."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xblock.fields import Scope, String

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Difference, Invalid, Stale
from internship_xblock.core.language.text import BODY_LIMIT
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.placements.web.block import PlacementBlock
from internship_xblock.tools.placements.web.placed import PlacedActivity, PlacedBlock
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.ui.action import action
from internship_xblock.ui.answering import FIELDS_LIMIT
from internship_xblock.ui.block import InternshipBlock
from tests.hostile import block_classes
from tests.platform import TestPlatform
from tests.runtime import call, make_block

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class SampleSettings:
    """What an author could set."""

    display_name: str
    placement_kind: str = placements.PLACEMENT
    owner_role: str = "mentor"


class SampleActivity(PlacedActivity):
    """An activity whose actions fail in every way there is."""

    def show(self, actor: Actor) -> str:
        return f"<p>{'known' if actor.is_known else 'stranger'}</p>"

    @action()
    def echo(self, actor: Actor, data: Any) -> str:
        return "|".join(f"{name}={','.join(data.getlist(name))}" for name in data)

    @action()
    def invalid(self, actor: Actor, data: Any) -> str:
        raise Invalid(fields={"title": ["Give it a <name>."]})

    @action()
    def stale(self, actor: Actor, data: Any) -> str:
        raise Stale(revision=7, differences=[Difference("Title", data.get("title", ""), "<b>theirs</b>")], changed_by="Kari")

    @action()
    def broken(self, actor: Actor, data: Any) -> str:
        raise ValueError(f"quotes {data.get('secret')}")


class SampleBlock(PlacedBlock, InternshipBlock):
    """A block that shows it."""

    activity_class = SampleActivity
    display_name = String(default="Sample", scope=Scope.settings)

    def author_settings(self) -> SampleSettings:
        return SampleSettings(self.display_name)


class RaisingBlock(SampleBlock):
    """A block that cannot be shown."""

    def show(self, actor: Actor) -> str:
        raise ValueError("quotes what Jonas wrote")


def block_for(actor: Actor | None) -> Any:
    return make_block(SampleBlock, actor)


def test_a_form_reaches_the_action_cleaned(person: Callable[..., Actor]) -> None:
    answer = call(block_for(person("mira")), "echo", {"a": ["1", "2"], "text": "one\r\ntwo\x00"})
    assert answer.status_code == 200
    assert answer.text == "a=1,2|text=one\ntwo"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"a=%ff", "application/x-www-form-urlencoded", 400),
        (b"a=\xff", "application/x-www-form-urlencoded", 400),
        (b'{"a": 1}', "application/json", 400),
        (b"a=1", "multipart/form-data; boundary=x", 400),
        (b"&".join(b"a=1" for _ in range(FIELDS_LIMIT + 1)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * BODY_LIMIT, "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_broken_body_is_refused_in_words(person: Callable[..., Actor], body: bytes, content_type: str, status: int) -> None:
    answer = call(block_for(person("mira")), "echo", body, content_type=content_type)
    assert answer.status_code == status
    assert "Nothing was changed" in answer.text


def test_the_wrong_method_is_refused(person: Callable[..., Actor]) -> None:
    answer = call(block_for(person("mira")), "echo", {"a": "1"}, method="GET")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=300))
def test_no_body_is_too_much_for_a_handler(person: Callable[..., Actor], body: bytes) -> None:
    assert call(block_for(person("mira")), "echo", body).status_code in (200, 400)


def test_a_refusal_names_the_field_and_escapes(person: Callable[..., Actor]) -> None:
    block = block_for(person("mira"))
    answer = call(block, "invalid", {})
    assert answer.status_code == 422
    assert f'hx-swap-oob="innerHTML:#{block.html_id}-title-error"' in answer.text
    assert "Give it a &lt;name&gt;." in answer.text


def test_a_conflict_shows_both_texts(person: Callable[..., Actor]) -> None:
    answer = call(block_for(person("mira")), "stale", {"title": "<i>mine</i>"})
    assert answer.status_code == 409
    assert "&lt;i&gt;mine&lt;/i&gt;" in answer.text
    assert "&lt;b&gt;theirs&lt;/b&gt;" in answer.text
    assert 'data-keep-mine="7"' in answer.text


def test_an_unexpected_error_is_told_with_a_number_and_logged_without_text(
    person: Callable[..., Actor], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = call(block_for(person("mira")), "broken", {"secret": "the recipe"})
    assert answer.status_code == 500
    assert "the recipe" not in answer.text
    [record] = [record for record in caplog.records if record.name.startswith("internship_xblock")]
    assert "ValueError" in record.getMessage()
    assert "the recipe" not in caplog.text


def test_a_view_that_raises_shows_its_own_error(person: Callable[..., Actor], caplog: pytest.LogCaptureFixture) -> None:
    html = make_block(RaisingBlock, person("mira")).student_view().content
    assert "Something went wrong" in html
    assert "Jonas" not in html + caplog.text


def test_without_a_user_service_a_person_is_a_stranger() -> None:
    assert "stranger" in block_for(None).student_view().content
    answer = call(block_for(None), "start_placement", {"role": "mentor"})
    assert answer.status_code == 403
    assert "sign in" in answer.text


def test_a_person_who_is_not_signed_in_is_a_stranger() -> None:
    assert "stranger" in block_for(Actor.stranger("course-v1:Test+Mentor+2026")).student_view().content


def test_staff_who_look_as_somebody_else_change_nothing(person: Callable[..., Actor]) -> None:
    TestPlatform.real = person("staff_ida").user_id
    answer = call(block_for(person("mira")), "start_placement", {"role": "mentor"})
    assert answer.status_code == 403
    assert "somebody else" in answer.text


@pytest.mark.parametrize("block_class", [PlanBlock, LogBlock, PlacementBlock])
def test_staff_who_look_as_any_learner_make_no_placement(
    person: Callable[..., Actor], block_class: type[InternshipBlock]
) -> None:
    """They stay the account they are: a placement would be theirs, with them in a role that they never chose."""
    TestPlatform.as_learner = True
    ida = person("staff_ida")
    shown = make_block(block_class, ida).student_view().content
    assert "nothing you write is saved" in shown
    assert "start_placement" not in shown
    for action_name in ("start_placement", "join_placement"):
        assert call(make_block(block_class, ida), action_name, {"role": "mentor", "code": "x"}).status_code == 403
    assert not Placement.objects.exists()


@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_staff_who_look_as_one_learner_are_shown_the_block(block_class: type[InternshipBlock]) -> None:
    """As the LMS asks before it says "this type of component cannot be shown" (courseware/masquerade.py)."""
    assert block_class.show_in_read_only_mode is True


@pytest.mark.parametrize("placement", ["", "x", "-1", "99999999999999999999", "12345", "١٢"])
def test_an_unknown_placement_is_refused(person: Callable[..., Actor], placement: str) -> None:
    answer = call(block_for(person("mira")), "choose_placement", {"placement": placement})
    assert answer.status_code in (400, 404)


def test_somebody_elses_placement_is_not_found(person: Callable[..., Actor]) -> None:
    mira = block_for(person("mira"))
    call(mira, "start_placement", {"role": "mentor"})
    stranger = block_for(person("odd"))
    answer = call(stranger, "choose_placement", {"placement": mira.placement_id})
    assert answer.status_code == 404


def test_blocks_on_one_page_have_ids_of_their_own(person: Callable[..., Actor]) -> None:
    actor = person("mira")
    assert make_block(SampleBlock, actor, usage="one").html_id != make_block(SampleBlock, actor, usage="two").html_id


@pytest.mark.parametrize("view", ["student_view", "public_view", "author_view", "studio_view"])
@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_the_mobile_apps_may_show_every_view(block_class: type[InternshipBlock], view: str) -> None:
    """As the LMS asks: course_api/blocks/transformers/student_view.py."""
    block = make_block(block_class, None)
    assert block.has_support(getattr(block_class, view), "multi_device")
