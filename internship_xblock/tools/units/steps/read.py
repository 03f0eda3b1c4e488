"""Read: Markdown with pictures and links, and a video with its transcript. Done by reading on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from ..video import video_of
from .base import Answer, Given, Kind, Part, Step


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
        return found

    def view(self, step: Step, answer: Answer) -> dict[str, Any]:
        return {"video": video_of(step.parts["video"]), "captions": step.parts["captions"].strip()}
