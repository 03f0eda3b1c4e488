"""Mail through the platform's edx-ace, where it is installed: one message whose templates print what our own engine drew.

What ACE does with a message it reports and swallows: a template that is missing, a channel that is off, a policy that says no,
a server that refuses. So the message listens to its own reports (`Message.report`), and what does not end in a delivery
is a NotSent. It is told of a server's refusal while ACE handles the error, whose cause is what the server said.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from .letters import TIMEOUT, Letter, NotSent, hand_over, not_sent
from .lms import _import

APP, NAME = "internship_xblock", "letter"  # templates/internship_xblock/edx_ace/letter/email/
EMAIL = "email"
_CAUSE = "cause"  # among our reports: the error that ACE handled while it reported


def is_here() -> bool:
    """Return whether the site has ACE, with a channel for mail among those that are on: a site may use it for push alone."""
    from django.conf import settings

    channels, kinds = _import("edx_ace.channel", "channels"), _import("edx_ace.channel", "ChannelType")
    if None in (channels, kinds) or not getattr(settings, "ACE_ENABLED_CHANNELS", ()):
        return False
    try:
        channels().get_default_channel(kinds.EMAIL)
    except _import("edx_ace.errors", "UnsupportedChannelError"):
        return False
    return True


def send(letter: Letter) -> None:
    """Send a letter by ACE. Raises NotSent, final where a policy of the site says no (somebody wants no mail of the course), or
    a mail server refuses for good.
    """
    ace, message_class = _import("edx_ace", "ace"), _import("edx_ace.message", "Message")
    message, reports = _message(message_class, letter)
    hand_over(lambda: ace.send(message))
    if any(key.endswith(f"{EMAIL}_delivery_succeeded") for key in _plain(reports)):
        return
    allowed = str(reports.get("policy_allowed_channels", EMAIL)).split(",")
    if EMAIL not in allowed:
        raise NotSent("opted_out", is_final=True)
    if isinstance(reports.get(_CAUSE), Exception):
        raise not_sent(reports[_CAUSE])
    raise NotSent("template_error" if "template_error" in reports else "ace")


def _plain(reports: dict[str, Any]) -> list[str]:
    """The names of the reports; of some ACE releases the channel in them is an enumeration's own name (`ChannelType.EMAIL`)."""
    return [key.lower().replace("channeltype.", "") for key in reports]


def _message(message_class: Any, letter: Letter) -> tuple[Any, dict[str, Any]]:
    recipient_class = _import("edx_ace.recipient", "Recipient")
    reports: dict[str, Any] = {}

    class Heard(message_class):  # type: ignore[misc]
        """A message that notes what becomes of it."""

        def report(self, key: str, value: Any) -> None:
            reports[key] = value
            handled = sys.exc_info()[1]
            if handled is not None and key.endswith("_error"):
                reports[_CAUSE] = handled.__cause__
            super().report(key, value)

    # `skip_disable_user_policy`: the platform's policy takes an account without a password (single sign-on) for a disabled one.
    options = {"transactional": letter.is_transactional, "skip_disable_user_policy": True}
    context: dict[str, Any] = {
        "subject": letter.subject, "text": letter.text, "head_html": letter.head_html, "body_html": letter.body_html,
        "from_name": letter.from_name,
    }  # fmt: skip
    if not letter.is_transactional:
        context["course_ids"] = list(letter.course_keys)  # without them nobody's opt-out would be asked
    made = Heard(
        app_label=APP, name=NAME, language=letter.language, context=context, options=options,
        expiration_time=datetime.now(UTC) + timedelta(seconds=TIMEOUT),  # some channels sleep and try again: we do so ourselves
        recipient=recipient_class(lms_user_id=letter.user_id, email_address=letter.address),
    )  # fmt: skip
    if hasattr(made, "headers"):  # since edx-ace 1.10; the channel for Django's mail alone sends them
        made.headers = dict(letter.headers)
    return made, reports
