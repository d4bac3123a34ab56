"""Settings, from the environment with typed readers that fail at start. See docs/operations.md."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from environs import Env, EnvValidationError, ValidationError

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.path("LINLI_VAR", BASE_DIR / "var")


def _one_of(value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValidationError(f"must be one of: {', '.join(allowed)}")


def _between(value: float, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ValidationError(f"must be between {least} and {most}")


def _refuse(name: str, why: str) -> EnvValidationError:
    """For what is only seen once a value has been read; in the words the reader has for others."""
    return EnvValidationError(f'Environment variable "{name}" invalid: {why}', [why])


# --- mode ---------------------------------------------------------------------------------------
# "demo": SQLite, synthetic logins, a clock that may live on another date. Never in production.
MODE = env.str("LINLI_MODE", "demo", validate=lambda value: _one_of(value, ("demo", "production")))
DEMO = MODE == "demo"
DEBUG = False
BASE_URL = env.str("LINLI_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("LINLI_HOSTS", ["127.0.0.1", "localhost"])


def _secret_key() -> str:
    """The key from LINLI_SECRET_KEY; a demo makes its own once and keeps it in var/."""
    given = env.str("LINLI_SECRET_KEY", "")
    if given or not DEMO:
        return given or env.str("LINLI_SECRET_KEY")
    file = VAR_DIR / "secret_key"
    if not file.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return file.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()

# The keys that seal personal data: a file kept apart from the database. The demo makes its own.
KEYS_FILE = env.path("LINLI_KEYS", VAR_DIR / "keys.json") if DEMO else env.path("LINLI_KEYS")

# What backups are sealed with: another file, because whoever keeps backups needs no other key.
BACKUP_KEY_FILE = env.path("LINLI_BACKUP_KEY", VAR_DIR / "backup.key")
BACKUP_MAX_AGE_HOURS = env.int(
    "LINLI_BACKUP_MAX_AGE_HOURS", 26, validate=lambda value: _between(value, 1, 24 * 31)
)

# Whole days by which the demonstration's clock is shifted; `linli up` sets it.
CLOCK_OFFSET_DAYS = env.int("LINLI_CLOCK_OFFSET_DAYS", 0)
if CLOCK_OFFSET_DAYS and not DEMO:
    raise _refuse("LINLI_CLOCK_OFFSET_DAYS", "for the demonstration; production has one clock")

# --- apps, top to bottom as in docs/architecture.md ---------------------------------------------
LINLI_APPS = [
    name
    for name in (
        "operations",
        "portal",
        "cockpit",
        "api",
        "campaigns",
        "duties",
        "disclosure",
        "registry",
        "policy",
        "files",
        "notices",
        "accounts",
        "territory",
        "jobs",
        "journal",
        "kernel",
    )
    if (BASE_DIR / "linli" / name / "apps.py").exists()
]
INSTALLED_APPS = [
    *(f"linli.{name}" for name in LINLI_APPS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
]
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "linli.config.logs.AccessMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "linli.kernel.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "linli.accounts.middleware.ActorMiddleware",
    "linli.journal.middleware.RefusalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.kernel.web.middleware.PrivatePagesMiddleware",
    "linli.kernel.web.middleware.DomainErrorMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "linli.config.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "linli.kernel.web.renderer.LinliRenderer"
CLAUSE_ROUTE = "policy:clause"

# --- database -----------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'linli.sqlite3'}")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", DATABASE_URL)}
if not DATABASES["default"].get("NAME") or not DATABASES["default"]["ENGINE"].endswith(
    ("sqlite3", "postgresql")
):
    raise _refuse("DATABASE_URL", "postgresql://user:password@host/name, or nothing for SQLite")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
DATABASES["default"]["ATOMIC_REQUESTS"] = False

# --- background work ----------------------------------------------------------------------------
# A worker not heard of for so long is taken for dead, and its job is given to another.
JOB_LEASE_SECONDS = env.float(
    "LINLI_JOB_LEASE_SECONDS", 60, validate=lambda value: _between(value, 5, 3600)
)

# --- journal ------------------------------------------------------------------------------------
# What acts and seals are hashed with from now on; earlier ones keep the hash they were made with.
JOURNAL_HASH = env.str(
    "LINLI_JOURNAL_HASH", "sha256", validate=lambda value: _one_of(value, ("sha256", "sm3"))
)
# How long acts stay before `linli journal retire` takes them into an archive. Below the 180 days of
# linli/journal/data.py nothing starts: linli/operations/checks/configured.py.
JOURNAL_DAYS = env.int("LINLI_JOURNAL_DAYS", 3 * 365)

# --- files --------------------------------------------------------------------------------------
FILES_ROOT = VAR_DIR / "files"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_MANIFEST_STRICT = False
if DEMO:
    STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
# Uploads hold personal data: they stay in memory, no plain copy of them ever lies in a temp folder.
FILE_UPLOAD_HANDLERS = ["linli.kernel.web.uploads.UploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_UPLOAD_BYTES + 1024 * 1024

# --- language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "linli" / "config" / "locale"]
LARGE_TYPE_COOKIE_NAME = "large_type"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- logins and sessions ------------------------------------------------------------------------
LOGIN_URL = "/login/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# What passwords must be like (linli/accounts/rules.py): "mlps" for graded protection, or "nist".
PASSWORD_PROFILE = env.str(
    "LINLI_PASSWORDS", "mlps", validate=lambda value: _one_of(value, ("mlps", "nist"))
)
# A second factor is asked of staff; a demonstration only offers it.
REQUIRE_SECOND_FACTOR = env.bool("LINLI_REQUIRE_SECOND_FACTOR", not DEMO)
SESSION_IDLE_MINUTES = env.int(
    "LINLI_SESSION_IDLE_MINUTES", 30, validate=lambda value: _between(value, 15, 30)
)
STEP_UP_MINUTES = env.int(
    "LINLI_STEP_UP_MINUTES", 15, validate=lambda value: _between(value, 1, 60)
)
STEP_UP_URL = "/proof/"
# Proxies of ours in front of the web server: the visitor's address is taken from the last of them.
TRUSTED_PROXIES = env.int(
    "LINLI_TRUSTED_PROXIES", 0 if DEMO else 1, validate=lambda value: _between(value, 0, 5)
)
DEVICE_COOKIE_NAME = "device"
SESSION_ENGINE = "linli.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "linli.config.errors.csrf_failure"

# --- the interface for programs -------------------------------------------------------------------
# Below this only access tokens say who calls; sessions are not looked at.
API_PREFIX = "/api/"

# --- headers ------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
HTTPS = env.bool("LINLI_HTTPS", not DEMO)
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    DEVICE_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-device", "__Host-language"
    LARGE_TYPE_COOKIE_NAME = "__Host-large-type"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether subdomains and preload lists follow is the operator's choice, not the product's.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- logs: no personal data, see linli/config/logs.py --------------------------------------------
LOG_FORMAT = env.str(
    "LINLI_LOG_FORMAT",
    "text" if DEMO else "json",
    validate=lambda value: _one_of(value, ("text", "json")),
)
LOG_LEVEL = env.str(
    "LINLI_LOG_LEVEL",
    "WARNING" if DEMO else "INFO",
    validate=lambda value: _one_of(value, ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "linli.config.logs.PlainLines"},
        "json": {"()": "linli.config.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers would write its messages a second time, or mail them.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
