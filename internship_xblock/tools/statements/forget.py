"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17). Not an api verb."""

from __future__ import annotations

from ...core.language import personal_names
from ...core.tools import Leaving
from ...records import authorship
from ...records.people import forget as forget_names
from .issued import ledger
from .models import IssuedStatement, Statement, StatementComment, StatementSection
from .schema.names import is_part


def forget(person: Leaving) -> None:
    """Erase the person's names from drafts, and what closes placements that were theirs alone.

    What was issued stays as it was, as the hash says: it is the student's. The names beside it are forgotten, that of who
    issued it too, as the models say, with the salts of the digests that mean them. Once the student is forgotten, whoever
    checks it is told that it is no longer kept (checking.py).
    """
    alone = Statement.objects.filter(placement_id__in=list(person.left_alone))
    gone = list(alone.values_list("pk", flat=True))
    alone.delete()
    ledger.LEDGER.erased(gone)
    here = {"statement__placement_id__in": list(person.placement_ids)}
    for draft in StatementSection.objects.filter(**here).iterator(chunk_size=100):
        left = personal_names.without(draft.data, person.names)
        family = left.get("values", {}).get("family_name", "")
        if any(is_part(family, name) for name in person.names):  # a part of a name, which no eraser of whole names finds
            left["values"]["family_name"] = ""
        if "written" in left and person.user_id is not None:
            left["written"] = authorship.without(authorship.marks_of(left), person.user_id)
        if left != draft.data:
            StatementSection.objects.filter(pk=draft.pk).update(data=left)
    without = personal_names.eraser(person.names)
    for comment in StatementComment.objects.filter(**here).iterator(chunk_size=100):
        text = without(comment.text)
        if text != comment.text:
            StatementComment.objects.filter(pk=comment.pk).update(text=text)
    rows = IssuedStatement.objects.filter(**here).exclude(people={})
    for pk, placement_id, people in rows.values_list("pk", "statement__placement_id", "people").iterator(chunk_size=100):
        kept = forget_names(people, person.party_uids.get(placement_id, ()), without)
        if kept is not None:
            IssuedStatement.objects.filter(pk=pk).update(people=kept)
