"""Mail for what other tools write themselves: invitations, and the codes that confirm a browser.

They are sent while somebody waits, for their code is stored nowhere: whoever asked is told whether a server took it. The
placements tool, which stands below this one, is given a `Post` when the app is ready.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils import translation

from ....core.language.addresses import mail_address
from ....openedx.letters import NotSent
from ....openedx.platform import get_platform, site_address
from .. import readers
from .letters import Written, draw_written


class Post:
    """Who sends letters. Its methods are those that the placements tool asks of it."""

    def can_send(self) -> bool:
        """Return whether letters can go out: their links need the site's own address."""
        return bool(site_address())

    def send(self, letter: Written) -> bool:
        """Hand a letter to a mail server and return whether it took it. One that is no address, or is not taken, is False."""
        address = mail_address(letter.to)
        if not address or not self.can_send():
            return False
        with translation.override(readers.language(letter.language)):
            drawn = replace(draw_written(letter), address=address)
        try:
            get_platform().send_mail(drawn)
        except NotSent:
            return False
        return True
