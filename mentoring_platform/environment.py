"""Everything the platform takes from its environment, typed, in one place; a wrong value stops the start."""

from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mentoring_platform import pooling
from web.quiet_hours import read_hours

DEVELOPMENT_KEY = "for-development-only-and-refused-anywhere-else-" + "0" * 16


class Environment(BaseSettings):
    """The environment variables the platform reads (names in capitals), with the values for development."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    debug: bool = False
    demo: bool = Field(default=False, description="offers the demo people on the sign-in page")
    secret_key: str = DEVELOPMENT_KEY
    database_url: str = Field(description="the runtime role's: not the owner of the tables")
    owner_database_url: str | None = Field(default=None, description="the owner's; only migrations need it")
    database_pool_size: int = Field(default=8, ge=1)
    database_prepares: bool = Field(default=True, description="keep plans as prepared statements")
    broker_url: str = "redis://127.0.0.1:6379/0"
    allowed_hosts: str = "127.0.0.1,localhost"
    site_url: str = Field(
        default="", description="the address that mails link to, without a slash at the end"
    )
    port: int = 8000
    trusted_proxies: int = Field(default=0, ge=0, description="how many proxies of ours stand in front")
    var_dir: Path = Path("var")
    mail_url: str = Field(default="file:", description="file: or smtp://user:password@host:587 or smtps://…")
    mail_from: str = "Mentoring <mentoring@localhost>"
    files_url: str = Field(default="file:", description="file: or s3://key:secret@host/bucket?region=…")
    files_quota_mb: int = Field(default=500, ge=1, description="how much each member's files may take")
    lease_seconds: int = Field(
        default=300, ge=1, description="after which a worker that went silent is given up"
    )
    quiet_hours: str = Field(
        default="22:00-07:00", description="when no mail goes out, on the recipient's clock; or off"
    )
    who_may_create_organisations: Literal["anyone", "invited", "operator"] = "anyone"

    @field_validator("database_url", "owner_database_url")
    @classmethod
    def _is_an_address_of_a_database(cls, value: str | None) -> str | None:
        if value is not None:
            database(value)
        return value

    @field_validator("mail_url")
    @classmethod
    def _is_an_address_of_a_mail_server(cls, value: str) -> str:
        mailer(value, Path())
        return value

    @field_validator("files_url")
    @classmethod
    def _is_an_address_of_a_storage(cls, value: str) -> str:
        storage(value, Path())
        return value

    @field_validator("quiet_hours")
    @classmethod
    def _is_a_time_of_day(cls, value: str) -> str:
        try:
            read_hours(value)
        except ValueError:
            raise ValueError("expected 22:00-07:00, or off") from None
        return value

    @field_validator("site_url")
    @classmethod
    def _is_an_address_of_a_site(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")):
            raise ValueError("expected https://host, without a path")
        return value

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> "Environment":
        if not self.debug:
            if self.secret_key == DEVELOPMENT_KEY:
                raise ValueError("SECRET_KEY: set one of your own (50 random characters) or set DEBUG=1")
            if not self.mail_url.startswith("file:") and not self.site_url.startswith("https://"):
                raise ValueError("SITE_URL: set the https:// address that people reach the platform at")
            if self.secure and self.mail_url == "file:":
                raise ValueError("MAIL_URL: set a mail server, or file:///folder if mails shall stay here")
        return self

    @cached_property
    def hosts(self) -> list[str]:
        """The names that requests may ask for: those listed, and the one in the platform's own address."""
        listed = [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]
        own = urlsplit(self.site_url).hostname
        return [*listed, own] if own and own not in listed else listed

    @cached_property
    def public_address(self) -> str:
        return (self.site_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach the platform over TLS, so that cookies can insist on it."""
        return self.public_address.startswith("https://")


def read() -> Environment:
    """Read the environment.

    Raises:
        SystemExit: naming each variable that is missing or wrong, never its value: it may hold a password.
    """
    try:
        return Environment()  # type: ignore[call-arg]  # the values come from the environment
    except ValidationError as error:
        raise SystemExit("\n".join(["Refusing to start.", *map(_complaint, error.errors())])) from None


def _complaint(error: Any) -> str:
    words = error["msg"].removeprefix("Value error, ")
    name = ".".join(map(str, error["loc"])).upper()
    return f"{name}: {words}" if name else str(words)


def _port(parts: SplitResult, variable: str) -> int | None:
    """Return the port; its own error would quote a piece of a password that holds a slash or an @."""
    try:
        return parts.port
    except ValueError:
        raise ValueError(
            f"no port can be read from {variable}: write special characters in the password as %XX"
        ) from None


def database(url: str, *, pool_size: int | None = None) -> dict[str, object]:
    """Turn ``postgresql://role:password@host:port/name?host=/socket`` into Django's dictionary.

    Raises:
        ValueError: it is not a PostgreSQL address with a role and a database name. Says nothing of what stands in it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.username or not parts.path.strip("/"):
        raise ValueError(
            f"expected postgresql://role:password@host/name, got {parts.scheme}://… "
            "(write special characters in the password as %XX)"
        )
    port = _port(parts, "the database's address")
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {"application_name": "mentoring"}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10, "check": pooling.check}
        options["server_side_binding"] = True  # see docs/decisions/0007
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": {**options, **query},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,  # a connection that a restarted server has closed is replaced, not handed out
    }


def mailer(url: str, var: Path) -> dict[str, object]:
    """Turn a mail address into an entry of Django's MAILERS.

    Raises:
        ValueError: the scheme is none of file, smtp, smtps.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(parts.path) if parts.path else var / "mail"
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        }
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError(f"expected file:, smtp:// or smtps://, got {parts.scheme}:")
    port = _port(parts, "the mail server's address")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname or "localhost",
            "port": port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and bool(parts.username),
            "timeout": 20,
        },
    }


def storage(url: str, var: Path) -> dict[str, object]:
    """Turn an address of files into an entry of Django's STORAGES.

    ``file:`` (the folder under ``var``), ``file:///folder`` or ``s3://key:secret@host:port/bucket?region=…&tls=no``.

    Raises:
        ValueError: it is neither, or lacks the key, the host or the bucket. Says nothing of what stands in it.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(parts.path) if parts.path else var / "files"
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": folder,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not (parts.username and parts.password and parts.hostname and bucket):
        raise ValueError("expected file: or s3://key:secret@host/bucket (special characters as %XX)")
    port = _port(parts, "the storage's address")
    query = dict(parse_qsl(parts.query))
    scheme = "http" if query.get("tls") == "no" else "https"
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username),
            "secret_key": unquote(parts.password),
            "bucket_name": bucket,
            "endpoint_url": f"{scheme}://{parts.hostname}" + (f":{port}" if port else ""),
            "region_name": query.get("region", "us-east-1"),
            "default_acl": None,
            "file_overwrite": True,  # names are random; asking first would cost a call for each file
            "max_memory_size": 2 * 1024 * 1024,
            "object_parameters": {"ContentDisposition": "attachment", "CacheControl": "private, no-store"},
            "client_config": _s3_client(),
        },
    }


def _s3_client() -> object:
    """How the storage is spoken to: the bucket in the path and no newer checksums, which not every server knows."""
    from botocore.config import Config

    return Config(
        s3={"addressing_style": "path"},
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=30,
        retries={"max_attempts": 3},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
