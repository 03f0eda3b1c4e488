"""Settings of the player: one machine, one SQLite file, errors in words and never in stack traces.

`INTERNSHIP_DEMO_DIR` says where the state lives (default `./var/demo/`), `INTERNSHIP_DEMO_COURSE` which OLX folder is shown.
"""

import os
import secrets
from pathlib import Path

from internship_xblock.course.shipped import shipped_folder

STATE = Path(os.environ.get("INTERNSHIP_DEMO_DIR") or "var/demo").resolve()
STATE.mkdir(parents=True, exist_ok=True)


def _secret(path: Path) -> str:
    """The key that signs cookies, made once per state folder."""
    if not path.exists() or not path.read_text():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.replace(path)  # at once or not at all, whenever we are stopped
    return path.read_text()


SECRET_KEY = _secret(STATE / "secret")
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "internship_xblock.demo.urls"
INTERNSHIP_PLATFORM = "internship_xblock.demo.platform.DemoPlatform"
LMS_ROOT_URL = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"  # where the links of its mails lead
INTERNSHIP_NOTICE_DELAY = 0  # nobody waits for a mail here
INTERNSHIP_PAGE_BAR = "internship_xblock.demo.pages.frame.bar"
INTERNSHIP_DEMO_COURSE = os.environ.get("INTERNSHIP_DEMO_COURSE") or str(shipped_folder())

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "workbench",  # its runtime module brings a model, which needs its app
    "internship_xblock",
    "internship_xblock.demo",
]
MIGRATION_MODULES = {"workbench": None}  # … but its table is never used
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "internship_xblock.demo.people.somebody_is_signed_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTHENTICATION_BACKENDS = ["internship_xblock.demo.people.WithPersona"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "internship_xblock.demo.sqlite",
        "NAME": str(STATE / "demo.sqlite3"),
        "OPTIONS": {"timeout": 20},  # seconds a second tab waits for the first
        "ATOMIC_REQUESTS": True,  # as in the LMS
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_NUMBER_FIELDS = None  # as in LMS and Studio: our blocks have limits of their own
CSRF_FAILURE_VIEW = "internship_xblock.demo.pages.frame.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a unit stands in a frame of the same site

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("nb", "Norsk bokmål"), ("ar", "العربية (right to left)")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
STATIC_URL = "/static/"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Not one line a request; and a refused request is the page's business, not the terminal's.
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.csrf": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
