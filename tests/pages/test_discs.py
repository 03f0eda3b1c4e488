"""People on the reviewers' pages: a disc in the colour of their role, as in the tools."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from django.test import Client

from internship_xblock.core.actor import Actor
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.ui.jinja import environment

from .conftest import list_url, open_url

PACKAGE = Path(__file__).resolve().parents[2] / "internship_xblock"


def discs(html: str) -> list[tuple[str, str]]:
    """Return the initials and the look of each disc, in their order."""
    found = lxml.html.fromstring(f"<div>{html}</div>").xpath("//span[contains(@class, 'ix-disc--')]")
    return [(disc.text_content(), str(disc.get("class")).rpartition("ix-disc--")[2]) for disc in found]


@pytest.mark.django_db
def test_who_submitted_and_who_reviewed_have_their_colour(
    browser: Callable[[str], Client], plan: reviews.SubmissionView, person: Callable[..., Actor]
) -> None:
    ida, mira = browser("staff_ida"), person("mira")
    assert discs(ida.get(list_url()).content.decode()) == [("M", "mentor")]

    reviewer = person("staff_ida", is_staff=True)
    view = reviews.open_submission(reviewer, submission_id=plan.id)
    reviews.comment(reviewer, submission_id=plan.id, revision=view.revision, text="Which autumn?", marks={})
    story = ida.get(open_url(plan.id)).content.decode().partition('id="review-story"')[2]
    assert [look for _name, look in discs(story)] == ["mentor", "supervisor"]

    assert plan.placement_id is not None
    standing = reviews.standing(
        mira, placement=plan.placement_id, usage_key=plan.usage_key, kind="plan", subject_ids=[plan.subject_id]
    )[plan.subject_id]
    note_list = environment().get_template("reviews/macros/standing.html").module.note_list  # type: ignore[attr-defined]
    assert [look for _name, look in discs(str(note_list(standing.answers, standing)))] == ["supervisor"]


@pytest.mark.source
def test_every_disc_with_a_name_says_its_role() -> None:
    calls = [
        (path.name, call)
        for path in sorted(PACKAGE.rglob("templates/**/*.html"))
        for call in re.findall(r"{{ disc\((.*?)\) }}", path.read_text(encoding="utf-8"))
    ]
    assert len(calls) > 12
    assert [call for call in calls if "look=" not in call[1] and call[1] != 'name=""'] == []
