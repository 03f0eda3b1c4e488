"""Something to look at: one placement of the invented people, with a plan submitted and a log that was answered.

It is made when somebody first comes in by a way that needs it (pages/start.py), through the tools' own verbs and in the
language that is on. Whoever only switches who they are finds the course empty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.actor import Actor
from ..core.errors import ToolError
from ..openedx.platform import full_name, get_platform
from ..tools.logs import api as logs
from ..tools.placements import api as placements
from ..tools.plans import api as plans
from ..tools.plans.sources import examples
from . import people
from .engine.olx import Course, get_course
from .engine.runtime import PlayerRuntime, log
from .models import FieldState

_MARK = {"scope": "player", "scope_id": "sample", "user": 0, "field": "placement"}
_BEGAN = 31  # days ago: the first week of the plan is over, the second is to come


@dataclass(frozen=True)
class Places:
    """The keys of the plan and of the log that students write themselves; None where the course has none."""

    plan: Any
    log: Any


def places(course: Course) -> Places:
    """Find the first plan for a student's placement and the first log that is a student's, and no practice."""
    runtime = PlayerRuntime(course, AnonymousUser())

    def first(block_type: str, owner_role: str = "") -> Any:
        for key in course.blocks.values():
            if key.block_type != block_type or key in course.broken:
                continue
            settings = runtime.get_block(key).author_settings()
            if settings.staff_mode or getattr(settings, "teaching", False):
                continue
            if owner_role in ("", settings.owner_role):
                return key
        return None

    return Places(first("internship_plan"), first("internship_log", "student"))


def prepare() -> None:
    """Make the sample, once. Where the course's own settings refuse a part of it, there is none, and the player goes on."""
    if FieldState.objects.filter(**_MARK).exists():
        return
    course = get_course()
    where = places(course)
    if where.plan is None and where.log is None:
        return
    try:
        with transaction.atomic():
            placement_id = _placement()
            if where.plan is not None:
                _plan(placement_id, where.plan)
            if where.log is not None:
                _log(placement_id, where.log)
            FieldState.objects.create(**_MARK, value=str(placement_id))
    except ToolError as error:
        log.warning("The sample could not be made: %s", type(error).__name__)


def _actor(key: str) -> Actor:
    user, course_key, platform = people.account(key), str(get_course().key), get_platform()
    return Actor(
        user_id=user.pk, name=full_name(user), course_key=course_key, is_staff=people.PEOPLE[key].is_staff,
        anonymous_id=platform.anonymous_id(user, course_key),
    )  # fmt: skip


def _settings(key: Any) -> Any:
    return PlayerRuntime(get_course(), AnonymousUser()).get_block(key).author_settings()


def _placement() -> int:
    """Let the student open a placement, and the others take their seats in it."""
    student = _actor("student")
    view = placements.start(student, course_key=student.course_key, role="student")
    auction, university = _("Northern Fish Auction, sales"), _("University of the North")
    rows = [replace(view.parties[0], organisation=university)]
    seats = {}
    for key, organisation in (("mentor", auction), ("supervisor", university), ("leader", auction)):
        seats[key] = placements.new_uid()
        substitute = people.PEOPLE["supervisor"].name if key == "mentor" else ""
        rows.append(
            placements.PartyRow(
                uid=seats[key], role=key, name=people.PEOPLE[key].name, organisation=organisation, stand_in=substitute
            )
        )
    placements.save_parties(student, placement_id=view.id, revision=view.revision, rows=rows)
    for key, uid in seats.items():
        code = placements.invite(student, placement_id=view.id, party_uid=uid)
        placements.join(_actor(key), course_key=student.course_key, code=code)
    return view.id


def _began() -> date:
    return timezone.localdate() - timedelta(days=_BEGAN)


def _plan(placement_id: int, key: Any) -> None:
    """Fill a plan as two people would who began a month ago, and submit it."""
    student, settings, usage_key = _actor("student"), _settings(key), str(key)
    answers = examples.example(settings.rules, _began())
    for row in answers.get("practical", []):
        row["hse"] = _(
            "On the first morning the mentor shows the fire exits, the quay rules and whom to tell about unsafe work."
        )
    for row in answers.get("contacts", []):
        row["university"] = _("%(name)s, by telephone on weekdays") % {"name": people.PEOPLE["supervisor"].name}
    for name, typed in answers.items():
        view = plans.open_plan(student, placement=placement_id, usage_key=usage_key)
        plans.save_section(
            student, placement_id=placement_id, usage_key=usage_key, section=name, revision=view.sections[name].revision,
            typed=typed, settings=settings.rules,
        )  # fmt: skip
    view = plans.open_plan(student, placement=placement_id, usage_key=usage_key)
    ready = plans.next_version(student, plan=view, headings=settings.rules.headings, last=None)
    plans.submit(
        student, placement_id=placement_id, usage_key=usage_key, settings=settings.rules, possible=settings.possible,
        rubric=settings.criteria, shown=ready.shown,
    )  # fmt: skip
    plans.comment(
        student, placement_id=placement_id, usage_key=usage_key, section="checkpoints", layout=settings.layout,
        text=_("Can we move the conversation halfway to the Friday? I have an exam on the day before."),
    )  # fmt: skip


def _log(placement_id: int, key: Any) -> None:
    """Write an entry, share it and have the mentor answer it; begin another, which is the student's alone."""
    student, rules, usage_key = _actor("student"), _settings(key).rules, str(key)
    monday = examples.first_monday(_began())
    first = {
        "date": (monday + timedelta(days=1)).isoformat(),
        "hours": "7.5",
        "text-what": _(
            "I stood beside the auctioneer all morning and wrote down three questions. At ten I checked the catalogue."
        ),
        "text-so_what": _(
            "I found two mistakes and did not know whether to say so. When I did, she thanked me and corrected them."
        ),
        "text-now_what": _("On Thursday I check the catalogue before she does, and we compare."),
    }
    second = {
        "date": (monday + timedelta(days=3)).isoformat(),
        "hours": "7.5",
        "text-what": _("We compared our two lists. I had missed one lot, and so had she."),
    }
    entry = logs.write(student, placement_id=placement_id, usage_key=usage_key, draft=1, revision=0, rules=rules, typed=first)
    logs.write(student, placement_id=placement_id, usage_key=usage_key, draft=2, revision=0, rules=rules, typed=second)
    logs.share(
        student,
        usage_key=usage_key,
        entry_id=entry.id,
        revision=entry.revision,
        level="supervisor",
        rules=rules,
        confirmed=logs.CHECKLIST,
    )
    logs.answer(
        _actor("mentor"), usage_key=usage_key, entry_id=entry.id,
        observation=_(
            "You noticed both mistakes before the buyers did, and you said so while there was still time to correct them."
        ),
        feedforward=_("Write next to each correction how you found it. Then others can check the next catalogue the same way."),
        question=_("What made you hesitate before you spoke?"),
    )  # fmt: skip
