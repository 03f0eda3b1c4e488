"""A plan's version as JSON, by `exports/plan.schema.json`."""

from __future__ import annotations

import json
from datetime import UTC

from ..api import TakenAlong
from ..sources.importing import FORMAT, SCHEMA_ID


def as_json(taken: TakenAlong) -> bytes:
    """A version as plan.schema.json describes it, with the hashes of all versions up to it and what was signed."""
    version = taken.version
    content = {
        "format": FORMAT,
        "schema": SCHEMA_ID,
        "version": version.number,
        "submitted": {"at": version.frozen_at.astimezone(UTC).isoformat(), "by": version.frozen_by},
        "previous_sha256": version.previous_sha256,
        "sha256": version.sha256,
        "chain": [
            {
                "version": one.number, "at": one.frozen_at.astimezone(UTC).isoformat(),
                "previous_sha256": one.previous_sha256, "sha256": one.sha256,
            }
            for one in taken.versions
        ],
        "signatures": [
            {
                "party": line.party_uid, "name": line.name, "role": line.role, "sentence": line.sentence,
                "at": line.signed_at.astimezone(UTC).isoformat(), "is_confirmed": not line.is_unconfirmed,
            }
            for line in taken.signatures
            if line.signed_at is not None
        ],
        "intact": not taken.warnings,
        "warnings": list(taken.warnings),
        "document": version.frozen,
        "people": dict(version.people or {}),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False).encode("utf-8")
