"""A server that is killed while people's drafts are saved: whatever it acknowledged is there when it is back.

Three people type at once, into a plan, a log and a training unit, by real requests to the player's own server in a process
of its own. At a moment that nobody knows it gets SIGKILL, as when the power goes. It is started again (a fork of this process,
which has imported everything) and asked what it has. DATABASE_URL chooses the database, the player's SQLite unless said.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlencode

from .progress import tenths

if TYPE_CHECKING:
    from collections.abc import Iterator

LIFE = (0.02, 0.6)  # seconds from the first save to the kill
ANSWER_SECONDS = 30
FORM = "application/x-www-form-urlencoded"


def run(count: int, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="internship-kill-") as folder:
        os.environ["INTERNSHIP_DEMO_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.soak.settings"
        from internship_xblock.demo.__main__ import prepare

        with redirect_stdout(StringIO()):
            if not prepare():
                return ["The player could not be prepared."]
        typists = everybody()
        choice = random.Random(seed)
        server = Server(Path(folder))
        failures: list[str] = []
        for number in tenths(count):
            failures += [f"seed {seed}, kill {number}: {one}" for one in cycle(server, typists, choice)]
        with server.running():
            together([typist.read for typist in typists])
        failures += [f"seed {seed}, at the end: {one}" for typist in typists for one in typist.missing()]
        logged = (Path(folder) / "server.log").read_text(errors="replace")
        failures += [f"what was typed stands in the log: {typist.mark}" for typist in typists if typist.mark in logged]
    acknowledged = sum(typist.acknowledged for typist in typists)
    cut = sum(typist.cut for typist in typists)
    lost = sum(typist.lost for typist in typists)
    each = ", ".join(f"{typist.what} {typist.acknowledged:,}" for typist in typists)
    print(f"{count:,} kills, {acknowledged:,} saves acknowledged ({each}), {lost} of them lost; {cut:,} cut off under way")
    return failures


def cycle(server: Server, typists: list[Typist], choice: random.Random) -> list[str]:
    """Start the server, see what it has, save until it is killed."""
    life = choice.uniform(*LIFE)
    with server.running():
        together([typist.read for typist in typists])
        failures = [one for typist in typists for one in typist.missing()]
        killer = threading.Timer(life, server.kill)
        killer.start()
        together([typist.type_on for typist in typists])
        killer.join()
    return failures


def together(works: list[Any]) -> None:
    """Run them at once, each in a thread, and wait for all. What one raises is raised."""
    problems: list[BaseException] = []

    def guarded(work: Any) -> None:
        try:
            work()
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for problem in problems:
        raise problem


class Server:
    """The player, in a fork of this process."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "server.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            os.environ["PORT"] = str(free.getsockname()[1])
        self.pid = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        from django.db import connections

        connections.close_all()  # a child must not speak through its parent's
        self.pid = os.fork()
        if not self.pid:
            self.serve()
        try:
            yield
        finally:
            self.kill()
            os.waitpid(self.pid, 0)

    def serve(self) -> NoReturn:
        from internship_xblock.demo.__main__ import serve

        with self.log.open("ab") as log:
            os.dup2(log.fileno(), sys.stdout.fileno())
            os.dup2(log.fileno(), sys.stderr.fileno())
        try:
            os._exit(serve())
        finally:
            os._exit(1)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


class Browser:
    """One person's cookies, and what one needs of requests."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self.cookies = cookies

    def send(self, method: str, address: str, fields: list[tuple[str, str]]) -> tuple[int, str, str]:
        """The status, the text and the revision of the answer. OSError or HTTPException where there is none."""
        body = urlencode(fields)
        if method == "GET" and body:
            address, body = f"{address}?{body}", ""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {
            "Cookie": cookies,
            "Content-Type": FORM,
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "HX-Request": "true",
        }
        connection = HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=ANSWER_SECONDS)
        try:
            connection.request(method, address, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        return answer.status, text, answer.headers.get("X-Internship-Revision", "")

    def read(self, address: str, **fields: str) -> str:
        """A page, as soon as the server is there."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                status, text, _revision = self.send("GET", address, list(fields.items()))
            except ConnectionRefusedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.005)
            else:
                assert status == 200, (address, status, text[:500])
                return text


@dataclass
class Typist:
    """Somebody who types into one field, and what the server said of it."""

    what: str
    browser: Browser
    place: str  # the address of the form, with what `asked` names
    handler: str  # to which it is saved
    asked: dict[str, str] = field(default_factory=dict)
    address: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    typed: str = ""  # the name of the field
    kept: str = ""  # acknowledged
    sent: str = ""  # under way when the server went, or ""
    found: str = ""
    number: int = 0
    acknowledged: int = 0
    cut: int = 0
    lost: int = 0

    @property
    def mark(self) -> str:
        return f"zq{self.what}zq"

    def read(self) -> None:
        """Open the form, as after a restart."""
        import lxml.html

        from tests.bench.story import fields_of

        tree = lxml.html.fromstring(f"<div>{self.browser.read(self.place, **self.asked)}</div>")
        form = next(form for form in tree.iter("form") if form.get("hx-post", "").endswith(f"/{self.handler}"))
        self.address, self.fields = form.get("hx-post"), dict(fields_of(form))
        self.typed = form.xpath(".//textarea/@name")[0]
        self.found = self.fields[self.typed].strip()

    def missing(self) -> list[str]:
        """What was acknowledged and is not there: the last that was, or what was under way after it, is all there may be."""
        found = self.found
        if found == self.kept or (self.sent and found == self.sent):
            self.kept, self.sent = found, ""
            return []
        self.lost += 1
        expected, self.kept, self.sent = self.kept, found, ""
        return [f"{self.what}: {expected!r} was acknowledged, {found!r} is there"]

    def type_on(self) -> None:
        """Save more and more, each as soon as the last is answered, until nobody answers."""
        import lxml.html

        while True:
            self.number += 1
            self.sent = f"{self.mark} {self.number}"
            self.fields[self.typed] = self.sent
            try:
                status, text, revision = self.browser.send("POST", self.address, list(self.fields.items()))
            except (OSError, HTTPException):
                self.cut += 1
                return
            assert status == 200, (self.what, status, text[:500])
            self.acknowledged += 1
            self.kept, self.sent = self.sent, ""
            for hidden in lxml.html.fragment_fromstring(text, create_parent="div").xpath(".//input[@type='hidden'][@name]"):
                if hidden.get("name") in self.fields:
                    self.fields[hidden.get("name")] = hidden.get("value", "")
            if revision:
                self.fields["revision"] = revision


def everybody() -> list[Typist]:
    """Three people with something begun, so that there is a form to save. They begin it in this process, which warms it."""
    from tests.bench import story

    mentor, student, supervisor = (story.Visitor(key) for key in ("mentor", "student", "supervisor"))
    return [plan_of(mentor), log_of(student), unit_of(supervisor)]


def plan_of(visitor: Any) -> Typist:
    from tests.bench import story

    unit = next(story.units_with("internship_plan"))
    story.begin_plan(visitor, unit)
    later = story.Page(visitor.open(unit)).tree.xpath("//*[@data-later='contacts']")[0]
    return Typist("plan", browser_of(visitor), later.get("hx-get"), "save_section", json.loads(later.get("hx-vals")))


def log_of(visitor: Any) -> Typist:
    from django.urls import reverse

    from tests.bench import story

    *_teaching, unit = story.units_with("internship_log")
    story.begin(visitor, unit, "student")
    address, fields = story.Page(visitor.open(unit)).form("save_entry")
    begun = [(name, "Started" if "-text-" in name else value) for name, value in fields]
    story.checked(visitor.send(address, begun))
    return Typist("log", browser_of(visitor), reverse("demo_frame", args=[unit]), "save_entry", kept="Started")


def unit_of(visitor: Any) -> Typist:
    """Go through the units until a step keeps a draft."""
    from django.urls import reverse

    from tests.bench import story

    for unit in story.units_with("internship_unit"):
        for _ in range(12):
            page = story.Page(visitor.open(unit))
            if page.tree.xpath("//form[substring(@hx-post, string-length(@hx-post) - 9) = 'keep_draft']//textarea"):
                return Typist("unit", browser_of(visitor), reverse("demo_frame", args=[unit]), "keep_draft")
            try:
                address, fields = page.form("move")
            except LookupError:
                break
            story.checked(visitor.send(address, [*fields, ("way", "next")]))
    raise LookupError("no unit of the course has a step that keeps a draft")


def browser_of(visitor: Any) -> Browser:
    return Browser({name: cookie.value for name, cookie in visitor.client.cookies.items()})
