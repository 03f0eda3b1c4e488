"""What was submitted, in a form to read. Each tool tells its own (`submissions` in its tool.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from ...core import tools
from ...core.actor import Actor
from ...core.closing import Closing
from ...core.errors import Difference, NotFound
from ...core.language import formats
from ...records.comparison import Changed
from ...records.document import Fact, Head, Section
from .values import Criterion, SubmissionView

Earlier = TypeVar("Earlier")


@dataclass(frozen=True)
class Subject:
    """The whole, as a document (records/document.py). `facts` stand below its head, `missing` says why nothing can be shown."""

    head: Head | None = None
    sections: Sequence[Section] = ()
    facts: Sequence[Fact] = ()
    missing: str = ""
    warning: str = ""  # what was submitted is not there as it was
    drawn_from: Mapping[str, Any] | None = None  # what its pictures are drawn from, where it has some
    pictures: Any = None
    closing: Closing | None = None  # what was issued at the end of the placement
    since: str = ""  # what `changes` are counted from, in words: "version 1"; "" where nothing was submitted before
    changes: Sequence[Changed] = ()
    change_warnings: Sequence[str] = ()  # of what they are counted from

    def changes_in(self, section: Section) -> Sequence[Difference]:
        """What changed in a section since then."""
        return next((one.differences for one in self.changes if one.name == section.name), ())

    @property
    def changes_elsewhere(self) -> Sequence[Changed]:
        """What changed in sections that are not there any more."""
        there = {section.name for section in self.sections}
        return [one for one in self.changes if one.name not in there]


def _unchanged(criterion: Criterion) -> Criterion:
    return criterion


def _as_stored(title: str) -> str:
    return title


@dataclass(frozen=True)
class SubmissionKind:
    """How a kind of submission is read.

    `criterion_in_words` gives a criterion in the reader's language, `title_in_words` the title that is stored; `draw` makes
    pictures of what a `Subject` is drawn from. `tell_grade` tells the grade book of the subject with an id, and
    returns whether it was taken: for a tool that counts points of its own beside the reviewer's.
    """

    read: Callable[[Actor, SubmissionView], Subject]
    criterion_in_words: Callable[[Criterion], Criterion] = _unchanged
    draw: Callable[[Mapping[str, Any]], Any] | None = None
    title_in_words: Callable[[str], str] = _as_stored
    tell_grade: Callable[[int], bool] | None = None


def submitted_fact(at: datetime, by: str) -> Fact:
    """Say when it was submitted and by whom; `by` is "" for somebody who has left."""
    who = by or _("somebody who has left")
    return Fact(_("Submitted"), _("%(when)s by %(who)s") % {"when": formats.day_and_year(at), "who": who})


def compared(submission: SubmissionView, read: Callable[[int], Earlier]) -> Earlier | None:
    """Return what `read` makes of the version that this one is compared with; None where there was none, or it is gone."""
    if not submission.compared_with:
        return None
    try:
        return read(submission.compared_with)
    except NotFound:
        return None


def title_in_words(kind: str, title: str) -> str:
    """Return what is stored as the title of a submission of this kind in the language that is active; "" for none."""
    found: SubmissionKind = tools.submission_kind(kind)
    return found.title_in_words(title) if title else ""
