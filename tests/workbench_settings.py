"""The xblock-sdk workbench with our app in it: the workbench's own test suite runs on these settings."""

import os
from pathlib import Path

os.environ.pop("EXCLUDE_SAMPLE_XBLOCKS", None)  # the suite needs the workbench's own samples beside our blocks
VAR = Path(__file__).resolve().parent.parent / "var"
VAR.mkdir(exist_ok=True)

from workbench.settings import *  # noqa: E402, F403
from workbench.settings import INSTALLED_APPS, LOGGING  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "django_htmx", "internship_xblock"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DJFS = {"type": "osfs", "directory_root": str(VAR / "workbench"), "url_root": "/static/djpyfs"}
LOGGING["handlers"]["logfile"]["filename"] = str(VAR / "workbench.log")
