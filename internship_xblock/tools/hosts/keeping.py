"""Keep a host: what is said of it, by which names placements mean it, what coordinators note. Verbs of this tool's api."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core.actor import Actor
from ...core.authorship import signed
from ...core.errors import Difference, Invalid, NotFound, Stale, Words
from ...core.language import formats
from ...core.language.text import NAME_LIMIT, clean, clean_line, squeezed, too_long
from ..coordination.api import host_key
from .models import Host, HostName, HostNote, PlaceRequest
from .reading import details_of
from .rules import WORDS_LIMIT, Details, checked
from .storage import require_host, require_org

LABELS: Mapping[str, Words] = {
    "name": gettext_lazy("Name"),
    "about": gettext_lazy("What they do"),
    "place": gettext_lazy("Address"),
    "website": gettext_lazy("Website"),
    "contact_name": gettext_lazy("Contact person"),
    "contact_email": gettext_lazy("E-mail of the contact person"),
    "contact_phone": gettext_lazy("Telephone of the contact person"),
    "agreement_until": gettext_lazy("Agreement valid until"),
}


def keep_host(actor: Actor, *, course_key: str, name: str) -> int:
    """Begin to keep a host by a name, and return its number; that of the one which is kept by it already."""
    org = require_org(actor, "host.keep", course_key)
    name = checked(Details(name=name)).name
    key = host_key(name)
    try:
        with transaction.atomic():
            host = Host.objects.create(org=org, name=name, key=key, **signed(actor))
            HostName.objects.create(host=host, org=org, key=key, name=name)
        return int(host.pk)
    except IntegrityError:  # it is kept, or another coordinator was quicker
        known = HostName.objects.select_for_update().filter(org=org, key=key)  # as it stands this moment
        return int(known.values_list("host_id", flat=True).get())


def save_host(actor: Actor, *, host_id: int, revision: int, details: Details) -> None:
    """Save what is said of a host. A new name is one more way to write it; the old one goes on meaning it.

    Raises:
        Stale: Somebody saved in between; with both texts.
        Invalid: Something cannot be kept, at its name; or another host has this name.
    """
    said = checked(details)
    with transaction.atomic():
        host = require_host(actor, "host.save", host_id, lock=True)
        if host.revision != revision:
            raise Stale(
                revision=host.revision, differences=_differences(said, details_of(host)), changed_by=host.author_name,
                changed_at=host.changed_at,
            )  # fmt: skip
        key = host_key(said.name)
        _own_name(host, key, said.name)
        for name in LABELS:
            setattr(host, name, getattr(said, name))
        for column, value in signed(actor).items():
            setattr(host, column, value)
        host.key, host.revision = key, revision + 1
        host.save()


def _own_name(host: Host, key: str, name: str) -> None:
    """Make a name one of the host's. Invalid where it is another's."""
    known = HostName.objects.filter(org=host.org, key=key).first()
    if known is not None and known.host_id != host.pk:
        raise Invalid(fields={"name": [_("Another host has this name. If both are one, join them below.")]})
    if known is None:
        HostName.objects.create(host=host, org=host.org, key=key, name=name)


def _differences(mine: Details, theirs: Details) -> list[Difference]:
    return [
        Difference(label, _shown(getattr(mine, name)), _shown(getattr(theirs, name)))
        for name, label in LABELS.items()
        if getattr(mine, name) != getattr(theirs, name)
    ]


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, str) or value is None else formats.day_and_year(value)


def join_spelling(actor: Actor, *, host_id: int, name: str) -> None:
    """Say that another name means this host. Where that was kept by itself, all that is known of it comes along.

    What is said of both stays as this host has it; the other's words are kept as a note, so that nothing is lost.
    """
    name = squeezed(clean_line(name))
    if not name or len(name) > NAME_LIMIT:
        raise Invalid(fields={"spelling": too_long(name, NAME_LIMIT) or [_("Write the other name.")]})
    with transaction.atomic():
        org, key = require_org(actor, "host.join", actor.course_key), host_key(name)
        other = HostName.objects.filter(org=org, key=key).values_list("host_id", flat=True).first()
        wanted = sorted({host_id, other or host_id})
        rows = {host.pk: host for host in Host.objects.select_for_update().filter(org=org, pk__in=wanted).order_by("pk")}
        if host_id not in rows:
            raise NotFound()
        host = rows[host_id]
        if other == host_id:
            raise Invalid(fields={"spelling": [_("This name already means this host.")]})
        if other is not None and other in rows:
            _take_over(actor, host, rows[other])
        else:
            _add_name(host, key, name)


def _add_name(host: Host, key: str, name: str) -> None:
    try:
        with transaction.atomic():
            HostName.objects.create(host=host, org=host.org, key=key, name=name)
    except IntegrityError:
        raise Invalid(fields={"spelling": [_("Somebody saved this name a moment ago. Please try again.")]}) from None


def _take_over(actor: Actor, host: Host, other: Host) -> None:
    """Move all that hangs on another host here, and what is said of it as far as this one has nothing there."""
    mine, theirs = details_of(host), details_of(other)
    lost = []
    for name, label in LABELS.items():
        said = getattr(theirs, name)
        if said and name != "name" and not getattr(mine, name):
            setattr(host, name, said)
        elif said and said != getattr(mine, name):
            lost.append(f"{label}: {_shown(said)}")
    HostName.objects.filter(host=other).update(host=host)
    HostNote.objects.filter(host=other).update(host=host)
    PlaceRequest.objects.filter(host=other).update(host=host)
    other.delete()
    for column, value in signed(actor).items():
        setattr(host, column, value)
    host.revision += 1
    host.save()
    text = "\n".join([_("From “%(name)s”:") % {"name": theirs.name}, *lost])
    if lost:
        HostNote.objects.create(host=host, text=text, written_at=timezone.now(), **signed(actor))


def split_spelling(actor: Actor, *, host_id: int, key: str) -> None:
    """Say that a name does not mean this host after all: it stands in the list by itself again, with its placements.

    The name by which the host is kept stays. NotFound for a name that it does not have.
    """
    with transaction.atomic():
        host = require_host(actor, "host.split", host_id, lock=True)
        if key == host.key:
            raise Invalid(_("This is the name of the host. Change that first."))
        if not HostName.objects.filter(host=host, key=key).delete()[0]:
            raise NotFound()


def note_host(actor: Actor, *, host_id: int, text: str) -> None:
    """Note something of a host, for the coordinators of the organisation. It cannot be changed."""
    text = clean(text).strip()
    with transaction.atomic():
        host = require_host(actor, "host.note", host_id)
        if said := too_long(text, WORDS_LIMIT):
            raise Invalid(fields={"note": said})
        if not text:
            raise Invalid(fields={"note": [_("Write what you want to note.")]})
        HostNote.objects.create(host=host, text=text, written_at=timezone.now(), **signed(actor))
