"""Players who deposit through the simulated Telegram, each at his own pace, and what they were shown."""

import asyncio
from dataclasses import dataclass

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.dev.simulators.telegram import Message, SimulatedChat, SimulatedUser, TelegramSimulator
from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.i18n import Translator

AMOUNT = 10_000
FIRST_ID = 1_001
_EVERY_NTH_PAYS_BY_KBZ = 10
_T = Translator(Language.EN, strict=True)
_COPY, _AGAIN = _T.plain("button-copy-number"), _T.plain("button-retry")
WELCOME, CHOOSE, CREDITED = "welcome", "choose a wallet", "credited"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """`patience` is how many seconds a player waits for any one thing."""

    telegram: TelegramSimulator
    provider: PaykassmaSimulator
    count: int
    patience: float

    @property
    def people(self) -> list[SimulatedUser]:
        return [self.telegram.person(FIRST_ID + number) for number in range(self.count)]

    def served(self) -> float:
        """What part of them was told that the money was added."""
        return sum(CREDITED in said_to(person) for person in self.people) / self.count

    async def deposit(self) -> None:
        """All at once, each from /start to the word that his money was added."""
        async with asyncio.TaskGroup() as group:
            for number, person in enumerate(self.people):
                wallet = KBZPAY if number % _EVERY_NTH_PAYS_BY_KBZ == 0 else WAVEPAY
                group.create_task(self._deposit(person, wallet), name=f"player {person.id}")

    async def _deposit(self, person: SimulatedUser, wallet: Wallet) -> None:
        await person.start()
        for label in (_T.plain("button-deposit"), wallet.name, _T.amount(AMOUNT)):
            await self._sees(person, label)
            await person.press(label)
        while not await self._has_number(person):  # the provider gave none, or no answer
            await person.press(_AGAIN)
            await person.chat.until(lambda chat: _AGAIN not in _labels(chat), self.patience)
        number = next(button.copy for message in person.messages for button in message.buttons if button.copy)
        payment = self.provider.pay(wallet.type, number, AMOUNT)
        if wallet.needs_receipt:
            await person.photo(payment.receipt)
        await person.text(payment.transaction_number)
        await person.chat.until(lambda _chat: CREDITED in said_to(person), self.patience)

    async def _has_number(self, person: SimulatedUser) -> bool:
        """Whether he is shown where to pay; else he may try again."""
        await person.chat.until(lambda chat: _labels(chat) & {_COPY, _AGAIN}, self.patience)
        return _COPY in _labels(person.chat)

    async def _sees(self, person: SimulatedUser, label: str) -> None:
        await person.chat.until(lambda chat: label in _labels(chat), self.patience)


def _labels(chat: SimulatedChat) -> set[str]:
    return {label for message in chat.messages for label in message.labels}


def said_to(person: SimulatedUser) -> list[str]:
    """The new messages that the bot sent to a player, by what they are, in the order of their coming."""
    return [
        _kind(event.message) for event in person.chat.history if event.kind == "message" and _is_bots(event.message)
    ]


def _is_bots(message: Message | None) -> bool:
    return message is not None and message.from_bot


def _kind(message: Message | None) -> str:
    if message is None:
        return ""
    if _T("ring-credited", credited=_T.amount(AMOUNT)) in message.text:
        return CREDITED
    if WAVEPAY.name in message.labels:
        return CHOOSE
    return WELCOME if _T.plain("button-deposit") in message.labels else message.text
