"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...core import personal_names
from ...core.tools import Leaving
from .drafts import authorship
from .models import Plan, PlanCertificate, PlanComment, PlanSection, PlanSignature, PlanTemplate, PlanVersion
from .versions import ledger

GONE = "…"


def forget_user(
    user_id: int, *, placement_ids: Sequence[int] = (), names: Sequence[str] = (), left_alone: Sequence[int] = ()
) -> None:
    """Erase the person's names and comments from the drafts of their placements, and the plans that were theirs alone.

    What the parties wrote together stays the others', also what was shared as a template; a comment stays as an empty place,
    so that an answer still has something to answer. A frozen version and its signatures stay as they were agreed, as the hash
    says, and so does a certificate, which is the student's; only the accounts behind them, and who froze or issued them, are
    forgotten, with the salts of the digests that mean them in the record.
    """
    alone = Plan.objects.filter(placement_id__in=list(left_alone))
    plan_ids = list(alone.values_list("pk", flat=True))
    alone.delete()
    ledger.erased(plan_ids)
    PlanSignature.objects.filter(user_id=user_id).update(user=None, salt="")
    PlanVersion.objects.filter(frozen_by_user_id=user_id).update(frozen_by_user=None, frozen_by="", salt="")
    PlanCertificate.objects.filter(issued_by_user_id=user_id).update(issued_by_user=None, issued_by="", salt="")
    PlanSection.objects.filter(changed_by_user_id=user_id).update(changed_by_user=None, changed_by="")
    PlanComment.objects.filter(author_id=user_id).update(author=None, author_name="", text="")
    PlanComment.objects.filter(settled_by_user_id=user_id).update(settled_by_user=None, settled_by="")
    PlanTemplate.objects.filter(shared_by_user_id=user_id).update(shared_by_user=None, shared_by="")
    _forget_in_templates(placement_ids, names)
    for section in PlanSection.objects.filter(plan__placement_id__in=list(placement_ids)).iterator(chunk_size=100):
        without = _without(section.data, names)
        if "written" in without:  # the name of the account, which need not be the one it goes by here
            without["written"] = authorship.without(authorship.marks_of(without), user_id)
        if without != section.data:
            PlanSection.objects.filter(pk=section.pk).update(data=without)
    for comment in PlanComment.objects.filter(plan__placement_id__in=list(placement_ids)).iterator(chunk_size=100):
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


def forget_leaving(person: Leaving) -> None:
    """Erase a person whose account is retired from this tool."""
    forget_user(person.user_id, placement_ids=person.placement_ids, names=person.names, left_alone=person.left_alone)
