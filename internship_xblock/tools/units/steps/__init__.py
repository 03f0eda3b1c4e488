"""The kinds of steps. A new kind is a module here, a template `units/steps/<name>.html`, and a line in KINDS."""

from __future__ import annotations

from .base import Kind, Step
from .checklist import Checklist
from .choose import Choose
from .commit import Commit
from .read import Read
from .rewrite import Rewrite
from .sort import Sort
from .unread import Unread
from .worksheet import Worksheet

UNREAD = Unread()
KINDS: dict[str, Kind] = {kind.name: kind for kind in (Read(), Sort(), Choose(), Checklist(), Rewrite(), Worksheet(), Commit())}


def kind_of(step: Step) -> Kind:
    return KINDS.get(step.kind, UNREAD)


__all__ = ["KINDS", "UNREAD", "Kind", "Step", "kind_of"]
