"""What a plan has for those who talk: when, about what, what is to be done, whom to turn to. A verb of this tool's api."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.language.text import squeezed
from ....records import comments as records
from ....records.comments import Comment
from ....records.reading import as_date
from ....records.schema import Row, filled, values_of
from ...placements import api as placements
from ...placements.api import ONBOARDING, PlacementView, Timing
from ..models import PlanComment, PlanSection
from ..rules.weeks import weekly_days
from ..schema.layout import Layout
from ..schema.sections import BY_NAME
from .frame import Outcome

_ROWS = ("periods", "checkpoints", "tasks", "outcomes")
_SECTIONS = (*_ROWS, "contacts")
_DATED = ("periods", "checkpoints")  # which plan of several is asked for its days is said by these, as in dates.py
_STORED = PlanSection.objects.filter(name__in=_SECTIONS).order_by("-plan_id")
_PLANS = 5  # the newest of a placement
COMMENTS_READ = 200


@dataclass(frozen=True)
class PlannedTalk:
    """A day on which people plan to talk: which checkpoint that is, what it is called, and what they want to talk about."""

    checkpoint: str
    day: date
    words: str
    about: str


@dataclass(frozen=True)
class PlannedTask:
    uid: str
    text: str
    start: date | None


@dataclass(frozen=True)
class Preparation:
    """What the newest plan of a placement that names any days has. `open_comments` are without their words."""

    usage_key: str = ""
    talks: tuple[PlannedTalk, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    university: str = ""
    escalation: str = ""
    open_comments: tuple[Comment, ...] = ()


def preparation(actor: Actor, *, placement: int | PlacementView, with_comments: bool = True) -> Preparation:
    """Return what the plan of a placement has for a conversation. Two queries at most, and the placement's.

    Its talks are those that take place: none in a pause, none after an early end.
    """
    entered = placements.require(actor, "plan.open", placement)
    stored = _STORED.filter(plan__placement_id=entered.id)
    found: dict[int, tuple[str, dict[str, Any]]] = {}
    for plan_id, usage_key, name, data in stored.values_list("plan_id", "plan__usage_key", "name", "data")[
        : _PLANS * len(_SECTIONS)
    ]:
        found.setdefault(plan_id, (usage_key, {}))[1][name] = data if isinstance(data, dict) else {}
    dated = [pk for pk, (_key, sections) in found.items() if _has_days(sections)]
    if not found:
        return Preparation()
    plan_id = next(iter(dated or found))
    usage_key, sections = found[plan_id]
    rows = {name: filled(BY_NAME[name], sections.get(name, {})) for name in _ROWS}
    contacts = values_of(sections.get("contacts", {}))
    talks = _talks(rows, Layout(staff=entered.kind == ONBOARDING), entered.timing)
    said = PlanComment.objects.filter(plan_id=plan_id, settled_at=None).order_by("pk")
    lines = records.read_lines(actor, said, COMMENTS_READ) if with_comments else []
    return Preparation(
        usage_key=usage_key,
        talks=tuple(talks),
        tasks=tuple(PlannedTask(row["uid"], squeezed(row["text"]), as_date(row.get("start"))) for row in rows["tasks"]),
        outcomes=tuple(Outcome(uid=row["uid"], text=squeezed(row["text"])) for row in rows["outcomes"]),
        university=str(contacts.get("university") or ""), escalation=str(contacts.get("escalation") or ""),
        open_comments=tuple(one for _plan_id, one in lines),
    )  # fmt: skip


def _has_days(sections: Mapping[str, Any]) -> bool:
    return any(filled(BY_NAME[name], sections[name]) for name in _DATED if name in sections)


def _talks(rows: Mapping[str, Sequence[Row]], layout: Layout, timing: Timing) -> Iterator[PlannedTalk]:
    for row in rows["checkpoints"]:
        day, kind = as_date(row.get("date")), str(row.get("kind") or "")
        if day is None:
            continue
        words = str(layout.choice("checkpoints", "kind", kind)) if kind else ""
        if kind == "weekly":
            words = _("Weekly conversation")  # one of them, and not how often they are
        days = weekly_days(day, rows["periods"]) if kind == "weekly" else (day,)
        for one in filter(timing.takes_place, days):
            yield PlannedTalk(str(row["uid"]), one, words, str(row.get("about") or ""))
