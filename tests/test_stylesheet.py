"""The stylesheet weighs more than the LMS's, and its sizes are nobody else's: what a browser cannot be asked everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.source
ROOT = Path(__file__).parents[1]
CSS = ROOT / "static/internship_xblock/css"
BASE = CSS / "base.css"
STYLES = sorted(
    path for folder in ("static", "internship_xblock/demo") for path in (ROOT / folder).rglob("*.css")
    if path.name != "hostile.css" and path.parent.name != "built"  # somebody else's, imitated; what is made of these
)  # fmt: skip
DRAWN = sorted(
    [*(ROOT / "internship_xblock").rglob("templates/**/*.html"), *(ROOT / "static/internship_xblock/js").glob("*.js")]
)
BEGINNING = ":is(.internship, #internship)"  # weighs as an id: (1, 0, 0)
HOLDS_RULES = ("@media", "@container", "@supports")
STRING = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'""", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(rf"{STRING.pattern}|[{{}};,()\[\]]|[^{{}};,()\[\]\"']+", re.DOTALL)


def rules(css: str) -> Iterator[tuple[str, list[str]]]:
    """Each rule's at-rules around it ("" for none) and its selectors."""
    around: list[str] = []  # preludes of the blocks that are open
    parts, depth = [""], 0  # of the prelude that is being read, split at its outer commas
    for token in _TOKEN.findall(COMMENT.sub(" ", css)):
        if token in "([":
            depth += 1
        elif token in ")]":
            depth -= 1
        if depth or token not in "{};,":
            parts[-1] += token
        elif token == ",":
            parts.append("")
        else:
            prelude = ", ".join(part.strip() for part in parts)
            if token == "{":
                if not prelude.startswith("@"):
                    yield " ".join(around), [part.strip() for part in parts]
                around.append(prelude)
            elif token == "}":
                around.pop()
            parts = [""]
    assert not around
    assert depth == 0


def test_rules_are_read_as_a_browser_reads_them() -> None:
    css = """
        @charset "utf-8"; /* .not, { a rule } */
        a:is(b, c) > d[e="},{"], f { --g: url("h;i"); color: red }
        @media print { @supports selector(:has(*)) { j, k { margin: 0; } } l::before { content: "{"; } }
    """
    assert list(rules(css)) == [
        ("", ['a:is(b, c) > d[e="},{"]', "f"]),
        ("@media print @supports selector(:has(*))", ["j", "k"]),
        ("@media print", ["l::before"]),
    ]


def test_every_selector_weighs_as_an_id() -> None:
    """One that does not begin so loses to `.course-wrapper .course-content .vert-mod > div ul` of the LMS."""
    css = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css")))
    found = list(rules(css))
    assert len(found) > 300
    light = [one for _around, selectors in found for one in selectors if not one.startswith(BEGINNING)]
    assert not light, f"Begin them with {BEGINNING}: {light}"
    assert {around.split()[0] for around, _selectors in found if around} <= set(HOLDS_RULES)
    assert "!important" not in COMMENT.sub("", css)
    assert "@layer" not in COMMENT.sub("", css)
    assert "opacity" not in COMMENT.sub("", css), "What is paler while it waits is too pale to be read"


def test_what_is_made_has_the_selectors_of_the_sources() -> None:
    """The space between an element and `:is(...)` inside it was lost in each @media and @container."""

    def said(css: str) -> set[tuple[str, str]]:
        found = ((around, one) for around, selectors in rules(css) for one in selectors)
        return {
            ("".join(around.split()), re.sub(r"\s*([,>+~]|(?<=\()|(?=\)))\s*", r"\1", one.replace("*:", ":")))
            for around, one in found
        }

    written = said("\n".join(path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css"))))
    made = said((CSS.parent / "built/internship.css").read_text(encoding="utf-8"))
    assert written - made == set()


def test_nothing_stays_in_sight_inside_a_block() -> None:
    """A block’s frame is as high as what is in it: what is fixed there is nowhere. Our pages and Studio have a window."""
    css = COMMENT.sub(" ", "\n".join(path.read_text(encoding="utf-8") for path in sorted(CSS.glob("*.css"))))
    staying = re.findall(r"([^{}]+){[^{}]*position:\s*(?:fixed|sticky)", css)
    assert len(staying) > 2
    in_a_window = (f"{BEGINNING}.ix-page ", f"{BEGINNING}.internship--studio ")
    assert [one.strip() for one in staying if not one.strip().startswith(in_a_window)] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_size_hangs_on_the_root_font(path: Path) -> None:
    """Studio's is 10 px. `--ix-rem` is the one place that asks it, and never takes less than 16 px."""
    css = COMMENT.sub(" ", path.read_text(encoding="utf-8"))
    sizes = re.findall(r"[^;{]*\d*\.?\d+r(?:em|lh|ex|ch|cap|ic)\b[^;}]*", css)
    assert [one.strip() for one in sizes] == (["--ix-rem: max(1rem, 16px)"] if path == BASE else [])


def test_nothing_drawn_hangs_on_the_root_font() -> None:
    found = [path.name for path in DRAWN if re.search(r"(?:\d|\}\})rem\b", path.read_text(encoding="utf-8"))]
    assert not found, f"Say it in em, or in the stylesheet: {found}"


def test_dark_is_the_same_whoever_asks_for_it() -> None:
    """By the site's word and by the system's wish (docs/adr/0019-dark.md); on paper by neither."""
    css = BASE.read_text(encoding="utf-8")
    blocks = re.findall(r"(@media [^{]+) {\n  [^{]+ {\n(    --ix-ink: [^}]+)}", css)
    assert [around for around, _colours in blocks] == ["@media screen", "@media screen and (prefers-color-scheme: dark)"]
    assert blocks[0][1] == blocks[1][1]
    colours = set(re.findall(r"(--ix-[a-z-]+): #", css[: css.index("}")])) | {"--ix-ink", "--ix-paper", "--ix-accent"}
    assert set(re.findall(r"--ix-[a-z-]+", blocks[0][1])) == colours
