"""Reading XML and HTML that somebody else may have written.

Every parser of this folder comes from here: no document type, no entities, no network, no unlimited trees.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree


class Unreadable(Exception):
    """The file cannot be used. `sentence` says why and what to do, `line` (from 1) says where."""

    def __init__(self, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line


def is_whole(value: str) -> bool:
    """Whether an attribute is a whole number, as it is written in digits."""
    return value.isascii() and value.isdigit()


def parser() -> etree.XMLParser:
    """An XML parser that expands no entity, loads no document type and opens no address."""
    return etree.XMLParser(resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False)


def html_parser() -> etree.HTMLParser:
    """The same care for HTML."""
    return etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")


def read_xml(path: Path) -> etree._Element:
    """The root element of an XML file. Unreadable if it is missing, broken, or brings a document type along."""
    try:
        content = path.read_bytes()
    except OSError:
        raise Unreadable("This file cannot be opened. Check its name and that it may be read.") from None
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise Unreadable(f"This is not well-formed XML: {error.msg}. Correct it here.", max(line, 1)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("A course file has no document type (<!DOCTYPE ...>): entities are not read. Remove it.")
    return root


def read_html(source: str) -> etree._Element:
    """A fragment of HTML under one root element; an empty fragment gives an empty root."""
    root = etree.fromstring(f"<html><body>{source}</body></html>".encode(), html_parser())
    return root if root is not None else etree.Element("html")
