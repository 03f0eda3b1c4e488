"""The player as one starts it: state in a folder, kept over restarts and sudden ends, forgotten on request."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from .conftest import COURSE_FOLDER, KEY


def environment(state: Path) -> dict[str, str]:
    return {
        **os.environ,
        "INTERNSHIP_DEMO_DIR": str(state),
        "INTERNSHIP_DEMO_COURSE": str(COURSE_FOLDER),
        "PORT": "0",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


# Ctrl-C ends the player that a person started; one that is started where SIGINT is ignored (`nohup`, a CI's shell) ignores
# it too, as it should. So these say which of the two they are, whatever started the tests.
STARTED_BY_A_PERSON = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('internship_xblock.demo', run_name='__main__')"
)


class Served:
    """A running player and one browser's cookies."""

    def __init__(self, state: Path) -> None:
        command = [sys.executable, "-c", STARTED_BY_A_PERSON]
        self.process = subprocess.Popen(
            command, env=environment(state), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self.address = ""
        for line in self.process.stdout or ():
            self.lines.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found:
                self.address = found[0]
                break
        assert self.address, "".join(self.lines)
        self.cookies = CookieJar()
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> str:
        return self.opener.open(self.address + path.lstrip("/"), timeout=30).read().decode()

    def post(self, path: str, **data: str) -> Any:
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        url, headers = self.address + path.lstrip("/"), {"X-CSRFToken": token or ""}
        request = Request(url, urlencode(data).encode(), headers)  # noqa: S310 - our own server
        return self.opener.open(request, timeout=30)

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Any]:
    running: list[Served] = []
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the hard case: what a child inherits under `nohup`

    def start() -> Served:
        running.append(Served(tmp_path / "state"))
        return running[-1]

    yield start
    signal.signal(signal.SIGINT, before)
    for served in running:
        if served.process.poll() is None:
            served.end(signal.SIGKILL)


@pytest.mark.slow
def test_what_was_saved_survives_a_kill_and_the_switches_a_restart(serve, tmp_path):
    first = serve()
    first.get("/")
    first.post("/view-as/", person="student")
    first.get(f"/xblock/{KEY('vertical', 'first')}/")
    first.end(signal.SIGKILL)

    second = serve()
    second.opener, cookies = first.opener, first.cookies
    second.cookies = cookies
    assert "Progress of Emil Eira" in second.get("/progress/"), "the signing key is kept"
    assert "1 of" in second.get("/progress/")
    assert second.end(signal.SIGINT) == 0, "Ctrl-C ends it quietly"

    reset = subprocess.run(
        [sys.executable, "-m", "internship_xblock.demo", "reset"], env=environment(tmp_path / "state"), check=True
    )
    assert reset.returncode == 0
    assert not list((tmp_path / "state").glob("demo.sqlite3*"))
    third = serve()
    assert "Progress of Tuva Solberg" in third.get("/progress/")


@pytest.mark.slow
def test_many_tabs_at_once_lose_nothing(serve):
    served = serve()
    served.get("/")
    problems: list[Exception] = []

    def tab() -> None:
        try:
            for unit in ("first", "trouble", "last"):
                served.get(f"/xblock/{KEY('vertical', unit)}/")
        except Exception as problem:
            problems.append(problem)

    tabs = [threading.Thread(target=tab) for _ in range(8)]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    assert problems == []
    assert "3 of" in served.get("/progress/")


@pytest.mark.slow
def test_files_and_refusals_are_served_without_debug(serve):
    served = serve()
    assert ".internship" in served.get("/static/internship_xblock/built/internship.css")
    assert "plugin.resize" in served.get("/static/internship_xblock_demo/player.js")
    with pytest.raises(HTTPError) as refused:
        served.get("/nothing/")
    assert refused.value.code == 404
    assert "There is no such page" in refused.value.read().decode()


@pytest.mark.slow
def test_prepare_says_what_it_read_and_serving_needs_a_free_port(tmp_path):
    run = [sys.executable, "-m", "internship_xblock.demo"]
    done = subprocess.run([*run, "prepare"], env=environment(tmp_path), capture_output=True, text=True, check=True)
    assert "“A small course”: 4 units" in done.stdout
    assert "Traceback" not in done.stderr
    refused = subprocess.run(run, env={**environment(tmp_path), "PORT": "seven"}, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "Choose another" in refused.stderr
    missing = {**environment(tmp_path), "INTERNSHIP_DEMO_COURSE": str(tmp_path)}
    refused = subprocess.run([*run, "prepare"], env=missing, capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "course.xml is missing" in refused.stderr


@pytest.mark.slow
def test_what_was_written_before_the_first_release_is_said_not_to_fit_and_is_kept(tmp_path):
    def run(verb):
        command = [sys.executable, "-m", "internship_xblock.demo", verb]
        return subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)

    assert run("prepare").returncode == 0
    with closing(sqlite3.connect(tmp_path / "demo.sqlite3")) as database, database:
        newest = database.execute("SELECT max(id) FROM django_migrations WHERE app = 'internship_xblock'").fetchone()
        database.execute("UPDATE django_migrations SET name = '0099_of_old' WHERE id = ?", newest)
    refused = run("prepare")
    assert refused.returncode == 1
    assert "make demo-reset" in refused.stderr
    with closing(sqlite3.connect(tmp_path / "demo.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM auth_user").fetchone()[0] > 0
    assert run("reset").returncode == 0
    assert run("prepare").returncode == 0
