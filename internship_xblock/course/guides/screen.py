"""A guide on screen: the same text as on paper, for a phone. What is only there for a pen is said in a sentence."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from ..language import OnScreen
from .reading import BLANK, BOX, Guide, words


def page(guide: Guide, said: OnScreen) -> str:
    """Return the HTML of the guide's page in the course; every line of it comes from the guide, `said` speaks of the paper."""
    body = deepcopy(guide.body)
    for table in list(body.iter("table")):
        _replace(table, _form(table, said) if _is_form(table) else _rows(table))
    for item in body.iter("li"):
        item.text = (item.text or "").removeprefix(BOX)
    link = etree.Element("p")
    etree.SubElement(link, "a", href=f"/{guide.pdf}").text = f"{guide.title}, {said.to_print}"
    body.insert(0, link)
    if guide.reader:
        lead = etree.Element("p")
        lead.text = guide.reader
        body.insert(0, lead)
    return "\n".join(_html(part) for part in body.iterchildren(etree.Element)) + "\n"


def _html(part: etree._Element) -> str:
    """A part of the page on lines of its own; a wrapper is left out, so that authors see what they would write."""
    if part.tag == "div":
        return "\n".join(_html(inner) for inner in part.iterchildren(etree.Element))
    return str(etree.tostring(part, encoding="unicode", method="html", with_tail=False))


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    if parent is not None:
        new.tail = old.tail
        parent.replace(old, new)


def _cells(table: etree._Element) -> tuple[list[etree._Element], list[list[etree._Element]]]:
    """The cells of the head, and those of each row below it."""
    rows = [list(row.iterchildren("th", "td")) for row in table.iter("tr")]
    return (rows[0], rows[1:]) if table.find("thead") is not None and rows else ([], rows)


def _is_form(table: etree._Element) -> bool:
    return any(words(cell).replace(BLANK, "").strip() == "" != words(cell) for row in _cells(table)[1] for cell in row)


def _form(table: etree._Element, said: OnScreen) -> etree._Element:
    """A table for the pen: what its columns and lines are called."""
    head, rows = _cells(table)
    columns = [words(cell) for cell in head if words(cell)]
    firsts = [words(row[0]) for row in rows if row]
    lines = [first for first in firsts if first.replace(BLANK, "").strip() and not first.isdigit()]
    told = etree.Element("div")
    if columns:
        _listed(told, said.columns, columns)
    if lines:
        _listed(told, said.lines if columns else said.room, lines)
    return told


def _listed(told: etree._Element, sentence: str, names: list[str]) -> None:
    etree.SubElement(told, "p").text = sentence
    listed = etree.SubElement(told, "ul")
    for name in names:
        etree.SubElement(listed, "li").text = name


def _rows(table: etree._Element) -> etree._Element:
    """A table of text, row by row: on a phone its columns would be three words wide."""
    head, rows = _cells(table)
    told = etree.Element("div")
    for first, *others in (row for row in rows if row):
        named = etree.SubElement(told, "p")
        _move(first, named if first.find("strong") is not None else etree.SubElement(named, "strong"))
        if len(others) == 1:
            etree.SubElement(named, "br")
            _labelled(named, head[1:], others[0])
            continue
        listed = etree.SubElement(told, "ul")
        for title, cell in zip(head[1:], others, strict=False):
            _labelled(etree.SubElement(listed, "li"), [title], cell)
    return told


def _labelled(item: etree._Element, titles: list[etree._Element], cell: etree._Element) -> None:
    """Add to an item what a cell says, behind the title of its column."""
    for title in titles:
        if words(title):
            label = etree.SubElement(item, "em")
            label.text, label.tail = f"{words(title)}:", " "
    _move(cell, etree.SubElement(item, "span"))


def _move(cell: etree._Element, to: etree._Element) -> None:
    to.text = cell.text
    for child in cell:
        to.append(deepcopy(child))
