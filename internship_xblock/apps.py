"""The Open edX plugin: one Django app for the LMS and Studio."""

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
        """Follow accounts and courses that go and certificates that come, and check what operators set."""
        from . import checks  # noqa: F401 - registers itself
        from . import retirement as ours
        from .core import chores, events
        from .openedx import certificates, deletion, listeners, retirement
        from .tools.coordination import keeping, reminding
        from .tools.hosts.web import running as asking
        from .tools.notices.recording import record
        from .tools.notices.web import running
        from .tools.notices.web.post import Post
        from .tools.placements import api as placements
        from .tools.placements.forget import end_invitations
        from .tools.training import awarding

        retirement.listen(ours.forget)
        deletion.listen(end_invitations)
        certificates.listen(awarding.certify, awarding.revoke)
        listeners.listen()
        events.record(events.Happened, record)
        running.listen()
        keeping.listen()
        events.listen(events.MailLost, reminding.on_lost)
        chores.register(keeping.after_a_page)
        asking.listen()
        placements.connect_post(Post())
