"""The words of a text as they are read: its paragraphs, their sentences, how hard they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from .texts import Text

_BLOCKS = frozenset({"p", "li", "td", "th", "dt", "dd", "blockquote", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6"})
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_END = re.compile(r"(?<=[.!?:])[\"”’»)]*\s+")  # what follows belongs to the next sentence
_LONG = 6  # letters: a word of more is a long one


@lru_cache(maxsize=8_192)
def paragraphs(text: Text) -> tuple[str, ...]:
    """Return the words of a text, a string for each paragraph, item or heading."""
    if text.kind == "plain":
        return (" ".join(text.content.split()),) if text.content.strip() else ()
    parts = "".join(_broken(text.as_html())).split("\0")
    return tuple(joined for part in parts if (joined := " ".join(part.split())))


def runs(text: Text) -> list[str]:
    """Return the words of a text, a string for each stretch of one kind: not across a link, or what is emphasised."""
    return [text.content] if text.kind == "plain" else [str(part) for part in text.as_html().itertext()]


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph; one that ends in a colon is one."""
    return [part.strip() for part in _END.split(paragraph) if _WORD.search(part)]


def words(paragraph: str) -> list[str]:
    return _WORD.findall(paragraph)


def lix(read: Iterable[str]) -> tuple[int, float]:
    """Return the number of words in paragraphs, and how hard they are by LIX.

    That is the mean length of the sentences in words, and the share of words of more than six letters in per cent (Björnsson
    1968): a measure for any language of our alphabet, comparable within one.
    """
    count = sentence_count = long = 0
    for paragraph in read:
        found = words(paragraph)
        count += len(found)
        long += sum(len(word) > _LONG for word in found)
        sentence_count += len(sentences(paragraph))
    return count, (count / sentence_count + 100 * long / count if count and sentence_count else 0.0)


def _broken(element: etree._Element) -> Iterator[str]:
    """Yield the text of an element with a mark at the borders of its blocks."""
    border = "\0" if element.tag in _BLOCKS else ""
    yield border + (element.text or "")
    for child in element.iterchildren():
        if isinstance(child.tag, str):
            yield from _broken(child)
        yield child.tail or ""
    yield border
