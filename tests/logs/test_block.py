"""The block: its handlers under every kind of input, what reaches the page, and its OLX."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html
from xblock.fields import ScopeIds

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements

from ..platform import COURSE, TestPlatform
from ..runtime import UsageKey, call, make_block
from .world import CHECKED, RULES, USAGE, World, form, words

FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ACTIONS = sorted(LogBlock.known_actions)


def block_for(actor: Actor | None, **fields: Any) -> Any:
    return make_block(LogBlock, actor, usage=USAGE, **fields)


def typed(world: World, draft: int = 1, **more: str) -> dict[str, str]:
    fields = {"date": "2026-09-21", "hours": "7,5", "text-what": "I rang a customer.", **more}
    hidden = {"placement": str(world.placement_id), "draft": str(draft), "revision": "0", "entry": ""}
    return hidden | {name if name in hidden else f"d{draft}-{name}": value for name, value in fields.items()}


def test_the_first_screen_says_what_it_is_for_and_who_may_begin(world: World) -> None:
    start = block_for(world.outsider).student_view().content
    assert "Begin your log" in start
    assert "checked" in start.split('value="student"')[1][:20]  # suggested: the student
    assert "Sign in and enrol" in block_for(world.stranger).student_view().content
    assert "Sign in and enrol" in block_for(None).student_view().content
    assert "review page" in block_for(world.staff).student_view().content


def test_write_leave_return_share_answer_reply(world: World) -> None:
    saved = call(block_for(world.student), "save_entry", typed(world))
    assert (saved.status_int, saved.headers["X-Internship-Revision"]) == (200, "1")
    again = call(block_for(world.student), "save_entry", typed(world) | {"revision": "1", "d1-text-so_what": "He was angry."})
    assert again.headers["X-Internship-Revision"] == "2"
    entry = Entry.objects.get()

    returned = block_for(world.student).student_view().content
    assert "He was angry." in returned
    assert "Continue your entry of Mon 21 Sep" in returned
    assert "I rang" not in block_for(world.mentor).student_view().content

    panel = call(
        block_for(world.student), "go_share", typed(world) | {"revision": "2", "d1-text-so_what": "He was angry."}
    ).text
    assert "Share this entry" in panel
    assert "The mentor: Mira" in panel
    assert panel.count("ix-button--primary") == 1
    ticks = {f"s{entry.pk}-{name}": "on" for name in CHECKED}
    step = {"entry": str(entry.pk), "revision": "2", f"s{entry.pk}-level": "supervisor"}
    refused = call(block_for(world.student), "share_entry", step)
    assert refused.status_int == 422
    assert f"s{entry.pk}-no_names-error" in refused.text
    sharer = block_for(world.student, minimum_entries=2)
    shared = call(sharer, "share_entry", step | ticks)
    assert "Shared with Mira, Sven and the reviewers" in shared.text
    assert shared.headers["HX-Trigger"] == "ix-log-changed"
    assert TestPlatform.completions == [(world.student.user_id, sharer.usage_id, 0.5)]

    mentors = block_for(world.mentor).student_view().content
    assert "Ola has waited for an answer since" in mentors
    assert "Ola shared an entry on" in mentors
    taken = call(block_for(world.student), "take_back", {"entry": str(entry.pk), "revision": "3"})
    assert "can no longer be taken back" in taken.text
    assert "First read on" in taken.text
    assert "you can still take it back" not in taken.text
    assert "take_back" not in taken.text, "what was refused is not offered again"
    assert "HX-Trigger" not in taken.headers
    said = {"entry": str(entry.pk), f"a{entry.pk}-observation": "You stayed polite when he shouted."}
    assert "The next step is with Ola" in call(block_for(world.mentor), "comment_entry", said).text
    own = block_for(world.student).student_view().content
    assert "You stayed polite when he shouted." in own
    assert "Mira wrote about your entry of Mon 21 Sep." in own
    reply = call(block_for(world.student), "comment_entry", {"entry": str(entry.pk), f"a{entry.pk}-text": "Thank you."})
    assert "Thank you." in reply.text


def test_every_shared_entry_counts_towards_completion_and_taking_back_counts_back(world: World) -> None:
    entry = world.share(world.write(), "mentor").entry
    block = block_for(world.student)
    call(block, "take_back", {"entry": str(entry.id), "revision": str(entry.revision)})
    assert TestPlatform.shares() == [1.0, 0.0]


def test_a_stale_save_is_a_409_with_both_texts(world: World) -> None:
    call(block_for(world.student), "save_entry", typed(world))
    answer = call(block_for(world.student), "save_entry", typed(world, **{"text-what": "From another window <i>"}))
    assert answer.status_int == 409
    assert "From another window &lt;i&gt;" in answer.text
    assert "I rang a customer." in answer.text
    assert 'data-keep-mine="1"' in answer.text


def test_what_was_typed_reaches_every_page_escaped_and_whole(world: World) -> None:
    hostile = "<script>alert(1)</script> \"'&{{x}} مرحبا ‏ 👩🏽‍🔧"
    entry = world.write(what=hostile, next_step=hostile)
    entry = world.share(entry, "mentor").entry
    logs.answer(world.mentor, usage_key=USAGE, entry_id=entry.id, observation=hostile, question=hostile)
    logs.edit(
        world.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, rules=RULES,
        typed=form(**{"date": "2026-09-21", "text-what": hostile * 2}),
    )  # fmt: skip
    pages = [
        block_for(world.student).student_view().content,
        block_for(world.mentor).student_view().content,
        call(block_for(world.student), "view_entry", {"entry": str(entry.id), "mode": "edit"}, method="GET").text,
        call(block_for(world.mentor), "entry_foot", {"entry": str(entry.id), "mode": "answer"}, method="GET").text,
    ]
    for page in pages:
        assert "<script>alert" not in page
    assert pages[0].count("&lt;script&gt;alert(1)&lt;/script&gt; &#34;&#39;&amp;{{x}} مرحبا ‏ 👩🏽‍🔧") >= 5


def test_somebody_elses_entry_is_not_found_and_nothing_changes(world: World) -> None:
    draft = world.write()
    shared = world.share(world.write(), "mentor").entry
    for actor in (world.outsider, world.stranger, world.other, world.staff):
        for entry in (draft, shared):
            fields = {
                "entry": str(entry.id),
                "revision": str(entry.revision),
                "draft": "1",
                "placement": str(world.placement_id),
            }
            fields |= {f"a{entry.id}-observation": "You stayed polite.", "d1-date": "2026-09-21", "d1-text-what": "Mine now"}
            for name in ACTIONS:
                if name in ("start_placement", "join_placement", "studio_save", "check_date"):
                    continue
                answer = call(block_for(actor), name, fields, method=LogBlock.known_actions[name].http_method)
                assert answer.status_int in (400, 403, 404) or "I rang" not in answer.text, (actor.name, name)
    assert Entry.objects.count() == 2
    assert Entry.objects.get(pk=draft.id).revision == draft.revision
    assert Entry.objects.get(pk=shared.id).texts["what"] == "I rang a customer."


def test_an_entry_of_another_log_is_not_changed_here_not_even_in_part(world: World) -> None:
    call(block_for(world.student), "save_entry", typed(world))
    entry = Entry.objects.get()
    elsewhere = make_block(LogBlock, world.student, usage=USAGE + "-2")
    sent = typed(world, **{"text-what": "From elsewhere", "hours": "7.3"}) | {"entry": str(entry.pk), "revision": "1"}
    assert call(elsewhere, "save_entry", sent).status_int == 404
    assert Entry.objects.get().texts == entry.texts


def test_an_entry_of_another_log_is_not_shown_here(world: World) -> None:
    entry = world.write()
    other = make_block(LogBlock, world.student, usage=USAGE + "-other")
    assert call(other, "view_entry", {"entry": str(entry.id)}, method="GET").status_int == 404


@pytest.mark.parametrize("name", ACTIONS)
def test_broken_requests_get_words_not_errors(world: World, name: str) -> None:
    method = LogBlock.known_actions[name].http_method
    for body in (
        b"",
        b"\xff\xfe=%",
        b"placement",
        b"entry=99999999&placement=99999999&draft=1&revision=0",
        b"entry=-1&placement=x",
    ):
        answer = call(block_for(world.student), name, body if method == "POST" else {}, method=method)
        assert answer.status_int < 500, body
    if method == "POST":
        assert call(block_for(world.student), name, b"a=" + b"x" * 100_001).status_int == 413
        assert call(block_for(world.student), name, {}, method="GET").status_int == 405


FIELD = st.sampled_from(
    ["placement", "entry", "draft", "revision", "mode", "before", "code", "role", "level", "display_name", "model", "weight"]
    + [f"{p}-{n}" for p in ("d1", "d2", "s1", "a1") for n in ("date", "hours", "text-what", "level", "outcomes", "next_step",
       "observation", "text", "no_names", "no_client_data", "no_secrets", "is_sensitive")]
)  # fmt: skip
VALUE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["1", "2", "0", "on", "mentor", "cohort", "private", "2026-09-21", "2026-09-21.1", "0001-01-01.1", "7.5", "1e9999"]
    ),
)


@FUZZ
@given(
    name=st.sampled_from(ACTIONS),
    data=st.dictionaries(FIELD, VALUE, max_size=12),
    who=st.sampled_from(["student", "mentor", "staff"]),
)
def test_no_input_gives_a_500(world: World, name: str, data: dict[str, str], who: str) -> None:
    if not Entry.objects.exists():
        world.share(world.write(), "mentor")
    data = {"placement": str(world.placement_id)} | data
    answer = call(
        block_for(getattr(world, who)), name, {k: v.encode("utf-8", "replace") for k, v in data.items()},
        method=LogBlock.known_actions[name].http_method,
    )  # fmt: skip
    assert answer.status_int < 500
    assert "Something went wrong" not in answer.text


def test_only_authors_change_the_settings_and_mistakes_stand_at_the_field(world: World) -> None:
    good = {
        "display_name": "Læringslogg", "model": "gibbs", "share_mentor": "on", "minimum_entries": "3", "weight": "0",
        "owner_role": "mentor",
    }  # fmt: skip
    assert call(block_for(world.student), "studio_save", good).status_int == 403
    block = block_for(world.staff)
    wrong = call(block, "studio_save", {"display_name": "", "model": "x", "weight": "-1", "minimum_entries": "0"})
    assert wrong.status_int == 422
    for name in ("display_name", "model", "weight", "minimum_entries", "share_mentor", "owner_role"):
        assert f"-{name}-error" in wrong.text
    saved = call(block, "studio_save", good)
    assert (saved.status_int, saved.headers["X-Internship-Saved"]) == (200, "yes")
    assert (block.display_name, block.model, block.minimum_entries, block.max_score()) == ("Læringslogg", "gibbs", 3, None)
    assert block.rules.levels == ("mentor",)
    assert "Gibbs" in block.studio_view().content


@pytest.mark.parametrize("model", ["driscoll", "gibbs", "free", "of a later version"])
def test_the_author_sees_what_learners_see_and_nothing_is_stored(world: World, model: str) -> None:
    page = block_for(world.staff, model=model).author_view().content
    assert "Nothing you type here is saved" in page
    assert "He wanted to know what we would do" in page
    assert not Entry.objects.exists()


def test_a_mentor_alone_may_keep_a_log_and_hand_it_in(person: Any) -> None:
    mentor = person("mira")
    place = placements.start(mentor, course_key=COURSE, role="mentor")
    fields = {"placement": str(place.id), "draft": "1", "revision": "0", "d1-date": "2026-09-21", "d1-text-what": "I listened."}
    panel = call(block_for(mentor), "go_share", fields).text
    assert "The mentor: nobody has this role here yet" in panel
    assert "Everybody in this placement: the same people for now, and whoever joins later" in panel
    pk = Entry.objects.get().pk
    step = {"entry": str(pk), "revision": "1", f"s{pk}-level": "supervisor"} | {f"s{pk}-{name}": "on" for name in CHECKED}
    assert "Shared with the reviewers" in call(block_for(mentor), "share_entry", step).text


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=40)
ONE_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
QUESTION = st.fixed_dictionaries({"id": st.text("abc123", min_size=1, max_size=8), "help": ONE_LINE, "text": TEXT})


@FUZZ
@given(
    values=st.fixed_dictionaries(
        {
            "display_name": TEXT, "model": st.sampled_from(["driscoll", "gibbs", "free"]), "ask_hours": st.booleans(),
            "share_mentor": st.booleans(), "share_supervisor": st.booleans(), "share_cohort": st.booleans(),
            "minimum_entries": st.integers(1, 1000), "weight": st.floats(0, 1000),
            "owner_role": st.sampled_from(["student", "mentor"]), "more_models": st.sampled_from(["", "free", "gibbs own"]),
            "own_name": TEXT, "own_questions": st.lists(QUESTION, max_size=3), "words_least": st.integers(0, 500),
            "words_most": st.integers(0, 500), "retention_months": st.integers(0, 240), "staff_mode": st.booleans(),
            "teaching": st.booleans(),
        }
    )
)  # fmt: skip
def test_olx_keeps_every_setting(values: dict[str, Any]) -> None:
    block = make_block(LogBlock, None, **values)
    node = etree.Element("internship_log")
    block.add_xml_to_node(node)
    source = etree.tostring(node)
    keys = ScopeIds(None, "internship_log", UsageKey("a"), UsageKey("b"))
    read = LogBlock.parse_xml(etree.fromstring(source), make_block(LogBlock, None).runtime, keys)
    assert {name: getattr(read, name) for name in values} == values


def test_what_a_search_may_find() -> None:
    found = make_block(LogBlock, None, display_name="Log of the weeks").index_dictionary()
    assert found["content"]["display_name"] == "Log of the weeks"
    assert "So what?" in found["content"]["questions"]


def test_a_log_as_it_stood_in_a_course_before_reads_as_it_did() -> None:
    source = '<internship_log display_name="Log" model="gibbs" ask_hours="false" share_cohort="false" weight="2.5"/>'
    keys = ScopeIds(None, "internship_log", UsageKey("a"), UsageKey("b"))
    read = LogBlock.parse_xml(etree.fromstring(source), make_block(LogBlock, None).runtime, keys)
    assert [one.id for one in read.rules.offered] == ["gibbs"]
    assert (read.rules.levels, read.max_score(), read.rules.retention_months) == (("mentor", "supervisor"), 2.5, 0)
    assert not read.teaching


SETTINGS = {
    "display_name": "Log", "model": "driscoll", "share_mentor": "on", "minimum_entries": "1", "weight": "0",
    "owner_role": "student",
}  # fmt: skip


def test_an_author_writes_own_questions_by_form_and_their_ids_stay(world: World) -> None:
    block = block_for(world.staff)
    row = call(block, "studio_question", {"number": "2"}, method="GET").text
    fresh = row.split('name="question-')[1].split("-text")[0]
    own = {"own_name": "Ours", "question-a1-text": "What surprised you?", "question-a1-help": "One thing."}
    own |= {
        f"question-{fresh}-text": "Who helped?",
        f"question-{fresh}-help": "",
        "question-b-text": " ",
        "question-b-help": "x",
    }
    saved = call(block, "studio_save", {**SETTINGS, "model": "own", "more_models": ["gibbs", "own"], **own})
    assert saved.status_int == 200
    assert [one.id for one in block.rules.offered] == ["own", "gibbs"]
    assert str(block.rules.suggested.label) == "Ours"
    assert [str(prompt.question) for prompt in block.rules.suggested.prompts] == ["What surprised you?", "Who helped?"]
    assert [row["id"] for row in block.own_questions] == ["a1", fresh]
    assert "What surprised you?" in block.studio_view().content
    assert "What surprised you?" in block.author_view().content
    assert "Who helped?" in block.index_dictionary()["content"]["questions"]
    page = block_for(world.student, model="own", own_name="Ours", own_questions=block.own_questions).student_view().content
    assert 'name="d1-text-own-a1"' in page
    assert call(block_for(world.student), "studio_question", {"number": "2"}, method="GET").status_int == 403


def test_settings_that_contradict_each_other_are_said_at_their_fields(world: World) -> None:
    block = block_for(world.staff)
    wrong = {"more_models": "own", "words_least": "300", "words_most": "100", "retention_months": "-1"}
    answer = call(block, "studio_save", {**SETTINGS, **wrong})
    assert answer.status_int == 422
    for name in ("more_models", "words_most", "retention_months"):
        assert f"-{name}-error" in answer.text
    assert "Enter a number from 0 to 240." in answer.text
    assert block.more_models == ""


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [(0, 0, None), (80, 300, "often 80 to 300 words"), (80, 0, "80 words or more"), (0, 300, "no more than 300 words")],
)
def test_the_word_about_length_is_a_hint_and_may_be_left_out(world: World, least: int, most: int, said: str | None) -> None:
    page = block_for(world.student, words_least=least, words_most=most).student_view().content
    assert ("data-words" in page) == (said is not None)
    assert said is None or said in page
    short = call(block_for(world.student, words_least=least, words_most=most), "save_entry", typed(world))
    assert short.status_int == 200


def test_other_questions_by_the_button_keep_every_word(world: World) -> None:
    block = block_for(world.student, more_models="gibbs")
    assert 'name="questions"' in block.student_view().content
    assert 'name="questions"' not in block_for(world.student).student_view().content
    form = call(block, "other_questions", typed(world) | {"questions": "gibbs"}).text
    assert 'name="d1-text-feelings"' in form
    assert "I rang a customer." in form
    assert "You continue with “Gibbs" in form
    assert Entry.objects.get().model == "gibbs"
    assert call(block, "other_questions", typed(world) | {"questions": "kolb", "revision": "1"}).status_int == 400
    returned = block_for(world.student, more_models="gibbs").student_view().content
    assert "Written with other questions" in returned


def test_a_sample_of_each_level_comes_when_asked_for(world: World) -> None:
    assert "Four students wrote" not in block_for(world.student).student_view().content
    asked = call(block_for(world.student), "level_samples", {"draft": "1"}, method="GET").text
    assert asked.count("<dt>") == 4
    assert "data-focus" in asked


def test_the_first_page_of_a_long_log_is_small(world: World) -> None:
    sentence = "She planned the next three steps herself and asked before the last one, which she had not done before. "
    now = timezone.now()
    Entry.objects.bulk_create(
        Entry(
            placement_id=world.placement_id, course_key=COURSE, usage_key=USAGE, author_id=world.student.user_id,
            author_name="Ola", draft=n + 1, date=date(2026, 1, 1) + timedelta(days=n % 300), hours=7, model="driscoll",
            texts=dict.fromkeys(("what", "so_what", "now_what"), sentence * 3), next_step=sentence, sharing="supervisor",
            links=[{"url": "https://uit.no/praksis", "label": "Notes"}], shared_at=now, answered_at=now, shared_revision=2,
            revision=2,
        )
        for n in range(500)
    )  # fmt: skip
    EntryComment.objects.bulk_create(
        EntryComment(entry_id=pk, author_id=world.mentor.user_id, author_name="Mira", role="mentor", observation=sentence)
        for pk in list(Entry.objects.values_list("pk", flat=True)) * 2
    )
    for actor in (world.student, world.mentor):
        page = block_for(actor).student_view().content
        assert "Earlier entries" in page
        assert len(page.encode()) <= 60_000


def test_a_norwegian_reads_and_types_hours_and_days_as_norwegians_do(world: World) -> None:
    """Also what the entry said before, which is kept as machines write it."""
    entry = world.share(world.write(hours="6.5"), "mentor").entry
    logs.entry_for_review(world.mentor, usage_key=USAGE, entry_id=entry.id)
    logs.edit(
        world.student,
        usage_key=USAGE,
        entry_id=entry.id,
        revision=entry.revision,
        rules=RULES,
        typed=words(hours="7.25", day="2026-09-22"),
    )
    with translation.override("nb"):
        written = call(block_for(world.student), "view_entry", {"entry": str(entry.id), "mode": "edit"}, method="GET").text
        read = call(block_for(world.mentor), "view_entry", {"entry": str(entry.id)}, method="GET").text
    assert [box.get("value") for box in html.fromstring(written).xpath("//input[contains(@name, '-hours')]")] == ["7,25"]
    shown = " ".join(html.fromstring(read).text_content().split())
    assert "6,5" in shown
    assert "7,25" in shown
    assert "man. 21. sep. 2026" in shown
    assert "2026-09" not in shown
