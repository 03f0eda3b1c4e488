"""`python -m internship_xblock.demo [serve|prepare|reset]`: the course in a browser, on this computer alone."""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from pathlib import Path

STATE_FILES = ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3-shm", "demo.sqlite3-journal", "secret")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m internship_xblock.demo", description=__doc__)
    parser.add_argument("verb", nargs="?", default="serve", choices=["serve", "prepare", "reset"])
    verb = parser.parse_args(arguments).verb
    if verb == "reset":
        return reset()
    os.environ["DJANGO_SETTINGS_MODULE"] = "internship_xblock.demo.settings"
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")  # xblock-sdk's `fs`, and nothing one can mend
    if not prepare():
        return 1
    return serve() if verb == "serve" else 0


def reset() -> int:
    """Forget everything that was written. Only the player's own files go; the folder may hold other things."""
    state = Path(os.environ.get("INTERNSHIP_DEMO_DIR") or "var/demo").resolve()
    for name in STATE_FILES:
        (state / name).unlink(missing_ok=True)
    print(f"The demo in {state} is as new.")
    return 0


def prepare() -> bool:
    """Bring the database up to date, read the course, make the people. False, with the reason printed, where it cannot."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.utils.translation import override

    django.setup()
    from ..course.shipped import editions
    from . import people
    from .engine.olx import CourseError, get_course

    if _has_unknown_migrations():
        print(
            "What was written here is of a version before 0.1.0, which cannot be brought up to date. "
            "To begin anew: make demo-reset", file=sys.stderr,
        )  # fmt: skip
        return False
    call_command("migrate", interactive=False, verbosity=0)
    people.prepare()
    for language in editions(Path(settings.INTERNSHIP_DEMO_COURSE)):  # type: ignore[misc]
        try:
            with override(language or settings.LANGUAGE_CODE):
                course = get_course()
        except CourseError as error:
            print(error, file=sys.stderr)
            return False
        print(f"“{course.title}”: {len(course.units())} units read from {course.folder}")
        for key in course.broken:
            print(f"This block could not be read: {key}", file=sys.stderr)
    return True


def _has_unknown_migrations() -> bool:
    """Return whether a migration was applied here that is not among ours any more: those before 0.1.0 became one."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    ours = ("internship_xblock", "internship_xblock_demo")
    return any(app in ours and (app, name) not in loader.disk_migrations for app, name in loader.applied_migrations)


def serve() -> int:
    """Serve until Ctrl-C. Every request has its own thread, so several tabs do not wait for each other."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    try:
        port = int(os.environ.get("PORT") or 8000)
        server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler, ipv6=False)
    except (OSError, OverflowError, ValueError) as error:
        print(f"Port {os.environ.get('PORT') or 8000} cannot be used ({error}). Choose another: PORT=8123", file=sys.stderr)
        return 1
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    print(f"Open http://127.0.0.1:{server.server_port}/ in a browser. Ctrl-C ends it; what was saved stays.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
