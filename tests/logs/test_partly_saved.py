"""Choosing other questions with a field that cannot be kept: what is stored is what the page shows, and no word is lost."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from lxml import html

from internship_xblock.core.errors import PartlySaved, Stale
from internship_xblock.core.language.text import TEXT_LIMIT
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.api import LogRules
from internship_xblock.tools.logs.models import Entry

from ..runtime import call
from .test_block import block_for, typed
from .test_questions import RULES, begin, go_on
from .world import USAGE, World, form, words

LONG = "x" * (TEXT_LIMIT + 1)


def choose(world: World, wanted: str = "gibbs", revision: int = 0, **more: str) -> Any:
    block = block_for(world.student, more_models="gibbs")
    return call(block, "other_questions", typed(world, **more) | {"questions": wanted, "revision": str(revision)})


def shown(answer: Any) -> Any:
    """The form in an answer."""
    (found,) = html.fragment_fromstring(answer.text, create_parent=True).xpath(".//form[@data-draft]")
    return found


def said_at(page: Any, name: str) -> str:
    (field,) = page.xpath(f".//*[@name='{name}']")
    (place,) = page.xpath(f".//*[@id='{field.get('id')}-error']")
    return str(place.text_content())


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("hours", "7.3", "Use quarter hours"),
        ("date", "1999-12-31", "too long ago"),
        ("next_step", "x" * 501, "longer than fits"),
        ("link-0-url", "javascript:alert(1)", "Only addresses that begin with"),
    ],
)
@pytest.mark.parametrize("is_begun", [False, True])
def test_the_form_has_the_new_questions_and_what_could_not_be_kept(
    world: World, name: str, value: str, said: str, is_begun: bool
) -> None:
    if is_begun:
        begin(world, what="A call")
    answer = choose(world, revision=int(is_begun), **{name: value})
    assert answer.status_int == 200, answer.text
    page = shown(answer)
    assert page.fields["d1-text-feelings"].strip() == ""
    assert page.fields[f"d1-{name}"] == value
    assert said in said_at(page, f"d1-{name}")
    assert page.get("data-not-kept") == f"d1-{name}"
    assert page.fields["revision"] == answer.headers["X-Internship-Revision"] == str(1 + is_begun)
    (alert,) = page.xpath(".//*[@data-messages]/*[@role='alert']")
    assert "Everything is saved except what is marked here." in alert.text_content()
    assert alert.xpath(".//a/@href") == ["#" + page.xpath(f".//*[@name='d1-{name}']/@id")[0]]
    assert "Everything you wrote is saved" not in answer.text
    entry = Entry.objects.get()
    assert (entry.model, entry.texts["what"]) == ("gibbs", "I rang a customer.")
    assert value not in (str(entry.hours), str(entry.date), entry.next_step, str(entry.links))
    sent = dict(page.form_values()) | {"d1-level": ""}  # as the keeper sends it; lxml says "on" for an empty choice
    again = call(block_for(world.student, more_models="gibbs"), "save_entry", sent)
    assert again.headers["X-Internship-Refused"] == f"d1-{name}"


def test_links_stand_where_they_were_typed(world: World) -> None:
    links = {"link-0-url": "", "link-0-label": "", "link-1-url": "no address at all", "link-1-label": ""}
    page = shown(choose(world, **links, **{"link-2-url": "uit.no", "link-2-label": "The programme"}))
    assert [page.fields[f"d1-link-{n}-url"] for n in range(4)] == [None, "no address at all", "uit.no", None]
    assert said_at(page, "d1-link-1-url")
    assert [one["label"] for one in Entry.objects.get().links] == ["The programme"]


@pytest.mark.parametrize("is_begun", [False, True])
def test_a_text_that_would_lose_its_question_stays_with_it(world: World, is_begun: bool) -> None:
    if is_begun:
        begin(world, what="A call")
    answer = choose(world, revision=int(is_begun), **{"text-what": LONG, "text-so_what": "He was angry."})
    assert answer.status_int == 422
    assert answer.headers["X-Internship-Refused"] == "d1-text-what"
    assert answer.headers["X-Internship-Revision"] == str(1 + is_begun)
    assert "This is not done yet" in answer.text
    assert "d1-text-what-error" in answer.text
    entry = Entry.objects.get()
    assert (entry.model, entry.texts["so_what"], entry.texts["what"]) == ("driscoll", "He was angry.", "A call" * is_begun)


def test_a_text_without_a_field_in_the_form_stays_in_it_too(world: World) -> None:
    """Words that outlived their field go along hidden: the same questions once more would not show them."""
    begin(world, what="A call")
    answer = choose(world, "driscoll", revision=1, **{"text-feelings": LONG})
    assert answer.status_int == 422
    assert answer.headers["X-Internship-Refused"] == "d1-text-feelings"


def test_the_verb_says_which_questions_stand(world: World) -> None:
    entry = begin(world, what="A call")
    for typed_texts, model in (({"what": LONG, "so_what": "Angry"}, "driscoll"), ({"so_what": "Sad"}, "gibbs")):
        data = form(date="2026-09-21", hours="7.3", **{f"text-{name}": text for name, text in typed_texts.items()})
        with pytest.raises(PartlySaved) as raised:
            logs.edit(
                world.student,
                usage_key=USAGE,
                entry_id=entry.id,
                revision=entry.revision,
                rules=RULES,
                typed=data,
                model="gibbs",
            )  # fmt: skip
        entry = raised.value.saved
        assert (entry.model, Entry.objects.get().model) == (model, model)
        assert entry.revision == raised.value.revision == Entry.objects.get().revision
    assert go_on(world, entry, feelings="Tired").texts["what"] == "A call"


def test_a_field_that_cannot_be_kept_is_put_over_no_word_of_another_window(world: World) -> None:
    """The mended save is compared with what was written there meanwhile."""
    entry = world.write(hours="7")
    late = partial(logs.edit, world.student, usage_key=USAGE, entry_id=entry.id, rules=LogRules())
    late(revision=1, typed=words(hours="6"))  # the other window
    with pytest.raises(PartlySaved) as raised:
        late(revision=1, typed=words(hours="7.3"))
    assert raised.value.revision == 1
    with pytest.raises(Stale):
        late(revision=raised.value.revision, typed=words(hours="7.5"))
    assert Entry.objects.get().hours == 6
