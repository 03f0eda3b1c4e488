"""A placement, its parties, and the codes by which they join."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from internship_xblock.core.permissions import READ_ONLY, TABLE, Role
from internship_xblock.tools.placements import api
from internship_xblock.tools.placements.api import InvitationView, PartyRow, PlacementView
from internship_xblock.tools.placements.links.models import Invitation
from internship_xblock.tools.placements.models import Party, Placement
from tests.platform import COURSE

Make = Callable[..., Actor]
NILS = PartyRow(uid="aaaa0001", role="student", name="Nils", organisation="NTNU", email="nils@example.org")
SYNNE = PartyRow(uid="aaaa0002", role="supervisor", name="")
PLACED = {verb for verb, roles in TABLE.items() if Role.OWNER in roles}


@pytest.fixture
def mira(person: Make) -> Actor:
    return person("mira")


@pytest.fixture
def nils(person: Make) -> Actor:
    return person("nils")


@pytest.fixture
def placement(mira: Actor) -> PlacementView:
    """Mira's, as mentor, with a student named and a supervisor's place without a name."""
    view = api.start(mira, course_key=COURSE, role="mentor")
    return api.save_parties(mira, placement_id=view.id, revision=0, rows=[*view.parties, NILS, SYNNE])


@pytest.fixture
def code(mira: Actor, placement: PlacementView) -> str:
    return api.invite(mira, placement_id=placement.id, party_uid=NILS.uid)


def test_who_starts_is_owner_and_first_party(mira: Actor) -> None:
    view = api.start(mira, course_key=COURSE, role="mentor")
    assert view.owner_id == mira.user_id
    assert [(party.role, party.name, party.has_joined) for party in view.parties] == [("mentor", "Mira", True)]
    assert {"owner", "mentor"} <= view.roles


@pytest.mark.parametrize("role", ["", "king", "owner", "instructor"])
def test_only_a_partys_role_can_be_taken(mira: Actor, role: str) -> None:
    with pytest.raises(Invalid) as refused:
        api.start(mira, course_key=COURSE, role=role)
    assert list(refused.value.fields) == ["role"]
    assert api.mine(mira, course_key=COURSE).rows == ()


def test_a_placement_begins_in_ones_own_course(mira: Actor) -> None:
    with pytest.raises(NotAllowed):
        api.start(mira, course_key="course-v1:Other+C+1", role="mentor")


def test_there_is_a_most(mira: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PLACEMENT_LIMIT", 2)
    for _ in range(2):
        api.start(mira, course_key=COURSE, role="mentor")
    with pytest.raises(Invalid):
        api.start(mira, course_key=COURSE, role="mentor")


def test_parties_are_saved_in_order_cleaned(mira: Actor, placement: PlacementView) -> None:
    mine = placement.parties[0]
    view = api.save_parties(
        mira, placement_id=placement.id, revision=placement.revision,
        rows=[PartyRow(uid=NILS.uid, role="student", name="Ni\x00ls\r\nOle"), mine],
    )  # fmt: skip
    assert [(party.uid, party.name) for party in view.parties] == [(NILS.uid, "Nils Ole"), (mine.uid, "Mira")]
    assert view.revision == placement.revision + 1


def test_a_stale_save_changes_nothing(mira: Actor, placement: PlacementView) -> None:
    with pytest.raises(Stale) as stale:
        api.save_parties(mira, placement_id=placement.id, revision=placement.revision - 1, rows=placement.parties[:1])
    assert (stale.value.revision, stale.value.changed_by) == (placement.revision, "Mira")
    assert api.get(mira, placement_id=placement.id) == placement


def test_who_joined_can_neither_be_left_out_nor_moved(mira: Actor, nils: Actor, placement: PlacementView, code: str) -> None:
    joined = api.join(nils, course_key=COURSE, code=code)
    mine, his, hers = joined.parties
    for rows in ([mine, hers], [mine, PartyRow(uid=his.uid, role="leader", name="Nils"), hers]):
        with pytest.raises(Invalid, match="Invalid"):
            api.save_parties(mira, placement_id=placement.id, revision=joined.revision, rows=rows)
    renamed = api.save_parties(
        mira, placement_id=placement.id, revision=joined.revision,
        rows=[mine, PartyRow(uid=his.uid, role="student", name="Nils Ole", user_id=None)],
    )  # fmt: skip
    assert [(party.name, party.user_id) for party in renamed.parties] == [("Mira", mira.user_id), ("Nils Ole", nils.user_id)]


def test_an_account_cannot_be_typed_into_a_row(mira: Actor, nils: Actor, placement: PlacementView) -> None:
    rows = [placement.parties[0], PartyRow(uid=NILS.uid, role="student", name="Nils", user_id=nils.user_id)]
    view = api.save_parties(mira, placement_id=placement.id, revision=placement.revision, rows=rows)
    assert view.parties[1].user_id is None


@pytest.mark.parametrize("uid", ["", "x" * 17, "a b", "é", "-1"])
def test_a_broken_uid_is_refused(mira: Actor, placement: PlacementView, uid: str) -> None:
    with pytest.raises(BadRequest):
        api.save_parties(
            mira, placement_id=placement.id, revision=placement.revision,
            rows=[*placement.parties, PartyRow(uid=uid, role="other")],
        )  # fmt: skip


def test_a_uid_twice_is_refused(mira: Actor, placement: PlacementView) -> None:
    with pytest.raises(BadRequest):
        api.save_parties(
            mira, placement_id=placement.id, revision=placement.revision, rows=[*placement.parties, placement.parties[1]]
        )


def test_a_role_that_is_none_is_refused(mira: Actor, placement: PlacementView) -> None:
    with pytest.raises(BadRequest):
        api.save_parties(
            mira, placement_id=placement.id, revision=placement.revision,
            rows=[*placement.parties, PartyRow(uid="bbbb", role="king")],
        )  # fmt: skip


def test_names_beyond_what_fits_are_refused(mira: Actor, placement: PlacementView) -> None:
    with pytest.raises(Invalid):
        api.save_parties(
            mira, placement_id=placement.id, revision=placement.revision,
            rows=[*placement.parties, PartyRow(uid="bbbb", role="other", name="x" * 201)],
        )  # fmt: skip


def test_a_code_seats_one_account(nils: Actor, placement: PlacementView, code: str) -> None:
    view = api.join(nils, course_key=COURSE, code=f" {code}\n")
    assert [party.user_id for party in view.parties if party.role == "student"] == [nils.user_id]
    assert "student" in view.roles
    assert [found.id for found in api.mine(nils, course_key=COURSE).rows] == [placement.id]


def test_who_had_no_name_gets_the_accounts(mira: Actor, person: Make, placement: PlacementView) -> None:
    code = api.invite(mira, placement_id=placement.id, party_uid=SYNNE.uid)
    view = api.join(person("synne"), course_key=COURSE, code=code)
    assert [party.name for party in view.parties if party.role == "supervisor"] == ["Synne"]


@pytest.mark.parametrize(
    "given",
    [
        "  %s\n",
        "#%s",
        "<https://x.example/internship/join/#%s>",
        "https://x.example/join/%%23%s",
        "«%s».",
        "\u200b%s",
        "broken",
    ],
)
def test_a_code_is_known_however_a_mail_program_wrapped_it(nils: Actor, code: str, given: str) -> None:
    pasted = f"{code[:9]}\n{code[9:]}" if given == "broken" else given % code
    assert api.see_invitation(nils, code=pasted).state == "open"


def test_a_code_counts_once(nils: Actor, person: Make, code: str, placement: PlacementView, mira: Actor) -> None:
    api.join(nils, course_key=COURSE, code=code)
    for again in (nils, person("eve")):
        with pytest.raises(Invalid) as refused:
            api.join(again, course_key=COURSE, code=code)
        assert list(refused.value.fields) == ["code"]
    assert api.get(mira, placement_id=placement.id).parties[1].user_id == nils.user_id


def test_a_revoked_code_is_dead(mira: Actor, nils: Actor, code: str, placement: PlacementView) -> None:
    (invitation,) = api.invitations(mira, placement=placement.id)
    assert invitation.is_alive
    api.revoke(mira, placement_id=placement.id, invitation_id=invitation.id)
    with pytest.raises(Invalid):
        api.join(nils, course_key=COURSE, code=code)
    with pytest.raises(NotFound):
        api.revoke(mira, placement_id=placement.id, invitation_id=invitation.id)
    assert api.invitations(mira, placement=placement.id)[0].state == "revoked"


def test_a_used_code_cannot_be_revoked(mira: Actor, nils: Actor, code: str, placement: PlacementView) -> None:
    api.join(nils, course_key=COURSE, code=code)
    with pytest.raises(NotFound):
        api.revoke(mira, placement_id=placement.id, invitation_id=api.invitations(mira, placement=placement.id)[0].id)


def test_an_expired_code_is_dead(nils: Actor, code: str) -> None:
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Invalid):
        api.join(nils, course_key=COURSE, code=code)


def test_one_more_code_leaves_the_earlier_one_alive(
    mira: Actor, nils: Actor, code: str, placement: PlacementView, person: Callable[..., Actor]
) -> None:
    """Somebody may be about to press the link that they have; the seat is taken once, whichever comes first."""
    fresh = api.invite(mira, placement_id=placement.id, party_uid=NILS.uid)
    assert [api.see_invitation(nils, code=one).state for one in (code, fresh)] == ["open", "open"]
    api.join(nils, course_key=COURSE, code=code)
    with pytest.raises(Invalid):
        api.join(person("eve"), course_key=COURSE, code=fresh)
    assert api.see_invitation(nils, code=fresh).state == "taken"


@pytest.mark.parametrize("code", ["", "nonsense", "x" * 5_000, "\ud800", "é"])
def test_an_unknown_code_is_refused(nils: Actor, code: str) -> None:
    with pytest.raises(Invalid):
        api.join(nils, course_key=COURSE, code=code)
    assert api.see_invitation(nils, code=code) == InvitationView("ended")


def test_a_code_counts_in_its_own_course(nils: Actor, code: str) -> None:
    with pytest.raises(Invalid):
        api.join(nils, course_key="course-v1:Other+C+1", code=code)
    assert api.join(nils, course_key=COURSE, code=code)


def test_nobody_sits_twice(mira: Actor, code: str) -> None:
    with pytest.raises(Invalid):
        api.join(mira, course_key=COURSE, code=code)
    assert Invitation.objects.get().accepted_at is None


def test_who_has_joined_needs_no_invitation(mira: Actor, nils: Actor, code: str, placement: PlacementView) -> None:
    api.join(nils, course_key=COURSE, code=code)
    with pytest.raises(Invalid):
        api.invite(mira, placement_id=placement.id, party_uid=NILS.uid)
    with pytest.raises(NotFound):
        api.invite(mira, placement_id=placement.id, party_uid="cccc")


def test_the_database_cannot_join(code: str) -> None:
    """Only a hash is kept."""
    assert code not in str(list(Invitation.objects.values()))


def test_looking_uses_nothing_up_and_says_who_invites(nils: Actor, code: str) -> None:
    for _ in range(3):
        seen = api.see_invitation(nils, code=code)
    assert (seen.state, seen.inviter, seen.role_label, seen.party_name) == ("open", "Mira", "Student", "Nils")
    api.join(nils, course_key=COURSE, code=code)
    assert api.see_invitation(nils, code=code).is_mine


def test_a_dead_link_names_nobody(mira: Actor, nils: Actor, person: Make, code: str, placement: PlacementView) -> None:
    api.join(nils, course_key=COURSE, code=code)
    used = api.see_invitation(person("eve"), code=code)
    second = api.invite(mira, placement_id=placement.id, party_uid=SYNNE.uid)
    Invitation.objects.filter(accepted_at=None).update(expires=timezone.now())
    expired = api.see_invitation(nils, code=second)
    api.revoke(mira, placement_id=placement.id, invitation_id=Invitation.objects.latest("pk").pk)
    revoked = api.see_invitation(nils, code=second)
    assert [view.state for view in (used, expired, revoked)] == ["taken", "ended", "ended"]
    assert {(view.inviter, view.party_name, view.role_label) for view in (used, expired, revoked)} == {("", "", "")}


def test_another_placements_invitation_cannot_be_revoked(mira: Actor, person: Make, code: str) -> None:
    bo = person("bo")
    own = api.start(bo, course_key=COURSE, role="mentor")
    with pytest.raises(NotFound):
        api.revoke(bo, placement_id=own.id, invitation_id=Invitation.objects.get().pk)


def test_mine_takes_three_queries(mira: Actor, django_assert_num_queries: Any) -> None:
    for _ in range(10):
        api.start(mira, course_key=COURSE, role="mentor")
    with django_assert_num_queries(3):
        assert len(api.mine(mira, course_key=COURSE).rows) == 10
    assert api.mine(Actor.stranger(COURSE), course_key=COURSE).rows == ()


def test_a_view_is_looked_up_once_by_who_only_reads(
    mira: Actor, placement: PlacementView, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert api.require(mira, "plan.open", placement) is placement
    with django_assert_num_queries(1):
        assert api.require(mira, "plan.open", placement.id) == placement


def test_a_view_opens_nothing_for_anybody_else(mira: Actor, nils: Actor, placement: PlacementView) -> None:
    """Not for another account, nor for the same one in another course or looking as somebody else."""
    for other in (nils, Actor.stranger(COURSE)):
        with pytest.raises(NotFound):
            api.require(other, "plan.open", placement)
    staff = replace(nils, is_staff=True)
    seen = api.require(staff, "placement.open", placement)
    assert seen.roles == {Role.STRANGER, Role.PERSON, Role.INSTRUCTOR}
    with pytest.raises(NotFound):
        api.require(replace(staff, course_key="course-v1:Other+C+1"), "placement.open", seen)
    with pytest.raises(NotAllowed):
        api.require(replace(mira, masquerading=True), "plan.edit", placement)


@pytest.mark.parametrize("verb", sorted(PLACED - READ_ONLY))
def test_who_writes_does_so_with_the_roles_of_now(verb: str, mira: Actor, placement: PlacementView) -> None:
    Party.objects.filter(user_id=mira.user_id).update(user=None)
    Placement.objects.update(owner=None)
    assert placement.seen_by == mira
    assert Role.OWNER in placement.roles
    with pytest.raises((NotFound, NotAllowed)):
        api.require(mira, verb, placement)


def test_parties_are_saved_with_as_many_queries_however_many(
    mira: Actor, placement: PlacementView, django_assert_num_queries: Any
) -> None:
    more = [PartyRow(uid=f"more{number}", role="other", name=f"Other {number}") for number in range(15)]
    with django_assert_num_queries(5):  # two are the savepoint's
        view = api.save_parties(mira, placement_id=placement.id, revision=1, rows=[*reversed(placement.parties), *more])
    assert view == api.get(mira, placement_id=placement.id)


def test_who_joined_after_the_page_came_is_not_left_out(mira: Actor, nils: Actor, placement: PlacementView, code: str) -> None:
    """The page still shows a free place; somebody takes it, then the list is saved without it. (At once: tests/races.)"""
    api.join(nils, course_key=COURSE, code=code)
    with pytest.raises(Invalid):
        api.save_parties(mira, placement_id=placement.id, revision=1, rows=placement.parties[:1])
    assert [(party.uid, party.user_id) for party in Party.objects.exclude(user=None)] == [
        (placement.parties[0].uid, mira.user_id), (NILS.uid, nils.user_id)
    ]  # fmt: skip


def test_a_placement_that_everybody_left_is_there_still(mira: Actor, placement: PlacementView) -> None:
    Party.objects.all().delete()
    assert api.get(mira, placement_id=placement.id).parties == ()
    assert [view.id for view in api.mine(mira, course_key=COURSE).rows] == [placement.id]


def test_one_person_has_one_place(mira: Actor, placement: PlacementView) -> None:
    """The table says so too, whoever writes to it."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(uid=NILS.uid).update(user_id=mira.user_id)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_sits(person: Make) -> None:
    """Two threads with connections of their own; one after the other where the database lives in one connection."""
    mira, guests = person("mira"), [person("one"), person("two")]
    view = api.start(mira, course_key=COURSE, role="mentor")
    api.save_parties(mira, placement_id=view.id, revision=0, rows=[*view.parties, NILS])
    code = api.invite(mira, placement_id=view.id, party_uid=NILS.uid)
    results: list[bool] = []

    def attempt(guest: Actor) -> None:
        try:
            api.join(guest, course_key=COURSE, code=code)
        except Invalid:
            results.append(False)
        else:
            results.append(True)

    if connection.vendor == "sqlite":
        for guest in guests:
            attempt(guest)
    else:
        together = threading.Barrier(2)

        def run(guest: Actor) -> None:
            together.wait(10)
            try:
                attempt(guest)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(guest,)) for guest in guests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sorted(results) == [False, True]
