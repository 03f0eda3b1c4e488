"""Short forms of the long runs (`make soak`), and that these can fail."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from internship_xblock.tools.placements.models import Placement
from internship_xblock.ui import answering as base

from .hostile import CANARY, Scene
from .soak import __main__ as soak
from .soak import fuzz, kill

Targets = tuple[fuzz.OnBlocks, fuzz.OnPages]


@pytest.fixture(scope="module")
def targets(django_db_setup: None, django_db_blocker: Any) -> Iterator[Targets]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield fuzz.targets(Scene())
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_requests_nobody_should_send(targets: Targets) -> None:
    failures, figures = fuzz.attack(targets, count=200, seed=5)
    assert failures == []
    assert re.search(r"^200 requests to [1-9]\d+ of .*: [1-9]\d* x 200, ", figures), figures


@pytest.mark.django_db
def test_a_fault_is_found_and_named(targets: Targets, monkeypatch: pytest.MonkeyPatch) -> None:
    read = base.read_form

    def fall(request: Any, limit: int) -> Any:
        raise RuntimeError

    def tell(request: Any, limit: int) -> Any:
        logging.getLogger("anybody's").debug("somebody typed %s", CANARY)
        return read(request, limit)

    def change(request: Any, limit: int) -> Any:
        try:
            return read(request, limit)
        except base.BadRequest:
            Placement.objects.update(created=datetime(2020, 1, 1, tzinfo=UTC))
            raise

    monkeypatch.setattr(base, "read_form", fall)
    failures, figures = fuzz.attack(targets, count=8, seed=5)
    assert any("request 0: " in one and "outcome.status < 500" in one for one in failures), figures
    monkeypatch.setattr(base, "read_form", tell)
    failures, _figures = fuzz.attack(targets, count=4, seed=5)
    assert any("stands in a log" in one for one in failures)
    monkeypatch.setattr(base, "read_form", change)
    failures, _figures = fuzz.attack(targets, count=60, seed=5)
    assert any("outcome.changed" in one for one in failures)


@pytest.mark.slow
def test_a_server_that_is_killed_while_it_saves() -> None:
    run = [sys.executable, "-m", "tests.soak", "kill", "--count", "4"]
    on_sqlite = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}  # another must be empty
    done = subprocess.run(run, cwd=Path(__file__).parents[1], env=on_sqlite, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"4 kills, [1-9]\d* saves acknowledged \(plan \d+, log \d+, unit \d+\), 0 of them lost", done.stdout)


def test_a_word_that_is_lost_is_told() -> None:
    typist = kill.Typist("plan", kill.Browser({}), "/", "save", kept="zq 4", sent="zq 5")
    for found, told in (("zq 5", []), ("zq 5", []), ("zq 4", ["plan: 'zq 5' was acknowledged, 'zq 4' is there"])):
        typist.found = found
        assert typist.missing() == told
    assert typist.lost == 1


def test_what_failed_is_printed_and_is_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[int, int]] = []

    def run(count: int, seed: int) -> list[str]:
        asked.append((count, seed))
        return ["that one"] if seed == 2 else []

    monkeypatch.setattr(kill, "run", run)
    assert soak.main(["kill"]) == 0
    assert soak.main(["kill", "--count", "3", "--seed", "2"]) == 1
    assert asked == [(1_000, 1), (3, 2)]
    assert "that one\nkill: 1 failures" in capsys.readouterr().out
