"""The player's own settings, with the floors beside its addresses."""

from internship_xblock.demo.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
