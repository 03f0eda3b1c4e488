"""The statement: drafted by the host, issued under a name, frozen, corrected by the next one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from internship_xblock import retirement
from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid, NotAllowed, NotFound, Stale
from internship_xblock.records.drafts import SectionView
from internship_xblock.tools.placements import api as placements
from internship_xblock.tools.plans import api as plans
from internship_xblock.tools.plans.versions.stay import stay_of
from internship_xblock.tools.plans.web.block import PlanBlock
from internship_xblock.tools.statements import api as statements
from internship_xblock.tools.statements.models import IssuedStatement, StatementSection
from internship_xblock.tools.statements.schema import sections
from tests.plans import shown as shown_versions
from tests.plans.conftest import RULES, USAGE, Draft, fill
from tests.plans.test_erasmus import ERASMUS, begin
from tests.runtime import make_block

from .page import address, ask, read
from .story import write_outcomes

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]
ANSWERS = {
    "title": "Sales at a fish auction", "start": "2026-02-02", "end": "2026-03-27", "tasks": "Made the catalogue",
    "evaluation": "Careful, curious, on time", "place": "Havnevik",
    "family_name": "Nils",
}  # fmt: skip


def look(draft: Draft, actor: Actor | None = None) -> statements.StatementView:
    return statements.open_statement(actor or draft.actor, placement=draft.placement_id)


def days_of(draft: Draft) -> dict[str, str]:
    """The first period of the plan: its certificate may say these days."""
    first = draft.view().sections["periods"].rows[0]
    return {"start": first["start"], "end": first["end"]}


def revision(draft: Draft, section: str = "statement") -> int:
    written = look(draft).draft
    assert written is not None
    return written[section].revision


def save(draft: Draft, revision: int, typed: Mapping[str, Any], actor: Actor | None = None) -> SectionView:
    return statements.save(
        actor or draft.actor, placement_id=draft.placement_id, section="statement", revision=revision, typed=[typed]
    )


def values(draft: Draft) -> Mapping[str, Any]:
    written = look(draft).draft
    assert written is not None
    return written["statement"].values


def rows_of(draft: Draft) -> list[dict[str, Any]]:
    written = look(draft).draft
    assert written is not None
    return written["outcomes"].rows


def write(draft: Draft, actor: Actor | None = None, **changes: str) -> None:
    save(draft, revision(draft), {**ANSWERS, **days_of(draft), **changes}, actor)
    write_outcomes(actor or draft.actor, draft.placement_id)


def issue(draft: Draft, actor: Actor | None = None) -> statements.Issued:
    proof = prove(draft, actor)
    return statements.issue(actor or draft.actor, placement_id=draft.placement_id, shown=proof.shown)


def prove(draft: Draft, actor: Actor | None = None) -> statements.Proof:
    """What somebody reads before they issue it."""
    return statements.to_issue(actor or draft.actor, placement_id=draft.placement_id)


def test_nobody_is_certified_where_the_plan_names_no_student(draft: Draft) -> None:
    draft.fill().submit()
    write(draft)
    with pytest.raises(Invalid) as refused:
        issue(draft)
    assert "Version 1 of the plan names no student" in str(refused.value.message)
    assert not IssuedStatement.objects.exists()


# -- the draft -----------------------------------------------------------------------------------------------


def test_without_a_submitted_plan_it_says_what_is_written_and_names_no_plan(draft: Draft, join: Join) -> None:
    student = join(draft, "Kari Holm", "student")
    draft.fill()
    page = inside(draft)
    assert "No plan was submitted in this placement." in page
    assert "Fills what is still empty: family name of the student" in page
    statements.copy_from_plan(draft.actor, placement_id=draft.placement_id)
    assert (values(draft)["family_name"], values(draft)["tasks"], rows_of(draft)) == ("Holm", "", [])
    save(draft, revision(draft), {**ANSWERS, "start": "2026-02-02", "end": "2026-03-27", "family_name": "Holm"})
    proof = read(draft, "look").text
    assert "No plan was submitted in this placement." in proof
    issued = issue(draft)
    assert (issued.document["stay"]["trainee"], issued.document["version"]["number"]) == ("Kari Holm", 0)
    assert issued.is_intact
    shown = read(draft, "show_issued", student, number=1).text
    assert "Kari Holm" in shown
    assert "Version 0" not in shown
    assert verify() == "0 versions of 0 plans, 0 signatures and 1 certificates are intact.\n"
    draft.submit()
    write(draft, family_name="Holm")
    assert issue(draft).document["version"]["number"] == 1, "then there is a plan to name"


def test_without_a_plan_nobody_is_certified_who_is_not_named(draft: Draft) -> None:
    save(draft, 0, {**ANSWERS, "start": "2026-02-02", "end": "2026-03-27"})
    with pytest.raises(Invalid) as refused:
        issue(draft)
    assert "Nobody is named as the student here" in str(refused.value.message)


def test_an_autosave_judges_neither_the_version_nor_its_signatures(
    submitted: Draft, django_assert_num_queries: Callable[..., Any]
) -> None:
    write(submitted)
    typed = {**ANSWERS, **days_of(submitted), "place": "Alta"}
    with django_assert_num_queries(4) as kept:  # the placement, the statement, its sections, the claim
        save(submitted, 1, typed)
    assert not any("planversion" in query["sql"] or "plansignature" in query["sql"] for query in kept.captured_queries)


def test_it_is_no_part_of_the_agreement(submitted: Draft) -> None:
    write(submitted)
    view = submitted.view()
    assert "statement" not in view.sections
    assert view.is_in_last_version(view.document(RULES.headings))
    assert "Careful" not in str(view.document(RULES.headings))


def test_only_the_host_sees_and_writes_the_draft(submitted: Draft, join: Join) -> None:
    people = {role: join(submitted, f"x{role}", role) for role in ("student", "supervisor", "leader", "other")}
    write(submitted)
    for role, actor in people.items():
        seen = look(submitted, actor).draft
        is_writer = role in ("leader", "supervisor")
        assert (seen is not None and seen["statement"].values["evaluation"] == ANSWERS["evaluation"]) == is_writer, role
    write(submitted, people["leader"], evaluation="Better than that")
    for role in ("student", "other"):
        with pytest.raises(NotAllowed):
            write(submitted, people[role])
        with pytest.raises(NotAllowed):
            issue(submitted, people[role])
    assert look(submitted, replace(submitted.actor, masquerading=True)).draft is None


def test_who_opened_the_placement_as_the_student_certifies_nothing(draft: Draft, person: Callable[..., Actor]) -> None:
    nils = person("nils")
    own = Draft(nils, placements.start(nils, course_key=nils.course_key, role="student").id)
    with pytest.raises(NotAllowed):
        save(own, 0, ANSWERS, nils)


def test_two_who_write_at_once_lose_nothing(submitted: Draft, join: Join) -> None:
    leader = join(submitted, "lena", "leader")
    write(submitted)
    save(submitted, 1, {**ANSWERS, "place": "Bodø"}, leader)
    with pytest.raises(Stale) as stale:
        save(submitted, 1, {**ANSWERS, "place": "Alta"})
    assert [(one.mine, one.theirs) for one in stale.value.differences if one.label == "Place of issue"] == [("Alta", "Bodø")]
    with pytest.raises(Invalid):
        statements.issue(submitted.actor, placement_id=submitted.placement_id, shown="whatever")
    assert not IssuedStatement.objects.exists()


def test_saving_what_is_saved_changes_nothing(submitted: Draft) -> None:
    write(submitted)
    write(submitted)
    assert revision(submitted) == 1


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"end": "2026-02-01"}, "end"),
        ({"virtual_start": "2026-02-02", "virtual_end": "2026-02-01"}, "virtual_end"),
        ({"start": "soon"}, "start"),
        ({"tasks": "x" * (sections.TASKS_LIMIT + 1)}, "tasks"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(submitted: Draft, answers: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        write(submitted, **answers)
    assert list(refused.value.fields) == [f"statement-{field}"]


def test_the_plan_is_copied_in_and_nothing_is_overwritten(draft: Draft) -> None:
    draft.fill()
    begin(draft)
    shown_versions.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)
    statements.copy_from_plan(draft.actor, placement_id=draft.placement_id)
    copied = values(draft)
    document = plans.version(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, number=1).document
    assert copied["title"] == document["erasmus_a"]["title"]
    assert (copied["start"], copied["end"]) == (document["periods"][0]["start"], document["periods"][-1]["end"])
    assert all(row["text"] in copied["tasks"] for row in document["tasks"])
    (evidence,) = {row["evidence"] for row in rows_of(draft) if row["uid"] == document["tasks"][0]["outcomes"][0]}
    assert document["tasks"][0]["evidence"] in evidence
    assert {row["level"] for row in rows_of(draft)} == {""}, "how far the student came is nobody's to suggest"
    assert copied["evaluation"] == ""
    write(draft, title="My own title", start="", end="2026-03-27", tasks="")
    statements.copy_from_plan(draft.actor, placement_id=draft.placement_id)
    again = values(draft)
    assert (again["title"], again["start"], again["end"]) == ("My own title", "", "2026-03-27")
    assert document["tasks"][0]["text"] in again["tasks"]


def test_a_plan_too_long_to_copy_says_what_was_left_out() -> None:
    texts = [f"{at} " + "x" * 480 for at in range(30)]
    stay = replace(stay_of({}, placements.UNCHANGED), tasks=tuple(texts))
    copied = sections.suggested(stay)
    assert len(copied["tasks"]) <= sections.TASKS_LIMIT
    assert copied["tasks"].endswith(": 22")
    assert sections.suggested(stay_of({}, placements.UNCHANGED))["tasks"] == ""


# -- issuing -------------------------------------------------------------------------------------------------


def test_what_is_issued_is_frozen_and_says_by_whom(submitted: Draft, join: Join) -> None:
    write(submitted)
    issued = issue(submitted)
    assert (issued.number, issued.role, issued.replaced_by) == (1, "mentor", None)
    assert issued.is_intact
    document = issued.document
    version = submitted.view().versions[-1]
    assert document["version"] == {"number": version.number, "sha256": version.sha256}
    assert document["statement"]["evaluation"] == ANSWERS["evaluation"]
    assert document["issued"]["by"] == issued.issued_by != ""
    write(submitted, evaluation="Changed afterwards")
    student = join(submitted, "nils", "student")
    again = statements.take_along(student, statement_id=issued.statement_id, number=1)
    assert again.canonical == issued.canonical
    assert [line.number for line in look(submitted, student).issued] == [1]


def test_the_certificate_takes_its_names_from_the_version(draft: Draft, join: Join) -> None:
    draft.fill()
    join(draft, "nils", "student")
    people = draft.view().sections["parties"].rows
    draft.save(
        "parties", [{**row, "organisation": "The auction" if row["role"] == "mentor" else "The university"} for row in people]
    )
    begin(draft)
    shown_versions.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)
    write(draft)
    said = issue(draft).document
    stay = said["stay"]
    assert (stay["trainee"], stay["organisation"], stay["sending"]) == ("nils", "The auction", "The university")
    assert (stay["sector"], said["erasmus"]) == ("Wholesale of fish", True)


@pytest.mark.parametrize("name", ["title", "start", "end", "tasks", "evaluation", "family_name"])
def test_nothing_is_issued_with_a_gap(submitted: Draft, name: str) -> None:
    write(submitted, **{name: ""})
    with pytest.raises(Invalid) as refused:
        issue(submitted)
    assert list(refused.value.fields) == [f"statement-{name}"]
    assert not IssuedStatement.objects.exists()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"start": "2026-02-01"}, "start"),  # the day before the plan begins
        ({"end": "2026-04-04"}, "end"),  # the day after it ends
        ({"end": "2099-01-01"}, "end"),
        ({"virtual_start": "2026-02-02"}, "virtual_end"),
        ({"virtual_end": "2026-02-02"}, "virtual_start"),
    ],
)
def test_nothing_is_issued_that_cannot_be_so(submitted: Draft, answers: dict[str, str], field: str) -> None:
    write(submitted, **answers)
    with pytest.raises(Invalid) as refused:
        issue(submitted)
    assert list(refused.value.fields) == [f"statement-{field}"]


def test_a_day_outside_the_plan_says_from_when_to_when_it_runs(submitted: Draft) -> None:
    write(submitted, start="2026-01-05")
    with pytest.raises(Invalid) as refused:
        issue(submitted)
    (words,) = refused.value.fields["statement-start"]
    assert str(words).startswith("The placement runs from Mon 2 Feb 2026 to Fri 3 Apr 2026.")
    write(submitted, start="2026-02-02", end="2026-04-03")
    assert issue(submitted).number == 1, "the first and the last day are inside"


def test_nothing_is_issued_before_the_last_day_is_over(draft: Draft) -> None:
    fill(draft, timezone.localdate())
    draft.save("parties", [*draft.view().sections["parties"].rows, {"uid": "nils", "role": "student", "name": "Nils"}])
    draft.submit()
    write(draft)
    with pytest.raises(Invalid) as refused:
        issue(draft)
    assert "still to come" in str(refused.value.fields["statement-end"])


def test_nobody_issues_what_they_were_not_shown(submitted: Draft, join: Join) -> None:
    leader = join(submitted, "lena", "leader")
    write(submitted)
    mine, theirs = prove(submitted), prove(submitted, leader)
    assert mine.shown != theirs.shown, "it says who issues it"
    assert mine.document["statement"]["evaluation"] == ANSWERS["evaluation"]
    where = {"placement_id": submitted.placement_id}
    for shown in ("", theirs.shown, "0" * 64):
        with pytest.raises(Invalid):
            statements.issue(submitted.actor, **where, shown=shown)
    submitted.save("contacts", [{**submitted.view().sections["contacts"].values, "university": "Another"}])
    submitted.submit()
    with pytest.raises(Invalid) as refused:
        statements.issue(submitted.actor, **where, shown=mine.shown)
    assert "not what you were shown" in str(refused.value.message), "it closes another version now"
    assert not IssuedStatement.objects.exists()


def test_what_is_issued_says_what_was_shown(submitted: Draft) -> None:
    write(submitted)
    shown, issued = dict(prove(submitted).document), issue(submitted).document
    when = [shown["issued"].pop("at"), issued["issued"].pop("at")]
    assert issued.pop("code")
    assert shown.pop("code") == "", "the code is drawn when it is issued"
    assert shown == issued
    assert all(when)


def test_only_who_may_issue_it_reads_it_before(submitted: Draft, join: Join) -> None:
    write(submitted)
    for role in ("student", "other"):
        with pytest.raises(NotAllowed):
            prove(submitted, join(submitted, f"y{role}", role))


def test_a_correction_is_the_next_one_and_the_first_stays(submitted: Draft, join: Join) -> None:
    leader = join(submitted, "lena", "leader")
    write(submitted)
    first = issue(submitted)
    with pytest.raises(Invalid, match="Invalid"):
        issue(submitted)
    write(submitted, evaluation="Very careful")
    second = issue(submitted, leader)
    assert (second.number, second.role, second.issued_by) == (2, "leader", "lena")
    assert [(line.number, line.replaced_by) for line in look(submitted).issued] == [(1, 2), (2, None)]
    earlier = statements.take_along(submitted.actor, statement_id=first.statement_id, number=1)
    assert (earlier.canonical, earlier.replaced_by) == (first.canonical, 2)


def test_a_new_version_is_something_new_to_certify(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    submitted.save("contacts", [{**submitted.view().sections["contacts"].values, "university": "Another"}])
    submitted.submit()
    assert issue(submitted).document["version"]["number"] == 2


def test_who_may_take_it_along(submitted: Draft, join: Join, person: Callable[..., Actor]) -> None:
    write(submitted)
    issued = issue(submitted)
    readers = [join(submitted, "gro", "other"), person("staff_ida", is_staff=True)]
    for actor in readers:
        assert statements.take_along(actor, statement_id=issued.statement_id, number=1).number == 1
    for statement_id, number, actor in (
        (issued.statement_id, 1, person("olaf")),
        (issued.statement_id, 2, readers[0]),
        (999_999, 1, readers[0]),
    ):
        with pytest.raises(NotFound):
            statements.take_along(actor, statement_id=statement_id, number=number)


def test_queries_are_the_same_among_ten_and_a_thousand(submitted: Draft, django_assert_num_queries: Callable[..., Any]) -> None:
    write(submitted)
    first = issue(submitted)
    row = IssuedStatement.objects.get()
    for amount in (10, 1_000):
        have = IssuedStatement.objects.count()
        IssuedStatement.objects.bulk_create(
            IssuedStatement(
                statement_id=row.statement_id, number=number, canonical=row.canonical, people=row.people, sha256=row.sha256,
                frozen_at=row.frozen_at,
                issued_role="mentor", code=f"{number:016}",
            )
            for number in range(have + 1, amount + 1)
        )  # fmt: skip
        with django_assert_num_queries(6):
            assert len(look(submitted).issued) == amount
        with django_assert_num_queries(4):
            assert statements.take_along(submitted.actor, statement_id=first.statement_id, number=1).replaced_by == 2


# -- afterwards ----------------------------------------------------------------------------------------------


def verify() -> str:
    out = StringIO()
    call_command("verify_plans", stdout=out)
    return out.getvalue()


def test_the_operator_verifies_certificates_too(submitted: Draft) -> None:
    write(submitted)
    issue(submitted)
    write(submitted, evaluation="Very careful")
    issue(submitted)
    assert verify() == "1 versions of 1 plans, 0 signatures and 2 certificates are intact.\n"
    row = IssuedStatement.objects.get(number=2)
    IssuedStatement.objects.filter(pk=row.pk).update(canonical=row.canonical.replace("Very", "Hardly"))
    with pytest.raises(CommandError) as broken:
        verify()
    assert f"Closing {row.statement_id}, statement 2: its text is not the one that was issued." in str(broken.value)


def test_a_version_that_was_tampered_with_is_not_certified(submitted: Draft) -> None:
    from internship_xblock.tools.plans.models import PlanVersion

    write(submitted)
    PlanVersion.objects.update(sha256="0" * 64)
    with pytest.raises(Invalid):
        issue(submitted)


def test_the_issuer_leaves_and_the_student_keeps_it(submitted: Draft, join: Join) -> None:
    student = join(submitted, "nils", "student")
    write(submitted)
    issued = issue(submitted)
    write(submitted, evaluation=f"{submitted.actor.name} says: careful")
    retirement.forget(submitted.actor.account)
    row = IssuedStatement.objects.get()
    assert (row.author_id, row.author_name) == (None, "")
    kept = statements.take_along(student, statement_id=issued.statement_id, number=1)
    assert kept.is_intact
    assert (issued.document["issued"]["by"], kept.document["issued"]["by"]) == (issued.issued_by, "…")
    draft = StatementSection.objects.get(name="statement")
    assert submitted.actor.name not in str(draft.data) + draft.author_name
    retirement.forget(student.account)
    assert not IssuedStatement.objects.exists() or placements.mine(student, course_key=student.course_key).rows == ()


# -- the screen ----------------------------------------------------------------------------------------------


def block_of(draft: Draft, actor: Actor | None = None, **fields: Any) -> Any:
    known = {"usage": USAGE, "erasmus": True, "placement_id": str(draft.placement_id)}
    return make_block(PlanBlock, actor or draft.actor, **{**known, **fields})


def inside(draft: Draft, actor: Actor | None = None) -> str:
    return read(draft, actor=actor).text


def form_of(draft: Draft, **changes: str) -> dict[str, Any]:
    answers = {f"statement-{name}": value for name, value in {**ANSWERS, **days_of(draft), **changes}.items()}
    return {"section": "statement", "revision": revision(draft), **answers}


def test_before_it_is_submitted_one_sentence_says_when_it_will_be_there(draft: Draft) -> None:
    for erasmus, words in ((True, "issues a certificate (Table D)"), (False, "can issue a certificate")):
        content = block_of(draft, erasmus=erasmus).student_view().content
        assert f"{words}. Once the plan is submitted, its days, tasks and outcomes can be copied into it." in content
        assert f'<a href="{address(draft)}" target="_top">Open the certificate</a>' in content
    draft.fill().submit()
    assert "Write it and issue it" in block_of(draft).student_view().content


def test_an_internship_without_erasmus_has_one_and_an_onboarding_none(submitted: Draft) -> None:
    page = block_of(submitted, erasmus=False).student_view().content
    assert ">Certificate</h4>" in page
    assert "Table D" not in page
    write(submitted)
    proof = read(submitted, "look").text
    assert "Internship certificate" in proof
    assert "Erasmus" not in proof
    mira = submitted.actor
    staff = Draft(mira, placements.start(mira, course_key=mira.course_key, role="mentor", kind="onboarding").id)
    for action in ("save_statement", "copy_from_plan", "issue", "withdraw"):
        assert ask(staff, action, form_of(submitted)).status_int == 404
    with pytest.raises(NotFound):
        save(staff, 0, ANSWERS)


def test_it_is_saved_as_one_types_filled_read_and_issued_from_the_screen(submitted: Draft, join: Join) -> None:
    student = join(submitted, "nils", "student")
    saved = ask(submitted, "save_statement", form_of(submitted, title="", tasks="", evaluation=""))
    assert saved.headers["X-Internship-Revision"] == "1"
    refused = read(submitted, "look")
    assert refused.status_int == 422
    assert "statement-evaluation-error" in refused.text
    assert "Nothing is issued yet." in refused.text
    ask(submitted, "save_statement", form_of(submitted, title="Mine", tasks=""))
    filled = ask(submitted, "copy_from_plan")
    assert "Shadow the auction" in filled.text
    assert 'value="Mine"' in filled.text
    write_outcomes(submitted.actor, submitted.placement_id)
    issued = look_and_issue(submitted, title="Typed just now")
    assert "Certificate 1 is issued" in issued
    assert "-1.pdf" in issued
    assert IssuedStatement.objects.get().canonical.count("Typed just now") == 1
    seen = inside(submitted, student)
    assert "-1.pdf" in seen
    assert "save_statement" not in seen
    again = read(submitted, "look")
    assert "Nothing has changed since certificate 1" in again.text
    look_and_issue(submitted, title="Corrected")
    assert "Replaced by certificate 2" in inside(submitted, student)


def look_and_issue(draft: Draft, **changes: str) -> str:
    """Read the certificate as the screen shows it, then press its button."""
    assert ask(draft, "save_statement", form_of(draft, **changes)).status_int == 200
    proof = read(draft, "look").text
    assert not IssuedStatement.objects.filter(canonical__contains=changes["title"]).exists(), "reading issues nothing"
    for words in (changes["title"], ANSWERS["evaluation"], "completed this placement", "can change it", "not issued yet"):
        assert words in proof
    hidden = dict(re.findall(r'name="(kind|shown)" value="([^"]+)"', proof))
    answer: str = ask(draft, "issue", hidden).text
    return answer


def test_issuing_without_having_read_it_is_refused_in_words(submitted: Draft) -> None:
    write(submitted)
    answer = ask(submitted, "issue")
    assert answer.status_int == 422
    assert "Read the certificate as it is now, then issue it." in answer.text
    assert not IssuedStatement.objects.exists()


def test_a_plan_that_was_changed_is_neither_copied_nor_closed(submitted: Draft) -> None:
    from internship_xblock.tools.plans.models import PlanVersion

    write(submitted)
    PlanVersion.objects.update(sha256="0" * 64)
    for refused in (ask(submitted, "copy_from_plan"), read(submitted, "look")):
        assert refused.status_int == 422
        assert "The last version is no longer what was submitted. Nothing was issued." in refused.text
    with pytest.raises(Invalid):
        statements.issue(submitted.actor, placement_id=submitted.placement_id, shown="x")


def test_only_the_outcomes_of_the_plan_are_answered(submitted: Draft) -> None:
    with pytest.raises(BadRequest):
        statements.save(
            submitted.actor, placement_id=submitted.placement_id, section="outcomes", revision=0,
            typed=[{"uid": "invented", "level": "achieved"}],
        )  # fmt: skip
    save(submitted, revision(submitted), {**ANSWERS, **days_of(submitted)})
    with pytest.raises(Invalid) as refused:
        issue(submitted)
    assert {name.rsplit("-", 1)[1] for name in refused.value.fields} == {"level"}
    write_outcomes(submitted.actor, submitted.placement_id, "partly")
    said = issue(submitted).document["outcomes"]
    planned = submitted.view().sections["outcomes"].rows
    assert [(row["text"], row["level"]) for row in said] == [(row["text"], "partly") for row in planned]


def test_who_waits_for_it_is_told_who_issues_it(submitted: Draft, draft: Draft, join: Join) -> None:
    student = join(submitted, "nils", "student")
    assert "can issue it after the last day" in inside(submitted, student)
    begin(draft)
    shown_versions.submit(draft.actor, placement_id=draft.placement_id, usage_key=USAGE, settings=ERASMUS, possible=0)
    assert "five weeks" in inside(submitted, student)
    assert "five weeks" not in inside(submitted)


def test_a_stale_save_shows_both_texts(submitted: Draft) -> None:
    old = form_of(submitted, place="Alta")
    ask(submitted, "save_statement", form_of(submitted, place="Bodø"))
    answer = ask(submitted, "save_statement", old)
    assert answer.status_int == 409
    assert "Alta" in answer.text
    assert "Bodø" in answer.text
