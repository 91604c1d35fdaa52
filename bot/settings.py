"""The settings: environment variables or a `.env` file, read once, typed, and refused with words that name them."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.operator import Role
from bot.domain.wallet import WALLETS
from bot.startup import StartupError


class Updates(StrEnum):
    """How Telegram's updates reach us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DATABASE_URL = re.compile(r"sqlite:///[^?#]+|postgres(?:ql)?://\S+")
_LINK_SECRET_LENGTH = 16


def is_loopback(url: str) -> bool:
    """Whether `url` stays on this machine, where plain http harms nobody."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
        raise ValueError("should be an address such as https://example.com")
    if parts.username or parts.query or parts.fragment:
        raise ValueError("should hold neither a name, nor a ? nor a #")
    if parts.scheme == "http" and not is_loopback(value):
        raise ValueError("should begin with https:// (plain http only on this machine itself)")
    return value.rstrip("/")


def _unbroken(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\S+", value.get_secret_value()):
        raise ValueError("should hold no space, tab or line break, and not be blank")
    return value


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("should look like 123456789:AA… as BotFather wrote it")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("should be 1 to 256 of A-Z a-z 0-9 _ -, as Telegram asks")
    return value


def _link_secret(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < _LINK_SECRET_LENGTH:
        raise ValueError(f"should have at least {_LINK_SECRET_LENGTH} characters")
    return value


def _database_url(value: str) -> str:
    if not _DATABASE_URL.fullmatch(value):
        raise ValueError("should be sqlite:///data/bot.db, sqlite:////absolute/bot.db or postgresql://…")
    return value


def _listed(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _operators(value: object) -> object:
    if not isinstance(value, str):
        return value
    operators: dict[int, Role] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        person, _, role = part.partition(":")
        if not re.fullmatch(r"[1-9][0-9]{0,15}", person.strip()) or role.strip() not in set(Role):
            raise ValueError(f"should be like 123456:owner,234567:cashier; roles are {', '.join(Role)}")
        if int(person) in operators:
            raise ValueError(f"names {int(person)} twice")
        operators[int(person)] = Role(role.strip())
    return operators


def _wallets(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value or set(value) - set(WALLETS):
        raise ValueError(f"should be some of {', '.join(WALLETS)}")
    return tuple(dict.fromkeys(value))


def _span(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{1,2}(-[0-9]{1,2})?", value):
        raise ValueError("should be like 10-11")
    low, _, high = value.partition("-")
    return int(low), int(high or low)


def _rising(value: tuple[int, int]) -> tuple[int, int]:
    if not 0 < value[0] <= value[1]:
        raise ValueError("should be like 10-11, the smaller number first")
    return value


Url = Annotated[str, AfterValidator(_url)]
Secret = Annotated[SecretStr, AfterValidator(_unbroken)]
Kyat = Annotated[int, Field(gt=0, lt=2**53)]
KyatOrNone = Annotated[int, Field(ge=0, lt=2**53)]
Count = Annotated[int, Field(gt=0, lt=1_000_000)]
Operators = Annotated[Mapping[int, Role], NoDecode, BeforeValidator(_operators)]
Amounts = Annotated[tuple[Kyat, ...], NoDecode, BeforeValidator(_listed)]
Wallets = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_wallets)]
Span = Annotated[tuple[int, int], NoDecode, BeforeValidator(_span), AfterValidator(_rising)]


class Settings(BaseSettings):
    """Each attribute is an environment variable in lower case; the README's table says what each is for."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    bot_token: Annotated[Secret, AfterValidator(_token)]
    bot_api_url: Url = "https://api.telegram.org"
    bot_updates: Updates = Updates.POLLING
    bot_public_url: Url | None = None
    bot_webhook_secret: Annotated[Secret, AfterValidator(_webhook_secret)] | None = None
    bot_host: str = "127.0.0.1"
    bot_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    bot_database_url: Annotated[str, AfterValidator(_database_url), Field(repr=False)] = "sqlite:///data/bot.db"
    bot_operators: Operators = Field(default_factory=dict)
    bot_operators_chat: int | None = None
    bot_link_secret: Annotated[Secret, AfterValidator(_link_secret)] | None = None
    bot_log_format: Literal["json", "console"] = "json"
    bot_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    paykassma_api_url: Url
    paykassma_plugin_url: Url | None = None
    paykassma_secret: Secret
    paykassma_access_key: Secret
    paykassma_postback_key: Secret
    paykassma_access_key_2: Secret | None = None
    paykassma_postback_key_2: Secret | None = None
    paykassma_old_json: bool = False
    paykassma_success_url_id: int | None = None
    paykassma_fail_url_id: int | None = None
    paykassma_pending_url_id: int | None = None
    paykassma_success_url: str | None = None
    paykassma_fail_url: str | None = None
    paykassma_pending_url: str | None = None
    paykassma_retry_seconds: Count = 60
    paykassma_withdrawal_key: Secret | None = None
    paykassma_test_withdrawals: bool = True

    deposit_wallets: Wallets = ("kbzpay_manual", "wavepay")
    wavepay_number_digits: Span = (10, 11)
    deposit_min: Kyat = 1_000
    deposit_max: Kyat = 1_000_000
    deposit_quick_amounts: Amounts = (5_000, 10_000, 30_000, 50_000, 100_000)
    deposit_valid_minutes: Count = 30
    deposit_auto_credit_max: KyatOrNone = 0
    deposit_slow_minutes: Count = 15
    deposit_corrections_max: Count = 5

    merchant_events_url: Url | None = None
    merchant_events_key: Secret | None = None

    withdrawal_min: Kyat = 1_000
    withdrawal_max: Kyat = 1_000_000
    withdrawal_day_max: Kyat = 3_000_000
    withdrawal_solo_max: KyatOrNone = 0

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if wrong := list(self._contradictions()):
            raise ValueError("\n".join(wrong))
        return self

    def _contradictions(self) -> Iterator[str]:
        for low, high in (("deposit_min", "deposit_max"), ("withdrawal_min", "withdrawal_max")):
            if getattr(self, low) > getattr(self, high):
                yield f"{low.upper()}: should not be above {high.upper()}"
        for one, other in _PAIRS:
            if (getattr(self, one) is None) != (getattr(self, other) is None):
                yield f"{other.upper()}: belongs together with {one.upper()}; set both or none"
        if self.paykassma_access_key == self.paykassma_postback_key:
            yield "PAYKASSMA_POSTBACK_KEY: is the same as PAYKASSMA_ACCESS_KEY; it is the private one of the pair"
        if int(self.bot_token.get_secret_value().partition(":")[0]) in self.bot_operators:
            yield "BOT_OPERATORS: names the bot itself; an operator is a person"
        if self.bot_updates is Updates.WEBHOOK:
            yield from self._webhook_gaps()

    def _webhook_gaps(self) -> Iterator[str]:
        if not self.bot_public_url:
            yield "BOT_PUBLIC_URL: is missing; BOT_UPDATES=webhook needs the https address of this server"
        if not self.bot_webhook_secret:
            yield "BOT_WEBHOOK_SECRET: is missing; BOT_UPDATES=webhook needs it to know Telegram's calls from others"

    def quick_amounts(self) -> tuple[int, ...]:
        """The amounts to offer as buttons: those of the setting that the limits allow."""
        return tuple(amount for amount in self.deposit_quick_amounts if self.deposit_min <= amount <= self.deposit_max)

    def secrets(self) -> tuple[str, ...]:
        """All that must never be seen outside: the values of the secrets, and the database's password."""
        values = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        return tuple(filter(None, [*values, urlsplit(self.bot_database_url).password]))


_PAIRS = (
    ("paykassma_access_key_2", "paykassma_postback_key_2"),
    ("merchant_events_url", "merchant_events_key"),
)
"""Settings of which one makes no sense without the other."""


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """Read the settings; a `StartupError` names each variable that is wrong, and never the value of one."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        wrong = "\n".join(f"  {line}" for line in _lines(error))
        raise StartupError(f"The settings are not right; set these in the environment or in .env:\n{wrong}") from None


def _lines(error: ValidationError) -> Iterator[str]:
    for one in error.errors(include_url=False, include_input=False):
        words = one["msg"].removeprefix("Value error, ").removeprefix("Input ")
        if not one["loc"]:
            yield from words.splitlines()
        elif one["type"] == "missing":
            yield f"{str(one['loc'][0]).upper()}: is missing"
        else:
            yield f"{str(one['loc'][0]).upper()}: {words}"
