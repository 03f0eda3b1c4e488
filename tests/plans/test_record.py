"""Every way in which what was submitted, signed and issued can be tampered with in the tables, named by `verify_plans`."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from itertools import permutations
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid
from internship_xblock.exports import pdf, word
from internship_xblock.records.frozen import digest
from internship_xblock.records.ledger import signature_sha256
from internship_xblock.records.people import who_sha256
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.forget import end_invitations
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.documents import as_json, calendar
from internship_xblock.tools.plans.documents import plan as exported
from internship_xblock.tools.plans.models import Plan, PlanRecord, PlanSignature, PlanVersion
from internship_xblock.tools.plans.versions.ledger import LEDGER
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Submission
from internship_xblock.tools.reviews.web import subjects

from ..platform import COURSE
from ..runtime import call, make_block
from . import shown
from .conftest import RULES, USAGE, Draft

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


def breaks() -> list[str]:
    """All that the operator is told, a line each, without the number of the plan."""
    try:
        call_command("verify_plans", stdout=StringIO())
    except CommandError as error:
        first, *lines = str(error).splitlines()
        told = [re.fullmatch(r"Plan \d+(?:, |: )(.+)\.", line) for line in lines]
        return [found[1] for found in told if found] if first.startswith(f"{len(told)} breaks in ") else [first]
    return []


@pytest.fixture
def agreed(draft: Draft, join: Join) -> Draft:
    """Two versions that Mira, Jonas and Kari have signed."""
    draft.fill()
    people = [draft.actor, join(draft, "jonas", "student"), join(draft, "kari", "supervisor")]
    for number in (1, 2):
        draft.submit()
        for actor in people:
            shown.sign(actor, placement_id=draft.placement_id, usage_key=USAGE, number=number)
        draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": f"Text {number}"}])
    return draft


def version(number: int) -> Any:
    return PlanVersion.objects.filter(number=number)


def account(name: str) -> Any:
    return get_user_model().objects.get(username=name)


def signature(number: int, role: str = "student") -> Any:
    return PlanSignature.objects.filter(version__number=number, role=role)


def spoil(number: int) -> None:
    row = version(number).get()
    version(number).update(canonical=row.canonical.replace("auctioneer", "buyers"))


def replace(number: int) -> None:
    """Another text with a hash that fits it."""
    row = version(number).get()
    text = row.canonical.replace("auctioneer", "buyers")
    version(number).update(canonical=text, sha256=digest(row.previous_sha256, text))


def forge(number: int) -> None:
    """Somebody else's name under it, with a hash that fits."""
    row = signature(number).get()
    row.name, row.name_sha256 = "Somebody", who_sha256(row.salt, "Somebody")
    row.sha256 = signature_sha256(row)
    row.save()


def add_signature(number: int) -> None:
    row = signature(number).get()
    row.pk, row.party_uid = None, "feed0001"
    row.sha256 = signature_sha256(row)
    row.save(force_insert=True)


def move_signature() -> None:
    signature(1).delete()
    signature(2).update(version=version(1).get())


def insert_version() -> None:
    row = version(2).get()
    PlanVersion.objects.create(
        plan_id=row.plan_id, number=3, canonical="{}", sha256=digest(row.sha256, "{}"), previous_sha256=row.sha256,
        frozen_at=row.frozen_at,
    )  # fmt: skip


MOVED = "it was moved: what is recorded of it was done in placement {placement} of {course}, block {usage}"
TAMPERED: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "a changed text": (lambda: spoil(1), ["version 1: its text is not the one that was submitted"]),
    "a replaced version": (
        lambda: replace(1),
        [
            "version 1: another one was submitted in its place", "version 2: it does not follow the version before it",
            *(f"signature of {who} under version 1: it was given to another text than this version's"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a replaced last version": (
        lambda: replace(2),
        [
            "version 2: another one was submitted in its place",
            *(f"signature of {who} under version 2: it was given to another text than this version's"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a removed first version": (
        lambda: version(1).delete(),
        [
            "version 2: it does not follow the version before it", "version 1: it was submitted and is missing",
            *(f"signature of {who} under version 1: it was given and is missing"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a removed last version": (
        lambda: version(2).delete(),
        [
            "version 2: it was submitted and is missing",
            *(f"signature of {who} under version 2: it was given and is missing"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a version that was put there": (insert_version, ["version 3: the record does not know that it was submitted"]),
    "a deleted plan": (lambda: Plan.objects.all().delete(), ["it was deleted"]),
    "a changed signature": (
        lambda: signature(1).update(name="Somebody"),
        ["signature of {student} under version 1: it does not say what was signed"],
    ),
    "a signature of another day": (
        lambda: signature(1).update(signed_at="2020-01-01T00:00Z"),
        ["signature of {student} under version 1: it does not say what was signed"],
    ),
    "a forged signature": (lambda: forge(1), ["signature of {student} under version 1: another one was signed in its place"]),
    "a signature that was put there": (
        lambda: add_signature(1), ["signature of feed0001 under version 1: the record does not know that it was signed"],
    ),
    "a moved signature": (
        move_signature,
        [
            "signature of {student} under version 1: it was given to another text than this version's",
            "signature of {student} under version 1: another one was signed in its place",
            "signature of {student} under version 2: it was given and is missing",
        ],
    ),
    "a deleted signature": (
        lambda: signature(2).delete(), ["signature of {student} under version 2: it was given and is missing"],
    ),
    "a version of another day": (
        lambda: version(1).update(frozen_at="2020-01-01T00:00Z"),
        ["version 1: the record says that it was submitted at another time"],
    ),
    "another name of who submitted it": (
        lambda: version(1).update(author_name="Somebody"), ["version 1: it was submitted by somebody else than it says"],
    ),
    "no name of who submitted it": (
        lambda: version(1).update(author_name=""), ["version 1: it was submitted by somebody else than it says"],
    ),
    "another account that submitted it": (
        lambda: version(1).update(author=account("jonas")),
        ["version 1: it was submitted by somebody else than it says"],
    ),
    "a name put where one was forgotten": (
        lambda: version(1).update(salt="", author_name="Somebody", author=None),
        ["version 1: it was submitted by somebody else than it says"],
    ),
    "an exchanged account behind a signature": (
        lambda: signature(1).update(author=account("kari")),
        ["signature of {student} under version 1: another person gave it than it says"],
    ),
    "a plan moved to another placement": (
        lambda: Plan.objects.update(placement=Placement.objects.create(course_key=COURSE)), [MOVED],
    ),
    "a plan moved to another course": (lambda: Plan.objects.update(course_key="course-v1:Other+X+1"), [MOVED]),
    "a plan moved to another block": (lambda: Plan.objects.update(usage_key="another block"), [MOVED]),
    "a number given twice": (
        lambda: LEDGER.text(version(1).get()), ["version 1: more than one was submitted under this number"],
    ),
    "a line taken out of the record": (
        lambda: PlanRecord.objects.filter(position=1).delete(),
        [
            "version 1: the record does not know that it was submitted", "line 2 of its record: line 1 is missing before it",
            "line 2 of its record: it does not follow the line before it",
        ],
    ),
    "a line of the record changed": (
        lambda: PlanRecord.objects.filter(position=2).update(sha256="0" * 64),
        [
            "signature of {mentor} under version 1: another one was signed in its place",
            "line 2 of its record: it was changed",
        ],
    ),
}  # fmt: skip


def named(draft: Draft, expected: list[str]) -> list[str]:
    by_role = {row.role: row.party_uid for row in PlanSignature.objects.filter(version__number=1)}
    at = {"placement": draft.placement_id, "course": draft.actor.course_key, "usage": USAGE}
    return [line.format(**by_role, **at) for line in expected]


def test_what_nobody_touched_is_intact(agreed: Draft) -> None:
    out = StringIO()
    call_command("verify_plans", stdout=out)
    assert out.getvalue() == "2 versions of 1 plans, 6 signatures and 0 certificates are intact.\n"


@pytest.mark.parametrize("kind", TAMPERED)
def test_each_kind_of_break_is_named_and_nothing_else(agreed: Draft, kind: str) -> None:
    tamper, expected = TAMPERED[kind]
    wanted = named(agreed, expected)
    tamper()
    assert sorted(breaks()) == sorted(wanted)


NOT_IN_THE_CHAIN = {  # a row's own number; what the draft has and no version
    "id", "created", "rights", "rights_revision", "separately",
}  # fmt: skip
COLUMNS = [
    (model, field.attname)
    for model in (Plan, PlanVersion, PlanSignature, PlanRecord)
    for field in model._meta.concrete_fields
    if field.name not in NOT_IN_THE_CHAIN
]  # fmt: skip


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=lambda value: getattr(value, "__name__", value))
def test_no_column_can_be_changed_unseen(agreed: Draft, person: Callable[..., Actor], model: Any, column: str) -> None:
    """Also one that somebody adds to these tables later."""
    row = model.objects.order_by("pk").first()
    value = getattr(row, column)
    if column == "author_id":
        changed: Any = person("somebody").account
    elif column == "author_seat_id":
        changed = Party.objects.values_list("pk", flat=True).first()
    elif column == "placement_id" and model is Plan:
        changed = Placement.objects.create(course_key=COURSE).pk
    elif column in ("version_id", "plan_id"):
        other = Draft(agreed.actor, placements.start(agreed.actor, course_key=agreed.actor.course_key, role="mentor").id).fill()
        changed = other.view().plan_id
        if column == "version_id":
            other.submit()
            changed = PlanVersion.objects.get(plan_id=changed).pk
    elif isinstance(value, datetime):
        changed = value + timedelta(seconds=1)
    elif isinstance(value, dict):
        reference, one = next(iter(value.items()))
        changed = json.dumps({**value, reference: {**one, "name": "Somebody"}})
    elif isinstance(value, bool):
        changed = not value
    else:
        changed = value + 1_000 if isinstance(value, int) else f"{value[:-1]}?"
    assert breaks() == []
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name
        told = f"UPDATE {quoted(model._meta.db_table)} SET {quoted(column)} = %s WHERE id = %s"  # noqa: S608
        cursor.execute(
            told, [connection.ops.adapt_datetimefield_value(changed) if isinstance(value, datetime) else changed, row.pk]
        )
    assert breaks()


def test_several_at_once_are_all_named(agreed: Draft) -> None:
    kinds = ("a changed text", "a deleted signature", "a version that was put there")
    wanted = [line for kind in kinds for line in named(agreed, TAMPERED[kind][1])]
    for kind in kinds:
        TAMPERED[kind][0]()
    assert sorted(breaks()) == sorted(wanted)


def test_breaks_of_several_plans_are_all_named(agreed: Draft, person: Callable[..., Actor]) -> None:
    others = []
    for name in ("olga", "omar"):
        actor = person(name)
        other = Draft(actor, placements.start(actor, course_key=actor.course_key, role="mentor").id)
        other.fill().submit()
        others.append(other.view().plan_id)
    PlanVersion.objects.filter(plan_id=others[0]).update(canonical="{}")
    Plan.objects.filter(pk=others[1]).delete()
    spoil(2)
    assert breaks() == [
        "version 2: its text is not the one that was submitted", "version 1: its text is not the one that was submitted",
        "it was deleted",
    ]  # fmt: skip


# -- what happens lawfully ---------------------------------------------------------------------------------------------


def test_a_plan_that_went_with_its_owners_account_is_not_missed(draft: Draft) -> None:
    draft.fill().submit()
    plan_id = draft.view().plan_id
    retirement.forget(draft.actor.account)
    assert breaks() == []
    assert list(PlanRecord.objects.values_list("record_id", "kind", "sha256")) == [(plan_id, "erased", "")]
    assert not Plan.objects.exists()


@pytest.mark.parametrize("names", [*permutations(("mira", "jonas", "kari"), 1), *permutations(("mira", "jonas", "kari"), 3)])
def test_retirement_breaks_nothing(agreed: Draft, person: Callable[..., Actor], names: tuple[str, ...]) -> None:
    for name in names:
        retirement.forget(account(name).pk)
        assert breaks() == []
        held = [
            *PlanVersion.objects.values_list("author_name", "author_id"),
            *PlanSignature.objects.values_list("author_name", "author_id"),
        ]
        assert not {account(name).pk, "Mira" if name == "mira" else None} - {None} & {one for row in held for one in row}
    assert Plan.objects.exists() is (len(names) < 3)


def test_who_was_forgotten_cannot_be_found_by_trying_all_accounts(agreed: Draft) -> None:
    """The digest stays in the record; what it was salted with goes with the account."""
    jonas = account("jonas").pk
    salt = signature(1).get().salt
    digests = set(PlanRecord.objects.exclude(account_sha256="").values_list("account_sha256", flat=True))
    assert who_sha256(salt, jonas) in digests
    retirement.forget(jonas)
    assert signature(1).get().salt == ""
    assert salt not in "".join(PlanSignature.objects.values_list("salt", flat=True))
    left = {*PlanSignature.objects.values_list("salt", flat=True), *PlanVersion.objects.values_list("salt", flat=True), ""}
    assert not {who_sha256(one, jonas) for one in left} & digests


def test_a_deleted_account_breaks_nothing(agreed: Draft) -> None:
    """What an administrator may do: the database empties what pointed to it."""
    for name in ("jonas", "mira"):
        account(name).delete()
    assert breaks() == []
    assert signature(1).get().author is None


def test_a_learners_state_that_is_cleared_breaks_nothing(agreed: Draft) -> None:
    block, mira = make_block(PlanBlock, agreed.actor, usage=USAGE), agreed.actor
    for actor_id in (mira.anonymous_id, f"anonymous-{account('jonas').pk}"):
        block.clear_student_state(user_id=actor_id, course_id=mira.course_key, item_id=USAGE)
    assert breaks() == []


@pytest.mark.parametrize("course", [COURSE, "course-v1:Test+Mentor+2027"])
def test_a_plan_that_is_begun_from_another_breaks_nothing(agreed: Draft, course: str) -> None:
    """In the same course, and in its next run: rows are copied, and what was submitted stays where it was."""
    mira = dataclasses.replace(agreed.actor, course_key=course)
    usage = USAGE.replace("2026", course[-4:]).replace("@one", "@other")
    place = placements.start(mira, course_key=course, role="mentor").id
    source = plans.copy_of(mira, plan_id=agreed.view().plan_id or 0, settings=RULES)
    plans.fill(mira, placement_id=place, usage_key=usage, source=source, first_day=None, settings=RULES)
    view = plans.open_plan(mira, placement=place, usage_key=usage)
    assert view.sections["outcomes"].is_begun
    for name in ("practical", "contacts"):
        plans.save_section(
            mira, placement_id=place, usage_key=usage, section=name, revision=view.sections[name].revision,
            typed=[agreed.view().sections[name].values], settings=RULES,
        )  # fmt: skip
    parties = view.sections["parties"]
    substitute = {"uid": "sub2", "role": "mentor", "name": "Ánde Somby", "is_substitute": True}
    plans.save_section(
        mira, placement_id=place, usage_key=usage, section="parties", revision=parties.revision,
        typed=[*parties.rows, substitute], settings=RULES,
    )  # fmt: skip
    filled = plans.open_plan(mira, placement=place, usage_key=usage).sections
    for name, days in (("periods", ("start", "end")), ("checkpoints", ("date",))):
        before = {row.get("label", row.get("kind")): row for row in agreed.view().sections[name].rows}
        rows = [{**row, **{day: before[row.get("label", row.get("kind"))][day] for day in days}} for row in filled[name].rows]
        plans.save_section(
            mira, placement_id=place, usage_key=usage, section=name, revision=filled[name].revision, typed=rows, settings=RULES
        )
    shown.submit(mira, placement_id=place, usage_key=usage, settings=RULES, possible=1)
    assert PlanVersion.objects.count() == 3
    assert breaks() == []


def test_a_course_that_is_deleted_breaks_nothing(agreed: Draft) -> None:
    end_invitations(agreed.actor.course_key)
    assert breaks() == []


def test_an_earlier_broken_version_does_not_spread(agreed: Draft) -> None:
    """Submitting again is the way out of a broken version: the new one is whole, and the old one stays named."""
    spoil(2)
    agreed.submit()
    assert breaks() == ["version 2: its text is not the one that was submitted"]


# -- what people see -------------------------------------------------------------------------------------------------------


def look(draft: Draft, number: int) -> plans.Agreement:
    return plans.agreement(draft.actor, placement=draft.placement_id, usage_key=USAGE, number=number)


@pytest.mark.parametrize("tamper", [spoil, replace, lambda number: signature(number).update(name="Jo"), forge])
def test_what_was_tampered_with_does_not_count_as_agreed(agreed: Draft, tamper: Callable[[int], Any]) -> None:
    assert look(agreed, 2).is_agreed
    tamper(2)
    if tamper is not forge:
        assert not look(agreed, 2).is_agreed
        taken = plans.take_along(agreed.actor, plan_id=agreed.view().plan_id or 0, number=2)
        assert "Version 2 · not agreed yet" in exported.document(taken).head.state, "paper says it too"
    else:  # whoever writes a hash that fits is found by the record alone
        assert breaks()


def test_a_signature_that_does_not_fit_is_said_and_cannot_be_given_again(agreed: Draft) -> None:
    row = signature(2, "mentor")
    row.update(version_sha256="0" * 64)
    page = make_block(PlanBlock, agreed.actor, usage=USAGE).student_view().content
    assert "this signature does not fit this version any more and does not count" in page
    assert look(agreed, 2).mine is None
    taken = plans.take_along(agreed.actor, plan_id=agreed.view().plan_id or 0, number=2)
    assert any("does not fit this version any more" in said for said in taken.warnings)
    assert [line["role"] for line in json.loads(as_json.as_json(taken))["signatures"]] == ["student", "supervisor"]


BROKEN = "This is not the text that was submitted"


@pytest.mark.parametrize("tamper", [spoil, replace, lambda number: version(number).update(canonical="no JSON")])
def test_a_broken_version_is_shown_and_printed_with_a_warning(
    agreed: Draft, person: Callable[..., Actor], tamper: Callable[[int], Any]
) -> None:
    plan_id = agreed.view().plan_id or 0
    ida = person("ida", is_staff=True)
    submission = reviews.open_submission(ida, submission_id=Submission.objects.get().pk)
    assert subjects.read(ida, submission).warning == ""
    intact = plans.take_along(agreed.actor, plan_id=plan_id, number=2)
    assert (intact.warnings, json.loads(as_json.as_json(intact))["intact"]) == ((), True)
    tamper(2)
    block = make_block(PlanBlock, agreed.actor, usage=USAGE)
    where = {"placement": str(agreed.placement_id)}
    assert BROKEN in call(block, "show_version", {**where, "number": "2"}, method="GET").text
    assert BROKEN not in call(block, "show_version", {**where, "number": "1"}, method="GET").text
    assert f"Version 2: {BROKEN}" in call(block, "compare_versions", {**where, "older": "1", "newer": "2"}, method="GET").text
    assert BROKEN in block.student_view().content
    assert BROKEN in subjects.read(ida, submission).warning
    taken = plans.take_along(agreed.actor, plan_id=plan_id, number=2)
    document = exported.document(taken)
    assert document.sections[0].title == "Read this first"
    assert BROKEN in document.sections[0].note
    assert pdf.render(document)
    assert word.render(document)
    written = json.loads(as_json.as_json(taken))
    assert written["intact"] is False
    assert BROKEN in written["warnings"][0]
    assert all(BROKEN in event.description for event in calendar.calendar(taken, "site").events)
    with pytest.raises(Invalid):
        shown.sign(agreed.actor, placement_id=agreed.placement_id, usage_key=USAGE, number=2)


def test_versions_that_are_gone_are_said_on_the_page(agreed: Draft) -> None:
    agreed.submit()
    version(3).delete()
    version(1).delete()
    page = make_block(PlanBlock, agreed.actor, usage=USAGE).student_view().content
    assert "Submitted, but no longer there: version 1, 3." in page
    taken = plans.take_along(agreed.actor, plan_id=agreed.view().plan_id or 0, number=2)
    assert any("version 1." in said for said in taken.warnings)
