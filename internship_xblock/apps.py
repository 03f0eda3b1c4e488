"""The Open edX plugin: one Django app for the LMS and Studio."""

import logging

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import registry  # noqa: F401 - the tools say what they are, before anything asks


class InternshipConfig(AppConfig):
    """How edx-django-utils' plugin manager finds our pages and settings.

    The keys are written out, not imported: the app must load where edx-django-utils is absent.
    """

    name = "internship_xblock"
    label = "internship_xblock"
    verbose_name = _("Internship")
    default_auto_field = "django.db.models.BigAutoField"

    plugin_app = {
        "url_config": {
            "lms.djangoapp": {"namespace": "internship_xblock", "regex": "^internship/", "relative_path": "urls"},
        },
        "settings_config": {
            project: {
                "common": {"relative_path": "settings.common"},
                "production": {"relative_path": "settings.production"},
                "test": {"relative_path": "settings.test"},
            }
            for project in ("lms.djangoapp", "cms.djangoapp")
        },
    }

    def ready(self) -> None:
        """Follow accounts and courses that go; check what operators set; keep what people wrote out of the site's logs."""
        from . import checks  # noqa: F401 - registers itself
        from . import retirement as ours
        from .openedx import deletion, listeners, retirement
        from .tools.placements.forget import end_invitations

        retirement.listen(ours.forget)
        deletion.listen(end_invitations)
        listeners.listen()
        logging.getLogger("django.template").addFilter(without_context)


def without_context(record: logging.LogRecord) -> bool:
    """A filter for Django's own log of templates: at DEBUG it tells of a variable that is not there with all those that are.

    In our templates these are what people wrote. That it happened, and where, may be told.
    """
    if "'internship_xblock" in repr(record.args):
        record.exc_info = None
    return True
