"""What a student tells a few about themselves: nobody else reads it, whatever door they try, and it is in nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.forms.models import model_to_dict
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from internship_xblock.core.own_data import own_rows
from internship_xblock.exports import pdf
from internship_xblock.records.schema import Field, Section
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.documents import as_json, calendar
from internship_xblock.tools.plans.documents import plan as documents
from internship_xblock.tools.plans.models import Plan, PlanPrivateAnswer
from internship_xblock.tools.plans.schema.layout import EVERY
from internship_xblock.tools.plans.schema.private import PRIVATE
from internship_xblock.tools.plans.sources import importing
from internship_xblock.tools.plans.web.block import PlanBlock

from ..runtime import call, make_block
from .conftest import RULES, USAGE, Draft
from .test_record import breaks

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
SECRET = "Needs a quiet room at noon"


class World:
    """A whole plan; Jonas is the student, and lets Mira, who is his mentor, read what he needs."""

    def __init__(self, draft: Draft, join: Join) -> None:
        self.draft = draft.fill()
        self.mira, self.jonas = draft.actor, join(draft, "jonas", "student")
        self.kari, self.lena, self.olga = (
            join(draft, name, role) for name, role in (("kari", "supervisor"), ("lena", "leader"), ("olga", "other"))
        )

    def uid(self, actor: Actor) -> str:
        parties = placements.get(self.mira, placement_id=self.draft.placement_id).parties
        return next(party.uid for party in parties if party.user_id == actor.user_id)

    def write(self, actor: Actor | None = None, **more: Any) -> list[plans.PrivateView]:
        said: dict[str, Any] = {
            "field": "adjustments", "text": SECRET, "readers": [self.uid(self.mira)], "is_agreed": True, "revision": 0,
        }  # fmt: skip
        return plans.write_private(
            actor or self.jonas, placement_id=self.draft.placement_id, usage_key=USAGE, **{**said, **more}
        )

    def read(self, actor: Actor) -> dict[str, str]:
        found = plans.read_private(actor, placement=self.draft.placement_id, usage_key=USAGE)
        return {one.field.name: one.text for one in found}


@pytest.fixture
def world(draft: Draft, join: Join) -> World:
    return World(draft, join)


def elsewhere() -> str:
    """All that our tables hold beside the private answers, as text."""
    models = [model for model in apps.get_app_config("internship_xblock").get_models() if model is not PlanPrivateAnswer]
    return "\n".join(str(model_to_dict(row)) for model in models for row in model._default_manager.all())


# -- who reads ---------------------------------------------------------------------------------------------------------


def test_the_student_and_whom_they_chose_read_it_and_nobody_else(world: World, person: Callable[..., Actor]) -> None:
    world.write()
    assert world.read(world.jonas) == {"adjustments": SECRET, "emergency": ""}
    assert world.read(world.mira) == {"adjustments": SECRET}
    assert world.read(world.kari) == world.read(world.lena) == {}
    staff = person("staff_ida", is_staff=True)
    for actor, error in ((world.olga, NotAllowed), (staff, NotAllowed), (person("somebody"), NotFound)):
        with pytest.raises(error):
            world.read(actor)
    for looker in (world.jonas, world.mira, staff):
        with pytest.raises(NotAllowed):
            world.read(replace(looker, masquerading=True))


def test_who_is_chosen_no_more_reads_it_no_more(world: World) -> None:
    world.write()
    world.write(readers=[world.uid(world.kari)], revision=1)
    assert (world.read(world.mira), world.read(world.kari)) == ({}, {"adjustments": SECRET})


def test_the_owner_alone_has_no_part_in_it(world: World) -> None:
    world.write(readers=[world.uid(world.kari)])
    assert world.read(world.mira) == {}  # who made the placement, and is the mentor
    with pytest.raises(NotAllowed):
        world.write(world.mira)


def take_the_place_of(gone: Actor, world: World, uid: str, person: Callable[..., Actor], is_retired: bool) -> Actor:
    """Somebody new in the place of somebody who was forgotten, or whose account an operator deleted."""
    if is_retired:
        retirement.forget(gone.account)
    else:
        get_user_model().objects.filter(pk=gone.user_id).delete()
    code = placements.invite(world.mira, placement_id=world.draft.placement_id, party_uid=uid)
    new = person("newcomer")
    placements.join(new, course_key=new.course_key, code=code)
    return new


@pytest.mark.parametrize("is_retired", [True, False])
def test_who_comes_to_a_chosen_place_later_was_not_chosen(world: World, person: Callable[..., Actor], is_retired: bool) -> None:
    uid = world.uid(world.kari)
    world.write(readers=[uid])
    new = take_the_place_of(world.kari, world, uid, person, is_retired)
    assert world.read(new) == {}
    shown = call(block_of(world.jonas), "private", {"placement": str(world.draft.placement_id)}, method="GET").text
    assert f'value="{uid}"' in shown
    assert f'value="{uid}" checked' not in shown
    world.write(readers=[uid], revision=1)  # the same words, for the newcomer now
    assert world.read(new) == {"adjustments": SECRET}


@pytest.mark.parametrize("is_retired", [True, False])
def test_who_comes_to_the_students_place_later_finds_nothing(
    world: World, person: Callable[..., Actor], is_retired: bool
) -> None:
    uid = world.uid(world.jonas)
    world.write()
    new = take_the_place_of(world.jonas, world, uid, person, is_retired)
    assert world.read(new) == {"adjustments": "", "emergency": ""}
    world.write(new, text="My own")
    assert world.read(new) == {"adjustments": "My own", "emergency": ""}
    assert SECRET not in str(list(PlanPrivateAnswer.objects.values()))


# -- how it is given, changed and taken back --------------------------------------------------------------------------------


def test_nothing_is_kept_without_consent_and_readers(world: World) -> None:
    for more, name in (
        ({"is_agreed": False}, "agreed"), ({"readers": []}, "readers"), ({"text": "x" * 2_001}, "text"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            world.write(**more)
        assert list(refused.value.fields) == [name]
    for readers in ([world.uid(world.olga)], [world.uid(world.jonas)], ["nobody"]):
        with pytest.raises(BadRequest):
            world.write(readers=readers)
    with pytest.raises(BadRequest):
        world.write(field="insurance")
    assert not PlanPrivateAnswer.objects.exists()
    assert world.draft.view().separately == {}


def test_the_sentence_that_was_agreed_to_is_kept_with_it(world: World) -> None:
    (one, _empty) = world.write()
    row = PlanPrivateAnswer.objects.get()
    assert row.consent == one.consent == str(PRIVATE[0].consent)
    assert (row.author_id, row.about, row.revision) == (world.jonas.user_id, world.uid(world.jonas), 1)
    (period,) = world.draft.view().sections["periods"].rows[-1:]
    assert one.goes_on is not None
    assert str(one.goes_on - timedelta(days=91)) == period["end"]


def test_a_stale_tab_overwrites_nothing_and_a_retry_changes_nothing(world: World) -> None:
    world.write()
    world.write()  # its answer was lost, and it is sent again
    world.write(text="Another room", revision=1)
    for text in ("Mine", ""):
        with pytest.raises(Stale) as stale:
            world.write(text=text, revision=1)
        assert stale.value.revision == 2
    assert world.read(world.mira) == {"adjustments": "Another room"}


def test_it_can_be_taken_back(world: World) -> None:
    world.write()
    world.write(text="", readers=[], is_agreed=False, revision=1)
    assert world.read(world.mira) == {}
    assert not PlanPrivateAnswer.objects.exists()
    assert Plan.objects.get().separately == {}


def test_of_two_students_one_takes_back_their_own_alone(world: World, join: Join) -> None:
    nils = join(world.draft, "nils", "student")
    world.write()
    world.write(nils, text="A ramp")
    world.write(nils, text="", readers=[], is_agreed=False, revision=1)
    assert world.read(nils) == {"adjustments": "", "emergency": ""}
    assert world.read(world.jonas)["adjustments"] == SECRET
    assert set(Plan.objects.get().separately) == {"adjustments"}


# -- where it is not ---------------------------------------------------------------------------------------------------------


def test_no_section_can_hold_such_a_question() -> None:
    with pytest.raises(ValueError, match="never in a section"):
        Section("practical", "Practical", "", PRIVATE)
    assert not [field for section in EVERY.values() for field in section.fields if field.is_private]
    assert Field("a", "A").is_private is False


def test_it_stands_in_nothing_that_is_made_of_a_plan(world: World) -> None:
    world.write()
    version = world.draft.submit()
    assert version.document["separately"] == {"adjustments": timezone.localdate().isoformat(), "emergency": ""}
    assert SECRET not in version.canonical + elsewhere()
    taken = plans.take_along(world.kari, plan_id=version.plan_id, number=1)
    written = as_json.as_json(taken).decode()
    paper = str(documents.document(taken))
    assert "title='Agreed separately'" in paper
    assert "Fact(label='Adjustments that are needed', value='" in paper
    for made in (written, paper, str(calendar.calendar(taken, "site"))):
        assert SECRET not in made
    assert pdf.render(documents.document(taken))
    assert "separately" in json.loads(written)["document"]
    filled = plans.would_fill(
        world.mira, placement_id=world.draft.placement_id, usage_key="another", first_day=None, settings=RULES,
        source=importing.read(written, plans.Layout()).source,
    )  # fmt: skip
    assert SECRET not in str(filled)
    world.write(text="Another room", revision=1)
    world.write(field="emergency", text="Mum, 123 45 678")
    world.draft.submit()
    compared = plans.compare(world.kari, placement_id=world.draft.placement_id, usage_key=USAGE, older=1, newer=2)
    (changed,) = compared.changed
    assert [pair.label for pair in changed.differences] == ["Whom to call in an emergency: agreed separately on"]
    shared = plans.to_share(world.mira, placement=world.draft.placement_id, usage_key=USAGE, settings=RULES)
    assert "separately" not in shared.document
    assert breaks() == []


def test_the_student_takes_it_along_and_no_reader_does(world: World) -> None:
    world.write()
    assert SECRET in str(own_rows(world.jonas))
    assert SECRET not in str(own_rows(world.mira))


# -- when it goes ------------------------------------------------------------------------------------------------------------


def erase(days: int, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    then = timezone.now() + timedelta(days=days)
    out = StringIO()
    with monkeypatch.context() as at:
        at.setattr(timezone, "localdate", lambda: then.date())
        call_command("erase_private_answers", *arguments, stdout=out)
    return out.getvalue().strip()


def test_it_is_erased_when_its_time_is_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    (one, _empty) = world.write()
    world.write(field="emergency", text="Mum, 123 45 678")
    assert one.goes_on is not None
    left = (one.goes_on - timezone.localdate()).days
    assert erase(left - 61, monkeypatch, "--really") == "0 private answers erased"
    assert erase(left - 60, monkeypatch) == "Nothing was changed. With --really: 1 private answers erased"
    assert erase(left - 60, monkeypatch, "--really") == "1 private answers erased"
    assert world.read(world.mira) == {"adjustments": SECRET}
    assert erase(left, monkeypatch, "--really") == "1 private answers erased"
    assert world.read(world.mira) == {}
    assert set(Plan.objects.get().separately) == {"adjustments", "emergency"}  # that it was agreed, the plan still says


def test_an_early_end_that_is_noted_late_erases_nothing_before_its_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    first, planned = today - timedelta(days=300), today + timedelta(days=30)
    world.draft.save("periods", [{"uid": "p1", "start": first.isoformat(), "end": planned.isoformat()}])
    world.write()
    last = today - timedelta(days=200)
    placements.end_early(world.mira, placement_id=world.draft.placement_id, known=0, last=last)
    assert erase(0, monkeypatch, "--really") == "0 private answers erased"
    (one, _empty) = plans.read_private(world.jonas, placement=world.draft.placement_id, usage_key=USAGE)
    assert one.goes_on == today + timedelta(days=91)  # counted from today, on which it was said
    assert erase(90, monkeypatch, "--really") == "0 private answers erased"
    assert erase(91, monkeypatch, "--really") == "1 private answers erased"


def test_it_goes_with_the_student(world: World) -> None:
    world.write(text="Ask kari for the key")
    retirement.forget(world.kari.account)
    assert world.read(world.mira) == {"adjustments": "Ask … for the key"}
    assert list(Plan.objects.get().separately) == ["adjustments"]
    retirement.forget(world.jonas.account)
    assert not PlanPrivateAnswer.objects.exists()
    assert world.read(world.mira) == {}
    assert Plan.objects.get().separately == {}, "that something was agreed tells of the student too"


def test_queries_are_few(world: World, django_assert_num_queries: Callable[..., Any]) -> None:
    world.write()
    with django_assert_num_queries(4):
        world.read(world.mira)


# -- on the screen -----------------------------------------------------------------------------------------------------------


def block_of(actor: Actor) -> Any:
    return make_block(PlanBlock, actor, usage=USAGE)


def test_the_panel_shows_each_what_is_theirs(world: World) -> None:
    where = {"placement": str(world.draft.placement_id)}
    form = {
        **where, "field": "adjustments", "revision": "0", "private-adjustments-text": SECRET,
        "private-adjustments-readers": [world.uid(world.mira)],
    }  # fmt: skip
    refused = call(block_of(world.jonas), "save_private", form)
    assert refused.status_int == 422
    assert "private-adjustments-agreed-error" in refused.text
    saved = call(block_of(world.jonas), "save_private", {**form, "private-adjustments-agreed": "on"})
    assert "Only you and those you have chosen read it." in saved.text
    shown = {one: call(block_of(one), "private", where, method="GET").text for one in (world.jonas, world.mira, world.kari)}
    assert [SECRET in text for text in shown.values()] == [True, True, False]
    assert ["<textarea" in text for text in shown.values()] == [True, False, False]
    assert "Nothing here is shared with you." in shown[world.kari]
    for actor in (world.jonas, world.mira, world.kari, world.olga):
        page = block_of(actor).student_view().content
        assert SECRET not in page
        assert ("For chosen people only" in page) is (actor is not world.olga)
