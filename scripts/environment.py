"""Make a virtual environment of this project, or leave a finished one alone.

    python scripts/environment.py demo .venv
    python scripts/environment.py test .venv-test

Needs nothing but Python's standard library. A stamp in the environment says what it was made from, so that a second
run costs nothing and a change of the requirements, the interpreter or the folder's place makes it anew.

Python 3.11 gets the oldest versions supported, later ones the newest, as requirements/constraints-*.txt pin them; what they do
not name is left to pip. `make constraints` renews them.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
END = "oldest" if sys.version_info < (3, 12) else "newest"
PINNED = ROOT / f"requirements/constraints-{END}.txt"
INPUTS = ("setup.py", "pyproject.toml", "requirements/test.txt", str(PINNED.relative_to(ROOT)), "scripts/environment.py")


def requirements_for(purpose: str, *, pinned: bool = True) -> list[str]:
    """What pip installs for a purpose: `demo` runs the product, `test` judges it too. Unpinned, only bounds count."""
    wanted = ["--editable", f"{ROOT}[demo,course]"]
    if purpose == "test":
        wanted += ["--requirement", str(ROOT / "requirements/test.txt")]
    if pinned:
        wanted += ["--constraint", str(PINNED)]
    elif END == "oldest":
        wanted += ["--constraint", str(ROOT / "requirements/oldest.txt")]
    return wanted


def stamp_for(purpose: str) -> str:
    digest = hashlib.sha256(f"{purpose} {sys.version} {sys.prefix} {ROOT}".encode())
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make(purpose: str, folder: Path) -> None:
    stamp = folder / ".made-from"
    wanted = stamp_for(purpose)
    if stamp.is_file() and stamp.read_text() == wanted and python_in(folder).exists():
        return
    print(f"Making {folder.name} with Python {sys.version.split()[0]}; the first time takes a minute or two.", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    except subprocess.CalledProcessError:
        sys.exit("This Python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv")
    pip = [str(python_in(folder)), "-m", "pip", "install", "--quiet", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run(pip + requirements_for(purpose), check=True, cwd=ROOT)
    except subprocess.CalledProcessError:
        sys.exit(f"Installing into {folder.name} failed; pip says why above. It needs the Python package index.")
    stamp.write_text(wanted)


def main() -> None:
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "internship-xblock needs Python 3.11 or later; this is Python {}.{}. "
            "Name another: make PYTHON=python3.12 ...".format(*sys.version_info[:2])
        )
    if len(sys.argv) != 3 or sys.argv[1] not in ("demo", "test"):
        sys.exit(__doc__)
    make(sys.argv[1], ROOT / sys.argv[2])


if __name__ == "__main__":
    main()
