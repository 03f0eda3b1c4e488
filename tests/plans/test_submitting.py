"""Submitting and signing: one is shown all of it before, and what happened stands in the history."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanSignature, PlanVersion
from tests.platform import TestPlatform
from tests.runtime import call

from . import shown
from .conftest import USAGE, Draft
from .test_block import block_of, send
from .test_document import document, tree, words
from .test_states import STATES, World, gone

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


@pytest.fixture
def world(draft: Draft, join: Join, person: Callable[..., Actor]) -> World:
    return World(draft, join, person("staff_ida", is_staff=True))


def asked(draft: Draft, actor: Actor | None = None, status: int = 200) -> lxml.html.HtmlElement:
    """What stands there before one submits."""
    answer = call(block_of(draft, actor), "before_submit", {"placement": draft.placement_id}, method="GET")
    assert answer.status_int == status, answer.text
    return tree(answer.text)


def sections(shown_document: lxml.html.HtmlElement) -> list[str]:
    """The parts of a version in words, without what is below it."""
    found = shown_document.xpath("//section[@class='ix-part'][not(@data-part)]")
    return [words(part) for part in found]


# -- before one submits -------------------------------------------------------------------------------------------------


def test_all_that_will_be_frozen_is_shown_and_nothing_is_stored(world: World) -> None:
    draft = world.ready().draft
    plans.write_private(
        world.people["student"], placement_id=draft.placement_id, usage_key=USAGE, field="emergency", text="A ramp",
        readers=[draft.view().sections["parties"].rows[0]["uid"]], is_agreed=True, revision=0,
    )  # fmt: skip
    before = asked(draft)
    assert not PlanVersion.objects.exists()
    assert TestPlatform.shares() == []
    assert "Submit version 1?" in words(before)
    (button,) = before.xpath("//form[contains(@hx-post, '/handler/submit')]//button[contains(@class, 'primary')]")
    assert words(button) == "Submit version 1"
    world.submit()
    frozen = sections(tree(shown.read(block_of(draft), 1)))
    assert sections(before) == frozen
    assert len(frozen) == len(draft.view().sections) + 1, "and what was agreed separately, by its day alone"
    assert "Agreed separately" in frozen[-1]
    assert "A ramp" not in " ".join(frozen)
    assert "Shadow the auction" in " ".join(frozen)
    assert before.xpath("//article//input[@type!='hidden'] | //article//textarea | //article//select") == []


def test_it_says_who_is_asked_next_and_whom_nobody_named(draft: Draft, join: Join) -> None:
    join(draft.fill(), "jonas", "student")
    said = words(asked(draft))
    assert re.search(r"These people are asked to sign it: (Mira, jonas|jonas, Mira)\.", said)
    assert "Still to be added: university supervisor." in said
    join(draft, "kari", "supervisor")
    assert "Nobody has been added yet" not in words(asked(draft))
    assert "Ánde Somby" not in words(asked(draft)).partition("asked to sign")[2].partition(".")[0], "a substitute signs nothing"


def test_it_says_what_has_changed_since_the_last_version(world: World) -> None:
    world.ready().submit().change()
    said = asked(world.draft)
    assert "Submit version 2?" in words(said)
    (summary,) = said.xpath("//details[not(ancestor::section[@class='ix-part'])]/summary[contains(., 'since version')]")
    assert words(summary) == "1 part has changed since version 1"
    assert [words(line) for line in summary.xpath("../ul/li")] == ["Contacts and time"]
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("state", ["complete", "submitted, changed", "returned", "broken", "unrecorded", "gone", "amended"])
def test_the_number_that_is_said_is_the_number_that_is_given(world: World, state: str) -> None:
    STATES[state][0](world)
    (number,) = re.findall(r"Submit version (\d+)\?", words(asked(world.draft)))
    assert int(number) == world.draft.submit().number


def test_only_who_may_submit_is_asked(world: World, person: Callable[..., Actor]) -> None:
    world.ready()
    for role, status in (("supervisor", 200), ("student", 403), ("leader", 403)):
        asked(world.draft, world.people[role], status)
    asked(world.draft, person("omar"), 404)


def test_what_is_left_to_settle_refuses_in_words_where_one_presses(world: World) -> None:
    draft = world.ready().spoil().draft
    (form,) = asked(draft).xpath("//form[contains(@hx-post, '/handler/submit')]")
    assert len(form.xpath(".//*[@data-messages]")) == 1
    assert "must be completed first" in send(block_of(draft), "submit", 422, placement=draft.placement_id).text
    assert not PlanVersion.objects.exists()


# -- signing ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["", "0" * 64, "the first"])
def test_nobody_signs_what_they_were_not_shown(world: World, wrong: str) -> None:
    draft = world.ready().submit().change().submit().draft
    first, second = (row.sha256 for row in PlanVersion.objects.order_by("number"))
    hash_shown = first if wrong == "the first" else wrong
    with pytest.raises(Invalid) as refused:
        plans.sign(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, number=2, shown=hash_shown)
    assert str(refused.value.message) == "Read version 2 first, then sign it."
    form: dict[str, Any] = {"placement": draft.placement_id, "number": 2, "shown": hash_shown}
    assert "Read version 2 first, then sign it." in send(block_of(draft), "sign_version", 422, **form).text
    form.pop("shown")
    send(block_of(draft), "sign_version", 422, **form)
    assert not PlanSignature.objects.exists()
    send(block_of(draft), "sign_version", **form, shown=second)
    assert PlanSignature.objects.count() == 1


def test_one_signs_below_the_text_and_is_told_what_comes_of_it(world: World) -> None:
    draft = world.ready().submit().draft
    for role, said in (
        ("student", "Signed. It is agreed when the others have signed too."),
        ("mentor", "Signed. It is agreed when the others have signed too."),
        ("supervisor", "Signed. All have signed: version 1 is agreed."),
    ):
        block = block_of(draft, world.people[role])
        text = shown.read(block, 1)
        assert text.index("Shadow the auction") < text.index("/handler/sign_version")
        answer = shown.sign_on_screen(block, 1)
        assert said in answer
        assert "/handler/sign_version" not in answer
        assert "Shadow the auction" in answer, "it stays open"
        html_id = block.html_id
        for piece in (f"#{html_id}-next", f"#{html_id}-agreement"):
            assert f'hx-swap-oob="innerHTML:{piece}"' in answer
            assert f'id="{piece[1:]}"' in world.page(role)
    assert "Version 1 · agreed" in shown.read(block, 1)


def test_only_the_newest_version_offers_to_be_signed(world: World) -> None:
    draft = world.ready().submit().draft
    old = shown.read(block_of(draft), 1)
    assert "/handler/sign_version" in old
    world.change().submit()
    assert "/handler/sign_version" not in shown.read(block_of(draft), 1)
    assert "/handler/sign_version" in shown.read(block_of(draft), 2)
    assert "Read and sign version 2" in world.page("mentor")
    assert "Read and sign version 1" not in world.page("mentor")
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', old[old.index("/handler/sign_version") :]))
    assert "Version 2 has been submitted since." in send(block_of(draft), "sign_version", 422, **form).text
    assert not PlanSignature.objects.exists()
    assert "/handler/sign_version" not in shown.read(block_of(draft, world.people["leader"]), 1)


# -- how far it is -------------------------------------------------------------------------------------------------------

HEADS = {
    "nothing written": "Draft", "complete": "Draft", "submitted": "Version 1 · with the reviewer",
    "submitted, changed": "Draft after version 1 · with the reviewer", "returned": "Version 1 · changes requested",
    "returned, mended": "Draft after version 1 · changes requested", "returned, submitted": "Version 2 · with the reviewer",
    "approved": "Version 1 · approved", "amended": "Draft after version 1 · approved",
    "amended, submitted": "Version 2 · with the reviewer", "approved again": "Version 2 · approved", "cleared": "Version 1",
    "broken": "Version 1", "gone": "Draft after version 2", "gone, submitted": "Version 3 · with the reviewer",
}  # fmt: skip


@pytest.mark.parametrize("state", HEADS)
def test_the_document_says_how_far_it_is(world: World, state: str) -> None:
    STATES[state][0](world)
    for role in ("mentor", "leader"):
        (head,) = document(world.draft, world.people[role]).xpath("//*[contains(@id, '-dochead')]")
        (tag,) = head.xpath(".//*[@class='ix-tag']")
        assert words(tag) == HEADS[state]


def test_what_was_agreed_and_approved_never_speaks_for_the_next_version(world: World) -> None:
    draft = world.ready().submit().sign("student", "mentor", "supervisor").approve().change().submit().draft
    assert "Version 1 · agreed" in shown.read(block_of(draft), 1)
    second = shown.read(block_of(draft), 2)
    assert "Version 2 · not agreed yet" in second
    (signatures,) = tree(second).xpath("//section[contains(@aria-labelledby, '-signatures')]")
    earlier = signatures.xpath(".//details")
    for one in earlier:
        one.drop_tree()
    assert words(signatures).count("has not signed yet") == 3
    assert "signed on" not in words(signatures)
    assert "Agreed" not in words(signatures)
    for role in world.people:
        assert "is approved" not in world.page(role)
        assert "Everybody who needs to sign has signed." not in world.page(role)


# -- the history ---------------------------------------------------------------------------------------------------------


def history(draft: Draft, actor: Actor | None = None, status: int = 200) -> list[str]:
    answer = call(block_of(draft, actor), "history", {"placement": draft.placement_id}, method="GET")
    assert answer.status_int == status, answer.text
    return [words(line) for line in tree(answer.text).xpath("//li//*[@class='ix-person-lines']/span[1]")]


def say(draft: Draft, actor: Actor, section: str) -> None:
    send(block_of(draft, actor), "comment", placement=draft.placement_id, section=section, row="", field="", text="Why?")


def test_the_history_tells_all_that_happened_the_newest_first(world: World) -> None:
    draft = world.ready().draft
    say(draft, world.people["student"], "tasks")
    world.submit().sign("student", "mentor").give_back()
    say(draft, world.people["supervisor"], "practical")
    world.change().submit().sign("supervisor").approve()
    ida = world.ida.name
    expected = [
        f"{ida} approved version 2", "the supervisor signed version 2", "Mira submitted version 2",
        "The supervisor commented on “Practical and legal”", f"{ida} asked for changes in version 1", "Mira signed version 1",
        "the student signed version 1", "Mira submitted version 1", "The student commented on “Tasks”",
    ]  # fmt: skip
    for role in world.people:
        assert history(draft, world.people[role]) == expected, role


def test_the_history_is_asked_for_when_it_is_opened_and_only_by_those_in_the_plan(
    world: World, person: Callable[..., Actor]
) -> None:
    world.ready()
    assert "/handler/history" not in world.page("mentor"), "nothing has happened"
    answer = call(block_of(world.draft), "history", {"placement": world.draft.placement_id}, method="GET")
    assert "Nothing was submitted yet." in answer.text
    world.submit()
    (place,) = tree(world.page("leader")).xpath("//details[contains(@hx-get, '/handler/history')]")
    assert place.get("hx-trigger") == "toggle once"
    assert "submitted version 1" not in words(place)
    history(world.draft, person("omar"), 404)


def test_names_in_the_history_stand_there_as_text(draft: Draft, join: Join) -> None:
    other = join(draft, "<script>alert(1)</script>", "other")
    say(draft, other, "tasks")
    answer = call(block_of(draft), "history", {"placement": draft.placement_id}, method="GET")
    assert "<script>" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; commented on" in answer.text


def test_a_version_that_is_gone_leaves_the_history_readable(world: World) -> None:
    gone(world.ready().submit().change().submit().sign("mentor").approve())
    found = history(world.draft)
    assert "Mira submitted version 1" in found
    assert not [line for line in found if "signed version 2" in line]


def test_everything_is_shown_of_what_is_signed(world: World) -> None:
    """Evidence and assessor stand in what one signs, not in a fold that nobody has opened."""
    draft = world.ready().submit().draft
    tasks = tree(shown.read(block_of(draft), 1)).xpath("//details[@class='ix-task']")
    assert len(tasks) > 1
    assert all(task.get("open") is not None for task in tasks)


def test_what_was_changed_after_it_was_shown_is_not_submitted(world: World) -> None:
    """Somebody else saves between the look and the press: nothing is frozen that nobody has read."""
    draft = world.ready().draft
    block = block_of(draft)
    read = shown.to_submit(block)
    draft.save("contacts", [{"university": "Somebody else", "host": "Mira", "escalation": "Changed since"}])
    refused = send(block_of(draft), "submit", 422, **read)
    assert "The plan has changed since you read it. Nothing was submitted" in refused.text
    assert not draft.view().versions
    send(block_of(draft), "submit", **shown.to_submit(block_of(draft)))
    assert len(draft.view().versions) == 1


def test_it_says_where_nothing_has_changed(world: World) -> None:
    draft = world.ready().submit().give_back().draft
    look = call(block_of(draft), "before_submit", {"placement": draft.placement_id}, method="GET").text
    assert "Nothing has changed since version 1 was submitted." in look
