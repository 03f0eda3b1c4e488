"""The operator sees whether something arrived, and no word of what anybody wrote."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.models import Entry, EntryComment
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans.models import PlanSection, PlanVersion
from internship_xblock.tools.reviews.api import SubmissionView
from internship_xblock.tools.reviews.models import Note

OURS = {model: page for model, page in admin.site._registry.items() if model._meta.app_label == "internship_xblock"}


def invite_nils(mira: Actor, placement_id: int) -> None:
    view = placements.get(mira, placement_id=placement_id)
    nils = placements.PartyRow(uid="aaaa", role="student", name="Nils")
    placements.save_parties(mira, placement_id=view.id, revision=view.revision, rows=[*view.parties, nils])
    placements.invite(mira, placement_id=view.id, party_uid="aaaa")


@pytest.fixture
def request_of_operator(db: None) -> Any:
    request = RequestFactory().get("/")
    request.user = get_user_model().objects.create_superuser("operator")
    return request


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_nothing_can_be_changed(model: Any, request_of_operator: Any) -> None:
    page = OURS[model]
    for permission in (page.has_add_permission, page.has_change_permission, page.has_delete_permission):
        assert not permission(request_of_operator)
    assert page.has_view_permission(request_of_operator)


@pytest.mark.urls("tests.pages.admin_urls")
@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_the_pages_show_no_words(model: Any, client: Client, plan: SubmissionView, mira: Actor) -> None:
    invite_nils(mira, plan.placement_id)
    client.force_login(get_user_model().objects.create_superuser("operator"))
    name = f"admin:internship_xblock_{model._meta.model_name}"
    row = model.objects.latest("pk")
    for url in (reverse(f"{name}_changelist"), reverse(f"{name}_change", args=[row.pk])):
        response = client.get(url)
        assert response.status_code == 200
        for words in ("Nils", "Mira", "script>alert"):
            assert words not in response.content.decode()


def test_what_people_wrote_is_not_there() -> None:
    assert not {Entry, EntryComment, Note, PlanSection, PlanVersion} & set(OURS)
