"""Three lessons: two that can be completed by one step each, and a third that awards what all three make of a mentor."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.training import awarding
from internship_xblock.tools.training.models import Training
from internship_xblock.tools.units.models import StepAnswer, UnitRecord
from tests.platform import COURSE, TestPlatform
from tests.runtime import call
from tests.units.lessons import MIRA, lesson

KEY = "block-v1:Test+Mentor+2026+type@internship_unit+block@"
ROLES = """<internship_unit display_name="Who does what?" minutes="14">
  <outcome>Distinguish the roles</outcome><outcome>Say what you share</outcome>
  <commit id="mine" title="Your step">What will you do?</commit></internship_unit>"""
QUIZ = """<internship_unit display_name="The quiz" minutes="9" minutes_at_work="70" pass_mark="80">
  <outcome>Judge tasks</outcome>
  <choose id="task" title="A task">Good?<option id="a" correct="true">Yes</option><option id="b">No</option></choose>
</internship_unit>"""
LAST = """<internship_unit display_name="Brief your colleagues" minutes="12" awards="ready" award_needs="roles quiz">
  <outcome>Tell colleagues who comes</outcome>
  <read id="case" title="A case">Thirty-one nappies.</read>
  <commit id="lines" title="Your lines">Whom do you tell?</commit><read id="end" title="The end">Done.</read>
</internship_unit>"""
OLX = {"roles": ROLES, "quiz": QUIZ, "last": LAST}
COMMITTED = {"revision": 0, "text": "Call the university", "by": "2999-01-15"}


def block(name: str, actor: Actor | None = MIRA, **fields: Any) -> Any:
    made = lesson(actor, OLX.get(name, LAST), usage=f"{KEY}{name}", **fields)
    made.save()
    TestPlatform.blocks[f"{KEY}{name}"] = made
    return made


def offer_lessons() -> None:
    """Let the platform have all of them: their names stand where one is missing."""
    for name in OLX:
        block(name)


def done(name: str, actor: Actor = MIRA, **typed: Any) -> str:
    """Do every step of a lesson and come to its end: what is on screen then."""
    if name == "quiz":
        send(name, "answer_step", {"step": "task", "option": "a", **typed}, actor)
        return send(name, "move", {"step": "task"}, actor)
    steps = {"roles": ["mine"], "last": ["case", "lines", "end"]}[name]
    for step in steps:
        if step in ("mine", "lines"):
            send(name, "answer_step", {"step": step, **COMMITTED, **typed}, actor)
        html = send(name, "move", {"step": step}, actor)
    return html


def send(name: str, action: str, data: dict[str, Any], actor: Actor = MIRA) -> str:
    answer = call(block(name, actor), action, data)
    assert answer.status_int == 200, answer.text
    return str(answer.text)


def end_of(name: str = "last", actor: Actor = MIRA, **fields: Any) -> str:
    """The closing screen, as a page shows it."""
    return str(block(name, actor, step_index=9, **fields).student_view().content)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def levels(actor: Actor = MIRA) -> list[str]:
    return list(Training.objects.filter(person_id=actor.user_id).order_by("pk").values_list("level", flat=True))


def pass_years(days: int) -> None:
    """Let all that has happened lie back as many days."""
    back = timedelta(days=days)
    for row in StepAnswer.objects.exclude(answered_at=None):
        StepAnswer.objects.filter(pk=row.pk).update(answered_at=(row.answered_at or timezone.now()) - back)
    for training in Training.objects.all():
        Training.objects.filter(pk=training.pk).update(earned_at=training.earned_at - back, until=training.until - back)


def award(
    actor: Actor, level: str = "ready", course_key: str = COURSE, completed_at: datetime | None = None, covers: Any = ()
) -> bool:
    """Note that somebody earned a level, now unless another moment is said."""
    given = {"person_id": actor.account, "course_key": course_key, "level": level, "covers": covers}
    return awarding.award(**given, completed_at=completed_at or timezone.now())


def records() -> dict[str, UnitRecord]:
    return {row.usage_key.removeprefix(KEY): row for row in UnitRecord.objects.all()}
