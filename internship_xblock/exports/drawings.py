"""A drawing for paper: its strokes as SVG, its texts apart, so that Typst sets them with the document's own fonts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..records.document import Picture
from ..records.drawing.shapes import LINE, SIZE, Drawing, Label, Mark, Stroke
from . import palette

# What each look of a path is on paper; css/drawing.css says it for screens.
_PATHS: Mapping[str, str] = {
    "rule": f'stroke="{palette.LINE}"',
    "grid": f'stroke="{palette.LINE}"',
    "edge": f'stroke="{palette.EDGE}"',
    "cut": f'stroke="{palette.EDGE}" stroke-dasharray="2 3"',
    "band": f'fill="{palette.BAND}"',
    "band-gap": f'fill="{palette.WRONG_TINT}"',
    "ring": f'fill="#fff" stroke="{palette.ACCENT}" stroke-width="2"',
    "open": f'fill="#fff" stroke="{palette.EDGE}" stroke-width="2" stroke-dasharray="3 3"',
    "code": 'fill="#000"',
    "code-ground": 'fill="#fff"',
    "fill": f'fill="{palette.ACCENT}"',
    "bar": f'fill="{palette.ACCENT}"',
    "bar-period": f'fill="{palette.ACCENT_TINT}" stroke="{palette.ACCENT}"',
    "bar-gap": f'fill="{palette.WRONG_TINT}" stroke="{palette.WRONG}" stroke-dasharray="3 3"',
    "tick": f'stroke="{palette.GOOD}" stroke-width="2.5"',
    "sign": f'stroke="{palette.WRONG}" stroke-width="3"',
}
# Size, colour and weight of each look of a text.
_TEXTS: Mapping[str, tuple[int, str, bool]] = {
    "name": (SIZE, palette.INK, False),
    "small": (12, palette.INK, False),
    "group": (13, palette.QUIET, True),
    "quiet": (12, palette.QUIET, False),
    "gap": (12, palette.WRONG, True),
}


def drawn(picture: Picture) -> dict[str, Any]:
    """Return a picture as paper/parts.typ draws it, with the sentence that says what it shows."""
    drawing = picture.drawing
    return {
        "statement": picture.statement, "strokes": strokes(drawing), "labels": labels(drawing),
        "width": drawing.width, "height": drawing.height,
    }  # fmt: skip


def strokes(drawing: Drawing) -> str:
    """Return the drawing as SVG, without its texts."""
    paths = "".join(f'<path d="{one.d}" {_PATHS[one.look]}/>' for one in _strokes(drawing))
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} fill="none">{paths}</svg>'


def labels(drawing: Drawing) -> list[dict[str, Any]]:
    """Return the drawing's texts as lines, each with the place of its baseline, its anchor and how it looks."""
    turned = {"start": "end", "end": "start", "middle": "middle"} if drawing.direction == "rtl" else {}
    return [line for shape in drawing.shapes if isinstance(shape, Label) for line in _lines(shape, turned)]


def _strokes(drawing: Drawing) -> Iterator[Stroke]:
    for shape in drawing.shapes:
        if isinstance(shape, Mark):
            yield from shape.strokes
        elif isinstance(shape, Stroke):
            yield shape


def _lines(label: Label, turned: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A label line by line; an upright one is turned around its first line's place. `turned`: where lines run the other way."""
    size, colour, is_bold = _TEXTS[label.look]
    step = LINE if label.look == "name" else 15
    turn = 0 if not label.turn else 90 if label.turn.startswith("rotate(90") else -90
    for number, text in enumerate(label.lines):
        is_last = number == len(label.lines) - 1
        x, y = _place(label, number * step, turn)
        yield {
            "text": text, "tail": label.tail if is_last else "", "x": x, "y": y, "turn": turn,
            "anchor": turned.get(label.anchor, label.anchor),
            "size": size, "colour": colour, "is_bold": is_bold, "tail_colour": palette.QUIET,
        }  # fmt: skip


def _place(label: Label, down: int, turn: int) -> tuple[int, int]:
    """Where a line begins that is `down` units below the first one as it is read."""
    if turn == 0:
        return label.x, label.y + down
    return (label.x + down, label.y) if turn < 0 else (label.x - down, label.y)
