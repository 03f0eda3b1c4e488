"""What an author may say of personal links."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .....core.language.numbers import WholeNumberField
from ...api import INVITATION_DAYS


def link_days_field() -> WholeNumberField:
    """Return the question how long personal links work, for the settings of a block in a placement."""
    return WholeNumberField(
        label=_("Personal links work this many days after the last period"), required=False, min_value=1,
        max_value=INVITATION_DAYS, initial=INVITATION_DAYS,
        help_text=_("Without periods, this many days from the day they are made. 60 at most."),
    )  # fmt: skip
