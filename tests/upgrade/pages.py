"""The pages that people of a file open: whether they come, and still show what people wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from html import unescape
from typing import Any
from unittest.mock import patch

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.utils.module_loading import import_string

from internship_xblock.registry import BLOCKS
from internship_xblock.ui.pages.actors import COOKIE
from tests.platform import TestPlatform
from tests.runtime import make_block

SIGN_IN = "django.contrib.auth.backends.ModelBackend"


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Stop the clock: what is to come in a file, and opens until a day, is so whenever it is read."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield


def offer(blocks: Mapping[str, str]) -> None:
    """Let the platform have these blocks: their tags by their usage keys."""
    classes = {usage: import_string(BLOCKS[tag].replace(":", ".")) for usage, tag in blocks.items()}
    TestPlatform.blocks = {usage: make_block(block_class, None, usage=usage) for usage, block_class in classes.items()}


def visit(pages: Sequence[Mapping[str, Any]], browsers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Open each page as its person: an account, a guest in a browser with a key, or nobody.

    Returns, for each, who opened it, its status, and which words are `lost`: the page does not show them.
    """
    cache.clear()
    return [_opened(page, browsers) for page in pages]


def _opened(page: Mapping[str, Any], browsers: Mapping[str, str]) -> dict[str, Any]:
    client, who = Client(), page["who"]
    if who in browsers:
        client.cookies[COOKIE] = browsers[who]
    elif who:
        client.force_login(get_user_model().objects.get(username=who), SIGN_IN)
    answer = client.get(page["address"], follow=True)  # an address that somebody has in a mail may have moved
    text = unescape(answer.content.decode())
    lost = [words for words in page["shows"] if words not in text]
    return {"who": who, "address": page["address"], "status": answer.status_code, "lost": lost}
