"""Django's settings: everything that differs between installations comes from `site.environment`.

Django's auth, admin, sessions and contenttypes stay out: people, rights and sessions are our own rooms.
The login of the database connection is chosen by SERENTAK_LOGIN: web, worker or admin.
"""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from serentak.gate.webhook import networks
from serentak.ledger.note import Signer
from serentak.site.environment import ROOT, Environment, environment

SERENTAK: Environment = environment()

# What rooms below read; they do not know `site`.
DEMO = SERENTAK.demo
CONTENT_DIR = SERENTAK.content
FILES_DIR = SERENTAK.files
FILE_KEY = SERENTAK.file_key
CHECKPOINT_FILE = SERENTAK.checkpoint
LOG_NAME = SERENTAK.log_name
LOG_VERIFIER = str(Signer(SERENTAK.log_name, SERENTAK.log_seed).verifier)
GOVERNMENT_NAME = SERENTAK.government_name
GOVERNMENT_SHORT = SERENTAK.government_short
BASE_URL = SERENTAK.base_url
OIDC = SERENTAK.oidc

SECRET_KEY = SERENTAK.secret_key
DEBUG = False
ROOT_URLCONF = "serentak.site.urls"
WSGI_APPLICATION = "serentak.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = ["serentak.people.actions.passwords.Argon2"]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "serentak.law",
    "serentak.ledger",
    "serentak.people",
    "serentak.agencies",
    "serentak.gate",
    "serentak.records",
    "serentak.cases",
    "serentak.portal",
    "serentak.desk",
    "serentak.demo",
    "serentak.site",
]

# Short on purpose: each layer costs every filing. `walls` stands for SecurityMiddleware and CSPMiddleware,
# `language` for LocaleMiddleware, `who` for sessions and authentication.
MIDDLEWARE = [
    "serentak.site.middleware.log",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "serentak.site.middleware.compress",
    "serentak.site.middleware.walls",
    "serentak.site.middleware.language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "serentak.site.middleware.who",
    "serentak.site.refusals.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,  # the environment's own loader looks into the rooms
        "OPTIONS": {"environment": "serentak.site.jinja.environment"},
    }
]


def _database(login: str) -> dict[str, Any]:
    given = conninfo_to_dict(SERENTAK.dsn(login))
    own = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found: dict[str, Any] = {own[key]: value for key, value in given.items() if key in own}
    rest = {key: value for key, value in given.items() if key not in own}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,  # closing after each request costs a factor of six
        "OPTIONS": {"application_name": f"serentak {login}", **rest},
        **found,
    }


DATABASES = {"default": _database(os.environ.get("SERENTAK_LOGIN", "web"))}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

USE_TZ = True
TIME_ZONE = "Asia/Makassar"
USE_I18N = True
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "collected"
STATICFILES_DIRS = [SERENTAK.static]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# The site's own address; behind a proxy its last hop is believed for the scheme and the client.
_address = urlsplit(BASE_URL)
ALLOWED_HOSTS = ["*"] if DEMO else [_address.hostname or "localhost", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
BEHIND_PROXY = SERENTAK.behind_proxy
HOOK_NETWORKS = networks(SERENTAK.hook_networks)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE = _address.scheme == "https"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "serentak.site.refusals.forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

BODY_BYTES = 70_000_000  # nothing larger is read; a door may allow less
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 700  # five hundred ticks of a list, and what the act asks
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o600

if SERENTAK.email_url:
    _mail = urlsplit(SERENTAK.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = SERENTAK.mail
DEFAULT_FROM_EMAIL = os.environ.get("SERENTAK_EMAIL_FROM", f"noreply@{_address.hostname or 'localhost'}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # 4xx are answers, and `middleware.log` writes each request already
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}
