"""The world in which hostile input is tried: every block of ours, everybody around a placement, and what each may send.

What a page offers is read from its own HTML (`offers`), so that a new screen or action is covered without being named here.
Every request runs in a transaction that is undone; what it changed is compared first.
"""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.test import RequestFactory, TestCase
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from xblock.core import XBlock

from internship_xblock.core.actor import Actor
from internship_xblock.registry import BLOCKS
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import PracticeAnswer
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.web.block import PlacementBlock
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.sources import examples, starting, templates
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.units import api as units
from internship_xblock.tools.units import pools
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.ui.action import actions_of
from internship_xblock.ui.block import InternshipBlock
from internship_xblock.urls import urlpatterns
from tests.logs import world
from tests.plans.conftest import RULES, TODAY, USAGE, Draft, fill
from tests.platform import COURSE, TestPlatform
from tests.runtime import call, make_block, new_store
from tests.seats import Post
from tests.statements.story import issue_statement, statement_revision
from tests.units.lessons import DRAWN, lesson

ELSEWHERE = "course-v1:Other+Course+2026"
EARLIER = "block-v1:Test+Mentor+2026+type@internship_unit+block@earlier"
SECRET = "zqprivatezq"  # in what one person wrote for themselves, or for few
CERTIFICATE = {"title": "Sales", "tasks": "Calls", "family_name": "Jonas", "evaluation": "Good"}
CANARY = "zqtypedzq"  # in whatever the tests type
NASTY = [
    f"<script>{CANARY}()</script>",
    f"\"'><img src=x onerror={CANARY}()>",
    f"' autofocus onfocus='{CANARY}()",
    f'", "{CANARY}": "x',
    f"</textarea></style></title><svg onload={CANARY}()>",
    f"[{CANARY}](javascript:{CANARY}()) <b onclick={CANARY}()>",
]
TEMPLATE = [{"section": "outcomes", "id": "o1", "text": "Explain it"}, {"section": "tasks", "id": "t1", "outcomes": "o1"}]
CHECKLIST = [{"id": "desk", "text": "A desk is ready", "whose": "mentor", "seen_by": "supervisor", "until": "yes"}]
Form = dict[str, list[str]]
# What has to be typed for the next screen to come; whatever else is empty is no way.
TYPED: Mapping[str, Form] = {"look_at_move": {"weeks": ["1"]}, "make_link": {"address": ["anna@example.org"], "send": ["1"]}}
WRITING = {"more_models": "gibbs own", "own_questions": [{"id": "a1", "text": "Who helped?", "help": ""}]}
SENT = "s2"  # the sample that everybody has sent a comment on
TEACHING: Mapping[str, Any] = {
    "teaching": True,
    "samples": [
        {"id": name, "who": "A student", "texts": {"what": "I rang a customer."}, "observation": "You asked first."}
        for name in ("s1", SENT)
    ],
}


def block_classes() -> list[type[InternshipBlock]]:
    """Our blocks, by the index of the tools."""
    found = {import_string(address.replace(":", ".")) for address in BLOCKS.values()}
    return sorted(found, key=lambda one: str(one.__name__))


ACTIONS = [(block_class, name) for block_class in block_classes() for name in block_class.known_actions]
IDS = [f"{block_class.__name__}.{name}" for block_class, name in ACTIONS]


def pages_of(block_class: type[InternshipBlock]) -> str:
    """What the addresses of an activity's actions on pages of ours are called, "" where it has none."""
    found = (pattern.name for pattern in urlpatterns if pattern.name and pattern.name.endswith("_action"))
    return next((name for name in found if _block_of(name) is block_class), "")


def _block_of(name: str) -> type[InternshipBlock]:
    view = next(pattern.callback for pattern in urlpatterns if pattern.name == name)
    return inspect.unwrap(view).__self__.block_class


ON_PAGES = [
    (block_class, name)
    for block_class in block_classes()
    if pages_of(block_class)
    for name in actions_of(block_class.activity_class)
]
ON_PAGES_IDS = [f"{block_class.__name__}.{name}" for block_class, name in ON_PAGES]


@cache
def method_of(block_class: type[XBlock], action: str) -> str:
    answer = call(make_block(block_class, None), action, method="PUT")
    return str(answer.headers["Allow"])


# -- reading what we render --------------------------------------------------------------------------------------------


@dataclass
class Offer:
    """One thing the page lets a person send: to which address, with which fields."""

    url: str
    fields: Form

    @property
    def action(self) -> str:
        return self.url.rsplit("/", 1)[-1]


class Page(HTMLParser):
    """Finds what may be sent, whatever a browser would run or obey that no template of ours says, and fields that cut words."""

    VOID = ("input", "img", "br", "hr", "link", "meta", "col", "wbr")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, Form, Form]] = []  # tag, the hx-vals it hands down, the fields of a form
        self.sent: list[tuple[str, Form, Form]] = []
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.names: set[str] = set()  # of everything one can fill in or press
        self.select = ""
        self.area = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.check(tag, values)
        own = {name: [str(value)] for name, value in json.loads(values.get("hx-vals") or "{}").items()}
        below = {**(self.stack[-1][1] if self.stack else {}), **own}
        fields = {} if tag == "form" else (self.stack[-1][2] if self.stack else {})
        for verb in ("hx-post", "hx-get"):
            if values.get(verb):
                named = {values["name"]: [values.get("value", "")]} if tag == "button" and values.get("name") else {}
                self.sent.append((values[verb], {**below, **named}, fields))
        if tag not in self.VOID:
            self.stack.append((tag, below, fields))
        name = values.get("name")
        if name and tag in ("input", "textarea", "select", "button"):
            self.names.add(name)
        if tag == "select":
            self.select = name or ""
        if tag == "option" and self.select and ("selected" in values or self.select not in fields):
            fields[self.select] = [values.get("value", "")]
        if tag == "textarea" and name:
            self.area, fields[name] = name, [""]
        if tag == "input" and name:
            if values.get("type") in ("checkbox", "radio"):
                fields.setdefault(name, [values.get("value", "on")])
            else:
                fields.setdefault(name, []).append(values.get("value", ""))

    def check(self, tag: str, values: Mapping[str, str]) -> None:
        if values.get("id"):
            self.ids.append(values["id"])
        is_ours = values.get("src", "").startswith("/static/") or (tag == "meta" and "http-equiv" not in values)
        if tag in ("script", "iframe", "object", "style", "base", "meta") and not is_ours:
            self.problems.append(f"<{tag}>")
        for name, value in values.items():
            if name.startswith(("on", "hx-on")) or CANARY in name or value.strip().lower().startswith(("javascript:", "js:")):
                self.problems.append(f"{tag} {name}={value}")
        if "maxlength" in values and values.get("type") != "search":  # a browser cuts what is pasted, without a word
            self.problems.append(f"{tag} {values.get('name')} cuts what is pasted")
        if "hx-vals" in values and not all(isinstance(one, str) for one in json.loads(values["hx-vals"]).values()):
            self.problems.append(values["hx-vals"])

    def handle_endtag(self, tag: str) -> None:
        self.area = "" if tag == "textarea" else self.area
        self.select = "" if tag == "select" else self.select
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place][0] == tag:
                del self.stack[place:]
                return

    def handle_data(self, data: str) -> None:
        if self.area and self.stack:
            self.stack[-1][2][self.area] = [data.removeprefix("\n")]

    @property
    def offers(self) -> list[Offer]:
        return [Offer(url, {**fields, **below}) for url, below, fields in self.sent]


# -- the world -----------------------------------------------------------------------------------------------------------


def problems_of(texts: Iterable[str], headers: Mapping[str, str]) -> list[str]:
    """What is wrong with an answer as HTML, and whether what somebody typed came into its headers."""
    found = [problem for text in texts for problem in Page(text).problems]
    return found + [f"{name}: {value}" for name, value in headers.items() if CANARY in value or "\n" in value]


@dataclass
class Outcome:
    status: int
    text: str
    headers: Mapping[str, str]
    changed: bool  # a row of ours, or a field of the block
    leaks: list[str] = field(default_factory=list)


def snapshot() -> dict[str, list[Any]]:
    """Every row of ours, to the letter."""
    models = apps.get_app_config("internship_xblock").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


@contextmanager
def written() -> Iterator[list[str]]:
    """Note every statement that writes rows, undone or not: where there is none, not every row need be looked at."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE", "REPLACE")):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def leaked(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged during a test with something in it that somebody typed, tracebacks and all."""
    lines = (logging.Formatter().format(record) for record in caplog.get_records("call"))
    return [line for line in lines if CANARY in line or SECRET in line]


class Scene:
    """A placement with a plan and entries in every state, beside another placement and another course."""

    def __init__(self) -> None:
        people = get_user_model().objects

        def person(name: str, is_staff: bool = False, course_key: str = COURSE) -> Actor:
            user, _made = people.get_or_create(username=name, defaults={"first_name": name.capitalize()})
            return Actor(user.pk, name.capitalize(), course_key, is_staff, f"anonymous-{user.pk}")

        for _earlier in range(2):  # two plans to start from: one more than a page shows here
            begun = Draft(person("ola"), placements.start(person("ola"), course_key=COURSE, role="student").id)
            begun.save("tasks", [{"uid": "t1", "text": "Answer the telephone"}])
        self.other = placements.start(person("ola"), course_key=COURSE, role="student")  # an earlier one: nothing in it
        self.borrowed = placements.start(person("ola"), course_key=COURSE, role="student")  # an earlier one, from the example
        example = examples.source(RULES, TODAY)
        plans.fill(
            person("ola"), placement_id=self.borrowed.id, usage_key=USAGE, source=example, first_day=TODAY, settings=RULES
        )
        mentor = person("mira")
        complete = placements.start(mentor, course_key=COURSE, role="mentor")  # an earlier one: all but submitted
        self.complete = Draft(mentor, complete.id).fill().placement_id
        student = person("ola")
        self.calm, self.changed = (self._with_student(mentor, student) for _placement in range(2))
        fill(Draft(mentor, self.calm), timezone.localdate())  # its days are to come, so that they can be moved
        where, today = {"placement_id": self.changed}, timezone.localdate()
        placements.pause(mentor, **where, known=0, first=today)
        placements.end_early(mentor, **where, known=1, last=today)
        placements.ask_for_change(student, **where, known=2, reason="Two weeks later?")
        self.world = world.World(person)
        self.student, self.mentor, self.staff = self.world.student, self.world.mentor, self.world.staff
        self.outsider = self.world.outsider
        plan = Draft(self.student, self.world.placement_id)
        plan.fill()
        plan.submit()
        plan.save("contacts", [{**plan.view().sections["contacts"].values, "mentor_hours": "3"}])
        plan.submit()
        outcomes = plan.view().sections["outcomes"].rows
        plan.save("outcomes", outcomes[:-1])
        first = plan.view().placement.parties[0].uid
        for actor in (self.mentor, self.student):
            plans.comment(
                actor, placement_id=plan.placement_id, usage_key=USAGE, section="parties", row=first, text="Is that right?"
            )
        waiting = next(party for party in plan.view().placement.parties if not party.has_joined)
        placements.invite(self.student, placement_id=plan.placement_id, party_uid=waiting.uid)
        rows = plan.view().sections["periods"].rows
        where = {"placement_id": plan.placement_id}
        days = {"start": rows[0]["start"], "end": rows[-1]["end"]}
        issue_statement(self.mentor, plan.placement_id, {**CERTIFICATE, **days})
        statements.save(
            self.mentor, **where, section="statement", revision=statement_revision(self.mentor, plan.placement_id),
            typed=[{**CERTIFICATE, **days, "place": "Alta"}],
        )  # fmt: skip
        ready = plans.to_share(self.student, placement=plan.placement_id, usage_key=USAGE, settings=RULES)
        for title in ("Three weeks", "The same"):
            plans.share_template(
                self.student, placement_id=plan.placement_id, usage_key=USAGE, settings=RULES, seen=ready.seen,
                typed={"title": title, "read": "on"},
            )  # fmt: skip
        self.draft = self.world.write(what=f"Only mine: {SECRET}")
        shown = self.world.write(what="For my mentor", day="2026-09-22")
        self.world.share(shown, "mentor")
        logs.entry_for_review(self.mentor, usage_key=world.USAGE, entry_id=shown.id)
        self.world.share(self.world.write(what="Unread yet", day="2026-09-23"), "mentor")
        submitted = self.world.write(what="For review", day="2026-09-24")
        self.world.share(submitted, "supervisor")
        answer = "You asked the customer first."
        logs.answer(self.mentor, usage_key=world.USAGE, entry_id=submitted.id, observation=answer)
        asked = self.world.share(self.world.write(what="For everybody", day="2026-09-24"), "cohort").entry
        logs.ask_to_withhold(self.mentor, usage_key=world.USAGE, entry_id=asked.id, reason="It names a customer of ours.")
        placements.start(self.outsider, course_key=COURSE, role="student")  # the outsider is at home somewhere else
        placements.write_message(self.student, placement_id=plan.placement_id, text="My train is late.")
        self._talk(plan.placement_id, today=timezone.localdate())
        self.other_course = placements.start(person("ola", course_key=ELSEWHERE), course_key=ELSEWHERE, role="student")
        self.people = {**self.world.people(), "nobody": None}
        log = str(make_block(LogBlock, None).scope_ids.usage_id)
        for actor in self.people.values():
            if actor is not None and actor.is_known:
                sent = {"course_key": COURSE, "revision": 1, "is_sent": True}
                PracticeAnswer.objects.get_or_create(learner_id=actor.account, usage_key=log, sample=SENT, defaults=sent)
        self._submit_lesson()
        self._commit()
        self.rows = snapshot()

    def _talk(self, placement_id: int, today: date) -> None:
        """What was said is written down and was changed, one is begun; and something is not right."""
        where: dict[str, Any] = {"placement_id": placement_id}
        began = [conversations.begin(self.mentor, **where, day=today.isoformat()) for _at in range(2)]
        for checkpoint, day in began:
            here = {**where, "checkpoint": checkpoint, "day": day}
            conversations.save(self.mentor, **here, section="talk", revision=0, typed=[{"agreed": "Sell alone"}])
            rows = [{"uid": "s1", "what": "Write the list"}, {"uid": "s2", "what": "Ask the chef"}]
            conversations.save(self.mentor, **here, section="steps", revision=0, typed=rows)
        conversations.tell(self.mentor, **here)
        conversations.finish_step(self.mentor, **here, uid="s1", is_done=True)
        conversations.save(self.mentor, **here, section="talk", revision=1, typed=[{"agreed": "Sell fish"}], is_change=True)
        conversations.begin(self.mentor, **where, day=today.isoformat())
        people = [one.uid for one in placements.get(self.mentor, **where).parties if one.has_joined]
        given = {"minutes": 45, "zone": "Europe/Oslo", "asked": people, "link": f"https://example.org/{SECRET}"}
        times = [((today + timedelta(days=9)).isoformat(), clock) for clock in ("10:00", "13:00")]
        which = {**where, "checkpoint": "", "day": ""}
        chosen = conversations.propose_times(self.mentor, **which, revision=0, times=times, **given)
        here = {**where, "checkpoint": chosen[0], "day": chosen[1]}
        view = next(one for one in conversations.conversations(self.mentor, placement=placement_id) if one.proposal)
        assert view.proposal is not None
        conversations.choose_time(self.mentor, **here, revision=1, key=view.proposal.slots[0].key)
        conversations.propose_times(self.student, **which, revision=0, times=times[:1], **given)
        to = [one.uid for one in conversations.route(self.student, placement=placement_id).recipients]
        number = conversations.raise_concern(self.student, **where, text=f"Left alone: {SECRET}", to=to)
        conversations.say(self.student, **where, concern_id=number, text=f"Still: {SECRET}")

    def _with_student(self, mentor: Actor, student: Actor) -> int:
        """A placement that the mentor opened, and the student has joined."""
        view = placements.start(mentor, course_key=COURSE, role="mentor")
        row = placements.PartyRow(uid="ola1", role="student", name="Ola")
        placements.save_parties(mentor, placement_id=view.id, revision=view.revision, rows=[*view.parties, row])
        placements.join(student, course_key=COURSE, code=placements.invite(mentor, placement_id=view.id, party_uid="ola1"))
        return view.id

    def _commit(self) -> None:
        """In another lesson each has set out to do something, and the day has come."""
        for actor in (self.student, self.mentor, self.staff):
            block = lesson(actor, DRAWN, usage=EARLIER)
            block.scope_ids.usage_id.context_key = actor.course_key
            due = {"step": "mine", "revision": 0, "text": "Call the university", "by": timezone.localdate().isoformat()}
            assert call(block, "answer_step", due).status_code == 200

    def _submit_lesson(self) -> None:
        """What waits for an answer, and has changed since."""
        better = {"step": "better", "text": "You asked first.", "change": ""}
        tasks = {"step": "tasks", "revision": 0, "1--task": "Take stock"}
        for data in (tasks, {**better, "revision": 0}, {**better, "revision": 1, "change": "Ask more."}):
            assert call(self.block(UnitBlock, self.staff), "answer_step", data).status_code == 200
        end = self.block(UnitBlock, self.staff, step_index=9)
        seen = units.review(self.staff, unit=end.unit, usage_key=end.usage_id).seen
        assert call(end, "submit", {"seen": seen}).status_code == 200
        now = units.open(self.staff, unit=end.unit, usage_key=end.usage_id, position=0).unit
        drawn = {"step": pools.questions(now)[0].id, "option": now.step(pools.questions(now)[0].id).ids("options")[0]}
        assert call(end, "answer_step", drawn).status_code == 200
        mended = {**better, "revision": 2, "text": "You asked her first.", "change": "Ask more."}
        assert call(end, "answer_step", mended).status_code == 200

    def block(self, block_class: type[XBlock], actor: Actor | None, **fields: Any) -> Any:
        store = new_store()
        if block_class is UnitBlock:
            block = lesson(actor, DRAWN, store=store, **fields)
        else:
            block = make_block(block_class, actor, store=store, **fields)
        if actor is not None:
            block.scope_ids.usage_id.context_key = actor.course_key
        block.save()
        return block

    def send(
        self,
        block_class: type[XBlock],
        action: str,
        actor: Actor | None,
        data: Form | bytes,
        method: str = "",
        fields: Mapping[str, Any] | None = None,
        then: Callable[[Any], Iterable[str]] = lambda block: (),
        **more: Any,
    ) -> Outcome:
        """Send a form to an action, see what changed, what `then` shows afterwards, and undo it."""
        with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
            block = self.block(block_class, actor, **(fields or {}))
            beside = {USAGE: make_block(PlanBlock, None, usage=USAGE)} if block_class is PlacementBlock else {}
            # a letter names what is done there, and a placement moves the days of its plan
            patch.setattr(TestPlatform, "blocks", {**beside, str(block.scope_ids.usage_id): block})
            kept = dict(block.runtime.service(block, "field-data")._kvs.db_dict)
            with written() as statements:
                answer = call(block, action, data, method=method or method_of(block_class, action), **more)
            after = dict(block.runtime.service(block, "field-data")._kvs.db_dict)
            changed = kept != after or bool(statements and snapshot() != self.rows)
            texts = [answer.text, *(then(block) if answer.status_code == 200 else ())]
            transaction.set_rollback(True)
        return Outcome(answer.status_code, answer.text, answer.headers, changed, problems_of(texts, answer.headers))

    def send_to_page(
        self,
        block_class: type[XBlock],
        action: str,
        actor: Actor | None,
        data: Form | bytes,
        method: str = "",
        fields: Mapping[str, Any] | None = None,
        content_type: str = "application/x-www-form-urlencoded",
    ) -> Outcome:
        """Send a form to the same action on its page: that of the placement open in the block, whoever it is that asks."""
        body = data if isinstance(data, bytes) else urlencode(data, doseq=True, errors="surrogatepass").encode()
        method, known = method or method_of(block_class, action), dict(fields or {})
        placement = known.pop("placement_id", self.world.placement_id)
        block = self.block(block_class, None, **known)
        usage = str(block.scope_ids.usage_id)
        address = {"course_key": COURSE, "usage_key": usage, "placement_id": int(placement)}
        where = reverse(f"internship_xblock:{pages_of(block_class)}", kwargs={**address, "action": action})
        if method == "GET":
            request = RequestFactory().get(f"{where}?{body.decode()}")
        else:
            request = RequestFactory().generic(method, where, body, content_type=content_type)
        is_known = actor is not None and actor.is_known
        request.user = get_user_model().objects.get(pk=actor.user_id) if actor and is_known else AnonymousUser()
        view, _arguments, named = resolve(where)
        with transaction.atomic(), pytest.MonkeyPatch.context() as patch, TestCase.captureOnCommitCallbacks(execute=True):
            patch.setattr(TestPlatform, "blocks", {usage: block})
            with written() as statements:
                answer = view(request, **named)
            changed = bool(statements and snapshot() != self.rows)
            transaction.set_rollback(True)
        text = answer.content.decode()
        return Outcome(answer.status_code, text, answer.headers, changed, problems_of([text], answer.headers))

    def screens(self, block_class: type[XBlock]) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        """(person, fields of the block, HTML) of every view, and of what its buttons lead to, two presses deep."""
        starts: list[Mapping[str, Any]] = [{}]
        if block_class is UnitBlock:
            starts = [{"step_index": place} for place in range(10)]
        if block_class is LogBlock:
            starts = [WRITING, TEACHING]
        if block_class is PlanBlock:  # also the plan nobody has begun, of the first placement
            starts.append({"placement_id": str(self.other.id), "chosen_at": timezone.now(), "template_rows": TEMPLATE})
            starts.append({"placement_id": str(self.borrowed.id), "chosen_at": timezone.now()})
            starts.append({"erasmus": True})
        if block_class is PlacementBlock:
            for place, more in (
                (self.world.placement_id, {}),
                (self.calm, {"owner_role": "mentor"}),
                (self.changed, {"link_days": 60}),
            ):  # of screens with the same fields one is pressed through
                known = {"placement_id": str(place), "chosen_at": timezone.now(), "checklist": CHECKLIST}
                starts.append({**known, **more})
        submits = {"placement_id": str(self.complete), "chosen_at": timezone.now()}
        for name in ("student", "mentor", "staff"):
            for fields in [*starts, submits] if (name, block_class) == ("mentor", PlanBlock) else starts:
                for view in ("student_view", "author_view", "studio_view") if name == "staff" else ("student_view",):
                    with transaction.atomic():
                        block = self.block(block_class, self.people[name], **fields)
                        html = getattr(block, view)().content
                        transaction.set_rollback(True)
                    yield name, fields, html

    def offers(self, block_class: type[XBlock]) -> dict[str, list[tuple[str, Mapping[str, Any], Form]]]:
        """For each action, who is offered it where with which fields."""
        found: dict[str, list[tuple[str, Mapping[str, Any], Form]]] = {}
        seen: set[tuple[str, ...]] = set()
        todo = [(name, fields, html, 0) for name, fields, html in self.screens(block_class)]
        while todo:
            name, fields, html, depth = todo.pop(0)
            for offer in Page(html).offers:
                found.setdefault(offer.action, []).append((name, fields, offer.fields))
                told = (str(offer.fields.get(one)) for one in ("kind", "mode", "step", "section", "number"))
                is_of_row = str(offer.fields.get("row", "") not in ("", [""]))
                shape = (name, offer.action, *sorted(offer.fields), *told, is_of_row, *sorted(fields))
                if depth < 2 and shape not in seen:
                    seen.add(shape)
                    sent = {**offer.fields, **TYPED.get(offer.action, {})}
                    with mailing(offer.action == "make_link"):
                        outcome = self.send(block_class, offer.action, self.people[name], sent, fields=fields)
                    if outcome.status == 200:
                        todo.append((name, fields, outcome.text, depth + 1))
        return found

    def masquerading(self, is_so: bool) -> None:
        TestPlatform.real = self.staff.user_id if is_so else None


@contextmanager
def mailing(is_on: bool) -> Iterator[None]:
    """Let the site send mail meanwhile: only then is anybody asked what became of a letter."""
    placements.connect_post(Post() if is_on else None)
    try:
        yield
    finally:
        placements.connect_post(None)


@contextmanager
def staged() -> Iterator[Scene]:
    """Make the scene once, for many tests, and undo it. Lists are short, or there would have to be dozens of entries."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(logs.list_entries.__kwdefaults__, "limit", 2)
        patch.setattr(templates, "TEMPLATES_LIMIT", 1)
        patch.setattr(starting, "EARLIER_LIMIT", 1)
        yield Scene()
        transaction.set_rollback(True)
