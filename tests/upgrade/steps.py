"""What fills a database, a step for each tool by its own verbs, and the pages on which people find what they wrote.

A table that no step fills is named by filling.py, and the database is not written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from internship_xblock.core.actor import Actor
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.conversations.models import Concern, Conversation
from internship_xblock.tools.conversations.web.activity import PAGES as CONVERSATIONS
from internship_xblock.tools.conversations.web.concerns import PAGES as CONCERNS
from internship_xblock.tools.coordination import api as coordination
from internship_xblock.tools.coordination.web.inviting import Inviter
from internship_xblock.tools.feeds import api as feeds
from internship_xblock.tools.hosts import api as hosts
from internship_xblock.tools.hosts.models import Host
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import EntryText
from internship_xblock.tools.logs.web.urls import PAGES as LOGS
from internship_xblock.tools.notices import api as notices
from internship_xblock.tools.notices import reminders
from internship_xblock.tools.notices.sending import send_due
from internship_xblock.tools.notices.web.letters import draw
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.web.overview.pages import PAGES as PLACEMENTS
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.web.urls import PAGES as PLANS
from internship_xblock.tools.reviews.models import Submission
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements.web.activity import PAGES as STATEMENTS
from internship_xblock.tools.units import api as units
from tests.hostile import Scene
from tests.logs import world
from tests.plans import shown
from tests.plans.conftest import USAGE as PLAN
from tests.plans.conftest import Draft
from tests.platform import COURSE
from tests.seats import Post, send_letters
from tests.training import lessons

SAID = {  # what people write here, beside what tests/hostile.py has them write
    "thread": "My train is late.", "entry": "I sold the first fish alone.", "before": "I watched how fish is sold.",
    "answer": "You asked the customer first.", "comment": "I packed fish as well.", "emergency": "Ring my aunt in Alta.",
    "agreed": "Sell fish", "task": "Call the university", "host": "Tana Fisk", "student": "Emil Eira", "plan": "Is that right?",
    "concern": "Left alone", "guest": "Which key opens the cold store?", "statement": "Calls",
    "about": "Repairs wooden boats", "note": "Ring before ten", "mentor": "Siri Moe",
}  # fmt: skip


@dataclass
class Filled:
    """The people and placements, and what the file says beside its rows."""

    scene: Scene
    browsers: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def placement_id(self) -> int:
        return self.scene.world.placement_id

    def page(self, who: str, address: str, *said: str) -> None:
        """Let somebody open a page, on which these texts of SAID stand."""
        self.pages.append({"who": who, "address": address, "shows": [SAID[one] for one in said]})


# -- one step for each tool ------------------------------------------------------------------------------------------------


def fill_placements(filled: Filled) -> None:
    """A guest who came by a letter and asks something, another letter, and a line of the checklist."""
    scene, post = filled.scene, Post()
    placements.connect_post(post)
    view = placements.get(scene.mentor, placement_id=scene.calm)
    seat = next(party for party in view.parties if not party.has_joined)
    lars = placements.PartyRow(uid="lars", role="leader", name="Lars Dahl", organisation=SAID["host"])
    placements.save_parties(scene.mentor, placement_id=view.id, revision=view.revision, rows=[*view.parties, lars])
    for uid, address in ((seat.uid, "anne@example.org"), ("lars", "lars@example.org")):
        assert placements.invite_by_mail(scene.mentor, placement_id=view.id, party_uid=uid, address=address, language="en")
    assert send_letters().sent == 2
    accepted = placements.accept(Actor.stranger(), code=post.code_to("anne@example.org"))
    filled.browsers["guest"] = accepted.key
    placements.write_message(accepted.seat.actor, placement_id=view.id, text=SAID["guest"])
    line = placements.Line("desk", "A desk is ready", "mentor")
    placements.tick(scene.mentor, placement_id=filled.placement_id, lines=[line], line_id="desk", kind="done")


def fill_plans(filled: Filled) -> None:
    """A signature, and an answer for the mentor alone."""
    scene, where = filled.scene, {"placement_id": filled.placement_id, "usage_key": PLAN}
    for actor in (scene.mentor, scene.student):
        shown.sign(actor, **where, number=2)
    parties = plans.open_plan(scene.student, placement=filled.placement_id, usage_key=PLAN).placement.parties
    mentor = next(party.uid for party in parties if party.user_id == scene.mentor.user_id)
    plans.write_private(
        scene.student, **where, field="emergency", text=SAID["emergency"], readers=[mentor], is_agreed=True, revision=0
    )


def fill_logs(filled: Filled) -> None:
    """An entry that was changed after it was read, in a log that says for how long it is kept."""
    here = filled.scene.world
    entry = here.share(here.write(what=SAID["before"], day="2026-09-25"), "supervisor").entry
    here.seen(here.mentor)
    logs.answer(here.mentor, usage_key=world.USAGE, entry_id=entry.id, observation=SAID["answer"])
    typed = world.words(what=SAID["entry"], day="2026-09-25")
    logs.edit(here.student, usage_key=world.USAGE, entry_id=entry.id, revision=entry.revision, rules=world.RULES, typed=typed)
    logs.retention(here.student, placement=here.placement_id, usage_key=world.USAGE, months=36)


def fill_statements(filled: Filled) -> None:
    """The certificate that was issued is withdrawn, and its student comments on what comes instead."""
    where: dict[str, Any] = {"placement_id": filled.placement_id}
    statements.withdraw(filled.scene.mentor, **where, number=1, reason="mistake")
    statements.show_draft(filled.scene.mentor, **where)
    statements.comment(filled.scene.student, **where, text=SAID["comment"])


def fill_training(filled: Filled) -> None:
    """A mentor who is ready to host, and an author who has not saved a step yet."""
    lessons.offer_lessons()
    for name in lessons.OLX:
        lessons.done(name, filled.scene.mentor)
    assert lessons.levels(filled.scene.mentor) == ["ready"]
    copy = '{"revision": "0", "values": [["title", "Why"]], "typed": ["title"], "at": 1764000000000}'
    where = {"usage_key": f"{lessons.KEY}roles", "step_id": "mine"}
    units.keep_step_draft(filled.scene.staff, **where, copy=copy, may_author=True)


def fill_coordination(filled: Filled) -> None:
    """A placement from a spreadsheet, and somebody who is reminded."""
    staff, here = filled.scene.staff, {"course_key": COURSE}
    head = "External id,Student: name,Student: e-mail,Host,First day,Last day"
    first = timezone.localdate() + timedelta(days=30)
    row = f"2026-1,{SAID['student']},emil@example.org,{SAID['host']},{first},{first + timedelta(days=25)}"
    sheet = coordination.keep_sheet(staff, **here, name="register.csv", content=f"{head}\n{row}".encode())
    invite = Inviter(staff, None)
    while not coordination.apply_sheet(staff, **here, sheet_id=sheet, place=None, invite=invite):
        pass
    while coordination.catch_up(staff, **here):
        pass
    found = coordination.see_reminders(staff, **here, state="invited")
    assert coordination.remind(staff, **here, state="invited", placement_ids=found.placement_ids, invite=invite)


def fill_notices(filled: Filled) -> None:
    """One who is told once a day, and what was sent until the noon of tomorrow, reminders among it."""
    people, scene = get_user_model().objects, filled.scene
    for user in people.all():
        people.filter(pk=user.pk).update(email=f"{user.get_username()}@example.org")
    notices.choose(scene.world.supervisor, chosen="daily")
    tomorrow = timezone.localdate() + timedelta(days=1)
    checkpoint = {"uid": "c1", "kind": "start", "date": (tomorrow + timedelta(days=3)).isoformat(), "about": "Shoes"}
    Draft(scene.mentor, scene.calm).save("checkpoints", [checkpoint])
    noon = datetime.combine(tomorrow, time(12), UTC)
    reminders.plan(now=noon)
    send_due(draw, now=noon)


def fill_conversations(filled: Filled) -> None:
    """An answer to times that are proposed."""
    mentor, here = filled.scene.mentor, {"placement_id": filled.placement_id}
    open_ = next(one for one in conversations.conversations(mentor, placement=filled.placement_id) if one.proposal)
    assert open_.proposal is not None
    ticks = {open_.proposal.slots[0].key: conversations.MAYBE}
    conversations.answer_times(mentor, **here, checkpoint=open_.checkpoint, day=open_.day.isoformat(), revision=0, ticks=ticks)


def fill_hosts(filled: Filled) -> None:
    """A host that is kept under two names, with a note, which offers a place of which a placement was made."""
    staff, first = filled.scene.staff, timezone.localdate() + timedelta(days=60)
    host = hosts.keep_host(staff, course_key=COURSE, name="Havn AS")
    details = hosts.Details(name="Havn AS", contact_name="Per Berg", contact_email="per@havn.example", about=SAID["about"])
    hosts.save_host(staff, host_id=host, revision=0, details=details)
    hosts.join_spelling(staff, host_id=host, name="Havn")
    hosts.note_host(staff, host_id=host, text=SAID["note"])
    wanted = hosts.Asked(
        first_day=first, last_day=first + timedelta(days=60), places=2, answer_by=first - timedelta(days=30),
        wishes="Good at sums",
    )  # fmt: skip
    made = hosts.ask_hosts(staff, host_ids=[host], asked=wanted)[0]
    answer = hosts.Answer(offered=1, mentors=[hosts.Mentor("Siri Moe", "siri@havn.example")])
    hosts.answer_request(Actor.stranger(), code=made.code, revision=0, answer=answer)
    hosts.make_placements(staff, request_id=made.request_id, place=None)


def fill_feeds(filled: Filled) -> None:
    code = feeds.make(filled.scene.student)
    filled.page("", reverse("internship_xblock:calendar_feed", args=[code]))


STEPS: tuple[Callable[[Filled], None], ...] = (
    fill_placements, fill_plans, fill_logs, fill_statements, fill_training, fill_conversations, fill_coordination, fill_hosts,
    fill_notices, fill_feeds,
)  # fmt: skip


def name_pages(filled: Filled) -> None:
    """Say what each of these people opens, and which of their words stand there."""

    def ours(name: str, *arguments: Any) -> str:
        return reverse(f"internship_xblock:{name}", args=arguments)

    filled.blocks |= {PLAN: "internship_plan", world.USAGE: "internship_log"}
    here, calm = filled.placement_id, filled.scene.calm
    today, placement = ours("today"), PLACEMENTS.address(COURSE, "", here)
    plan, log = PLANS.address(COURSE, PLAN, here), LOGS.address(COURSE, world.USAGE, here)
    statement = STATEMENTS.address(COURSE, "", here)
    for who in ("ola", "mira", "sven", "lea", "staff_ida"):
        filled.page(who, today)
    for who in ("ola", "mira", "sven"):
        filled.page(who, placement)
        filled.page(who, f"{placement}thread?placement={here}", "thread")
        filled.page(who, plan, "plan")
        filled.page(who, log, "entry", "answer")
    filled.page("ola", f"{log}view_entry?entry={EntryText.objects.get().entry_id}", "entry", "before")
    for who in ("ola", "mira"):
        filled.page(who, statement, "comment")
        filled.page(who, f"{statement}show_issued?number=1", "statement")
        filled.page(who, ours("workbook", COURSE), "task")
    talk, talks = Conversation.objects.get(told_at__isnull=False), CONVERSATIONS.address(COURSE, "", here)
    filled.page("mira", f"{talks}show_conversation?checkpoint={talk.checkpoint}&day={talk.day.isoformat()}", "agreed")
    concern = Concern.objects.get()
    filled.page("ola", f"{CONCERNS.address(COURSE, '', here)}show_concern?concern={concern.pk}", "concern")
    filled.page("staff_ida", ours("placements", COURSE), "host", "student")
    filled.page("staff_ida", ours("hosts", COURSE))
    filled.page("staff_ida", ours("host", COURSE, Host.objects.get().pk), "about", "note", "mentor")
    filled.page("staff_ida", ours("review", COURSE))
    for submission in Submission.objects.order_by("pk"):
        filled.page("staff_ida", ours("review_open", COURSE, submission.pk))
    filled.page("guest", today)
    filled.page("guest", PLACEMENTS.address(COURSE, "", calm))
    filled.page("guest", f"{PLACEMENTS.address(COURSE, '', calm)}thread?placement={calm}", "guest")
    filled.page("guest", PLANS.address(COURSE, PLAN, calm))
