"""What a unit awards, as its author wrote it. Pure: whoever checks a course has no tables."""

from __future__ import annotations

from dataclasses import dataclass

from ...training.levels import AWARDED_BY_UNITS


@dataclass(frozen=True)
class Award:
    """The level that whoever completes a unit earns, and the ids of the units of the course that it needs besides."""

    level: str
    needs: tuple[str, ...] = ()

    def usage_keys(self, usage_key: str) -> tuple[str, ...]:
        """Return the usage keys of the units that it needs, beside that of the unit itself; never this one."""
        before = usage_key[: len(usage_key) - len(unit_id(usage_key))]
        return tuple(key for name in self.needs if (key := f"{before}{name}") != usage_key)


def parse_award(level: object, needs: object) -> Award | None:
    """Return what the fields of a unit say; None where it awards nothing, or what is no level that a unit can award."""
    return Award(str(level), ids_of(needs)) if level in AWARDED_BY_UNITS else None


def ids_of(text: object) -> tuple[str, ...]:
    """Return the ids of units in a list with spaces between them, each once."""
    return tuple(dict.fromkeys(text.split())) if isinstance(text, str) else ()


def unit_id(usage_key: str) -> str:
    """Return the last part of a usage key: what OLX calls `url_name`."""
    return usage_key.rpartition("@")[2].rpartition("/")[2]
