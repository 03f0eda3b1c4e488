"""What the log's api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..errors import Words
from ..placements.api import PLACEMENT
from ..reviews.api import Standing
from .kinds import has_course_team, sharing_label
from .links import Link
from .models import Sharing
from .prompts import Kept, level_label, prompt_set, question_of


@dataclass(frozen=True)
class CommentView:
    """One turn in the dialogue. `parts` are its texts with what they are, in the order they were asked for."""

    author_name: str
    role: str
    role_label: str
    is_mine: bool
    at: datetime
    parts: tuple[tuple[Words, str], ...]


@dataclass(frozen=True)
class EarlierText:
    """What an entry said before a change: `parts` as in CommentView."""

    revision: int
    kept_at: datetime
    parts: tuple[tuple[Words, str], ...]


@dataclass(frozen=True)
class EntryView:
    """An entry as one person may see it. `readers` are the names of those who may read it beside its author."""

    id: int
    placement_id: int
    usage_key: str
    draft: int
    author_id: int | None
    author_name: str
    is_mine: bool
    date: date
    hours: Decimal | None
    model: str
    texts: Mapping[str, str]
    outcomes: tuple[str, ...]
    level: str
    next_step: str
    is_sensitive: bool
    sharing: str
    shared_at: datetime | None
    first_read_at: datetime | None
    answered_at: datetime | None
    revision: int
    shared_revision: int
    created: datetime
    changed_at: datetime
    readers: tuple[str, ...] = ()
    may_comment: bool = False
    comments: tuple[CommentView, ...] = ()
    earlier: tuple[EarlierText, ...] = ()
    questions: tuple[Mapping[str, Any], ...] = ()
    links: tuple[Link, ...] = ()
    link_rows: tuple[Mapping[str, str], ...] = ()  # as they were typed, for the form
    date_reason: str = ""
    kind: str = PLACEMENT  # of the placement: in staff mode there is no course team

    @property
    def is_shared(self) -> bool:
        return self.sharing != Sharing.PRIVATE

    @property
    def was_ever_shared(self) -> bool:
        return self.shared_revision > 0

    @property
    def is_handed_in(self) -> bool:
        return self.sharing in (Sharing.SUPERVISOR, Sharing.COHORT) and has_course_team(self.kind)

    @property
    def waits(self) -> bool:
        """Shared, and nobody else has said anything yet."""
        return self.is_shared and self.answered_at is None

    @property
    def can_take_back(self) -> bool:
        return self.is_mine and self.is_shared and self.first_read_at is None

    @property
    def sharing_label(self) -> str:
        return sharing_label(self.sharing, self.kind)

    @property
    def level_label(self) -> Words:
        return level_label(self.level)

    @property
    def title(self) -> str:
        """What a list of submissions calls it."""
        return _("Log entry of %(day)s") % {"day": date_format(self.date, _("D j M Y"))}

    @property
    def answers(self) -> tuple[tuple[Words, str], ...]:
        """The questions with what was written, unanswered ones left out; what stands under other questions last."""
        return parts_of(self.model, self.texts, self.questions)

    @property
    def other_answers(self) -> tuple[tuple[Words, str], ...]:
        """Of these the ones that the entry's present questions lack: it was begun with others."""
        ids = prompt_set(self.model, self.questions).ids
        texts = {name: text for name, text in self.texts.items() if name not in ids}
        return parts_of(self.model, texts, self.questions)

    @property
    def present_answers(self) -> tuple[tuple[Words, str], ...]:
        return self.answers[: len(self.answers) - len(self.other_answers)]

    @property
    def last_comment(self) -> CommentView | None:
        return self.comments[-1] if self.comments else None


def parts_of(model: str, texts: Mapping[str, str], kept: Kept = ()) -> tuple[tuple[Words, str], ...]:
    """Stored texts in the order of their prompts; those of other questions last, the question "" where nobody knows it."""
    prompts = prompt_set(model, kept).prompts
    known = [(prompt.question, texts[prompt.id]) for prompt in prompts if texts.get(prompt.id)]
    ids = {prompt.id for prompt in prompts}
    return tuple(known + [(question_of(name, kept), text) for name, text in texts.items() if name not in ids and text])


@dataclass(frozen=True)
class Hours:
    """Hours written down in one period of the plan; `planned` is None where the plan does not say."""

    label: str
    start: date
    end: date
    written: Decimal
    planned: float | None


@dataclass(frozen=True)
class Summary:
    """The whole log in numbers, of what this person may read."""

    own: int = 0
    own_drafts: int = 0
    own_waiting: int = 0
    others_waiting: int = 0
    next_draft: int = 1
    hours_total: Decimal = Decimal(0)
    hours_elsewhere: Decimal = Decimal(0)
    hours: tuple[Hours, ...] = ()
    erased: int = 0  # counted in all of these, with no text left


@dataclass(frozen=True)
class EntryPage:
    """Entries newest first. `next_before` goes on where this page ends, "" at the end of the log."""

    entries: tuple[EntryView, ...]
    next_before: str = ""


@dataclass(frozen=True)
class Shared:
    """What came of a sharing step: the entry without its dialogue, which a sharing step does not touch; how many of its
    author's entries here are shared now; where its review stands."""

    entry: EntryView
    shared_count: int
    standing: Standing | None = None
