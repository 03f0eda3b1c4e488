"""Sort: cards into named piles, by dragging or by choosing a pile on each card."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ....core.errors import BadRequest, Invalid, Words
from .base import CHANGED, Answer, Feedback, Given, Kind, Note, Part, Row, Rows, Score, Step, chosen, has_words, known, last

AGAIN = "again"  # beside the answer that stands: what has been checked of another attempt
FIELD = "card-"  # a learner's form has a field "card-<id>" for each card, with the id of a pile


class Sort(Kind):
    name = "sort"
    label = _("Sort")
    purpose = _("cards into named piles")
    button = _("Check")
    closes = True
    takes_parts = True
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
        """Check all cards; with `check` in the form the one card that it names, with `keep` none: they are only put down."""
        put, card = _given(step, given), last(given, "check")
        if not card and "keep" not in given:
            return {"placed": _require_all(step, {**put, **self._fixed(step, before)})}
        begun = self._begun(step, before)
        if card:
            known(card, step.ids("cards"))
            put_now = _require_all(step, put, [card])
            if card not in begun["checked"]:  # a card is checked once in an attempt: its answer has told where it belongs
                begun["placed"] |= put_now
                begun["checked"] = [*begun["checked"], card]
        else:
            begun["placed"] |= {name: pile for name, pile in put.items() if name not in begun["checked"]}
        if self.is_done(step, before) and not self.is_done(step, begun):
            return {**(before or {}), AGAIN: begun}  # the answer stands until all cards are checked once more
        return begun

    def _begun(self, step: Step, before: Answer | None) -> dict[str, Any]:
        """Where one goes on who has checked some cards, or is trying again: the piles, and the cards that are checked."""
        start = self.again(step, before or {}) if self.is_done(step, before) else before
        placed, checked = _placed(start), _checked(start)
        there = [card for card in step.ids("cards") if placed.get(card) in step.ids("piles")]
        return {
            "placed": {card: placed[card] for card in there},
            "checked": [card for card in there if card in checked],
        }

    def _fixed(self, step: Step, before: Answer | None) -> dict[str, str]:
        """The cards that were checked one by one in this attempt, where they are: their answers have told where they belong."""
        start = (before or {}).get(AGAIN) if self.is_done(step, before) else before
        if not isinstance(start, Mapping):
            return {}
        begun = self._begun(step, before)
        return {card: begun["placed"][card] for card in begun["checked"] if card in chosen(start, "checked")}

    def is_done(self, step: Step, answer: Answer | None) -> bool:
        piles, placed, checked = step.ids("piles"), _placed(answer), _checked(answer)
        cards = step.ids("cards")
        return answer is not None and checked.issuperset(cards) and all(placed.get(card) in piles for card in cards)

    def feedback(self, step: Step, answer: Answer) -> Feedback | None:
        if not self.is_done(step, answer):
            return None
        notes = tuple(_note(card, _placed(answer)) for card in mixed(step.rows["cards"]))
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
        cards, placed, checked = step.rows["cards"], _placed(answer), _checked(answer)
        if not cards:
            return None
        right = [card for card in cards if card["id"] in checked and placed.get(card["id"]) == card["pile"]]
        return Score(len(right) / len(cards), 1)

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
        placed, checked = _placed(answer), _checked(answer)
        fixed = checked & set(chosen(answer, "checked"))
        cards = [
            {
                **card, "placed": placed.get(card["id"], ""), "note": _note(card, placed) if card["id"] in checked else None,
                "fixed": card["id"] in fixed and placed[card["id"]] in step.ids("piles"),
            }
            for card in mixed(step.rows["cards"])
        ]  # fmt: skip
        piles = [{**pile, "cards": [card for card in cards if card["placed"] == pile["id"]]} for pile in step.rows["piles"]]
        names = {pile["id"]: pile["text"] for pile in step.rows["piles"]}
        left = [card for card in cards if card["note"] is None]
        return {"piles": piles, "cards": cards, "names": names, "left": left, "checked": len(cards) - len(left)}

    def is_open_again(self, answer: Answer) -> bool:
        return isinstance(answer.get(AGAIN), dict)

    def again(self, step: Step, answer: Answer) -> Answer:
        """What was begun of another attempt; at first the cards that were right stay where they are, the others come back."""
        begun = answer.get(AGAIN)
        if isinstance(begun, dict):
            return begun
        placed = _placed(answer)
        right = {card["id"]: card["pile"] for card in step.rows["cards"] if placed.get(card["id"]) == card["pile"]}
        return {"placed": right, "checked": list(right)}


def mixed(cards: Sequence[Row]) -> list[Row]:
    """The cards in an order that says nothing about the piles, the same for everybody at every visit."""
    return sorted(cards, key=lambda card: hashlib.sha256(card["id"].encode()).digest())


def _given(step: Step, given: Given) -> dict[str, str]:
    """The piles that a form names for cards. BadRequest for what is not of this step."""
    cards, piles = step.ids("cards"), step.ids("piles")
    put: dict[str, str] = {}
    for name, piles_named in given.items():
        if not name.startswith(FIELD):
            continue
        card = name.removeprefix(FIELD)
        if card not in cards:
            raise BadRequest(CHANGED)
        if len(piles_named) > 1:
            raise BadRequest()
        if piles_named:
            put[card] = known(piles_named[0], piles)
    return put


def _require_all(step: Step, put: Mapping[str, str], cards: Sequence[str] | None = None) -> dict[str, str]:
    """Return where these cards, by default all, were put, or say at each one that it is in no pile yet."""
    wanted = [row for row in step.rows["cards"] if cards is None or row["id"] in cards]
    missing: dict[str, Sequence[Words]] = {
        f"{FIELD}{row['id']}": [_("Choose a pile for “%(card)s”.") % {"card": row["text"]}]
        for row in wanted
        if row["id"] not in put
    }
    if missing:
        words = ngettext("%(count)s card is not in a pile yet.", "%(count)s cards are not in a pile yet.", len(missing))
        raise Invalid(words % {"count": len(missing)}, fields=missing)
    return {row["id"]: put[row["id"]] for row in wanted}


def _note(card: Row, placed: Mapping[str, str]) -> Note:
    return Note(card["id"], card["text"], placed.get(card["id"]) == card["pile"], words=card["feedback"])


def _checked(answer: Answer | None) -> set[str]:
    """The cards that were checked: those of a list where it was done one by one, else all that are in a pile."""
    placed = set(_placed(answer))
    return placed & set(chosen(answer, "checked")) if "checked" in (answer or {}) else placed


def _placed(answer: Answer | None) -> dict[str, str]:
    value = (answer or {}).get("placed")
    return {str(card): str(pile) for card, pile in value.items()} if isinstance(value, dict) else {}
