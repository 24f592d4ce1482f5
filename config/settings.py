"""Settings: every one comes from the environment, typed, with a safe default. See docs/administrators/settings.md."""

from pathlib import Path

import environs
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.caching import caches_of
from config.database import database
from config.public_code import source_url

BASE_DIR = Path(__file__).resolve().parent.parent
env = environs.Env()

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
SECRET_FILE = VAR_DIR / "secret_key"
if not SECRET_KEY and SECRET_FILE.is_file():
    SECRET_KEY = SECRET_FILE.read_text().strip()
TESTING = env.bool("TESTING", False)
if not SECRET_KEY and TESTING:
    SECRET_KEY = "only-for-tests-" + "x" * 50

# The council of a request comes from its Host header; unknown hosts get 421 from CouncilMiddleware.
ALLOWED_HOSTS = ["*"]
USE_X_FORWARDED_HOST = False
HTTPS = env.bool("HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
# Not `no-referrer`: browsers then send `Origin: null` with every form, which the protection against forged requests refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "config",
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "channels",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "template_partials",
    "helpdesk.base",
    "helpdesk.people",
    "helpdesk.calendars",
    "helpdesk.catalogue",
    "helpdesk.outbox",
    "helpdesk.tickets",
    "helpdesk.marks",
    "helpdesk.chat",
    "helpdesk.callbacks",
    "helpdesk.mail",
    "helpdesk.portal",
    "helpdesk.desk",
    "remote",
    "satisfaction",
    "transparency",
]

MIDDLEWARE = [
    "config.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RefusalsMiddleware",
    "helpdesk.people.middleware.CouncilMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.CouncilLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "helpdesk.people.middleware.ActorMiddleware",
    "config.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
        },
    }
]
FORM_RENDERER = "helpdesk.base.forms.KitRenderer"

DATABASE_URL = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'acompanya.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "helpdesk.chat.layers.MemoryLayer"}
    )
}
CACHES = caches_of(REDIS_URL)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "full_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "config.accounts.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/h/key,20/h/ip",
    "reset_password": "20/h/ip,5/h/key",
    "login": "60/m/ip",
    "subscribe": "20/h/ip,5/h/key",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# Cookies carry the __Host- prefix: bound to one host, sent over secure origins only (loopback counts as secure in browsers).
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
# Not in a cookie of its own: whoever is told something has a session.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "ca"
LANGUAGES = [("ca", _("Catalan")), ("es", _("Spanish")), ("eu", _("Basque")), ("gl", _("Galician")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Only our own folder: packages bring files that no page uses.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "files")))
MEDIA_URL = ""
WHITENOISE_MANIFEST_STRICT = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG or TESTING else "config.static_files.ModuleStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_REQUEST_BYTES = 60 * 1024 * 1024

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "no-reply@localhost")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 15

CLOCK_OFFSET_FILE = env.str("CLOCK_OFFSET_FILE", "")
KIT_GALLERY = env.bool("KIT_GALLERY", DEBUG)
SIMPLE_HISTORY_REVERT_DISABLED = True
DEMO = env.bool("DEMO", False)
# Whom to tell about a weakness, beside the council: an e-mail address or a URL. Where the source of what runs here is.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", "")
SOURCE_URL = env.str("SOURCE_URL", source_url(BASE_DIR / "publiccode.yml"))
# While this file exists, every page is the one that says that we will be back.
MAINTENANCE_FILE = VAR_DIR / "maintenance"

# Programs with which remote sessions are held, as dotted paths: what a council uses of them is set in the product.
REMOTE_PROVIDERS: list[str] = env.list(
    "REMOTE_PROVIDERS",
    [
        "remote.providers.browser.BrowserProvider",
        "remote.providers.browser_direct.DirectProvider",
        "remote.providers.link.LinkProvider",
        "remote.providers.ssh_vnc.SshVncProvider",
        "remote.providers.webhook.WebhookProvider",
        *(["remote.providers.fake.FakeProvider"] if DEMO or TESTING else []),
    ],
)
# Session brokers inside the councils' own networks, as host:port: every other address that is not of the public internet is refused.
REMOTE_WEBHOOK_ALLOW: list[str] = env.list("REMOTE_WEBHOOK_ALLOW", [])

# The broker of remote sessions by ssh: `serve` runs one, `manage.py remote_broker` is one. See docs/administrators/remote-broker.md.
REMOTE_BROKER = env.bool("REMOTE_BROKER", True)
REMOTE_BROKER_NAME = env.str("REMOTE_BROKER_NAME", "a")
REMOTE_BROKER_HOST = env.str("REMOTE_BROKER_HOST", "127.0.0.1")
REMOTE_BROKER_SSH_PORT = env.int("REMOTE_BROKER_SSH_PORT", 2222)
REMOTE_BROKER_VIEWER_HOST = env.str("REMOTE_BROKER_VIEWER_HOST", "127.0.0.1")
REMOTE_BROKER_VIEWER_PORT = env.int("REMOTE_BROKER_VIEWER_PORT", 2280)
REMOTE_BROKER_PUBLIC_SSH_HOST = env.str("REMOTE_BROKER_PUBLIC_SSH_HOST", "")
REMOTE_BROKER_PUBLIC_SSH_PORT = env.int("REMOTE_BROKER_PUBLIC_SSH_PORT", 0)
REMOTE_BROKER_VIEWER_BASE = env.str("REMOTE_BROKER_VIEWER_BASE", "")
REMOTE_BROKER_HOST_KEY = env.str("REMOTE_BROKER_HOST_KEY", "")
REMOTE_BROKER_METRICS_PORT = env.int("REMOTE_BROKER_METRICS_PORT", 0)
REMOTE_BROKER_KEEPALIVE_SECONDS = env.float("REMOTE_BROKER_KEEPALIVE_SECONDS", 15.0)
REMOTE_BROKER_KEEPALIVE_MISSES = env.int("REMOTE_BROKER_KEEPALIVE_MISSES", 3)
REMOTE_BROKER_DRAIN_SECONDS = env.float("REMOTE_BROKER_DRAIN_SECONDS", 0.0)

# The seal of what is published. The keys belong to the sealer, a process of its own: see docs/administrators/sealing.md.
SEAL_DIR = Path(env.str("SEAL_DIR", str(VAR_DIR / "seal")))
SEAL_KEY_FILE = env.str("SEAL_KEY_FILE", str(SEAL_DIR / "seal.p12"))
SEAL_PASSPHRASE_FILE = env.str("SEAL_PASSPHRASE_FILE", "")
SEAL_MANIFEST_KEY_FILE = env.str("SEAL_MANIFEST_KEY_FILE", str(SEAL_DIR / "manifest.pem"))
SEAL_KEYS_FILE = env.str("SEAL_KEYS_FILE", str(SEAL_DIR / "keys.json"))
SEAL_JOURNAL_FILE = env.str("SEAL_JOURNAL_FILE", str(SEAL_DIR / "journal.jsonl"))
SEAL_SOCKET = env.str("SEAL_SOCKET", str(SEAL_DIR / "sealer.sock"))
SEAL_SOCKET_GROUP = env.str("SEAL_SOCKET_GROUP", "")
# `serve` runs a sealer of its own, and makes it a self-made seal if it has none.
SEAL_EMBEDDED = env.bool("SEAL_EMBEDDED", True)
SEAL_REQUIRED = env.bool("SEAL_REQUIRED", False)

LOGGING_CONFIG = "config.logging.configure"
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING: dict[str, str] = {"level": LOG_LEVEL}
