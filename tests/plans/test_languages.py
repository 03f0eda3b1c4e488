"""A plan is one plan, whatever language its readers read in."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from internship_xblock.tools.plans import rules
from internship_xblock.tools.plans.models import PlanVersion
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.web.block import PlanBlock
from tests.runtime import call, make_block, with_parts

from . import shown
from .conftest import RULES, USAGE, Draft

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("headings", [None, [{"id": "knowledge", "text": "Knowledge"}]])
def test_what_was_submitted_in_english_is_current_in_norwegian(draft: Draft, headings: list[dict[str, str]] | None) -> None:
    fields = {"headings": headings} if headings else {}
    block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id), **fields)
    draft.fill()
    outcomes = draft.view().sections["outcomes"].rows
    if headings:
        draft.save("outcomes", [{**row, "heading": "knowledge"} for row in outcomes])
    answer = call(block, "submit", shown.to_submit(block))
    assert answer.status_code == 200, answer.text
    with override("nb"):
        assert "Lever på nytt" not in block.student_view().content
        again = call(block, "submit", shown.to_submit(block))
    assert again.status_code == 422
    assert PlanVersion.objects.count() == 1


def test_a_default_heading_reads_in_the_readers_language_and_an_own_one_as_written(draft: Draft) -> None:
    draft.fill().submit()
    version = draft.view().versions[-1]
    row = PlanVersion.objects.get(number=version.number)
    assert '"text":"knowledge"' in row.canonical
    with override("nb"):
        block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id))
        html = with_parts(block, block.student_view().content)
    assert "Kunnskap" in html


def test_settings_saved_unchanged_stay_the_default_in_every_language(draft: Draft) -> None:
    staff = draft.actor.__class__(**{**draft.actor.__dict__, "is_staff": True})
    block = make_block(PlanBlock, staff, usage=USAGE)
    form = block._settings_form()
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed = {
        name: value if isinstance(value, list) else str(value)
        for name, value in initial.items()
        if value is not None and value is not False  # what a browser does not send
    }
    assert call(block, "studio_save", typed).status_code == 200
    assert [row["text"] for row in block.headings] == ["knowledge", "skills", "competence"]
    assert (block.staff_mode, block.sections_off) == (False, "")


def test_hours_are_written_as_the_reader_writes_them(draft: Draft) -> None:
    """In the text of a plan, and in its field."""
    period = {"uid": "p1", "label": "Autumn", "start": "2026-09-21", "end": "2026-09-25", "hours": "37.50"}
    draft.save("periods", [period])
    view = draft.view()
    for language, words in (("en", "37.5"), ("nb", "37,5")):
        with override(language):
            (part,) = [part for part in frozen_text.outline(view.document(RULES.headings)) if part.name == "periods"]
            assert words in [line.text for line in part.items[0].lines]
            (finding,) = [
                one for one in rules.findings(view.document(RULES.headings), RULES) if one.target == "periods-p1-hours"
            ]
            assert words in finding.words
    with override("nb"):
        block = make_block(PlanBlock, draft.actor, usage=USAGE, placement_id=str(draft.placement_id))
        assert f'value="{words}"' in with_parts(block, block.student_view().content)
