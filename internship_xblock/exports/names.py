"""What a file is called when it is saved: readable, safe on every system, and in a header as RFC 6266 wants it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

STEM_LIMIT = 80  # characters
_JOINERS = "\u200c\u200d"  # they part or bind letters of one word, as in Persian and Malayalam
# Letters of the North that no decomposition takes apart.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "æ": "ae", "ß": "ss", "ł": "l", "þ": "th", "ð": "d", "œ": "oe"})


def readable(stem: str, ending: str) -> str:
    """Lower case, words joined by hyphens, letters of every script kept."""
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", stem).lower())
    return f"{_short('-'.join(_words(text)))}.{ending}"


def _words(text: str) -> list[str]:
    """The words of a text: letters and digits, the marks on them, and joiners between two of them."""
    kept = ""
    for at, char in enumerate(text):
        begun = bool(kept) and kept[-1] != " "
        is_joiner = char in _JOINERS and text[at + 1 : at + 2].isalnum()
        kept += char if char.isalnum() or (begun and (_is_mark(char) or is_joiner)) else " "
    return kept.split()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def plain(stem: str, ending: str) -> str:
    """The same in ASCII: letters lose their marks, other scripts are left out."""
    text = unicodedata.normalize("NFKD", stem.lower().translate(_PLAIN)).encode("ascii", "ignore").decode()
    return f"{_short('-'.join(re.findall(r'[a-z0-9]+', text)))}.{ending}"


def _short(name: str) -> str:
    """A long name loses its middle: the end holds the version."""
    if len(name) > STEM_LIMIT:
        first, last = STEM_LIMIT - 12, len(name) - 10
        while first > 0 and (_is_mark(name[first]) or name[first] in _JOINERS):  # no letter is parted from its marks
            first -= 1
        while last < len(name) and (_is_mark(name[last]) or name[last] in _JOINERS):
            last += 1
        name = name[:first].rstrip("-") + "-" + name[last:].lstrip("-")
    return name or "document"


def attachment(stem: str, ending: str) -> str:
    """The value of Content-Disposition: the ASCII name for everybody, the full one where it says more."""
    simple, full = plain(stem, ending), readable(stem, ending)
    header = f'attachment; filename="{simple}"'
    return header if simple == full else f"{header}; filename*=UTF-8''{quote(full, safe='')}"
