"""Whatever is sent to a page, by whomever: never a 5xx, always words, nothing half kept, nothing in the logs.

Every address of ours is found by itself; a new one is refused here until it says what its address is made of.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.language.text import BODY_LIMIT
from internship_xblock.tools.coordination import api as coordination
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.training import awarding
from internship_xblock.ui.pages.serving import FIELDS_LIMIT
from internship_xblock.urls import urlpatterns
from tests.hostile import CANARY, NASTY, Page, leaked, snapshot
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block
from tests.seats import guest_of, open_in

from .conftest import LOG_BLOCK, PLAN_BLOCK, certificate, post

OPEN = ("health", "plan_schema", "log_schema")  # they ask for nothing and tell nothing of anybody
# A link, a browser's key, or the code and the name on what was issued opens what they open; nothing else does.
PUBLIC = {  # what somebody without any of these is answered, to GET and to a POST that is no form
    "join": (200, 400), "confirm": (404, 400), "join_account": (403, 400), "leave": (200, 400), "check": (200, 400),
    "offer": (200, 400), "offer_open": (404, 400),
}  # fmt: skip
# What stands in the address is all that counts: tests/notices/test_pages.py and tests/feeds try them.
BY_TOKEN = ("notices_by_link", "calendar_feed")
# Each one's own: whoever has written nothing there has an empty one.
OWN = ("workbook", "workbook_download", "calendar")
UPLOADS = ("placements_import",)  # it takes a file, and no other form at all
PAGES = [pattern.name for pattern in urlpatterns if pattern.name not in (*OPEN, *BY_TOKEN)]
PARTS = {pattern.name: set(pattern.pattern.converters) for pattern in urlpatterns}
every_page = pytest.mark.parametrize("name", PAGES)
quick = settings(
    max_examples=12, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
TOKEN = "csrfmiddlewaretoken"
Address = Callable[..., str]


@pytest.fixture
def address(
    mira: Actor, placement_id: int, plan: reviews.SubmissionView, entry: reviews.SubmissionView,
    person: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch,
) -> Address:  # fmt: skip
    """`address("review")`, with parts of its own where they are given."""
    row = placements.PartyRow(uid="other1", role="other", name="Gro")
    seen = placements.get(mira, placement_id=placement_id)
    placements.save_parties(mira, placement_id=placement_id, revision=seen.revision, rows=[*seen.parties, row])
    issued = certificate(plan.placement_id)
    awarding.award(person_id=mira.account, course_key=COURSE, level="ready", completed_at=timezone.now())
    ida = person("staff_ida", is_staff=True)
    content = b"External id,Student: name\n1,Emil Eira"
    sheet_id = coordination.keep_sheet(ida, course_key=COURSE, name="register.csv", content=content)
    host_id = hosts.keep_host(ida, course_key=COURSE, name="Tana Fisk")
    day = timezone.localdate()
    places = hosts.Asked(first_day=day, last_day=day, places=2, answer_by=day)
    request_id = hosts.ask_hosts(ida, host_ids=[host_id], asked=places)[0].request_id
    known = {
        "host_id": host_id, "request_id": request_id,
        "course_key": COURSE, "submission_id": entry.id, "plan_id": plan.subject_id,
        "statement_id": issued.statement_id, "number": 1, "kind": "json",
        "form": "docx", "sheet_id": sheet_id, "placement_id": placement_id, "action": "first_screen",
    }  # fmt: skip
    blocks = {PLAN_BLOCK: PlanBlock, LOG_BLOCK: LogBlock}
    monkeypatch.setattr(
        TestPlatform, "blocks", {usage: make_block(block_class, None, usage=usage) for usage, block_class in blocks.items()}
    )

    def make(name: str, **parts: Any) -> str:
        here = {"usage_key": LOG_BLOCK if name.startswith("log") else PLAN_BLOCK, **known}
        actions = {
            "statement_action": "show_statement",
            "conversation_action": "show_conversation",
            "concern_action": "show_concern",
        }
        here |= {"action": actions[name]} if name in actions else {}
        here |= {"form": "csv"} if name.startswith(("placements_", "hosts_")) else {}
        here |= parts
        return reverse(f"internship_xblock:{name}", kwargs={part: here[part] for part in PARTS[name]})

    return make


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django")
    yield
    assert not leaked(caplog)


def check(response: Any, before: dict[str, list[Any]]) -> None:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    text = response.content.decode() if is_html else ""
    assert response.status_code < 500
    assert not Page(text).problems
    assert is_html or response.status_code == 200
    assert all(CANARY not in value and "\n" not in value for value in response.headers.values())
    if response.status_code >= 400:
        assert snapshot() == before
        assert 'class="ix-message' in text or response.status_code == 405
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "strict-origin"


@every_page
def test_nobody_is_let_in_without_an_account(address: Address, name: str) -> None:
    for method, status in zip(("get", "post"), PUBLIC.get(name, (0, 0)), strict=True):
        response = getattr(Client(), method)(address(name))
        is_refused = response.status_code == 403 and name.endswith("_action")  # the script says so, where it was typed
        is_closed = name not in PUBLIC and (response.status_code in (302, 405) or is_refused)
        assert is_closed or response.status_code == status, response.status_code
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert "Gro" not in response.content.decode()


@every_page
@pytest.mark.parametrize(
    "who", ["of another placement", "of a link that was revoked", "of a seat that was emptied", "who left"]
)
def test_a_guest_finds_nothing_of_a_placement_that_is_not_theirs(
    address: Address, name: str, who: str, placement_id: int, person: Callable[..., Actor]
) -> None:
    client, now = Client(), timezone.now()
    if who == "of another placement":
        open_in(client, guest_of(placements.start(person("odd"), course_key=COURSE, role="mentor").id, "mentor", "Gunn"))
    else:
        ends: dict[str, Any] = {"of a link that was revoked": {"revoked_at": now}, "who left": {"ended_at": now}}
        guest = guest_of(placement_id, "mentor", "Gunn")
        open_in(client, guest, **ends.get(who, {}))
        if who == "of a seat that was emptied":
            Party.objects.filter(pk=guest.seat_id).update(is_by_link=False)
    before = snapshot()
    for method in ("get", "post"):
        if (name, method) == ("leave", "post"):
            continue  # it ends what is open here, which is theirs to do
        response = getattr(client, method)(address(name))
        assert response.status_code in (200, 302, 400, 403, 404, 405)
        for words in ("Gro", "Mira", "Nils"):
            assert words not in response.content.decode(errors="replace"), words
    assert snapshot() == before


@every_page
def test_other_methods_are_refused(address: Address, browser: Callable[[str], Client], name: str) -> None:
    client, before = browser("staff_ida"), snapshot()
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        response = client.generic(method, address(name), headers={"X-CSRFToken": "a" * 32})
        assert response.status_code in (403, 405)
    assert snapshot() == before


@every_page
def test_a_form_from_another_site_changes_nothing(address: Address, browser: Callable[[str], Client], name: str) -> None:
    before = snapshot()
    for person in ("gro", "staff_ida"):
        response = browser(person).post(address(name), {"decision": "approved", "text": "x", "revision": "1", "points": "1"})
        assert response.status_code in (403, 405)
        assert snapshot() == before


ANYBODYS = ("join", "offer", "leave", "check", "own_data", "notices", "today", *OWN)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ANYBODYS])
def test_only_who_may_sees_what_was_submitted(address: Address, browser: Callable[[str], Client], name: str) -> None:
    before = snapshot()
    for person in ("mira", "olaf") if name.startswith("review") else ("olaf",):  # a plan is also its parties'
        for response in (browser(person).get(address(name)), post(browser(person), address(name), {"text": "x"})):
            check(response, before)
            assert response.status_code in (403, 404, 405)
            assert "Mira" not in response.content.decode()


@every_page
def test_addresses_of_nothing_and_of_another_course(address: Address, browser: Callable[[str], Client], name: str) -> None:
    client, before = browser("staff_ida"), snapshot()
    hostile: dict[str, list[Any]] = {
        "course_key": [
            "course-v1:Other+X+1",
            "course-v1:Test+Mentor+2027",
            "a/b/c",
            "course-v1:\u202e+\u0660+x",
            "a+b+" + "c" * 600,
        ],
        **{
            part: [0, 10**18 - 1]
            for part in (
                "submission_id",
                "plan_id",
                "statement_id",
                "number",
                "placement_id",
                "sheet_id",
                "host_id",
                "request_id",
            )
        },
        "kind": [],
        "form": [],
        "usage_key": ["x", "block-v1:Other+X+1+type@internship_plan+block@plan", "\u202e\u0660", "b" * 600],
        "action": ["studio_save", "save", "enter", "show", "a" * 600],
    }
    for part in PARTS[name]:
        for value in hostile[part]:
            response = client.get(address(name, **{part: value}))
            check(response, before)
            assert response.status_code in ((200,) if name in OWN else (403, 404))
    assert client.get(address(name) + quote("\x00\u0661")).status_code in (403, 404)


@every_page
@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"text=" + b"x" * BODY_LIMIT, "application/x-www-form-urlencoded", 413),
        (b"&".join([b"a=1"] * (FIELDS_LIMIT + 1)), "application/x-www-form-urlencoded", 400),
        (b"text=%FF", "application/x-www-form-urlencoded", 400),
        (b"text=\xff", "application/x-www-form-urlencoded", 400),
        (b"not a form", "application/x-www-form-urlencoded", 400),
        (b'{"text": "x"}', "application/json", 400),
        (b"--x--", "multipart/form-data; boundary=x", 400),
    ],
)
def test_a_broken_body_is_refused_in_words(
    address: Address, browser: Callable[[str], Client], name: str, body: bytes, content_type: str, status: int
) -> None:
    client, before = browser("staff_ida"), snapshot()
    response = post(client, address(name), body, content_type=content_type)
    check(response, before)
    assert response.status_code in ((400, 422, 405) if name in UPLOADS else (status, 405))


junk = st.one_of(
    st.sampled_from(
        [*NASTY, "", "0", "1", "-1", "9" * 30, "1e309", "NaN", "١", "\x00", "\u202e", "ffffffffffffff-fffffffffffffff", "0-0",
         "submitted", "all", "oldest", "newest", "plan", "entry", "comment", "approved", "returned", "x" * 10_001, "%"]
    ),
    st.text(max_size=12),
)  # fmt: skip


@every_page
@quick
@given(data=st.data())
def test_junk_is_answered_in_words_and_shown_as_text(
    address: Address, browser: Callable[[str], Client], name: str, data: st.DataObject
) -> None:
    client = browser("staff_ida")
    opened = client.get(address(name))
    offered = set() if opened.streaming else Page(opened.content.decode(errors="replace")).names - {TOKEN}
    known = sorted(offered | {"after", "before", "status", "order", "kind", "log", "since", "without", "paper"})
    sent = data.draw(st.dictionaries(st.one_of(st.sampled_from(known), junk), junk, max_size=6))
    before = snapshot()
    check(client.get(address(name) + "?" + urlencode(sent, errors="replace")), before)
    response = post(client, address(name), sent)
    check(response, before)
    for page in ("review", "review_open"):
        assert not Page(client.get(address(page)).content.decode()).problems


@quick
@given(data=st.data())
def test_junk_as_marks_is_answered_in_words(
    address: Address, browser: Callable[[str], Client], plan: reviews.SubmissionView, data: st.DataObject
) -> None:
    client, here = browser("staff_ida"), address("review_open", submission_id=plan.id)
    offered = sorted(Page(client.get(here).content.decode()).names - {TOKEN})
    assert "mark-own" in offered
    sent = data.draw(st.dictionaries(st.sampled_from([*offered, "mark-", "remark-x"]), junk, max_size=6))
    sent |= data.draw(st.sampled_from([{}, {"decision": "comment", "revision": str(plan.revision)}]))
    before = snapshot()
    check(post(client, here, sent), before)
    assert not Page(client.get(here).content.decode()).problems


@pytest.mark.parametrize("nasty", NASTY)
def test_an_answer_is_shown_as_text(
    address: Address, browser: Callable[[str], Client], nasty: str, entry: Any, plan: Any
) -> None:
    client, before = browser("staff_ida"), snapshot()
    for view, marks in ((entry, {}), (plan, {"mark-own": "met", "remark-own": nasty})):
        here = address("review_open", submission_id=view.id)
        typed = {"decision": "comment", "text": nasty, "revision": str(view.revision), "points": "", **marks}
        response = post(client, here, typed)
        check(response, before)
        assert response.status_code == 302
        text = client.get(here).content.decode()
        assert CANARY in text
        assert not Page(text).problems
