"""How many plans ask the same: what stands for several todos of one kind."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import ngettext

from .....core.today import Counted

COUNTED: Mapping[str, Counted] = {
    "plan.change": lambda n: ngettext("%(n)d plan needs changes", "%(n)d plans need changes", n) % {"n": n},
    "plan.review": lambda n: ngettext("%(n)d plan is with the reviewer", "%(n)d plans are with the reviewer", n) % {"n": n},
    "plan.sign": lambda n: ngettext(
        "%(n)d plan is waiting for your signature", "%(n)d plans are waiting for your signature", n
    ) % {"n": n},
    "plan.signatures": lambda n: ngettext(
        "%(n)d plan is waiting for signatures", "%(n)d plans are waiting for signatures", n
    ) % {"n": n},
    "plan.certify": lambda n: ngettext("%(n)d certificate is due", "%(n)d certificates are due", n) % {"n": n},
    "plan.name": lambda n: ngettext("Somebody is missing in %(n)d plan", "Somebody is missing in %(n)d plans", n) % {"n": n},
    "plan.invite": lambda n: ngettext(
        "In %(n)d plan not everybody has joined", "In %(n)d plans not everybody has joined", n
    ) % {"n": n},
    "plan.answer": lambda n: ngettext(
        "%(n)d plan has comments for you to answer", "%(n)d plans have comments for you to answer", n
    ) % {"n": n},
    "plan.answered": lambda n: ngettext(
        "In %(n)d plan your comments have no answer yet", "In %(n)d plans your comments have no answer yet", n
    ) % {"n": n},
    "plan.complete": lambda n: ngettext("%(n)d plan is not complete", "%(n)d plans are not complete", n) % {"n": n},
    "plan.submit": lambda n: ngettext(
        "%(n)d plan is ready to be submitted", "%(n)d plans are ready to be submitted", n
    ) % {"n": n},
    "plan.discuss": lambda n: ngettext(
        "Nobody has commented on %(n)d plan", "Nobody has commented on %(n)d plans", n
    ) % {"n": n},
    "plan.begin": lambda n: ngettext("%(n)d plan has not been started", "%(n)d plans have not been started", n) % {"n": n},
}  # fmt: skip
