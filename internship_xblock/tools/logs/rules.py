"""What an author sets for a log, and what follows from dates alone. Pure: no tables, no requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from ...core.errors import Words
from .entries.prompts import DEFAULT, OWN, SETS, Kept, PromptSet, prompt_set

SENTENCE_LEAST = 10  # characters: "Good." is no sentence that helps, and no language says something useful in fewer
NO_SENTENCE = _("Write at least one sentence of your own, in any of the three fields.")
NOT_SENT = _("Nothing is sent yet: something needs your attention. What you typed is still here.")
# What an author confirms before others read an entry (docs/sources.md, Confidentiality), with the words for one who does not.
CHECKLIST: Mapping[str, Words] = {
    "no_names": _("Read it once more, looking for names and details that identify somebody, then tick this."),
    "no_client_data": _("Take out information about clients and other people, then tick this."),
    "no_secrets": _("Take out what the host keeps secret, or mark the entry as company-sensitive; then tick this."),
}
SILENT_DAYS = 14  # without an entry, within a period
LEVELS_WIDE = ("private", "mentor", "supervisor", "cohort")  # from narrow to wide


def silence(periods: Iterable[tuple[date, date]], last: date | None, today: date) -> tuple[date, date] | None:
    """Return from which day on a log is silent if nobody writes, and until when: in the first period that is not over.

    `periods` are first and last days, `last` is the day of the last entry. None where no such period is long enough for one.
    """
    for start, end in sorted(period for period in periods if period[1] >= today):
        begins = (max(start, last) if last is not None else start) + timedelta(days=SILENT_DAYS)
        if begins <= end:
            return begins, end
    return None


def has_sentence(texts: Iterable[str]) -> bool:
    """Whether one of these texts says enough to help."""
    return any(len(text.strip()) >= SENTENCE_LEAST for text in texts)


@dataclass(frozen=True)
class LogRules:
    """An author's settings. `levels` are the levels that may be shared with; `weight` the points of one entry.

    `model` is the set of questions that is suggested, `more_models` what else may be chosen, `own` the author's own set.
    `retention_months` after the end of the placement entries are erased; 0: they are kept.
    Who has shared `minimum_entries` has completed the log.
    """

    model: str = DEFAULT
    ask_hours: bool = True
    levels: tuple[str, ...] = ("mentor", "supervisor", "cohort")
    weight: float = 1.0
    more_models: tuple[str, ...] = ()
    own: PromptSet | None = None
    retention_months: int = 0
    minimum_entries: int = 1

    @property
    def offered(self) -> tuple[PromptSet, ...]:
        """The sets one may write by, the suggested one first. Never empty: an unknown one is the default."""
        named = dict.fromkeys((self.model, *self.more_models))
        found = tuple(chosen for name in named if (chosen := self._named(name)) is not None)
        return found or (SETS[DEFAULT],)

    @property
    def suggested(self) -> PromptSet:
        return self.offered[0]

    def set_for(self, model: str, kept: Kept = ()) -> PromptSet:
        """The questions of an entry that is written on: the author's own as they are now, or as the entry kept them."""
        return self.own if model == OWN and self.own is not None else prompt_set(model, kept)

    def _named(self, name: str) -> PromptSet | None:
        return self.own if name == OWN else SETS.get(name)


@dataclass(frozen=True)
class Span:
    """A period of the plan as the log needs it: both days belong to it. `hours` is None where the plan does not say."""

    label: str
    start: date
    end: date
    hours: float | None = None


def is_wider(level: str, than: str) -> bool:
    return LEVELS_WIDE.index(level) > LEVELS_WIDE.index(than)


def is_narrower(level: str, than: str) -> bool:
    return LEVELS_WIDE.index(level) < LEVELS_WIDE.index(than)


def span_of(day: date, spans: Iterable[Span]) -> Span | None:
    """The period a day lies in, None where it lies in none."""
    return next((span for span in spans if span.start <= day <= span.end), None)


def is_outside(day: date, spans: Sequence[Span]) -> bool:
    """Whether to warn: the plan has periods, and the day lies in none of them."""
    return bool(spans) and span_of(day, spans) is None
