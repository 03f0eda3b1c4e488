"""`manage.py verify_plans`: whether every frozen plan, and every certificate, still says what it said."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...tools.plans.chains import verify


class Command(BaseCommand):
    help = "Verify the hashes of all frozen plans and certificates; name the first broken one and end with an error."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        broken = verdict.first_break
        if broken is not None and broken.what == "certificate":
            raise CommandError(
                f"Plan {broken.plan_id}, certificate {broken.number}: {broken.reason}. All {verdict.versions} versions and "
                f"{verdict.certificates - 1} certificates before it are intact; those after it were not looked at."
            )
        if broken is not None:
            raise CommandError(
                f"Plan {broken.plan_id}, version {broken.number}: {broken.reason}. "
                f"{verdict.versions - 1} versions before it are intact; those after it were not looked at."
            )
        said = f"{verdict.versions} versions of {verdict.plans} plans and {verdict.certificates} certificates are intact."
        self.stdout.write(said)
