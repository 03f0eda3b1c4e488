"""The conversations of a placement: what is worth talking about, what was written down, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....core.actor import Actor
from ....core.errors import NotFound, Words
from ....ui.action import Data, Reply, action
from ....ui.pages.activity import PlacementPages
from ....ui.refusals import in_form_of
from ...placements import api as placements
from ...placements.api import PlacementView
from ...placements.web.overview.pages import PAGES as PLACEMENTS
from ...placements.web.placed import number
from ...plans import api as plans
from ...plans.api import Preparation
from ...plans.web.sections import typed as typed_rows
from .. import api as conversations
from ..api import ConversationView
from . import screen, words
from .agenda import Agenda
from .concerns import PAGES as CONCERNS
from .times import screen as times_screen
from .times.actions import TimesActivity

SECTIONS = {section.name: section for section in conversations.SECTIONS}


@dataclass(frozen=True)
class ConversationSettings:
    """What a page needs of an author's settings: none writes any for conversations."""

    display_name: Words


class ConversationActivity(TimesActivity):
    """What the people of a placement see of their conversations, and write down."""

    _entered: PlacementView | None = None

    def enter(self, actor: Actor) -> None:
        """Raise NotFound or NotAllowed where the conversations of this placement are not this person's to read."""
        self._entered = placements.require(actor, "conversation.open", self.surface.memory.placement_id or 0)

    @property
    def placement(self) -> PlacementView:
        assert self._entered is not None  # noqa: S101 - nothing is shown or done before somebody came in
        return self._entered

    # -- reading ---------------------------------------------------------------------------------------

    def show(self, actor: Actor) -> str:
        known = (self.placement.course_key, "", self.placement.id)
        return self.html(
            "conversations/page.html", placement_page=PLACEMENTS.address(*known), concern_page=CONCERNS.address(*known),
            said="", **self._all(actor),
        )  # fmt: skip

    @action("GET")
    def show_conversation(self, actor: Actor, data: Data) -> str:
        """One conversation, to be read and written."""
        return self.drawn(actor, data)

    @action("GET")
    def show_form(self, actor: Actor, data: Data) -> str:
        """The forms of a conversation, once somebody wants to edit it."""
        _planned, _found, view = self._one(actor, data)
        return self.html("conversations/forms.html", placement=self.placement, **screen.forms(view, self.placement))

    @action("GET")
    def read_conversation(self, actor: Actor, data: Data) -> str:
        """What it says now."""
        _planned, _found, view = self._one(actor, data)
        read = screen.document(view, self.placement, timezone.localdate())
        return self.html("conversations/text.html", placement=self.placement, view=view, read=read)

    @action("GET")
    def new_step(self, actor: Actor, data: Data) -> str:
        """One more next step to fill in; nothing is stored by it."""
        _planned, _found, view = self._one(actor, data)
        after = data.get("after", "")
        return self.html(
            "conversations/step.html", view=view, place=words.place_of(view),
            card=screen.new_card(view, self.placement, after),
        )  # fmt: skip

    # -- writing ---------------------------------------------------------------------------------------

    @action()
    def save_section(self, actor: Actor, data: Data) -> Reply:
        """Keep what is typed, before the others are told."""
        return Reply("", {"X-Internship-Revision": str(self._save(actor, data, is_change=False))})

    @action()
    def change_section(self, actor: Actor, data: Data) -> str:
        """Change what the others were told of."""
        self._save(actor, data, is_change=True)
        return self.drawn(actor, data, _("Saved. The others are told of the change, and the earlier text is kept below."))

    @action()
    def tell(self, actor: Actor, data: Data) -> str:
        conversations.tell(actor, placement_id=self.placement.id, **_which(data))
        return self.drawn(actor, data, _("The others are told that it is written down."))

    @action()
    def finish_step(self, actor: Actor, data: Data) -> str:
        is_done = data.get("done") == "on"
        conversations.finish_step(
            actor, placement_id=self.placement.id, **_which(data), uid=data.get("uid", ""), is_done=is_done
        )
        return self.drawn(actor, data, _("Marked as done.") if is_done else _("Marked as not done."))

    @action()
    def begin(self, actor: Actor, data: Data) -> str:
        """Write down a conversation that nobody had planned."""
        checkpoint, day = conversations.begin(actor, placement_id=self.placement.id, day=data.get("day", ""))
        return self.listed(actor, checkpoint, day)

    @action()
    def remove(self, actor: Actor, data: Data) -> str:
        conversations.remove(actor, placement_id=self.placement.id, **_which(data))
        return self.listed(actor)

    # -- inside ----------------------------------------------------------------------------------------

    def _read(self, actor: Actor) -> tuple[Preparation, list[ConversationView]]:
        planned = plans.preparation(actor, placement=self.placement)
        return planned, conversations.conversations(actor, placement=self.placement, planned=planned)

    def listed(self, actor: Actor, checkpoint: str = "", day: str = "", said: str = "") -> str:
        return self.html("conversations/lists.html", said=said, **self._all(actor, checkpoint, day))

    def found(self, actor: Actor, data: Data) -> ConversationView:
        return self._one(actor, data)[2]

    def _one(self, actor: Actor, data: Data) -> tuple[Preparation, list[ConversationView], ConversationView]:
        planned, found = self._read(actor)
        wanted = (data.get("checkpoint", ""), data.get("day", ""))
        view = next((one for one in found if (one.checkpoint, one.day.isoformat()) == wanted), None)
        if view is None:
            raise NotFound(_("This conversation cannot be found. It may have been moved or removed."))
        return planned, found, view

    def _save(self, actor: Actor, data: Data, *, is_change: bool) -> int:
        section = SECTIONS.get(data.get("section", ""))
        if section is None:
            raise NotFound()
        which = _which(data)
        with in_form_of(words.place_named(**which)):  # several are on the page
            saved = conversations.save(
                actor, placement_id=self.placement.id, **which, section=section.name, revision=number(data, "revision"),
                typed=typed_rows.read(section, data), is_change=is_change,
            )  # fmt: skip
        return saved.revision

    def _all(self, actor: Actor, checkpoint: str = "", day: str = "") -> dict[str, Any]:
        """What the page is drawn with: one conversation open, by its name or else the one that is nearest, and the others."""
        planned, found = self._read(actor)
        today = timezone.localdate()
        now = next((one for one in found if (one.checkpoint, one.day.isoformat()) == (checkpoint, day)), None)
        now = now or screen.current(found, today)
        return {
            "lists": screen.lists(found, now, today), "placement": self.placement, "day": today.isoformat(),
            "now": self._context(actor, planned, found, now) if now is not None else None,
        }  # fmt: skip

    def drawn(self, actor: Actor, data: Data, said: str = "") -> str:
        planned, found, view = self._one(actor, data)
        context = self._context(actor, planned, found, view)
        return self.html("conversations/conversation.html", placement=self.placement, said=said, **context)

    def _context(
        self, actor: Actor, planned: Preparation, found: Sequence[ConversationView], view: ConversationView
    ) -> dict[str, Any]:
        """What a conversation is drawn with: its text or its forms, the agenda, what it said before."""
        today = timezone.localdate()
        is_mine = view.writer.is_same(actor.identity)
        is_open = not view.is_told and view.has_come(today) and (is_mine or not view.is_written)  # else it is read first
        agenda = Agenda(actor, self.placement, planned, found, view)
        return {
            "view": view, "read": screen.document(view, self.placement, today),
            "form": screen.forms(view, self.placement) if is_open else None,
            "agenda": [] if view.is_told else agenda.groups,
            "times": times_screen.finding(view, self.placement),
            "earlier": screen.earlier(
                view, conversations.earlier_texts(actor, placement=self.placement, view=view), self.placement
            ),
        }  # fmt: skip


def _which(data: Data) -> dict[str, str]:
    """The conversation that a form is about, as the verbs take it."""
    return {"checkpoint": data.get("checkpoint", ""), "day": data.get("day", "")}


PAGES = PlacementPages(
    "conversation", activity=ConversationActivity, settings=ConversationSettings(gettext_lazy("Conversations"))
)
