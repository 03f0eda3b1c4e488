"""The log: `internship_log`. Dated reflections in a placement, shared step by step, answered by the mentor."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from xblock.fields import Boolean, Float, Integer, Scope, String

from ..tools.actor import Actor
from ..tools.errors import Invalid, NotFound
from ..tools.logs import api as logs
from ..tools.logs.api import EntryView, LogRules
from ..tools.logs.forms import EntryForm, SettingsForm, checked
from ..tools.logs.prompts import prompt_set
from ..tools.logs.rules import is_outside
from ..tools.logs.samples import sample_entry
from ..tools.placements.api import roles_of
from ..tools.plans import api as plans
from .base import InternshipBlock, Reply, action
from .log_pictures import LogPictures
from .log_screen import Card, LogScreen, prefix_of, spans_of
from .log_take_along import LogTakeAlong
from .placed import PlacedMixin, number

SWITCHES = ("share_mentor", "share_supervisor", "share_cohort")


class LogBlock(LogScreen, LogPictures, LogTakeAlong, PlacedMixin, InternshipBlock):
    """A log in a placement. Its entries are in our tables (tools/logs); here are only the author's settings."""

    content_type = "Internship log"
    has_score = True

    display_name = String(display_name="Title", default="Log", scope=Scope.settings)
    model = String(display_name="Questions", default="driscoll", scope=Scope.settings, help="Id of a prompt set.")
    ask_hours = Boolean(display_name="Ask for hours", default=True, scope=Scope.settings)
    share_mentor = Boolean(display_name="May be shared with the mentor", default=True, scope=Scope.settings)
    share_supervisor = Boolean(display_name="May be shared for review", default=True, scope=Scope.settings)
    share_cohort = Boolean(display_name="May be shared with all in the placement", default=True, scope=Scope.settings)
    minimum_entries = Integer(display_name="Shared entries to complete", default=1, scope=Scope.settings)
    weight = Float(display_name="Points", default=1.0, scope=Scope.settings)
    owner_role = String(display_name="Who opens it", default="student", scope=Scope.settings)

    def max_score(self) -> float:
        return self.weight or 0.0

    @property
    def rules(self) -> LogRules:
        levels = tuple(name.removeprefix("share_") for name in SWITCHES if getattr(self, name))
        return LogRules(prompt_set(self.model).id, self.ask_hours, levels, max(0.0, self.weight or 0.0))

    # -- writing ------------------------------------------------------------------------------------------

    @action()
    def save_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        """The draft keeper's save: nothing on the page is replaced."""
        entry = self._save(actor, data)
        return Reply("", {"X-Internship-Revision": str(entry.revision)})

    @action()
    def keep_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """Save, and leave the form: the entry stands in the list, whoever may see it."""
        entry = self._save(actor, data)
        self.placement_id = str(entry.placement_id)  # another window may have opened another placement here
        return self.show(actor, fresh=True, opened=self._card(actor, self._read(actor, entry)))

    @action()
    def go_share(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """Save, and go on to the sharing step."""
        entry = self._save(actor, data)
        if not any(text.strip() for text in entry.texts.values()):
            first = prompt_set(entry.model).prompts[0].id
            name = f"{prefix_of(entry.draft)}-{EntryForm.name_of(first)}"
            raise Invalid(fields={name: [_("Write a few words first, then share them.")]})
        self.placement_id = str(entry.placement_id)
        return self.show(actor, fresh=True, opened=self._card(actor, self._read(actor, entry), "share"))

    @action("GET")
    def new_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        return self.show(actor, fresh=True)

    @action("GET")
    def check_date(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """A word about a day that lies outside every period of the plan: it may be right all the same."""
        typed = [value for name, value in data.items() if name.endswith("-date")]
        day = _day(typed[0] if typed else "")
        frame = plans.frame(actor, placement=self.the_placement(actor, data))
        outside = day is not None and is_outside(day, spans_of(frame))
        return self.html("logs/date_note.html", is_outside=outside)

    # -- sharing and answering ------------------------------------------------------------------------------

    @action()
    def share_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        result = logs.share(
            actor, entry_id=entry_id, revision=number(data, "revision"), level=data.get(f"s{entry_id}-level", ""),
            rules=self.rules, data=data, prefix=f"s{entry_id}",
        )  # fmt: skip
        return self._told(result)

    @action()
    def take_back(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        return self._told(
            logs.share(actor, entry_id=entry_id, revision=number(data, "revision"), level="private", rules=self.rules)
        )

    def _told(self, result: logs.Shared) -> Reply:
        """After a sharing step: the foot of the card says who has been told; what stands beside it asks anew."""
        card = Card(self._mine_here(result.entry), result.standing)
        self.emit_completion(min(1.0, result.shared_count / max(1, self.minimum_entries or 1)))
        return self._foot(card, says="shared" if result.entry.is_shared else "taken_back", write_again=True)

    @action()
    def comment_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        entry_id = number(data, "entry")
        entry = logs.comment(actor, entry_id=entry_id, data=data, prefix=f"a{entry_id}")
        return self._foot(self._card(actor, self._mine_here(entry)), says="answered")

    # -- looking ----------------------------------------------------------------------------------------------

    @action("GET")
    def view_entry(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        """A card, to read or, with `mode` "edit", to change."""
        entry = logs.entry_for_review(actor, entry_id=number(data, "entry"))
        card = self._card(actor, self._mine_here(entry), data.get("mode", ""))
        return self.html("logs/entry.html", card=card, has_focus=True) + self._write_button(card)

    @action("GET")
    def entry_foot(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        """The foot of a card, with the form of `mode` open: "share" or "answer"."""
        entry = logs.entry_for_review(actor, entry_id=number(data, "entry"))
        return self._foot(self._card(actor, self._mine_here(entry), data.get("mode", "")))

    @action("GET")
    def more_entries(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_key, before=data.get("before", ""))
        cards = self._cards(actor, place, page.entries, plans.frame(actor, placement=place))
        return self.html("logs/entries.html", place=place, cards=cards, next_before=page.next_before, has_focus=True)

    @action("GET")
    def beside(self, actor: Actor, data: MultiValueDict[str, str]) -> str:
        place = self.the_placement(actor, data)
        page = logs.list_entries(actor, placement=place, usage_key=self.usage_key)
        frame = plans.frame(actor, placement=place)
        cards = self._cards(actor, place, page.entries, frame)
        return self.html("logs/beside.html", beside=self._beside(actor, place, frame, cards))

    # -- inside --------------------------------------------------------------------------------------------------

    def _save(self, actor: Actor, data: MultiValueDict[str, str]) -> EntryView:
        revision, draft = number(data, "revision"), number(data, "draft")
        common: dict[str, Any] = {"revision": revision, "rules": self.rules, "data": data, "prefix": prefix_of(draft)}
        if data.get("entry"):
            return self._mine_here(logs.edit(actor, entry_id=number(data, "entry"), **common))
        place = number(data, "placement")  # the api looks it up and asks the table
        return logs.write(actor, placement_id=place, usage_key=self.usage_key, draft=draft, **common)

    def _read(self, actor: Actor, entry: EntryView) -> EntryView:
        """An entry just saved, now with its dialogue."""
        return logs.entry_for_review(actor, entry_id=entry.id)

    def _mine_here(self, entry: EntryView) -> EntryView:
        """An entry of another log is another block's to show and to change, under that block's settings.

        Asked after a change too: the refusal undoes it.
        """
        if entry.usage_key != self.usage_key:
            raise NotFound()
        return entry

    def _foot(self, card: Card, says: str = "", write_again: bool = False) -> Reply:
        html = self.html("logs/foot.html", card=card, says=says, is_alone=True)
        return Reply(html + self._write_button(card, write_again), {"HX-Trigger": "ix-log-changed"} if says else {})

    def _write_button(self, card: Card, again: bool = False) -> str:
        """While another form is open, and after it was sent, the form of a new entry makes room for a button."""
        if not (again or card.mode in ("edit", "share")):
            return ""
        place = {"id": card.entry.placement_id}
        return self.html(
            "logs/write.html", writing={"place": place, "is_open": False, "may_write": True, "again": again}, is_oob=True
        )

    # -- Studio -------------------------------------------------------------------------------------------------------

    def preview(self) -> str:
        rules = self.rules
        form = EntryForm(prompts=prompt_set(rules.model), ask_hours=rules.ask_hours, auto_id=f"{self.html_id}-%s")
        return self.html("logs/preview.html", form=form, card=Card(sample_entry(rules.model)))

    def studio_form(self) -> str:
        initial = {name: getattr(self, name) for name in SettingsForm.base_fields} | {"weight": f"{self.weight or 0:g}"}
        return self.html(
            "logs/studio.html",
            form=SettingsForm(roles=roles_of(self.placement_kind), initial=initial, auto_id=f"{self.html_id}-%s"),
        )

    @action()
    def studio_save(self, actor: Actor, data: MultiValueDict[str, str]) -> Reply:
        self.require_author(actor)
        for name, value in checked(SettingsForm(data, roles=roles_of(self.placement_kind))).items():
            setattr(self, name, value)
        return Reply(self.html("logs/studio_saved.html"), {"X-Internship-Saved": "yes"})

    def searchable(self) -> dict[str, str]:
        return {"questions": " ".join(str(prompt.question) for prompt in prompt_set(self.model).prompts)}

    @staticmethod
    def workbench_scenarios() -> list[tuple[str, str]]:
        return [
            ("Log", "<vertical_demo><internship_log/></vertical_demo>"),
            (
                "Log by Gibbs, without hours",
                '<vertical_demo><internship_log display_name="Learning log" model="gibbs" ask_hours="false"'
                ' share_cohort="false" minimum_entries="3"/></vertical_demo>',
            ),
        ]


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # well formed, but no day: 30 February
        return None
