"""`manage.py verify_plans`: whether every frozen plan, signature and certificate is there and says what it said."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...tools.plans.verification import told, verify_hash_chains


class Command(BaseCommand):
    help = "Compare all frozen plans, signatures and certificates with their hashes and the record; name every break."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_hash_chains()
        looked_at = (
            f"{verdict.versions} versions of {verdict.plans} plans, {verdict.signatures} signatures and "
            f"{verdict.certificates} certificates"
        )
        if not verdict.breaks:
            self.stdout.write(f"{looked_at} are intact.")
            return
        plans = len({one.record_id for one in verdict.breaks})
        said = f"{len(verdict.breaks)} breaks in {plans} plans, of {looked_at}:"
        raise CommandError("\n".join([said, *map(told, verdict.breaks)]))
