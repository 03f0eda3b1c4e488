"""Call what was stored of attempts by that word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

AT_A_TIME = 1_000


def rename(apps: Any, _schema_editor: Any) -> None:
    """Rename `tries` beside an answer, and `round` of a pool."""
    answers = apps.get_model("internship_xblock", "StepAnswer").objects.filter(answer__has_key="tries")
    for row in _each(answers.only("pk", "answer")):
        row.answer["attempts"] = row.answer.pop("tries")
        row.save(update_fields=["answer"])
    records = apps.get_model("internship_xblock", "UnitRecord").objects.exclude(pools={})
    for row in _each(records.only("pk", "pools")):
        for pool in row.pools.values():
            if "round" in pool:
                pool["attempt"] = pool.pop("round")
        row.save(update_fields=["pools"])


def _each(rows: Any) -> Iterator[Any]:
    yield from rows.order_by("pk").iterator(chunk_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("internship_xblock", "0009_submitted")]
    operations = [
        migrations.RunPython(rename, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="unitrecord",
            name="pools",
            field=models.JSONField(
                blank=True, default=dict, help_text="By the pool: which attempt it is, and the best share so far."
            ),
        ),
    ]
