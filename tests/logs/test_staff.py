"""Staff mode: a new employee's learning log, of which nobody sees anything before its author shares it (docs/sources.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import NotAllowed, NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.reviews import api as reviews

from ..platform import COURSE
from ..runtime import call, make_block
from .world import CHECKED, RULES, USAGE, words

ROLES = ("mentor", "leader", "supervisor", "other")
READERS = {"mentor": {"mentor"}, "supervisor": {"mentor", "supervisor"}, "cohort": set(ROLES)}


class Onboarding:
    """Samira is the new employee; everybody else in it joined by code. The supervisor's seat is HR's here."""

    def __init__(self, person: Any) -> None:
        self.people: dict[str, Actor] = {"student": person("samira")}
        view = placements.start(self.people["student"], course_key=COURSE, role="student", kind=placements.ONBOARDING)
        self.id = view.id
        seats = [placements.PartyRow(uid=role, role=role, name=role.capitalize()) for role in ROLES]
        rows = [*view.parties, *seats]
        placements.save_parties(self.people["student"], placement_id=view.id, revision=view.revision, rows=rows)
        for role in ROLES:
            self.people[role] = person(f"new_{role}")
            code = placements.invite(self.people["student"], placement_id=view.id, party_uid=role)
            placements.join(self.people[role], course_key=COURSE, code=code)
        self.staff = person("staff_ida", is_staff=True)

    def write(self) -> logs.EntryView:
        return logs.write(
            self.people["student"], placement_id=self.id, usage_key=USAGE, draft=1, revision=0, rules=RULES, typed=words()
        )

    def share(self, entry: logs.EntryView, level: str) -> logs.Shared:
        return logs.share(
            self.people["student"], usage_key=USAGE, entry_id=entry.id, revision=entry.revision, level=level, rules=RULES,
            confirmed=CHECKED,
        )  # fmt: skip

    def block(self, actor: Actor) -> Any:
        return make_block(LogBlock, actor, usage=USAGE, staff_mode=True)


@pytest.fixture
def onboarding(person: Any) -> Onboarding:
    return Onboarding(person)


def test_before_release_nobody_sees_that_there_is_an_entry(onboarding: Onboarding) -> None:
    empty = {role: onboarding.block(onboarding.people[role]).student_view().content for role in ROLES}
    entry = onboarding.write()
    for role in ROLES:
        actor = onboarding.people[role]
        assert onboarding.block(actor).student_view().content == empty[role], role
        numbers = logs.summary(actor, placement=onboarding.id, usage_key=USAGE)
        assert numbers == logs.Summary(), role
        with pytest.raises(NotFound):
            logs.entry_for_review(actor, usage_key=USAGE, entry_id=entry.id)
    for actor in (onboarding.staff, replace(onboarding.people["student"], masquerading=True)):
        with pytest.raises(NotFound):
            logs.entry_for_review(actor, usage_key=USAGE, entry_id=entry.id)
    with pytest.raises(NotAllowed):
        logs.summary(onboarding.staff, placement=onboarding.id, usage_key=USAGE)
    assert reviews.list_submissions(onboarding.staff, course_key=COURSE).rows == ()


@pytest.mark.parametrize("level", READERS)
def test_after_release_those_it_names_and_never_the_course_team(onboarding: Onboarding, level: str) -> None:
    shared = onboarding.share(onboarding.write(), level)
    assert shared.standing is None
    assert set(shared.entry.readers) == {role.capitalize() for role in READERS[level]}
    for role in ROLES:
        seen = logs.list_entries(onboarding.people[role], placement=onboarding.id, usage_key=USAGE).entries
        assert bool(seen) == (role in READERS[level]), role
    with pytest.raises(NotFound):
        logs.entry_for_review(onboarding.staff, usage_key=USAGE, entry_id=shared.entry.id)
    assert reviews.list_submissions(onboarding.staff, course_key=COURSE).rows == ()


def test_the_circles_and_the_voices_have_their_own_names(onboarding: Onboarding) -> None:
    student = onboarding.people["student"]
    levels = logs.share_levels(student, placement_id=onboarding.id, rules=RULES)
    assert [level.label for level in levels] == [
        "The mentor", "The mentor, and the HR or training contact", "Everybody in this onboarding",
    ]  # fmt: skip
    entry = onboarding.share(onboarding.write(), "supervisor").entry
    said = "You asked before you began, I saw."
    answered = logs.answer(onboarding.people["supervisor"], usage_key=USAGE, entry_id=entry.id, observation=said)
    assert answered.comments[0].role_label == "HR or training contact"
    assert answered.sharing_label == "The mentor, and the HR or training contact"
    page = onboarding.block(student).student_view().content
    assert "university" not in page.lower()
    assert "reviewer" not in page
    assert "Not your leader, not HR." in page


def test_it_has_placements_of_its_own_kind(onboarding: Onboarding, person: Any) -> None:
    student = onboarding.people["student"]
    assert "Begin your log" in make_block(LogBlock, student, usage=USAGE).student_view().content
    fresh = person("nora")
    begun = call(make_block(LogBlock, fresh, usage=USAGE, staff_mode=True), "start_placement", {"role": "student"})
    assert begun.status_int == 200
    assert [place.kind for place in placements.mine(fresh, course_key=COURSE, kind=placements.ONBOARDING).rows] == [
        "onboarding"
    ]
    start = make_block(LogBlock, person("pia"), usage=USAGE, staff_mode=True).student_view().content
    assert "New employee" in start
    assert "before you share it" in start


def test_who_shares_before_anybody_joined_is_told_how_they_come_in(onboarding: Onboarding, person: Any) -> None:
    told = "Invite them with personal links from the plan"
    alone = person("olga")
    view = placements.start(alone, course_key=COURSE, role="student", kind=placements.ONBOARDING)
    entry = logs.write(alone, placement_id=view.id, usage_key=USAGE, draft=1, revision=0, rules=RULES, typed=words())
    asked = {"entry": str(entry.id), "mode": "share"}
    assert told in call(onboarding.block(alone), "entry_foot", asked, method="GET").text
    asked["entry"] = str(onboarding.write().id)
    assert told not in call(onboarding.block(onboarding.people["student"]), "entry_foot", asked, method="GET").text
