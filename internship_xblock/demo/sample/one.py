"""One placement of the invented people, with a plan submitted and a log that was answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ...core.actor import Actor
from ...tools.logs import api as logs
from ...tools.placements import api as placements
from ...tools.plans import api as plans
from ...tools.plans.sources import examples
from .. import people
from ..engine.olx import get_course
from . import parts

_BEGAN = 31  # days ago: the first week of the plan is over, the second is to come


def prepare() -> None:
    """Make the placement, once, where the course has a plan or a log."""
    where = parts.places(get_course())
    if where.plan is not None or where.log is not None:
        parts.once("placement", lambda: _make(where))


def _make(where: parts.Places) -> int:
    placement_id = _placement()
    if where.plan is not None:
        _plan(placement_id, where.plan)
    if where.log is not None:
        _log(placement_id, where.log)
    return placement_id


def _actor(key: str) -> Actor:
    return parts.actor_of(people.account(key))


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
    student, settings = _actor("student"), parts.settings_of(key)
    answers = examples.example(settings.rules, _began())
    for row in answers.get("practical", []):
        row["hse"] = _(
            "On the first morning the mentor shows the fire exits, the quay rules and whom to tell about unsafe work."
        )
    for row in answers.get("contacts", []):
        row["university"] = _("%(name)s, by telephone on weekdays") % {"name": people.PEOPLE["supervisor"].name}
    parts.fill_plan(student, placement_id=placement_id, key=key, answers=answers)
    parts.submit_plan(student, placement_id=placement_id, key=key)
    plans.comment(
        student, placement_id=placement_id, usage_key=str(key), section="checkpoints", layout=settings.layout,
        text=_("Can we move the conversation halfway to the Friday? I have an exam on the day before."),
    )  # fmt: skip


def _log(placement_id: int, key: Any) -> None:
    """Write an entry, share it and have the mentor answer it; begin another, which is the student's alone."""
    student, rules, usage_key = _actor("student"), parts.settings_of(key).rules, str(key)
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
    entry_id = parts.share_entry(student, placement_id=placement_id, key=key, draft=1, typed=first)
    logs.write(student, placement_id=placement_id, usage_key=usage_key, draft=2, revision=0, rules=rules, typed=second)
    logs.answer(
        _actor("mentor"), usage_key=usage_key, entry_id=entry_id,
        observation=_(
            "You noticed both mistakes before the buyers did, and you said so while there was still time to correct them."
        ),
        feedforward=_("Write next to each correction how you found it. Then others can check the next catalogue the same way."),
        question=_("What made you hesitate before you spoke?"),
    )  # fmt: skip
