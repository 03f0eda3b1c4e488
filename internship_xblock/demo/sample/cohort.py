"""Twelve more students of one supervisor, each at another point: something for a supervisor and a coordinator to see.

They and their mentors have accounts that nobody can become. Days are counted from the day the sample is made; who has waited
since when begins on that day, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ...core.actor import Actor
from ...tools.logs import api as logs
from ...tools.placements import api as placements
from ...tools.plans import api as plans
from ...tools.plans.sources import examples
from ...tools.reviews import api as reviews
from .. import people
from ..engine.olx import get_course
from . import parts

_LEAD = 14  # days: the example of a plan begins on the first Monday after two weeks
NAMED, DRAFT, SUBMITTED, AGREED = range(4)  # how far a plan is: nobody has begun it, begun, submitted, signed by all three


@dataclass(frozen=True)
class Stage:
    """A student, and how far the placement is.

    It began on the Monday on or after `began` days ago; `entries` are days ago, the earliest first. `is_answered`: the mentor
    answered them. `has_mentor`: the mentor has joined; `paused`: for how many days from today.
    """

    student: str
    mentor: str
    trade: str
    plan: int
    began: int = 28
    entries: tuple[int, ...] = ()
    is_answered: bool = True
    has_mentor: bool = True
    paused: int = 0


STAGES = (
    Stage("Ailo Utsi", "Grete Sund", "boats", AGREED, entries=(20, 9, 2)),
    Stage("Frøydis Bakk", "Grete Sund", "boats", AGREED, entries=(12, 6), is_answered=False),
    Stage("Sivert Johnsrud", "Leif Thorsen", "boats", AGREED, began=35, entries=(27, 20)),
    Stage("Mathea Rød", "Kirsti Vang", "culture", SUBMITTED, began=7),
    Stage("Jesper Tveit", "Rolf Dalen", "culture", DRAFT, began=-10, has_mentor=False),
    Stage("Leyla Karimi", "Rolf Dalen", "culture", NAMED, has_mentor=False),
    Stage("Oliwia Nowak", "Kirsti Vang", "culture", AGREED, entries=(15, 8), paused=14),
    Stage("Brage Hauge", "Merete Sandvik", "boats", SUBMITTED, began=-14),
    Stage("Synnøve Lien", "Merete Sandvik", "boats", AGREED, began=14, entries=(7, 3)),
    Stage("Tobias Falk", "Sigmund Myhre", "culture", AGREED, began=58, entries=(50, 40, 30, 20, 10)),
    Stage("Rania Mansour", "Sigmund Myhre", "culture", DRAFT, began=-21),
    Stage("Nils-Ante Balto", "Leif Thorsen", "boats", AGREED, began=30, entries=(22,), is_answered=False),
)


def prepare_cohort() -> None:
    """Make the twelve, once, where the course has a plan and a log."""
    where = parts.places(get_course())
    if where.plan is not None and where.log is not None:
        parts.once("cohort", lambda: _make_all(where))


def _make_all(where: parts.Places) -> list[int]:
    made = [_make(stage, where) for stage in STAGES]
    _approve([stage.student for stage in STAGES if stage.plan == AGREED and stage.is_answered])
    return made


def _make(stage: Stage, where: parts.Places) -> int:
    supervisor, student = parts.actor_of(people.account("supervisor")), _person(stage.student)
    signers = [student, supervisor, *([_person(stage.mentor)] if stage.has_mentor else [])]
    placement_id = _placement(stage, student, supervisor)
    if stage.plan >= DRAFT:
        _plan(stage, placement_id, where.plan, student, signers)
    for number, ago in enumerate(stage.entries, start=1):
        _entry(stage, placement_id, where.log, student, number, ago)
    if stage.paused:
        today = timezone.localdate()
        placements.pause(supervisor, placement_id=placement_id, known=0, first=today, last=today + timedelta(days=stage.paused))
    return placement_id


def _person(name: str) -> Actor:
    """Return somebody who has an account, but is none of the people one can be."""
    first, _space, last = name.partition(" ")
    key = _key(name)
    user, is_new = get_user_model().objects.get_or_create(
        username=key, defaults={"first_name": first, "last_name": last, "email": f"{key}@example.org"}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    return parts.actor_of(user)


def _key(name: str) -> str:
    """Return a name as an account's, and as what stands before the @ of an address."""
    return slugify(name.lower().replace("ø", "o").replace("æ", "ae"))


def _placement(stage: Stage, student: Actor, supervisor: Actor) -> int:
    """Let the student open it, or the supervisor where the student has not come yet; whoever has joined takes their seat."""
    opener, role = (student, "student") if stage.plan > NAMED else (supervisor, "supervisor")
    view = placements.start(opener, course_key=opener.course_key, role=role)
    university, host = _("University of the North"), _hosts()[stage.trade]
    people_by_role = {
        "student": placements.PartyRow(uid=placements.new_uid(), role="student", name=stage.student, organisation=university),
        "mentor": placements.PartyRow(
            uid=placements.new_uid(), role="mentor", name=stage.mentor, organisation=host, stand_in=supervisor.name,
            email=f"{_key(stage.mentor)}@example.org",
        ),
        "supervisor": placements.PartyRow(
            uid=placements.new_uid(), role="supervisor", name=supervisor.name, organisation=university
        ),
    }  # fmt: skip
    people_by_role[role] = replace(view.parties[0], organisation=university)
    placements.save_parties(opener, placement_id=view.id, revision=view.revision, rows=list(people_by_role.values()))
    actors = {"mentor": _person(stage.mentor)} if stage.has_mentor else {}
    actors |= {"supervisor": supervisor} if role == "student" else {}
    for invited in ("mentor", "supervisor") if role == "student" else ("student", "mentor"):
        code = placements.invite(opener, placement_id=view.id, party_uid=people_by_role[invited].uid)
        if invited in actors:
            placements.join(actors[invited], course_key=opener.course_key, code=code)
    return view.id


def _plan(stage: Stage, placement_id: int, key: Any, student: Actor, signers: Sequence[Actor]) -> None:
    answers = _answers(stage, parts.settings_of(key).rules)
    if stage.plan == DRAFT:
        answers = {name: answers[name] for name in ("periods", "outcomes") if name in answers}
    parts.fill_plan(student, placement_id=placement_id, key=key, answers=answers)
    if stage.plan < SUBMITTED:
        return
    parts.submit_plan(student, placement_id=placement_id, key=key)
    version = plans.version(student, placement_id=placement_id, usage_key=str(key), number=1)
    for actor in signers if stage.plan == AGREED else [student]:
        plans.sign(actor, placement_id=placement_id, usage_key=str(key), number=1, shown=version.sha256)


def _answers(stage: Stage, rules: Any) -> dict[str, Any]:
    """Answer as these people would: the example's plan with the trade's own outcomes and tasks, in one long period."""
    words = _trades()[stage.trade]
    answers: dict[str, Any] = examples.example(rules, timezone.localdate() - timedelta(days=stage.began + _LEAD))
    for name, texts in (("outcomes", words["outcomes"]), ("tasks", words["tasks"])):
        for row, text in zip(answers.get(name, []), texts, strict=False):
            row["text"] = text
    for row, text in zip(answers.get("tasks", []), words["evidence"], strict=False):
        row["evidence"] = text
    first, last = answers["periods"][0], answers["periods"][-1]
    hours = rules.hours_required or 112
    answers["periods"] = [{**first, "label": _("Nine weeks at the workplace"), "end": last["end"], "hours": hours}]
    for row in answers.get("practical", []):
        row["hse"] = _("On the first morning the mentor shows the exits, the first-aid box and whom to tell about unsafe work.")
        row["confidentiality"] = _("Names of customers stay in the house. Everything else may be written about.")
        row["equipment"] = _("A desk, a computer and the access that the work needs.")
    for row in answers.get("contacts", []):
        row["university"] = _("%(name)s, by telephone on weekdays") % {"name": people.PEOPLE["supervisor"].name}
    return answers


def _entry(stage: Stage, placement_id: int, key: Any, student: Actor, number: int, ago: int) -> None:
    typed = {
        "date": (timezone.localdate() - timedelta(days=ago)).isoformat(),
        "hours": "7.5",
        "text-what": _("I did a part of the work alone for the first time, and went through it with my mentor afterwards."),
        "text-so_what": _("I saw that I ask too late when I am unsure. The others had noticed it as well."),
        "text-now_what": _("Tomorrow I ask before I begin, and write down what I was told."),
    }
    entry_id = parts.share_entry(student, placement_id=placement_id, key=key, draft=number, typed=typed)
    if stage.is_answered:
        logs.answer(
            _person(stage.mentor), usage_key=str(key), entry_id=entry_id,
            observation=_("You stopped when you were unsure, and said so in time."),
            feedforward=_("Say at the start of a task what you are unsure of."), question="",
        )  # fmt: skip


def _approve(students: Sequence[str]) -> None:
    """Let the instructor approve what these students submitted: what waits in the review stays readable."""
    instructor = parts.actor_of(people.account("instructor"))
    found = reviews.list_submissions(
        instructor, course_key=instructor.course_key, status=reviews.SUBMITTED, limit=reviews.PAGE_LIMIT
    )
    for row in found.rows:
        if row.submitter_name in students:
            view = reviews.open_submission(instructor, submission_id=row.id)
            reviews.approve(instructor, submission_id=row.id, revision=view.revision, text="", points=row.possible or None)


def _hosts() -> Mapping[str, str]:
    return {"boats": _("Havnevik Boatyard"), "culture": _("Havnevik Municipality, culture and library")}


def _trades() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """The outcomes, the tasks and what shows them, by the trade."""
    return {
        "boats": {
            "outcomes": (
                _("Explain how the price of a repair is set"),
                _("Plan the work and the parts of a repair"),
                _("Discuss a delay with a customer and propose a way out"),
            ),
            "tasks": (
                _("Follow one boat from the quay to the invoice"),
                _("Order the parts for two repairs together with the storekeeper"),
                _("Tell a customer of a delay, and agree on a new day"),
            ),
            "evidence": (
                _("A drawing of the steps, with the hours of each"),
                _("The order, with a note on what was left out and why"),
                _("A note on the conversation: what was said, what was agreed"),
            ),
        },
        "culture": {
            "outcomes": (
                _("Explain how a municipality decides on an event"),
                _("Plan and announce an event for one group of people"),
                _("Discuss with colleagues whom an event did not reach, and propose a change"),
            ),
            "tasks": (
                _("Sit in on two planning meetings and note who decides what"),
                _("Prepare a reading hour together with the librarian"),
                _("Hold a reading hour and ask three families what they thought of it"),
            ),
            "evidence": (
                _("A page on how one event was decided"),
                _("The announcement, with the corrections explained"),
                _("A note on the three conversations and one proposal"),
            ),
        },
    }
