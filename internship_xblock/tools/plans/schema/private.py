"""What a plan asks that not everybody in it reads, and what the plan itself says of it: that it is agreed, and since when."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ....core.language.text import LINE_LIMIT
from ....core.permissions import Role
from ....records.schema import Field, Section
from .sections import ANSWER_LIMIT

_READERS = (Role.MENTOR, Role.SUPERVISOR, Role.LEADER)
PRIVATE: tuple[Field, ...] = (
    Field(
        "adjustments",
        _("Adjustments that are needed"),
        "text",
        limit=ANSWER_LIMIT,
        readers=_READERS,
        consent=_(
            "I want the people I have chosen to read this, so that they can arrange it. Nobody else reads it. The plan says "
            "that it is agreed, and on which day. It is erased 90 days after my last day, and I can withdraw it at any time."
        ),
        keep_days=90,
    ),
    Field(
        "emergency",
        _("Whom to call in an emergency"),
        "text",
        limit=LINE_LIMIT,
        readers=_READERS,
        consent=_(
            "I want the people I have chosen to read this and to call this number if something happens to me. The person I "
            "name knows about it. It is erased 30 days after my last day, and I can withdraw it at any time."
        ),
        keep_days=30,
    ),
)
PRIVATE_BY_NAME = {field.name: field for field in PRIVATE}
# Not asked: the day on which each was agreed.
SEPARATELY = Section(
    name="separately",
    title=_("Agreed separately"),
    intro="",
    fields=(
        Field("adjustments", _("Adjustments that are needed: agreed separately on"), "date"),
        Field("emergency", _("Whom to call in an emergency: agreed separately on"), "date"),
    ),
)
