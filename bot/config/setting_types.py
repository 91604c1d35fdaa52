"""The types of settings: how each value is parsed and checked, with the error message for a wrong one."""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from bot.domain.operator import Role
from bot.domain.wallet import WALLETS

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_DATABASE_URL = re.compile(r"sqlite:///[^?#]+|postgres(?:ql)?://\S+")
_LINK_SECRET_LENGTH = 16


def is_loopback(url: str) -> bool:
    """Whether `url` points to this machine, where plain http is safe."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or re.search(r"\s", value):
        raise ValueError("should be an address such as https://example.com")
    parts.port  # noqa: B018 - reading it refuses a port that is no number
    if parts.username or parts.query or parts.fragment:
        raise ValueError("should not contain a user name, a ? or a #")
    if parts.scheme == "http" and not is_loopback(value):
        raise ValueError("should begin with https:// (http:// is allowed only for this machine)")
    return value.rstrip("/")


def _proxy(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(
            "should begin with http:// or https://; other kinds of proxy, such as socks, are not supported"
        )
    if not parts.hostname or re.search(r"\s", value) or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("should be the address of a proxy such as http://proxy.example:3128")
    parts.port  # noqa: B018 - reading it refuses a port that is no number
    return value


def _unbroken(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\S+", value.get_secret_value()):
        raise ValueError("should not be blank or contain a space, tab or line break")
    return value


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("should look like 123456789:AA…, as BotFather shows it")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("should be 1 to 256 characters of A-Z a-z 0-9 _ -, as Telegram requires")
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
            raise ValueError(f"should look like 123456:owner,234567:cashier; the roles are {', '.join(Role)}")
        if int(person) in operators:
            raise ValueError(f"contains {int(person)} twice")
        operators[int(person)] = Role(role.strip())
    return operators


def _wallets(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value or set(value) - set(WALLETS):
        raise ValueError(f"should be one or more of {', '.join(WALLETS)}")
    return tuple(dict.fromkeys(value))


def _span(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"[0-9]{1,2}(-[0-9]{1,2})?", value):
        raise ValueError("should look like 10-11")
    low, _, high = value.partition("-")
    return int(low), int(high or low)


def _rising(value: tuple[int, int]) -> tuple[int, int]:
    if not 0 < value[0] <= value[1]:
        raise ValueError("should look like 10-11, the smaller number first")
    return value


Url = Annotated[str, AfterValidator(_url)]
ProxyUrl = Annotated[str, AfterValidator(_proxy)]
Secret = Annotated[SecretStr, AfterValidator(_unbroken)]
Token = Annotated[Secret, AfterValidator(_token)]
WebhookSecret = Annotated[Secret, AfterValidator(_webhook_secret)]
LinkSecret = Annotated[Secret, AfterValidator(_link_secret)]
DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Port = Annotated[int, Field(ge=0, le=65535)]
Kyat = Annotated[int, Field(gt=0, lt=2**53)]
KyatOrZero = Annotated[int, Field(ge=0, lt=2**53)]
Count = Annotated[int, Field(gt=0, lt=1_000_000)]
Operators = Annotated[Mapping[int, Role], NoDecode, BeforeValidator(_operators)]
Amounts = Annotated[tuple[Kyat, ...], NoDecode, BeforeValidator(_listed)]
Wallets = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_wallets)]
Span = Annotated[tuple[int, int], NoDecode, BeforeValidator(_span), AfterValidator(_rising)]
