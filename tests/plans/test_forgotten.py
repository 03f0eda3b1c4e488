"""Some of a plan's people are forgotten, in any order: the chain verifies, no name of theirs is left, documents come out."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from django.apps import apps
from django.forms.models import model_to_dict

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.exports import pdf, word
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.documents import as_json, calendar
from internship_xblock.tools.plans.documents import plan as documents
from internship_xblock.tools.plans.models import PlanVersion
from internship_xblock.tools.plans.sources import importing
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements import documents as certificates
from internship_xblock.tools.statements.models import Statement
from tests.statements.test_issuing import issue, write

from . import shown
from .conftest import USAGE, Draft
from .test_record import breaks

pytestmark = pytest.mark.django_db
ROLES = {"jonasemann": "student", "karianne": "supervisor", "solveiglinn": "leader", "odavald": "mentor"}


def everything() -> str:
    """All that the tables of the product hold, as text."""
    models = apps.get_app_config("internship_xblock").get_models()
    return "\n".join(str(model_to_dict(row)) for model in models for row in model._default_manager.all())


@pytest.mark.parametrize("seed", range(6))
def test_whoever_leaves_in_whatever_order(draft: Draft, join: Callable[..., Actor], seed: int) -> None:
    draw = random.Random(seed)
    draft.fill()
    people = {name: join(draft, name, role) for name, role in ROLES.items()}
    tasks = draft.view().sections["tasks"].rows
    looks = [draw.choice([*people, "jonasemann and karianne"]) for _task in tasks]
    draft.save("tasks", [{**row, "assessor": who} for row, who in zip(tasks, looks, strict=True)])
    parties = draft.view().sections["parties"].rows
    draft.save("parties", [{**row, "organisation": f"{row['name']} Consult"} for row in parties])
    for number in (1, 2):
        draft.submit()
        for name in ("jonasemann", "karianne"):
            shown.sign(people[name], placement_id=draft.placement_id, usage_key=USAGE, number=number)
        draft.save("contacts", [{**draft.view().sections["contacts"].values, "university": f"karianne, {number}"}])
    write(draft, family_name="jonasemann")
    issue(draft)
    plan_id = draft.view().plan_id or 0
    statement_id = Statement.objects.get().pk
    texts = list(PlanVersion.objects.values_list("canonical", "sha256"))
    leaving = draw.sample(sorted(people), draw.randint(1, len(people)))
    for name in leaving:
        assert name in everything()
        retirement.forget(people[name].account)
        assert breaks() == []
        assert name not in everything()
    assert list(PlanVersion.objects.values_list("canonical", "sha256")) == texts
    taken = plans.take_along(draft.actor, plan_id=plan_id, number=2)
    assert taken.warnings == ()
    assert sum(row["name"] == "…" for row in taken.version.document["parties"]) == len(leaving)
    for render in (pdf.render, word.render):
        assert render(documents.document(taken))
        issued = statements.take_along(draft.actor, statement_id=statement_id, number=1)
        assert (issued.warning, bool(render(certificates.document(issued)))) == ("", True)
    assert calendar.calendar(taken, "site").events
    written = as_json.as_json(taken).decode()
    imported = importing.read(written, plans.Layout())
    assert imported.is_intact
    assert [row["text"] for row in imported.source.answers["tasks"]] == [row["text"] for row in tasks]
    assert json.loads(written)["intact"] is True
    still = plans.agreement(draft.actor, placement=draft.placement_id, usage_key=USAGE, number=2)
    assert all(line.signed_at for line in still.lines if line.role in ("student", "supervisor"))
