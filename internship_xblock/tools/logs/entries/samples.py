"""An entry to start from: shown where a log is empty, and to the author in Studio. Nothing of it is stored."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Sharing
from ..values import ANSWER_PARTS, CommentView, EntryView
from .prompts import PromptSet, kept_questions


def sample_entry(chosen: PromptSet) -> EntryView:
    """A short entry with a mentor's answer, written with the set `chosen`."""
    afternoon = timezone.localtime().replace(hour=15, minute=20, second=0, microsecond=0)  # one page a day, not one a second
    shared, answered = afternoon - timedelta(days=2), afternoon - timedelta(days=1)
    happened = _(
        "I was asked to call a customer about a late delivery. I had the figures ready, but he was angry, and I read them "
        "out without answering his question."
    )
    meaning = _("I had prepared for the facts and not for the person. He wanted to know what we would do, not how late it was.")
    action = _("Next time I begin by saying what I have understood, and ask a colleague to listen in.")
    texts = {
        "driscoll": {"what": happened, "so_what": meaning, "now_what": action},
        "gibbs": {
            "description": happened,
            "feelings": _("I was nervous and wanted it to be over."),
            "evaluation": _("The numbers were right. The conversation was not."),
            "analysis": meaning,
            "conclusion": _("I could have asked him first what he needed to know."),
            "action": action,
        },
        "kolb": {
            "experience": happened,
            "noticed": _("He grew louder with every figure. Later a colleague needed only one sentence to calm him."),
            "concept": meaning,
            "trial": action,
        },
        "five_r": {
            "report": happened,
            "respond": _("I was nervous and wanted it to be over."),
            "relate": _("In a course we practised repeating back what we have heard. It did not occur to me."),
            "explain": meaning,
            "reconstruct": action,
        },
        "starr": {
            "situation": _("A delivery was four hours late, and a customer and his crew were waiting for it."),
            "task": _("My job was to call him and tell him when it would come."),
            "acted": happened,
            "result": meaning,
            "look_back": action,
        },
        "free": {"text": f"{happened}\n\n{meaning}\n\n{action}"},
    }.get(chosen.id) or _spread(chosen, (happened, meaning, action))
    return EntryView(
        id=0, placement_id=0, usage_key="", draft=1, author_id=None, author_name=_("A student"), is_mine=True,
        knows_readers=True,
        date=timezone.localdate() - timedelta(days=2), hours=Decimal("7.5"), model=chosen.id, texts=texts,
        questions=tuple(kept_questions(chosen, ())),
        outcomes=(), level="3", next_step=_("Listen in on two calls by Friday."), is_sensitive=False, sharing=Sharing.MENTOR,
        shared_at=shared, first_read_at=answered, answered_at=answered, revision=2, shared_revision=2,
        created=shared, changed_at=shared,
        readers=(_("a mentor"),),
        comments=(
            CommentView(
                author_name=_("A mentor"), role="mentor", role_label=_("Mentor"), is_mine=False, at=answered,
                parts=(
                    (ANSWER_PARTS["observation"], _("When he raised his voice, you stayed polite, and he stayed on the line.")),
                    (ANSWER_PARTS["feedforward"], _("Say in your first sentence what will happen now.")),
                    (ANSWER_PARTS["question"], _("What told you that he was asking for something else?")),
                ),
            ),
        ),
    )  # fmt: skip


def _spread(chosen: PromptSet, texts: tuple[str, ...]) -> dict[str, str]:
    """Texts under the questions an author wrote, in their order; all that is left under the last."""
    ids = [prompt.id for prompt in chosen.prompts]
    found = dict(zip(ids[:-1], texts, strict=False))
    return {**found, ids[-1]: "\n\n".join(texts[len(ids) - 1 :])}
