"""A clean OLX round trip: what an author writes in lists becomes child elements, not JSON in attributes.

A block names its lists in `olx_lists`: the field's name and a codec, a pair of pure functions between a list of plain
dicts and lxml elements. Text is kept to the letter, newlines and all, but for characters that XML has no place for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from xblock.fields import Scope

from ...core.language.text import legal_xml

Row = dict[str, Any]


@dataclass(frozen=True)
class Codec:
    """How a list field stands in OLX: the tags it owns, and both directions.

    `none` is the tag that stands for a list that an author has emptied, where leaving it out would bring the default back.
    """

    tags: frozenset[str]
    read: Callable[[etree._Element], Row]
    write: Callable[[Row], etree._Element]
    none: str = ""


def flat_codec(tag: str, attributes: Iterable[str] = (), text: str = "text", none: str = "") -> Codec:
    """A codec for rows of strings: `attributes` become XML attributes, the key `text` the element's text."""
    names = tuple(attributes)

    def read(node: etree._Element) -> Row:
        return {**{name: node.get(name, "") for name in names}, text: node.text or ""}

    def write(row: Row) -> etree._Element:
        known = row if isinstance(row, Mapping) else {text: row}
        node = etree.Element(tag, {name: str(known.get(name, "")) for name in names})
        node.text = str(known.get(text, ""))
        return node

    return Codec(tags=frozenset({tag}), read=read, write=write, none=none)


def _legal(value: Any) -> Any:
    """What an author's list holds, without what XML cannot: however it came there, by a form, an import or an older version."""
    if isinstance(value, Mapping):
        return {_legal(str(name)): _legal(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_legal(inner) for inner in value]
    return legal_xml(value) if isinstance(value, str) else value


class OlxListsMixin:
    """Reads and writes the lists of `olx_lists` as child elements; everything else is the platform's own way."""

    olx_lists: Mapping[str, Codec] = {}

    @classmethod
    def parse_xml(cls, node: etree._Element, runtime: Any, keys: Any, *rest: Any) -> Any:
        found: dict[str, list[Row]] = {}
        for child in list(node):
            for name, codec in cls.olx_lists.items():
                if child.tag in codec.tags:
                    found.setdefault(name, []).append(codec.read(child))
                elif child.tag == codec.none:
                    found.setdefault(name, [])
                else:
                    continue
                node.remove(child)
                break
        block = super().parse_xml(node, runtime, keys, *rest)  # type: ignore[misc]
        for name, rows in found.items():
            setattr(block, name, rows)
        block.force_save_fields(list(found))
        return block

    def add_xml_to_node(self, node: etree._Element) -> None:
        super().add_xml_to_node(node)  # type: ignore[misc]
        for name, codec in self.olx_lists.items():
            node.attrib.pop(name, "")
            if self.fields[name].is_set_on(self):  # type: ignore[attr-defined]
                rows = getattr(self, name)
                node.extend(codec.write(_legal(row)) for row in rows)
                if codec.none and not rows:
                    etree.SubElement(node, codec.none)

    @classmethod
    def authored_fields(cls) -> dict[str, Any]:
        """The fields an author sets: what a round trip must keep."""
        return {name: f for name, f in cls.fields.items() if f.scope in (Scope.content, Scope.settings)}  # type: ignore[attr-defined]
