"""A running demo, as `make demo` starts it, and a real browser in front of it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect, sync_playwright

from .story import view_as

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
BROWSER_FLAGS = [
    "--no-sandbox",
    "--lang=en-US",  # the order of the parts of a date field
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},  # 2.2 AA, which axe leaves off unless asked
    "resultTypes": ["violations"],
}
PICTURES = os.environ.get("INTERNSHIP_PICTURES", "")  # a folder that gets a picture of every page that is checked
expect.set_options(timeout=15_000)  # ms: CI's machine does other things too
NARROW, MIDDLE, WIDE = {"width": 320, "height": 720}, {"width": 768, "height": 1024}, {"width": 1280, "height": 900}


def environment_for(folder: Path) -> dict[str, str]:
    environment = {**os.environ, "INTERNSHIP_DEMO_DIR": str(folder)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return environment


@cache
def new_state() -> Path:
    """The state of a demo that nobody has used, made once for all that are started: a folder to copy from."""
    folder = Path(mkdtemp(prefix="demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "internship_xblock.demo", "prepare"],
        cwd=ROOT, env=environment_for(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


class Demo:
    """The demo's server in a process of its own, with its state in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**environment_for(self.folder), "PORT": str(self.port)}
        if not any(self.folder.glob("demo.sqlite3*")):
            shutil.copytree(new_state(), self.folder, dirs_exist_ok=True)
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "internship_xblock.demo"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + "/", timeout=2):  # noqa: S310 - our own server
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"The demo did not answer within {START_SECONDS} s:\n{self.log()}")

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")[-4000:]


@pytest.fixture(scope="session")
def chromium_path() -> str:
    named = os.environ.get("INTERNSHIP_CHROMIUM", "")
    found = named or shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    assert found, "No browser was found: install Debian's `chromium`, or name one in INTERNSHIP_CHROMIUM."
    return found


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    # Playwright runs a loop of its own beside the tests; Django would refuse those that also look into the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    running = Demo(tmp_path)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One server for all tests of a file that do not stop it. Each opens a placement of its own, or is somebody else."""
    running = Demo(tmp_path_factory.mktemp("site"))
    running.start()
    yield running
    running.kill()


class Door:
    """Lets people in: each call is a browser of its own (a context), signed in as somebody. Collects what went wrong there."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self.browser, self.demo = browser, demo
        self.pages: list[Page] = []
        self.problems: list[str] = []

    def __call__(self, name: str = "Tuva Solberg", **options: Any) -> Page:
        context = self.browser.new_context(base_url=self.demo.url, **{"viewport": WIDE, "locale": "en-GB", **options})
        context.set_default_timeout(20_000)
        return self.tab(context, name)

    def tab(self, context: BrowserContext, name: str = "") -> Page:
        """One more tab in a browser that is open already; a name signs somebody in, for all its tabs."""
        opened = context.new_page()
        opened.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        opened.on(
            "response", lambda answer: self.problems.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        )
        self.pages.append(opened)
        opened.goto("/")
        if name and name not in (opened.locator("[data-me]").text_content() or ""):
            view_as(opened, name)
        return opened

    def close(self) -> None:
        for opened in self.pages:
            opened.context.close()
        assert not self.problems, f"The browser met errors:\n{self.problems}\n{self.demo.log()}"


@pytest.fixture
def door(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Door]:
    """To the server of the file; a test that is tried again finds one that its first attempt has not used."""
    is_again = getattr(request.node, "execution_count", 1) > 1
    lets_in = Door(browser, request.getfixturevalue("demo" if is_again else "site"))
    yield lets_in
    lets_in.close()


@pytest.fixture
def own_door(browser: Browser, demo: Demo) -> Iterator[Door]:
    """To a server of the test's own: it may be stopped, and nobody has written anything there."""
    lets_in = Door(browser, demo)
    yield lets_in
    lets_in.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a story stops, keep a picture of what the person saw: var/browser/<test>.png."""
    report = yield
    given = getattr(item, "funcargs", {})
    pages = [given["page"]] if "page" in given else given["door"].pages if "door" in given else []
    if report.when == "call" and report.failed:
        for number, shown in enumerate([page for page in pages if not page.is_closed()]):
            picture = ROOT / "var" / "browser" / f"{item.name}{number or ''}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            shown.screenshot(path=picture, full_page=True)
            report.sections.append(("what the browser showed", str(picture.relative_to(ROOT))))
    return report


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    context = browser.new_context(base_url=demo.url, viewport=WIDE, locale="en-GB")
    context.set_default_timeout(20_000)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    opened.on("response", lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None)
    yield opened
    context.close()
    assert not problems, f"The browser met errors:\n{problems}\n{demo.log()}"


TOO_WIDE = """() => {
    const root = document.documentElement, width = root.clientWidth, out = [];
    if (root.scrollWidth <= width) { return { by: 0, out }; }
    for (const one of document.body.querySelectorAll("*")) {
        const { left, right } = one.getBoundingClientRect();
        if ((right > width + 0.01 || left < -0.01) && one.checkVisibility()) {
            out.push(`${one.tagName.toLowerCase()}.${one.className} from ${left.toFixed(1)} to ${right.toFixed(1)}`);
        }
    }
    return { by: root.scrollWidth - width, out: out.slice(-12) };
}"""


def check_width(frame: Frame, what: str) -> None:
    wide = frame.evaluate(TOO_WIDE)
    assert wide["by"] <= 0, f"{what}: {frame.url} is {wide['by']} px wider than its window, by {wide['out']}"


# What is cut off where nobody can scroll to it. A title that ends in dots opens; what is for readers alone is one pixel wide.
CUT_OFF = """() => [...document.body.querySelectorAll(":not(svg, svg *, iframe)")].filter(one => {
    const style = getComputedStyle(one);
    const isForReaders = one.clientWidth < 2 || one.matches(".ix-visually-hidden, input");  // a field scrolls
    if (isForReaders || style.textOverflow === "ellipsis" || !one.checkVisibility()) { return false; }
    const hides = overflow => overflow === "hidden" || overflow === "clip";
    return (hides(style.overflowX) && one.scrollWidth > one.clientWidth + 1)
        || (hides(style.overflowY) && one.scrollHeight > one.clientHeight + 1);
}).map(one => `${one.tagName.toLowerCase()}.${one.className}`)"""


def check_holds(frame: Frame, what: str) -> None:
    """Assert that nothing is wider than its window, and nothing is cut off."""
    check_width(frame, what)
    assert frame.evaluate(CUT_OFF) == [], f"{what}: {frame.url} cuts something off"


# English lines whose full stop does not stand on the right of the letter before it, in the same line.
STOPS_AT_THE_WRONG_END = r"""() => {
    const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = new Range();
    const place = (node, at) => { range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect(); };
    while (walker.nextNode()) {
        const node = walker.currentNode, end = node.data.trimEnd().length;
        if (node.parentElement.closest(".ix-visually-hidden")) { continue; }  // nobody sees its order
        if (!/^[\x20-\x7e’“”]*[a-z]\.$/.test(node.data.trim()) || !node.parentElement.checkVisibility()) { continue; }
        const stop = place(node, end - 1), letter = place(node, end - 2);
        if (stop.width && stop.top === letter.top && stop.left < letter.left) { found.push(node.data.trim()); }
    }
    return found;
}"""

# What turns round with the words in it has its bullet on the side of the words' own language, and its room on the wrong side.
TURNED_ROUND = """() => [...document.querySelectorAll("[dir=auto]")].filter(one => {
    const style = getComputedStyle(one);
    if (!one.checkVisibility() || style.direction === getComputedStyle(one.parentElement).direction) { return false; }
    const isListed = style.display === "list-item" && style.listStyleType !== "none";
    return isListed || style.paddingLeft !== style.paddingRight || style.borderLeftWidth !== style.borderRightWidth;
}).map(one => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


def check_direction_of_lines(frame: Frame, what: str) -> None:
    """Assert that what people wrote in another direction than the page's keeps its order, and stands as all else does."""
    assert frame.evaluate(TURNED_ROUND) == [], f"{what}: {frame.url} has things that turn round with their words"
    if frame.evaluate("document.documentElement.dir") == "rtl":
        turned = frame.evaluate(STOPS_AT_THE_WRONG_END)
        assert turned == [], f"{what}: {frame.url}: the full stop of an English line stands before it: {turned}"


def check_sizes(page: Page, what: str) -> None:
    """Assert that the page holds at the width of a tablet, and with the text twice as large as the browser has it."""
    page.set_viewport_size(MIDDLE)
    page.wait_for_timeout(100)
    for frame in page.frames:
        check_holds(frame, f"{what} at {MIDDLE['width']} px")
    page.set_viewport_size(WIDE)
    for frame in page.frames:
        check_direction_of_lines(frame, what)
        frame.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    page.wait_for_timeout(100)
    for frame in page.frames:
        check_holds(frame, f"{what} with text of 200 %")
        frame.evaluate("() => { document.documentElement.style.removeProperty('font-size') }")


# Whatever scrolls under a bar that stays in sight is covered for that moment, and what gets the focus moves out from under it:
# axe looks at the targets with the bar in its own place, or it depends on where the page happened to be scrolled to.
LAY_DOWN = """() => {
    for (const one of document.body.querySelectorAll("*")) {
        if (getComputedStyle(one).position === "sticky") { one.style.position = "static"; one.dataset.laidDown = ""; }
    }
}"""
STAND_UP = """() => {
    for (const one of document.querySelectorAll("[data-laid-down]")) {
        one.style.removeProperty("position"); delete one.dataset.laidDown;
    }
}"""


def check_page(page: Page, what: str) -> None:
    """No violation of WCAG 2.2 A/AA at 320 and 1280 px; nothing too wide there, at 768 px and with text of 200 %."""
    check_sizes(page, what)
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        page.wait_for_timeout(150)  # the frame's height follows by message
        for frame in page.frames:  # axe looks into a frame only where it is run
            frame.evaluate(LAY_DOWN)
            result = Axe().run(frame, options=AXE)
            frame.evaluate(STAND_UP)
            assert result.violations_count == 0, f"{what} at {size['width']} px, {frame.url}:\n{result.generate_report()}"
            check_width(frame, f"{what} at {size['width']} px")
        if PICTURES:
            picture = Path(PICTURES) / f"{re.sub('[^a-z0-9]+', '-', what.lower())}-{size['width']}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture, full_page=True)
