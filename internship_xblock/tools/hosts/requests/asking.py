"""Ask hosts for places, send them their links, take a request back. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings as site
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ....core import events, permissions
from ....core.actor import Actor
from ....core.authorship import by, signed
from ....core.clock import is_zone
from ....core.courses import org_of
from ....core.errors import Invalid, NotFound
from ....core.language.addresses import mail_address
from ...placements import api as placements
from ...placements.api import Letter
from ..models import Host, PlaceRequest
from ..rules import LINK_DAYS, TOGETHER_LIMIT, Asked, checked_request, not_an_address
from ..storage import require_request
from ..values import RequestView
from . import letters
from .links import end_links, make_link
from .reading import views_of

DAY_LIMIT = 300  # links that one coordinator makes in 24 hours
UNDERWAY = timedelta(minutes=15)  # that a letter takes to the mail server at most, or it is lost


@dataclass(frozen=True)
class MadeLink:
    """A request with the code of a link that was made this moment: it is told once."""

    request_id: int
    host: str
    code: str


def ask_hosts(actor: Actor, *, host_ids: Sequence[int], asked: Asked, language: str = "", zone: str = "") -> list[MadeLink]:
    """Ask these hosts for places in the actor's course, each by a link of its own. Six queries, and three for each host.

    Raises:
        NotFound: One of them is none of the organisation's hosts.
        Invalid: Something asked does not fit, at its name; or there are too many at once, or today.
    """
    permissions.require(actor, "host.ask", permissions.course_roles(actor, actor.course_key))
    wanted = sorted(set(host_ids))
    if not wanted:
        raise Invalid(fields={"hosts": [_("Choose at least one host.")]})
    if len(wanted) > TOGETHER_LIMIT:
        raise Invalid(fields={"hosts": [_("At most %(count)d hosts at once.") % {"count": TOGETHER_LIMIT}]})
    what: dict[str, Any] = asdict(checked_request(asked, timezone.localdate()))
    now = timezone.now()
    with transaction.atomic():
        hosts = list(Host.objects.filter(org=org_of(actor.course_key), pk__in=wanted).order_by("name"))
        if len(hosts) != len(wanted):
            raise NotFound()
        if PlaceRequest.objects.filter(by(actor), created__gt=now - timedelta(days=1)).count() + len(hosts) > DAY_LIMIT:
            raise Invalid(_("You have sent %(count)d requests in 24 hours. Please go on tomorrow.") % {"count": DAY_LIMIT})
        made = []
        for host in hosts:
            row = PlaceRequest.objects.create(
                host=host, course_key=actor.course_key, created=now, **what, to_name=host.contact_name,
                to_address=mail_address(host.contact_email), language=language if language in dict(site.LANGUAGES) else "",
                zone=zone if is_zone(zone) else "", **signed(actor),
            )  # fmt: skip
            made.append(MadeLink(row.pk, host.name, make_link(row)))
            events.happened(actor, "host.ask", "", request_id=row.pk)
    return made


def renew_link(actor: Actor, *, request_id: int, address: str = "", replaces: bool = False) -> MadeLink:
    """Make one more link to a request; with `replaces` the earlier ones end at once.

    `address` is where it is sent, "" for where it was sent before.
    """
    with transaction.atomic():
        row = require_request(actor, "host.renew_link", request_id)
        if row.revoked_at is not None:
            raise Invalid(_("This request was withdrawn. Send a new one."))
        if row.answer_by + timedelta(days=LINK_DAYS) < timezone.localdate():
            raise Invalid(_("The day to answer by is long past. Send a new request."))
        if address.strip():
            if not mail_address(address):
                raise Invalid(fields={"address": [not_an_address()]})
            row.to_address = mail_address(address)
            row.save(update_fields=["to_address"])
        if replaces:
            end_links(row)
        return MadeLink(row.pk, row.host.name, make_link(row))


def withdraw_request(actor: Actor, *, request_id: int) -> None:
    """Take a request back: its links end at once. Invalid where placements were made of it."""
    with transaction.atomic():
        row = require_request(actor, "host.withdraw", request_id)
        if row.made_at is not None:
            raise Invalid(_("Placements have already been created from it."))
        PlaceRequest.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=timezone.now())
        end_links(row)
        events.happened(actor, "host.withdraw", "", request_id=row.pk)


def request_letter(actor: Actor, *, request_id: int, link: str, course: str) -> Letter:
    """Return the letter with a link that was just made, to be copied or sent from one's own mail program."""
    row = require_request(actor, "host.ask", request_id)
    return letters.request(views_of([row])[0], link, course)


def send_request(actor: Actor, *, request_id: int, link: str, course: str) -> bool:
    """Send that letter. False where the site sends no mail, or no address is known: then it is for the coordinator to send."""
    written = request_letter(actor, request_id=request_id, link=link, course=course)
    if not written.to or not placements.can_send():
        return False
    PlaceRequest.objects.filter(pk=request_id).update(sent_at=None, lost_from=timezone.now() + UNDERWAY)
    placements.post_letter(written, partial(_note, request_id))
    return True


def _note(request_id: int, is_taken: bool) -> None:
    now = timezone.now()
    PlaceRequest.objects.filter(pk=request_id).update(**({"sent_at": now} if is_taken else {"lost_from": now}))


def get_request(actor: Actor, *, request_id: int) -> RequestView:
    """Return a request of the actor's course. Four queries."""
    permissions.require(actor, "host.open", permissions.course_roles(actor, actor.course_key))
    row = PlaceRequest.objects.select_related("host").filter(pk=request_id, course_key=actor.course_key).first()
    if row is None:
        raise NotFound()
    return views_of([row])[0]
