"""A plan as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.language import formats
from ....records.document import Fact
from ...reviews.api import Issued, Subject, SubmissionKind, SubmissionView
from .. import api as plans
from .. import rubric
from ..documents import certificate as certificates
from ..documents import plan as documents
from ..pictures.all import pictures


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The very version that was submitted, not what the parties have changed since."""
    version = plans.version_for_review(actor, plan_id=submission.subject_id, number=submission.subject_version)
    plan = version.document
    since = submission.compared_with
    compared = _compared(actor, submission, since)
    by = version.frozen_by or _("somebody who has left")
    return Subject(
        head=documents.head(plan, state=_("Version %(number)d") % {"number": version.number}),
        facts=[Fact(_("Submitted"), _("%(when)s by %(who)s") % {"when": formats.day_and_year(version.frozen_at), "who": by})],
        sections=documents.sections(plan, on_screen=True),
        drawn_from=plan, warning=str(version.warning),
        certificate=None if plans.Layout.of(plan).staff else _issued(actor, submission),
        since=_("version %(number)d") % {"number": since} if compared else "",
        changes=compared.changed if compared else (), change_warnings=compared.warnings if compared else (),
    )  # fmt: skip


def _compared(actor: Actor, submission: SubmissionView, since: int) -> plans.Compared | None:
    """What changed since that version; None where there was none, or it is gone."""
    if not since:
        return None
    try:
        return plans.compare_for_review(actor, plan_id=submission.subject_id, older=since, newer=submission.subject_version)
    except NotFound:
        return None


def _issued(actor: Actor, submission: SubmissionView) -> Issued | None:
    """The certificate that counts, where one was issued."""
    if submission.placement_id is None:
        return None
    view = plans.certificate(actor, placement=submission.placement_id, usage_key=submission.usage_key)
    if view.current is None:
        return None
    issued = plans.issued_certificate(
        actor, placement=view.placement, usage_key=submission.usage_key, number=view.current.number
    )
    return Issued(issued.number, certificates.document(issued))


def _title(name: str) -> str:
    """Return what a plan is called in a list, of whose it is."""
    return _("Plan: %(name)s") % {"name": name}


PLAN = SubmissionKind(_read, rubric.in_words, pictures, _title)
