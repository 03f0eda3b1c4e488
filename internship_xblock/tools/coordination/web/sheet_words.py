"""The words about a sheet: what each of its placements will come to, or came to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....core.language import formats
from ...placements.api import LetterLine, role_label
from ...placements.web.overview.pages import PAGES
from ..api import CHANGED, COLUMNS, MADE, REFUSED, SAME, Change, Outcome, Problem, Step

_LOST: dict[str, str | Promise] = {  # how far a letter has come, in words (placements/links/values.py)
    "refused": gettext_lazy("The mail server does not know this address. Correct it, then invite again."),
    "lost": gettext_lazy("The mail server did not take the letter. Try again later, or send the link yourself."),
}


@dataclass(frozen=True)
class Row:
    """One placement of a sheet: where it stands there, what it is called, and what is said of it."""

    line: int
    external_id: str
    title: str
    words: Sequence[str] = ()
    problems: Sequence[str] = ()
    address: str = ""


@dataclass(frozen=True)
class Group:
    """Placements to which the same happens."""

    kind: str
    title: str
    rows: Sequence[Row]
    tone: str = "quiet"

    @property
    def is_open(self) -> bool:
        return self.kind in (REFUSED, CHANGED)


def _titles(kind: str, n: int) -> str:
    return {
        REFUSED: ngettext("%(n)d cannot be made or changed", "%(n)d cannot be made or changed", n),
        CHANGED: ngettext("%(n)d will change", "%(n)d will change", n),
        MADE: ngettext("%(n)d will be made", "%(n)d will be made", n),
        SAME: ngettext("%(n)d stays the same", "%(n)d stay the same", n),
    }[kind] % {"n": n}


def groups(steps: Sequence[Step]) -> list[Group]:
    """Return what would be done, what cannot be first."""
    tones = {REFUSED: "wrong", CHANGED: "mind", MADE: "good", SAME: "quiet"}
    found = []
    for kind in (REFUSED, CHANGED, MADE, SAME):
        rows = [_row(step) for step in steps if step.kind == kind]
        if rows:
            found.append(Group(kind, _titles(kind, len(rows)), rows, tones[kind]))
    return found


def summary(steps: Sequence[Step]) -> str:
    """Return what a sheet would do, in a sentence."""
    kinds = [step.kind for step in steps]
    said = [_titles(kind, kinds.count(kind)) for kind in (MADE, CHANGED, SAME, REFUSED) if kind in kinds]
    invited = sum(len(step.invites) for step in steps)
    if invited:
        said.append(ngettext("%(n)d invitation will be sent", "%(n)d invitations will be sent", invited) % {"n": invited})
    return f"{', '.join(said)}." if said else ""


def summary_of(outcomes: Sequence[Outcome]) -> str:
    """Return what a sheet did; what became of the letters is said beside it (`letters`)."""
    kinds = [one.kind for one in outcomes]
    words: dict[str, Callable[[int], str]] = {
        MADE: lambda n: ngettext("%(n)d is made", "%(n)d are made", n),
        CHANGED: lambda n: ngettext("%(n)d is changed", "%(n)d are changed", n),
        SAME: lambda n: ngettext("%(n)d is as it was", "%(n)d are as they were", n),
        REFUSED: lambda n: ngettext("%(n)d could not be done", "%(n)d could not be done", n),
    }
    said = [say(kinds.count(kind)) % {"n": kinds.count(kind)} for kind, say in words.items() if kind in kinds]
    unsent = sum(len(one.unsent) for one in outcomes)
    if unsent:
        lost = ngettext("%(n)d letter could not be sent", "%(n)d letters could not be sent", unsent)
        said.append(lost % {"n": unsent})
    return f"{', '.join(said)}." if said else ""


def letters(lines: Sequence[LetterLine]) -> str:
    """Return how far the invitations have come, in a sentence; "" where there are none."""
    sent = sum(not line.mail for line in lines)
    lost = sum(line.mail in _LOST for line in lines)
    on_their_way = len(lines) - sent - lost
    said = []
    if sent:
        said.append(ngettext("%(n)d invitation is sent", "%(n)d invitations are sent", sent) % {"n": sent})
    if on_their_way:
        words = ngettext("%(n)d invitation is on its way", "%(n)d invitations are on their way", on_their_way)
        said.append(words % {"n": on_their_way})
    if lost:
        words = ngettext("%(n)d invitation could not be delivered", "%(n)d invitations could not be delivered", lost)
        said.append(words % {"n": lost})
    return f"{', '.join(said)}." if said else ""


def not_reached(course_key: str, lines: Sequence[LetterLine]) -> list[Row]:
    """Return whom no invitation reached, and what helps, each with the way to the placement where it is mended."""
    return [
        Row(0, "", line.name, words=[str(_LOST[line.mail])], address=_address(course_key, line.placement_id))
        for line in lines
        if line.mail in _LOST
    ]


def came_of(course_key: str, outcomes: Sequence[Outcome]) -> list[Row]:
    """Return what is not as somebody would expect of what was done: what could not be."""
    return [
        Row(one.line, one.external_id, "", problems=_problems(one.problems), address=_address(course_key, one.placement_id))
        for one in outcomes
        if one.kind == REFUSED
    ]


def columns() -> list[tuple[str, str]]:
    """Return the columns of a sheet, each with what it is for."""
    helps = {
        "external_id": _("The id by which your register knows the placement. It is needed, and one placement has one."),
        "student_name": _("Needed."),
        "student_email": _("Whoever has an address is invited by e-mail. Without one, invite them in the placement."),
        "host": _("The organisation."),
        "from": _("2026-09-21 or 21.09.2026. For more periods, repeat the id in further rows."),
        "language": _("Of the invitations: en, nb … Left empty, it is the site’s."),
    }
    return [(str(label), str(helps.get(name, ""))) for name, label in COLUMNS.items()]


def example() -> list[list[str]]:
    """Return a row as somebody might fill it in, and one more for a second period."""
    people = ["Emil Eira", "emil@example.org", "Tana Fisk", "Mira Dahl", "mira@example.org", "Synne Berg", "synne@example.org"]
    empty = [""] * len(people)
    return [
        ["2026-001", *people, "2026-09-21", "2026-10-02", "en"],
        ["2026-001", *empty, "2026-11-02", "2026-11-13", ""],
    ]


def _row(step: Step) -> Row:
    one = step.intended
    return Row(
        one.lines[0], one.external_id, one.names.get("student", ""), list(_words(step)), _problems(step.problems),
        _address(step.view.course_key, step.view.id) if step.view is not None else "",
    )  # fmt: skip


def _words(step: Step) -> Iterator[str]:
    one = step.intended
    if step.kind == MADE:
        if one.host:
            yield one.host
        for role in ("mentor", "supervisor"):
            if role in one.names:
                yield f"{role_label(role)}: {one.names[role]}"
    for change in step.changes:
        yield _change(change)
    if step.days:
        yield _("Dates: %(days)s") % {"days": ", ".join(formats.days(first, last) for first, last in step.days)}
    for remark in step.remarks:
        yield remark.words
    if step.invites:
        yield _("Invited: %(who)s") % {"who": ", ".join(role_label(role) for role in step.invites)}


def _change(change: Change) -> str:
    what = {"name": _("name"), "email": _("e-mail"), "organisation": _("organisation")}[change.what]
    words = {"role": role_label(change.role), "what": what, "before": change.before, "after": change.after}
    if not change.before:
        return _("%(role)s, %(what)s: %(after)s is added") % words
    return _("%(role)s, %(what)s: %(after)s instead of %(before)s") % words


def _problems(problems: Sequence[Problem]) -> list[str]:
    said = []
    for one in problems:
        where = {"line": one.line, "column": one.column_label, "words": one.words}
        said.append(_("Row %(line)d, %(column)s: %(words)s") % where if one.column else _("Row %(line)d: %(words)s") % where)
    return said


def _address(course_key: str, placement_id: int) -> str:
    return PAGES.address(course_key, "", placement_id) if placement_id else ""
