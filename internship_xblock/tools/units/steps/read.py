"""Read: Markdown with pictures and links, and a video with its transcript. Done by reading on."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ..video import video_of
from .base import Answer, Given, Kind, Part, Step

_REFERENCE = re.compile(r"([\w.-]+)/([\w.-]+)")


def references_of(text: str) -> list[tuple[str, str]]:
    """Return the ids of a unit and of a step in it for each "unit/step" of a list with spaces; [] where one names none."""
    found = [_REFERENCE.fullmatch(one) for one in text.split()]
    return [(one[1], one[2]) for one in found if one] if all(found) else []


class Read(Kind):
    name = "read"
    label = _("Read")
    purpose = _("a text with pictures and links, or a video")
    text_label = _("Text")
    asks = False
    parts = (
        Part(
            "video", _("Address of a video"),
            _("A file of the course (/static/ and its name, as MP4 or WebM), or a page of YouTube, Vimeo or another site."),
        ),
        Part("captions", _("File with captions (WebVTT)"), _("Only for a file of the course: /static/ and its name.")),
        Part(
            "transcript", _("Transcript of the video"),
            _("What is said and shown, for whoever cannot hear or play it. Markdown works here."), type="markdown",
            is_element=True,
        ),
        Part(
            "recall", _("Show again what the learner wrote in an earlier lesson"),
            _("The ID of that training unit, a slash, and the ID of its step; several with spaces between them."),
        ),
    )  # fmt: skip

    def answer(self, step: Step, given: Given, before: Answer | None) -> Answer:
        return {"read": True}

    def is_empty(self, step: Step) -> bool:
        return not (step.text.strip() or step.parts["video"].strip())

    def findings(self, step: Step) -> list[Words]:
        video, found = step.parts["video"].strip(), list[Words]()
        if self.is_empty(step):
            found.append(_("There is nothing to read yet."))
        if video and video_of(video) is None:
            found.append(
                _(
                    "The address of the video is neither a file of the course nor a page that begins with https://. "
                    "Nobody sees it."
                )
            )
        if video and not step.parts["transcript"].strip():
            found.append(_("The video has no transcript, so whoever cannot hear it misses what it says."))
        if (recall := step.parts["recall"].strip()) and not references_of(recall):
            found.append(_("What the learner wrote is not shown: write the ID of a unit, a slash and the ID of a step."))
        return found

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        return {
            "video": video_of(step.parts["video"]),
            "captions": step.parts["captions"].strip(),
            "recall": step.parts["recall"].strip(),
        }
