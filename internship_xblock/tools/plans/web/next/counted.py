"""How many plans ask the same: what stands for several todos of one kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import ngettext_lazy

COUNTED: Mapping[str, Any] = {
    "plan.change": ngettext_lazy("%(n)d plan needs changes", "%(n)d plans need changes", "n"),
    "plan.review": ngettext_lazy("%(n)d plan is with the reviewer", "%(n)d plans are with the reviewer", "n"),
    "plan.sign": ngettext_lazy("%(n)d plan is waiting for your signature", "%(n)d plans are waiting for your signature", "n"),
    "plan.signatures": ngettext_lazy("%(n)d plan is waiting for signatures", "%(n)d plans are waiting for signatures", "n"),
    "plan.certify": ngettext_lazy("%(n)d certificate is due", "%(n)d certificates are due", "n"),
    "plan.name": ngettext_lazy("Somebody is missing in %(n)d plan", "Somebody is missing in %(n)d plans", "n"),
    "plan.invite": ngettext_lazy("In %(n)d plan not everybody has joined", "In %(n)d plans not everybody has joined", "n"),
    "plan.answer": ngettext_lazy(
        "%(n)d plan has comments for you to answer", "%(n)d plans have comments for you to answer", "n"
    ),
    "plan.answered": ngettext_lazy(
        "In %(n)d plan your comments have no answer yet", "In %(n)d plans your comments have no answer yet", "n"
    ),
    "plan.complete": ngettext_lazy("%(n)d plan is not complete", "%(n)d plans are not complete", "n"),
    "plan.submit": ngettext_lazy("%(n)d plan is ready to be submitted", "%(n)d plans are ready to be submitted", "n"),
    "plan.discuss": ngettext_lazy("Nobody has commented on %(n)d plan", "Nobody has commented on %(n)d plans", "n"),
    "plan.begin": ngettext_lazy("%(n)d plan has not been started", "%(n)d plans have not been started", "n"),
}  # fmt: skip
