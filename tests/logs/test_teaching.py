"""The teaching copy: a sample entry, an own answer, another beside it, a second thought. Nobody else sees any of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from xblock.fields import ScopeIds

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.models import Entry, PracticeAnswer
from internship_xblock.tools.logs.practice.samples import SAMPLES_LIMIT, parse_samples
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements

from ..platform import COURSE, TestPlatform
from ..runtime import UsageKey, call, make_block, new_store

SAMPLES = [
    {
        "id": "auction", "who": "A student, second week", "hours": "34,5", "level": "3", "next_step": "Listen in.",
        "texts": {"what": "I graded ten lots.", "so_what": "I felt stupid."}, "observation": "You smelled every lot.",
        "feedforward": "Come along on Friday.", "question": "What should never be negotiated?",
    },
    {"id": "empty", "who": "Nobody yet"},
    {"id": "second", "who": "Another", "texts": {"what": "The call was short."}, "observation": "You asked twice."},
]  # fmt: skip
MINE = "I saw you write a reason for each grade."


class Learner:
    """One learner's visits to one teaching copy."""

    def __init__(self, actor: Actor | None, samples: list[Any] | None = None) -> None:
        self.actor, self.store = actor, new_store()
        self.samples = SAMPLES if samples is None else samples

    def block(self) -> Any:
        return make_block(LogBlock, self.actor, store=self.store, teaching=True, samples=self.samples)

    def page(self) -> str:
        return str(self.block().student_view().content)

    def send(self, action: str, sample: str = "auction", revision: int = 0, **typed: str) -> Any:
        block = self.block()
        fields = {f"p-{sample}-{name}": text for name, text in typed.items()}
        return call(block, action, {"sample": sample, "revision": str(revision), **fields})


@pytest.fixture
def learner(person: Any) -> Learner:
    return Learner(person("mira"))


def test_read_answer_compare_think_again_done(learner: Learner) -> None:
    first = learner.page()
    assert "I graded ten lots." in first
    assert "34.5 hours" in first
    assert "You smelled every lot." not in first
    assert "Nobody yet" not in first  # there is nothing to answer in it
    compared = learner.send("compare_practice", observation=MINE)
    assert compared.status_int == 200
    for said in (MINE, "You smelled every lot.", "What should never be negotiated?", "What would you change in yours now?"):
        assert said in compared.text
    assert TestPlatform.shares() == []
    refused = learner.send("finish_practice", revision=1, change=" ")
    assert refused.status_int == 422
    assert "p-auction-change-error" in refused.text
    done = learner.send("finish_practice", revision=2, change="I would name the lot.")
    assert "Done." in done.text
    assert TestPlatform.shares() == [0.5]
    again = learner.page()
    assert "I would name the lot." in again
    assert MINE in again
    learner.send("compare_practice", "second", observation="You asked twice, I heard.")
    learner.send("finish_practice", "second", revision=1, change="Nothing: it is short and true.")
    assert TestPlatform.shares() == [0.5, 1.0]


def test_what_is_typed_is_kept_before_it_is_sent(learner: Learner) -> None:
    saved = learner.send("keep_practice", observation="I s")
    assert saved.headers["X-Internship-Revision"] == "1"
    saved = learner.send("keep_practice", revision=1, observation=MINE, question="Why?")
    assert saved.headers["X-Internship-Revision"] == "2"
    assert learner.send("keep_practice", observation=MINE, question="Why?").headers["X-Internship-Revision"] == "2"  # a retry
    shown = learner.page()
    assert MINE in shown
    assert "Compare with another answer" in shown


def test_a_second_window_loses_nothing(learner: Learner) -> None:
    learner.send("keep_practice", observation="From the first")
    answer = learner.send("compare_practice", observation="From the second window")
    assert answer.status_int == 409
    for words in ("From the first", "From the second window", "What I noticed (observation)"):
        assert words in answer.text


def test_an_answer_has_a_sentence_and_once_sent_it_stands(learner: Learner) -> None:
    answer = learner.send("compare_practice", observation="Good!", question=" ")
    assert answer.status_int == 422
    assert "at least one sentence" in answer.text
    assert "You smelled" not in learner.page()
    assert learner.send("compare_practice", revision=1, observation=MINE).status_int == 200
    learner.send("keep_practice", revision=2, observation="Copied from the model")
    assert "Copied from the model" not in learner.page()


@pytest.mark.parametrize(
    ("action", "sample"), [("finish_practice", "auction"), ("compare_practice", "empty"), ("keep_practice", "x")]
)
def test_what_is_not_there_is_not_found(learner: Learner, action: str, sample: str) -> None:
    assert learner.send(action, sample, observation=MINE, change="Some words").status_int == 404


@pytest.mark.django_db
def test_a_stranger_reads_and_writes_nothing() -> None:
    stranger = Learner(None)
    page = stranger.page()
    assert "I graded ten lots." in page
    assert "<textarea" not in page
    assert stranger.send("keep_practice", observation=MINE).status_int == 403


def test_nothing_of_it_is_shared_and_no_placement_is_asked_for(learner: Learner, person: Any) -> None:
    learner.send("compare_practice", observation=MINE)
    assert not Entry.objects.exists()
    assert placements.mine(learner.actor or person("x"), course_key=COURSE).rows == ()
    other = make_block(LogBlock, person("kari"), store=new_store(), teaching=True, samples=SAMPLES)
    assert MINE not in other.student_view().content


def test_what_was_typed_stands_there_as_text(learner: Learner) -> None:
    nasty = "<script>alert(1)</script> مرحبا 👩🏽‍🔧"
    hostile = [{"id": "auction", "who": nasty, "texts": {"what": nasty}, "observation": nasty, "level": nasty, "hours": nasty}]
    learner.samples = hostile
    learner.send("compare_practice", observation=nasty)
    page = learner.page()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; مرحبا 👩🏽‍🔧") >= 4
    assert "<script>alert" not in learner.block().author_view().content


# -- the author ------------------------------------------------------------------------------------------------------


def test_an_author_adds_changes_and_removes_samples_by_form(person: Any) -> None:
    author = Learner(person("staff_sofie", is_staff=True), samples=[])
    block = author.block()
    added = call(block, "studio_add_sample", {}).text
    (sample,) = parse_samples(block.samples)
    assert f'value="{sample.id}"' in added
    typed = {"sample": sample.id, "who": "A student", "text-what": "I rang.", "observation": "You asked.", "level": "2"}
    listed = call(block, "studio_save_sample", typed)
    assert "A student" in listed.text
    (kept,) = parse_samples(block.samples)
    assert (kept.id, kept.texts["what"], kept.level, kept.is_complete) == (sample.id, "I rang.", "2", True)
    assert "I rang." in call(block, "studio_edit_sample", {"sample": sample.id}, method="GET").text
    block.model = "gibbs"  # other questions: the text under the old ones stays
    call(block, "studio_save_sample", {"sample": sample.id, "who": "B", "text-feelings": "Fear", "observation": "You asked."})
    assert dict(parse_samples(block.samples)[0].texts) | {"what": "I rang.", "feelings": "Fear"} == dict(
        parse_samples(block.samples)[0].texts
    )
    assert "You asked." in block.author_view().content
    assert call(block, "studio_save_sample", {"sample": "gone"}).status_int == 404
    assert call(block, "studio_remove_sample", {"sample": sample.id}).status_int == 200
    assert block.samples == []


def test_saving_the_settings_saves_the_sample_that_stands_open_below(person: Any) -> None:
    """The dialog closes over it: what was typed there would be gone without a word."""
    block = Learner(person("staff_sofie", is_staff=True), samples=[]).block()
    call(block, "studio_add_sample", {})
    (sample,) = parse_samples(block.samples)
    page = block.studio_view().content
    included = page.split("studio_save")[1].split('hx-include="#')[1].split('"')[0]
    assert f'<section class="ix-section" id="{included}"' in page
    chosen = {"display_name": "Log", "model": "gibbs", "share_mentor": "on", "minimum_entries": "1", "weight": "0"}
    chosen |= {"owner_role": "mentor", "teaching": "on"}
    open_sample = {"sample": sample.id, "who": "A student", "text-what": "I rang.", "observation": "You asked."}
    assert call(block, "studio_save", chosen | open_sample).status_int == 200
    (kept,) = parse_samples(block.samples)
    assert (kept.who, kept.texts["what"], kept.observation, block.model) == ("A student", "I rang.", "You asked.", "gibbs")
    assert call(block, "studio_save", chosen | {"sample": "gone"}).status_int == 200
    assert parse_samples(block.samples) == (kept,)


def test_there_is_room_for_a_number_of_samples_and_only_for_authors(person: Any) -> None:
    full = [{"id": f"s{n}"} for n in range(SAMPLES_LIMIT)]
    assert call(Learner(person("staff_a", is_staff=True), full).block(), "studio_add_sample", {}).status_int == 422
    for action in ("studio_add_sample", "studio_save_sample", "studio_remove_sample"):
        assert call(Learner(person("mira"), full).block(), action, {"sample": "s1"}).status_int == 403


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=20)
ID = st.text("abcXYZ09_-", min_size=1, max_size=8)
SAMPLE = st.fixed_dictionaries(
    dict.fromkeys(("who", "hours", "level", "next_step", "observation", "feedforward", "question"), TEXT)
    | {"id": ID, "texts": st.dictionaries(st.sampled_from(["what", "so_what", "own-a1"]), TEXT, max_size=3)}
)


def round_trip(**values: Any) -> Any:
    node = etree.Element("internship_log")
    make_block(LogBlock, None, **values).add_xml_to_node(node)
    keys = ScopeIds(None, "internship_log", UsageKey("a"), UsageKey("b"))
    return LogBlock.parse_xml(etree.fromstring(etree.tostring(node)), make_block(LogBlock, None).runtime, keys)


@settings(max_examples=60, deadline=None)
@given(st.lists(SAMPLE, max_size=3, unique_by=lambda row: row["id"]))
def test_olx_keeps_samples_to_the_letter(rows: list[dict[str, Any]]) -> None:
    def filled(row: Any) -> dict[str, Any]:
        return {**vars(row), "texts": {name: text for name, text in row.texts.items() if text}}

    # An attribute holds one line: that is XML's own rule.
    rows = [{**row, **{name: row[name].replace("\n", " ") for name in ("who", "hours", "level")}} for row in rows]
    read = round_trip(samples=rows, teaching=True)
    assert [filled(one) for one in parse_samples(read.samples)] == [filled(one) for one in parse_samples(rows)]


@pytest.mark.parametrize(
    "rows", [[None], ["text"], [{}], [{"texts": "no"}], [{"id": "<x>"}, {"id": "<x>"}], [{"id": 7, "who": None}]]
)
def test_whatever_a_course_holds_the_page_stands(person: Any, rows: list[Any]) -> None:
    learner = Learner(person("mira"), rows)
    assert "Something went wrong" not in learner.page()
    assert len({one.id for one in parse_samples(rows)}) == len(parse_samples(rows))


# -- whose it is, and where it is kept -----------------------------------------------------------------------------------------


def windows(actor: Actor, count: int) -> list[Any]:
    """One learner's page in several windows: each has read what was stored before the others wrote."""
    store = new_store()
    opened = [make_block(LogBlock, actor, store=store, teaching=True, samples=SAMPLES) for _window in range(count)]
    for block in opened:
        block.student_view()
    return opened


def practise(block: Any, action: str, sample: str, revision: int = 0, **typed: str) -> Any:
    return call(block, action, {"sample": sample, "revision": revision, **{f"p-{sample}-{k}": v for k, v in typed.items()}})


def test_answers_to_two_samples_in_two_windows_are_both_kept_and_both_count(person: Any) -> None:
    mira = person("mira")
    one, other, later = windows(mira, 3)
    for block, sample in ((one, "auction"), (other, "second")):
        assert practise(block, "compare_practice", sample, observation=f"{MINE} {sample}").status_int == 200
    for block, sample in ((one, "auction"), (other, "second")):
        assert practise(block, "finish_practice", sample, 1, change="More.").status_int == 200
    page = later.student_view().content
    assert f"{MINE} auction" in page
    assert f"{MINE} second" in page
    assert TestPlatform.shares()[-1:] == [1.0]


def test_what_was_practised_is_the_learners_alone(person: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mira, kari = person("mira"), person("kari")
    for actor in (mira, kari):
        practise(windows(actor, 1)[0], "compare_practice", "auction", observation=f"{MINE} {actor.name}")
    monkeypatch.setattr(TestPlatform, "real", 99)
    assert MINE not in windows(mira, 1)[0].student_view().content
    assert practise(windows(mira, 1)[0], "keep_practice", "second", observation=MINE).status_int == 403
    monkeypatch.setattr(TestPlatform, "real", None)
    block = windows(mira, 1)[0]
    make_block(LogBlock, None, teaching=True, samples=SAMPLES).clear_student_state(
        user_id=mira.anonymous_id, course_id=COURSE, item_id=str(block.scope_ids.usage_id), requesting_user_id="x"
    )
    assert MINE not in windows(mira, 1)[0].student_view().content
    assert f"{MINE} Kari" in windows(kari, 1)[0].student_view().content
    retirement.forget(kari.account)
    assert not PracticeAnswer.objects.exists()
