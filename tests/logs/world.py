"""One placement with everybody in it, and the short way to write and share in its log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.datastructures import MultiValueDict

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.api import EntryView, LogRules, Shared
from internship_xblock.tools.placements import api as placements

from ..platform import COURSE

USAGE = f"block-v1:{COURSE.removeprefix('course-v1:')}+type@logblock+block@one"
RULES = LogRules()
CHECKED = {"no_names": "on", "no_client_data": "on", "no_secrets": "on"}


def form(**values: Any) -> MultiValueDict:
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in values.items()})


def words(what: str = "I rang a customer.", day: str = "2026-09-21", **more: Any) -> dict[str, Any]:
    """An entry as somebody types it. It says why its day, which many a test's plan has no period for."""
    texts = {"text-what": what, "text-so_what": "", "text-now_what": ""}
    return {"date": day, "hours": "7.5", "date_reason": "I was asked to.", **texts, **more}


class World:
    """Ola is the student and opened the placement; the others joined by code. `outsider` and the staff are not in it."""

    def __init__(self, person: Any) -> None:
        self.student = person("ola")
        view = placements.start(self.student, course_key=COURSE, role="student")
        self.placement_id = view.id
        rows = list(view.parties)
        for role, name in [("mentor", "mira"), ("supervisor", "sven"), ("leader", "lea"), ("other", "gro")]:
            rows.append(placements.PartyRow(uid=placements.new_uid(), role=role, name=name.capitalize()))
        placements.save_parties(self.student, placement_id=view.id, revision=view.revision, rows=rows)
        for row in rows[1:]:
            actor = person(row.name.lower())
            code = placements.invite(self.student, placement_id=view.id, party_uid=row.uid)
            placements.join(actor, course_key=COURSE, code=code)
            setattr(self, row.role, actor)
        self.staff = person("staff_ida", is_staff=True)
        self.other_staff = replace(person("staff_else", is_staff=True), course_key="course-v1:Other+X+1")
        self.outsider = person("olaf")
        self.stranger = Actor.stranger(COURSE)

    mentor: Actor
    supervisor: Actor
    leader: Actor
    other: Actor

    def people(self) -> dict[str, Actor]:
        names = ("student", "mentor", "supervisor", "leader", "other", "staff", "other_staff", "outsider", "stranger")
        return {name: getattr(self, name) for name in names}

    def write(self, actor: Actor | None = None, draft: int = 0, revision: int = 0, **more: Any) -> EntryView:
        who = actor or self.student
        number = draft or logs.summary(who, placement=self.placement_id, usage_key=USAGE).next_draft
        return logs.write(
            who,
            placement_id=self.placement_id,
            usage_key=USAGE,
            draft=number,
            revision=revision,
            rules=RULES,
            typed=words(**more),
        )

    def share(self, entry: EntryView, level: str, actor: Actor | None = None, **more: Any) -> Shared:
        return logs.share(
            actor or self.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, level=level, rules=RULES,
            confirmed=CHECKED, **more,
        )  # fmt: skip

    def take_back(self, entry: EntryView) -> Shared:
        return logs.take_back(self.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, rules=RULES)

    def seen(self, actor: Actor) -> list[int]:
        page = logs.list_entries(actor, placement=self.placement_id, usage_key=USAGE)
        return [entry.id for entry in page.entries]


MONDAY = date(2026, 9, 21)
