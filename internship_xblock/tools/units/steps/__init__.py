"""The kinds of steps. A new one: a module here, a template `units/steps/<name>.html`, a line in KINDS, and `make schemas`."""

from __future__ import annotations

from .base import Kind, Step
from .checklist import Checklist
from .choose import Choose
from .commit import Commit
from .read import Read
from .rewrite import Rewrite
from .scenario import Scenario
from .sort import Sort
from .unread import Unread
from .worksheet import Worksheet

UNREAD = Unread()
KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Read(), Sort(), Choose(), Scenario(), Checklist(), Rewrite(), Worksheet(), Commit())
}
# The elements of OLX whose text is Markdown: the steps themselves, and the parts and rows that say so.
MARKDOWN: frozenset[str] = frozenset(KINDS) | {
    part.name for kind in KINDS.values() for part in kind.parts if part.is_element and part.type == "markdown"
} | {
    group.tag for kind in KINDS.values() for group in kind.rows for part in group.parts
    if (part.name, part.type) == ("text", "markdown")
}  # fmt: skip


def kind_of(step: Step) -> Kind:
    return KINDS.get(step.kind, UNREAD)


__all__ = ["KINDS", "MARKDOWN", "UNREAD", "Kind", "Step", "kind_of"]
