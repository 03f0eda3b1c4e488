"""The story, set up through the player's own pages and the tools' own apis: the course, people, a plan, a log, a full queue.

Everything is asked for as a browser would: pages are opened, their forms found, filled and sent to where they say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.html
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.demo import people
from internship_xblock.demo.engine.olx import get_course
from internship_xblock.exports import pdf
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.web.overview.pages import PAGES
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.documents import plan as documents
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.reviews import api as reviews
from tests.crowd import seat_mentor
from tests.plans import large

from .limits import STEPS
from .measure import Command, Operation, Work, checked

ENTRIES = 200
STUDENTS = 303  # of the log's mentor, besides the one whose log it is
WAITING = 972
SEATS = (304, 5_000)
TICKED = {"no_names": "on", "no_client_data": "on", "no_secrets": "on"}
SUBMISSIONS = 200
SENTENCE = "She planned the next three steps herself and asked before the last one, which she had not done in the first week. "
FORM = "application/x-www-form-urlencoded"

Fields = list[tuple[str, str]]


class Page:
    """What stood in the frame, for finding forms in it. `opened` fetches what comes when it is opened, and shows it there."""

    def __init__(self, response: HttpResponse, opened: Client | None = None) -> None:
        self.tree = lxml.html.fromstring(checked(response).content.decode())
        for place in self.tree.xpath("//*[@data-later]") if opened else ():
            part = checked(opened.get(place.get("hx-get"), json.loads(place.get("hx-vals"))))
            place.append(lxml.html.fragment_fromstring(part.content.decode(), create_parent="div"))

    def form(self, handler: str, **hidden: str) -> tuple[str, Fields]:
        """The address and the fields of the first form that posts to `handler` and has these hidden values."""
        for form in self.tree.iter("form", "button"):
            address = form.get("hx-post", "")
            if not address.endswith(f"/{handler}"):
                continue
            if form.tag == "button":
                form = next(form.iterancestors("form"), None)
            if form is None:
                continue
            fields = fields_of(form)
            if all(dict(fields).get(name) == value for name, value in hidden.items()):
                return address, fields
        raise LookupError(f"no form for {handler} with {hidden} on the page")

    def asks(self, handler: str) -> tuple[str, dict[str, str]]:
        """The address of the first place or button that asks for `handler`, and what it sends along."""
        for one in self.tree.xpath("//*[@hx-get]"):
            if one.get("hx-get").endswith(f"/{handler}"):
                return one.get("hx-get"), json.loads(one.get("hx-vals", "{}"))
        raise LookupError(f"nothing asks for {handler} on the page")


def fields_of(form: Any) -> Fields:
    """What a browser would send. (lxml's own `form_values` sends "on" for a chosen answer that is empty.)"""
    sent = []
    for field in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        if field.tag == "input" and field.get("type") in ("radio", "checkbox") and field.get("checked") is None:
            continue
        unsaid = "on" if field.get("type") == "checkbox" else ""
        value = field.get("value", unsaid) if field.tag == "input" else field.value
        sent.append((field.get("name"), value or ""))
    return sent


class Visitor:
    """One of the player's people, in a browser of their own."""

    def __init__(self, key: str) -> None:
        self.client = Client(SERVER_NAME="localhost")
        self.client.post(reverse("demo_view_as"), {"person": key})
        self.user = people.account(key)

    def open(self, unit: str) -> HttpResponse:
        return self.client.get(reverse("demo_frame", args=[unit]))

    def send(self, address: str, fields: Fields | str) -> HttpResponse:
        """Post a form: its fields, or what they are as a body already."""
        body = fields if isinstance(fields, str) else urlencode(fields)
        return self.client.generic("POST", address, body, content_type=FORM, HTTP_HX_REQUEST="true")

    def actor(self, **more: Any) -> Actor:
        return Actor(user_id=self.user.pk, name=self.user.get_full_name(), course_key=str(get_course().key), **more)


def units_with(block_type: str) -> Iterator[str]:
    """The unit pages that hold a block of this type, in the order of the course."""
    course = get_course()
    for unit in course.units():
        if any(key.block_type == block_type for key in course.children[unit]):
            yield str(unit)


def changed(fields: Fields, **values: str) -> Fields:
    return [(name, values.get(name, value)) for name, value in fields]


# -- a training unit -------------------------------------------------------------------------------------


def unit_operations(mentor: Visitor, newcomer: Visitor) -> list[Operation]:
    """A unit of STEPS steps: begun, opened at a sorting step, and that step answered, each time otherwise."""
    page, address, fields = _sorting_step(mentor)
    lengthen(page.unit)  # type: ignore[attr-defined]
    cards = [name for name, _value in fields if name.startswith("card-")]
    piles = {name: [r.get("value", "") for r in page.tree.xpath(f'//input[@name="{name}"]')] for name in _cards(page)}
    turn = 0

    def answer() -> HttpResponse:
        nonlocal turn
        turn += 1
        chosen = {name: options[(turn + place) % len(options)] for place, (name, options) in enumerate(piles.items())}
        kept = [(name, value) for name, value in fields if name not in cards]
        return mentor.send(address, [*kept, *chosen.items()])

    unit = page.unit  # type: ignore[attr-defined]
    return [
        Operation("unit.first", newcomer.client, newcomer.user, lambda: newcomer.open(unit)),
        Operation("unit.open", mentor.client, mentor.user, lambda: mentor.open(unit)),
        Operation("unit.answer", mentor.client, mentor.user, answer, is_write=True),
    ]


def lengthen(unit: str) -> None:
    """Let the lesson on a page have STEPS steps: behind its own those of the other lessons."""
    course = get_course()
    (lesson,) = (key for key in course.children[course.find(unit)] if key.block_type == "internship_unit")
    fields = {key.block_scope_id: key for key in course.authored if key.field_name == "steps"}
    others = (step for at, key in fields.items() if at != lesson for step in course.authored[key])
    free = ({**step, "id": f"more-{number}"} for number, step in enumerate(others) if not step.get("pool"))
    own = course.authored[fields[lesson]]
    course.authored[fields[lesson]] = [*own, *islice(free, max(0, STEPS - len(own)))]


def course_commands(folder: Path) -> list[Command]:
    """`make course` and `make check-course`, of all editions."""
    course = ("-m", "internship_xblock.course")
    return [
        Command("course.build", (*course, "build", "--out", str(folder / "course.tar.gz"))),
        Command("course.check", (*course, "check")),
    ]


def _cards(page: Page) -> list[str]:
    names = page.tree.xpath('//input[@type="radio"][starts-with(@name, "card-")]/@name')
    return list(dict.fromkeys(names))


def _sorting_step(mentor: Visitor) -> tuple[Page, str, Fields]:
    """Go through the units until a step asks to sort cards."""
    for unit in units_with("internship_unit"):
        for _ in range(12):
            page = Page(mentor.open(unit))
            if _cards(page):
                page.unit = unit  # type: ignore[attr-defined]
                return page, *page.form("answer_step")
            try:
                address, fields = page.form("move")
            except LookupError:
                break
            checked(mentor.send(address, [*fields, ("way", "next")]))
    raise LookupError("no unit of the course has a sorting step")


# -- the plan -------------------------------------------------------------------------------------------------


def example_operations(mentor: Visitor) -> list[Operation]:
    """The plan, filled with the example, one word changed in its tasks, and one in its people."""
    unit = next(units_with("internship_plan"))
    begin_plan(mentor, unit)
    address, place = Page(mentor.open(unit)).asks("section")
    for name in examples.FILLED:
        checked(mentor.send(beside(address, "copy_example"), [*{**place, "section": name}.items()]))
    name_a_substitute(mentor.actor(), int(place["placement"]))
    make_example_ours(mentor, unit)
    page = Page(mentor.open(unit), opened=mentor.client)
    address, fields = page.form("save_section", section="tasks")
    text = next(name for name, value in fields if len(value) > 12 and " " in value)
    _address, people = page.form("save_section", section="parties")
    host = next(name for name, _value in people if name.endswith("-organisation"))
    return [
        Operation("example.open", mentor.client, mentor.user, lambda: mentor.open(unit)),
        Operation("example.save", mentor.client, mentor.user, _saver(mentor, address, fields, text), is_write=True),
        Operation("example.people", mentor.client, mentor.user, _saver(mentor, address, people, host), is_write=True),
    ]


def plan_operations(writer: Visitor) -> list[Operation]:
    """A large plan (tests/plans/large.py), submitted: opened and read, its tasks edited, and one word changed in them."""
    unit = next(units_with("internship_plan"))
    fill_large_plan(writer, unit)
    page = Page(writer.open(unit), opened=writer.client)
    submit(writer, unit)
    address, fields = page.form("save_section", section="tasks")
    text = next(name for name, value in fields if len(value) > 12 and " " in value)
    placement = dict(fields)["placement"]

    def reading(action: str, **more: str) -> Operation:
        asked = {"placement": placement, **more}
        request = beside(address, action)
        return Operation(f"plan.{action}", writer.client, writer.user, lambda: writer.client.get(request, asked))

    return [
        Operation("plan.open", writer.client, writer.user, lambda: writer.open(unit)),
        reading("section", section="tasks"),
        reading("read_section", section="tasks"),
        reading("show_version", number="1"),
        reading("before_submit"),
        reading("history"),
        Operation("plan.save", writer.client, writer.user, _saver(writer, address, fields, text), is_write=True),
    ]


def beside(address: str, action: str) -> str:
    """The address of another action of the same block."""
    return f"{address.rpartition('/')[0]}/{action}"


def submit(visitor: Visitor, unit: str) -> str:
    """Look at all that will be submitted, then do it. The address that did it."""
    address, asked = Page(visitor.open(unit)).asks("before_submit")
    address, fields = Page(visitor.client.get(address, asked)).form("submit")
    checked(visitor.send(address, fields))
    return address


def plan_works(writer: Visitor) -> list[Work]:
    """What is done with the large plan, beside asking and answering: its rules, and its PDF."""
    actor, rules_of_course = writer.actor(), plans.PlanRules()
    view = plan_of(writer, next(units_with("internship_plan")))
    document = view.document(rules_of_course.headings)
    taken = plans.take_along(actor, plan_id=view.plan_id or 0, number=1)
    return [
        Work("plan.findings", lambda: rules.findings(document, rules_of_course)),
        Work("plan.pdf", lambda: pdf.render(documents.document(taken), "A4"), rounds=5),
    ]


def placement_operations(writer: Visitor) -> list[Operation]:
    """The page of the placement whose plan is the large one."""
    place = plan_of(writer, next(units_with("internship_plan"))).placement
    address = PAGES.address(place.course_key, "", place.id)
    return [Operation("placement.open", writer.client, writer.user, lambda: writer.client.get(address))]


def begin(visitor: Visitor, unit: str, role: str) -> None:
    """Open a new placement, as the second of two screens does."""
    address, _fields = Page(visitor.open(unit)).form("join_placement")
    checked(visitor.send(address.replace("join_placement", "start_placement"), [("role", role)]))


def begin_plan(visitor: Visitor, unit: str) -> None:
    begin(visitor, unit, "mentor")


def plan_of(visitor: Visitor, unit: str) -> plans.PlanView:
    """The plan that stands on the visitor's page."""
    address, place = Page(visitor.open(unit)).asks("section")
    return plans.open_plan(visitor.actor(), placement=int(place["placement"]), usage_key=address.rsplit("/", 2)[1])


def fill_large_plan(writer: Visitor, unit: str) -> None:
    begin_plan(writer, unit)
    actor, settings = writer.actor(), plans.PlanRules()
    view = plan_of(writer, unit)
    answers = large.answers([heading.id for heading in settings.headings])
    answers["parties"] = [*view.sections["parties"].rows, *large.people()]
    for name, rows in answers.items():
        plans.save_section(
            actor, placement_id=view.placement.id, usage_key=view.usage_key, section=name,
            revision=view.sections[name].revision, typed=rows, settings=settings,
        )  # fmt: skip


def _saver(mentor: Visitor, address: str, fields: Fields, text: str) -> Callable[[], HttpResponse]:
    """Save a form as its draft keeper does: with the revision of the last answer and a text that has grown by a word."""
    revision = dict(fields)["revision"]
    same = urlencode([(name, value) for name, value in fields if name not in ("revision", text)])  # a browser's work, not ours
    turn = 0

    def save() -> HttpResponse:
        nonlocal revision, turn
        turn += 1
        typed = urlencode([("revision", revision), (text, f"{SENTENCE}Word {turn:04}.")])
        response = checked(mentor.send(address, f"{same}&{typed}"))
        revision = response["X-Internship-Revision"]
        return response

    return save


# -- the log -----------------------------------------------------------------------------------------------------


def log_operations(student: Visitor, mentor: Visitor) -> list[Operation]:
    """A log with ENTRIES entries of a student and twice as many comments, the last shared and unanswered; a mentor of many.

    The log is opened by both, another entry is typed, and one is shared once more, which submits it again.
    """
    *_teaching, unit = units_with("internship_log")  # the samples to comment on come before one's own log
    begin(student, unit, "student")
    address, fields = Page(student.open(unit)).form("save_entry")
    placement_id, usage_key = int(dict(fields)["placement"]), address.rsplit("/", 2)[1]
    seat(student.actor(), mentor.actor(), placement_id)
    seat_mentor(mentor.actor(), usage_key, STUDENTS, WAITING, prefix="pupil")
    entry = fill_log(student.actor(), mentor.actor(), placement_id, usage_key)
    choose = address.replace("save_entry", "choose_placement")
    checked(mentor.send(choose, [("placement", str(placement_id))]))
    address, fields = Page(student.open(unit)).form("save_entry")
    text = next(name for name, _value in fields if "text-" in name)
    sharing = address.replace("save_entry", "share_entry")
    waiting = address.replace("save_entry", "waiting")
    return [
        Operation("log.open", student.client, student.user, lambda: student.open(unit)),
        Operation("log.read", mentor.client, mentor.user, lambda: mentor.open(unit)),
        Operation("log.save", student.client, student.user, _saver(student, address, fields, text), is_write=True),
        Operation("log.share", student.client, student.user, _sharer(student, sharing, entry), is_write=True),
        Operation("log.waiting", mentor.client, mentor.user, lambda: mentor.client.get(waiting, {"all": "yes"})),
    ]


def crowd_operations(mentor: Visitor, other: Visitor) -> list[Operation]:
    """The list of one's placements, opened in a plan, by mentors of as many as SEATS says."""
    unit = next(units_with("internship_plan"))
    operations = []
    for visitor, seats, name in zip((mentor, other), SEATS, ("placements.mine", "placements.5000"), strict=True):
        places = seat_mentor(visitor.actor(), "none", seats, prefix=f"of-{visitor.user.username}-")
        address = Page(visitor.open(unit)).tree.xpath('//button[contains(@hx-get, "other_placements")]/@hx-get')[0]
        operations.append(Operation(name, visitor.client, visitor.user, _opener(visitor, address, places[0])))
    return operations


def _opener(visitor: Visitor, address: str, place: int) -> Callable[[], HttpResponse]:
    return lambda: visitor.client.get(address, {"placement": place})


@transaction.atomic
def fill_log(student: Actor, mentor: Actor, placement_id: int, usage_key: str) -> logs.EntryView:
    """ENTRIES shared entries with two comments each, save for the last, which waits. Returns that one."""
    rules = logs.LogRules()
    for number in range(ENTRIES):
        day = date(2025, 9, 1) + timedelta(days=number)
        data = {
            "date": day.isoformat(),
            "hours": "7.5",
            **{f"text-{name}": SENTENCE * 4 for name in ("what", "so_what", "now_what")},
        }
        entry = logs.write(
            student, placement_id=placement_id, usage_key=usage_key, draft=number + 1, revision=0, rules=rules, typed=data
        )
        level = "mentor" if number < ENTRIES - 1 else "supervisor"
        here = {"usage_key": usage_key, "entry_id": entry.id}
        entry = logs.share(student, **here, revision=entry.revision, level=level, rules=rules, confirmed=logs.CHECKLIST).entry
        if number < ENTRIES - 1:
            logs.answer(mentor, **here, observation=SENTENCE, question="What told you so?")
            logs.reply(student, **here, text=SENTENCE)
    for actor in (student, mentor):
        before = "9999-12-31.0"
        while before:  # everything has been read
            before = logs.list_entries(actor, placement=placement_id, usage_key=usage_key, before=before).next_before
    return entry


def _sharer(student: Visitor, address: str, entry: logs.EntryView) -> Callable[[], HttpResponse]:
    """Share an entry for review, again and again: each step submits it once more."""
    revision = entry.revision

    def share() -> HttpResponse:
        nonlocal revision
        prefix = f"s{entry.id}"
        ticks = [(f"{prefix}-{name}", "on") for name in TICKED]
        hidden = [("entry", str(entry.id)), ("revision", str(revision)), (f"{prefix}-level", "supervisor")]
        response = checked(student.send(address, [*hidden, *ticks]))
        revision += 1
        return response

    return share


def seat(owner: Actor, mentor: Actor, placement_id: int) -> None:
    """Give the mentor a seat in somebody's placement, by a link of their own."""
    placement = placements.get(owner, placement_id=placement_id)
    party = replace(placement.parties[0], uid=placements.new_uid(), role="mentor", name=mentor.name, user_id=None)
    rows = [*placement.parties, party]
    placements.save_parties(owner, placement_id=placement_id, revision=placement.revision, rows=rows)
    code = placements.invite(owner, placement_id=placement_id, party_uid=party.uid)
    placements.join(mentor, course_key=owner.course_key, code=code)


# -- Today -------------------------------------------------------------------------------------------------------


def today_operations(student: Visitor, crowded: Visitor, instructor: Visitor) -> list[Operation]:
    """Today of a student with a log, of somebody with many placements, of an instructor with a full queue."""
    address = reverse("internship_xblock:today")

    def opener(visitor: Visitor) -> Callable[[], HttpResponse]:
        return lambda: visitor.client.get(address)

    who = (("today.open", student), ("today.many", crowded), ("today.staff", instructor))
    return [Operation(name, visitor.client, visitor.user, opener(visitor)) for name, visitor in who]


# -- the review page ---------------------------------------------------------------------------------------------


def review_operations(mentor: Visitor, instructor: Visitor) -> list[Operation]:
    """The queue with SUBMISSIONS of as many people, and the mentor's own plan in it, opened."""
    course_key = str(get_course().key)
    unit = next(units_with("internship_plan"))
    address = submit(mentor, unit)
    fill_queue(course_key, address.rsplit("/", 2)[1])
    mine = reviews.list_submissions(instructor.actor(is_staff=True), course_key=course_key, search=mentor.user.get_full_name())
    list_url = reverse("internship_xblock:review", args=[course_key])
    open_url = reverse("internship_xblock:review_open", args=[course_key, mine.rows[0].id])
    return [
        Operation("review.list", instructor.client, instructor.user, lambda: instructor.client.get(list_url)),
        Operation("review.open", instructor.client, instructor.user, lambda: instructor.client.get(open_url)),
    ]


def name_a_substitute(actor: Actor, placement_id: int) -> None:
    """The one thing the example plan leaves open: who steps in for the mentor."""
    placement = placements.get(actor, placement_id=placement_id)
    substitute = replace(placement.parties[0], uid=placements.new_uid(), role="mentor", name="Lars Holm", is_substitute=True)
    rows = [*placement.parties, replace(substitute, user_id=None)]
    placements.save_parties(actor, placement_id=placement_id, revision=placement.revision, rows=rows)


def make_example_ours(mentor: Visitor, unit: str) -> None:
    """Say of the example that it is ours, and answer what no example answers."""
    actor, settings = mentor.actor(), plans.PlanRules()
    view, whole = plan_of(mentor, unit), examples.example(settings, timezone.localdate())
    for name, section in view.sections.items():
        if name == "parties":
            continue
        typed = section.rows if section.spec.has_rows else whole[name]
        plans.save_section(
            actor, placement_id=view.placement.id, usage_key=view.usage_key, section=name, revision=section.revision,
            typed=typed, settings=settings, ours=list(section.standing),
        )  # fmt: skip


@transaction.atomic
def fill_queue(course_key: str, usage_key: str) -> None:
    """As many people as there are SUBMISSIONS, each with a placement and a plan submitted."""
    for number in range(SUBMISSIONS):
        user = get_user_model().objects.create(
            username=f"learner{number:03}", first_name="Learner", last_name=f"Number {number}"
        )
        actor = Actor(user_id=user.pk, name=user.get_full_name(), course_key=course_key, anonymous_id=f"anonymous-{number}")
        placement = placements.start(actor, course_key=course_key, role="mentor")
        reviews.submit(
            actor,
            placement_id=placement.id,
            usage_key=usage_key,
            kind="plan",
            subject_id=1_000 + number,
            subject_version=1,
            title=f"Plan of learner number {number}",
            possible=1.0,
        )
