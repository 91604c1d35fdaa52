"""The real process from `/start` to credited, by each wallet in each language; nobody kills it here."""

from itertools import product
from pathlib import Path

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.app import paykassma_app
from bot.dev.simulators.telegram import TelegramSimulator, serve
from bot.dev.simulators.telegram.app import telegram_app
from bot.domain.player import Language
from bot.domain.wallet import WALLETS, Wallet
from bot.i18n import Translator
from tests.e2e.process import Process, settings_of
from tests.e2e.world import KEYS, PATIENCE, SECRET, TOKEN, WITHDRAWAL_KEY
from tests.ports import free_port

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]
AMOUNT = 10_000


async def _deposits(
    telegram: TelegramSimulator, provider: PaykassmaSimulator, wallet: Wallet, language: Language
) -> None:
    """A new player's whole deposit, up to the ring."""
    t = Translator(language, strict=True)
    person = telegram.person(501 + len(provider.claims), language_code=language.value)
    amount, copy = t.amount(AMOUNT), t.plain("button-copy-number")
    await person.start()
    for label in (t.plain("button-deposit"), wallet.name, amount):
        await person.chat.until(lambda chat, label=label: any(label in m.labels for m in chat.messages), PATIENCE)  # type: ignore[misc]
        await person.press(label)
    await person.chat.until(lambda chat: any(copy in message.labels for message in chat.messages), PATIENCE)
    payment = provider.pay(wallet.type, provider.creates[-1].number, AMOUNT)
    if wallet.needs_receipt:
        await person.photo(payment.receipt)
    await person.text(payment.transaction_number)
    await provider.until(
        lambda: any(c.transaction_number == payment.transaction_number for c in provider.claims), PATIENCE
    )
    await provider.postback(order_id=provider.claims[-1].order_id)
    await person.chat.shows(t("ring-credited", credited=amount), PATIENCE)


async def test_each_wallet_is_deposited_by_in_each_language(tmp_path: Path) -> None:
    telegram = TelegramSimulator(TOKEN)
    provider = PaykassmaSimulator(secret=SECRET, postback_keys=KEYS, withdrawal_key=WITHDRAWAL_KEY)
    port = free_port()
    provider.postback_url = f"http://127.0.0.1:{port}/paykassma/postback"
    async with serve(telegram_app(telegram)) as telegram_url, serve(paykassma_app(provider)) as provider_url:
        process = Process(settings=settings_of(tmp_path, port, telegram_url, provider_url), port=port, folder=tmp_path)
        await process.start()
        for wallet, language in product(WALLETS.values(), Language):
            await _deposits(telegram, provider, wallet, language)
        await process.stop()
        assert await process.rows("SELECT COUNT(*), SUM(amount) FROM ledger") == [(4, 4 * AMOUNT)]
