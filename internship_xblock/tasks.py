"""Where Celery looks for the tasks of an app."""

from .tools.notices.web.running import send_letters, send_notices

__all__ = ["send_letters", "send_notices"]
