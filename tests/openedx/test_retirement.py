"""A retired account: its names and words are gone everywhere, the others' are all there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.dispatch import Signal
from django.forms.models import model_to_dict
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.openedx import retirement as platform_retirement
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanSection, PlanSignature, PlanVersion  # fmt: skip
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Note, Submission
from internship_xblock.tools.statements.models import IssuedStatement, Statement
from tests.platform import COURSE

RUBRIC = (reviews.Criterion("a", "Tasks fit"), reviews.Criterion("b", "Talks are planned"))


def everything() -> str:
    """All that our tables hold, as text."""
    models = apps.get_app_config("internship_xblock").get_models()
    return "\n".join(str(model_to_dict(row)) for model in models for row in model._default_manager.all())


@pytest.fixture
def story(person: Callable[..., Actor]) -> dict[str, Any]:
    """Mira (mentor) and Nils (student) in one placement, each with words of their own; Ida reviews."""
    mira, nils, ida = person("mirabelle"), person("nilsemann"), person("staff_idalill", is_staff=True)
    view = placements.start(mira, course_key=COURSE, role="mentor")
    student = placements.PartyRow(uid="aaaa", role="student", name="Nilsemann", email="nils@example.org")
    placements.save_parties(mira, placement_id=view.id, revision=0, rows=[*view.parties, student])
    placements.join(nils, course_key=COURSE, code=placements.invite(mira, placement_id=view.id, party_uid="aaaa"))
    rules = logs.LogRules()
    for actor, words in ((mira, "mentor words"), (nils, "student words")):
        data = {"date": "2026-09-21", "text-what": words}
        entry = logs.write(actor, placement_id=view.id, usage_key="log", draft=1, revision=0, rules=rules, typed=data)
        logs.share(
            actor, usage_key="log", entry_id=entry.id, revision=entry.revision, level="supervisor", rules=rules,
            confirmed=logs.CHECKLIST,
        )  # fmt: skip
    his = Entry.objects.get(author_id=nils.user_id)
    logs.answer(mira, usage_key="log", entry_id=his.pk, observation="mentor observation, long enough")
    plan = Plan.objects.create(placement_id=view.id, course_key=COURSE, usage_key="plan")
    PlanSection.objects.create(
        plan=plan, name="tasks", author_id=mira.user_id, author_name="Mirabelle",
        data={"rows": [{"uid": "t", "text": "Joint task", "assessor": "Mirabelle and Nilsemann"}]},
    )  # fmt: skip
    reviews.submit(
        mira,
        placement_id=view.id,
        usage_key="plan",
        kind="plan",
        subject_id=plan.pk,
        subject_version=1,
        title="Nilsemann",
        possible=5,
        rubric=RUBRIC,
    )
    submitted = Submission.objects.get(kind="plan")
    marks = [reviews.Mark(RUBRIC[0], "partly", "reviewer remark"), reviews.Mark(RUBRIC[1], "", "reviewer remark alone")]
    reviews.give_back(ida, submission_id=submitted.pk, revision=submitted.revision, text="reviewer words", marks=marks)
    return {"mira": mira, "nils": nils, "ida": ida, "placement": view.id, "plan": plan}


def test_the_student_leaves(story: dict[str, Any]) -> None:
    retirement.forget(story["nils"].account)
    left = everything()
    for gone in ("Nilsemann", "nils@example.org", "student words", story["nils"].anonymous_id):
        assert gone not in left
    for kept in ("Mirabelle", "mentor words", "reviewer words", "reviewer remark", "Joint task"):
        assert kept in left
    assert placements.mine(story["nils"], course_key=COURSE).rows == ()
    assert PlanSection.objects.get().data["rows"][0]["assessor"] == "Mirabelle and …"


def test_the_owner_leaves_and_the_others_go_on(story: dict[str, Any]) -> None:
    retirement.forget(story["mira"].account)
    left = everything()
    for gone in ("Mirabelle", "mentor words", "mentor observation", story["mira"].anonymous_id):
        assert gone not in left
    for kept in ("Nilsemann", "student words", "reviewer words"):
        assert kept in left
    assert placements.get(story["nils"], placement_id=story["placement"]).owner_id is None
    assert EntryComment.objects.count() == 1  # an empty place, so that a reply still has something to reply to


def test_the_reviewer_leaves_and_the_decision_stands(story: dict[str, Any]) -> None:
    retirement.forget(story["ida"].account)
    left = everything()
    assert "idalill" not in left
    assert "reviewer words" not in left
    assert "reviewer remark" not in left
    assert Submission.objects.get(kind="plan").status == "returned"
    note = Note.objects.get(decision="returned", author=None, author_name="")
    assert [(mark["title"], mark["value"]) for mark in note.marks] == [("Tasks fit", "partly")]


def test_the_last_one_takes_the_placement_along(story: dict[str, Any]) -> None:
    for name in ("nils", "mira"):
        retirement.forget(story[name].account)
    assert not Placement.objects.exists()
    assert not Party.objects.exists()
    assert not Plan.objects.exists()
    assert not PlanVersion.objects.exists()
    assert "Joint task" not in everything()


def test_comments_and_the_names_behind_words_leave_and_answers_stay(story: dict[str, Any]) -> None:
    """Also where the account goes by another name than its place at the table."""
    nils = replace(story["nils"], name="Nils of the profile")
    mira, at = story["mira"], {"placement_id": story["placement"], "usage_key": "plan"}
    place = {**at, "section": "tasks", "row": "t", "field": "evidence"}
    asked = plans.comment(nils, **place, text="student question")
    plans.comment(mira, **place, text="mentor answer for Nilsemann")
    plans.settle(nils, **place, upto=asked.id)
    task = {"uid": "t", "text": "Joint task", "evidence": "student evidence", "assessor": "Mirabelle"}
    plans.save_section(nils, **at, section="tasks", revision=0, typed=[task], settings=plans.PlanRules())
    view = plans.open_plan(nils, placement=story["placement"], usage_key="plan")
    parties = [{**row, "organisation": "Skarvik"} for row in view.sections["parties"].rows]
    plans.save_section(nils, **at, section="parties", revision=1, typed=parties, settings=plans.PlanRules())
    assert everything().count("Nils of the profile") > 3
    retirement.forget(nils.account)
    left = everything()
    for gone in ("Nils of the profile", "Nilsemann", "student question"):
        assert gone not in left
    for kept in ("mentor answer for …", "student evidence", "Skarvik"):
        assert kept in left
    assert PlanSection.objects.get(name="tasks").data["written"]["t"]["evidence"][:2] == [None, ""]
    first, answer = plans.comments(mira, placement=story["placement"], usage_key="plan", section="tasks", row="t")
    assert (first.text, first.author_name, first.settled_by) == ("", "", "")
    assert answer.author_name == mira.name


def test_what_was_agreed_stays_and_the_names_beside_it_go(story: dict[str, Any]) -> None:
    """As the tables say of themselves, and as README tells operators."""
    now = timezone.now()
    people = {"person:1": {"name": "Nilsemann", "salt": "1", "party": "aaaa"}}
    version = PlanVersion.objects.create(
        plan=story["plan"], number=1, canonical='{"tasks": ["Ask Nilsemann"]}', people=people, sha256="0" * 64, frozen_at=now,
        author_name="Nilsemann", author_id=story["nils"].account,
    )  # fmt: skip
    PlanSignature.objects.create(
        version=version, party_uid="aaaa", name="Nilsemann", role="student", author_id=story["nils"].account, signed_at=now
    )
    IssuedStatement.objects.create(
        statement=Statement.objects.create(placement=story["plan"].placement, course_key=COURSE, kind="student"),
        code="0" * 16,
        number=1,
        canonical="{}",
        people={"person:2": {"name": "Nilsemann AS", "salt": "2", "party": ""}},
        sha256="0" * 64,
        frozen_at=now,
        author_name="Mirabelle",
    )
    retirement.forget(story["nils"].account)
    models = list(apps.get_app_config("internship_xblock").get_models())
    hold = {one for one in models for row in one._default_manager.all() if "Nilsemann" in str(model_to_dict(row))}
    assert hold == {PlanVersion}  # the text that all agreed to, in their own words
    kept = PlanVersion.objects.get()
    assert (kept.canonical, kept.author_name) == ('{"tasks": ["Ask Nilsemann"]}', "")
    assert kept.people == {"person:1": {"name": "", "salt": "", "party": "aaaa"}}
    assert IssuedStatement.objects.get().people == {"person:2": {"name": "… AS", "salt": "", "party": ""}}
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    assert "there the names are erased too" in readme
    assert "stays in that version, as all agreed to it" in readme


def test_a_name_leaves_the_seats_of_others_and_no_word_that_only_holds_it(person: Callable[..., Actor]) -> None:
    mira, bo = person("mira"), replace(person("bo"), name="Bo")
    view = placements.start(mira, course_key=COURSE, role="mentor")
    seats = [
        placements.PartyRow(uid="aaaa", role="student", name="Bo"),
        placements.PartyRow(uid="bbbb", role="supervisor", name="Ida", organisation="Bokbinderiet", stand_in="Bo, at HR"),
    ]
    placements.save_parties(mira, placement_id=view.id, revision=0, rows=[*view.parties, *seats])
    placements.join(bo, course_key=COURSE, code=placements.invite(mira, placement_id=view.id, party_uid="aaaa"))
    plan = Plan.objects.create(placement_id=view.id, course_key=COURSE, usage_key="plan")
    tasks = [{"uid": "t", "text": "Bo reads the Book of Bologna"}]
    PlanSection.objects.create(plan=plan, name="tasks", data={"rows": tasks})
    retirement.forget(bo.account)
    assert PlanSection.objects.get().data["rows"][0]["text"] == "… reads the Book of Bologna"
    seat = Party.objects.get(uid="bbbb")
    assert (seat.stand_in, seat.organisation) == ("…, at HR", "Bokbinderiet")


def test_somebody_we_never_met_changes_nothing(story: dict[str, Any]) -> None:
    before = everything()
    retirement.forget(999_999)
    assert everything() == before


def test_the_platforms_signal_reaches_us(story: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    module, signal = ModuleType(platform_retirement._SIGNALS), Signal()
    module.USER_RETIRE_LMS_MISC = signal  # type: ignore[attr-defined]
    parts = platform_retirement._SIGNALS.split(".")
    for depth in range(1, len(parts)):
        parent = ".".join(parts[:depth])
        monkeypatch.setitem(sys.modules, parent, ModuleType(parent))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    platform_retirement.listen(retirement.forget)
    platform_retirement.listen(retirement.forget)  # twice connects once
    assert len(signal.receivers) == 1
    from django.contrib.auth import get_user_model

    signal.send(sender=None, user=get_user_model().objects.get(username="nilsemann"))
    assert "student words" not in everything()


def test_without_the_platform_there_is_nothing_to_listen_to() -> None:
    platform_retirement.listen(retirement.forget)
