"""All that a person has in our tables, for them to take along (GDPR, articles 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import ForeignKey, Model, Q

from .actor import Actor
from .authorship import by
from .retirement import authorships_of, models_of
from .tools import every

Rows = list[dict[str, Any]]
# What guards a row and says nothing to a person; and frozen texts, which others are named in: they are had as documents.
_LEFT_OUT = frozenset({"salt", "canonical", "people", "code_hash", "address"})


def own_rows(actor: Actor) -> Mapping[str, Mapping[str, Rows]]:
    """Return the rows that are the actor's, in all courses: tool -> table -> rows, the oldest first.

    A row is theirs that they wrote, also from a seat that is theirs by now (the first authorship of the table: who settled or
    answered it wrote none of it), or that a column in its `belongs_to` ties to their account, or one in its `belongs_to_seats`
    to the seat from which they act. Where several write in one row, its table has `own_part`, which takes the row and the actor
    and returns what of it is theirs, {} for nothing. At most one query for a table.
    """
    found: dict[str, dict[str, Rows]] = {}
    for tool in every():
        tables = {model._meta.model_name or "": _rows(actor, model) for model in models_of(tool)}
        if kept := {name: rows for name, rows in tables.items() if rows}:
            found[tool.name] = kept
    return found


def own_papers(actor: Actor) -> Iterator[tuple[str, bytes]]:
    """Yield the files of what was issued about the actor, in all courses: what they are called, with their tool's folder."""
    for tool in every():
        for name, content in tool.load(tool.papers)(actor) if tool.papers else ():
            yield f"{tool.name}/{name}", content


def _rows(actor: Actor, model: type[Model]) -> Rows:
    is_confided = getattr(model, "is_confided", False)
    if is_confided and not actor.is_confidant:
        return []
    own = [by(actor, one.prefix) for one in authorships_of(model)[:1]]
    if actor.is_guest:
        own += [_tied(model, name, actor.seat_id) for name in getattr(model, "belongs_to_seats", ())]
    else:
        if not is_confided:  # what a seat still has of that was not moved on purpose, as it was joined from a strange browser
            own += [Q(**{f"{one.prefix}_seat__user_id": actor.account}) for one in authorships_of(model)[:1]]
        own += [_tied(model, name, actor.account) for name in getattr(model, "belongs_to", ())]
    if not own:
        return []
    condition = own[0]
    for one in own[1:]:
        condition |= one
    rows = model._default_manager.filter(condition).order_by("pk").values(*_columns(model))
    own_part = getattr(model, "own_part", None)
    return list(rows) if own_part is None else [part for row in rows if (part := own_part(row, actor))]


def _tied(model: type[Model], name: str, who: int | None) -> Q:
    """The condition that a column, of the table or of one that it hangs on, is the account, or the seat; no row twice by it."""
    tied = Q(**{name: who})
    return Q(pk__in=model._default_manager.filter(tied).values("pk")) if "__" in name else tied


def _columns(model: type[Model]) -> list[str]:
    """The columns that say something to a person: no hashes, and nobody's account or seat."""
    signed = {f"{one.prefix}{end}" for one in authorships_of(model) for end in ("", "_seat")}
    hidden = signed | _LEFT_OUT | set(getattr(model, "belongs_to", ()))
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in hidden and not field.name.endswith("sha256") and not _is_account(field)
    ]


def _is_account(field: Any) -> bool:
    return isinstance(field, ForeignKey) and field.related_model._meta.app_label != "internship_xblock"
