"""`manage.py internship_placements`: look at placements again of which something happened, or whose day has come."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...tools.coordination import keeping


class Command(BaseCommand):
    help = (
        "Make the coordinators' list right: the placements in which something happened, and those whose day has come. Run it "
        "every night; pages do the same, some at a time. "
        "It also deletes the files of the day before. --all looks at every placement, after a restore or a repair by hand."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Look at every placement.")

    def handle(self, *args: Any, **options: Any) -> None:
        keeping.drop_old()
        if options["all"]:
            count = keeping.rebuild()
        else:
            keeping.look_again()
            count = 0
            while done := keeping.refresh():
                count += done
        self.stdout.write(f"{count} placements looked at")
