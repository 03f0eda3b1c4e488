"""All that is one's own, in one archive: of every tool, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from internship_xblock.core import own_data
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed
from internship_xblock.core.retirement import authorships_of, models_of
from internship_xblock.registry import TOOLS
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryText
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanComment
from internship_xblock.tools.units import api as units
from tests.seats import guest_of
from tests.test_authorship import NO_AUTHORSHIP
from tests.test_permissions import COMMITMENT, SAMPLES, UNIT, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def opened(archive: bytes) -> dict[str, Any]:
    """The texts in an archive; documents, as PDF, are looked at in their own tests."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return {name: file.read(name).decode() for name in file.namelist() if not name.endswith(".pdf")}


def rows(archive: bytes, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(opened(archive)[name])
    return found


def test_it_holds_what_one_wrote_in_every_tool(world: World) -> None:
    author = world["author"]
    units.answer(author, usage_key="unit", unit=UNIT, step_id="mine", revision=0, given=COMMITMENT)
    logs.keep_practice(
        author, samples=SAMPLES, usage_key="log", sample_id="s1", revision=0, texts={"observation": "I saw you ask."}
    )
    placements.write_message(author, placement_id=world.placement_id, text="My train is late")
    archive = placements.own_data(author)
    assert [row["text"] for row in rows(archive, "placements/threadmessage.json")] == ["My train is late"]
    assert {row["texts"]["what"] for row in rows(archive, "logs/entry.json") if row["usage_key"] == "log"} == {
        "For private", "For mentor", "For supervisor", "For cohort"
    }  # fmt: skip
    assert [row["text"] for row in rows(archive, "plans/plancomment.json")] == ["Who is that?"]
    assert [row["name"] for row in rows(archive, "placements/party.json")] == ["Author"]
    assert "Ask three questions" in opened(archive)["units/stepanswer.json"]
    assert "I saw you ask." in opened(archive)["logs/practiceanswer.json"]
    assert "a folder for each tool" in opened(archive)["README.txt"]


def test_nobody_elses_words_are_in_it(world: World) -> None:
    logs.answer(world["mentor"], usage_key="log", entry_id=world.entries["mentor"].id, observation="MENTOR'S OWN WORDS")
    assert Entry.objects.get(pk=world.entries["mentor"].id).last_turn_by_id == world["mentor"].user_id
    for name, actor in world.people.items():
        if actor.is_known:
            said = "".join(opened(placements.own_data(actor)).values())
            assert ("MENTOR'S OWN WORDS" in said) is (name == "mentor"), name
            assert ("For private" in said) is (name == "author"), name
            assert ("For mentor" in said) is (name == "author"), name


def test_who_settled_it_wrote_none_of_it(world: World) -> None:
    PlanComment.objects.update(settled_by=world["leader"].user_id, settled_by_name="Leader")
    assert "Who is that?" not in "".join(opened(placements.own_data(world["leader"])).values())


def test_what_an_entry_said_before_is_in_it(world: World) -> None:
    EntryText.objects.create(entry_id=world.entries["mentor"].id, revision=1, texts={"what": "SAID BEFORE"})
    assert "SAID BEFORE" in opened(placements.own_data(world["author"]))["logs/entrytext.json"]
    assert "logs/entrytext.json" not in opened(placements.own_data(world["mentor"]))


def test_a_guest_takes_along_what_was_said_from_the_seat(world: World) -> None:
    guest = guest_of(world.placement_id, "mentor")
    plans.comment(guest, placement_id=world.placement_id, usage_key="plan", section="contacts", text="From the guest")
    archive = placements.own_data(guest)
    assert [row["text"] for row in rows(archive, "plans/plancomment.json")] == ["From the guest"]
    assert "logs/entry.json" not in opened(archive)


def test_every_table_that_ties_a_row_to_a_person_is_looked_at() -> None:
    """A table of a tool to come as well: what ties a row to a person is an authorship, or stands in `belongs_to`."""
    looked = {
        f"{model.__name__}.{name}"
        for tool in TOOLS
        for model in models_of(tool)
        for name in (*(one.prefix for one in authorships_of(model)), *getattr(model, "belongs_to", ()))
    }
    of_seats = {
        "Notice.reader_seat",
        "NoticeChoice.reader_seat",
        "DailyMail.reader_seat",
        "CalendarFeed.seat",
    }  # a guest's: the account's are looked at
    of_doers = {"Notice.doer", "Notice.doer_seat"}  # the row is somebody else's
    assert set(NO_AUTHORSHIP) - looked == {"Invitation.party"} | of_seats | of_doers  # the seat is in it


def test_nothing_in_it_guards_anything(world: World) -> None:
    for actor in world.people.values():
        if actor.is_known:
            for text in opened(placements.own_data(actor)).values():
                assert "sha256" not in text
                assert "salt" not in text


@pytest.mark.parametrize("count", [1, 30])
def test_queries_do_not_grow_with_what_one_wrote(
    world: World, count: int, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    entry = Entry.objects.get(pk=world.entries["private"].id)
    for draft in range(count):
        entry.pk, entry.draft = None, 100 + draft
        entry.save(force_insert=True)
    with django_assert_max_num_queries(len([model for tool in TOOLS for model in models_of(tool)])):
        own_data.own_rows(world["author"])


def test_the_address_gives_a_file_to_who_is_signed_in(world: World) -> None:
    client = Client()
    assert client.get("/internship/mine.zip").status_code == 302
    client.force_login(get_user_model().objects.get(pk=world["author"].user_id))
    answer = client.get("/internship/mine.zip")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert "For private" in opened(answer.content)["logs/entry.json"]


def test_a_stranger_has_nothing_to_take(world: World) -> None:
    with pytest.raises(NotAllowed):
        placements.own_data(Actor.stranger(world["author"].course_key))
