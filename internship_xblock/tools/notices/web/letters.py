"""Draw the mails: subject, text and HTML, in the language that is on. Who and what kind of thing, never what was written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....core.language import formats
from ....core.language.text import clean_line, shortened, squeezed
from ....core.notices import NoticeKind, Said
from ....core.permissions import Role
from ....openedx.letters import Letter
from ....openedx.platform import get_platform, site_address
from ....ui.jinja import render
from ..choices import token_of
from ..sending import Line, Told

SUBJECT_LIMIT = 150  # characters; mail programs show half of that


class Written(Protocol):
    """A letter as the placements tool writes it, an invitation or a code: plain text, with the link in a line of its own."""

    @property
    def to(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True)
class Part:
    """A paragraph, or with a `url` the button."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Group:
    """What is told of one placement, or ("") of what is in none. `course` is its course's name."""

    title: str
    course: str
    items: tuple[Said, ...]


def absolute(path: str) -> str:
    return path if path.startswith(("https://", "http://")) else site_address() + path


def draw(told: Told) -> Letter:
    """Return the letter in which one person is told all this."""
    groups = _groups(told.lines)
    items = [item for group in groups for item in group.items]
    only = items[0] if len(items) == 1 else None
    leave = absolute(reverse("internship_xblock:notices_by_link", kwargs={"token": token_of(told.reader.identity)}))
    context: dict[str, Any] = {
        "groups": groups, "only": only, "is_reminder": told.is_reminder, "title": _title(told, items), "leave": leave,
        "why": _why(told), "choices": _choices_url(told) or leave, "is_signature": told.concerns_signature,
        "open_it": only or Said("", _("See what waits for you"), absolute(reverse("internship_xblock:today"))),
    }  # fmt: skip
    headers = {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{told.number}@{_host()}>",
    }
    return _letter(
        "notices/mail.html", context, text=_text("notices/mail.txt", context), address=told.reader.address,
        user_id=told.reader.identity.user_id, course_keys=tuple(dict.fromkeys(line.course_key for line in told.lines)),
        is_transactional=all(line.kind.concerns_signature for line in told.lines), headers=headers,
    )  # fmt: skip


def draw_written(written: Written) -> Letter:
    """Return a letter of a text that another tool wrote: its paragraphs, with an address alone in a line as the button."""
    parts: list[Part] = []
    for paragraph in written.body.strip().split("\n\n"):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        kept = [line for line in lines if not _is_address(line)]
        if kept:
            parts.append(Part("\n".join(kept)))
        parts += [Part(_("Open your link"), line.strip()) for line in lines if _is_address(line)]
    return _letter(
        "notices/written.html", {"title": written.subject, "parts": parts}, text=written.body.strip() + "\n",
        address=written.to, is_transactional=True, headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip


def _is_address(line: str) -> bool:
    return line.strip().startswith(f"{site_address()}/") and " " not in line.strip()


def _letter(template: str, context: dict[str, Any], **more: Any) -> Letter:
    """Draw a letter's subject and its HTML. The subject is one line, whatever is in a name."""
    known = {"site": _site(), **context}
    subject = shortened(squeezed(clean_line(str(context["title"]))), SUBJECT_LIMIT)
    return Letter(
        subject=subject, head_html=str(render("notices/mail_head.html", known)), body_html=str(render(template, known)),
        language=get_language() or "en", from_name=_site(), **more,
    )  # fmt: skip


def _text(template: str, context: dict[str, Any]) -> str:
    """Draw a letter's text: no space at the end of a line, and never two empty lines."""
    text = "\n".join(line.rstrip() for line in str(render(template, context).unescape()).splitlines())
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def _groups(lines: tuple[Line, ...]) -> list[Group]:
    found: dict[tuple[int | None, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.placement.id if line.placement else None, line.course_key), []).append(line)
    platform = get_platform()
    return [
        Group(
            some[0].placement.title if some[0].placement else "", platform.course_name(course_key),
            tuple(replace(line.said, address=absolute(line.said.address)) for line in some),
        )
        for (_placement_id, course_key), some in found.items()
    ]  # fmt: skip


def _title(told: Told, items: list[Said]) -> str:
    """The subject: the sentence itself where there is one."""
    if len(items) == 1:
        return _with_whose(items[0].sentence, told)
    names = list(dict.fromkeys(line.placement.title for line in told.lines if line.placement))
    if told.is_reminder:
        return _("%(count)d reminders: %(first)s") % {"count": len(items), "first": items[0].sentence}
    if len(names) == 1:
        return _("%(count)d things are new in the placement of %(name)s") % {"count": len(items), "name": names[0]}
    return _("%(count)d things are new in your placements") % {"count": len(items)}


def _with_whose(sentence: str, told: Told) -> str:
    """A sentence with whose placement it is about, where it does not say so and it is not the reader's own."""
    view = told.lines[0].placement
    if view is None or view.title in sentence:
        return sentence
    seen = view.as_seen_by(told.reader.actor(view.course_key))
    return sentence if Role.STUDENT in seen.roles else f"{sentence} ({view.title})"


def _why(told: Told) -> str:
    """Why this person gets it."""
    views = {line.placement.id: line.placement for line in told.lines if line.placement}
    if len(views) != 1:
        if views:
            return _("You get this because you take part in these placements.")
        said = {str(line.kind.why) for line in told.lines if isinstance(line.kind, NoticeKind) and line.kind.why}
        return said.pop() if len(said) == 1 else _("You get this because you submitted it.")
    (view,) = views.values()
    seen = view.as_seen_by(told.reader.actor(view.course_key))
    role = formats.in_sentence(next(iter(seen.role_labels), ""))
    if not role:
        return _("You get this because you take part in this placement.")
    return _("You get this because you are %(role)s in the placement of %(name)s.") % {"role": role, "name": view.title}


def _choices_url(told: Told) -> str:
    """Where an account chooses signed in; a guest does so by the link of the mail."""
    return absolute(reverse("internship_xblock:notices")) if told.reader.identity.user_id is not None else ""


def _site() -> str:
    return str(getattr(settings, "PLATFORM_NAME", "") or _("Internship"))


def _host() -> str:
    return quote(site_address().partition("://")[2].partition("/")[0].partition(":")[0]) or "localhost"
