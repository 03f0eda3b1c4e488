"""Writing, saving, sharing, answering: what is kept, what is refused, and in which words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.errors import BadRequest, Invalid, NotFound, PartlySaved, Stale
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment, EntryText
from internship_xblock.tools.reviews import api as reviews

from .world import CHECKED, COURSE, MONDAY, RULES, USAGE, World, words


def edit(world: World, entry: logs.EntryView, **more: Any) -> logs.EntryView:
    return logs.edit(
        world.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, rules=RULES, typed=words(**more)
    )


def test_what_was_written_is_there_again_to_the_letter(world: World) -> None:
    text = "  مرحبا \n\n👩🏽‍🔧 <b>not bold</b> & co\n"
    entry = world.write(what=text, outcomes=["a1", "b2"], level="3", next_step="Ring again", hours="2,25")
    read = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert read.texts["what"] == text
    assert (str(read.hours), read.outcomes, read.level, read.next_step) == ("2.25", ("a1", "b2"), "3", "Ring again")
    assert (read.sharing, read.revision, read.author_name) == ("private", 1, "Ola")


def test_two_quick_saves_make_one_entry(world: World) -> None:
    first = world.write(draft=1, what="I rang")
    again = world.write(draft=1, what="I rang")  # the same request twice: a retry after a lost answer
    more = world.write(draft=1, revision=again.revision, what="I rang a customer")
    assert first.id == again.id == more.id
    assert (again.revision, more.revision) == (1, 2)
    assert Entry.objects.count() == 1


def test_a_second_window_that_knows_nothing_of_the_first_loses_nothing(world: World) -> None:
    world.write(draft=1, what="From the first window")
    with pytest.raises(Stale) as raised:
        world.write(draft=1, what="From the second window")
    difference = raised.value.differences[0]
    assert (str(difference.label), difference.mine, difference.theirs) == (
        "What?", "From the second window", "From the first window",
    )  # fmt: skip
    assert raised.value.revision == 1
    assert Entry.objects.get().texts["what"] == "From the first window"


def test_numbers_of_drafts_belong_to_their_author(world: World) -> None:
    own, mentors = world.write(draft=1), world.write(actor=world.mentor, draft=1)
    assert own.id != mentors.id
    with pytest.raises(BadRequest):
        world.write(draft=7)


def test_a_stale_save_shows_every_difference_and_changes_nothing(world: World) -> None:
    entry = world.write(hours="7.5", level="1")
    edit(world, entry, what="Saved first", hours="6", level="2", day="2026-09-22", next_step="Ask")
    with pytest.raises(Stale) as raised:
        edit(world, entry, what="Saved second", hours="5.25", level="1")
    seen = {str(d.label): (d.mine, d.theirs) for d in raised.value.differences}
    assert seen["Hours"] == ("5.25", "6")
    assert seen["Day"] == ("Mon 21 Sep 2026", "Tue 22 Sep 2026")
    assert seen["What?"] == ("Saved second", "Saved first")
    assert seen["My next step"] == ("", "Ask")
    assert len(seen) == 5
    assert (raised.value.revision, raised.value.changed_by) == (2, "Ola")
    assert Entry.objects.get().texts["what"] == "Saved first"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day", "", "Enter the day"), ("day", "yesterday", "Enter the day"), ("day", "2026-02-30", "Enter the day"),
        ("day", "1999-12-31", "too long ago"), ("day", "9999-12-31", "more than a year ahead"),
        ("hours", "-0.25", "0 to 24"), ("hours", "24.25", "0 to 24"), ("hours", "7.1", "quarter hours"),
        ("hours", "seven", "as a number"),
        ("hours", "NaN", "as a number"), ("hours", "1e99", "as a number"), ("hours", "7:20", "quarter hours"),
        ("level", "9", "one of the levels"), ("next_step", "x" * 501, "longer than fits"),
        ("what", "x" * 10_001, "longer than"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_field(world: World, field: str, value: str, sentence: str) -> None:
    with pytest.raises(PartlySaved) as raised:
        world.write(**{"text-so_what": "It was my fault.", field: value})
    name = {"day": "date", "what": "text-what"}.get(field, field)
    assert list(raised.value.fields) == [name]
    assert sentence in str(raised.value.fields[name][0])
    entry = Entry.objects.get()
    assert entry.texts["so_what"] == "It was my fault."
    assert (entry.hours, entry.level, entry.next_step) == (None if field == "hours" else Decimal("7.5"), "", "")
    assert entry.date == (timezone.localdate() if field == "day" else MONDAY)
    assert raised.value.revision == entry.revision


@pytest.mark.parametrize(("field", "value"), [("day", "2026-02-30"), ("hours", "7.3"), ("next_step", "x" * 501)])
def test_a_wrong_field_of_an_entry_stays_as_it_is_stored_and_the_rest_is_saved(world: World, field: str, value: str) -> None:
    typed = {"day": "2026-09-22", "hours": "2", "next_step": "Ring back.", "what": "New"}
    world.write(**{**typed, "what": "Old"})
    with pytest.raises(PartlySaved) as raised:
        world.write(draft=1, revision=1, **{**typed, field: value})
    entry = Entry.objects.get()
    assert (entry.texts["what"], entry.date, entry.hours, entry.next_step) == ("New", date(2026, 9, 22), 2, "Ring back.")
    assert entry.revision == raised.value.revision == 2
    with pytest.raises(PartlySaved):  # the keeper sends the same again: still wrong, nothing new
        world.write(draft=1, revision=2, **{**typed, field: value})
    assert Entry.objects.get().revision == 2
    assert world.write(draft=1, revision=2, **{**typed, "hours": "2,5"}).hours == Decimal("2.5")


def test_a_day_almost_a_year_ahead_and_all_quarters_are_fine(world: World) -> None:
    ahead = (timezone.localdate() + timedelta(days=366)).isoformat()
    assert world.write(day=ahead, hours="24").date.isoformat() == ahead
    assert world.write(day="2000-01-01", hours="").hours is None


def test_taking_back_works_until_somebody_else_has_read(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    assert entry.can_take_back
    entry = world.take_back(entry).entry
    assert (entry.sharing, entry.shared_at, world.seen(world.mentor)) == ("private", None, [])
    entry = world.share(entry, "mentor").entry
    assert world.seen(world.mentor) == [entry.id]
    read = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert read.first_read_at is not None
    assert not read.can_take_back
    with pytest.raises(Invalid):
        world.take_back(read)
    assert world.seen(world.mentor) == [entry.id]


def test_the_authors_own_reading_is_no_reading(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    world.seen(world.student)
    assert logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).can_take_back


def test_narrowing_is_taking_back_too_but_a_secret_found_late_may_leave_the_cohort(world: World) -> None:
    entry = world.share(world.write(), "cohort").entry
    world.seen(world.other)
    with pytest.raises(Invalid):
        world.share(entry, "mentor")
    entry = world.share(entry, "supervisor", is_sensitive=True).entry
    assert (entry.sharing, entry.is_sensitive, world.seen(world.other)) == ("supervisor", True, [])


def test_a_company_sensitive_entry_never_goes_to_the_cohort(world: World) -> None:
    with pytest.raises(Invalid) as raised:
        world.share(world.write(), "cohort", is_sensitive=True)
    assert "cannot be shared with everybody" in str(raised.value.fields["level"][0])
    assert Entry.objects.get().sharing == "private"


def test_the_verb_judges_what_is_shared_whoever_calls_it(world: World) -> None:
    """No form stands between a caller and the rules: a secret never goes to everybody, nothing goes unconfirmed, nothing
    goes by another log's rules, and a level that is none takes nothing back."""
    entry = world.write()
    share = partial(logs.share, world.student, entry_id=entry.id, revision=1, rules=RULES)
    for wrong, at in (
        ({"level": "cohort", "is_sensitive": True, "confirmed": CHECKED}, ["level"]),
        ({"level": "mentor"}, [*logs.CHECKLIST]),
        ({"level": "cohort", "is_sensitive": True}, [*logs.CHECKLIST, "level"]),
        ({"level": "private", "confirmed": CHECKED}, ["level"]),
    ):
        with pytest.raises(Invalid) as raised:
            share(usage_key=USAGE, **wrong)
        assert list(raised.value.fields) == at
    with pytest.raises(NotFound):
        share(usage_key="another log", level="mentor", confirmed=CHECKED)
    assert Entry.objects.get().sharing == "private"
    shared = world.share(entry, "mentor").entry
    for verb, values in (
        (logs.take_back, {"revision": shared.revision, "rules": RULES}),
        (logs.edit, {"revision": shared.revision, "rules": RULES, "typed": words()}),
        (logs.reply, {"text": "Thank you."}), (logs.who_saw, {}), (logs.may_tell, {}), (logs.entry_for_review, {}),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            verb(world.student, usage_key="another log", entry_id=entry.id, **values)
    with pytest.raises(NotFound):
        logs.answer(world.mentor, usage_key="another log", entry_id=entry.id, observation="You stayed calm.")
    assert (Entry.objects.get().sharing, EntryComment.objects.count()) == ("mentor", 0)


@pytest.mark.parametrize("missing", CHECKED)
def test_the_checklist_must_be_ticked(world: World, missing: str) -> None:
    entry = world.write()
    ticks = [name for name in CHECKED if name != missing]
    with pytest.raises(Invalid) as raised:
        logs.share(world.student, usage_key=USAGE, entry_id=entry.id, revision=1, level="mentor", rules=RULES, confirmed=ticks)
    assert list(raised.value.fields) == [missing]


@pytest.mark.parametrize("level", ["", "everybody", "cohort"])
def test_only_levels_the_author_of_the_course_allows(world: World, level: str) -> None:
    entry = world.write()
    with pytest.raises(Invalid) as raised:
        logs.share(
            world.student, usage_key=USAGE, entry_id=entry.id, revision=1, level=level,
            rules=replace(RULES, levels=("mentor", "supervisor")), confirmed=CHECKED,
        )  # fmt: skip
    assert list(raised.value.fields) == ["level"]


def test_an_empty_entry_is_not_shared_and_a_changed_one_not_unseen(world: World) -> None:
    with pytest.raises(Invalid):
        world.share(world.write(what=" \n"), "mentor")
    entry = world.write()
    edit(world, entry, what="Changed in another window")
    with pytest.raises(Stale):
        world.share(entry, "mentor")
    assert not Entry.objects.exclude(sharing="private").exists()


def test_what_is_taken_back_waits_for_no_reviewer(world: World) -> None:
    """Nobody is asked to answer what they may not read; shared again, it waits again."""
    shared = world.share(world.write(), "supervisor")
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
    back = world.take_back(shared.entry)
    page = reviews.list_submissions(world.staff, course_key=COURSE)
    assert (page.rows, page.counts["submitted"]) == ((), 0)
    with pytest.raises(Invalid):
        reviews.approve(world.staff, submission_id=row.id, revision=row.attempts + 1, text="", points=1)
    narrowed = world.share(back.entry, "supervisor").entry
    assert [one.status for one in reviews.list_submissions(world.staff, course_key=COURSE).rows] == ["submitted"]
    world.share(narrowed, "mentor")
    assert reviews.list_submissions(world.staff, course_key=COURSE).rows == ()


def test_from_the_supervisor_on_it_is_submitted_and_again_after_it_was_returned(world: World) -> None:
    assert world.share(world.write(), "mentor").standing is None
    shared = world.share(world.write(), "supervisor")
    assert shared.standing is not None
    assert (shared.standing.status, shared.standing.possible) == ("submitted", 1.0)
    page = reviews.list_submissions(world.staff, course_key=world.staff.course_key, kind="entry")
    opened = reviews.open_submission(world.staff, submission_id=page.rows[0].id)
    assert (opened.subject_id, opened.subject_version) == (shared.entry.id, shared.entry.revision)
    assert opened.title == "2026-09-21"
    for search, found in (("log 21 sep", 1), ("log 22 sep", 0)):  # by the words that the list shows
        assert len(reviews.list_submissions(world.staff, course_key=COURSE, search=search).rows) == found
    reviews.give_back(world.staff, submission_id=opened.id, revision=opened.revision, text="Say what it means to you.")
    changed = edit(world, shared.entry, what="I rang a customer, and was afraid.")
    again = world.share(changed, "supervisor")
    assert again.standing is not None
    assert (again.standing.status, again.standing.attempts) == ("submitted", 2)
    assert again.standing.notes[0].text == "Say what it means to you."


def test_what_somebody_may_have_read_is_kept(world: World) -> None:
    entry = world.write(what="Draft one")
    entry = edit(world, entry, what="Draft two")
    assert not EntryText.objects.exists()
    entry = world.share(entry, "mentor").entry
    entry = edit(world, entry, what="Changed before anybody read")
    entry = edit(world, entry, what="Changed once more, unread")
    world.seen(world.mentor)
    entry = edit(world, entry, what="Changed after reading", hours="8")
    own = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert [dict(text.parts)["What?"] for text in own.earlier] == ["Changed once more, unread", "Draft two"]
    read = logs.entry_for_review(world.mentor, usage_key=USAGE, entry_id=entry.id)  # and nothing from before they could read it
    assert [dict(text.parts)["What?"] for text in read.earlier] == ["Changed once more, unread"]
    assert read.texts["what"] == "Changed after reading"
    assert ("Hours", "7.5") in [(str(label), value) for label, value in read.earlier[0].parts]


def test_the_dialogue(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    assert entry.waits
    with pytest.raises(Invalid) as raised:
        logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="Good!", feedforward=" ", question="")
    assert "at least one sentence" in str(raised.value.fields["observation"][0])
    said = {"observation": "", "feedforward": "Begin with what you understood.", "question": "What did he want?"}
    for _twice in range(2):  # a button pressed twice says it once
        answered = logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, **said)
    assert not answered.waits
    with pytest.raises(Invalid):
        logs.reply(world.student, usage_key=USAGE, entry_id=entry.id, text="  ")
    replied = logs.reply(world.student, usage_key=USAGE, entry_id=entry.id, text="An apology.")
    told = [(turn.author_name, turn.role, [text for _label, text in turn.parts]) for turn in replied.comments]
    assert told == [
        ("Mira", "mentor", ["Begin with what you understood.", "What did he want?"]),
        ("Ola", "author", ["An apology."]),
    ]
    assert replied.revision == entry.revision  # talking does not change the entry


def test_an_answer_to_an_entry_taken_back_in_between_is_refused_in_words(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    world.take_back(entry)
    with pytest.raises(NotFound) as raised:
        logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="I saw that you stayed calm.")
    assert "taken it back" in str(raised.value.message)
    assert not EntryComment.objects.exists()


def test_numbers_of_the_log(world: World) -> None:
    spans = [
        logs.Span("Week 38", date(2026, 9, 14), date(2026, 9, 18), hours=37.5),
        logs.Span("Week 42", date(2026, 10, 12), date(2026, 10, 16)),
    ]
    for day, hours in [("2026-09-14", "7.5"), ("2026-09-18", "7"), ("2026-10-12", "3"), ("2026-11-01", "1.25")]:
        world.share(world.write(day=day, hours=hours), "mentor")
    world.write(day="2026-09-15", hours="2")
    mine = logs.summary(world.student, placement=world.placement_id, usage_key=USAGE, spans=spans)
    assert [(row.written, row.planned) for row in mine.hours] == [(Decimal("16.5"), 37.5), (Decimal(3), None)]
    assert (mine.hours_total, mine.hours_elsewhere) == (Decimal("20.75"), Decimal("1.25"))
    assert (mine.own, mine.own_drafts, mine.own_waiting, mine.others_waiting, mine.next_draft) == (5, 1, 4, 0, 6)
    theirs = logs.summary(world.mentor, placement=world.placement_id, usage_key=USAGE, spans=spans)
    assert (theirs.hours_total, theirs.own, theirs.others_waiting) == (Decimal("18.75"), 0, 4)


def test_forgetting_a_person_erases_their_entries_and_words(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="You stayed calm, I noticed.")
    retirement.forget(world.mentor.account)
    turn = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id).comments[0]
    assert (turn.author_name, turn.parts) == ("", ())
    retirement.forget(world.student.account)
    assert not Entry.objects.exists()
    assert not EntryComment.objects.exists()
