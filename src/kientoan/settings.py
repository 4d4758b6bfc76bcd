"""The one settings file; every environment variable is documented where it is read."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import pghistory
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from kientoan.core import postgres

PACKAGE = Path(__file__).parent


def _flag(name: str, *, default: bool = False) -> bool:
    """Read an on/off variable: 1, true, yes, on mean on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


# KIENTOAN_HOME: folder of the embedded database, proof files and outputs (default: var/ here).
HOME = postgres.home()

# KIENTOAN_LARGEST_FILE: the largest file of a document that is kept, in bytes (default: 50 MB).
LARGEST_FILE = int(os.environ.get("KIENTOAN_LARGEST_FILE", "50000000"))

# KIENTOAN_DEBUG: on shows tracebacks in the browser and the component gallery to everyone signed in.
DEBUG = _flag("KIENTOAN_DEBUG")


def _origins(address: str) -> list[str]:
    """Scheme and host of an address, as the content security policy names it; none without one."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _secret_key() -> str:
    """KIENTOAN_SECRET_KEY, or a key made once and kept in KIENTOAN_HOME/secret-key (mode 0600)."""
    if key := os.environ.get("KIENTOAN_SECRET_KEY"):
        return key
    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(48).hex())
    return path.read_text()


SECRET_KEY = _secret_key()

# KIENTOAN_HOSTS: host names served, comma separated (default: this machine only).
ALLOWED_HOSTS = os.environ.get("KIENTOAN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
# KIENTOAN_ORIGINS: addresses (https://…) from which forms are accepted behind a proxy, comma separated.
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KIENTOAN_ORIGINS", "").split(",") if o]

# KIENTOAN_PROFILE: "open" (tasks, forms, bulletin; refuses marked rows) or "closed" (personnel).
PROFILE = os.environ.get("KIENTOAN_PROFILE", "open")

# KIENTOAN_MODEL_URL: the address of a language model that may be asked about a text (http://127.0.0.1:8080/v1); without it none is asked.
MODEL_URL = os.environ.get("KIENTOAN_MODEL_URL", "")
# KIENTOAN_MODEL_NAME: the name of that model at its address.
MODEL_NAME = os.environ.get("KIENTOAN_MODEL_NAME", "default")
# KIENTOAN_MODEL_REMOTE: 1 lets that address be on another machine; texts then leave this one.
MODEL_REMOTE = _flag("KIENTOAN_MODEL_REMOTE")

INSTALLED_APPS = [
    "kientoan.core",
    "kientoan.accounts",
    "kientoan.orgs",
    "kientoan.people",
    "kientoan.figures",
    "kientoan.documents",
    "kientoan.review",
    "kientoan.findings",
    "kientoan.directives",
    "kientoan.meetings",
    "kientoan.reports",
    "kientoan.home",
    "kientoan.sample",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "template_partials",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "kientoan.wiring.WiringConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kientoan.core.views.LanguageMiddleware",
    "kientoan.core.views.AddressMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "kientoan.orgs.views.reach.RememberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kientoan.core.second_factor.SecondFactorMiddleware",
    "kientoan.accounts.views.NewPasswordMiddleware",
    "kientoan.core.views.DutiesMiddleware",
    "kientoan.core.views.RefusalMiddleware",
]

ROOT_URLCONF = "kientoan.urls"
WSGI_APPLICATION = "kientoan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kientoan.core.pages.context",
            ],
        },
    },
]

# --- database -----------------------------------------------------------------------------------
# DATABASE_URL: address used while running, as the role that may not change the record (kt_app).
# DATABASE_OWNER_URL: address that migrates (kt_owner). Neither set: the embedded PostgreSQL.
# KIENTOAN_ROLE: "owner" is set by the command line for `migrate` and for test databases only.


def _database_url() -> str:
    """Address of the database for the role this process plays."""
    owner = os.environ.get("KIENTOAN_ROLE") == "owner"
    configured = os.environ.get("DATABASE_OWNER_URL" if owner else "DATABASE_URL")
    configured = configured or os.environ.get("DATABASE_URL")
    if configured:
        return configured
    return postgres.address(HOME, "kt_owner" if owner else "kt_app")


DATABASES = {
    "default": {
        **dj_database_url.parse(_database_url(), conn_max_age=600, conn_health_checks=True),
        "ATOMIC_REQUESTS": False,
    }
}
RUN_ROLE = "kt_app"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- change record ------------------------------------------------------------------------------
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField(null=True)
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField(null=False, db_index=True)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="events", related_query_name="+")

# --- sign-in ------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "kientoan.accounts.views.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "kientoan.accounts.views.ProviderAdapter"
ACCOUNT_LOGOUT_ON_GET = False
# Tries per address and per user name; `sign_in_by_code` is ours: one-time codes from paper.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "sign_in_by_code": "30/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "kientoan.accounts.forms.AddKeyForm"}
# KIENTOAN_MFA: "wide" demands a second factor of whoever holds a wide role (administrator, head, specialist, inspector);
# "off" demands it of nobody. A register that holds sample data only demands none.
MFA = os.environ.get("KIENTOAN_MFA", "wide")
if MFA not in {"wide", "off"}:
    raise ImproperlyConfigured(f"KIENTOAN_MFA is {MFA!r}; it may be wide or off.")
MFA_TOTP_ISSUER = "Kiện Toàn"
SESSION_COOKIE_AGE = 12 * 3600
# KIENTOAN_HTTPS: on when the site is served over TLS: cookies are then sent over TLS only.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("KIENTOAN_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("KIENTOAN_HTTPS") else None
# KIENTOAN_PROXIES: how many proxies of yours stand before the site (default 0): tries to sign in are counted per visitor's
# address, which is then read from X-Forwarded-For, and not per proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KIENTOAN_PROXIES", "0"))

# KIENTOAN_OIDC_URL, KIENTOAN_OIDC_CLIENT_ID, KIENTOAN_OIDC_SECRET, KIENTOAN_OIDC_NAME: an OpenID
# Connect provider whose users may sign in to the account bearing the same user name.
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("KIENTOAN_OIDC_URL"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": os.environ.get("KIENTOAN_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ["KIENTOAN_OIDC_CLIENT_ID"],
                "secret": os.environ["KIENTOAN_OIDC_SECRET"],
                "settings": {"server_url": os.environ["KIENTOAN_OIDC_URL"]},
            }
        ]
    }

# KIENTOAN_API_RATE: requests that one token may make, as number/period (s, m, h, d).
API_RATE = os.environ.get("KIENTOAN_API_RATE", "600/m")

# --- pages --------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
# KIENTOAN_TIME_ZONE: zone of all dates shown and of "today".
TIME_ZONE = os.environ.get("KIENTOAN_TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_THOUSAND_SEPARATOR = True
STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is collected: whitenoise serves the built files from where they lie
STATICFILES_DIRS = [PACKAGE / "static"]  # built by tools/assets.py, each name with a hash
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/build/.+-[A-Z0-9]{8}\.\w+(\.gz)?$"
CSRF_FAILURE_VIEW = "kientoan.core.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # signing in elsewhere begins with a form whose answer leads there
        "form-action": [SELF, *_origins(os.environ.get("KIENTOAN_OIDC_URL", ""))],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- mail ---------------------------------------------------------------------------------------
# KIENTOAN_SMTP_HOST: the mail server for letters that leave the product; not set (the default), no reminder goes by e-mail, and
# what the accounts send stays as files in HOME/mail.
# KIENTOAN_SMTP_PORT: its port (default 25; 587 with STARTTLS, 465 with TLS).
# KIENTOAN_SMTP_USER: the name to sign in with, when it asks for one.
# KIENTOAN_SMTP_PASSWORD: the password for that name.
# KIENTOAN_SMTP_SECURITY: "none" (default), "starttls" or "tls".
# KIENTOAN_SMTP_FROM: the sender of letters (default: kientoan@ and the name of the mail server).
MAIL_ON = bool(os.environ.get("KIENTOAN_SMTP_HOST"))
EMAIL_TIMEOUT = 30
if MAIL_ON:
    EMAIL_HOST = os.environ["KIENTOAN_SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("KIENTOAN_SMTP_PORT", "25"))
    EMAIL_HOST_USER = os.environ.get("KIENTOAN_SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("KIENTOAN_SMTP_PASSWORD", "")
    _security = os.environ.get("KIENTOAN_SMTP_SECURITY", "none")
    if _security not in {"none", "starttls", "tls"}:
        raise ImproperlyConfigured(f"KIENTOAN_SMTP_SECURITY is {_security!r}; it may be none, starttls or tls.")
    EMAIL_USE_TLS, EMAIL_USE_SSL = _security == "starttls", _security == "tls"
    DEFAULT_FROM_EMAIL = os.environ.get("KIENTOAN_SMTP_FROM", f"kientoan@{EMAIL_HOST}")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"

# --- jobs ---------------------------------------------------------------------------------------
PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
