"""An issued statement on paper and in Word. Reads the frozen text, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ...core.language import formats
from ...core.language.text import squeezed
from ...records.document import Document, Entry, Fact, Head, Section, Signature, Words, warned
from ...records.reading import as_date
from ..placements.api import role_label
from .api import STATEMENT, Issued, Proof
from .schema.sections import ISSUED, STAY


def document(certificate: Issued) -> Document:
    """The certificate in the language that is active, with a line for the issuer's pen and stamp."""
    said, is_proof = certificate.document, isinstance(certificate, Proof)
    issued = said["issued"]
    name, number = _title(said), _("Certificate %(number)d") % {"number": certificate.number}
    return Document(
        head=Head(
            title=name,
            about=squeezed(said[STAY.name]["trainee"]),
            organisations=tuple(
                filter(None, (squeezed(said[STAY.name]["organisation"]), squeezed(said[STAY.name]["sending"])))
            ),
            days=_days(said[STATEMENT.name], "start", "end"),
            state=_("%(certificate)s · not issued yet") % {"certificate": number} if is_proof else number,
        ),
        meta=tuple(_meta(certificate, said)),
        sections=(*warned([certificate.warning]), *_sections(said)),
        words=Words.without_json(_("Signature"), _("Place, date, signature and stamp")),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        agreed=_confirmed(said),
        signatures=(Signature(issued["by"], str(role_label(issued["role"])), look=issued["role"]),),
        footer=(f"{name} · {number}",),
        fingerprint="" if is_proof else f"SHA-256 {certificate.sha256}",
        created=certificate.issued_at.astimezone(UTC).isoformat(),
    )


def file_stem(certificate: Issued) -> str:
    """What a file of it is called, without its ending; names.py makes it safe."""
    return f"certificate-{squeezed(certificate.document[STAY.name]['trainee'])}-{certificate.number}"


def _title(said: Mapping[str, Any]) -> str:
    return str(_("Traineeship certificate (Erasmus+ Table D)") if said["erasmus"] else _("Internship certificate"))


def _confirmed(said: Mapping[str, Any]) -> str:
    """The sentence that the issuer signs."""
    words = _("I confirm that %(student)s completed this stay and that what is written above is true.")
    return words % {"student": squeezed(said[STAY.name]["trainee"])}


def _meta(certificate: Issued, said: Mapping[str, Any]) -> list[Fact]:
    found = [
        Fact(ISSUED.field("by").short, f"{said['issued']['by']}, {role_label(said['issued']['role'])}"),
        Fact(str(_("Plan")), _("Version %(number)d") % {"number": said["version"]["number"]}),
    ]
    if not isinstance(certificate, Proof):
        found.insert(0, Fact(ISSUED.field("at").short, formats.full_day(certificate.issued_at)))
    if certificate.replaced_by:
        words = _("This certificate was corrected and is replaced by certificate %(number)d.")
        found.append(Fact(str(_("Replaced")), words % {"number": certificate.replaced_by}))
    return found


def _sections(said: Mapping[str, Any]) -> list[Section]:
    """The stay as facts and each longer text under its own heading, all of it called as the form calls it."""
    answers, at = said[STATEMENT.name], said[STAY.name]
    at = {**at, "address": "\n".join(filter(None, (at["address"], at["country"]))), "country": ""}
    facts = [Fact(field.short, at[field.name]) for field in STAY.fields]
    texts = []
    for noun, fields in STATEMENT.nouns:
        names = [field.name for field in fields]
        if fields[0].kind == "text":
            texts.append(Section(noun, (Entry("", (Fact("", answers[names[0]]),)),) if answers[names[0]] else ()))
        else:
            facts.append(Fact(noun, _days(answers, *names) if len(names) > 1 else answers[names[0]]))
    stay = Section(str(STAY.title), (Entry("", tuple(fact for fact in facts if fact.value)),))
    return [stay, *(section for section in texts if section.body)]


def _days(answers: Mapping[str, Any], first: str, last: str) -> str:
    ends = (as_date(answers[first]), as_date(answers[last]))
    return formats.days(*ends) if all(ends) else ""
