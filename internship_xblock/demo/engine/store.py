"""Where the fields of blocks live: what an author wrote in the OLX stays in memory, everything else in one table."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django.db import connection
from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope, UserScope
from xblock.runtime import KeyValueStore

from ..models import FieldState

Key: TypeAlias = Any  # KeyValueStore.Key, which has no types
EVERYBODY = 0
# A block has them from what it stands in.
INHERITED = frozenset({"due", "start", "graceperiod", "show_correctness", "graded", "format"})


class Store(KeyValueStore):
    """The fields as one person sees them in one request.

    Reads what is stored about a block with one query, whatever its fields; `load` reads a whole unit's with one. Writes all
    changed fields of a block with one statement that adds or replaces. What an author changed in Studio is stored over the
    OLX. Outside Studio authored fields refuse to change, with the LMS's own error.
    """

    def __init__(self, authored: Mapping[Key, Any], parents: Mapping[Any, Any], user_id: int, in_studio: bool) -> None:
        self.authored = authored
        self.parents = parents
        self.user_id = user_id
        self.in_studio = in_studio
        self.stored: dict[str, dict[tuple[str, int, str], Any]] = {}

    def load(self, usage_keys: Iterable[Any]) -> None:
        """Read everything stored about these blocks, at once."""
        wanted = {str(key) for key in usage_keys} - self.stored.keys()
        if not wanted:
            return
        for scope_id in wanted:
            self.stored[scope_id] = {}
        for row in FieldState.objects.filter(scope_id__in=wanted, user__in=(EVERYBODY, self.user_id)):
            self.stored[row.scope_id][row.scope, row.user, row.field] = json.loads(row.value)

    def get(self, key: Key) -> Any:
        found = self._stored(key)
        name = _name(key)
        if name in found:
            return copy.deepcopy(found[name])
        return copy.deepcopy(self.authored[key])  # a block may change what it is given

    def has(self, key: Key) -> bool:
        return _name(key) in self._stored(key) or key in self.authored

    def default(self, key: Key) -> Any:
        if key.field_name in INHERITED and key.scope == Scope.settings:
            place = self.parents.get(key.block_scope_id)
            while place is not None:
                above = key._replace(block_scope_id=place)
                if above in self.authored:
                    return copy.deepcopy(self.authored[above])
                place = self.parents.get(place)
        raise KeyError(key.field_name)  # so the field's own default counts

    def set(self, key: Key, value: Any) -> None:
        self.set_many({key: value})

    def set_many(self, update_dict: Mapping[Key, Any]) -> None:
        rows = []
        for key, value in update_dict.items():
            self._may_write(key)
            scope, user, field = _name(key)
            rows.append(FieldState(scope=scope, scope_id=_place(key), user=user, field=field, value=json.dumps(value)))
        target = ["scope_id", "user", "scope", "field"] if connection.features.supports_update_conflicts_with_target else None
        FieldState.objects.bulk_create(rows, update_conflicts=True, unique_fields=target, update_fields=["value"])
        for key, value in update_dict.items():
            self._stored(key)[_name(key)] = copy.deepcopy(value)

    def delete(self, key: Key) -> None:
        self._may_write(key)
        scope, user, field = _name(key)
        if self._stored(key).pop((scope, user, field), None) is None:
            raise KeyError(field)
        FieldState.objects.filter(scope=scope, scope_id=_place(key), user=user, field=field).delete()

    def _stored(self, key: Key) -> dict[tuple[str, int, str], Any]:
        place = _place(key)
        if place not in self.stored:
            self.load([place])
        return self.stored[place]

    def _may_write(self, key: Key) -> None:
        tree = key.scope in (Scope.children, Scope.parent)
        authored = key.scope.user == UserScope.NONE
        if tree or (authored and not self.in_studio):
            raise InvalidScopeError(key.scope)


def _place(key: Key) -> str:
    """The block, the kind of block, or nothing, that a field belongs to."""
    return "" if key.block_scope_id is None else str(key.block_scope_id)


def _name(key: Key) -> tuple[str, int, str]:
    return (key.scope.name or f"{key.scope.user}.{key.scope.block}", key.user_id or EVERYBODY, key.field_name)
