"""Which characters our fonts draw, and text made ready to be drawn by them.

`fonts/coverage.txt` lists what the fonts cover; scripts/fonts.py writes it with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILIES = (  # in the order in which a character is looked for
    "Noto Sans", "Vazirmatn", "Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans SC", "Noto Sans JP",
    "Noto Sans KR", "Noto Sans Math", "Noto Sans Symbols", "Noto Sans Symbols 2", "Noto Emoji",
)  # fmt: skip
UNSHOWN = "\ufffd"
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d", "•")  # as Word's own fonts have them
_OTHERWISE = str.maketrans({**_BULLETS, "\ufeff": ""})  # a byte order mark came along with what was pasted
_SHOWS_NOTHING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\ufeff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f\U000e0100-\U000e01ef]"
)
_JOINED = re.compile(r"(?:[^\s]+[\u00a0\u202f]){4,}[^\s]+")  # a sentence, not "10 km"


def families(language: str) -> list[str]:
    """Return the fonts in the order in which a character is looked for: of several that have Han, the language's first."""
    own = {"ja": "Noto Sans JP", "ko": "Noto Sans KR"}.get(language)
    return list(dict.fromkeys([FAMILIES[0], own, *FAMILIES])) if own else list(FAMILIES)


@cache
def covered() -> frozenset[int]:
    """Return the code points that one of our fonts draws."""
    found: set[int] = set()
    for span in (FONTS / "coverage.txt").read_text(encoding="ascii").split():
        first, _, last = span.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def is_drawn(char: str) -> bool:
    """Return whether a character can be drawn, or is one that draws nothing: a mark of direction, a soft hyphen, a control."""
    return ord(char) in covered() or _SHOWS_NOTHING.match(char) is not None


def missing(texts: Iterable[str]) -> list[str]:
    """Return the characters in these texts that no font of ours draws, each once, as they come."""
    return list(dict.fromkeys(char for text in texts for char in text if not char.isascii() and not is_drawn(char)))


def ready(text: str) -> str:
    """Return a text as it is drawn: in its composed form, with a sign for what cannot be drawn.

    A sentence whose words no-break spaces join breaks at them all the same.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text.translate(_OTHERWISE))
    shown = "".join(char if char.isascii() or is_drawn(char) else UNSHOWN for char in composed)
    return _JOINED.sub(lambda found: found[0].replace("\u00a0", " ").replace("\u202f", " "), shown)


def isolated(text: str) -> str:
    """Return a text for a page from right to left: one that begins from left to right keeps its own order, with its signs."""
    strong = next((found for char in text if (found := unicodedata.bidirectional(char)) in ("L", "R", "AL")), "")
    return f"\u2066{text}\u2069" if strong == "L" else text


def named(chars: Iterable[str]) -> str:
    """Return what to call characters that cannot be shown: "U+1F389 PARTY POPPER, U+16A0 ..."."""
    return ", ".join(f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() for char in chars)
