"""Erasmus+: what a traineeship agreement asks beside a plan, each rule with a plan that breaks that rule only."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.api import OPTIONAL, Layout
from internship_xblock.tools.plans.models import SECTION_LIMIT
from internship_xblock.tools.plans.schema import erasmus, frozen_text
from internship_xblock.tools.plans.schema.sections import SECTIONS
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.runtime import call, make_block, with_parts

from . import shown
from .conftest import RULES, USAGE, Draft
from .test_layouts import document_of

ERASMUS = replace(RULES, layout=Layout(erasmus=True))
Document = dict[str, Any]


@pytest.fixture
def agreement() -> Document:
    return copy.deepcopy(document_of(ERASMUS))


BREAKS: list[tuple[str, str, Callable[[Document], object]]] = [
    ("title", "erasmus_a-title", lambda d: d["erasmus_a"].update(title="")),
    ("hours a week", "erasmus_a-week_hours", lambda d: d["erasmus_a"].update(week_hours="")),
    ("language", "erasmus_a-language", lambda d: d["erasmus_a"].update(language="")),
    ("level of it", "erasmus_a-language_level", lambda d: d["erasmus_a"].update(language_level="")),
    ("evaluation", "erasmus_a-evaluation", lambda d: (
        d["erasmus_a"].update(evaluation=""), d["checkpoints"][3].update(about=""))),
    ("online part without an end", "erasmus_a-virtual_end", lambda d: d["erasmus_a"].update(virtual_start="2026-09-01")),
    ("online part without a start", "erasmus_a-virtual_start", lambda d: d["erasmus_a"].update(virtual_end="2026-09-01")),
    ("place in the studies", "erasmus_b-kind", lambda d: d["erasmus_b"].update(kind="")),
    ("credits of a part of the studies", "erasmus_b-ects", lambda d: d["erasmus_b"].update(ects=0)),
    ("accidents", "erasmus_insurance-accident", lambda d: d["erasmus_insurance"].update(accident="")),
    ("damage", "erasmus_insurance-liability", lambda d: d["erasmus_insurance"].update(liability="")),
    ("promised money", "erasmus_c-amount", lambda d: d["erasmus_c"].update(money="yes")),
    ("the certificate", "erasmus_c-certificate", lambda d: d["erasmus_c"].update(certificate=False)),
]  # fmt: skip


@pytest.mark.parametrize(("target", "spoil"), [case[1:] for case in BREAKS], ids=[case[0] for case in BREAKS])
def test_one_thing_missing(agreement: Document, target: str, spoil: Callable[[Document], object]) -> None:
    assert rules.findings(agreement, ERASMUS) == []
    spoil(agreement)
    (finding,) = rules.findings(agreement, ERASMUS)
    assert (finding.rule, finding.severity, finding.target) == (13, "error", target)
    assert finding.section == target.split("-")[0]
    assert finding.words


def test_monitoring_is_asked_where_no_checkpoint_says_it(agreement: Document) -> None:
    settings = replace(ERASMUS, layout=Layout(erasmus=True, off=frozenset({"checkpoints"})))
    agreement["checkpoints"], agreement["erasmus_a"]["monitoring"] = [], ""
    assert [finding.target for finding in rules.findings(agreement, settings)] == ["erasmus_a-monitoring"]
    agreement["erasmus_a"]["monitoring"] = "The university writes to both every second week"
    assert rules.findings(agreement, settings) == []


def test_a_checkpoint_in_between_is_monitoring(agreement: Document) -> None:
    agreement["erasmus_a"]["monitoring"] = ""
    assert rules.findings(agreement, ERASMUS) == []


@pytest.mark.parametrize("kind", ["voluntary", "graduate"])
def test_credits_are_for_those_who_promise_them(agreement: Document, kind: str) -> None:
    agreement["erasmus_b"].update(kind=kind, ects="")
    assert rules.findings(agreement, ERASMUS) == []


# -- the layout --------------------------------------------------------------------------------------------


def test_the_sections_are_there_only_with_the_switch() -> None:
    names = [section.name for section in ERASMUS.layout.sections]
    assert [name for name in names if not name.startswith("erasmus_")] == [section.name for section in SECTIONS]
    assert [name for name in names if name.startswith("erasmus_")] == [section.name for section in erasmus.SECTIONS]
    assert set(frozen_text.build([], {}, RULES.headings)) == {"schema", "headings", *(section.name for section in SECTIONS)}
    assert not any(len(name) > SECTION_LIMIT for name in names)


@pytest.mark.parametrize("off", [frozenset(), frozenset(OPTIONAL)])
def test_a_document_knows_that_it_is_one(off: frozenset[str]) -> None:
    layout = Layout(erasmus=True, off=off)
    document = document_of(replace(RULES, layout=layout))
    assert Layout.of(document) == layout
    assert rules.findings(document, replace(RULES, layout=layout)) == []
    assert {part.name for part in frozen_text.outline(document)} >= {section.name for section in erasmus.SECTIONS}


def test_other_documents_say_nothing_of_it() -> None:
    assert "erasmus" not in frozen_text.canonical(document_of(RULES))
    assert "erasmus" not in frozen_text.canonical(document_of(replace(RULES, layout=Layout(staff=True))))


def test_a_new_employee_is_no_trainee() -> None:
    assert Layout(staff=True, erasmus=True) == Layout(staff=True)


def test_nobody_is_asked_for_birth_nationality_or_gender() -> None:
    asked = {field.name for section in ERASMUS.layout.sections for field in section.fields}
    assert not asked & {"birth", "born", "date_of_birth", "nationality", "gender", "sex"}


# -- a plan ------------------------------------------------------------------------------------------------


def test_it_is_filled_in_kept_and_submitted(draft: Draft) -> None:
    draft.fill()
    with pytest.raises(Invalid) as refused:
        shown.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)
    assert "erasmus_a-title" in refused.value.fields
    begin(draft)
    version = shown.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)
    assert version.document["erasmus_b"]["ects"] == 10
    assert version.is_intact
    titles = " ".join(str(part.title) for part in frozen_text.outline(version.document))
    assert all(f"Table {letter}" in titles for letter in "ABC")


def begin(draft: Draft, settings: rules.PlanRules = ERASMUS, **changes: Any) -> None:
    """The example's answers to what only this layout asks."""
    document = document_of(settings)
    for section in erasmus.SECTIONS:
        view = plans.open_plan(draft.actor, placement=draft.placement_id, usage_key=USAGE, layout=settings.layout)
        plans.save_section(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section=section.name,
            revision=view.sections[section.name].revision, typed=[{**document[section.name], **changes.get(section.name, {})}],
            settings=settings,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"week_hours": "169"}, "week_hours"),
        ({"week_hours": "much"}, "week_hours"),
        ({"virtual_start": "2026-09-02", "virtual_end": "2026-09-01"}, "virtual_end"),
        ({"language_level": "D1"}, "language_level"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(draft: Draft, answers: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plans.save_section(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section="erasmus_a", revision=0, typed=[answers],
            settings=ERASMUS,
        )  # fmt: skip
    assert list(refused.value.fields) == [f"erasmus_a-{field}"]


def test_numbers_are_no_hours(draft: Draft) -> None:
    with pytest.raises(Invalid) as refused:
        plans.save_section(
            draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section="erasmus_b", revision=0,
            typed=[{"ects": "ten"}], settings=ERASMUS,
        )  # fmt: skip
    assert "hours" not in str(refused.value.fields)


def test_a_choice_alone_begins_a_section_of_choices(draft: Draft) -> None:
    view = plans.save_section(
        draft.actor, placement_id=draft.placement_id, usage_key=USAGE, section="erasmus_insurance", revision=0,
        typed=[{"accident": "both"}], settings=ERASMUS,
    )  # fmt: skip
    assert view.sections["erasmus_insurance"].is_begun
    assert not view.sections["erasmus_c"].is_begun


def test_a_box_left_open_is_no_open_question() -> None:
    assert erasmus.TABLE_B.state({"values": {"kind": "embedded", "ects": 10}}) == "2 of 2 answered"
    assert erasmus.TABLE_B.state({"values": {"europass": True}}) == "0 of 2 answered"
    assert erasmus.TABLE_B.state({"values": erasmus.TABLE_B.blank()}) == "nothing yet"


# -- what an author sets -------------------------------------------------------------------------------------


def settings_of(block: PlanBlock) -> dict[str, Any]:
    form = block._settings_form()
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in initial.items() if value is not None and value is not False}


def test_the_switch_is_in_studio_and_excludes_staff_mode(person: Callable[..., Actor]) -> None:
    block = make_block(PlanBlock, person("staff_ida", is_staff=True))
    assert 'name="erasmus"' in block.studio_view().content
    typed = settings_of(block)
    refused = call(block, "studio_save", {**typed, "erasmus": "on", "staff_mode": "on"})
    assert refused.status_int == 422
    assert f"{block.html_id}-erasmus-error" in refused.text
    assert call(block, "studio_save", {**typed, "erasmus": "on"}).status_int == 200
    assert block.layout == Layout(erasmus=True)
    assert "Table A" in block.author_view().content


def test_the_screen_asks_for_it(draft: Draft) -> None:
    block = make_block(PlanBlock, draft.actor, usage=USAGE, erasmus=True, placement_id=str(draft.placement_id))
    for section in ERASMUS.layout.sections:
        call(block, "copy_example", {"placement": draft.placement_id, "section": section.name})
    content = with_parts(block, block.student_view().content)
    assert "Shadow the auction" in content
    assert 'name="erasmus_a-title"' in content
    assert "Sales and pricing at a fish auction" not in content, "nothing invented becomes part of an agreement"
    block.erasmus = False
    assert "erasmus_a" not in with_parts(block, block.student_view().content)
