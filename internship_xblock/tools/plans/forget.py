"""Forgetting a person: what the platform's retirement asks of us (GDPR, article 17).

Not an api verb: no person may do this, only the operator's retirement run does.
"""

from __future__ import annotations

from ...core.language import personal_names
from ...core.tools import Leaving
from ...records import forgetting
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
    forgetting.erase_alone(Plan.objects.all(), person, ledger.LEDGER)
    _forget_in_templates(person)
    _forget_private(person)
    forgetting.in_drafts(PlanSection, person)
    forgetting.in_comments(PlanComment, person)
    forgetting.in_frozen(PlanVersion, person)


def _forget_in_templates(person: Leaving) -> None:
    """A template names nobody, unless whoever shared it overlooked a name."""
    for row in PlanTemplate.objects.filter(placement_id__in=list(person.placement_ids)).iterator(chunk_size=100):
        for field in ("title", "description", "document"):
            setattr(row, field, personal_names.without(getattr(row, field), person.names))
        row.save(update_fields=["title", "description", "document"])


def _forget_private(person: Leaving) -> None:
    """Erase what is about the person, with the days on which it was agreed, and their name in what others told."""
    for placement_id, uids in person.party_uids.items():
        about = PlanPrivateAnswer.objects.filter(plan__placement_id=placement_id, about__in=list(uids))
        plans = Plan.objects.filter(pk__in=list(about.values_list("plan_id", flat=True)))
        about.delete()
        for plan in plans:
            left = set(PlanPrivateAnswer.objects.filter(plan=plan).values_list("field", flat=True))
            days = {name: day for name, day in plan.separately.items() if name in left}
            Plan.objects.filter(pk=plan.pk).update(separately=days)
    for row in PlanPrivateAnswer.objects.filter(plan__placement_id__in=list(person.placement_ids)).iterator(chunk_size=100):
        text = personal_names.without(row.text, person.names)
        if text != row.text:
            PlanPrivateAnswer.objects.filter(pk=row.pk).update(text=text)
