"""Whatever is sent to the pages of conversations and concerns: no 5xx, always words, and nothing of it runs in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.web.activity import PAGES
from internship_xblock.tools.conversations.web.concerns import PAGES as CONCERNS
from internship_xblock.tools.placements import api as placements
from tests.hostile import CANARY, NASTY, Offer, Page, leaked, snapshot

from .conftest import Story, address, client_of, concerns_of, post

pytestmark = pytest.mark.django_db
ACTIONS = [(pages, name) for pages in (PAGES, CONCERNS) for name in pages.actions]
junk = st.one_of(
    st.sampled_from([*NASTY, "", "0", "-1", "9" * 30, "\x00", "\u202e", "s1", "c1", "2026-02-30", "x" * 5_000, "on"]),
    st.text(max_size=12),
)  # fmt: skip


@pytest.fixture
def talked(story: Story) -> Story:
    """One conversation is told and changed, one is begun, times are proposed for one; and somebody raised a concern."""
    story.write(agreed="Monday")
    story.write_steps({"uid": "s1", "what": "Write the list"})
    story.tell()
    story.write(agreed="Tuesday")
    conversations.begin(story.mentor, placement_id=story.placement_id, day=story.past.isoformat())
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()
    people = [one.uid for one in placements.get(story.mentor, placement_id=story.placement_id).parties if one.has_joined]
    conversations.propose_times(
        story.mentor, placement_id=story.placement_id, checkpoint="", day="", revision=0, minutes=45, zone="Europe/Oslo",
        times=[(soon, "10:00"), (soon, "13:00")], asked=people,
    )  # fmt: skip
    story.raise_concern()
    conversations.close(
        story.student, placement_id=story.placement_id, concern_id=story.raise_concern("Another"), word="Settled"
    )
    return story


def offers(story: Story, actor: Actor) -> Iterator[Offer]:
    """What somebody can send from both pages, and from what their buttons bring, two presses deep."""
    todo = [(client_of(actor).get(url).content.decode(), 0) for url in (address(story), concerns_of(story))]
    seen: set[tuple[str, ...]] = set()
    while todo:
        html, depth = todo.pop(0)
        assert not Page(html).problems
        for offer in Page(html).offers:
            yield offer
            shape = (offer.action, *sorted(map(str, offer.fields.items())))
            if depth < 2 and shape not in seen:
                seen.add(shape)
                answer = ask(story, actor, offer)
                todo += [(answer.content.decode(), depth + 1)] if answer.status_code == 200 else []


def ask(story: Story, actor: Actor, offer: Offer) -> Any:
    """Send what is offered, and undo it."""
    pages = CONCERNS if "/concern/" in offer.url else PAGES
    is_get = pages.actions[offer.action].http_method == "GET"
    with transaction.atomic():
        url = urlsplit(offer.url).path
        answer = client_of(actor).get(url, offer.fields) if is_get else post(actor, url, offer.fields)
        transaction.set_rollback(True)
    return answer


def test_every_action_is_offered_to_somebody_by_a_button(talked: Story) -> None:
    found = {offer.action for actor in (talked.mentor, talked.student) for offer in offers(talked, actor)}
    assert found == {name for _pages, name in ACTIONS}


@pytest.mark.parametrize("nasty", NASTY)
def test_what_is_typed_is_shown_as_text(talked: Story, nasty: str) -> None:
    talked.write(agreed=nasty, about=nasty, others=nasty)
    talked.write_steps({"uid": "s1", "what": nasty})
    number = talked.raise_concern(nasty)
    conversations.say(talked.supervisor, placement_id=talked.placement_id, concern_id=number, text=nasty)
    for actor in (talked.student, talked.supervisor):
        for url in (
            address(talked),
            f"{address(talked)}show_conversation?checkpoint=c1&day={talked.past}",
            concerns_of(talked),
        ):
            html = client_of(actor).get(url).content.decode()
            assert not Page(html).problems
    assert CANARY in html


@pytest.mark.parametrize(("pages", "action"), ACTIONS, ids=[name for _pages, name in ACTIONS])
@settings(
    max_examples=6, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_junk_is_answered_in_words(
    talked: Story, caplog: pytest.LogCaptureFixture, pages: Any, action: str, data: st.DataObject
) -> None:
    names = [
        "checkpoint", "day", "section", "revision", "row", "talk-agreed", "talk-held", "steps-s1-what", "steps-s1-by", "uid",
        "done", "after", "concern", "text", "to", "about", "word",
    ]  # fmt: skip
    sent = data.draw(st.dictionaries(st.sampled_from(names), junk, max_size=8))
    sent = {**data.draw(st.sampled_from([{}, {"checkpoint": "c1", "day": talked.past.isoformat(), "section": "talk"}])), **sent}
    before = snapshot()
    actor = data.draw(st.sampled_from([talked.mentor, talked.student, talked.staff, talked.outsider]))
    url = address(talked, action, pages)
    with transaction.atomic():
        is_get = pages.actions[action].http_method == "GET"
        answer = client_of(actor).get(url, sent) if is_get else post(actor, url, sent)
        changed = snapshot() != before
        transaction.set_rollback(True)
    text = answer.content.decode()
    assert answer.status_code < 500
    assert not Page(text).problems
    assert all(CANARY not in value for value in answer.headers.values())
    assert answer.status_code < 400 or 'class="ix-message' in text
    assert not changed or answer.status_code in (200, 422)
    assert not changed or actor in (talked.mentor, talked.student)
    assert not leaked(caplog)
