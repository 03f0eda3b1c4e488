"""The page of a placement: who is in it, when it is, how it stands, what comes next; to whom it opens, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from tests.logs.world import USAGE as LOG
from tests.logs.world import World
from tests.plans.conftest import Draft, fill
from tests.platform import COURSE
from tests.seats import open_in, take_by_link
from tests.today.conftest import browser_of, queries_of

from .conftest import Page, address, look

pytestmark = pytest.mark.django_db
BUDGET = 12  # the account of whoever is signed in included; where a session is kept is the site's to choose


def planned(draft: Draft, weeks_ago: int = 0) -> date:
    """A plan without faults whose first period began so many weeks ago; returns the Monday of this week."""
    today = timezone.localdate()
    fill(draft, today - timedelta(weeks=weeks_ago + 2))
    return today - timedelta(days=today.weekday())


# -- people --------------------------------------------------------------------------------------------------------------


def test_people_stand_with_their_role_and_how_far_they_have_come(world: World) -> None:
    page = look(world.student, world.placement_id)

    assert page.lines("people") == [
        "Ola Student · you · joined", "Mira Mentor · joined", "Sven University supervisor · joined",
        "Lea Leader at the host · joined", "Gro Other · joined",
    ]  # fmt: skip


def named(world: World, name: str) -> str:
    """One person more, who has not come; returns their uid."""
    view = placements.get(world.student, placement_id=world.placement_id)
    row = placements.PartyRow(uid=placements.new_uid(), role="other", name=name)
    placements.save_parties(world.student, placement_id=world.placement_id, revision=view.revision, rows=[*view.parties, row])
    return row.uid


def state_of(world: World, name: str) -> str:
    return next(one for one in look(world.student, world.placement_id).lines("people") if one.startswith(name))


def test_whoever_has_not_come_is_said_to_be_awaited_and_how(world: World) -> None:
    uid = named(world, "Tor")
    assert state_of(world, "Tor") == "Tor Other Not invited yet"
    code = placements.invite(world.student, placement_id=world.placement_id, party_uid=uid)
    link = Invitation.objects.latest("pk")
    assert "Link made on" in state_of(world, "Tor")
    Invitation.objects.filter(pk=link.pk).update(sent_at=timezone.now())
    assert "Invited on" in state_of(world, "Tor")

    placements.decline(Actor.stranger(), code=code, reason="I have left the firm.")
    assert "Declined on" in state_of(world, "Tor")
    assert "left the firm" not in look(world.mentor, world.placement_id).words

    placements.invite(world.student, placement_id=world.placement_id, party_uid=uid)
    placements.revoke(world.student, placement_id=world.placement_id, invitation_id=Invitation.objects.latest("pk").pk)
    assert state_of(world, "Tor") == "Tor Other Link has ended"


def test_only_who_may_invite_is_offered_it(world: World) -> None:
    for actor in (world.student, world.supervisor, world.staff):
        assert "Invite with personal links" in look(actor, world.placement_id).part("people")
    for actor in (world.mentor, world.leader, world.other):
        assert "Invite with personal links" not in look(actor, world.placement_id).words


# -- how it stands ---------------------------------------------------------------------------------------------------


def test_a_placement_in_which_nothing_was_done_says_so_and_what_comes_first(world: World) -> None:
    page = look(world.mentor, world.placement_id)

    assert page.order == ["Not begun"]
    assert "Nobody has started" in page.part("next")
    assert "No days are planned yet." in page.part("stay")
    assert page.part("states") == page.part("talks") == ""


def test_the_stay_is_told_in_words_and_the_log_by_its_weeks(world: World, draft: Draft) -> None:
    monday = planned(draft)
    (first, *_rest) = draft.view().sections["periods"].rows
    began = date.fromisoformat(str(first["start"]))
    entry = world.write(day=began.isoformat())
    world.share(entry, "mentor")

    page = look(world.mentor, world.placement_id)
    assert "Week of the log" in page.part("stay")
    assert "1 entry" in page.part("stay")
    assert "Last entry" in page.part("states")
    assert monday


def test_a_week_of_a_period_without_an_entry_is_a_reason_to_look(world: World, draft: Draft) -> None:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    draft.save(
        "periods",
        [{"uid": "p1", "start": (monday - timedelta(weeks=3)).isoformat(), "end": monday.isoformat(), "hours": "100"}],
    )
    world.share(world.write(day=(monday - timedelta(weeks=3)).isoformat()), "mentor")

    page = look(world.mentor, world.placement_id)
    assert "2 weeks without an entry" in page.words
    assert "thing to look at" in page.order[0] or "things to look at" in page.order[0]
    assert page.order[0] != "In good order"
    # To who may not read that log, its silence is not told either.
    assert "without an entry" not in look(world.other, world.placement_id).words


def test_conversations_stand_by_their_days_and_lead_to_the_plan(world: World, draft: Draft) -> None:
    today = timezone.localdate()
    days = [today - timedelta(days=9), today + timedelta(days=1), today + timedelta(days=8)]
    draft.save("checkpoints", [
        {"uid": f"c{at}", "kind": "midway", "date": day.isoformat(), "about": f"About {at}"} for at, day in enumerate(days)
    ])  # fmt: skip

    page = look(world.mentor, world.placement_id)
    assert "About 1" in page.lines("talks")[0]
    assert "1 whose day has passed" in page.part("talks")
    assert [line for line in page.lines("talks") if "About 0" in line]


def test_documents_of_the_version_that_was_submitted(world: World, draft: Draft) -> None:
    fill(draft, timezone.localdate())
    assert look(world.mentor, world.placement_id).part("papers").startswith("Documents Certificate")
    version = draft.submit()

    page = look(world.mentor, world.placement_id)
    assert f"Internship plan, version {version.number} PDF · Word · Calendar" in page.part("papers")
    (pdf,) = [one for one in page.links if one.endswith(f"{version.number}.pdf")]
    assert browser_of(world.mentor).get(pdf)["Content-Type"] == "application/pdf"


# -- to whom it opens ------------------------------------------------------------------------------------------------


def test_nobody_from_outside_comes_in(world: World) -> None:
    here = address(world.placement_id)
    assert browser_of(world.outsider).get(here).status_code == 404
    assert Client().get(here).status_code == 302
    assert browser_of(world.student).get(address(world.placement_id, "course-v1:Other+X+1")).status_code == 404
    assert browser_of(world.student).get(address(world.placement_id + 99)).status_code == 404


def test_a_guest_reads_the_same_page_and_invites_nobody(world: World) -> None:
    uid = named(world, "Tor")
    browser = Client()
    open_in(browser, take_by_link(world.placement_id, uid))
    answer = browser.get(address(world.placement_id))

    assert answer.status_code == 200
    page = Page(answer.content.decode())
    assert "Tor Other · you · joined by link" in page.lines("people")
    assert "Invite with personal links" not in page.words
    sent = browser.post(
        f"{address(world.placement_id)}make_link", f"uid={uid}&placement={world.placement_id}",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert sent.status_code == 403


def test_the_staff_of_the_course_see_who_is_in_it_and_nothing_between_them(world: World, draft: Draft) -> None:
    draft.save("contacts", [{"mentor_phone": "99 88 77 66"}])
    world.share(world.write(what="A secret of the house"), "mentor")
    page = look(world.staff, world.placement_id)

    assert "Mira Mentor · joined" in page.lines("people")
    assert "secret" not in page.words
    assert page.part("states") == ""


# -- what it costs ---------------------------------------------------------------------------------------------------


def cost(actor: Actor, placement_id: int) -> int:
    return queries_of(actor, address(placement_id))[0]


def test_it_costs_the_same_at_whatever_age(world: World, draft: Draft) -> None:
    fill(draft, timezone.localdate())
    draft.submit()
    world.share(world.write(), "mentor")
    young = cost(world.mentor, world.placement_id)

    seat = Party.objects.get(placement_id=world.placement_id, role="student")
    Entry.objects.bulk_create([
        Entry(
            placement_id=world.placement_id, course_key=COURSE, usage_key=LOG, author_id=seat.user_id, author_name="Ola",
            draft=at + 10, date=date(2023, 1, 2) + timedelta(days=at), hours=7, model="driscoll", texts={"what": "Word"},
            sharing="mentor", shared_revision=1, revision=1, shared_at=timezone.now(),
        ) for at in range(1_000)
    ])  # fmt: skip
    for _at in range(10):
        draft.save("contacts", [{"mentor_phone": "99 88 77 66"}])
        named(world, "Somebody")
    assert cost(world.mentor, world.placement_id) == young <= BUDGET


@pytest.mark.parametrize("role", ["student", "mentor", "supervisor", "leader", "other", "staff"])
def test_nobody_pays_more_than_the_budget(world: World, draft: Draft, role: str, person: Callable[..., Actor]) -> None:
    fill(draft, timezone.localdate())
    draft.submit()
    world.share(world.write(), "supervisor")
    assert cost(getattr(world, role), world.placement_id) <= BUDGET


def test_what_the_placement_is_called_stands_on_top_once(world: World) -> None:
    """A student calls it by its host, whose name would stand above itself."""
    Party.objects.filter(role="mentor").update(organisation="Northern Fish Auction")
    for reader in (world.student, world.supervisor):
        head = look(reader, world.placement_id).tree.xpath("//*[contains(@class, 'ix-dochead')]")[0]
        assert head.text_content().count("Northern Fish Auction") == 1


# -- who has no part in it ------------------------------------------------------------------------------------------------


def test_staff_without_a_seat_are_told_how_it_stands_and_nothing_that_is_not_so(world: World, draft: Draft) -> None:
    """The plan is between its people; its days and how far it is are what the list of all placements says, too."""
    planned(draft)
    page = look(world.staff, world.placement_id)

    assert "Not begun" not in page.words
    assert "No days are planned yet" not in page.words
    assert page.part("states") == "How it stands Plan: Draft"
    assert page.part("stay").startswith("Dates at a glance")
    assert page.part("talks") == ""
    draft.submit()
    assert look(world.staff, world.placement_id).part("states") == "How it stands Plan: Not signed by all"


def test_staff_without_a_seat_are_told_that_nothing_is_begun_where_nothing_is(world: World) -> None:
    page = look(world.staff, world.placement_id)

    assert "Not begun" in page.words
    assert "No days are planned yet" in page.words
