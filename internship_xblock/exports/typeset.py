"""Text into lines: which font shows a character, where a line may end, and in which order its parts stand.

The bidirectional order is Unicode's (UAX 9, levels from fpdf2's implementation, then rules L1 and L2 per line); shaping
is HarfBuzz's, asked for per run. Plain Latin, Greek and Cyrillic text needs neither and takes the short way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fpdf import FPDF
from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection
from fpdf.line_break import Fragment

FONTS = Path(__file__).parent / "fonts"
WESTERN, ARABIC, CHINESE = "western", "arabic", "chinese"
FILES = {
    WESTERN: ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ARABIC: ("Vazirmatn-Regular.ttf", "Vazirmatn-Bold.ttf"),
    CHINESE: ("NotoSansSC-Regular.ttf", "NotoSansSC-Regular.ttf"),  # one weight: thousands of characters are large
}
UNSHOWN = "\ufffd"  # what stands for a character that no font has
_INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(map(chr, range(0x202A, 0x202F))))
_INVISIBLE |= frozenset(map(chr, [*range(0x2066, 0x206A), *range(0xFE00, 0xFE10)]))
_TOKENS = re.compile(r" +|[^ ]+")
_PLAIN = re.compile(
    r"[\u0020-\u007e\u00a0-\u02af\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)


@dataclass(frozen=True)
class Run:
    """A piece of a line in one font and one direction."""

    text: str
    font: str
    is_rtl: bool
    is_plain: bool
    width: float


@dataclass(frozen=True)
class Line:
    """A line as it stands on paper, its runs from left to right."""

    runs: tuple[Run, ...]
    width: float


class Sheet(FPDF):
    """A PDF that shapes a run as one piece.

    fpdf2 cuts text where the script changes, and counts a vowel sign as a script of its own: it would stand beside its
    letter. Our runs have one font and one direction already, so the pieces are put together again. (Where fpdf2 one day
    no longer has this step, it is not called and nothing else changes.)
    """

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        pieces = super()._preload_bidirectional_text(text, markdown)
        if self.text_shaping is None or len(pieces) < 2:
            return pieces
        whole = pieces[0]
        whole.characters = [char for piece in pieces for char in piece.characters]
        return (whole,)


class Typesetter:
    """Breaks text for one PDF. Fonts are loaded when the first character needs them."""

    def __init__(self, pdf: Sheet) -> None:
        self.pdf = pdf
        self.has_unshown = False
        self._loaded: set[tuple[str, bool]] = set()
        self._fonts: dict[str, str] = {}
        self._widths: dict[tuple[str, str, str, float, bool], float] = {}

    def lines(self, text: str, width: float, size: float, bold: bool = False) -> list[Line]:
        """The lines of a text of one or more paragraphs, at most `width` wide (in the PDF's unit)."""
        found: list[Line] = []
        for paragraph in text.replace("\t", " ").split("\n"):
            found += self._paragraph(self._shown(paragraph.rstrip(" ")), width, size, bold)
        return found

    def draw(self, line: Line, x: float, y: float, size: float, bold: bool = False) -> None:
        """Put a line on the page, its left end at `x`, its baseline at `y`."""
        for run in line.runs:
            self._use(run.font, size, bold)
            if run.is_plain:
                self.pdf.set_text_shaping(False)
                self.pdf.text(x, y, run.text)
            else:
                self._shape(run.is_rtl)
                # A cell sets its text's baseline 0.3 of the size below its middle.
                self.pdf.set_xy(x, y - 0.3 * self.pdf.font_size - 0.5 * self.pdf.font_size)
                self.pdf.cell(run.width, self.pdf.font_size, run.text, align="L")
            x += run.width
        self.pdf.set_text_shaping(False)

    # -- fonts ----------------------------------------------------------------------------------------

    def _use(self, font: str, size: float, bold: bool) -> None:
        self._load(font, bold)
        self.pdf.set_font(font, "B" if bold else "", size)

    def _load(self, font: str, bold: bool) -> None:
        if (font, bold) not in self._loaded:
            self._loaded.add((font, bold))
            self.pdf.add_font(font, "B" if bold else "", FONTS / FILES[font][bold])

    def _covers(self, font: str, char: str) -> bool:
        self._load(font, False)
        return ord(char) in getattr(self.pdf.fonts[font], "cmap", {})

    def _font_of(self, char: str) -> str:
        """The font that has a character, "" where none has it."""
        if char not in self._fonts:
            self._fonts[char] = next((font for font in FILES if self._covers(font, char)), "")
        return self._fonts[char]

    def _shown(self, text: str) -> str:
        """The text with a visible sign for each character that cannot be shown."""
        if _PLAIN.fullmatch(text) and all(self._font_of(char) for char in set(text)):
            return text
        shown = [char if char in _INVISIBLE or self._font_of(char) else UNSHOWN for char in text]
        self.has_unshown |= UNSHOWN in shown
        return "".join(shown)

    def _fonts_of(self, text: str) -> list[str]:
        """The font of each character; marks, spaces and joiners stay with the character before them where that can be."""
        fonts: list[str] = []
        for at, char in enumerate(text):
            clings = at > 0 and (char in _INVISIBLE or char == " " or unicodedata.category(char).startswith("M"))
            if char in _INVISIBLE or (clings and self._covers(fonts[-1], char)):
                fonts.append(fonts[-1] if fonts else WESTERN)
            else:
                fonts.append(self._font_of(char) or WESTERN)
        return fonts

    # -- lines ----------------------------------------------------------------------------------------

    def _paragraph(self, text: str, width: float, size: float, bold: bool) -> list[Line]:
        if not text:
            return [Line((), 0)]
        if _PLAIN.fullmatch(text):
            levels, fonts = [0] * len(text), [WESTERN] * len(text)
        else:
            found = BidiParagraph(text, auto_detect_base_direction(text), preserve_bn_chars=True).get_characters()
            levels, fonts = [char.embedding_level for char in found], self._fonts_of(text)
        parts = _Parts(self, text, levels, fonts, size, bold)
        return [parts.line(start, end) for start, end in parts.breaks(width)]

    def width(self, text: str, font: str, size: float, bold: bool, is_rtl: bool) -> float:
        key = (text, font, "B" if bold else "", size, is_rtl)
        if key not in self._widths:
            self._use(font, size, bold)
            if is_plain(text, font, is_rtl):
                self.pdf.set_text_shaping(False)
            else:
                self._shape(is_rtl)
            self._widths[key] = float(self.pdf.get_string_width(text))
            self.pdf.set_text_shaping(False)
        return self._widths[key]

    def _shape(self, is_rtl: bool) -> None:
        self.pdf.set_text_shaping(True, direction=TextDirection.RTL if is_rtl else TextDirection.LTR)


def is_plain(text: str, font: str, is_rtl: bool) -> bool:
    return font == WESTERN and not is_rtl and _PLAIN.fullmatch(text) is not None


@dataclass
class _Parts:
    """A paragraph with the level and the font of each of its characters."""

    setter: Typesetter
    text: str
    levels: list[int]
    fonts: list[str]
    size: float
    bold: bool

    def measure(self, start: int, end: int) -> float:
        return sum(
            self.setter.width(self.text[a:b], self.fonts[a], self.size, self.bold, self.levels[a] % 2 == 1)
            for a, b in self._runs(start, end)
        )

    def _runs(self, start: int, end: int) -> list[tuple[int, int]]:
        cuts = [at for at in range(start, end) if at == start or self._kind(at) != self._kind(at - 1)]
        return list(zip(cuts, [*cuts[1:], end], strict=True))

    def _kind(self, at: int) -> tuple[int, str]:
        return self.levels[at], self.fonts[at]

    def breaks(self, width: float) -> list[tuple[int, int]]:
        """Where each line begins and ends, without the spaces at its end."""
        lines: list[tuple[int, int]] = []
        start, end, used, gap = 0, 0, 0.0, 0.0
        for a, b in self._tokens():
            wide = self.measure(a, b)
            if self.text[a] == " ":
                gap += wide
                continue
            if end > start and used + gap + wide > width:
                lines.append((start, end))
                start, end, used, gap = a, a, 0.0, 0.0
            if wide > width:  # longer than a line: cut where the line is full
                for c, d in self._clusters(a, b):
                    one = self.measure(c, d)
                    if end > start and used + gap + one > width:
                        lines.append((start, end))
                        start, used, gap = c, 0.0, 0.0
                    end, used, gap = d, used + gap + one, 0.0
                continue
            end, used, gap = b, used + gap + wide, 0.0
        return [*lines, (start, end)]

    def _tokens(self) -> list[tuple[int, int]]:
        """What stays together on a line: words and single spaces' worth; Chinese may break after any character."""
        tokens = []
        for found in _TOKENS.finditer(self.text):
            start = found.start()
            for at in range(found.start() + 1, found.end()):
                near = (self.fonts[at - 1], self.fonts[at])
                closes = unicodedata.category(self.text[at]) in ("Pe", "Pf", "Po")  # never first on a line
                if CHINESE in near and self.text[at] != " " and not closes:
                    tokens.append((start, at))
                    start = at
            tokens.append((start, found.end()))
        return tokens

    def _clusters(self, start: int, end: int) -> list[tuple[int, int]]:
        """Characters with the marks that sit on them."""
        cuts = [
            at
            for at in range(start, end)
            if at == start or not (self.text[at] in _INVISIBLE or unicodedata.category(self.text[at]).startswith("M"))
        ]
        return list(zip(cuts, [*cuts[1:], end], strict=True))

    def line(self, start: int, end: int) -> Line:
        """The runs from `start` to `end` in the order in which they stand (rule L2)."""
        runs = self._runs(start, end)
        levels = [self.levels[a] for a, _b in runs]
        order = list(range(len(runs)))
        for level in range(max(levels, default=0), 0, -1):
            mixed: list[int] = []
            for is_in, group in groupby(order, key=lambda at: levels[at] >= level):
                here = list(group)
                mixed += reversed(here) if is_in else here
            order = mixed
        drawn = []
        for at in order:
            a, b = runs[at]
            text, font, is_rtl = self.text[a:b], self.fonts[a], levels[at] % 2 == 1
            wide = self.setter.width(text, font, self.size, self.bold, is_rtl)
            drawn.append(Run(text, font, is_rtl, is_plain(text, font, is_rtl), wide))
        return Line(tuple(drawn), sum(run.width for run in drawn))
