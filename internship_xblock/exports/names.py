"""What a file is called when it is saved: readable, safe on every system, and in a header as RFC 6266 wants it."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

STEM_LIMIT = 80  # characters
# Letters of the North that no decomposition takes apart.
_PLAIN = str.maketrans({"ø": "o", "đ": "d", "ŋ": "n", "ŧ": "t", "æ": "ae", "ß": "ss", "ł": "l", "þ": "th", "ð": "d", "œ": "oe"})


def readable(stem: str, ending: str) -> str:
    """Lower case, words joined by hyphens, letters of every script kept."""
    words = re.findall(r"[^\W_]+(?:[\u0300-\u036f]*[^\W_]*)*", unicodedata.normalize("NFC", stem).lower())
    return f"{_short('-'.join(words))}.{ending}"


def plain(stem: str, ending: str) -> str:
    """The same in ASCII: letters lose their marks, other scripts are left out."""
    text = unicodedata.normalize("NFKD", stem.lower().translate(_PLAIN)).encode("ascii", "ignore").decode()
    return f"{_short('-'.join(re.findall(r'[a-z0-9]+', text)))}.{ending}"


def _short(name: str) -> str:
    """A long name loses its middle: the end holds the version."""
    if len(name) > STEM_LIMIT:
        name = name[: STEM_LIMIT - 12].rstrip("-") + "-" + name[-10:].lstrip("-")
    return name or "document"


def attachment(stem: str, ending: str) -> str:
    """The value of Content-Disposition: the ASCII name for everybody, the full one where it says more."""
    simple, full = plain(stem, ending), readable(stem, ending)
    header = f'attachment; filename="{simple}"'
    return header if simple == full else f"{header}; filename*=UTF-8''{quote(full, safe='')}"
