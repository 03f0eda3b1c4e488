"""`manage.py verify_plans`: whether every frozen plan still says what was handed in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...tools.plans.chains import verify


class Command(BaseCommand):
    help = "Verify the hash chains of all frozen plans; name the first broken one and end with an error."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        broken = verdict.first_break
        if broken is not None:
            raise CommandError(
                f"Plan {broken.plan_id}, version {broken.number}: {broken.reason}. "
                f"{verdict.versions - 1} versions before it are intact; those after it were not looked at."
            )
        self.stdout.write(f"{verdict.versions} versions of {verdict.plans} plans are intact.")
