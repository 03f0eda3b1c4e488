"""What next, state by state and role by role: each sentence is true, and none contradicts what stands beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from internship_xblock.models import PlanVersion
from internship_xblock.tools.actor import Actor
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.reviews import api as reviews

from .conftest import USAGE, Draft
from .test_block import base, block_of, page, send
from .test_what_next import what_next

pytestmark = pytest.mark.django_db
ROLES = ("mentor", "student", "supervisor", "leader")
SUBMITTERS = ("mentor", "supervisor")  # the owner is the mentor here
EVERYTHING = "Everything is answered."
LEFT = "left to settle before the plan can be handed in."


class World:
    """A plan with everybody in it, brought from state to state."""

    def __init__(self, draft: Draft, join: Callable[..., Actor], ida: Actor) -> None:
        self.draft, self.ida = draft, ida
        self.people = {"mentor": draft.actor, **{role: join(draft, f"the {role}", role) for role in ROLES[1:]}}

    def ready(self) -> World:
        self.draft.fill()
        return self

    def hand_in(self) -> World:
        self.draft.submit()
        return self

    def review(self, verb: Callable[..., Any], **more: Any) -> World:
        (row,) = reviews.list_submissions(self.ida, course_key=self.ida.course_key).rows
        view = reviews.open_submission(self.ida, submission_id=row.id)
        verb(self.ida, submission_id=row.id, revision=view.revision, text="Some words of Ida's", **more)
        return self

    def approve(self) -> World:
        return self.review(reviews.approve, points=0.75)

    def give_back(self) -> World:
        return self.review(reviews.give_back)

    def sign(self, *roles: str) -> World:
        number = self.draft.view().versions[-1].number
        for role in roles:
            plans.sign(self.people[role], placement_id=self.draft.placement_id, usage_key=USAGE, number=number)
        return self

    def change(self) -> World:
        values = self.draft.view().sections["contacts"].values
        self.draft.save("contacts", [{**values, "university": f"{values['university']}."}])
        return self

    def spoil(self) -> World:
        self.draft.save("contacts", [{**self.draft.view().sections["contacts"].values, "university": ""}])
        return self

    def page(self, role: str, masquerading: bool = False) -> str:
        block = block_of(self.draft, self.people[role])
        block.actor = replace(self.people[role], masquerading=masquerading)
        return html.unescape(page(block))


@pytest.fixture
def world(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> World:
    return World(draft, join, person("staff_ida", is_staff=True))


State = tuple[Callable[[World], Any], str, str]  # how it comes to be, what is said of it, and the button: "", first, again
AMENDED = r"Version 1 was handed in on .*; changes you make now are not in it until you hand in again\."
WAITS = r"Version {} was handed in on .*\. A reviewer reads it next; the answer will stand here\."
STATES: dict[str, State] = {
    "nothing written": (lambda w: w, r"Write what you know\.|Nobody has written in this plan yet\.", ""),
    "findings": (lambda w: w.ready().spoil(), rf"One thing is {LEFT}", ""),
    "complete": (lambda w: w.ready(), EVERYTHING, "Hand in the plan"),
    "handed in": (lambda w: w.ready().hand_in(), WAITS.format(1), ""),
    "signed by one": (lambda w: w.ready().hand_in().sign("student"), WAITS.format(1), ""),
    "signed by all": (lambda w: w.ready().hand_in().sign("student", "mentor", "supervisor"), WAITS.format(1), ""),
    "returned": (lambda w: w.ready().hand_in().give_back(), r"Version 1 came back\. Mend it", "Hand in again"),
    "returned, findings": (lambda w: w.ready().hand_in().give_back().spoil(), rf"{AMENDED}.*{LEFT}", ""),
    "returned, mended": (lambda w: w.ready().hand_in().give_back().change(), rf"{AMENDED}.*{EVERYTHING}", "Hand in again"),
    "returned, handed in": (lambda w: w.ready().hand_in().give_back().change().hand_in(), WAITS.format(2), ""),
    "approved": (lambda w: w.ready().hand_in().approve(), r"Version 1 is approved\. Now live it: keep the dates", ""),
    "agreed": (
        lambda w: w.ready().hand_in().sign("student", "mentor", "supervisor").approve(), r"Version 1 is approved\.", "",
    ),
    "amended, findings": (lambda w: w.ready().hand_in().approve().spoil(), rf"{AMENDED}.*{LEFT}", ""),
    "amended": (lambda w: w.ready().hand_in().approve().change(), rf"{AMENDED}.*{EVERYTHING}", "Hand in again"),
    "amended, handed in": (
        lambda w: w.ready().hand_in().sign("student", "mentor", "supervisor").approve().change().hand_in(), WAITS.format(2), "",
    ),
    "approved again": (lambda w: w.ready().hand_in().approve().change().hand_in().approve(), r"Version 2 is approved\.", ""),
}  # fmt: skip
EXCLUSIVE = (  # of these one plan is said one at most
    "Write what you know", "Nobody has written", "left to settle", "Everything is answered", "A reviewer reads it next",
    "is approved",
)  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_each_state_says_what_is_so_and_offers_what_can_be_done(world: World, state: str, role: str) -> None:
    make, said, button = STATES[state]
    make(world)
    shown = world.page(role)
    words = what_next(shown)
    assert re.search(said, words), words
    assert sum(one in words for one in EXCLUSIVE) <= 1, words
    is_offered = re.search(r"Hand in (?:the plan|again)$", words)
    assert (is_offered[0] if is_offered else "") == (button if role in SUBMITTERS else "")
    if LEFT not in words and "Write what you know" not in words:
        assert "ix-tag--wrong" not in shown, "nothing is left, and nothing red says otherwise"
    if LEFT in words and role != "leader":
        assert "ix-tag--wrong" in shown


@pytest.mark.parametrize("role", ["mentor", "student"])
@pytest.mark.parametrize("state", STATES)
def test_what_a_save_brings_is_what_the_page_says(world: World, state: str, role: str) -> None:
    """The panel has two ways to the screen; both say the same."""
    STATES[state][0](world)
    data = {**base(world.draft, "contacts"), **{
        f"contacts-{name}": str(value) for name, value in world.draft.view().sections["contacts"].values.items()
    }}  # fmt: skip
    answer = send(block_of(world.draft, world.people[role]), "save_section", **data)
    assert what_next(html.unescape(answer.text)) == what_next(world.page(role))


def test_a_refusal_goes_when_what_was_refused_is_mended(world: World) -> None:
    """The red box stands in the piece that every save brings anew."""
    world.ready().spoil()
    send(block_of(world.draft), "hand_in", 422, placement=world.draft.placement_id)
    values = {**world.draft.view().sections["contacts"].values, "university": "Ingrid"}
    data = {f"contacts-{name}": str(value) for name, value in values.items()}
    answer = send(block_of(world.draft), "save_section", **base(world.draft, "contacts"), **data)
    piece = answer.text.split('-next">')[1]
    assert EVERYTHING in piece
    assert "<div data-messages></div>" in piece.split("Everything")[0]
    form = world.page("mentor").split("/handler/hand_in")[1].split("</form>")[0]
    assert form.count("data-messages") == 1


def review(shown: str) -> tuple[str, str]:
    """What the review says of the last version, and what of those before it."""
    found = shown.rsplit('-review-title">', 1)[1].split("</section>")[0]
    now, _summary, before = found.partition("What was said about earlier versions")
    return now, before


def test_the_points_of_one_version_are_not_those_of_the_next(world: World) -> None:
    now, before = review(world.ready().hand_in().approve().page("mentor"))
    assert now.startswith("Review of version 1<")
    assert "0.75 of 1 point<" in now
    assert before == ""
    now, before = review(world.change().hand_in().page("mentor"))
    assert now.startswith("Review of version 2<")
    assert "of 1 point" not in now
    assert "Some words of Ida's" not in now
    assert "Some words of Ida's" in before
    assert "version 1" in before
    assert "0.75 of 1 point<" in before
    now, before = review(world.approve().page("mentor"))
    assert "of 1 point<" in now
    assert "Some words of Ida's" in now


def test_what_was_signed_stays_with_its_version(world: World) -> None:
    world.ready().hand_in().sign("student", "mentor").change().hand_in().sign("supervisor")
    shown = world.page("student").split('-agreement-title">')[1].split("</section>")[0]
    now, _summary, before = shown.partition("<summary>")
    assert now.startswith("Signatures under version 2<")
    assert now.count("has not signed yet") == 2
    assert before.startswith("Signatures under version 1<")
    before = before.split("</details>")[0]
    assert before.count("signed on") == 2
    assert "I have read version 1 of this plan" in before
    assert {"the student", "Mira"} <= set(re.findall(r'ix-person">([^<]*)<', before))
    agreement = plans.agreement(world.draft.actor, placement=world.draft.placement_id, usage_key=USAGE, number=2)
    assert [(number, len(lines)) for number, lines in agreement.earlier] == [(1, 2)]


@pytest.mark.parametrize("signed", [(), ("student", "mentor", "supervisor")])
def test_nobody_is_asked_to_sign_what_came_back(world: World, signed: tuple[str, ...]) -> None:
    world.ready().hand_in().sign(*signed).give_back()
    for role in ROLES:
        words = what_next(world.page(role))
        assert "Version 1 came back." in words
        for about_signing in ("Sign it", "Still to sign", "must sign"):
            assert about_signing not in words, role


def test_nobody_is_asked_to_sign_what_is_not_what_was_handed_in(world: World) -> None:
    world.ready().hand_in().sign("student")
    assert "Sign as" in world.page("mentor")
    version = PlanVersion.objects.get()
    PlanVersion.objects.update(canonical=version.canonical.replace("Ingrid", "Astrid"))
    shown = world.page("mentor")
    assert "This is not the text that was handed in" in shown
    for offered in ("Sign it", "Still to sign", "Sign as"):
        assert offered not in shown


def test_as_many_things_are_left_as_are_listed(draft: Draft) -> None:
    draft.save("contacts", [{"university": "Ingrid Aas"}])
    shown = page(block_of(draft))
    listed = re.search(r"<h4>To settle</h4>(.*?)</ul>\s*(?:<h4>|</div>)", shown, re.S)
    assert listed is not None
    count = len(re.findall(r"<a [^>]*data-goto", listed.group(1)))
    assert count > 1
    assert f"{count} things are {LEFT}" in what_next(shown)


def test_people_who_have_not_joined_are_named_once(draft: Draft, join: Callable[..., Actor]) -> None:
    draft.fill()
    draft.save("parties", [*draft.view().sections["parties"].rows, {"uid": "s", "role": "student", "name": "Jonas"}])
    join(draft, "kari", "supervisor")
    draft.submit()
    words = what_next(page(block_of(draft)))
    assert "Not joined yet: Jonas" in words
    assert "Still to sign: kari." in words
    assert words.count("Jonas") == 1
