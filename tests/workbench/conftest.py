"""These tests run on the workbench's settings only: `python scripts/check.py workbench`."""

import os

collect_ignore_glob = [] if os.environ.get("DJANGO_SETTINGS_MODULE") == "tests.workbench_settings" else ["test_*.py"]
