"""`manage.py verify_plans`: whether every frozen plan, signature and statement is there and says what it said."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...tools.plans import verification as plans
from ...tools.statements import verification as statements


class Command(BaseCommand):
    help = "Compare all frozen plans, signatures and certificates with their hashes and the record; name every break."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict, issued = plans.verify_hash_chains(), statements.verify_hash_chains()
        looked_at = (
            f"{verdict.versions} versions of {verdict.plans} plans, {verdict.signatures} signatures and "
            f"{issued.issued} certificates"
        )
        told = [*map(plans.told, verdict.breaks), *map(statements.told, issued.breaks)]
        if not told:
            self.stdout.write(f"{looked_at} are intact.")
            return
        broken = len({one.record_id for one in verdict.breaks}) + len({one.record_id for one in issued.breaks})
        said = f"{len(told)} breaks in {broken} plans and certificates, of {looked_at}:"
        raise CommandError("\n".join([said, *told]))
