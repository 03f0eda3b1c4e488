"""A made-up record, a closing statement of three sections that the mentor signs, from its first word to its document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, models
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from internship_xblock.core.actor import Actor
from internship_xblock.core.errors import BadRequest, Invalid
from internship_xblock.core.language import personal_names
from internship_xblock.exports import pdf, word
from internship_xblock.records import comments, comparison, drafts, frozen, people, reading, signatures, storage, validation
from internship_xblock.records import versions as freezing
from internship_xblock.records.authorship import by_writer, mark
from internship_xblock.records.document import Document, Entry, Fact, Head, Words
from internship_xblock.records.document import Section as Part
from internship_xblock.records.drafts import SectionView
from internship_xblock.records.json_schema import properties
from internship_xblock.records.ledger import VERSION, Ledger
from internship_xblock.records.models import DraftComment, DraftSection, FrozenText, LedgerLine, Signature
from internship_xblock.records.schema import Field, Section, Surroundings
from internship_xblock.records.verification import Kept, Kind, breaks_of

pytestmark = pytest.mark.django_db
LABEL = "made_up_record"


class Closing(models.Model):
    class Meta:
        app_label = LABEL

    def __str__(self) -> str:
        return "closing"


class ClosingSection(DraftSection):
    record = "closing"
    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=20)

    class Meta:
        app_label = LABEL
        constraints = [models.UniqueConstraint(fields=["closing", "name"], name="made_up_section")]

    def __str__(self) -> str:
        return "section"


class ClosingComment(DraftComment):
    record = "closing"
    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="comments")

    class Meta:
        app_label = LABEL
        ordering = ["pk"]

    def __str__(self) -> str:
        return "comment"


class ClosingVersion(FrozenText):
    record = "closing"
    closing = models.ForeignKey(Closing, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        app_label = LABEL

    def __str__(self) -> str:
        return "version"


class ClosingSignature(Signature):
    version = models.ForeignKey(ClosingVersion, on_delete=models.CASCADE, related_name="signatures")

    class Meta:
        app_label = LABEL
        constraints = [models.UniqueConstraint(fields=["version", "party_uid"], name="made_up_signature")]

    def __str__(self) -> str:
        return "signature"


class ClosingLine(LedgerLine):
    class Meta:
        app_label = LABEL

    def __str__(self) -> str:
        return "line"


TABLES = (Closing, ClosingSection, ClosingComment, ClosingVersion, ClosingSignature, ClosingLine)
PLACE = {"placement_id": 7, "course_key": "course", "usage_key": "block"}
LEDGER = Ledger(ClosingLine, lambda pk: PLACE if Closing.objects.filter(pk=pk).exists() else None)
SIGNERS = signatures.Signers(("mentor",), ("mentor", "student"), str.title)
PARTIES = Section(
    "parties", "Participants", "", (Field("role", "Role", "choice", choices=(("mentor", "Mentor"), ("student", "Student"))),
                               Field("name", "Name", names_people=True)),
    row_name="Participant", title_field="name", counted="%(count)d participants",
)  # fmt: skip
REACHED = Section(
    "reached",
    "What was reached",
    "",
    (
        Field("text", "What", "text", limit=40),
        Field("how", "How far", "option", choices=(("", "Choose"),)),
        Field("seen_by", "Who saw it", "links", gone="(gone)"),
        Field("start", "From", "date"),
        Field("end", "To", "date", ends="start"),
    ),
    row_name="Thing",
    title_field="text",
    counted="%(count)d things",
    rows_limit=3,
)
OVERALL = Section(
    "overall", "Overall", "", (Field("words", "In your words", "text"), Field("hours", "Hours", "hours", limit=99))
)
SECTIONS = (PARTIES, REACHED, OVERALL)
AROUND = Surroundings(options=[("far", "Far"), ("near", "Nearly")], linked=[("p1", "Kari Holm"), ("p2", "Jonas Lie")])


@pytest.fixture(scope="session", autouse=True)
def tables(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            for table in TABLES:
                editor.create_model(table)
        yield
        with connection.schema_editor() as editor:
            for table in reversed(TABLES):
                editor.delete_model(table)


@pytest.fixture
def closing() -> int:
    return int(Closing.objects.create().pk)


@pytest.fixture
def kari(person: Callable[..., Actor]) -> Actor:
    return person("kari")


@pytest.fixture
def jonas(person: Callable[..., Actor]) -> Actor:
    return person("jonas")


def load(closing: int, section: Section) -> SectionView:
    row = ClosingSection.objects.filter(closing_id=closing, name=section.name).first()
    if row is None:
        return SectionView(section, {})
    return SectionView(section, row.data, row.revision, row.author_name, row.changed_at, is_stored=True)


def save(actor: Actor, closing: int, before: SectionView, typed: list[dict[str, Any]]) -> bool:
    rows = validation.check(before.spec, typed, AROUND, before.answers)
    now = timezone.now()
    data = drafts.data(before.spec, rows, before, {}, mark(actor.account, actor.name, now))
    saved = replace(before, data=data, revision=before.revision + 1, changed_by=actor.name, changed_at=now)
    return storage.write(actor, ClosingSection, {"closing_id": closing, "name": before.name}, saved)


THING = {"uid": "t1", "text": "Made the catalogue", "how": "far", "seen_by": ["p1"], "start": "2026-09-01", "end": "2026-09-02"}
PEOPLE = [{"uid": "p1", "role": "mentor", "name": "Kari Holm"}, {"uid": "p2", "role": "student", "name": "Jonas Lie"}]


def fill(actor: Actor, closing: int) -> dict[str, Any]:
    save(actor, closing, load(closing, PARTIES), PEOPLE)
    save(actor, closing, load(closing, REACHED), [THING])
    save(actor, closing, load(closing, OVERALL), [{"words": "Careful and curious", "hours": "37:30"}])
    return document(closing)


def document(closing: int) -> dict[str, Any]:
    views = [load(closing, section) for section in SECTIONS]
    return {view.name: view.rows if view.spec.has_rows else view.answers[0] for view in views}


def freeze(actor: Actor, closing: int) -> ClosingVersion:
    last = freezing.last_of(ClosingVersion, closing)
    said, named = people.set_aside(SECTIONS, document(closing), last.people if last else {})
    number = freezing.next_number(last, LEDGER, closing)
    return freezing.freeze(
        actor, ClosingVersion, closing, number=number, text=frozen.canonical(said), people=named, last=last, at=timezone.now(),
        chain=LEDGER,
    )  # fmt: skip


def read(version: ClosingVersion) -> dict[str, Any]:
    return people.put_back(SECTIONS, frozen.read(version.canonical), version.people)


def sign(actor: Actor, version: ClosingVersion, seat: str) -> None:
    lines = signatures.lines(read(version)["parties"], marks(version), SIGNERS)
    line = signatures.mine(lines, {seat})
    assert line is not None
    signatures.put(actor, ClosingSignature, version, line, "I have read it.", LEDGER)


def marks(version: ClosingVersion) -> dict[str, Any]:
    return {row.party_uid: row for row in ClosingSignature.objects.select_related("version").filter(version=version)}


def verify(closing: int) -> list[tuple[str, str]]:
    place = tuple(PLACE.values()) if Closing.objects.filter(pk=closing).exists() else None
    kept = Kept(
        closing, place, {VERSION: list(ClosingVersion.objects.filter(closing_id=closing).order_by("number"))},  # type: ignore[arg-type]
        list(ClosingSignature.objects.select_related("version").filter(version__closing_id=closing)),
        list(ClosingLine.objects.filter(record_id=closing).order_by("position")),
    )  # fmt: skip
    return [(one.what, one.reason) for one in breaks_of(kept, [Kind(VERSION, "agreed", SECTIONS)])]


def test_two_people_write_in_different_sections_and_meet_in_one(closing: int, kari: Actor, jonas: Actor) -> None:
    fill(kari, closing)
    seen = load(closing, REACHED)
    assert save(jonas, closing, load(closing, OVERALL), [{"words": "Careful", "hours": "2"}])
    mine, theirs = {**THING, "how": "near"}, {**THING, "end": "2026-09-09"}
    assert save(jonas, closing, seen, [theirs])
    assert not save(kari, closing, seen, [mine])  # nothing of the other's is overwritten
    now = load(closing, REACHED)
    assert (now.revision, now.changed_by) == (2, jonas.name)
    told = comparison.differences(REACHED, [mine], now.answers, AROUND)
    assert [(one.label, one.mine, one.theirs) for one in told] == [
        ("Thing 1: How far", "Nearly", "Far"), ("Thing 1: To", "Wed 2 Sep 2026", "Wed 9 Sep 2026"),
    ]  # fmt: skip
    first, second = by_writer(REACHED, now.rows[0], now.marks["t1"])
    assert [(first.name, len(first.fields)), (second.name, [field.name for field in second.fields])] == [
        (kari.name, 4), (jonas.name, ["end"]),
    ]  # fmt: skip


def test_a_removed_row_comes_back(closing: int, kari: Actor) -> None:
    fill(kari, closing)
    assert save(kari, closing, load(closing, REACHED), [])
    (aside,) = load(closing, REACHED).removed
    assert save(kari, closing, load(closing, REACHED), [aside])
    assert load(closing, REACHED).rows == [THING]
    assert load(closing, REACHED).state == "1 things"


def test_what_cannot_be_kept_is_said_at_its_answer(closing: int) -> None:
    typed = {**THING, "text": "x" * 41, "seen_by": ["p9"], "end": "2026-08-01"}
    with pytest.raises(Invalid) as refused:
        validation.check(REACHED, [typed], AROUND)
    assert set(refused.value.fields) == {"reached-t1-text", "reached-t1-seen_by", "reached-t1-end"}
    with pytest.raises(Invalid) as full:
        validation.check(REACHED, [{**THING, "uid": f"t{at}"} for at in range(4)], AROUND)
    assert list(full.value.fields) == ["reached-add"]
    with pytest.raises(BadRequest):
        validation.check(REACHED, [{**THING, "uid": "no uid"}], AROUND)


def test_they_talk_about_a_place_until_it_is_settled(closing: int, kari: Actor, jonas: Actor) -> None:
    fill(kari, closing)
    here = ClosingComment.objects.filter(closing_id=closing)
    comments.check_place(load(closing, REACHED), "t1", "text")
    with pytest.raises(Invalid):
        comments.check_place(load(closing, REACHED), "gone", "text")
    asked = comments.add(kari, ClosingComment, closing, ("reached", "t1", "text"), comments.checked("  Alone? "), "full")
    assert (asked.text, asked.may_withdraw) == ("Alone?", True)
    comments.add(jonas, ClosingComment, closing, ("reached", "t1", "text"), "Yes", "full")
    first, second = comments.read(kari, here)
    assert [(one.is_mine, one.may_withdraw, one.is_open) for one in (first, second)] == [
        (True, False, True),
        (False, False, True),
    ]
    with pytest.raises(Invalid):
        comments.withdraw(kari, here, here.get(pk=asked.id))
    comments.settle(kari, here, upto=second.id)
    assert [one.settled_by for one in comments.read(jonas, here)] == [kari.name, kari.name]
    with pytest.raises(Invalid):
        comments.checked(" ")


def test_it_is_frozen_signed_and_verified(closing: int, kari: Actor, jonas: Actor) -> None:
    said = fill(kari, closing)
    first = freeze(kari, closing)
    assert read(first) == said
    assert "Kari" not in first.canonical
    assert signatures.unnamed(said["parties"], SIGNERS) == []
    sign(kari, first, "p1")
    sign(jonas, first, "p2")
    assert signatures.is_agreed(said["parties"], marks(first), SIGNERS)
    save(jonas, closing, load(closing, OVERALL), [{"words": "Careful, curious, quick", "hours": "40"}])
    second = freeze(jonas, closing)
    assert (second.number, second.previous_sha256) == (2, first.sha256)
    assert not signatures.is_agreed(said["parties"], marks(second), SIGNERS)
    changed = comparison.between(SECTIONS, read(first), read(second), AROUND)
    assert [(one.title, [pair.label for pair in one.differences]) for one in changed] == [
        ("Overall", ["In your words", "Hours"])
    ]
    assert [row.kind for row in ClosingLine.objects.order_by("position")] == ["version", "signature", "signature", "version"]
    assert verify(closing) == []


SIGNED = "signature of p1 under version 1"
LINE = ClosingLine.objects.filter(position=2)
TAMPERED: list[tuple[Callable[[], Any], tuple[str, str]]] = [
    (lambda: ClosingVersion.objects.update(canonical="{}"), ("version 1", "its text is not the one that was agreed")),
    (lambda: ClosingSignature.objects.update(sentence="No."), (SIGNED, "it does not say what was signed")),
    (lambda: ClosingSignature.objects.all().delete(), (SIGNED, "it was given and is missing")),
    (lambda: LINE.update(at="2020-01-01T00:00Z"), ("line 2 of its record", "it was changed")),
    (lambda: [table._default_manager.all().delete() for table in reversed(TABLES[:-1])], ("", "it was deleted")),
]


@pytest.mark.parametrize(("tamper", "told"), TAMPERED)
def test_what_is_tampered_with_is_named(closing: int, kari: Actor, tamper: Callable[[], Any], told: tuple[str, str]) -> None:
    fill(kari, closing)
    sign(kari, freeze(kari, closing), "p1")
    tamper()
    assert told in verify(closing)


def test_who_is_forgotten_is_named_nowhere_and_it_still_verifies(closing: int, kari: Actor, jonas: Actor) -> None:
    fill(kari, closing)
    version = freeze(kari, closing)
    sign(jonas, version, "p2")
    left = people.forget(version.people, {"p2"}, personal_names.replacer({"Jonas Lie": "…"}))
    ClosingVersion.objects.filter(pk=version.pk).update(people=left)
    ClosingSignature.objects.filter(author_id=jonas.account).update(**ClosingSignature.authorships[0].nobody)
    kept = ClosingVersion.objects.get()
    assert [row["name"] for row in read(kept)["parties"]] == ["Kari Holm", "…"]
    assert [line.name for line in signatures.lines(read(kept)["parties"], marks(kept), SIGNERS)] == ["Kari Holm", "…"]
    assert verify(closing) == []
    LEDGER.erased([closing])
    assert list(ClosingLine.objects.values_list("kind", "sha256")) == [("erased", "")]


def entry(title: str, lines: Iterable[reading.Line]) -> Entry:
    return Entry(title, tuple(Fact(str(line.label), line.text) for line in lines))


def test_it_comes_out_as_a_document(closing: int, kari: Actor) -> None:
    fill(kari, closing)
    version = freeze(kari, closing)
    parts = reading.outline(SECTIONS, read(version), AROUND)
    told = [Part(str(part.title), tuple(entry(one.title, one.lines) for one in part.items)) for part in parts]
    whole = Document(Head("Closing statement"), tuple(told), Words.usual(), language="en")
    assert [entry.title for entry in whole.sections[1].body if isinstance(entry, Entry)] == ["Thing 1: Made the catalogue"]
    assert pdf.render(whole)
    assert word.render(whole)
    shape = properties(SECTIONS)
    assert shape["reached"]["items"]["required"] == ["uid", "text", "how", "seen_by", "start", "end"]
    assert shape["parties"]["items"]["properties"]["name"]["$ref"] == "#/$defs/person"


def test_a_record_says_where_it_belongs() -> None:
    assert ClosingVersion(closing_id=3).record_id == 3
    assert ClosingComment.of(3) == {"closing_id": 3}
    assert SimpleNamespace(**ClosingSection.of(4)).closing_id == 4
