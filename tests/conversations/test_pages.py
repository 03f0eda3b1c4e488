"""The pages as people ask them: read, written in and talked on, by those with an account and by guests on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from internship_xblock.core.actor import Actor
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Concern, Conversation, ConversationText
from internship_xblock.tools.placements import api as placements
from tests.overview.conftest import address as page_of_placement
from tests.seats import guest_of
from tests.today.conftest import TODAY

from .conftest import ABOUT, Story, address, client_of, concerns_of, post

pytestmark = pytest.mark.django_db


def read(story: Story, actor: Actor, action: str = "", url: str = "", **data: Any) -> str:
    answer = client_of(actor).get(url or address(story, action), data)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def form(story: Story, checkpoint: str = "c1", **more: Any) -> dict[str, Any]:
    which = story.which(checkpoint)
    return {"checkpoint": which["checkpoint"], "day": which["day"], **more}


def typed(story: Story, section: str = "talk", revision: int = 0, **answers: Any) -> dict[str, Any]:
    return form(story, section=section, revision=revision, **answers)


@pytest.fixture(params=["account", "guest"])
def writer(request: pytest.FixtureRequest, story: Story) -> Actor:
    return guest_of(story.placement_id, "mentor", "Gunn") if request.param == "guest" else story.mentor


def test_somebody_writes_down_what_was_said_and_tells_the_others(story: Story, writer: Actor) -> None:
    assert "Nothing written down yet" in read(story, writer)
    answers = {"talk-agreed": "Ola sells alone.", "talk-present": [story.uid("student"), story.uid("mentor")]}
    saved = post(writer, address(story, "save_section"), typed(story, **answers))
    assert (saved.status_code, saved.headers["X-Internship-Revision"], saved.content) == (200, "1", b"")
    steps = {"row": ["s1", "s2"], "steps-s1-what": "Write the list", "steps-s1-who": story.uid("student"), "steps-s2-what": ""}
    assert post(writer, address(story, "save_section"), typed(story, "steps", **steps)).status_code == 200
    told = post(writer, address(story, "tell"), form(story))
    assert told.status_code == 200
    text = words(told.content.decode())
    for said in (f"Written down by {writer.name}", "Ola sells alone.", "Ola, Mira", "Write the list", "Mark as done"):
        assert said in text
    assert "Ola sells alone." in read(story, story.student, "show_conversation", **form(story))


def test_what_others_were_told_of_is_changed_by_a_button_and_says_what_it_was(story: Story, writer: Actor) -> None:
    story.write(agreed="Monday")
    story.tell()
    assert "Save the change" in read(story, writer, "show_form", **form(story))
    refused = post(writer, address(story, "save_section"), typed(story, revision=1, **{"talk-agreed": "Tuesday"}))
    assert refused.status_code == 422
    changed = post(writer, address(story, "change_section"), typed(story, revision=1, **{"talk-agreed": "Tuesday"}))
    assert changed.status_code == 200
    text = words(changed.content.decode())
    assert f"{writer.name} changed it on" in text
    assert "Before: Monday Now: Tuesday" in text
    assert ConversationText.objects.count() == 1
    stale = post(story.student, address(story, "change_section"), typed(story, revision=1, **{"talk-agreed": "Wednesday"}))
    assert stale.status_code == 409
    assert "What you typed" in stale.content.decode()


def test_a_field_that_cannot_be_kept_is_said_where_it_stands(story: Story) -> None:
    answer = post(story.mentor, address(story, "save_section"), typed(story, **{"talk-held": "soon", "talk-agreed": "x"}))
    assert answer.status_code == 422
    (place,) = re.findall(r'data-goto="([^"]+)"', answer.content.decode())
    assert f'id="{place}"' in read(story, story.mentor)
    assert answer.headers["X-Internship-Refused"] == "talk-held"


def test_who_did_not_write_it_reads_it_first(story: Story) -> None:
    story.write(story.mentor, agreed="Monday")
    page = read(story, story.student)
    assert "<textarea" not in page.partition("ix-section")[0].partition("begin")[0]
    assert "Monday" in page
    assert "Done: tell the others" in page
    assert "<textarea" in read(story, story.student, "show_form", **form(story))
    assert "Monday" in read(story, story.student, "read_conversation", **form(story))


def test_one_more_step_is_asked_for_and_nothing_is_stored_by_it(story: Story) -> None:
    text = read(story, story.mentor, "new_step", **form(story, after="s1"))
    assert 'name="steps-s2-what"' in text
    assert '"after": "s2"' in text.replace("&#34;", '"')
    assert not Conversation.objects.exists()


def test_a_step_is_marked_as_done_where_it_is_read(story: Story) -> None:
    story.write_steps({"uid": "s1", "what": "Write the list"})
    story.tell()
    text = words(post(story.student, address(story, "finish_step"), form(story, uid="s1", done="on")).content.decode())
    assert "Done: Ola, on" in text
    assert "Not done yet" in text
    assert "Mark as done" in words(post(story.student, address(story, "finish_step"), form(story, uid="s1")).content.decode())


def test_another_conversation_is_begun_and_removed(story: Story) -> None:
    text = post(story.mentor, address(story, "begin"), {"day": "2026-11-20"}).content.decode()
    (made,) = Conversation.objects.all()
    assert "Remove this conversation" in text
    gone = post(story.mentor, address(story, "remove"), {"checkpoint": made.checkpoint, "day": "2026-11-20"})
    assert gone.status_code == 200
    assert not Conversation.objects.exists()
    assert post(story.mentor, address(story, "begin"), {"day": "soon"}).status_code == 422


def test_where_others_stand_it_is_not_removed(story: Story) -> None:
    checkpoint, day = conversations.begin(story.mentor, placement_id=story.placement_id, day=story.past.isoformat())
    which = {"placement_id": story.placement_id, "checkpoint": checkpoint, "day": day}
    conversations.save(story.student, **which, section="talk", revision=0, typed=[{"others": "Per from HR was there"}])
    answer = post(story.mentor, address(story, "remove"), {"checkpoint": checkpoint, "day": day})
    assert (answer.status_code, Conversation.objects.count()) == (422, 1)


# -- pauses and the end -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["pause", "end"])
def test_a_conversation_that_does_not_take_place_is_not_proposed_and_what_was_being_typed_is_kept(
    story: Story, change: str
) -> None:
    assert story.views()["c1"].is_planned
    if change == "pause":
        story.pause(story.past - timedelta(days=1), story.past + timedelta(days=1))
    else:
        story.end(story.past - timedelta(days=1))
    assert "c1" not in story.views()
    answer = post(story.mentor, address(story, "save_section"), typed(story, **{"talk-agreed": "Ola sells alone"}))
    assert answer.status_code == 200, answer.content.decode()
    view = story.views()["c1"]
    assert (view.talk.values["agreed"], view.is_planned) == ("Ola sells alone", False)
    nowhere = typed(story, **{"talk-agreed": "x", "day": "2026-01-02"})
    assert post(story.mentor, address(story, "save_section"), nowhere).status_code == 404


# -- the agenda -------------------------------------------------------------------------------------------------------------


def agenda(story: Story, actor: Actor, checkpoint: str = "c2") -> str:
    html = read(story, actor, "show_conversation", **form(story, checkpoint))
    return words(html.partition("-agenda")[2])


def test_what_is_worth_talking_about_comes_from_the_plan_the_log_and_the_conversation_before(story: Story) -> None:
    story.write()
    story.write_steps(
        {"uid": "s1", "what": "Write the list", "who": story.uid("student")}, {"uid": "s2", "what": "Done already"}
    )
    conversations.finish_step(story.mentor, **story.which(), uid="s2", is_done=True)
    story.tell()
    story.plan.save("outcomes", [{"uid": "o1", "text": "Explain the price"}, {"uid": "o2", "text": "Sell"}])
    story.plan.save("tasks", [{"uid": "t1", "text": "Shadow the sale", "start": story.coming.isoformat(), "outcomes": ["o1"]}])
    story.share(story.entry(what="A secret of the house"), "mentor")
    found = agenda(story, story.mentor)
    assert found.index("Write the list (Ola)") < found.index(ABOUT), "what is left comes first"
    assert "Done already" not in found
    assert "1 entry in the log has no answer: Ola" in found
    assert "1 entry was shared since the last conversation: Ola" in found
    assert "A task that begins on" in found
    assert "secret" not in found


def test_nobody_is_told_of_entries_that_they_may_not_read(story: Story) -> None:
    story.share(story.entry(), "mentor")
    story.entry(what="Only mine")
    assert "entry" in agenda(story, story.mentor)
    for actor in (story.supervisor, story.leader, story.other, guest_of(story.placement_id, "supervisor", "Gunn")):
        assert "entry" not in agenda(story, actor)
        assert "entries" not in agenda(story, actor)


def test_there_is_none_beside_what_is_written_down(story: Story) -> None:
    assert ABOUT in agenda(story, story.mentor, "c1")
    story.write()
    story.tell()
    assert agenda(story, story.mentor, "c1") == ""


# -- to whom they open -----------------------------------------------------------------------------------------------------


def test_nobody_from_outside_comes_in(story: Story, person: Callable[..., Actor]) -> None:
    odd = person("odd")
    other = guest_of(placements.start(odd, course_key=odd.course_key, role="student").id, "mentor", "Odd")
    for url in (address(story), concerns_of(story)):
        assert client_of(story.outsider).get(url).status_code == 404
        assert client_of(story.staff).get(url).status_code == 403
        assert client_of(other).get(url).status_code in (302, 403, 404)
        assert Client().get(url).status_code == 302


def test_actions_of_an_outsider_change_nothing(story: Story) -> None:
    story.write()
    number = story.raise_concern()
    before = list(Conversation.objects.values()), list(Concern.objects.values())
    for actor in (story.outsider, story.staff):
        for action in ("save_section", "change_section", "tell", "finish_step", "begin", "remove"):
            assert post(actor, address(story, action), typed(story, day2="x", uid="s1")).status_code in (403, 404)
        for action in ("raise_concern", "say", "show_to", "close"):
            assert post(actor, concerns_of(story, action), {"concern": number, "text": "x"}).status_code in (403, 404)
    assert before == (list(Conversation.objects.values()), list(Concern.objects.values()))


# -- what is not right -------------------------------------------------------------------------------------------------------


def test_somebody_says_that_something_is_not_right_and_is_answered(story: Story, writer: Actor) -> None:
    page = read(story, writer, url=concerns_of(story))
    assert page.index("Is somebody hurt") < page.index("Whom to turn to") < page.index("Tell somebody here")
    sent = {"text": "I am left alone.", "to": [story.uid("supervisor")], "about": story.uid("student")}
    assert "It is sent." in post(writer, concerns_of(story, "raise_concern"), sent).content.decode()
    number = Concern.objects.get().pk
    assert "I am left alone." in read(story, story.supervisor, url=concerns_of(story))
    answer = post(story.supervisor, concerns_of(story, "say"), {"concern": number, "text": "I call you."})
    assert "I call you." in answer.content.decode()
    assert "I call you." in read(story, writer, url=concerns_of(story))
    shown = post(writer, concerns_of(story, "show_to"), {"concern": number, "to": story.uid("leader")})
    assert "They can read it now." in shown.content.decode()
    assert "I am left alone." in read(story, story.leader, url=concerns_of(story))
    closed = post(writer, concerns_of(story, "close"), {"concern": number, "word": "We talked."})
    assert "We talked." in closed.content.decode()
    for actor in (writer, story.supervisor):
        assert "I call you." in read(story, actor, url=concerns_of(story, "show_concern"), concern=number)
    assert client_of(story.other).get(concerns_of(story, "show_concern"), {"concern": number}).status_code == 404


def test_whom_it_is_about_finds_nothing_of_it_anywhere(story: Story) -> None:
    number = story.raise_concern("A heavy secret")
    conversations.say(story.supervisor, placement_id=story.placement_id, concern_id=number, text="Another secret")
    pages = [address(story), concerns_of(story), page_of_placement(story.placement_id), TODAY, "/internship/own-data/"]
    for actor in (story.mentor, story.leader, story.other):
        for url in pages:
            answer = client_of(actor).get(url)
            text = answer.content.decode(errors="replace") if answer["Content-Type"].startswith("text") else ""
            assert "secret" not in text
            assert "raised a concern" not in text
        for action in ("say", "show_to", "close"):
            answer = post(actor, concerns_of(story, action), {"concern": number, "text": "x", "to": story.uid("leader")})
            same = post(actor, concerns_of(story, action), {"concern": number + 999, "text": "x", "to": story.uid("leader")})
            assert (answer.status_code, answer.content) == (same.status_code, same.content) == (404, same.content)


def test_what_cannot_be_sent_is_said_at_its_own_field(story: Story) -> None:
    first, second = story.raise_concern(), story.raise_concern("Another")
    answer = post(story.student, concerns_of(story, "say"), {"concern": second, "text": ""})
    assert answer.status_code == 422
    (place,) = re.findall(r'data-goto="([^"]+)"', answer.content.decode())
    assert place.endswith(f"k{second}-text")
    assert f'id="{place}"' in read(story, story.student, url=concerns_of(story))
    assert first != second
