"""Whatever arrives: a 4xx in words, nothing changed, never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from internship_xblock.tools.units.web.block import UnitBlock
from tests.runtime import call

from .lessons import AUTHOR, FULL, lesson

pytestmark = pytest.mark.django_db

FIELDS = st.sampled_from(
    """choice back at situations-TOTAL_FORMS choices-TOTAL_FORMS choices-0-from
    step way option item card-week card-log card- card-x revision text by change kind group row title stay multiple original
    cards-TOTAL_FORMS cards-INITIAL_FORMS piles-TOTAL_FORMS piles-INITIAL_FORMS cards-0-id cards-0-pile options-TOTAL_FORMS
    display_name minutes minutes_at_work outcomes pass_mark weight""".split()  # noqa: SIM905 - a list of words reads better as words
)
WORDS = """week monday hello hall wait 0:monday 1:hall situations choices
    0 1 -1 999999999999999999999999999999 \u0663 why roles first many ready better mine end next back here desk mentor
    cards sort up down week 2999-01-01 nan"""
VALUES = st.text(max_size=8) | st.sampled_from([*WORDS.split(), "", "x" * 600])


def outside(block: Any) -> tuple[Any, ...]:
    rows = [list(model.objects.order_by("pk").values()) for model in (StepAnswer, UnitRecord)]
    return (block.step_index, *rows, block.steps, block.outcomes, block.minutes)


@pytest.mark.slow
@given(
    handler=st.sampled_from(list(UnitBlock.known_actions)),
    data=st.dictionaries(FIELDS | st.text(max_size=4), st.lists(VALUES, min_size=1, max_size=2), max_size=12),
    place=st.integers(-3, 20),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
def test_no_form_makes_a_handler_fail(handler: str, data: dict[str, list[str]], place: int) -> None:
    block = lesson(AUTHOR, FULL, step_index=place)
    before = outside(block)
    for method in ("POST", "GET"):
        try:
            response = call(block, handler, data, method=method)
        except UnicodeEncodeError:  # a lone surrogate cannot be sent
            return
        assert response.status_int < 500
        if response.status_int >= 400:
            assert response.status_int == 405 or "ix-message" in response.text
            is_saved = response.status_int == 422 and "X-Internship-Revision" in response.headers  # SavedButRefused alone
            assert outside(block) == before or is_saved
            before = outside(block)
        else:
            before = outside(block)
            assert "Something went wrong" not in block.student_view().content


@pytest.mark.parametrize("handler", list(UnitBlock.known_actions))
@pytest.mark.parametrize(
    "body", [b"\xff\xfe=1", b"%%%", b"{}", b"step=" + b"x" * 100_001, b"&".join(b"a=1" for _ in range(3000)), b"step=%00%ff"]
)
def test_a_broken_body_is_refused_in_words(handler: str, body: bytes) -> None:
    block = lesson(AUTHOR)
    before = outside(block)
    response = call(block, handler, body)
    assert 400 <= response.status_int < 500
    assert outside(block) == before


@pytest.mark.parametrize(
    ("handler", "data"),
    [
        ("move", {}),
        ("move", {"step": "gone"}),
        ("move", {"step": "why", "way": "sideways"}),
        ("answer_step", {"step": "gone"}),
        ("answer_step", {"step": "why"}),
        ("answer_step", {"step": "roles", "card-week": "nowhere", "card-log": "student"}),
        ("answer_step", {"step": "roles", "card-week": "mentor", "card-log": "student", "card-new": "mentor"}),
        ("answer_step", {"step": "roles", "card-week": ["mentor", "student"], "card-log": "student"}),
        ("answer_step", {"step": "first", "option": "unknown"}),
        ("answer_step", {"step": "first", "option": ["desk", "rules"]}),
        ("answer_step", {"step": "ready", "item": ["desk", "unknown"]}),
        ("answer_step", {"step": "better", "text": "x"}),
        ("answer_step", {"step": "better", "text": "x", "revision": "-1"}),
        ("keep_draft", {"step": "roles", "revision": 0}),
        ("keep_draft", {"step": "better", "revision": "new", "text": "x"}),
        ("keep_draft", {"step": "gone", "revision": 0, "text": "x"}),
    ],
)
def test_what_our_pages_never_send(handler: str, data: dict[str, Any]) -> None:
    block = lesson()
    before = outside(block)
    response = call(block, handler, data)
    assert 400 <= response.status_int < 500
    assert "ix-message--wrong" in response.text
    assert outside(block) == before


def test_a_step_that_is_not_on_screen_is_not_tried_again() -> None:
    block = lesson()
    assert call(block, "try_again", {"step": "roles"}, method="GET").status_int == 404
    assert call(block, "try_again", {"step": "gone"}, method="GET").status_int == 404
