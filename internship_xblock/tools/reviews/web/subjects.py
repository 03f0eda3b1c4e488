"""What was handed in, in a form to read: for each kind of submission a function that tells it in sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from ....core import formats
from ....core.actor import Actor
from ....core.errors import NotAllowed, NotFound
from ...logs import api as logs
from ...plans import api as plans
from ...plans import rubric as plan_rubric
from ...plans.web.charts.all import Pictures, pictures
from ..api import Criterion, SubmissionView


@dataclass(frozen=True)
class Item:
    """A card: its title and what stands in it, as (label, value). A value is text that somebody typed."""

    title: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A section of what was handed in. `note` stands under the title, or alone where nothing was written."""

    title: str
    items: list[Item] = field(default_factory=list)
    note: str = ""


@dataclass(frozen=True)
class Subject:
    """The whole. `facts` are the lines under the heading, `missing` says why nothing can be shown."""

    parts: list[Part] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    missing: str = ""
    warning: str = ""  # what was handed in is not there as it was
    document: Mapping[str, Any] | None = None  # of a plan: what its pictures are drawn from
    pictures: Pictures | None = None
    certificate: int | None = None  # the number of the one that counts, where one was issued at the end of a plan


Reader = Callable[[Actor, SubmissionView], Subject]
READERS: dict[str, Reader] = {}
CRITERIA: dict[str, Callable[[Criterion], Criterion]] = {"plan": plan_rubric.in_words}


def reader(kind: str) -> Callable[[Reader], Reader]:
    """Register how a kind of submission is read."""

    def register(read: Reader) -> Reader:
        READERS[kind] = read
        return read

    return register


def in_words(submission: SubmissionView) -> SubmissionView:
    """The submission with its criteria in the reader's words, where its kind has criteria."""
    return submission.reworded(CRITERIA[submission.kind]) if submission.kind in CRITERIA else submission


def read(actor: Actor, submission: SubmissionView, with_pictures: bool = False) -> Subject:
    """What was handed in. Where its author took it back, or it is gone, a sentence instead: the story stays readable.

    The pictures of a plan come when they are wanted: drawing them takes longer than all the rest.
    """
    try:
        subject = READERS[submission.kind](actor, submission)
        return replace(subject, pictures=pictures(subject.document)) if with_pictures and subject.document else subject
    except (NotFound, NotAllowed):
        return Subject(missing=_("What was handed in cannot be shown any more: its author took it back, or it was removed."))


@reader("plan")
def _plan(actor: Actor, submission: SubmissionView) -> Subject:
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
    if plans.Layout.of(version.document).erasmus:
        found = plans.certificate(actor, placement=submission.placement_id, usage_key=submission.usage_key).issued
        issued = found[-1].number if found else None
    return Subject(
        parts=parts, facts=[(_("Version"), handed_in)], document=version.document, certificate=issued,
        warning=str(version.warning),
    )  # fmt: skip


@reader("entry")
def _entry(actor: Actor, submission: SubmissionView) -> Subject:
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
