"""Writing an entry: its form, the draft keeper's save, other questions, what is asked for on demand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....core.actor import Actor
from .....core.errors import BadRequest, PartlySaved, SavedButRefused
from .....ui.action import Data, Reply, action
from .....ui.refusals import at_fields
from ....placements.web.placed import number
from ....plans import api as plans
from ... import api as logs
from ...api import EntryView
from ...entries.days import spans_of
from ...entries.levels import EVENT, level_samples
from ...entries.links import LINKS_LIMIT
from ...entries.prompts import SETS
from ...entries.validation import EntryForm
from ...rules import is_outside
from ..base import prefix_of, set_of
from .cards import CardsActivity
from .refused import put_back

_NOT_YET = gettext_lazy("Your entry is saved. One thing is missing before you can share it.")


class WritingActivity(CardsActivity):
    """Writing entries."""

    # -- saving -----------------------------------------------------------------------------------------------

    @action()
    def save_entry(self, actor: Actor, data: Data) -> Reply:
        """The draft keeper's save: nothing on the page is replaced."""
        entry = self._save(actor, data)
        return _saved(entry)

    @action()
    def keep_entry(self, actor: Actor, data: Data) -> Reply:
        """Save, and leave the form: the entry stands in the list, whoever may see it."""
        entry = self._save(actor, data)
        self.surface.memory.keep(entry.placement_id)  # another window may have opened another placement here
        return _saved(entry, self.show(actor, fresh=True, opened=self._card(actor, self._read(actor, entry))))

    @action()
    def go_share(self, actor: Actor, data: Data) -> Reply:
        """Save, and go on to the sharing step."""
        entry = self._save(actor, data)
        if not any(text.strip() for text in entry.texts.values()):
            first = set_of(self.rules, entry).prompts[0].id
            words = _("Write a few words first, then you can share them.")
            raise _not_yet(entry, EntryForm.name_of(first), words)
        card = self._card(actor, self._read(actor, entry), "share")
        if card.is_outside and not entry.date_reason.strip():
            words = _("This day is outside every period of the plan. Say in a few words why, or choose another day.")
            raise _not_yet(entry, "date_reason", words)
        self.surface.memory.keep(entry.placement_id)
        return _saved(entry, self.show(actor, fresh=True, opened=card))

    @action()
    def other_questions(self, actor: Actor, data: Data) -> Reply:
        """Save, and go on with the questions that `questions` names: the same entry in another form.

        What could not be kept stands in that form. Where it has no field there, the old one stays.
        """
        wanted, refused = data.get("questions", ""), None
        try:
            entry = self._save(actor, data, model=wanted)
        except PartlySaved as error:
            entry, refused = error.saved, error
        card = self._card(actor, self._read(actor, entry), "edit")
        if refused and not (wanted in ("", entry.model) and put_back(card.form, data, refused.fields)):
            raise PartlySaved(refused.not_done, refused.fields, revision=refused.revision)
        html = self.html(
            "logs/macros/forms.html#entry_form", form=card.form, card=card, draft=card.draft, place=card.place, is_primary=True,
            is_changed=True, is_outside=card.is_outside, refused=refused,
        )  # fmt: skip
        return _saved(entry, html)

    def _save(self, actor: Actor, data: Data, model: str = "") -> EntryView:
        revision, draft = number(data, "revision"), number(data, "draft")
        prefix = prefix_of(draft)
        begin = f"{prefix}-"
        typed = {name.removeprefix(begin): data.getlist(name) for name in data if name.startswith(begin)}
        common: dict[str, Any] = {
            "usage_key": self.usage_id, "revision": revision, "rules": self.rules, "typed": typed, "model": model
        }  # fmt: skip
        with at_fields(prefix):
            if data.get("entry"):
                return logs.edit(actor, entry_id=number(data, "entry"), **common)
            return logs.write(actor, placement_id=number(data, "placement"), draft=draft, **common)

    def _read(self, actor: Actor, entry: EntryView) -> EntryView:
        """An entry just saved, now with its dialogue."""
        return logs.entry_for_review(actor, usage_key=self.usage_id, entry_id=entry.id)

    # -- on demand --------------------------------------------------------------------------------------------

    @action("GET")
    def new_entry(self, actor: Actor, data: Data) -> str:
        return self.show(actor, fresh=True)

    @action("GET")
    def check_date(self, actor: Actor, data: Data) -> str:
        """A word about a day that lies outside every period of the plan: it may be right all the same."""
        typed = [data.get(name, "") for name in data if name.endswith("-date")]
        day = _day(typed[0] if typed else "")
        frame = plans.frame(actor, placement=self.the_placement(actor, data))
        outside = day is not None and is_outside(day, spans_of(frame))
        return self.html("logs/macros/notes.html#date_note", is_outside=outside)

    @action("GET")
    def level_samples(self, actor: Actor, data: Data) -> str:
        """A sample of each level, for whoever wonders which one it is."""
        return self.html("logs/level_samples.html", event=EVENT, samples=level_samples(), draft=str(number(data, "draft")))

    @action("GET")
    def link_row(self, actor: Actor, data: Data) -> str:
        """One more row for a link; kept with the entry."""
        draft, at = number(data, "draft"), number(data, "number")
        if not 0 < at < LINKS_LIMIT:
            raise BadRequest()
        form = EntryForm(
            prompts=SETS["free"], links=[{}] * at, auto_id=f"{self.html_id}-%s", prefix=prefix_of(draft)
        )  # fmt: skip
        more = str(at + 1) if at + 1 < LINKS_LIMIT else ""
        return self.html("logs/macros/forms.html#link_rows", rows=form.link_rows[at:], draft=draft, fresh=more)


def _not_yet(entry: EntryView, field: str, words: str) -> SavedButRefused:
    return SavedButRefused(_NOT_YET, fields={f"{prefix_of(entry.draft)}-{field}": [words]}, revision=entry.revision)


def _saved(entry: EntryView, html: str = "") -> Reply:
    """With the revision that was made: who typed on meanwhile saves once more, from there."""
    return Reply(html, {"X-Internship-Revision": str(entry.revision)})


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # well formed, but no day: 30 February
        return None
