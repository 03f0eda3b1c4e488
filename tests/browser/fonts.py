"""Fonts that no machine has: a narrow and a wide one, made of the font of our documents for the time of a test.

They stand in a temporary folder and go nowhere. Their name is their own, as the Open Font License asks of changed fonts.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from playwright.sync_api import Frame, Page, Route

ORIGINAL = Path(__file__).parents[2] / "internship_xblock/exports/fonts/NotoSans-Regular.ttf"
WIDTHS = {"narrow": 0.75, "wide": 1.5}  # of every letter, to the original's; Arial Narrow and Verdana lie between them
# Also a little wider than itself: what hangs over the end of a line does so where the words just fill it.
SPACINGS = [0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9, 1.05]  # pixels
PUT_ON = """async (name) => {
    const font = await new FontFace(`trial-${name}`, `url(/trial-fonts/${name}.ttf)`).load();
    document.fonts.add(font);
    window.trial = window.trial || new CSSStyleSheet();
    document.adoptedStyleSheets = [window.trial];
}"""
SPACE = """([name, spacing]) => window.trial.replaceSync(
    `html body, html body * { font-family: "trial-${name}" !important; letter-spacing: ${spacing}px !important; }`)"""


def make_fonts(folder: Path) -> None:
    """Write `narrow.ttf` and `wide.ttf`: the letters of the original, each taking more or less room."""
    for name, factor in WIDTHS.items():
        font = TTFont(ORIGINAL)
        for table in ("GPOS", "GSUB", "GDEF"):  # kerning and ligatures know the old widths
            del font[table]
        metrics = font["hmtx"].metrics
        for glyph, (advance, side) in metrics.items():
            metrics[glyph] = (round(advance * factor), side)
        for record in font["name"].names:
            record.string = f"trial-{name}"
        font.save(folder / f"{name}.ttf")


def serve_fonts(page: Page, folder: Path) -> None:
    """Answer for the fonts as if the site had them."""

    def answer(route: Route) -> None:
        route.fulfill(path=folder / Path(route.request.url).name, content_type="font/ttf")

    page.context.route("**/trial-fonts/*.ttf", answer)


def put_on(frame: Frame, name: str) -> None:
    frame.evaluate(PUT_ON, name)


def space(frame: Frame, name: str, spacing: float) -> None:
    frame.evaluate(SPACE, [name, spacing])
