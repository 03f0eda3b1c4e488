"""What stands in the place of a step and is none that we know: written by hand, or by a newer version of us.

It is kept as it was and goes out again in the export; learners never see it; the author gets a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from ....core.errors import BadRequest, Words
from . import olx
from .base import CHANGED, Answer, Given, Kind, Part, Raw, Step

TAG = "unread"  # wraps the foreign element on its way through the import


class Unread(Kind):
    name = TAG
    label = _("Not understood")
    purpose = ""
    parts = (Part("xml", _("As it was written"), type="text"),)

    def read(self, node: etree._Element) -> Raw:
        child = node[0] if len(node) else node
        return {
            "kind": str(child.tag), "id": child.get("id", ""), "title": child.get("title", ""), "text": "",
            "xml": str(etree.tostring(child, encoding="unicode", with_tail=False)),
        }  # fmt: skip

    def write(self, raw: Mapping[str, Any]) -> etree._Element:
        node = olx.element(olx.string(raw.get("xml")))
        if node is None:
            node = etree.Element(TAG)
            node.text = olx.legal(raw.get("xml"))
        return node

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        raise BadRequest(CHANGED)

    def findings(self, step: Step) -> list[Words]:
        return [_("This is not a step that can be shown. Learners do not see it: %(xml)s") % {"xml": step.parts["xml"][:200]}]
