"""Who sees what: every role over entries in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.api import EntryView
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.logs.web.entries.words import reading_state
from internship_xblock.tools.reviews import api as reviews

from ..platform import COURSE
from ..runtime import call, make_block
from .world import RULES, USAGE, World, form, words


def withheld(world: World, is_granted: bool | None = None) -> EntryView:
    entry = world.share(world.write(), "cohort").entry
    entry = logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason="It names a customer of ours.")
    if is_granted is not None:
        logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.id, is_granted=is_granted)
    return logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)


def read(world: World, what: str = "") -> EntryView:
    entry = world.share(world.write(what="I rang somebody." if what else "I rang a customer."), "mentor").entry
    world.seen(world.mentor)
    if what:
        logs.edit(
            world.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, rules=RULES, typed=words(what=what)
        )
    return logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)


def reviewed(world: World, decision: str, **more: Any) -> EntryView:
    entry = world.share(world.write(), "supervisor").entry
    [row] = reviews.list_submissions(world.staff, course_key=COURSE, kind="entry").rows
    opened = reviews.open_submission(world.staff, submission_id=row.id)
    getattr(reviews, decision)(world.staff, submission_id=row.id, revision=opened.revision, **more)
    return entry


LISTERS = ("student", "mentor", "supervisor", "leader", "other")
STATES: dict[str, tuple[Callable[[World], EntryView], set[str]]] = {
    "draft": (lambda w: w.write(), {"student"}),
    "mentor": (lambda w: w.share(w.write(), "mentor").entry, {"student", "mentor"}),
    "supervisor": (lambda w: w.share(w.write(), "supervisor").entry, {"student", "mentor", "supervisor", "staff"}),
    "cohort": (lambda w: w.share(w.write(), "cohort").entry, {*LISTERS, "staff"}),
    "sensitive": (
        lambda w: w.share(w.write(), "supervisor", is_sensitive=True).entry,
        {"student", "mentor", "supervisor", "staff"},
    ),
    "withheld": (lambda w: withheld(w), {"student", "mentor", "supervisor", "staff"}),
    "withheld for good": (lambda w: withheld(w, is_granted=True), {"student", "mentor", "supervisor", "staff"}),
    "shown all the same": (lambda w: withheld(w, is_granted=False), {*LISTERS, "staff"}),
    "read": (lambda w: read(w), {"student", "mentor"}),
    "changed after reading": (lambda w: read(w, what="I rang a customer."), {"student", "mentor"}),
    "returned": (lambda w: reviewed(w, "give_back", text="Say more."), {"student", "mentor", "supervisor", "staff"}),
    "approved": (lambda w: reviewed(w, "approve", text="", points=1), {"student", "mentor", "supervisor", "staff"}),
    "taken back": (lambda w: w.take_back(w.share(w.write(), "cohort").entry).entry, {"student"}),
}


@pytest.mark.parametrize("state", STATES)
def test_only_those_named_by_its_level_see_an_entry(world: World, state: str) -> None:
    make, readers = STATES[state]
    entry = make(world)
    for name, actor in world.people().items():
        if name in LISTERS:
            assert (entry.id in world.seen(actor)) == (name in readers), name
        else:
            with pytest.raises((NotAllowed, NotFound)):
                world.seen(actor)
        if name in readers:
            assert logs.entry_for_review(actor, usage_key=USAGE, entry_id=entry.id).texts["what"] == "I rang a customer."
        else:
            with pytest.raises(NotFound):
                logs.entry_for_review(actor, usage_key=USAGE, entry_id=entry.id)


@pytest.mark.parametrize("state", STATES)
def test_no_door_shows_an_entry_to_who_may_not_see_it(world: World, state: str, client: Any) -> None:
    """The screen with its counts, its parts, who waits, and the review page: not a word, not its number, not its hours."""
    make, readers = STATES[state]
    entry = make(world)
    asked = {"entry": str(entry.id), "placement": str(world.placement_id)}
    for name, actor in world.people().items():
        block = make_block(LogBlock, actor, usage=USAGE)
        block.scope_ids.usage_id.context_key = actor.course_key
        shown = [block.student_view().content]
        for action in ("view_entry", "entry_foot", "more_entries", "beside", "waiting", "who_saw"):
            shown.append(call(block, action, asked, method="GET").text)
        if name in LISTERS:
            hours = logs.summary(actor, placement=world.placement_id, usage_key=USAGE).hours_total
            assert (hours > 0) == (name in readers), name
        assert any("I rang a customer." in text for text in shown) == (name in readers), name
        if name not in readers:
            assert not any(f"-e{entry.id}-" in text for text in shown), name
    for row in reviews.list_submissions(world.staff, course_key=COURSE, kind="entry").rows:
        client.force_login(get_user_model().objects.get(pk=world.staff.user_id))
        page = client.get(f"/internship/review/{COURSE}/{row.id}/")
        assert page.status_code == 200
        assert ("I rang a customer." in page.content.decode()) == ("staff" in readers)


@pytest.mark.parametrize("state", STATES)
def test_only_the_author_changes_or_shares_and_only_readers_with_a_voice_comment(world: World, state: str) -> None:
    make, readers = STATES[state]
    entry = make(world)
    for name, actor in world.people().items():
        if name != "student":
            with pytest.raises((NotAllowed, NotFound)):
                world.share(entry, "mentor", actor=actor)
            with pytest.raises((NotAllowed, NotFound)):
                logs.edit(
                    actor,
                    usage_key=USAGE,
                    entry_id=entry.id,
                    revision=entry.revision,
                    rules=logs.LogRules(),
                    typed=form(date="2026-09-21"),
                )
        may = name in readers & {"mentor", "supervisor"}
        here = {"usage_key": USAGE, "entry_id": entry.id}
        if may:
            assert logs.answer(actor, **here, observation="You stayed calm when he shouted.").comments[-1].role == name
            continue
        with pytest.raises((NotAllowed, NotFound)):
            logs.answer(actor, **here, observation="You stayed calm when he shouted.")
        if name == "student":  # a reply needs words of its own, and a draft has nobody to reply to
            with pytest.raises(Invalid):
                logs.reply(actor, **here, text="Thank you." if entry.sharing == "private" else " ")
        else:
            with pytest.raises((NotAllowed, NotFound)):
                logs.reply(actor, **here, text="As somebody else")
    assert logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).sharing == entry.sharing


def test_a_draft_is_hidden_from_staff_who_look_as_its_author(world: World) -> None:
    draft, shared = world.write(), world.share(world.write(), "supervisor").entry
    masked = replace(world.student, masquerading=True)
    assert world.seen(masked) == [shared.id]
    with pytest.raises(NotFound):
        logs.entry_for_review(masked, usage_key=USAGE, entry_id=draft.id)
    for write in (
        lambda: world.write(actor=masked, draft=3),
        lambda: world.share(draft, "mentor", actor=masked),
        lambda: logs.reply(masked, usage_key=USAGE, entry_id=shared.id, text="As somebody else"),
    ):
        with pytest.raises(NotAllowed):
            write()


@pytest.mark.parametrize("name", ["student", "mentor", "supervisor", "leader", "other"])
def test_staff_who_look_as_somebody_read_what_that_one_and_the_course_team_may(world: World, name: str) -> None:
    """So nobody learns by masquerading what a student told the mentor alone."""
    levels = {level: world.share(world.write(), level).entry.id for level in ("mentor", "supervisor", "cohort")}
    masked = replace(getattr(world, name), masquerading=True)
    may = {"cohort"} if name in ("leader", "other") else {"supervisor", "cohort"}
    assert set(world.seen(masked)) == {levels[level] for level in may}
    for level, entry_id in levels.items():
        if level not in may:
            with pytest.raises(NotFound):
                logs.entry_for_review(masked, usage_key=USAGE, entry_id=entry_id)
    assert logs.summary(masked, placement=world.placement_id, usage_key=USAGE).hours_total == len(may) * Decimal("7.5")


def test_looking_as_the_mentor_is_no_reading(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    assert world.seen(replace(world.mentor, masquerading=True)) == [entry.id]
    assert logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).first_read_at is None


def test_whether_it_was_read_is_told_to_its_author_alone(world: World) -> None:
    world.share(world.write(), "cohort")
    world.seen(world.other)
    for actor, is_told in ((world.student, True), (replace(world.student, masquerading=True), False), (world.mentor, False)):
        (entry,) = logs.list_entries(actor, placement=world.placement_id, usage_key=USAGE).entries
        assert bool(reading_state(entry)) == is_told


def test_readers_are_named(world: World) -> None:
    levels = logs.share_levels(world.student, placement_id=world.placement_id, rules=logs.LogRules())
    assert {level.value: level.names for level in levels} == {
        "mentor": ("Mira",),
        "supervisor": ("Mira", "Sven", "the reviewers"),
        "cohort": ("Mira", "Sven", "Lea", "Gro", "the reviewers"),
    }


def test_a_log_of_another_block_is_another_log(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    page = logs.list_entries(world.mentor, placement=world.placement_id, usage_key=USAGE + "-other")
    assert entry.usage_key == USAGE
    assert page.entries == ()
