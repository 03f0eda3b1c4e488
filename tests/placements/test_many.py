"""Whoever is in many placements sees all of them, and every screen asks as often as for one who is in ten."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment, EntryReading
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanSection
from internship_xblock.tools.plans.web.block import PlanBlock

from ..crowd import FIRST, seat_mentor
from ..platform import COURSE
from ..runtime import call, make_block, new_store

USAGE = f"block-v1:{COURSE.removeprefix('course-v1:')}+type@logblock+block@one"
pytestmark = pytest.mark.django_db
Run = Callable[[], Any]


@pytest.fixture
def mira(person: Callable[..., Actor]) -> Actor:
    return person("mira")


def asked(run: Run) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return sum(1 for query in captured if "SAVEPOINT" not in query["sql"])


def walk(page_of: Callable[[str], Any]) -> list[Any]:
    """All rows, page by page; each page says how many come after it."""
    pages, after = [], ""
    while not pages or after:
        pages.append(page_of(after))
        after = pages[-1].after
    for at, page in enumerate(pages):
        left = sum(len(one.rows) for one in pages[at:])
        assert (page.more if hasattr(page, "more") else page.count - len(page.rows)) == left - len(page.rows)
    return [row for page in pages for row in page.rows]


# -- the list of placements ----------------------------------------------------------------------------------------------


def test_a_mentor_of_304_finds_all_of_them(mira: Actor) -> None:
    places = seat_mentor(mira, USAGE, 304)
    page = api.mine(mira, course_key=COURSE)
    assert (page.count, len(page.rows)) == (304, api.PAGE_SIZE)
    found = walk(lambda after: api.mine(mira, course_key=COURSE, after=after))
    assert [view.id for view in found] == places[::-1]
    assert (found[0].role_labels, found[0].others, found[0].missing) == (["Mentor"], ["Synne Berg", "Tana Fisk"], 1)


def test_those_of_all_courses_are_paged_alike(mira: Actor, person: Callable[..., Actor]) -> None:
    here = seat_mentor(mira, USAGE, 30)
    elsewhere = seat_mentor(person("mira", course_key="course-v1:Other+C+1"), USAGE, 30, prefix="other")
    seat_mentor(mira, USAGE, 3, prefix="staff", kind=api.ONBOARDING)
    found = walk(lambda after: api.mine(mira, course_key=None, after=after))
    assert [view.id for view in found] == [*elsewhere[::-1], *here[::-1]]
    assert api.mine(mira, course_key=COURSE).count == 30
    assert set(api.several(mira, placement_ids=[*here, *elsewhere])) == {*here, *elsewhere}


def test_what_one_began_and_sits_in_no_more_is_among_them(mira: Actor) -> None:
    places = seat_mentor(mira, USAGE, 30)
    own = api.start(mira, course_key=COURSE, role="mentor").id
    Party.objects.filter(placement_id=own).delete()
    found = walk(lambda after: api.mine(mira, course_key=COURSE, after=after))
    assert [view.id for view in found] == [own, *places[::-1]]
    assert api.opened(mira, course_key=COURSE, last=own, since=timezone.now()) is not None


def test_one_is_found_by_a_name_or_an_organisation(mira: Actor) -> None:
    places = seat_mentor(mira, USAGE, 304)
    assert [view.id for view in api.mine(mira, course_key=COURSE, search=" 00123 ").rows] == [places[123]]
    assert api.mine(mira, course_key=COURSE, search="tana").count == 304
    assert walk(lambda after: api.mine(mira, course_key=COURSE, search="crowd 0001", after=after))[-1].id == places[10]
    assert api.mine(mira, course_key=COURSE, search="100 %").rows == ()
    assert [view.id for view in api.mine(mira, course_key=COURSE, search="m", after=str(places[2])).rows] == places[1::-1]
    for broken in ({"search": "x" * 201}, {"after": "x"}, {"after": "-1"}):
        with pytest.raises(BadRequest):
            api.mine(mira, course_key=COURSE, **broken)


def test_the_screen_offers_pages_and_a_search(mira: Actor) -> None:
    places = seat_mentor(mira, USAGE, 60)
    block = make_block(PlanBlock, mira, store=new_store())
    panel = get(block, "other_placements", placement=places[-1])
    assert ">(60)<" in panel
    assert 'type="search"' in panel
    assert panel.count("choose_placement") == 24  # the one that is open has no button
    assert "Show 25 more of 35" in panel
    after = re.findall(r'"after": "(\d+)"', panel)[0]
    second = get(block, "other_placements", placement=places[-1], after=after)
    assert second.count("choose_placement") == 25
    assert second.count("data-focus") == 1
    third = get(block, "other_placements", placement=places[-1], after=re.findall(r'"after": "(\d+)"', second)[0])
    assert third.count("choose_placement") == 10
    assert "Show" not in third
    found = get(block, "other_placements", placement=places[-1], find="yes", search="00007")
    assert [found.count("choose_placement"), found.count("Crowd 00007")] == [1, 1]
    assert "None of your placements" in get(block, "other_placements", placement=places[-1], find="yes", search="nobody")
    few = get(
        make_block(PlanBlock, mira, store=new_store()), "other_placements", placement=places[-1], find="yes", search="0000"
    )
    assert few.count("choose_placement") == 10


def get(block: Any, action: str, **data: Any) -> str:
    text: str = call(block, action, {name: str(value) for name, value in data.items()}, method="GET").text
    return text


# -- who waits -------------------------------------------------------------------------------------------------------------


def test_a_mentor_of_304_is_told_of_all_973_who_wait(mira: Actor) -> None:
    seat_mentor(mira, USAGE, 304, waiting=973)
    page = logs.waiting(mira, course_key=COURSE)
    assert (page.entries, page.to_answer, page.replies, len(page.rows)) == (973, 973, 0, 25)
    found = walk(lambda after: logs.waiting(mira, course_key=COURSE, after=after))
    assert [row.entry_id for row in found] == list(Entry.objects.order_by("shared_at").values_list("pk", flat=True))
    block = make_block(LogBlock, mira, usage=USAGE)
    assert "Who is waiting for an answer: 973 entries" in block.student_view().content
    whole = get(block, "waiting", all="yes")
    assert "Show 25 more of 948" in whole
    assert whole.count("open_waiting") == 25
    following = get(block, "waiting", after=re.findall(r'"after": "(e[\w-]+)"', whole)[0])
    assert following.count("open_waiting") == 25
    assert "Show 25 more of 923" in following
    assert following.count("data-focus") == 1
    for broken in ("x", "e", "e1", "r-1", "e1-1x"):
        assert call(block, "waiting", {"after": broken}, method="GET").status_code == 400


def test_replies_come_after_those_who_wait_and_none_is_cut(mira: Actor) -> None:
    seat_mentor(mira, USAGE, 60, waiting=90)
    said = list(Entry.objects.order_by("shared_at")[:60])
    for at, entry in enumerate(said):
        turns = [EntryComment(entry=entry, author_id=mira.user_id, role="mentor", observation="I saw."),
                 EntryComment(entry=entry, author_id=entry.author_id, role="student", text="Yes.")]  # fmt: skip
        EntryComment.objects.bulk_create(turns)
        spoken = EntryComment.objects.get(entry=entry, author_id=mira.user_id)
        EntryReading.objects.create(  # as whoever speaks about an entry has been shown it
            entry=entry, author_id=mira.user_id, first_at=FIRST, last_at=FIRST, first_revision=2, revision=2, turn=spoken.pk
        )
        last = EntryComment.objects.filter(entry=entry).latest("pk")
        entry.answered_at, entry.last_turn, entry.last_turn_by_id = FIRST.replace(minute=at), last.pk, entry.author_id
    Entry.objects.bulk_update(said, ["answered_at", "last_turn", "last_turn_by_id"])
    first = logs.waiting(mira, course_key=COURSE, here=[said[59].pk, said[2].pk])
    assert (first.entries, first.replies, len(first.unread)) == (30, 60, 25)
    assert first.replies_here == {said[59].pk, said[2].pk}
    found = walk(lambda after: logs.waiting(mira, course_key=COURSE, after=after))
    assert [row.is_reply for row in found] == [False] * 30 + [True] * 60
    assert [row.entry_id for row in found[30:]] == [entry.pk for entry in said]
    page = make_block(LogBlock, mira, usage=USAGE).student_view().content
    assert "30 entries, and 59 new replies" in page  # one of them is read by now


def test_who_waits_is_asked_in_ones_own_course_and_kind(mira: Actor, person: Callable[..., Actor]) -> None:
    seat_mentor(person("mira", course_key="course-v1:Other+C+1"), USAGE, 3, waiting=3)
    seat_mentor(mira, USAGE, 3, waiting=3, prefix="staff", kind=api.ONBOARDING)
    assert logs.waiting(mira, course_key=COURSE).rows == ()
    assert logs.waiting(mira, course_key="course-v1:Other+C+1").rows == ()
    assert logs.waiting(mira, course_key=COURSE, kind=api.ONBOARDING).entries == 3


def test_who_answers_in_both_roles_is_told_by_the_role_they_have_there(mira: Actor, person: Callable[..., Actor]) -> None:
    """Of a mentor's all, of a supervisor's what waits for long: by name what they may read, of the rest that it waits."""
    mentored, supervised = seat_mentor(mira, USAGE, 1, waiting=1), seat_mentor(mira, USAGE, 1, waiting=2, prefix="other")
    Party.objects.filter(placement_id=supervised[0], user_id=mira.user_id).update(role="supervisor")
    Party.objects.create(placement_id=supervised[0], uid="m2", role="mentor", name="Nils", user_id=person("nils").user_id)
    theirs, open_to_both = Entry.objects.filter(placement_id=supervised[0]).order_by("pk")
    Entry.objects.filter(pk=open_to_both.pk).update(sharing="supervisor")
    own = Entry.objects.get(placement_id=mentored[0])
    page = logs.waiting(mira, course_key=COURSE, at=(supervised[0], USAGE))
    told = {(row.placement_id, row.entry_id, row.names) for row in page.waiting}
    assert told == {
        (mentored[0], own.pk, ()), (supervised[0], None, ("Nils",)), (supervised[0], open_to_both.pk, ()),
    }  # fmt: skip
    assert (page.entries, page.to_answer, page.to_answer_at) == (3, 2, 1)
    assert {row.entry_id for row in logs.waiting(mira, course_key=COURSE, in_log=USAGE).waiting} == {own.pk, open_to_both.pk}
    Entry.objects.update(shared_at=timezone.now())
    assert [row.entry_id for row in logs.waiting(mira, course_key=COURSE).waiting] == [own.pk]
    assert theirs.sharing == "mentor"


def test_a_placement_stays_open_when_one_comes_into_one_of_another_course(mira: Actor, person: Callable[..., Actor]) -> None:
    places, chosen = seat_mentor(mira, USAGE, 3), timezone.now()
    (elsewhere,) = seat_mentor(person("mira", course_key="course-v1:Other+C+1"), USAGE, 1, prefix="other")
    later = Party.objects.filter(user_id=mira.user_id)

    def opened() -> int:
        view = api.opened(mira, course_key=COURSE, last=places[0], since=chosen)
        assert view is not None
        return view.id

    assert (opened(), asked(opened)) == (places[0], 1)
    later.filter(placement_id=elsewhere).update(joined_at=timezone.now())
    assert (opened(), asked(opened)) == (places[0], 2)
    later.filter(placement_id=places[2]).update(joined_at=timezone.now())
    assert opened() == places[2]


# -- earlier plans and templates -------------------------------------------------------------------------------------------


def make_plans(places: list[int], course_key: str = COURSE) -> None:
    Plan.objects.bulk_create(Plan(placement_id=place, course_key=course_key, usage_key="plan") for place in places)
    made = Plan.objects.filter(placement_id__in=places).order_by("placement_id")
    PlanSection.objects.bulk_create(
        PlanSection(plan=plan, name="tasks", changed_at=FIRST, data={"rows": [{"uid": "t", "text": "x"}]}) for plan in made
    )


def test_all_earlier_plans_can_be_found(mira: Actor) -> None:
    places = seat_mentor(mira, USAGE, 120)
    make_plans(places)
    here = api.start(mira, course_key=COURSE, role="mentor")

    def page(after: str = "", search: str = "") -> plans.EarlierPage:
        return plans.earlier(mira, placement=here, usage_key="plan", after=after, search=search)

    found = walk(page)
    assert [line.title for line in found] == [f"Crowd {at:05}" for at in reversed(range(120))]
    assert [line.title for line in page(search="00017").rows] == ["Crowd 00017"]
    block = make_block(PlanBlock, mira, usage="plan", placement_id=str(here.id), chosen_at=timezone.now())
    panel = get(block, "sources", placement=here.id)
    assert "Show 25 more of 95" in panel
    after = re.findall(r'"after": "([\w-]+)"', panel)[0]
    assert get(block, "earlier_plans", placement=here.id, after=after).count('value="plan-') == 25
    assert get(block, "earlier_plans", placement=here.id, find="00017").count('value="plan-') == 1
    assert "None of your earlier plans" in get(block, "earlier_plans", placement=here.id, find="nobody")


# -- what it costs ---------------------------------------------------------------------------------------------------------


def costs(mira: Actor, places: list[int]) -> dict[str, int]:
    state = {"placement_id": str(places[0]), "chosen_at": timezone.now()}
    entry = Entry.objects.filter(placement_id=places[0]).latest("pk")
    return {
        "mine": asked(lambda: api.mine(mira, course_key=COURSE)),
        "opened": asked(lambda: api.opened(mira, course_key=COURSE, last=places[0], since=timezone.now())),
        "waiting": asked(lambda: logs.waiting(mira, course_key=COURSE)),
        "earlier": asked(lambda: plans.earlier(mira, placement=places[0], usage_key="other")),
        "plan.open": asked(lambda: make_block(PlanBlock, mira, usage="plan", **state).student_view()),
        "log.open": asked(lambda: make_block(LogBlock, mira, usage=USAGE, **state).student_view()),
        "log.waiting": asked(lambda: get(make_block(LogBlock, mira, usage=USAGE, **state), "waiting", all="yes")),
        "log.others": asked(
            lambda: get(make_block(LogBlock, mira, usage=USAGE, **state), "other_placements", placement=places[0])
        ),
        "log.answer": asked(
            lambda: call(
                make_block(LogBlock, mira, usage=USAGE, **state), "comment_entry",
                {"entry": str(entry.pk), f"a{entry.pk}-observation": "You stayed calm."},
            )
        ),
    }  # fmt: skip


@pytest.mark.slow
def test_a_mentor_of_a_thousand_asks_as_often_as_one_of_ten(mira: Actor) -> None:
    few = seat_mentor(mira, USAGE, 10, waiting=40)
    make_plans(few)
    small = costs(mira, few)
    many = seat_mentor(mira, USAGE, 1000, waiting=4000, prefix="more")
    make_plans(many)
    assert costs(mira, many) == small
    assert (small["opened"], small["waiting"], small["mine"]) == (1, 3, 3)
    assert small["log.waiting"] <= 8
    assert small["log.open"] <= 10
