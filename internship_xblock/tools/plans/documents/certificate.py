"""An issued certificate on paper and in Word. Reads the frozen text, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ....core.language import formats
from ....core.language.text import squeezed
from ....records.document import Document, Entry, Fact, Head, Section, Signature, Words
from ....records.reading import as_date
from ...placements.api import role_label
from ..api import CERTIFICATE, CertificateProof, IssuedCertificate
from ..certificates.sections import STAY
from .plan import warned


def document(certificate: IssuedCertificate) -> Document:
    """The certificate in the language that is active, with a line for the issuer's pen and stamp."""
    said, is_proof = certificate.document, isinstance(certificate, CertificateProof)
    issued = said["issued"]
    name, number = _title(said), _("Certificate %(number)d") % {"number": certificate.number}
    return Document(
        head=Head(
            title=name,
            about=squeezed(said[STAY.name]["trainee"]),
            organisations=tuple(
                filter(None, (squeezed(said[STAY.name]["organisation"]), squeezed(said[STAY.name]["sending"])))
            ),
            days=_days(said[CERTIFICATE.name], "start", "end"),
            state=_("%(certificate)s · not issued yet") % {"certificate": number} if is_proof else number,
        ),
        meta=tuple(_meta(certificate, said)),
        sections=(*warned([certificate.warning]), *_sections(said)),
        words=Words(
            page=str(_("Page %(page)d of %(pages)d")),
            signatures=str(_("Signature")),
            sign_here=str(_("Place, date, signature and stamp")),
            unshown=str(_("� stands for a character that this PDF cannot show. The Word document includes it.")),
        ),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        agreed=_confirmed(said),
        signatures=(Signature(issued["by"], str(role_label(issued["role"])), look=issued["role"]),),
        footer=(f"{name} · {number}",),
        fingerprint="" if is_proof else f"SHA-256 {certificate.sha256}",
        created=certificate.issued_at.astimezone(UTC).isoformat(),
    )


def file_stem(certificate: IssuedCertificate) -> str:
    """What a file of it is called, without its ending; names.py makes it safe."""
    return f"certificate-{squeezed(certificate.document[STAY.name]['trainee'])}-{certificate.number}"


def _title(said: Mapping[str, Any]) -> str:
    return str(_("Traineeship certificate (Erasmus+ Table D)") if said["erasmus"] else _("Internship certificate"))


def _confirmed(said: Mapping[str, Any]) -> str:
    """The sentence that the issuer signs."""
    words = _("I confirm that %(student)s completed this stay and that what is written above is true.")
    return words % {"student": squeezed(said[STAY.name]["trainee"])}


def _meta(certificate: IssuedCertificate, said: Mapping[str, Any]) -> list[Fact]:
    found = [
        Fact(str(_("By")), f"{said['issued']['by']}, {role_label(said['issued']['role'])}"),
        Fact(str(_("Plan")), _("Version %(number)d") % {"number": said["version"]["number"]}),
    ]
    if not isinstance(certificate, CertificateProof):
        found.insert(0, Fact(str(_("Issued")), formats.full_day(certificate.issued_at)))
    if certificate.replaced_by:
        words = _("This certificate was corrected and is replaced by certificate %(number)d.")
        found.append(Fact(str(_("Replaced")), words % {"number": certificate.replaced_by}))
    return found


def _sections(said: Mapping[str, Any]) -> list[Section]:
    answers, at = said[CERTIFICATE.name], said[STAY.name]
    stay = (
        (_("Name of the student"), at["trainee"]),
        (_("Sending institution"), at["sending"]),
        (_("Receiving organisation"), at["organisation"]),
        (_("Sector"), at["sector"]),
        (_("Address"), "\n".join(filter(None, (at["address"], at["country"])))),
        (_("Website"), at["website"]),
        (_("Title of the stay"), answers["title"]),
        (_("Days on site"), _days(answers, "start", "end")),
        (_("Days online"), _days(answers, "virtual_start", "virtual_end")),
        (_("Issued in"), answers["place"]),
    )
    texts = (
        (_("Programme and tasks carried out"), answers["tasks"]),
        (_("Outcomes achieved: knowledge, skills, competences"), answers["outcomes"]),
        (_("Evaluation"), answers["evaluation"]),
    )
    return [
        Section(str(_("The stay")), (_facts(stay),)),
        *(Section(str(title), (Entry("", (Fact("", text),)),)) for title, text in texts if text),
    ]


def _facts(pairs: tuple[tuple[Any, str], ...]) -> Entry:
    return Entry("", tuple(Fact(str(label), value) for label, value in pairs if value))


def _days(answers: Mapping[str, Any], first: str, last: str) -> str:
    ends = (as_date(answers[first]), as_date(answers[last]))
    return formats.days(*ends) if all(ends) else ""
