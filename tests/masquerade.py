"""The world in which staff look at a course as somebody else: a mark in every text that somebody wrote, at every level.

An instructor may read some of these by the permission table; the others are forbidden to whoever masquerades.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from xblock.core import XBlock

from internship_xblock.core.actor import Actor
from internship_xblock.tools.conversations import api as conversations
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryReading, PracticeAnswer
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.units.models import UnitRecord, UnitVersion
from internship_xblock.tools.units.web.block import UnitBlock
from tests.crowd import FIRST, seat_mentor
from tests.exports.paper import text_of
from tests.hostile import EARLIER, TEACHING, WRITING, Form, Scene, snapshot
from tests.logs import world as log_world
from tests.plans.conftest import RULES as PLAN_RULES
from tests.plans.conftest import USAGE as PLAN
from tests.plans.conftest import Draft
from tests.platform import COURSE, TestPlatform
from tests.runtime import call
from tests.statements.story import issue_statement, statement_revision

ROLES = ("student", "mentor", "supervisor", "leader", "other")
AS_THE_ROLE = "the role of a learner"  # not as a certain learner: by the account of a member of staff who is a mentor here
LEVELS = ("private", "mentor", "supervisor", "cohort")
STAFF_MODE: Mapping[str, Any] = {"staff_mode": True}
CERTIFICATE = {"title": "Sales", "tasks": "Calls", "family_name": "Jonas"}


def mark(name: str) -> str:
    """Return a word that stands in one text only, and whole in whatever is made of it."""
    return f"zq{name}zq"


OPEN = {  # what an instructor may read
    mark(name)
    for name in (
        "supervisor", "supervisorstep", "supervisorsaid", "supervisorreply", "cohort", "version", "issued", "template",
        "submitted",
    )
}  # fmt: skip
CLOSED = {
    mark(name)
    for name in (
        # an entry: drafts, what was shared with the mentor alone, what nobody but its readers then has read
        "private", "takenback", "mentor", "mentorstep", "mentorday", "mentorlink", "mentorsaid", "mentorreply", "mentorwas",
        "before", "quoted", "changed", "reason", "reader", "mentorsown", "late", "waiter",
        *(f"new{level}" for level in LEVELS), "newsaid",  # of a new employee, whom the course team does not know
        # a plan: its draft, what is said about it, what was taken out of it
        "draft", "plansaid", "removed", "earlier", "certificate", "needs",
        # what a learner wrote for themselves
        "answer", "unitdraft", "practice",
        # what the people of a placement wrote down of their conversations, and what they said in confidence
        "talk", "talkwas", "step", "concern", "concernsaid", "message",
    )
}  # fmt: skip


class Looked(Scene):
    """The placement of the hostile scene, and an onboarding of the same people, with marks."""

    NAMES = (*ROLES, AS_THE_ROLE)  # of everybody as whom staff can look

    def __init__(self) -> None:
        super().__init__()
        self.parties = {role: self.people[role] for role in ROLES}
        self.onboarding = self._onboarding()
        self._entries()
        self._dialogue_of_old()
        self._new_employee()
        self._waiting()
        self._plan()
        self._lessons()
        self._conversations()
        EntryReading.objects.update(author_name=mark("reader"))
        self.entry_ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
        self.placement_ids = [self.world.placement_id, self.onboarding]
        self.rows = snapshot()

    # -- looking as somebody -----------------------------------------------------------------------------------

    def lookers(self) -> Iterator[tuple[str, Actor]]:
        """Everybody as whom staff can look, by their names."""
        yield from self.parties.items()
        yield AS_THE_ROLE, self.mentor

    def look_as(self, name: str) -> None:
        """Let what is asked from now on be asked by staff who look as this person; "" by the people themselves."""
        TestPlatform.as_learner = name == AS_THE_ROLE
        TestPlatform.real = self.staff.user_id if name in self.parties else None

    def starts(self, block_class: type[XBlock]) -> list[Mapping[str, Any]]:
        """Return the settings and states in which a block is opened."""
        if block_class is UnitBlock:
            return [{"step_index": place} for place in range(9)]
        if block_class is LogBlock:
            return [WRITING, TEACHING, STAFF_MODE]
        return [{}, {"erasmus": True}, STAFF_MODE]

    def forms(self, form: Form) -> Iterator[Form]:
        """A form as it was offered, and with every entry and every placement for those that it names."""
        yield form
        for name, ids in (("entry", self.entry_ids), ("placement", self.placement_ids)):
            for pk in ids if form.get(name, [""])[0] else ():
                if str(pk) != form[name][0]:
                    yield {**form, name: [str(pk)]}

    # -- what people wrote ----------------------------------------------------------------------------------------

    def _write(self, what: str, actor: Actor | None = None, **more: Any) -> logs.EntryView:
        return self.world.write(actor, what=f"I heard {mark(what)}.", **more)

    def _edit(self, entry: logs.EntryView, what: str) -> logs.EntryView:
        now = logs.entry_for_review(self.student, usage_key=log_world.USAGE, entry_id=entry.id)
        return logs.edit(
            self.student, usage_key=log_world.USAGE, entry_id=entry.id, revision=now.revision, rules=log_world.RULES,
            typed=log_world.words(what=what, day=now.date.isoformat()),
        )  # fmt: skip

    def _say(self, actor: Actor, entry: logs.EntryView, **words: str) -> None:
        verb = logs.reply if "text" in words else logs.answer
        verb(actor, usage_key=log_world.USAGE, entry_id=entry.id, **words)

    def _entries(self) -> None:
        self.world.share(self._write("takenback"), "cohort")
        taken = Entry.objects.latest("pk")
        here = {"usage_key": log_world.USAGE, "entry_id": taken.pk}
        logs.take_back(self.student, **here, revision=taken.revision, rules=log_world.RULES)
        shared = self._write(
            "mentor", next_step=mark("mentorstep"), date_reason=mark("mentorday"),
            **{"link-0-url": "https://example.org/x", "link-0-label": mark("mentorlink")},
        )  # fmt: skip
        self.world.share(shared, "mentor")
        self._say(self.mentor, shared, observation=f"I noticed how calm you stayed: {mark('mentorsaid')}.")
        self._edit(shared, f"I heard {mark('mentorwas')}.")
        self._say(self.mentor, shared, question="What happened then, and what did you do?")  # has read that as well
        self._edit(shared, f"I heard {mark('mentor')}.")
        self._say(self.student, shared, text=f"Yes, {mark('mentorreply')}.")
        self.world.share(self._write("mentorsown", self.mentor), "mentor", self.mentor)
        late = self.world.share(self._write("mentor"), "mentor").entry
        Entry.objects.filter(pk=late.id).update(shared_at=FIRST, author_name=mark("late"))
        asked = self.world.share(self._write("cohort"), "cohort").entry
        reason = f"It says {mark('reason')}."
        logs.ask_to_withhold(self.mentor, usage_key=log_world.USAGE, entry_id=asked.id, reason=reason)
        self.world.share(self._write("cohort"), "cohort")

    def _dialogue_of_old(self) -> None:
        """An entry that the university reads by now, and of which the mentor alone has read what it said before."""
        entry = self._write("before")
        self.world.share(entry, "mentor")
        logs.entry_for_review(self.mentor, usage_key=log_world.USAGE, entry_id=entry.id)
        self._edit(entry, f"I heard him say {mark('quoted')}.")
        self._say(
            self.mentor,
            entry,
            observation=f"I noticed how calm you stayed: {mark('supervisorsaid')}.",
            quote=f"him say {mark('quoted')}",
        )
        self._edit(entry, f"I heard {mark('changed')}.")
        logs.entry_for_review(self.mentor, usage_key=log_world.USAGE, entry_id=entry.id)
        self._edit(entry, f"I heard {mark('supervisor')}. Next: {mark('supervisorstep')}")  # the mentor sees what changed
        self._say(self.student, entry, text=f"Yes, {mark('supervisorreply')}.")
        now = logs.entry_for_review(self.student, usage_key=log_world.USAGE, entry_id=entry.id)
        self.world.share(now, "supervisor")

    def _onboarding(self) -> int:
        """The same people around a new employee."""
        view = placements.start(self.student, course_key=COURSE, role="student", kind=placements.ONBOARDING)
        rows = [placements.PartyRow(uid=role, role=role, name=role.capitalize()) for role in ROLES[1:]]
        placements.save_parties(self.student, placement_id=view.id, revision=view.revision, rows=[*view.parties, *rows])
        for role in ROLES[1:]:
            code = placements.invite(self.student, placement_id=view.id, party_uid=role)
            placements.join(self.people[role], course_key=COURSE, code=code)
        return view.id

    def _new_employee(self) -> None:
        for draft, level in enumerate(LEVELS, start=1):
            entry = logs.write(
                self.student, placement_id=self.onboarding, usage_key=log_world.USAGE, draft=draft, revision=0,
                rules=log_world.RULES, typed=log_world.words(what=f"I heard {mark(f'new{level}')}."),
            )  # fmt: skip
            if level != "private":
                self.world.share(entry, level)
        self._say(self.mentor, entry, observation=f"I noticed how calm you stayed: {mark('newsaid')}.")

    def _waiting(self) -> None:
        """Somebody waits for the mentor in another placement."""
        (place,) = seat_mentor(self.mentor, log_world.USAGE, 1, waiting=1, prefix="waiter")
        Entry.objects.filter(placement_id=place).update(author_name=mark("waiter"))

    def _plan(self) -> None:
        draft = Draft(self.student, self.world.placement_id)
        outcomes = draft.view().sections["outcomes"]
        draft.save("outcomes", [{**outcomes.rows[0], "text": mark("version")}, *outcomes.rows[1:], *outcomes.removed])
        draft.submit()
        first = draft.view().sections["periods"].rows[0]
        days = {"start": first["start"], "end": first["end"]}
        certificate = {**CERTIFICATE, **days, "evaluation": mark("issued")}
        here = {"placement_id": draft.placement_id}
        where = {**here, "usage_key": PLAN}
        issue_statement(self.mentor, draft.placement_id, certificate)
        statements.save(
            self.mentor, **here, section="statement", revision=statement_revision(self.mentor, draft.placement_id),
            typed=[{**certificate, "evaluation": mark("certificate")}],
        )  # fmt: skip
        rows = draft.view().sections["outcomes"].rows
        draft.save("outcomes", [{**rows[0], "text": mark("draft")}, *rows[1:]])
        tasks = draft.view().sections["tasks"].rows
        draft.save("tasks", [*tasks, {"uid": "gone", "text": mark("removed")}])
        draft.save("tasks", tasks)
        plans.comment(self.mentor, **where, section="outcomes", text=f"I mean {mark('plansaid')}.")
        (mentor,) = (seat.uid for seat in draft.view().placement.parties if seat.user_id == self.mentor.user_id)
        plans.write_private(
            self.student, **where, field="adjustments", text=mark("needs"), readers=[mentor], is_agreed=True, revision=0
        )
        ready = plans.to_share(self.student, placement=draft.placement_id, usage_key=PLAN, settings=PLAN_RULES)
        plans.share_template(
            self.student, **where, settings=PLAN_RULES, seen=ready.seen,
            typed={"title": mark("template"), "read": "on"},
        )  # fmt: skip
        Draft(self.student, self.other.id).save("tasks", [{"uid": "t1", "text": mark("earlier")}])

    def _conversations(self) -> None:
        """One that was changed after the others were told, and a concern."""
        where: dict[str, Any] = {"placement_id": self.world.placement_id}
        checkpoint, day = conversations.begin(self.mentor, **where, day=timezone.localdate().isoformat())
        here = {**where, "checkpoint": checkpoint, "day": day}
        conversations.save(self.mentor, **here, section="talk", revision=0, typed=[{"agreed": mark("talkwas")}])
        conversations.save(self.mentor, **here, section="steps", revision=0, typed=[{"uid": "s1", "what": mark("step")}])
        conversations.tell(self.mentor, **here)
        conversations.save(self.mentor, **here, section="talk", revision=1, typed=[{"agreed": mark("talk")}], is_change=True)
        to = [one.uid for one in conversations.route(self.student, placement=self.world.placement_id).recipients]
        number = conversations.raise_concern(self.student, **where, text=mark("concern"), to=to)
        conversations.say(self.student, **where, concern_id=number, text=mark("concernsaid"))
        for actor in (self.student, self.mentor):
            placements.write_message(actor, **where, text=f"My train is late, {mark('message')}.")

    def _lessons(self) -> None:
        for actor in self.parties.values():
            for step, more in (("better", {}), ("mine", {"by": "2999-01-15"})):
                typed = {"step": step, "revision": 0, "text": mark("answer"), **more}
                assert call(self.block(UnitBlock, actor), "answer_step", typed).status_code == 200
            typed = {"step": "mine", "revision": 1, "text": mark("unitdraft")}
            assert call(self.block(UnitBlock, actor), "keep_draft", typed).status_code == 200
        self._submit_worksheet()
        PracticeAnswer.objects.update(texts={"observation": f"I noticed how calm you stayed: {mark('practice')}."})

    def _submit_worksheet(self) -> None:
        """Of the mentor, one answer was submitted."""
        sheet = {"step": "tasks", "revision": 0, "1--task": mark("submitted")}
        assert call(self.block(UnitBlock, self.mentor), "answer_step", sheet).status_code == 200
        record = UnitRecord.objects.exclude(usage_key=EARLIER).get(learner_id=self.mentor.account)
        asked = {"kind": "worksheet", "title": "Three tasks", "columns": [{"id": "task", "text": "Task"}], "lines": []}
        answers = [{"step": "tasks", "answer": {"1--task": mark("submitted")}, "asked": asked}]
        UnitVersion.objects.create(record=record, number=1, answers=answers, digest="", at=FIRST)
        reviews.submit_own(
            self.mentor, usage_key=record.usage_key, kind="unit", subject_id=record.pk, subject_version=1, title="A lesson",
            possible=0,
        )  # fmt: skip


def told(content: bytes) -> str:
    """Return what a file says: of a PDF the text, of a Word file its parts, of any other the text as it is."""
    if content.startswith(b"%PDF-"):
        return text_of(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return content.decode("utf-8").replace("\r\n ", "")  # a long line of a calendar goes on in the next


def found_in(text: str, marks: set[str]) -> set[str]:
    return {one for one in marks if one in text}
