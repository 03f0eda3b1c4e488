"""Versions of plans as the renderers meet them: names of many scripts, hostile text, and as much of it as is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from internship_xblock.tools.placements.api import role_label
from internship_xblock.tools.plans.api import Layout, Signature, TakenAlong, VersionView
from internship_xblock.tools.plans.rules import PlanRules
from internship_xblock.tools.plans.schema import frozen_text
from internship_xblock.tools.plans.schema.headings import Heading
from internship_xblock.tools.plans.sources import examples

NORWEGIAN, SAMI, GREEK = "Åse Bjørnæs", "Ánde Čáhppesšuolu đŋŧž", "Ιωάννης Παπαδόπουλος"
ARABIC, CHINESE = "محمد بن علي", "李小龙"
PERSON_NAMES = (SAMI, NORWEGIAN, GREEK, ARABIC, CHINESE)
FORMULA, SCRIPT = '=HYPERLINK("http://x.example","y")', "<script>alert(1)</script>"
HEADINGS = (Heading("knowledge", "Knowledge"), Heading("skills", "Skills"))
FROZEN = datetime(2026, 9, 1, 10, 30, tzinfo=UTC)


def people() -> list[dict[str, Any]]:
    roles = ("student", "mentor", "supervisor", "leader", "mentor")
    return [
        {"uid": f"u{at}", "role": role, "name": name, "organisation": "Northern Fish Auction", "is_substitute": at == 4}
        for at, (role, name) in enumerate(zip(roles, PERSON_NAMES, strict=True))
    ]


def plan(task_count: int = 3, checkpoint_count: int = 3, **sections: Any) -> dict[str, Any]:
    """The document of a plan; `sections` replace those made here."""
    outcomes = [{"uid": f"o{at}", "text": f"Explain part {at} of the trade", "heading": HEADINGS[at % 2].id} for at in range(6)]
    rows: dict[str, Any] = {
        "periods": [
            {"uid": "p1", "label": "Autumn", "start": "2026-09-21", "end": "2026-10-02", "hours": 75},
            {"uid": "p2", "label": "Winter", "start": "2026-11-16", "end": "2026-11-20", "hours": 37.5},
        ],
        "outcomes": outcomes,
        "tasks": [
            {
                "uid": f"t{at}", "text": f"Task {at}: make the catalogue together with the auctioneer", "routine": False,
                "outcomes": [outcomes[at % 6]["uid"]], "evidence": "A note on one case: what happened, what comes next",
                "assessor": PERSON_NAMES[at % 5], "autonomy": "helped", "start": "2026-09-21",
            }
            for at in range(task_count)
        ],
        "checkpoints": [
            {
                "uid": f"c{at}", "kind": ("start", "midway", "end")[at % 3], "date": f"2026-10-{at % 28 + 1:02}",
                "about": "All three",
            }
            for at in range(checkpoint_count)
        ],
    }  # fmt: skip
    values = {"practical": {"insurance": "The university"}, "contacts": {"university": "Ingrid", "mentor_hours": 2}}
    rows |= {name: rows_or_values for name, rows_or_values in sections.items() if isinstance(rows_or_values, list)}
    values |= {name: one for name, one in sections.items() if isinstance(one, dict)}
    data = {name: {"rows": found} for name, found in rows.items()} | {name: {"values": one} for name, one in values.items()}
    return frozen_text.build(rows.get("parties", people()), data, HEADINGS)


def erasmus(**answers: dict[str, Any]) -> dict[str, Any]:
    """The document of an Erasmus+ agreement: the example's answers, with some by section replaced."""
    settings = PlanRules(headings=HEADINGS, layout=Layout(erasmus=True))
    filled = examples.example(settings, date(2026, 8, 3))
    known = settings.layout.by_name
    data = {
        name: {"rows": rows} if known[name].has_rows else {"values": {**rows[0], **answers.get(name, {})}}
        for name, rows in filled.items()
    }
    return frozen_text.build(people(), data, HEADINGS, settings.layout)


def version(document: dict[str, Any], before: VersionView | None = None) -> VersionView:
    text, previous = frozen_text.canonical(document), before.sha256 if before else ""
    return VersionView(
        number=before.number + 1 if before else 1, frozen_at=FROZEN, frozen_by=SAMI, previous_sha256=previous,
        sha256=frozen_text.digest(previous, text), plan_id=7, canonical=text,
    )  # fmt: skip


def taken(*chain: dict[str, Any]) -> TakenAlong:
    """The last of these documents, the others the versions before it; the mentor has signed."""
    versions: list[VersionView] = []
    for document in chain:
        versions.append(version(document, versions[-1] if versions else None))
    lines = [Signature(row["uid"], row["name"], row["role"], role_label(row["role"]), True) for row in chain[-1]["parties"][:3]]
    if len(lines) > 1:
        lines[1] = replace(lines[1], signed_at=FROZEN, sentence="I have read it.")
    return TakenAlong(tuple(versions), tuple(lines), is_agreed=False)
