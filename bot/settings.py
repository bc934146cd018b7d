"""Every setting, read once from the environment and `.env`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import hours
from bot.hours import Hours
from bot.letters import LONGEST_DOMAIN, LONGEST_LOCAL_PART, LONGEST_TOKEN

EXAMPLES = {
    "DATABASE_URL": "sqlite:///var/badgewijzer.db or postgresql://user:password@host/badgewijzer",
    "PORT": "8000",
    "HOST": "127.0.0.1",
    "BASE_URL": "https://badgewijzer.example.nl",
    "SECRET_KEY": "the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'",
    "SUPPORT_EMAIL": "support@example.nl",
    "TIMEZONE": "Europe/Amsterdam",
    "RETENTION_DAYS": "90",
    "SUPPORT_HOURS": hours.EXAMPLE,
    "INSTITUTIONS": "institutions.toml; docs/institutions.example.toml shows what can stand in it",
    "STAFF_TELEGRAM_CHAT": "-1001234567890, the number of a Telegram group that the bot is a member of",
    "TELEGRAM_BOT_TOKEN": "123456789:AAF... as @BotFather gave it",
    "TELEGRAM_WEBHOOK_SECRET": "a random word of letters, digits, _ and -",
    "TELEGRAM_API_URL": "https://api.telegram.org",
    "TELEGRAM_RATE": "30",
    "TELEGRAM_CHAT_RATE": "1",
    "SLACK_BOT_TOKEN": "xoxb-... from OAuth & Permissions, on the page of your Slack app",
    "SLACK_SIGNING_SECRET": "the Signing Secret under Basic Information, on the page of your Slack app",
    "SLACK_SIGNING_SECRET_OLD": "the Signing Secret from before it was regenerated, for as long as Slack still uses it",
    "SLACK_APP_TOKEN": "xapp-... from App-Level Tokens, on the page of your Slack app",
    "SLACK_CLIENT_ID": "1234567890.1234567890, from Basic Information on the page of your Slack app",
    "SLACK_CLIENT_SECRET": "the Client Secret under Basic Information, on the page of your Slack app",
    "SLACK_API_URL": "https://slack.com",
    "SLACK_CHAT_RATE": "1",
    "STAFF_SLACK_CHANNEL": "C0123456789, the id of a Slack channel that the bot is a member of; in many workspaces "
    "T0123456789/C0123456789, as the address of that channel ends in a browser",
    "INBOUND_PER_MINUTE": "20",
    "SENDS_IN_FLIGHT": "2",
    "SMTP_URL": "smtp://user:password@mail.example.nl:587 (STARTTLS), smtps://user:password@mail.example.nl (TLS)",
    "EMAIL_FROM": "Badgewijzer <badges@example.nl>",
    "IMAP_URL": "imaps://user:password@mail.example.nl/INBOX",
    "LMTP_LISTEN": "127.0.0.1:2424, or smtp://127.0.0.1:2525 to speak SMTP",
    "EMAIL_AUTHSERV_ID": "mx.example.nl, as your mail server signs its Authentication-Results",
    "EMAIL_WEBHOOK_SECRET": "a random word of at least 16 characters",
    "DKIM_KEY_FILE": "dkim.pem",
    "DKIM_SELECTOR": "badges",
    "MAIL_RATE": "5",
    "EDUID_ISSUER": "https://connect.surfconext.nl",
    "EDUID_CLIENT_ID": "badgewijzer.example.nl, as it is registered with SURFconext",
    "EDUID_API_URL": "https://login.eduid.nl",
    "EDUBADGES_URL": "https://www.edubadges.nl",
    "EDUBADGES_API_URL": "https://api.edubadges.nl",
    "EDUBADGES_SIS_TOKEN_URL": "https://connect.surfconext.nl/oidc/token",
    "STAFF_ISSUER": "https://connect.surfconext.nl",
    "STAFF_CLIENT_ID": "desk.badgewijzer.example.nl, as it is registered with your provider",
    "STAFF_EMAIL_DOMAINS": "example.nl, example.org",
    "STAFF_ROLE_CLAIM": "eduperson_entitlement",
    "STAFF_ROLES": "urn:example:desk=agent, urn:example:desk-lead=lead",
    "NAME_STEP": "verify_in_eduid, idp_guest or none",
    "REMINDER_DAYS": "28,14,7,3,1",
    "LOG_LEVEL": "info",
    "METRICS_TOKEN": "a random word",
    "METRICS_PORT": "9101",
    "SANDBOX": "1 or 0",
}


STAFF_ROLES = ("viewer", "agent", "lead", "admin", "auditor")


def _pairs(text: str) -> list[tuple[str, str]]:
    """What stands before and after the last = of each part between commas."""
    parts = (part.rpartition("=") for part in text.split(",") if part.strip())
    return [(told.strip(), role.strip()) for told, _, role in parts]


def is_mail_address(text: str) -> bool:
    """Could mail be sent there, and the address be shown on a page?"""
    return re.fullmatch(r"[^@\s<>&\"']+@[^@\s<>&\"']+\.[^@\s<>&\"']+", text) is not None


class WrongSetting(Exception):
    """One or more settings cannot be used; the message names each, says what is wrong and gives an example."""


class Settings(BaseSettings):
    """The settings of this installation. Names are those of the environment, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: str = "sqlite:///var/badgewijzer.db"
    port: int = Field(8000, ge=0, le=65535)
    host: str = "127.0.0.1"
    base_url: str = ""
    secret_key: SecretStr = SecretStr("")
    organisation: str = Field("", max_length=80)
    support_email: str = Field("", max_length=120)
    timezone: str = "Europe/Amsterdam"
    retention_days: int = Field(90, ge=1, le=3650)
    support_hours: str = ""
    institutions: Path | None = None
    staff_telegram_chat: str = ""
    sandbox: bool | None = None

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_rate: float = Field(30, ge=0, le=1000)
    telegram_chat_rate: float = Field(1, ge=0, le=100)

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_signing_secret_old: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_client_id: str = Field("", max_length=200)
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com"
    slack_chat_rate: float = Field(1, ge=0, le=100)
    staff_slack_channel: str = ""

    smtp_url: SecretStr = SecretStr("")
    email_from: str = Field("", max_length=200)
    imap_url: SecretStr = SecretStr("")
    lmtp_listen: str = ""
    email_authserv_id: str = Field("", max_length=200)
    email_webhook_secret: SecretStr = SecretStr("")
    dkim_key_file: Path | None = None
    dkim_selector: str = Field("", max_length=60)
    mail_rate: float = Field(5, ge=0, le=1000)

    eduid_issuer: str = ""
    eduid_client_id: str = Field("", max_length=200)
    eduid_client_secret: SecretStr = SecretStr("")
    eduid_api_url: str = "https://login.eduid.nl"
    edubadges_url: str = "https://www.edubadges.nl"
    edubadges_api_url: str = "https://api.edubadges.nl"
    edubadges_sis_token_url: str = ""
    edubadges_sis_client_id: str = Field("", max_length=200)
    edubadges_sis_client_secret: SecretStr = SecretStr("")

    staff_issuer: str = ""
    staff_client_id: str = Field("", max_length=200)
    staff_client_secret: SecretStr = SecretStr("")
    staff_email_domains: str = Field("", max_length=1000)
    staff_role_claim: str = Field("", max_length=200)
    staff_roles: str = Field("", max_length=4000)

    inbound_per_minute: int = Field(20, ge=0, le=100000)
    sends_in_flight: int = Field(2, ge=1, le=100)
    name_step: Literal["verify_in_eduid", "idp_guest", "none"] = "verify_in_eduid"
    reminder_days: str = "28,14,7,3,1"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    metrics_token: SecretStr = SecretStr("")
    metrics_port: int = Field(0, ge=0, le=65535)

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value.startswith("postgres://"):
            value = "postgresql://" + value.removeprefix("postgres://")
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("is neither a SQLite nor a PostgreSQL address")
        if value in ("sqlite:///", "sqlite:///:memory:"):
            raise ValueError("names no file")
        return value

    @field_validator(
        "base_url", "telegram_api_url", "eduid_issuer", "eduid_api_url", "edubadges_url", "edubadges_api_url",
        "edubadges_sis_token_url", "slack_api_url", "staff_issuer",
    )  # fmt: skip
    @classmethod
    def _root(cls, value: str) -> str:
        if not value:
            return value
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("is not an http or https address")
        if parts.query or parts.fragment or parts.username:
            raise ValueError("is more than the root of a site")
        return value.rstrip("/")

    @field_validator("edubadges_api_url", mode="before")
    @classmethod
    def _off(cls, value: object) -> object:
        return "" if value == "off" else value

    @field_validator("smtp_url", "imap_url")
    @classmethod
    def _mail_server(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        kinds = {"smtp_url": ("smtp", "smtps"), "imap_url": ("imap", "imaps")}[str(info.field_name)]
        if value.get_secret_value():
            try:
                parts = urlsplit(value.get_secret_value())
                known = parts.scheme in kinds and parts.hostname and parts.port != 0
            except ValueError:
                known = False
            if not known:
                raise ValueError(f"is not an address that begins with {kinds[0]}:// or {kinds[1]}://")
        return value

    @field_validator("email_from")
    @classmethod
    def _from(cls, value: str) -> str:
        if value and not is_mail_address(parseaddr(value)[1]):
            raise ValueError("has no e-mail address in it")
        if len(parseaddr(value)[1].rpartition("@")[0]) > LONGEST_LOCAL_PART - LONGEST_TOKEN:
            raise ValueError(f"has more than {LONGEST_LOCAL_PART - LONGEST_TOKEN} characters before the @")
        if len(parseaddr(value)[1].rpartition("@")[2]) > LONGEST_DOMAIN:
            raise ValueError(f"has more than {LONGEST_DOMAIN} characters after the @")
        return value

    @field_validator("email_webhook_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < 16:
            raise ValueError("is too short to be a secret: it needs 16 characters")
        return value

    @field_validator("lmtp_listen")
    @classmethod
    def _listen(cls, value: str) -> str:
        if value and not re.fullmatch(r"((lmtp|smtp)://)?(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}", value):
            raise ValueError("is not an address with a port")
        return value

    @field_validator("support_email")
    @classmethod
    def _email(cls, value: str) -> str:
        if value and not is_mail_address(value):
            raise ValueError("is not an e-mail address")
        return value

    @field_validator("institutions", "dkim_key_file")
    @classmethod
    def _file(cls, value: Path | None) -> Path | None:
        if value and not value.is_file():
            raise ValueError(f"there is no file {value}")
        return value

    @field_validator("staff_telegram_chat")
    @classmethod
    def _chat(cls, value: str) -> str:
        if not re.fullmatch(r"(-?\d{1,19})?", value):
            raise ValueError("is not the number of a chat")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("is no time zone that this machine knows")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"\d+:[A-Za-z0-9_-]{10,}", value.get_secret_value()):
            raise ValueError("does not look like a bot token")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("may have letters, digits, _ and - only, at most 256")
        return value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _slack_token(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        begins = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[str(info.field_name)]
        if value.get_secret_value() and not re.fullmatch(rf"{begins}[A-Za-z0-9-]{{8,}}", value.get_secret_value()):
            raise ValueError(f"is not a token that begins with {begins}")
        return value

    @field_validator("slack_signing_secret", "slack_signing_secret_old")
    @classmethod
    def _signing(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[!-~]{12,200}", value.get_secret_value()):
            raise ValueError("is too short to be a signing secret, or has a space in it")
        return value

    @field_validator("staff_slack_channel")
    @classmethod
    def _slack_channel(cls, value: str) -> str:
        if not re.fullmatch(r"(([TE][A-Z0-9]{2,30}/)?[CG][A-Z0-9]{2,30})?", value):
            raise ValueError("is not the id of a channel")
        return value

    @field_validator("staff_email_domains")
    @classmethod
    def _domains(cls, value: str) -> str:
        domains = [domain.strip().lower() for domain in value.split(",") if domain.strip()]
        for domain in domains:
            if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", domain):
                raise ValueError(f"{domain!r} is not the part of an e-mail address after the @")
        return ",".join(domains)

    @field_validator("staff_roles")
    @classmethod
    def _roles(cls, value: str) -> str:
        for told, role in _pairs(value):
            if not told or role not in STAFF_ROLES:
                raise ValueError(f"is not a list of value=role, where a role is one of {', '.join(STAFF_ROLES)}")
        return value

    @field_validator("reminder_days")
    @classmethod
    def _days(cls, value: str) -> str:
        if not re.fullmatch(r"\s*\d{1,2}(\s*,\s*\d{1,2})*\s*", value):
            raise ValueError("is not a list of numbers of days")
        return ",".join(str(int(days)) for days in value.split(","))

    @model_validator(mode="after")
    def _together(self) -> Self:
        if self.telegram_webhook_secret.get_secret_value() and not self.telegram_bot_token.get_secret_value():
            raise ValueError("TELEGRAM_WEBHOOK_SECRET is set, but TELEGRAM_BOT_TOKEN is not")
        if self.staff_telegram_chat and not self.telegram_bot_token.get_secret_value():
            raise ValueError("STAFF_TELEGRAM_CHAT is set, but TELEGRAM_BOT_TOKEN is not")
        self._slack_together()
        ways_in = (self.imap_url, self.email_webhook_secret)
        if (any(way.get_secret_value() for way in ways_in) or self.lmtp_listen) and not self.sends_mail:
            raise ValueError("SMTP_URL and EMAIL_FROM must be set where mail is to come in: every mail gets an answer")
        if bool(self.smtp_url.get_secret_value()) != bool(self.email_from):
            here, there = ("SMTP_URL", "EMAIL_FROM") if self.smtp_url.get_secret_value() else ("EMAIL_FROM", "SMTP_URL")
            raise ValueError(f"{there} is not set, but {here} is: mail needs both")
        if bool(self.dkim_key_file) != bool(self.dkim_selector):
            raise ValueError("DKIM_KEY_FILE and DKIM_SELECTOR are needed together")
        if bool(self.eduid_issuer) != bool(self.eduid_client_id):
            here, there = ("ISSUER", "CLIENT_ID") if self.eduid_issuer else ("CLIENT_ID", "ISSUER")
            raise ValueError(f"EDUID_{there} is not set, but EDUID_{here} is: a login needs both")
        if self.sandbox and self.eduid_issuer:
            raise ValueError("SANDBOX is 1, but EDUID_ISSUER is set: a login is for practice or real, not both")
        self._staff_together()
        sis = (self.edubadges_sis_token_url, self.edubadges_sis_client_id)
        if any(sis) and not all((*sis, self.edubadges_sis_client_secret.get_secret_value())):
            raise ValueError("EDUBADGES_SIS_TOKEN_URL, _CLIENT_ID and _CLIENT_SECRET are needed together")
        if self.support_hours:
            try:
                Hours(self.support_hours, self.zone)
            except ValueError as error:
                raise ValueError(f"SUPPORT_HOURS {error}") from None
        if self.database_url.startswith("postgresql") and len(self.secret_key.get_secret_value()) < 16:
            raise ValueError("SECRET_KEY must be set, with at least 16 characters, when DATABASE_URL is PostgreSQL")
        return self

    def _staff_together(self) -> None:
        if bool(self.staff_issuer) != bool(self.staff_client_id):
            here, there = ("ISSUER", "CLIENT_ID") if self.staff_issuer else ("CLIENT_ID", "ISSUER")
            raise ValueError(f"STAFF_{there} is not set, but STAFF_{here} is: a login needs both")
        if bool(self.staff_role_claim) != bool(self.staff_roles):
            here, there = ("ROLE_CLAIM", "ROLES") if self.staff_role_claim else ("ROLES", "ROLE_CLAIM")
            raise ValueError(f"STAFF_{there} is not set, but STAFF_{here} is: a role by a claim needs both")
        for name in ("STAFF_CLIENT_SECRET", "STAFF_EMAIL_DOMAINS", "STAFF_ROLES"):
            value = getattr(self, name.lower())
            if (value.get_secret_value() if isinstance(value, SecretStr) else value) and not self.staff_issuer:
                raise ValueError(f"STAFF_ISSUER is not set, but {name} is")

    def _slack_together(self) -> None:
        token, app_token = self.slack_bot_token.get_secret_value(), self.slack_app_token.get_secret_value()
        signing, client = self.slack_signing_secret.get_secret_value(), self.slack_client_id
        if bool(client) != bool(self.slack_client_secret.get_secret_value()):
            here, there = ("ID", "SECRET") if client else ("SECRET", "ID")
            raise ValueError(f"SLACK_CLIENT_{there} is not set, but SLACK_CLIENT_{here} is: an installation needs both")
        if token and client:
            raise ValueError("SLACK_BOT_TOKEN is for one workspace, SLACK_CLIENT_ID for many: set one of the two")
        for name, value in (("SLACK_SIGNING_SECRET", signing), ("SLACK_APP_TOKEN", app_token),
                            ("STAFF_SLACK_CHANNEL", self.staff_slack_channel)):  # fmt: skip
            if value and not self.talks_on_slack:
                raise ValueError(
                    f"{name} is set, but SLACK_BOT_TOKEN is not (nor SLACK_CLIENT_ID, for many workspaces)"
                )
        if client and self.staff_slack_channel and "/" not in self.staff_slack_channel:
            raise ValueError("STAFF_SLACK_CHANNEL must say of which workspace it is, where there may be many")
        if self.talks_on_slack and not (signing or app_token):
            raise ValueError("SLACK_SIGNING_SECRET must be set where Slack is on (or SLACK_APP_TOKEN, for Socket Mode)")
        if self.slack_signing_secret_old.get_secret_value() and not signing:
            raise ValueError("SLACK_SIGNING_SECRET is not set, but SLACK_SIGNING_SECRET_OLD is")

    @property
    def talks_on_slack(self) -> bool:
        """Is Slack on, in one workspace or in many?"""
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    @property
    def roles_by_claim(self) -> Mapping[str, str]:
        """The role of whoever the provider tells to be this, the first that fits."""
        return dict(_pairs(self.staff_roles))

    @property
    def sqlite_path(self) -> Path | None:
        """The database file; None on PostgreSQL."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.database_url.startswith("sqlite") else None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def desk_hours(self) -> Hours | None:
        """When somebody answers who is asked for a human; None: not said."""
        return Hours(self.support_hours, self.zone) if self.support_hours else None

    @property
    def sends_mail(self) -> bool:
        """Does mail leave for real?"""
        return bool(self.smtp_url.get_secret_value() and self.email_from)

    @property
    def takes_mail(self) -> bool:
        """Is there a way in for mail?"""
        return bool(
            self.imap_url.get_secret_value() or self.lmtp_listen or self.email_webhook_secret.get_secret_value()
        )

    @property
    def own_url(self) -> str:
        """Where a browser finds us: BASE_URL, or this machine."""
        host = "localhost" if self.host in ("127.0.0.1", "::1", "0.0.0.0") else self.host  # noqa: S104
        return self.base_url or f"http://{host}:{self.port}"

    @property
    def practises_desk(self) -> bool:
        """May anybody come in at the desk, as made-up staff? Where others reach it, only if SANDBOX=1 says so."""
        return self.in_sandbox and (self.sandbox is True or not self.base_url.startswith("https://"))

    @property
    def in_sandbox(self) -> bool:
        """Practice only: on by itself while no outside channel and no eduID is set."""
        chats = self.telegram_bot_token.get_secret_value() or self.talks_on_slack
        outside = chats or self.eduid_issuer or self.sends_mail
        return self.sandbox if self.sandbox is not None else not outside


def read(environment_file: str | None = ".env") -> Settings:
    """The settings as they stand. Raises WrongSetting."""
    try:
        return Settings(_env_file=environment_file)
    except ValidationError as error:
        raise WrongSetting("\n".join(map(_explained, error.errors()))) from None


def _explained(error: object) -> str:
    assert isinstance(error, dict)
    name = ".".join(map(str, error["loc"])).upper()
    what = str(error["msg"]).removeprefix("Value error, ")
    what = what if what.split()[0].isupper() else what[0].lower() + what[1:]
    if not name:
        name = next((known for known in EXAMPLES if what.startswith(known)), "")
        return f"{what}. For example {name}={EXAMPLES[name]}" if name else what
    example = f" For example {name}={EXAMPLES[name]}" if name in EXAMPLES else ""
    return f"{name}: {what}.{example}"
