"""How the places of conversations are named in a plan's page."""

from __future__ import annotations


def form_name(section: str, row: str) -> str:
    """How the form of a card is called: what is wrong in it is told at `<name>-text` and `<name>-field`."""
    return f"talk-{section}-{row}" if row else f"talk-{section}"


def button_of(section: str, row: str) -> str:
    """The place of the button that opens the conversations of a card."""
    return f"{form_name(section, row)}-button"
