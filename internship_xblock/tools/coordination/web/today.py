"""What is stuck among the placements of a course, on the Today of its staff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....core import standing
from ....core.actor import Actor
from ....core.standing import counts
from ....core.today import Part, Todo
from ....openedx.platform import get_platform
from .. import api as coordination
from . import words


def queue(actor: Actor) -> Part:
    """Return what is stuck, with the way to the list. One query, and one for each tool that counts something."""
    found = coordination.stuck(actor, course_key=actor.course_key)
    said = [*_said(found), *(one.sentence for one in counts(actor))]
    if not said:
        return Part()
    stuck = [name for name, number in found.items() if number]
    address = reverse("internship_xblock:placements", kwargs={"course_key": actor.course_key})
    course = get_platform().course_name(actor.course_key)
    sentence = _("In “%(course)s”: %(what)s.") % {"course": course, "what": ", ".join(said)}
    where = f"{address}?state={stuck[0]}" if len(stuck) == 1 and len(said) == 1 else address
    return Part(todos=[Todo(kind="coordination.stuck", sentence=sentence, action=_("See the placements"), address=where)])


def _said(found: Mapping[str, int]) -> Iterator[str]:
    sentences = {
        "invited": _joining, "undelivered": _mail, standing.UNSIGNED: _signing, "silent": _writing,
    }  # fmt: skip
    for name, say in sentences.items():
        if number := found.get(name, 0):
            yield say(number) % {"count": words.count(number)}


def _joining(n: int) -> str:
    return ngettext("people have not joined in %(count)s placement", "people have not joined in %(count)s placements", n)


def _mail(n: int) -> str:
    return ngettext("mail is undelivered in %(count)s placement", "mail is undelivered in %(count)s placements", n)


def _signing(n: int) -> str:
    return ngettext("%(count)s plan is not signed", "%(count)s plans are not signed", n)


def _writing(n: int) -> str:
    return ngettext("%(count)s log is silent", "%(count)s logs are silent", n)
