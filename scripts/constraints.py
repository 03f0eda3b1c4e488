"""Pin the releases that one end of the version range is installed with: requirements/constraints-<end>.txt.

    make constraints PYTHON=python3.13      the newest end: today's releases
    make constraints PYTHON=python3.11      the oldest end: within requirements/oldest.txt

Resolves everything anew in an environment that is thrown away. No index is named: pip asks the one that it is configured for.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from environment import END, PINNED, python_in, requirements_for

HEAD = f"# The {END} end of the version range, made by `make constraints` ({{}}). Do not edit.\n"
OUR_OWN = "internship-xblock"


def main() -> None:
    version = "Python {}.{}".format(*sys.version_info[:2])
    with tempfile.TemporaryDirectory(prefix="constraints-") as folder:
        python = str(python_in(Path(folder)))
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [python, "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "install", "--quiet", "--quiet", *requirements_for("test", pinned=False)], check=True)
        found = subprocess.run([*pip, "list", "--format=freeze"], check=True, stdout=subprocess.PIPE, text=True).stdout
    lines = sorted((line for line in found.splitlines() if not line.startswith((f"{OUR_OWN}==", "pip=="))), key=str.casefold)
    PINNED.write_text(HEAD.format(version) + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{PINNED.name}: {len(lines)} releases")


if __name__ == "__main__":
    main()
