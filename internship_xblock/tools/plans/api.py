"""What can be done with a plan. Every verb takes the actor first and asks the table first.

The people of a plan are the placement's: reading and saving the section "parties" goes there. Everything else is a
section with a revision of its own. Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import permissions
from ..actor import Actor
from ..errors import BadRequest, Invalid, NotFound, Stale, Words
from ..placements import api as placements
from ..placements.api import PartyRow, PlacementView
from ..reviews import api as reviews
from ..reviews.api import Criterion
from . import agreements, documents, forms, rules, storage
from .agreements import Agreement, Signature, sentence
from .certificates import (
    CERTIFICATE,
    CertificateLine,
    CertificateView,
    IssuedCertificate,
    certificate,
    copy_into_certificate,
    issue_certificate,
    save_certificate,
    take_certificate_along,
)
from .compare import Changed
from .compare import between as changes_between
from .layout import OPTIONAL, USUAL, Layout
from .models import Plan, PlanSection, PlanVersion
from .rules import Finding, PlanRules
from .sections import Row
from .values import Frame, Outcome, Period, PlanView, SectionView, TakenAlong, VersionLine, VersionView, differences

__all__ = [
    "CERTIFICATE",
    "KIND",
    "OPTIONAL",
    "Agreement",
    "CertificateLine",
    "CertificateView",
    "Changed",
    "Finding",
    "Frame",
    "IssuedCertificate",
    "Layout",
    "Outcome",
    "Period",
    "PlanRules",
    "PlanView",
    "SectionView",
    "Signature",
    "TakenAlong",
    "VersionLine",
    "VersionView",
    "agreement",
    "certificate",
    "changes_between",
    "compare",
    "copy_into_certificate",
    "course_of",
    "frame",
    "issue_certificate",
    "open_plan",
    "save_certificate",
    "save_section",
    "sentence",
    "sign",
    "submit",
    "take_along",
    "take_certificate_along",
    "version_for_review",
    "versions",
]  # fmt: skip

KIND = "plan"  # how reviews call us


def open_plan(
    actor: Actor,
    *,
    placement: int | PlacementView,
    usage_key: str,
    layout: Layout = USUAL,
) -> PlanView:
    """The plan of a placement in one block, empty where nobody wrote anything yet. Nothing is stored. Three queries."""
    return storage.with_versions(storage.load(placements.require(actor, "plan.open", placement), usage_key, layout))


def save_section(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    section: str,
    revision: int,
    typed: Sequence[Mapping[str, Any]],
    settings: PlanRules,
) -> PlanView:
    """Keep one section: `typed` are all its rows in order (each with its `uid`), or its single answers as one row.

    A row that is left out or marked `removed` is set aside; it comes back when it is named again. Raises Invalid with messages
    at the fields for what cannot be kept, Stale with both texts where somebody saved in between. Saving what is stored
    already changes nothing, so that a save whose answer was lost can be sent again.
    """
    placement = placements.require(actor, "plan.edit", placement_id)
    spec = settings.layout.by_name.get(section)
    if spec is None:
        raise BadRequest()
    view = storage.load(placement, usage_key, settings.layout)
    around = view.around(settings.headings)
    rows = forms.check(spec, [row for row in typed if not row.get("removed")], around)
    gone = forms.leaving(spec, [row for row in typed if row.get("removed")], around)
    before = view.sections[section]
    if rows == storage.comparable(spec, before.answers):
        return storage.with_versions(view)
    if section == "parties":
        return storage.with_versions(_save_parties(actor, view, before, revision, rows, gone, settings))
    data = storage.data(spec, rows, before, gone)
    if revision != before.revision:
        _stale(view, before, rows, settings)
    saved = replace(before, data=data, revision=revision + 1, changed_by=actor.name, changed_at=timezone.now())
    plan_id = storage.write(actor, view, saved)
    if plan_id is None:  # somebody saved between our reading and our writing
        current = storage.load(placement, usage_key, settings.layout)
        _stale(current, current.sections[section], rows, settings)
    return storage.with_versions(replace(view, plan_id=plan_id, sections={**view.sections, section: saved}))


def submit(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    settings: PlanRules,
    possible: float,
    rubric: Sequence[Criterion] = (),
) -> VersionView:
    """Freeze the draft as the next version and put it before the reviewers, under the author's `rubric`.

    `possible` are the points to get.

    Raises Invalid with a message for each error of the rules, and where nothing changed since the last version unless
    that one was returned. Rows that were set aside are gone for good then.
    """
    placement = placements.require(actor, "plan.submit", placement_id)
    view = storage.load(placement, usage_key, settings.layout)
    document = view.document(settings.headings)
    _refuse_errors(rules.errors(document, settings))
    now = timezone.now()
    with transaction.atomic():
        plan_id = view.plan_id or storage.create(view, {}).pk
        last = PlanVersion.objects.filter(plan_id=plan_id).order_by("-number").first()
        previous = last.sha256 if last else ""
        text = documents.canonical(document)
        if last is not None and last.canonical == text:
            _refuse_unchanged(actor, placement, usage_key, plan_id, last.number)
        try:
            with transaction.atomic():
                row = PlanVersion.objects.create(
                    plan_id=plan_id, number=last.number + 1 if last else 1, canonical=text, previous_sha256=previous,
                    sha256=documents.digest(previous, text), frozen_at=now, frozen_by_user_id=actor.account,
                    frozen_by=actor.name,
                )  # fmt: skip
        except IntegrityError:
            raise Invalid(_("Somebody handed in this plan at the same moment. Reload the page to see it.")) from None
        for name, section in view.sections.items():
            if section.removed:
                kept = {
                    key: value for key, value in section.data.items() if key != "removed" and (key, name) != ("rows", "parties")
                }
                PlanSection.objects.filter(plan_id=plan_id, name=name).filter(
                    **({} if name == "parties" else {"revision": section.revision})
                ).update(data=kept)
        reviews.hand_in(
            actor, placement_id=placement_id, usage_key=usage_key, kind=KIND, subject_id=plan_id, subject_version=row.number,
            title=placement.title, possible=possible, rubric=rubric,
        )  # fmt: skip
    return _version(row)


def versions(actor: Actor, *, placement_id: int, usage_key: str) -> list[VersionView]:
    """What was handed in, the first version first, with the text of each."""
    placement = placements.require(actor, "plan.versions", placement_id)
    found = PlanVersion.objects.filter(plan__placement_id=placement.id, plan__usage_key=usage_key)
    return [_version(row) for row in found]


def version_for_review(actor: Actor, *, plan_id: int, number: int) -> VersionView:
    """A version that was handed in in the reviewer's course. One query."""
    permissions.require(actor, "plan.version_for_review", permissions.course_roles(actor, actor.course_key))
    row = PlanVersion.objects.filter(plan_id=plan_id, number=number, plan__course_key=actor.course_key).first()
    if row is None:
        raise NotFound()
    return _version(row)


def course_of(actor: Actor, *, plan_id: int) -> str:
    """The course that a plan belongs to, for an address that names the plan alone. Says nothing else about it. One query."""
    permissions.require(actor, "plan.course_of", permissions.course_roles(actor, actor.course_key))
    key = Plan.objects.filter(pk=plan_id).values_list("course_key", flat=True).first()
    if key is None:
        raise NotFound()
    return str(key)


def take_along(actor: Actor, *, plan_id: int, number: int) -> TakenAlong:
    """A version that was handed in, to make documents of: for the parties, and for the instructors of its course.

    Three queries and the placement's. NotFound for everybody else, as where there is no such version.
    """
    placement_id = Plan.objects.filter(pk=plan_id).values_list("placement_id", flat=True).first()
    if placement_id is None:
        raise NotFound()
    placement = placements.require(actor, "plan.take_along", placement_id)
    rows = list(PlanVersion.objects.filter(plan_id=plan_id, number__lte=number).order_by("number"))
    if not rows or rows[-1].number != number:
        raise NotFound()
    found = tuple(_version(row) for row in rows)
    signed = agreements.signed_under(plan_id, number)
    lines = agreements.under(actor, placement, rows[-1], found[-1].document, signed.get(number, {})).lines
    earlier = (one for one in found[:-1] if agreements.is_agreed(one.document, signed.get(one.number, {})))
    return TakenAlong(found, lines, agreed=next(earlier, None))


def agreement(actor: Actor, *, placement: int | PlacementView, usage_key: str, number: int) -> Agreement:
    """The signatures under a version, and the line that is the actor's to sign. Two queries and the placement's."""
    entered = placements.require(actor, "plan.versions", placement)
    version = agreements.find(entered.id, usage_key, number)
    return agreements.under(actor, entered, version, _version(version).document)


def sign(actor: Actor, *, placement_id: int, usage_key: str, number: int) -> Agreement:
    """Sign the newest version in the actor's own place. What is signed is the frozen text, never the draft."""
    placement = placements.require(actor, "plan.sign", placement_id)
    return agreements.put(actor, placement, agreements.find(placement.id, usage_key, number))


def compare(actor: Actor, *, placement_id: int, usage_key: str, older: int, newer: int) -> list[Changed]:
    """What changed from one version to another, field by field, in words; empty where they say the same."""
    placement = placements.require(actor, "plan.versions", placement_id)
    before, after = (_version(agreements.find(placement.id, usage_key, number)).document for number in (older, newer))
    return changes_between(before, after)


def frame(actor: Actor, *, placement: int | PlacementView) -> Frame:
    """What the placement's newest plan names: periods in the order of their dates, outcomes. One query and the placement's."""
    rows = storage.newest(placements.require(actor, "placement.open", placement).id, ("periods", "outcomes"))
    periods = [
        Period(
            label=row.get("label") or "",
            start=documents.as_date(row.get("start")),
            end=documents.as_date(row.get("end")),
            hours=float(row["hours"]) if row.get("hours") not in ("", None) else None,
        )
        for row in rows["periods"]
    ]
    return Frame(
        periods=sorted(periods, key=lambda period: (period.start is None, str(period.start))),
        outcomes=[Outcome(uid=row["uid"], text=row["text"]) for row in rows["outcomes"]],
    )


def _save_parties(
    actor: Actor,
    view: PlanView,
    before: SectionView,
    revision: int,
    rows: list[Row],
    gone: Mapping[str, Row],
    settings: PlanRules,
) -> PlanView:
    spec = before.spec
    missing: dict[str, list[Words]] = {
        f"parties-{row['uid']}-role": [_("Choose the role of this party.")] for row in rows if not row["role"]
    }
    if missing:
        raise Invalid(fields=missing)
    people = [PartyRow(**row) for row in rows]
    try:
        placement = placements.save_parties(actor, placement_id=view.placement.id, revision=revision, rows=people)
    except Stale:
        current = storage.load(placements.require(actor, "plan.edit", view.placement.id), view.usage_key, view.layout)
        _stale(current, current.sections["parties"], rows, settings)
    aside = storage.data(spec, rows, before, gone)["removed"]
    plan_id = view.plan_id
    if aside != before.removed:
        kept = SectionView(spec, {"removed": aside})
        if plan_id is None:
            plan_id = storage.create(view, {"parties": kept}).pk
        else:
            PlanSection.objects.filter(plan_id=plan_id, name="parties").update(data=kept.data)
    people_now = storage.people(placement, replace(before, data={"removed": aside}))
    return replace(view, plan_id=plan_id, placement=placement, sections={**view.sections, "parties": people_now})


def _stale(view: PlanView, stored: SectionView, mine: Sequence[Row], settings: PlanRules) -> NoReturn:
    raise Stale(
        revision=stored.revision,
        differences=differences(stored.spec, mine, stored.answers, view.around(settings.headings)),
        changed_by=stored.changed_by,
        changed_at=stored.changed_at,
    )


def _refuse_errors(found: Sequence[Finding]) -> None:
    if found:
        fields: dict[str, list[Words]] = {}
        for finding in found:
            fields.setdefault(finding.target, []).append(finding.words)
        raise Invalid(
            _("Some things must be settled first: each one in the list leads to its place. Nothing is lost."), fields=fields
        )


def _refuse_unchanged(actor: Actor, placement: PlacementView, usage_key: str, plan_id: int, number: int) -> None:
    standing = reviews.standing(actor, placement=placement, usage_key=usage_key, kind=KIND, subject_ids=[plan_id])
    if plan_id in standing and standing[plan_id].status != "returned":
        raise Invalid(_("Nothing has changed since version %(number)d was handed in.") % {"number": number})


def _version(row: PlanVersion) -> VersionView:
    return VersionView(
        number=row.number, frozen_at=row.frozen_at, frozen_by=row.frozen_by, sha256=row.sha256,
        previous_sha256=row.previous_sha256, plan_id=row.plan_id, canonical=row.canonical,
    )  # fmt: skip
