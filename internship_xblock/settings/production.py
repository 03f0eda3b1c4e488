"""Settings for the platform's production environment: the common ones, once more.

A production file may replace a whole list that the common settings had extended, so they are applied again.
"""

from .common import plugin_settings

__all__ = ["plugin_settings"]
