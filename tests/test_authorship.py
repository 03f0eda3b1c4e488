"""Who wrote what has one shape in every table, and goes with the person: by their account, or by their seat."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.authorship import SEAT, Authorship
from internship_xblock.core.retirement import authorships_of, models_of
from internship_xblock.registry import TOOLS
from internship_xblock.tools.coordination import api as coordination
from internship_xblock.tools.coordination.importing.models import PlacementSheet
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.statements import api as statements

from .plans import shown
from .platform import COURSE
from .seats import guest_of
from .test_permissions import World, make_world, places_asked, ticking

MODELS: list[Any] = list(apps.get_app_config("internship_xblock").get_models())
# Ties to a person, or to a seat, that are no authorship. Each tool's forget.py empties them, or deletes the row.
NO_AUTHORSHIP = {
    "CalendarFeed.user": "whose days it tells; nobody wrote it",
    "CalendarFeed.seat": "whose days it tells; nobody wrote it",
    "Placement.owner": "who may decide in it; a right, not a deed",
    "Party.user": "who sits there",
    "Invitation.party": "for which seat it is; it goes with the seat",
    "Notice.reader": "the row is for this person alone",
    "Notice.reader_seat": "the row is for this person alone",
    "Notice.doer": "who is never told of it; no deed of its own",
    "Notice.doer_seat": "who is never told of it; no deed of its own",
    "NoticeChoice.reader": "the row is this person's alone",
    "NoticeChoice.reader_seat": "the row is this person's alone",
    "DailyMail.reader": "the row is this person's alone",
    "DailyMail.reader_seat": "the row is this person's alone",
    "PracticeAnswer.learner": "the row is the learner's alone",
    "StepAnswer.learner": "the row is the learner's alone",
    "StepDraft.author": "the row is the author's alone",
    "Training.person": "whose it is; nobody wrote it",
    "UnitRecord.learner": "the row is the learner's alone",
}


def ties() -> Iterator[tuple[str, models.ForeignKey[Any, Any]]]:
    """Every foreign key of ours to an account or to a party."""
    for model in MODELS:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model._meta.label in (settings.AUTH_USER_MODEL, SEAT):
                yield f"{model.__name__}.{field.name}", field


def signed_tables() -> list[tuple[Any, Authorship]]:
    return [(model, authorship) for model in MODELS for authorship in authorships_of(model)]


IDS = [f"{model.__name__}.{authorship.prefix}" for model, authorship in signed_tables()]


def test_every_tie_to_a_person_is_of_an_authorship_or_has_a_reason() -> None:
    known = {f"{one}{end}" for one in IDS for end in ("", "_seat")}
    assert {name for name, _field in ties()} == known | set(NO_AUTHORSHIP)
    assert len(IDS) > 15


# Keys to a seat that no deed made. Who leaves out a place in which nobody sits deletes no row of these tables: the database
# would refuse it (placements/parties.py).
OF_TAKEN_SEATS = {
    "CalendarFeed.seat", "DailyMail.reader_seat", "Notice.reader_seat", "Notice.doer_seat", "NoticeChoice.reader_seat",
}  # fmt: skip


def test_a_seat_that_nobody_took_is_named_by_its_invitations_alone() -> None:
    """A key to a seat is of who acted from it, or of who took it, or goes with the seat when it is left out."""
    deeds = {f"{one}{end}" for one in IDS for end in ("", "_seat")}
    others = {name for name, field in ties() if field.related_model._meta.label == SEAT and name not in deeds}
    assert others == OF_TAKEN_SEATS | {"Invitation.party"}


@pytest.mark.parametrize(("model", "authorship"), signed_tables(), ids=IDS)
def test_an_authorship_has_all_its_columns_and_none_takes_the_row_along(model: Any, authorship: Authorship) -> None:
    for end in ("", "_seat"):
        field = model._meta.get_field(f"{authorship.prefix}{end}")
        assert field.null
        assert field.remote_field.on_delete is models.SET_NULL
    names = {field.name for field in model._meta.concrete_fields}
    assert (f"{authorship.prefix}_name" in names) == authorship.has_name
    assert set(authorship.nobody) <= names


def test_every_table_is_a_tools() -> None:
    """Or retirement would not come to it."""
    assert sorted(one.__name__ for tool in TOOLS for one in models_of(tool)) == sorted(one.__name__ for one in MODELS)


@pytest.fixture
def world(db: None) -> World:
    """With a row in every table that somebody signs."""
    world = make_world()
    at = {"placement_id": world.placement_id, "usage_key": "plan"}
    shown.sign(world["mentor"], **at, number=1)
    plans.settle(world["student"], **at, section="contacts", upto=world.comment_id)
    plans.write_private(world["student"], **at, field="emergency", text="Mum", readers=["mentor"], is_agreed=True, revision=0)
    statements.comment(world["author"], placement_id=world.placement_id, text="I sold fish too")
    statements.settle(world["mentor"], placement_id=world.placement_id, upto=10**9)
    statements.withdraw(world["mentor"], placement_id=world.placement_id, number=1, reason="mistake")
    cohort = world.entries["cohort"].id
    placements.pause(world["owner"], placement_id=world.placement_id, known=0, first=timezone.localdate())
    placements.tick(world["student"], **ticking(world, world["student"]))
    placements.write_message(world["mentor"], placement_id=world.placement_id, text="The key is at the till")
    register = b"External id,Student: name\n1,Nils Aas"
    coordination.keep_sheet(world["instructor"], course_key=COURSE, name="register.csv", content=register)
    host_id = hosts.keep_host(world["instructor"], course_key=COURSE, name="Tana Fisk")
    hosts.note_host(world["instructor"], host_id=host_id, text="Ring on Mondays")
    hosts.ask_hosts(world["instructor"], host_ids=[host_id], asked=places_asked())
    logs.answer(world["mentor"], usage_key="log", entry_id=cohort, observation="You asked the right question.")
    return world


def by_account(world: World) -> tuple[dict[str, Any], Callable[[], None]]:
    leaver = get_user_model().objects.create(username="leaver")
    return {"": leaver.pk, "_seat": None}, lambda: retirement.forget(leaver.pk)


def by_seat(world: World) -> tuple[dict[str, Any], Callable[[], None]]:
    leaver = guest_of(world.placement_id, "mentor", "Leaver")
    return {"": None, "_seat": leaver.seat_id}, lambda: retirement.forget_seat(leaver.seat_id or 0)


CHILDLESS = {Entry: {"sharing": "private"}}


def goes_altogether(model: Any, authorship: Authorship) -> bool:
    return model in (Entry, PlacementSheet) and authorship.prefix == "author"


def put(model: Any, authorship: Authorship, who: dict[str, Any]) -> Any:
    """Make a row the leaver's, with words in all that goes along. An entry that goes altogether is one without a dialogue."""
    rows = model.objects.order_by("pk")
    alone = goes_altogether(model, authorship) and model in CHILDLESS
    row = rows.get(**CHILDLESS[model]) if alone else rows.exclude(**CHILDLESS.get(model, {})).first()
    columns = {f"{authorship.prefix}{end}": value for end, value in who.items()}
    name = {f"{authorship.prefix}_name": "Leaver"} if authorship.has_name else {}
    model.objects.filter(pk=row.pk).update(**columns, **name, **dict.fromkeys(authorship.erases, "words"))
    return row.pk


@pytest.mark.parametrize("make", [by_account, by_seat])
def test_retirement_empties_every_authorship_and_no_other(world: World, make: Callable[..., Any]) -> None:
    who, forget = make(world)
    theirs = [(model, authorship, put(model, authorship, who)) for model, authorship in signed_tables()]
    others = {model: model.objects.exclude(pk__in=[pk for one, _by, pk in theirs if one is model]).count() for model in MODELS}
    forget()
    for model, authorship, pk in theirs:
        found = model.objects.filter(pk=pk).values(*authorship.nobody).first()
        assert found == (None if goes_altogether(model, authorship) else authorship.nobody), (model, authorship)
    for model in MODELS:
        left = model.objects.exclude(pk__in=[pk for one, _by, pk in theirs if one is model])
        gone = {"EntryText", "SubmissionWord"}  # of the entry and the titles that went
        assert left.count() == others[model] or model.__name__ in gone, model
    for model, authorship in signed_tables():
        if authorship.has_name:
            assert not model.objects.filter(**{f"{authorship.prefix}_name": "Leaver"}).exists(), model


def test_an_account_takes_what_was_done_from_its_seat_along(world: World) -> None:
    """A seat is one person's: what they did from it by a link before they had an account is theirs too."""
    guest = world["guest_mentor"]
    said = plans.comment(guest, placement_id=world.placement_id, usage_key="plan", section="tasks", text="Which note?")
    leaver = get_user_model().objects.create(username="leaver")
    seat: Any = next(model for model in MODELS if model._meta.label == SEAT)
    seat.objects.filter(pk=guest.seat_id).update(user=leaver, is_by_link=False)
    retirement.forget(leaver.pk)
    comment: Any = next(model for model in MODELS if model.__name__ == "PlanComment")
    assert comment.objects.filter(pk=said.id).values_list("author_seat", "author_name", "text").get() == (None, "", "")


def test_a_seat_that_no_guest_has_taken_is_left_alone(world: World) -> None:
    actor: Actor = world["mentor"]
    seat: Any = next(model for model in MODELS if model._meta.label == SEAT)
    taken = seat.objects.get(user_id=actor.user_id)
    retirement.forget_seat(taken.pk)
    assert seat.objects.get(pk=taken.pk).user_id == actor.user_id
