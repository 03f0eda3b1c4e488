"""Make the fonts of the PDF documents anew: cut the parts we ship out of the whole fonts, and list what they cover.

    npm pack @expo-google-fonts/<each of SOURCES>
    (unpack each into a folder of its name below FOLDER)
    python scripts/fonts.py FOLDER

Run only to change what is covered; the result is in the repository. docs/adr/0018-pdf-by-typst.md says what and why.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "internship_xblock/exports/fonts"
HALF = 0x20, 0x20


def ranges(*pairs: tuple[int, int]) -> set[int]:
    return {code for first, last in pairs for code in range(first, last + 1)}


def encoded(encoding: str, rows: tuple[int, int], columns: Iterable[int] = range(0xA1, 0xFF)) -> Iterator[int]:
    """The characters of the rows of a double-byte encoding, its first byte in `rows`, its second in `columns`."""
    for lead in range(rows[0], rows[1] + 1):
        for trail in columns:
            try:
                yield from (ord(char) for char in bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue


WESTERN = ranges((0x20, 0x52F), (0x1AB0, 0x1AFF), (0x1D00, 0x2BFF), (0xA720, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06)) | {
    0xFFFD
}
ARABIC = ranges(HALF, (0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0x200C, 0x200F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
HEBREW = ranges(HALF, (0x590, 0x5FF), (0x200C, 0x200F), (0x20AA, 0x20AA), (0x25CC, 0x25CC), (0xFB1D, 0xFB4F))
DEVANAGARI = ranges(
    HALF, (0x900, 0x97F), (0x1CD0, 0x1CFF), (0x200C, 0x200D), (0x20B9, 0x20B9), (0x25CC, 0x25CC), (0xA8E0, 0xA8FF)
)
THAI = ranges(HALF, (0xE00, 0xE7F), (0x200C, 0x200D), (0x25CC, 0x25CC))
WIDE = ranges(HALF, (0x3000, 0x303F), (0xFF01, 0xFFEE))
KANA = ranges((0x3040, 0x30FF), (0x31F0, 0x31FF))
CHINESE = {
    *encoded("gb2312", (0xB0, 0xF7)), *encoded("big5", (0xA4, 0xC6), [*range(0x40, 0x7F), *range(0xA1, 0xFF)]), *WIDE, *KANA,
}  # fmt: skip
_CP932 = [*range(0x40, 0x7F), *range(0x80, 0xFD)]
JAPANESE = {*encoded("cp932", (0x88, 0x9F), _CP932), *encoded("cp932", (0xE0, 0xFC), _CP932), *WIDE, *KANA}
KOREAN = ranges(HALF, (0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))
SIGNS = ranges((0x2190, 0x23FF), (0x2460, 0x27BF), (0x2900, 0x2BFF))
MATHS = ranges((0x2190, 0x22FF), (0x27F0, 0x27FF))
EMOJI = ranges((0x200D, 0x200D), (0x231A, 0x27BF), (0x2B00, 0x2BFF), (0xFE0F, 0xFE0F), (0x1F000, 0x1FAFF))

ALL, FEW = ["*"], ["ccmp", "locl"]
WEIGHTS = {"Regular": "400Regular", "Bold": "700Bold"}
SOURCES = {  # file, folder, characters, features, weights: one where thousands of characters are large
    "NotoSans": ("noto-sans", WESTERN, ALL, WEIGHTS),
    "Vazirmatn": ("vazirmatn", ARABIC, ALL, WEIGHTS),
    "NotoSansHebrew": ("noto-sans-hebrew", HEBREW, ALL, WEIGHTS),
    "NotoSansDevanagari": ("noto-sans-devanagari", DEVANAGARI, ALL, WEIGHTS),
    "NotoSansThai": ("noto-sans-thai", THAI, ALL, WEIGHTS),
    "NotoSansSC": ("noto-sans-sc", CHINESE, FEW, ["Regular"]),
    "NotoSansJP": ("noto-sans-jp", JAPANESE, FEW, ["Regular"]),
    "NotoSansKR": ("noto-sans-kr", KOREAN, ["ccmp", "locl", "ljmo", "vjmo", "tjmo"], ["Regular"]),
    "NotoSansMath": ("noto-sans-math", MATHS, FEW, ["Regular"]),
    "NotoSansSymbols": ("noto-sans-symbols", SIGNS, FEW, ["Regular"]),
    "NotoSansSymbols2": ("noto-sans-symbols-2", SIGNS, FEW, ["Regular"]),
    "NotoEmoji": ("noto-emoji", EMOJI, ALL, ["Regular"]),
}


def main(folder: Path) -> None:
    for old in TARGET.glob("*"):
        old.unlink()
    TARGET.mkdir(parents=True, exist_ok=True)
    covered: set[int] = set()
    for name, (source, characters, features, weights) in SOURCES.items():
        for weight in weights:
            target = TARGET / f"{name}-{weight}.ttf"
            cut(folder / source / WEIGHTS[weight] / f"{name}_{WEIGHTS[weight]}.ttf", target, characters, features)
            if weight == "Regular":
                covered |= set(TTFont(target).getBestCmap())
        shutil.copyfile(folder / source / "LICENSE_FONT", TARGET / f"OFL-{name}.txt")
    spans = " ".join(f"{first:X}-{last:X}" if first != last else f"{first:X}" for first, last in spans_of(covered))
    (TARGET / "coverage.txt").write_text(textwrap.fill(spans, 120, break_on_hyphens=False) + "\n", encoding="ascii")


def cut(source: Path, target: Path, characters: set[int], features: list[str]) -> None:
    """Write the part of a font that draws these characters."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE", "STAT"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font["head"].modified = font["head"].created  # the same input makes the same file
    font.recalcTimestamp = False
    subset.save_font(font, str(target), options)


def spans_of(codes: set[int]) -> Iterator[tuple[int, int]]:
    """The codes as spans, each from its first to its last."""
    first = last = -2
    for code in sorted(codes):
        if code != last + 1:
            if first >= 0:
                yield first, last
            first = code
        last = code
    if first >= 0:
        yield first, last


if __name__ == "__main__":
    main(Path(sys.argv[1]))
