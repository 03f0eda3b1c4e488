"""Ids of rows that people reorder and refer to."""

from __future__ import annotations

import secrets


def new_uid() -> str:
    """A short id for a row that people reorder and refer to; unique within its document."""
    return secrets.token_hex(4)


def is_uid(text: str) -> bool:
    """Return whether a text may be such an id."""
    return 0 < len(text) <= 16 and text.isascii() and text.isalnum()
