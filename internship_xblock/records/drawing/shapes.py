"""Pictures as values: shapes on a plane, which ui/macros/drawing.html writes as inline SVG.

Units are abstract, 16 to the picture's font size, so that it grows with the reader's text. A `Pen` draws as if text ran
from left to right; a mirrored one turns the plane over for languages that run the other way, and leaves text readable.
Looks (colours, widths of lines) are names of the stylesheet. A path holds numbers only; what people typed stands in texts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

from ...core.language.text import clean, squeezed

UNITS = 16  # to the picture's font size, which is the body's
WIDE, NARROW = 640, 248  # of the two drawings of a picture; the narrow one fits a panel on a phone 320 wide
SIZE = 14  # of text
LINE = 18  # from one line of text to the next
_NARROW = frozenset("iíìjlftrI.,:;'’!|()[]{}·- ")
_LTR, _RTL, _END = "\u2066", "\u2067", "\u2069"  # isolates: a text keeps its own direction among others


@dataclass(frozen=True)
class Stroke:
    """A path."""

    kind: ClassVar[str] = "stroke"
    look: str
    d: str


@dataclass(frozen=True)
class Label:
    """A text in lines; `tail` follows the last one more quietly. `turn` is an SVG transform or ""."""

    kind: ClassVar[str] = "label"
    look: str
    x: int
    y: int
    lines: tuple[str, ...]
    anchor: str = "start"
    turn: str = ""
    tail: str = ""


@dataclass(frozen=True)
class Mark:
    """Something the picture says: the table beside it has a row for each. `title` says it in words."""

    kind: ClassVar[str] = "mark"
    title: str
    strokes: tuple[Stroke, ...]


Shape = Stroke | Label | Mark


@dataclass(frozen=True)
class Drawing:
    """A finished picture. `width` and `height` in units."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    direction: str

    @property
    def marks(self) -> int:
        return sum(isinstance(shape, Mark) for shape in self.shapes)

    @property
    def em_width(self) -> str:
        return f"{self.width / UNITS:g}"

    @property
    def em_height(self) -> str:
        return f"{self.height / UNITS:g}"


def measure(text: str, size: int = SIZE) -> float:
    """About how wide a text is in units: rather too wide than too narrow, since nobody knows the reader's font."""
    return sum(map(_ems, text)) * size


@cache
def _ems(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.05
    if char in _NARROW:
        return 0.36
    if char in "mwMW@%…—":
        return 0.95
    return 0.7 if char.isupper() else 0.59


def plain(text: object) -> str:
    """One line without characters that no XML may hold."""
    return squeezed(clean(str(text)))


def wrap(text: str, width: float, most: int, size: int = SIZE) -> list[str]:
    """The text in at most `most` lines of `width` units, with an ellipsis where something was left out."""
    lines: list[str] = []
    line = ""
    for word in _pieces(plain(text), width, size):
        longer = f"{line} {word}" if line else word
        if measure(longer, size) <= width:
            line = longer
        else:
            lines.append(line)
            line = word
        if len(lines) == most:
            return [*lines[:-1], _cut(f"{lines[-1]} {line}", width, size)]
    return [*lines, line] if line else lines or [""]


def _pieces(text: str, width: float, size: int) -> Iterator[str]:
    """The words, those wider than a line in parts."""
    for word in text.split(" "):
        part, wide = "", 0.0
        for char in word:
            more = _ems(char) * size
            if part and wide + more > width:
                yield part
                part, wide = "", 0.0
            part, wide = part + char, wide + more
        yield part


def _cut(text: str, width: float, size: int) -> str:
    room, kept = width - measure("…", size), ""
    for char in text:
        room -= _ems(char) * size
        if room < 0:
            break
        kept += char
    return f"{kept.rstrip()}…"


def isolated(text: str, like: str = "") -> str:
    """The text (a line of `like`) set apart in its own direction, whatever stands around it."""
    for char in like or text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return f"{_RTL}{text}{_END}"
        if kind == "L":
            break
    return f"{_LTR}{text}{_END}"


@dataclass
class Pen:
    """Draws on a plane of `width` units, the start of a line at 0; `mirrored` puts that at the right."""

    width: int
    mirrored: bool = False
    shapes: list[Shape] = field(default_factory=list)
    under: list[Shape] = field(default_factory=list)  # what lies below everything else

    def finish(self, height: float) -> Drawing:
        shapes = (*self.under, *self.shapes)
        return Drawing(self.width, round(height), shapes, "rtl" if self.mirrored else "ltr")

    def _x(self, at: float) -> int:
        return round(self.width - at if self.mirrored else at)

    # -- paths: each returns what it draws, so that a mark can hold it ------------------------------------

    def box(self, look: str, x: float, y: float, width: float, height: float) -> Stroke:
        left, right = sorted((self._x(x), self._x(x + width)))
        return Stroke(look, f"M{left} {round(y)}H{right}V{round(y + height)}H{left}z")

    def line(self, look: str, *points: tuple[float, float]) -> Stroke:
        return Stroke(look, "M" + "L".join(f"{self._x(x)} {round(y)}" for x, y in points))

    def diamond(self, look: str, x: float, y: float, reach: float) -> Stroke:
        at = self.line(look, (x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y))
        return Stroke(look, f"{at.d}z")

    def disc(self, look: str, x: float, y: float, reach: int) -> Stroke:
        left = self._x(x) - reach
        return Stroke(look, f"M{left} {round(y)}a{reach} {reach} 0 1 0 {2 * reach} 0a{reach} {reach} 0 1 0 {-2 * reach} 0z")

    def half_disc(self, look: str, x: float, y: float, reach: int) -> Stroke:
        """The half at the start."""
        sweep = 1 if self.mirrored else 0
        return Stroke(look, f"M{self._x(x)} {round(y) - reach}a{reach} {reach} 0 0 {sweep} 0 {2 * reach}z")

    def tick(self, look: str, x: float, y: float) -> Stroke:
        """A check mark, which no language turns over."""
        left, top = self._x(x) - 6, round(y)
        return Stroke(look, f"M{left} {top}l4 5l8 -10")

    def sign(self, look: str, x: float, y: float) -> Stroke:
        """An exclamation mark, 12 units high."""
        middle, top = self._x(x), round(y) - 6
        return Stroke(look, f"M{middle} {top}v7M{middle} {top + 10}v2")

    # -- adding ------------------------------------------------------------------------------------------

    def add(self, *shapes: Shape) -> None:
        self.shapes.extend(shapes)

    def below(self, shape: Shape) -> None:
        self.under.append(shape)

    def text(
        self, look: str, x: float, y: float, lines: Sequence[str], *, anchor: str = "start", tail: str = "", typed: bool = True
    ) -> None:
        """Lines of text, the first with its baseline at `y`. What people typed keeps its own direction."""
        whole = " ".join(lines)
        shown = tuple(isolated(line, whole) if typed else plain(line) for line in lines)
        self.add(Label(look, self._x(x), round(y), shown, anchor, tail=f"\u00a0· {plain(tail)}" if tail else ""))

    def upright(self, look: str, x: float, y: float, lines: Sequence[str]) -> None:
        """Small lines of text that run upwards from `y`, their middle at `x`."""
        at = self._x(x + 4 - 7.5 * (len(lines) - 1))
        turn = f"rotate({90 if self.mirrored else -90} {at} {round(y)})"
        whole = " ".join(lines)
        self.add(Label(look, at, round(y), tuple(isolated(line, whole) for line in lines), turn=turn))
