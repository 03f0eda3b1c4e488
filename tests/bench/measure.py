"""Timing: the real request and its floor in turn, so that a busy moment of the machine meets both.

So the ratio is the median of the rounds' ratios, not that of the medians: on a machine that is fast and slow by turns, the two
medians may come from different turns.
"""

from __future__ import annotations

import gc
import gzip
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client

from .floor import Floor, record
from .urls import FLOORS

WARM = 5
ROUNDS = 40
_EMPTY = dict.fromkeys(("name", "median_ms", "floor_ms", "ratio", "queries", "bytes", "gzip"))


@dataclass(frozen=True)
class Operation:
    """One thing people do in the story. `request` does it once more and answers the response."""

    name: str
    client: Client
    user: Any
    request: Callable[[], HttpResponse]
    is_write: bool = False


def measure(operation: Operation) -> dict[str, Any]:
    """One line of the table: medians in milliseconds over ROUNDS, queries and bytes of one request."""
    for _ in range(WARM):
        sent = checked(operation.request()).content
    cost = record(lambda: checked(operation.request()))
    floor = FLOORS[operation.name] = Floor(cost, operation.user)
    send = operation.client.post if operation.is_write else operation.client.get

    def bare() -> HttpResponse:
        return send(f"/floor/{operation.name}")

    for _ in range(WARM):
        floor.prepare()
        answer = checked(bare())
        if len(answer.content) != cost.size:
            raise AssertionError(f"the floor of {operation.name} answers other than {cost.size} bytes")
    ours: list[float] = []
    floors: list[float] = []
    gc.collect()
    for turn in range(ROUNDS):
        steps = [(ours, operation.request), (floors, bare)]
        for times, step in steps if turn % 2 else reversed(steps):
            if step is bare:
                floor.prepare()  # outside the time taken
            began = time.perf_counter()
            answer = step()
            times.append((time.perf_counter() - began) * 1000)
            checked(answer)
    median, bottom = statistics.median(ours), statistics.median(floors)
    return {
        "name": operation.name,
        "median_ms": round(median, 2),
        "floor_ms": round(bottom, 2),
        "ratio": round(statistics.median(one / other for one, other in zip(ours, floors, strict=True)), 2),
        "queries": cost.queries,
        "bytes": cost.size,
        "gzip": len(gzip.compress(sent, mtime=0)),
    }


@dataclass(frozen=True)
class Work:
    """Something done without a request, which has no floor. What counts is the processor's time, not the clock's."""

    name: str
    work: Callable[[], Any]
    rounds: int = ROUNDS


def timed(work: Work) -> dict[str, Any]:
    """One line of the table: the median of the processor's milliseconds."""
    work.work()
    times = []
    gc.collect()
    for _ in range(work.rounds):
        began = time.process_time()
        work.work()
        times.append((time.process_time() - began) * 1000)
    return {**_EMPTY, "name": work.name, "median_ms": round(statistics.median(times), 2)}


@dataclass(frozen=True)
class Command:
    """A command of ours, run as a person runs it: what counts is how long they wait, the interpreter's start included."""

    name: str
    arguments: tuple[str, ...]
    rounds: int = 3


def waited(command: Command) -> dict[str, Any]:
    """One line of the table: the median of the milliseconds until the command is done. CalledProcessError where it fails."""
    times = []
    for _ in range(command.rounds):
        began = time.perf_counter()
        subprocess.run([sys.executable, *command.arguments], check=True, capture_output=True)
        times.append((time.perf_counter() - began) * 1000)
    return {**_EMPTY, "name": command.name, "median_ms": round(statistics.median(times), 2)}


def checked(response: HttpResponse) -> HttpResponse:
    """A refused request would be fast, and worthless."""
    if response.status_code != 200:
        raise AssertionError(f"status {response.status_code}: {response.content.decode()[:2000]}")
    return response


def gzipped(paths: list[Path]) -> dict[str, Any]:
    """What a browser fetches once for any number of blocks: all their CSS and JS, htmx included, by gzip -9."""
    size = sum(len(gzip.compress(path.read_bytes(), 9, mtime=0)) for path in paths)
    return {**_EMPTY, "name": "assets.gzip", "gzip": size}
