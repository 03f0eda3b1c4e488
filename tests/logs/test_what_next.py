"""What next in a log, state by state and role by role: it is never "nothing" beside what waits."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party

from ..platform import TestPlatform
from ..runtime import call
from .test_block import block_for
from .test_talk import say, shared_ago
from .world import COURSE, USAGE, World

pytestmark = pytest.mark.django_db
ROLES = ("student", "mentor", "supervisor", "leader", "other")


def panel(page: str) -> str:
    found = re.search(r"What next</h4>(.*?)</section>", html.unescape(page), re.DOTALL)
    assert found is not None
    return text(found[1])


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def draft(world: World) -> None:
    world.write()


def fresh(world: World) -> None:
    world.share(world.write(), "supervisor")


def for_the_mentor(world: World) -> None:
    world.share(world.write(), "mentor")


def old(world: World) -> None:
    shared_ago(world.share(world.write(), "supervisor").entry, 15)


def old_for_the_mentor(world: World) -> None:
    shared_ago(world.share(world.write(), "mentor").entry, 15)


def for_all(world: World) -> None:
    world.share(world.write(), "cohort")


def answered(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    block_for(world.mentor).student_view()  # they read it
    say(world.mentor, entry)


def replied(world: World) -> None:
    answered(world)
    (entry,) = logs.list_entries(world.student, placement=world.placement_id, usage_key=USAGE).entries
    logs.reply(world.student, usage_key=USAGE, entry_id=entry.id, text="Can we talk on Friday?")


def the_mentors_own(world: World) -> None:
    world.share(world.write(world.mentor), "supervisor", world.mentor)


def for_a_mentor_who_left(world: World) -> None:
    for_the_mentor(world)
    leaves(world.mentor)


def for_both_and_the_mentor_left(world: World) -> None:
    fresh(world)
    leaves(world.mentor)


def for_both_and_both_left(world: World) -> None:
    for_both_and_the_mentor_left(world)
    leaves(world.supervisor)


def by_a_student_who_left(world: World) -> None:
    answered(world)
    leaves(world.student)


def leaves(actor: Actor) -> None:
    """The account is deleted: its name stays, and nobody stands behind it."""
    Party.objects.filter(user_id=actor.account).update(user=None)


NOTHING, NOTHING_HERE = "Nothing is waiting for you. The next step is with Ola", "Nothing is waiting for you here."
FIRST = "An entry by Ola is waiting for an answer, from Mira first."
UNHEARD = " is shared, but nobody here can answer it yet."
ANSWER = "Ola shared an entry on"
# The state, and what is said to the student, the mentor, the supervisor, and to the leader and the other.
STATES: dict[str, tuple[Callable[[World], Any], str, str, str, str]] = {
    "no entry": (lambda world: None, "Write your first entry in the log.", NOTHING, NOTHING, NOTHING_HERE),
    "a draft": (draft, " is still private.", NOTHING, NOTHING, NOTHING_HERE),
    "shared with the mentor": (
        for_the_mentor, " is waiting for an answer from Mira.", ANSWER, NOTHING, NOTHING_HERE,
    ),
    "shared with both": (fresh, " is waiting for an answer from Mira.", ANSWER, FIRST, NOTHING_HERE),
    "shared with all": (for_all, " is waiting for an answer from Mira.", ANSWER, FIRST, NOTHING_HERE),
    "waited long": (old, " is waiting for an answer from Mira.", ANSWER, ANSWER, NOTHING_HERE),
    "waited long for the mentor": (
        old_for_the_mentor, " is waiting for an answer from Mira.", ANSWER,
        "An entry by Ola is waiting for an answer from Mira. Ask Mira about it.", NOTHING_HERE,
    ),
    "answered": (answered, "Mira wrote about your entry of", NOTHING, NOTHING, NOTHING_HERE),
    "replied": (
        replied, "Write the next entry when something happens", "Ola wrote about the entry of", NOTHING,
        NOTHING_HERE,
    ),
    "the mentor's own": (
        the_mentors_own, "Write your first entry in the log.", " is waiting for an answer from your readers.",
        "Mira shared an entry on",
        NOTHING_HERE,
    ),
    "shared with a mentor who left": (for_a_mentor_who_left, UNHEARD, "", NOTHING, NOTHING_HERE),
    "shared with both, the mentor left": (
        for_both_and_the_mentor_left, " is waiting for an answer from your readers.", "", ANSWER, NOTHING_HERE,
    ),
    "shared with both, and both left": (for_both_and_both_left, " is with the reviewers.", "", "", NOTHING_HERE),
    "a student who left": (by_a_student_who_left, "", "Write your first entry in the log.", NOTHING_HERE, NOTHING_HERE),
}  # fmt: skip
NEVER_BOTH = [  # two sentences of which one would make the other untrue, wherever they stand on the screen
    *((nothing, waits) for nothing in ("Nothing is waiting for you", "the next entry when something happens")
      for waits in ("has waited", "waiting for an answer", "is waiting for an answer", "are waiting for an answer")),
    ("nobody can read it now", "is waiting for an answer from"),
    ("nobody has that role here yet", "is waiting for an answer from"),
    ("nobody here can answer it yet", "is waiting for an answer from"), ("has joined yet", "(has left)"),
    ("Write your first entry", "still private"), ("with the reviewers", "nobody here can answer it yet"),
    ("Nothing is waiting for you", "Read and"),
]  # fmt: skip


def contradictions(shown: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in NEVER_BOTH if one in shown and other in shown]


SAID = {  # what each of them is told in each state; nothing to whom has left
    (state, role): wanted
    for state, (_make, *said) in STATES.items()
    for role, wanted in zip(ROLES, (*said, said[-1]), strict=True)
    if wanted
}


def told(*roles: str) -> Any:
    """A case for each state in which these have not left."""
    return pytest.mark.parametrize(("state", "role"), [(state, role) for state, role in SAID if role in roles])


@told(*ROLES)
def test_each_state_says_what_is_so(world: World, state: str, role: str) -> None:
    STATES[state][0](world)
    wanted = SAID[state, role]
    shown = html.unescape(block_for(getattr(world, role)).student_view().content)
    words = panel(shown)
    assert wanted in words, words
    assert contradictions(text(shown)) == [], words


@told("student", "mentor", "supervisor")
def test_staff_who_look_as_somebody_are_asked_nothing(world: World, state: str, role: str) -> None:
    STATES[state][0](world)
    block = block_for(getattr(world, role))
    TestPlatform.real = 999_999
    words = panel(block.student_view().content)
    assert words == "You are viewing this log as somebody else, so nothing is expected of you."


@told("student", "supervisor")
def test_the_panel_that_is_asked_anew_says_the_same(world: World, state: str, role: str) -> None:
    STATES[state][0](world)
    actor = getattr(world, role)
    asked = call(block_for(actor), "beside", {"placement": str(world.placement_id)}, method="GET").text
    assert panel(asked) == panel(block_for(actor).student_view().content)


def test_nobody_is_said_to_be_waited_for_who_has_not_come(person: Callable[..., Any]) -> None:
    student = person("nils")
    view = placements.start(student, course_key=COURSE, role="student")
    mentor = placements.PartyRow(uid=placements.new_uid(), role="mentor", name="Mira")
    placements.save_parties(student, placement_id=view.id, revision=view.revision, rows=[*view.parties, mentor])
    alone = World.__new__(World)
    alone.student, alone.placement_id = student, view.id
    alone.share(alone.write(), "mentor")
    shown = block_for(student).student_view().content
    assert UNHEARD in panel(shown)
    assert "waits for an answer from Mira" not in shown
    code = placements.invite(student, placement_id=view.id, party_uid=mentor.uid)
    placements.join(person("mira"), course_key=COURSE, code=code)
    assert " is waiting for an answer from Mira." in panel(block_for(student).student_view().content)
