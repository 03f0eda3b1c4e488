"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...core.language import personal_names
from ...core.tools import Leaving
from ...records import authorship
from ...records.people import forget as forget_names
from .models import Plan, PlanComment, PlanPrivateAnswer, PlanSection, PlanTemplate, PlanVersion
from .versions import ledger


def forget(person: Leaving) -> None:
    """Erase the person's names from drafts and from others' comments, and the plans that were theirs alone.

    The texts of their own comments are erased by what the table declares (`DraftComment.authorships`, records/models.py),
    which `core/retirement.py` reads after this; the empty comment stays, so that an answer still has something to answer.
    What the parties wrote together stays the others', also what was shared as a template.

    What a frozen version and its signatures say stays as it was agreed, as the hash says. The names that stand beside it are
    forgotten, those of who froze it too, as the models say, with the salts of the digests that mean them.
    """
    placement_ids, names = list(person.placement_ids), person.names
    alone = Plan.objects.filter(placement_id__in=list(person.left_alone))
    plan_ids = list(alone.values_list("pk", flat=True))
    alone.delete()
    ledger.LEDGER.erased(plan_ids)
    _forget_in_templates(placement_ids, names)
    _forget_in_frozen(placement_ids, names, person.party_uids)
    _forget_private(placement_ids, names, person.party_uids)
    _forget_in_drafts(person.user_id, placement_ids, names)
    for comment in PlanComment.objects.filter(plan__placement_id__in=list(placement_ids)).iterator(chunk_size=100):
        text = personal_names.without(comment.text, names)
        if text != comment.text:
            PlanComment.objects.filter(pk=comment.pk).update(text=text)


def _forget_in_drafts(user_id: int | None, placement_ids: Sequence[int], names: Sequence[str]) -> None:
    for section in PlanSection.objects.filter(plan__placement_id__in=list(placement_ids)).iterator(chunk_size=100):
        without = personal_names.without(section.data, names)
        if "written" in without and user_id is not None:  # the name of the account, which need not be the one it goes by here
            without["written"] = authorship.without(authorship.marks_of(without), user_id)
        if without != section.data:
            PlanSection.objects.filter(pk=section.pk).update(data=without)


def _forget_in_templates(placement_ids: Sequence[int], names: Sequence[str]) -> None:
    """A template names nobody, unless whoever shared it overlooked a name."""
    for row in PlanTemplate.objects.filter(placement_id__in=list(placement_ids)).iterator(chunk_size=100):
        for field in ("title", "description", "document"):
            setattr(row, field, personal_names.without(getattr(row, field), names))
        row.save(update_fields=["title", "description", "document"])


def _forget_in_frozen(placement_ids: Sequence[int], names: Sequence[str], party_uids: Mapping[int, Sequence[str]]) -> None:
    """Take the names away that stand beside frozen texts; the texts themselves, and their hashes, stay."""
    without = personal_names.eraser(names)
    frozen = PlanVersion.objects.filter(plan__placement_id__in=list(placement_ids)).exclude(people={})
    for pk, placement_id, people in frozen.values_list("pk", "plan__placement_id", "people").iterator(chunk_size=100):
        left = forget_names(people, party_uids.get(placement_id, ()), without)
        if left is not None:
            PlanVersion.objects.filter(pk=pk).update(people=left)


def _forget_private(placement_ids: Sequence[int], names: Sequence[str], party_uids: Mapping[int, Sequence[str]]) -> None:
    """Erase what is about the person, with the days on which it was agreed, and their name in what others told."""
    for placement_id, uids in party_uids.items():
        about = PlanPrivateAnswer.objects.filter(plan__placement_id=placement_id, about__in=list(uids))
        plans = Plan.objects.filter(pk__in=list(about.values_list("plan_id", flat=True)))
        about.delete()
        for plan in plans:
            left = set(PlanPrivateAnswer.objects.filter(plan=plan).values_list("field", flat=True))
            days = {name: day for name, day in plan.separately.items() if name in left}
            Plan.objects.filter(pk=plan.pk).update(separately=days)
    for row in PlanPrivateAnswer.objects.filter(plan__placement_id__in=list(placement_ids)).iterator(chunk_size=100):
        text = personal_names.without(row.text, names)
        if text != row.text:
            PlanPrivateAnswer.objects.filter(pk=row.pk).update(text=text)
