"""Checklist: what is in place already. Nothing in it is right or wrong, and it can be kept half ticked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ....core.errors import Words
from .base import Answer, Feedback, Given, Kind, Part, Rows, Step, chosen, has_words, known


class Checklist(Kind):
    name = "checklist"
    label = _("Checklist")
    purpose = _("things to tick when they are in place")
    in_workbook = True
    rows = (
        Rows("items", "item", _("Item"), _("Items"), _("Add an item"), (Part("text", _("What should be in place")),)),
    )  # fmt: skip

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        return {"ticked": list(dict.fromkeys(known(one, step.ids("items")) for one in given.get("item", ())))}

    def asked(self, step: Step) -> dict[str, Any]:
        return {"items": [{"id": row["id"], "text": row["text"]} for row in step.rows["items"]]}

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        ticked = [one for one in step.ids("items") if one in chosen(answer, "ticked")]
        left = len(step.ids("items")) - len(ticked)
        if not left:
            return Feedback("good", _now("Saved. Everything is in place."))
        words = ngettext(
            "Saved. %(count)s is left: come back and tick it when it is done.",
            "Saved. %(count)s are left: come back and tick them when they are done.",
            left,
        )
        return Feedback("plain", words % {"count": left})

    def is_empty(self, step: Step) -> bool:
        return not has_words(step.rows["items"])

    def findings(self, step: Step) -> list[Words]:
        found: list[Words] = [] if step.rows["items"] else [_("There is nothing to tick yet.")]
        if any(not row["text"].strip() for row in step.rows["items"]):
            found.append(_("An item has no text."))
        return found

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        ticked = chosen(answer, "ticked")
        return {"items": [{**row, "ticked": row["id"] in ticked} for row in step.rows["items"]]}
