"""Sort: cards into named piles, by dragging or by choosing a pile on each card."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ....core.errors import BadRequest, Invalid, Words
from .base import CHANGED, Answer, Feedback, Given, Kind, Note, Part, Row, Rows, Score, Step, has_words, known

FIELD = "card-"  # a learner's form has a field "card-<id>" for each card, with the id of a pile


class Sort(Kind):
    name = "sort"
    label = _("Sort")
    purpose = _("cards into named piles")
    button = _("Check")
    closes = True
    rows = (
        Rows("piles", "pile", _("Pile"), _("Piles"), _("Add a pile"), (Part("text", _("Name of the pile")),)),
        Rows(
            "cards", "card", _("Card"), _("Cards"), _("Add a card"),
            (
                Part("text", _("The text on the card")),
                Part("pile", _("The pile it belongs in"), of="piles"),
                Part("feedback", _("Why it belongs there"), _("Shown once the cards have been checked."), type="text"),
            ),
        ),
    )  # fmt: skip

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        piles, cards = step.ids("piles"), step.ids("cards")
        if any(name.startswith(FIELD) and name.removeprefix(FIELD) not in cards for name in given):
            raise BadRequest(CHANGED)
        placed: dict[str, str] = {}
        missing: dict[str, Sequence[Words]] = {}
        for row in step.rows["cards"]:
            card = row["id"]
            chosen = given.get(FIELD + card, ())
            if len(chosen) > 1:
                raise BadRequest()
            if chosen:
                placed[card] = known(chosen[0], piles)
            else:
                missing[f"{FIELD}{card}"] = [_("Choose a pile for “%(card)s”.") % {"card": row["text"]}]
        if missing:
            words = ngettext("%(count)s card is not in a pile yet.", "%(count)s cards are not in a pile yet.", len(missing))
            raise Invalid(words % {"count": len(missing)}, fields=missing)
        return {"placed": placed}

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        piles, placed = step.ids("piles"), _placed(answer)
        return answer is not None and all(placed.get(card) in piles for card in step.ids("cards"))

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        placed = _placed(answer)
        notes = tuple(
            Note(card["id"], card["text"], placed.get(card["id"]) == card["pile"], words=card["feedback"])
            for card in mixed(step.rows["cards"])
        )
        right = sum(note.right for note in notes)
        if right == len(notes):
            return Feedback("good", _now("Every card is where it belongs."), notes)
        words = ngettext(
            "%(right)s of %(count)s card is where it belongs.",
            "%(right)s of %(count)s cards are where they belong.",
            len(notes),
        )
        return Feedback("mind", words % {"right": right, "count": len(notes)}, notes)

    def score(self, step: Step, answer: Answer | None) -> Score | None:
        cards, placed = step.rows["cards"], _placed(answer)
        if not cards:
            return None
        return Score(sum(placed.get(card["id"]) == card["pile"] for card in cards) / len(cards), 1)

    def is_empty(self, step: Step) -> bool:
        return not (has_words(step.rows["piles"]) and has_words(step.rows["cards"]))

    def findings(self, step: Step) -> list[Words]:
        piles = step.ids("piles")
        found: list[Words] = []
        if len(piles) < 2:
            found.append(_("A sort needs at least two piles."))
        if not step.rows["cards"]:
            found.append(_("There are no cards to sort yet."))
        for card in step.rows["cards"]:
            if not card["text"].strip():
                found.append(_("A card has no text."))
            elif card["pile"] not in piles:
                found.append(_("The card “%(card)s” belongs in a pile that does not exist.") % {"card": card["text"]})
        if any(not pile["text"].strip() for pile in step.rows["piles"]):
            found.append(_("A pile has no name."))
        return found

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        placed = _placed(answer)
        cards = [{**card, "placed": placed.get(card["id"], "")} for card in mixed(step.rows["cards"])]
        notes = {note.id: note for note in (self.feedback(step, answer) or Feedback("plain", "")).notes} if placed else {}
        piles = [
            {**pile, "cards": [{**card, "note": notes.get(card["id"])} for card in cards if card["placed"] == pile["id"]]}
            for pile in step.rows["piles"]
        ]
        return {"piles": piles, "cards": cards}

    def again(self, step: Step, answer: Answer) -> Answer:
        """The cards that were right stay where they are; the others come back to be sorted."""
        placed = _placed(answer)
        return {"placed": {card["id"]: card["pile"] for card in step.rows["cards"] if placed.get(card["id"]) == card["pile"]}}


def mixed(cards: Sequence[Row]) -> list[Row]:
    """The cards in an order that says nothing about the piles, the same for everybody at every visit."""
    return sorted(cards, key=lambda card: hashlib.sha256(card["id"].encode()).digest())


def _placed(answer: Answer | None) -> dict[str, str]:
    value = (answer or {}).get("placed")
    return {str(card): str(pile) for card, pile in value.items()} if isinstance(value, dict) else {}
