"""The code of something that was issued: random, read aloud and typed by people. Pure.

Sixteen characters of Crockford's alphabet are 80 bits; a seventeenth, computed of them modulo 37, finds one that was mistyped
or two that were swapped. A code whose seventeenth would be none of the alphabet is not given to anybody.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = frozenset(" -\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212.")


def new_code() -> str:
    """Draw a code at random."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if _sum(code) < len(ALPHABET):
            return code


def shown(code: str) -> str:
    """Return a code as it stands on paper: groups of four, and the seventeenth character."""
    groups = [code[at : at + 4] for at in range(0, LENGTH, 4)]
    return "-".join([*groups, ALPHABET[_sum(code)]])


def read(typed: str) -> str:
    """Return the code that somebody typed; "" where it is none. Spaces and hyphens say nothing; O is 0, I and l are 1."""
    text = unicodedata.normalize("NFKC", typed[:100]).upper()
    said = "".join(char for char in text if char not in _BETWEEN and not char.isspace()).translate(_LIKE)
    code, last = said[:LENGTH], said[LENGTH:]
    if len(said) != LENGTH + 1 or any(char not in ALPHABET for char in said) or _sum(code) != ALPHABET.index(last):
        return ""
    return code


def _sum(code: str) -> int:
    total = 0
    for char in code:
        total = total * 32 + ALPHABET.index(char)
    return total % 37
