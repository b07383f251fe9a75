"""Settings, one file; every value that differs between places comes from the environment, typed.

Production is the default: without LOCAL=true there is no default for anything that matters, and a missing
value stops the start with its name. `make demo` and `make test` set theirs (see prevent_tracker/embedded.py).
"""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from .storages import storage

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# A trial, a demonstration or tests on one machine, over plain HTTP; pages behave as in production.
LOCAL = env.bool("LOCAL", False)
# Django's own pages of faults, for developers.
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1"]) if LOCAL else env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# Where people reach this installation: what mails, feeds and webhooks link to.
_site = f"http://127.0.0.1:{env.int('PORT', 8000)}" if LOCAL else f"https://{ALLOWED_HOSTS[0]}"
SITE_URL = (env.str("SITE_URL", "") or _site).rstrip("/")
# A fixed day turns an installation into a demonstration: the one clock (core/clock.py) reads it, a banner says so.
DEMO_TODAY = env.date("DEMO_TODAY", None)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "simple_history",
    "django_htmx",
    "django_filters",
    "django_tasks",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "prevent_tracker.core",
    "partners",
    "plans",
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "prevent_tracker.core.body_limit.BodyLimitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partners.middleware.TenantMiddleware",
]

ROOT_URLCONF = "prevent_tracker.urls"
WSGI_APPLICATION = "prevent_tracker.wsgi.application"

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
                "partners.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "prevent_tracker.core.govuk.GovukRenderer"

# The application's role reads and writes through row-level security; the owner's role (migrations, the demo's
# history) has its own address and is used only inside core.database.as_owner().
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=600, conn_health_checks=True)}
DATABASES["default"]["OPTIONS"] = {
    "options": "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s"
}
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "partners.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "partners.accounts.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, who knows the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if not LOCAL:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # a pack's logo stands in its document, frozen with it; nothing is fetched
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "build" / "static", BASE_DIR / "static" / "img"]
# Evidence: never below STATIC_ROOT, served by a view alone.
_files, MEDIA_ROOT = storage(env.str("FILES_URL", f"file://{BASE_DIR}/build/files") if LOCAL else env.str("FILES_URL"))
STORAGES = {
    "default": _files,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL

# A demonstration keeps its mails in files, and shows them at /outbox/.
_email = env.dj_email_url("EMAIL_URL", f"file:{BASE_DIR / '.data' / 'mail'}" if LOCAL else None)
if "EMAIL_BACKEND" not in _email:
    raise ImproperlyConfigured("EMAIL_URL must begin with submission:// (port 587), smtps://, smtp:// or console:.")
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = _email["EMAIL_TIMEOUT"] or 30  # seconds
EMAIL_FILE_PATH = f"/{_email['EMAIL_FILE_PATH']}" if EMAIL_BACKEND.endswith("filebased.EmailBackend") else None
DEFAULT_FROM_EMAIL = _email.get("DEFAULT_FROM_EMAIL") or "delivery-plans@localhost"

# Webhooks to private addresses and over plain HTTP: to try receivers out on one machine, never in an installation.
WEBHOOKS_ALLOW_PRIVATE = LOCAL and env.bool("WEBHOOKS_ALLOW_PRIVATE", False)

# Counters of failed sign-ins are exact only where all processes share them.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

TASKS = {"default": {"BACKEND": "prevent_tracker.core.jobs.DatabaseBackend", "QUEUES": ["default"]}}
# What the worker does by itself, once a partnership: seconds between two runs.
TICKS = {"plans.services.tick.tick": 5 * 60, "reporting.services.tick.tick": 15 * 60}

# 32-bit history ids run out; every list of changes orders by them (performance.md).
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
# The database stamps who and when (core/rls.py): nothing here may pretend otherwise.
SIMPLE_HISTORY_ENABLED = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["partners.api_keys.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["partners.api_keys.HasAccess"],
    "DEFAULT_RENDERER_CLASSES": ["prevent_tracker.core.renderers.Json"],
    "DEFAULT_PARSER_CLASSES": ["plans.api.parsers.JsonBody"],
    "DEFAULT_PAGINATION_CLASS": "prevent_tracker.core.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,  # OPTIONS: the OpenAPI document says it better
    "URL_FORMAT_OVERRIDE": None,  # "?format=" is an unknown parameter like any other
    "EXCEPTION_HANDLER": "prevent_tracker.core.problem_handler.problem_handler",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Delivery plan tracker API",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Read plans and report on actions, as the browser does: the same rules, the same tenancy.",
    "SERVE_INCLUDE_SCHEMA": False,
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SORT_OPERATIONS": False,  # in the order of plans.api.urls
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "plans.api.headers.document_headers",
    ],
    "ENUM_NAME_OVERRIDES": {"RagEnum": "plans.models.Rag"},
}

# Calls a minute with one key; without a good one, from one address.
API_RATE_PER_MINUTE = env.int("API_RATE_PER_MINUTE", 300)

# Processes that draw the sections of one large pack side by side, in the worker; 1 is none beside the worker itself.
PACK_PROCESSES = env.int("PACK_PROCESSES", min(4, os.cpu_count() or 1))

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # a batch of 500 updates, each as long as may be
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a box for each difference of a newer version: a file has 20,000 rows at most
# Bytes of a whole request, by its path: a plan's file of 30 MB, evidence of 10 MB, and what stands around them.
BODY_LIMITS = {r"/p/[-\w]+/imports/$": 31 * 1024 * 1024, r"(?!/api/)": 11 * 1024 * 1024}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "prevent_tracker.core.logs.SafeFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # It names each CSS property meant for the screen that a page of paper does not have.
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
