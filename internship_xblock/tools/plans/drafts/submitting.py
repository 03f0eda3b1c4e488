"""Submitting a plan: its draft becomes the next version. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events
from ....core.actor import Actor
from ....core.errors import Invalid, Words
from ....records import drafts, versions
from ....records.frozen import digest_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ...reviews import api as reviews
from ...reviews.api import Criterion
from .. import rules
from ..models import PlanSection, PlanVersion
from ..rules import Finding, PlanRules
from ..schema import frozen_text
from ..versions import ledger, signatures
from ..versions.reading import version_view
from ..versions.values import VersionView
from . import storage

KIND = "plan"  # how reviews call us


def submit(
    actor: Actor,
    *,
    placement_id: int,
    usage_key: str,
    settings: PlanRules,
    possible: float,
    shown: str,
    rubric: Sequence[Criterion] = (),
) -> VersionView:
    """Freeze the draft as the next version and put it before the reviewers, under the author's `rubric`.

    `possible` are the points to get, `shown` the digest of the text that this person has read (`NextVersion.shown`).

    Raises Invalid with a message for each error of the rules, where another text was shown, and where nothing changed since the
    last version unless that one was returned, or is not what was submitted. Rows that were set aside are gone for good then.
    """
    placement = placements.require_locked(actor, "plan.submit", placement_id)
    view = storage.load(placement, usage_key, settings.layout)
    document = view.document(settings.headings)
    _refuse_errors(rules.errors(document, settings, view.standing))
    if shown != digest_of(document):
        raise Invalid(_("The plan has changed since you read it. Nothing was submitted: read it as it is now, then submit it."))
    now = timezone.now()
    with transaction.atomic():
        plan_id = view.plan_id or storage.create(view, {}).pk
        last = versions.last_of(PlanVersion, plan_id)
        text, named = frozen_text.freeze(document, last.people if last else {})
        if last is not None and last.canonical == text:
            _refuse_unchanged(actor, placement, usage_key, plan_id, last.number)
        number = versions.next_number(last, ledger.LEDGER, plan_id)
        try:
            row = versions.freeze(
                actor, PlanVersion, plan_id, number=number, text=text, people=named, last=last, at=now, chain=ledger.LEDGER
            )
        except IntegrityError:
            raise Invalid(_("Somebody submitted this plan at the same moment. Reload the page to see it.")) from None
        for name, section in view.sections.items():
            if section.removed:
                PlanSection.objects.filter(plan_id=plan_id, name=name).filter(
                    **({} if name == "parties" else {"revision": section.revision})
                ).update(data={} if name == "parties" else drafts.without_removed(section))
        reviews.submit(
            actor, placement_id=placement_id, usage_key=usage_key, kind=KIND, subject_id=plan_id, subject_version=row.number,
            title=placement.title, possible=possible, rubric=rubric,
        )  # fmt: skip
        events.completed(actor, usage_key, 1.0)
        events.happened(actor, "plan.submit", usage_key, plan_id=plan_id, placement_id=placement_id, version=row.number)
    return version_view(row)


def _refuse_errors(found: Sequence[Finding]) -> None:
    if found:
        fields: dict[str, list[Words]] = {}
        for finding in found:
            fields.setdefault(finding.target, []).append(finding.words)
        raise Invalid(
            _("Some things must be completed first: each item in the list leads to its place. Nothing is lost."), fields=fields
        )


def _refuse_unchanged(actor: Actor, placement: PlacementView, usage_key: str, plan_id: int, number: int) -> None:
    """Raise Invalid, unless the version came back, is not what was submitted, or another one that came after it is gone."""
    if ledger.LEDGER.last_number(plan_id) != number or not signatures.is_intact(
        signatures.find(placement.id, usage_key, number)
    ):
        return
    standing = reviews.standing(actor, placement=placement, usage_key=usage_key, kind=KIND, subject_ids=[plan_id])
    if plan_id in standing and standing[plan_id].status != reviews.RETURNED:
        raise Invalid(_("Nothing has changed since version %(number)d was submitted.") % {"number": number})
