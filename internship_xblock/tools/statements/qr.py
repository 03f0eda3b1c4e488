"""An address as a QR code: a drawing, so that screens, PDF and Word draw it as they draw every picture."""

from __future__ import annotations

import segno

from ...records.drawing.shapes import Drawing, Pen

MODULE = 2  # units a module


def drawing(address: str) -> Drawing:
    """Draw an address, with the quiet margin that a camera needs. It is the same from right to left."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix_iter(border=4)]
    pen = Pen(len(rows) * MODULE)
    pen.add(pen.box("code-ground", 0, 0, len(rows) * MODULE, len(rows) * MODULE))  # in the dark too
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                pen.add(pen.box("code", start * MODULE, y * MODULE, (x - start) * MODULE, MODULE))
            x += 1
    return pen.finish(len(rows) * MODULE)
