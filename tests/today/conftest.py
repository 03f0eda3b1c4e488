"""A course with a plan and a log, and browsers for everybody in its placement."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.logs.world import USAGE as LOG
from tests.logs.world import World
from tests.plans.conftest import RULES, Draft
from tests.plans.conftest import USAGE as PLAN
from tests.platform import TestPlatform
from tests.runtime import make_block

TODAY = "/internship/"


@pytest.fixture
def course(clean_platform: None) -> None:
    TestPlatform.blocks = {
        PLAN: make_block(PlanBlock, None, usage=PLAN, hours_required=RULES.hours_required),
        LOG: make_block(LogBlock, None, usage=LOG),
    }


@pytest.fixture
def world(person: Callable[..., Actor], course: None) -> World:
    """Ola the student, Mira the mentor, Sven the supervisor, Lea the leader, Gro; nothing is planned or written yet."""
    return World(person)


@pytest.fixture
def draft(world: World) -> Draft:
    return Draft(world.student, world.placement_id)


def browser_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account))
    return client


def queries_of(actor: Actor, address: str) -> tuple[int, str]:
    """Open a page as somebody: how many queries it asks, that of the account among them, and its HTML.

    Where a session is kept is the site's to choose.
    """
    client = browser_of(actor)
    client.get(address)  # what is looked up once in the life of a process is no part of it
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200
    asked = [sql for query in captured if (sql := query["sql"]).split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
    return len([sql for sql in asked if "django_session" not in sql]), answer.content.decode()


class Page:
    """Today as somebody reads it: the sentences that are theirs to do, with what they press, and those for others."""

    def __init__(self, html: str) -> None:
        self.tree = lxml.html.fromstring(html)
        for disc in self.tree.xpath("//*[contains(@class, 'ix-disc--')]"):  # of whom a line is about, before it is taken out
            disc.getparent().set("data-look", disc.get("class").partition("ix-disc--")[2])
        for hidden in self.tree.xpath("//*[contains(@class, 'ix-visually-hidden') or contains(@class, 'ix-disc')]"):
            hidden.drop_tree()
        self.words = " ".join(self.tree.xpath("//main")[0].text_content().split())

    def said(self, place: str) -> list[str]:
        lines = self.tree.xpath(f"//section[@aria-labelledby='{place}']//*[contains(@class, 'ix-todo-said')]")
        return [" ".join(line.text_content().split()) for line in lines]

    @property
    def first(self) -> str:
        found = self.tree.xpath("//*[contains(@class, 'ix-today-first')]")
        return " ".join(found[0].text_content().split()) if found else ""

    def look_of(self, sentence: str) -> str:
        """The look of the disc beside a sentence: the role of whom it is about, "" where there is none."""
        lines = self.tree.xpath("//*[contains(@class, 'ix-todo') or contains(@class, 'ix-today-sentence')]")
        (line,) = [one for one in lines if one.tag in ("li", "p") and sentence in " ".join(one.text_content().split())]
        return str(line.get("data-look", ""))

    @property
    def mine(self) -> list[str]:
        return [self.first, *self.said("today-mine")]

    @property
    def others(self) -> list[str]:
        return self.said("today-others")

    @property
    def links(self) -> list[str]:
        return [str(one) for one in self.tree.xpath("//main//a/@href")]


def look(actor: Actor, **query: str) -> Page:
    answer = browser_of(actor).get(TODAY, query)
    assert answer.status_code == 200, answer.content.decode()
    return Page(answer.content.decode())
