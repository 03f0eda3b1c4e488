"""Fill a database by the tools' own verbs, every table of ours, and write it down as tests/upgrade/<version>.json.gz.

    python -m tests.upgrade.filling

The version is that of the package, the migration the newest one. It fails, and writes nothing, where a table of ours stayed
empty, where a page does not show what was written, and where the version is released: its database stays as it was. Whoever
adds a table adds a step to STEPS that puts a row in it, by what people do. docs/releasing.md says when to run it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.hostile import Scene

ROOT = Path(__file__).parents[2]
SAID = {  # what people write here, beside what tests/hostile.py has them write
    "thread": "My train is late.", "entry": "I sold the first fish alone.", "before": "I watched how fish is sold.",
    "answer": "You asked the customer first.", "comment": "I packed fish as well.", "emergency": "Ring my aunt in Alta.",
    "agreed": "Sell fish", "task": "Call the university", "host": "Tana Fisk", "student": "Emil Eira", "plan": "Is that right?",
    "concern": "Left alone", "guest": "Which key opens the cold store?", "statement": "Calls",
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
    from internship_xblock.core.actor import Actor
    from internship_xblock.tools.placements import api as placements
    from tests.seats import Post, send_letters

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
    from internship_xblock.tools.plans import api as plans
    from tests.plans import shown
    from tests.plans.conftest import USAGE

    scene, where = filled.scene, {"placement_id": filled.placement_id, "usage_key": USAGE}
    for actor in (scene.mentor, scene.student):
        shown.sign(actor, **where, number=2)
    parties = plans.open_plan(scene.student, placement=filled.placement_id, usage_key=USAGE).placement.parties
    mentor = next(party.uid for party in parties if party.user_id == scene.mentor.user_id)
    plans.write_private(
        scene.student, **where, field="emergency", text=SAID["emergency"], readers=[mentor], is_agreed=True, revision=0
    )


def fill_logs(filled: Filled) -> None:
    """An entry that was changed after it was read, in a log that says for how long it is kept."""
    from internship_xblock.tools.logs import api as logs
    from tests.logs import world

    here = filled.scene.world
    entry = here.share(here.write(what=SAID["before"], day="2026-09-25"), "supervisor").entry
    here.seen(here.mentor)
    logs.answer(here.mentor, usage_key=world.USAGE, entry_id=entry.id, observation=SAID["answer"])
    typed = world.words(what=SAID["entry"], day="2026-09-25")
    logs.edit(here.student, usage_key=world.USAGE, entry_id=entry.id, revision=entry.revision, rules=world.RULES, typed=typed)
    logs.retention(here.student, placement=here.placement_id, usage_key=world.USAGE, months=36)


def fill_statements(filled: Filled) -> None:
    """The certificate that was issued is withdrawn, and its student comments on what comes instead."""
    from internship_xblock.tools.statements import api as statements

    where: dict[str, Any] = {"placement_id": filled.placement_id}
    statements.withdraw(filled.scene.mentor, **where, number=1, reason="mistake")
    statements.show_draft(filled.scene.mentor, **where)
    statements.comment(filled.scene.student, **where, text=SAID["comment"])


def fill_training(filled: Filled) -> None:
    """A mentor who is ready to host, and an author who has not saved a step yet."""
    from internship_xblock.tools.units import api as units
    from tests.training import lessons

    lessons.offer_lessons()
    for name in lessons.OLX:
        lessons.done(name, filled.scene.mentor)
    assert lessons.levels(filled.scene.mentor) == ["ready"]
    copy = '{"revision": "0", "values": [["title", "Why"]], "typed": ["title"], "at": 1764000000000}'
    where = {"usage_key": f"{lessons.KEY}roles", "step_id": "mine"}
    units.keep_step_draft(filled.scene.staff, **where, copy=copy, may_author=True)


def fill_coordination(filled: Filled) -> None:
    """A placement from a spreadsheet, and somebody who is reminded."""
    from datetime import timedelta

    from django.utils import timezone

    from internship_xblock.tools.coordination import api as coordination
    from internship_xblock.tools.coordination.web.inviting import Inviter
    from tests.platform import COURSE

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
    from datetime import UTC, datetime, time, timedelta

    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from internship_xblock.tools.notices import api as notices
    from internship_xblock.tools.notices import reminders
    from internship_xblock.tools.notices.sending import send_due
    from internship_xblock.tools.notices.web.letters import draw
    from tests.plans.conftest import Draft

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


def fill_feeds(filled: Filled) -> None:
    from django.urls import reverse

    from internship_xblock.tools.feeds import api as feeds

    code = feeds.make(filled.scene.student)
    filled.page("", reverse("internship_xblock:calendar_feed", args=[code]))


STEPS: tuple[Callable[[Filled], None], ...] = (
    fill_placements, fill_plans, fill_logs, fill_statements, fill_training, fill_coordination, fill_notices, fill_feeds,
)  # fmt: skip


def name_pages(filled: Filled) -> None:
    """Say what each of these people opens, and which of their words stand there."""
    from django.urls import reverse

    from internship_xblock.tools.conversations.models import Concern, Conversation
    from internship_xblock.tools.conversations.web.activity import PAGES as CONVERSATIONS
    from internship_xblock.tools.conversations.web.concerns import PAGES as CONCERNS
    from internship_xblock.tools.logs.models import EntryText
    from internship_xblock.tools.logs.web.urls import PAGES as LOGS
    from internship_xblock.tools.placements.web.overview.pages import PAGES as PLACEMENTS
    from internship_xblock.tools.plans.web.urls import PAGES as PLANS
    from internship_xblock.tools.reviews.models import Submission
    from internship_xblock.tools.statements.web.activity import PAGES as STATEMENTS
    from tests.logs.world import USAGE as LOG
    from tests.plans.conftest import USAGE as PLAN
    from tests.platform import COURSE

    def ours(name: str, *arguments: Any) -> str:
        return reverse(f"internship_xblock:{name}", args=arguments)

    filled.blocks |= {PLAN: "internship_plan", LOG: "internship_log"}
    here, calm = filled.placement_id, filled.scene.calm
    today, placement = ours("today"), PLACEMENTS.address(COURSE, "", here)
    plan, log = PLANS.address(COURSE, PLAN, here), LOGS.address(COURSE, LOG, here)
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
    filled.page("staff_ida", ours("review", COURSE))
    for submission in Submission.objects.order_by("pk"):
        filled.page("staff_ida", ours("review_open", COURSE, submission.pk))
    filled.page("guest", today)
    filled.page("guest", PLACEMENTS.address(COURSE, "", calm))
    filled.page("guest", f"{PLACEMENTS.address(COURSE, '', calm)}thread?placement={calm}", "guest")
    filled.page("guest", PLANS.address(COURSE, PLAN, calm))


# -- all of it ---------------------------------------------------------------------------------------------------------------


def fill() -> dict[str, Any]:
    """Fill the database that is open. Return what the file holds.

    Raises:
        SystemExit: A table stayed empty, or a page does not show what was written.
    """
    from django.apps import apps
    from django.db import connection, transaction
    from django.db.migrations.loader import MigrationLoader
    from django.utils import timezone

    from tests.hostile import Scene

    from . import pages, tables

    with transaction.atomic():  # as in a request: many verbs lock in their caller's transaction
        filled = Filled(Scene())
    for step in STEPS:
        with transaction.atomic():
            step(filled)
    rows = {str(model._meta.label): tables.rows_of(model) for model in tables.kept_models(apps)}
    if empty := [label for label, some in rows.items() if not some]:
        raise SystemExit(f"Nothing fills {', '.join(empty)}. Add a step to STEPS in tests/upgrade/filling.py that does.")
    made_at = timezone.now()
    name_pages(filled)
    pages.offer(filled.blocks)
    with pages.clock_at(made_at):
        seen = pages.visit(filled.pages, filled.browsers)
    if wrong := [one for one in seen if one["status"] != 200 or one["lost"]]:
        raise SystemExit("These pages are not as they must be:\n" + "\n".join(map(str, wrong)))
    ((_app, migration),) = MigrationLoader(connection).graph.leaf_nodes(tables.APP)
    return {
        "migration": migration, "made_at": made_at.isoformat(), "browsers": filled.browsers, "blocks": filled.blocks,
        "pages": filled.pages, "tables": rows,
    }  # fmt: skip


def is_released(version: str) -> bool:
    found = subprocess.run(["git", "tag", "--list", f"v{version}"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return bool(found.stdout.strip())


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    os.environ.pop("DATABASE_URL", None)  # the rows are the same on each; SQLite is everywhere
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    from internship_xblock import __version__

    from . import tables

    if is_released(__version__):
        raise SystemExit(f"{__version__} is released, and its database stays as it was. Raise __version__ first.")
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0)
    content = fill()
    path = tables.file_of(__version__)
    tables.write(path, content)
    amount = sum(map(len, content["tables"].values()))
    print(f"{path.relative_to(ROOT)}: {amount} rows of {len(content['tables'])} tables at {content['migration']}")


if __name__ == "__main__":
    sys.exit(main())
