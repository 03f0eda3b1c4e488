"""What can be done with a plan. Every verb takes the actor first and asks the table first.

The people of a plan are the placement's: reading and saving the section "parties" goes there. Everything else is a
section with a revision of its own. Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import permissions
from ..actor import Actor
from ..errors import BadRequest, Invalid, NotAllowed, PartlySaved, Stale, Words
from ..placements import api as placements
from ..placements.api import PartyRow, PlacementView
from ..reviews import api as reviews
from ..reviews.api import Criterion
from . import documents, forms, rights, rules, storage, written
from .agreements import MUST_SIGN, Agreement, Signature, sentence
from .certificates import (
    CERTIFICATE,
    CERTIFICATE_WEEKS,
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
from .handed_in import agreement, compare, course_of, sign, take_along, version, version_for_review, version_view
from .layout import OPTIONAL, USUAL, Layout
from .models import PlanSection, PlanVersion
from .people import people
from .rules import Finding, PlanRules
from .sections import Row
from .sharing import TemplateLine, ToShare, share_template, template, templates, to_share, withdraw_template
from .sources import EarlierPlan, Filled, copy_of, earlier, fill, is_untouched, would_fill
from .talk import COMMENT_LIMIT, COMMENTS_LIMIT, Comment, comment, comments, conversations, settle, withdraw_comment
from .values import Frame, Outcome, Period, PlanView, SectionView, TakenAlong, VersionLine, VersionView, differences

__all__ = [
    "CERTIFICATE",
    "CERTIFICATE_WEEKS",
    "COMMENTS_LIMIT",
    "COMMENT_LIMIT",
    "KIND",
    "MUST_SIGN",
    "OPTIONAL",
    "Agreement",
    "CertificateLine",
    "CertificateView",
    "Changed",
    "Comment",
    "EarlierPlan",
    "Filled",
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
    "TemplateLine",
    "ToShare",
    "VersionLine",
    "VersionView",
    "agreement",
    "allow",
    "certificate",
    "changes_between",
    "comment",
    "comments",
    "compare",
    "conversations",
    "copy_into_certificate",
    "copy_of",
    "course_of",
    "earlier",
    "fill",
    "frame",
    "is_untouched",
    "issue_certificate",
    "open_plan",
    "people",
    "save_certificate",
    "save_section",
    "sentence",
    "settle",
    "share_template",
    "sign",
    "submit",
    "take_along",
    "take_certificate_along",
    "template",
    "templates",
    "to_share",
    "version",
    "version_for_review",
    "withdraw_comment",
    "withdraw_template",
    "would_fill",
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
    whole: bool = False,
) -> PlanView:
    """Keep one section: `typed` are all its rows in order (each with its `uid`), or its single answers as one row.

    A row that is left out or marked `removed` is set aside; it comes back when it is named again. Raises PartlySaved with
    messages at the fields that cannot be kept, when all others are saved; with `whole` Invalid, and nothing is. Raises Stale
    with both texts where somebody saved in between. Saving what is stored already changes nothing, so that a save whose answer
    was lost can be sent again.
    """
    spec = settings.layout.by_name.get(section)
    if spec is None:
        raise BadRequest()
    view = _to_edit(actor, placement_id, usage_key, section, settings.layout)
    placement = view.placement
    around = view.around(settings.headings)
    before = view.sections[section]
    rows, wrong = forms.sift(spec, [row for row in typed if not row.get("removed")], around, before.answers)
    if section == "parties":
        wrong |= _wrong_roles(placement, rows)
    if wrong and whole:
        raise Invalid(fields=wrong)
    gone = forms.leaving(spec, [row for row in typed if row.get("removed")], around)
    if rows == storage.comparable(spec, before.answers):
        return _kept(view, section, wrong)
    if section == "parties":
        return _kept(_save_parties(actor, view, before, revision, rows, gone, settings), section, wrong)
    now = timezone.now()
    data = storage.data(spec, rows, before, gone, written.mark(actor.account, actor.name, now))
    if revision != before.revision:
        _stale(view, before, rows, settings)
    saved = replace(before, data=data, revision=revision + 1, changed_by=actor.name, changed_at=now)
    plan_id = storage.write(actor, view, saved)
    if plan_id is None:  # somebody saved between our reading and our writing
        current = storage.load(placement, usage_key, settings.layout)
        _stale(current, current.sections[section], rows, settings)
    return _kept(replace(view, plan_id=plan_id, sections={**view.sections, section: saved}), section, wrong)


def _kept(view: PlanView, section: str, wrong: Mapping[str, Sequence[Words]]) -> PlanView:
    """The plan as it is stored now; PartlySaved where a field of the section could not be kept."""
    if wrong:
        raise PartlySaved(fields=wrong, revision=view.sections[section].revision)
    return storage.with_versions(view)


def _wrong_roles(placement: PlacementView, rows: Sequence[Row]) -> dict[str, list[Words]]:
    """Put back the roles that cannot be what was chosen, and say so at each."""
    seats = {seat.uid: seat for seat in placement.parties}
    found: dict[str, list[Words]] = {}
    for row in rows:
        seat = seats.get(row["uid"])
        if seat is None or row["role"] == seat.role or (row["role"] and not seat.has_joined):
            continue
        name = {"name": seat.name or seat.role_label}
        joined = _("%(name)s has joined; the role stays as it was.") % name
        found[f"parties-{row['uid']}-role"] = [joined if row["role"] else _("Choose the role of this party.")]
        row["role"] = seat.role
    return found


def allow(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    revision: int,
    ticked: Mapping[str, Collection[str]],
    layout: Layout = USUAL,
) -> PlanView:
    """Say who writes where: `ticked` holds, for each party shown, the sections they write in. Three queries.

    Parties who are not named there stay as they were. Saving what holds already changes nothing; Stale where another tab saved
    in between, so that no decision is overwritten unseen.
    """
    placement = placements.require(actor, "plan.allow", placement_id)
    view = storage.load(placement, usage_key, layout)
    decided = rights.decide(placement, view.rights, ticked, view.sections)
    if decided == view.rights.decided:
        return view
    if revision != view.rights.revision or not storage.write_rights(view, decided):
        words = _(
            "Who writes where was changed in the meantime, in another tab. Nothing of this was saved: open the list again."
        )
        raise Stale(revision=view.rights.revision, message=words)
    return storage.load(placement, usage_key, layout)


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
                PlanSection.objects.filter(plan_id=plan_id, name=name).filter(
                    **({} if name == "parties" else {"revision": section.revision})
                ).update(data=storage.without_removed(section))
        reviews.hand_in(
            actor, placement_id=placement_id, usage_key=usage_key, kind=KIND, subject_id=plan_id, subject_version=row.number,
            title=placement.title, possible=possible, rubric=rubric,
        )  # fmt: skip
    return version_view(row)


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


def _to_edit(actor: Actor, placement_id: int, usage_key: str, section: str, layout: Layout) -> PlanView:
    """The draft as it stands, for somebody who may write in this section of it now. Two queries."""
    view = storage.load(placements.require(actor, "plan.open", placement_id), usage_key, layout)
    roles = rights.roles_in(view.placement, view.rights, section)
    if not permissions.is_allowed("plan.edit", roles):
        raise NotAllowed(
            _(
                "You can read and comment here, not write: %(who)s decides who does. This was not saved. What you typed is "
                "still on this page, to be copied into a comment."
            )
            % {"who": rights.owner_name(view.placement)}
        )
    permissions.require(actor, "plan.edit", roles)
    return view


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
        current = _to_edit(actor, view.placement.id, view.usage_key, "parties", view.layout)
        _stale(current, current.sections["parties"], rows, settings)
    aside = storage.data(spec, rows, before, gone, written.mark(actor.account, actor.name, timezone.now()))["removed"]
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
