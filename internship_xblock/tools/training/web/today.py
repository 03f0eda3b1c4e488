"""What the register says on Today: that one's training is due for renewal.

The units ask for it, in whose courses it was earned: their own query tells whether anything may be due, so that nobody else's
page asks the register.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.language import formats
from ....core.today import Todo, day_as_moment
from .. import api as training


def renewals(actor: Actor) -> list[Todo]:
    """Return what is to be renewed of what one earned in the actor's course, or in any where the actor has none. One query."""
    due = training.due_renewals(actor)
    return [_to_renew(one) for one in due if actor.course_key in ("", one.course_key)]


def _to_renew(one: training.Trained) -> Todo:
    """The workbook says how: it is where what one has earned is kept."""
    said = (
        _("Your training “%(level)s” is due for renewal. It is valid until %(day)s.")
        if one.is_valid
        else _("Your training “%(level)s” is due for renewal. It was valid until %(day)s.")
    )
    address = reverse("internship_xblock:workbook", kwargs={"course_key": one.course_key})
    return Todo(
        kind="training.renew", sentence=said % {"level": one.label, "day": formats.day_and_year(one.until)},
        action=_("See how to renew it"), address=f"{address}#earned", since=day_as_moment(one.renewable_from),
    )  # fmt: skip
