"""An author in Studio: forms for the unit and its steps, findings, a preview."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from internship_xblock.tools.units import rules
from internship_xblock.tools.units.steps import KINDS
from internship_xblock.tools.units.web.block import UnitBlock
from internship_xblock.tools.units.web.forms import STEPS_LIMIT
from tests.platform import TestPlatform
from tests.runtime import call, make_block

from .lessons import AUTHOR, FULL, MIRA, lesson, revision_in_studio

pytestmark = pytest.mark.django_db

SETTINGS = {
    "display_name": "Roles",
    "minutes": 20,
    "minutes_at_work": 10,
    "outcomes": "One\n\n Two ",
    "pass_mark": 80,
    "weight": "2.5",
}


CHANGING = ("studio_save_step", "studio_add_row", "studio_remove_row")


def post(block: Any, handler: str, status: int = 200, method: str = "POST", **data: Any) -> str:
    """Send a form; one of a step as it was opened just now, unless `data` says of which state it is."""
    if handler in CHANGING:
        data = {"revision": revision_in_studio(block, data["step"]), **data}
    response = call(block, handler, data, method=method)
    assert response.status_int == status, response.text
    return response.text


def sort_form(**changes: Any) -> dict[str, Any]:
    form = {
        "step": "roles", "title": "Sorted", "text": "Who?",
        "piles-TOTAL_FORMS": 1, "piles-INITIAL_FORMS": 1, "piles-0-id": "mentor", "piles-0-text": "The mentor",
        "cards-TOTAL_FORMS": 1, "cards-INITIAL_FORMS": 1, "cards-0-id": "week", "cards-0-text": "Plan",
        "cards-0-pile": "mentor", "cards-0-feedback": "Because.",
    }  # fmt: skip
    return {**form, **changes}


def test_settings_are_saved() -> None:
    block = lesson(AUTHOR)
    response = call(block, "studio_save_settings", SETTINGS)
    assert response.headers["X-Internship-Saved"] == "yes"
    assert (block.display_name, block.minutes, block.pass_mark, block.weight) == ("Roles", 20, 80, 2.5)
    assert block.minutes_at_work == 10
    assert block.unit.outcomes == ("One", "Two")


@pytest.mark.parametrize(
    ("field", "value"),
    [("display_name", ""), ("minutes", "ten"), ("minutes", "0"), ("pass_mark", "101"), ("weight", "-1"), ("weight", "nan"),
     ("outcomes", "\n".join("abcdefghijklmno")), ("display_name", "x" * 201)],
)  # fmt: skip
def test_a_wrong_setting_is_told_in_its_place_and_nothing_changes(field: str, value: str) -> None:
    block = lesson(AUTHOR)
    html = post(block, "studio_save_settings", 422, **{**SETTINGS, field: value})
    assert f"{block.html_id}-{field}-error" in html
    assert block.display_name == "Who does what?"


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_of_every_kind_is_added_saved_and_shown(kind: str) -> None:
    block = make_block(UnitBlock, AUTHOR)
    html = post(block, "studio_add_step", kind=kind)
    (step,) = block.unit.everything
    assert step.kind == kind
    assert 'name="title"' in html
    rows = {f"{group.name}-{field}_FORMS": 0 for group in KINDS[kind].rows for field in ("TOTAL", "INITIAL")}
    typed = {"step": step.id, "title": "New", "text": "Hello **you**", **rows}
    assert "<strong>you</strong>" in post(block, "studio_preview_step", **typed)
    assert block.unit.everything == (step,)
    post(block, "studio_save_step", **typed)
    assert block.unit.everything[0].title == "New"
    assert "New" in post(block, "studio_save_step", step=step.id, title="New", text="", **rows)


def test_saving_a_step_keeps_the_others() -> None:
    block = lesson(AUTHOR)
    before = [step for step in block.steps if step["id"] != "roles"]
    post(block, "studio_save_step", **sort_form())
    assert block.unit.steps[1].title == "Sorted"
    assert block.unit.steps[1].rows["cards"] == ({"text": "Plan", "pile": "mentor", "feedback": "Because.", "id": "week"},)
    after = [step for step in block.steps if step["id"] != "roles"]
    assert [(step["id"], step["title"], step["text"]) for step in after] == [
        (step["id"], step["title"], step["text"]) for step in before
    ]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_new_step_is_not_scolded_before_a_field_was_left(kind: str) -> None:
    block = lesson(AUTHOR)
    html = post(block, "studio_add_step", kind=kind)
    (step,) = block.unit.everything[-1:]
    assert "data-new" in html
    assert "data-look" not in html
    assert "ix-message--mind" not in html
    form = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', html))
    for typed in ({}, {"text": "What"}):
        shown = post(block, "studio_preview_step", **{**form, "step": step.id, "title": "", "text": "", **typed, "left": ""})
        assert "no title" not in shown
        assert "ix-message--mind" not in shown
        assert f'id="{block.html_id}-title-error" data-error hx-swap-oob="true"></p>' in shown  # takes back what was said
    left = post(block, "studio_preview_step", **{**form, "step": step.id, "title": "", "text": "", "left": "text title"})
    assert f'id="{block.html_id}-title-error" data-error hx-swap-oob="true">This step has no title.</p>' in left
    assert "ix-message--mind" not in left
    saved = {**form, "step": step.id, "title": "One", "text": "", "revision": revision_in_studio(block, step.id)}
    post(block, "studio_save_step", **saved)
    again = post(block, "studio_edit_step", method="GET", step=step.id)
    assert "data-new" not in again
    assert ("Learners do not see this step yet" in again) is (step.id not in [one.id for one in block.unit.steps])


def test_the_settings_are_read_once_when_the_dialog_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    block, asked = lesson(AUTHOR), []
    unit = type(block).unit.fget
    monkeypatch.setattr(type(block), "unit", property(lambda self: asked.append(1) or unit(self)))
    block.studio_view()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("Write <your name> here", "Write &lt;your name&gt; here"), ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("{a, b} and {{ c }}", "{a, b} and {{ c }}"), ("Bring:\n- a pen\n- a book", "<li>a pen</li>"),
        ("[Call](tel:+4712345678)", 'href="tel:+4712345678"'), ("a_b_c * d ** e [f", "a_b_c * d ** e [f"),
    ],
)  # fmt: skip
def test_the_preview_is_what_learners_get_and_nothing_typed_disappears(typed: str, drawn: str) -> None:
    block = lesson(AUTHOR)
    before = block.steps
    html = post(block, "studio_preview_step", step="why", title="Why", text=typed)
    assert drawn in html
    assert block.steps == before
    post(block, "studio_save_step", step="why", title="Why", text=typed)
    assert drawn in lesson(MIRA, steps=block.steps).student_view().content


def test_what_is_to_be_looked_at_names_the_step_as_its_author_does() -> None:
    block = lesson(AUTHOR, '<internship_unit><read id="read-f64abf" title="Two days"/></internship_unit>')
    said = block.author_view().content
    assert re.search(r">Two days</span>\s*There is nothing to read yet", said)
    assert "read-f64abf</span>" not in said


def test_the_preview_says_what_is_missing_while_it_is_typed() -> None:
    block = lesson(AUTHOR)
    html = post(block, "studio_preview_step", step="why", title="", text=" ")
    assert "it is still empty" in html
    assert f'id="{block.html_id}-step-findings" role="status" hx-swap-oob="true"' in html
    assert html.count("This step has no title") == 1  # at its field
    assert f'id="{block.html_id}-title-error" data-error hx-swap-oob="true">This step has no title.</p>' in html
    assert "still empty" not in post(block, "studio_preview_step", step="why", title="Why", text="Because.")
    refused = post(block, "studio_preview_step", 422, step="why", title="x" * 201, text="")
    assert f"{block.html_id}-title" in refused
    post(block, "studio_preview_step", 404, step="gone", title="A", text="B")


def test_markdown_has_its_buttons_and_other_fields_have_none() -> None:
    block = lesson(AUTHOR, olx=FULL)
    story = post(block, "studio_edit_step", method="GET", step="week")
    tools = re.findall(r'data-tools="([^"]+)"', story)
    assert f"{block.html_id}-text" in tools
    assert f"{block.html_id}-situations-0-text" in tools
    assert f"{block.html_id}-choices-0-text" not in tools
    for field in tools:
        assert re.search(rf'<textarea[^>]* id="{field}"', story)


def test_rows_are_added_and_removed_and_typed_words_stay() -> None:
    block = lesson(AUTHOR)
    html = post(block, "studio_add_row", **sort_form(group="cards", **{"cards-0-text": "Changed"}))
    assert 'value="Changed"' in html
    assert [card["text"] for card in block.unit.steps[1].rows["cards"]] == ["Changed", ""]
    new = block.unit.steps[1].ids("cards")[1]
    form = sort_form(group="cards", row="week", **{"cards-TOTAL_FORMS": 2, "cards-1-id": new, "cards-1-text": "Second"})
    post(block, "studio_remove_row", **form)
    assert [card["text"] for card in block.unit.steps[1].rows["cards"]] == ["Second"]
    assert block.unit.steps[1].ids("cards") == [new]


@pytest.mark.parametrize(
    ("handler", "more"),
    [
        ("studio_save_step", {}),
        ("studio_add_row", {"group": "cards"}),
        ("studio_remove_row", {"group": "cards", "row": "week"}),
    ],
)
def test_two_authors_of_one_step_are_shown_both_texts(handler: str, more: dict[str, str]) -> None:
    block = lesson(AUTHOR)
    began = revision_in_studio(block, "roles")
    post(block, "studio_save_step", **sort_form(title="First of us"))
    saved = block.steps
    refused = post(block, handler, 409, **sort_form(title="Second of us", revision=began, **more))
    for words in ("Title of the step", "First of us", "Second of us", "Save mine instead"):
        assert words in refused
    assert "What the learner is asked to do" not in refused, "both wrote the same there"
    assert block.steps == saved
    again = revision_in_studio(block, "roles")
    assert f'data-keep-mine="{again}"' in refused
    post(block, "studio_save_step", **sort_form(title="Second of us", revision=again))
    assert block.unit.authored("roles").title == "Second of us"
    post(block, "studio_save_step", **sort_form(title="Second of us", revision=began))


def test_of_two_authors_cards_are_compared_as_they_read() -> None:
    block = lesson(AUTHOR)
    refused = post(block, "studio_save_step", 409, **sort_form(revision=1))
    assert "Plan · The mentor · Because." in refused
    assert "Plan the week · Mentor · Knows the days." in refused


def test_steps_move_and_go() -> None:
    block = lesson(AUTHOR)
    post(block, "studio_move_step", step="roles", way="up")
    post(block, "studio_move_step", step="roles", way="up")
    assert [step.id for step in block.unit.steps][:2] == ["roles", "why"]
    post(block, "studio_move_step", step="why", way="down")
    post(block, "studio_remove_step", step="roles")
    assert [step.id for step in block.unit.steps][:2] == ["first", "why"]


@pytest.mark.parametrize("step_id", ["first", "roles", "why"])
def test_a_duplicate_stands_behind_its_step_with_all_that_is_in_it(step_id: str) -> None:
    block = lesson(AUTHOR)
    before = block.unit.everything
    step = block.unit.authored(step_id)
    html = post(block, "studio_duplicate_step", step=step_id)
    after = block.unit.everything
    copy = after[before.index(step) + 1]
    assert [one for one in after if one != copy] == list(before)
    assert copy.id not in {one.id for one in before}
    assert copy.title == f"{step.title} (copy)"
    assert (copy.kind, copy.text, copy.parts, copy.rows, copy.repairs) == (step.kind, step.text, step.parts, step.rows, ())
    assert re.search(rf'id="{block.html_id}-row-{copy.id}"[^>]* data-focus', html)


@pytest.mark.parametrize("handler", ["studio_add_step", "studio_duplicate_step"])
def test_the_id_of_a_removed_step_never_comes_again(handler: str) -> None:
    """Answers to the old question would stand at the new one."""
    block = lesson(AUTHOR)
    seen = {step.id for step in block.unit.everything}
    for _time in range(3):
        post(block, handler, kind="sort", step="roles")
        (new,) = {step.id for step in block.unit.everything} - seen
        assert new not in seen
        seen.add(new)
        post(block, "studio_remove_step", step=new)
        seen_now = {step.id for step in block.unit.everything}
        assert new not in seen_now
        assert seen_now < seen


def test_a_full_unit_takes_no_duplicate_and_a_long_title_is_cut() -> None:
    block = make_block(UnitBlock, AUTHOR)
    block.steps = [{"kind": "read", "id": f"r{number}", "title": "x" * 200, "text": "A"} for number in range(STEPS_LIMIT - 1)]
    post(block, "studio_duplicate_step", step="r0")
    assert 150 < len(block.unit.everything[1].title) <= 200
    assert block.unit.everything[1].title.endswith("(copy)")
    assert "There is room for 60 steps" in post(block, "studio_duplicate_step", 422, step="r0")
    assert len(block.unit.everything) == STEPS_LIMIT


def test_what_is_not_understood_is_said_and_kept_whatever_the_author_does() -> None:
    olx = "<internship_unit><read id='a' title='A'>B</read><hologram id='h' depth='3'>Later</hologram></internship_unit>"
    block = lesson(AUTHOR, olx=olx)
    html = block.studio_view().content
    assert "Not understood" in html
    assert "Learners do not see it" in html
    unread = block.unit.everything[1]
    post(block, "studio_edit_step", 404, method="GET", step=unread.id)
    post(block, "studio_duplicate_step", 404, step=unread.id)
    post(block, "studio_duplicate_step", step="a")
    post(block, "studio_save_step", step="a", title="Other", text="Words")
    post(block, "studio_move_step", step=unread.id, way="up")
    node = etree.Element("internship_unit")
    block.add_xml_to_node(node)
    (kept,) = node.findall("hologram")
    assert (kept.get("depth"), kept.text) == ("3", "Later")


@pytest.mark.parametrize(
    "data",
    [
        {"step": "gone"}, {}, {"revision": ""}, {"revision": "x"}, {"cards-TOTAL_FORMS": "many"},
        {"cards-TOTAL_FORMS": "99999999"}, {"piles-TOTAL_FORMS": ""},
        {"title": "x" * 201}, {"cards-0-text": "x" * 501}, {"text": "x" * 10_001},
    ],
)  # fmt: skip
def test_a_broken_form_changes_nothing(data: dict[str, Any]) -> None:
    block = lesson(AUTHOR)
    before = block.steps
    now = {"revision": revision_in_studio(block, "roles")}
    response = call(block, "studio_save_step", {**sort_form(), **now, **data} if data else {})
    assert 400 <= response.status_int < 500
    assert "ix-message" in response.text
    assert block.steps == before


@pytest.mark.parametrize(
    ("handler", "data"),
    [
        ("studio_add_step", {"kind": "scenario-of-tomorrow"}),
        ("studio_move_step", {"step": "roles", "way": "sideways"}),
        ("studio_move_step", {"step": "gone", "way": "up"}),
        ("studio_remove_step", {"step": "gone"}),
        ("studio_duplicate_step", {"step": "gone"}),
        ("studio_add_row", {**sort_form(), "group": "options"}),
        ("studio_remove_row", {**sort_form(), "group": "cards", "row": "gone"}),
    ],
)
def test_what_is_not_there_is_refused(handler: str, data: dict[str, Any]) -> None:
    block = lesson(AUTHOR)
    before = block.steps
    data = {"revision": revision_in_studio(block, "roles"), **data}
    assert 400 <= call(block, handler, data).status_int < 500
    assert block.steps == before


def test_only_authors_may_change_anything() -> None:
    for actor in (MIRA, None):
        block = lesson(actor)
        before = block.steps
        for name in (
            name for name in dir(UnitBlock) if name.startswith("studio_") and name not in ("studio_form", "studio_view")
        ):
            method = UnitBlock.known_actions[name].http_method
            assert (
                call(block, name, {**sort_form(), **SETTINGS, "kind": "read", "way": "up"}, method=method).status_int == 403
            ), name
        assert block.steps == before


def test_findings_tell_what_learners_would_stumble_over() -> None:
    block = make_block(UnitBlock, AUTHOR, minutes=90, pass_mark=80)
    for kind in KINDS:
        post(block, "studio_add_step", kind=kind)
    block.steps = [
        *block.steps,
        {
            "kind": "sort",
            "id": "s",
            "title": "S",
            "piles": [{"id": "a", "text": "A"}],
            "cards": [{"id": "c", "pile": "b", "text": "Lost"}],
        },
        {"kind": "choose", "id": "q", "title": "Q", "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]},
    ]
    words = " ".join(str(one.message) for one in rules.findings(block.unit))
    for part in (
        "no outcome",
        "between 2 and 45",
        "“Lost” belongs in a pile that does not exist",
        "at least two piles",
        "No answer is marked as right",
        "no model answer",
        "An item has no text",
        "nothing to read",
        "no title",
    ):
        assert part in words, part
    assert "Lost" in block.author_view().content
    assert "between 2 and 45" in block.studio_view().content


def test_steps_stand_first_and_the_settings_are_folded_below_them() -> None:
    block = lesson(AUTHOR)
    html = block.studio_view().content
    steps, settings = html.index(f'id="{block.html_id}-steps"'), html.index('<details class="ix-card ix-studio-settings">')
    assert steps < html.index("Add a step") < settings < html.index(f'id="{block.html_id}-settings"')
    edited = post(block, "studio_edit_step", method="GET", step="roles")
    assert f'id="{block.html_id}-settings"' not in edited  # it replaces the list, above the settings
    for form in (html[settings:], edited):
        bar = form[form.index('class="ix-save-bar"') :]
        assert re.search(r'type="submit">Save</button>', bar)
        assert "data-save-state" in bar


def test_the_author_sees_every_step_without_forms() -> None:
    html = lesson(AUTHOR).author_view().content
    for words in ("Distinguish the roles", "15 minutes", "Why roles matter", "Your step", "Nothing is missing"):
        assert words in html
    assert "<form" not in html


# -- nothing typed is lost, and nothing empty is shown ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_step_is_its_authors_alone(kind: str) -> None:
    block = lesson(AUTHOR)
    post(block, "studio_add_step", kind=kind)
    (empty,) = block.unit.everything[len(block.unit.steps) :]
    assert empty.kind == kind
    learner = lesson(MIRA, steps=block.steps)
    assert "Step 1 of 7" in learner.student_view().content
    assert learner.max_score() == 3.0
    for handler in ("move", "answer_step"):
        assert call(learner, handler, {"step": empty.id}).status_int == 404
    found = [one for one in rules.findings(block.unit) if one.step == empty.id]
    assert "it is still empty" in " ".join(str(one.message) for one in found)
    for view in ("author_view", "studio_view"):
        assert "it is still empty" in getattr(block, view)().content


def test_an_empty_choice_keeps_nobody_from_the_end() -> None:
    """It cannot be answered, so a lesson that showed it could never be finished."""
    unit = lesson(
        olx="<internship_unit><read id='a' title='A'>B</read><choose id='q' title='Q'><option/></choose></internship_unit>"
    )
    assert "You have come to the end" in post(unit, "move", step="a")
    assert TestPlatform.shares() == [1.0]


def test_what_an_author_types_is_kept_for_the_state_it_began_from() -> None:
    block = lesson(AUTHOR)

    def state(html: str) -> str:
        (found,) = re.findall(r'name="revision" value="(\d{1,9})"', html)
        return found

    opened = post(block, "studio_edit_step", method="GET", step="roles")
    assert 'data-draft="step-roles" data-draft-local' in opened
    assert state(post(block, "studio_edit_step", method="GET", step="roles")) == state(opened)
    settings = state(block.studio_view().content)
    post(block, "studio_save_step", **sort_form())
    assert state(post(block, "studio_edit_step", method="GET", step="roles")) != state(opened)
    assert state(block.studio_view().content) == settings  # its own: a step that was saved does not outdate the settings
    call(block, "studio_save_settings", SETTINGS)
    assert state(block.studio_view().content) != settings


def test_an_author_is_told_of_a_picture_from_another_site() -> None:
    block = lesson(AUTHOR)
    post(block, "studio_save_step", step="why", title="Why", text="![Us](https://evil.example/us.png) ![Ok](/static/ok.png)")
    (words,) = [str(one.message) for one in rules.findings(block.unit)]
    assert "https://evil.example/us.png" in words
    assert "https://evil.example/us.png" in block.author_view().content
    assert "<img" in block.author_view().content
    assert 'src="https://evil' not in block.author_view().content
