"""The log as a teaching copy: sample entries to comment on, each with a model comment to compare with."""

from __future__ import annotations

from typing import Any

from ....core.actor import Actor
from ....core.language.text import whole_number
from ....ui.action import Data, Reply, action
from ....ui.refusals import at_fields
from .. import api as logs
from ..practice.samples import COMMENT, LABELS, ChangeForm, Practice, Sample
from ..validation import AnswerForm
from .base import LogBase
from .entries.card import Card


def prefix_of(sample: Sample) -> str:
    """Begins the names of a sample's fields, which stay the same, so that kept text finds back."""
    return f"p-{sample.id}"


class TeachingActivity(LogBase):
    """What learners see instead of a log where it is a teaching copy."""

    def show_samples(self, actor: Actor) -> str:
        found = logs.see_samples(actor, samples=self.settings.samples, usage_key=self.usage_id)
        items = [self._item(actor, practice, number) for number, practice in enumerate(found, start=1)]
        return self.html("logs/teaching.html", items=items, is_read_only=not actor.is_known or actor.masquerading)

    @action()
    def keep_practice(self, actor: Actor, data: Data) -> Reply:
        """The draft keeper's save."""
        after = self._after(actor, logs.keep_practice, data)
        return Reply("", {"X-Internship-Revision": str(after.revision)})

    @action()
    def compare_practice(self, actor: Actor, data: Data) -> str:
        """Send the comment, and see the model beside it."""
        return self._again(actor, self._after(actor, logs.compare_practice, data))

    @action()
    def finish_practice(self, actor: Actor, data: Data) -> str:
        """Keep what one would change now."""
        return self._again(actor, self._after(actor, logs.finish_practice, data))

    # -- inside -------------------------------------------------------------------------------------------------

    def _after(self, actor: Actor, verb: Any, data: Data) -> Practice:
        samples, sample_id = self.settings.samples, data.get("sample", "")
        prefix = f"p-{sample_id}"
        texts = {name: data[f"{prefix}-{name}"] for name in LABELS if f"{prefix}-{name}" in data}
        with at_fields(prefix):
            return verb(
                actor, samples=samples, usage_key=self.usage_id, sample_id=sample_id, texts=texts,
                revision=whole_number(data.get("revision", "0")),
            )  # fmt: skip

    def _again(self, actor: Actor, after: Practice) -> str:
        complete = [sample for sample in self.settings.samples if sample.is_complete]
        number = [sample.id for sample in complete].index(after.sample.id) + 1
        return self.html(
            "logs/macros/practice.html#practice_panel",
            item=self._item(actor, after, number),
            has_focus=True,
            is_read_only=False,
        )

    def _item(self, actor: Actor, practice: Practice, number: int) -> dict[str, Any]:
        form_class = ChangeForm if practice.is_sent else AnswerForm
        form = form_class(initial=dict(practice.typed), auto_id=f"{self.html_id}-%s", prefix=prefix_of(practice.sample))
        return {
            "practice": practice, "fields": [form[name] for name in (("change",) if practice.is_sent else COMMENT)],
            "card": Card(practice.sample.entry(number, self.rules.suggested)),
            "number": str(number), "own": practice.own(actor.name), "model": practice.sample.model_comment(),
            "dom": f"{self.html_id}-p-{practice.sample.id}",
        }  # fmt: skip
