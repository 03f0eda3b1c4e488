"""What the log's api returns: plain values for reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ...core.errors import Words
from ...core.language.word_diff import Changed
from ..placements.api import PLACEMENT
from ..reviews.api import Standing
from .comments.workdays import ANSWER_DAYS
from .entries.links import Link
from .entries.prompts import Kept, level_label, prompt_set, question_of
from .models import Sharing
from .readers.rights import UNIVERSITY_LEVELS
from .staff_mode import has_course_team, sharing_label

# What a reader's answer consists of, in plain words and, for mentors, by what the course calls it (M5).
ANSWER_PARTS: Mapping[str, Words] = {
    "observation": _("What I noticed (observation)"),
    "feedforward": _("What you could try next (feedforward)"),
    "question": _("A question for you"),
}


@dataclass(frozen=True)
class CommentView:
    """One turn in the dialogue. `parts` are its texts with what they are, in the order they were asked for."""

    author_name: str
    role: str
    role_label: str
    is_mine: bool
    at: datetime
    parts: tuple[tuple[Words, str], ...]
    quote: str = ""  # a passage of the entry that it speaks of
    is_quote_gone: bool = False  # it quotes what this person cannot read, or can no longer
    is_new: bool = False  # not shown to this person before


@dataclass(frozen=True)
class ReadingView:
    """Who saw an entry: a line of its access log."""

    name: str
    role_label: str
    first_at: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True)
class RequestView:
    """A mentor asked to keep an entry from the cohort; `decided_at` is None while the author has not decided."""

    name: str
    reason: str
    asked_at: datetime
    decided_at: datetime | None
    is_granted: bool


@dataclass(frozen=True)
class EarlierText:
    """What an entry said before a change: `parts` as in CommentView."""

    revision: int
    kept_at: datetime
    parts: tuple[tuple[Words, str], ...]


@dataclass(frozen=True)
class EntryView:
    """An entry as one person may see it. `readers` are the names of those who may read it beside its author.

    A *short* one says when, who and how it stands, and none of its words save `first_words`, and those only to who has
    read them before: being shown it short is no reading. `is_new`, `is_changed` and `has_news` (said since) are what this
    person was not shown yet; `changes` is what changed since they read it on `changed_since`.
    """

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
    is_short: bool = False
    first_words: str = ""
    has_readers: bool = True  # somebody could open it now
    waiting_days: int = 0  # working days
    turns: int = 0
    last_turn_at: datetime | None = None
    last_turn_name: str = ""  # of who spoke last, "" where they are no party
    spoke_last: bool = False  # this person did
    is_new: bool = False
    is_changed: bool = False
    has_news: bool = False
    knows_readers: bool = False  # this person may know whether somebody has read it
    changes: tuple[Changed, ...] = ()
    changed_since: datetime | None = None
    is_withheld: bool = False  # from the cohort, until its author has decided
    request: RequestView | None = None
    may_ask: bool = False  # this person may ask to keep it from the cohort
    kind: str = PLACEMENT  # of the placement: in staff mode there is no course team

    @property
    def is_shared(self) -> bool:
        return self.sharing != Sharing.PRIVATE

    @property
    def was_ever_shared(self) -> bool:
        return self.shared_revision > 0

    @property
    def is_submitted(self) -> bool:
        return self.sharing in UNIVERSITY_LEVELS and has_course_team(self.kind)

    @property
    def waits(self) -> bool:
        """Shared, and nobody else has said anything yet."""
        return self.is_shared and self.answered_at is None

    @property
    def is_overdue(self) -> bool:
        """Nobody has answered in the working days within which an entry is answered."""
        return self.waits and self.waiting_days >= ANSWER_DAYS

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
        """What a list of submissions keeps of it: its day, said in each reader's language (web/subject.py)."""
        return self.date.isoformat()

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
    own_unheard: int = 0  # of these as many as nobody who is here could answer
    own_reviewed: int = 0  # as many as only the reviewers could
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
    kept_months: int | None = None  # what is stored of the log's keeping, None where there is no entry to bring it


@dataclass(frozen=True)
class LevelView:
    """A level that may be shared with: whom it names, and whether one of them could open an entry now."""

    value: str
    label: str
    names: tuple[str, ...]
    has_readers: bool


@dataclass(frozen=True)
class Shared:
    """What came of a sharing step: the entry, without its dialogue, and where its review stands."""

    entry: EntryView
    standing: Standing | None = None
