"""Versions that were submitted: signed, compared, and verified by the operator."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanSignature, PlanVersion

from . import shown
from .conftest import USAGE, Draft

pytestmark = pytest.mark.django_db

Join = Callable[..., Actor]


def sign(actor: Actor, draft: Draft, number: int = 1) -> plans.Agreement:
    return shown.sign(actor, placement_id=draft.placement_id, usage_key=USAGE, number=number)


def change_contact(draft: Draft, text: str) -> None:
    draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": text}])


# -- signing ---------------------------------------------------------------------------------------


def test_a_version_is_agreed_when_all_who_must_have_signed(draft: Draft, join: Join) -> None:
    draft.fill()
    jonas, kari = join(draft, "jonas", "student"), join(draft, "kari", "supervisor")
    draft.submit()
    assert not sign(draft.actor, draft).is_agreed
    assert not sign(kari, draft).is_agreed
    agreement = sign(jonas, draft)
    assert agreement.is_agreed
    lines = {line.name: line for line in agreement.lines}
    assert lines["jonas"].role == "student"
    assert lines["jonas"].signed_at is not None
    assert lines["jonas"].sentence == "I have read version 1 of this plan and will do my part in it."
    assert "Ánde Somby" not in lines, "a substitute signs nothing"


def test_one_signature_is_no_agreement_of_three(draft: Draft, join: Join) -> None:
    draft.fill().submit()
    alone = sign(draft.actor, draft)
    assert alone.unnamed == ("Student", "University supervisor")
    assert not alone.is_agreed
    jonas = join(draft, "jonas", "student")
    draft.submit()
    sign(draft.actor, draft, number=2)
    two = sign(jonas, draft, number=2)
    assert two.unnamed == ("University supervisor",)
    assert not two.is_agreed


def test_the_signature_is_under_the_frozen_text_and_the_next_version_is_signed_anew(draft: Draft) -> None:
    draft.fill().submit()
    sign(draft.actor, draft)
    change_contact(draft, "Somebody else")
    assert plans.agreement(draft.actor, placement=draft.placement_id, usage_key=USAGE, number=1).is_begun
    draft.submit()
    second = plans.agreement(draft.actor, placement=draft.placement_id, usage_key=USAGE, number=2)
    assert not second.is_begun
    assert second.mine is not None
    first = plans.agreement(draft.actor, placement=draft.placement_id, usage_key=USAGE, number=1)
    assert first.is_begun, "what was signed stays with its version"


def test_an_older_version_is_closed(draft: Draft) -> None:
    draft.fill().submit()
    change_contact(draft, "Somebody else")
    draft.submit()
    with pytest.raises(Invalid, match="Invalid") as refused:
        sign(draft.actor, draft, number=1)
    assert "Version 2" in str(refused.value.message)


def test_signing_twice_changes_nothing(draft: Draft) -> None:
    draft.fill().submit()
    sign(draft.actor, draft)
    sign(draft.actor, draft)
    assert PlanSignature.objects.count() == 1


def test_nobody_signs_for_somebody_else(draft: Draft, join: Join, person: Callable[..., Actor]) -> None:
    draft.fill().submit()
    late = join(draft, "late", "student")  # joined after the version was frozen: it does not name them
    with pytest.raises(NotAllowed):
        sign(late, draft)
    with pytest.raises(NotFound):
        sign(person("odd"), draft)
    other = join(draft, "gro", "other")
    with pytest.raises(NotAllowed):
        sign(other, draft)
    assert not PlanSignature.objects.exists()


def test_a_version_that_was_tampered_with_cannot_be_signed(draft: Draft) -> None:
    draft.fill().submit()
    PlanVersion.objects.update(canonical='{"schema":1}')
    with pytest.raises(Invalid):
        sign(draft.actor, draft)


def test_a_version_that_does_not_exist(draft: Draft) -> None:
    draft.fill().submit()
    with pytest.raises(NotFound):
        sign(draft.actor, draft, number=7)


# -- comparing ---------------------------------------------------------------------------------------


def compare(draft: Draft, older: int, newer: int) -> tuple[plans.Changed, ...]:
    return plans.compare(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, older=older, newer=newer).changed


def test_two_versions_compare_field_by_field_in_words(draft: Draft) -> None:
    draft.fill().submit()
    change_contact(draft, "Ingrid Aas, from Monday Per Nilsen")
    tasks = draft.view().sections["tasks"].rows
    draft.save("tasks", [{**tasks[0], "autonomy": "alone"}, *tasks[1:]])
    draft.submit()
    found = {(str(part.title), str(d.label)): (d.theirs, d.mine) for part in compare(draft, 1, 2) for d in part.differences}
    assert found.pop(("Tasks", "Task 1: How independently")) == ("Watches and asks", "Does it alone")
    ((where, texts),) = found.items()
    assert where == ("Contacts and time", "Contact at the university")
    assert texts[1] == "Ingrid Aas, from Monday Per Nilsen"


def test_a_version_compared_with_itself_says_the_same(draft: Draft) -> None:
    draft.fill().submit()
    assert compare(draft, 1, 1) == ()


def test_a_row_that_was_added_or_removed_shows_with_its_words(draft: Draft) -> None:
    draft.fill().submit()
    checkpoints = draft.view().sections["checkpoints"].rows
    extra = {"uid": "extra1", "kind": "weekly", "date": "2026-10-01", "about": "A coffee"}
    draft.save("checkpoints", [*checkpoints, extra])
    draft.submit()
    (part,) = compare(draft, 1, 2)
    assert ("", "A coffee") in [(d.theirs, d.mine) for d in part.differences]
    (back,) = compare(draft, 2, 1)
    assert ("A coffee", "") in [(d.theirs, d.mine) for d in back.differences]


# -- verifying ---------------------------------------------------------------------------------------


def verify() -> str:
    out = StringIO()
    call_command("verify_plans", stdout=out)
    return out.getvalue()


@pytest.fixture
def three(draft: Draft) -> Draft:
    """Three versions of one plan."""
    draft.fill().submit()
    for text in ("Second", "Third"):
        change_contact(draft, text)
        draft.submit()
    return draft


def test_intact_chains_are_counted(three: Draft) -> None:
    assert verify() == "3 versions of 1 plans, 0 signatures and 0 certificates are intact.\n"


def _change_text(row: PlanVersion) -> None:
    PlanVersion.objects.filter(pk=row.pk).update(canonical=row.canonical.replace("Second", "Sceond"))


def _change_hash_too(row: PlanVersion) -> None:
    from internship_xblock.records.frozen import digest

    text = row.canonical.replace("Second", "Sceond")
    PlanVersion.objects.filter(pk=row.pk).update(canonical=text, sha256=digest(row.previous_sha256, text))


@pytest.mark.parametrize(
    ("tamper", "number", "reason"),
    [
        (_change_text, 2, "its text is not the one that was submitted"),
        (_change_hash_too, 3, "it does not follow the version before it"),
        (lambda row: row.delete(), 3, "it does not follow the version before it"),
    ],
)
def test_a_broken_version_is_named(three: Draft, tamper: Callable[[Any], None], number: int, reason: str) -> None:
    row = PlanVersion.objects.get(number=2)
    tamper(row)
    with pytest.raises(CommandError) as broken:
        verify()
    assert f"Plan {row.plan_id}, version {number}: {reason}." in str(broken.value)
