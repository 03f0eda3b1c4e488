"""The list of hosts, and one host. Verbs of this tool's api."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.utils import timezone

from ...core import permissions
from ...core.actor import Actor
from ...core.courses import org_of
from ...core.errors import BadRequest
from ...core.language.text import NAME_LIMIT, clean_line, squeezed
from ...core.permissions import Role
from ..coordination import api as coordination
from ..coordination.api import HostCounts, Line
from ..training import api as training
from .models import Host, HostName, PlaceRequest
from .requests.counting import is_open
from .requests.reading import views_of
from .rules import TOGETHER_LIMIT, Details
from .storage import require_host, require_org
from .values import HostList, HostMentor, HostRow, HostView, Note, Spelling

PAGE_SIZE = 50
NOTES_SHOWN = 100
REQUESTS_SHOWN = 50
_CURSOR = re.compile(r"([0-9a-f]{24})\.(.+)", re.DOTALL)


def list_hosts(
    actor: Actor, *, course_key: str, also: Sequence[Actor] = (), search: str = "", after: str = "", limit: int = PAGE_SIZE
) -> HostList:
    """Return a page of the hosts of a course's organisation, by name: those kept, and those that placements name.

    The placements are those of the course, and of the courses of `also`, the same person elsewhere. `search` finds
    a part of a name. Four queries however many there are, and some where something happened in the course since it was looked
    at last.
    """
    org = require_org(actor, "host.list", course_key)
    is_behind = coordination.catch_up(actor, course_key=course_key)
    here = _of_org(org, also)
    search = squeezed(clean_line(search))
    if len(search) > NAME_LIMIT:
        raise BadRequest()
    found = list(_names(actor, course_key, here, search, after)[: limit + 1])
    rows = _rows(actor, course_key, here, found[:limit])
    return HostList(rows, f"{rows[-1].key}.{rows[-1].name}" if len(found) > limit else "", is_behind)


def all_hosts(actor: Actor, *, course_key: str, also: Sequence[Actor] = (), search: str = "") -> Iterator[HostRow]:
    """Return all that the list has, in its order: for a file. Three queries for each 500."""
    require_org(actor, "host.list", course_key)
    return _all(actor, course_key, also, search)


def _all(actor: Actor, course_key: str, also: Sequence[Actor], search: str) -> Iterator[HostRow]:
    after = ""
    while True:
        page = list_hosts(actor, course_key=course_key, also=also, search=search, after=after, limit=500)
        yield from page.rows
        after = page.after
        if not after:
            return


def find_host(actor: Actor, *, course_key: str, name: str) -> int:
    """Return the number of the host of this name, in whichever spelling; 0 where nobody keeps it. One query."""
    org = require_org(actor, "host.list", course_key)
    found = HostName.objects.filter(org=org, key=coordination.host_key(name)).values_list("host_id", flat=True).first()
    return found or 0


def get_host(actor: Actor, *, host_id: int, also: Sequence[Actor] = ()) -> HostView:
    """Return a host with all that its coordinators see: its placements are those of the courses in which the actor is staff.

    A dozen queries, of however many placements.
    """
    host = require_host(actor, "host.open", host_id)
    here = _of_org(host.org, also)
    names = list(host.names.order_by("name").values_list("key", "name"))
    keys = [key for key, _name in names]
    lines = coordination.placements_of_host(actor, course_key=actor.course_key, keys=keys, also=here)
    courses = permissions.courses_staffed(actor, actor.course_key, here, "host.open")
    notes = host.notes.order_by("-written_at", "-pk")[:NOTES_SHOWN]
    asked = PlaceRequest.objects.filter(host=host, course_key__in=courses).order_by("-pk")[:REQUESTS_SHOWN]
    counts = coordination.count_by_host(actor, course_key=actor.course_key, keys=keys, also=here)
    return HostView(
        id=host.pk, details=details_of(host), revision=host.revision, changed_by=host.author_name,
        changed_at=host.changed_at, spellings=tuple(Spelling(key, name, key == host.key) for key, name in names),
        notes=tuple(Note(one.text, one.author_name, one.written_at) for one in notes),
        requests=tuple(views_of(asked, host=host)), lines=lines, mentors=_mentors(actor, lines), counts=_sum(counts.values()),
    )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A host that is to be asked, and where its letter would go, "" for nowhere."""

    id: int
    name: str
    address: str


def choose_hosts(actor: Actor, *, course_key: str, host_ids: Collection[int]) -> list[Choice]:
    """Return those of these hosts that are the organisation's, by name. One query."""
    org = require_org(actor, "host.list", course_key)
    rows = Host.objects.filter(org=org, pk__in=sorted(set(host_ids))[:TOGETHER_LIMIT]).order_by("name")
    return [Choice(*row) for row in rows.values_list("pk", "name", "contact_email")]


def see_named(actor: Actor, *, course_key: str, name: str, also: Sequence[Actor] = ()) -> HostCounts:
    """Return how many placements a host has that nobody keeps, by its name. One query."""
    org = require_org(actor, "host.list", course_key)
    key = coordination.host_key(name)
    return coordination.count_by_host(actor, course_key=course_key, keys=[key], also=_of_org(org, also)).get(key, HostCounts())


def details_of(host: Host) -> Details:
    """Return what coordinators say of a host."""
    return Details(**{name: getattr(host, name) for name in Details.__dataclass_fields__})


def _of_org(org: str, also: Sequence[Actor]) -> list[Actor]:
    """The courses of the same organisation."""
    return [one for one in also if org_of(one.course_key) == org]


def _names(actor: Actor, course_key: str, also: Sequence[Actor], search: str, after: str) -> QuerySet[Any, Any]:
    """Select (name, key, number) of each host, after a cursor, by name: the database puts both kinds in one order."""
    org = org_of(course_key)
    kept = Host.objects.order_by().filter(org=org)  # its `key` is that of its name
    if search:
        kept = kept.filter(pk__in=HostName.objects.filter(org=org, name__icontains=search).values("host_id"))
    known = HostName.objects.order_by().filter(org=org).values("key")
    named = coordination.hosts_named(actor, course_key=course_key, also=also, search=search).exclude(host_key__in=known)
    if after:
        cursor = _CURSOR.fullmatch(after)
        if cursor is None:
            raise BadRequest()
        kept = kept.filter(_beyond("key", *cursor.groups()))
        named = named.filter(_beyond("host_key", *cursor.groups()))
    mine = kept.values_list("name", "key", "pk")
    others = named.annotate(no_host=Value(0)).values_list("name", "host_key", "no_host")
    return mine.union(others, all=True).order_by("name", "key")  # by the columns of the first


def _beyond(column: str, key: str, name: str) -> Q:
    return Q(name__gt=name) | Q(name=name, **{f"{column}__gt": key})


def _rows(actor: Actor, course_key: str, also: Sequence[Actor], found: Sequence[tuple[str, str, int]]) -> list[HostRow]:
    """These hosts with their numbers. Three queries."""
    ids = [pk for _name, _key, pk in found if pk]
    spelt: dict[int, list[str]] = {}
    for host_id, key in HostName.objects.filter(host__in=ids).values_list("host_id", "key"):
        spelt.setdefault(host_id, []).append(key)
    counts = coordination.count_by_host(
        actor,
        course_key=course_key,
        keys={key for _name, key, _pk in found} | {key for keys in spelt.values() for key in keys},
        also=also,
    )
    courses = permissions.courses_staffed(actor, course_key, also, "host.list")
    waits = Count("requests", filter=Q(requests__course_key__in=courses) & is_open("requests__"))
    hosts = Host.objects.filter(pk__in=ids).annotate(waits=waits).values_list("pk", "agreement_until", "waits")
    more = {pk: rest for pk, *rest in hosts}
    rows = []
    for name, key, pk in found:
        numbers = _sum(counts[one] for one in spelt.get(pk, [key]) if one in counts)
        rows.append(HostRow(pk, name, key, numbers, *more.get(pk, (None, 0))))
    return rows


def _sum(counts: Iterable[HostCounts]) -> HostCounts:
    total = HostCounts()
    for one in counts:
        total = HostCounts(*(a + b for a, b in zip(_numbers(total), _numbers(one), strict=True)))
    return total


def _numbers(counts: HostCounts) -> tuple[int, ...]:
    return counts.now, counts.coming, counts.ended, counts.undated, counts.untrained


def _mentors(actor: Actor, lines: Sequence[Line]) -> list[HostMentor]:
    """Who mentors there, those of now first, each once: an account by its number, others by their name. One query."""
    today = timezone.localdate()
    trained = training.of_several(actor, course_key=actor.course_key, views=[line.view for line in lines])
    found: dict[Any, HostMentor] = {}
    for line in lines:
        is_current = line.last_day is None or line.last_day >= today
        for party in line.view.parties:
            if party.role != Role.MENTOR or not party.name:
                continue
            who = party.user_id or squeezed(party.name).casefold()
            before = found.get(who)
            is_now = is_current or (before is not None and before.is_current)
            found[who] = HostMentor(before.name if before else party.name, trained.get(party.user_id or 0), is_now)
    return sorted(found.values(), key=lambda one: (not one.is_current, one.name.casefold()))
