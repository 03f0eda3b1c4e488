"""The words of the pages of hosts: how many placements, how a request stands, what is due."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....core.language import formats
from ....core.today import GOOD, MIND, QUIET, WRONG
from ...coordination.api import HostCounts, Line
from ...coordination.web import words as placements_words
from ...coordination.web.words import Sign
from ...placements.web.overview.pages import PAGES
from ..api import ANSWERED, DECLINED, MADE, OVERDUE, WAITING, WITHDRAWN, HostMentor, HostRow, HostView, RequestView

STATES: dict[str, tuple[str | Promise, str]] = {
    WAITING: (gettext_lazy("Waiting for an answer"), QUIET),
    OVERDUE: (gettext_lazy("Answer overdue"), MIND),
    ANSWERED: (gettext_lazy("Places offered"), GOOD),
    DECLINED: (gettext_lazy("Not this time"), QUIET),
    MADE: (gettext_lazy("Placements created"), GOOD),
    WITHDRAWN: (gettext_lazy("Withdrawn"), QUIET),
}


def counts(found: HostCounts) -> list[str]:
    """Say how many placements a host has, as far as there are any."""
    said = (
        (found.now, ngettext("%(n)d placement now", "%(n)d placements now", found.now)),
        (found.coming, ngettext("%(n)d to come", "%(n)d to come", found.coming)),
        (found.ended, ngettext("%(n)d earlier", "%(n)d earlier", found.ended)),
        (found.undated, ngettext("%(n)d without dates", "%(n)d without dates", found.undated)),
    )
    return [words % {"n": number} for number, words in said if number]


def row(course_key: str, one: HostRow) -> dict[str, Any]:
    """A line of the list: only what differs."""
    named = f"{reverse('internship_xblock:host_named', args=[course_key])}?{urlencode({'name': one.name})}"
    return {
        "id": one.id, "name": one.name, "counts": ", ".join(counts(one.counts)), "signs": list(_signs(one)),
        "address": reverse("internship_xblock:host", args=[course_key, one.id]) if one.id else named,
    }  # fmt: skip


def _signs(one: HostRow) -> Iterator[Sign]:
    if one.agreement_ends_soon:
        yield Sign(agreement(one.agreement_until), MIND)
    if one.open_requests:
        said = ngettext("%(n)d open request", "%(n)d open requests", one.open_requests)
        yield Sign(said % {"n": one.open_requests}, QUIET)
    if one.counts.untrained:
        n = one.counts.untrained
        said = ngettext("%(n)d placement: mentor not trained", "%(n)d placements: mentor not trained", n)
        yield Sign(said % {"n": n}, QUIET)


def agreement(until: Any) -> str:
    """Say that an agreement runs out, or has."""
    known = {"day": formats.short_date(until)}
    if until < timezone.localdate():
        return _("Agreement ran out (%(day)s)") % known
    return _("Agreement runs out (%(day)s)") % known


def places(number: int) -> str:
    return ngettext("%(n)d place", "%(n)d places", number) % {"n": number}


def request_line(one: RequestView) -> dict[str, Any]:
    """A request in a list: whom, what, when, how it stands, and the way to it."""
    address = reverse("internship_xblock:host", args=[one.course_key, one.host_id])
    return {"view": one, "address": f"{address}#host-request-{one.id}", **request_facts(one)}


def request_facts(one: RequestView) -> dict[str, Any]:
    """What is said of a request, wherever it stands."""
    label, tone = STATES[one.state]
    offered = "" if not one.offered else _("%(places)s offered") % {"places": places(one.offered)}
    return {
        "places": places(one.places), "days": formats.days(one.first_day, one.last_day),
        "sign": Sign(offered or str(label) if one.state == ANSWERED else str(label), tone),
        "lost": Sign(_("Letter undelivered"), WRONG) if one.is_lost and one.is_waiting else None,
    }  # fmt: skip


def due(view: HostView) -> Iterator[str]:
    """Say what a coordinator has to see to, the most urgent first."""
    for one in view.requests:
        if one.state == OVERDUE:
            yield _("The answer to a request is overdue. Ring them, or send the link again.")
        elif one.state == ANSWERED:
            yield _("They offer places: create the placements.")
    if view.agreement_ends_soon:
        yield f"{agreement(view.details.agreement_until)}."
    names = [one.name for one in view.mentors if one.is_current and one.lapses_soon]
    if names:
        yield _("Training lapses soon: %(names)s.") % {"names": ", ".join(names)}


def mentor(one: HostMentor) -> Sign:
    """Until when a mentor is trained."""
    if one.trained is None:
        return Sign(_("Not trained"), MIND if one.is_current else QUIET)
    said = _("Trained until %(day)s") % {"day": formats.short_date(one.trained.until)}
    return Sign(said, MIND if one.lapses_soon else GOOD)


def placement(line: Line) -> dict[str, Any]:
    """A placement in the host's history."""
    mentor = line.mentor
    return {
        "title": line.student.name if line.student else line.view.title, "look": "student" if line.student else "",
        "address": PAGES.address(line.view.course_key, "", line.id), "days": placements_words.days(line),
        "mentor": mentor.name if mentor else "", "signs": list(placements_words.signs(line)),
    }  # fmt: skip


def years(view: HostView) -> Sequence[tuple[str, list[dict[str, Any]]]]:
    """The placements of a host by year."""
    return [
        (str(year) if year else _("Without dates"), [placement(line) for line in lines]) for year, lines in view.by_year.items()
    ]
