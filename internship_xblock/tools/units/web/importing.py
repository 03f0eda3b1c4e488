"""What an import looks at in a unit's OLX before XBlock does."""

from __future__ import annotations

from typing import Any

from lxml import etree


def fits(field: Any, value: str | None) -> bool:
    """Whether an attribute is a number that `field` takes."""
    try:
        return value is None or field.from_string(value) is None or field.from_json(field.from_string(value)) >= 0
    except Exception:  # whatever YAML and the field make of it
        return False


def drop(node: etree._Element, child: etree._Element) -> None:
    """Take a comment out of `node` without what follows it."""
    child.tail = None
    node.remove(child)
