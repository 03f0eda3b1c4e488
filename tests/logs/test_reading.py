"""Who sees what: every role over entries in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from internship_xblock.tools.errors import Invalid, NotAllowed, NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.api import EntryView

from .world import USAGE, World, form

LISTERS = ("student", "mentor", "supervisor", "leader", "guest")
STATES: dict[str, tuple[Callable[[World], EntryView], set[str]]] = {
    "draft": (lambda w: w.write(), {"student"}),
    "mentor": (lambda w: w.share(w.write(), "mentor").entry, {"student", "mentor"}),
    "supervisor": (lambda w: w.share(w.write(), "supervisor").entry, {"student", "mentor", "supervisor", "staff"}),
    "cohort": (lambda w: w.share(w.write(), "cohort").entry, {*LISTERS, "staff"}),
    "sensitive": (
        lambda w: w.share(w.write(), "supervisor", is_sensitive="on").entry,
        {"student", "mentor", "supervisor", "staff"},
    ),
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
            assert logs.entry_for_review(actor, entry_id=entry.id).texts["what"] == "I rang a customer."
        else:
            with pytest.raises(NotFound):
                logs.entry_for_review(actor, entry_id=entry.id)


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
                    actor, entry_id=entry.id, revision=entry.revision, rules=logs.LogRules(), data=form(date="2026-09-21")
                )
        may = name in readers & {"mentor", "supervisor"}
        data = form(observation="You stayed calm when he shouted.")
        if may:
            assert logs.comment(actor, entry_id=entry.id, data=data).comments[-1].role == name
        elif name == "student":
            expected = Invalid  # a reply needs words of its own, and a draft has nobody to reply to
            with pytest.raises(expected):
                logs.comment(actor, entry_id=entry.id, data=data)
        else:
            with pytest.raises((NotAllowed, NotFound)):
                logs.comment(actor, entry_id=entry.id, data=data)
    assert logs.entry_for_review(world.student, entry_id=entry.id).sharing == entry.sharing


def test_a_draft_is_hidden_from_staff_who_look_as_its_author(world: World) -> None:
    draft, shared = world.write(), world.share(world.write(), "mentor").entry
    masked = replace(world.student, masquerading=True)
    assert world.seen(masked) == [shared.id]
    with pytest.raises(NotFound):
        logs.entry_for_review(masked, entry_id=draft.id)
    for write in (
        lambda: world.write(actor=masked, draft=3),
        lambda: world.share(draft, "mentor", actor=masked),
        lambda: logs.comment(masked, entry_id=shared.id, data=form(text="As somebody else")),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_looking_as_the_mentor_is_no_reading(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    assert world.seen(replace(world.mentor, masquerading=True)) == [entry.id]
    assert logs.entry_for_review(world.student, entry_id=entry.id).first_read_at is None


def test_readers_are_named(world: World) -> None:
    levels = logs.share_levels(world.student, placement_id=world.placement_id, rules=logs.LogRules())
    assert {level.value: level.names for level in levels} == {
        "mentor": ("Mira",),
        "supervisor": ("Mira", "Sven", "the course team"),
        "cohort": ("Mira", "Sven", "Lea", "Gro", "the course team"),
    }


def test_a_log_of_another_block_is_another_log(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    page = logs.list_entries(world.mentor, placement=world.placement_id, usage_key=USAGE + "-other")
    assert entry.usage_key == USAGE
    assert page.entries == ()
