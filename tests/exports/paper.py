"""What stands on the pages of a PDF, read as a browser's viewer reads it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2


@contextmanager
def opened(content: bytes) -> Iterator[list[Any]]:
    """The text of each page, as pdfium has it."""
    file = pypdfium2.PdfDocument(content)
    pages = list(file)
    texts = [page.get_textpage() for page in pages]
    try:
        yield texts
    finally:
        for one in (*texts, *pages, file):
            one.close()


def pages_of(content: bytes) -> list[str]:
    """The text of each page, with presentation forms folded into letters, as a search does."""
    with opened(content) as texts:
        return [unicodedata.normalize("NFKC", text.get_text_range()).replace("\r\n", "\n") for text in texts]


def size_of(content: bytes) -> tuple[int, int]:
    """The size of the first page, in points."""
    file = pypdfium2.PdfDocument(content)
    width, height = file.get_page_size(0)
    file.close()
    return round(width), round(height)


A4, LETTER = (595, 842), (612, 792)


def text_of(content: bytes) -> str:
    return "\n".join(pages_of(content))


def boxes(content: bytes) -> list[tuple[float, float, float, float]]:
    """Where each character stands: left, bottom, right and top in points from the lower left corner of its page."""
    with opened(content) as texts:
        return [text.get_charbox(at) for text in texts for at in range(text.count_chars())]


def place_of(content: bytes, char: str) -> float:
    """How far from the left a character stands on the first page, where it comes first."""
    with opened(content) as texts:
        said = texts[0].get_text_range()
        at = said.index(char)
        return float(texts[0].get_charbox(at)[0])


def stands_in(name: str, said: str) -> bool:
    """Whether a name can be found: from right to left by its words, whose order readers guess in a line of both directions."""
    name = unicodedata.normalize("NFKC", name)
    is_rtl = unicodedata.bidirectional(name[0]) in ("R", "AL")
    letters = ["".join(char for char in word if not unicodedata.combining(char)) for word in name.split()]
    plain = "".join(char for char in said if not unicodedata.combining(char))
    return all(word in plain for word in letters) if is_rtl else name in said
