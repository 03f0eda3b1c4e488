"""Each kind: who is told, what it says to them, and when it is not said after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from internship_xblock.core import events
from internship_xblock.core.actor import Actor
from internship_xblock.core.events import Happened
from internship_xblock.core.notices import kinds
from internship_xblock.tools.logs import api as logs
from internship_xblock.tools.notices.models import Notice
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.placements.models import Party
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.reviews import api as reviews
from internship_xblock.tools.statements import api as statements
from tests.platform import COURSE, TestPlatform

from .world import LOG, PLAN, SECRET, World, letters_to, sweep

EVERYBODY = {"Ola", "Mira", "Sven", "Gunn", "Lars"}


def subjects(name: str) -> list[str]:
    return [letter.subject for letter in letters_to(f"{name}@example.org")]


def reasons() -> set[str]:
    return set(Notice.objects.filter(state=Notice.State.SKIPPED).values_list("reason", flat=True))


def test_a_comment_reaches_all_but_who_wrote_it_whatever_way_they_came_in(world: World) -> None:
    world.comment(world.gunn)
    assert world.told("plan.commented") == EVERYBODY - {"Gunn"}
    assert sweep().mails == 4
    assert subjects("ola") == ["Gunn commented on the plan"]
    assert subjects("lars") == ["Gunn commented on the plan (Ola)"]
    assert subjects("gunn") == []
    (letter,) = letters_to("sven@example.org")
    assert letter.html.count("Read and answer") == 1
    assert f"https://lms.example.org/internship/plan/{COURSE}/{PLAN}/{world.id}/" in letter.text
    assert SECRET not in letter.text + letter.html


def test_a_guest_who_has_joined_with_an_account_since_is_named_all_the_same(world: World, person: Callable[..., Actor]) -> None:
    world.comment(world.gunn)
    Party.objects.filter(pk=world.gunn.seat_id).update(user_id=person("kari").user_id, is_by_link=False)
    sweep()
    assert subjects("ola") == ["Gunn commented on the plan"]


def test_a_comment_that_was_taken_back_is_told_to_nobody(world: World) -> None:
    said = world.comment(world.mira)
    plans.withdraw_comment(world.mira, placement_id=world.id, usage_key=PLAN, comment_id=said.id)
    assert (sweep().mails, TestPlatform.letters, reasons()) == (0, [], {"not_true"})


def test_who_is_no_longer_there_is_told_nothing(world: World) -> None:
    world.comment(world.mira)
    Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False)
    Party.objects.filter(placement_id=world.id, user_id=world.sven.user_id).update(user=None)
    sweep()
    assert (subjects("gunn"), subjects("sven")) == ([], [])
    assert reasons() == {"gone", "not_true"}


def test_a_seat_that_was_joined_to_an_account_is_reached_by_the_account(world: World, person: Callable[..., Actor]) -> None:
    world.comment(world.mira)
    Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False, user_id=world.staff.user_id)
    sweep()
    assert (subjects("gunn"), len(subjects("staff_ida"))) == ([], 1)


def test_who_must_sign_is_asked_to_and_the_others_to_read(world: World) -> None:
    world.submit()
    assert world.told("plan.submitted") == EVERYBODY - {"Mira"}
    sweep()
    assert subjects("ola") == ["Mira submitted version 1 of the plan. It waits for your signature"]
    assert "Read and sign" in letters_to("ola@example.org")[0].text
    assert letters_to("ola@example.org")[0].is_transactional
    assert subjects("lars") == ["Mira submitted version 1 of the plan. You can sign it too (Ola)"]
    TestPlatform.letters = []
    world.sign(world.ola)
    sweep()
    assert subjects("lars") == ["Ola signed version 1 of the plan"], "a signature that need not be is not missing"


def test_the_last_signature_is_told_once_as_everybodys(world: World) -> None:
    world.submit()
    sweep()
    TestPlatform.letters = []
    world.sign(world.ola)
    assert world.told("plan.signed") == EVERYBODY - {"Ola"}
    sweep()
    assert subjects("mira") == ["Ola signed version 1 of the plan. Your signature is missing"]
    TestPlatform.letters = []
    world.sign(world.mira, world.gunn, world.sven)
    world.sign(world.sven)  # twice is once
    assert world.told("plan.agreed") == EVERYBODY - {"Sven"}
    sweep()
    assert "Everybody has signed version 1 of the plan" in letters_to("lars@example.org")[0].text
    assert subjects("sven") == [], "nobody tells him of his own, and his is missing no more"


@pytest.mark.parametrize(
    ("verb", "kind", "words"),
    [
        ("approve", "plan.approved", "The plan was approved"),
        ("give_back", "plan.returned", "The reviewer asks for changes to the plan"),
        ("comment", "plan.reviewer_commented", "The reviewer commented on the plan"),
    ],
)
def test_what_a_reviewer_says_of_a_plan(world: World, verb: str, kind: str, words: str) -> None:
    world.submit()
    Notice.objects.all().delete()
    world.decide(verb, "plan")
    assert world.told(kind) == EVERYBODY
    sweep()
    assert subjects("ola") == [words]
    assert SECRET not in letters_to("ola@example.org")[0].text


def test_a_plan_that_was_submitted_again_is_not_said_to_be_returned(world: World) -> None:
    world.submit()
    world.decide("give_back", "plan")
    Notice.objects.filter(kind="plan.submitted").delete()
    world.submit()
    Notice.objects.filter(kind="plan.submitted").delete()
    assert (sweep().mails, reasons()) == (0, {"not_true"})


def test_who_is_let_edit_is_told(world: World) -> None:
    plans.allow(world.ola, placement_id=world.id, usage_key=PLAN, revision=0, ticked={"mira": []})
    assert Notice.objects.count() == 0
    plans.allow(world.ola, placement_id=world.id, usage_key=PLAN, revision=1, ticked={"mira": ["contacts"]})
    assert world.told("plan.allowed") == {"Mira"}
    sweep()
    assert subjects("mira") == ["Ola lets you edit more of the plan"]


def test_an_entry_is_told_to_those_with_whom_it_is_shared_and_once(world: World) -> None:
    entry = world.share(world.write(), "mentor")
    assert world.told("log.shared") == {"Mira", "Gunn"}
    sweep()
    assert subjects("mira") == ["Ola shared a log entry of Mon 21 Sep"]
    assert "Read and answer" in letters_to("gunn@example.org")[0].text
    world.share(entry, "supervisor")
    assert world.told("log.shared") == {"Mira", "Gunn", "Sven"}
    assert Notice.objects.filter(kind="log.shared").count() == 3
    sweep()
    assert (len(subjects("mira")), len(subjects("sven"))) == (1, 1)
    assert logs.who_saw(world.ola, usage_key=LOG, entry_id=entry.id) == ()  # telling is no reading


def test_what_is_taken_back_before_it_was_told_is_never_told(world: World) -> None:
    entry = world.share(world.write(), "mentor")
    logs.take_back(world.ola, usage_key=LOG, entry_id=entry.id, revision=entry.revision, rules=logs.LogRules())
    assert (world.told("log.taken_back"), sweep().mails, reasons()) == (set(), 0, {"not_true"})


def test_what_is_taken_back_after_it_was_told_is_told(world: World) -> None:
    entry = world.share(world.write(), "mentor")
    sweep()
    TestPlatform.letters = []
    taken = logs.take_back(world.ola, usage_key=LOG, entry_id=entry.id, revision=entry.revision, rules=logs.LogRules()).entry
    assert world.told("log.taken_back") == {"Mira", "Gunn"}
    sweep()
    assert subjects("mira") == ["Ola took back a log entry. There is nothing to answer"]
    world.share(taken, "mentor")
    sweep()
    assert subjects("mira")[1:] == ["Ola shared a log entry of Mon 21 Sep"]


def test_an_answer_a_question_and_a_reply(world: World) -> None:
    entry = world.share(world.write(), "mentor")
    Notice.objects.all().delete()
    logs.answer(world.gunn, usage_key=LOG, entry_id=entry.id, observation=f"{SECRET}, you asked first.")
    logs.answer(world.mira, usage_key=LOG, entry_id=entry.id, question=f"{SECRET}, what did you try?")
    assert (world.told("log.answered"), world.told("log.question")) == ({"Ola"}, {"Ola"})
    sweep()
    (letter,) = letters_to("ola@example.org")
    assert letter.subject == "2 things are new in the placement of Ola"
    assert "Gunn answered your log entry of Mon 21 Sep" in letter.text
    assert "Mira asks you a question about your log entry of Mon 21 Sep" in letter.html
    logs.reply(world.ola, usage_key=LOG, entry_id=entry.id, text=SECRET)
    assert world.told("log.replied") == {"Gunn", "Mira"}
    sweep()
    assert subjects("gunn") == ["Ola replied about the log entry of Mon 21 Sep"]
    assert all(SECRET not in letter.text + letter.html for letter in TestPlatform.letters)


def test_asking_for_fewer_readers_and_the_decision(world: World) -> None:
    entry = world.share(world.write(), "cohort")
    Notice.objects.all().delete()
    logs.ask_to_withhold(world.gunn, usage_key=LOG, entry_id=entry.id, reason=f"{SECRET}: a client is named there.")
    assert world.told("log.withhold") == {"Ola"}
    sweep()
    assert subjects("ola") == ["Gunn asks you not to show your log entry of Mon 21 Sep to the whole placement"]
    logs.decide_withholding(world.ola, usage_key=LOG, entry_id=entry.id, is_granted=True)
    assert world.told("log.withheld") == {"Gunn"}
    sweep()
    assert subjects("gunn") == ["Ola keeps the log entry of Mon 21 Sep from the whole placement, as you asked"]


@pytest.mark.parametrize(
    ("verb", "kind", "words"),
    [
        ("approve", "log.approved", "Your log entry of Mon 21 Sep was approved"),
        ("give_back", "log.returned", "The reviewer asks for changes to your log entry of Mon 21 Sep"),
        ("comment", "log.reviewer_commented", "The reviewer commented on your log entry of Mon 21 Sep"),
    ],
)
def test_what_a_reviewer_says_of_an_entry_is_its_authors(world: World, verb: str, kind: str, words: str) -> None:
    world.share(world.write(), "supervisor")
    Notice.objects.all().delete()
    world.decide(verb, "entry")
    assert {self.kind for self in Notice.objects.all()} == {kind}
    assert world.told(kind) == {"Ola"}
    sweep()
    assert subjects("ola") == [words]


def test_who_joins_is_told_to_those_who_are_there(world: World, person: Callable[..., Actor]) -> None:
    view = placements.get(world.ola, placement_id=world.id)
    row = placements.PartyRow(uid="kari", role="other", name="Kari")
    placements.save_parties(world.ola, placement_id=world.id, revision=view.revision, rows=[*view.parties, row])
    world.join(person("kari"), "kari")
    assert world.told("placement.joined") == EVERYBODY
    sweep()
    assert subjects("gunn") == ["Kari (Other) has joined the placement (Ola)"]


@pytest.mark.parametrize(
    ("verb", "kind", "to", "words"),
    [
        ("placement.accept", "placement.joined", {"Ola", "Mira", "Sven", "Lars"}, "Gunn (Mentor) has joined the placement"),
        ("placement.ask_again", "placement.asked_again", {"Ola", "Sven"}, "Gunn asks for a new personal link"),
        ("placement.new_browser", "placement.new_browser", {"Gunn"}, "Your personal link was opened in a new browser."),
    ],
)
def test_what_a_guest_does_with_a_link(world: World, verb: str, kind: str, to: set[str], words: str) -> None:
    """As the placements tool publishes it, as the seat's doing."""
    events.happened(world.gunn, verb, "", placement_id=world.id, seat_of_link=world.gunn.seat_id or 0, invitation_id=1)
    assert world.told(kind) == to
    sweep()
    assert {letter.address.partition("@")[0].capitalize() for letter in TestPlatform.letters} == to
    assert all(words in letter.subject for letter in TestPlatform.letters)


def test_who_declines_is_told_to_those_who_invite(world: World) -> None:
    Party.objects.filter(pk=world.gunn.seat_id).update(is_by_link=False, joined_at=None)
    events.happened(world.gunn, "placement.decline", "", placement_id=world.id, seat_of_link=world.gunn.seat_id or 0)
    assert world.told("placement.declined") == {"Ola", "Sven"}
    sweep()
    assert subjects("sven") == ["Gunn has declined the invitation (Ola)"]


def test_what_a_reviewer_says_of_a_lesson_is_the_learners(world: World) -> None:
    from internship_xblock.tools.units.models import UnitRecord

    record = UnitRecord.objects.create(learner_id=world.ola.account, course_key=COURSE, usage_key="unit")
    reviews.submit_own(
        world.ola, usage_key="unit", kind="unit", subject_id=record.pk, subject_version=1, title="A lesson", possible=0
    )
    for verb, kind, words in (
        ("comment", "unit.reviewer_commented", "The reviewer commented on your answers to a lesson"),
        ("approve", "unit.approved", "Your answers to a lesson were approved"),
        ("give_back", "unit.returned", "The reviewer asks for changes to your answers to a lesson"),
    ):
        TestPlatform.letters = []
        world.decide(verb, "unit")
        assert {row.kind for row in Notice.objects.filter(state="waiting")} == {kind}
        sweep()
        assert subjects("ola") == [words]
        assert "You get this because you submitted it." in letters_to("ola@example.org")[0].text


def test_a_certificate_is_told_to_all(world: World) -> None:
    world.submit()
    Notice.objects.all().delete()
    world.issue()
    assert world.told("statement.issued") == EVERYBODY - {"Mira"}
    sweep()
    assert subjects("ola") == ["Mira issued the certificate"]
    assert subjects("gunn") == ["Mira issued the certificate (Ola)"]
    (letter,) = letters_to("ola@example.org")
    assert f"https://lms.example.org/internship/statement/{COURSE}/{world.id}/" in letter.text


def test_the_student_alone_is_told_once_that_the_draft_can_be_read(world: World) -> None:
    world.submit()
    Notice.objects.all().delete()
    statements.show_draft(world.mira, placement_id=world.id)
    statements.show_draft(world.mira, placement_id=world.id)
    assert world.told("statement.shown") == {"Ola"}
    assert Notice.objects.count() == 1
    sweep()
    assert subjects("ola") == ["Mira shows you the draft of your certificate"]


def test_a_draft_that_was_issued_in_the_meantime_is_not_told_of_as_one(world: World) -> None:
    world.submit()
    Notice.objects.all().delete()
    statements.show_draft(world.mira, placement_id=world.id)
    world.issue()
    sweep()
    assert subjects("ola") == ["Mira issued the certificate"]


def test_a_certificate_that_was_withdrawn_at_once_is_told_of_as_that(world: World) -> None:
    world.submit()
    Notice.objects.all().delete()
    world.issue()
    statements.withdraw(world.mira, placement_id=world.id, number=1, reason="mistake")
    statements.withdraw(world.mira, placement_id=world.id, number=1, reason="mistake")
    assert world.told("statement.withdrawn") == EVERYBODY - {"Mira"}
    sweep()
    assert subjects("ola") == ["Mira withdrew certificate 1"]


def test_a_withdrawal_after_which_another_was_issued_is_not_told(world: World) -> None:
    world.submit()
    Notice.objects.all().delete()
    world.issue()
    statements.withdraw(world.mira, placement_id=world.id, number=1, reason="mistake")
    world.issue("Bodø")
    sweep()
    assert subjects("ola") == ["Mira issued the certificate"]


def test_what_the_host_gets_is_told_to_all_and_so_is_its_withdrawal(world: World) -> None:
    world.submit()
    Notice.objects.all().delete()
    world.issue_to_host()
    assert world.told("statement.hosting_issued") == EVERYBODY - {"Sven"}
    sweep()
    assert subjects("mira") == ["Sven issued the certificate of hosting (Ola)"]
    TestPlatform.letters = []
    statements.withdraw(world.sven, placement_id=world.id, number=1, reason="mistake", kind="host")
    sweep()
    assert subjects("mira") == ["Sven withdrew certificate of hosting 1 (Ola)"]


def test_every_verb_that_a_kind_names_is_one_that_a_tool_publishes() -> None:
    from pathlib import Path

    import internship_xblock

    sources = "\n".join(file.read_text(encoding="utf-8") for file in Path(internship_xblock.__file__).parent.rglob("*.py"))
    of_links = {"placement.accept", "placement.decline", "placement.ask_again", "placement.new_browser"}
    of_reviews = {"review.approved", "review.returned", "review.comment"}
    for kind in kinds().values():
        for verb in getattr(kind, "verbs", ()):
            assert verb in of_links | of_reviews or sources.count(f'"{verb}"') > 1, verb


def test_it_is_written_with_the_verb_or_not_at_all(world: World) -> None:
    from django.db import transaction

    with transaction.atomic():
        world.comment(world.mira)
        assert Notice.objects.count() == 4
        transaction.set_rollback(True)
    assert Notice.objects.count() == 0


def test_a_fault_of_ours_in_telling_undoes_nothing(world: World, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    from internship_xblock.tools.notices import recording

    def fails(*_args: Any) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(recording, "store", fails)
    assert world.comment(world.mira).text == SECRET
    assert "RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_staff_who_look_as_somebody_tell_nobody_anything(world: World) -> None:
    from dataclasses import replace

    from internship_xblock.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        world.comment(replace(world.mira, masquerading=True))
    assert Notice.objects.count() == 0


def test_the_days_of_a_sentence_are_the_readers(world: World) -> None:
    TestPlatform.preferences = {world.mira.account: {"language": "nb"}}
    world.share(world.write(day=date(2026, 9, 21)), "mentor")
    sweep()
    assert "man. 21. sep." in subjects("mira")[0]


def test_an_event_of_no_placement_is_nobodys(world: World) -> None:
    from internship_xblock.tools.notices.recording import record

    record(Happened(course_key=COURSE, usage_key="u", verb="unit.submit", user_id=1, ids={"record_id": 1}))
    assert Notice.objects.count() == 0
