"""A small XBlock runtime for tests: real XBlock classes, fields in memory, services one can take away.

`make_block(UnitBlock, actor, minutes=15)` gives a block; `call(block, "handler", {...})` posts a form to it.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import lxml.html
from django.test import TestCase
from webob import Request, Response
from xblock.core import XBlock
from xblock.field_data import DictFieldData
from xblock.fields import ScopeIds
from xblock.reference.user_service import UserService, XBlockUser
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from internship_xblock.core.actor import Actor

from .platform import COURSE


class UsageKey(str):
    """Behaves as an opaque key where we use one: `str()` and `context_key`."""

    context_key = COURSE


class StubUserService(UserService):
    """The LMS's user service, for one actor."""

    def __init__(self, actor: Actor, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.actor = actor

    def get_current_user(self) -> XBlockUser:
        user = XBlockUser(is_current_user=True, full_name=self.actor.name)
        user.opt_attrs = {
            "edx-platform.user_id": self.actor.user_id,
            "edx-platform.is_authenticated": self.actor.is_known,
            "edx-platform.user_is_staff": self.actor.is_staff,
            "edx-platform.anonymous_user_id": self.actor.anonymous_id,
            "edx-platform.username": self.actor.name.lower(),
        }
        return user


class BlockRuntime(TestRuntime):
    """Records what is published; handler urls are paths."""

    def __init__(self, actor: Actor | None, field_data: Any) -> None:
        services: dict[str, Any] = {"field-data": field_data}
        if actor is not None:
            services["user"] = StubUserService(actor)
        super().__init__(services=services)
        self.published: list[tuple[str, dict[str, Any]]] = []

    def publish(self, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
        self.published.append((event_type, event_data))

    def handler_url(self, block: Any, handler_name: str, suffix: str = "", query: str = "", thirdparty: bool = False) -> str:
        return f"/handler/{handler_name}?"


def make_block(block_class: type[XBlock], actor: Actor | None, usage: str = "", store: Any = None, **fields: Any) -> Any:
    """A block of `block_class` seen by `actor` (None: a runtime without a user service)."""
    tag = block_class.__name__.lower()
    usage_key = UsageKey(usage or f"block-v1:Test+Mentor+2026+type@{tag}+block@one")
    field_data = KvsFieldData(store) if store is not None else DictFieldData({})
    runtime = BlockRuntime(actor, field_data)
    user_id = str(actor.user_id) if actor else None
    block = runtime.construct_xblock_from_class(block_class, ScopeIds(user_id, tag, usage_key, usage_key))
    for name, value in fields.items():
        setattr(block, name, value)
    return block


def call(
    block: Any, handler: str, data: dict[str, Any] | bytes | None = None, method: str = "POST", **headers: str
) -> Response:
    """Send a form to a handler, as the page's script would; `bytes` go as they are."""
    body = data if isinstance(data, bytes) else urlencode(data or {}, doseq=True).encode()
    if method == "GET":
        request = Request.blank(f"/?{body.decode()}", method="GET", headers=headers)
    else:
        content_type = headers.pop("content_type", "application/x-www-form-urlencoded")
        request = Request.blank("/", method=method, body=body, content_type=content_type, headers=headers)
    with TestCase.captureOnCommitCallbacks(execute=True):  # in a test's own transaction nothing is ever committed
        return block.handle(handler, request)


def with_parts(block: Any, html: str) -> str:
    """A page with every part that comes when it is opened, as after somebody opened them all."""
    parts = []
    for place in lxml.html.fromstring(html).xpath("//*[@data-later]"):
        answer = call(block, place.get("hx-get").rsplit("/", 1)[1], json.loads(place.get("hx-vals")), method="GET")
        assert answer.status_int == 200, answer.text
        parts.append(answer.text)
    return "\n".join([html, *parts])


def new_store() -> DictKeyValueStore:
    """A store shared by several `make_block(..., store=...)`, as one learner's visits share it."""
    return DictKeyValueStore()


__all__ = ["BlockRuntime", "call", "make_block", "new_store", "with_parts"]
