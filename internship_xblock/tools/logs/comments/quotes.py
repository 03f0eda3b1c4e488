"""Passages of an entry that a comment may quote. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import wrap

from ....core.language.text import LINE_LIMIT, squeezed

OFFERED = 60  # passages that one can choose from a list; any other is selected in the text
LEAST = 8  # characters: "Yes." tells nobody where to look
_END = re.compile(
    r"(?:(?<=[.!?\u2026\u061f\u06d4])|(?<=[.!?\u2026\u061f\u06d4][\u201d\u00bb\"')]))\s+|(?<=[\u3002\uff01\uff1f])|\n+"
)


def stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether a passage stands in one of these texts, to the letter save for white space."""
    wanted = squeezed(quote)
    return bool(wanted) and any(wanted in squeezed(text) for text in texts)


def passages(texts: Iterable[str]) -> list[str]:
    """The sentences of these texts, in their order, each once, one too long to be quoted in parts; at most OFFERED."""
    found: dict[str, None] = {}
    for text in texts:
        for sentence in _END.split(text):
            for part in [sentence] if len(sentence) <= LINE_LIMIT else wrap(sentence, LINE_LIMIT, break_on_hyphens=False):
                if len(part.strip()) >= LEAST:
                    found[squeezed(part)] = None
            if len(found) >= OFFERED:
                return list(found)[:OFFERED]
    return list(found)
