"""States follow what happens in the tools, and can be made anew from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core import standing
from internship_xblock.core.actor import Actor
from internship_xblock.core.standing import standings
from internship_xblock.tools.coordination import api, keeping
from internship_xblock.tools.coordination.models import PlacementState, PlacementWord
from internship_xblock.tools.coordination.web import pages
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import PartyRow
from internship_xblock.tools.placements.models import Placement
from internship_xblock.tools.plans import api as plans
from tests.platform import COURSE

RULES = plans.PlanRules()
PLAN = "plan"


def today() -> date:
    return timezone.localdate()


def told(work: Callable[[], Any]) -> Any:
    """Do something with what follows from it after the commit."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return work()


def begin(mira: Actor) -> int:
    view = told(lambda: placements.start(mira, course_key=COURSE, role="mentor"))
    rows = [
        *view.parties,
        PartyRow(uid="student1", role="student", name="Emil Eira"),
        PartyRow(uid="super1", role="supervisor", name="Synne  Berg"),
    ]
    rows[0] = PartyRow(uid=rows[0].uid, role="mentor", name="Mira Dahl", organisation="Tana Fisk")
    told(lambda: placements.save_parties(mira, placement_id=view.id, revision=view.revision, rows=rows))
    return view.id


def line_of(ida: Actor, **choice: str) -> api.Line:
    (line,) = api.list_placements(ida, course_key=COURSE, **choice).lines
    return line


def save(mira: Actor, place: int, section: str, rows: list[dict[str, Any]]) -> None:
    told(lambda: plans.save_section(
        mira, placement_id=place, usage_key=PLAN, section=section, revision=0, typed=rows, settings=RULES
    ))  # fmt: skip


def test_a_new_placement_is_in_the_list_with_its_people(mira: Actor, ida: Actor) -> None:
    place = begin(mira)
    line = line_of(ida)
    assert (line.id, line.host, line.supervised_by) == (place, "Tana Fisk", "Synne Berg")
    assert (line.plan, line.plan_since) == (standing.NOT_STARTED, today())
    assert line_of(ida, search="emil").id == place
    assert line_of(ida, host="Tana Fisk", supervisor="Synne Berg", state="none").id == place


def test_an_invitation_waits_until_somebody_comes(mira: Actor, ida: Actor, person: Callable[..., Actor]) -> None:
    place = begin(mira)
    code = told(lambda: placements.invite(mira, placement_id=place, party_uid="student1"))
    assert line_of(ida, state="invited").invited_since == today()
    told(lambda: placements.join(person("emil"), course_key=COURSE, code=code))
    assert api.list_placements(ida, course_key=COURSE, state="invited").lines == []


def test_one_that_was_declined_or_has_expired_waits_too(mira: Actor, ida: Actor) -> None:
    place = begin(mira)
    code = told(lambda: placements.invite(mira, placement_id=place, party_uid="student1"))
    told(lambda: placements.decline(Actor.stranger(), code=code))
    assert line_of(ida, state="invited").id == place


def test_after_an_early_end_nobody_is_awaited(mira: Actor, ida: Actor) -> None:
    place, day = begin(mira), timedelta(days=1)
    save(mira, place, "periods", [{"uid": "p1", "start": "2026-09-21", "end": (today() + 90 * day).isoformat()}])
    told(lambda: placements.invite(mira, placement_id=place, party_uid="student1"))
    assert line_of(ida, time="running", state="invited").last_day == today() + 90 * day
    told(lambda: placements.end_early(ida, placement_id=place, known=0, last=today()))
    line = line_of(ida, time="running", state="invited")  # to the end of this day
    assert (line.last_day, PlacementState.objects.get().look_again_on) == (today(), today() + day)
    number = placements.get(ida, placement_id=place).timing.number
    told(lambda: placements.end_early(ida, placement_id=place, known=number, last=today() - 5 * day))
    assert line_of(ida, time="ended").last_day == today() - 5 * day
    assert not api.stuck(ida, course_key=COURSE)["invited"]
    PlacementState.objects.update(invited_since=today())  # as it was kept before
    assert api.see_reminders(ida, course_key=COURSE, state="invited").sent == []


def test_the_plan_is_followed_from_the_first_word_on(mira: Actor, ida: Actor) -> None:
    place = begin(mira)
    save(mira, place, "periods", [{"uid": "p1", "start": "2026-09-21", "end": "2026-10-02"}])
    line = line_of(ida, state="draft")
    assert (line.first_day, line.last_day) == (date(2026, 9, 21), date(2026, 10, 2))


def test_a_log_is_silent_two_weeks_after_its_last_entry_within_a_period(mira: Actor, ida: Actor) -> None:
    place = begin(mira)
    start, end = today() - timedelta(days=40), today() + timedelta(days=40)
    save(mira, place, "periods", [{"uid": "p1", "start": start.isoformat(), "end": end.isoformat()}])
    assert api.list_placements(ida, course_key=COURSE, state="silent").lines == []  # nobody in the course writes a log
    entry = Entry.objects.create(
        placement_id=place, course_key=COURSE, usage_key="log", author_id=mira.user_id, author_name="Mira", draft=1,
        date=today() - timedelta(days=20), model="driscoll", texts={},
    )  # fmt: skip
    keeping.mark(COURSE, [place])
    assert line_of(ida, state="silent").silent_since == today() - timedelta(days=6)
    Entry.objects.filter(pk=entry.pk).update(date=today() - timedelta(days=13))
    keeping.mark(COURSE, [place])
    assert api.list_placements(ida, course_key=COURSE, state="silent").lines == []
    assert PlacementState.objects.get().silent_on == today() + timedelta(days=1)  # by itself, without anybody doing anything


def test_mail_that_does_not_arrive_is_seen_until_one_does(mira: Actor, ida: Actor) -> None:
    place, now = begin(mira), timezone.now()
    notice: dict[str, Any] = {
        "course_key": COURSE, "kind": "plan.signed", "placement_id": place, "reader_id": mira.user_id, "made_at": now,
        "due_at": now,
    }  # fmt: skip
    Notice.objects.create(key="a", state=Notice.State.UNDELIVERED, ended_at=now - timedelta(days=2), reason="x", **notice)
    keeping.mark(COURSE, [place])
    assert line_of(ida, state="undelivered").mail_since == today() - timedelta(days=2)
    Notice.objects.create(key="b", state=Notice.State.SENT, ended_at=now, **notice)
    keeping.mark(COURSE, [place])
    assert api.list_placements(ida, course_key=COURSE, state="undelivered").lines == []


def test_states_that_are_missing_or_wrong_are_made_anew(mira: Actor, ida: Actor) -> None:
    place = begin(mira)
    line_of(ida)
    PlacementState.objects.update(host="Elsewhere", plan="approved")
    other = Placement.objects.create(course_key=COURSE)
    PlacementWord.objects.all().delete()
    call_command("internship_placements", "--all")
    assert PlacementState.objects.get(pk=place).host == "Tana Fisk"
    assert PlacementState.objects.get(pk=other.pk).stale == 0
    assert line_of(ida, search="eira").id == place


def test_a_state_is_looked_at_again_on_its_day(mira: Actor, ida: Actor) -> None:
    begin(mira)
    line_of(ida)
    PlacementState.objects.update(look_again_on=today(), host="Old")
    call_command("internship_placements")
    assert PlacementState.objects.get().host == "Tana Fisk"
    assert PlacementState.objects.get().look_again_on is None


def test_what_happens_while_a_state_is_made_is_not_lost(mira: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    place = begin(mira)

    def slow(views: Any) -> Any:
        assert PlacementState.objects.get().stale == 0  # noted before anything is read: nobody stores what is older after us
        keeping.mark(COURSE, [place])  # somebody does something meanwhile
        return standings(views)

    monkeypatch.setattr(keeping, "standings", slow)
    keeping.refresh()
    assert PlacementState.objects.get().stale > 0


def test_a_tool_that_fails_on_one_placement_keeps_no_other_from_the_list(
    mira: Actor, ida: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = begin(mira), begin(mira)

    def broken(views: Any) -> Any:
        if bad in [view.id for view in views]:
            raise KeyError("one plan is odd")
        return standings(views)

    monkeypatch.setattr(keeping, "standings", broken)
    for made in (lambda: api.list_placements(ida, course_key=COURSE), lambda: call_command("internship_placements", "--all")):
        PlacementState.objects.update(stale=1, host="", look_again_on=None)
        found = made()
        assert PlacementState.objects.get(pk=good).host == "Tana Fisk"
        assert PlacementState.objects.get(pk=bad).look_again_on == today() + timedelta(days=1)
        assert found is None or (found.is_behind, len(found.lines)) == (True, 2)
    assert keeping.refresh() == 0  # not anew with every page
    monkeypatch.undo()
    keeping.look_again(today() + timedelta(days=1))
    assert not api.list_placements(ida, course_key=COURSE).is_behind
    assert PlacementState.objects.get(pk=bad).host == "Tana Fisk"


def test_a_tool_that_fails_on_all_is_not_asked_of_each(mira: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(keeping.FAILURES * 3):
        begin(mira)
    asked: list[int] = []

    def broken(views: Any) -> Any:
        asked.append(len(views))
        raise KeyError("all plans are odd")

    monkeypatch.setattr(keeping, "standings", broken)
    keeping.refresh()
    assert len(asked) == keeping.FAILURES + 1
    call_command("internship_placements")  # and comes to an end
    assert not PlacementState.objects.filter(stale__gt=0).exists()


def test_what_was_looked_at_for_the_list_stays_though_its_page_fails(
    mira: Actor, browse: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(_actor: Actor) -> Any:
        raise KeyError("no counts")

    monkeypatch.setattr(pages, "counts", odd)
    begin(mira)
    assert browse("staff_ida").status_code == 500
    assert PlacementState.objects.get().stale == 0


def test_names_go_with_the_person(mira: Actor, ida: Actor, person: Callable[..., Actor]) -> None:
    place = begin(mira)
    code = told(lambda: placements.invite(mira, placement_id=place, party_uid="super1"))
    synne = person("synne")
    told(lambda: placements.join(synne, course_key=COURSE, code=code))
    assert line_of(ida, search="synne").supervised_by == "Synne Berg"
    retirement.forget(synne.account)
    assert not PlacementWord.objects.filter(word__startswith="synne").exists()
    assert PlacementState.objects.get().supervisor == ""
    assert line_of(ida).supervised_by == ""
    assert api.list_placements(ida, course_key=COURSE, search="synne").lines == []


def test_placements_are_looked_at_together(mira: Actor, django_assert_max_num_queries: Any) -> None:
    for _number in range(3):
        begin(mira)
    with django_assert_max_num_queries(30) as few:
        keeping.refresh()
    for _number in range(40):
        Placement.objects.create(course_key=COURSE)
    keeping.mark(COURSE, list(Placement.objects.values_list("pk", flat=True)))
    with django_assert_max_num_queries(len(few)):
        assert keeping.refresh() == 43
