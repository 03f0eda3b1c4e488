"""Practising on the samples of a teaching copy: what a learner writes, compares and says they would change.

All of it is the learner's own, also before staff who look at the course as them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.errors import BadRequest, Difference, NotFound, Stale, Words, raise_for_refused
from ....core.language.text import clean, too_long
from ....core.revisions import advance
from ..models import ANONYMOUS_ID_LIMIT, KEY_LIMIT, PracticeAnswer
from ..rules import NO_SENTENCE, has_sentence
from .samples import COMMENT, LABELS, Practice, Sample

NO_CHANGE = _("Compare the two, and write what you would change, or why you would change nothing.")
_ROWS = PracticeAnswer.objects.values_list("sample", "revision", "texts", "is_sent", "is_done")


@dataclass(frozen=True)
class _Change:
    """What becomes of a sample: `wrong` are the words for texts that cannot be kept, `missing` for what is not enough."""

    practice: Practice
    wrong: Mapping[str, Sequence[Words]]
    missing: Mapping[str, Sequence[Words]] = field(default_factory=dict)


def see_samples(actor: Actor, *, samples: Sequence[Sample], usage_key: str) -> tuple[Practice, ...]:
    """The samples that can be commented on, with what this learner has done: one query. A stranger has done nothing."""
    _require(actor, "log.see_samples")
    if not actor.is_known or actor.masquerading:
        return _with(samples, [])
    return _with(samples, _ROWS.filter(learner_id=actor.account, usage_key=usage_key))


def keep_practice(
    actor: Actor, *, samples: Sequence[Sample], usage_key: str, sample_id: str, revision: int, texts: Mapping[str, str]
) -> Practice:
    """Keep what is being typed: `texts` by their names (LABELS), from the state at `revision` on.

    Raises Stale where it was changed in another window, PartlySaved where a text is too long.
    """
    return _write(actor, samples, usage_key, sample_id, lambda before: _typed(before, revision, texts))


def compare_practice(
    actor: Actor, *, samples: Sequence[Sample], usage_key: str, sample_id: str, revision: int, texts: Mapping[str, str]
) -> Practice:
    """Send the comment: it stands now, and the model comment beside it.

    Raises SavedButRefused where it has no sentence, PartlySaved where a text is too long: what can be kept is kept.
    """

    def sent(before: Practice) -> _Change:
        typed = _typed(before, revision, texts)
        if before.is_sent:
            return typed
        if not typed.wrong and not has_sentence(typed.practice.typed[name] for name in COMMENT):
            return _Change(typed.practice, {}, {COMMENT[0]: [NO_SENTENCE]})
        return _Change(typed.practice if typed.wrong else typed.practice.marked(is_sent=True), typed.wrong)

    return _write(actor, samples, usage_key, sample_id, sent)


def finish_practice(
    actor: Actor, *, samples: Sequence[Sample], usage_key: str, sample_id: str, revision: int, texts: Mapping[str, str]
) -> Practice:
    """Keep what they would change: that is done. NotFound where the comment has not been sent.

    Raises SavedButRefused where nothing is said, PartlySaved where it is too long.
    """

    def done(before: Practice) -> _Change:
        typed = _typed(before, revision, texts)
        if not before.is_sent:
            raise NotFound()
        if not typed.wrong and not typed.practice.typed["change"].strip():
            return _Change(typed.practice, {}, {"change": [NO_CHANGE]})
        return _Change(typed.practice if typed.wrong else typed.practice.marked(is_done=True), typed.wrong)

    return _write(actor, samples, usage_key, sample_id, done)


def share_done(practices: Sequence[Practice]) -> float:
    """How much is done, from 0 to 1."""
    return sum(practice.is_done for practice in practices) / len(practices) if practices else 0.0


def _write(
    actor: Actor, samples: Sequence[Sample], usage_key: str, sample_id: str, change: Callable[[Practice], _Change]
) -> Practice:
    """Change one sample's row. All the learner's rows here are locked first: the share is counted from what is stored.

    What is refused is told when the rest is written.
    """
    _require(actor, "log.practise")
    if not 0 < len(usage_key) <= KEY_LIMIT:
        raise BadRequest()
    if not any(one.id == sample_id and one.is_complete for one in samples):
        raise NotFound()
    mine = PracticeAnswer.objects.filter(learner_id=actor.account, usage_key=usage_key)
    with transaction.atomic():
        if not mine.filter(sample=sample_id).exists():
            _begin(actor, usage_key, sample_id)
        before = _with(samples, _ROWS.filter(learner_id=actor.account, usage_key=usage_key).select_for_update())
        old = next(practice for practice in before if practice.sample.id == sample_id)
        changed = change(old)
        now = changed.practice
        row = mine.filter(sample=sample_id)
        row.update(is_sent=now.is_sent, is_done=now.is_done, changed_at=timezone.now())
        if now.revision != old.revision:
            advance(row, texts=dict(now.typed))
        share = share_done([now if practice is old else practice for practice in before])
        if share != share_done(before):
            events.completed(actor, usage_key, share)
    raise_for_refused(changed.wrong, missing=changed.missing, revision=now.revision)
    return now


def _begin(actor: Actor, usage_key: str, sample_id: str) -> None:
    """The row of a sample that nobody has practised on yet; another request may have been quicker."""
    try:
        with transaction.atomic():
            PracticeAnswer.objects.create(
                learner_id=actor.account, course_key=actor.course_key, usage_key=usage_key, sample=sample_id,
                anonymous_id=actor.anonymous_id[:ANONYMOUS_ID_LIMIT],
            )  # fmt: skip
    except IntegrityError:
        pass


def _typed(before: Practice, revision: int, texts: Mapping[str, str]) -> _Change:
    """The learner's work with what was just typed. A comment that was sent stays as it is, and so does what is too long."""
    names = ("change",) if before.is_sent else COMMENT
    typed = {name: clean(texts[name]) for name in names if name in texts}
    different = {name: text for name, text in typed.items() if text != before.typed.get(name, "")}
    if different and revision != before.revision:
        both = [Difference(LABELS[name], text, before.typed.get(name, "")) for name, text in different.items()]
        raise Stale(revision=before.revision, differences=both)
    wrong: dict[str, Sequence[Words]] = {name: words for name, text in different.items() if (words := too_long(text))}
    fits = {name: text for name, text in different.items() if name not in wrong}
    return _Change(before.with_words(fits) if fits else before, wrong)


def _with(samples: Sequence[Sample], rows: Any) -> tuple[Practice, ...]:
    kept = {sample: rest for sample, *rest in rows}
    return tuple(_practice(one, kept.get(one.id)) for one in samples if one.is_complete)


def _practice(sample: Sample, row: Sequence[Any] | None) -> Practice:
    revision, texts, is_sent, is_done = row or (0, {}, False, False)
    typed = {name: str(texts.get(name, "")) for name in LABELS}
    return Practice(sample, revision, typed, is_sent, is_done)


def _require(actor: Actor, verb: str) -> None:
    permissions.require(actor, verb, permissions.course_roles(actor, actor.course_key))


__all__ = ["compare_practice", "finish_practice", "keep_practice", "see_samples"]
