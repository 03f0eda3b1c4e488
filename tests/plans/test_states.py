"""What next, state by state and role by role: each sentence is true, and none contradicts what stands beside it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import lxml.html
import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanRecord, PlanVersion
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.reviews import api as reviews
from tests.runtime import call

from . import shown as shown_versions
from .conftest import TODAY, USAGE, Draft
from .test_block import base, block_of, page, send
from .test_what_next import what_next

pytestmark = pytest.mark.django_db
ROLES = ("mentor", "student", "supervisor", "leader")
SUBMITTERS = ("mentor", "supervisor")  # the owner is the mentor here
PLAN = r"(?:your plan|the plan for the student)"
EVERYTHING = rf"Everything is answered in {PLAN}\."
LEFT = rf"left to complete before {PLAN} can be submitted\."


class World:
    """A plan with everybody in it, brought from state to state."""

    def __init__(self, draft: Draft, join: Callable[..., Actor], ida: Actor, roles: Sequence[str] = ROLES) -> None:
        self.draft, self.ida = draft, ida
        self.people = {"mentor": draft.actor, **{role: join(draft, f"the {role}", role) for role in roles if role != "mentor"}}

    def ready(self) -> World:
        self.draft.fill()
        return self

    def submit(self) -> World:
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
            shown_versions.sign(self.people[role], placement_id=self.draft.placement_id, usage_key=USAGE, number=number)
        return self

    def change(self, dots: int = 1) -> World:
        """Add so many dots to an answer; -1 takes one away again."""
        values = self.draft.view().sections["contacts"].values
        words = f"{values['university']}{'.' * dots}" if dots > 0 else values["university"][:dots]
        self.draft.save("contacts", [{**values, "university": words}])
        return self

    def spoil(self) -> World:
        self.draft.save("contacts", [{**self.draft.view().sections["contacts"].values, "university": ""}])
        return self

    def page(self, role: str, **settings: Any) -> str:
        return html.unescape(page(block_of(self.draft, self.people[role], **settings)))


@pytest.fixture
def world(draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor]) -> World:
    return World(draft, join, person("staff_ida", is_staff=True))


def broken(world: World, number: int = 1) -> World:
    """Somebody writes another text into the table, and no hash."""
    version = PlanVersion.objects.get(number=number)
    PlanVersion.objects.filter(pk=version.pk).update(canonical=version.canonical.replace("auctioneer", "buyers"))
    return world


def replaced(world: World) -> World:
    """Somebody writes another text and a hash that fits it: only the record knows."""
    version = PlanVersion.objects.get()
    text = version.canonical.replace("auctioneer", "buyers")
    PlanVersion.objects.update(canonical=text, sha256=frozen_text.digest(version.previous_sha256, text))
    return world


def unrecorded(world: World) -> World:
    PlanRecord.objects.all().delete()
    return world


def gone(world: World) -> World:
    """Of two versions the second is taken out of the table."""
    PlanVersion.objects.filter(number=2).delete()
    return world


def cleared(world: World) -> World:
    """The course team deletes the learner's state of the activity in the LMS."""
    mira = world.draft.actor
    block_of(world.draft).clear_student_state(user_id=mira.anonymous_id, course_id=mira.course_key, item_id=USAGE)
    return world


ALL = ("student", "mentor", "supervisor")
# How a state comes to be, what is said of the version, what of the draft ("" nothing), and the button: "", first, again.
State = tuple[Callable[[World], Any], str, str, str]
UNTIL = r"Changes made since then are not included until the plan is submitted again\."
OF = rf" of {PLAN}"
WAITS = rf"Version {{}}{OF} was submitted on .*\. A reviewer reads it next, and the answer will appear here\."
CHANGED = rf"Version 1 was submitted on [^.]*\. {UNTIL}"
APPROVED, APPROVED_CHANGED = r"Version 1 is approved\. Keep to the checkpoint dates", rf"Version 1 is approved\. {UNTIL}"
RETURNED = rf"Version 1{OF} needs changes\. (?:Make them, then submit it again|Once they are made, it is submitted again)\."
RETURNED_CHANGED = rf"Version 1 needs changes\. {UNTIL}"
LAPSED = rf"The course team has reset this activity: version 1{OF} no longer counts as reviewed\. .* as it is\."
LAPSED_CHANGED = rf"Version 1 no longer counts as reviewed\. {UNTIL}"
BROKEN = (
    rf"Version 1{OF} was changed after it was submitted, or its record is missing\. Do not rely on it, and tell your course "
    r"team; a new version replaces it\."
)
GONE = rf"Version 2{OF} was submitted and is no longer there\. Tell your course team; a new version replaces it\."
UNWRITTEN = rf"Write what you know in {PLAN}\.|Nobody has written in {PLAN} yet\."
AGAIN = "Submit again"
STATES: dict[str, State] = {
    "nothing written": (lambda w: w, "", UNWRITTEN, ""),
    "findings": (lambda w: w.ready().spoil(), "", LEFT, ""),
    "complete": (lambda w: w.ready(), "", EVERYTHING, "Submit the plan"),
    "submitted": (lambda w: w.ready().submit(), WAITS.format(1), "", ""),
    "submitted, changed": (lambda w: w.ready().submit().change(), CHANGED, EVERYTHING, AGAIN),
    "submitted, findings": (lambda w: w.ready().submit().spoil(), CHANGED, LEFT, ""),
    "signed by one": (lambda w: w.ready().submit().sign("student"), WAITS.format(1), "", ""),
    "signed by all": (lambda w: w.ready().submit().sign(*ALL), WAITS.format(1), "", ""),
    "signed by all, changed": (lambda w: w.ready().submit().sign(*ALL).change(), CHANGED, EVERYTHING, AGAIN),
    "returned": (lambda w: w.ready().submit().give_back(), RETURNED, "", AGAIN),
    "signed, returned": (lambda w: w.ready().submit().sign(*ALL).give_back(), RETURNED, "", AGAIN),
    "returned, findings": (lambda w: w.ready().submit().give_back().spoil(), RETURNED_CHANGED, LEFT, ""),
    "returned, mended": (lambda w: w.ready().submit().give_back().change(), RETURNED_CHANGED, EVERYTHING, AGAIN),
    "returned, submitted": (lambda w: w.ready().submit().give_back().change().submit(), WAITS.format(2), "", ""),
    "approved": (lambda w: w.ready().submit().approve(), APPROVED, "", ""),
    "agreed": (lambda w: w.ready().submit().sign(*ALL).approve(), APPROVED, "", ""),
    "amended, findings": (lambda w: w.ready().submit().approve().spoil(), APPROVED_CHANGED, LEFT, ""),
    "amended": (lambda w: w.ready().submit().approve().change(), APPROVED_CHANGED, EVERYTHING, AGAIN),
    "amended, submitted": (
        lambda w: w.ready().submit().sign(*ALL).approve().change().submit(), WAITS.format(2), "", "",
    ),
    "approved again": (
        lambda w: w.ready().submit().approve().change().submit().approve(), APPROVED.replace("1", "2"), "", "",
    ),
    "cleared": (lambda w: cleared(w.ready().submit().approve()), LAPSED, "", AGAIN),
    "cleared, changed": (lambda w: cleared(w.ready().submit().approve()).change(), LAPSED_CHANGED, EVERYTHING, AGAIN),
    "cleared, submitted": (lambda w: cleared(w.ready().submit().approve()).submit(), WAITS.format(2), "", ""),
    "cleared, was returned before": (
        lambda w: cleared(w.ready().submit().give_back().submit().approve()), LAPSED.replace("on 1", "on 2"), "", AGAIN,
    ),
    "returned, cleared": (lambda w: cleared(w.ready().submit().give_back()), LAPSED, "", AGAIN),
    "cleared while it waits": (lambda w: cleared(w.ready().submit()), WAITS.format(1), "", ""),
    "returned after an approval, cleared": (
        lambda w: cleared(w.ready().submit().approve().give_back()), LAPSED, "", AGAIN,
    ),
    "broken": (lambda w: broken(w.ready().submit()), BROKEN, EVERYTHING, AGAIN),
    "broken, changed": (lambda w: broken(w.ready().submit()).change(), BROKEN, EVERYTHING, AGAIN),
    "broken, findings": (lambda w: broken(w.ready().submit()).spoil(), BROKEN, LEFT, ""),
    "broken, signed by one": (lambda w: broken(w.ready().submit().sign("student")), BROKEN, EVERYTHING, AGAIN),
    "broken, agreed": (lambda w: broken(w.ready().submit().sign(*ALL).approve()), BROKEN, EVERYTHING, AGAIN),
    "broken, returned": (lambda w: broken(w.ready().submit().give_back()), BROKEN, EVERYTHING, AGAIN),
    "broken, submitted": (lambda w: broken(w.ready().submit()).submit(), WAITS.format(2), "", ""),
    "an earlier one broken": (lambda w: broken(w.ready().submit().change().submit()), WAITS.format(2), "", ""),
    "replaced": (lambda w: replaced(w.ready().submit().approve()), BROKEN, EVERYTHING, AGAIN),
    "unrecorded": (lambda w: unrecorded(w.ready().submit().approve()), BROKEN, EVERYTHING, AGAIN),
    "gone": (lambda w: gone(w.ready().submit().change().submit().approve()), GONE, EVERYTHING, AGAIN),
    "gone, as the one before": (
        lambda w: gone(w.ready().submit().change().submit().change(-1)), GONE, EVERYTHING, AGAIN,
    ),
    "gone, submitted": (lambda w: gone(w.ready().submit().change().submit()).submit(), WAITS.format(3), "", ""),
}  # fmt: skip
OF_VERSION = (
    "was submitted on", "needs changes", "no longer counts as reviewed", "is approved", "was changed after",
    "is no longer there",
)  # fmt: skip
OF_DRAFT = (
    "Write what you know", "Nobody has written", "left to complete", "Everything is answered", "All questions are answered",
)  # fmt: skip
NEVER_BOTH = [  # two sentences of which one would make the other untrue
    *combinations(OF_VERSION, 2), *combinations(OF_DRAFT, 2),
    ("A reviewer reads it next, and the answer will appear here", "Submit again"), ("Keep to", "Submit again"),
    ("Keep to", "The last day of the plan has passed"), ("Keep to", "The placement is over"),
    ("What was submitted stays as it is", "Submit again"), ("What was submitted stays as it is", "left to complete"),
    *((one, about)
      for one in ("needs changes", "no longer counts as reviewed", "was changed after", "is no longer there")
      for about in ("Read and sign", "Still to sign", "Everybody who needs to sign", "What was submitted stays")),
    *(("Changes made since", about) for about in ("Still to sign", "Everybody who needs to sign", "What was submitted stays")),
    *((one, "Nobody has been added yet")
      for one in ("Everything is answered", "Everybody who needs to sign", "Nobody has commented")),
    ("Still to sign", "Everybody who needs to sign"), ("was changed after", "The certificate is due"),
    ("is no longer there", "The certificate is due"),
]  # fmt: skip


def contradictions(words: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in NEVER_BOTH if one in words and other in words]


def sentences(world: World, role: str, **more: Any) -> str:
    words = what_next(world.page(role, **more))
    assert contradictions(words) == [], words
    return words


def offered(words: str) -> str:
    found = re.search(r"Submit (?:the plan|again)$", words)
    return found[0] if found else ""


@pytest.fixture(autouse=True)
def in_the_middle_of_the_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *at: TODAY + timedelta(days=10))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_each_state_says_what_is_so_and_offers_what_can_be_done(world: World, state: str, role: str) -> None:
    make, of_version, of_draft, button = STATES[state]
    make(world)
    shown, words = world.page(role), sentences(world, role)
    assert re.search(of_version, words), words
    assert sum(one in words for one in OF_VERSION) == bool(of_version), words
    assert re.search(of_draft, words), words
    assert sum(one in words for one in OF_DRAFT) == bool(of_draft), words
    assert offered(words) == (button if role in SUBMITTERS else "")
    if of_draft not in (LEFT, UNWRITTEN):
        assert "ix-tag--wrong" not in shown, "nothing is left, and nothing red says otherwise"
    if of_draft == LEFT and role != "leader":
        assert "ix-tag--wrong" in shown


@pytest.mark.parametrize("state", STATES)
def test_each_state_is_the_same_under_a_course_that_asks_more(world: World, state: str) -> None:
    """Erasmus+ switched on: what stands for the draft stays, everything else has questions that nobody has answered."""
    make, of_version, of_draft, button = STATES[state]
    make(world)
    words = sentences(world, "mentor", erasmus=True)
    assert re.search(of_version, words), words
    is_settled = bool(of_version) and not of_draft and not button
    if is_settled:
        assert "left to complete" not in words
    else:
        assert re.search(UNWRITTEN if of_draft == UNWRITTEN else LEFT, words), words
    assert ("The course asks for more now." in words) is is_settled
    assert offered(words) == ""


PARTLY_NAMED: dict[str, tuple[Callable[[World], Any], str]] = {
    "complete": (lambda w: w.ready(), "All questions are answered"),
    "submitted": (lambda w: w.ready().submit(), WAITS.format(1)),
    "signed": (lambda w: w.ready().submit().sign("student", "mentor"), WAITS.format(1)),
    "submitted, changed": (lambda w: w.ready().submit().change(), f"{CHANGED} All questions are answered"),
    "returned, mended": (lambda w: w.ready().submit().give_back().change(), f"{RETURNED_CHANGED}.*All questions are answered"),
    "approved": (lambda w: w.ready().submit().approve(), APPROVED),
    "broken": (lambda w: broken(w.ready().submit()), f"{BROKEN} All questions are answered"),
}


@pytest.mark.parametrize("role", ["mentor", "student"])
@pytest.mark.parametrize("state", PARTLY_NAMED)
def test_who_is_not_named_is_no_question_that_is_answered(
    draft: Draft, join: Callable[..., Actor], person: Callable[..., Actor], state: str, role: str
) -> None:
    """The rules let such a plan be submitted; it is not agreed before all who sign are named and have signed."""
    world = World(draft, join, person("staff_ida", is_staff=True), roles=("mentor", "student"))
    make, said = PARTLY_NAMED[state]
    make(world)
    words = sentences(world, role)
    assert re.search(said, words), words
    assert re.search(r"Still to be added to (?:your plan|the plan for the student): university supervisor\.", words), words
    assert ("It is agreed when somebody in each role has signed it." in words) is ("All questions are answered" in words)


def test_a_reviewers_words_are_at_hand_until_the_plan_is_submitted_again(world: World) -> None:
    block = block_of(world.draft)

    def at_hand(html_of: str) -> bool:
        """Whether the words stand there with the way to them."""
        place = f'id="{block.html_id}-returned"'
        assert (place in html_of) is (f'data-goto="{block.html_id}-returned"' in html_of)
        return place in html_of and "Some words of Ida's" in html_of

    def saved(university: str) -> str:
        kept = world.draft.view().sections["contacts"].values
        typed = {f"contacts-{name}": str(value) for name, value in {**kept, "university": university}.items()}
        return html.unescape(send(block_of(world.draft), "save_section", **base(world.draft, "contacts"), **typed).text)

    world.ready().submit()
    assert not at_hand(world.page("mentor"))
    world.give_back()
    assert at_hand(world.page("mentor"))
    assert at_hand(saved("Somebody else")), "also on a page that came before it was returned"
    assert at_hand(world.page("mentor"))
    world.submit()
    assert not at_hand(world.page("mentor"))
    assert not at_hand(saved("Somebody else again"))
    cleared(world.submit().approve())
    assert not at_hand(world.page("mentor")), "nobody has returned this one"


def test_when_the_stay_is_over_nobody_is_told_to_live_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.ready().submit().approve()
    last = max(row["end"] for row in world.draft.view().sections["periods"].rows)
    for days, said in ((0, "Keep to"), (1, "Version 1 is approved. The last day of the plan has passed.")):
        day = date.fromisoformat(last) + timedelta(days=days)
        monkeypatch.setattr(timezone, "localdate", lambda *at, day=day: day)
        assert said in sentences(world, "mentor")


def test_what_is_broken_can_be_submitted_again_as_it_stands(world: World) -> None:
    """The way out that is said is open, and what was broken stays named and is not replaced."""
    unrecorded(world.ready().submit().approve())
    send(block_of(world.draft), "submit", **shown_versions.to_submit(block_of(world.draft)))
    assert [row.number for row in world.draft.view().versions] == [1, 2]
    assert world.draft.view().versions[0].warning
    gone(world)
    send(block_of(world.draft), "submit", **shown_versions.to_submit(block_of(world.draft)))
    assert [row.number for row in world.draft.view().versions] == [1, 3], "the number of the one that is missed stays free"
    send(block_of(world.draft), "submit", 422, **shown_versions.to_submit(block_of(world.draft)))


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
    send(block_of(world.draft), "submit", 422, **shown_versions.to_submit(block_of(world.draft)))
    values = {**world.draft.view().sections["contacts"].values, "university": "Ingrid"}
    data = {f"contacts-{name}": str(value) for name, value in values.items()}
    answer = send(block_of(world.draft), "save_section", **base(world.draft, "contacts"), **data)
    piece = answer.text.split('-next">')[1]
    assert re.search(EVERYTHING, piece)
    assert "<div data-messages></div>" in piece.split("Everything")[0]
    asked = call(block_of(world.draft), "before_submit", {"placement": world.draft.placement_id}, method="GET").text
    form = asked.split("/handler/submit")[1].split("</form>")[0]
    assert form.count("data-messages") == 1


def fold(shown: str, place: str) -> lxml.html.HtmlElement:
    """What is folded beside the plan."""
    (found,) = lxml.html.fromstring(shown).xpath(
        f"//details[contains(@class, 'ix-fold')][descendant-or-self::*[@id='{place}']]"
    )
    return found


def said_in(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def review(world: World) -> tuple[str, str]:
    """What the review says of the last version, and what of those before it."""
    found = fold(world.page("mentor"), f"{block_of(world.draft).html_id}-review")
    now, _summary, before = said_in(found).partition("What was said about earlier versions")
    return now, before


def test_the_points_of_one_version_are_not_those_of_the_next(world: World) -> None:
    now, before = review(world.ready().submit().approve())
    assert now.startswith("Review of version 1 Approved")
    assert "0.75 of 1 point " in now
    assert before == ""
    now, before = review(world.change().submit())
    assert now.startswith("Review of version 2 ")
    assert "Approved" not in now
    assert "of 1 point" not in now
    assert "Some words of Ida's" not in now
    assert "Some words of Ida's" in before
    assert "version 1" in before
    assert "0.75 of 1 point" in before
    now, before = review(world.approve())
    assert "of 1 point" in now
    assert "Some words of Ida's" in now


def test_what_was_signed_stays_with_its_version(world: World) -> None:
    world.ready().submit().sign("student", "mentor").change().submit().sign("supervisor")
    found = fold(world.page("student"), f"{block_of(world.draft).html_id}-agreement")
    (earlier,) = found.xpath(".//details")
    earlier.drop_tree()
    assert said_in(found).startswith("Signatures under version 2 ")
    assert said_in(found).count("has not signed yet") == 2
    assert said_in(found).count("signed on") == 1
    assert "I have read version 2 of this plan" in said_in(found)
    assert said_in(earlier).startswith("Signatures under version 1 ")
    assert said_in(earlier).count("signed on") == 2
    assert said_in(earlier).count("I have read version 1 of this plan") == 2
    assert set(earlier.xpath(".//bdi/text()")) == {"the student", "Mira"}
    agreement = plans.agreement(world.draft.actor, placement=world.draft.placement_id, usage_key=USAGE, number=2)
    assert [(number, len(lines)) for number, lines in agreement.earlier] == [(1, 2)]


@pytest.mark.parametrize("signed", [(), ("student", "mentor", "supervisor")])
def test_nobody_is_asked_to_sign_what_came_back(world: World, signed: tuple[str, ...]) -> None:
    world.ready().submit().sign(*signed).give_back()
    for role in ROLES:
        words = what_next(world.page(role))
        assert re.search(RETURNED, words), words
        for about_signing in ("Read and sign", "Still to sign", "must sign"):
            assert about_signing not in words, role


def test_nobody_is_asked_to_sign_what_is_not_what_was_submitted(world: World) -> None:
    world.ready().submit().sign("student")
    block = block_of(world.draft)
    assert "Read and sign version 1" in world.page("mentor")
    assert "Sign as" in shown_versions.read(block, 1)
    version = PlanVersion.objects.get()
    PlanVersion.objects.update(canonical=version.canonical.replace("auctioneer", "buyers"))
    for shown in (world.page("mentor"), shown_versions.read(block, 1)):
        assert "This is not the text that was submitted" in shown
        for offered in ("Read and sign", "Still to sign", "Sign as"):
            assert offered not in shown


def test_as_many_things_are_left_as_are_listed(draft: Draft) -> None:
    draft.save("contacts", [{"university": "Ingrid Aas"}])
    shown = page(block_of(draft))
    listed = re.search(r"<h4>To complete</h4>(.*?)</ul>\s*(?:<h4>|</div>)", shown, re.S)
    assert listed is not None
    count = len(re.findall(r"<a [^>]*data-goto", listed.group(1)))
    assert count > 1
    assert f"{count} things left to complete before the plan can be submitted." in what_next(shown)
    assert re.search(rf'-findings-count">\s*{count} things left to complete\s*</summary>', shown)


def test_people_who_have_not_joined_are_named_once(draft: Draft, join: Callable[..., Actor]) -> None:
    draft.fill()
    draft.save("parties", [*draft.view().sections["parties"].rows, {"uid": "s", "role": "student", "name": "Jonas"}])
    join(draft, "kari", "supervisor")
    draft.submit()
    words = what_next(page(block_of(draft)))
    assert "Not joined yet: Jonas" in words
    assert "Still to sign version 1 of the plan for Jonas: kari." in words
    of_the_plan = words.count("the plan for Jonas")
    assert words.count("Jonas") == of_the_plan + 1, "in the name of the plan, and once as who has not joined"
