"""By which questions an entry is written: the author's choice, the writer's choice among them, and no text lost by either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.errors import BadRequest, Stale
from internship_xblock.core.language.text import clean
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.api import EntryView, LogRules
from internship_xblock.tools.logs.entries.levels import level_samples
from internship_xblock.tools.logs.entries.prompts import LEVELS, OWN_LIMIT, SETS, PromptSet, own_set
from internship_xblock.tools.logs.entries.samples import sample_entry
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.logs.readers.views import FACTS

from .world import USAGE, World, form


def own(**texts: str) -> PromptSet | None:
    return own_set("Ours", [{"id": key, "text": text} for key, text in texts.items()])


OWN = own(a1="What surprised you?", b2="Who helped?")
RULES = LogRules(model="driscoll", more_models=("gibbs", "own", "free"), own=OWN)


def begin(world: World, rules: LogRules = RULES, model: str = "", **texts: str) -> EntryView:
    data = form(date="2026-09-21", **{f"text-{name}": text for name, text in texts.items()})
    return logs.write(
        world.student,
        placement_id=world.placement_id,
        usage_key=USAGE,
        draft=1,
        revision=0,
        rules=rules,
        typed=data,
        model=model,
    )


def go_on(world: World, entry: EntryView, rules: LogRules = RULES, model: str = "", **texts: str) -> EntryView:
    data = form(date="2026-09-21", **{f"text-{name}": text for name, text in texts.items()})
    return logs.edit(
        world.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, rules=rules, typed=data, model=model
    )


def told(answers: Any) -> list[tuple[str, str]]:
    return [(str(question), text) for question, text in answers]


def test_no_two_sets_share_a_prompt_and_none_is_called_like_another_part_of_an_entry() -> None:
    ids = [prompt.id for one in SETS.values() for prompt in one.prompts]
    assert len(ids) == len(set(ids))
    assert not set(ids) & set(FACTS)
    assert list(SETS) == ["driscoll", "gibbs", "kolb", "five_r", "starr", "free"]


@pytest.mark.parametrize("model", SETS)
def test_every_set_can_be_written_with_and_has_a_sample(world: World, model: str) -> None:
    rules = LogRules(model=model)
    entry = begin(world, rules, **{prompt.id: f"About {prompt.id}" for prompt in SETS[model].prompts})
    assert entry.model == model
    assert [text for _question, text in entry.answers] == [f"About {prompt.id}" for prompt in SETS[model].prompts]
    assert len(sample_entry(SETS[model]).answers) == len(SETS[model].prompts)
    assert sample_entry(SETS[model]).other_answers == ()


def test_the_first_set_is_suggested_and_unknown_ones_are_left_out() -> None:
    assert [one.id for one in RULES.offered] == ["driscoll", "gibbs", "own", "free"]
    assert [one.id for one in replace(RULES, own=None).offered] == ["driscoll", "gibbs", "free"]
    assert [one.id for one in LogRules(model="of a later version", more_models=("gibbs", "gibbs")).offered] == ["gibbs"]
    assert LogRules(model="of a later version").suggested.id == "driscoll"


def test_other_questions_keep_what_was_written(world: World) -> None:
    entry = begin(world, what="A call", so_what="I was afraid")
    entry = go_on(world, entry, model="gibbs", what="A long call")
    assert entry.model == "gibbs"
    assert told(entry.present_answers) == []
    assert told(entry.other_answers) == [("What?", "A long call"), ("So what?", "I was afraid")]
    entry = go_on(world, entry, feelings="Tired")
    assert told(entry.answers) == [("Feelings", "Tired"), ("What?", "A long call"), ("So what?", "I was afraid")]
    back = go_on(world, entry, model="driscoll", feelings="Tired", evaluation="Good")
    assert told(back.present_answers) == [("What?", "A long call"), ("So what?", "I was afraid")]
    assert sorted(told(back.other_answers)) == [("Evaluation", "Good"), ("Feelings", "Tired")]


def test_a_window_that_still_shows_the_old_questions_is_heard(world: World) -> None:
    entry = begin(world, what="A call")
    other = go_on(world, entry, model="gibbs", what="A call")
    with pytest.raises(Stale) as raised:
        go_on(world, entry, what="A call, and more", so_what="Meaning")
    assert ("What?", "A call, and more", "A call") in [(str(d.label), d.mine, d.theirs) for d in raised.value.differences]
    saved = go_on(world, other, what="A call, and more", so_what="Meaning")  # "save mine over it"
    assert saved.model == "gibbs"
    assert told(saved.other_answers) == [("What?", "A call, and more"), ("So what?", "Meaning")]


def test_a_set_the_author_does_not_offer_is_not_taken(world: World) -> None:
    entry = begin(world, what="A call")
    for model in ("kolb", "nonsense"):
        with pytest.raises(BadRequest):
            go_on(world, entry, model=model)
    assert Entry.objects.get().model == "driscoll"


def test_an_entry_keeps_the_authors_own_questions_as_they_were(world: World) -> None:
    entry = begin(world, model="own", **{"own-a1": "The smell", "own-b2": "Jonas"})
    assert told(entry.answers) == [("What surprised you?", "The smell"), ("Who helped?", "Jonas")]
    reworded = replace(RULES, own=own(b2="Whom did you ask?", a1="Surprises?"))
    read = logs.entry_for_review(world.student, usage_key=USAGE, entry_id=entry.id)
    assert told(read.answers) == [("What surprised you?", "The smell"), ("Who helped?", "Jonas")]
    assert [str(p.question) for p in reworded.set_for("own", read.questions).prompts] == ["Whom did you ask?", "Surprises?"]
    changed = go_on(world, read, reworded, **{"own-a1": "The smell of fish"})
    assert told(changed.answers) == [("Whom did you ask?", "Jonas"), ("Surprises?", "The smell of fish")]

    removed = replace(RULES, own=None)
    assert [str(p.question) for p in removed.set_for("own", changed.questions).prompts] == ["Whom did you ask?", "Surprises?"]
    again = go_on(world, changed, removed, **{"own-a1": "The smell of cod"})
    assert told(again.answers) == [("Whom did you ask?", "Jonas"), ("Surprises?", "The smell of cod")]
    moved = go_on(world, again, removed, model="gibbs", **{"own-a1": "The smell of cod"})
    assert told(moved.other_answers) == [("Whom did you ask?", "Jonas"), ("Surprises?", "The smell of cod")]


def test_a_question_the_author_takes_out_leaves_its_text_with_the_entry(world: World) -> None:
    entry = begin(world, model="own", **{"own-a1": "The smell", "own-b2": "Jonas"})
    shorter = replace(RULES, own=own(b2="Who helped?"))
    entry = go_on(world, entry, shorter, **{"own-b2": "Jonas and Kari"})
    assert told(entry.present_answers) == [("Who helped?", "Jonas and Kari")]
    assert told(entry.other_answers) == [("What surprised you?", "The smell")]


def test_what_a_reader_saw_under_other_questions_is_kept_with_them(world: World) -> None:
    entry = begin(world, model="own", **{"own-a1": "The smell"})
    entry = world.share(entry, "mentor").entry
    world.seen(world.mentor)
    entry = go_on(world, entry, replace(RULES, own=None), model="driscoll", what="A call", **{"own-a1": ""})
    seen = logs.entry_for_review(world.mentor, usage_key=USAGE, entry_id=entry.id)
    assert told(seen.answers) == [("What?", "A call")]
    assert ("What surprised you?", "The smell") in told(seen.earlier[0].parts)


def test_questions_written_by_hand_in_the_course_file_are_mended() -> None:
    rows = [
        {"id": "date", "text": "When?"},
        {"id": "what", "text": "What?"},
        {"id": "a b", "text": "x"},
        {"text": "y"},
        {"text": " "},
    ]
    found = own_set("", [*rows, {"id": "date", "text": "Twice"}])
    assert found is not None
    assert [prompt.id for prompt in found.prompts] == ["own-date", "own-what", "own-3", "own-4"]
    assert len((own_set("", [{"id": f"q{n}", "text": "?"} for n in range(30)]) or SETS["free"]).prompts) == OWN_LIMIT
    assert own_set("Name alone", [{"id": "a", "text": ""}]) is None


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["", "driscoll", "gibbs", "own", "free"]),
        st.dictionaries(
            st.sampled_from(["what", "so_what", "feelings", "own-a1", "own-b2", "text"]),
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
            max_size=3,
        ),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_one_chooses_the_last_words_typed_anywhere_are_there(world: World, moves: Any) -> None:
    Entry.objects.all().delete()
    entry = begin(world)
    last: dict[str, str] = {}
    for model, texts in moves:
        entry = go_on(world, entry, model=model, **texts)
        last |= {name: clean(text) for name, text in texts.items()}
    stored = Entry.objects.get().texts
    assert {name: text for name, text in stored.items() if text} == {name: text for name, text in last.items() if text}
    assert sorted(text for _question, text in entry.answers) == sorted(text for text in last.values() if text)


def test_two_questions_that_read_alike_are_still_two(world: World) -> None:
    rules = LogRules(model="own", own=own(a="What?", b="What?"))
    entry = begin(world, rules, **{"own-a": "One", "own-b": "Two"})
    again = go_on(world, entry, rules, **{"own-a": "One, changed", "own-b": "Two"})
    assert told(again.answers) == [("What?", "One, changed"), ("What?", "Two")]


def test_there_is_one_sample_for_each_level_all_on_the_same_event() -> None:
    samples = level_samples()
    assert [str(sample.label) for sample in samples] == [str(label) for _level, label in LEVELS]
    assert all(len(str(sample.text).split()) > 25 and sample.mark for sample in samples)
