"""An entry as its reviewers read it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.language import formats
from ...plans import api as plans
from ...reviews.api import Item, Part, Subject, SubmissionKind, SubmissionView
from .. import api as logs
from ..api import CommentView, EntryView


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The entry as it is now, with the dialogue about it; that it was changed since is said."""
    entry = logs.entry_for_review(actor, usage_key=submission.usage_key, entry_id=submission.subject_id)
    named = {outcome.uid: outcome.text for outcome in plans.frame(actor, placement=entry.placement_id).outcomes}
    touched = [named[uid] for uid in entry.outcomes if uid in named]
    is_changed = entry.revision > submission.subject_version
    note = _("It was changed after it was handed in; this is how it reads now.") if is_changed else ""
    parts = [Part(_("The entry"), list(_texts(entry)), note)]
    if entry.comments:
        parts.append(Part(_("The dialogue so far"), [_turn(turn) for turn in entry.comments]))
    return Subject(parts=parts, facts=list(_facts(entry, touched)))


def _facts(entry: EntryView, touched: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands above the texts, each with its name; `touched` are the learning outcomes in words."""
    yield _("Day"), formats.full_day(entry.date)
    if entry.hours is not None:
        yield _("Hours"), formats.number(entry.hours)
    if touched:
        yield _("Learning outcomes"), "\n".join(touched)
    if entry.level:
        yield _("Own view of the reflection"), str(entry.level_label)
    yield _("Who may read it"), entry.sharing_label
    if entry.is_sensitive:
        yield _("Mark"), _("Holds company secrets")


def _texts(entry: EntryView) -> Iterator[Item]:
    """Yield what was written, the next step and the links last."""
    for question, text in entry.answers:
        yield Item(str(question), [("", text)])
    if entry.next_step:
        yield Item(_("Next step"), [("", entry.next_step)])
    if entry.links:
        yield Item(_("Links"), [(one.label, one.url) for one in entry.links])


def _turn(turn: CommentView) -> Item:
    told = {"who": turn.author_name or _("Somebody who has left"), "role": turn.role_label, "when": formats.day(turn.at)}
    return Item(_("%(who)s, %(role)s, %(when)s") % told, [(str(label), text) for label, text in turn.parts])


ENTRY = SubmissionKind(_read)
