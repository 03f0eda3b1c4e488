"""The document that says what somebody has earned, as values: *Ready to host*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from ...core.language import formats
from ...core.language.text import squeezed
from ...records.document import Document, Entry, Fact, Head, Section, Words
from .api import Lesson, Trained


def document(trained: Trained, *, name: str, course: str, organisation: str) -> Document:
    """Return what somebody has earned in the language that is active; lessons stand as they were when they were completed."""
    until = formats.short_date(trained.until)
    return Document(
        head=Head(
            title=trained.label,
            about=squeezed(name),
            organisations=tuple(filter(None, (squeezed(organisation), squeezed(course)))),
            state=_("Valid until %(day)s") % {"day": until},
        ),
        meta=(
            Fact(str(_("Course")), squeezed(course)),
            *((Fact(str(_("Run by")), squeezed(organisation)),) if organisation.strip() else ()),
            Fact(str(_("Earned")), formats.full_day(trained.earned_at)),
        ),
        sections=(_said(squeezed(name)), *_lessons(trained.covers)),
        words=Words.without_json(),
        language=get_language() or "en",
        is_rtl=get_language_bidi(),
        footer=(" · ".join(filter(None, (trained.label, squeezed(name)))),),
        created=trained.earned_at.astimezone(UTC).isoformat(),
    )


def _said(name: str) -> Section:
    """What it is, and what it is not."""
    person = {"name": formats.quoted(name)}
    is_this = _(
        "%(name)s has completed all the lessons listed below and passed the tests in them. Together they prepare a mentor to "
        "receive a student at work."
    )
    is_not = _(
        "The course issues this document when the last of these lessons is completed. It does not assess how %(name)s works "
        "as a mentor, and it approves neither a workplace nor an internship plan."
    )
    facts = (Fact("", is_this % person), Fact("", is_not % person))
    return Section(str(_("What this document says")), (Entry("", facts),))


def _lessons(lessons: Sequence[Lesson]) -> Iterator[Section]:
    if lessons:
        screen, work = sum(one.minutes for one in lessons), sum(one.minutes_at_work for one in lessons)
        total = _("In all %(screen)s on screen and %(work)s at work.") if work else _("In all %(screen)s on screen.")
        entries = tuple(_lesson(number, lesson) for number, lesson in enumerate(lessons, start=1))
        note = [
            total % {"screen": _time(screen), "work": _time(work)},
            _("Below each lesson: what a mentor can do afterwards."),
        ]
        yield Section(str(_("The lessons")), entries, note=" ".join(note))


def _lesson(number: int, lesson: Lesson) -> Entry:
    """A lesson with what a mentor can do after it; how long it takes stands beside its name."""
    at_work = _("%(time)s at work") % {"time": _time(lesson.minutes_at_work)} if lesson.minutes_at_work else ""
    aside = tuple(filter(None, (_time(lesson.minutes), at_work)))
    outcomes = "\n".join(squeezed(outcome) for outcome in lesson.outcomes)
    facts = (Fact("", outcomes),) if outcomes else ()
    return Entry(squeezed(lesson.title) or str(_("A lesson")), facts, number, aside)


def _time(minutes: int) -> str:
    """ "45 min", "3 h 20 min"; "" for none."""
    hours, rest = divmod(minutes, 60)
    told = [_("%(hours)d h") % {"hours": hours}] if hours else []
    told += [_("%(minutes)d min") % {"minutes": rest}] if rest else []
    return " ".join(told)
