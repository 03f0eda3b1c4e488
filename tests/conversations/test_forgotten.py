"""What is somebody's to take along, and what goes with them; also of a guest, and of one who has joined since."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.authorship import move_seat
from internship_xblock.core.retirement import models_of
from internship_xblock.registry import TOOLS
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Concern, ConcernReader, ConcernTurn, ConversationSection
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from tests.seats import guest_of

from .conftest import Story

pytestmark = pytest.mark.django_db


def archive_of(actor: Actor) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(placements.own_data(actor))) as file:
        return {name: json.loads(file.read(name)) for name in file.namelist() if name.startswith("conversations/")}


def test_everybody_takes_along_what_they_wrote_and_nothing_of_others(story: Story) -> None:
    guest = guest_of(story.placement_id, "mentor", "Gunn")
    story.write(story.mentor, about="The till", agreed="")
    story.write(guest, agreed="Monday")
    for actor, own, others in ((story.mentor, "The till", "Monday"), (guest, "Monday", "The till")):
        found = json.dumps(archive_of(actor), ensure_ascii=False)
        assert own in found
        assert others not in found
    assert "conversations/conversationsection.json" not in archive_of(story.leader)


def test_a_guest_who_joins_with_an_account_keeps_their_words(story: Story, person: Callable[..., Actor]) -> None:
    guest = guest_of(story.placement_id, "mentor", "Gunn")
    story.write(guest, agreed="Monday")
    number = story.raise_concern("Nobody answers.", guest, about="")
    story.write(story.mentor, about="The till", agreed="Monday")
    gunn = person("gunn")
    join(guest, gunn)
    assert "Monday" in json.dumps(archive_of(gunn))
    assert conversations.concern(gunn, placement=story.placement_id, concern_id=number).is_mine


def join(guest: Actor, account: Actor) -> None:
    """As somebody does who signs in where their link is open."""
    Party.objects.filter(pk=guest.seat_id).update(user_id=account.account, is_by_link=False)
    for tool in TOOLS:
        move_seat(guest.seat_id or 0, account.account, models_of(tool))


def test_a_concern_is_in_the_archive_of_its_author_alone(story: Story) -> None:
    number = story.raise_concern("A heavy secret")
    conversations.say(story.supervisor, placement_id=story.placement_id, concern_id=number, text="I call you.")
    assert "A heavy secret" in json.dumps(archive_of(story.student))
    assert "I call you." not in json.dumps(archive_of(story.student))
    assert "I call you." in json.dumps(archive_of(story.supervisor))
    for actor in (story.supervisor, story.mentor, story.leader):
        assert "secret" not in json.dumps(archive_of(actor))
    assert archive_of(story.mentor) == {}


def test_who_is_forgotten_leaves_what_was_agreed_and_no_name(story: Story) -> None:
    story.write(story.mentor, about="Mira shows the till", others="Miranda")
    story.tell(story.mentor)
    story.write(story.student, agreed="Ask Mira")
    retirement.forget(story.mentor.account)
    view = story.view(actor=story.student)
    assert (view.told_by, view.talk.values["agreed"], view.talk.values["others"]) == ("", "Ask …", "Miranda")
    stored = json.dumps([row.data for row in ConversationSection.objects.all()], ensure_ascii=False)
    assert "Mira " not in stored
    assert str(story.mentor.account) not in [str(mark[0]) for mark in marks()]


def marks() -> list[Any]:
    found = [row.data["written"] for row in ConversationSection.objects.all()]
    return [mark for one in found for row in one.values() for mark in row.values()]


def test_a_guest_is_forgotten_by_their_seat(story: Story) -> None:
    guest = guest_of(story.placement_id, "mentor", "Gunn")
    story.write(guest, agreed="Monday")
    assert f"seat-{guest.seat_id}" in [mark[0] for mark in marks()]
    retirement.forget_seat(guest.seat_id or 0)
    assert all(mark[:2] == [None, ""] for mark in marks())


def test_the_words_of_who_raised_a_concern_go_with_them(story: Story) -> None:
    number = story.raise_concern("Mira leaves me alone")
    conversations.say(story.student, placement_id=story.placement_id, concern_id=number, text="Still")
    conversations.say(story.supervisor, placement_id=story.placement_id, concern_id=number, text="Ola, I call Mira")
    retirement.forget(story.mentor.account)
    assert Concern.objects.get().text == "… leaves me alone"
    retirement.forget(story.student.account)
    row = Concern.objects.get()
    assert (row.text, row.author_id, row.author_name) == ("", None, "")
    assert list(ConcernTurn.objects.values_list("text", flat=True)) == ["", "…, I call …"]
    retirement.forget(story.supervisor.account)
    assert list(ConcernReader.objects.values_list("reader_id", "reader_name")) == [(None, "")]


def test_what_was_somebodys_alone_goes_altogether(person: Callable[..., Actor]) -> None:
    odd = person("odd")
    view = placements.start(odd, course_key=odd.course_key, role="student")
    conversations.begin(odd, placement_id=view.id, day="2026-11-20")
    retirement.forget(odd.account)
    assert not ConversationSection.objects.exists()
