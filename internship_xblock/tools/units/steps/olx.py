"""Steps in OLX: an element each, its own text what the learner is asked, its parts attributes and children.

Texts are kept to the letter. What was written by hand and is no part of the step (`<em>`, a misspelt `<crad>`) stays in
the text it stood in, as the markup it was: nothing an author wrote is dropped, and Markdown may carry it. So does a misspelt
attribute, under EXTRA beside what is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from lxml import etree

from ....core.language.text import legal_xml

if TYPE_CHECKING:
    from .base import Kind, Rows


EXTRA = "extra"  # in a step and in a row: its element with the attributes that nothing reads


def string(value: object) -> str:
    """What a field may hold as the text it means; "" for what means none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    return ""


def legal(value: object) -> str:
    """A text without the characters that no XML file may hold."""
    return legal_xml(string(value))


def read(kind: Kind, node: etree._Element) -> dict[str, Any]:
    groups = {group.tag: group for group in kind.rows}
    elements = {part.name for part in kind.parts if part.is_element}
    raw = _attributes(kind, node)
    own = [node.text or ""]
    for child in node:
        tail = child.tail or ""
        if child.tag in groups:
            group = groups[child.tag]
            raw[group.name].append(_read_row(child, group))
        elif child.tag in elements:
            raw[str(child.tag)] = inner(child)
        else:
            own.append(_markup(child) + tail)
            continue
        own.append(tail if tail.strip() else "")
    text = "".join(own)
    raw["text"] = "" if len(node) and not text.strip() else text
    return raw


def _attributes(kind: Kind, node: etree._Element) -> dict[str, Any]:
    """What stands in the attributes of a step; what stands in its children is empty yet."""
    raw: dict[str, Any] = {"kind": kind.name, "id": node.get("id", ""), "title": node.get("title", "")}
    raw |= {part.name: "" if part.is_element else node.get(part.name, "") for part in kind.parts}
    return raw | _extra(node, {"title", *(part.name for part in kind.parts if not part.is_element)}) | {
        group.name: [] for group in kind.rows
    }  # fmt: skip


def _read_row(child: etree._Element, group: Rows) -> dict[str, Any]:
    row = {part.name: child.get(part.name, "") for part in group.parts}
    return {**row, **_extra(child, set(row) - {"text"}), "id": child.get("id", ""), "text": inner(child)}


def _extra(node: etree._Element, read_names: set[str]) -> dict[str, str]:
    """Return the attributes of an element that nothing reads; {} where all are read."""
    left = {str(name): str(value) for name, value in node.attrib.items() if name not in {"id", *read_names}}
    return {EXTRA: str(etree.tostring(etree.Element(node.tag, left), encoding="unicode"))} if left else {}


def extras(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the extra attributes that are kept of a step or a row, as a part of it; {} where nothing is."""
    return {EXTRA: kept} if (kept := string(raw.get(EXTRA))) else {}


def element(xml: str) -> etree._Element | None:
    """Return a piece of XML that was kept as it was written; None for what is none."""
    try:
        return etree.fromstring(legal(xml), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None


def _write_extra(node: etree._Element, raw: Mapping[str, Any]) -> None:
    kept = element(string(raw.get(EXTRA)))
    for name, value in kept.attrib.items() if kept is not None else ():
        node.set(name, node.get(name, value))


def write(kind: Kind, raw: Mapping[str, Any]) -> etree._Element:
    node = etree.Element(kind.name, id=legal(raw.get("id")))
    if string(raw.get("title")):
        node.set("title", legal(raw["title"]))
    node.text = legal(raw.get("text"))
    for part in kind.parts:
        value = legal(raw.get(part.name))
        if value and part.is_element:
            etree.SubElement(node, part.name).text = value
        elif value:
            node.set(part.name, value)
    _write_extra(node, raw)
    for group, row in _in_order(kind, raw):
        _write_row(node, group.tag, row, [part.name for part in group.parts if part.name != "text"])
    return node


def _in_order(kind: Kind, raw: Mapping[str, Any]) -> Iterator[tuple[Rows, Mapping[str, Any]]]:
    """Yield the rows of all groups as one reads them: what is inside a row after that row. Each group keeps its own order."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for group in kind.rows:
        found = raw.get(group.name)
        rows[group.name] = [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []
    for group in kind.rows:
        if not group.inside:
            outer, done = rows[group.name], 0
            for part in kind.groups_in(group):
                places = {string(row.get("id")): number for number, row in enumerate(outer, start=1)}
                for row in rows[part.name]:
                    place = places.get(string(row.get(part.inside)), 0)
                    yield from ((group, one) for one in outer[done:place])
                    done = max(done, place)
                    yield part, row
            yield from ((group, one) for one in outer[done:])


def inner(node: etree._Element) -> str:
    """The text in an element, with any markup in it as text."""
    return (node.text or "") + "".join(_markup(child) + (child.tail or "") for child in node)


def _markup(node: etree._Element) -> str:
    if not isinstance(node.tag, str):  # a comment or an instruction to a machine
        return ""
    return str(etree.tostring(node, encoding="unicode", with_tail=False))


def _write_row(node: etree._Element, tag: str, row: Mapping[str, Any], names: list[str]) -> None:
    child = etree.SubElement(node, tag, id=legal(row.get("id")))
    for name in names:
        if string(row.get(name)):
            child.set(name, legal(row[name]))
    _write_extra(child, row)
    child.text = legal(row.get("text"))
