"""One's own log to take along: which entries, and the entries themselves with what others said about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...core import permissions
from ...core.actor import Actor
from ...core.authorship import by
from ...core.errors import Invalid, NotFound
from ...core.permissions import Role
from ..placements import api as placements
from ..placements.api import PlacementView
from .models import Entry, Sharing
from .readers import views
from .validation import WordsForm, checked
from .values import EntryView

COMMENTS, SENSITIVE, PRIVATE = "comments", "sensitive", "private"
_NO_DAY = {"invalid": gettext_lazy("Enter a day, for example 2026-09-21, or leave it empty.")}


class ChoiceForm(WordsForm):
    """Which days, and what to leave out. Empty it means everything."""

    since = forms.DateField(
        label=gettext_lazy("From"), required=False, input_formats=["%Y-%m-%d"], error_messages=_NO_DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("To"), required=False, input_formats=["%Y-%m-%d"], error_messages=_NO_DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    without = forms.MultipleChoiceField(
        label=gettext_lazy("Leave out"), required=False,
        choices=[
            (COMMENTS, gettext_lazy("What others and I said about the entries")),
            (SENSITIVE, gettext_lazy("Entries marked as company-sensitive")),
            (PRIVATE, gettext_lazy("Entries that only I can read")),
        ],
        error_messages={"invalid_choice": gettext_lazy("Choose from what is offered here.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ix-choices"}),
    )  # fmt: skip

    def choice(self) -> Choice:
        """Return what was chosen; Invalid where a day is none."""
        values = checked(self)
        return Choice(values["since"], values["until"], frozenset(values["without"]))


@dataclass(frozen=True)
class Choice:
    """What somebody chose: days from `since` to `until`, both included and None where open; `without` are parts of the form."""

    since: date | None = None
    until: date | None = None
    without: frozenset[str] = frozenset()

    @property
    def query(self) -> str:
        """As the address of a document says it."""
        pairs = [(name, day.isoformat()) for name, day in (("since", self.since), ("until", self.until)) if day]
        return urlencode(pairs + [("without", name) for name in sorted(self.without)])


@dataclass(frozen=True)
class Taken:
    """Entries of one author in one log, the first day first."""

    placement: PlacementView
    author_name: str
    choice: Choice
    entries: tuple[EntryView, ...]


@dataclass(frozen=True)
class Offer:
    """What a choice comes to: how many entries from which day to which, and how many of them need a thought before one
    hands them on."""

    choice: Choice
    entries: int = 0
    first: date | None = None
    last: date | None = None
    sensitive: int = 0
    private: int = 0


def describe_choice(actor: Actor, place: PlacementView, usage_key: str, choice: Choice) -> Offer:
    """Count what `take` would take. One query, or two where nothing is left of the log."""
    own = _own(actor, place, usage_key, choice)
    row = _chosen(own, choice).aggregate(
        entries=Count("pk"), first=Min("date"), last=Max("date"), sensitive=Count("pk", filter=Q(is_sensitive=True)),
        private=Count("pk", filter=Q(sharing=Sharing.PRIVATE)),
    )  # fmt: skip
    _require(actor, place, own, bool(row["entries"]))
    return Offer(choice, **row)


def select_for_export(actor: Actor, place: PlacementView, usage_key: str, choice: Choice) -> Taken:
    """Return the chosen entries with their dialogue and earlier texts. Three queries, however long the log."""
    own = _own(actor, place, usage_key, choice)
    rows = list(_chosen(own, choice).order_by("date", "pk"))
    views.with_dialogue(rows)
    _require(actor, place, own, bool(rows))
    parts = ("earlier",) if COMMENTS in choice.without else ("comments", "earlier")
    seat = next((party.name for party in place.parties if party.is_of(actor)), "")
    name = seat or (rows[-1].author_name if rows else "") or actor.name
    return Taken(place, name, choice, tuple(views.view(actor, place, row, parts=parts) for row in rows))


def require_export(actor: Actor, placement: int | PlacementView) -> PlacementView:
    """The placement, for whoever is in it. Who looks as somebody else is told at once that this is not theirs."""
    if actor.masquerading:
        permissions.require(actor, "log.take_along", frozenset())
    return placements.require(actor, "placement.open", placement)


def _own(actor: Actor, place: PlacementView, usage_key: str, choice: Choice) -> QuerySet[Entry]:
    if choice.since and choice.until and choice.until < choice.since:
        raise Invalid(fields={"until": [_("The last day is before the first day.")]})
    return Entry.objects.filter(by(actor), placement_id=place.id, usage_key=usage_key, erased_at=None)


def _require(actor: Actor, place: PlacementView, own: QuerySet[Entry], has_some: bool) -> None:
    """An author is who has written here, whatever of it was chosen."""
    if not (has_some or own.exists()):
        raise NotFound(_("You have not written anything in this log yet, so there is nothing to download."))
    permissions.require(actor, "log.take_along", place.roles | {Role.AUTHOR})


def _chosen(own: QuerySet[Entry], choice: Choice) -> QuerySet[Entry]:
    if choice.since:
        own = own.filter(date__gte=choice.since)
    if choice.until:
        own = own.filter(date__lte=choice.until)
    if SENSITIVE in choice.without:
        own = own.filter(is_sensitive=False)
    return own.exclude(sharing=Sharing.PRIVATE) if PRIVATE in choice.without else own
