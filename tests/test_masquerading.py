"""Staff who look at a course as somebody else read no more than an instructor may by the permission table, and write nothing.

Every action and every view of every block and every page finds itself here; who adds one does not have to add it. The same
requests by the people themselves show each mark to somebody, so that no mark is looked for in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse
from xblock.core import XBlock

from internship_xblock.core.errors import NotFound
from internship_xblock.core.permissions import PRIVATE, READ_ONLY, TABLE, Role
from internship_xblock.tools.conversations.models import Conversation
from internship_xblock.tools.conversations.web.activity import PAGES as CONVERSATIONS
from internship_xblock.tools.conversations.web.concerns import PAGES as CONCERNS
from internship_xblock.tools.coordination.importing.models import PlacementSheet
from internship_xblock.tools.hosts.models import Host, PlaceRequest
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements.api import ONBOARDING
from internship_xblock.tools.plans.models import Plan
from internship_xblock.tools.plans.sources import starting, templates
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews.models import Submission
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements.models import Statement
from internship_xblock.tools.statements.web.activity import PAGES as STATEMENTS
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.urls import urlpatterns
from tests.hostile import ACTIONS, IDS, ON_PAGES, Form, block_classes, method_of, snapshot
from tests.logs.world import USAGE
from tests.masquerade import CLOSED, OPEN, Looked, found_in, told
from tests.plans.conftest import USAGE as PLAN
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block

pytestmark = pytest.mark.django_db
every_action = pytest.mark.parametrize(("block_class", "action"), ACTIONS, ids=IDS)
every_block = pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
KEEPS_PLACE = ("move", "choose_placement")  # which page is open is kept in the platform's own session for masquerades
TELLING = (
    "entry",
    "placement",
    "mode",
    "section",
    "number",
    "older",
    "newer",
    "source",
    "step",
    "way",
)  # of a form: what it is about
PARTS: Mapping[str, list[Any]] = {
    "course_key": [COURSE], "kind": ["pdf", "docx", "ics", "csv", "json"], "form": ["pdf", "docx", "csv", "xlsx"],
    "number": [1, 2, 3],
}  # fmt: skip

IN_NO_BLOCK = {"statement_action": STATEMENTS, "conversation_action": CONVERSATIONS, "concern_action": CONCERNS}
IS_ACTION = re.compile(r"/\d+/\w+\?")
ACTIVITIES = {"plan": (PlanBlock, PLAN), "log": (LogBlock, USAGE)}  # on pages of ours, by how their addresses are called


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Looked]:
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(logs.list_entries.__kwdefaults__, "limit", 5)  # so that there is more to show everywhere
        patch.setattr(templates, "TEMPLATES_LIMIT", 1)
        patch.setattr(starting, "EARLIER_LIMIT", 1)
        found = Looked()
        for block_class in block_classes():
            forms(found, block_class)  # here, once, and not in whichever test comes first
        yield found
        transaction.set_rollback(True)


@cache
def forms(scene: Looked, block_class: type[XBlock]) -> dict[str, list[tuple[Mapping[str, Any], Form]]]:
    """For each action what the people's screens offer to send, each shape of it once, about every entry and placement."""
    found: dict[str, dict[str, tuple[Mapping[str, Any], Form]]] = {}
    scene.look_as("")
    for action, offers in scene.offers(block_class).items():
        for _name, fields, offered in offers:
            for form in scene.forms(offered):
                shape = sorted((name, value if name in TELLING else bool(value[0])) for name, value in form.items())
                found.setdefault(action, {}).setdefault(repr((sorted(fields), shape)), (fields, form))
    return {action: list(some.values()) for action, some in found.items()}


def views(scene: Looked, block_class: type[XBlock], actor: Any) -> Iterator[str]:
    for fields in scene.starts(block_class):
        with transaction.atomic():
            yield scene.block(block_class, actor, **fields).student_view().content
            transaction.set_rollback(True)


@every_block
def test_no_view_tells_more_than_an_instructor_may_read(scene: Looked, block_class: type[XBlock]) -> None:
    before, seen = snapshot(), set()
    for name, actor in scene.lookers():
        scene.look_as(name)
        for html in views(scene, block_class, actor):
            assert not found_in(html, CLOSED), name
            seen |= found_in(html, OPEN)
    assert snapshot() == before
    assert seen or block_class.__name__ in ("UnitBlock", "PlacementBlock"), "what an instructor may read is there"


@every_action
def test_no_action_tells_more_than_an_instructor_may_read_and_none_writes(
    scene: Looked, block_class: type[XBlock], action: str
) -> None:
    is_get = method_of(block_class, action) == "GET"
    for fields, form in forms(scene, block_class)[action]:
        for name, actor in scene.lookers():
            scene.look_as(name)
            outcome = scene.send(block_class, action, actor, form, fields=fields)
            assert outcome.status < 500, (name, form)
            assert not found_in(f"{outcome.text}{outcome.headers}", CLOSED), (name, form)
            assert not outcome.changed or action in KEEPS_PLACE, (name, form)
            assert is_get or action in KEEPS_PLACE or outcome.status >= 400, (name, form)


def test_who_waits_is_told_as_far_as_the_course_team_may_read_and_never_what_somebody_has_read(scene: Looked) -> None:
    open_ids = set(Entry.objects.filter(sharing__in=("supervisor", "cohort")).values_list("pk", flat=True))
    assert logs.waiting(scene.mentor, course_key=COURSE).replies
    for actor in scene.parties.values():
        looked = replace(actor, masquerading=True)
        page = logs.waiting(looked, course_key=COURSE, limit=100)
        assert {row.entry_id for row in page.waiting} <= open_ids
        assert (page.unread, page.replies, page.entries) == ((), 0, len(page.waiting))
        assert logs.waiting(looked, course_key=COURSE, kind=ONBOARDING) == logs.WaitingPage()


def test_whether_there_is_an_entry_is_not_told_by_how_a_change_of_it_is_refused(scene: Looked) -> None:
    posts = [(block_class, action) for block_class, action in ACTIONS if method_of(block_class, action) == "POST"]
    offered = [(*post, *offer) for post in posts for offer in forms(scene, post[0])[post[1]]]
    scene.look_as("student")
    for block_class, action, fields, form in offered:
        if form.get("entry", [""])[0]:
            one = scene.send(block_class, action, scene.student, form, fields=fields)
            other = scene.send(block_class, action, scene.student, {**form, "entry": ["999999999"]}, fields=fields)
            assert (one.status, one.text) == (other.status, other.text), (action, form)


# -- our own pages -----------------------------------------------------------------------------------------------------


def addresses(scene: Looked) -> Iterator[str]:
    """Every address of a page of ours, with all that is there to name in it."""
    plan = Plan.objects.get(placement_id=scene.world.placement_id, usage_key=PLAN)
    known = {
        **PARTS, "plan_id": [plan.pk], "placement_id": scene.placement_ids,
        "submission_id": list(Submission.objects.values_list("pk", flat=True)),
        "statement_id": list(Statement.objects.values_list("pk", flat=True)),
        "sheet_id": list(PlacementSheet.objects.values_list("pk", flat=True)),
        "host_id": list(Host.objects.values_list("pk", flat=True)),
        "request_id": list(PlaceRequest.objects.values_list("pk", flat=True)),
    }  # fmt: skip
    for pattern in urlpatterns:
        if pattern.name in ("own_data", "notices_by_link", "calendar_feed"):
            continue  # what the account itself wrote, in no course; what a link opens, whoever is signed in
        block_class, usage = ACTIVITIES.get(str(pattern.name).partition("_")[0], (UnitBlock, ""))
        known["usage_key"] = [usage]
        known["action"] = [name for one, name in ON_PAGES if one is block_class and method_of(one, name) == "GET"]
        if pattern.name in IN_NO_BLOCK:
            known["action"] = [name for name, one in IN_NO_BLOCK[pattern.name].actions.items() if one.http_method == "GET"]
        made: list[dict[str, Any]] = [{}]
        for part, converter in pattern.pattern.converters.items():
            values = [value for value in known[part] if re.fullmatch(converter.regex, str(value))]
            made = [{**parts, part: value} for parts in made for value in values]
        for parts in made:
            address = reverse(f"internship_xblock:{pattern.name}", kwargs=parts)
            asked = {"log": USAGE, "status": "all", "pictures": "yes", "placement": parts.get("placement_id", "")}
            yield f"{address}?{urlencode({**asked, 'section': 'tasks', 'number': '1'})}"
    for talk in Conversation.objects.order_by("pk"):  # each is opened by itself
        here = CONVERSATIONS.address(COURSE, "", talk.placement_id)
        asked = {"placement": talk.placement_id, "checkpoint": talk.checkpoint, "day": talk.day.isoformat()}
        yield f"{here}show_conversation?{urlencode(asked)}"


def pages(scene: Looked, actor: Any) -> Iterator[tuple[str, int, str]]:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    blocks = {usage: make_block(block_class, None, usage=usage) for block_class, usage in ACTIVITIES.values()}
    for address in addresses(scene):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TestPlatform, "blocks", blocks)
            response = client.get(address)
        yield address, response.status_code, f"{told(response.getvalue())}{response.headers}"


@pytest.mark.parametrize("name", [*Looked.NAMES])
def test_no_page_tells_more_than_an_instructor_may_read(scene: Looked, name: str) -> None:
    scene.look_as(name)
    before = snapshot()
    found = list(pages(scene, dict(scene.lookers())[name]))
    assert [(address, found_in(text, CLOSED)) for address, _status, text in found if found_in(text, CLOSED)] == []
    assert {status for address, status, _text in found if not IS_ACTION.search(address)} <= {200, 403, 404}
    assert {status for _address, status, _text in found} <= {200, 400, 403, 404, 422}, "an action may miss a field"
    assert set().union(*(found_in(text, OPEN) for _address, _status, text in found)), "what was submitted is there"
    assert snapshot() == before


# -- that all this is looked for in the right places ----------------------------------------------------------------------


def shown_to_them(scene: Looked) -> Iterator[str]:
    """What the same requests tell the people themselves."""
    for block_class in block_classes():
        for actor in scene.parties.values():
            yield from views(scene, block_class, actor)
    for actor in (scene.student, scene.mentor):
        with transaction.atomic():
            yield from (text for _address, _status, text in pages(scene, actor))
            transaction.set_rollback(True)
        for block_class, action in ACTIONS:
            for fields, form in forms(scene, block_class)[action] if method_of(block_class, action) == "GET" else ():
                yield scene.send(block_class, action, actor, form, fields=fields).text


@pytest.mark.slow
def test_every_mark_is_shown_to_somebody_by_the_same_requests(scene: Looked) -> None:
    missing = CLOSED | OPEN
    with closing(shown_to_them(scene)) as texts:
        while missing and (text := next(texts, None)) is not None:
            missing = missing - found_in(text, missing)
    assert missing == set()


def test_every_kind_of_document_is_read_as_text(scene: Looked) -> None:
    found = {address.rsplit("/", 1)[1].partition("?")[0]: text for address, _status, text in pages(scene, scene.student)}
    for kind in ("pdf", "docx", "csv", "json"):
        assert "zqprivatezq" in found[f"{scene.world.placement_id}.{kind}"], kind
    for kind in ("pdf", "docx", "json"):
        assert "zqversionzq" in found[f"3.{kind}"], kind
    statement_id = statements.open_statement(scene.mentor, placement=scene.world.placement_id).statement_id
    for kind in ("pdf", "docx"):
        assert "zqissuedzq" in found[f"{statement_id}-2.{kind}"], kind


def test_an_instructor_reads_what_is_open_and_nothing_that_is_closed(scene: Looked) -> None:
    """By the pages that are an instructor's: so the two sets of marks are what the table says."""
    with transaction.atomic():
        texts = [text for _address, _status, text in pages(scene, scene.staff)]
        for entry_id in scene.entry_ids:
            try:
                texts.append(repr(logs.entry_for_review(scene.staff, usage_key=USAGE, entry_id=entry_id)))
            except NotFound as error:
                texts.append(repr(error))
        transaction.set_rollback(True)
    assert set().union(*(found_in(text, CLOSED) for text in texts)) == set()
    assert set().union(*(found_in(text, OPEN) for text in texts)) >= OPEN - {"zqtemplatezq"}


def test_what_may_be_used_while_masquerading_is_an_instructors_too_or_tells_an_instructors_part() -> None:
    """A new verb that only reads is here refused until it is decided what somebody who masquerades reads by it."""
    anybodys = {Role.INSTRUCTOR, Role.PERSON, Role.STRANGER}
    assert {verb for verb in READ_ONLY - PRIVATE if TABLE[verb].isdisjoint(anybodys)} == {
        "log.list", "log.figures",  # of what an instructor may read of the log
        "plan.versions", "review.standing",  # as the review page tells
    }  # fmt: skip
    assert not any(Role.INSTRUCTOR in TABLE[verb] for verb in PRIVATE)
