"""A smoke: every block shown, every handler asked, every page and every document opened once. What is what says the registry.

The oldest versions supported are asked this and the story in the browser (`.ci/run`): whether they run what we wrote. That what
comes is right is tested elsewhere, with the newest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from itertools import chain
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from xblock.core import XBlock

from internship_xblock import registry, urls
from internship_xblock.core.actor import Identity
from internship_xblock.tools.conversations.models import Concern, Conversation
from internship_xblock.tools.conversations.web.activity import PAGES as CONVERSATIONS
from internship_xblock.tools.conversations.web.concerns import PAGES as CONCERNS
from internship_xblock.tools.coordination import api as coordination
from internship_xblock.tools.feeds import api as feeds
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.notices.choices import token_of
from internship_xblock.tools.placements.web.overview.pages import PAGES as PLACEMENTS
from internship_xblock.tools.statements.models import Statement
from internship_xblock.tools.statements.web.activity import PAGES as STATEMENTS
from internship_xblock.tools.training import awarding
from tests.hostile import IDS, Outcome, Scene, block_classes, pages_of, staged
from tests.platform import COURSE, TestPlatform

pytestmark = pytest.mark.django_db
LINK = re.compile(r'(?:href|action)="(/internship/[^"#]+)')
PEOPLE = ("student", "mentor", "staff")
GUESTS = {"confirm", "join_account"}  # in a browser where a personal link is open: tests/pages/test_join.py


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), staged() as found:
        yield found


@pytest.fixture(scope="module")
def shown(scene: Scene, django_db_blocker: Any) -> dict[str, list[tuple[str, str]]]:
    """Every screen of every block, by the name of its class: who sees it, and its HTML."""
    with django_db_blocker.unblock():
        return {
            block_class.__name__: [(name, html) for name, _fields, html in scene.screens(block_class)]
            for block_class in block_classes()
        }


def test_the_registry_and_the_platform_know_the_same_blocks() -> None:
    assert sorted(registry.BLOCKS.values()) == sorted(f"{one.__module__}:{one.__name__}" for one in block_classes())


@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_every_view_of_every_block_opens(shown: dict[str, list[tuple[str, str]]], block_class: type[XBlock]) -> None:
    screens = shown[block_class.__name__]
    assert {name for name, _html in screens} == set(PEOPLE)
    assert all('class="internship' in html for _name, html in screens)


@pytest.fixture(scope="module")
def answers(scene: Scene, django_db_blocker: Any) -> dict[str, list[tuple[str, Outcome]]]:
    """What each handler answers, by class and action: who asked it with a form that a screen offers, and the outcome."""
    found = {}
    with django_db_blocker.unblock():
        for block_class in block_classes():
            for action, offers in scene.offers(block_class).items():
                found[f"{block_class.__name__}.{action}"] = [
                    (name, scene.send(block_class, action, scene.people[name], form, fields=fields))
                    for name, fields, form in offers[:4]
                ]
    return found


@pytest.mark.parametrize("action", IDS)
def test_every_handler_answers_what_a_screen_offers(answers: dict[str, list[tuple[str, Outcome]]], action: str) -> None:
    outcomes = [outcome for _name, outcome in answers[action]]
    assert outcomes
    assert {outcome.status for outcome in outcomes} <= {200, 403, 404, 409, 422}
    assert all(outcome.status == 200 or 'class="ix-message' in outcome.text for outcome in outcomes)


def activity_pages(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the activities that have a page, of blocks that the platform knows from now on."""
    blocks, addresses = {}, []
    for block_class in block_classes():
        if pages_of(block_class):
            block = scene.block(block_class, None)
            usage = str(block.scope_ids.usage_id)
            blocks[usage] = block
            where = {"course_key": COURSE, "usage_key": usage, "placement_id": scene.world.placement_id}
            addresses.append(reverse(f"internship_xblock:{pages_of(block_class).removesuffix('_action')}_page", kwargs=where))
    monkeypatch.setattr(TestPlatform, "blocks", blocks)
    return addresses


def test_every_page_and_every_document_opens(
    scene: Scene,
    shown: dict[str, list[tuple[str, str]]],
    answers: dict[str, list[tuple[str, Outcome]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What leads there: links of the blocks, of their handlers' answers and of the pages; and addresses that name nothing."""
    statement = Statement.objects.get(placement_id=scene.world.placement_id)
    seen = [*chain(*shown.values()), *((name, outcome.text) for name, outcome in chain(*answers.values()))]
    todo = [(name, unescape(link)) for name, html in seen for link in LINK.findall(html)]
    download = "internship_xblock:statement_download"
    todo += [("mentor", reverse(download, args=[statement.pk, 1, form])) for form in ("pdf", "docx")]
    closing = STATEMENTS.address(COURSE, "", scene.world.placement_id)
    todo += [("mentor", f"{closing}{action}") for action in ("show_statement?correct=1", "show_issued?number=1")]
    todo += [("student", reverse("internship_xblock:workbook_download", args=[COURSE, form])) for form in ("pdf", "docx")]
    for address in activity_pages(scene, monkeypatch):
        todo += [("student", address), ("student", f"{address}begin?role=student")]  # no screen leads there yet
    placement = PLACEMENTS.address(COURSE, "", scene.world.placement_id)
    todo += [("student", placement), ("student", f"{placement}links?placement={scene.world.placement_id}")]
    talk = Conversation.objects.filter(placement_id=scene.world.placement_id, told_at__isnull=False).get()
    talks, concerns = (one.address(COURSE, "", scene.world.placement_id) for one in (CONVERSATIONS, CONCERNS))
    todo.append(("mentor", f"{talks}show_conversation?checkpoint={talk.checkpoint}&day={talk.day.isoformat()}"))
    todo.append(("student", f"{concerns}show_concern?concern={Concern.objects.get().pk}"))
    awarding.award(person_id=scene.people["mentor"].account, course_key=COURSE, level="ready", completed_at=timezone.now())
    todo += [("mentor", reverse("internship_xblock:ready_to_host", args=[COURSE, form])) for form in ("pdf", "docx")]
    signed = token_of(Identity(scene.people["student"].account))
    todo.append(("student", reverse("internship_xblock:notices_by_link", args=[signed])))
    todo.append(("student", reverse("internship_xblock:calendar_feed", args=[feeds.make(scene.people["student"])])))
    todo.append(("staff", reverse("internship_xblock:placements_remind", args=[COURSE]) + "?state=invited"))
    lines = "External id,Student: name,Student: e-mail,Host\nx1,Nora Lund,nora@example.org,Tana Fisk\n"
    sheet = coordination.keep_sheet(scene.people["staff"], course_key=COURSE, name="x.csv", content=lines.encode())
    todo.append(("staff", reverse("internship_xblock:placements_sheet", args=[COURSE, sheet])))
    todo += [("staff", reverse("internship_xblock:placements_download", args=[COURSE, form])) for form in ("csv", "xlsx")]
    host_id = hosts.keep_host(scene.people["staff"], course_key=COURSE, name="Tana Fisk")
    day = timezone.localdate()
    asked = hosts.Asked(first_day=day, last_day=day, places=2, answer_by=day)
    made = hosts.ask_hosts(scene.people["staff"], host_ids=[host_id], asked=asked)[0]
    todo.append(("staff", reverse("internship_xblock:host", args=[COURSE, host_id])))
    todo += [("staff", reverse("internship_xblock:hosts_download", args=[COURSE, form])) for form in ("csv", "xlsx")]
    offer = reverse("internship_xblock:offer_open", args=[made.request_id])
    todo.append(("mentor", offer))
    for pattern in urls.urlpatterns:
        if pattern.name in ("notices_by_link", "calendar_feed", "placements_remind"):
            continue
        for arguments in ([], [COURSE]):
            with suppress(NoReverseMatch):
                todo.append(("staff", reverse(f"internship_xblock:{pattern.name}", args=arguments)))
    clients = {}
    for name in PEOPLE:
        clients[name] = Client()
        clients[name].force_login(get_user_model().objects.get(pk=scene.people[name].account))
    clients["mentor"].cookies[f"internship_offer_{made.request_id}"] = made.code
    opened: dict[tuple[Any, ...], int] = {}
    for name, link in todo:
        match = resolve(link.partition("?")[0])
        kind = (match.url_name, *(str(match.kwargs.get(one, "")) for one in ("kind", "form")), link.partition("?")[2])
        if kind in opened:
            continue
        answer = clients[name].get(link)
        opened[kind] = answer.status_code
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            todo += [(name, unescape(found)) for found in LINK.findall(answer.content.decode())]
    assert {kind: status for kind, status in opened.items() if status != 200} == {}
    found = {kind[0] for kind in opened} | GUESTS
    assert {pattern.name for pattern in urls.urlpatterns} - found == set(), "pages that nothing leads to"
