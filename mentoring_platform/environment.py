"""Everything the platform takes from its environment, typed, in one place; a wrong value stops the start."""

from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEVELOPMENT_KEY = "for-development-only-and-refused-anywhere-else-" + "0" * 16


class Environment(BaseSettings):
    """The environment variables the platform reads (names in capitals), with the values for development."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    debug: bool = False
    demo: bool = Field(default=False, description="offers the demo people on the sign-in page")
    secret_key: str = DEVELOPMENT_KEY
    database_url: str = Field(description="the runtime role's: not the owner of the tables")
    owner_database_url: str | None = Field(default=None, description="the owner's; only migrations need it")
    database_pool_size: int = Field(default=8, ge=1)
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
    lease_seconds: int = Field(
        default=300, ge=1, description="after which a worker that went silent is given up"
    )
    who_may_create_organisations: Literal["anyone", "invited", "operator"] = "anyone"

    @model_validator(mode="after")
    def _refuse_what_is_unsafe(self) -> "Environment":
        if not self.debug:
            if self.secret_key == DEVELOPMENT_KEY:
                raise ValueError("SECRET_KEY: set one of your own (50 random characters) or set DEBUG=1")
            if not self.mail_url.startswith("file:") and not self.site_url.startswith("https://"):
                raise ValueError("SITE_URL: set the https:// address that people reach the platform at")
        return self

    @cached_property
    def hosts(self) -> list[str]:
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    @cached_property
    def public_address(self) -> str:
        return (self.site_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach the platform over TLS, so that cookies can insist on it."""
        return self.public_address.startswith("https://")


def database(url: str, *, pool_size: int | None = None) -> dict[str, object]:
    """Turn ``postgresql://role:password@host:port/name?host=/socket`` into Django's dictionary.

    Raises:
        ValueError: it is not a PostgreSQL address with a role and a database name.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.username or not parts.path.strip("/"):
        raise ValueError(
            f"DATABASE_URL: expected postgresql://role:password@host/name, got {parts.scheme}://…"
        )
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {"application_name": "mentoring"}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {**options, **query},
        "CONN_MAX_AGE": 0,
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
        raise ValueError(f"MAIL_URL: expected file:, smtp:// or smtps://, got {parts.scheme}:")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname or "localhost",
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and bool(parts.username),
            "timeout": 20,
        },
    }
