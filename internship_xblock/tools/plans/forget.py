"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...core import personal_names
from ...core.tools import Leaving
from .drafts import authorship
from .models import Plan, PlanComment, PlanSection, PlanTemplate
from .versions import ledger

GONE = "…"


def forget(person: Leaving) -> None:
    """Erase the person's names from the drafts of their placements, and the plans that were theirs alone.

    What the parties wrote together stays the others', also what was shared as a template; a comment stays as an empty place,
    so that an answer still has something to answer. A frozen version and its signatures stay as they were agreed, as the hash
    says, and so does a certificate, which is the student's; only the accounts behind them, and who froze or issued them, are
    forgotten, with the salts of the digests that mean them in the record: so the models say.
    """
    placement_ids, names = list(person.placement_ids), person.names
    alone = Plan.objects.filter(placement_id__in=list(person.left_alone))
    plan_ids = list(alone.values_list("pk", flat=True))
    alone.delete()
    ledger.erased(plan_ids)
    _forget_in_templates(placement_ids, names)
    for section in PlanSection.objects.filter(plan__placement_id__in=placement_ids).iterator(chunk_size=100):
        without = _without(section.data, names)
        if (
            "written" in without and person.user_id is not None
        ):  # the name of the account, which need not be the one it goes by here
            without["written"] = authorship.without(authorship.marks_of(without), person.user_id)
        if without != section.data:
            PlanSection.objects.filter(pk=section.pk).update(data=without)
    for comment in PlanComment.objects.filter(plan__placement_id__in=placement_ids).iterator(chunk_size=100):
        text = _without(comment.text, names)
        if text != comment.text:
            PlanComment.objects.filter(pk=comment.pk).update(text=text)


def _forget_in_templates(placement_ids: Sequence[int], names: Sequence[str]) -> None:
    """A template names nobody, unless whoever shared it overlooked a name."""
    for row in PlanTemplate.objects.filter(placement_id__in=list(placement_ids)).iterator(chunk_size=100):
        for field in ("title", "description", "document"):
            setattr(row, field, _without(getattr(row, field), names))
        row.save(update_fields=["title", "description", "document"])


def _without(value: Any, names: Sequence[str]) -> Any:
    """The same JSON with the names taken out of every text: as words, for "Bo" stands in "Book" too."""
    return _replaced(value, personal_names.replacer(dict.fromkeys(names, GONE)))


def _replaced(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(inner, replace) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, replace) for inner in value]
    return replace(value) if isinstance(value, str) else value
