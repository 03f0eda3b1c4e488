"""From the block to the file: what is submitted and signed is what one takes along."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.exports.paper import text_of
from tests.plans.conftest import USAGE, Draft, draft, join
from tests.runtime import make_block

__all__ = ["draft", "join"]  # fixtures


def shown(draft: Draft) -> str:
    block = make_block(PlanBlock, draft.actor, usage=USAGE, hours_required=112.5, placement_id=str(draft.placement_id))
    content: str = block.student_view().content
    return content


def links(page: str) -> list[str]:
    return re.findall(r'href="(/internship/plan/[^"]+)"', page)


def test_each_version_in_the_block_leads_to_its_documents(draft: Draft) -> None:
    assert links(shown(draft)) == []
    first = draft.fill().submit()
    found = links(shown(draft))
    place = f"/internship/plan/{first.plan_id}/1"
    assert found == [f"{place}.pdf", f"{place}.pdf?paper=letter", f"{place}.docx", f"{place}.ics", f"{place}.json"]
    client = Client()
    client.force_login(get_user_model().objects.get(pk=draft.actor.user_id))
    assert [client.get(link).status_code for link in found] == [200] * 5


def test_a_site_without_our_pages_shows_no_dead_links(draft: Draft, settings: Any) -> None:
    draft.fill().submit()
    settings.ROOT_URLCONF = "tests.exports.no_urls"
    assert links(shown(draft)) == []


def test_a_signature_stands_in_the_pdf(draft: Draft, join: Callable[..., Actor]) -> None:
    version = draft.fill().submit()
    plans.sign(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, number=1, shown=version.sha256)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=draft.actor.user_id))
    said = text_of(client.get(f"/internship/plan/{version.plan_id}/1.pdf").content)
    assert "Signed on" in said
    assert "I have read version 1" in said
    assert version.sha256 in said


@pytest.mark.parametrize("number", [1, 2])
def test_queries_do_not_grow_with_the_plan(
    draft: Draft, number: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    draft.fill().submit()
    if number == 2:
        tasks = draft.view().sections["tasks"].rows
        more = [{**tasks[0], "uid": f"more{at}"} for at in range(20)]
        draft.save("tasks", [*tasks, *more])
        draft.submit()
    plan_id = draft.view().plan_id
    assert plan_id
    with django_assert_max_num_queries(5):
        taken = plans.take_along(draft.actor, plan_id=plan_id, number=number)
    assert [version.number for version in taken.versions] == list(range(1, number + 1))
