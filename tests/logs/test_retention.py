"""For how long entries are kept: the day is said beforehand, ends what can be done, and on it the words go."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.errors import Invalid, NotFound, PartlySaved
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment, EntryText, LogRetention
from internship_xblock.tools.logs.retention.erasing import BATCH, _cutoff, erase_old
from internship_xblock.tools.logs.retention.period import NOTICE_DAYS, Retention, add_months
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Note

from ..platform import COURSE
from ..runtime import call, make_block
from .test_days import give_period
from .world import CHECKED, RULES, USAGE, World, words

LONG_AGO = date(2020, 5, 29)
SECRET = "zqsecretzq"
MONTHS = 12


def keep_for(months: int, told_on: date = LONG_AGO) -> None:
    """The log has said so since `told_on`."""
    LogRetention.objects.update_or_create(usage_key=USAGE, defaults={"course_key": COURSE, "months": months})
    when = timezone.make_aware(timezone.datetime(told_on.year, told_on.month, told_on.day, 12))
    LogRetention.objects.filter(usage_key=USAGE).update(changed_at=when)


def run(*options: str) -> str:
    out = StringIO()
    call_command("erase_old_entries", *options, stdout=out)
    return out.getvalue()


def announced_long_ago() -> None:
    Entry.objects.filter(announced_on__isnull=False).update(announced_on=LONG_AGO)


def old_story(world: World) -> Entry:
    """An entry of long ago with all that may hang on one: earlier texts, comments, links, a review."""
    texts = {"what": f"{SECRET} what", "next_step": f"{SECRET} next", "date_reason": f"{SECRET} why"}
    entry = world.write(day="2020-05-20", **texts, **{"link-0-url": f"https://{SECRET}.no", "link-0-label": SECRET})
    entry = world.share(entry, "supervisor").entry
    world.seen(world.mentor)
    logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation=f"{SECRET}: you stayed calm.")
    typed = words(what=f"{SECRET} changed", day="2020-05-20")
    logs.edit(world.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, rules=RULES, typed=typed)
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE, kind="entry").rows
    opened = reviews.open_submission(world.staff, submission_id=row.id)
    reviews.give_back(world.staff, submission_id=row.id, revision=opened.revision, text=f"{SECRET} review")
    return Entry.objects.get()


def everything() -> str:
    models = apps.get_app_config("internship_xblock").get_models()
    return "\n".join(str(model_to_dict(row)) for model in models for row in model._default_manager.all())


# -- days ------------------------------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_no_entry_after_the_cutoff_can_be_due(today: date, months: int) -> None:
    last = _cutoff(today, months)
    assert add_months(last, months) <= today < add_months(last + timedelta(days=1), months)


def test_months_count_from_the_last_period_or_from_a_later_day() -> None:
    kept = Retention(6, None, date(2026, 8, 31))
    assert kept.ends_on == kept.erased_on(date(2026, 3, 1)) == date(2027, 2, 28)
    assert kept.erased_on(date(2026, 10, 1)) == date(2027, 4, 1)
    assert Retention(6).erased_on(date(2026, 3, 1)) == date(2026, 9, 1)
    assert Retention(0, None, date(2026, 8, 31)).ends_on is None
    told = date(2030, 1, 1)
    assert Retention(6, told, date(2026, 8, 31)).ends_on == told + timedelta(days=NOTICE_DAYS)


# -- what people are told --------------------------------------------------------------------------------------


def page(world: World, name: str = "student", months: int = MONTHS) -> str:
    return str(make_block(LogBlock, getattr(world, name), usage=USAGE, retention_months=months).student_view().content)


def test_the_day_is_said_to_everybody_and_above_all_else_when_it_is_near(world: World) -> None:
    today = timezone.localdate()
    give_period(world, today, today + timedelta(days=4))
    for name in ("student", "mentor", "other"):
        assert "Entries here are erased on" in page(world, name)
    assert LogRetention.objects.get().months == MONTHS
    ended = add_months(today, -MONTHS)
    give_period(world, ended, ended + timedelta(days=NOTICE_DAYS - 1), revision=1)
    LogRetention.objects.update(changed_at=timezone.now() - timedelta(days=400))
    near = page(world)
    assert near.index("The entries in this log are erased on") < near.index("Write an entry")


def test_without_periods_each_entry_has_its_day(world: World) -> None:
    near = add_months(timezone.localdate(), -MONTHS) + timedelta(days=3)
    world.write(day=near.isoformat())
    world.write(day=timezone.localdate().isoformat())
    keep_for(MONTHS)
    shown = page(world)
    assert "An entry here is erased 12 months after its day" in shown
    assert shown.count("This entry is erased on") == 1


def test_nothing_is_said_or_stored_where_entries_are_kept(world: World) -> None:
    assert "erased" not in page(world, months=0)
    assert not LogRetention.objects.exists()


def test_a_shorter_time_counts_from_when_it_was_first_said(world: World) -> None:
    world.write(day="2020-05-20")
    page(world, months=0)
    page(world, months=1)
    stored = LogRetention.objects.get()
    assert timezone.localtime(stored.changed_at).date() == timezone.localdate()
    announced = run("--really")
    assert "1 announced" in announced
    assert not Entry.objects.get().erased_at
    announced_long_ago()  # even then: nobody has been told for long enough
    run("--really")
    assert not Entry.objects.get().erased_at


def test_looking_as_somebody_else_tells_nobody(world: World) -> None:
    actor = replace(world.student, masquerading=True)
    told = logs.retention(actor, placement=world.placement_id, usage_key=USAGE, months=6)
    assert told.months == 0
    assert not LogRetention.objects.exists()


# -- what the day ends -------------------------------------------------------------------------------------------


def test_after_the_day_nothing_is_changed_or_said_any_more(world: World) -> None:
    entry = world.share(world.write(day="2020-05-20"), "mentor").entry
    keep_for(MONTHS)
    kept = Entry.objects.get().texts
    rules = replace(RULES, retention_months=MONTHS)
    data = words(what="Later words", day="2020-05-20")
    place = {"placement_id": world.placement_id, "usage_key": USAGE, "rules": rules, "typed": data}
    for attempt in (
        lambda: logs.edit(world.student, usage_key=USAGE, entry_id=entry.id, revision=2, rules=rules, typed=data),
        lambda: logs.write(world.student, draft=1, revision=2, **place),
        lambda: logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation="You stayed calm, I saw."),
        lambda: world.share(entry, "cohort"),
    ):
        with pytest.raises(Invalid) as raised:
            attempt()
        assert "This log was kept until" in str(raised.value.message)
    with pytest.raises(PartlySaved) as raised:  # a new one is stored, under a day that lasts
        logs.write(world.student, draft=2, revision=0, **place)
    assert "were kept until" in str(raised.value.fields["date"][0])
    assert Entry.objects.get(pk=entry.id).texts == kept
    assert Entry.objects.get(draft=2).date == timezone.localdate()
    assert not EntryComment.objects.exists()


def test_after_the_day_nothing_is_offered_that_would_be_refused(world: World) -> None:
    """Whoever looks is told that the day has passed, in the list and on a card that was opened alone."""
    waits = world.share(world.write(day="2020-05-20"), "mentor").entry
    keep_for(MONTHS)
    for actor, refused in (
        (world.mentor, ("Send the answer", "Answer</button>")),
        (world.student, ("Edit the text", "Take it back")),
    ):
        block = make_block(LogBlock, actor, usage=USAGE, retention_months=MONTHS)
        alone = call(block, "view_entry", {"entry": str(waits.id)}, method="GET").text
        for page in (block.student_view().content, alone):
            assert "This entry was kept until Thu 20 May 2021 and will soon be erased." in page
            assert "This entry is erased on" not in page
            assert [words for words in refused if words in page] == []
    assert "Who has seen this" in alone


def test_an_entry_is_not_moved_to_a_day_that_is_over(world: World) -> None:
    keep_for(MONTHS)
    entry = world.write(day=timezone.localdate().isoformat())
    data = words(day="2020-05-20")
    with pytest.raises(Invalid) as raised:
        logs.edit(
            world.student,
            usage_key=USAGE,
            entry_id=entry.id,
            revision=1,
            rules=replace(RULES, retention_months=MONTHS),
            typed=data,
        )
    assert list(raised.value.fields) == ["date"]


def test_a_period_that_ends_later_keeps_its_entries(world: World) -> None:
    entry = world.write(day="2020-05-20")
    keep_for(MONTHS)
    give_period(world, LONG_AGO, timezone.localdate())
    changed = words(what="More", day="2020-05-20")
    assert (
        logs.edit(world.student, usage_key=USAGE, entry_id=entry.id, revision=1, rules=RULES, typed=changed).texts["what"]
        == "More"
    )
    assert "0 announced, 0 announced no longer, 0 erased" in run("--really")


# -- the command ---------------------------------------------------------------------------------------------------


def test_without_really_nothing_is_changed(world: World) -> None:
    old_story(world)
    keep_for(MONTHS)
    before = everything()
    assert "Nothing was changed. With --really: all logs: 1 announced" in run()
    announced_long_ago()
    assert everything() == before


def test_it_announces_first_and_erases_later_and_then_no_word_is_left(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    entry = old_story(world)
    keep_for(MONTHS)
    said = [run("--really"), run("--really")]
    assert "1 announced" in said[0]
    assert "0 announced, 0 announced no longer, 0 erased" in said[1]
    assert SECRET in everything()
    announced_long_ago()
    said += [run("--really"), run("--really")]
    assert "1 erased" in said[2]
    assert "0 erased" in said[3]
    assert SECRET not in everything()
    assert not EntryText.objects.exists()
    assert not EntryComment.objects.exists()
    assert set(Note.objects.values_list("text", flat=True)) == {""}
    assert not any(name in "".join(said) for name in (SECRET, "Ola", "Mira"))
    assert not any(SECRET in record.getMessage() for record in caplog.records)

    left = Entry.objects.get()
    assert (left.author_id, left.date, left.hours, left.sharing) == (entry.author_id, entry.date, entry.hours, "supervisor")
    assert (left.author_name, left.texts, left.links, left.questions) == ("", {}, [], [])
    assert left.answered_at is not None
    numbers = logs.summary(world.student, placement=world.placement_id, usage_key=USAGE)
    assert (numbers.own, numbers.erased, numbers.own_waiting, numbers.own_drafts) == (1, 1, 0, 0)
    assert float(numbers.hours_total) == 7.5
    assert numbers.next_draft == 2
    shown = page(world)
    assert "1 entry was erased, as announced in this log" in shown
    assert world.seen(world.mentor) == []
    for read in (
        lambda: logs.entry_for_review(world.student, usage_key=USAGE, entry_id=left.pk),
        lambda: logs.edit(world.student, usage_key=USAGE, entry_id=left.pk, revision=left.revision, rules=RULES, typed=words()),
        lambda: logs.share(
            world.student,
            usage_key=USAGE,
            entry_id=left.pk,
            revision=left.revision,
            level="cohort",
            rules=RULES,
            confirmed=CHECKED,
        ),
    ):
        with pytest.raises(NotFound) as raised:
            read()
        assert "were erased on" in str(raised.value.message)
    with pytest.raises(NotFound) as raised:
        logs.entry_for_review(world.outsider, usage_key=USAGE, entry_id=left.pk)
    assert "erased" not in str(raised.value.message)


def test_a_day_that_moves_away_is_announced_no_longer(world: World) -> None:
    world.write(day="2020-05-20")
    keep_for(MONTHS)
    run("--really")
    keep_for(240)
    assert "1 announced no longer" in run("--really")
    assert Entry.objects.get().announced_on is None
    keep_for(MONTHS)
    run("--really")
    keep_for(0)
    assert "1 announced no longer" in run("--really")


def test_another_log_of_the_same_people_keeps_its_entries(world: World) -> None:
    world.write(day="2020-05-20")
    Entry.objects.update(usage_key=USAGE + "-other")
    keep_for(MONTHS)
    assert "all logs: 0 announced" in run("--really")


def fill(world: World, size: int) -> None:
    Entry.objects.bulk_create(
        Entry(
            placement_id=world.placement_id, course_key=COURSE, usage_key=USAGE, author_id=world.student.user_id, draft=n + 1,
            date=LONG_AGO, model="free", texts={"text": SECRET}, announced_on=LONG_AGO,
        )
        for n in range(size)
    )  # fmt: skip


def queries(today: date) -> int:
    with CaptureQueriesContext(connection) as captured:
        list(erase_old(today, really=True))
    return sum(1 for query in captured if "SAVEPOINT" not in query["sql"])


def test_the_work_is_done_in_batches_of_a_few_queries(world: World) -> None:
    keep_for(MONTHS)
    fill(world, 10)
    small = queries(timezone.localdate())
    assert not Entry.objects.filter(erased_at=None).exists()
    Entry.objects.all().delete()
    fill(world, 2 * BATCH)
    assert queries(timezone.localdate()) <= 2 * small
    assert not Entry.objects.filter(erased_at=None).exists()
    assert SECRET not in json.dumps(list(Entry.objects.values_list("texts", flat=True)))
