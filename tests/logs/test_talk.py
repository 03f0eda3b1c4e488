"""The dialogue through its public doors: what is new, who saw it, what changed, quotes, requests to withhold, who waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.core.language import formats
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment, EntryReading
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.reviews import api as reviews

from ..platform import COURSE
from ..runtime import call, make_block
from .world import CHECKED, RULES, USAGE, World, words

REASON = "It names a customer of ours."


def block_for(actor: Any) -> Any:
    return make_block(LogBlock, actor, usage=USAGE)


def edit(world: World, entry: logs.EntryView, what: str, **more: Any) -> logs.EntryView:
    now = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    return logs.edit(
        world.student, usage_key=USAGE, entry_id=entry.id, revision=now.revision, rules=RULES, typed=words(what=what, **more)
    )


def say(actor: Any, entry: logs.EntryView, words: str = "You stayed calm when he shouted.", **more: str) -> logs.EntryView:
    if actor.user_id == Entry.objects.get(pk=entry.id).author_id:
        return logs.reply(actor, usage_key=USAGE, entry_id=entry.id, text=words, **more)
    return logs.answer(actor, usage_key=USAGE, entry_id=entry.id, observation=words, **more)


def look(actor: Any, world: World, in_full: int | None = None) -> list[logs.EntryView]:
    return list(logs.list_entries(actor, placement=world.placement_id, usage_key=USAGE, in_full=in_full).entries)


def later(**by: float) -> None:
    """Let time pass: whatever was read, was read that much earlier."""
    ago = timedelta(**by)
    for row in EntryReading.objects.all():
        EntryReading.objects.filter(pk=row.pk).update(first_at=row.first_at - ago, last_at=row.last_at - ago)


def shared_ago(entry: logs.EntryView, days: int) -> None:
    Entry.objects.filter(pk=entry.id).update(shared_at=timezone.now() - timedelta(days=days))


def is_unread(entry: logs.EntryView) -> bool:
    return entry.is_new or entry.is_changed or entry.has_news


# -- what is new -------------------------------------------------------------------------------------------------------


def test_what_somebody_was_not_shown_is_new_once(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    assert look(world.mentor, world)[0].is_new
    assert not is_unread(look(world.mentor, world)[0])
    say(world.mentor, entry)
    [own] = look(world.student, world)
    assert own.has_news
    assert [turn.is_new for turn in own.comments] == [True]
    assert not look(world.student, world)[0].has_news
    say(world.student, entry, "Thank you for that.")
    assert not look(world.student, world)[0].has_news  # one's own words are no news
    [read] = look(world.mentor, world)
    assert (read.has_news, [turn.is_new for turn in read.comments]) == (True, [False, True])
    edit(world, entry, "Changed since")
    [read] = look(world.mentor, world)
    assert (read.is_new, read.is_changed, read.has_news) == (False, True, False)
    assert not look(world.mentor, world)[0].is_changed


def test_a_sharing_step_alone_changes_no_text(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    look(world.mentor, world)
    world.share(logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id), "supervisor")
    assert not is_unread(look(world.mentor, world)[0])
    assert look(world.supervisor, world)[0].is_new


def test_short_entries_show_no_word_and_are_not_read(world: World) -> None:
    for _number in range(4):
        world.share(world.write(what="Only for who reads it"), "mentor")
    shown = look(world.mentor, world, in_full=1)
    assert [entry.is_short for entry in shown] == [False, True, True, True]
    for entry in shown[1:]:
        assert (entry.texts, entry.next_step, entry.first_words, entry.comments, entry.level) == ({}, "", "", (), "")
        assert logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).can_take_back
    assert not logs.entry_for_review(world.student, usage_key=USAGE, entry_id=shown[0].id).can_take_back
    again = look(world.mentor, world, in_full=1)  # what is new comes before the newest
    assert [entry.is_short for entry in again] == [True, False, True, True]
    assert again[0].first_words == "Only for who reads it"  # read before, as it is
    assert all(entry.first_words for entry in look(world.student, world, in_full=0))
    edit(world, shown[0], "Changed: not to be shown before it is opened")
    assert look(world.mentor, world, in_full=0)[0].first_words == ""


def test_refreshing_what_stands_beside_reads_nothing(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    placement = {"placement": str(world.placement_id)}
    for action in ("beside", "waiting", "more_entries"):
        assert call(block_for(world.mentor), action, placement, method="GET").status_int == 200
    assert logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).can_take_back
    assert logs.who_saw(world.student, usage_key=USAGE, entry_id=entry.id) == ()


# -- who has seen it ---------------------------------------------------------------------------------------------------


def test_the_owner_reads_who_saw_it_when_and_how_often(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    assert logs.who_saw(world.student, usage_key=USAGE, entry_id=entry.id) == ()
    for _look in range(3):
        look(world.mentor, world)  # within half an hour: one visit
    later(hours=2)
    logs.entry_for_review(world.mentor, usage_key=USAGE, entry_id=entry.id)
    logs.entry_for_review(world.staff, usage_key=USAGE, entry_id=entry.id)  # as the review page does
    look(world.student, world)
    look(replace(world.supervisor, masquerading=True), world)
    told = {row.name: (row.role_label, row.times) for row in logs.who_saw(world.student, usage_key=USAGE, entry_id=entry.id)}
    assert told == {"Mira": ("Mentor", 2), "Staff_ida": ("Reviewer", 1)}
    mira = next(row for row in logs.who_saw(world.student, usage_key=USAGE, entry_id=entry.id) if row.name == "Mira")
    assert timedelta(hours=1) < mira.last_at - mira.first_at < timedelta(hours=3)
    for actor in (world.mentor, world.supervisor, world.staff, world.outsider, world.stranger):
        with pytest.raises((NotAllowed, NotFound)):
            logs.who_saw(actor, usage_key=USAGE, entry_id=entry.id)
    page = call(block_for(world.student), "who_saw", {"entry": str(entry.id)}, method="GET").text
    assert "Mira" in page
    assert "2 visits" in page


def test_reading_on_the_review_page_counts(world: World, client: Any) -> None:
    entry = world.share(world.write(), "supervisor").entry
    [row] = reviews.list_submissions(world.staff, course_key=COURSE, kind="entry").rows
    client.force_login(get_user_model().objects.get(pk=world.staff.user_id))
    page = client.get(f"/internship/review/{COURSE}/{row.id}/")
    assert page.status_code == 200
    assert [seen.role_label for seen in logs.who_saw(world.student, usage_key=USAGE, entry_id=entry.id)] == ["Reviewer"]


def test_noting_a_page_of_readings_takes_two_statements_however_many(world: World) -> None:
    def written(amount: int) -> int:
        for _number in range(amount):
            world.share(world.write(), "mentor")
        with CaptureQueriesContext(connection) as captured:
            look(world.mentor, world)
        return sum(1 for query in captured if query["sql"].split()[0] in ("INSERT", "UPDATE"))

    assert (written(1), written(7)) == (2, 2)
    with CaptureQueriesContext(connection) as captured:
        look(world.mentor, world)
    assert not [query for query in captured if query["sql"].split()[0] in ("INSERT", "UPDATE")]


# -- what changed ------------------------------------------------------------------------------------------------------


def test_each_reader_sees_what_changed_since_they_read_it(world: World) -> None:
    entry = world.share(world.write(what="I rang him."), "supervisor").entry
    look(world.mentor, world)
    edit(world, entry, "I rang the customer.")
    assert look(world.supervisor, world)[0].changes == ()  # never read what it said before
    [read] = look(world.mentor, world)
    pieces = [(piece.kind, piece.text) for change in read.changes for piece in change.pieces]
    assert pieces == [("same", "I rang "), ("removed", "him."), ("added", "the customer.")]
    assert read.changed_since is not None
    assert look(world.mentor, world)[0].changes == read.changes  # still there when they come back
    edit(world, entry, "I rang the customer twice.")
    [again] = look(world.mentor, world)
    assert [piece.text for piece in again.changes[0].pieces if piece.kind == "removed"] == ["customer."]
    page = block_for(world.mentor).student_view().content
    assert "[+customer twice.+]" in page
    assert "[−customer.−]" in page


def test_a_name_taken_out_before_anybody_read_it_is_never_shown(world: World) -> None:
    entry = world.share(world.write(what="Mr Secretname shouted."), "mentor").entry
    edit(world, entry, "A customer shouted.")
    read = logs.entry_for_review(world.mentor, usage_key=USAGE, entry_id=entry.id)
    assert "Secretname" not in str(read)
    edit(world, entry, "A customer shouted at me.")
    world.share(logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id), "cohort")
    for actor in (world.mentor, world.other):
        look(actor, world)
        assert "Secretname" not in block_for(actor).student_view().content
        with pytest.raises(Invalid):
            logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="I noticed that.", quote="Mr Secretname")
    assert "Secretname" in str(logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).earlier)


# -- talking -----------------------------------------------------------------------------------------------------------


def test_a_comment_quotes_what_stands_or_stood_there_and_nothing_else(world: World) -> None:
    entry = world.share(world.write(what="I rang  him.\nHe <b>shouted</b>."), "mentor").entry
    with pytest.raises(Invalid) as raised:
        logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="You stayed calm.", quote="I hung up")
    assert list(raised.value.fields) == ["quote"]
    assert not EntryComment.objects.exists()
    said = say(world.mentor, entry, quote=" I rang him. He <b>shouted</b>. ")
    assert said.comments[0].quote == "I rang him. He <b>shouted</b>."
    edit(world, entry, "I rang him twice.")
    assert say(world.mentor, entry, "Why did you take that out?", quote="He <b>shouted</b>.").turns == 2  # it stood there
    assert "He &lt;b&gt;shouted" in block_for(world.mentor).student_view().content
    world.share(logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id), "supervisor")
    others = logs.entry_for_review(world.supervisor, usage_key=USAGE, entry_id=entry.id).comments  # who has not read that
    assert [(turn.quote, turn.is_quote_gone) for turn in others] == [("", True), ("", True)]
    assert logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).comments[0].quote


def test_two_mentors_at_once_are_both_heard_and_a_button_pressed_twice_once(world: World, person: Callable[..., Any]) -> None:
    view = placements.get(world.student, placement_id=world.placement_id)
    party = placements.PartyRow(uid=placements.new_uid(), role="mentor", name="Second")
    placements.save_parties(world.student, placement_id=view.id, revision=view.revision, rows=[*view.parties, party])
    second = person("second")
    placements.join(second, course_key=COURSE, code=placements.invite(world.student, placement_id=view.id, party_uid=party.uid))
    entry = world.share(world.write(), "mentor").entry
    look(world.mentor, world)
    look(second, world)
    say(world.mentor, entry)
    say(second, entry, "I have seen you do that before.")
    say(world.mentor, entry)  # pressed twice, with somebody in between
    read = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert [turn.author_name for turn in read.comments] == ["Mira", "Second"]
    assert (read.turns, read.last_turn_name) == (2, "Second")
    EntryComment.objects.update(at=timezone.now() - timedelta(hours=1))
    assert say(world.mentor, entry).turns == 3  # said again on purpose


def test_an_answer_is_kept_on_the_page_where_the_entry_was_narrowed_in_between(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    look(world.supervisor, world)
    world.share(logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id), "mentor", is_sensitive=True)
    answer = call(
        block_for(world.supervisor), "comment_entry", {"entry": str(entry.id), f"a{entry.id}-observation": "You stayed calm."}
    )
    assert answer.status_int == 404
    assert "taken it back" in answer.text
    assert 'role="alert"' in answer.text  # a message beside the form, which stays as it is
    assert not EntryComment.objects.exists()


# -- the circle --------------------------------------------------------------------------------------------------------


def test_a_mentor_asks_and_the_author_decides(world: World) -> None:
    entry = world.share(world.write(), "cohort").entry
    assert world.seen(world.other) == [entry.id]
    with pytest.raises(Invalid):
        logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason="No.")
    asked = logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason=REASON)
    assert asked.is_withheld
    assert world.seen(world.other) == []
    assert world.seen(world.supervisor) == [entry.id]
    with pytest.raises(NotFound):
        logs.entry_for_review(world.other, usage_key=USAGE, entry_id=entry.id)
    with pytest.raises(Invalid):
        logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason=REASON)
    own = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert own.request is not None
    assert (own.request.name, own.request.reason, own.request.decided_at) == ("Mira", REASON, None)
    assert logs.entry_for_review(world.supervisor, usage_key=USAGE, entry_id=entry.id).request is None
    declined = logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.id, is_granted=False)
    assert (declined.sharing, declined.is_withheld, world.seen(world.other)) == ("cohort", False, [entry.id])
    with pytest.raises(Invalid):
        logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.id, is_granted=True)
    logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason=REASON)
    granted = logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.id, is_granted=True)
    assert (granted.sharing, world.seen(world.other), world.seen(world.mentor)) == ("supervisor", [], [entry.id])
    assert Entry.objects.filter(pk=entry.id).exists()


def test_an_entry_asked_about_does_not_go_to_the_cohort_before_its_author_decided(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason=REASON)
    own = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    with pytest.raises(Invalid) as raised:
        world.share(own, "cohort")
    assert "Answer that first" in str(raised.value.fields["level"][0])
    assert world.share(own, "supervisor").entry.is_withheld
    logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.id, is_granted=False)
    assert (
        world.share(logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id), "cohort").entry.sharing
        == "cohort"
    )


def test_who_has_left_is_said_before_sharing_and_after(world: World) -> None:
    retirement.forget(world.mentor.account)
    levels = {row.value: row for row in logs.share_levels(world.student, placement_id=world.placement_id, rules=RULES)}
    assert (levels["mentor"].names, levels["mentor"].has_readers) == (("Mentor (has left)",), False)
    assert levels["supervisor"].has_readers
    entry = world.write()
    panel = call(block_for(world.student), "entry_foot", {"entry": str(entry.id), "mode": "share"}, method="GET").text
    assert "Mentor (has left). They cannot read it now." in panel
    step = {"entry": str(entry.id), "revision": "1", f"s{entry.id}-level": "mentor"}
    ticks = {f"s{entry.id}-{name}": "on" for name in ("no_names", "no_client_data", "no_secrets")}
    told = call(block_for(world.student), "share_entry", step | ticks).text
    assert "Shared, but nobody can read it now: Mentor (has left)." in told
    assert "nobody can read it now" in block_for(world.student).student_view().content


def test_the_mark_of_a_company_secret_is_seen_by_everybody_who_sees_the_entry(world: World) -> None:
    world.share(world.write(), "supervisor", is_sensitive=True)
    for actor in (world.student, world.mentor, world.supervisor):
        assert "Company-sensitive" in block_for(actor).student_view().content
        assert look(actor, world, in_full=0)[0].is_sensitive


# -- who waits ---------------------------------------------------------------------------------------------------------


def waits(actor: Any) -> list[logs.WaitingRow]:
    return list(logs.waiting(actor, course_key=COURSE, limit=100).rows)


def test_the_mentor_is_told_at_once_and_the_supervisor_after_ten_working_days(world: World) -> None:
    alone, submitted = world.share(world.write(), "mentor").entry, world.share(world.write(), "supervisor").entry
    world.write()
    assert [row.entry_id for row in waits(world.mentor)] == [alone.id, submitted.id]
    assert waits(world.supervisor) == waits(world.student) == waits(world.other) == waits(world.outsider) == []
    shared_ago(submitted, 16)
    shared_ago(alone, 15)
    assert [(row.entry_id, row.is_overdue) for row in waits(world.mentor)] == [(submitted.id, True), (alone.id, True)]
    first, second = waits(world.supervisor)
    assert (first.entry_id, first.day) == (submitted.id, submitted.date)
    assert (second.entry_id, second.day, second.names) == (None, None, ("Mira",))  # that it waits, and nothing of it
    page = block_for(world.supervisor).student_view().content
    assert "an entry for Mira has been waiting for" in page
    assert f'"entry": "{alone.id}"' not in page
    say(world.mentor, alone)
    say(world.supervisor, submitted)
    assert waits(world.mentor) == waits(world.supervisor) == []


def test_where_no_mentor_can_answer_the_supervisor_is_told_at_once(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    retirement.forget(world.mentor.account)
    assert [row.entry_id for row in waits(world.supervisor)] == [entry.id]


def test_in_an_onboarding_nobody_is_told_of_what_was_not_shared_with_them(person: Callable[..., Any]) -> None:
    newcomer, people = person("nils"), {"mentor": person("mira"), "supervisor": person("hr")}
    view = placements.start(newcomer, course_key=COURSE, role="student", kind=placements.ONBOARDING)
    rows = [*view.parties, *(placements.PartyRow(uid=placements.new_uid(), role=role, name=role) for role in people)]
    placements.save_parties(newcomer, placement_id=view.id, revision=view.revision, rows=rows)
    for row in rows[1:]:
        code = placements.invite(newcomer, placement_id=view.id, party_uid=row.uid)
        placements.join(people[row.role], course_key=COURSE, code=code)
    entry = logs.write(newcomer, placement_id=view.id, usage_key=USAGE, draft=1, revision=0, rules=RULES, typed=words())
    logs.share(newcomer, usage_key=USAGE, entry_id=entry.id, revision=1, level="mentor", rules=RULES, confirmed=CHECKED)
    shared_ago(entry, 40)
    kind = placements.ONBOARDING
    assert logs.waiting(people["supervisor"], course_key=COURSE, kind=kind).rows == ()
    assert len(logs.waiting(people["mentor"], course_key=COURSE, kind=kind).rows) == 1


def many_students(person: Callable[..., Any], mentor: Any, first: int, last: int) -> None:
    for number in range(first, last):
        student = person(f"student{number}")
        view = placements.start(student, course_key=COURSE, role="student")
        party = placements.PartyRow(uid=placements.new_uid(), role="mentor", name="Mira")
        placements.save_parties(student, placement_id=view.id, revision=view.revision, rows=[*view.parties, party])
        placements.join(mentor, course_key=COURSE, code=placements.invite(student, placement_id=view.id, party_uid=party.uid))
        entry = logs.write(student, placement_id=view.id, usage_key=USAGE, draft=1, revision=0, rules=RULES, typed=words())
        logs.share(student, usage_key=USAGE, entry_id=entry.id, revision=1, level="mentor", rules=RULES, confirmed=CHECKED)
        shared_ago(entry, number)


def test_a_mentor_of_thirty_asks_as_often_as_one_of_three(person: Callable[..., Any]) -> None:
    mentor = person("mira")

    def asked() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as direct:
            found = waits(mentor)
        with CaptureQueriesContext(connection) as screen:
            page = call(block_for(mentor), "waiting", {"all": "yes"}, method="GET").text
        assert page.count("<li>") == min(len(found), logs.WAITING_PAGE)
        return len(direct), sum(1 for query in screen if "SAVEPOINT" not in query["sql"])

    many_students(person, mentor, 0, 3)
    few = asked()
    many_students(person, mentor, 3, 30)
    assert asked() == few
    assert max(few) <= 8
    found = waits(mentor)
    assert [row.author_name for row in found] == [f"Student{number}" for number in reversed(range(30))]
    opened = call(block_for(mentor), "open_waiting", {"entry": str(found[7].entry_id)}).text
    assert "Student22" in opened.split("<article")[1]
    assert "Send the answer" in opened


def beside(page: str) -> str:
    """What stands under "What next"."""
    return page.split("What next</h4>")[1].split("</section>")[0]


def test_a_reply_in_another_placement_is_announced_until_it_is_read(person: Callable[..., Any], world: World) -> None:
    """A mentor of many does not open every log to find out who replied."""
    many_students(person, world.mentor, 0, 2)
    for row in waits(world.mentor):
        logs.answer(world.mentor, usage_key=USAGE, entry_id=row.entry_id or 0, observation="You stayed calm when he shouted.")
    assert waits(world.mentor) == []
    entry = Entry.objects.exclude(author_name="Ola").order_by("pk").first()
    assert entry is not None
    student = replace(world.student, user_id=entry.author_id, name=entry.author_name)
    logs.reply(student, usage_key=USAGE, entry_id=entry.pk, text="Can we talk on Friday?")
    [row] = waits(world.mentor)
    assert (row.entry_id, row.is_reply, row.is_overdue) == (entry.pk, True, False)

    block = block_for(world.mentor)
    block.placement_id, block.placements_known = str(world.placement_id), 9
    page = block.student_view().content
    assert "1 new reply" in page.split('-waiting-title"')[2]
    assert f"{entry.author_name} wrote about the entry of" in beside(page)
    opened = call(block, "open_waiting", {"entry": str(entry.pk)}).text
    assert "Can we talk on Friday?" in opened.split("<article")[1]
    assert f"{entry.author_name} wrote about the entry of" in beside(opened)
    assert waits(world.mentor) == []
    assert "new reply" not in call(block, "waiting", method="GET").text


def test_whoever_speaks_about_an_entry_has_been_shown_it(world: World) -> None:
    """By that it is known whether there is a reply to read at all, before anybody looks for one."""
    for level, actor in (("mentor", world.mentor), ("supervisor", world.supervisor), ("cohort", world.mentor)):
        entry = world.share(world.write(), level).entry
        say(actor, entry)
        assert EntryReading.objects.filter(entry_id=entry.id, author_id=actor.account).exists()


def test_a_reply_is_no_news_to_who_never_spoke_or_may_not_read_it(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    say(world.mentor, entry)
    say(world.student, entry, "Thank you for that.")
    assert [row.is_reply for row in waits(world.mentor)] == [True]
    assert waits(world.supervisor) == []
    other = world.share(world.write(what="For both."), "supervisor").entry
    say(world.mentor, other)
    say(world.student, other, "Thank you both.")
    assert waits(world.supervisor) == []


def test_what_next_counts_all_who_wait_and_an_answer_leads_to_the_next(person: Callable[..., Any]) -> None:
    mentor = person("mira")
    many_students(person, mentor, 0, 3)
    page = block_for(mentor).student_view().content
    assert "Who is waiting for an answer: 3 entries" in page
    assert "3 entries are waiting for your answer" in beside(page)
    first, second, _third = waits(mentor)
    data = {"entry": str(first.entry_id), f"a{first.entry_id}-observation": "You stayed calm when he shouted."}
    sent = call(block_for(mentor), "comment_entry", data).text
    assert f"Next: answer {second.author_name}" in sent
    assert f'"entry": "{second.entry_id}"' in sent.split("open_waiting")[1][:80]


def test_the_next_step_is_with_who_writes_and_an_empty_log_shows_an_example(world: World) -> None:
    mentors = block_for(world.mentor).student_view().content
    assert "The next step is with Ola: to write an entry and share it with you." in beside(mentors)
    assert "See an example entry" in mentors
    students = block_for(world.student).student_view().content
    before, _form = students.split("Write an entry</h4>")
    assert "Write what happened, what it means" in before
    assert "See an example entry" in before
    assert "Nobody else sees this before you share it." in students
    world.share(world.write(), "mentor")
    assert "See an example entry" not in block_for(world.mentor).student_view().content


def test_what_is_refused_is_called_by_its_name(world: World) -> None:
    """Nobody was saving when they pressed "Share" or "Send"."""
    entry = world.write()
    block = block_for(world.student)
    data = {"entry": str(entry.id), "revision": str(entry.revision), f"s{entry.id}-level": "mentor"}
    assert "Nothing is shared yet" in call(block, "share_entry", data).text
    world.share(entry, "mentor")
    for name, prefix in (("comment_entry", "a"), ("ask_to_withhold", "w")):
        refused = call(block_for(world.mentor), name, {"entry": str(entry.id), f"{prefix}{entry.id}-observation": ""})
        assert "Nothing is sent yet" in refused.text, name


def test_a_mentor_may_ask_only_where_the_whole_placement_could_be_shown_it(world: World) -> None:
    asks = "Ask not to show it to all"
    entry = world.share(world.write(), "mentor").entry
    say(world.mentor, entry)
    assert asks in block_for(world.mentor).student_view().content
    assert asks not in make_block(LogBlock, world.mentor, usage=USAGE, share_cohort=False).student_view().content
    Entry.objects.filter(pk=entry.id).update(is_sensitive=True)
    assert asks not in block_for(world.mentor).student_view().content


def test_one_visit_has_one_time(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    look(world.mentor, world)
    say(world.mentor, entry)
    said = call(block_for(world.student), "who_saw", {"entry": str(entry.id)}, method="GET").text
    assert "1 visit" in said
    assert "first" not in said
    later(hours=1)
    look(world.mentor, world)
    said = call(block_for(world.student), "who_saw", {"entry": str(entry.id)}, method="GET").text
    assert "2 visits" in said
    assert "first" in said


def test_an_answered_entry_does_not_wait_for_an_answer_in_its_review(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    say(world.mentor, entry)
    page = block_for(world.student).student_view().content
    assert "Answered" in page
    assert "submitted, the reviewer has not answered yet" in page
    assert "Waiting for an answer" not in page


def test_an_answer_stays_open_and_first_to_reply_to_until_it_is_replied_to(world: World) -> None:
    answered = world.share(world.write(day="2026-09-01"), "mentor").entry
    for day in range(2, 8):
        world.share(world.write(day=f"2026-09-0{day}"), "mentor")
    say(world.mentor, answered, "You listened to the end.")

    def page() -> str:
        return str(block_for(world.student).student_view().content)

    for _visit in range(2):  # read before or not
        shown = page()
        assert "You listened to the end." in shown
        main = [part.split("</button>")[0] for part in shown.split("ix-button--primary")[1:]]
        assert [part.split(">")[-1] for part in main] == ["Reply"]
    say(world.student, answered, "Thank you for that.")
    assert "You listened to the end." not in page()


def test_what_next_leads_to_the_entry_it_names(world: World) -> None:
    """Also past the form of a draft, which stands above the entries."""
    answered = world.share(world.write(day="2026-09-01"), "mentor").entry
    asked = world.share(world.write(day="2026-09-02"), "supervisor").entry
    say(world.mentor, answered)
    logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=asked.id, reason=REASON)
    world.write(day="2026-09-03")
    heard = say(world.student, answered, "Thank you for that.")
    say(world.mentor, answered, "And what did he say then?")

    def named(actor: Any) -> dict[str, str]:
        page = lxml.html.fromstring(block_for(actor).student_view().content)
        links = page.xpath("//section[contains(@class, 'ix-next')]//a")
        assert all(link.get("href") == f"#{link.get('data-goto')}" for link in links)
        said = {link: link.getparent().text.strip() for link in links}
        return {said[link]: page.xpath(f"string(//*[@id='{link.get('data-goto')}'])").strip() for link in links}

    assert named(world.student) == {
        "Mira wrote about your entry of Tue 1 Sep.": "Tue 1 Sep",
        "Mira asks you to withhold your entry of Wed 2 Sep from the whole placement.": "Wed 2 Sep",
    }
    say(world.student, heard, "He laughed.")
    assert named(world.mentor) == {  # the O is their disc's
        "Ola wrote about the entry of Tue 1 Sep.": "Tue 1 Sep O Ola",
        f"Ola shared an entry on {formats.day(timezone.now())}.": "Wed 2 Sep O Ola",
    }


def test_a_request_can_be_decided_wherever_it_is_shown(world: World) -> None:
    """On a short card too: the answer to a press needs a place that stands there."""
    for day in range(1, 6):
        entry = world.share(world.write(day=f"2026-09-0{day}"), "supervisor").entry
        logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason=REASON)
    page = lxml.html.fromstring(block_for(world.student).student_view().content)
    targets = [button.get("hx-target") for button in page.xpath("//button[contains(@hx-post, 'decide_withholding')]")]
    assert len(targets) == 10
    assert [target for target in targets if not page.xpath(f"//*[@id='{target[1:]}']")] == []
    old = world.share(world.write(day="2026-08-01"), "supervisor").entry
    logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=old.id, reason=REASON)
    for entry in Entry.objects.exclude(pk=old.id):
        logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.pk, is_granted=False)
    assert old.id in [entry.id for entry in look(world.student, world, in_full=3) if not entry.is_short]


# -- leaving -----------------------------------------------------------------------------------------------------------


def test_a_reader_who_leaves_stays_without_a_name_and_an_author_takes_all_along(world: World) -> None:
    entry = world.share(world.write(), "cohort").entry
    say(world.mentor, entry, quote="I rang a customer.")
    logs.ask_to_withhold(world.mentor, usage_key=USAGE, entry_id=entry.id, reason=REASON)
    retirement.forget(world.mentor.account)
    own = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert own.request is not None
    assert (own.request.name, own.request.reason, own.is_withheld) == ("", "", True)
    assert [(row.name, row.role_label) for row in logs.who_saw(world.student, usage_key=USAGE, entry_id=entry.id)] == [
        ("", "Mentor")
    ]
    assert logs.decide_withholding(world.student, usage_key=USAGE, entry_id=entry.id, is_granted=True).sharing == "supervisor"
    retirement.forget(world.student.account)
    assert not EntryReading.objects.exists()
