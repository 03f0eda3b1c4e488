"""What can be done with a plan. Every verb takes the actor first and asks the table first. What depends on others (handing in,
signing, issuing, commenting) locks the placement first, in the caller's transaction.

The people of a plan are the placement's: reading and saving the section "parties" goes there. Everything else is a
section with a revision of its own. Nobody outside this folder imports its models; what is returned is for reading.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ...core import events, permissions
from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import Invalid, Stale, Words
from ..placements import api as placements
from ..placements.api import PlacementView
from ..reviews import api as reviews
from ..reviews.api import Criterion
from . import rules
from .certificates.issuing import (
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
from .drafts import rights, storage
from .drafts.comments import COMMENT_LIMIT, COMMENTS_LIMIT, Comment, comment, comments, conversations, settle, withdraw_comment
from .drafts.counts import PlanCount, count_plans
from .drafts.people import people
from .drafts.saving import save_section
from .models import PlanSection, PlanVersion
from .rules import Finding, PlanRules
from .schema.layout import OPTIONAL, USUAL, Layout
from .sources.starting import EARLIER_LIMIT, EarlierPage, EarlierPlan, Filled, copy_of, earlier, fill, is_untouched, would_fill
from .sources.templates import (
    TEMPLATES_LIMIT,
    TemplateLine,
    TemplatePage,
    ToShare,
    share_template,
    template,
    templates,
    to_share,
    withdraw_template,
)
from .values import Frame, Outcome, Period, PlanView, SectionView, TakenAlong, VersionLine, VersionView
from .versions import frozen_text, ledger, signatures
from .versions.comparison import Changed, Compared
from .versions.comparison import between as changes_between
from .versions.reading import (
    agreement,
    agreement_under,
    as_handed_in,
    compare,
    course_of,
    last_version,
    sign,
    take_along,
    version,
    version_for_review,
    version_view,
)
from .versions.signatures import MUST_SIGN, Agreement, Signature, sentence

__all__ = [
    "CERTIFICATE",
    "CERTIFICATE_WEEKS",
    "COMMENTS_LIMIT",
    "COMMENT_LIMIT",
    "EARLIER_LIMIT",
    "KIND",
    "MUST_SIGN",
    "OPTIONAL",
    "TEMPLATES_LIMIT",
    "Agreement",
    "CertificateLine",
    "CertificateView",
    "Changed",
    "Comment",
    "Compared",
    "EarlierPage",
    "EarlierPlan",
    "Filled",
    "Finding",
    "Frame",
    "IssuedCertificate",
    "Layout",
    "Outcome",
    "Period",
    "PlanCount",
    "PlanRules",
    "PlanView",
    "SectionView",
    "Signature",
    "TakenAlong",
    "TemplateLine",
    "TemplatePage",
    "ToShare",
    "VersionLine",
    "VersionView",
    "agreement",
    "agreement_under",
    "allow",
    "as_handed_in",
    "certificate",
    "changes_between",
    "comment",
    "comments",
    "compare",
    "conversations",
    "copy_into_certificate",
    "copy_of",
    "count_plans",
    "course_of",
    "earlier",
    "fill",
    "frame",
    "is_untouched",
    "issue_certificate",
    "last_version",
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
    placement = placements.require_locked(actor, "plan.allow", placement_id)
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
    that one was returned, or is not what was handed in. Rows that were set aside are gone for good then.
    """
    placement = placements.require_locked(actor, "plan.submit", placement_id)
    view = storage.load(placement, usage_key, settings.layout)
    document = view.document(settings.headings)
    _refuse_errors(rules.errors(document, settings, view.standing))
    now = timezone.now()
    with transaction.atomic():
        plan_id = view.plan_id or storage.create(view, {}).pk
        last = PlanVersion.objects.select_for_update().filter(plan_id=plan_id).order_by("-number").first()
        previous = last.sha256 if last else ""
        text = frozen_text.canonical(document)
        if last is not None and last.canonical == text:
            _refuse_unchanged(actor, placement, usage_key, plan_id, last.number)
        number = max(last.number if last else 0, ledger.last_number(plan_id)) + 1  # one that is missed is not replaced
        try:
            with transaction.atomic():
                row = PlanVersion.objects.create(
                    plan_id=plan_id, number=number, canonical=text, previous_sha256=previous,
                    sha256=frozen_text.digest(previous, text), frozen_at=now, salt=ledger.new_salt(), **signed(actor),
                )  # fmt: skip
        except IntegrityError:
            raise Invalid(_("Somebody handed in this plan at the same moment. Reload the page to see it.")) from None
        ledger.version(row)
        for name, section in view.sections.items():
            if section.removed:
                PlanSection.objects.filter(plan_id=plan_id, name=name).filter(
                    **({} if name == "parties" else {"revision": section.revision})
                ).update(data=storage.without_removed(section))
        reviews.hand_in(
            actor, placement_id=placement_id, usage_key=usage_key, kind=KIND, subject_id=plan_id, subject_version=row.number,
            title=placement.title, possible=possible, rubric=rubric,
        )  # fmt: skip
        events.completed(actor, usage_key, 1.0)
        events.happened(actor, "plan.submit", usage_key, plan_id=plan_id, placement_id=placement_id, version=row.number)
    return version_view(row)


def frame(actor: Actor, *, placement: int | PlacementView) -> Frame:
    """Say what the placement's newest plan names: periods in the order of their dates, outcomes.

    A draft is between the parties: who may not open it is given what the last version says, nothing where none was handed in.
    One query and the placement's.
    """
    entered = placements.require(actor, "plan.frame", placement)
    may_open = permissions.is_allowed("plan.open", entered.roles) and not actor.masquerading
    rows = (storage.newest if may_open else storage.newest_frozen)(entered.id, ("periods", "outcomes"))
    periods = [
        Period(
            label=row.get("label") or "",
            start=frozen_text.as_date(row.get("start")),
            end=frozen_text.as_date(row.get("end")),
            hours=float(row["hours"]) if row.get("hours") not in ("", None) else None,
        )
        for row in rows["periods"]
    ]
    return Frame(
        periods=sorted(periods, key=lambda period: (period.start is None, str(period.start))),
        outcomes=[Outcome(uid=row["uid"], text=row["text"]) for row in rows["outcomes"]],
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
    """Raise Invalid, unless the version came back, is not what was handed in, or another one that came after it is gone."""
    if ledger.last_number(plan_id) != number or not signatures.is_intact(signatures.find(placement.id, usage_key, number)):
        return
    standing = reviews.standing(actor, placement=placement, usage_key=usage_key, kind=KIND, subject_ids=[plan_id])
    if plan_id in standing and standing[plan_id].status != "returned":
        raise Invalid(_("Nothing has changed since version %(number)d was handed in.") % {"number": number})
