"""The exhaustive walk: every verb of the table, for everybody there is, against the real api functions.

Each case is one api function in a state in which somebody who may use it succeeds. It is called by everybody in turn,
each time undone; it must be refused (NotAllowed or NotFound) exactly where the table says and work exactly where it
says. A verb without a case, a case without a verb, or an api function without a case fails too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from internship_xblock.core import permissions
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.core.moving import Wanted
from internship_xblock.core.permissions import BY_LINK, PRIVATE, READ_ONLY, TABLE, Role
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Concern, Conversation
from internship_xblock.tools.coordination import api as coordination
from internship_xblock.tools.coordination.importing.models import PlacementSheet
from internship_xblock.tools.feeds import api as feeds
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.models import PlaceRequest
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import PracticeAnswer
from internship_xblock.tools.logs.practice.samples import parse_samples
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import PlanSection, PlanTemplate
from internship_xblock.tools.plans.schema.sections import BY_NAME
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.plans.sources.filling import Source
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements.models import IssuedStatement, Statement, StatementComment
from internship_xblock.tools.statements.schema import codes
from internship_xblock.tools.training import api as training
from internship_xblock.tools.training import awarding
from internship_xblock.tools.units import api as units
from internship_xblock.tools.units.awards.rule import Award
from internship_xblock.tools.units.models import UnitRecord, UnitVersion
from internship_xblock.tools.units.unit import Pool, Unit, parse_steps
from tests.plans import shown
from tests.platform import COURSE
from tests.seats import POST, guest_of, take_by_link
from tests.statements.story import issue_statement

ELSEWHERE = "course-v1:Other+Course+2026"
RULES = plans.PlanRules()
LOG_RULES = logs.LogRules()
NOTHING = Source({})
LEVELS = ("private", "mentor", "supervisor", "cohort")
SAMPLES = parse_samples([{"id": "s1", "texts": {"what": "I rang."}, "observation": "You asked first."}])
UNIT = Unit(
    title="A unit",
    everything=parse_steps(
        [
            {"kind": "commit", "id": "mine", "title": "Commit", "text": "What will you do?"},
            {"kind": "rewrite", "id": "better", "title": "Say it better", "text": "Mend it.", "reviewed": "true"},
        ]
    ),
)

CERTIFICATE = {
    "title": "Sales", "start": "2026-09-21", "end": "2026-09-25", "tasks": "Calls", "outcomes": "Prices",
    "evaluation": "Well done", "family_name": "Author",
}  # fmt: skip
HOSTING = {"organisation": "The auction", "students": "1", "start": "2026-09-21", "end": "2026-09-25", "did": "Taught"}

# Who there is, with the roles each has in the placement of the tests beside STRANGER and PERSON. EDITOR: in "contacts".
PEOPLE: Mapping[str, frozenset[Role]] = {
    "student": frozenset({Role.STUDENT, Role.EDITOR}),
    "author": frozenset({Role.STUDENT, Role.AUTHOR, Role.EDITOR}),  # another student, who wrote the entries and a comment
    "mentor": frozenset({Role.MENTOR, Role.EDITOR}),
    "reader": frozenset({Role.MENTOR}),  # another mentor, from whom the owner took the section
    "supervisor": frozenset({Role.SUPERVISOR, Role.EDITOR, Role.RECIPIENT}),  # the author told them of a concern
    "leader": frozenset({Role.LEADER}),
    "other": frozenset({Role.OTHER}),
    "helper": frozenset({Role.OTHER, Role.EDITOR}),  # yet another, whom the owner gave the section
    "owner": frozenset({Role.OWNER}),  # made the placement, and sits in no seat of it
    "instructor": frozenset({Role.INSTRUCTOR}),
    "instructor_elsewhere": frozenset(),  # staff of another course, looking from there
    "person": frozenset(),
    "stranger": frozenset(),
    # By a personal link, without an account:
    "guest_student": frozenset({Role.STUDENT, Role.GUEST}),
    "guest_mentor": frozenset({Role.MENTOR, Role.GUEST}),
    "guest_supervisor": frozenset({Role.SUPERVISOR, Role.GUEST, Role.RECIPIENT}),
    "guest_elsewhere": frozenset({Role.GUEST}),  # of another placement of the course
    "guest_gone": frozenset({Role.GUEST}),  # a mentor whose seat was emptied
}
SEATS = {"author": "student", "reader": "mentor", "helper": "other", "guest_gone": "mentor"}
SEATS |= {name: name for name in ("student", "mentor", "supervisor", "leader", "other")}
GUESTS = ("guest_student", "guest_mentor", "guest_supervisor")
SEATS |= {name: name.removeprefix("guest_") for name in GUESTS}


@dataclass
class World:
    """A placement with everybody in it, a complete plan that was submitted, entries shared at each level."""

    people: dict[str, Actor]
    placement_id: int
    revision: int
    plan_id: int
    submission_id: int
    invitation_id: int
    foreign_code: str  # to a seat in a placement where nobody of PEOPLE is
    entries: dict[str, logs.EntryView]
    asked_about: int  # an entry of another log, which the mentor asked to keep from the cohort
    templates: dict[str, int]  # by course; shared by "author"
    comment_id: int
    unit_id: int  # submitted by somebody of the course

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]


def make_people() -> dict[str, Actor]:
    people = {"stranger": Actor.stranger(COURSE)}
    for name in PEOPLE:
        if name == "stranger" or name.startswith("guest"):
            continue
        user = get_user_model().objects.create(username=name, first_name=name.capitalize())
        people[name] = Actor(
            user_id=user.pk,
            name=name.capitalize(),
            course_key=ELSEWHERE if name == "instructor_elsewhere" else COURSE,
            is_staff=name.startswith("instructor"),
            anonymous_id=f"anonymous-{user.pk}",
        )
    return people


def make_placement(people: dict[str, Actor]) -> placements.PlacementView:
    """Everybody with a seat joins by a code of their own; the owner's seat is emptied, so that only the role is left."""
    owner = people["owner"]
    view = placements.start(owner, course_key=COURSE, role="other")
    seats = [placements.PartyRow(uid=name.replace("_", ""), role=role, name=name.capitalize()) for name, role in SEATS.items()]
    substitute = placements.PartyRow(uid="second", role="mentor", name="Second", is_substitute=True)
    view = placements.save_parties(
        owner, placement_id=view.id, revision=view.revision, rows=[*view.parties, *seats, substitute]
    )
    for name, seat in zip(SEATS, seats, strict=True):
        if name in people:
            code = placements.invite(owner, placement_id=view.id, party_uid=seat.uid)
            placements.join(people[name], course_key=COURSE, code=code)
        else:
            people[name] = take_by_link(view.id, seat.uid)
    Party.objects.filter(pk=people["guest_gone"].seat_id).update(is_by_link=False)
    people["guest_elsewhere"] = guest_of(make_other_placement("host").id, "mentor")
    Party.objects.filter(user_id=owner.user_id).delete()
    return placements.get(owner, placement_id=view.id)


def make_other_placement(name: str) -> placements.PlacementView:
    """In the same course, of somebody who is none of PEOPLE."""
    user = get_user_model().objects.create(username=name)
    return placements.start(Actor(user_id=user.pk, name=name, course_key=COURSE), course_key=COURSE, role="mentor")


def make_foreign_code() -> str:
    view = make_other_placement("foreign")
    foreign, seat = view.seen_by, placements.PartyRow(uid="open", role="other")
    placements.save_parties(foreign, placement_id=view.id, revision=view.revision, rows=[*view.parties, seat])
    return placements.invite(foreign, placement_id=view.id, party_uid="open")


def make_plan(owner: Actor, placement_id: int) -> None:
    for section, rows in examples.example(RULES, date(2026, 9, 1)).items():
        if section != "parties":
            plans.save_section(
                owner, placement_id=placement_id, usage_key="plan", section=section, revision=0, typed=rows, settings=RULES
            )


def make_certificate(mentor: Actor, placement_id: int) -> None:
    """One that was issued, and a draft changed since, so that the next can be."""
    where = {"placement_id": placement_id}
    issue_statement(mentor, placement_id, CERTIFICATE)
    statements.save(mentor, **where, section="statement", revision=1, typed=[{**CERTIFICATE, "title": "Sales and prices"}])
    statements.show_draft(mentor, **where)


def make_hosting(supervisor: Actor, placement_id: int) -> None:
    """The same for the host."""
    where = {"placement_id": placement_id, "section": "hosting"}
    statements.save(supervisor, **where, revision=0, typed=[HOSTING])
    proof = statements.to_issue(supervisor, placement_id=placement_id, kind="host")
    statements.issue(supervisor, placement_id=placement_id, shown=proof.shown, kind="host")
    statements.save(supervisor, **where, revision=1, typed=[{**HOSTING, "place": "Alta"}])


TIMES = [((timezone.localdate() + timedelta(days=9)).isoformat(), clock) for clock in ("10:00", "13:00")]


def make_conversations(people: dict[str, Actor], placement_id: int) -> None:
    """One that is written down, with a next step, and changed since; one that nobody had planned; and a concern."""
    mentor, where = people["mentor"], {"placement_id": placement_id}
    checkpoint, day = conversations.begin(mentor, **where, day="2026-09-25")
    here = {**where, "checkpoint": checkpoint, "day": day}
    conversations.save(mentor, **here, section="talk", revision=0, typed=[{"agreed": "Sell alone"}])
    conversations.save(mentor, **here, section="steps", revision=0, typed=[{"uid": "s1", "what": "Write the list"}])
    conversations.tell(mentor, **here)
    conversations.save(mentor, **here, section="talk", revision=1, typed=[{"agreed": "Sell fish"}], is_change=True)
    conversations.begin(mentor, **where, day="2026-09-28")
    number = conversations.raise_concern(
        people["author"], **where, text="Alone at the till", to=["supervisor", "guestsupervisor"]
    )
    for name in ("supervisor", "author"):
        conversations.say(people[name], **where, concern_id=number, text="I call you")
    find_times(people, placement_id)


def find_times(people: dict[str, Actor], placement_id: int) -> None:
    """A time that the mentor proposed and chose; and times that "author" proposes, of which one person has ticked one."""
    where = {"placement_id": placement_id}
    for name, times in (("mentor", TIMES[:1]), ("author", TIMES)):
        checkpoint, day = conversations.propose_times(
            people[name], **where, checkpoint="", day="", revision=0, times=times, minutes=45, zone="UTC",
            asked=asked_of(people["author"], placement_id),
        )  # fmt: skip
        here = {**where, "checkpoint": checkpoint, "day": day}
        views = conversations.conversations(people[name], placement=placement_id)
        key = next(one.proposal.slots[0].key for one in views if one.proposal is not None)
        if name == "mentor":
            conversations.choose_time(people[name], **here, revision=1, key=key)
        else:
            conversations.answer_times(people["mentor"], **here, revision=0, ticks={key: "yes"})


def asked_of(actor: Actor, placement_id: int) -> list[str]:
    """Everybody who can be asked to be there."""
    view = placements.get(actor, placement_id=placement_id)
    return [party.uid for party in conversations.to_be_there(view, [])]


def make_template(author: Actor, course_key: str, placement_id: int) -> int:
    row = PlanTemplate.objects.create(
        course_key=course_key, kind="placement", placement_id=placement_id, title="Three weeks",
        author_id=author.user_id, document={"tasks": [{"uid": "t", "text": "Shadow"}]}, shared_at=timezone.now(),
    )  # fmt: skip
    return int(row.pk)


def make_submitted() -> int:
    """A unit that somebody submitted who is none of PEOPLE."""
    user = get_user_model().objects.create(username="learner")
    learner = Actor(user.pk, "Learner", COURSE)
    record = UnitRecord.objects.create(learner=user, course_key=COURSE, usage_key="unit")
    UnitVersion.objects.create(record=record, number=1, answers=[], digest="", at=timezone.now())
    reviews.submit_own(
        learner, usage_key="unit", kind="unit", subject_id=record.pk, subject_version=1, title="A unit", possible=0
    )
    return int(record.pk)


def make_entries(author: Actor, placement_id: int) -> dict[str, logs.EntryView]:
    entries = {}
    for draft, level in enumerate(LEVELS, start=1):
        data = {"date": "2026-09-21", "text-what": f"For {level}"}
        entry = logs.write(
            author, placement_id=placement_id, usage_key="log", draft=draft, revision=0, rules=LOG_RULES, typed=data
        )
        if level != "private":
            entry = logs.share(
                author,
                usage_key="log",
                entry_id=entry.id,
                revision=entry.revision,
                level=level,
                rules=LOG_RULES,
                confirmed=logs.CHECKLIST,
            ).entry
        entries[level] = entry
    return entries


def make_request(author: Actor, mentor: Actor, placement_id: int) -> int:
    data = {"date": "2026-09-21", "text-what": "About a customer"}
    entry = logs.write(
        author, placement_id=placement_id, usage_key="other log", draft=1, revision=0, rules=LOG_RULES, typed=data
    )
    logs.share(
        author, usage_key="other log", entry_id=entry.id, revision=1, level="cohort", rules=LOG_RULES, confirmed=logs.CHECKLIST
    )
    logs.ask_to_withhold(mentor, usage_key="other log", entry_id=entry.id, reason="It names a customer of ours.")
    return entry.id


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def make_world() -> World:
    people = make_people()
    view = make_placement(people)
    owner, instructor = people["owner"], people["instructor"]
    make_plan(owner, view.id)
    version = shown.submit(owner, placement_id=view.id, usage_key="plan", settings=RULES, possible=5)
    (submitted,) = reviews.list_submissions(instructor, course_key=COURSE, kind="plan").rows
    # Changed since, so that it can be submitted again.
    values = {**plans.open_plan(owner, placement=view.id, usage_key="plan").sections["contacts"].values, "mentor_hours": "4"}
    plans.save_section(
        owner, placement_id=view.id, usage_key="plan", section="contacts", revision=1, typed=[values], settings=RULES
    )
    make_certificate(people["mentor"], view.id)
    make_hosting(people["supervisor"], view.id)
    placements.invite(owner, placement_id=view.id, party_uid="second")
    everywhere = {name for name in BY_NAME if name != "contacts"}
    ticked = {"reader": everywhere, "helper": ["contacts"]}
    plans.allow(owner, placement_id=view.id, usage_key="plan", revision=0, ticked=ticked)
    said = plans.comment(people["author"], placement_id=view.id, usage_key="plan", section="contacts", text="Who is that?")
    make_conversations(people, view.id)
    return World(
        people=people,
        placement_id=view.id,
        revision=view.revision,
        plan_id=version.plan_id,
        submission_id=submitted.id,
        invitation_id=placements.invitations(owner, placement=view.id)[0].id,
        foreign_code=make_foreign_code(),
        entries=make_entries(people["author"], view.id),
        asked_about=make_request(people["author"], people["mentor"], view.id),
        templates={key: make_template(people["author"], key, view.id) for key in (COURSE, ELSEWHERE)},
        comment_id=said.id,
        unit_id=make_submitted(),
    )


@dataclass(frozen=True)
class Case:
    """`function` asks for `verb` when called with what `arguments(world, actor)` gives."""

    verb: str
    function: Callable[..., Any]
    arguments: Callable[[World, Actor], dict[str, Any]]

    def __str__(self) -> str:
        return f"{self.verb}-{self.function.__name__}"


def placed(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, actor: {"placement_id": world.placement_id, **more}


def seen(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    """For the verbs that also take a placement looked up before: here one that the owner was given, which opens nothing."""
    return lambda world, actor: {"placement": placements.get(world["owner"], placement_id=world.placement_id), **more}


def of_version(world: World, actor: Actor) -> dict[str, Any]:
    """The version as it was shown to somebody who may read it."""
    where = {"placement_id": world.placement_id, "usage_key": "plan", "number": 1}
    return {**where, "shown": plans.version(world["owner"], **where).sha256}


def of_draft(world: World, actor: Actor) -> dict[str, Any]:
    """The draft as it was shown to somebody who may submit it."""
    plan = plans.open_plan(world["owner"], placement=world.placement_id, usage_key="plan", layout=RULES.layout)
    ready = plans.next_version(world["owner"], plan=plan, headings=RULES.headings, last=None)
    return {
        "placement_id": world.placement_id, "usage_key": "plan", "settings": RULES, "possible": 5, "shown": ready.shown,
    }  # fmt: skip


def of_certificate(kind: str = "student") -> Callable[[World, Actor], dict[str, Any]]:
    """The certificate as it was shown: it stands there under whose name it is issued, so that each sees their own."""

    def shown_to(world: World, actor: Actor) -> dict[str, Any]:
        where = {"placement_id": world.placement_id, "kind": kind}
        try:
            proof = statements.to_issue(actor, **where)
        except (NotAllowed, NotFound):
            proof = statements.to_issue(world["mentor" if kind == "student" else "supervisor"], **where)
        return {**where, "shown": proof.shown}

    return shown_to


def said_of_draft(world: World, actor: Actor) -> dict[str, Any]:
    """A comment of the second student's about the draft."""
    try:
        said = StatementComment.objects.get()
    except StatementComment.DoesNotExist:
        statements.comment(world["author"], placement_id=world.placement_id, text="I sold fish too")
        said = StatementComment.objects.get()
    return {"placement_id": world.placement_id, "comment_id": said.pk}


def of_statement(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, actor: {
        "statement_id": Statement.objects.get(placement_id=world.placement_id, kind="student").pk,
        **more,
    }


def of_code(world: World, actor: Actor) -> dict[str, Any]:
    issued = IssuedStatement.objects.get(statement__placement_id=world.placement_id, statement__kind="student")
    return {"code": codes.shown(issued.code), "name": "author"}


def of_conversation(is_told: bool = True, **more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    """The one that is written down, or the one in which nothing stands."""

    def found(world: World, actor: Actor) -> dict[str, Any]:
        row = Conversation.objects.get(told_at__isnull=not is_told, times_revision=0)
        return {"placement_id": world.placement_id, "checkpoint": row.checkpoint, "day": row.day.isoformat(), **more}

    return found


def of_times(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    """The one for which "author" proposes times; "KEY" in `more` is that of the first of them, "ALL" everybody."""

    def found(world: World, actor: Actor) -> dict[str, Any]:
        views = conversations.conversations(world["author"], placement=world.placement_id)
        view = next(one for one in views if one.proposal is not None)
        assert view.proposal is not None
        key = view.proposal.slots[0].key
        meant = {"KEY": key, "TICK": {key: "yes"}, "ALL": asked_of(world["author"], world.placement_id)}
        where = {"placement_id": world.placement_id, "checkpoint": view.checkpoint, "day": view.day.isoformat()}
        given = {name: meant.get(value, value) if isinstance(value, str) else value for name, value in more.items()}
        return {**where, "revision": view.times_revision, **given}

    return found


def of_what_was_told(world: World, actor: Actor) -> dict[str, Any]:
    where = {"placement": placements.get(world["owner"], placement_id=world.placement_id)}
    row = Conversation.objects.get(told_at__isnull=False)
    return {**where, "view": conversations.conversation(world["mentor"], placement=world.placement_id, conversation_id=row.pk)}


def of_concern(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, actor: {"placement_id": world.placement_id, "concern_id": Concern.objects.get().pk, **more}


def of_entry(level: str, **more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, actor: {"usage_key": "log", "entry_id": world.entries[level].id, **more}


def answering(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, actor: {"submission_id": world.submission_id, "revision": 1, "text": "Some words", **more}


def in_unit(**more: Any) -> Callable[[World, Actor], dict[str, Any]]:
    return lambda world, actor: {"unit": UNIT, "usage_key": "unit", **more}


def finished(world: World, actor: Actor) -> dict[str, Any]:
    """The unit as somebody submits it who has answered it."""
    if actor.user_id is None:
        return {"unit": UNIT, "usage_key": "unit", "seen": ""}
    answered = replace(actor, masquerading=False)
    given = {"text": ["You asked first."], "change": ["Ask more."]}
    if units.review(answered, unit=UNIT, usage_key="unit").unfinished:
        for revision, typed in enumerate(({**given, "change": [""]}, given)):
            units.answer(answered, unit=UNIT, usage_key="unit", step_id="better", revision=revision, given=typed)
    return {"unit": UNIT, "usage_key": "unit", "seen": units.review(answered, unit=UNIT, usage_key="unit").seen}


def submitted(world: World, actor: Actor) -> dict[str, Any]:
    """The unit as somebody takes it back who has submitted it."""
    learner = replace(actor, masquerading=False)
    if actor.user_id is not None and units.review(learner, unit=UNIT, usage_key="unit").may_submit:
        units.submit(learner, **finished(world, actor))
    return {"unit": UNIT, "usage_key": "unit"}


def quizzed(world: World, actor: Actor) -> dict[str, Any]:
    """A quiz with two questions, of which everybody gets one, as somebody tries it again who has answered theirs."""
    options = [{"id": "yes", "text": "Yes", "correct": "true"}, {"id": "no", "text": "No"}]
    steps = [{"kind": "choose", "id": name, "title": name, "pool": "quiz", "options": options} for name in "ab"]
    here = {"unit": Unit("A quiz", everything=parse_steps(steps), pools=(Pool("quiz", 1),)), "usage_key": "quiz"}
    if actor.user_id is not None:
        learner = replace(actor, masquerading=False)
        (step,) = units.open(learner, **here, position=0).unit.steps
        with suppress(Invalid):  # answered already
            units.answer(learner, **here, step_id=step.id, revision=None, given={"option": ["yes"]})
    return here


def trained(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody who has earned it already."""
    if actor.user_id is not None:
        awarding.award(person_id=actor.account, course_key=COURSE, level=training.READY, completed_at=timezone.now())
    return {"course_key": COURSE, "level": training.READY}


TYPED_IN = {"usage_key": "unit", "step_id": "mine", "may_author": True}
OF_ONES_OWN = {"usage_key": "x", "kind": "unit"}
COMMITMENT = {"text": ["Ask three questions"], "by": ["2100-01-01"]}


def committed(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody who has set out to do something."""
    if actor.user_id is not None and not actor.masquerading:
        units.answer(actor, unit=UNIT, usage_key="unit", step_id="mine", revision=0, given=COMMITMENT)
    return {"course_key": actor.course_key, "usage_key": "unit", "step_id": "mine", "outcome": "done"}


def practised(world: World, actor: Actor) -> dict[str, Any]:
    """Somebody who has sent a comment on the sample already."""
    if actor.user_id is not None:
        sent = {"course_key": COURSE, "revision": 1, "texts": {"observation": "I saw you ask."}, "is_sent": True}
        PracticeAnswer.objects.get_or_create(learner_id=actor.account, usage_key="log", sample="s1", defaults=sent)
    texts = {"change": "I would say what I saw."}
    return {"samples": SAMPLES, "usage_key": "log", "sample_id": "s1", "revision": 1, "texts": texts}


def linked(world: World, actor: Actor, **more: Any) -> dict[str, Any]:
    """A link that the owner made."""
    where = {"placement_id": world.placement_id}
    return {**where, "code": placements.invite(world["owner"], **where, party_uid="second"), **more}


def in_browser(world: World, actor: Actor) -> dict[str, Any]:
    """A browser in which somebody opened a link, and mail that can be sent."""
    row = Party.objects.get(uid="second", placement_id=world.placement_id)
    code = placements.invite(
        world["owner"], placement_id=row.placement_id, party_uid="second", address=f"{placements.new_uid()}@example.org"
    )
    key = placements.accept(Actor.stranger(), code=code).key
    placements.connect_post(POST)
    return {"key": key, "placement_id": row.placement_id}


def with_digits(world: World, actor: Actor) -> dict[str, Any]:
    """The same, with a code that was sent."""
    where = in_browser(world, actor)
    cache.clear()  # all go to the address by which the seat was taken, which gets no more than some in a day
    with patch("internship_xblock.tools.placements.links.confirming.new_digits", return_value="123456"):
        placements.send_code(Actor.stranger(), **where)
    return {**where, "digits": "123456"}


def opened_elsewhere(world: World, actor: Actor) -> dict[str, Any]:
    """A seat in a placement where nobody of PEOPLE is, open in a browser."""
    found = placements.accept(Actor.stranger(), code=world.foreign_code, name="Gunn")
    return {"course_key": COURSE, "placement_id": found.seat.placement_id, "key": found.key}


def own_sheet(actor: Actor) -> dict[str, Any]:
    """A sheet of whoever asks, whatever they are."""
    row = PlacementSheet.objects.create(course_key=COURSE, author_id=actor.user_id, made_at=timezone.now())
    return {"course_key": COURSE, "sheet_id": row.pk}


def is_unchanged(world: World) -> bool:
    """Whether nobody prepared the placement for this case yet."""
    return not placements.get(world["owner"], placement_id=world.placement_id).timing.number


def paused(world: World, actor: Actor) -> dict[str, Any]:
    where = {"placement_id": world.placement_id}
    if is_unchanged(world):
        placements.pause(world["owner"], **where, known=0, first=timezone.localdate())
    return {**where, "known": 1, "on": timezone.localdate()}


def ended(world: World, actor: Actor) -> dict[str, Any]:
    where = {"placement_id": world.placement_id}
    if is_unchanged(world):
        placements.end_early(world["owner"], **where, known=0, last=date(2026, 10, 1))
    return {**where, "known": 1}


def asked_for_change(world: World, actor: Actor) -> dict[str, Any]:
    where = {"placement_id": world.placement_id}
    if is_unchanged(world):
        placements.ask_for_change(world["student"], **where, known=0, reason="Later?")
    return {**where, "known": 1}


def ticking(world: World, actor: Actor) -> dict[str, Any]:
    """A line of whoever asks, in one of the roles that have lines; the student's for everybody else."""
    roles = placements.get(world["owner"], placement_id=world.placement_id).as_seen_by(actor).roles
    whose = next((role.value for role in (Role.MENTOR, Role.SUPERVISOR, Role.LEADER) if role in roles), "student")
    line = placements.Line("desk", "A desk is ready", whose)
    return {"placement_id": world.placement_id, "lines": [line], "line_id": "desk", "kind": "done"}


def with_message(world: World, actor: Actor) -> dict[str, Any]:
    """A message of the second student's in the thread."""
    said = placements.write_message(world["author"], placement_id=world.placement_id, text="My train is late")
    return {"placement_id": world.placement_id, "message_id": said.id}


def to_move(world: World, actor: Actor) -> dict[str, Any]:
    """A plan of which something is still to come."""
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    rows = [{"uid": "p1", "label": "", "start": day, "end": day, "hours": ""}]
    PlanSection.objects.filter(plan_id=world.plan_id, name="periods").update(data={"rows": rows})
    return {"usage_key": "plan", "wanted": Wanted(weeks=1), "settings": RULES}


def shown_to_move(world: World, actor: Actor) -> dict[str, Any]:
    known = to_move(world, actor)
    found = plans.would_move(world["owner"], placement=world.placement_id, **known)
    return {**known, "placement_id": world.placement_id, "shown": found.shown}


def host_of(world: World) -> int:
    return hosts.keep_host(world["instructor"], course_key=COURSE, name="Tana Fisk")


def places_asked() -> hosts.Asked:
    day = timezone.localdate()
    return hosts.Asked(first_day=day, last_day=day + timedelta(days=30), places=1, answer_by=day)


def asked_of_host(world: World) -> hosts.MadeLink:
    return hosts.ask_hosts(world["instructor"], host_ids=[host_of(world)], asked=places_asked())[0]


def with_spelling(world: World, actor: Actor) -> dict[str, Any]:
    host_id = host_of(world)
    with suppress(Invalid):  # it was for the one before
        hosts.join_spelling(world["instructor"], host_id=host_id, name="Tana Seafood")
    return {"host_id": host_id, "key": coordination.host_key("Tana Seafood")}


def places_offered(world: World, actor: Actor) -> dict[str, Any]:
    made = asked_of_host(world)
    hosts.answer_request(Actor.stranger(), code=made.code, revision=0, answer=hosts.Answer(offered=1))
    return {"request_id": made.request_id, "place": None}


def asked_by(world: World, actor: Actor) -> dict[str, Any]:
    """A request that whoever has an account asked, as if they had been on the course team then."""
    made = asked_of_host(world)
    PlaceRequest.objects.filter(pk=made.request_id).update(author_id=actor.user_id)
    return {"request_id": made.request_id}


CASES = [
    Case("placement.create", placements.start, lambda world, actor: {"course_key": actor.course_key, "role": "other"}),
    Case("placement.open", placements.get, placed()),
    Case("placement.open", placements.invitations, seen()),
    Case(
        "placement.name_parties",
        placements.save_parties,
        lambda world, actor: {
            "placement_id": world.placement_id,
            "revision": world.revision,
            "rows": placements.get(world["owner"], placement_id=world.placement_id).parties,
        },
    ),
    Case(
        "placement.set_up",
        placements.set_up,
        lambda world, actor: {"course_key": COURSE, "rows": [placements.PartyRow(uid="new", role="student", name="Emil")]},
    ),
    Case("placement.invite", placements.invite, placed(party_uid="second")),
    Case(
        "placement.revoke",
        placements.revoke,
        lambda world, actor: {"placement_id": world.placement_id, "invitation_id": world.invitation_id},
    ),
    Case("placement.invite", placements.letter, lambda world, actor: linked(world, actor, link="https://x/#y")),
    Case("placement.invite", placements.invite_by_mail, placed(party_uid="second", address="")),
    Case("placement.invite", placements.send_invitation, lambda world, actor: linked(world, actor, link="https://x/#y")),
    Case("placement.substitute", placements.substitute, placed(party_uid="reader", name="Siv")),
    Case("placement.pause", placements.pause, placed(known=0, first=date(2026, 12, 1))),
    Case("placement.resume", placements.resume, paused),
    Case("placement.end", placements.end_early, placed(known=0, last=date(2026, 10, 1))),
    Case("placement.reopen", placements.reopen, ended),
    Case("placement.ask_for_change", placements.ask_for_change, placed(known=0, reason="Later?")),
    Case("placement.keep_as_it_is", placements.keep_as_it_is, asked_for_change),
    Case("placement.changes", placements.changes, seen()),
    Case("placement.checklist", placements.checklist, seen(lines=())),
    Case("placement.tick", placements.tick, lambda world, actor: ticking(world, actor)),
    Case("placement.thread", placements.thread, seen()),
    Case("placement.write", placements.write_message, placed(text="My train is late")),
    Case("placement.withdraw_message", placements.withdraw_message, with_message),
    Case("placement.read_thread", placements.mark_thread_read, placed(upto=1)),
    Case("placement.join", placements.join, lambda world, actor: {"course_key": COURSE, "code": world.foreign_code}),
    Case("placement.join_seat", placements.join_seat, opened_elsewhere),
    Case("placement.see_invitation", placements.see_invitation, lambda world, actor: {"code": world.foreign_code}),
    Case("placement.accept", placements.accept, lambda world, actor: {"code": world.foreign_code, "name": "Gunn"}),
    Case("placement.decline", placements.decline, lambda world, actor: {"code": world.foreign_code}),
    Case("placement.ask_again", placements.ask_again, lambda world, actor: {"code": world.foreign_code}),
    Case("placement.confirm", placements.confirming, in_browser),
    Case("placement.confirm", placements.send_code, in_browser),
    Case("placement.confirm", placements.confirm, with_digits),
    Case("placement.leave", placements.leave, lambda world, actor: {"key": in_browser(world, actor)["key"]}),
    Case("placement.own_data", placements.own_data, lambda world, actor: {}),
    Case("host.list", hosts.list_hosts, lambda world, actor: {"course_key": COURSE}),
    Case("host.list", hosts.all_hosts, lambda world, actor: {"course_key": COURSE}),
    Case("host.list", hosts.find_host, lambda world, actor: {"course_key": COURSE, "name": "Tana Fisk"}),
    Case("host.list", hosts.see_named, lambda world, actor: {"course_key": COURSE, "name": "Tana Fisk"}),
    Case("host.list", hosts.choose_hosts, lambda world, actor: {"course_key": COURSE, "host_ids": [1]}),
    Case("host.list", hosts.open_requests, lambda world, actor: {"course_key": COURSE}),
    Case("host.list", hosts.waiting_requests, lambda world, actor: {"course_key": COURSE}),
    Case("host.open", hosts.get_host, lambda world, actor: {"host_id": host_of(world)}),
    Case("host.open", hosts.get_request, lambda world, actor: {"request_id": asked_of_host(world).request_id}),
    Case("host.keep", hosts.keep_host, lambda world, actor: {"course_key": COURSE, "name": "Tana Fisk"}),
    Case(
        "host.save",
        hosts.save_host,
        lambda world, actor: {"host_id": host_of(world), "revision": 0, "details": hosts.Details(name="Tana")},
    ),
    Case("host.join", hosts.join_spelling, lambda world, actor: {"host_id": host_of(world), "name": "Tana Seafood"}),
    Case("host.split", hosts.split_spelling, with_spelling),
    Case("host.note", hosts.note_host, lambda world, actor: {"host_id": host_of(world), "text": "Ring on Mondays"}),
    Case("host.ask", hosts.ask_hosts, lambda world, actor: {"host_ids": [host_of(world)], "asked": places_asked()}),
    *(
        Case("host.ask", verb, lambda world, actor: {"request_id": asked_of_host(world).request_id, "link": "x", "course": ""})
        for verb in (hosts.request_letter, hosts.send_request)
    ),
    Case("host.renew_link", hosts.renew_link, lambda world, actor: {"request_id": asked_of_host(world).request_id}),
    Case("host.withdraw", hosts.withdraw_request, lambda world, actor: {"request_id": asked_of_host(world).request_id}),
    Case("host.make_placements", hosts.make_placements, places_offered),
    Case("host.own_request", hosts.own_request, asked_by),
    Case("host.see_request", hosts.see_request, lambda world, actor: {"code": asked_of_host(world).code}),
    Case(
        "host.answer",
        hosts.answer_request,
        lambda world, actor: {"code": asked_of_host(world).code, "revision": 0, "answer": hosts.Answer(offered=1)},
    ),
    Case("feed.own", feeds.own, lambda world, actor: {}),
    Case("feed.make", feeds.make, lambda world, actor: {}),
    Case("feed.end", feeds.end, lambda world, actor: {}),
    Case("feed.open", feeds.opened, lambda world, actor: {"code": feeds.make(world["mentor"])}),
    Case("feed.days", feeds.days, lambda world, actor: {}),
    Case("training.own", training.own, lambda world, actor: {}),
    Case("training.own", training.get, trained),
    Case("training.due_renewals", training.due_renewals, lambda world, actor: {}),
    Case("training.of_placement", training.of_placement, seen()),
    Case("training.of_several", training.of_several, lambda world, actor: {"course_key": COURSE, "views": []}),
    Case("plan.open", plans.open_plan, seen(usage_key="plan")),
    Case(
        "plan.edit",
        plans.save_section,
        placed(usage_key="plan", section="contacts", revision=2, typed=[{"university": "Synne"}], settings=RULES),
    ),
    Case("plan.allow", plans.allow, placed(usage_key="plan", revision=1, ticked={"helper": []})),
    Case(
        "plan.allow",
        plans.who_writes,
        lambda world, actor: {"plan": plans.open_plan(world["owner"], placement=world.placement_id, usage_key="plan")},
    ),
    Case("plan.comments", plans.comments, seen(usage_key="plan", section="contacts")),
    Case("plan.comments", plans.conversations, seen(usage_key="plan")),
    Case("plan.comment", plans.comment, placed(usage_key="plan", section="contacts", field="university", text="Synne")),
    Case(
        "plan.settle",
        plans.settle,
        lambda world, actor: {
            "placement_id": world.placement_id, "usage_key": "plan", "section": "contacts", "upto": world.comment_id,
        },
    ),
    Case(
        "plan.withdraw_comment",
        plans.withdraw_comment,
        lambda world, actor: {"placement_id": world.placement_id, "usage_key": "plan", "comment_id": world.comment_id},
    ),
    Case("plan.submit", plans.submit, of_draft),
    Case("plan.versions", plans.version, placed(usage_key="plan", number=1)),
    Case("plan.versions", plans.agreement, seen(usage_key="plan", number=1)),
    Case(
        "plan.versions",
        plans.agreement_under,
        lambda world, actor: {
            "plan": plans.open_plan(world["owner"], placement=world.placement_id, usage_key="plan"),
            "version": plans.version(world["owner"], placement_id=world.placement_id, usage_key="plan", number=1),
        },
    ),
    Case("plan.versions", plans.compare, placed(usage_key="plan", older=1, newer=1)),
    Case("plan.sign", plans.sign, of_version),
    Case("plan.version_for_review", plans.version_for_review, lambda world, actor: {"plan_id": world.plan_id, "number": 1}),
    Case(
        "plan.version_for_review",
        plans.compare_for_review,
        lambda world, actor: {"plan_id": world.plan_id, "older": 1, "newer": 1},
    ),
    Case("plan.take_along", plans.take_along, lambda world, actor: {"plan_id": world.plan_id, "number": 1}),
    Case("plan.take_along", plans.to_close, seen()),
    Case("plan.take_along", plans.stay_to_close, seen()),
    Case("statement.read", statements.open_statement, seen()),
    Case("statement.read", statements.open_statements, seen()),
    Case("statement.own", statements.own, lambda world, actor: {}),
    Case("statement.read", statements.standing, seen()),
    Case("statement.read", statements.issued, seen(number=1)),
    Case(
        "statement.write",
        statements.save,
        placed(section="statement", revision=2, typed=[{**CERTIFICATE, "place": "Alta"}]),
    ),
    Case("statement.write", statements.copy_from_plan, placed()),
    Case("statement.show", statements.show_draft, placed()),
    Case("statement.comments", statements.comments, seen()),
    Case("statement.comment", statements.comment, placed(text="I sold fish too")),
    Case("statement.settle", statements.settle, placed(upto=99)),
    Case("statement.withdraw_comment", statements.withdraw_comment, said_of_draft),
    Case("statement.issue", statements.to_issue, placed()),
    Case("statement.issue", statements.issue, of_certificate()),
    Case("statement.withdraw", statements.withdraw, placed(number=1, reason="mistake")),
    Case("hosting.write", statements.save, placed(section="hosting", revision=2, typed=[{**HOSTING, "place": "Bodø"}])),
    Case("hosting.write", statements.copy_from_plan, placed(kind="host")),
    Case("hosting.issue", statements.to_issue, placed(kind="host")),
    Case("hosting.issue", statements.issue, of_certificate("host")),
    Case("hosting.withdraw", statements.withdraw, placed(number=1, reason="other", kind="host")),
    Case("hosting.agree", statements.agree_to_be_named, placed(is_agreed=True)),
    Case("log.figures", logs.counted, seen()),
    Case("log.list", logs.shared_lately, seen(since=None)),
    Case("plan.open", plans.preparation, seen()),
    Case("conversation.open", conversations.conversations, seen()),
    Case(
        "conversation.open",
        conversations.conversation,
        lambda world, actor: {**seen()(world, actor), "conversation_id": Conversation.objects.get(told_at__isnull=False).pk},
    ),
    Case("conversation.open", conversations.earlier_texts, of_what_was_told),
    Case(
        "conversation.write",
        conversations.save,
        of_conversation(section="talk", revision=2, typed=[{"agreed": "Rest"}], is_change=True),
    ),
    Case("conversation.write", conversations.finish_step, of_conversation(uid="s1", is_done=True)),
    Case("conversation.write", conversations.begin, placed(day="2026-10-02")),
    Case("conversation.write", conversations.remove, of_conversation(is_told=False)),
    Case("conversation.tell", conversations.tell, of_conversation()),
    Case(
        "conversation.propose_times",
        conversations.propose_times,
        of_times(times=TIMES, minutes=30, zone="Europe/Oslo", asked="ALL"),
    ),
    Case("conversation.answer_times", conversations.answer_times, of_times(revision=0, ticks="TICK")),
    Case("conversation.choose_time", conversations.choose_time, of_times(key="KEY")),
    Case("conversation.withdraw_times", conversations.withdraw_times, of_times()),
    Case("concern.route", conversations.route, seen()),
    Case("concern.route", conversations.concerns, seen()),
    Case(
        "concern.raise",
        conversations.raise_concern,
        lambda world, actor: {
            "placement_id": world.placement_id, "text": "Alone",
            "to": ["guestsupervisor" if actor.name == "Supervisor" else "supervisor"],
        },
    ),
    Case(
        "concern.read",
        conversations.concern,
        lambda world, actor: {**seen()(world, actor), "concern_id": Concern.objects.get().pk},
    ),
    Case("concern.answer", conversations.say, of_concern(text="I call you")),
    Case("concern.show", conversations.show_to, of_concern(uid="leader")),
    Case("concern.close", conversations.close, of_concern(word="Settled")),
    Case("concern.count", conversations.count_unanswered, lambda world, actor: {"course_key": COURSE}),
    Case("statement.check", statements.check, of_code),
    Case("statement.take_along", statements.take_along, of_statement(number=1)),
    Case("statement.place_of", statements.place_of, of_statement()),
    Case("plan.place_of", plans.place_of, lambda world, actor: {"plan_id": world.plan_id}),
    Case(
        "plan.submit",
        plans.next_version,
        lambda world, actor: {
            "plan": plans.open_plan(world["owner"], placement=world.placement_id, usage_key="plan"), "headings": RULES.headings,
            "last": plans.version(world["owner"], placement_id=world.placement_id, usage_key="plan", number=1),
        },
    ),
    Case(
        "plan.open",
        plans.as_submitted,
        lambda world, actor: {
            "plan": plans.open_plan(world["owner"], placement=world.placement_id, usage_key="plan"), "headings": RULES.headings,
        },
    ),
    Case("plan.versions", plans.last_version, seen(usage_key="plan")),
    Case("plan.frame", plans.frame, seen()),
    Case("plan.read_private", plans.read_private, seen(usage_key="plan")),
    Case(
        "plan.write_private",
        plans.write_private,
        placed(usage_key="plan", field="emergency", text="Mum", readers=["mentor"], is_agreed=True, revision=0),
    ),
    Case("plan.count", plans.count_plans, lambda world, actor: {"course_key": COURSE, "usage_key": "plan"}),
    Case("placement.open", plans.people, seen()),
    Case("plan.open", plans.earlier, seen(usage_key="plan")),
    Case("plan.open", plans.copy_of, lambda world, actor: {"plan_id": world.plan_id, "settings": RULES}),
    Case("plan.fill", plans.would_fill, placed(usage_key="plan", source=NOTHING, first_day=None, settings=RULES)),
    Case("plan.move_dates", plans.would_move, lambda world, actor: {**seen()(world, actor), **to_move(world, actor)}),
    Case("plan.move_dates", plans.move_dates, shown_to_move),
    Case("plan.fill", plans.fill, placed(usage_key="plan", source=NOTHING, first_day=None, settings=RULES)),
    Case("plan.share_template", plans.to_share, seen(usage_key="plan", settings=RULES)),
    Case(
        "plan.share_template",
        plans.share_template,
        lambda world, actor: {
            "placement_id": world.placement_id, "usage_key": "plan", "settings": RULES, "typed": {"title": "A", "read": "on"},
            "seen": plans.to_share(world["mentor"], placement=world.placement_id, usage_key="plan", settings=RULES).seen,
        },
    ),
    Case("plan.templates", plans.templates, lambda world, actor: {"settings": RULES}),
    Case(
        "plan.template",
        plans.template,
        lambda world, actor: {"template_id": world.templates[actor.course_key], "settings": RULES},
    ),
    Case("plan.withdraw_template", plans.withdraw_template, lambda world, actor: {"template_id": world.templates[COURSE]}),
    Case(
        "log.write",
        logs.write,
        lambda world, actor: {
            "placement_id": world.placement_id, "usage_key": "another log", "draft": 1, "revision": 0, "rules": LOG_RULES,
            "typed": {"date": "2026-09-22", "text-what": "New"},
        },
    ),
    Case("log.write", logs.share_levels, placed(rules=LOG_RULES)),
    Case("log.list", logs.list_entries, seen(usage_key="log")),
    Case("log.list", logs.summary, seen(usage_key="log")),
    Case("log.list", logs.retention, seen(usage_key="log", months=12)),
    Case("log.figures", logs.figures, seen(usage_key="log")),
    Case(
        "log.edit",
        logs.edit,
        lambda world, actor: {
            "entry_id": world.entries["cohort"].id, "revision": world.entries["cohort"].revision, "rules": LOG_RULES,
            "typed": {"date": "2026-09-21", "text-what": "Changed"}, "usage_key": "log",
        },
    ),
    Case(
        "log.share",
        logs.share,
        lambda world, actor: {
            "entry_id": world.entries["mentor"].id, "revision": world.entries["mentor"].revision, "level": "cohort",
            "rules": LOG_RULES, "confirmed": logs.CHECKLIST, "usage_key": "log",
        },
    ),
    Case(
        "log.take_back",
        logs.take_back,
        lambda world, actor: {
            "usage_key": "log", "entry_id": world.entries["mentor"].id, "revision": world.entries["mentor"].revision,
            "rules": LOG_RULES,
        },
    ),
    Case("log.share", logs.may_tell, of_entry("mentor")),
    Case("log.take_along", logs.take_along, seen(usage_key="log")),
    Case("log.take_along", logs.offer, seen(usage_key="log")),
    *(Case(f"log.read_{level}", logs.entry_for_review, of_entry(level)) for level in LEVELS),
    *(Case(f"log.read_{level}", logs.entry_line, of_entry(level)) for level in LEVELS),
    Case("notice.choice", notices.choice, lambda world, actor: {}),
    Case("notice.choose", notices.choose, lambda world, actor: {"chosen": "daily"}),
    Case("notice.undelivered", notices.undelivered, seen()),
    *(
        Case("coordination.list", verb, lambda world, actor: {"course_key": COURSE})
        for verb in (coordination.list_placements, coordination.all_placements, coordination.stuck, coordination.catch_up)
    ),
    Case("coordination.list", coordination.hosts_named, lambda world, actor: {"course_key": COURSE}),
    Case("coordination.list", coordination.count_by_host, lambda world, actor: {"course_key": COURSE, "keys": ["x"]}),
    Case("coordination.list", coordination.placements_of_host, lambda world, actor: {"course_key": COURSE, "keys": ["x"]}),
    Case(
        "coordination.see_reminders",
        coordination.see_reminders,
        lambda world, actor: {"course_key": COURSE, "state": "invited"},
    ),
    Case(
        "coordination.remind",
        coordination.remind,
        lambda world, actor: {"course_key": COURSE, "state": "invited", "placement_ids": [1], "invite": lambda *_asked: False},
    ),
    Case(
        "coordination.keep_sheet",
        coordination.keep_sheet,
        lambda world, actor: {"course_key": COURSE, "name": "a.csv", "content": b"External id,Student: name\n1,Emil"},
    ),
    Case("coordination.see_sheet", coordination.see_sheet, lambda world, actor: {**own_sheet(actor), "has_plan": True}),
    Case(
        "coordination.apply_sheet",
        coordination.apply_sheet,
        lambda world, actor: {**own_sheet(actor), "place": None, "invite": lambda *_asked: False},
    ),
    Case(
        "plan.set_days",
        plans.set_days,
        placed(usage_key="empty plan", periods=[(date(2026, 9, 1), date(2026, 9, 5))], layout=RULES.layout),
    ),
    Case("log.see_samples", logs.see_samples, lambda world, actor: {"samples": SAMPLES, "usage_key": "log"}),
    *(
        Case("log.practise", verb, practised)
        for verb in (logs.keep_practice, logs.compare_practice, logs.finish_practice)
    ),
    Case("log.answer", logs.answer, of_entry("cohort", observation="I saw you ask the right question.")),
    Case("log.reply", logs.reply, of_entry("cohort", text="Thank you for that.")),
    Case("log.ask_to_withhold", logs.ask_to_withhold, of_entry("cohort", reason="It names a customer of ours.")),
    Case(
        "log.decide_withholding",
        logs.decide_withholding,
        lambda world, actor: {"usage_key": "other log", "entry_id": world.asked_about, "is_granted": True},
    ),
    Case("log.who_saw", logs.who_saw, of_entry("supervisor")),
    Case("log.waiting", logs.waiting, lambda world, actor: {"course_key": COURSE}),
    Case("unit.open", units.open, in_unit(position=0)),
    Case("unit.move", units.move, in_unit(step_id="mine", way="next")),
    Case("unit.answer", units.answer, in_unit(step_id="mine", revision=0, given=COMMITMENT)),
    Case("unit.keep_draft", units.keep_draft, in_unit(step_id="mine", revision=0, given=COMMITMENT)),
    Case("unit.keep_step_draft", units.keep_step_draft, lambda w, a: {**TYPED_IN, "copy": ""}),
    Case("unit.drop_step_drafts", units.drop_step_drafts, lambda w, a: TYPED_IN),
    Case("unit.step_drafts", units.step_drafts, lambda world, actor: {"usage_key": "unit"}),
    Case("unit.workbook", units.workbook, lambda world, actor: {"course_key": COURSE}),
    Case("unit.due_commitments", units.due_commitments, lambda world, actor: {"course_key": COURSE}),
    Case("unit.lessons_left", units.lessons_left, lambda world, actor: {"course_key": COURSE}),
    Case("unit.recalled", units.recalled, lambda world, actor: {"course_key": COURSE, "references": "unit/mine"}),
    Case(
        "unit.settle_commitment",
        units.settle_commitment,
        committed,
    ),
    Case("unit.review", units.review, in_unit()),
    Case("unit.retake", units.retake, quizzed),
    Case("unit.submit", units.submit, finished),
    Case(
        "unit.award",
        units.award_progress,
        lambda world, actor: {"unit": replace(UNIT, award=Award("ready")), "usage_key": "unit"},
    ),
    Case("unit.take_back", units.take_back, submitted),
    Case("unit.for_review", units.for_review, lambda world, actor: {"subject_id": world.unit_id, "number": 1}),
    Case(
        "review.submit_own",
        reviews.submit_own,
        lambda world, actor: {**OF_ONES_OWN, "subject_id": 77, "subject_version": 1, "title": "A unit", "possible": 1},
    ),
    Case("review.withdraw_own", reviews.withdraw_own, lambda world, actor: {**OF_ONES_OWN, "subject_id": 77}),
    Case("review.standing_own", reviews.standing_own, lambda world, actor: OF_ONES_OWN),
    Case("review.pending_own", reviews.pending_own, lambda world, actor: {"kind": "unit", "course_key": COURSE}),
    Case(
        "review.submit",
        reviews.submit,
        placed(usage_key="x", kind="plan", subject_id=77, subject_version=1, title="A plan", possible=1),
    ),
    Case("review.withdraw", reviews.withdraw, placed(usage_key="x", kind="plan", subject_id=77)),
    Case("review.standing", reviews.standing, seen(usage_key="plan", kind="plan", subject_ids=[1])),
    Case("review.list", reviews.list_submissions, lambda world, actor: {"course_key": COURSE}),
    Case("review.list", reviews.queue, lambda world, actor: {"course_key": COURSE}),
    Case(
        "review.list", reviews.approved, lambda world, actor: {"course_key": COURSE, "usage_key": "plan", "kind": "plan"}
    ),
    Case("review.open", reviews.open_submission, lambda world, actor: {"submission_id": world.submission_id}),
    Case("review.comment", reviews.comment, answering()),
    Case("review.give_back", reviews.give_back, answering()),
    Case("review.approve", reviews.approve, answering(points=3)),
]  # fmt: skip


class Undo(Exception):
    """Rolls back what a case did."""


def is_refused(case: Case, world: World, actor: Actor) -> bool:
    """Call the function and undo it. Any other error than a refusal is a fault of the case or of the api."""
    arguments = case.arguments(world, actor)
    try:
        with transaction.atomic():
            case.function(actor, **arguments)
            raise Undo
    except Undo:
        return False
    except (NotAllowed, NotFound):
        return True


def expected(verb: str, name: str, masquerading: bool) -> bool:
    """What the table says: whether this person may use the verb."""
    is_guest = Role.GUEST in PEOPLE[name]
    roles = {Role.STRANGER, *PEOPLE[name]} | (set() if is_guest or name == "stranger" else {Role.PERSON})
    may = not TABLE[verb].isdisjoint(roles) and (not is_guest or verb in BY_LINK)
    return may and (not masquerading or verb in READ_ONLY - PRIVATE)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_everybody_may_what_the_table_says_and_nothing_else(case: Case, world: World) -> None:
    wrong = []
    for name, actor in world.people.items():
        for masquerading in (False, True):
            if masquerading and not actor.is_known:
                continue  # somebody who looks as somebody else is signed in
            may = not is_refused(case, world, replace(actor, masquerading=masquerading))
            if may != expected(case.verb, name, masquerading):
                wrong.append(f"{name}{' (masquerading)' if masquerading else ''} {'may' if may else 'may not'}")
    assert wrong == [], f"{case.verb} through {case.function.__name__}, against the table: {', '.join(wrong)}"


def test_the_people_have_the_roles_they_stand_for(world: World) -> None:
    """Otherwise the walk would prove something about other people."""
    for name, roles in PEOPLE.items():
        if roles - {Role.GUEST}:
            found = placements.get(world[name], placement_id=world.placement_id).roles
            assert found - {Role.STRANGER, Role.PERSON} == roles - {Role.AUTHOR, Role.EDITOR, Role.RECIPIENT}, name
    assert world.entries["private"].author_id == world["author"].user_id
    covered = frozenset[Role]().union(*PEOPLE.values())
    assert covered == set(Role) - {Role.PERSON, Role.STRANGER}


def test_every_verb_is_tried() -> None:
    assert {case.verb for case in CASES} == set(TABLE)


def test_what_may_be_done_while_masquerading_are_verbs() -> None:
    assert set(TABLE) >= READ_ONLY


# These ask for the verb they are given, or show nothing but one's own.
ELSEWHERE_TESTED = {
    placements.require, placements.require_locked, placements.mine, placements.opened, placements.seated, placements.owned,
    placements.several, placements.roles_held, placements.needs_code, placements.require_confirmed,
    placements.overview, placements.usable, placements.checklists, plans.several_plans,
    logs.open_entries, logs.pulses, reviews.standings,
    reviews.own_in_review, statements.standings, training.may_be_due, notices.several_undelivered,
    conversations.several_conversations, conversations.open_concerns,
}  # fmt: skip


APIS = [placements, training, plans, logs, statements, conversations, units, reviews, notices, coordination, feeds, hosts]


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.__name__.split(".")[-2])
def test_every_function_of_an_api_is_tried(api: Any) -> None:
    public = [getattr(api, name) for name in api.__all__ if inspect.isfunction(getattr(api, name))]
    takes_actor = {function for function in public if asks_who(function)}
    tried = {case.function for case in CASES} | ELSEWHERE_TESTED
    missing = {function.__name__ for function in takes_actor - tried}
    assert missing == set()
    here = {
        function
        for name, function in inspect.getmembers(api, inspect.isfunction)
        if not name.startswith("_") and function.__module__ == api.__name__ and asks_who(function)
    }
    assert {function.__name__ for function in here - takes_actor} == set(), "not in __all__"


def asks_who(function: Callable[..., Any]) -> bool:
    return next(iter(inspect.signature(function).parameters), "") == "actor"


def test_mine_are_mine_alone(world: World) -> None:
    for name, actor in world.people.items():
        found = placements.mine(actor, course_key=COURSE).rows
        has_part = bool(PEOPLE[name] - {Role.INSTRUCTOR, Role.GUEST})
        if name == "guest_elsewhere":
            (own,) = found
            assert own.id != world.placement_id
            found = ()
        assert [view.id for view in found] == ([world.placement_id] if has_part else []), name
        for last in (None, world.placement_id):
            opened = placements.opened(actor, course_key=COURSE, last=last, since=timezone.now())
            assert (opened is not None and opened.id == world.placement_id) is has_part, name
        assert bool(placements.several(actor, placement_ids=[world.placement_id])) is has_part, name


def test_a_list_holds_what_may_be_read_and_nothing_else(world: World) -> None:
    """The log's list decides row by row, not by one verb: it must agree with the table for every level."""
    for name, actor in world.people.items():
        for masquerading in (False, True):
            if not expected("log.list", name, masquerading):
                continue
            who = replace(actor, masquerading=masquerading)
            found = logs.list_entries(who, placement=world.placement_id, usage_key="log").entries
            may = {level for level in world.entries if expected(f"log.read_{level}", name, masquerading)}
            assert {entry.sharing for entry in found} == may, (name, masquerading)


def test_each_section_is_written_by_its_owner_and_its_editors(world: World) -> None:
    """In every section, not only in the one of the walk: whoever is shown a form can save it, and nobody else can."""
    for name, actor in world.people.items():
        if not expected("plan.open", name, masquerading=False):
            continue
        view = plans.open_plan(actor, placement=world.placement_id, usage_key="plan")
        for section in BY_NAME:
            is_let = section == "contacts" if name == "helper" else name not in ("leader", "other", *GUESTS)
            may = name == "owner" or (is_let and (name, section) != ("reader", "contacts"))
            assert (section in view.writable) == may, (name, section)
            save = {"usage_key": "plan", "section": section, "revision": 0, "typed": view.sections[section].answers}
            case = Case("plan.edit", plans.save_section, placed(**save, settings=RULES))
            assert is_refused(case, world, actor) != may, (name, section)


def test_an_unknown_verb_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        permissions.is_allowed("plan.burn", frozenset(Role))


def test_staff_of_another_course_is_nobody_here() -> None:
    visitor = Actor(user_id=1, name="", course_key=ELSEWHERE, is_staff=True)
    assert permissions.course_roles(visitor, COURSE) == {Role.STRANGER, Role.PERSON}
    assert Role.INSTRUCTOR in permissions.course_roles(visitor, ELSEWHERE)
