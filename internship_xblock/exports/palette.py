"""The colours of paper, Word and the drawings on both; css/base.css has those of screens."""

from __future__ import annotations

from collections.abc import Mapping

INK, QUIET, WHITE = "#22302c", "#56645f", "#ffffff"
EDGE, LINE = "#75857d", "#cfd8d2"
ACCENT, GOOD, WRONG = "#0b5c57", "#1d6b35", "#a8261c"
TINT, BAND, ACCENT_TINT, WRONG_TINT = "#eef4f1", "#f4f6f2", "#e3efec", "#fcebe8"
ROLES: Mapping[str, str] = {"student": ACCENT, "mentor": "#5d5c12", "supervisor": "#3d4f8a", "leader": "#6b3a6e"}

# What paper/parts.typ reads.
FOR_TYPST: Mapping[str, str] = {"ink": INK, "quiet": QUIET, "line": LINE, "accent": ACCENT, "tint": TINT, "good": GOOD}
