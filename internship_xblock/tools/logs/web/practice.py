"""The log as a teaching copy: sample entries to comment on, each with a model comment to compare with."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from lxml import etree
from xblock.fields import Boolean, List, Scope

from ....core.actor import Actor
from ....core.text import whole_number
from ....ui.block import Reply, action
from ....ui.olx import Codec, Row
from ....ui.refusals import at_fields
from .. import api as logs
from ..forget import forget_practice
from ..practice.samples import COMMENT, LABELS, ChangeForm, Practice, Sample, parse_samples
from ..validation import AnswerForm
from .card import Card
from .practice_studio import TeachingStudio

Data = MultiValueDict[str, str]
_ATTRIBUTES = ("id", "who", "hours", "level")
_PARTS = ("next_step", *COMMENT)


def _read_sample(node: etree._Element) -> Row:
    row: Row = {name: node.get(name, "") for name in _ATTRIBUTES}
    row |= {name: node.findtext(name) or "" for name in _PARTS}
    row["texts"] = {text.get("prompt", ""): text.text or "" for text in node.findall("text")}
    return row


def _write_sample(row: Row) -> etree._Element:
    (sample,) = parse_samples([row]) or (Sample("sample-1"),)
    node = etree.Element("sample", {name: getattr(sample, name) for name in _ATTRIBUTES if getattr(sample, name)})
    for prompt, text in sample.texts.items():
        if text:
            etree.SubElement(node, "text", prompt=prompt).text = text
    for name in _PARTS:
        if getattr(sample, name):
            etree.SubElement(node, name).text = getattr(sample, name)
    return node


SAMPLES = Codec(frozenset({"sample"}), _read_sample, _write_sample)


def prefix_of(sample: Sample) -> str:
    """Begins the names of a sample's fields, which stay the same, so that kept text finds back."""
    return f"p-{sample.id}"


class TeachingMixin(TeachingStudio):
    """Mixed into LogBlock. Where `teaching` is on, this is what learners see instead of a log."""

    teaching = Boolean(default=False, scope=Scope.settings, help="A teaching copy: learners comment on samples.")
    samples = List(default=[], scope=Scope.content, help="Sample entries with a model comment; see tools/logs/teaching.py.")

    def show_samples(self: Any, actor: Actor) -> str:
        found = logs.see_samples(actor, samples=parse_samples(self.samples or []), usage_key=self._usage)
        items = [self._item(actor, practice, number) for number, practice in enumerate(found, start=1)]
        return self.html("logs/teaching.html", items=items, is_read_only=not actor.is_known or actor.masquerading)

    def teaching_preview(self: Any) -> str:
        """For the author: every sample with its model comment."""
        chosen = self.rules.suggested
        cards = [
            {"card": Card(sample.entry(number, chosen)), "model": sample.model_comment(), "is_complete": sample.is_complete}
            for number, sample in enumerate(parse_samples(self.samples or []), start=1)
        ]
        return self.html("logs/teaching_preview.html", cards=cards)

    @action()
    def keep_practice(self: Any, actor: Actor, data: Data) -> Reply:
        """The draft keeper's save."""
        after = self._after(actor, logs.keep_practice, data)
        return Reply("", {"X-Internship-Revision": str(after.revision)})

    @action()
    def compare_practice(self: Any, actor: Actor, data: Data) -> str:
        """Send the comment, and see the model beside it."""
        return self._again(actor, self._after(actor, logs.compare_practice, data))

    @action()
    def finish_practice(self: Any, actor: Actor, data: Data) -> str:
        """Keep what one would change now."""
        return self._again(actor, self._after(actor, logs.finish_practice, data))

    def clear_student_state(
        self, *, user_id: str, course_id: str, item_id: str, requesting_user_id: str = "", **more: Any
    ) -> None:
        """The LMS's "Delete learner state": nothing that was practised stays. `user_id` is the learner's anonymous id."""
        forget_practice(usage_key=item_id, anonymous_id=user_id)
        further = getattr(super(), "clear_student_state", None)
        if further is not None:
            further(user_id=user_id, course_id=course_id, item_id=item_id, requesting_user_id=requesting_user_id, **more)

    # -- inside -------------------------------------------------------------------------------------------------

    def _after(self: Any, actor: Actor, verb: Any, data: Data) -> Practice:
        samples, sample_id = parse_samples(self.samples or []), data.get("sample", "")
        prefix = f"p-{sample_id}"
        texts = {name: data[f"{prefix}-{name}"] for name in LABELS if f"{prefix}-{name}" in data}
        with at_fields(prefix):
            return verb(
                actor, samples=samples, usage_key=self._usage, sample_id=sample_id, texts=texts,
                revision=whole_number(data.get("revision", "0")),
            )  # fmt: skip

    @property
    def _usage(self: Any) -> str:
        return str(self.scope_ids.usage_id)

    def _again(self: Any, actor: Actor, after: Practice) -> str:
        complete = [sample for sample in parse_samples(self.samples or []) if sample.is_complete]
        number = [sample.id for sample in complete].index(after.sample.id) + 1
        return self.html(
            "logs/macros/practice.html#practice_panel",
            item=self._item(actor, after, number),
            has_focus=True,
            is_read_only=False,
        )

    def _item(self: Any, actor: Actor, practice: Practice, number: int) -> dict[str, Any]:
        form_class = ChangeForm if practice.is_sent else AnswerForm
        form = form_class(initial=dict(practice.typed), auto_id=f"{self.html_id}-%s", prefix=prefix_of(practice.sample))
        return {
            "practice": practice, "fields": [form[name] for name in (("change",) if practice.is_sent else COMMENT)],
            "card": Card(practice.sample.entry(number, self.rules.suggested)),
            "number": str(number), "own": practice.own(actor.name), "model": practice.sample.model_comment(),
            "dom": f"{self.html_id}-p-{practice.sample.id}",
        }  # fmt: skip
