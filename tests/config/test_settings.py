"""The settings: what is taken, what is refused and with which words, and that no value of a secret is shown."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.config.errors import StartupError
from bot.config.settings import Settings, UpdateMode, load_settings
from bot.domain.operator import Role
from bot.runtime.logs import Redactor
from tests.databases import quick_folder
from tests.environment import NEEDED, environment


@pytest.fixture
def load(tmp_path: Path) -> "Load":
    return Load(tmp_path / ".env")


class Load:
    """Reads the needed settings, with changes, out of a real `.env` file."""

    def __init__(self, env_file: Path) -> None:
        self.env_file = env_file

    def __call__(self, changes: Mapping[str, str | None] | None = None) -> Settings:
        lines = (f"{name}='{value}'" for name, value in environment(changes).items())
        self.env_file.write_text("\n".join(lines), encoding="utf-8")
        return load_settings(self.env_file)


def test_five_values_are_enough(load: Load) -> None:
    settings = load()
    assert settings.bot_updates is UpdateMode.POLLING
    assert settings.deposit_wallets == ("kbzpay_manual", "wavepay")
    assert settings.wavepay_number_digits == (10, 11)
    assert settings.bot_operators == {}
    assert settings.paykassma_test_withdrawals


_WRITTEN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="'\\\0"), max_size=60)
_ALMOST = st.from_regex(
    r"(https?://)?[a-z0-9.:/\[\]@?#-]{0,20}|[0-9:,a-z -]{0,20}|-?[0-9]{1,25}(\.[0-9])?", fullmatch=True
)


@given(name=st.sampled_from([field.upper() for field in Settings.model_fields]), value=_WRITTEN | _ALMOST)
@example(name="BOT_PUBLIC_URL", value="https://[")
@example(name="PAYKASSMA_API_URL", value="https://host:port")
@example(name="WITHDRAWAL_MAX", value="9" * 5_000)
def test_whatever_a_value_is_it_is_taken_or_refused_by_name(name: str, value: str) -> None:
    """And a refusal never shows what may be a secret."""
    with quick_folder() as folder:
        try:
            Load(folder / ".env")({name: value})
        except StartupError as refused:
            words = str(refused)
        else:
            return
    assert any(field.upper() in words for field in Settings.model_fields)
    annotation = Settings.model_fields[name.lower()].annotation
    assert "SecretStr" not in str(annotation) or len(value.strip()) < 16 or value.strip() not in words


@pytest.mark.parametrize("name", NEEDED)
@pytest.mark.parametrize("value", [None, "", "   ", "\n"])
def test_a_needed_value_that_is_missing_is_named(load: Load, name: str, value: str | None) -> None:
    with pytest.raises(StartupError, match=rf"(?m)^  {name}: "):
        load({name: value})


def test_all_wrong_values_are_named_at_once_each_on_its_line(load: Load) -> None:
    with pytest.raises(StartupError) as refused:
        load({"BOT_TOKEN": None, "DEPOSIT_MIN": "few", "BOT_OPERATORS": "1:king"})
    assert [line.split(":")[0].strip() for line in str(refused.value).splitlines()[1:]] == [
        "BOT_TOKEN",
        "BOT_OPERATORS",
        "DEPOSIT_MIN",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "hello"),
        ("BOT_TOKEN", "123456789:AAcanary canary"),
        ("BOT_TOKEN", "123456789:AAcanary\ncanary"),
        ("BOT_API_URL", "http://telegram.example"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_UPDATES", "pigeon"),
        ("BOT_PUBLIC_URL", "http://bot.example"),
        ("BOT_PUBLIC_URL", "ftp://bot.example"),
        ("BOT_PUBLIC_URL", "https://"),
        ("BOT_PUBLIC_URL", "https://bot.example/?a=1"),
        ("BOT_PUBLIC_URL", "https://me:pass@bot.example"),
        ("BOT_PUBLIC_URL", "https://bot.example:many"),
        ("BOT_PUBLIC_URL", "https://bot example"),
        ("BOT_WEBHOOK_SECRET", "ပစ်မှတ်"),
        ("BOT_WEBHOOK_SECRET", "a" * 257),
        ("BOT_PORT", "65536"),
        ("BOT_PORT", "-1"),
        ("BOT_PORT", "http"),
        ("BOT_DATABASE_URL", "mysql://x/y"),
        ("BOT_DATABASE_URL", "sqlite://data/bot.db"),
        ("BOT_DATABASE_URL", "sqlite:///"),
        ("BOT_DATABASE_URL", "data/bot.db"),
        ("BOT_OPERATORS", "123456"),
        ("BOT_OPERATORS", "123456:king"),
        ("BOT_OPERATORS", "me:owner"),
        ("BOT_OPERATORS", "0:owner"),
        ("BOT_OPERATORS", "-100:owner"),
        ("BOT_OPERATORS", "1:owner,2:cashier,1:viewer"),
        ("BOT_OPERATORS", "1:owner;2:cashier"),
        ("BOT_OPERATORS", "123456789:owner"),
        ("BOT_OPERATORS_CHAT", "@operators"),
        ("BOT_LINK_SECRET", "short"),
        ("BOT_LOG_FORMAT", "xml"),
        ("BOT_LOG_LEVEL", "LOUD"),
        ("PAYKASSMA_API_URL", "http://api.provider.example"),
        ("PAYKASSMA_API_URL", "https://[::1"),
        ("PAYKASSMA_SECRET", "two words"),
        ("PAYKASSMA_SECRET", "line\nbreak"),
        ("PAYKASSMA_POSTBACK_KEY", "tab\tkey"),
        ("PAYKASSMA_POSTBACK_KEY", "access-key-canary"),
        ("PAYKASSMA_POSTBACK_KEY_2", "alone-canary"),
        ("PAYKASSMA_ACCESS_KEY_2", "alone-canary"),
        ("PAYKASSMA_OLD_JSON", "perhaps"),
        ("PAYKASSMA_SUCCESS_URL_ID", "first"),
        ("PAYKASSMA_FAIL_URL", "hash-canary"),
        ("DEPOSIT_WALLETS", "paypal"),
        ("DEPOSIT_WALLETS", ","),
        ("WAVEPAY_NUMBER_DIGITS", "eleven"),
        ("WAVEPAY_NUMBER_DIGITS", "11-10"),
        ("WAVEPAY_NUMBER_DIGITS", "0-10"),
        ("WAVEPAY_NUMBER_DIGITS", "-1-10"),
        ("DEPOSIT_MIN", "0"),
        ("DEPOSIT_MIN", "-5"),
        ("DEPOSIT_MIN", "1e3"),
        ("DEPOSIT_MIN", "1000.5"),
        ("DEPOSIT_MIN", "2000000"),
        ("DEPOSIT_MAX", str(2**63)),
        ("DEPOSIT_MAX", "9" * 5000),
        ("DEPOSIT_QUICK_AMOUNTS", "5000,many"),
        ("DEPOSIT_QUICK_AMOUNTS", "5000,-1"),
        ("DEPOSIT_VALID_MINUTES", "0"),
        ("DEPOSIT_AUTO_CREDIT_MAX", "-1"),
        ("MERCHANT_EVENTS_URL", "https://shop.example/events"),
        ("MERCHANT_EVENTS_KEY", "alone-canary"),
        ("WITHDRAWAL_MIN", "5000000"),
    ],
)
def test_a_wrong_value_is_refused_by_name_and_not_shown(load: Load, name: str, value: str) -> None:
    with pytest.raises(StartupError) as refused:
        load({name: value})
    words = str(refused.value)
    assert f"{name}:" in words or "must be set together" in words
    assert "canary" not in words
    assert "Traceback" not in words


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("BOT_PUBLIC_URL", "https://bot.example/pay/", "https://bot.example/pay"),
        ("BOT_PUBLIC_URL", "http://127.0.0.1:8090/", "http://127.0.0.1:8090"),
        ("BOT_PUBLIC_URL", "http://[::1]:8090", "http://[::1]:8090"),
        ("BOT_PUBLIC_URL", "http://localhost:8090", "http://localhost:8090"),
        ("BOT_PUBLIC_URL", "", None),
        ("BOT_DATABASE_URL", "sqlite:////data/bot.db", "sqlite:////data/bot.db"),
        ("BOT_DATABASE_URL", "postgresql://bot:pw@db/bot", "postgresql://bot:pw@db/bot"),
        ("BOT_OPERATORS", " 1:owner , 2:cashier, ", {1: Role.OWNER, 2: Role.CASHIER}),
        ("BOT_OPERATORS_CHAT", "-1001234567890", -1001234567890),
        ("DEPOSIT_WALLETS", "wavepay, wavepay", ("wavepay",)),
        ("WAVEPAY_NUMBER_DIGITS", "10", (10, 10)),
        ("DEPOSIT_QUICK_AMOUNTS", "5000, 10000", (5_000, 10_000)),
        ("PAYKASSMA_TEST_WITHDRAWALS", "false", False),
    ],
)
def test_a_right_value_is_taken(load: Load, name: str, value: str, taken: object) -> None:
    assert getattr(load({name: value}), name.lower()) == taken


def test_webhooks_need_an_address_and_a_secret(load: Load) -> None:
    with pytest.raises(StartupError) as refused:
        load({"BOT_UPDATES": "webhook"})
    assert "BOT_PUBLIC_URL" in str(refused.value)
    assert "BOT_WEBHOOK_SECRET" in str(refused.value)
    load({"BOT_UPDATES": "webhook", "BOT_PUBLIC_URL": "https://bot.example", "BOT_WEBHOOK_SECRET": "abc"})


def test_redirects_come_by_three(load: Load) -> None:
    with pytest.raises(StartupError, match="PAYKASSMA_PENDING_URL_ID: must be set together with PAYKASSMA_SUCCESS"):
        load({"PAYKASSMA_SUCCESS_URL_ID": "2", "PAYKASSMA_FAIL_URL_ID": "1"})
    ids = {"PAYKASSMA_SUCCESS_URL_ID": "2", "PAYKASSMA_FAIL_URL_ID": "1", "PAYKASSMA_PENDING_URL_ID": "3"}
    assert load(ids).paykassma_pending_url_id == 3


def test_amounts_outside_the_limits_are_not_offered(load: Load) -> None:
    limits = {"DEPOSIT_MIN": "10000", "DEPOSIT_MAX": "50000"}
    assert load(limits).deposit_quick_amounts == (10_000, 30_000, 50_000)


def test_the_settings_never_show_a_secret(load: Load) -> None:
    settings = load({"BOT_DATABASE_URL": "postgresql://bot:db-canary@db/bot"})
    assert "canary" not in repr(settings)
    assert "canary" not in str(settings)
    seen = Redactor(settings.secrets())(" ".join([*environment().values(), settings.bot_database_url]))
    assert "canary" not in seen


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("\n".join(f"{name}={value}" for name, value in environment().items()), encoding="utf-8-sig")
    assert load_settings(file).paykassma_api_url == "https://api.provider.example"


def test_settings_cannot_be_changed(load: Load) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(load(), "bot_port", 1)  # noqa: B010 - mypy forbids the plain way, as it should


def test_a_role_covers_those_before_it() -> None:
    assert Role.OWNER.covers(Role.VIEWER)
    assert Role.CASHIER.covers(Role.CASHIER)
    assert not Role.CASHIER.covers(Role.CHECKER)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("socks5://127.0.0.1:1080", "other kinds of proxy, such as socks, are not supported"),
        ("proxy.example:3128", "should begin with http://"),
        ("http://", "should be the address of a proxy"),
        ("http://proxy.example/path", "should be the address of a proxy"),
    ],
)
def test_a_proxy_of_another_kind_is_refused_with_words(load: Load, value: str, words: str) -> None:
    with pytest.raises(StartupError, match="BOT_PROXY_URL") as refused:
        load({"BOT_PROXY_URL": value})
    assert words in str(refused.value)


def test_the_password_of_a_proxy_is_a_secret(load: Load) -> None:
    settings = load({"BOT_PROXY_URL": "http://bot:pass-canary@proxy.example:3128"})
    assert "pass-canary" in settings.secrets()
    assert "pass-canary" not in repr(settings)
