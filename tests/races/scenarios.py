"""The races: for each what two or three people do at one moment, and what must be true afterwards.

Each function makes its own placement, plays once and says what was wrong, "" where nothing was. They ask the blocks and the
pages as browsers do, so that what is played is a whole request with its transaction. `KINDS` is all of them.
"""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import reverse

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import Invalid, NotFound
from internship_xblock.core.transactions import run_in_transaction
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.logs.models import Entry, EntryComment, EntryText, LogRetention
from internship_xblock.tools.logs.web.block import LogBlock
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.api import PartyRow
from internship_xblock.tools.placements.links.models import Invitation, LinkSession
from internship_xblock.tools.placements.models import Party, Placement
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.models import Plan, PlanComment, PlanSection, PlanVersion
from internship_xblock.tools.plans.sources import examples
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.reviews.models import Note, Submission
from tests.logs.world import CHECKED, RULES, USAGE, World, words
from tests.plans import shown as shown_versions
from tests.plans.conftest import RULES as PLAN_RULES
from tests.plans.conftest import USAGE as PLAN
from tests.platform import COURSE, TestPlatform
from tests.runtime import call, make_block

from . import telling
from .harness import GivenUp, Racer, at_once, in_turn, person

Kind = Callable[[str, random.Random], str]
KINDS: dict[str, Kind] = {}
OLD, NEW, OTHER = "What Ola wrote first.", "What Ola wrote later.", "What another window holds."


def kind(play: Kind) -> Kind:
    KINDS[play.__name__] = play
    return play


def clean_up() -> None:
    """What a race left goes, so that the thousandth meets the same tables as the first."""
    with transaction.atomic():
        _delete_all()


def _delete_all() -> None:
    telling.clean_up()
    for model in (Entry, Plan, Submission, Placement, LogRetention):
        model.objects.all().delete()


@transaction.atomic
def a_world() -> World:
    """A placement with everybody in it; in one transaction, since each costs a write to the disk."""
    return World(person)


def log(actor: Actor, **settings: Any) -> Any:
    return make_block(LogBlock, actor, usage=USAGE, **settings)


def plan(actor: Actor) -> Any:
    return make_block(PlanBlock, actor, usage=PLAN)


def shared(world: World, level: str = "mentor", **more: str) -> logs.EntryView:
    with transaction.atomic():
        return world.share(world.write(what=OLD, **more), level).entry


def bad(racers: list[Racer], *allowed: int) -> str:
    """Whoever was answered otherwise than people may be."""
    wrong = [racer for racer in racers if racer.status not in allowed]
    return "; ".join(f"{racer.status} {racer.error or ''}".strip() for racer in wrong)


def shuffled(rng: random.Random, *works: Callable[[], Any]) -> list[Callable[[], Any]]:
    return rng.sample(works, len(works))


# -- notices -----------------------------------------------------------------------------------------------------------------


@kind
def sweeps_at_once(level: str, rng: random.Random) -> str:
    return telling.sent_once(level, rng, a_world())


@kind
def rounds_at_once(level: str, rng: random.Random) -> str:
    return telling.one_round(level, rng, a_world())


@kind
def choices_at_once(level: str, rng: random.Random) -> str:
    return telling.chosen_twice(level, rng, a_world())


# -- seats -------------------------------------------------------------------------------------------------------------------


class Seats:
    """Mira's placement with a free place for the student and one for another."""

    @transaction.atomic
    def __init__(self, seats: int = 2) -> None:
        self.mira = person("mira")
        view = placements.start(self.mira, course_key=COURSE, role="mentor")
        self.placement_id = view.id
        rows = [PartyRow(uid=f"free{number}", role="other", name=f"Other {number}") for number in range(seats)]
        saved = placements.save_parties(self.mira, placement_id=view.id, revision=0, rows=[*view.parties, *rows])
        self.parties = saved.parties
        self.hold = [Party.objects.filter(placement_id=view.id)]

    def code(self, number: int = 0) -> str:
        return placements.invite(self.mira, placement_id=self.placement_id, party_uid=f"free{number}")

    def joins(self, name: str, code: str) -> Callable[[], Any]:
        actor = person(name)
        return lambda: call(plan(actor), "join_placement", {"code": code})

    def opens(self, code: str) -> Callable[[], Any]:
        """A guest opens the seat in a browser of their own."""
        return lambda: run_in_transaction(lambda: placements.accept(Actor.stranger(), code=code))

    def sits(self, name: str) -> int:
        return Party.objects.filter(placement_id=self.placement_id, user__username=name).count()


@kind
def joins_while_the_parties_are_saved(level: str, rng: random.Random) -> str:
    seats = Seats()
    join = seats.joins("jon", seats.code())
    kept = [{"uid": row.uid, "role": row.role, "name": row.name} for row in seats.parties if row.uid != "free0"]
    fields = {f"parties-{row['uid']}-{name}": row[name] for row in kept for name in ("role", "name")}
    place = {"placement": seats.placement_id, "section": "parties", "revision": 1}
    data = {**place, "row": [row["uid"] for row in kept], **fields}
    save = lambda: call(plan(seats.mira), "save_section", data)  # noqa: E731
    works = [join, save] if rng.random() < 0.7 else [save, join]
    racers = in_turn(works, level, seats.hold)
    joined = racers[works.index(join)]
    if wrong := bad(racers, 200, 422):
        return wrong
    if joined.status == 200 and seats.sits("jon") != 1:
        return "who had joined was deleted"
    return ""


@kind
def one_person_takes_two_places(level: str, rng: random.Random) -> str:
    seats = Seats()
    racers = in_turn([seats.joins("jon", seats.code(0)), seats.joins("jon", seats.code(1))], level, seats.hold)
    return bad(racers, 200, 422) or ("" if seats.sits("jon") == 1 else f"{seats.sits('jon')} places")


@kind
def two_take_one_place(level: str, rng: random.Random) -> str:
    seats = Seats()
    code = seats.code()
    racers = in_turn([seats.joins("jon", code), seats.joins("kari", code)], level, seats.hold)
    taken = sorted((racer.status, seats.sits(name)) for racer, name in zip(racers, ("jon", "kari"), strict=True))
    return "" if taken == [(200, 1), (422, 0)] else f"{taken}"


@kind
def two_invite_to_one_place(level: str, rng: random.Random) -> str:
    seats = Seats()
    invite = lambda: call(plan(seats.mira), "make_link", {"placement": seats.placement_id, "uid": "free0"})  # noqa: E731
    racers = in_turn([invite, invite], level, seats.hold)
    found = Invitation.objects.filter(party__placement_id=seats.placement_id, accepted_at=None, revoked_at=None).count()
    return bad(racers, 200) or ("" if found == 2 else f"{found} open codes")


@kind
def two_guests_open_one_link(level: str, rng: random.Random) -> str:
    """Whoever comes first takes the seat; the other comes in by its key, and no browser is counted as the first twice."""
    seats = Seats()
    code = seats.code()
    racers = in_turn([seats.opens(code), seats.opens(code)], level, seats.hold)
    found = [racer.value for racer in racers if isinstance(racer.value, placements.Accepted)]
    if wrong := bad(racers, 200):
        return wrong
    firsts = sum(one.is_first for one in found)
    return "" if (firsts, len({one.key for one in found})) == (1, 2) else f"{firsts} were first"


@kind
def a_guest_and_an_account_take_one_place(level: str, rng: random.Random) -> str:
    seats = Seats()
    code = seats.code()
    racers = in_turn(shuffled(rng, seats.opens(code), seats.joins("jon", code)), level, seats.hold)
    party = Party.objects.get(placement_id=seats.placement_id, uid="free0")
    if party.is_by_link and party.user_id is not None:
        return "two sit there"
    refused = sum(racer.status == 422 or isinstance(racer.error, Invalid) for racer in racers)
    return "" if refused == 1 and seats.sits("jon") == (not party.is_by_link) else f"{refused} refused"


@kind
def a_guest_comes_while_the_link_is_replaced(level: str, rng: random.Random) -> str:
    """Before or after: never in by a link that has ended."""
    seats = Seats()
    code = seats.code()
    again = lambda: call(  # noqa: E731
        plan(seats.mira), "make_link", {"placement": seats.placement_id, "uid": "free0", "replaces": "1"}
    )
    racers = in_turn(shuffled(rng, seats.opens(code), again), level, seats.hold)
    alive = LinkSession.objects.filter(
        invitation__party__placement_id=seats.placement_id, ended_at=None, invitation__revoked_at__isnull=False
    )
    errors = [racer.error for racer in racers if racer.error is not None and not isinstance(racer.error, NotFound)]
    return f"{errors}" if errors else "open by an ended link" if alive.exists() else ""


@kind
def joins_while_the_link_is_withdrawn(level: str, rng: random.Random) -> str:
    seats = Seats()
    join = seats.joins("jon", seats.code())
    invitation = Invitation.objects.get(party__placement_id=seats.placement_id)
    data = {"placement": seats.placement_id, "invitation": invitation.pk}
    withdraw = lambda: call(plan(seats.mira), "withdraw_link", data)  # noqa: E731
    racers = in_turn(shuffled(rng, join, withdraw), level, [*seats.hold, Invitation.objects.filter(pk=invitation.pk)])
    invitation.refresh_from_db()
    if invitation.accepted_at and invitation.revoked_at:
        return "used and withdrawn"
    return bad(racers, 200, 404, 422) or ("" if seats.sits("jon") == bool(invitation.accepted_at) else "seat and code differ")


# -- a log ---------------------------------------------------------------------------------------------------------------------


def rows_of(entry: logs.EntryView) -> list[Any]:
    return [Entry.objects.filter(pk=entry.id)]


@kind
def taken_back_while_it_is_read(level: str, rng: random.Random) -> str:
    world = a_world()
    entry = shared(world)
    back = lambda: call(log(world.student), "take_back", {"entry": entry.id, "revision": entry.revision})  # noqa: E731
    read = rng.choice(
        [
            lambda: log(world.mentor).student_view().content,
            lambda: call(log(world.mentor), "view_entry", {"entry": entry.id}, method="GET"),
            lambda: call(log(world.mentor), "comment_entry", {"entry": entry.id, f"a{entry.id}-observation": "You were calm."}),
        ]
    )
    works = [back, read] if rng.random() < 0.7 else [read, back]
    racers = in_turn(works, level, rows_of(entry))
    reader = racers[works.index(read)]
    is_back = Entry.objects.get(pk=entry.id).sharing == "private"
    if is_back and OLD in reader.text:
        return "taken back, and shown"
    return bad(racers, 200, 404)


@kind
def narrowed_while_it_is_read(level: str, rng: random.Random) -> str:
    world = a_world()
    entry = shared(world, "cohort")
    data = {"entry": entry.id, "revision": entry.revision, f"s{entry.id}-level": "mentor"}
    data |= {f"s{entry.id}-{name}": "on" for name in CHECKED}
    works = [lambda: call(log(world.student), "share_entry", data), lambda: log(world.other).student_view().content]
    racers = in_turn(works, level, rows_of(entry))
    if Entry.objects.get(pk=entry.id).sharing == "mentor" and OLD in racers[1].text:
        return "narrowed, and shown to who was left out"
    return bad(racers, 200, 422)


@kind
def changed_while_it_is_read(level: str, rng: random.Random) -> str:
    world = a_world()
    entry = shared(world)
    with transaction.atomic():  # so that what is read is another revision than the one that was shared
        here = {"usage_key": USAGE, "entry_id": entry.id}
        logs.edit(world.student, **here, revision=entry.revision, rules=RULES, typed=words(what=NEW))
    works = [lambda: save(world, entry.id, entry.revision + 1, OTHER), lambda: log(world.mentor).student_view().content]
    rng.shuffle(works)
    racers = in_turn(works, level, rows_of(entry))
    known = [Entry.objects.get(pk=entry.id).texts["what"], *(row.texts["what"] for row in EntryText.objects.all())]
    pages = [racer.text for racer in racers]
    if any(NEW in page for page in pages) and NEW not in known:
        return "what the mentor read is gone"
    return bad(racers, 200)


def save(world: World, entry_id: int, revision: int, what: str) -> Any:
    typed = {f"d1-{name}": value for name, value in words(what=what).items()}
    data = {"placement": world.placement_id, "draft": 1, "revision": revision, "entry": entry_id or "", **typed}
    return call(log(world.student), "save_entry", data)


@kind
def two_windows_save_one_entry(level: str, rng: random.Random) -> str:
    world = a_world()
    entry = shared(world)
    works = [lambda what=what: save(world, entry.id, entry.revision, what) for what in (NEW, OTHER)]
    racers = in_turn(works, level, rows_of(entry))
    return bad(racers, 200, 409) or _theirs(racers, Entry.objects.get(pk=entry.id).texts["what"])


@kind
def two_windows_begin_one_entry(level: str, rng: random.Random) -> str:
    world = a_world()
    works = [lambda what=what: save(world, 0, 0, what) for what in (NEW, OTHER)]
    racers = at_once(works, level)
    found = list(Entry.objects.filter(placement_id=world.placement_id))
    if len(found) != 1:
        return f"{len(found)} entries"
    return bad(racers, 200, 409) or _theirs(racers, found[0].texts["what"])


def _theirs(racers: list[Racer], stored: str) -> str:
    refused = [racer for racer in racers if racer.status == 409]
    if len(refused) != 1:
        return f"{len(refused)} of {len(racers)} were told"
    return "" if stored in refused[0].text.partition("data-theirs")[2] else "the other's text is not the one that is stored"


@kind
def two_comment_on_one_entry(level: str, rng: random.Random) -> str:
    world = a_world()
    entry = shared(world, "supervisor")
    works = [
        lambda who=who: call(log(who), "comment_entry", {"entry": entry.id, f"a{entry.id}-observation": f"From {who.name}."})
        for who in (world.mentor, world.supervisor)
    ]
    racers = in_turn(works, level, rows_of(entry)) if rng.random() < 0.5 else at_once(works, level)
    row, turns = (
        Entry.objects.get(pk=entry.id),
        list(EntryComment.objects.filter(entry_id=entry.id).values_list("pk", flat=True)),
    )
    if wrong := bad(racers, 200):
        return wrong
    return "" if (row.turns, len(turns), row.last_turn) == (2, 2, max(turns)) else f"{row.turns} turns of {len(turns)}"


@kind
def the_same_answer_twice(level: str, rng: random.Random) -> str:
    world = a_world()
    entry = shared(world)
    said = {"entry": entry.id, f"a{entry.id}-observation": "You stayed calm when he shouted."}
    work = lambda: call(log(world.mentor), "comment_entry", said)  # noqa: E731
    racers = in_turn([work, work], level, rows_of(entry))
    count = EntryComment.objects.filter(entry_id=entry.id).count()
    return bad(racers, 200) or ("" if count == 1 else f"said {count} times")


@kind
def two_entries_are_shared(level: str, rng: random.Random) -> str:
    """The last of them completes the log."""
    world = a_world()
    blocks, works, hold = [], [], [Placement.objects.filter(pk=world.placement_id)]
    with transaction.atomic():
        entries = [world.write(what=OLD), world.write(what=NEW)]
    for entry in entries:
        data = {"entry": entry.id, "revision": entry.revision, f"s{entry.id}-level": "mentor"}
        data |= {f"s{entry.id}-{name}": "on" for name in CHECKED}
        blocks.append(log(world.student, minimum_entries=2))
        works.append(lambda block=blocks[-1], data=data: call(block, "share_entry", data))
        hold += rows_of(entry)
    TestPlatform.completions = []
    racers = in_turn(works, level, hold)
    told = TestPlatform.shares()
    return bad(racers, 200) or ("" if told == [0.5, 1.0] else f"completion: {told}")


@kind
def two_entries_are_taken_back(level: str, rng: random.Random) -> str:
    """Each counts what is still shared, so the last of them leaves nothing."""
    world = a_world()
    entries = [shared(world, "supervisor"), shared(world, "supervisor")]
    hold = [Placement.objects.filter(pk=world.placement_id), *(row for entry in entries for row in rows_of(entry))]
    asked = [{"entry": entry.id, "revision": entry.revision} for entry in entries]
    works = [lambda data=data: call(log(world.student, minimum_entries=2), "take_back", data) for data in asked]
    TestPlatform.completions = []
    with GivenUp() as given_up:
        racers = in_turn(works, level, hold)
    if given_up.count:
        return f"each waited for the other: the database gave up {given_up.count} times"
    told = TestPlatform.shares()
    return bad(racers, 200) or ("" if told == [0.5, 0.0] else f"completion: {told}")


@kind
def many_open_a_log_that_says_how_long_it_keeps(level: str, rng: random.Random) -> str:
    """Its author has just set the time: whoever comes first notes it. All of them come to that at the same moment."""
    world = a_world()
    if rng.random() < 0.3:
        LogRetention.objects.create(usage_key=USAGE, course_key=COURSE, months=6)
    people = (world.student, world.mentor, world.supervisor, world.leader)
    together, real = threading.Barrier(len(people)), logs.retention

    def at_the_same_moment(*arguments: Any, **more: Any) -> Any:
        together.wait(20)
        return real(*arguments, **more)

    logs.retention = at_the_same_moment  # type: ignore[assignment]
    try:
        racers = at_once([lambda who=who: _page(log(who, retention_months=12)) for who in people], level)
    finally:
        logs.retention = real
    stored = list(LogRetention.objects.values_list("months", flat=True))
    return bad(racers, 200) or ("" if stored == [12] else f"stored: {stored}")


def _page(block: Any) -> str:
    page = str(block.student_view().content)
    if "something went wrong" in page.lower() or 'role="alert"' in page:
        raise AssertionError("the page says that something went wrong")
    return page


# -- a plan ------------------------------------------------------------------------------------------------------------------


class Filled:
    """The example plan with its people: Mira is the mentor, Jonas the student, Kari the supervisor; all have joined."""

    @transaction.atomic
    def __init__(self) -> None:
        self.mira = person("mira")
        self.placement_id = placements.start(self.mira, course_key=COURSE, role="mentor").id
        for name, rows in examples.example(PLAN_RULES, date(2026, 8, 3)).items():
            self.save(name, rows)
        view = placements.get(self.mira, placement_id=self.placement_id)
        people = [PartyRow(uid=name, role=role, name=name) for name, role in (("jonas", "student"), ("kari", "supervisor"))]
        substitute = PartyRow(uid="second", role="mentor", name="Second", is_substitute=True)
        mine = [row for row in view.parties if row.has_joined]
        placements.save_parties(self.mira, placement_id=view.id, revision=view.revision, rows=[*mine, *people, substitute])
        for row in people:
            code = placements.invite(self.mira, placement_id=view.id, party_uid=row.uid)
            placements.join(person(row.name), course_key=COURSE, code=code)
        self.people = [self.mira, person("jonas"), person("kari")]
        self.hold = [Party.objects.filter(placement_id=view.id), Plan.objects.filter(placement_id=view.id)]

    def save(self, section: str, rows: Any) -> Any:
        view = plans.open_plan(self.mira, placement=self.placement_id, usage_key=PLAN)
        return plans.save_section(
            self.mira, placement_id=self.placement_id, usage_key=PLAN, section=section,
            revision=view.sections[section].revision, typed=rows, settings=PLAN_RULES,
        )  # fmt: skip

    def submit(self) -> None:
        with transaction.atomic():
            shown_versions.submit(self.mira, placement_id=self.placement_id, usage_key=PLAN, settings=PLAN_RULES, possible=5)

    def asks(self, actor: Actor, handler: str, **data: Any) -> Callable[[], Any]:
        return lambda: call(plan(actor), handler, {"placement": self.placement_id, **data})

    def submits(self, actor: Actor) -> Callable[[], Any]:
        """Submitting the plan as this person has been shown it."""
        answer = call(plan(actor), "before_submit", {"placement": self.placement_id}, method="GET")
        found = re.search(r'name="shown" value="(\w+)"', str(answer.text))
        assert found is not None, answer.text
        return self.asks(actor, "submit", shown=found[1])

    def signs(self, actor: Actor) -> Callable[[], Any]:
        """Signing the first version, which this person has been shown."""
        shown = PlanVersion.objects.get(plan__placement_id=self.placement_id, number=1).sha256
        return self.asks(actor, "sign_version", number=1, shown=shown)


@kind
def three_sign_one_version(level: str, rng: random.Random) -> str:
    filled = Filled()
    filled.submit()
    hold = [*filled.hold, PlanVersion.objects.filter(plan__placement_id=filled.placement_id)]
    works = [filled.signs(who) for who in rng.sample(filled.people, 3)]
    racers = in_turn(works, level, hold)
    told = sum("All have signed" in racer.text for racer in racers)
    return bad(racers, 200) or ("" if told == 1 else f"{told} of the three are told that it is agreed")


@kind
def two_submit_one_plan(level: str, rng: random.Random) -> str:
    filled = Filled()
    racers = in_turn([filled.submits(filled.mira), filled.submits(filled.people[2])], level, filled.hold)
    versions = PlanVersion.objects.filter(plan__placement_id=filled.placement_id).count()
    notes = Note.objects.filter(submission__placement_id=filled.placement_id).count()
    return bad(racers, 200, 422) or ("" if (versions, notes) == (1, 1) else f"{versions} versions, {notes} notes")


@kind
def one_signs_while_the_next_version_is_submitted(level: str, rng: random.Random) -> str:
    filled = Filled()
    filled.submit()
    with transaction.atomic():
        filled.save("contacts", [{"university": "Kari", "host": "Mira", "escalation": "Changed since"}])
    works = shuffled(rng, filled.signs(person("jonas")), filled.submits(filled.mira))
    return bad(in_turn(works, level, filled.hold), 200, 422)


@kind
def a_comment_is_withdrawn_twice(level: str, rng: random.Random) -> str:
    filled = Filled()
    jonas = person("jonas")
    for who, place in ((filled.mira, "practical"), (jonas, "contacts")):
        call(plan(who), "comment", {"placement": filled.placement_id, "section": place, "text": f"{who.name} about {place}."})
    one = PlanComment.objects.get(plan__placement_id=filled.placement_id, section="practical")
    work = filled.asks(filled.mira, "withdraw_comment", section="practical", comment=one.pk)
    racers = in_turn([work, work], level, [*filled.hold, PlanComment.objects.filter(pk=one.pk)])
    if wrong := bad(racers, 200, 404):
        return wrong
    return "" if "Jonas about contacts." in str(plan(filled.mira).student_view().content) else "another comment is hidden"


@kind
def a_comment_is_withdrawn_while_it_is_answered(level: str, rng: random.Random) -> str:
    filled = Filled()
    said = {"placement": filled.placement_id, "section": "practical", "text": "Which insurance?"}
    call(plan(filled.mira), "comment", said)
    one = PlanComment.objects.get(plan__placement_id=filled.placement_id)
    works = shuffled(
        rng, filled.asks(filled.mira, "withdraw_comment", section="practical", comment=one.pk),
        filled.asks(person("jonas"), "comment", section="practical", text="The one of the university."),
    )  # fmt: skip
    racers = in_turn(works, level, [*filled.hold, PlanComment.objects.filter(pk=one.pk)])
    return bad(racers, 200, 404, 422)


@kind
def two_save_one_section(level: str, rng: random.Random) -> str:
    filled = Filled()
    held = PlanSection.objects.filter(plan__placement_id=filled.placement_id, name="contacts")
    revision = held.get().revision
    works = [
        filled.asks(who, "save_section", section="contacts", revision=revision, **{"contacts-escalation": text})
        for who, text in ((filled.mira, NEW), (filled.people[2], OTHER))
    ]
    racers = in_turn(works, level, [held])
    return bad(racers, 200, 409) or _theirs(racers, str(held.get().data["values"]["escalation"]))


@kind
def two_save_the_parties(level: str, rng: random.Random) -> str:
    seats = Seats(1)
    works = []
    for text in (NEW, OTHER):
        fields = {f"parties-{row.uid}-role": row.role for row in seats.parties}
        fields |= {f"parties-{row.uid}-name": row.name for row in seats.parties} | {"parties-free0-organisation": text}
        data = {
            "placement": seats.placement_id, "section": "parties", "revision": 1,
            "row": [row.uid for row in seats.parties], **fields,
        }  # fmt: skip
        works.append(lambda data=data: call(plan(seats.mira), "save_section", data))
    racers = in_turn(works, level, [*seats.hold, Placement.objects.filter(pk=seats.placement_id)])
    stored = Party.objects.get(placement_id=seats.placement_id, uid="free0").organisation
    return bad(racers, 200, 409) or _theirs(racers, stored)


@kind
def two_begin_one_plan(level: str, rng: random.Random) -> str:
    seats = Seats()
    works = [
        lambda place=place: call(
            plan(seats.mira), "comment", {"placement": seats.placement_id, "section": place, "text": f"About {place}."}
        )
        for place in ("contacts", "practical")
    ]
    racers = at_once(works, level)
    found = PlanComment.objects.filter(plan__placement_id=seats.placement_id).count()
    return bad(racers, 200) or ("" if found == 2 else f"{found} comments")


# -- reviews -----------------------------------------------------------------------------------------------------------------


class Reviewed:
    """Entries of Ola's that were submitted, ten points each, and two reviewers at their browsers."""

    def __init__(self, count: int) -> None:
        world = a_world()
        rules = logs.LogRules(weight=10)
        with transaction.atomic():
            for _entry in range(count):
                entry = world.write()
                logs.share(
                    world.student, usage_key=USAGE, entry_id=entry.id, revision=entry.revision, level="supervisor", rules=rules,
                    confirmed=CHECKED,
                )  # fmt: skip
        self.rows = list(Submission.objects.filter(placement_id=world.placement_id).order_by("pk"))
        self.hold = [Submission.objects.filter(placement_id=world.placement_id)]

    def answers(self, number: int, reviewer: str, **typed: Any) -> Callable[[], Any]:
        person(reviewer, is_staff=True)
        client = Client()
        client.force_login(get_user_model().objects.get(username=reviewer))
        row = self.rows[number]
        url = reverse("internship_xblock:review_open", kwargs={"course_key": COURSE, "submission_id": row.pk})
        data = {"revision": str(row.revision), "text": "", **typed}
        body = urlencode(data)
        return lambda: Page(client.post(url, body, content_type="application/x-www-form-urlencoded"))


class Page:
    def __init__(self, response: Any) -> None:
        self.status_int, self.text = response.status_code, response.content.decode()


@kind
def two_entries_are_approved(level: str, rng: random.Random) -> str:
    """The grade book is slow: whoever has counted up waits a moment for the other, if the other can come as far."""
    reviewed = Reviewed(2)
    together = threading.Barrier(2)
    told: list[float] = []

    def slow(self: TestPlatform, **grade: Any) -> bool:
        try:
            together.wait(0.3)
        except threading.BrokenBarrierError:
            together.reset()
        told.append(grade["earned"])
        return True

    real, TestPlatform.set_grade = TestPlatform.set_grade, slow  # type: ignore[method-assign]
    try:
        works = [
            reviewed.answers(at, who, decision="approved", points="8") for at, who in enumerate(("staff_ida", "staff_olav"))
        ]
        racers = at_once(works, level)
    finally:
        TestPlatform.set_grade = real  # type: ignore[method-assign]
    return bad(racers, 302) or ("" if told and told[-1] == 16 else f"the grade book was told {told}")


@kind
def two_answer_one_submission(level: str, rng: random.Random) -> str:
    reviewed = Reviewed(1)
    both = (("staff_ida", "Mend one"), ("staff_olav", "Mend two"))
    works = [reviewed.answers(0, who, decision="returned", text=text) for who, text in both]
    racers = in_turn(works, level, reviewed.hold)
    stored = Note.objects.filter(submission=reviewed.rows[0], decision="returned").values_list("text", flat=True)
    if wrong := bad(racers, 302, 409):
        return wrong
    refused = [racer for racer in racers if racer.status == 409]
    is_right = len(stored) == len(refused) == 1 and stored[0] in refused[0].text
    return "" if is_right else f"{len(stored)} answers, {len(refused)} told"


@kind
def submitted_again_while_it_is_returned(level: str, rng: random.Random) -> str:
    reviewed = Reviewed(1)
    row = reviewed.rows[0]
    entry = Entry.objects.get(pk=row.subject_id)
    student = person("ola")
    data = {"entry": entry.pk, "revision": entry.revision, f"s{entry.pk}-level": "supervisor"}
    data |= {f"s{entry.pk}-{name}": "on" for name in CHECKED}
    again = lambda: call(log(student, weight=10), "share_entry", data)  # noqa: E731
    works = shuffled(rng, again, reviewed.answers(0, "staff_ida", decision="returned", text="Mend"))
    racers = in_turn(works, level, reviewed.hold)
    count = reviews.standing(student, placement=entry.placement_id, usage_key=USAGE, kind="entry", subject_ids=[entry.pk])
    return bad(racers, 200, 302, 409) or ("" if count[entry.pk].attempts == 2 else f"{count[entry.pk].attempts} attempts")
