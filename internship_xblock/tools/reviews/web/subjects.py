"""What was submitted, asked of the tool it belongs to."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from ....core import tools
from ....core.actor import Actor
from ....core.errors import NotAllowed, NotFound
from ..api import Subject, SubmissionKind, SubmissionView


def in_words(submission: SubmissionView) -> SubmissionView:
    """The submission with its criteria in the reader's words."""
    return submission.reworded(_kind_of(submission).criterion_in_words)


def read(actor: Actor, submission: SubmissionView, with_pictures: bool = False) -> Subject:
    """What was submitted. Where its author took it back, or it is gone, a sentence instead: the story stays readable.

    The pictures come when they are wanted: drawing them takes longer than all the rest.
    """
    kind = _kind_of(submission)
    try:
        subject = kind.read(actor, submission)
    except (NotFound, NotAllowed):
        return Subject(missing=_("What was submitted can no longer be shown: its author took it back, or it was removed."))
    if with_pictures and kind.draw is not None and subject.drawn_from:
        return replace(subject, pictures=kind.draw(subject.drawn_from))
    return subject


def _kind_of(submission: SubmissionView) -> SubmissionKind:
    kind: SubmissionKind = tools.submission_kind(submission.kind)
    return kind
