"""A placement in which everybody can be told: Ola, Mira and Sven have accounts with addresses, Gunn and Lars are guests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.test import TestCase
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.openedx.letters import Letter
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.notices.sending import Tally, send_due
from internship_xblock.tools.notices.web.letters import draw
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.statements import api as statements
from tests.plans import shown
from tests.platform import COURSE, TestPlatform
from tests.seats import take_by_link
from tests.statements.story import issue_statement

PLAN = "block-v1:Test+Mentor+2026+type@internship_plan+block@plan"
LOG = "block-v1:Test+Mentor+2026+type@internship_log+block@log"
RULES = plans.PlanRules()
LOG_RULES = logs.LogRules()
SECRET = "Secretword"  # what people write: in no mail and in no log


class World:
    def __init__(self, person: Callable[..., Actor]) -> None:
        self.ola, self.mira, self.sven = person("ola"), person("mira"), person("sven")
        self.staff = person("staff_ida", is_staff=True)
        for name in ("ola", "mira", "sven", "staff_ida"):
            get_user_model().objects.filter(username=name).update(email=f"{name}@example.org")
        view = placements.start(self.ola, course_key=COURSE, role="student")
        self.id = view.id
        named = [("mira", "mentor"), ("gunn", "mentor"), ("sven", "supervisor"), ("lars", "leader")]
        rows = [
            placements.PartyRow(
                uid=name, role=role, name=name.capitalize(), email=f"{name}@example.org", organisation="Nordlys AS"
            )
            for name, role in named
        ]
        second = placements.PartyRow(uid="second", role="mentor", name="Siri", is_substitute=True)
        placements.save_parties(self.ola, placement_id=self.id, revision=0, rows=[*view.parties, *rows, second])
        for actor, uid in ((self.mira, "mira"), (self.sven, "sven")):
            self.join(actor, uid)
        self.gunn, self.lars = take_by_link(self.id, "gunn"), take_by_link(self.id, "lars")
        Notice.objects.all().delete()

    def join(self, actor: Actor, uid: str) -> None:
        code = placements.invite(self.ola, placement_id=self.id, party_uid=uid)
        placements.join(actor, course_key=COURSE, code=code)

    def name_of(self, row: Notice) -> str:
        seats = Party.objects.filter(placement_id=self.id)
        seat = seats.get(user_id=row.reader_id) if row.reader_id else seats.get(pk=row.reader_seat_id)
        return seat.name or seat.user.first_name

    def told(self, kind: str) -> set[str]:
        """Who is to be told of this kind."""
        return {self.name_of(row) for row in Notice.objects.filter(kind=kind)}

    # -- what people do

    def comment(self, actor: Actor, text: str = SECRET) -> plans.Comment:
        return plans.comment(actor, placement_id=self.id, usage_key=PLAN, section="contacts", text=text)

    def submit(self) -> int:
        for section, rows in examples.example(RULES, date(2026, 9, 1)).items():
            if section != "parties":
                seen = plans.open_plan(self.ola, placement=self.id, usage_key=PLAN).sections[section]
                plans.save_section(
                    self.ola, placement_id=self.id, usage_key=PLAN, section=section, revision=seen.revision, typed=rows,
                    settings=RULES,
                )  # fmt: skip
        return shown.submit(self.mira, placement_id=self.id, usage_key=PLAN, settings=RULES, possible=10).number

    def sign(self, *actors: Actor) -> None:
        for actor in actors:
            shown.sign(actor, placement_id=self.id, usage_key=PLAN, number=1)

    def checkpoints(self, *days: date, kind: str = "midway") -> None:
        rows = [
            {"uid": f"c{number}", "kind": kind, "date": day.isoformat(), "about": SECRET} for number, day in enumerate(days)
        ]
        self.section("checkpoints", rows)

    def period(self, start: date, end: date) -> None:
        self.section(
            "periods", [{"uid": "p1", "label": "Autumn", "start": start.isoformat(), "end": end.isoformat(), "hours": "75"}]
        )

    def section(self, name: str, rows: list[dict[str, Any]]) -> None:
        seen = plans.open_plan(self.ola, placement=self.id, usage_key=PLAN).sections[name]
        plans.save_section(
            self.ola, placement_id=self.id, usage_key=PLAN, section=name, revision=seen.revision, typed=rows, settings=RULES
        )

    def write(self, draft: int = 1, day: date = date(2026, 9, 21)) -> logs.EntryView:
        typed = {"date": day.isoformat(), "text-what": SECRET, "date_reason": "I was asked to."}
        return logs.write(self.ola, placement_id=self.id, draft=draft, revision=0, typed=typed, usage_key=LOG, rules=LOG_RULES)

    def share(self, entry: logs.EntryView, level: str = "mentor", revision: int | None = None) -> logs.EntryView:
        return logs.share(
            self.ola, usage_key=LOG, entry_id=entry.id, revision=entry.revision if revision is None else revision, level=level,
            confirmed=logs.CHECKLIST, rules=LOG_RULES,
        ).entry  # fmt: skip

    def submission(self, kind: str) -> reviews.SubmissionRow:
        return next(row for row in reviews.list_submissions(self.staff, course_key=COURSE).rows if row.kind == kind)

    def issue(self, place: str = "Alta") -> statements.Issued:
        """Issue the student's certificate, as its mentor."""
        answers = {
            "title": "Sales", "start": "2026-09-21", "end": "2026-09-25", "tasks": SECRET, "outcomes": "Prices",
            "evaluation": "Well done", "place": place,
        }  # fmt: skip
        return issue_statement(self.mira, self.id, answers)

    def issue_to_host(self) -> statements.Issued:
        """Issue the certificate of hosting, as the supervisor."""
        answers = {
            "organisation": "Nordlys AS", "students": "1", "start": "2026-09-21", "end": "2026-09-25", "did": SECRET,
        }  # fmt: skip
        statements.save(self.sven, placement_id=self.id, section="hosting", revision=0, typed=[answers])
        proof = statements.to_issue(self.sven, placement_id=self.id, kind="host")
        return statements.issue(self.sven, placement_id=self.id, shown=proof.shown, kind="host")

    def decide(self, verb: str, kind: str) -> None:
        row = self.submission(kind)
        seen = reviews.open_submission(self.staff, submission_id=row.id)
        if verb == "approve":
            reviews.approve(self.staff, submission_id=row.id, revision=seen.revision, text=SECRET, points=row.possible)
        else:
            getattr(reviews, verb)(self.staff, submission_id=row.id, revision=seen.revision, text=SECRET)


def later(**more: float) -> datetime:
    """A moment at which what is told at once has become due, by day on every clock of the tests."""
    return timezone.now() + timedelta(minutes=3) + timedelta(**more)


def sweep(now: datetime | None = None) -> Tally:
    return send_due(draw, now=now or later())


def letters_to(address: str) -> list[Letter]:
    return [letter for letter in TestPlatform.letters if letter.address == address]


def committed(work: Callable[[], Any]) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return work()
