"""The secrets of personal links: the code of one, the key of a browser, and the six digits that are sent by mail."""

from __future__ import annotations

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from ....core.secrets import Secret

CODE = Secret(18)  # bytes: 144 bits
KEY = Secret(32, "session")  # in the cookie of a browser, and nowhere else
DIGITS = 6


def new_digits() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def digits_mac(session_id: int, digits: str) -> str:
    """Return what is stored of digits: a million tries would find them from a plain hash, so the site's secret is in it."""
    return salted_hmac("internship_xblock.link", f"{session_id} {digits}", algorithm="sha256").hexdigest()


def are_digits(session_id: int, mac: str, typed: str) -> bool:
    """Return whether somebody typed the digits that were sent, in whichever digits of Unicode and with spaces between."""
    plain = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in typed if not letter.isspace())
    return bool(mac) and constant_time_compare(digits_mac(session_id, plain), mac)
