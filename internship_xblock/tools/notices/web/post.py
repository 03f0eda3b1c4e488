"""Mail for what other tools write themselves: invitations, and the codes that confirm a browser.

The placements tool, which stands below this one, says when each is sent (`links/sending.py`), and is given a `Post` when the
app is ready.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from ....core.language.addresses import mail_address
from ....openedx.letters import NotSent
from ....openedx.platform import get_platform, site_address
from .. import readers
from .letters import Written, draw_written

NO_ADDRESS = "no_address"


class Post:
    """Who sends letters. Its methods are those that the placements tool asks of it."""

    def can_send(self) -> bool:
        """Return whether letters can go out: their links need the site's own address."""
        return bool(site_address())

    def send(self, letter: Written) -> None:
        """Hand a letter to a mail server and return once it took it. Raises NotSent; of what is no address for good."""
        address = mail_address(letter.to)
        if not address:
            raise NotSent(NO_ADDRESS, is_final=True)
        with translation.override(readers.language(letter.language)):
            drawn = replace(draw_written(letter), address=address)
        get_platform().send_mail(drawn)
