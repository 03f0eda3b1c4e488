"""Units against the RELAX NG schema that editors of XML know, too: `internship_unit.rng` beside this folder.

A validator names the element that it was reading when nothing was possible any more, which may be the whole unit. So what is
not valid is looked at from the outside in, each element by the rule that is its own, until the one is found that is to blame.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from lxml import etree

from ..findings import Finding
from ..outline import UNIT, Course, line_of
from ..xml import parser

FILE = "internship_unit.rng"
_RNG = "{http://relaxng.org/ns/structure/1.0}"


def schema(course: Course) -> Iterator[Finding]:
    """Every unit is valid by the schema."""
    for node in course.nodes(UNIT):
        yield from _invalid(node.file, node.element, "unit")


def _invalid(file: str, element: etree._Element, rule: str) -> Iterator[Finding]:
    """Find the innermost elements that are not as their own rules have them."""
    validator = _validator(rule)
    if validator.validate(_alone(element)):
        return
    reason = _reason(validator)
    found, inside = [], _rules_inside(rule)
    for child in element.iterchildren(tag=etree.Element):
        tag = str(child.tag)
        if tag not in inside:
            found.append(Finding(file, line_of(child), f"By the schema ({FILE}) a <{element.tag}> has no <{tag}>. Remove it."))
        elif inside[tag]:
            found += _invalid(file, child, inside[tag])
        elif len(child) or child.attrib:
            found.append(Finding(file, line_of(child), f"By the schema ({FILE}) <{tag}> holds text and nothing else."))
    yield from found or [Finding(file, line_of(element), _sentence(element, reason))]


def _sentence(element: etree._Element, reason: str) -> str:
    between = [element.text, *(child.tail for child in element.iterchildren())]
    if element.tag == UNIT and any((text or "").strip() for text in between):
        return f"By the schema ({FILE}) there is no text between the steps of a unit. Put it into a <read>."
    return f"This <{element.tag}> is not as the schema has it ({FILE}): {reason.rstrip('.')}. Correct it."


def _reason(validator: etree.RelaxNG) -> str:
    """Return the words of the validator that say most: of an attribute it says which, of what stands inside little."""
    said = [str(error.message) for error in validator.error_log]
    exact = [words for words in said if "attribute " in words] or [words for words in said if "failed to" not in words]
    reason = (exact or said or ["it has something that it cannot have"])[0]
    return "it lacks an attribute" if any("validate attributes" in words for words in said) and not exact else reason


def _alone(element: etree._Element) -> etree._Element:
    return etree.fromstring(etree.tostring(element, with_tail=False), parser())


@cache
def _grammar() -> etree._Element:
    return etree.fromstring((files("internship_xblock") / "course" / FILE).read_bytes(), parser())


@cache
def _validator(rule: str) -> etree.RelaxNG:
    """Return the schema, for an element of one rule alone."""
    grammar = _alone(_grammar())
    for ref in grammar.iterfind(f"{_RNG}start/{_RNG}ref"):
        ref.set("name", rule)
    return etree.RelaxNG(grammar)


@cache
def _rules_inside(rule: str) -> dict[str, str]:
    """Return the rules of the elements that may stand in one, by their tags: "" for those that hold text alone."""
    named: dict[str, str] = {}
    for outer in _elements_of(rule):
        named |= {one.get("name", ""): "" for one in outer.iterdescendants(f"{_RNG}element")}
        for ref in outer.iterdescendants(f"{_RNG}ref"):
            named |= {one.get("name", ""): ref.get("name", "") for one in _elements_of(ref.get("name", ""))}
    return named


def _elements_of(rule: str) -> list[etree._Element]:
    """Return the element that a rule describes; none for one that describes a value."""
    return _grammar().findall(f"{_RNG}define[@name='{rule}']/{_RNG}element")
