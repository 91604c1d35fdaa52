"""A player as tests hold him: his phone, his wallet app, and what he can see."""

from bot.dev.simulators.paykassma import Payment
from bot.dev.simulators.telegram import Message
from bot.domain.money import group_digits
from bot.domain.player import Language
from bot.i18n import Translator
from bot.store.engine.database import Row
from tests.e2e.world import PATIENCE, World

NAMES = {"kbzpay_manual": "KBZPay", "wavepay": "WavePay"}


class Player:
    """Acts in his private chat and waits for what he is shown."""

    def __init__(self, world: World, player_id: int, language: Language = Language.EN) -> None:
        self.world = world
        self.id = player_id
        self.t = Translator(language, strict=True)
        self.person = world.telegram.person(player_id, language_code=language.value)
        self.chat = self.person.chat

    @property
    def from_bot(self) -> list[Message]:
        """The bot's messages that stand in the chat now."""
        return [message for message in self.chat.messages if message.from_bot]

    def sent_by_bot(self) -> list[str]:
        """The words of all new messages the bot ever sent here, as they were then."""
        events = [event for event in self.chat.history if event.kind == "message" and event.message]
        return [event.message.text for event in events if event.message and event.message.from_bot]

    def times_told(self, words: str) -> int:
        return sum(words in text for text in self.sent_by_bot())

    async def sees(self, words: str) -> Message:
        """Wait until a message of the bot says so."""
        return await self.chat.shows(words, PATIENCE)

    async def is_told(self, words: str, times: int = 1) -> None:
        """Wait until so many new messages have said so."""
        await self.chat.until(lambda _chat: self.times_told(words) >= times, PATIENCE)

    async def says(self, text: str, sees: str = "") -> None:
        await self.person.text(text)
        if sees:
            await self.sees(sees)

    async def taps(self, label: str, sees: str = "", under: Message | None = None) -> None:
        """Press a button by its words once it is there."""
        if under is None:
            await self.chat.until(lambda chat: any(label in message.labels for message in chat.messages), PATIENCE)
        await self.person.press(label, under)
        if sees:
            await self.sees(sees)

    async def toast(self, label: str, under: Message | None = None) -> str:
        """What a press is answered with over the chat."""
        answer = await self.person.press(label, under, wait=True)
        assert answer is not None
        return answer.text

    async def deposits(self) -> list[Row]:
        """His deposits, newest first."""
        sql = "SELECT * FROM deposits WHERE player_id = $1 ORDER BY created_at DESC, id"
        return list(await self.world.rows(sql, self.id))

    async def deposit(self) -> Row:
        return (await self.deposits())[0]

    async def reaches(self, status: str) -> Row:
        """Wait until his newest deposit has this status."""

        async def look() -> Row | None:
            rows = await self.deposits()
            return rows[0] if rows and rows[0]["status"] == status else None

        found = await self.world.until(look, f"for a deposit that is {status}")
        assert found is not None
        return found

    async def begins(self, wallet: str = "wavepay", amount: int = 10_000) -> Row:
        """From /start to the card with a number to pay to."""
        await self.says("/start")
        await self.taps(self.t.plain("button-deposit"))
        await self.taps(NAMES[wallet])
        await self.taps(self.t.amount(amount))
        row = await self.reaches("awaiting_payment")
        await self.sees(group_digits(row["wallet_number"]))
        return row

    async def pays(self, amount: int = 0) -> Payment:
        """Pay in the wallet app, the amount of the card unless another is given."""
        row = await self.deposit()
        return self.world.provider.pay(row["wallet"], row["wallet_number"], amount or row["amount"])

    async def claims(self, payment: Payment) -> Row:
        """Send what his wallet asks for, and wait until the provider has it."""
        await self.person.text(payment.transaction_number)
        if payment.wallet == "kbzpay_manual":
            await self.person.photo(payment.receipt)
        return await self.reaches("submitted")

    async def claimed_while_away(self) -> tuple[Row, Payment]:
        """From /start to a claim that the provider does not get."""
        await self.begins()
        payment = await self.pays()
        await self.says(payment.transaction_number)
        return await self.reaches("claimed"), payment

    async def claimed(self, wallet: str = "wavepay", amount: int = 10_000) -> tuple[Row, Payment]:
        """From /start to a claim that the provider has."""
        await self.begins(wallet, amount)
        payment = await self.pays()
        return await self.claims(payment), payment
