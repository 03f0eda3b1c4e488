"""The player's own Django app: the state of blocks, and what they reported."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "internship_xblock.demo"
    label = "internship_xblock_demo"
    verbose_name = "Internship player"
    default_auto_field = "django.db.models.BigAutoField"
