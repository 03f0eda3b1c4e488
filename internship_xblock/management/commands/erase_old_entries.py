"""`manage.py erase_old_entries`: erase the log entries whose time is over, as their logs said beforehand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ...tools.logs.retention.erasing import erase_old
from ...tools.logs.retention.period import NOTICE_DAYS


class Command(BaseCommand):
    help = (
        f"Announce the log entries whose time ends within {NOTICE_DAYS} days, and erase those whose time is over and that were "
        "announced as long ago. Says what it would do; does it with --really. Run it every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--really", action="store_true", help="Do it. Without this, nothing is changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        announced = withdrawn = erased = 0
        for tally in erase_old(timezone.localdate(), really=options["really"]):
            announced, withdrawn, erased = announced + tally.announced, withdrawn + tally.withdrawn, erased + tally.erased
            if tally.announced or tally.withdrawn or tally.erased:
                self.stdout.write(f"{tally.usage_key}: {_said(tally.announced, tally.withdrawn, tally.erased)}")
        said = f"all logs: {_said(announced, withdrawn, erased)}"
        self.stdout.write(said if options["really"] else f"Nothing was changed. With --really: {said}")


def _said(announced: int, withdrawn: int, erased: int) -> str:
    return f"{announced} announced, {withdrawn} announced no longer, {erased} erased"
