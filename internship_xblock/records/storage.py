"""How a section of a draft is kept: its next revision is claimed. For verbs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from ..core.actor import Actor
from ..core.authorship import signed
from ..core.revisions import claim
from .drafts import SectionView
from .models import DraftSection


def write(actor: Actor, table: type[DraftSection], key: Mapping[str, Any], saved: SectionView) -> bool:
    """Store a section, found by `key`, as the revision that it says; False where somebody else was quicker. One query.

    A section that has no row yet gets one: its author may have switched it on after the record was begun.
    """
    values: dict[str, Any] = {"data": saved.data, "changed_at": saved.changed_at, **signed(actor)}
    if saved.is_stored:
        return claim(table._default_manager.filter(**key), saved.revision - 1, **values)
    try:
        with transaction.atomic():
            table._default_manager.create(**key, revision=saved.revision, **values)
    except IntegrityError:
        return False
    return True
