"""What a unit looks like in OLX: course/internship_unit.rng, a RELAX NG schema that `scripts/schemas.py` writes. Pure.

It is made of what the kinds of steps declare and of the block's own fields, so a new kind is in it the day it exists. It says
what may stand where. What RELAX NG cannot say (ids that are there once, piles that exist, ways that end) `course check` says.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from xblock.core import XBlock
from xblock.fields import Float, Integer

from ..files import TAG as FILE
from ..steps import KINDS
from ..steps.base import Kind, Part, Rows
from ..steps.ids import ID_PATTERN
from .block import UnitBlock

RNG = "http://relaxng.org/ns/structure/1.0"
NOTES = "http://relaxng.org/ns/compatibility/annotations/1.0"
TYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
UNIT = "internship_unit"
YES_OR_NO = "yes-or-no"
# What may stand beside the steps: the attributes that each needs, and those that it may have.
LISTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "outcome": ((), ()), "criterion": (("id",), ("title",)), "pool": (("id", "draw"), ()),
}  # fmt: skip
_FLAGS = ("true", "false", "yes", "no", "1", "0")
_ABOUT = (
    "One training unit as it stands in a vertical of a course. Texts of steps, and of what says so here, are Markdown. "
    "It is explained in docs/unit-olx.md. Made by scripts/schemas.py; change the kinds of steps instead."
)


def unit_schema() -> str:
    """Return the schema as XML, with its notes in the language that is active."""
    grammar = etree.fromstring(f'<grammar xmlns="{RNG}" xmlns:a="{NOTES}" datatypeLibrary="{TYPES}"/>')
    _note(grammar, _ABOUT)
    _ref(_add(grammar, "start"), "unit")
    _unit(grammar)
    for kind in KINDS.values():
        _step(grammar, kind)
        for group in kind.rows:
            _row(grammar, kind, group)
    _values(grammar)
    etree.indent(grammar, "  ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(grammar, encoding="unicode") + "\n"


def _unit(grammar: etree._Element) -> None:
    """Define the unit: its settings, then outcomes and steps as they come, and no text between them."""
    element = _element(grammar, "unit", UNIT)
    _attribute(element, "url_name", needed=True)
    for name, field in UnitBlock.authored_fields().items():
        if name in UnitBlock.olx_lists or name in XBlock.fields:
            continue
        kind = "nonNegativeInteger" if isinstance(field, Integer) else "decimal" if isinstance(field, Float) else ""
        _attribute(element, name, kind=kind, note=str(field.help or ""), needed=name == "display_name")
    _value(_add(_add(element, "optional"), "attribute", name="xblock-family"), UnitBlock.entry_point)
    steps = _add(_add(element, "zeroOrMore"), "choice")
    for tag, (needed, others) in LISTS.items():
        line = _add(steps, "element", name=tag)
        for name in (*needed, *others):
            _attribute(line, name, needed=name in needed)
        _text(line)
    for name in KINDS:
        _ref(steps, name)
    file = _add(steps, "element", name=FILE)
    _note(file, "A file of the course that the texts lead to. Studio writes it; nobody need.")
    _attribute(file, "src", needed=True)


def _step(grammar: etree._Element, kind: Kind) -> None:
    element = _element(grammar, kind.name, kind.name, f"{kind.label}: {kind.purpose}.")
    _attribute(element, "id", ref="id", needed=True)
    _attribute(element, "title", needed=True)
    for part in kind.parts:
        if not part.is_element:
            _part(element, part)
    inner = [part for part in kind.parts if part.is_element]
    if not (inner or kind.rows):
        _text(element)
        return
    mixed = _add(_add(element, "mixed"), "interleave")
    for part in inner:
        child = _add(_add(mixed, "optional"), "element", name=part.name)
        _note(child, _words(part))
        _text(child)
    for group in kind.rows:
        _ref(_add(mixed, "zeroOrMore"), f"{kind.name}.{group.tag}")


def _row(grammar: etree._Element, kind: Kind, group: Rows) -> None:
    texts = [part for part in group.parts if part.name == "text"]
    element = _element(grammar, f"{kind.name}.{group.tag}", group.tag, ": ".join([str(group.label), *map(_words, texts)]))
    _attribute(element, "id", ref="id", needed=True)
    for part in group.parts:
        if part.name != "text":
            _part(element, part)
    _text(element)


def _part(element: etree._Element, part: Part) -> None:
    """Add the attribute in which a part stands; one that refers to another row is always there."""
    values = tuple(value for value, _words in part.choices)
    ref = YES_OR_NO if part.type == "flag" else "id" if part.of else ""
    _attribute(element, part.name, ref=ref, values=values, note=_words(part), needed=bool(part.of))


def _values(grammar: etree._Element) -> None:
    define = _add(grammar, "define", name="id")
    _note(define, "Answers are stored under it: it is there once among its like, and is never changed.")
    _add(_add(define, "data", type="string"), "param", name="pattern").text = ID_PATTERN
    options = _add(_add(grammar, "define", name=YES_OR_NO), "choice")
    for flag in _FLAGS:
        _value(options, flag)


def _attribute(
    element: etree._Element,
    name: str,
    *,
    kind: str = "",
    ref: str = "",
    values: Iterable[str] = (),
    note: str = "",
    needed: bool = False,
) -> None:
    """Add an attribute: of a data type, of a defined type, one of several values, or any text."""
    attribute = _add(element if needed else _add(element, "optional"), "attribute", name=name)
    _note(attribute, note)
    if kind:
        _add(attribute, "data", type=kind)
    elif ref:
        _ref(attribute, ref)
    elif values:
        options = _add(attribute, "choice")
        for value in values:
            _value(options, value)
    else:
        _text(attribute)


def _element(grammar: etree._Element, name: str, tag: str, note: str = "") -> etree._Element:
    element = _add(_add(grammar, "define", name=name), "element", name=tag)
    _note(element, note)
    return element


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{RNG}}}{tag}", attributes)


def _ref(parent: etree._Element, name: str) -> None:
    _add(parent, "ref", name=name)


def _text(parent: etree._Element) -> None:
    _add(parent, "text")


def _value(parent: etree._Element, value: str) -> None:
    _add(parent, "value", type="string").text = value


def _note(parent: etree._Element, words: str) -> None:
    if words:
        etree.SubElement(parent, f"{{{NOTES}}}documentation").text = words


def _words(part: Part) -> str:
    return f"{part.label}. {part.help}".strip() if part.help else str(part.label)
