"""Write the JSON schemas of the files that people take along, from the sections that the files are made of.

python scripts/schemas.py          write them
python scripts/schemas.py check    fail where one is not what its sections say
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXPORTS = ROOT / "internship_xblock" / "exports"


def schemas() -> dict[str, str]:
    """Return the text of each schema, by the name of its file."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.utils.translation import override

    django.setup()
    from internship_xblock.tools.plans.json_schema import plan_schema

    with override("en"):
        return {"plan.schema.json": json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["write", "check"], default="write")
    made = schemas()
    if parser.parse_args().what == "write":
        for name, text in made.items():
            (EXPORTS / name).write_text(text, encoding="utf-8")
        return
    stale = [name for name, text in made.items() if (EXPORTS / name).read_text(encoding="utf-8") != text]
    if stale:
        sys.exit(f"Not what its sections say: {', '.join(stale)}. `make schemas` writes it.")


if __name__ == "__main__":
    main()
