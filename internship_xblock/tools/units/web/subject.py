"""What was submitted of a unit, as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import NotFound
from ....core.language import formats
from ....records.document import Fact, Head
from ...reviews.api import Subject, SubmissionKind, SubmissionView
from .. import api as units
from .. import documents, grading


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The very answers that were submitted, not what the learner has changed since."""
    found = units.for_review(actor, subject_id=submission.subject_id, number=submission.subject_version)
    before = _before(actor, submission)
    by = submission.submitter_name or _("somebody who has left")
    return Subject(
        head=Head(_title(submission.title), by, state=_("Version %(number)d") % {"number": found.number}),
        facts=[Fact(_("Submitted"), _("%(when)s by %(who)s") % {"when": formats.day_and_year(found.at), "who": by})],
        sections=documents.submitted(found.records),
        since=_("version %(number)d") % {"number": before.number} if before else "",
        changes=documents.changes(before.records, found.records) if before else (),
    )  # fmt: skip


def _before(actor: Actor, submission: SubmissionView) -> units.Submitted | None:
    """The version that this one is compared with; None where there was none, or it is gone."""
    if not submission.compared_with:
        return None
    try:
        return units.for_review(actor, subject_id=submission.subject_id, number=submission.compared_with)
    except NotFound:
        return None


def _title(name: str) -> str:
    """Return what a unit is called in a list, of its own name."""
    return _("Lesson: %(name)s") % {"name": name}


UNIT = SubmissionKind(_read, title_in_words=_title, tell_grade=grading.tell_reviewed)
