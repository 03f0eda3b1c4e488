"""Run by the Python of a clean environment, outside the repository: what an installation really carries, as JSON.

It imports nothing of the tests and of pytest: only what a site would have.
"""

from __future__ import annotations

import importlib
import json
import sys
import types
from importlib.metadata import distribution, entry_points
from importlib.resources import files
from typing import Any

PACKAGE = "internship_xblock"
PROJECTS = ("lms.djangoapp", "cms.djangoapp")


def entry_points_of(group: str) -> dict[str, str]:
    """Name -> class, each really loaded."""
    ours = [point for point in entry_points(group=group) if point.value.startswith(PACKAGE)]
    return {point.name: point.load().__name__ for point in ours}


def carried() -> dict[str, int]:
    """Every file of the package that is not Python, as importlib.resources finds it, with its size."""
    found: dict[str, int] = {}

    def walk(folder: Any, path: str) -> None:
        for item in folder.iterdir():
            name = f"{path}{item.name}"
            if item.is_dir() and item.name != "__pycache__":
                walk(item, f"{name}/")
            elif item.is_file() and not item.name.endswith((".py", ".pyc")):
                found[name] = len(item.read_bytes())

    walk(files(PACKAGE), "")
    return found


def plugin() -> dict[str, object]:
    """What edx-django-utils' plugin manager makes of us, as the LMS and Studio would."""
    from edx_django_utils.plugins import add_plugins, get_plugin_apps, get_plugin_url_patterns

    found: dict[str, object] = {}
    for project in PROJECTS:
        settings = types.ModuleType("probe_settings")
        settings.INSTALLED_APPS = ["django.contrib.auth"]
        settings.LIBRARY_ENABLED_BLOCKS = ["problem"]
        sys.modules["probe_settings"] = settings
        for environment in ("common", "production", "test"):
            add_plugins("probe_settings", project, environment)
        found[project] = {
            "apps": [name for name in get_plugin_apps(project) if PACKAGE in name],
            "urls": [str(pattern.pattern) for pattern in get_plugin_url_patterns(project)],
            "settings": {name: value for name, value in vars(settings).items() if name.isupper()},
        }
    return found


def django_works() -> dict[str, str]:
    """A template, a static file and a Norwegian word, found by Django in the installed app."""
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="probe",
        USE_TZ=True,
        STATIC_URL="/static/",
        ROOT_URLCONF=__name__,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.staticfiles",
            "django_htmx",
            PACKAGE,
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    )
    django.setup()
    from django.contrib.staticfiles import finders
    from django.core.management import call_command
    from django.utils import translation

    from internship_xblock.ui.jinja import environment

    call_command("migrate", verbosity=0)
    with translation.override("nb"):
        word = translation.gettext("Save mine instead")
    return {
        "template": str(environment().get_template("ui/block.html").filename),
        "templates": [name for name in environment().list_templates() if environment().get_template(name)],
        "static": str(finders.find("internship_xblock/built/internship.css")),
        "nb": word,
    }


urlpatterns: list[object] = []

if __name__ == "__main__":
    module = importlib.import_module(PACKAGE)
    report = {
        "where": module.__file__,
        "version": distribution("internship-xblock").version,
        "requires": distribution("internship-xblock").requires,
        "django": django_works(),
        "entry_points": {group: entry_points_of(group) for group in ("xblock.v1", "openedx.course_tab", *PROJECTS)},
        "files": carried(),
        "plugin": plugin(),
    }
    print(json.dumps(report))
