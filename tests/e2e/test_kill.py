"""SIGKILL after every step of a deposit: the real process, restarted, goes on as if nothing had happened."""

import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.paykassma.script import ScriptedAnswer
from bot.dev.simulators.telegram import Message, SimulatedUser, TelegramSimulator
from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from tests.e2e.process import Process
from tests.e2e.world import PATIENCE

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]
AMOUNT = 10_000
_CREDITED = {Language.EN: "10,000 Ks added", Language.MY: "၁၀,၀၀၀ ကျပ် ထည့်သွင်းပြီးပါပြီ"}


def _rings(person: SimulatedUser, language: Language) -> list[Message]:
    """The short new messages that tell of the credit; the card says it too, but by an edit."""
    words = _CREDITED[language]
    return [message for message in person.messages if message.from_bot and words in message.text and not message.edits]


@pytest.mark.parametrize(("wallet", "language"), [(KBZPAY, Language.EN), (WAVEPAY, Language.MY)])
async def test_a_deposit_survives_a_kill_after_each_of_its_steps(
    process: Process, telegram: TelegramSimulator, provider: PaykassmaSimulator, wallet: Wallet, language: Language
) -> None:
    person = telegram.person(501, first_name="Aye", language_code=language.value)
    await person.start()
    await person.chat.until(lambda chat: any(message.from_bot for message in chat.messages), PATIENCE)
    await person.text("/deposit")
    await person.chat.shows("KBZPay", PATIENCE)
    await person.chat.until(lambda chat: any("WavePay" in m.labels for m in chat.messages), PATIENCE)
    await person.press(wallet.name)
    await person.chat.until(lambda chat: chat.messages[-1].edits == 1, PATIENCE)
    await process.restart_after_kill()  # after the card

    await person.text("10000")
    await person.chat.until(lambda chat: any(button.copy for m in chat.messages for button in m.buttons), PATIENCE)
    await process.restart_after_kill()  # after the number

    (created,) = {creation.number for creation in provider.creates}
    payment = provider.pay(wallet.type, created, AMOUNT)
    provider.script.claims.append(ScriptedAnswer.TIME_OUT_AFTER)
    if wallet.needs_receipt:
        await person.photo(payment.receipt)
        await process.until_row("SELECT 1 FROM deposits WHERE receipt_id <> ''")
        await process.restart_after_kill()  # after the picture
    await person.text(payment.transaction_number)
    await provider.until(lambda: len(provider.claims) == 1, PATIENCE)
    await process.restart_after_kill()  # after the claim left, its answer never seen

    (claim,) = provider.claims
    assert await provider.postback(order_id=claim.order_id, times=1) == [200]
    await process.restart_after_kill()  # after the postback was answered

    rings = await person.chat.until(lambda chat: _rings(person, language), PATIENCE)
    assert len(rings) <= 2  # said again only if the kill fell between Telegram's answer and our mark
    assert len(provider.claims) == 1
    assert await process.rows("SELECT amount, ref FROM ledger") == [
        (AMOUNT, f"{wallet.type}/MMK/{payment.transaction_number}")
    ]
    assert await process.rows("SELECT status, credited_amount FROM deposits") == [("credited", AMOUNT)]
    assert await process.rows("SELECT COUNT(*) FROM inbox WHERE state <> 'done'") == [(0,)]
