"""Today costs the same however much there is: of placements, of what waits, of what others wait for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs.models import Entry
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.plans.models import Plan, PlanComment, PlanSection
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews.models import Submission
from tests.crowd import seat_mentor
from tests.logs.world import USAGE as LOG
from tests.plans.conftest import USAGE as PLAN
from tests.plans.conftest import Draft, fill
from tests.platform import COURSE, TestPlatform
from tests.runtime import make_block

from .conftest import TODAY, Page, queries_of

pytestmark = pytest.mark.django_db
BUDGET = 12  # the account of whoever is signed in included; where a session is kept is the site's to choose


def cost(actor: Actor) -> tuple[int, Page]:
    asked, html = queries_of(actor, TODAY)
    return asked, Page(html)


@pytest.fixture
def course(clean_platform: None) -> None:
    TestPlatform.blocks = {
        PLAN: make_block(PlanBlock, None, usage=PLAN), LOG: make_block(LogBlock, None, usage=LOG),
    }  # fmt: skip


def copied(draft: Draft, places: list[int]) -> None:
    """The plan of `draft`, with its versions left out, in all of these placements, each with a comment of its student."""
    first = Plan.objects.get(placement_id=draft.placement_id)
    Plan.objects.bulk_create([Plan(placement_id=place, course_key=COURSE, usage_key=PLAN) for place in places])
    for plan in Plan.objects.filter(placement_id__in=places):
        PlanSection.objects.bulk_create(
            [PlanSection(plan=plan, name=one.name, data=one.data, revision=1) for one in first.sections.all()]
        )
        PlanComment.objects.create(plan=plan, section="contacts", text="Word", at=timezone.now(), author_name="Somebody")


def crowded(person: Callable[..., Actor], role: str, seats: int, waiting: int) -> Actor:
    """A person with so many placements, plans that are submitted and begun, comments, and entries that wait."""
    mira = person("mira")
    (place, *others) = seat_mentor(mira, LOG, seats, waiting)
    Party.objects.filter(user_id=mira.account).update(role=role)
    Placement.objects.filter(pk=place).update(owner_id=mira.account)
    draft = Draft(mira, place)
    Party.objects.filter(placement_id=place, uid="m1").update(role="mentor")
    fill(draft, timezone.localdate())
    draft.submit()
    Party.objects.filter(placement_id=place, uid="m1").update(role=role)
    copied(draft, others)
    return mira


@pytest.mark.usefixtures("course")
def test_a_mentor_of_five(person: Callable[..., Actor]) -> None:
    mira = crowded(person, "mentor", 5, 10)
    asked, page = cost(mira)
    assert asked <= BUDGET
    assert "entries are waiting for your answer" in page.words
    entry = Entry.objects.latest("pk")
    template = {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields if not field.primary_key}
    Entry.objects.bulk_create([Entry(**{**template, "draft": 100 + at}) for at in range(990)])
    again, page = cost(mira)
    assert again == asked
    assert "More is waiting than is listed here." in page.words


@pytest.mark.slow  # forty plans are looked through by every rule
@pytest.mark.usefixtures("course")
def test_a_supervisor_of_forty_sees_what_is_to_be_done_and_no_column_of_names(person: Callable[..., Actor]) -> None:
    asked, page = cost(crowded(person, "supervisor", 40, 40))
    assert asked <= BUDGET
    assert "Your 40 placements" in page.words
    assert "39 plans have comments for you to answer" in page.words
    folded = page.tree.xpath("//main//details//*[contains(@class, 'ix-todo-said') or contains(@class, 'ix-placed')]")
    lines = page.tree.xpath("//main//*[contains(@class, 'ix-todo-said') or contains(@class, 'ix-placed')]")
    assert len(lines) - len(folded) <= 6, "all else opens when one asks"
    assert page.tree.xpath("//input[@name='search']")


@pytest.mark.parametrize("many", [10, 1_000])
def test_an_instructor_of_a_course_with_many_submissions(person: Callable[..., Actor], many: int) -> None:
    ida = person("staff_ida", is_staff=True)
    now = timezone.now()
    Submission.objects.bulk_create(
        Submission(
            course_key=COURSE, usage_key="bulk", kind="plan", subject_id=at, subject_version=1, title="A plan", attempts=1,
            revision=1, submitted_at=now, changed_at=now,
        )
        for at in range(many)
    )  # fmt: skip
    asked, page = cost(ida)
    assert asked <= 8
    assert f"{many} submissions are waiting for a review" in page.words


def test_somebody_without_anything(person: Callable[..., Actor]) -> None:
    asked, _page = cost(person("olaf"))
    assert asked <= 6
