"""Hosts: they appear by themselves, are kept, joined and split; only the staff of their organisation sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.core.courses import org_of
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound, Stale
from internship_xblock.tools.coordination import keeping
from internship_xblock.tools.coordination.models import PlacementState
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.api import Details
from internship_xblock.tools.hosts.models import Host, HostName, HostNote, PlaceRequest
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.training import awarding
from internship_xblock.tools.training.levels import READY
from tests.coordination.crowd import fill
from tests.platform import COURSE

from .conftest import SECRET, asked, place

NEXT_YEAR = "course-v1:Test+Mentor+2027"
OTHER_ORG = "course-v1:Other+Mentor+2026"


def names(found: hosts.HostList) -> list[str]:
    return [row.name for row in found.rows]


def refreshed() -> None:
    keeping.rebuild()


@pytest.mark.parametrize(
    ("key", "org"),
    [("course-v1:NTNU+M+1", "NTNU"), ("NTNU/M/1", "NTNU"), ("ccx-v1:NTNU+M+1+ccx@2", "NTNU"), ("", ""), ("x", "")],
)
def test_the_organisation_stands_in_the_key_of_a_course(key: str, org: str) -> None:
    assert org_of(key) == org


def test_hosts_that_placements_name_appear_by_themselves_each_once(ida: Actor) -> None:
    for name in ("Tana Fisk", "tana  fisk", "Alta Bygg", ""):
        place(ida, name)
    refreshed()
    found = hosts.list_hosts(ida, course_key=COURSE)
    assert [(row.name.casefold(), row.id, row.counts.all) for row in found.rows] == [("alta bygg", 0, 1), ("tana fisk", 0, 2)]


def test_one_that_is_kept_stands_there_once_with_its_numbers(ida: Actor) -> None:
    place(ida, "TANA FISK")
    refreshed()
    kept = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk")
    assert hosts.keep_host(ida, course_key=COURSE, name="tana fisk ") == kept
    (row,) = hosts.list_hosts(ida, course_key=COURSE).rows
    assert (row.id, row.name, row.counts.undated, row.counts.untrained) == (kept, "Tana Fisk", 1, 1)
    assert hosts.find_host(ida, course_key=COURSE, name="TANA  FISK") == kept
    assert hosts.find_host(ida, course_key=COURSE, name="Tana") == 0


def test_joined_names_are_one_host_and_a_split_one_stands_by_itself_again(ida: Actor) -> None:
    place(ida, "Tana Fisk")
    place(ida, "Tana Fisk AS")
    refreshed()
    kept = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk AS")
    hosts.join_spelling(ida, host_id=kept, name="Tana Fisk")
    assert [(row.name, row.counts.all) for row in hosts.list_hosts(ida, course_key=COURSE).rows] == [("Tana Fisk AS", 2)]
    view = hosts.get_host(ida, host_id=kept)
    other = next(one for one in view.spellings if not one.is_own)
    hosts.split_spelling(ida, host_id=kept, key=other.key)
    assert [(row.name, row.id, row.counts.all) for row in hosts.list_hosts(ida, course_key=COURSE).rows] == [
        ("Tana Fisk", 0, 1), ("Tana Fisk AS", kept, 1)
    ]  # fmt: skip
    with pytest.raises(Invalid):
        hosts.split_spelling(ida, host_id=kept, key=next(one.key for one in view.spellings if one.is_own))
    with pytest.raises(NotFound):
        hosts.split_spelling(ida, host_id=kept, key=other.key)


def test_two_kept_hosts_that_are_one_lose_nothing_when_joined(ida: Actor, tana: int) -> None:
    other = hosts.keep_host(ida, course_key=COURSE, name="Tana Seafood")
    said = Details(name="Tana Seafood", contact_name="Nora Li", place="Tana harbour", about="Fish")
    hosts.save_host(ida, host_id=other, revision=0, details=said)
    hosts.note_host(ida, host_id=other, text="Ring before ten")
    hosts.ask_hosts(ida, host_ids=[other], asked=asked())
    hosts.join_spelling(ida, host_id=tana, name="tana seafood")
    assert not Host.objects.filter(pk=other).exists()
    view = hosts.get_host(ida, host_id=tana)
    assert (view.details.contact_name, view.details.place, view.details.about) == ("Per Berg", "Tana harbour", "Fish")
    assert any("Nora Li" in note.text for note in view.notes)
    assert any(note.text == "Ring before ten" for note in view.notes)
    assert len(view.requests) == 1
    assert {one.name for one in view.spellings} == {"Tana Fisk AS", "Tana Seafood"}


def test_a_stale_save_shows_both_texts(ida: Actor, kari: Actor, tana: int) -> None:
    hosts.save_host(kari, host_id=tana, revision=1, details=Details(name="Tana Fisk AS", about="From Kari"))
    with pytest.raises(Stale) as refused:
        hosts.save_host(ida, host_id=tana, revision=1, details=Details(name="Tana Fisk AS", about="From Ida"))
    assert ("From Ida", "From Kari") in [(one.mine, one.theirs) for one in refused.value.differences]
    assert refused.value.changed_by == kari.name
    assert Host.objects.get(pk=tana).about == "From Kari"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 201), ("contact_email", "per@"), ("website", "javascript:alert(1)"),
        ("website", "http://a b.no"), ("about", "x" * 4_001), ("website", "https://user:word@x.no"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_at_its_field(ida: Actor, tana: int, field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        hosts.save_host(ida, host_id=tana, revision=1, details=replace(Details(name="Tana"), **{field: value}))
    assert list(refused.value.fields) == [field]
    assert Host.objects.get(pk=tana).revision == 1


def test_a_name_is_one_hosts_and_an_earlier_name_goes_on_meaning_it(ida: Actor, tana: int) -> None:
    alta = hosts.keep_host(ida, course_key=COURSE, name="Alta Bygg")
    with pytest.raises(Invalid) as refused:
        hosts.save_host(ida, host_id=alta, revision=0, details=Details(name="TANA FISK AS"))
    assert list(refused.value.fields) == ["name"]
    hosts.save_host(ida, host_id=alta, revision=0, details=Details(name="Alta Byggmesterlag"))
    assert (
        hosts.find_host(ida, course_key=COURSE, name="alta bygg")
        == hosts.find_host(ida, course_key=COURSE, name="Alta byggmesterlag")
        == alta
    )


def test_hosts_of_another_organisation_are_not_found_by_its_neighbours(ida: Actor, mira: Actor, tana: int) -> None:
    neighbour = replace(ida, course_key=OTHER_ORG)
    assert names(hosts.list_hosts(neighbour, course_key=neighbour.course_key)) == []
    for verb, more in (
        (hosts.get_host, {}), (hosts.save_host, {"revision": 1, "details": Details(name="Mine")}),
        (hosts.note_host, {"text": "x"}), (hosts.join_spelling, {"name": "x"}),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            verb(neighbour, host_id=tana, **more)
        with pytest.raises(NotAllowed):
            verb(mira, host_id=tana, **more)
    assert hosts.keep_host(neighbour, course_key=neighbour.course_key, name="Tana Fisk AS") != tana


def test_placements_of_another_run_are_seen_by_its_staff_alone(ida: Actor) -> None:
    """A host lives across the runs; its placements are those of the courses in which one is staff."""
    there = replace(ida, course_key=NEXT_YEAR)
    place(ida, "Tana Fisk", student="This year")
    place(there, "Tana Fisk", student="Next year")
    refreshed()
    kept = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk")

    def students(*also: Actor) -> set[str]:
        return {line.student.name for line in hosts.get_host(ida, host_id=kept, also=also).lines if line.student}

    assert students() == {"This year"}
    assert students(there) == {"This year", "Next year"}
    assert hosts.list_hosts(ida, course_key=COURSE, also=[there]).rows[0].counts.all == 2
    assert students(replace(there, is_staff=False)) == {"This year"}
    with pytest.raises(NotAllowed):
        students(replace(there, user_id=(ida.user_id or 0) + 1))


def test_mentors_are_there_once_with_until_when_they_are_trained(ida: Actor, mira: Actor) -> None:
    for mentor in ("Mira", "Mira", "Nora"):
        place(ida, "Tana Fisk", mentor=mentor)
    Party.objects.filter(name="Mira").update(user=mira.user_id, joined_at=timezone.now())
    awarding.award(person_id=mira.account, course_key=NEXT_YEAR, level=READY, completed_at=timezone.now())
    refreshed()
    kept = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk")
    found = {one.name: one.trained for one in hosts.get_host(ida, host_id=kept).mentors}
    assert set(found) == {"Mira", "Nora"}
    assert found["Nora"] is None
    assert found["Mira"] is not None
    assert found["Mira"].until > timezone.localdate() + timedelta(days=1_000)


def walk(actor: Actor, limit: int, **choice: Any) -> list[str]:
    found, after = [], ""
    while True:
        page = hosts.list_hosts(actor, course_key=actor.course_key, limit=limit, after=after, **choice)
        assert len(page.rows) <= limit
        found += names(page)
        after = page.after
        if not after:
            return found


def test_pages_have_each_host_once_kept_or_not_in_one_order(ida: Actor) -> None:
    fill(COURSE, 900)
    for number in (3, 5, 399, 77):
        hosts.keep_host(ida, course_key=COURSE, name=f"Tana Fisk {number}")
    hosts.keep_host(ida, course_key=COURSE, name="Without placements")
    found = walk(ida, 37)
    assert len(found) == len(set(found)) == 401
    assert found == sorted(found)
    assert walk(ida, 3, search="fisk 39") == [f"Tana Fisk {number}" for number in (39, *range(390, 400))]
    assert [row.name for row in hosts.all_hosts(ida, course_key=COURSE)] == found


def test_a_list_costs_the_same_for_ten_hosts_and_a_thousand(ida: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            hosts.list_hosts(ida, course_key=COURSE)
        return len(captured)

    fill(COURSE, 10)
    hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk 1")
    few = queries()
    fill(COURSE, 990)
    Host.objects.bulk_create(
        Host(org="Test", name=f"Host {number}", key=keeping.host_key(f"Host {number}")) for number in range(1_000)
    )
    HostName.objects.bulk_create(HostName(host=one, org="Test", key=one.key, name=one.name) for one in Host.objects.all()[1:])
    assert queries() == few <= 6


def test_a_host_costs_the_same_with_five_placements_and_two_hundred(ida: Actor) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            hosts.get_host(ida, host_id=kept)
        return len(captured)

    kept = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk 1")
    fill(COURSE, 5 * 400)
    few = queries()
    PlacementState.objects.all().update(host="Tana Fisk 1", host_key=keeping.host_key("Tana Fisk 1"))
    assert len(hosts.get_host(ida, host_id=kept).lines) == 200
    assert queries() == few <= 12


def test_who_is_forgotten_goes_as_contact_and_as_author(
    ida: Actor, mira: Actor, tana: int, person: Callable[..., Actor]
) -> None:
    from internship_xblock import retirement

    place(ida, "Tana Fisk AS", mentor="Per Berg")
    Party.objects.filter(name="Per Berg").update(user=mira.user_id, joined_at=timezone.now(), email="per@tana.example")
    hosts.note_host(ida, host_id=tana, text=SECRET)
    hosts.ask_hosts(ida, host_ids=[tana], asked=asked())
    retirement.forget(mira.account)
    host = Host.objects.get()
    assert (host.name, host.contact_name, host.contact_email) == ("Tana Fisk AS", "", "")
    assert PlaceRequest.objects.get().to_address == ""
    retirement.forget(ida.account)
    assert (Host.objects.get().author_name, HostNote.objects.get().author_name) == ("", "")
