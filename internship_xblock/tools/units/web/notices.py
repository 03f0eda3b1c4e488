"""What the units tool tells learners of: what a reviewer said of the answers that they submitted."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.events import Happened
from ....core.notices import NoticeKind, Recipient, Said
from ....openedx.platform import get_platform
from ...reviews import api as reviews
from .. import api as units
from ..learners import learner_of

LEARNER = gettext_lazy("Whoever submitted them")


def _learner(event: Happened) -> Sequence[Recipient]:
    learner = learner_of(event.ids["unit_id"]) if "unit_id" in event.ids else None
    return [Recipient(None, learner)] if learner is not None else []


def _status(reader: Actor, event: Happened) -> str:
    """Where the reader's own answers stand, of the attempt that was answered; "" where they were submitted again."""
    standing = reviews.standing_own(reader, usage_key=event.usage_key, kind=units.KIND)
    return reviews.status_of(standing, event.ids["attempt"])


def _said(event: Happened, sentence: str, action: str) -> Said:
    return Said(sentence, action, get_platform().block_url(event.course_key, event.usage_key))


def _approved(reader: Actor, event: Happened) -> Said | None:
    if _status(reader, event) != reviews.APPROVED:
        return None
    return _said(event, _("Your answers to a lesson were approved"), _("Open the lesson"))


def _returned(reader: Actor, event: Happened) -> Said | None:
    if _status(reader, event) != reviews.RETURNED:
        return None
    return _said(event, _("The reviewer asks for changes to your answers to a lesson"), _("See what to change"))


def _commented(reader: Actor, event: Happened) -> Said | None:
    if not _status(reader, event):
        return None
    return _said(event, _("The reviewer commented on your answers to a lesson"), _("Read the comment"))


KINDS = (
    NoticeKind(
        key="unit.approved", verbs=("review.approved",), told=_learner, say=_approved, to=LEARNER,
        label=gettext_lazy("Answers to a lesson are approved"),
    ),
    NoticeKind(
        key="unit.returned", verbs=("review.returned",), told=_learner, say=_returned, to=LEARNER,
        label=gettext_lazy("The reviewer asks for changes to answers to a lesson"),
    ),
    NoticeKind(
        key="unit.reviewer_commented", verbs=("review.comment",), told=_learner, say=_commented, to=LEARNER,
        label=gettext_lazy("The reviewer comments on answers to a lesson"),
    ),
)  # fmt: skip
