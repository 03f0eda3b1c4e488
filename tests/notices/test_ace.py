"""Mail by edx-ace itself, as the platform has it: through its own channel for Django's mail."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.template.loader import render_to_string

from internship_xblock.openedx import ace, letters
from internship_xblock.openedx.letters import Letter, NotSent
from internship_xblock.openedx.lms import LmsPlatform

edx_ace = pytest.importorskip("edx_ace")

LETTER = Letter(
    address="gunn@example.org", subject="Mira's <b> & plan", text="Mira's text & more\n", head_html="<title>Å</title>",
    body_html='<p dir="rtl">Mira &amp; more</p>', language="nb", from_name="Nord & Sør", course_keys=("course-v1:A+B+C",),
    headers={"List-Unsubscribe": "<https://lms.example.org/x>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
)  # fmt: skip
SETTINGS: dict[str, Any] = {
    "ACE_ENABLED_CHANNELS": ["django_email"], "ACE_CHANNEL_DEFAULT_EMAIL": "django_email",
    "ACE_CHANNEL_TRANSACTIONAL_EMAIL": "django_email", "ACE_ENABLED_POLICIES": [], "DEFAULT_FROM_EMAIL": "site@example.org",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
}  # fmt: skip


@pytest.fixture(autouse=True)
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """ACE looks its channels and policies up once in the life of a process."""
    from edx_ace import channel, policy
    from edx_ace.channel.django_email import DjangoEmailChannel

    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    known = channel.ChannelMap([["django_email", DjangoEmailChannel()]])
    monkeypatch.setattr(channel, "channels", lambda: known)
    monkeypatch.setattr(policy, "policies", list)
    mail.outbox = []


def deny(monkeypatch: pytest.MonkeyPatch, asked: list[Any]) -> None:
    from edx_ace import policy
    from edx_ace.channel import ChannelType

    class OptOut:
        def check(self, message: Any) -> Any:
            asked.append(message)
            is_left = bool(message.context.get("course_ids")) and not message.options["transactional"]
            return policy.PolicyResult(deny={ChannelType.EMAIL} if is_left else set())

    monkeypatch.setattr(policy, "policies", lambda: [OptOut()])


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("subject.txt", LETTER.subject), ("from_name.txt", LETTER.from_name), ("body.txt", LETTER.text),
        ("head.html", LETTER.head_html), ("body.html", LETTER.body_html),
    ],
)  # fmt: skip
def test_each_template_prints_what_our_engine_drew(part: str, expected: str) -> None:
    """ACE swallows one that is missing: nobody would be told, and nobody would know."""
    known = {
        "subject": LETTER.subject, "from_name": LETTER.from_name, "text": LETTER.text, "head_html": LETTER.head_html,
        "body_html": LETTER.body_html,
    }  # fmt: skip
    assert render_to_string(f"{ace.APP}/edx_ace/{ace.NAME}/email/{part}", known) == expected


def test_a_letter_goes_out_by_ace_as_it_was_drawn() -> None:
    LmsPlatform().send_mail(LETTER)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.body) == (LETTER.subject, ["gunn@example.org"], LETTER.text)
    ((html, kind),) = [(one[0], one[1]) for one in sent.alternatives]
    assert (kind, LETTER.body_html in html, LETTER.head_html in html) == ("text/html", True, True)
    assert sent.extra_headers == dict(LETTER.headers)


@pytest.mark.parametrize("user_id", [None, 7])
def test_guests_and_accounts_without_a_password_are_reached(monkeypatch: pytest.MonkeyPatch, user_id: int | None) -> None:
    asked: list[Any] = []
    deny(monkeypatch, asked)
    ace.send(replace(LETTER, user_id=user_id, is_transactional=True))
    (message,) = asked
    assert (message.recipient.lms_user_id, message.recipient.email_address) == (user_id, "gunn@example.org")
    assert message.options == {"transactional": True, "skip_disable_user_policy": True}
    assert "course_ids" not in message.context
    assert len(mail.outbox) == 1


def test_who_takes_no_mail_of_the_course_gets_none_and_nobody_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    deny(monkeypatch, asked)
    with pytest.raises(NotSent) as said:
        ace.send(LETTER)
    assert (said.value.kind, said.value.is_final, mail.outbox) == ("opted_out", True, [])
    assert asked[0].context["course_ids"] == ["course-v1:A+B+C"]


def test_what_ace_swallows_is_not_called_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ace, "NAME", "no_such_letter")
    with pytest.raises(NotSent, match="template_error") as said:
        ace.send(LETTER)
    assert not said.value.is_final


def test_a_server_that_fails_behind_ace_is_noticed(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import smtplib

    from django.core.mail.backends.locmem import EmailBackend

    def refuses(*_args: Any) -> int:
        raise smtplib.SMTPDataError(451, b"later")

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    with pytest.raises(NotSent) as said:
        ace.send(LETTER)
    assert not said.value.is_final

    def hangs(*_args: Any) -> int:
        raise TimeoutError

    monkeypatch.setattr(EmailBackend, "send_messages", hangs)
    with pytest.raises(NotSent, match="TimeoutError"):
        ace.send(LETTER)


@pytest.mark.parametrize(
    ("answer", "is_final", "is_silent"),
    [(550, True, False), (451, False, False), (421, False, True), (535, False, True), (None, False, True)],
)
def test_what_the_server_said_behind_ace_is_known(
    monkeypatch: pytest.MonkeyPatch, answer: int | None, is_final: bool, is_silent: bool
) -> None:
    """ACE reports a text; a refusal for good would be tried eight times."""
    import smtplib

    from django.core.mail.backends.locmem import EmailBackend

    def refuses(*_args: Any) -> int:
        if answer is None:
            raise smtplib.SMTPServerDisconnected("gone")
        raise smtplib.SMTPRecipientsRefused({"gunn@example.org": (answer, b"no")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    with pytest.raises(NotSent) as said:
        ace.send(LETTER)
    kind = "SMTPServerDisconnected" if answer is None else "SMTPRecipientsRefused"
    assert (said.value.kind, said.value.is_final, said.value.is_silent) == (kind, is_final, is_silent)


def test_ace_does_not_sleep_and_try_again_for_longer_than_a_mail_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime, timedelta

    from edx_ace import channel, errors

    class Busy(channel.Channel):
        channel_type = channel.ChannelType.EMAIL
        asked = 0

        def deliver(self, message: Any, rendered_message: Any) -> None:
            Busy.asked += 1
            raise errors.RecoverableChannelDeliveryError("later", datetime.now(UTC) + timedelta(seconds=30))

    known = channel.ChannelMap([["django_email", Busy()]])
    monkeypatch.setattr(channel, "channels", lambda: known)
    with pytest.raises(NotSent) as said:
        ace.send(LETTER)
    assert (Busy.asked, said.value.is_final) == (1, False)


@pytest.mark.parametrize(("has", "becomes"), [({}, 10), ({"EMAIL_TIMEOUT": 3}, 3), ({"MAILERS": {}}, None)])
def test_a_site_that_says_nothing_waits_ten_seconds_for_a_mail_server(has: dict[str, Any], becomes: int | None) -> None:
    from types import SimpleNamespace

    from internship_xblock.settings.common import plugin_settings

    settings = SimpleNamespace(INSTALLED_APPS=[], **has)
    plugin_settings(settings)
    assert getattr(settings, "EMAIL_TIMEOUT", None) == becomes


def test_without_ace_the_sites_mail_is_used(settings: Any) -> None:
    settings.ACE_ENABLED_CHANNELS = []
    LmsPlatform().send_mail(LETTER)
    (sent,) = mail.outbox
    assert sent.extra_headers == dict(LETTER.headers)
    assert sent.alternatives[0][0] == LETTER.html
    assert letters.TIMEOUT <= 30


def test_a_site_that_has_ace_for_push_alone_sends_by_its_own_mail(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from edx_ace import channel

    class Push(channel.Channel):
        """A channel of the other kind; ACE's own wants Firebase."""

        channel_type = channel.ChannelType.PUSH

        def deliver(self, message: Any, rendered_message: Any) -> None:
            raise AssertionError(message)

    settings.ACE_ENABLED_CHANNELS = ["push"]
    push = channel.ChannelMap([["push", Push()]])
    monkeypatch.setattr(channel, "channels", lambda: push)
    assert not ace.is_here()
    LmsPlatform().send_mail(LETTER)
    (sent,) = mail.outbox
    assert sent.alternatives[0][0] == LETTER.html
