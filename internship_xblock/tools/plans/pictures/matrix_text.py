"""What the matrix of outcomes and tasks says, in words: the same as its picture shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from ....core.errors import Words

_NAMED = 4  # numbers in a sentence before it only counts
# As they read under a mark, with the sign that stands for them where there are only letters.
AUTONOMY: dict[str, tuple[str, Words]] = {
    "watches": ("○", pgettext_lazy("the student …", "watches")),
    "helped": ("◐", pgettext_lazy("the student does it …", "with help")),
    "alone": ("●", pgettext_lazy("the student does it …", "alone")),
    "": ("◌", pgettext_lazy("how independently", "not decided")),
}


@dataclass(frozen=True)
class Task:
    """A column. `text` is as it was typed."""

    number: int
    text: str
    serves: frozenset[str]
    is_routine: bool
    autonomy: str
    evidence: str
    assessor: str

    @property
    def sign(self) -> str:
        return AUTONOMY[self.autonomy][0]

    @property
    def words(self) -> Words:
        return AUTONOMY[self.autonomy][1]

    @property
    def is_loose(self) -> bool:
        """Whether it serves no outcome though it should."""
        return not self.serves and not self.is_routine

    @property
    def missing(self) -> str:
        """What nobody has answered yet; routine work needs neither."""
        return ", ".join(self.lacks)

    @property
    def lacks(self) -> list[str]:
        if self.is_routine and not self.serves:
            return []
        return [words for words, answer in ((_("no evidence"), self.evidence), (_("no assessor"), self.assessor)) if not answer]


@dataclass(frozen=True)
class Line:
    """A row: an outcome, or (with `is_routine` or `is_loose`) the tasks that serve none."""

    title: str
    tasks: tuple[Task, ...]
    number: int = 0
    is_routine: bool = False
    is_loose: bool = False

    @property
    def marks(self) -> int:
        return max(len(self.tasks), 1)


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class MatrixText:
    """What a matrix says; matrix.py draws it."""

    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]
    mirrored: bool

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def marks(self) -> int:
        """What the picture says and the table says: so many things."""
        return sum(line.marks for line in self.lines)

    def lacking(self, field: str) -> list[int]:
        """The numbers of the tasks that should answer a question, `evidence` or `assessor`, and do not."""
        return [task.number for task in self.tasks if task.missing and not getattr(task, field)]

    @property
    def statement(self) -> str:
        """What the picture shows, in words."""
        return " ".join([*self._said_of_outcomes(), *self._said_of_tasks()])

    def _said_of_outcomes(self) -> Iterator[str]:
        outcomes = [line for line in self.lines if line.number]
        bare = [line.number for line in outcomes if not line.tasks]
        words = ngettext(
            "%(served)d of %(count)d outcome is supported by a task.",
            "%(served)d of %(count)d outcomes are supported by a task.",
            len(outcomes),
        )
        yield words % {"served": len(outcomes) - len(bare), "count": len(outcomes)}
        if bare:
            words = ngettext("Outcome %(numbers)s has none.", "Outcomes %(numbers)s have none.", len(bare))
            yield words % {"numbers": listed(bare)}

    def _said_of_tasks(self) -> Iterator[str]:
        """What is missing in them, nothing where nothing is."""
        loose = [task.number for task in self.tasks if task.is_loose]
        if loose:
            words = ngettext("Task %(numbers)s supports no outcome.", "Tasks %(numbers)s support no outcome.", len(loose))
            yield words % {"numbers": listed(loose)}
        unproven = self.lacking("evidence")
        if unproven:
            words = ngettext("Task %(numbers)s has no evidence.", "Tasks %(numbers)s have no evidence.", len(unproven))
            yield words % {"numbers": listed(unproven)}
        unassessed = self.lacking("assessor")
        if unassessed:
            words = ngettext("Task %(numbers)s has no assessor.", "Tasks %(numbers)s have no assessor.", len(unassessed))
            yield words % {"numbers": listed(unassessed)}


def listed(numbers: list[int]) -> str:
    """ "3", "3 and 7", "3, 7, 9, 12 and 5 more"."""
    shown = [str(number) for number in numbers[:_NAMED]]
    if len(numbers) > _NAMED:
        more = len(numbers) - _NAMED
        shown.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return get_text_list(shown, _("and"))
