"""`manage.py internship_notices`: send what people are to be told, and remind them of days that are near."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...tools.hosts.web.running import remind
from ...tools.notices.web.running import run


class Command(BaseCommand):
    help = (
        "Send the letters with personal links that wait, the notices that are due, and the reminders of the day; delete "
        "notices that are old (INTERNSHIP_NOTICE_DAYS). Run it every five minutes; several at once do no harm."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=240, help="Stop after so long; the next run goes on.")

    def handle(self, *args: Any, **options: Any) -> None:
        tally = run(options["seconds"])
        hosts = remind()
        self.stdout.write(
            f"{tally.mails} mails with {tally.sent} notices, {tally.skipped} not needed any more, {tally.postponed} for later, "
            f"{tally.failed} not taken by the mail server; "
            f"{tally.letters} letters with links, {tally.letters_failed} not taken by the mail server; {hosts} hosts reminded"
        )
