"""No input gives a 500, and none is kept that was not understood."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.runtime import call, make_block

from .conftest import USAGE, Draft

NAMES = [
    "placement", "section", "revision", "row", "uid", "to", "number", "older", "newer", "role", "code", "invitation",
    "tasks-t1-text", "tasks-t1-outcomes", "tasks-t1-start", "periods-t1-hours", "parties-t1-role", "parties-t1-name",
    "practical-hse", "contacts-mentor_hours", "outcomes-t1-heading", "checkpoints-t1-date",
]  # fmt: skip
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["t1", "tasks", "periods", "parties", "practical", "contacts", "outcomes", "checkpoints", "0", "1", "-1", "9" * 30,
         "up", "mentor", "2026-09-21", "NaN", "١٢", "\x00", "{{ 1 }}", "<script>", "\u202e", "\U0001f41f"]
    ),
)  # fmt: skip


@pytest.mark.parametrize("handler", list(PlanBlock.known_actions))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=12), at_home=st.booleans())
def test_any_form_is_answered_in_words(
    draft: Draft, person: Callable[..., Actor], handler: str, pairs: list[tuple[str, str]], at_home: bool
) -> None:
    block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id))
    if at_home:
        pairs = [("placement", str(draft.placement_id)), *((name, value) for name, value in pairs if name != "placement")]
    body = "&".join(f"{name}={quote_plus(value.encode('utf-8', 'surrogatepass'))}" for name, value in pairs)
    method = PlanBlock.known_actions[handler].http_method
    answer: Any = call(block, handler, body.encode() if method == "POST" else dict(pairs), method=method)
    assert answer.status_int in (200, 400, 403, 404, 409, 422)
    assert "<script>" not in answer.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_any_bytes_are_answered_in_words(draft: Draft, body: bytes) -> None:
    block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id))
    assert call(block, "save_section", body).status_int in (400, 404)
