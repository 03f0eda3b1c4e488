"""Who wrote what: whatever people do to a section, each answer says who changed it last."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from internship_xblock.core.actor import Actor
from internship_xblock.core.own_data import own_rows
from internship_xblock.records import authorship
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans.schema.sections import BY_NAME

from .conftest import Draft

FIELDS = ("text", "evidence", "routine")
UIDS = ("a", "b", "c")
rows = st.lists(
    st.fixed_dictionaries(
        {"uid": st.sampled_from(UIDS)},
        optional={
            "text": st.sampled_from(["", "Shadow", "Pack"]),
            "evidence": st.sampled_from(["", "A note"]),
            "routine": st.booleans(),
            "removed": st.booleans(),
        },
    ),
    max_size=3,
    unique_by=lambda row: row["uid"],
)


def writers(draft: Draft, section: str) -> dict[str, dict[str, str]]:
    marks = draft.view().sections[section].marks
    return {uid: {name: one[1] for name, one in row.items()} for uid, row in marks.items()}


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(st.tuples(st.booleans(), rows), min_size=1, max_size=6))
def test_each_answer_is_of_who_changed_it_last(
    draft: Draft, person: Callable[..., Actor], saves: list[tuple[bool, list[dict[str, Any]]]]
) -> None:
    mira = person("mira")
    fresh = Draft(mira, placements.start(mira, course_key=mira.course_key, role="mentor").id)
    student = placements.PartyRow(uid="s", role="student")
    begun = placements.get(mira, placement_id=fresh.placement_id)
    placements.save_parties(mira, placement_id=begun.id, revision=0, rows=[*begun.parties, student])
    jonas = person("jonas")
    code = placements.invite(mira, placement_id=begun.id, party_uid="s")
    placements.join(jonas, course_key=jonas.course_key, code=code)
    answers: dict[str, dict[str, Any]] = {}
    wrote: dict[str, dict[str, str]] = {}
    for by_jonas, typed in saves:
        fresh.save("tasks", typed, actor=jonas if by_jonas else mira)
        view = fresh.view().sections["tasks"]
        kept = {row["uid"]: row for row in (*view.removed, *view.rows)}
        for uid, row in kept.items():
            for name in FIELDS:
                empty = BY_NAME["tasks"].field(name).empty
                if row.get(name, empty) != answers.get(uid, {}).get(name, empty):
                    wrote.setdefault(uid, {})[name] = "Jonas" if by_jonas else "Mira"
        wrote = {uid: names for uid, names in wrote.items() if uid in kept}
        answers = kept
        assert writers(fresh, "tasks") == wrote


def test_single_answers_have_a_writer_each(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    draft.save("practical", [{"insurance": "Ours", "hse": "Kari"}])
    draft.save("practical", [{"insurance": "Ours", "hse": "Per"}], actor=jonas)
    assert writers(draft, "practical") == {"": {"insurance": "Mira", "hse": "Jonas"}}
    view = draft.save("practical", [{"insurance": "", "hse": "Per"}], actor=jonas).sections["practical"]
    spec, values = view.spec, view.answers[0]
    (one,) = authorship.by_writer(spec, values, view.marks[""])
    assert (one.name, [f.name for f in one.fields], [f.name for f in one.emptied]) == ("Jonas", ["hse"], ["insurance"])
    assert one.at == view.changed_at


def test_a_row_put_back_brings_its_writers_along(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    draft.save("tasks", [{"uid": "t1", "text": "Shadow", "evidence": "A note"}])
    draft.save("tasks", [{"uid": "t1", "text": "Shadow it", "evidence": "A note", "removed": True}], actor=jonas)
    assert writers(draft, "tasks") == {"t1": {"text": "Jonas", "evidence": "Mira"}}
    draft.save("tasks", [draft.view().sections["tasks"].removed[0]])
    assert writers(draft, "tasks") == {"t1": {"text": "Jonas", "evidence": "Mira"}}


def test_what_is_gone_for_good_has_no_writer(draft: Draft) -> None:
    rows = draft.fill().view().sections["tasks"].rows
    draft.save("tasks", [*rows, {"uid": "gone", "text": "Peel labels", "routine": True}])
    draft.save("tasks", rows)
    assert "gone" in writers(draft, "tasks")
    version = draft.submit()
    assert set(writers(draft, "tasks")) == {row["uid"] for row in rows}
    assert '"written"' not in version.canonical


def test_the_people_have_a_writer_each(draft: Draft, join: Callable[..., Actor]) -> None:
    jonas = join(draft, "jonas", "student")
    rows = draft.view().sections["parties"].rows
    assert {names.get("name") for names in writers(draft, "parties").values()} == {"Mira"}
    draft.save("parties", [rows[1], {**rows[0], "organisation": "Skarvik"}], actor=jonas)
    said = writers(draft, "parties")
    assert (said[rows[0]["uid"]]["name"], said[rows[1]["uid"]]["name"]) == ("Jonas", "Mira")
    draft.save("parties", rows)
    assert {names.get("name") for names in writers(draft, "parties").values()} == {"Mira"}


def test_what_is_no_mark_is_left_out() -> None:
    for stored in (None, [], "x", {"t1": None}, {"t1": {"text": ["Mira"]}}, {"t1": {"text": [1, None, "2026"]}}):
        assert not any(authorship.marks_of({"written": stored}).values())


def test_of_a_section_that_several_wrote_each_takes_their_own_answers(draft: Draft, join: Callable[..., Actor]) -> None:
    kari = join(draft.fill(), "kari", "supervisor")
    tasks = draft.view().sections["tasks"].rows
    tasks[0]["text"] = "KARI'S OWN WORDS"
    draft.save("tasks", tasks, actor=kari)
    tasks[1]["text"] = "MIRA'S OWN WORDS"
    draft.save("tasks", tasks)
    for actor, own, other in ((kari, "KARI'S", "MIRA'S"), (draft.actor, "MIRA'S", "KARI'S")):
        said = json.dumps(own_rows(actor)["plans"]["plansection"], default=str)
        assert said.count(f"{own} OWN WORDS") == 1
        assert f"{other} OWN WORDS" not in said
        assert '"written"' not in said
        assert "Kari" not in said or actor is kari
