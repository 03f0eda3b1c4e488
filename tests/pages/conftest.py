"""Browsers for the pages: a signed-in client for everybody of the story."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans.models import Plan, PlanVersion
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Note, Submission
from internship_xblock.tools.statements.models import IssuedStatement, Statement
from internship_xblock.tools.statements.schema.sections import STAY
from tests.platform import COURSE

PLAN_BLOCK = "block-v1:Test+Mentor+2026+type@internship_plan+block@plan"
LOG_BLOCK = "block-v1:Test+Mentor+2026+type@internship_log+block@log"
RUBRIC = (
    reviews.Criterion("aligned", "aligned", "aligned"),
    reviews.Criterion("own", "Our own point", "<script>alert(2)</script>"),
)
NASTY = "<script>alert('x')</script> & “quotes”"


@pytest.fixture
def browser(person: Callable[..., Actor]) -> Callable[[str], Client]:
    """`browser("staff_ida")` is signed in as that person, with CSRF enforced as in the LMS."""

    def make(name: str) -> Client:
        person(name)
        client = Client(enforce_csrf_checks=True)
        client.force_login(get_user_model().objects.get(username=name))
        return client

    return make


def post(client: Client, url: str, data: dict[str, Any] | bytes, **more: Any) -> Any:
    """Post a form as a browser would after having opened the page: with its CSRF token in a header."""
    from urllib.parse import urlencode

    token = "a" * 32
    client.cookies["csrftoken"] = token
    body = data if isinstance(data, bytes) else urlencode(data, doseq=True, errors="replace").encode()
    content_type = more.pop("content_type", "application/x-www-form-urlencoded")
    return client.post(url, body, content_type=content_type, headers={"X-CSRFToken": token}, **more)


@pytest.fixture
def mira(person: Callable[..., Actor]) -> Actor:
    return person("mira")


@pytest.fixture
def placement_id(mira: Actor) -> int:
    return placements.start(mira, course_key=COURSE, role="mentor").id


@pytest.fixture
def plan(mira: Actor, placement_id: int) -> reviews.SubmissionView:
    """A submitted plan with one period, and a task and a criterion that try to break the page."""
    document = frozen_text.build(
        [{"uid": "a", "role": "mentor", "name": "Mira"}],
        {
            "periods": {"rows": [{"uid": "p1", "label": "Autumn", "start": "2026-09-21", "end": "2026-10-02", "hours": "75"}]},
            "tasks": {"rows": [{"uid": "t1", "text": NASTY, "outcomes": [], "evidence": "A note"}]},
        },
        [],
    )
    text = frozen_text.canonical(document)
    stored = Plan.objects.create(placement_id=placement_id, course_key=COURSE, usage_key=PLAN_BLOCK)
    PlanVersion.objects.create(
        plan=stored, number=1, canonical=text, sha256=frozen_text.digest("", text), frozen_at=timezone.now(), author_name="Mira"
    )
    return submit(
        mira, placement_id, kind="plan", usage_key=PLAN_BLOCK, subject_id=stored.pk, title="Plan for Nils", rubric=RUBRIC
    )


def amended(mira: Actor, view: reviews.SubmissionView, number: int, evidence: str) -> reviews.SubmissionView:
    """The plan submitted again as version `number`, in which only the evidence of its task is another."""
    first = PlanVersion.objects.filter(plan_id=view.subject_id).order_by("-number")[0]
    document = frozen_text.thaw(first.canonical, first.people)
    document["tasks"][0]["evidence"] = evidence
    text = frozen_text.canonical(document)
    PlanVersion.objects.create(
        plan_id=view.subject_id, number=number, canonical=text, sha256=frozen_text.digest(first.sha256, text),
        previous_sha256=first.sha256, frozen_at=timezone.now(), author_name="Mira",
    )  # fmt: skip
    return submit(
        mira, view.placement_id or 0, kind="plan", usage_key=PLAN_BLOCK, subject_id=view.subject_id, subject_version=number,
        title="Plan for Nils", rubric=RUBRIC,
    )  # fmt: skip


def certificate(placement_id: int | None, **answers: str) -> IssuedStatement:
    """An issued statement of that placement; each more is a correction."""
    statement, _made = Statement.objects.get_or_create(placement_id=placement_id, kind="student", course_key=COURSE)
    number = IssuedStatement.objects.filter(statement=statement).count() + 1
    said = {
        "schema": 1, "number": number, "erasmus": False, "version": {"number": 1, "sha256": "0" * 64},
        "stay": {**STAY.blank(), "trainee": "Åse " + NASTY},
        "statement": {
            "title": "Sales", "hours": "", "family_name": "Åse",
            "start": "2026-02-02", "end": "2026-03-27", "virtual_start": "", "virtual_end": "", "place": "",
            "tasks": NASTY, "evaluation": "Well done", **answers,
        },
        "issued": {"at": "2026-03-27T12:00:00+00:00", "by": "Mira", "role": "mentor"},
    }  # fmt: skip
    text = frozen_text.canonical(said)
    return IssuedStatement.objects.create(
        statement=statement, number=number, canonical=text, sha256=frozen_text.digest("", text), frozen_at=timezone.now(),
        author_name="Mira", issued_role="mentor", code=f"{number:016}",
    )  # fmt: skip


@pytest.fixture
def entry(mira: Actor, placement_id: int) -> reviews.SubmissionView:
    """A log entry, shared with the course team and so submitted."""
    rules = logs.LogRules()
    typed = {"date": "2026-09-21", "hours": "10", "text-what": "I shadowed " + NASTY, "next_step": "Ask more"}
    view = logs.write(mira, placement_id=placement_id, usage_key=LOG_BLOCK, draft=1, revision=0, rules=rules, typed=typed)
    logs.share(
        mira, usage_key=LOG_BLOCK, entry_id=view.id, revision=view.revision, level="supervisor", rules=rules,
        confirmed=logs.CHECKLIST,
    )  # fmt: skip
    return opened(Submission.objects.get(kind="entry").pk)


def submit(actor: Actor, placement_id: int, **what: Any) -> reviews.SubmissionView:
    reviews.submit(actor, placement_id=placement_id, **{"subject_version": 1, "title": "", "possible": 5} | what)
    found = Submission.objects.get(usage_key=what["usage_key"], subject_id=what["subject_id"])
    return opened(found.pk)


def opened(pk: int) -> reviews.SubmissionView:
    """As a reviewer would have it, without a page."""
    reviewer = Actor(user_id=0, name="", course_key=COURSE, is_staff=True)
    return reviews.open_submission(reviewer, submission_id=pk)


def fill(amount: int) -> None:
    """More submissions that wait, with a story each."""
    rows = Submission.objects.bulk_create(
        Submission(
            course_key=COURSE, usage_key="bulk", kind="plan", subject_id=10_000 + number, subject_version=1,
            title=f"Plan {number}", author_name="Somebody", attempts=1, revision=1, submitted_at=timezone.now(),
            changed_at=timezone.now(),
        )
        for number in range(amount)
    )  # fmt: skip
    Note.objects.bulk_create(Note(submission=row, decision="submitted", attempt=1, at=timezone.now()) for row in rows)


def list_url(**query: str) -> str:
    from urllib.parse import urlencode

    return reverse("internship_xblock:review", kwargs={"course_key": COURSE}) + (f"?{urlencode(query)}" if query else "")


def open_url(submission_id: int) -> str:
    return reverse("internship_xblock:review_open", kwargs={"course_key": COURSE, "submission_id": submission_id})
