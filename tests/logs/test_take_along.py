"""One's own log to take along: nobody else's, of it what was chosen, from the block to the file."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotAllowed, NotFound
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryText
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from tests.exports.paper import A4, LETTER, size_of
from tests.runtime import call, make_block

from .test_queries import count, fill
from .world import USAGE, World, form


def take(world: World, actor: Actor | None = None, **chosen: Any) -> list[str]:
    """The texts of what is taken along."""
    choice = logs.ChoiceForm(form(**chosen)).choice()
    found = logs.take_along(actor or world.student, placement=world.placement_id, usage_key=USAGE, choice=choice)
    offer = logs.offer(actor or world.student, placement=world.placement_id, usage_key=USAGE, choice=choice)
    assert offer.entries == len(found.entries)
    return [entry.texts["what"] for entry in found.entries]


def some(world: World) -> None:
    """A draft, a sensitive entry with an answer, one for everybody; and one of the mentor's own."""
    world.write(what="draft", day="2026-09-23")
    secret = world.share(world.write(what="secret", day="2026-09-21"), "mentor", is_sensitive=True).entry
    logs.answer(world.mentor, usage_key=USAGE, entry_id=secret.id, observation="You listened before you spoke.")
    world.share(world.write(what="open", day="2026-09-22"), "cohort")
    world.share(world.write(world.mentor, what="the mentor's own", day="2026-09-22"), "cohort", world.mentor)


def test_each_takes_their_own_in_the_order_of_days(world: World) -> None:
    some(world)
    assert take(world) == ["secret", "open", "draft"]
    assert take(world, world.mentor) == ["the mentor's own"]
    for actor in (world.supervisor, world.other, world.leader):  # they may read one or the other
        with pytest.raises(NotFound) as refused:
            take(world, actor)
        assert "not written anything" in str(refused.value.message)
    for actor in (world.outsider, world.stranger, world.staff, world.other_staff):
        with pytest.raises(NotFound):
            take(world, actor)


def test_who_looks_as_the_author_takes_nothing(world: World) -> None:
    some(world)
    with pytest.raises(NotAllowed):
        take(world, replace(world.student, masquerading=True))


def test_what_is_chosen(world: World) -> None:
    some(world)
    assert take(world, since="2026-09-22") == ["open", "draft"]
    assert take(world, until="2026-09-22") == ["secret", "open"]
    assert take(world, since="2026-09-22", until="2026-09-22") == ["open"]
    assert take(world, without=["sensitive"]) == ["open", "draft"]
    assert take(world, without=["private"]) == ["secret", "open"]
    assert take(world, since="2030-01-01") == []


def test_with_comments_or_without(world: World) -> None:
    some(world)
    for without, expected in (([], 1), (["comments"], 0)):
        choice = logs.Choice(until=date(2026, 9, 21), without=frozenset(without))
        found = logs.take_along(world.student, placement=world.placement_id, usage_key=USAGE, choice=choice)
        assert len(found.entries[0].comments) == expected


def test_the_offer_says_what_needs_a_thought(world: World) -> None:
    some(world)
    offer = logs.offer(world.student, placement=world.placement_id, usage_key=USAGE)
    assert (offer.entries, offer.sensitive, offer.private) == (3, 1, 1)
    assert (str(offer.first), str(offer.last)) == ("2026-09-21", "2026-09-23")


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"since": "soon"}, "since"),
        ({"until": "2026-02-30"}, "until"),
        ({"since": "2026-09-22", "until": "2026-09-21"}, "until"),
        ({"without": ["everything"]}, "without"),
    ],
)
def test_what_cannot_be_chosen_is_said_at_its_place(world: World, chosen: dict[str, Any], field: str) -> None:
    world.write()
    with pytest.raises(Invalid) as refused:
        take(world, **chosen)
    assert list(refused.value.fields) == [field]


def test_it_is_no_reading_by_others(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    take(world)
    assert Entry.objects.get(pk=entry.id).first_read_at is None


# -- from the block to the file --------------------------------------------------------------------------------------


def ask(actor: Actor, world: World, **chosen: str) -> Any:
    block = make_block(LogBlock, actor, usage=USAGE)
    return call(block, "take_along", {"placement": str(world.placement_id), **chosen}, method="GET")


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="(/internship/log/[^"]+)"', page)]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user_id))
    return client


def test_the_block_leads_to_every_document(world: World) -> None:
    some(world)
    whole = make_block(LogBlock, world.student, usage=USAGE).student_view().content
    assert "Download your log" in whole
    page = ask(world.student, world).text
    assert "3 entries of yours, Mon 21 Sep – Wed 23 Sep:" in page
    assert "Only you can read 1 of them." in page
    assert "1 of them is marked as company-sensitive" in page
    client, found = signed_in(world.student), links(page)
    begins = {"pdf": b"%PDF-", "docx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}
    assert len(found) == 5
    for link in found:
        response = client.get(link)
        kind = link.partition("?")[0].rsplit(".", 1)[-1]
        assert response.status_code == 200, link
        assert response.content.startswith(begins[kind])
        assert response["Content-Disposition"] == f'attachment; filename="log-ola-2026-09-21-2026-09-23.{kind}"'
        assert response["Cache-Control"] == "no-store"
        assert response["X-Content-Type-Options"] == "nosniff"
    a4, letter = (client.get(link).content for link in found[:2])
    assert (size_of(a4), size_of(letter)) == (A4, LETTER)


def test_the_file_holds_what_the_form_chose(world: World) -> None:
    some(world)
    page = ask(world.student, world, chosen="yes", **{"take-until": "2026-09-22", "take-without": "comments"}).text
    assert "2 entries of yours" in page
    assert 'value="2026-09-22"' in page
    assert re.search(r'value="comments"[^>]*checked', page)
    assert "data-focus" in page
    content = json.loads(signed_in(world.student).get(links(page)[-1]).content)
    assert [entry["day"] for entry in content["entries"]] == ["2026-09-21", "2026-09-22"]
    assert [entry["comments"] for entry in content["entries"]] == [[], []]
    assert content["chosen"] == {"since": None, "until": "2026-09-22", "without": ["comments"]}


def test_a_mistake_stands_at_its_field(world: World) -> None:
    world.write()
    answer = ask(world.student, world, **{"take-since": "2026-09-22", "take-until": "2026-09-21"})
    assert answer.status_int == 422
    assert "take-until-error" in answer.text
    assert "The last day is before the first day." in answer.text


def test_nothing_chosen_is_said_and_leads_nowhere(world: World) -> None:
    world.write()
    page = ask(world.student, world, **{"take-since": "2030-01-01"}).text
    assert "None of your entries match what you chose." in page
    assert links(page) == []


def test_who_has_not_written_is_offered_nothing(world: World) -> None:
    world.share(world.write(), "cohort")
    assert "Download your log" not in make_block(LogBlock, world.mentor, usage=USAGE).student_view().content
    assert ask(world.mentor, world).status_int == 404


def test_somebody_elses_link_opens_nothing(world: World) -> None:
    some(world)
    for link in links(ask(world.student, world).text):
        for actor in (world.supervisor, world.outsider, world.staff):
            assert signed_in(actor).get(link).status_code == 404
        own = signed_in(world.mentor).get(link.replace(".pdf", ".json").replace(".docx", ".json").replace(".csv", ".json"))
        assert [entry["day"] for entry in json.loads(own.content)["entries"]] == ["2026-09-22"]  # the mentor's own
        response = Client().get(link)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_an_address_that_our_pages_never_made_is_refused_in_words(world: World) -> None:
    world.write()
    client = signed_in(world.student)
    link = links(ask(world.student, world).text)[-1]
    assert client.get(f"{link}&since=soon").status_code == 422
    assert client.get(f"{link}&paper=wall").status_code == 400
    assert client.get(link.partition("?")[0]).status_code == 404  # no log named
    assert client.get(link.replace("log=", "log=" + "x" * 300)).status_code == 400
    assert client.get(link.replace(".json", ".exe")).status_code == 404


def test_a_site_without_our_pages_shows_no_dead_links(world: World, settings: Any) -> None:
    world.write()
    settings.ROOT_URLCONF = "tests.exports.no_urls"
    page = ask(world.student, world).text
    assert links(page) == []
    assert "cannot be created on this site" in page


def test_the_schema_is_published(world: World) -> None:
    response = signed_in(world.student).get("/internship/log/schema.json")
    assert json.loads(response.content)["$id"] == "urn:internship-xblock:log:1"


def test_as_many_queries_at_ten_as_at_a_thousand(world: World) -> None:
    found = []
    for size in (10, 1000):
        Entry.objects.all().delete()
        fill(world, size)
        changed = Entry.objects.all()[:1].get()
        EntryText.objects.create(entry=changed, revision=1, texts={})
        Entry.objects.filter(pk=changed.pk).update(has_earlier=True)
        place = placements.get(world.student, placement_id=world.placement_id)
        data: dict[str, Any] = {"placement": place, "usage_key": USAGE}
        client, link = signed_in(world.student), links(ask(world.student, world).text)[3]
        client.get(link)
        found.append(
            (
                count(lambda d=data: logs.take_along(world.student, **d)),
                count(lambda d=data: logs.offer(world.student, **d)),
                count(lambda c=client, at=link: c.get(at)),
            )
        )
        table = list(csv.reader(io.StringIO(client.get(link).content.decode("utf-8-sig"), newline="")))
        assert len(table) == size + 1
    assert found[0] == found[1]
    assert found[0][:2] == (3, 1)


def test_names_and_words_stay_out_of_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    world.write(what="zqprivatezq")
    for link in links(ask(world.student, world).text):
        signed_in(world.student).get(link)
    assert "zqprivatezq" not in caplog.text
