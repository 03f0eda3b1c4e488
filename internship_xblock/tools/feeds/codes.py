"""The secret in a feed's address: made, told once, hashed."""

from __future__ import annotations

import hashlib
import re
import secrets

_CODE = re.compile(r"[A-Za-z0-9_-]{32}")  # 192 bits, as `new_code` makes them


def new_code() -> str:
    return secrets.token_urlsafe(24)


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def code_hash(code: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(f"feed {code}".encode()).hexdigest()
