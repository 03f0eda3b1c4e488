"""A register that is sent again: people who have joined, left, declined or were forgotten are not made otherwise by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.tools.coordination import api, keeping
from internship_xblock.tools.coordination.importing.models import KnownPlacement, PlacementSheet
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party
from tests.platform import COURSE
from tests.seats import POST, send_letters

from .files import row
from .sheets import PLACE, Letters, do, kinds, see, send, take_part


@pytest.fixture
def letters(ida: Actor) -> Iterator[Letters]:
    placements.connect_post(POST)
    yield Letters(ida)
    POST.takes = True


def test_who_was_forgotten_is_not_named_anew(ida: Actor, mira: Actor, person: Callable[..., Actor]) -> None:
    do(ida, send(ida, row()))
    take_part(ida, person("emil"), "student")
    take_part(ida, mira, "mentor")
    retirement.forget(mira.account)
    (outcome,) = do(ida, send(ida, row()))
    assert outcome.kind == api.REFUSED
    assert "has left" in outcome.problems[0].words
    assert "Mira" not in str(list(Party.objects.values()))


def test_who_has_left_keeps_their_name_and_who_came_for_them_too(ida: Actor, mira: Actor) -> None:
    do(ida, send(ida, row()))
    seat = take_part(ida, mira, "mentor")
    new = {"name": "Nina Aas", "email": "nina@example.org"}
    placements.substitute(ida, placement_id=seat.placement_id, party_uid=seat.uid, **new)
    for mentor, address in (("Nina Aas", "nina@example.org"), ("Mira Dahl", "mira@example.org")):  # as an old register has it
        rows = row(mentor=mentor, mentor_email=address)
        (step,) = see(ida, send(ida, rows)).steps
        assert [one.words for one in step.remarks] == ([] if mentor == "Nina Aas" else [
            "Mira Dahl has left, so this stays as it is in the placement."
        ])  # fmt: skip
        do(ida, send(ida, rows))
        mentors = Party.objects.filter(role="mentor").order_by("position").values_list("name", flat=True)
        assert list(mentors) == ["Mira Dahl", "Nina Aas"]


@pytest.mark.parametrize("role", ["mentor", "supervisor"])
def test_who_took_over_stands_in_the_list_and_who_left_does_not(ida: Actor, mira: Actor, role: str) -> None:
    do(ida, send(ida, row()))
    seat = take_part(ida, mira, role)
    left = seat.name
    new = {"name": "Nina Aas", "organisation": "Another house"}
    placements.substitute(ida, placement_id=seat.placement_id, party_uid=seat.uid, **new)
    keeping.rebuild()
    (line,) = api.list_placements(ida, course_key=COURSE).lines
    shown = {"mentor": [line.mentor], "supervisor": [line.supervisor]}[role]
    assert [one.name for one in shown if one is not None] == ["Nina Aas"]
    assert left not in (line.host, line.supervised_by)
    assert (line.supervised_by == "Nina Aas") is (role == "supervisor")
    assert (line.host == "Another house") is (role == "mentor")


def test_another_address_of_who_has_joined_keeps_nothing_from_the_rest(ida: Actor, mira: Actor) -> None:
    do(ida, send(ida, row()))
    take_part(ida, mira, "mentor")
    assert kinds(ida, row(mentor_email="Mira@Example.org")) == [api.SAME]
    (step,) = see(ida, send(ida, row(mentor_email="dahl@example.org", supervisor="Synne Bergh"))).steps
    assert (step.kind, [one.what for one in step.changes]) == (api.CHANGED, ["name"])
    assert "address stays as it is" in step.remarks[0].words
    do(ida, send(ida, row(mentor_email="dahl@example.org", supervisor="Synne Bergh")))
    assert Party.objects.get(role="mentor").email == "mira@example.org"
    assert Party.objects.get(role="supervisor").name == "Synne Bergh"


def test_ids_that_differ_in_capital_letters_are_one(ida: Actor) -> None:
    (step,) = see(ida, send(ida, row(id="ab1"), row(id="AB1", student="Nils Aas"))).steps
    assert step.kind == api.REFUSED
    assert "stands in line 2 too" in step.problems[0].words


def test_who_declined_or_was_revoked_is_left_alone(ida: Actor, letters: Letters) -> None:
    do(ida, send(ida, row()), letters)
    send_letters()
    placements.decline(Actor.stranger(COURSE), code=POST.code_to("mira@example.org"), reason="No time")
    emil = Invitation.objects.get(party__role="student")
    placements.revoke(ida, placement_id=emil.party.placement_id, invitation_id=emil.pk)
    assert see(ida, send(ida, row())).steps[0].is_nothing
    again = row(mentor="Nina Aas", mentor_email="nina@example.org")  # somebody else is asked now
    assert see(ida, send(ida, again)).steps[0].invites == ("mentor",)


def test_only_whom_the_sheet_names_gets_a_letter(ida: Actor, letters: Letters) -> None:
    do(ida, send(ida, row(mentor_email="")), letters)
    view = placements.get(ida, placement_id=KnownPlacement.objects.get().placement_id)
    more = placements.PartyRow(uid=placements.new_uid(), role="mentor", name="Per Moe", email="per@example.org")
    rows = [*view.parties, more]
    placements.set_up(ida, course_key=COURSE, rows=rows, placement_id=view.id, revision=view.revision)
    (outcome,) = do(ida, send(ida, row()), letters)
    assert (outcome.invited, letters.told) == (("Mira Dahl",), ["Emil Eira", "Mira Dahl"])


def test_a_letter_that_was_lost_is_seen_and_sent_again(ida: Actor, letters: Letters) -> None:
    POST.takes = False
    do(ida, send(ida, row()), letters)
    send_letters()
    assert api.list_placements(ida, course_key=COURSE, state="undelivered").lines
    POST.takes = True
    (outcome,) = do(ida, send(ida, row()), letters)
    send_letters()
    assert outcome.invited == ("Emil Eira", "Mira Dahl")
    assert not api.list_placements(ida, course_key=COURSE, state="undelivered").lines
    assert see(ida, send(ida, row())).steps[0].is_nothing


def test_a_letter_of_which_nobody_heard_again_is_lost_a_link_for_ones_own_hands_is_not(ida: Actor, letters: Letters) -> None:
    do(ida, send(ida, row()))
    seat = Party.objects.get(role="mentor")
    placements.invite(ida, placement_id=seat.placement_id, party_uid=seat.uid)  # to be copied
    keeping.rebuild()
    assert not api.list_placements(ida, course_key=COURSE, state="undelivered").lines
    assert see(ida, send(ida, row())).steps[0].invites == ("student",)
    sheet = send(ida, row())
    api.apply_sheet(ida, course_key=COURSE, sheet_id=sheet, place=PLACE, invite=letters)  # and then the process ends
    keeping.rebuild()
    assert not api.list_placements(ida, course_key=COURSE, state="undelivered").lines
    assert see(ida, send(ida, row())).steps[0].is_nothing  # it may be on its way
    Invitation.objects.filter(party__role="student").update(lost_from=timezone.now())
    keeping.rebuild()
    assert api.list_placements(ida, course_key=COURSE, state="undelivered").lines
    assert see(ida, send(ida, row())).steps[0].invites == ("student",)


@pytest.mark.parametrize("chore", [keeping.after_a_page, lambda: call_command("internship_placements")])
def test_a_sheet_goes_after_a_day_though_nobody_sends_another(ida: Actor, chore: Callable[[], Any]) -> None:
    cache.clear()
    send(ida, row())
    chore()
    assert PlacementSheet.objects.exists()
    PlacementSheet.objects.update(made_at=timezone.now() - timezone.timedelta(days=2))
    cache.clear()
    chore()
    assert not PlacementSheet.objects.exists()


def test_who_is_forgotten_stands_in_nobodys_sheet_and_under_no_number(
    ida: Actor, mira: Actor, person: Callable[..., Actor]
) -> None:
    do(ida, send(ida, row(id="S123456")))
    emil = person("emil")
    take_part(ida, mira, "mentor")
    take_part(ida, emil, "student")
    send(ida, row(id="Other", mentor="Kari Moe", mentor_email="kari@example.org"))  # names Emil
    send(ida, row(id="s123456", student="E. E.", student_email=""))  # names his placement
    beside = send(ida, row(id="Third", student="Nils Aas", student_email="nils@example.org"))
    retirement.forget(emil.account)
    assert list(PlacementSheet.objects.values_list("pk", flat=True)) == [beside]
    assert not KnownPlacement.objects.exists()


def test_the_number_stays_where_a_mentor_is_forgotten(ida: Actor, mira: Actor, person: Callable[..., Actor]) -> None:
    do(ida, send(ida, row()))
    take_part(ida, person("emil"), "student")
    take_part(ida, mira, "mentor")
    retirement.forget(mira.account)
    assert KnownPlacement.objects.exists()
    assert not PlacementSheet.objects.exists()
