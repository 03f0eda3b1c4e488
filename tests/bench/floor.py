"""The floor: what a bare Django view needs for the same rows and the same number of bytes.

A request is recorded once: which rows it read, which it wrote, how many bytes it answered. The floor is an ordinary Django
view in the same project, behind the same middleware, transaction handling and URL configuration, that

- reads exactly these rows through the ORM, with one query a table (and replays as they are the few SELECTs that ask for
  single columns instead of rows; counts and existence checks are left out, nobody reads a row by them),
- writes exactly these rows, changed ones by UPDATE and new ones by INSERT,
- renders as many bytes from one plain template, a loop over lines of 80 characters.

It checks no permission, validates nothing, keeps no history: so a ratio says what all that costs, and what we waste.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines

LINE = "Seventy-nine plain characters, which no template has any reason to escape here."
TEMPLATE = "{% for line in lines %}{{ line }}\n{% endfor %}{{ rest }}"

Rows = dict[type[models.Model], dict[Any, dict[str, Any]]]


@dataclass
class Cost:
    """What one request did: rows read by table, single columns read, rows changed and rows made, bytes answered."""

    queries: int = 0
    size: int = 0
    reads: dict[type[models.Model], set[Any]] = field(default_factory=lambda: defaultdict(set))
    columns: list[tuple[str, Any]] = field(default_factory=list)
    changed: dict[type[models.Model], list[Any]] = field(default_factory=dict)
    made: dict[type[models.Model], list[Any]] = field(default_factory=dict)


def record(request: Callable[[], HttpResponse]) -> Cost:
    """Make a request and note what it did."""
    cost = Cost()
    selects: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        verb = sql.split(None, 1)[0].upper()
        if verb in ("SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE"):
            cost.queries += 1
        if verb == "SELECT":
            selects.append((sql, params))
        return execute(sql, params, many, context)

    before = snapshot()
    with loaded_rows(cost.reads), connection.execute_wrapper(note):
        cost.size = len(request().content)
    known = {model._meta.db_table for model in cost.reads}
    for sql, params in selects:
        table = re.search(r'FROM "(\w+)"', without_inner(sql))
        if table and table[1] not in known and not re.match(r"SELECT (COUNT\(|1 AS|EXISTS)", sql):
            cost.columns.append((sql, params))
    cost.changed, cost.made = compared(before, snapshot())
    return cost


def without_inner(sql: str) -> str:
    """A statement without what stands in brackets, so that no inner SELECT is taken for it."""
    while (shorter := re.sub(r"\([^()]*\)", "", sql)) != sql:
        sql = shorter
    return sql


@contextmanager
def loaded_rows(found: dict[type[models.Model], set[Any]]) -> Iterator[None]:
    """Note every row that becomes a model instance meanwhile."""
    original = models.Model.__dict__["from_db"]

    def from_db(cls: type[models.Model], *row_and_more: Any, **options: Any) -> models.Model:  # Django 6.1 added options
        row: models.Model = original.__func__(cls, *row_and_more, **options)
        found[cls].add(row.pk)
        return row

    models.Model.from_db = classmethod(from_db)  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        models.Model.from_db = original


def snapshot() -> Rows:
    return {
        model: {row[model._meta.pk.attname]: row for row in model._base_manager.values(*columns(model))}
        for model in apps.get_models()
        if model._meta.managed and model._meta.db_table in tables()
    }


def tables() -> frozenset[str]:
    return frozenset(connection.introspection.table_names())


def columns(model: type[models.Model]) -> list[str]:
    return [column.attname for column in model._meta.concrete_fields]


def compared(before: Rows, after: Rows) -> tuple[dict[Any, list[Any]], dict[Any, list[Any]]]:
    """The keys of changed and of new rows. A row that vanished is not foreseen: nothing in the story deletes."""
    changed: dict[Any, list[Any]] = {}
    made: dict[Any, list[Any]] = {}
    for model, rows in after.items():
        if set(before[model]) - set(rows):
            raise NotImplementedError(f"a request deleted rows of {model.__name__}: teach the floor to do so too")
        changed[model] = [pk for pk, row in rows.items() if pk in before[model] and before[model][pk] != row]
        made[model] = [pk for pk in rows if pk not in before[model]]
    return {m: pks for m, pks in changed.items() if pks}, {m: pks for m, pks in made.items() if pks}


class Floor:
    """The bare view's work for one operation. `prepare` is not timed; `__call__` is the view."""

    def __init__(self, cost: Cost, signed_in: Any) -> None:
        self.template = engines["django"].from_string(TEMPLATE)
        self.reads = {model: list(pks) for model, pks in cost.reads.items()}
        user = type(signed_in)
        if user in self.reads:  # the middleware reads who is signed in, for us and for the floor alike
            self.reads[user] = [pk for pk in self.reads[user] if pk != signed_in.pk]
        self.columns = cost.columns
        self.changed, self.made = cost.changed, cost.made
        count, rest = divmod(cost.size, len(LINE) + 1)
        self.context = {"lines": [LINE] * count, "rest": LINE[:rest]}
        self.updates: list[tuple[type[models.Model], Any, dict[str, Any]]] = []
        self.inserts: list[models.Model] = []

    def prepare(self) -> None:
        """Take up the present content of the rows to write, and make room for the new ones."""
        self.updates = [
            (model, row.pop(model._meta.pk.attname), row)
            for model, pks in self.changed.items()
            for row in model._base_manager.filter(pk__in=pks).values(*columns(model))
        ]
        self.inserts = [
            model(**row)
            for model, pks in self.made.items()
            for row in model._base_manager.filter(pk__in=pks).values(*columns(model))
        ]
        for model, pks in self.made.items():
            model._base_manager.filter(pk__in=pks).delete()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for model, pks in self.reads.items():
            list(model._base_manager.filter(pk__in=pks))
        if self.columns:
            with connection.cursor() as cursor:
                for sql, params in self.columns:
                    cursor.execute(sql, params)
                    cursor.fetchall()
        for model, pk, values in self.updates:
            model._base_manager.filter(pk=pk).update(**values)
        for row in self.inserts:
            row.save(force_insert=True)
        return HttpResponse(self.template.render(self.context))
