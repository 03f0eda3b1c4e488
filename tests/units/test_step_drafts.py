"""What an author types and does not save: kept for them alone, put back by the keeper, and never a learner's."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, NotAllowed
from internship_xblock.core.language.text import clean
from internship_xblock.retirement import forget
from internship_xblock.tools.units.authoring import SETTINGS, _read, drop_step_drafts, keep_step_draft
from internship_xblock.tools.units.models import StepDraft
from tests.platform import COURSE
from tests.runtime import call

from .lessons import AUTHOR, MIRA, learners, lesson

pytestmark = pytest.mark.django_db
WORDS = "Half a sentence, and \"quotes' <b>"
OTHER = Actor(user_id=9, name="Sindre", course_key=COURSE, is_staff=True)


@pytest.fixture(autouse=True)
def people() -> None:
    learners(AUTHOR, OTHER)


def post(block: Any, handler: str, status: int = 200, method: str = "POST", **data: Any) -> Any:
    response = call(block, handler, data, method=method)
    assert response.status_int == status, response.text
    return response


def opened(block: Any, step: str = "why") -> str:
    return str(post(block, "studio_edit_step", method="GET", step=step).text)


def revision(block: Any, step: str = "why") -> str:
    (found,) = re.findall(r'name="revision" value="(\d+)"', opened(block, step))
    return str(found)


def held(block: Any, step: str = "why") -> Any:
    found = re.search(r"data-held='([^']*)'", opened(block, step))
    return json.loads(html.unescape(found[1])) if found else None


def typing(block: Any, text: str = WORDS, status: int = 200, title: str = "Why", **changes: Any) -> Any:
    """Send what the keeper sends while somebody types."""
    began = revision(block)
    copy = {"revision": began, "values": [["title", title], ["text", text]], "typed": ["text"], "at": 1_764_000_000_000}
    form = {"step": "why", "title": title, "text": text, "revision": began, "copy": json.dumps(copy), **changes}
    return post(block, "studio_preview_step", status, **form)


def test_what_is_typed_comes_back_to_its_author_and_to_nobody_else() -> None:
    block = lesson(AUTHOR)
    before = block.steps
    assert held(block) is None
    assert typing(block).headers["X-Internship-Kept"] == "yes"
    assert block.steps == before
    again = lesson(AUTHOR)
    assert held(again)["values"] == [["title", "Why"], ["text", WORDS]]
    assert "data-draft-held" in again.studio_view().content
    for other in (lesson(OTHER), lesson(MIRA)):
        assert "Half a sentence" not in other.student_view().content + other.author_view().content
    assert held(lesson(OTHER)) is None
    assert "data-draft-held" not in lesson(OTHER).studio_view().content


def test_the_newest_is_kept_once() -> None:
    block = lesson(AUTHOR)
    typing(block)
    typing(block, "More")
    assert StepDraft.objects.count() == 1
    assert held(block)["values"][1] == ["text", "More"]


def test_what_cannot_be_saved_is_kept_all_the_same() -> None:
    block = lesson(AUTHOR)
    refused = typing(block, status=422, title="x" * 300)
    assert "What you typed is kept as your draft" in refused.text
    assert f"{block.html_id}-title" in refused.text
    assert held(block)["values"][0] == ["title", "x" * 300]


@pytest.mark.parametrize(
    ("handler", "more"),
    [("studio_save_step", {}), ("studio_preview_step", {"copy": ""}), ("studio_remove_step", {})],
)
def test_what_is_saved_thrown_away_or_removed_waits_no_longer(handler: str, more: dict[str, str]) -> None:
    block = lesson(AUTHOR)
    typing(block)
    post(block, handler, **{"step": "why", "title": "Why", "text": "Saved", "revision": revision(block), **more})
    assert not StepDraft.objects.exists()


def test_with_a_step_everybodys_drafts_of_it_go() -> None:
    block = lesson(AUTHOR)
    typing(block)
    typing(lesson(OTHER))
    assert StepDraft.objects.count() == 2
    post(block, "studio_remove_step", step="why")
    assert not StepDraft.objects.exists()


def test_an_answer_that_comes_late_brings_no_draft_back() -> None:
    """The step was saved while the last preview was on its way: what it carries is in the step."""
    block = lesson(AUTHOR)
    before = revision(block)
    post(block, "studio_save_step", step="why", title="Why", text="Saved", revision=before)
    assert "X-Internship-Kept" not in typing(block, "Saved", revision=before).headers
    assert not StepDraft.objects.exists()


@pytest.mark.parametrize(
    "copy",
    ["x", "[]", "{}", "null", '{"revision": 1, "values": 3, "typed": [], "at": 1}', "[" * 5_000,
     '{"revision": 1, "values": [[1]], "typed": [], "at": 1}', '{"revision": 1, "values": [], "typed": [], "at": 1e999}'],
)  # fmt: skip
def test_a_copy_that_our_keeper_never_sends_is_refused(copy: str) -> None:
    typing(lesson(AUTHOR), status=400, copy=copy)
    assert not StepDraft.objects.exists()


def test_what_no_field_holds_is_not_kept_either() -> None:
    block = lesson(AUTHOR)
    copy = {"revision": revision(block), "values": [["text", "A\x00\ud800B"]], "typed": [], "at": 1e300}
    typing(block, copy=json.dumps(copy))
    assert held(block)["values"] == [["text", clean("A\x00\ud800B")]]
    assert held(block)["at"] == 2**53


texts = st.text().filter(lambda text: clean(text) == text)


@given(st.lists(st.tuples(texts, st.one_of(texts, st.tuples(texts, st.booleans()).map(list))).map(list)))
def test_every_field_is_kept_as_it_was_typed(values: list[Any]) -> None:
    copy = {"revision": "7", "values": values, "typed": [], "at": 5}
    assert _read(json.dumps(copy)) == copy


def test_a_draft_of_no_step_is_refused() -> None:
    for step_id in ("", "x" * 65):
        with pytest.raises(BadRequest):
            keep_step_draft(AUTHOR, usage_key="unit", step_id=step_id, copy="", may_author=True)


def test_nobody_keeps_or_drops_a_draft_who_may_not_author() -> None:
    typing(lesson(AUTHOR))
    for verb, more in ((keep_step_draft, {"copy": ""}), (drop_step_drafts, {})):
        with pytest.raises(NotAllowed):
            verb(AUTHOR, usage_key=lesson(AUTHOR).usage_id, step_id="why", may_author=False, **more)
    assert StepDraft.objects.count() == 1


def settings_of(block: Any) -> tuple[str, Any]:
    """The revision of the settings in Studio, and what the server has kept of them."""
    form = lxml.html.fromstring(block.studio_view().content).xpath('//form[@data-draft="settings"]')[0]
    return form.xpath('.//input[@name="revision"]/@value')[0], json.loads(form.get("data-held", "null"))


def typing_settings(block: Any, began: str = "", **more: str) -> Any:
    began = began or settings_of(block)[0]
    copy = {"revision": began, "values": [["display_name", WORDS]], "typed": ["display_name"], "at": 1_764_000_000_000}
    return post(block, "studio_keep_settings", revision=began, **{"copy": json.dumps(copy), **more})


def test_what_is_typed_in_the_settings_comes_back_to_its_author_alone_until_it_is_saved() -> None:
    block = lesson(AUTHOR)
    assert settings_of(block)[1] is None
    assert typing_settings(block).headers["X-Internship-Kept"] == "yes"
    assert settings_of(lesson(AUTHOR))[1]["values"] == [["display_name", WORDS]]
    assert settings_of(lesson(OTHER))[1] is None
    assert "data-draft-held" not in block.studio_view().content, "no step waits for that"
    began = settings_of(block)[0]
    saved = {"display_name": "Roles", "minutes": 20, "minutes_at_work": 0, "outcomes": "One", "pass_mark": 80, "weight": "1"}
    post(block, "studio_save_settings", **saved)
    assert settings_of(block)[1] is None
    assert "X-Internship-Kept" not in typing_settings(block, began).headers, "it was saved while this was on its way"
    typing_settings(block)
    typing_settings(block, copy="")
    assert not StepDraft.objects.exists()


def test_a_step_cannot_be_called_as_the_settings_are() -> None:
    steps = [{"kind": "read", "id": SETTINGS, "title": "A", "text": "B"}]
    block = lesson(AUTHOR, steps=steps)
    typing_settings(block)
    assert held(block, block.unit.everything[0].id) is None


def test_drafts_go_with_their_author() -> None:
    typing(lesson(AUTHOR))
    forget(OTHER.account)
    assert StepDraft.objects.count() == 1
    forget(AUTHOR.account)
    assert not StepDraft.objects.exists()
