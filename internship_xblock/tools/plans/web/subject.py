"""A plan as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.closing import Closing, closing_of
from ....core.errors import NotFound
from ....core.language import formats
from ....records.document import Fact
from ...reviews.api import Subject, SubmissionKind, SubmissionView
from .. import api as plans
from .. import rubric
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
        closing=_closing(actor, submission),
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


def _closing(actor: Actor, submission: SubmissionView) -> Closing | None:
    """What was issued at the end of the placement; None where nothing was."""
    found = closing_of(actor, submission.placement_id) if submission.placement_id is not None else None
    return found if found is not None and found.number else None


def _title(name: str) -> str:
    """Return what a plan is called in a list, of whose it is."""
    return _("Plan: %(name)s") % {"name": name}


PLAN = SubmissionKind(_read, rubric.in_words, pictures, _title)
