"""Forget a person wherever a table says who wrote a row: what goes is declared beside the columns (`core/authorship.py`)."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db.models import Model, Q

from .authorship import Authorship
from .tools import Leaving, Tool


def erase_authorships(person: Leaving, models: Iterable[type[Model]]) -> None:
    """Take a person's account, seats and names out of all rows that they wrote, with what goes along.

    One statement an authorship. Tables are emptied in their order: a tool names parents before what hangs on them, which is the
    order in which everybody locks.
    """
    for model in models:
        for authorship in authorships_of(model):
            model._default_manager.filter(by_leaving(person, authorship.prefix)).update(**authorship.nobody)


def authorships_of(model: type[Model]) -> tuple[Authorship, ...]:
    """Return what a model says of who wrote its rows; nothing for most that nobody signs."""
    return getattr(model, "authorships", ())


def by_leaving(person: Leaving, prefix: str = "author") -> Q:
    """Return the condition that a person who leaves wrote a row, by their account or from one of their seats."""
    seats = Q(**{f"{prefix}_seat_id__in": list(person.seat_ids)})
    return seats if person.user_id is None else seats | Q(**{f"{prefix}_id": person.user_id})


def models_of(tool: Tool) -> list[type[Model]]:
    """Return the tables of a tool, in the order in which it defines them."""
    here = f"{tool.package}."
    return [model for model in apps.get_app_config("internship_xblock").get_models() if model.__module__.startswith(here)]
