"""The settings of the tests: the site's own, with data and files that no site uses."""

from imr_site.settings import *  # noqa: F403
from imr_site.settings import DATABASES, EMBEDDED, VAR

VAR = VAR / "test"
VAR.joinpath("static").mkdir(parents=True, exist_ok=True)
STATIC_ROOT = VAR / "static"
SECRET_KEY = "for tests only"

if DATABASES["default"]["ENGINE"] == EMBEDDED["ENGINE"]:
    DATABASES["default"]["HOST"] = str(VAR / "postgres")
DATABASES["default"]["OPTIONS"].setdefault("options", "-c synchronous_commit=off")

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
