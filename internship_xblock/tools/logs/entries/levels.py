"""A sample of each level of reflection, all on the same event, to hold an own text against (docs/sources.md, Reflection).

Shown beside the choice when somebody asks for it. Nothing compares them with what a person wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ....core.errors import Words
from .prompts import LEVELS

EVENT = _("Four students wrote about the same afternoon: a delivery was late, and they had to call the customer.")


@dataclass(frozen=True)
class LevelSample:
    """A level, a short text at that level, and by what one knows it."""

    label: Words
    text: Words
    mark: Words


_TEXTS: tuple[tuple[Words, Words], ...] = (
    (
        _(
            "The lorry was four hours late. I got the number from the list, called the customer and told her when it would "
            "come. She was not pleased. Afterwards I wrote a note in the system."
        ),
        _("It says what was done, and in which order. Somebody else could have written the same."),
    ),
    (
        _(
            "The customer was angry because her crew was waiting. We learnt that people who complain want to be heard "
            "before they want a solution. I gave her the new time first, and that is why she went on."
        ),
        _("It explains the event with something the writer has learnt. The writer is not in it yet."),
    ),
    (
        _(
            "I had the figures ready and read them out while she was still talking. I think I hid behind them because I "
            "was afraid of her voice. When I prepare that well, I stop listening. Next time I will write down her first "
            "sentence."
        ),
        _("It looks at what the writer did and felt, gives a reason, and draws something from it."),
    ),
    (
        _(
            "I used to think that a good call is one where nobody gets angry. But her anger told us what our list does "
            "not: twelve people were waiting. Now I think that a quiet customer may be one who has given up on us. I no "
            "longer try to calm people down first, and I want to ask what else our lists leave out."
        ),
        _("A belief the writer came with has changed, and with it what the writer does. This is rare, and cannot be demanded."),
    ),
)


def level_samples() -> list[LevelSample]:
    """The samples, in the order of the levels."""
    return [LevelSample(label, text, mark) for (_level, label), (text, mark) in zip(LEVELS, _TEXTS, strict=True)]
