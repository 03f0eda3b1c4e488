"""The code of a personal link: made, found again in whatever was pasted, hashed. And the six digits that are sent by mail."""

from __future__ import annotations

import hashlib
import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

_CODE = re.compile(r"[A-Za-z0-9_-]{24}")  # 144 bits, as `new_code` makes them
DIGITS = 6


def new_code() -> str:
    return secrets.token_urlsafe(18)


def code_hash(code: str) -> str:
    """Return what is stored of a code, which may be given as the whole link it came in: there it stands after the `#`.

    What a mail program put around it, or a line that was broken in it, makes it no other code.
    """
    given = "".join(code.split()).replace("%23", "#").rpartition("#")[2]
    found = _CODE.search(given)
    return hashlib.sha256((found[0] if found else given).encode("utf-8", "replace")).hexdigest()


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digits_mac(session_id: int, digits: str) -> str:
    """Return what is stored of digits: a million tries would find them from a plain hash, so the site's secret is in it."""
    return salted_hmac("internship_xblock.link", f"{session_id} {digits}", algorithm="sha256").hexdigest()


def are_digits(session_id: int, mac: str, typed: str) -> bool:
    """Return whether somebody typed the digits that were sent, in whichever digits of Unicode and with spaces between."""
    plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in typed if not letter.isspace())
    return bool(mac) and constant_time_compare(digits_mac(session_id, plain), mac)
