"""Find a Chromium for the browser tests, or get one; print its path.

In this order: $INTERNSHIP_CHROMIUM, a browser of the system, Playwright's own, a fresh download by Playwright, Debian's
package (as root). A candidate counts only once it has really rendered a page. Where nothing works, says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
PACKAGE = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--quiet", "--no-install-recommends"]


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def of_the_system() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    if os.path.exists(mac):
        yield mac


def of_playwright() -> str | None:
    """The path of Playwright's own Chromium, whether downloaded yet or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def works(path: str) -> bool:
    """Whether a browser starts and renders a page."""
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--dump-dom"]
    try:
        done = subprocess.run([*command, "data:text/html,<p>it-renders</p>"], capture_output=True, timeout=120, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"it-renders" in done.stdout


def attempt(what: str, *commands: list[str]) -> None:
    say(what)
    for command in commands:
        try:
            subprocess.run(command, stdout=sys.stderr, timeout=900, check=False, stdin=subprocess.DEVNULL)
        except (OSError, subprocess.TimeoutExpired) as error:
            say(f"  {error}")


def candidates() -> Iterator[str | None]:
    yield os.environ.get("INTERNSHIP_CHROMIUM")
    yield from of_the_system()
    yield of_playwright()
    attempt("No browser yet: asking Playwright for its Chromium.", [*PLAYWRIGHT, "install", "chromium"])
    yield of_playwright()
    if shutil.which("apt-get") and os.getuid() == 0:
        attempt("No browser yet: installing Debian's chromium.", ["apt-get", "update", "--quiet"], [*PACKAGE, "chromium"])
        yield from of_the_system()


def main() -> None:
    for path in candidates():
        if path and works(path):
            print(path)
            return
    sys.exit(
        "No browser was found that renders a page. Install Chromium or Chrome (Debian, Ubuntu: apt-get install chromium),\n"
        "or name one: INTERNSHIP_CHROMIUM=/path/to/chromium make test"
    )


if __name__ == "__main__":
    main()
