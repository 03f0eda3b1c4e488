"""What is written to a host's contact, in the language and the time zone that the coordinator chose."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core.language import formats
from ...placements.api import Letter
from ...placements.links.letters import in_words_of
from ..values import RequestView


def request(view: RequestView, link: str, course: str) -> Letter:
    """Return the letter that asks for places: who asks, how many, when, until when the answer is wanted. It names no wishes."""
    with in_words_of(view.language, view.zone):
        asker = view.author or _("The university")
        places = ngettext("%(count)d place", "%(count)d places", view.places) % {"count": view.places}
        subject = _("%(asker)s asks %(host)s for internship places") % {"asker": asker, "host": view.host}
        opening = _("%(asker)s asks %(host)s for %(places)s for interns.") % {
            "asker": asker, "host": view.host, "places": places,
        }  # fmt: skip
        return _letter(view, link, subject, [opening, *_facts(view, course), "", *_how()])


def reminder(view: RequestView, link: str, course: str) -> Letter:
    """Return the letter that reminds a host three days before the answer is wanted. Its link is a new one."""
    with in_words_of(view.language, view.zone):
        asker = view.author or _("The university")
        subject = _("Reminder: %(asker)s asks %(host)s for internship places") % {"asker": asker, "host": view.host}
        opening = _("%(asker)s has not had an answer from %(host)s yet.") % {"asker": asker, "host": view.host}
        return _letter(view, link, subject, [opening, *_facts(view, course), "", *_how()])


def _letter(view: RequestView, link: str, subject: str, said: Sequence[str]) -> Letter:
    lines = [
        _("Hello %(name)s,") % {"name": view.to_name} if view.to_name else _("Hello,"),
        "",
        *said,
        "",
        _("Your personal link:"),
        link,
        "",
        _("Whoever has the link can answer for %(host)s, so pass it on only to colleagues.") % {"host": view.host},
    ]
    return Letter("request", view.to_address, " ".join(subject.split()), "\n".join(lines) + "\n", view.language, view.id)


def _facts(view: RequestView, course: str) -> list[str]:
    return [
        *([_("Course: %(course)s.") % {"course": course}] if course else []),
        _("Period: %(days)s.") % {"days": formats.days(view.first_day, view.last_day)},
        _("An answer is wanted by: %(day)s.") % {"day": formats.day_and_year(view.answer_by)},
    ]


def _how() -> list[str]:
    return [
        _("Open the link, read what is wished for, and answer with a number."),
        _("It takes about five minutes, without an account."),
    ]
