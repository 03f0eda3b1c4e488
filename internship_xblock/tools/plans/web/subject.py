"""A plan as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.language import formats
from ...reviews.api import Item, Part, Subject, SubmissionKind, SubmissionView
from .. import api as plans
from .. import rubric
from ..pictures.all import pictures


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The very version that was handed in, not what the parties have changed since."""
    version = plans.version_for_review(actor, plan_id=submission.subject_id, number=submission.subject_version)
    parts = []
    for part in version.parts:
        items = []
        for item in part.items:  # what the title of a card says already is not said twice
            lines = [line for line in item.lines if not item.title.endswith(f": {line.text}")]
            items.append(Item(item.title, [(str(line.label), line.text) for line in lines]))
        parts.append(Part(str(part.title), items, "" if items else _("Nothing was written here.")))
    handed_in = _("%(number)d, %(when)s by %(who)s") % {
        "number": version.number, "when": formats.day_and_year(version.frozen_at),
        "who": version.frozen_by or _("somebody who has left"),
    }  # fmt: skip
    issued = None
    if plans.Layout.of(version.document).erasmus and submission.placement_id is not None:
        found = plans.certificate(actor, placement=submission.placement_id, usage_key=submission.usage_key).issued
        issued = found[-1].number if found else None
    return Subject(
        parts=parts, facts=[(_("Version"), handed_in)], document=version.document, certificate=issued,
        warning=str(version.warning),
    )  # fmt: skip


PLAN = SubmissionKind(_read, rubric.in_words, pictures)
