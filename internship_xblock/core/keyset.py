"""Paging that costs the same on every page: a cursor names the last row seen, by a time and a number."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q

from .errors import BadRequest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([0-9a-f]{1,14})-([0-9a-f]{1,15})")


def cursor(at: datetime, pk: int) -> str:
    """Name a row by its time and its number."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1):x}-{pk:x}"


def parse(text: str) -> tuple[datetime, int]:
    """Read a cursor; BadRequest for what no page of ours sends."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise BadRequest()
    return _EPOCH + timedelta(microseconds=int(found.group(1), 16)), int(found.group(2), 16)


def beyond(at: Any, pk: Any, *, older: bool, field: str, pk_field: str = "id") -> Q:
    """Select the rows past (at, pk). The first condition alone lets the database start in the middle of its index."""
    way = "lt" if older else "gt"
    return Q(**{f"{field}__{way}e": at}) & (Q(**{f"{field}__{way}": at}) | Q(**{f"{pk_field}__{way}": pk}))
