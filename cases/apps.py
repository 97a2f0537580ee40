"""The one Django app of the project."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the models of `cases.models`."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
