"""The samples of a teaching copy in Studio. Every change to a sample is saved at once."""

from __future__ import annotations

from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from ....core.actor import Actor
from ....core.errors import Invalid, NotFound
from ....ui.block import action
from ....ui.revisions import revision_of
from ...placements.api import new_uid
from ..practice.samples import SAMPLES_LIMIT, Sample, SampleForm, parse_samples

Data = MultiValueDict[str, str]


class TeachingStudio:
    """Each action asks first whether this person may author."""

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
