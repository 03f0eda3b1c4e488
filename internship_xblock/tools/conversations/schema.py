"""What is written down of a conversation: two sections, which are saved apart. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ...core.language.text import LINE_LIMIT
from ...records.drafts import SectionView
from ...records.reading import as_date
from ...records.schema import Field, Row, Section, Surroundings
from ..placements.api import PlacementView

WORDS_LIMIT = 4_000  # characters: both texts together fit one request
STEPS_LIMIT = 12  # more than that is a plan
GONE = _("somebody who is no longer in the placement")
_UNKNOWN = _("This person is not in the placement any more. Please choose again.")
TALK = Section(
    name="talk",
    title=_("The conversation"),
    intro=_("A few lines are enough. Everybody in the placement can read and write here."),
    fields=(
        Field("held", _("Held on"), "date"),
        Field("present", _("Who was there"), "links", unknown=_UNKNOWN, gone=GONE),
        Field("others", _("Others who were there"), limit=LINE_LIMIT, is_wide=True, names_people=True),
        Field("about", _("What we talked about"), "text", limit=WORDS_LIMIT),
        Field("agreed", _("What we agreed"), "text", limit=WORDS_LIMIT),
    ),
)
STEPS = Section(
    name="steps",
    title=_("Next steps"),
    intro=_("Who does what, and by when. Each person finds theirs under Today."),
    fields=(
        Field("what", _("What"), limit=LINE_LIMIT, is_wide=True),
        Field("who", _("Who"), "option", choices=(("", _("Choose who")),), unknown=_UNKNOWN),
        Field("by", _("By when"), "date"),
        Field("done", _("Done"), "tick"),
    ),
    row_name=_("Next step"),
    title_field="what",
    counted=ngettext_lazy("%(count)d next step", "%(count)d next steps", "count"),
    rows_limit=STEPS_LIMIT,
)
SECTIONS: tuple[Section, ...] = (TALK, STEPS)
BY_NAME: Mapping[str, Section] = {section.name: section for section in SECTIONS}
NOT_ASKED = ("done",)  # it has a button of its own
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Step:
    """Something that somebody said they would do. `who` is the uid of a party, "" for nobody in particular."""

    uid: str
    what: str
    who: str = ""
    by: date | None = None
    is_done: bool = False

    def is_due(self, today: date) -> bool:
        """Whether it is time to do it, or to ask: also where nobody said by when."""
        return not self.is_done and (self.by is None or self.by <= today + SOON)


def steps_of(section: SectionView) -> list[Step]:
    """Return the steps that say something, in their order."""
    return [
        Step(str(row["uid"]), row["what"], str(row.get("who", "")), as_date(row.get("by")), bool(row.get("done")))
        for row in section.rows
        if row.get("what")
    ]


def next_uid(rows: Iterable[Row]) -> str:
    """Return the uid of the next step. It counts, so that two people who add one at once add it in one place, and see both."""
    numbers = (int(uid[1:]) for row in rows if (uid := str(row.get("uid", "")))[:1] == "s" and uid[1:].isdecimal())
    return f"s{max(numbers, default=0) + 1}"


def around(placement: PlacementView, *sections: SectionView) -> Surroundings:
    """Return the people whom the answers may name: those of the placement, and whom they name already."""
    known = [(party.uid, party.name or party.role_label) for party in placement.parties if party.name or party.has_joined]
    uids = {uid for uid, _name in known}
    gone = [(uid, str(GONE)) for uid in dict.fromkeys(_named(sections)) if uid not in uids]
    people = [*known, *gone]
    return Surroundings(options=people, linked=people)


def _named(sections: Iterable[SectionView]) -> Iterator[str]:
    for section in sections:
        for row in (*section.answers, *section.removed):
            yield from (str(uid) for uid in row.get("present", []))
            if row.get("who"):
                yield str(row["who"])


def nothing_said() -> str:
    """Return what is said to whoever would tell the others of nothing."""
    return _now("Write down what you talked about or what you agreed first.")
