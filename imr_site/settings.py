"""Every setting of the site, with safe defaults; docs/operating.md explains the variables that change them."""

from functools import partial
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.functional import lazy

from imr_site import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = env.folder("VAR", BASE_DIR / "var")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or lazy(partial(env.kept_secret, VAR / "secret_key"), str)()
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]  # always allowed: the machine's own checks ask there for /healthz
ALLOWED_HOSTS = [*LOOPBACK, *env.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "template_partials",
    "cases.apps.CasesConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "imr_site.headers.private",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "imr_site.bodies.Bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "imr_site.access.Access",
]
ROOT_URLCONF = "imr_site.urls"
WSGI_APPLICATION = "imr_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.web.access.visitor",
            ]
        },
    }
]
LANGUAGE_CODE = "en-us"
USE_I18N = False
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True

# --- Data ---
EMBEDDED: dict[str, Any] = {
    "ENGINE": "imr_site.postgresql",
    "NAME": "imr",
    "USER": "imr",
    "HOST": str(VAR / "postgres"),
    "PORT": "5432",
}
DATABASES = {"default": {"OPTIONS": {}, "CONN_HEALTH_CHECKS": True, **(env.database("DATABASE_URL") or EMBEDDED)}}
if pool_size := env.number("DATABASE_POOL_SIZE", 0):
    DATABASES["default"]["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": pool_size}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Files ---
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STATIC_ROOT", VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
FILES_BACKEND = env.text("FILES_BACKEND", "django.core.files.storage.FileSystemStorage")
FILES_OPTIONS = env.mapping("FILES_OPTIONS") or {"location": VAR / "files"}
STORAGES = {
    "default": {"BACKEND": FILES_BACKEND, "OPTIONS": FILES_OPTIONS},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- What may come in; docs/operating.md says what each bounds ---
MEGABYTE = 1024 * 1024
UPLOAD_LARGEST = env.number("UPLOAD_MEGABYTES", 1024, least=1) * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FILES = env.number("UPLOAD_FILES", 2_000, least=1)
LETTER_LIMITS = {
    "file": env.number("LETTER_MEGABYTES", 50, least=1) * MEGABYTE,
    "pages": env.number("LETTER_PAGES", 500, least=1),
    "seconds": env.number("LETTER_SECONDS", 120, least=1),
    "members": env.number("ARCHIVE_FILES", 50_000, least=1),
    "unpacked": env.number("ARCHIVE_MEGABYTES", 8 * 1024, least=1) * MEGABYTE,
}

# --- What the browser may do ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # a search may say more about a client than its author wants others to know

HTTPS = env.flag("HTTPS")  # served through a proxy that speaks TLS and sets X-Forwarded-Proto
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.flag("HSTS_WHOLE_DOMAIN")

# --- Who may do what ---
SEARCH_PUBLIC = env.flag("SEARCH_PUBLIC", default=True)
STAFF_MFA = env.flag("STAFF_MFA", default=HTTPS)
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # a session is for who is signed in
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "search"
CSRF_FAILURE_VIEW = "imr_site.access.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators; many an office has no mail server
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"passkey": "30/m/ip"}
ACCOUNT_FORMS = {"login": "cases.web.account_forms.SignInForm"}
MFA_ADAPTER = "imr_site.second_step.SecondSteps"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody's address is ever verified here
MFA_FORMS = {"add_webauthn": "cases.web.account_forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "IMR Search"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    not HTTPS
)  # browsers allow passkeys on http://localhost, and nowhere else without TLS
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1 if HTTPS else 0)

# Limits of signing in are counted here, by all processes together: in memory, each would count for itself.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # who tries many names must not push his own count out
    }
}

# --- Mail: only links to choose a new password ---
SENDS_MAIL = bool(env.text("EMAIL_HOST"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SENDS_MAIL else 'console' if DEBUG else 'dummy'}.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "imr@localhost")

# --- Log: to standard error; neither queries nor the text of letters ---
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", of=("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.db.backends": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
