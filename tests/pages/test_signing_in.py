"""Whoever is not signed in comes back to the page they asked for, however long its address is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.platform import COURSE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("query", "kept"), [("?search=Ola", True), ("?search=" + "x" * 20_000, False)])
def test_the_way_back_after_signing_in(client: Client, query: str, kept: bool, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get(reverse("internship_xblock:review", kwargs={"course_key": COURSE}) + query)
    assert answer.status_code == 302
    assert ("search" in answer["Location"]) is kept
    assert "xxxx" not in caplog.text
