"""Requests that nobody should send, to every action of every block and to every page; each is undone before the next.

What holds for every answer is what tests/test_hostile_input.py and tests/pages/test_hostile_pages.py hold for theirs: words,
never a 500, nothing half kept, nothing to run, and nothing that was typed in any log.
"""

from __future__ import annotations

import logging
import os
import random
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .progress import tenths

if TYPE_CHECKING:
    from tests.hostile import Form, Scene

PAGES_SHARE = 0.15  # of the requests
WORDS = [
    "", " ", "0", "1", "-1", "1,5", "7:30", "9" * 40, "1e309", "NaN", "Infinity", "0x10", "١٢٣", "①", "²", "on", "true", "null",
    "2026-09-21", "9999-12-31", "0001-01-01", "2026-02-30", "21/09/2026", "T25:61", "student", "mentor", "staff", "cohort",
    "approved", "json", "docx", "[]", "{}", '{"a": 1}', "{{ 1 }}", "{% x %}", "%s%(a)s", "%00", "\x00", "\x0b\x0c\x1f\x85",
    "\u2028\u2029", "\ufeff", "\u202e", "a\u0301", "ﬃ", "\U0001f41f", "\ud7ff\ue000",
    "../../etc/passwd", "' OR 1=1 --", "a\r\nSet-Cookie: x=1",
    "kari@blåbær.no", "https://example.org/ø?x=1#y", "//example.org", "x" * 501, "x" * 2_001, "x" * 10_001, "[" * 300, "*" * 99,
]  # fmt: skip
BODIES = [b"", b"&", b"=", b"a", b"a=%FF", b"%ED%A0%80=1", b"a=\xff", b'{"a": 1}', b"a=1&" * 600, b"--x--", b"\x00" * 64]
FORM = "application/x-www-form-urlencoded"
TYPES = ["application/json", "multipart/form-data; boundary=x", "text/plain", "", f"{FORM}; charset=x"]
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "ZQ"]
Strike = Callable[[random.Random], str]


def run(count: int, seed: int) -> list[str]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection, transaction
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    try:
        from tests.hostile import Scene

        with transaction.atomic():
            failures, figures = attack(targets(Scene()), count, seed)
            transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        teardown_test_environment()
    print(figures)
    return failures


def targets(scene: Scene) -> tuple[OnBlocks, OnPages]:
    """Everything there is to send to, found by looking at every screen."""
    from tests.hostile import snapshot

    found = OnBlocks(scene), OnPages(scene)
    scene.rows = snapshot()  # with what it took to find them
    return found


def attack(on: tuple[OnBlocks, OnPages], count: int, seed: int) -> tuple[list[str], str]:
    """Send `count` requests. Returns what went wrong, and the figures in words."""
    blocks, pages = on
    failures: list[str] = []
    answers: Counter[str] = Counter()
    with everything_logged() as lines:
        for number in tenths(count):
            choice = random.Random(f"{seed}-{number}")
            target = pages if choice.random() < PAGES_SHARE else blocks
            try:
                answers[target.strike(choice)] += 1
                assert not lines, "what was typed stands in a log"
            except Exception:
                failures.append(f"seed {seed}, request {number}: {target.what}\n{traceback.format_exc(limit=-3)}{lines[:3]}")
            lines.clear()
    told = ", ".join(f"{answers[status]:,} x {status}" for status in sorted(answers))
    reached = f"{len(blocks.reached)} of {len(blocks.actions)} actions and {len(pages.reached)} of {len(pages.names)} pages"
    return failures, f"{count:,} requests to {reached}: {told}"


@contextmanager
def everything_logged() -> Iterator[list[str]]:
    """The lines, tracebacks included, that any logger wrote at any level with something in it that was typed."""
    from tests.hostile import CANARY, SECRET

    found: list[str] = []

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            line = self.format(record)
            if CANARY in line or SECRET in line:
                found.append(line)

    reader, levels = Reader(logging.DEBUG), {logger: logger.level for logger in map(logging.getLogger, (None, "django"))}
    logging.getLogger().addHandler(reader)
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(reader)
        for logger, level in levels.items():
            logger.setLevel(level)


def word(choice: random.Random) -> str:
    from tests.hostile import CANARY, NASTY

    kind = choice.random()
    if kind < 0.3:
        return choice.choice(NASTY)
    if kind < 0.8:
        return choice.choice(WORDS)
    return CANARY + "".join(chr(choice.choice((choice.randrange(32, 0x300), choice.randrange(0x20, 0xD800)))) for _ in range(9))


def mixed(choice: random.Random, form: Form, others: list[Form]) -> Form:
    """A form as a page offers it, with junk and other forms' answers in some of its fields, and fields nobody asked for."""
    sent: Form = {}
    as_it_is = choice.choice((0.4, 0.9, 1 - 1 / (len(form) + 1)))  # many wrong, few, about one
    for name, values in form.items():
        what = 0 if choice.random() < as_it_is else choice.uniform(0.5, 1)
        if what < 0.5:
            sent[name] = values
        elif what < 0.75:
            sent[name] = [word(choice)]
        elif what < 0.85:
            sent[name] = choice.choice(others).get(name, values)
        elif what < 0.92:
            sent[name] = values * 2
    for _ in range(choice.choice((0, 0, 1, 3))):
        sent[choice.choice([*form, word(choice)])] = [word(choice)]
    return sent


def headers(choice: random.Random) -> dict[str, str]:
    """Some that our own script sends, with values that it does not."""
    names = ("HX-Request", "HX-Target", "X-Internship-Keeper", "X-Internship-Zone", "Accept-Language")
    sent = {name: quote(word(choice)[:200]) for name in names if choice.random() < 0.05}
    if choice.random() < 0.02:
        sent["Origin"] = "https://elsewhere.example"  # Django logs it, and nobody typed it
    return sent


class OnBlocks:
    """Requests to the handlers of our blocks, by whomever."""

    def __init__(self, scene: Scene) -> None:
        from tests.hostile import ACTIONS, block_classes

        self.scene, self.actions, self.what = scene, ACTIONS, ""
        self.offers = {block_class: scene.offers(block_class) for block_class in block_classes()}
        self.reached: set[Any] = set()

    def strike(self, choice: random.Random) -> str:
        from tests.hostile import method_of
        from tests.test_hostile_input import check

        block_class, action = choice.choice(self.actions)
        offered = self.offers[block_class].get(action) or [("student", {}, {})]
        name, fields, form = choice.choice(offered)
        if choice.random() < 0.4:
            name = choice.choice(list(self.scene.people))
        method = method_of(block_class, action) if choice.random() < 0.95 else choice.choice(METHODS)
        more = headers(choice)
        if choice.random() < 0.04:
            more["content_type"] = choice.choice(TYPES)
        body: Form | bytes = mixed(choice, form, [one for _who, _fields, one in offered])
        if choice.random() < 0.05:
            body = choice.choice(BODIES)
            body = quote(body, safe="=&%").encode() if method == "GET" else body
        self.what = f"{block_class.__name__}.{action} {method} as {name}: {body!r:.2000} {more}"

        def afterwards(block: Any) -> Iterator[str]:
            if choice.random() < 0.05:
                yield block.student_view().content

        self.scene.masquerading(name == "student" and choice.random() < 0.1)
        try:
            outcome = self.scene.send(
                block_class, action, self.scene.people[name], body, method, fields=fields, then=afterwards, **more
            )
        finally:
            self.scene.masquerading(False)
        check(outcome)
        self.reached.add((block_class, action))
        return str(outcome.status)


class OnPages:
    """Requests to the pages of our own, by whomever."""

    def __init__(self, scene: Scene) -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client

        from internship_xblock.tools.hosts.models import Host, PlaceRequest
        from internship_xblock.tools.plans.models import PlanVersion
        from internship_xblock.tools.reviews.models import Submission
        from internship_xblock.tools.statements.models import Statement
        from tests.hostile import ON_PAGES, Page, method_of
        from tests.pages.test_hostile_pages import PAGES
        from tests.platform import COURSE, TestPlatform
        from tests.runtime import make_block

        self.names, self.what = PAGES, ""
        made = [make_block(block_class, None) for block_class in sorted({one for one, _name in ON_PAGES}, key=str)]
        self.blocks = TestPlatform.blocks = {str(block.scope_ids.usage_id): block for block in made}
        reading = [name for block_class, name in ON_PAGES if method_of(block_class, name) == "GET"]
        nothing = [0, 10**18 - 1]
        # What an address may be made of; a page whose address needs more says so by a KeyError.
        self.parts: dict[str, list[Any]] = {
            "course_key": [
                *[COURSE] * 4,
                "course-v1:Other+Course+2026",
                "a/b/c",
                "course-v1:\u202e+\u0660+x",
                "a+b+" + "c" * 600,
            ],
            "submission_id": [*Submission.objects.values_list("id", flat=True), *nothing],
            "plan_id": [*PlanVersion.objects.values_list("plan_id", flat=True), *nothing],
            "statement_id": [*Statement.objects.values_list("pk", flat=True), *nothing],
            "placement_id": [
                scene.world.placement_id,
                scene.world.placement_id,
                scene.other.id,
                scene.other_course.id,
                *nothing,
            ],
            "number": [1, 1, 2, *nothing],
            "kind": ["json", "json", "json", "pdf", "docx"],
            "form": ["docx", "docx", "pdf"],
            "sheet_id": nothing,
            "host_id": [*Host.objects.values_list("pk", flat=True), *nothing],
            "request_id": [*PlaceRequest.objects.values_list("pk", flat=True), *nothing],
            "usage_key": [*self.blocks, *self.blocks, "x", "block-v1:Other+X+1+type@internship_plan+block@one", "\u202e\u0660"],
            # What only reads: the others are tried by OnBlocks, which knows what may be saved though it is refused.
            "action": [*reading, "studio_save", "save", "enter", "a" * 600],
            "code": [self.code(scene), "x", "0" * 5000, "\u202eabc", "{{ 1 }}", "<script>"],
        }
        self.clients = {"a stranger": Client(enforce_csrf_checks=True, raise_request_exception=False)}
        self.fields = {"after", "before", "status", "order", "kind", "log", "since", "without", "paper", "next", *self.parts}
        for name, actor in scene.people.items():
            if actor is not None and actor.is_known:
                client = self.clients[name] = Client(enforce_csrf_checks=True, raise_request_exception=False)
                client.force_login(get_user_model().objects.get(pk=actor.user_id))
                for page in PAGES:
                    answer = client.get(self.address(page, random.Random(name)))
                    self.fields |= Page(answer.getvalue().decode(errors="replace")).names
        self.reached: set[str] = set()

    @staticmethod
    def code(scene: Scene) -> str:
        """A personal link that is open."""
        from internship_xblock.tools.placements import api as placements

        seats = placements.get(scene.student, placement_id=scene.world.placement_id).parties
        free = next(seat for seat in seats if not seat.has_joined)
        return placements.invite(scene.student, placement_id=scene.world.placement_id, party_uid=free.uid)

    def address(self, name: str, choice: random.Random) -> str:
        from django.urls import reverse

        from tests.pages.test_hostile_pages import PARTS

        parts = {part: choice.choice(self.parts[part]) for part in sorted(PARTS[name])}
        if parts.get("kind") == "docx" and name.startswith("log"):
            parts["kind"] = "csv"
        if "form" in parts and name.startswith(("placements", "hosts")):
            parts["form"] = "csv"
        return reverse(f"internship_xblock:{name}", kwargs=parts)

    def strike(self, choice: random.Random) -> str:
        from urllib.parse import urlencode

        from django.db import transaction

        from tests.hostile import snapshot
        from tests.pages.test_hostile_pages import check
        from tests.platform import TestPlatform

        TestPlatform.blocks = self.blocks
        name, person = choice.choice(self.names), choice.choice(list(self.clients))
        address, more = self.address(name, choice), headers(choice)
        names = [*sorted(self.fields), word(choice)]
        sent = {choice.choice(names): choice.choice((word(choice), "approved", "1")) for _ in range(choice.randrange(6))}
        method = choice.choice(METHODS) if choice.random() < 0.05 else choice.choice(("GET", "POST"))
        body = urlencode(sent, errors="replace").encode() if choice.random() < 0.92 else choice.choice(BODIES)
        kind = choice.choice(TYPES) if choice.random() < 0.05 else FORM
        if method == "GET":
            address += "?" + body.decode("latin-1")
        self.what = f"{name} {method} {address:.500} as {person}: {body!r:.2000} {kind} {more}"
        client = self.clients[person]
        cookies = client.cookies.output()
        client.cookies["csrftoken"] = "a" * 32
        token = {} if choice.random() < 0.1 else {"X-CSRFToken": "a" * 32}
        with transaction.atomic():
            before = snapshot()
            answer = client.generic(method, address, b"" if method == "GET" else body, kind, headers={**more, **token})
            is_from_elsewhere = answer.status_code == 403 and b"CSRF" in answer.getvalue()  # Django's own page, not ours
            if is_from_elsewhere or answer.status_code in (302, 405):
                assert (answer.status_code == 302 and method == "POST") or snapshot() == before
            else:
                check(answer, before)
            transaction.set_rollback(True)
        client.cookies.load(cookies)
        self.reached.add(name)
        return str(answer.status_code)
