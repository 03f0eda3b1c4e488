"""Where a refusal is said: a verb knows the names of its values, a form those of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..core.errors import Invalid, PartlySaved


@contextmanager
def at_fields(prefix: str) -> Iterator[None]:
    """Say what is refused inside at the fields of the form `prefix`: at `<prefix>-<name>` instead of at `<name>`."""
    try:
        yield
    except Invalid as error:
        error.fields = {f"{prefix}-{name}": words for name, words in error.fields.items()}
        if isinstance(error, PartlySaved):
            error.refused = tuple(f"{prefix}-{name}" for name in error.refused)
        raise


@contextmanager
def in_form_of(part: str) -> Iterator[None]:
    """Say of which form a refusal inside speaks, where several on a page have fields of the same names."""
    try:
        yield
    except Invalid as error:
        error.part = part
        raise
