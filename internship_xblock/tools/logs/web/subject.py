"""An entry as its reviewers read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ....core import formats
from ....core.actor import Actor
from ...plans import api as plans
from ...reviews.api import Item, Part, Subject, SubmissionKind, SubmissionView
from .. import api as logs


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The entry as it is now, with the dialogue about it; that it was changed since is said."""
    entry = logs.entry_for_review(actor, usage_key=submission.usage_key, entry_id=submission.subject_id)
    named = {outcome.uid: outcome.text for outcome in plans.frame(actor, placement=entry.placement_id).outcomes}
    touched = [named[uid] for uid in entry.outcomes if uid in named]
    facts = [(_("Day"), formats.full_day(entry.date))]
    if entry.hours is not None:
        facts.append((_("Hours"), formats.number(entry.hours)))
    if touched:
        facts.append((_("Learning outcomes"), "\n".join(touched)))
    if entry.level:
        facts.append((_("Own view of the reflection"), str(entry.level_label)))
    facts.append((_("Who may read it"), entry.sharing_label))
    if entry.is_sensitive:
        facts.append((_("Mark"), _("Holds company secrets")))
    texts = [Item(str(question), [("", text)]) for question, text in entry.answers]
    if entry.next_step:
        texts.append(Item(_("Next step"), [("", entry.next_step)]))
    if entry.links:
        texts.append(Item(_("Links"), [(one.label, one.url) for one in entry.links]))
    changed = entry.revision > submission.subject_version
    parts = [
        Part(_("The entry"), texts, _("It was changed after it was handed in; this is how it reads now.") if changed else "")
    ]
    dialogue = [
        Item(
            _("%(who)s, %(role)s, %(when)s")
            % {
                "who": turn.author_name or _("Somebody who has left"), "role": turn.role_label,
                "when": formats.day(turn.at),
            },
            [(str(label), text) for label, text in turn.parts],
        )
        for turn in entry.comments
    ]  # fmt: skip
    if dialogue:
        parts.append(Part(_("The dialogue so far"), dialogue))
    return Subject(parts=parts, facts=facts)


ENTRY = SubmissionKind(_read)
