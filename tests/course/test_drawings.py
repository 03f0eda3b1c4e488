"""The drawings of the shipped course: whole in themselves, safe to serve, and readable on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from internship_xblock.course.shipped import editions, shipped_folder

EDITIONS = editions(shipped_folder())
DRAWINGS = [path for folder in EDITIONS.values() for path in sorted((folder / "static").glob("drawing-*.svg"))]
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "g", "rect", "path", "circle", "ellipse", "text", "tspan"}
PHONE, LEAST = 288, 11  # CSS pixels: the width of a drawing on a phone of 320, and the smallest text that one reads there
HEAVIEST = 20_000


def named(path: Path) -> str:
    """A drawing by its edition and name."""
    return f"{path.parts[-3]}-{path.stem}"


@pytest.mark.parametrize("folder", EDITIONS.values(), ids=EDITIONS)
def test_there_is_a_drawing_for_what_the_course_promises(folder: Path) -> None:
    names = {path.stem.removeprefix("drawing-") for path in DRAWINGS if path.is_relative_to(folder)}
    assert names >= {
        "three-parties", "placement-year", "alignment", "model-coach-fade", "feedback-form", "warning-signs", "exit-talk",
        "transfer-map",
    }  # fmt: skip


@pytest.fixture(params=DRAWINGS, ids=named)
def drawing(request: pytest.FixtureRequest) -> etree._Element:
    return etree.fromstring(request.param.read_bytes())


def test_a_drawing_holds_lines_and_words_and_fetches_nothing(drawing: etree._Element) -> None:
    assert {str(element.tag).removeprefix(SVG) for element in drawing.iter("*")} <= ELEMENTS
    for element in drawing.iter("*"):
        for name, value in element.attrib.items():
            assert not re.match("on|.*href|style", str(name))
            assert not re.search(r"url\(|:", str(value))


def test_a_drawing_says_what_it_is_and_how_large(drawing: etree._Element) -> None:
    assert all(drawing.findtext(f"{SVG}{name}") for name in ("title", "desc"))
    assert drawing.get("viewBox") == f"0 0 {drawing.get('width')} {drawing.get('height')}"
    assert all("".join(text.itertext()).strip() for text in drawing.iter(f"{SVG}text"))


def test_the_words_of_a_drawing_can_be_read_on_a_phone(drawing: etree._Element) -> None:
    shown_at = PHONE / float(drawing.get("width", ""))
    sizes = [float(element.get("font-size", "")) for element in drawing.iter("*") if "font-size" in element.attrib]
    assert min(sizes) * shown_at >= LEAST


def test_a_drawing_has_a_ground_of_its_own_to_be_read_on_a_dark_page(drawing: etree._Element) -> None:
    ground = drawing.find(f"{SVG}rect")
    assert ground is not None
    assert re.fullmatch("#f[0-9a-f]{5}", ground.get("fill", ""))
    assert float(ground.get("width", "")) >= float(drawing.get("width", "")) - 2


@pytest.mark.parametrize("path", DRAWINGS, ids=named)
def test_a_drawing_is_light(path: Path) -> None:
    assert path.stat().st_size < HEAVIEST
