"""Making one's own what stands in a plan from the example or from elsewhere."""

from __future__ import annotations

from .....core.actor import Actor
from .....ui.action import Data, Reply, action
from . import typed as typed_rows
from .activity import SECTION_BYTES, SectionsActivity


class OriginsActivity(SectionsActivity):
    """Making one's own what was filled in."""

    @action(limit=SECTION_BYTES)
    def make_ours(self, actor: Actor, data: Data) -> Reply:
        """Keep what is typed, and say of one row, or with an empty `uid` of all, that it is ours as it stands."""
        section = self.section_of(data)
        typed = typed_rows.read(section, data)
        every = [row["uid"] for row in typed] if section.has_rows else [field.name for field in section.fields]
        ours = [data.get("uid", "")] if data.get("uid") else every
        return self._answer(self._change(actor, data, section, typed, ours=ours), section, pressed=data.get("uid", ""))
