"""Whether somebody typed the name that stands beside a code. Pure.

Capitals, accents, spaces, hyphens and apostrophes do not count. Letters that passports and e-mail addresses write in two ways
are taken in both: Müller is Muller and Mueller, Bjørnæs is Bjornaes, Å is A and AA.
"""

from __future__ import annotations

import hmac
import unicodedata

_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "þ": "th", "ð": "d", "œ": "oe"})
_ONE = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ŋ": "n", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"})


def is_same(typed: str, known: str) -> bool:
    """Return whether both are one name. It takes the same time for any two of one length."""
    ways = [(a, b) for a in _ways(typed) for b in _ways(known)]
    found = [hmac.compare_digest(a.encode(), b.encode()) for a, b in ways]
    return bool(_ways(known)[0]) and any(found)


def is_part(short: str, name: str) -> bool:
    """Return whether a family name stands in a whole name."""
    return bool(_plain(short)) and _plain(short) in _plain(name)


def _ways(name: str) -> tuple[str, str]:
    text = unicodedata.normalize("NFC", name).casefold()
    return _plain(text), _plain(text.translate(_TWO))


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold().translate(_ONE))
    return "".join(char for char in text if char.isalnum())
