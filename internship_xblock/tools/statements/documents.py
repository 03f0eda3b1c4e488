"""An issued statement on a screen, on paper and in Word. Reads the frozen text, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ...core.language import formats
from ...core.language.text import squeezed
from ...core.permissions import Role
from ...records.document import Document, Entry, Fact, Head, Part, Picture, Section, Signature, Words, warned
from ...records.reading import as_date, in_words
from ...records.schema import Section as Questions
from ..placements.api import role_label
from .api import HOST, HOSTING, OUTCOMES, STATEMENT, Issued, Proof, StatementView, outcome_rows
from .qr import drawing
from .schema import codes
from .schema.sections import ISSUED, STAY, named_in

HASH_SHOWN = 16  # characters of SHA-256, to compare paper with the page where it is checked


def document(issued: Issued, check_page: str = "") -> Document:
    """The statement in the language that is active, with a line for the issuer's pen and stamp.

    `check_page` is the address where anybody checks it; "" says nothing of that, for whoever has entered the code already.
    """
    said, is_proof = issued.document, isinstance(issued, Proof)
    name, number = _title(issued), _("Certificate %(number)d") % {"number": issued.number}
    about = said[HOSTING.name]["organisation"] if issued.kind == HOST else said[STAY.name]["trainee"]
    stands = [_check(issued, check_page)] if check_page and issued.code and not is_proof else []
    return Document(
        head=Head(
            title=name, about=squeezed(about), organisations=_organisations(issued),
            days=_days(said[HOSTING.name if issued.kind == HOST else STATEMENT.name], "start", "end"),
            state=_("%(certificate)s · not issued yet") % {"certificate": number} if is_proof else number,
        ),
        meta=tuple(_meta(issued, said)),
        sections=(*warned([issued.warning]), *(_for_host(said) if issued.kind == HOST else _for_student(said)), *stands),
        words=Words.without_json(_("Signature"), _("Place, date, signature and stamp")),
        language=get_language() or "en", is_rtl=get_language_bidi(), agreed=_confirmed(issued),
        signatures=(_signature(said[ISSUED.name]),),
        footer=tuple(filter(None, (f"{name} · {number}", "" if is_proof or not issued.code else codes.shown(issued.code)))),
        fingerprint="" if is_proof else f"SHA-256 {issued.sha256[:HASH_SHOWN]}",
        created=issued.issued_at.astimezone(UTC).isoformat(),
    )  # fmt: skip


def draft(view: StatementView) -> Document:
    """A draft as the student reads it before it is issued; only what is answered stands in it."""
    found, (answers,) = view.draft or {}, (view.draft or {})[STATEMENT.name].answers
    stay = view.closes.stay
    rows = outcome_rows(stay, found[OUTCOMES.name].rows)
    said: dict[str, Any] = {STATEMENT.name: answers, OUTCOMES.name: rows, STAY.name: named_in(stay)}
    name = squeezed(said[STAY.name]["trainee"])
    return Document(
        head=Head(title=str(_("Draft")), about=name, days=_days(answers, "start", "end")), sections=tuple(_for_student(said)),
        words=Words.without_json(), language=get_language() or "en", is_rtl=get_language_bidi(),
    )  # fmt: skip


def file_stem(issued: Issued) -> str:
    """What a file of it is called, without its ending; names.py makes it safe."""
    said = issued.document
    about = said[HOSTING.name]["organisation"] if issued.kind == HOST else said[STAY.name]["trainee"]
    return f"{'hosting' if issued.kind == HOST else 'certificate'}-{squeezed(about)}-{issued.number}"


def _signature(by: Mapping[str, Any]) -> Signature:
    return Signature(by["by"], _role(by["role"]), look=by["role"])


def _role(role: str) -> str:
    return str(_("Course team")) if role == Role.INSTRUCTOR else role_label(role)


def _title(issued: Issued) -> str:
    if issued.kind == HOST:
        return str(HOSTING.title)
    return str(_("Traineeship certificate (Erasmus+ Table D)") if issued.document["erasmus"] else _("Internship certificate"))


def _organisations(issued: Issued) -> tuple[str, ...]:
    said = issued.document
    first = said[HOSTING.name]["organisation"] if issued.kind == HOST else said[STAY.name]["organisation"]
    return tuple(filter(None, (squeezed(first), squeezed(said[STAY.name]["sending"]))))


def _confirmed(issued: Issued) -> str:
    """The sentence that the issuer signs."""
    if issued.kind == HOST:
        return _("I confirm that what is written above is true.")
    words = _("I confirm that %(student)s completed this placement and that what is written above is true.")
    return words % {"student": squeezed(issued.document[STAY.name]["trainee"])}


def _meta(issued: Issued, said: Mapping[str, Any]) -> list[Fact]:
    found = [
        Fact(ISSUED.field("by").short, f"{said['issued']['by']}, {formats.in_sentence(_role(said['issued']['role']))}"),
    ]
    if said["version"]["number"]:
        found.append(Fact(str(_("Plan")), _("Version %(number)d") % {"number": said["version"]["number"]}))
    if not isinstance(issued, Proof):
        found.insert(0, Fact(ISSUED.field("at").short, formats.full_day(issued.issued_at)))
    if said["replaces"]:
        found.append(Fact(str(_("Replaces")), _("Certificate %(number)d") % {"number": said["replaces"]}))
    if issued.withdrawn_at is not None:
        words = _("This certificate was withdrawn on %(day)s: %(reason)s.")
        said_why = {
            "day": formats.day_and_year(issued.withdrawn_at),
            "reason": formats.in_sentence(str(issued.reason_in_words)),
        }
        found.append(Fact(str(_("Withdrawn")), words % said_why))
    elif issued.replaced_by:
        words = _("This certificate was corrected and is replaced by certificate %(number)d.")
        found.append(Fact(str(_("Replaced")), words % {"number": issued.replaced_by}))
    return found


def _for_student(said: Mapping[str, Any]) -> list[Section]:
    """The stay as facts, each outcome with what shows it, and each longer text under its own heading."""
    answers, at = said[STATEMENT.name], said[STAY.name]
    at = {**at, "address": "\n".join(filter(None, (at["address"], at["country"]))), "country": ""}
    facts = [Fact(field.short, in_words(field, at[field.name])) for field in STAY.fields]
    paused = Fact(str(_("Paused")), _spans(at.get("paused", "")))
    own, (tasks, *rest) = _answered(STATEMENT, answers, but=("family_name",))
    return _sections(str(STAY.title), [*facts, *own, paused], [tasks, _outcomes(said[OUTCOMES.name]), *rest])


def _outcomes(rows: list[Mapping[str, Any]]) -> Section:
    """Each outcome with how far the student came, what shows it, and the words about it. Never a total."""
    parts: list[Part] = []
    for row in rows:
        facts = (
            Fact(OUTCOMES.field(name).short, in_words(OUTCOMES.field(name), row[name]))
            for name in ("level", "evidence", "words")
        )
        parts.append(Entry(squeezed(row["text"]), tuple(fact for fact in facts if fact.value)))
    return Section(str(OUTCOMES.title), tuple(parts))


def _for_host(said: Mapping[str, Any]) -> list[Section]:
    facts, texts = _answered(HOSTING, said[HOSTING.name])
    named = Fact(str(_("Student, who agreed to be named")), said[STAY.name]["trainee"])
    return _sections(str(_("Hosting")), [*facts, named], texts)


def _answered(spec: Questions, answers: Mapping[str, Any], but: Sequence[str] = ()) -> tuple[list[Fact], list[Section]]:
    """What was answered: what is short as facts, and each longer text under its own heading; empty where nothing was."""
    facts, texts = [], []
    for noun, fields in spec.nouns:
        names = [field.name for field in fields]
        if names[0] in but:
            continue
        if fields[0].kind == "text":
            texts.append(Section(noun, (Entry("", (Fact("", answers[names[0]]),)),) if answers[names[0]] else ()))
        else:
            facts.append(Fact(noun, _days(answers, *names) if len(names) > 1 else in_words(fields[0], answers[names[0]])))
    return facts, texts


def _sections(title: str, facts: Sequence[Fact], texts: Sequence[Section]) -> list[Section]:
    """The facts under a title, then the texts, without what is empty."""
    first = Section(title, (Entry("", tuple(fact for fact in facts if fact.value)),))
    return [first, *(one for one in texts if one.body)]


def _check(issued: Issued, page: str) -> Section:
    """How anybody finds out that it was issued and still holds: a code that is read by a camera, and typed."""
    code = codes.shown(issued.code)
    address = f"{page}#{code}"  # behind the `#` no server sees it
    whose = _("the name of the organisation") if issued.kind == HOST else _("the family name of the student")
    words = _("Open %(address)s and enter this code and %(name)s. You see what was issued, and whether it still holds.")
    facts = (Fact(str(_("Code")), code), Fact("", words % {"address": page, "name": whose}))
    statement = _("QR code for the page that checks code %(code)s") % {"code": code}
    pictures = (
        (Picture("check", "", statement, drawing(address)),) if "://" in address else ()
    )  # a camera needs a whole address
    return Section(str(_("Check this document")), (Entry("", facts), *pictures))


def _spans(paused: str) -> str:
    """Stretches of days as `paused_in` says them, in words."""
    found = [[as_date(day) for day in span.split("/")] for span in paused.split()]
    return "; ".join(formats.days(*span) for span in found)


def _days(answers: Mapping[str, Any], first: str, last: str) -> str:
    ends = (as_date(answers[first]), as_date(answers[last]))
    return formats.days(*ends) if all(ends) else ""
