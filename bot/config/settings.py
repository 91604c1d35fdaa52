"""The settings, from environment variables or a `.env` file; each error names the variable."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.errors import StartupError
from bot.config.setting_types import (
    Amounts,
    Count,
    DatabaseUrl,
    Kyat,
    KyatOrZero,
    LinkSecret,
    Operators,
    Port,
    ProxyUrl,
    Secret,
    Span,
    Token,
    Url,
    Wallets,
    WebhookSecret,
)


class UpdateMode(StrEnum):
    """How Telegram's updates reach us."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class Settings(BaseSettings):
    """Each attribute is an environment variable in lower case. The README in this folder describes them."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    bot_token: Token
    bot_api_url: Url = "https://api.telegram.org"
    bot_api_files: Path | None = None
    bot_proxy_url: Annotated[ProxyUrl | None, Field(repr=False)] = None
    bot_updates: UpdateMode = UpdateMode.POLLING
    bot_public_url: Url | None = None
    bot_webhook_secret: WebhookSecret | None = None
    bot_host: str = "127.0.0.1"
    bot_port: Port = 8080
    bot_database_url: Annotated[DatabaseUrl, Field(repr=False)] = "sqlite:///data/bot.db"
    bot_generation_file: Path | None = None
    bot_operators: Operators = Field(default_factory=dict)
    bot_operators_chat: int | None = None
    bot_link_secret: LinkSecret | None = None
    bot_mask_key: LinkSecret | None = None
    bot_log_format: Literal["json", "console"] = "json"
    bot_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    bot_sentry_dsn: Secret | None = None

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
    paykassma_withdrawal_key: Secret | None = None
    paykassma_test_withdrawals: bool = True

    deposit_wallets: Wallets = ("kbzpay_manual", "wavepay")
    wavepay_number_digits: Span = (10, 11)
    deposit_min: Kyat = 1_000
    deposit_max: Kyat = 1_000_000
    deposit_quick_amounts: Amounts = (5_000, 10_000, 30_000, 50_000, 100_000)
    deposit_valid_minutes: Count = 30
    deposit_auto_credit_max: KyatOrZero | None = None
    deposit_auto_credit_hour_max: KyatOrZero | None = None
    deposit_auto_credit_player_day_max: KyatOrZero | None = None
    deposit_slow_minutes: Count = 15
    deposit_corrections_max: Count = 5

    merchant_events_url: Url | None = None
    merchant_events_key: Secret | None = None

    withdrawal_min: Kyat = 1_000
    withdrawal_max: Kyat = 1_000_000
    withdrawal_day_max: Kyat = 3_000_000
    withdrawal_operator_day_max: Kyat = 30_000_000
    withdrawal_account_day_max: Kyat = 3_000_000
    withdrawal_solo_max: KyatOrZero = 0
    withdrawal_cool_off_minutes: Count = 60

    @property
    def auto_credit_max(self) -> int:
        """The highest amount of one payment that is credited automatically, in whole kyat; 0 for no limit."""
        return _or_times(self.deposit_auto_credit_max, 2, self.deposit_max)

    @property
    def auto_credit_hour_max(self) -> int:
        """The limit for all automatic credits within an hour, in whole kyat; 0 for no limit."""
        return _or_times(self.deposit_auto_credit_hour_max, 50, self.deposit_max)

    @property
    def auto_credit_player_day_max(self) -> int:
        """The limit for one player's automatic credits within a day, in whole kyat; 0 for no limit."""
        return _or_times(self.deposit_auto_credit_player_day_max, 5, self.deposit_max)

    @field_validator("deposit_quick_amounts")
    @classmethod
    def _within_limits(cls, amounts: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        """Drop amounts outside the limits, so that changing a limit does not require new quick amounts."""
        low, high = info.data.get("deposit_min", 0), info.data.get("deposit_max", 0)
        return tuple(amount for amount in amounts if low <= amount <= high)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if wrong := list(self._contradictions()):
            raise ValueError("\n".join(wrong))
        return self

    def _contradictions(self) -> Iterator[str]:
        for low, high in (("deposit_min", "deposit_max"), ("withdrawal_min", "withdrawal_max")):
            if getattr(self, low) > getattr(self, high):
                yield f"{low.upper()}: should not be above {high.upper()}"
        for together in _TOGETHER:
            if missing := [name.upper() for name in together if getattr(self, name) is None]:
                given = [name.upper() for name in together if name.upper() not in missing]
                yield from (f"{name}: must be set together with {given[0]}, or none" for name in missing if given)
        if self.paykassma_access_key == self.paykassma_postback_key:
            yield "PAYKASSMA_POSTBACK_KEY: is the same as PAYKASSMA_ACCESS_KEY; set the private key of the pair"
        if int(self.bot_token.get_secret_value().partition(":")[0]) in self.bot_operators:
            yield "BOT_OPERATORS: contains the bot's own id; an operator is a person"
        if self.bot_updates is UpdateMode.WEBHOOK:
            yield from self._webhook_gaps()

    def _webhook_gaps(self) -> Iterator[str]:
        if not self.bot_public_url:
            yield "BOT_PUBLIC_URL: is missing; BOT_UPDATES=webhook needs the https address of this server"
        if not self.bot_webhook_secret:
            yield "BOT_WEBHOOK_SECRET: is missing; BOT_UPDATES=webhook needs it to recognise Telegram's calls"

    def secrets(self) -> tuple[str, ...]:
        """All values that must be masked: the secrets, and the passwords in the database's and the proxy's URL."""
        values = [value.get_secret_value() for _, value in self if isinstance(value, SecretStr)]
        addresses = (self.bot_database_url, self.bot_proxy_url or "")
        return tuple(filter(None, [*values, *(urlsplit(address).password for address in addresses)]))


def _or_times(given: int | None, times: int, base: int) -> int:
    return base * times if given is None else given


_TOGETHER = (
    ("paykassma_access_key_2", "paykassma_postback_key_2"),
    ("paykassma_success_url_id", "paykassma_fail_url_id", "paykassma_pending_url_id"),
    ("paykassma_success_url", "paykassma_fail_url", "paykassma_pending_url"),
    ("merchant_events_url", "merchant_events_key"),
)
"""Groups of settings that must be set together."""


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """Read the settings. Raises a StartupError that names each wrong variable, but never its value."""
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        wrong = "\n".join(f"  {line}" for line in _lines(error))
        raise StartupError(f"Settings are missing or wrong; set them in the environment or .env:\n{wrong}") from None


def _lines(error: ValidationError) -> Iterator[str]:
    for one in error.errors(include_url=False, include_input=False):
        words = one["msg"].removeprefix("Value error, ").removeprefix("Input ")
        if not one["loc"]:
            yield from words.splitlines()
        elif one["type"] == "missing":
            yield f"{str(one['loc'][0]).upper()}: is missing"
        else:
            yield f"{str(one['loc'][0]).upper()}: {words}"
