"""The page of a statement, as somebody in a browser asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import Client, TestCase

from internship_xblock.core.actor import Actor
from internship_xblock.tools.statements.web.activity import PAGES
from tests.plans.conftest import Draft


@dataclass
class Answer:
    text: str
    status_int: int
    headers: Any


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def address(draft: Draft, action: str = "") -> str:
    return PAGES.address(draft.actor.course_key, "", draft.placement_id) + action


def ask(
    draft: Draft, action: str, data: dict[str, Any] | None = None, method: str = "POST", actor: Actor | None = None
) -> Answer:
    """Send a form to an action of the page, as the page's script would."""
    client, url = client_of(actor or draft.actor), address(draft, action)
    body = urlencode(data or {}, doseq=True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        if method == "GET":
            response = client.get(f"{url}?{body}")
        else:
            response = client.post(url, body, content_type="application/x-www-form-urlencoded")
    return Answer(response.content.decode(), response.status_code, response.headers)


def read(draft: Draft, action: str = "show_statement", actor: Actor | None = None, **data: Any) -> Answer:
    return ask(draft, action, data, "GET", actor)
