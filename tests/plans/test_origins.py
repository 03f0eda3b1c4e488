"""Nothing invented becomes a fact: what was filled in is marked until a person has made it theirs, however often saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, Stale
from internship_xblock.records import provenance
from internship_xblock.records.schema import Row
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.schema.layout import EVERY
from internship_xblock.tools.plans.sources import author_template, examples, filling
from internship_xblock.tools.plans.sources.filling import Source
from tests.runtime import with_parts

from .conftest import RULES, TODAY, USAGE, Draft
from .test_block import base, block_of, page, section_of, send

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


@pytest.fixture
def filled(draft: Draft) -> Draft:
    """A plan that somebody began with the example, and whose own answers are there."""
    draft.fill()  # for the people, and what is each placement's own
    for name in examples.FILLED:
        draft.save(name, [])
    fill(draft, examples.source(RULES, TODAY))
    return draft


def fill(draft: Draft, source: Any) -> None:
    plans.fill(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, source=source, first_day=source.first_day or TODAY,
        settings=RULES,
    )  # fmt: skip


def marked(draft: Draft, name: str = "tasks") -> list[str]:
    """The uids, in order, of the rows that are marked."""
    standing = draft.view().standing.get(name, {})
    return [row["uid"] for row in draft.view().sections[name].rows if row["uid"] in standing]


def rows(draft: Draft, name: str = "tasks") -> list[Row]:
    return draft.view().sections[name].rows


def found(draft: Draft) -> list[rules.Finding]:
    view = draft.view()
    every = rules.findings(view.document(RULES.headings), RULES, view.standing)
    return [finding for finding in every if finding.rule == 14]


def ours(draft: Draft, name: str, *uids: str, revision: int | None = None) -> None:
    view = draft.view().sections[name]
    plans.save_section(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section=name,
        revision=view.revision if revision is None else revision, typed=view.rows, settings=RULES, ours=uids,
    )  # fmt: skip


def typed(draft: Draft, name: str = "tasks") -> dict[str, Any]:
    """What the page sends of a section as it stands."""
    form: dict[str, Any] = {**base(draft, name), "row": [row["uid"] for row in rows(draft, name)]}
    for row in rows(draft, name):
        for key, value in row.items():
            if key != "uid" and value is not False:
                form[f"{name}-{row['uid']}-{key}"] = value if isinstance(value, list) else str(value)
    return form


def test_the_example_never_answers_what_is_each_placements_own(draft: Draft) -> None:
    for name in draft.view().sections:
        send(block_of(draft), "copy_example", 200 if name in examples.FILLED else 400, **base(draft, name))
    begun = {name for name, view in draft.view().sections.items() if view.is_begun and name != "parties"}
    assert begun == {"periods", "outcomes", "tasks", "checkpoints"}
    assert draft.view().standing.keys() == begun


def test_what_stands_from_the_example_is_to_be_settled_and_leads_to_its_field(filled: Draft) -> None:
    said = {finding.section: finding for finding in found(filled)}
    assert said.keys() == {"periods", "outcomes", "tasks", "checkpoints"}
    tasks = said["tasks"]
    assert tasks.words == "3 tasks still say what the example says. Change them or confirm them."
    assert tasks.target == f"tasks-{rows(filled)[0]['uid']}-text"
    assert {finding.severity for finding in said.values()} == {rules.ERROR}
    with pytest.raises(Invalid) as refusal:
        filled.submit()
    assert tasks.target in refusal.value.fields
    shown = with_parts(block_of(filled), page(block_of(filled)))
    assert f'data-goto="{block_of(filled).html_id}-{tasks.target}"' in shown
    assert f'id="{block_of(filled).html_id}-{tasks.target}"' in shown


def test_a_mark_outlives_the_saves_of_what_stands_around_it(filled: Draft) -> None:
    """The draft keeper sends the whole section each time; only what somebody changed loses its mark."""
    first, second, third = marked(filled)
    form = typed(filled)
    form[f"tasks-{first}-evidence"] = "What we really look at"
    send(block_of(filled), "save_section", **form)
    assert marked(filled) == [second, third]
    send(block_of(filled), "move_row", **typed(filled), uid=third, to="up")
    assert marked(filled) == [third, second]
    send(block_of(filled), "add_row", **typed(filled))
    assert marked(filled) == [third, second]
    send(block_of(filled), "remove_row", **typed(filled), uid=third)
    assert marked(filled) == [second]
    send(block_of(filled), "restore_row", **typed(filled), uid=third)
    assert marked(filled) == [third, second]
    copied = send(block_of(filled), "duplicate_row", **typed(filled), uid=second)
    assert len(marked(filled)) == 3, "a copy of what nobody made theirs is no more theirs"
    assert "From the example" in copied.text


def test_changed_back_it_says_what_the_example_says(filled: Draft) -> None:
    before = typed(filled)
    uid = marked(filled)[0]
    send(block_of(filled), "save_section", **{**before, f"tasks-{uid}-text": "Ours"})
    assert uid not in marked(filled)
    send(block_of(filled), "save_section", **{**before, "revision": filled.view().sections["tasks"].revision})
    assert uid in marked(filled)


def test_a_person_says_that_it_is_theirs_row_by_row_or_all_at_once(filled: Draft) -> None:
    first, second, third = marked(filled)
    html_id = block_of(filled).html_id
    assert section_of(block_of(filled), "tasks").count("From the example") == 3
    answer = send(block_of(filled), "make_ours", **typed(filled), uid=second)
    assert marked(filled) == [first, third]
    assert (
        f'innerHTML:#{html_id}-tasks-{second}-origin"><span class="ix-quiet" id="{html_id}-tasks-{second}-yours"' in answer.text
    )
    assert "2 tasks still say" in answer.text
    assert answer.headers["X-Internship-Revision"] == str(filled.view().sections["tasks"].revision)
    copied = send(block_of(filled), "duplicate_row", **typed(filled), uid=second)
    assert "From the example" not in copied.text.split("hx-swap-oob")[0]
    send(block_of(filled), "make_ours", **typed(filled), uid="")
    assert marked(filled) == []
    assert "From the example" not in section_of(block_of(filled), "tasks")
    assert not [finding for finding in found(filled) if finding.section == "tasks"]
    for name in examples.FILLED:
        send(block_of(filled), "make_ours", **typed(filled, name), uid="")
    assert filled.submit().number == 1


def test_what_was_typed_before_the_button_is_kept_with_it(filled: Draft) -> None:
    uid = marked(filled)[0]
    send(block_of(filled), "make_ours", **{**typed(filled), f"tasks-{uid}-text": "Ours, just typed"}, uid=uid)
    assert rows(filled)[0]["text"] == "Ours, just typed"
    assert uid not in marked(filled)


def test_nothing_becomes_theirs_beside_what_cannot_be_kept(filled: Draft) -> None:
    """The page goes on saying where it comes from, so the plan does; what else was typed is saved."""
    before, first = marked(filled, "periods"), rows(filled, "periods")[0]["uid"]
    form = {**typed(filled, "periods"), f"periods-{first}-hours": "a lot", f"periods-{first}-label": "Just typed"}
    answer = send(block_of(filled), "make_ours", 422, **form, uid="")
    assert "This is not done yet" in answer.text
    assert answer.headers["X-Internship-Refused"] == f"periods-{first}-hours"
    assert rows(filled, "periods")[0]["label"] == "Just typed"
    assert marked(filled, "periods") == before[1:]  # what somebody changed is no longer what the example says


def test_saying_it_twice_changes_nothing_and_an_old_page_is_told(filled: Draft) -> None:
    uid, other, _last = marked(filled)
    revision = filled.view().sections["tasks"].revision
    ours(filled, "tasks", uid)
    assert filled.view().sections["tasks"].revision == revision + 1
    ours(filled, "tasks", uid, revision=0)
    assert filled.view().sections["tasks"].revision == revision + 1
    with pytest.raises(Stale):
        ours(filled, "tasks", other, revision=revision)
    ours(filled, "tasks", "no such row")
    assert filled.view().sections["tasks"].revision == revision + 1


def test_who_only_reads_is_told_too_and_changes_nothing(filled: Draft, join: Join) -> None:
    leader = join(filled, "lena", "leader")
    text = page(block_of(filled, leader))
    (tasks,) = lxml.html.fromstring(text).xpath("//section[contains(@id, '-tasks')]")
    assert tasks.text_content().count("From the example") == 4, "at each of the three, and once what the sign means"
    assert "make_ours" not in text
    section_of(block_of(filled, leader), "tasks", 403)
    send(block_of(filled, leader), "make_ours", 403, **typed(filled), uid=marked(filled)[0])
    assert len(marked(filled)) == 3


TEMPLATE = [{"section": "tasks", "id": "t1", "text": "Look"}, {"section": "outcomes", "id": "o1", "text": "Explain"}]


def test_what_comes_from_elsewhere_is_marked_by_where_and_is_advice(draft: Draft) -> None:
    fill(draft, author_template.source(TEMPLATE, RULES))
    assert set(draft.view().standing["tasks"].values()) == {provenance.TEMPLATE}
    (finding,) = [one for one in found(draft) if one.section == "tasks"]
    assert finding.severity == rules.WARNING
    assert finding.words == "1 task still says what was filled in for you. Read it, then change it or confirm it."
    assert "From a template" in section_of(block_of(draft), "tasks")


def test_who_may_only_read_is_not_asked_to_change_anything(filled: Draft, join: Callable[..., Actor]) -> None:
    leader = join(filled, "lea", "leader")
    said = [page(block_of(filled, actor)) for actor in (filled.actor, leader)]
    assert all("From the example" in one for one in said)
    assert ["change it or confirm it" in one for one in said] == [True, False]


@pytest.mark.parametrize("origin", [provenance.PLAN, provenance.FILE, provenance.TEMPLATE])
def test_single_answers_are_marked_one_by_one(draft: Draft, origin: str) -> None:
    settings = plans.PlanRules(headings=RULES.headings, layout=plans.Layout(erasmus=True))
    source = Source({"erasmus_a": {"title": "Sales", "language": "English", "digital": "no"}}, origin=origin)
    where = {"placement_id": draft.placement_id, "usage_key": USAGE, "settings": settings}
    plans.fill(draft.actor, **where, source=source, first_day=None)

    def view() -> plans.SectionView:
        opened = plans.open_plan(draft.actor, placement=draft.placement_id, usage_key=USAGE, layout=settings.layout)
        return opened.sections["erasmus_a"]

    assert list(view().standing) == ["title", "digital", "language"]
    block = block_of(draft, erasmus=True)
    assert f"{provenance.WORDS[origin]}: Title of the traineeship" in section_of(block, "erasmus_a")
    changed = {**view().answers[0], "title": "Another title"}
    plans.save_section(draft.actor, **where, section="erasmus_a", revision=1, typed=[changed])
    assert list(view().standing) == ["digital", "language"]
    sent = {f"erasmus_a-{name}": str(value) for name, value in view().answers[0].items()}
    form = {"placement": draft.placement_id, "section": "erasmus_a", "revision": view().revision, **sent}
    said = send(block, "make_ours", **form, uid="").text
    assert view().standing == {}
    assert f'id="{block.html_id}-erasmus_a-yours"' in said


def test_a_version_says_nothing_of_it_and_submitting_forgets_removed_rows(filled: Draft) -> None:
    filled.save("tasks", [*rows(filled), {**rows(filled)[0], "uid": "gone"}])
    for name in examples.FILLED:
        ours(filled, name, *marked(filled, name))
    filled.save("tasks", rows(filled)[:-1])
    assert "gone" in filled.view().sections["tasks"].origins
    assert "origins" not in filled.submit().canonical
    assert "gone" not in filled.view().sections["tasks"].origins


@pytest.mark.parametrize("stored", [None, [], {"a": 1}, {"a": ["example"]}, {"a": ["other", "x"]}, {"a": ["example", 3]}])
def test_what_is_no_origin_is_left_out(stored: Any) -> None:
    assert provenance.read({"origins": stored}) == {}


def test_every_section_that_can_be_filled_is_one_somebody_decided_about() -> None:
    """A section or answer that is new is never filled until somebody says that it may be."""
    layout = plans.Layout(erasmus=True)
    fillable = {section.name for section in filling.sections_of(layout)}
    assert fillable == {"periods", "outcomes", "tasks", "checkpoints", "erasmus_study", "erasmus_host", "erasmus_a"}
    assert set(EVERY) - fillable == {"parties", *filling.OWN_SECTIONS}
    assert set(examples.FILLED) <= fillable


def test_what_the_example_says_goes_along_into_no_template_and_no_other_plan(filled: Draft) -> None:
    """A copy of it would be marked as somebody's plan, and what is invented could be submitted after all."""
    mine, *others = marked(filled)
    ours(filled, "tasks", mine)
    ready = plans.to_share(filled.actor, placement=filled.placement_id, usage_key=USAGE, settings=RULES)
    assert [row["uid"] for row in ready.document["tasks"]] == [mine]
    assert ready.document["outcomes"] == []
    assert ready.has_example
    source = plans.copy_of(filled.actor, plan_id=filled.view().plan_id or 0, settings=RULES)
    assert [row["uid"] for row in source.answers["tasks"]] == [mine]
    assert any("example" in remark.words for remark in filling.fill(source, RULES, first_day=TODAY).remarks)
    ours(filled, "tasks", *others)
    ready = plans.to_share(filled.actor, placement=filled.placement_id, usage_key=USAGE, settings=RULES)
    assert len(ready.document["tasks"]) == 1 + len(others)
