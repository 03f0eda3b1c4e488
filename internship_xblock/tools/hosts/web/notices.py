"""Whoever asked a host for places is told that it has answered. It is said only while it is the last answer."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ....core.actor import Actor
from ....core.events import Happened
from ....core.language import formats
from ....core.notices import NoticeKind, Recipient, Said
from .. import api as hosts
from ..api import ANSWERED, DECLINED


def _told(event: Happened) -> Sequence[Recipient]:
    asker = hosts.asker_of(event.ids["request_id"])
    return [Recipient(None, asker)] if asker is not None else []


def _say(reader: Actor, event: Happened) -> Said | None:
    view = hosts.own_request(reader, request_id=event.ids["request_id"])
    if view.revision != event.ids["revision"] or view.state not in (ANSWERED, DECLINED):
        return None
    known = {"host": formats.quoted(view.host), "n": view.offered}
    address = f"{reverse('internship_xblock:host', args=[view.course_key, view.host_id])}#host-request-{view.id}"
    if view.state == DECLINED:
        return Said(_("%(host)s cannot take interns this time") % known, _("See the answer"), address)
    said = ngettext("%(host)s offers %(n)d place for interns", "%(host)s offers %(n)d places for interns", view.offered or 0)
    return Said(said % known, _("See the answer"), address)


KINDS = (
    NoticeKind(
        key="host.answered", verbs=("host.answer",), told=_told, say=_say, to=gettext_lazy("Who asked the host for places"),
        label=gettext_lazy("A host answers how many places it offers"),
        why=gettext_lazy("You get this because you asked for it."),
    ),
)  # fmt: skip
