"""Read: Markdown with pictures and links. Done by reading on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from .base import Answer, Given, Kind, Step


class Read(Kind):
    name = "read"
    label = _("Read")
    purpose = _("a text with pictures and links")
    text_label = _("Text")
    asks = False

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        return {"read": True}

    def is_empty(self, step: Step) -> bool:
        return not step.text.strip()

    def findings(self, step: Step) -> list[Words]:
        return [] if step.text.strip() else [_("There is nothing to read yet.")]
