"""Addresses that mail can be sent to, and nothing that would become a header of it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

ADDRESS_LIMIT = 254  # characters, as mail servers take them


def mail_address(typed: str) -> str:
    """Return the address as a mail server takes it; "" for what is none.

    A domain in another script becomes its ASCII form, in small letters; before the @ the case stays, as it may count there.
    Letters beyond ASCII before the @ need SMTPUTF8, which few servers offer all the way: such an address is none.
    """
    address = typed.strip(" ")
    name, _at, domain = address.rpartition("@")
    if not name or not name.isascii() or not name.isprintable() or " " in name:
        return ""
    try:
        address = f"{name}@{domain.encode('idna').decode('ascii').lower()}"
        validate_email(address)
    except (UnicodeError, ValidationError):
        return ""
    return address if len(address) <= ADDRESS_LIMIT else ""
