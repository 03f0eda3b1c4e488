"""Whatever is sent, by whomever: never a 5xx, always words, nothing half kept, nothing in the logs, nothing run by a browser.

Every action of every block and every page is found by itself; who adds one does not have to add it here.
"""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xblock.core import XBlock

from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements.web.overview.activity import PlacementActivity
from internship_xblock.ui.answering import FIELDS_LIMIT
from tests.logs.world import CHECKED

from .hostile import (
    ACTIONS,
    CANARY,
    IDS,
    NASTY,
    ON_PAGES,
    ON_PAGES_IDS,
    SECRET,
    Form,
    Outcome,
    Page,
    Scene,
    block_classes,
    leaked,
    method_of,
    staged,
)

pytestmark = pytest.mark.django_db
every_action = pytest.mark.parametrize(("block_class", "action"), ACTIONS, ids=IDS)
every_action_of_a_page = pytest.mark.parametrize(("block_class", "action"), ON_PAGES, ids=ON_PAGES_IDS)
quick = settings(
    max_examples=6, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

UNIT_IS_ANYBODYS = "UnitBlock"  # a unit has no ids of others: what a learner answers there is kept by their own account
IDS_OF_OTHERS = {"placement", "entry", "invitation", "comment", "message"}
OTHER_LOG = "block-v1:Test+Mentor+2026+type@internship_log+block@other"
# Which placement is named counts for nothing in what these show.
SHOWS_OWN = ("new_entry", "other_placements", "level_samples", "link_row")
BROKEN = [
    (b"&".join([b"a=1"] * (FIELDS_LIMIT + 1)), 400),
    (b"a=%FF", 400),
    (b"%ED%A0%80=1", 400),
    (b"no-equals-sign", 400),
]


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), staged() as found:
        for block_class in block_classes():
            offered(found, block_class)  # here, once, and not in whichever test comes first
        yield found


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing anybody typed stands in any log, at any level."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django")
    yield
    assert not leaked(caplog)


@cache
def offered(scene: Scene, block_class: type[XBlock]) -> dict[str, list[Any]]:
    return scene.offers(block_class)


# SavedButRefused alone may say so, and alone is committed: whoever is refused otherwise has changed nothing.
SAYS_SAVED = re.compile(r"\b(?:is|are) (?:saved|kept)\b")


def check(outcome: Outcome) -> None:
    """What holds for every answer."""
    assert outcome.status < 500, outcome.text
    assert not outcome.leaks
    if outcome.status >= 400:
        assert 'class="ix-message' in outcome.text or outcome.status == 405
        is_told = outcome.status == 422 and {"X-Internship-Refused", "X-Internship-Revision"} & set(outcome.headers)
        assert not outcome.changed or (is_told and SAYS_SAVED.search(outcome.text))


@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_every_action_is_offered_on_some_screen(scene: Scene, block_class: type[XBlock]) -> None:
    assert set(offered(scene, block_class)) == set(block_class.known_actions)


@pytest.mark.parametrize("block_class", block_classes(), ids=lambda one: one.__name__)
def test_no_screen_has_an_id_twice_or_something_to_run(scene: Scene, block_class: type[XBlock]) -> None:
    for name, fields, html in scene.screens(block_class):
        page = Page(html)
        assert not page.problems
        assert len(set(page.ids)) == len(page.ids), (name, fields, sorted(one for one in page.ids if page.ids.count(one) > 1))
        assert SECRET not in html or name == "student"


def check_broken_requests(scene: Scene, send: Callable[..., Outcome], block_class: type[XBlock], action: str) -> None:
    too_much = b"a=" + b"x" * block_class.known_actions[action].limit
    for body, status in [(too_much, 413), *BROKEN]:
        outcome = send(block_class, action, scene.student, body)
        check(outcome)
        assert outcome.status == status
    for method in {"GET", "POST", "PUT"} - {method_of(block_class, action)}:
        outcome = send(block_class, action, scene.student, b"", method)
        assert outcome.status == 405
        assert not outcome.changed


@every_action
def test_a_broken_request_is_refused_in_words(scene: Scene, block_class: type[XBlock], action: str) -> None:
    check_broken_requests(scene, scene.send, block_class, action)


@every_action
def test_a_missing_body_is_answered_in_words(scene: Scene, block_class: type[XBlock], action: str) -> None:
    for name in ("student", "mentor", "staff"):
        check(scene.send(block_class, action, scene.people[name], b""))
    if method_of(block_class, action) == "POST":
        for content_type in ("application/json", "multipart/form-data; boundary=x", "text/plain"):
            outcome = scene.send(block_class, action, scene.student, b'{"a": 1}', content_type=content_type)
            check(outcome)
            assert outcome.status == 400


@every_action
def test_who_has_no_part_in_it_changes_nothing(scene: Scene, block_class: type[XBlock], action: str) -> None:
    """Strangers, people outside the placement, staff of another course: refused wherever a form names what is not theirs."""
    is_post = method_of(block_class, action) == "POST"
    for _name, fields, form in offered(scene, block_class)[action][:2]:
        for name in ("stranger", "nobody", "outsider", "other_staff"):
            outcome = scene.send(block_class, action, scene.people[name], form, fields=fields)
            check(outcome)
            assert SECRET not in outcome.text
            names_somebodys = not IDS_OF_OTHERS.isdisjoint(form) and action not in SHOWS_OWN
            if names_somebodys or (is_post and name in ("stranger", "nobody")):
                assert outcome.status in (400, 403, 404), (name, form)


@every_action
def test_staff_see_no_draft_and_change_nothing_as_somebody_else(scene: Scene, block_class: type[XBlock], action: str) -> None:
    for _name, fields, form in offered(scene, block_class)[action][:2]:
        outcome = scene.send(block_class, action, scene.staff, form, fields=fields)
        check(outcome)
        assert SECRET not in outcome.text
        scene.masquerading(True)
        outcome = scene.send(block_class, action, scene.student, form, fields=fields)
        scene.masquerading(False)
        check(outcome)
        assert SECRET not in outcome.text
        assert outcome.status in (403, 404) or not scene_changed(outcome, block_class, action)


def scene_changed(outcome: Outcome, block_class: type[XBlock], action: str) -> bool:
    """Which page is open is kept in the platform's own session for masquerades; anything else is a change."""
    return outcome.changed and action not in ("move", "choose_placement")


@pytest.mark.parametrize(
    ("block_class", "action"),
    [pytest.param(*one, id=name) for one, name in zip(ACTIONS, IDS, strict=True) if one[1].startswith("studio_")],
)
def test_only_authors_use_what_is_for_authors(scene: Scene, block_class: type[XBlock], action: str) -> None:
    for _name, fields, form in offered(scene, block_class)[action][:2]:
        for name, actor in scene.people.items():
            if name in ("staff", "other_staff"):
                continue
            outcome = scene.send(block_class, action, actor, form, fields=fields)
            check(outcome)
            assert outcome.status == 403


@every_action
def test_ids_of_another_course_and_of_nothing_are_not_found(scene: Scene, block_class: type[XBlock], action: str) -> None:
    """Also where it is one's own placement that is in another course."""
    for name, fields, form in offered(scene, block_class)[action][:2]:
        for field in IDS_OF_OTHERS & set(form):
            for value in (str(scene.other_course.id), "0", "-1", "1" * 30, "١", "1 ", ""):
                if field == "entry" and not value:
                    continue  # a new one
                if field != "placement" and value == str(scene.other_course.id):
                    continue
                outcome = scene.send(block_class, action, scene.people[name], {**form, field: [value]}, fields=fields)
                check(outcome)
                is_asked = action not in (*SHOWS_OWN, "check_date" if field == "entry" else "")
                if is_asked and not (field == "placement" and form.get("entry", [""])[0]):  # an entry knows its placement
                    assert outcome.status in (400, 404), (field, value)


junk = st.one_of(
    st.sampled_from(
        [*NASTY, "", " ", "0", "-1", "9" * 40, "1e309", "NaN", "Infinity", "0x10", "١٢٣", "①", "9999-12-31", "0001-01-01",
         "2026-02-30", "2026-W01-1", "\x00", "\ufeff", "\u202e" + CANARY, "a\u0301", "ﬃ", "\U0001f41f", "{{ 1 }}",
         "%s%(a)s", "../../etc/passwd", "' OR 1=1 --", "a\r\nSet-Cookie: x=1", "x" * 501, "x" * 10_001, "on", "cohort"]
    ),
    st.text(max_size=12),
)  # fmt: skip


def mixed(data: st.DataObject, form: Form) -> Form:
    """A form as the page offers it, with junk in some of its fields, and junk for fields."""
    sent: Form = {}
    for name, values in form.items():
        what = data.draw(st.sampled_from(["as it is", "as it is", "junk", "junk", "gone", "twice"]))
        if what == "junk":
            sent[name] = [data.draw(junk)]
        elif what != "gone":
            sent[name] = values * (2 if what == "twice" else 1)
    for name in data.draw(st.lists(st.one_of(st.sampled_from([*form, *NASTY]), junk), max_size=3)):
        sent[name] = [data.draw(junk)]
    return sent


@every_action
@quick
@given(data=st.data())
def test_junk_in_any_field_is_answered_in_words_and_shown_as_text(
    scene: Scene, block_class: type[XBlock], action: str, data: st.DataObject
) -> None:
    name, fields, form = data.draw(st.sampled_from(offered(scene, block_class)[action]))
    sent = mixed(data, form)

    def afterwards(block: Any) -> Iterator[str]:
        if method_of(block_class, action) == "GET":
            return
        yield block.student_view().content
        if action.startswith("studio_"):
            yield block.studio_view().content
        elif block_class.__name__ != UNIT_IS_ANYBODYS:
            yield scene.block(block_class, scene.mentor).student_view().content

    check(scene.send(block_class, action, scene.people[name], sent, fields=fields, then=afterwards))


@every_action
def test_every_text_a_form_takes_is_shown_as_text(scene: Scene, block_class: type[XBlock], action: str) -> None:
    """The attacks where they are most at home: in each field that takes them, all else as it should be."""
    name, fields, form = offered(scene, block_class)[action][0]
    nasty = {field: [NASTY[number % len(NASTY)]] for number, field in enumerate(form)}
    taken = {}
    for field in list({field.rsplit("-", 1)[-1]: field for field in form}.values()):
        outcome = scene.send(block_class, action, scene.people[name], {**form, field: nasty[field]}, fields=fields)
        check(outcome)
        if outcome.status == 200:
            taken[field] = nasty[field]

    def afterwards(block: Any) -> Iterator[str]:
        yield block.student_view().content
        if action.startswith("studio_"):
            yield block.studio_view().content

    check(scene.send(block_class, action, scene.people[name], {**form, **taken}, fields=fields, then=afterwards))


def test_an_entry_is_changed_in_its_own_log_only(scene: Scene) -> None:
    """Another log of the same course may have other settings: it neither shows the entry nor shares it by its own."""
    entry = {"entry": [str(scene.draft.id)], "revision": [str(scene.draft.revision)]}
    prefix = f"s{scene.draft.id}"
    share = {**entry, f"{prefix}-level": ["cohort"], **{f"{prefix}-{name}": ["on"] for name in CHECKED}}
    typed = {**entry, "draft": ["1"], "placement": [str(scene.world.placement_id)], "d1-date": ["2026-09-21"]}
    forms = {"view_entry": entry, "entry_foot": entry, "share_entry": share, "save_entry": {**typed, "d1-text-what": ["x"]}}
    for action, form in forms.items():
        assert scene.send(LogBlock, action, scene.student, form).status == 200, action
        outcome = scene.send(
            LogBlock, action, scene.student, form, fields={"usage": "block-v1:Test+Mentor+2026+type@l+block@b"}
        )
        check(outcome)
        assert outcome.status == 404


# -- the same actions on pages of ours ----------------------------------------------------------------------------------------

OUR_ADDRESS = re.compile(r"(?:/internship/\w+/course-v1:[^/]+/[^/]+/\d+/|/handler/)(\w+)")


def test_every_activity_in_a_placement_has_a_page() -> None:
    """But for the placement itself, whose page needs no block (tests/overview)."""
    placed = [one for one in block_classes() if one.activity_class not in (None, PlacementActivity)]
    assert {one for one, _name in ON_PAGES} == set(placed)


@every_action_of_a_page
def test_an_action_says_the_same_on_its_page(
    scene: Scene, block_class: type[XBlock], action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for its addresses. What is new each time is the same here; staff have no placement, so the student asks for them."""
    now = timezone.now()
    for name, fields, form in offered(scene, block_class)[action][:3]:
        actor = scene.student if name == "staff" else scene.people[name]
        if "placement" in form:  # the page is that of the placement that the form was offered for
            fields = {**fields, "placement_id": str(form["placement"][0])}
        same_each_time(monkeypatch, now)
        in_block = scene.send(block_class, action, actor, form, fields=fields)
        same_each_time(monkeypatch, now)
        on_page = scene.send_to_page(block_class, action, actor, form, fields=fields)
        check(on_page)
        if fields.get("teaching"):  # a teaching copy stands in no placement
            assert on_page.status == 404
            continue
        told = {"X-Internship-Revision", "X-Internship-Refused", "HX-Trigger", "Cache-Control"}
        assert on_page.status == in_block.status
        assert {one: on_page.headers.get(one) for one in told} == {one: in_block.headers.get(one) for one in told}
        assert OUR_ADDRESS.sub(r"/\1", on_page.text) == OUR_ADDRESS.sub(r"/\1", in_block.text)


def same_each_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Give out the same ids and codes as the time before, and go by a clock that stands."""
    drawn = random.Random(1)
    monkeypatch.setattr("secrets.token_urlsafe", lambda size=16: f"{drawn.getrandbits(8 * size):x}")
    monkeypatch.setattr("secrets.token_hex", lambda size=16: f"{drawn.getrandbits(8 * size):x}")
    monkeypatch.setattr(timezone, "now", lambda: now)


@every_action_of_a_page
def test_a_broken_request_to_a_page_is_refused_in_words(scene: Scene, block_class: type[XBlock], action: str) -> None:
    check_broken_requests(scene, scene.send_to_page, block_class, action)


@every_action_of_a_page
def test_who_has_no_part_in_it_uses_no_page(scene: Scene, block_class: type[XBlock], action: str) -> None:
    """Whatever is sent: the page of a placement is that of its people."""
    for _name, fields, form in offered(scene, block_class)[action][:1]:
        for name in ("stranger", "nobody", "outsider"):
            outcome = scene.send_to_page(block_class, action, scene.people[name], form, fields=fields)
            check(outcome)
            assert outcome.status in (403, 404), name
            assert SECRET not in outcome.text


@every_action_of_a_page
@quick
@given(data=st.data())
def test_junk_in_any_field_of_a_page_is_answered_in_words(
    scene: Scene, block_class: type[XBlock], action: str, data: st.DataObject
) -> None:
    name, fields, form = data.draw(st.sampled_from(offered(scene, block_class)[action]))
    check(scene.send_to_page(block_class, action, scene.people[name], mixed(data, form), fields=fields))
