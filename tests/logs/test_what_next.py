"""What next in a log, state by state and role by role: it is never "nothing" beside what waits."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.language import formats
from internship_xblock.core.today import Todo, grouped
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.logs.web.today import part
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.reviews import api as reviews

from ..platform import TestPlatform
from ..runtime import call
from ..seats import guest_of
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


def a_second_mentor(world: World) -> Actor:
    return guest_of(world.placement_id, "mentor", "Mona")


def shared_on() -> str:
    """The day on which what stands there was shared."""
    return formats.day(max(Entry.objects.exclude(shared_at=None).values_list("shared_at", flat=True), default=timezone.now()))


def leaves(actor: Actor) -> None:
    """The account is deleted: its name stays, and nobody stands behind it."""
    Party.objects.filter(user_id=actor.account).update(user=None)


FIRST_ENTRY = "Write your first entry in the log. Three sentences are enough."
NOTHING, NOTHING_HERE = "Nothing is waiting for you. The next step is with Ola", "Nothing is waiting for you here."
FIRST = "An entry by Ola is waiting for an answer, from Mira first. You can answer it too."
UNHEARD = "Your entry of Mon 21 Sep is shared, but nobody here can answer it yet."
WAITS = "Your entry of Mon 21 Sep is waiting for an answer from Mira."
FOR_READERS = "Your entry of Mon 21 Sep is waiting for an answer from your readers."
ANSWER = "Ola shared an entry on {shared}."
# The state, and what is said to the student, the mentor, the supervisor, and to the leader and the other.
STATES: dict[str, tuple[Callable[[World], Any], str, str, str, str]] = {
    "no entry": (lambda world: None, FIRST_ENTRY, NOTHING, NOTHING, NOTHING_HERE),
    "a draft": (
        draft, "Your entry of Mon 21 Sep is still private. Share it when you want an answer.", NOTHING, NOTHING, NOTHING_HERE),
    "shared with the mentor": (
        for_the_mentor, WAITS, ANSWER, NOTHING, NOTHING_HERE,
    ),
    "shared with both": (fresh, WAITS, ANSWER, FIRST, NOTHING_HERE),
    "shared with all": (for_all, WAITS, ANSWER, FIRST, NOTHING_HERE),
    "waited long": (old, WAITS, ANSWER, ANSWER, NOTHING_HERE),
    "waited long for the mentor": (
        old_for_the_mentor, WAITS, ANSWER,
        "An entry by Ola is waiting for an answer from Mira. Ask Mira about it.", NOTHING_HERE,
    ),
    "answered": (answered, "Mira wrote about your entry of Mon 21 Sep.", NOTHING, NOTHING, NOTHING_HERE),
    "replied": (
        replied, "Write the next entry when something happens that makes you think.",
        "Ola wrote about the entry of Mon 21 Sep.", NOTHING,
        NOTHING_HERE,
    ),
    "the mentor's own": (
        the_mentors_own, FIRST_ENTRY, FOR_READERS, "Mira shared an entry on {shared}.",
        NOTHING_HERE,
    ),
    "shared with a mentor who left": (for_a_mentor_who_left, UNHEARD, "", NOTHING, NOTHING_HERE),
    "shared with both, the mentor left": (
        for_both_and_the_mentor_left, FOR_READERS, "", ANSWER, NOTHING_HERE,
    ),
    "shared with both, and both left": (
        for_both_and_both_left, "Your entry of Mon 21 Sep is with the reviewers. Nobody else here can answer it yet.", "", "",
        NOTHING_HERE,
    ),
    "a student who left": (by_a_student_who_left, "", FIRST_ENTRY, NOTHING_HERE, NOTHING_HERE),
}  # fmt: skip
NEVER_BOTH = [  # two sentences of which one would make the other untrue, wherever they stand on the screen
    *((nothing, waits) for nothing in ("Nothing is waiting for you", "the next entry when something happens")
      for waits in ("waiting for an answer", "waiting for your answer", "waiting for you to", "has waited", "have waited",
                    "shared an entry", "wrote about", "asks you to", "Changes were requested", "still private")),
    *((nobody, "is waiting for an answer from")
      for nobody in ("They cannot read it now", "nobody has this role here yet", "nobody here can answer it yet",
                     "Nobody else here can answer it yet")),
    ("has joined yet", "(has left)"),
    *(("Write your first entry", begun) for begun in ("still private", "Your entry of", "about your entry")),
    ("is with the reviewers", "nobody here can answer it yet"),
    *(("Nothing is waiting for you", asked) for asked in ("Read and", "Read it", "Open the entry", "Write your first entry")),
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
    wanted = SAID[state, role].format(shared=shared_on())
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
    assert "for an answer from Mira" not in shown
    code = placements.invite(student, placement_id=view.id, party_uid=mentor.uid)
    placements.join(person("mira"), course_key=COURSE, code=code)
    assert WAITS in panel(block_for(student).student_view().content)


def test_a_supervisor_is_sent_to_the_mentor_only_for_what_the_mentor_is_asked_first(world: World) -> None:
    """Not for what has waited so long that it is theirs, nor for what no other mentor could answer."""
    shared_ago(world.share(world.write(day="2026-09-22"), "supervisor").entry, 15)
    world.share(world.write(world.mentor, day="2026-09-23"), "supervisor", world.mentor)
    words = panel(block_for(world.supervisor).student_view().content)
    assert words.count("shared an entry on") == 2
    assert "first. You can answer it too." not in words
    world.share(world.write(), "supervisor")
    words = panel(block_for(world.supervisor).student_view().content)
    assert words.count("first. You can answer it too.") == words.count(FIRST) == 1


def test_who_asks_to_withhold_an_entry_is_named_in_the_panel_as_on_today(world: World) -> None:
    """Of two mentors the one who asked, whoever stands first."""
    second = a_second_mentor(world)
    entry = world.share(world.write(), "cohort").entry
    logs.ask_to_withhold(second, usage_key=USAGE, entry_id=entry.id, reason="The client is named.")
    asked = "Mona asks you to withhold your entry of Mon 21 Sep from the whole placement."
    assert asked in panel(block_for(world.student).student_view().content)
    views, _count = placements.overview(world.student, limit=1)
    (open_entry,) = [one for one in logs.open_entries(world.student, views=views).entries if one.asks == "decide"]
    assert open_entry.name == "Mona"


def test_what_stands_on_an_earlier_page_is_said_with_the_way_to_it(world: World) -> None:
    """A log shows twelve entries at first: what the others ask is no less asked."""
    oldest = world.share(world.write(day="2026-08-03"), "cohort").entry
    logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=oldest.id, reason="The client is named.")
    private = world.write(day="2026-08-04")
    returned = world.share(world.write(day="2026-08-05"), "supervisor").entry
    row = next(one for one in reviews.list_submissions(world.staff, course_key=COURSE).rows if one.title == "2026-08-05")
    view = reviews.open_submission(world.staff, submission_id=row.id)
    reviews.give_back(world.staff, submission_id=row.id, revision=view.revision, text="Say more.")
    for day in range(1, 14):
        say(world.mentor, world.share(world.write(day=f"2026-09-{day:02}"), "mentor").entry)
    Entry.objects.filter(date__gte="2026-09-01").update(last_turn=0)  # what was said of these was answered
    block = block_for(world.student)
    html = block.student_view().content
    words = panel(html)
    assert "Mira asks you to withhold your entry of Mon 3 Aug from the whole placement." in words
    assert "Your entry of Tue 4 Aug is still private." in words
    assert "Changes were requested in your entry of Wed 5 Aug." in words
    assert words.count("is waiting for an answer from Mira.") == 2, "the oldest, and the one that came back"
    for entry in (oldest, private, returned):
        place = f"{block.html_id}-e{entry.id}-title"
        assert f'data-goto="{place}"' in html
        assert f'id="{place}"' not in html, "it is not on this page"
    assert f'data-earlier="{block.html_id}-e"' in html, "the link leads there by the earlier pages (later.js)"


@pytest.mark.parametrize("decided", ["approve", "give_back"])
def test_of_a_log_that_the_course_team_has_reset_nobody_asks_for_changes(world: World, decided: str) -> None:
    """ "Delete learner state" in the LMS: what was decided no longer holds, and it can be submitted again as it is."""
    entry = world.share(world.write(), "supervisor").entry
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
    more = {"points": 1} if decided == "approve" else {}
    getattr(reviews, decided)(world.staff, submission_id=row.id, revision=1, text="Say more.", **more)
    block = block_for(world.student)
    block.clear_student_state(user_id=world.student.anonymous_id, course_id=COURSE, item_id=USAGE)
    html = block.student_view().content
    assert "hanges requested" not in html.replace(": Changes requested,", "")  # the story still tells what was said when
    assert "Changes were requested" not in panel(html)
    assert "To be submitted again" in html
    assert "The course team has reset this activity" in html
    assert "Edit and submit again" in html
    assert world.share(entry, "supervisor").standing.status == "submitted"


@pytest.mark.parametrize(
    ("became", "said"),
    [
        ("submitted", "is with the reviewers"), ("reset", "can be submitted again: the course team has reset this activity"),
        ("approved", ""), ("returned", "Changes were requested"),
    ],
)  # fmt: skip
def test_an_entry_is_with_the_reviewers_until_they_have_answered_or_it_is_reset(world: World, became: str, said: str) -> None:
    """Where nobody else here answers it: on Today as beside the log."""
    Party.objects.filter(placement_id=world.placement_id).exclude(user_id=world.student.user_id).update(user=None)
    world.share(world.write(), "supervisor")
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
    block = block_for(world.student)
    if became == "returned":
        reviews.give_back(world.staff, submission_id=row.id, revision=1, text="Say more.")
    elif became != "submitted":
        reviews.approve(world.staff, submission_id=row.id, revision=1, text="", points=1)
    if became == "reset":
        block.clear_student_state(user_id=world.student.anonymous_id, course_id=COURSE, item_id=USAGE)
    view = placements.get(world.student, placement_id=world.placement_id)
    today = " ".join(todo.sentence for todo in part(world.student, [view]).todos)
    for words in (today, panel(block_for(world.student).student_view().content)):
        assert said in words
        assert ("is with the reviewers" in words) is (became == "submitted")


def test_how_many_there_are_of_a_kind_is_never_less_than_there_are() -> None:
    todos = [Todo(kind="log.waits", sentence="One."), Todo(kind="log.share", sentence="Two.")]
    counted = {"log.waits": "%(n)d wait", "log.share": "%(n)d private"}
    said = grouped(todos, counted, totals={"log.waits": 2, "log.share": 1})
    assert [group.sentence or group.first.sentence for group in said] == ["2 wait", "Two."]
    assert [group.sentence for group in grouped(todos, counted, totals={"log.waits": 0, "log.share": 0})] == []
