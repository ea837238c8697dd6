"""The settings of one installation, read top to bottom; `NASTAVNIK_*` variables change them.

Four profiles: ``demo`` (invented people, prints its sign-ins, loopback only), ``development`` (plain http
on localhost), ``test`` and ``production``, which refuses whatever is unsafe (`config/checks.py`).
"""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nastavnik.config import environment as env

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nastavnik"
VAR = Path(env.text("NASTAVNIK_VAR", str(ROOT / "var"))).resolve()

PROFILE = env.text("NASTAVNIK_PROFILE", "development", choices=("demo", "development", "test", "production"))
PRODUCTION = PROFILE == "production"
DEBUG = False
VAR.mkdir(parents=True, exist_ok=True)

# --- Secrets: from the environment or, on one's own machine, from files made at the first start ---------
KEYS = Path(env.text("NASTAVNIK_KEYS", str(VAR / "keys"))).resolve()
SECRET_KEY = env.secret("NASTAVNIK_SECRET_KEY", KEYS / "django.key", create=not PRODUCTION)
# Wraps the keys of the organisations; lives outside the database and its backups (decision 11).
NASTAVNIK_MASTER_KEY = env.secret("NASTAVNIK_MASTER_KEY", KEYS / "master.key", create=not PRODUCTION)
NASTAVNIK_AUDIT_KEY = env.secret("NASTAVNIK_AUDIT_KEY", KEYS / "audit.key", create=not PRODUCTION)

# --- Where it is reached --------------------------------------------------------------------------------
NASTAVNIK_PROFILE = PROFILE
NASTAVNIK_HOST = env.text("NASTAVNIK_HOST", "127.0.0.1")
PUBLIC_URL = env.text("NASTAVNIK_PUBLIC_URL", "http://localhost:8000")
ALLOWED_HOSTS = env.words("NASTAVNIK_HOSTS", "" if PRODUCTION else "localhost 127.0.0.1 [::1] testserver")
CSRF_TRUSTED_ORIGINS = env.words("NASTAVNIK_ORIGINS", PUBLIC_URL)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("NASTAVNIK_BEHIND_PROXY") else None
# Whose X-Forwarded-For is believed; without them every visitor of a proxy has the proxy's address.
NASTAVNIK_PROXIES = env.networks("NASTAVNIK_PROXIES")

INSTALLED_APPS = [
    "nastavnik.config",
    "nastavnik.portal",
    "nastavnik.cli",
    "nastavnik.surveys",
    "nastavnik.events",
    "nastavnik.roadmaps",
    "nastavnik.people",
    "nastavnik.documents",
    "nastavnik.approvals",
    "nastavnik.notifications",
    "nastavnik.org_import",
    "nastavnik.measures",
    "nastavnik.jobs",
    "nastavnik.accounts",
    "nastavnik.org",
    "nastavnik.audit",
    "nastavnik.base",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nastavnik.base.headers.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nastavnik.base.incidents.IncidentMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "nastavnik.accounts.middleware.SessionLimitsMiddleware",
    "nastavnik.accounts.middleware.ActingRoleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "nastavnik.base.routes_middleware.RuleMiddleware",
    "nastavnik.accounts.middleware.OnceMiddleware",
]

ROOT_URLCONF = "nastavnik.config.urls"
WSGI_APPLICATION = "nastavnik.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "portal" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csrf",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nastavnik.portal.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "nastavnik.portal.ui.templatetags.ui",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("NASTAVNIK_DATABASE_URL", f"sqlite:///{VAR / 'nastavnik.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
NASTAVNIK_FILES = Path(env.text("NASTAVNIK_FILES", str(VAR / "files"))).resolve()
# Several processes of a production share their counters; its table is made after each migration.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"}
    if PRODUCTION
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Long work ------------------------------------------------------------------------------------------
# "thread": jobs run inside the web process; "worker": `nastavnik worker` runs them (decision 26).
NASTAVNIK_JOBS = env.text(
    "NASTAVNIK_JOBS", "worker" if PRODUCTION else "thread", choices=("thread", "worker", "manual")
)
# How long a worker may be silent before its job is given to another one.
NASTAVNIK_JOB_LEASE_SECONDS = env.number("NASTAVNIK_JOB_LEASE_SECONDS", 30)
NASTAVNIK_JOB_THREADS = env.number("NASTAVNIK_JOB_THREADS", 2)
# More cards of people opened, or rows of them taken, by one account within an hour are told of.
NASTAVNIK_CARDS_AN_HOUR = env.number("NASTAVNIK_CARDS_AN_HOUR", 200)
NASTAVNIK_ROWS_AN_HOUR = env.number("NASTAVNIK_ROWS_AN_HOUR", 2000)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- People ---------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# People whom one account may take out as files in a day; more is refused and told to data protection.
NASTAVNIK_EXPORT_ROWS_A_DAY = env.number("NASTAVNIK_EXPORT_ROWS_A_DAY", 3000)
AUTHENTICATION_BACKENDS = ["nastavnik.accounts.backends.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "nastavnik.accounts.passwords.LocalWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60
NASTAVNIK_IDLE_SECONDS = 30 * 60

# --- Sign-in --------------------------------------------------------------------------------------------
# Decision 7; the demo prints its sign-ins and asks for no second step, tests switch it on where they mean it.
NASTAVNIK_SECOND_FACTOR = PROFILE not in ("demo", "test")
ACCOUNT_ADAPTER = "nastavnik.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"login": "nastavnik.accounts.sign_in_forms.SignInForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation went to the address already
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True  # the cookie lasts as long as the session may
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/15m/key"}  # passwords: `accounts.throttle`; this: codes
PASSWORD_RESET_TIMEOUT = 60 * 60
MFA_ADAPTER = "nastavnik.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "nastavnik.accounts.factor_forms.AuthenticateForm",
    "reauthenticate": "nastavnik.accounts.factor_forms.ReauthenticateForm",
}

# --- Headers (security rule 12) -------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Plain http on localhost is a development profile: a "__Host-" cookie needs https.
SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
CSRF_FAILURE_VIEW = "nastavnik.portal.errors.csrf_failure"

# --- Language and time ----------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = env.text("NASTAVNIK_TIME_ZONE", "Europe/Moscow")
USE_TZ = True
FORMAT_MODULE_PATH = ["nastavnik.config.formats"]

# --- Static files and uploads ---------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "build" / "collected"
STATICFILES_DIRS = [PACKAGE / "portal" / "ui" / "static", ROOT / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PROFILE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 500  # scans of consents, a file for each sheet
FILE_UPLOAD_HANDLERS = [
    "nastavnik.base.ceilings.Ceiling",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Mail -----------------------------------------------------------------------------------------------
EMAIL_HOST = env.text("NASTAVNIK_SMTP_HOST")
EMAIL_PORT = env.number("NASTAVNIK_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("NASTAVNIK_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("NASTAVNIK_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("NASTAVNIK_SMTP_TLS")
EMAIL_TIMEOUT = 5
# Without a mail server letters are kept in the outbox and shown there; nothing is dropped.
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.dummy.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("NASTAVNIK_MAIL_FROM", "noreply@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "nastavnik.base.logs.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"nastavnik": {"level": "INFO"}, "django.request": {"level": "CRITICAL"}},
}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
COTTON_DIR = "cotton"
# A component sees its own attributes and what the context processors give, never the page around it.
COTTON_ISOLATE_BY_DEFAULT = True
SILENCED_SYSTEM_CHECKS: list[str] = []

if PROFILE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    NASTAVNIK_JOBS = "manual"
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
