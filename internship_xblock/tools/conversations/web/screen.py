"""The page of conversations, as values for its templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from ....core.errors import Difference
from ....core.language import formats
from ....records.comparison import differences
from ....records.drafts import SectionView
from ....records.parts import Fact
from ....records.reading import in_words
from ....records.schema import Row, answer_name
from ...placements.api import PlacementView
from ...plans.web.sections import fields as plan_fields
from .. import api as conversations
from ..api import ConversationView, EarlierText, Step
from ..schema import around
from . import words


@dataclass(frozen=True)
class Line:
    """A conversation in a list, folded."""

    view: ConversationView
    title: str
    state: str
    place: str


@dataclass(frozen=True)
class StepLine:
    step: Step
    whose: str
    done: str  # who said so, and when


@dataclass(frozen=True)
class Document:
    """What a conversation says, to be read."""

    title: str
    day: str
    state: str
    place: str
    facts: Sequence[Fact]
    steps: Sequence[StepLine]
    changed: str


@dataclass(frozen=True)
class Earlier:
    """A change: who made it when, and what differs from what stood there before."""

    said: str
    changes: Sequence[Difference]


def current(found: Sequence[ConversationView], today: date) -> ConversationView | None:
    """Return the conversation that the page opens: the last one whose day has come and that waits to be written down, else the
    next one, else the last."""
    waiting = [one for one in found if not one.is_told and one.has_come(today)]
    last_told = max((one.meets_on for one in found if one.is_told), default=date.min)
    coming = [one for one in found if not one.is_told and not one.has_come(today) and not one.is_dropped]
    if waiting and waiting[-1].meets_on > last_told:
        return waiting[-1]
    return coming[0] if coming else found[-1] if found else None


def lists(found: Sequence[ConversationView], now: ConversationView | None, today: date) -> list[tuple[str, list[Line]]]:
    """Return all but the open one: those to write down, those to come, those written down; with what each list is called."""
    rest = [one for one in found if one is not now]
    waiting = [one for one in reversed(rest) if not one.is_told and one.has_come(today)]
    coming = [one for one in rest if not one.is_told and not one.has_come(today)]
    told = sorted((one for one in rest if one.is_told), key=lambda one: one.held, reverse=True)
    named = ((_("To come"), coming), (_("Not written down"), waiting), (_("Written down"), told))
    return [(title, [_line(one, today) for one in views]) for title, views in named if views]


def _line(view: ConversationView, today: date) -> Line:
    return Line(view, words.title_of(view), words.state_of(view, today), words.place_of(view))


def document(view: ConversationView, placement: PlacementView, today: date) -> Document:
    people = view.around(placement)
    (answers,) = view.talk.answers
    said = ((spec, in_words(spec, answers.get(spec.name, spec.empty), people)) for spec in conversations.TALK.fields)
    facts = [Fact(spec.short, text.replace("\n", ", ") if spec.name == "present" else text) for spec, text in said if text]
    changed = view.changed
    return Document(
        title=words.title_of(view), day=formats.day_and_year(view.meets_on), state=words.state_of(view, today),
        place=words.place_of(view), facts=facts, steps=[_step(view, placement, step) for step in view.steps],
        changed=_changed(changed) if changed is not None and view.is_begun else "",
    )  # fmt: skip


def _changed(section: SectionView) -> str:
    known = {"name": section.changed_by or _("somebody who has left"), "day": formats.day(section.changed_at)}
    return _("Last changed by %(name)s, on %(day)s") % known


def _step(view: ConversationView, placement: PlacementView, step: Step) -> StepLine:
    mark = view.done_mark(step.uid) if step.is_done else None
    done = ""
    if mark is not None:
        known = {"name": mark[1] or _("somebody who has left"), "day": formats.day(datetime.fromisoformat(mark[2]))}
        done = _("Done: %(name)s, on %(day)s") % known
    return StepLine(step, words.whose(placement, step), done)


def forms(view: ConversationView, placement: PlacementView) -> dict[str, Any]:
    """Return what the forms are drawn with. A day that nobody has written is proposed; it is saved with the first words."""
    talk, steps = view.talk, view.sections[conversations.STEPS.name]
    (answers,) = talk.answers
    answers = {**answers, "held": answers["held"] or view.meets_on.isoformat()}
    cards = [_card(view, placement, row) for row in steps.rows]
    fresh = new_card(view, placement)
    return {
        "view": view, "place": words.place_of(view), "talk": talk, "steps": steps,
        "questions": _questions(view, placement, talk, answers), "cards": [*cards, fresh], "last": fresh["uid"],
    }  # fmt: skip


def new_card(view: ConversationView, placement: PlacementView, after: str = "") -> dict[str, Any]:
    """Return a next step to fill in: the first that is not there yet, or the one after `after`."""
    steps = view.sections[conversations.STEPS.name]
    rows: list[Row] = [*steps.rows, *steps.removed]
    if after:
        rows.append({"uid": after})
    uid = conversations.next_uid(rows)
    return _card(view, placement, conversations.STEPS.blank(uid))


def _card(view: ConversationView, placement: PlacementView, row: Row) -> dict[str, Any]:
    steps = view.sections[conversations.STEPS.name]
    return {"uid": row["uid"], "questions": _questions(view, placement, steps, row, str(row["uid"]))}


def _questions(
    view: ConversationView, placement: PlacementView, section: SectionView, row: Row, uid: str = ""
) -> dict[str, plan_fields.Question]:
    people = view.around(placement)
    return {
        spec.name: plan_fields.question(answer_name(section.name, spec.name, uid), spec, row.get(spec.name, spec.empty), people)
        for spec in section.spec.fields
        if spec.name not in conversations.NOT_ASKED
    }


def earlier(view: ConversationView, texts: Sequence[EarlierText], placement: PlacementView) -> list[Earlier]:
    """Return the changes of a conversation, the last one first, each with what stood there before it."""
    newer, found = dict(view.sections), []
    for text in texts:
        older, now = text.section, newer[text.section.name]
        people = around(placement, older, now)
        known = {"name": text.changed_by or _("Somebody who has left"), "day": formats.day(text.kept_at)}
        changes = differences(older.spec, now.answers, older.answers, people)
        if changes:
            found.append(Earlier(_("%(name)s changed it on %(day)s") % known, changes))
        newer[older.name] = older
    return found
