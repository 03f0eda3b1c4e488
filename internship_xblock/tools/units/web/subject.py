"""What was submitted of a unit, as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....records.document import Head
from ...reviews.api import Subject, SubmissionKind, SubmissionView
from ...reviews.subject import compared, submitted_fact
from .. import api as units
from .. import documents, grading


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The very answers that were submitted, not what the learner has changed since."""
    found = units.for_review(actor, subject_id=submission.subject_id, number=submission.subject_version)
    before = compared(submission, lambda number: units.for_review(actor, subject_id=submission.subject_id, number=number))
    by = submission.submitter_name or _("somebody who has left")
    return Subject(
        head=Head(_title(submission.title), by, state=_("Version %(number)d") % {"number": found.number}),
        facts=[submitted_fact(found.at, submission.submitter_name)],
        sections=documents.submitted(found.records),
        since=_("version %(number)d") % {"number": before.number} if before else "",
        changes=documents.changes(before.records, found.records) if before else (),
    )  # fmt: skip


def _title(name: str) -> str:
    """Return what a unit is called in a list, of its own name."""
    return _("Lesson: %(name)s") % {"name": name}


UNIT = SubmissionKind(_read, title_in_words=_title, tell_grade=grading.tell_reviewed)
