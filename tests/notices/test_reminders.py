"""Days that are near: by the calendar of the placement, once, and never what is no longer so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core import outbox
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices import reminders, rules
from internship_xblock.tools.notices.models import DailyMail, Notice, NoticeSweep
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.plans.models import Plan, PlanSection
from tests.platform import COURSE, TestPlatform

from .world import LOG, PLAN, SECRET, World, letters_to, sweep

OSLO = ZoneInfo("Europe/Oslo")
DAY = date(2026, 11, 26)  # a Thursday
EVERYBODY = {"Ola", "Mira", "Sven", "Gunn", "Lars"}


def at(day: date, hour: int = 9, minute: int = 0, zone: Any = OSLO) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


@pytest.fixture(autouse=True)
def in_oslo(settings: Any) -> None:
    settings.INTERNSHIP_TIME_ZONE = "Europe/Oslo"


def run(now: datetime) -> None:
    reminders.plan(now=now, every=timedelta(0))
    sweep(now)


def subjects(name: str = "mira") -> list[str]:
    return [letter.subject for letter in letters_to(f"{name}@example.org")]


def test_three_days_and_one_day_before_everybody_is_reminded_once(world: World) -> None:
    world.checkpoints(DAY)
    for day in range(-6, 3):
        for hour in (7, 9, 15):
            run(at(DAY + timedelta(days=day), hour))
    assert world.told("plan.checkpoint") == EVERYBODY
    expected = [
        "On Thu 26 Nov: Halfway: look back and adjust (Ola)",
        "Tomorrow, Thu 26 Nov: Halfway: look back and adjust (Ola)",
    ]
    for name in ("mira", "gunn"):
        assert subjects(name) == expected
    assert subjects("ola") == [words.removesuffix(" (Ola)") for words in expected]
    assert all(SECRET not in letter.text + letter.html for letter in TestPlatform.letters)
    had = list(DailyMail.objects.values_list("day", flat=True))
    assert had == [DAY - timedelta(days=1)] * len(EVERYBODY)  # that of three days before is not kept so long


def test_it_comes_on_the_third_day_before_and_on_the_last_and_on_no_other(world: World) -> None:
    world.checkpoints(DAY)
    came = []
    for days in range(-6, 3):
        before = len(subjects())
        run(at(DAY + timedelta(days=days)))
        came += [days] * (len(subjects()) - before)
    assert came == [-3, -1]


def test_it_comes_in_the_morning_of_whoever_reads_it(world: World) -> None:
    TestPlatform.preferences = {world.mira.account: {"zone": "Asia/Tokyo"}}
    world.checkpoints(DAY)
    three = DAY - timedelta(days=3)
    reminders.plan(now=at(three, 0, 30), every=timedelta(0))
    due = dict(Notice.objects.values_list("reader_id", "due_at"))
    assert due[world.mira.account] == at(three, 8, zone=ZoneInfo("Asia/Tokyo"))
    assert due[world.ola.account] == at(three, 8)


def test_the_day_is_that_of_the_placement(world: World) -> None:
    """In Honolulu it is still the day before."""
    TestPlatform.preferences = {world.ola.account: {"zone": "Pacific/Honolulu"}}
    world.checkpoints(DAY)
    reminders.plan(now=at(DAY - timedelta(days=4), 22), every=timedelta(0))  # in Oslo; three days before it in two hours
    assert Notice.objects.count() == len(EVERYBODY)  # of tomorrow
    Notice.objects.all().delete()
    reminders.plan(now=at(DAY, 8), every=timedelta(0))  # in Honolulu it is the evening of the day before: nothing is due then
    run(at(DAY, 9))
    assert not [row for row in Notice.objects.all() if row.due_at.date() > DAY]


def test_a_checkpoint_that_moved_after_its_reminder_gives_a_new_one(world: World) -> None:
    world.checkpoints(DAY)
    run(at(DAY - timedelta(days=3)))
    world.checkpoints(DAY + timedelta(days=7))
    for day in range(-2, 7):
        run(at(DAY + timedelta(days=day)))
    assert subjects() == [
        "On Thu 26 Nov: Halfway: look back and adjust (Ola)",
        "On Thu 3 Dec: Halfway: look back and adjust (Ola)",
        "Tomorrow, Thu 3 Dec: Halfway: look back and adjust (Ola)",
    ]


@pytest.mark.parametrize("change", ["moved", "gone"])
def test_what_changed_before_it_was_sent_is_not_said(world: World, change: str) -> None:
    world.checkpoints(DAY)
    morning = at(DAY - timedelta(days=3), 7)
    reminders.plan(now=morning, every=timedelta(0))
    world.checkpoints(*((DAY + timedelta(days=30),) if change == "moved" else ()))
    sweep(morning + timedelta(hours=2))
    assert set(Notice.objects.values_list("state", "reason")) == {("skipped", "not_true")}
    assert TestPlatform.letters == []


def test_a_day_late_it_says_what_is_so_then_and_later_nothing(world: World) -> None:
    world.checkpoints(DAY)
    reminders.plan(now=at(DAY - timedelta(days=1), 7), every=timedelta(0))
    sweep(at(DAY, 7, 59))  # in the quiet hours
    assert TestPlatform.letters == []
    sweep(at(DAY, 8, 0))
    assert subjects() == ["Today: Halfway: look back and adjust (Ola)"]
    Notice.objects.update(state="waiting", ended_at=None, attempts=0)
    DailyMail.objects.all().delete()
    TestPlatform.letters = []
    sweep(at(DAY, 8, 1))
    assert set(Notice.objects.values_list("reason", flat=True)) == {"late"}
    assert TestPlatform.letters == []


def test_at_night_nobody_is_reminded(world: World) -> None:
    world.checkpoints(DAY + timedelta(days=1))
    day = DAY - timedelta(days=2)
    reminders.plan(now=at(day, 7), every=timedelta(0))
    for hour in (20, 23):
        sweep(at(day, hour))
    assert TestPlatform.letters == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"waiting"}


def test_one_mail_a_day_however_much_is_near(world: World) -> None:
    world.checkpoints(DAY, DAY + timedelta(days=2))
    run(at(DAY - timedelta(days=1)))
    (letter,) = letters_to("mira@example.org")
    assert letter.subject.startswith("2 reminders: Tomorrow, Thu 26 Nov")
    assert "On Sat 28 Nov" in letter.text
    world.checkpoints(DAY, DAY + timedelta(days=2), DAY)
    run(at(DAY - timedelta(days=1), 15))
    assert len(letters_to("mira@example.org")) == 1
    assert set(Notice.objects.filter(ids__checkpoint="c2").values_list("reason", flat=True)) == {"one_a_day"}


def test_a_mail_that_no_server_took_is_not_the_one_of_the_day(world: World) -> None:
    from internship_xblock.openedx.letters import NotSent

    world.checkpoints(DAY)
    TestPlatform.failing = NotSent("TimeoutError")
    run(at(DAY - timedelta(days=1)))
    TestPlatform.failing = None
    sweep(at(DAY - timedelta(days=1), 10))
    assert len(subjects()) == 1


def test_a_weekly_conversation_is_reminded_of_the_day_before_each(world: World) -> None:
    world.period(DAY, DAY + timedelta(days=20))
    world.checkpoints(DAY, kind="weekly")
    for day in range(-4, 15):
        run(at(DAY + timedelta(days=day)))
    assert subjects() == [f"Tomorrow, Thu {day}: Every week (Ola)" for day in ("26 Nov", "3 Dec", "10 Dec")]


def test_who_wants_only_signatures_is_not_reminded(world: World) -> None:
    notices.choose(world.mira, chosen="signatures")
    world.checkpoints(DAY)
    run(at(DAY - timedelta(days=1)))
    assert (subjects(), len(subjects("gunn"))) == ([], 1)


# -- silent logs -------------------------------------------------------------------------------------------------------------


def test_two_weeks_without_an_entry_are_said_once_and_to_each_in_their_words(world: World) -> None:
    world.period(DAY, DAY + timedelta(days=60))
    world.write(day=DAY)
    for day in range(40):
        run(at(DAY + timedelta(days=day)))
    assert world.told("log.silent") == {"Ola", "Mira", "Gunn"}
    assert subjects("ola") == ["There is no entry in your log since Thu 26 Nov. A few sentences about one situation are enough"]
    assert subjects("mira") == ["There is no entry in the log of Ola since Thu 26 Nov. Ask how it goes"]
    assert Notice.objects.filter(kind="log.silent").count() == 3
    world.write(draft=2, day=DAY + timedelta(days=40))
    for day in range(41, 58):
        run(at(DAY + timedelta(days=day)))
    assert len(subjects("ola")) == 2


def test_a_log_that_was_never_written_in_is_silent_where_the_course_has_logs(world: World) -> None:
    world.period(DAY, DAY + timedelta(days=60))
    run(at(DAY + timedelta(days=14)))
    assert Notice.objects.count() == 0
    other = Placement.objects.create(course_key=COURSE)
    Entry.objects.create(placement=other, course_key=COURSE, usage_key=LOG, draft=1, date=DAY)
    run(at(DAY + timedelta(days=13)))
    assert Notice.objects.count() == 0
    run(at(DAY + timedelta(days=14)))
    assert world.told("log.silent") == {"Ola", "Mira", "Gunn"}


def test_between_periods_nobody_is_silent(world: World) -> None:
    world.period(DAY, DAY + timedelta(days=10))
    world.write(day=DAY)
    for day in (12, 20, 30):
        run(at(DAY + timedelta(days=day)))
    assert Notice.objects.count() == 0


def test_who_wrote_in_the_meantime_is_not_called_silent(world: World) -> None:
    world.period(DAY, DAY + timedelta(days=60))
    world.write(day=DAY)
    day = DAY + timedelta(days=14)
    reminders.plan(now=at(day, 7), every=timedelta(0))
    world.write(draft=2, day=day)
    sweep(at(day, 9))
    assert (TestPlatform.letters, set(Notice.objects.values_list("reason", flat=True))) == ([], {"not_true"})


# -- rounds ------------------------------------------------------------------------------------------------------------------


def crowd(amount: int, day: date) -> None:
    """More placements with a mentor, and a plan that has a checkpoint on that day."""
    mentor = get_user_model().objects.get(username="mira")
    made = Placement.objects.bulk_create(Placement(course_key=COURSE, owner=mentor) for _ in range(amount))
    places = list(Placement.objects.order_by("-pk")[: len(made)])
    Party.objects.bulk_create(Party(placement=place, uid="a", role="mentor", name="Mira", user=mentor) for place in places)
    Plan.objects.bulk_create(Plan(placement=place, course_key=COURSE, usage_key=PLAN) for place in places)
    rows = {"rows": [{"uid": "c0", "kind": "midway", "date": day.isoformat(), "about": ""}]}
    plans = Plan.objects.filter(placement__in=places)
    PlanSection.objects.bulk_create(PlanSection(plan=plan, name="checkpoints", data=rows) for plan in plans)


def test_a_round_asks_as_often_for_five_hundred_as_for_ten(world: World) -> None:
    def count() -> int:
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            reminders.plan(now=at(DAY - timedelta(days=3), 7), every=timedelta(0))
        return len(captured)

    crowd(9, DAY)
    count()  # the first sweep of a site makes its lease
    few = count()
    crowd(400, DAY)
    many = count()
    assert (few, Notice.objects.count()) == (many, 409)
    assert many <= 18


def test_a_round_goes_on_where_the_last_sweep_came_to_its_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "PLACEMENTS", 10)
    crowd(25, DAY)
    now = at(DAY - timedelta(days=3), 7)
    assert reminders.plan(now=now, seconds=-1) == 0
    moments = iter([0.0, 0.0, 9.0])
    monkeypatch.setattr(reminders.time, "monotonic", lambda: next(moments))
    assert reminders.plan(now=now, seconds=5) == 10
    monkeypatch.undo()
    monkeypatch.setattr(reminders, "PLACEMENTS", 10)
    assert reminders.plan(now=now) == 16
    assert reminders.plan(now=now) == 0  # the round is done
    assert reminders.plan(now=now + timedelta(hours=4)) == 26
    assert Notice.objects.count() == 25


def test_one_goes_round_at_a_time(world: World) -> None:
    now = at(DAY)
    NoticeSweep.objects.create(name="round", leased_until=now + timedelta(minutes=5))
    assert reminders.plan(now=now, every=timedelta(0)) == 0
    assert reminders.plan(now=now + timedelta(minutes=6), every=timedelta(0)) == 1


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31)),
    st.sampled_from(["Europe/Oslo", "UTC", "America/St_Johns", "Pacific/Apia"]),
)
def test_what_waits_for_the_morning_waits_less_than_a_day(when: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    now = when.replace(tzinfo=ZoneInfo("UTC"))
    digest = rules.digest_after(now, zone)
    assert timedelta(0) <= digest - now <= timedelta(hours=25)  # the night in which the clocks go back is longer
    until = rules.after_the_night(now, zone)
    assert until is None or (timedelta(0) < until - now <= timedelta(hours=13) and until.astimezone(zone).hour == 8)
    assert outbox.pause(1) < outbox.pause(2) <= outbox.pause(20)
