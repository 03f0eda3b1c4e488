"""The player's own settings; DATABASE_URL names another database, empty, than its SQLite file."""

import os

from internship_xblock.demo.settings import *  # noqa: F403
from tests.settings import _database

if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": {**_database(os.environ["DATABASE_URL"]), "ATOMIC_REQUESTS": True}}
