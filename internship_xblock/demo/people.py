"""The people one can be in the player. They are invented; nobody signs up and nobody has a password.

None of them has a name of the course's cases or of the plan's examples (tests/demo/test_people.py).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model, login
from django.contrib.auth.backends import ModelBackend
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..ui.pages.actors import key_of
from .models import Persona

DEFAULT = "mentor"
_BACKEND = "internship_xblock.demo.people.WithPersona"


@dataclass(frozen=True)
class Person:
    """One of the invented people: `is_staff` is course staff, `is_author` may open Studio."""

    key: str
    first_name: str
    last_name: str
    role: str | Promise
    is_staff: bool = False
    is_author: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


PEOPLE: dict[str, Person] = {
    person.key: person
    for person in (
        Person("mentor", "Tuva", "Solberg", _("Mentor")),
        Person("student", "Emil", "Eira", _("Student")),
        Person("supervisor", "Berit", "Antonsen", _("University supervisor")),
        Person("leader", "Per-Anders", "Nilsen", _("Leader at the partner")),
        Person("instructor", "Ida", "Hætta", _("Instructor"), is_staff=True),
        Person("author", "Sindre", "Moen", _("Course author"), is_staff=True, is_author=True),
    )
}


class WithPersona(ModelBackend):
    """Who is signed in, together with who of the PEOPLE that is: one query a page less."""

    def get_user(self, user_id: int) -> Any:
        return get_user_model().objects.select_related("internship_persona").filter(pk=user_id, is_active=True).first()


def person_of(user: Any) -> Person | None:
    """Who of the invented people a Django user is, None for anybody else. One query, remembered on the user."""
    persona = persona_of(user)
    return PEOPLE.get(persona.key) if persona is not None else None


def persona_of(user: Any) -> Persona | None:
    if not getattr(user, "is_authenticated", False):
        return None
    return getattr(user, "internship_persona", None)


def account(key: str) -> Any:
    """The Django user of one of the PEOPLE, made where it is missing. KeyError for an unknown key."""
    person = PEOPLE[key]
    persona = Persona.objects.select_related("user").filter(key=key).first()
    if persona is not None:
        return persona.user
    with transaction.atomic():
        user, _created = get_user_model().objects.get_or_create(
            username=key,
            defaults={"first_name": person.first_name, "last_name": person.last_name, "email": f"{key}@example.org"},
        )
        user.set_unusable_password()
        user.save()
        Persona.objects.get_or_create(user=user, defaults={"key": key, "anonymous_id": secrets.token_hex(16)})
    return user


def prepare() -> None:
    """Make everybody who is not there yet, and give those of an older player the names of now."""
    for key, person in PEOPLE.items():
        user = account(key)
        if (user.first_name, user.last_name) != (person.first_name, person.last_name):
            user.first_name, user.last_name = person.first_name, person.last_name
            user.save(update_fields=["first_name", "last_name"])


def become(request: HttpRequest, key: str) -> None:
    """Sign one of the PEOPLE in."""
    login(request, account(key), backend=_BACKEND)


def _stays_nameless(request: HttpRequest) -> bool:
    path = request.path_info
    is_of_guests = path.startswith(("/internship/join/", "/internship/leave/"))
    has_key = path.startswith("/internship/") and bool(key_of(request))
    return path.startswith(("/static/", "/language/", "/favicon.ico")) or is_of_guests or has_key


def somebody_is_signed_in(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever comes without a name is the mentor, except for files, which nobody asks for by name, and for guests.

    Who opens a personal link in a private window has no name here, and stays so on our own pages: a guest.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if not _stays_nameless(request) and not request.user.is_authenticated:
            become(request, DEFAULT)
        return get_response(request)

    return answer
