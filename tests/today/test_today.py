"""Today: each sentence is there while it is true, for whom it is true, and gone when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.comments import open_entries
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from tests.logs.test_talk import say
from tests.logs.world import RULES, World, words
from tests.logs.world import USAGE as LOG
from tests.plans import shown
from tests.plans.conftest import USAGE as PLAN
from tests.plans.conftest import Draft
from tests.plans.test_erasmus import ERASMUS, begin
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.seats import guest_of, open_in
from tests.statements.story import issue_statement

from .conftest import TODAY, Page, browser_of, look

pytestmark = pytest.mark.django_db
SECRET = "Zebrafinch"


def has(said: list[str], words: str) -> bool:
    return any(words in one for one in said)


def submitted(draft: Draft) -> Draft:
    draft.fill()
    draft.submit()
    return draft


# -- who may come in -----------------------------------------------------------------------------------------


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(course: None) -> None:
    answer = Client().get(TODAY, {"course": COURSE})
    assert answer.status_code == 302
    assert "next=/internship/%3Fcourse%3D" in answer["Location"]


def test_a_stranger_is_invited_and_told_nothing_of_others(world: World, draft: Draft) -> None:
    submitted(draft)
    page = look(world.outsider)
    assert "You are not in a placement yet." in page.words
    assert "Ola" not in page.words.replace("Olaf", "")


def test_who_has_left_is_told_nothing(world: World, draft: Draft) -> None:
    submitted(draft)
    assert "Ola" in look(world.mentor).words
    Party.objects.filter(user_id=world.mentor.account).update(user=None)
    assert "Ola" not in look(world.mentor).words


def test_staff_who_look_as_somebody_are_asked_nothing_and_read_no_draft(world: World, draft: Draft) -> None:
    submitted(draft)
    world.share(world.write(what=SECRET), "mentor")
    TestPlatform.real = 999_999
    page = look(world.mentor)
    assert page.first == "" or "waiting" not in page.first
    assert page.mine[1:] == []
    assert "nothing is expected of you" in page.words
    assert "shared an entry" not in page.words


def test_staff_who_look_at_a_course_as_any_learner_are_told_no_more_on_the_page_of_all_courses(world: World) -> None:
    world.share(world.write(), "mentor")
    assert has(look(world.mentor).mine, "Ola shared an entry on")
    TestPlatform.as_learner = True
    for query in ({}, {"course": COURSE}):
        assert "entry" not in look(world.mentor, **query).words


def test_another_course_is_refused_and_says_nothing_of_it(world: World) -> None:
    answer = browser_of(world.mentor).get(TODAY, {"course": "course-v1:Other+Course+2026"})
    assert answer.status_code == 404
    assert "You do not take part in this course." in answer.content.decode()


def test_a_guest_finds_their_own_placement_alone(world: World, draft: Draft) -> None:
    submitted(draft)
    guest = guest_of(world.placement_id, "mentor", "Gunn")
    client = Client()
    open_in(client, guest)
    answer = client.get(TODAY)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Ola" in html
    assert f"/internship/placement/{COURSE}/{world.placement_id}/" in html
    assert "My workbook" not in html, "it needs an account"
    assert "You are using a personal link as Gunn, mentor." in html
    assert reverse("internship_xblock:leave") in html, "on a device that is not theirs, they find the way out here too"


def test_who_is_signed_in_is_shown_the_link_that_is_open_in_this_browser(world: World, draft: Draft) -> None:
    submitted(draft)
    client = browser_of(world.outsider)
    open_in(client, guest_of(world.placement_id, "mentor", "Gunn"))
    page = Page(client.get(TODAY).content.decode())
    assert "A personal link for Gunn, mentor, is open in this browser." in page.words
    assert reverse("internship_xblock:join_account", args=(world.placement_id,)) in page.links
    assert "Open the personal link that you were sent." not in page.words


@pytest.mark.parametrize("name", ["today", "join", "leave"])
def test_the_pages_of_a_browser_speak_the_language_of_its_link(world: World, draft: Draft, name: str) -> None:
    """The browser's own languages count for nothing: the LMS takes those out that the site has not released."""
    submitted(draft)
    client = Client()
    open_in(client, guest_of(world.placement_id, "supervisor", "Gunn"), language="nb")
    html = client.get(reverse(f"internship_xblock:{name}")).content.decode()
    assert '<html lang="nb"' in html
    assert "niversity supervisor" not in html, "the seat is looked up before anybody knows the language"
    assert ("I dag" in html) is (name == "today")


# -- plans ---------------------------------------------------------------------------------------------------


def test_who_has_no_plan_is_invited_to_start_it(world: World) -> None:
    page = look(world.mentor)
    assert "Nobody has started the plan for Ola yet. Start the plan" in page.words
    assert any(f"/internship/plan/{COURSE}/{PLAN}/{world.placement_id}/#" in link for link in page.links)


def test_what_is_left_is_counted_until_it_is_complete(world: World, draft: Draft) -> None:
    draft.save("contacts", [{"university": SECRET}])
    page = look(world.mentor)
    assert has(page.mine, "things left to complete before the plan for Ola can be submitted.")
    assert has(look(world.student).mine, "things left to complete before your plan can be submitted.")
    assert has(look(world.leader).others, "things left to complete before the plan for Ola")
    assert SECRET not in page.words
    draft.fill()
    assert not has(look(world.mentor).mine, "left to complete")
    assert has(look(world.mentor).mine, "Everything is answered in the plan for Ola.")


def test_a_signature_is_asked_for_until_it_is_given(world: World, draft: Draft) -> None:
    submitted(draft)
    asked = "Version 1 of the plan for Ola is waiting for your signature. "
    assert has(look(world.mentor).mine, asked)
    assert has(look(world.supervisor).mine, asked)
    assert has(look(world.leader).mine, "You can sign version 1 of the plan for Ola too.")
    assert not has(look(world.other).mine, "sign")
    assert has(look(world.mentor).others, "Still to sign version 1 of the plan for Ola: Ola, Sven.")
    shown.sign(world.mentor, placement_id=world.placement_id, usage_key=PLAN, number=1)
    assert not has(look(world.mentor).mine, "signature")
    assert not has(look(world.supervisor).others, "Mira")


def test_what_a_reviewer_returned_is_somebodys_to_change(world: World, draft: Draft) -> None:
    submitted(draft)
    assert has(look(world.mentor).others, "Version 1 of the plan for Ola was submitted on")
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
    view = reviews.open_submission(world.staff, submission_id=row.id)
    reviews.give_back(world.staff, submission_id=row.id, revision=view.revision, text=SECRET)
    page = look(world.mentor)
    assert has(page.mine, "Version 1 of the plan for Ola needs changes.")
    assert SECRET not in page.words
    draft.submit()
    assert not has(look(world.mentor).mine, "needs changes")


def test_a_comment_waits_for_an_answer_and_for_nobody_once_it_is_resolved(world: World, draft: Draft) -> None:
    draft.fill()
    place = {"placement_id": world.placement_id, "usage_key": PLAN, "section": "contacts"}
    made = plans.comment(world.student, **place, field="university", text=SECRET)
    page = look(world.mentor)
    assert has(page.mine, "Ola commented on “")
    assert SECRET not in page.words
    assert has(look(world.student).others, "Your comment on your plan from")
    plans.comment(world.mentor, **place, field="university", text="On Thursdays.")
    assert not has(look(world.mentor).mine, "commented on")
    assert has(look(world.student).mine, "Mira commented on")
    plans.settle(world.student, **place, field="university", upto=made.id + 1)
    assert not has(look(world.student).mine, "commented on")


# -- logs ----------------------------------------------------------------------------------------------------


def test_a_shared_entry_waits_for_the_mentor_until_it_is_answered(world: World) -> None:
    entry = world.write(what=SECRET)
    assert "shared an entry" not in look(world.mentor).words, "a draft is its author's alone"
    assert has(look(world.student).mine, "Your entry of Mon 21 Sep is still private.")
    shared = world.share(entry, "supervisor").entry
    page = look(world.mentor)
    assert has(page.mine, "Ola shared an entry on")
    assert any(link.endswith(f"-e{entry.id}-title") for link in page.links)
    assert SECRET not in page.words
    assert has(look(world.supervisor).others, "An entry by Ola is waiting for an answer, from Mira first.")
    assert has(look(world.student).others, "Your entry of Mon 21 Sep is waiting for an answer from Mira.")
    for nobody in (world.leader, world.other):
        assert "entry" not in look(nobody).words
    say(world.mentor, shared)
    assert not has(look(world.mentor).mine, "shared an entry")
    assert has(look(world.student).mine, "Mira wrote about your entry of Mon 21 Sep.")
    logs.reply(world.student, usage_key=LOG, entry_id=entry.id, text="Thank you for that.")
    assert not has(look(world.student).mine, "Mira wrote")
    assert has(look(world.mentor).mine, "Ola wrote about the entry of Mon 21 Sep.")


def test_what_is_for_the_mentor_alone_is_not_said_to_the_supervisor(world: World) -> None:
    world.share(world.write(what=SECRET), "mentor")
    page = look(world.supervisor)
    assert "entry" not in page.words.replace("No entry", "")
    assert has(look(world.mentor).mine, "Ola shared an entry on")


def test_who_asks_to_withhold_is_named_of_two_mentors(world: World) -> None:
    mona = guest_of(world.placement_id, "mentor", "Mona")
    entry = world.share(world.write(), "cohort").entry
    logs.ask_to_withhold(mona, usage_key=LOG, entry_id=entry.id, reason=SECRET)
    page = look(world.student)
    asked = "Mona asks you to withhold your entry of Mon 21 Sep from the whole placement."
    assert has(page.mine, asked)
    assert page.look_of(asked) == "mentor"


def test_two_people_of_one_name_each_have_their_own_role(world: World, draft: Draft) -> None:
    """The disc beside what somebody said is theirs, whoever else is called so."""
    draft.fill()
    Party.objects.filter(user_id=world.mentor.account).update(name="Ola")
    Party.objects.filter(user_id=world.supervisor.account).update(name="Ola")
    place = {"placement_id": world.placement_id, "usage_key": PLAN, "section": "contacts"}
    for field, actor in (("university", world.student), ("escalation", world.mentor)):
        plans.comment(replace(actor, name="Ola"), **place, field=field, text=SECRET)
    assert look(world.student).look_of("Ola commented on “") == "mentor"
    assert look(world.mentor).look_of("Ola commented on “") == "student"
    draft.submit()
    asked = "Version 1 of the plan for Ola is waiting for your signature."
    assert look(world.supervisor).look_of(asked) == "student", "who submitted it"


def test_the_mentors_own_entry_is_no_students(world: World) -> None:
    entry = world.share(world.write(world.mentor), "supervisor", world.mentor).entry
    Entry.objects.filter(pk=entry.id).update(shared_at=timezone.now() - timedelta(days=15))
    assert look(world.supervisor).look_of("Mira shared an entry on") == "mentor"
    say(world.supervisor, entry)
    assert look(world.mentor).look_of("Sven wrote about your entry of") == "supervisor"


def test_a_students_own_placement_is_named_by_its_host(world: World) -> None:
    """All of theirs have their own name; everybody else knows it by the student's."""
    Party.objects.filter(role="mentor").update(organisation="Nordlys AS")
    assert placed(world.student) == "Nordlys AS"
    assert placed(world.mentor) == "Ola"
    Party.objects.filter(role="mentor").update(organisation="")
    assert placed(world.student) == "Mira (Mentor)"


def placed(actor: Actor) -> str:
    (line,) = look(actor).tree.xpath("//*[contains(@class, 'ix-placed')]//*[contains(@class, 'ix-list-title')]")
    return " ".join(line.text_content().split())


def test_a_request_to_withhold_is_the_authors_to_decide(world: World) -> None:
    entry = world.share(world.write(), "cohort").entry
    logs.ask_to_withhold(world.mentor, usage_key=LOG, entry_id=entry.id, reason=SECRET)
    page = look(world.student)
    assert has(page.mine, "Mira asks you to withhold your entry of Mon 21 Sep from the whole placement.")
    assert SECRET not in page.words
    logs.decide_withholding(world.student, usage_key=LOG, entry_id=entry.id, is_granted=False)
    assert not has(look(world.student).mine, "withhold")


def given_back(world: World) -> None:
    """The one thing that was submitted comes back."""
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
    view = reviews.open_submission(world.staff, submission_id=row.id)
    reviews.give_back(world.staff, submission_id=row.id, revision=view.revision, text="Say more.")


CAME_BACK = "Changes were requested in your entry of Mon 21 Sep. Make them, then submit it again. Read and change"


def test_an_entry_that_came_back_is_its_authors_to_change(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    given_back(world)
    assert has(look(world.student).mine, CAME_BACK)
    assert "Changes were requested" not in look(world.mentor).words
    world.share(logs.entry_for_review(world.student, usage_key=LOG, entry_id=entry.id), "supervisor")
    assert "Changes were requested" not in look(world.student).words


def test_an_entry_that_came_back_and_is_the_reviewers_no_longer_needs_no_changes(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    given_back(world)
    world.share(entry, "mentor", is_sensitive=True)
    assert "Changes were requested" not in look(world.student).words


def test_an_entry_that_came_back_and_was_erased_needs_no_changes(world: World) -> None:
    world.share(world.write(), "supervisor")
    given_back(world)
    Entry.objects.update(erased_at=timezone.now(), texts={})
    assert "Changes were requested" not in look(world.student).words


def test_an_entry_that_came_back_is_named_by_the_day_that_it_has_now(world: World) -> None:
    entry = world.share(world.write(), "supervisor").entry
    given_back(world)
    typed = words(what="I rang two customers.", day="2026-09-22")
    logs.edit(world.student, usage_key=LOG, entry_id=entry.id, revision=entry.revision, rules=RULES, typed=typed)
    assert has(look(world.student).mine, CAME_BACK.replace("Mon 21", "Tue 22"))


def test_more_is_said_to_be_waiting_only_where_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts are the entries that were looked at, whatever they ask: several things, or nothing."""
    more = "More is waiting than is listed here."
    monkeypatch.setattr(open_entries, "ENTRIES_READ", 2)
    for day in ("2026-09-21", "2026-09-22"):
        entry = world.share(world.write(day=day), "cohort").entry
        logs.ask_to_withhold(world.mentor, usage_key=LOG, entry_id=entry.id, reason=SECRET)
    page = look(world.student)
    assert len([one for one in (*page.mine, *page.others) if "your entry of" in one.lower()]) == 4
    assert more not in page.words
    for day in ("2026-09-23", "2026-09-24"):
        say(world.mentor, world.share(world.write(day=day), "mentor").entry)
    assert more in look(world.student).words


# -- reviewers, and the page itself --------------------------------------------------------------------------


def test_the_queue_is_the_staffs_of_its_course(world: World, draft: Draft) -> None:
    submitted(draft)
    page = look(world.staff)
    assert "In “The test course” 1 submission is waiting for a review since" in page.first
    assert any(link.startswith(f"/internship/review/{COURSE}/") for link in page.links)
    assert "waiting for a review" in look(world.staff, course=COURSE).words
    assert "waiting for a review" not in look(world.mentor).words
    (row,) = reviews.list_submissions(world.staff, course_key=COURSE).rows
    view = reviews.open_submission(world.staff, submission_id=row.id)
    reviews.approve(world.staff, submission_id=row.id, revision=view.revision, text="", points=1)
    assert "submission is waiting" not in look(world.staff).words


def test_staff_for_whom_nothing_waits_are_told_so_and_where_all_of_it_stands(world: World) -> None:
    page = look(world.staff)
    assert "Nothing is waiting for a review, and no placement is stuck." in page.words
    assert "You are not in a placement yet" not in page.words
    assert {f"/internship/review/{COURSE}/", f"/internship/placements/{COURSE}/"} <= set(page.links)
    assert "You are not in a placement yet" in look(world.outsider).words


def test_days_to_come_are_those_of_the_plan(world: World, draft: Draft) -> None:
    draft.save("periods", [{"uid": "p1", "label": SECRET, "start": "2099-02-02", "end": "2099-03-27", "hours": "100"}])
    page = look(world.mentor)
    assert "Mon 2 Feb" in page.words
    assert "Ola: the placement begins" in page.words
    assert "The placement begins" in look(world.student).words
    assert SECRET not in page.words


def test_a_log_in_which_nothing_comes_is_marked_while_the_placement_takes_place(world: World, draft: Draft) -> None:
    today = timezone.localdate()

    def is_silent(actor: Actor) -> bool:
        return "Nothing new since" in look(actor).words

    world.share(world.write(date=(today - timedelta(days=20)).isoformat(), what=SECRET), "mentor")
    for first, last, expected in ((-40, 40, True), (-10, 40, False), (-40, -1, False), (5, 40, False)):
        days = {"start": (today + timedelta(days=first)).isoformat(), "end": (today + timedelta(days=last)).isoformat()}
        draft.save("periods", [{"uid": "p1", "label": "P", "hours": "100", **days}])
        assert is_silent(world.mentor) == expected, (first, last)
    days = {"start": (today - timedelta(days=40)).isoformat(), "end": (today + timedelta(days=40)).isoformat()}
    draft.save("periods", [{"uid": "p1", "label": "P", "hours": "100", **days}])
    assert is_silent(world.student)
    placements.pause(world.mentor, placement_id=world.placement_id, known=0, first=today)
    assert not is_silent(world.mentor)
    placements.resume(world.mentor, placement_id=world.placement_id, known=1, on=today)
    assert is_silent(world.mentor)
    world.share(world.write(date=today.isoformat(), what="Newer", draft=2), "mentor")
    assert not is_silent(world.mentor)


def test_it_is_said_in_the_readers_language(world: World, draft: Draft) -> None:
    submitted(draft)
    html = browser_of(world.mentor).get(TODAY, headers={"Accept-Language": "nb"}).content.decode()
    assert "Versjon 1 av planen for Ola venter på signaturen din." in html
    assert "waiting" not in html


def test_a_name_that_tries_to_break_out_stands_there_as_text(world: World, draft: Draft) -> None:
    Party.objects.filter(role="student").update(name="<script>alert(1)</script>")
    html = browser_of(world.mentor).get(TODAY).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;" in html


def test_a_search_finds_by_name_and_says_where_it_finds_nothing(world: World) -> None:
    assert "Ola" in look(world.mentor, search="ola").words
    page = look(world.mentor, search="nobody at all")
    assert "Nothing here matches your search." in page.words
    assert browser_of(world.mentor).get(TODAY, {"search": "x" * 500}).status_code == 400


def many(person: Callable[..., Actor], world: World, count: int) -> None:
    """The supervisor of the world supervises so many more students."""
    for number in range(count):
        view = placements.start(person(f"student{number}"), course_key=COURSE, role="student")
        seat = Party.objects.create(placement_id=view.id, uid=f"s{number}", role="supervisor", name="Sven", position=1)
        Party.objects.filter(pk=seat.pk).update(user=world.supervisor.account, joined_at=timezone.now())


def test_who_is_several_things_sees_what_is_asked_of_them_in_one_role(person: Callable[..., Actor], world: World) -> None:
    many(person, world, 7)
    assert "All roles" not in look(world.supervisor).words, "one role in all of them"
    mine = placements.start(person("nora"), course_key=COURSE, role="student")
    Party.objects.create(
        placement_id=mine.id, uid="m", role="mentor", name="Sven", position=1, user_id=world.supervisor.account,
        joined_at=timezone.now(),
    )  # fmt: skip
    page = look(world.supervisor)
    assert "Your 9 placements" in page.words
    assert "?role=mentor" in page.links
    assert "?role=supervisor" in page.links
    assert "?role=student" not in page.links
    as_mentor = look(world.supervisor, role="mentor")
    assert "Your placement" in as_mentor.words
    assert has(as_mentor.mine, "the plan for Nora")
    assert not has([*as_mentor.mine, *as_mentor.others], "Student0")
    assert as_mentor.tree.xpath("//nav//a[@aria-current='page']")[-1].text == "Mentor"
    assert "Your 8 placements" in look(world.supervisor, role="supervisor").words
    assert "Nora" not in look(world.supervisor, role="supervisor").words
    assert browser_of(world.supervisor).get(TODAY, {"role": "king"}).status_code == 400


def test_courses_whose_queues_were_not_looked_at_are_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [f"course-v1:Org+C{number}+2026" for number in range(7)]
    monkeypatch.setattr(TestPlatform, "staffed_courses", lambda self, user: keys)
    page = look(world.staff)
    assert "What waits for a review in 2 more courses of yours stands on their own pages:" in page.words
    assert [link for link in page.links if link.startswith("?course=")] == [f"?course={quote(key)}" for key in keys[5:]]


def test_going_back_never_shows_what_somebody_else_found(world: World) -> None:
    answer = browser_of(world.mentor).get(TODAY)
    assert answer["Cache-Control"] == "no-store"
    assert browser_of(world.mentor).post(TODAY).status_code == 405


def test_the_panel_beside_a_plan_says_the_same_sentences(world: World, draft: Draft) -> None:
    """One source: what Today says of a plan stands beside it, to the letter."""
    submitted(draft)
    for actor in (world.mentor, world.student, world.supervisor):
        page = look(actor)
        client = browser_of(actor)
        plan = client.get(f"/internship/plan/{COURSE}/{PLAN}/{world.placement_id}/").content.decode()
        panel = plan.split("What next</h4>")[1].split("</section>")[0]
        for said in (*page.mine, *page.others):
            words = said.removeprefix("Waiting longest for you ").split(". ")[0]
            if "plan" in words:
                assert words in panel, actor.name


# -- the end of the stay -------------------------------------------------------------------------------------


def test_after_an_erasmus_stay_the_certificate_is_due_until_it_is_issued(
    world: World, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    TestPlatform.blocks[PLAN] = make_block(PlanBlock, None, usage=PLAN, erasmus=True)
    begin(draft.fill())
    shown.submit(world.mentor, placement_id=draft.placement_id, usage_key=PLAN, settings=ERASMUS, possible=1)
    last = max(date.fromisoformat(row["end"]) for row in draft.view().sections["periods"].rows)
    monkeypatch.setattr(timezone, "localdate", lambda: last)
    assert "certificate" not in look(world.mentor).words, "the stay is not over"
    monkeypatch.setattr(timezone, "localdate", lambda: last + timedelta(days=1))
    page = look(world.mentor)
    assert has(page.mine, "The placement of Ola is over. The certificate is due by")
    assert f"/internship/statement/{COURSE}/{draft.placement_id}/" in page.links
    theirs = look(world.student)
    assert has(theirs.others, "Your placement is over. The certificate is due by")
    assert not has(theirs.mine, "certificate")
    days = {"start": last.isoformat(), "end": last.isoformat()}
    issue_statement(world.mentor, draft.placement_id, {"title": "Sales", "tasks": "Calls", "evaluation": "Good", **days})
    assert "certificate" not in look(world.mentor).words


def test_staff_without_a_placement_are_led_to_those_of_everybody(world: World, draft: Draft) -> None:
    """Who oversees a course has not forgotten to begin a plan."""
    page = look(world.staff, course=COURSE)
    assert "You are not in a placement yet." not in page.words
    assert f"/internship/placements/{COURSE}/" in page.links
