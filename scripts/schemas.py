"""Write the schemas of files: of plans that people take along from their sections, of units in OLX from the kinds of steps.

python scripts/schemas.py          write them
python scripts/schemas.py check    fail where one is not what the code says
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "internship_xblock"


def schemas() -> dict[str, str]:
    """Return the text of each schema, by the place of its file in the package."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.utils.translation import override

    django.setup()
    from internship_xblock.tools.plans.json_schema import plan_schema
    from internship_xblock.tools.units.web.olx_schema import unit_schema

    with override("en"):
        return {
            "exports/plan.schema.json": json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n",
            "course/internship_unit.rng": unit_schema(),
        }


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["write", "check"], default="write")
    made = schemas()
    if parser.parse_args().what == "write":
        for name, text in made.items():
            (PACKAGE / name).write_text(text, encoding="utf-8")
        return
    stale = [name for name, text in made.items() if _text(PACKAGE / name) != text]
    if stale:
        sys.exit(f"Not what the code says: {', '.join(stale)}. `make schemas` writes it.")


if __name__ == "__main__":
    main()
