"""An entry as its reviewers read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.language import formats
from ....records.document import Fact, Head, Section
from ...plans import api as plans
from ...reviews.api import Subject, SubmissionKind, SubmissionView
from .. import api as logs
from .. import documents
from ..api import EntryView


def _read(actor: Actor, submission: SubmissionView) -> Subject:
    """The entry as it is now, with the dialogue about it; that it was changed since is said."""
    entry = logs.entry_for_review(actor, usage_key=submission.usage_key, entry_id=submission.subject_id)
    named = {outcome.uid: outcome.text for outcome in plans.frame(actor, placement=entry.placement_id).outcomes}
    touched = [named[uid] for uid in entry.outcomes if uid in named]
    is_changed = entry.revision > submission.subject_version
    note = _("It was changed after it was submitted; this is how it reads now.") if is_changed else ""
    sections = [Section(_("The entry"), tuple(documents.texts(entry)), note)]
    if entry.comments:
        sections.append(Section(_("The conversation so far"), tuple(documents.turns(entry))))
    head = Head(capfirst(formats.full_day(entry.date)), entry.author_name, state=entry.sharing_label)
    return Subject(head=head, sections=sections, facts=list(_facts(entry, touched)))


def _facts(entry: EntryView, touched: list[str]) -> Iterator[Fact]:
    """Yield what stands below the head, each with its name; `touched` are the learning outcomes in words."""
    if entry.hours is not None:
        yield Fact(_("Hours"), formats.number(entry.hours))
    if touched:
        yield Fact(_("Learning outcomes"), "\n".join(touched))
    if entry.level:
        yield Fact(_("Depth (own view)"), str(entry.level_label))
    if entry.is_sensitive:
        yield Fact(_("Mark"), _("Contains company secrets"))


def _title(day: str) -> str:
    """Return what an entry is called in a list, of its day as it is stored; what is no day stays."""
    try:
        return _("Log entry of %(day)s") % {"day": formats.day_and_year(date.fromisoformat(day))}
    except ValueError:
        return day


ENTRY = SubmissionKind(_read, title_in_words=_title)
