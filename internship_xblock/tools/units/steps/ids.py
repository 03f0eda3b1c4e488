"""Ids of steps and of their rows. Pure."""

from __future__ import annotations

import re

ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]{0,59}"  # what HTML and forms can carry
_ID = re.compile(ID_PATTERN)


def fit_id(wanted: str, taken: set[str], fallback: str) -> str:
    """An id that HTML and forms can carry and that nobody has yet; `wanted` itself if it is one."""
    base = wanted if _ID.fullmatch(wanted) else fallback
    found, count = base, 2
    while found in taken:
        found, count = f"{base[:50]}-{count}", count + 1
    taken.add(found)
    return found
