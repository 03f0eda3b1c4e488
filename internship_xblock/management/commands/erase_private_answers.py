"""`manage.py erase_private_answers`: erase what students told a few people about themselves, once its time is over."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ...tools.plans.retention import erase_private


class Command(BaseCommand):
    help = (
        "Erase the private answers in plans (adjustments, emergency contacts) whose time is over, as their consent says. Says "
        "what it would do; does it with --really. Run it every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--really", action="store_true", help="Do it. Without this, nothing is changed.")

    def handle(self, *args: Any, **options: Any) -> None:
        count = erase_private(timezone.localdate(), really=options["really"])
        said = f"{count} private answers erased"
        self.stdout.write(said if options["really"] else f"Nothing was changed. With --really: {said}")
