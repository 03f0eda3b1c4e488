"""The course's files that a unit needs: pictures, and documents that its texts lead to. Pure.

Studio's copy and its content libraries take along the files whose address stands between quotes somewhere in a block's OLX.
In Markdown it stands between brackets. So a unit's OLX names these files once more, each in an element of its own,
`<file src="/static/..."/>`. They are made of the texts at each export, and nothing reads them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from ...core.language.markup import render_markdown
from .steps import kind_of
from .steps.base import Step

FILES = "/static/"
TAG = "file"
_ADDRESS = re.compile(r'<(?P<tag>a|img)\b[^>]*?\s(?:src|href)="(?P<address>[^"]*)"')


def pictures_in(text: str) -> list[str]:
    """Return the addresses of the course's files that a text in Markdown shows as pictures."""
    return _addresses(text, {"img"})


def files_of(steps: Sequence[Step]) -> list[str]:
    """Return the addresses of the course's files that the Markdown of steps shows or leads to, each once."""
    texts = (text for step in steps for text in kind_of(step).markdown(step))
    found = (re.split("[?#]", address)[0] for text in texts for address in _addresses(text, {"a", "img"}))
    return [address for address in dict.fromkeys(found) if address != FILES]


def named(steps: Sequence[Step]) -> Iterator[etree._Element]:
    """Yield the elements that name the files of steps in OLX."""
    yield from (etree.Element(TAG, src=address) for address in files_of(steps))


def is_name_of_file(node: etree._Element) -> bool:
    """Whether an element is as `named` writes it."""
    is_alone = list(node.attrib) == ["src"] and not len(node) and not (node.text or "").strip()
    return node.tag == TAG and is_alone and node.get("src", "").startswith(FILES)


def _addresses(text: str, tags: set[str]) -> list[str]:
    if FILES not in text:
        return []
    found = _ADDRESS.finditer(render_markdown(text))
    addresses = (html.unescape(one["address"]) for one in found if one["tag"] in tags)
    return [address for address in dict.fromkeys(addresses) if address.startswith(FILES)]
