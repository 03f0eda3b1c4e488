"""A plan as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.closing import Closing, closing_of
from ...reviews.api import Subject, SubmissionKind, SubmissionView
from ...reviews.subject import compared, submitted_fact
from .. import api as plans
from .. import rubric
from ..documents import plan as documents
from ..pictures.all import pictures


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The very version that was submitted, not what the parties have changed since."""
    version = plans.version_for_review(actor, plan_id=submission.subject_id, number=submission.subject_version)
    plan = version.document
    since = compared(
        submission,
        lambda older: plans.compare_for_review(
            actor, plan_id=submission.subject_id, older=older, newer=submission.subject_version
        ),
    )  # fmt: skip
    return Subject(
        head=documents.head(plan, state=_("Version %(number)d") % {"number": version.number}),
        facts=[submitted_fact(version.frozen_at, version.frozen_by)],
        sections=documents.sections(plan, on_screen=True),
        drawn_from=plan, warning=str(version.warning),
        closing=_closing(actor, submission),
        since=_("version %(number)d") % {"number": submission.compared_with} if since else "",
        changes=since.changed if since else (), change_warnings=since.warnings if since else (),
    )  # fmt: skip


def _closing(actor: Actor, submission: SubmissionView) -> Closing | None:
    """What was issued at the end of the placement; None where nothing was."""
    found = closing_of(actor, submission.placement_id) if submission.placement_id is not None else None
    return found if found is not None and found.number else None


def _title(name: str) -> str:
    """Return what a plan is called in a list, of whose it is."""
    return _("Plan: %(name)s") % {"name": name}


PLAN = SubmissionKind(_read, rubric.in_words, pictures, _title)
