"""Make the fonts of the PDF documents anew: cut the parts we ship out of the whole fonts.

    npm pack @expo-google-fonts/noto-sans @expo-google-fonts/vazirmatn @expo-google-fonts/noto-sans-sc
    (unpack each into a folder of its name below FOLDER)
    python scripts/fonts.py FOLDER

Run only to change what is covered; the result is in the repository. docs/adr/0008-documents.md says what and why.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).resolve().parent.parent / "internship_xblock/exports/fonts"


def ranges(*pairs: tuple[int, int]) -> set[int]:
    return {code for first, last in pairs for code in range(first, last + 1)}


def encoded(encoding: str, first: int, last: int) -> Iterator[int]:
    """The characters of the rows `first` to `last` of a double-byte encoding."""
    for lead in range(first, last + 1):
        for trail in [*range(0x40, 0x7F), *range(0xA1, 0xFF)]:
            try:
                yield from (ord(char) for char in bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                continue


WESTERN = ranges((0x20, 0x52F), (0x1AB0, 0x1AFF), (0x1D00, 0x2BFF), (0xA720, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06)) | {
    0xFFFD
}
ARABIC = ranges(
    (0x20, 0x20), (0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0x200C, 0x200F), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)
)
CHINESE = {
    *encoded("gb2312", 0xB0, 0xF7), *encoded("big5", 0xA4, 0xC6), *ranges((0x20, 0x20), (0x3000, 0x30FF), (0xFF01, 0xFFEE)),
}  # fmt: skip
FONTS = {
    "NotoSans-Regular.ttf": ("noto-sans/400Regular/NotoSans_400Regular.ttf", WESTERN, ["*"]),
    "NotoSans-Bold.ttf": ("noto-sans/700Bold/NotoSans_700Bold.ttf", WESTERN, ["*"]),
    "Vazirmatn-Regular.ttf": ("vazirmatn/400Regular/Vazirmatn_400Regular.ttf", ARABIC, ["*"]),
    "Vazirmatn-Bold.ttf": ("vazirmatn/700Bold/Vazirmatn_700Bold.ttf", ARABIC, ["*"]),
    "NotoSansSC-Regular.ttf": ("noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf", CHINESE, ["ccmp", "locl"]),
}
LICENCES = {"noto-sans": "OFL-NotoSans.txt", "vazirmatn": "OFL-Vazirmatn.txt", "noto-sans-sc": "OFL-NotoSansSC.txt"}


def main(folder: Path) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, (source, characters, features) in FONTS.items():
        options = subset.Options()
        options.hinting = False
        options.layout_features = features
        options.name_IDs = ["*"]
        options.notdef_outline = True
        options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE", "STAT"]
        font = subset.load_font(str(folder / source), options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=characters)
        cutter.subset(font)
        font["head"].modified = font["head"].created  # the same input makes the same file
        font.recalcTimestamp = False
        subset.save_font(font, str(TARGET / name), options)
    for source, name in LICENCES.items():
        shutil.copyfile(folder / source / "LICENSE_FONT", TARGET / name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
