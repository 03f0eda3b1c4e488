"""Every way in which what was handed in, signed and issued can be tampered with in the tables, named by `verify_plans`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from internship_xblock.blocks.plan import PlanBlock
from internship_xblock.exports import pdf, word
from internship_xblock.exports import plans as exported
from internship_xblock.models import Plan, PlanCertificate, PlanRecord, PlanSignature, PlanVersion, Submission
from internship_xblock.openedx import retirement
from internship_xblock.pages import subjects
from internship_xblock.tools.actor import Actor
from internship_xblock.tools.errors import Invalid
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans import record
from internship_xblock.tools.plans.documents import digest
from internship_xblock.tools.reviews import api as reviews

from ..runtime import call, make_block
from .conftest import USAGE, Draft

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
    """Two versions that Mira, Jonas and Kari have signed, and a certificate."""
    draft.fill()
    people = [draft.actor, join(draft, "jonas", "student"), join(draft, "kari", "supervisor")]
    for number in (1, 2):
        draft.submit()
        for actor in people:
            plans.sign(actor, placement_id=draft.placement_id, usage_key=USAGE, number=number)
        draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": f"Text {number}"}])
    row = PlanCertificate.objects.create(
        plan_id=draft.view().plan_id, number=1, canonical="{}", sha256=digest("", "{}"), issued_at=timezone.now()
    )
    record.certificate(row)
    return draft


def version(number: int) -> Any:
    return PlanVersion.objects.filter(number=number)


def signature(number: int, role: str = "student") -> Any:
    return PlanSignature.objects.filter(version__number=number, role=role)


def spoil(number: int) -> None:
    row = version(number).get()
    version(number).update(canonical=row.canonical.replace("Mira", "Mara"))


def replace(number: int) -> None:
    """Another text with a hash that fits it."""
    row = version(number).get()
    text = row.canonical.replace("Mira", "Mara")
    version(number).update(canonical=text, sha256=digest(row.previous_sha256, text))


def forge(number: int) -> None:
    """Somebody else's name under it, with a hash that fits."""
    row = signature(number).get()
    row.name = "Somebody"
    row.sha256 = record.signature_sha256(row)
    row.save()


def add_signature(number: int) -> None:
    row = signature(number).get()
    row.pk, row.party_uid = None, "feed0001"
    row.sha256 = record.signature_sha256(row)
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


UID = "of {student} under version"
TAMPERED: dict[str, tuple[Callable[[], Any], list[str]]] = {
    "a changed text": (lambda: spoil(1), ["version 1: its text is not the one that was handed in"]),
    "a replaced version": (
        lambda: replace(1),
        [
            "version 1: another one was handed in in its place", "version 2: it does not follow the version before it",
            *(f"signature of {who} under version 1: it was given to another text than this version's"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a replaced last version": (
        lambda: replace(2),
        [
            "version 2: another one was handed in in its place",
            *(f"signature of {who} under version 2: it was given to another text than this version's"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a removed first version": (
        lambda: version(1).delete(),
        [
            "version 2: it does not follow the version before it", "version 1: it was handed in and is missing",
            *(f"signature of {who} under version 1: it was given and is missing"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a removed last version": (
        lambda: version(2).delete(),
        [
            "version 2: it was handed in and is missing",
            *(f"signature of {who} under version 2: it was given and is missing"
              for who in ("{mentor}", "{student}", "{supervisor}")),
        ],
    ),
    "a version that was put there": (insert_version, ["version 3: the record does not know that it was handed in"]),
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
    "a changed certificate": (
        lambda: PlanCertificate.objects.update(canonical='{"a":1}'), ["certificate 1: its text is not the one that was issued"],
    ),
    "a replaced certificate": (
        lambda: PlanCertificate.objects.update(canonical='{"a":1}', sha256=digest("", '{"a":1}')),
        ["certificate 1: another one was issued in its place"],
    ),
    "a deleted certificate": (
        lambda: PlanCertificate.objects.all().delete(), ["certificate 1: it was issued and is missing"],
    ),
    "a version of another day": (
        lambda: version(1).update(frozen_at="2020-01-01T00:00Z"),
        ["version 1: the record says that it was handed in at another time"],
    ),
    "a certificate of another day": (
        lambda: PlanCertificate.objects.update(issued_at="2020-01-01T00:00Z"),
        ["certificate 1: the record says that it was issued at another time"],
    ),
    "a line taken out of the record": (
        lambda: PlanRecord.objects.filter(position=1).delete(),
        [
            "version 1: the record does not know that it was handed in", "line 2 of its record: line 1 is missing before it",
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
    return [line.format(**by_role) for line in expected]


def test_what_nobody_touched_is_intact(agreed: Draft) -> None:
    out = StringIO()
    call_command("verify_plans", stdout=out)
    assert out.getvalue() == "2 versions of 1 plans, 6 signatures and 1 certificates are intact.\n"


@pytest.mark.parametrize("kind", TAMPERED)
def test_each_kind_of_break_is_named_and_nothing_else(agreed: Draft, kind: str) -> None:
    tamper, expected = TAMPERED[kind]
    wanted = named(agreed, expected)
    tamper()
    assert sorted(breaks()) == sorted(wanted)


def test_several_at_once_are_all_named(agreed: Draft) -> None:
    kinds = ("a changed text", "a deleted signature", "a changed certificate", "a version that was put there")
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
        "version 2: its text is not the one that was handed in", "version 1: its text is not the one that was handed in",
        "it was deleted",
    ]  # fmt: skip


def test_a_plan_that_went_with_its_owners_account_is_not_missed(draft: Draft) -> None:
    draft.fill().submit()
    plan_id = draft.view().plan_id
    retirement.forget(draft.actor.account)
    assert breaks() == []
    assert list(PlanRecord.objects.values_list("plan_id", "kind", "sha256")) == [(plan_id, "erased", "")]
    assert not Plan.objects.exists()


def test_retirement_breaks_no_signature(agreed: Draft, person: Callable[..., Actor]) -> None:
    retirement.forget(person("jonas").account)
    assert breaks() == []
    assert look(agreed, 2).is_agreed


# -- what people see -------------------------------------------------------------------------------------------------------


def look(draft: Draft, number: int) -> plans.Agreement:
    return plans.agreement(draft.actor, placement=draft.placement_id, usage_key=USAGE, number=number)


@pytest.mark.parametrize("tamper", [spoil, replace, lambda number: signature(number).update(name="Jo"), forge])
def test_what_was_tampered_with_does_not_count_as_agreed(agreed: Draft, tamper: Callable[[int], Any]) -> None:
    assert look(agreed, 2).is_agreed
    tamper(2)
    if tamper is not forge:
        assert not look(agreed, 2).is_agreed
    else:  # whoever writes a hash that fits is found by the record alone
        assert breaks()


def test_a_signature_that_does_not_fit_is_said_and_cannot_be_given_again(agreed: Draft) -> None:
    row = signature(2, "mentor")
    row.update(version_sha256="0" * 64)
    page = make_block(PlanBlock, agreed.actor, usage=USAGE).student_view().content
    assert "this signature does not fit this version any more, and does not count" in page
    assert look(agreed, 2).mine is None
    taken = plans.take_along(agreed.actor, plan_id=agreed.view().plan_id or 0, number=2)
    assert any("does not fit this version any more" in said for said in taken.warnings)
    assert [line["role"] for line in json.loads(exported.as_json(taken))["signatures"]] == ["student", "supervisor"]


BROKEN = "This is not the text that was handed in"


@pytest.mark.parametrize("tamper", [spoil, replace, lambda number: version(number).update(canonical="no JSON")])
def test_a_broken_version_is_shown_and_printed_with_a_warning(
    agreed: Draft, person: Callable[..., Actor], tamper: Callable[[int], Any]
) -> None:
    plan_id = agreed.view().plan_id or 0
    ida = person("ida", is_staff=True)
    submission = reviews.open_submission(ida, submission_id=Submission.objects.get().pk)
    assert subjects.read(ida, submission).warning == ""
    intact = plans.take_along(agreed.actor, plan_id=plan_id, number=2)
    assert (intact.warnings, json.loads(exported.as_json(intact))["intact"]) == ((), True)
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
    written = json.loads(exported.as_json(taken))
    assert written["intact"] is False
    assert BROKEN in written["warnings"][0]
    assert all(BROKEN in event.description for event in exported.calendar(taken, "site").events)
    with pytest.raises(Invalid):
        plans.sign(agreed.actor, placement_id=agreed.placement_id, usage_key=USAGE, number=2)


def test_versions_that_are_gone_are_said_on_the_page(agreed: Draft) -> None:
    agreed.submit()
    version(3).delete()
    version(1).delete()
    page = make_block(PlanBlock, agreed.actor, usage=USAGE).student_view().content
    assert "Handed in and no longer there: version 1, 3." in page
    taken = plans.take_along(agreed.actor, plan_id=agreed.view().plan_id or 0, number=2)
    assert any("version 1." in said for said in taken.warnings)


def test_a_broken_certificate_is_shown_with_a_warning(agreed: Draft) -> None:
    plan_id = agreed.view().plan_id or 0
    assert plans.take_certificate_along(agreed.actor, plan_id=plan_id, number=1).warning == ""
    for changed in ({"canonical": '{"a":1}'}, {"sha256": "0" * 64}, {"canonical": "no JSON"}):
        PlanCertificate.objects.update(**changed)
        issued = plans.take_certificate_along(agreed.actor, plan_id=plan_id, number=1)
        assert "This is not the text that was issued" in str(issued.warning)
        assert issued.document["trainee"] == ""
    (line,) = plans.certificate(agreed.actor, placement=agreed.placement_id, usage_key=USAGE).issued
    assert "This is not the text that was issued" in str(line.warning)
