"""The samples of a teaching copy as an author's setting: in OLX, and in Studio, where each change is saved at once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from lxml import etree
from xblock.fields import Boolean, List, Scope

from .....core.actor import Actor
from .....core.errors import Invalid, NotFound
from .....ui.action import Data, action
from .....ui.studio.olx import Codec, Row
from .....ui.studio.revisions import revision_of
from ....placements.api import new_uid
from ...forget import forget_practice
from ...practice.samples import COMMENT, SAMPLES_LIMIT, Sample, SampleForm, parse_samples
from ..entries.card import Card

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


class TeachingStudio:
    """Mixed into LogBlock. Each action asks first whether this person may author."""

    teaching = Boolean(default=False, scope=Scope.settings, help="A teaching copy: learners comment on samples.")
    samples = List(default=[], scope=Scope.content, help="Sample entries with a model comment; see practice/samples.py.")

    def teaching_preview(self: Any) -> str:
        """For the author: every sample with its model comment."""
        chosen = self.rules.suggested
        cards = [
            {"card": Card(sample.entry(number, chosen)), "model": sample.model_comment(), "is_complete": sample.is_complete}
            for number, sample in enumerate(parse_samples(self.samples or []), start=1)
        ]
        return self.html("logs/teaching_preview.html", cards=cards)

    def samples_context(self: Any, focus: str = "") -> dict[str, Any]:
        return {"samples": parse_samples(self.samples or []), "focus": focus}

    @action("GET")
    def studio_samples(self: Any, actor: Actor, data: Data) -> str:
        """Back to the list."""
        self.require_author(actor)
        return self._list()

    @action()
    def studio_add_sample(self: Any, actor: Actor, data: Data) -> str:
        """Add an empty sample, and open it."""
        self.require_author(actor)
        if len(parse_samples(self.samples or [])) >= SAMPLES_LIMIT:
            raise Invalid(_("There is room for %(limit)s samples.") % {"limit": SAMPLES_LIMIT})
        sample = Sample(new_uid())
        self.samples = [*(self.samples or []), {"id": sample.id, "texts": {}}]
        return self._edit(sample)

    @action("GET")
    def studio_edit_sample(self: Any, actor: Actor, data: Data) -> str:
        self.require_author(actor)
        return self._edit(self._sample(data))

    @action()
    def studio_save_sample(self: Any, actor: Actor, data: Data) -> str:
        self.require_author(actor)
        sample = self._sample(data)
        self._save_sample(sample, data)
        return self._list(sample.id)

    @action()
    def studio_remove_sample(self: Any, actor: Actor, data: Data) -> str:
        self.require_author(actor)
        gone = self._sample(data)
        self._keep([_row(one) for one in parse_samples(self.samples or []) if one.id != gone.id])
        return self._list()

    def clear_student_state(
        self, *, user_id: str, course_id: str, item_id: str, requesting_user_id: str = "", **more: Any
    ) -> None:
        """The LMS's "Delete learner state": nothing that was practised stays. `user_id` is the learner's anonymous id."""
        forget_practice(usage_key=item_id, anonymous_id=user_id)
        further = getattr(super(), "clear_student_state", None)
        if further is not None:
            further(user_id=user_id, course_id=course_id, item_id=item_id, requesting_user_id=requesting_user_id, **more)

    # -- inside -------------------------------------------------------------------------------------------------

    def _sample(self: Any, data: Data) -> Sample:
        found = next((one for one in parse_samples(self.samples or []) if one.id == data.get("sample", "")), None)
        if found is None:
            raise NotFound()
        return found

    def _save_sample(self: Any, sample: Sample, data: Data) -> None:
        row = self._sample_form(sample, data).row()
        self._keep([row if one.id == sample.id else _row(one) for one in parse_samples(self.samples or [])])

    def _save_open_sample(self: Any, data: Data) -> None:
        """A sample that stands open below the settings is saved with them: the dialog closes over it."""
        for sample in parse_samples(self.samples or []):
            if sample.id == data.get("sample", ""):
                self._save_sample(sample, data)

    def _keep(self: Any, rows: list[dict[str, Any]]) -> None:
        self.samples = rows

    def _list(self: Any, focus: str = "") -> str:
        return self.html("logs/macros/studio.html#sample_list", **self.samples_context(focus or "list"))

    def _edit(self: Any, sample: Sample) -> str:
        return self.html(
            "logs/studio_sample.html", sample=sample, form=self._sample_form(sample), revision=revision_of(_row(sample))
        )

    def _sample_form(self: Any, sample: Sample, data: Data | None = None) -> SampleForm:
        return SampleForm(data, chosen=self.rules.suggested, sample=sample, auto_id=f"{self.html_id}-%s")


def _row(sample: Sample) -> dict[str, Any]:
    return {**vars(sample), "texts": dict(sample.texts)}
