"""Write the schemas of files: of plans that people take along from their sections, of units in OLX from the kinds of steps.

python scripts/schemas.py          write them
python scripts/schemas.py check    fail where one is not what the code says
"""

from __future__ import annotations

import json
from pathlib import Path

from made import ROOT, main

PACKAGE = ROOT / "internship_xblock"


def schemas() -> dict[Path, str]:
    """Return the text of each schema, by its file."""
    from internship_xblock.tools.plans.json_schema import plan_schema
    from internship_xblock.tools.units.web.olx_schema import unit_schema

    return {
        PACKAGE / "exports/plan.schema.json": json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n",
        PACKAGE / "course/internship_unit.rng": unit_schema(),
    }


if __name__ == "__main__":
    main(__doc__, schemas, "make schemas")
