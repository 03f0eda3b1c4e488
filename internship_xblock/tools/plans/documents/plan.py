"""A plan's version as a document, in the language that is active. Reads the frozen document, changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ....core.language import formats
from ....records.document import Document, Entry, Fact, Head, Section, Signature, moment, warned
from ....records.document import Words as DocumentWords
from ...placements.api import Timing, pause_in_words
from ..api import Layout, TakenAlong, VersionView, changes_between, sentence
from ..api import Signature as Line
from ..schema import erasmus, frozen_text
from . import parts

LINE = "_" * 36  # to write on


def document(taken: TakenAlong) -> Document:
    """The version with what was signed, and lines for the pens of the others."""
    version = taken.version
    plan = version.document
    number = _("Version %(number)d") % {"number": version.number}
    return Document(
        head=head(plan, state=state_of(version.number, taken.is_agreed)),
        meta=(
            Fact(str(_("Submitted")), formats.full_day(version.frozen_at)),
            Fact(str(_("By")), version.frozen_by or str(_("somebody who has left"))),
            *changed(taken.timing),
        ),
        sections=(*warned(taken.warnings), *sections(plan), *_changes(taken)),
        words=DocumentWords.usual(),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        agreed=sentence(version.number),
        signatures=tuple(_signature(line) for line in taken.signatures),
        footer=(" · ".join(filter(None, (str(Layout.of(plan).title), parts.name_of(plan, "student"), number))),),
        fingerprint=f"SHA-256 {version.sha256}",
        created=version.frozen_at.astimezone(UTC).isoformat(),
    )


def changed(timing: Timing) -> list[Fact]:
    """What was changed in the placement since, which no version says: pauses, and an early end."""
    paused = "; ".join(pause_in_words(one) for one in timing.pauses)
    ended = formats.day_and_year(timing.ended_on)
    return [Fact(str(label), words) for label, words in ((_("Paused"), paused), (_("Ended early"), ended)) if words]


def head(plan: Mapping[str, Any], *, state: str) -> Head:
    """What stands on top of a plan: whose it is, between whom, from when to when, and how far it is."""
    return Head(
        title=str(Layout.of(plan).title),
        about=parts.name_of(plan, "student"),
        organisations=parts.organisations(plan),
        days=formats.days(*frozen_text.first_and_last(plan.get("periods") or [])),
        state=state,
    )


def state_of(number: int, is_agreed: bool) -> str:
    """Return which version it is, and whether all who must have signed it."""
    said = _("Version %(number)d · agreed") if is_agreed else _("Version %(number)d · not agreed yet")
    return said % {"number": number}


def _changes(taken: TakenAlong) -> list[Section]:
    """Table A2 of an Erasmus+ agreement: what is different from the version that all signed first, which stays as it is."""
    first, now = taken.agreed, taken.version
    if first is None or not Layout.of(now.document).erasmus:
        return []
    titles = {
        "older": _("Version %(number)d") % {"number": first.number},
        "newer": _("Version %(number)d") % {"number": now.number},
    }
    empty = str(_("(empty)"))
    body = [
        Entry(
            f"{changed.title} – {pair.label}",
            (Fact(titles["older"], pair.theirs or empty), Fact(titles["newer"], pair.mine or empty)),
        )
        for changed in changes_between(first.document, now.document)
        for pair in changed.differences
    ]
    note = _("Version %(number)d stays as everybody signed it; its fingerprint (SHA-256) is %(sha256)s.")
    title = _("Table A2: changes since version %(number)d") % {"number": first.number}
    said = note % {"number": first.number, "sha256": first.sha256}
    same = _("Nothing is different here.")  # not in the f-string: before Python 3.12 nobody finds words there
    return [Section(title, tuple(body), said if body else f"{said} {same}")]


def sections(plan: Mapping[str, Any], *, on_screen: bool = False) -> list[Section]:
    """The parts; what says nothing says so, and an Erasmus+ agreement has lines for what no plan keeps.

    On a screen the larger picture is drawn when somebody asks for it.
    """
    pictures = (parts.OVERVIEW,) if on_screen else (parts.OVERVIEW, parts.MATRIX)
    found = []
    for part in parts.sections(plan, pictures=pictures):
        body, note = part.body, "" if part.body else str(_("Nothing was written here."))
        if part.name == erasmus.STUDY.name and not on_screen:
            body, note = (_by_hand(), *body), str(_("What goes on a line is not stored here: it is written by hand if needed."))
        found.append(Section(part.title, body, note, part.name))
    return found


def _by_hand() -> Entry:
    """Lines for the pen: what an Erasmus+ agreement may ask of the trainee and no plan keeps (erasmus.py says why)."""
    asked = (_("Date of birth"), _("Nationality"), _("Gender"))
    return Entry("", tuple(Fact(str(label), LINE) for label in asked))


def _signature(line: Line) -> Signature:
    signed = ""
    if line.signed_at is not None:
        signed = _("Signed on %(when)s") % {"when": moment(line.signed_at)}
        if line.is_unconfirmed:
            signed = _("Signed on %(when)s (address not confirmed)") % {"when": moment(line.signed_at)}
    return Signature(line.name or str(_("Not named yet")), str(line.role_label), signed, line.role)


def file_stem(version: VersionView) -> str:
    """What a file of this version is called, without its ending; names.py makes it safe."""
    stem = "onboarding-plan" if Layout.of(version.document).staff else "internship-plan"
    return f"{stem}-{parts.name_of(version.document, 'student')}-v{version.number}"
