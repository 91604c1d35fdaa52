"""The player's "I have paid": number and receipt, in any order, kept before anything is sent."""

from dataclasses import dataclass
from functools import partial

from bot.clock import Clock
from bot.domain.alert import Alert, End
from bot.domain.deposit import READING, Deposit, Status, Step, expects, is_complete, is_paid_first, takes_claim
from bot.domain.errors import NumberInUse, Outdated, PictureError, TooManyCorrections
from bot.domain.money import check_limits
from bot.domain.number import parse_transaction_number
from bot.services import notices
from bot.services.inbox import Turn
from bot.services.notices import Notices
from bot.services.provider import send_claim
from bot.services.receipts import read_for_deposit, weigh
from bot.services.rules import Rules
from bot.store import deposits, outbox, receipts
from bot.store.database import Param, Transaction, Unit

_ALBUM_MS = 4_000
_ON_ITS_WAY = frozenset({Status.CLAIMED, Status.SUBMITTED})
_UNREAD: dict[str, Param] = {"reading": "", "read_number": "", "read_amount": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A cleaned receipt: `id` is the SHA-256 of `content`; `album` is empty for a single picture."""

    id: str
    content: bytes
    likeness: str = ""
    album: str = ""


class Claims:
    """Takes the parts of a claim and, when it is complete, puts it on its way to the provider."""

    def __init__(self, clock: Clock, rules: Rules, alarms: Notices) -> None:
        self._clock = clock
        self._rules = rules
        self._alarms = alarms

    def read_number(self, deposit: Deposit, text: str) -> str:
        """The transaction number in what the player typed; raises NumberError."""
        return parse_transaction_number(text, self._rules.wallet(deposit.wallet))

    async def add(self, turn: Turn, deposit: Deposit, *, number: str = "", picture: Picture | None = None) -> None:
        """The player sent a number, a picture, or both at once.

        Of an album the first readable picture counts; the others are passed over. A held player may claim
        what he has paid. Raises NumberInUse or Outdated, and then nothing was changed.
        """
        now = self._clock.now_ms()

        async def unit(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if fresh is None or (picture and picture.album and fresh.receipt_album == picture.album):
                return
            # A number that came before its picture may have become another's claim in between.
            is_open = takes_claim(fresh)
            wanted = number or (fresh.transaction_number if is_open else "")
            if wanted and await self._is_known(tx, fresh, wanted, now):
                return
            if picture and (is_open or fresh.status in _ON_ITS_WAY):
                await self._keep(tx, fresh, picture, now)
            if is_open:
                await self._complete(tx, fresh, number, picture, now)
            elif picture:
                await self._attach(tx, fresh, picture, now)
            else:
                raise Outdated(status=deposit.status.value)

        await self._write(turn, deposit, unit)

    async def confirm(self, turn: Turn, deposit: Deposit, receipt: str) -> None:
        """What was read off the receipt is what the player says. Raises NumberInUse, or Outdated where it is another.

        `receipt` is how the id of the receipt began that he was asked about.
        """
        now = self._clock.now_ms()

        async def unit(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if fresh is None or expects(fresh) is not Step.CONFIRMATION or not fresh.receipt_id.startswith(receipt):
                raise Outdated(status=deposit.status.value)
            if await self._is_known(tx, fresh, fresh.read_number, now):
                await self._forget_read(tx, fresh, now)
                return
            stated = await deposits.edit(tx, fresh.id, fresh.status, amount=fresh.read_amount or fresh.amount)
            if stated is not None:
                await deposits.note(tx, stated.id, "read_confirmed", f"{stated.read_number} {stated.amount}", now)
                await self._complete(tx, stated, stated.read_number, None, now)

        await self._write(turn, deposit, unit)

    async def say_amount(self, turn: Turn, deposit: Deposit, amount: int) -> None:
        """The player said how much he has paid, of a payment that came first. Raises AmountTooLarge."""
        check_limits(amount, 1, self._rules.deposit_max)
        now = self._clock.now_ms()

        async def unit(tx: Transaction) -> None:
            stated = await deposits.edit(tx, deposit.id, Status.DRAFT, amount=amount)
            if deposit.amount or stated is None:
                raise Outdated(status=deposit.status.value)
            if stated.transaction_number and await self._is_known(tx, stated, stated.transaction_number, now):
                return
            await self._go_on(tx, stated, now)

        await turn.write(unit)

    async def fix(self, turn: Turn, deposit: Deposit) -> None:
        """What was read is not what the player means: he is asked for the number."""
        now = self._clock.now_ms()

        async def unit(tx: Transaction) -> None:
            if not takes_claim(deposit) or not await self._forget_read(tx, deposit, now):
                raise Outdated(status=deposit.status.value)

        await turn.write(unit)

    async def _forget_read(self, tx: Transaction, deposit: Deposit, now: int) -> bool:
        asked = await deposits.edit(tx, deposit.id, deposit.status, touched_at=now, **_UNREAD)
        if asked is not None:
            await notices.card(tx, asked, now)
        return asked is not None

    async def _write(self, turn: Turn, deposit: Deposit, unit: Unit[None]) -> None:
        try:
            await turn.write(unit)
        except TooManyCorrections as error:
            await turn.write(partial(self._end_corrections, deposit, error, self._clock.now_ms()))

    async def _end_corrections(self, deposit: Deposit, error: TooManyCorrections, now: int, tx: Transaction) -> None:
        """From here on an operator must look: say so to the player, and to operators."""
        await notices.refusal(tx, deposit.player_id, error, now)
        await self._alarms.alarm(
            tx,
            Alert.CORRECTIONS_OVER,
            deposit.id,
            now,
            deposit=deposit.id,
            amount=deposit.amount,
            wallet=deposit.wallet,
        )

    async def _is_known(self, tx: Transaction, deposit: Deposit, number: str, now: int) -> bool:
        """Show the player his own earlier claim of this number; refuse it when it is another player's."""
        for other in await deposits.claimed_with(tx, deposit.wallet, number):
            if other.player_id != deposit.player_id:
                raise NumberInUse(number=number)
            await notices.screen(tx, deposit.player_id, "number_known", now, subject=other.id)
            return True
        return False

    async def tell_in_use(self, turn: Turn, deposit: Deposit, number: str) -> None:
        """The number is another player's claim: a neutral word to this one, both ids to the operators.

        Without a `number` it is the one that the deposit has already, and only its picture came now.
        """
        now = self._clock.now_ms()
        shared = number or deposit.transaction_number

        async def unit(tx: Transaction) -> None:
            if shared == deposit.read_number:
                await self._forget_read(tx, deposit, now)
            for other in await deposits.claimed_with(tx, deposit.wallet, shared):
                await self._alarms.alarm(
                    tx, Alert.NUMBER_SHARED, deposit.id, now, number=shared, deposit=deposit.id, other=other.id
                )
            await deposits.note(tx, deposit.id, "number_in_use", shared, now)
            await notices.refusal(tx, deposit.player_id, NumberInUse(), now)

        await turn.write(unit)

    async def refuse_picture(self, turn: Turn, deposit: Deposit, error: PictureError, album: str) -> None:
        """The picture cannot be used. For one of an album that is said only if no other of it could be used."""
        now = self._clock.now_ms()

        async def unit(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if album and fresh is not None and fresh.receipt_album == album:
                return
            pause = _ALBUM_MS if album else 0
            dedupe = _album_key(deposit, album) if album else ""
            await notices.refusal(tx, deposit.player_id, error, now, due_at=now + pause, dedupe=dedupe)

        await turn.write(unit)

    async def _keep(self, tx: Transaction, deposit: Deposit, picture: Picture, now: int) -> None:
        await deposits.save_receipt(tx, picture.id, picture.content, now, picture.likeness)
        await receipts.sight(tx, picture.id, deposit.player_id, deposit.label, now, deposit.id)
        if self._rules.can_read:
            await read_for_deposit(tx, deposit, picture.id, now)
        if picture.album:
            await outbox.withdraw(tx, _album_key(deposit, picture.album), now)

    async def _attach(self, tx: Transaction, deposit: Deposit, picture: Picture, now: int) -> None:
        """The claim is on its way already: the picture is kept for operators."""
        if deposit.status not in _ON_ITS_WAY:
            raise Outdated(status=deposit.status.value)
        if not deposit.receipt_id:
            await deposits.edit(tx, deposit.id, deposit.status, receipt_id=picture.id, receipt_album=picture.album)
        await deposits.note(tx, deposit.id, "picture", picture.id, now)
        await notices.screen(tx, deposit.player_id, "picture_kept", now, subject=deposit.id)

    async def _complete(
        self, tx: Transaction, deposit: Deposit, number: str, picture: Picture | None, now: int
    ) -> None:
        """Add the parts; with all there the claim stands."""
        kept = await deposits.edit(tx, deposit.id, deposit.status, **self._parts(deposit, number, picture))
        if kept is None:
            raise Outdated(status=deposit.status.value)
        # A card that expired long ago stands far above: what is asked now must be seen.
        await self._go_on(tx, kept, now, anew=bool(picture) and kept.status is Status.EXPIRED)

    async def _go_on(self, tx: Transaction, kept: Deposit, now: int, *, anew: bool = False) -> None:
        """Ask for what is missing; where nothing is, the claim stands."""
        if not is_complete(kept):
            await notices.card(tx, kept, now, anew=anew)
            return
        order_id, corrections = kept.order_id, kept.corrections
        if kept.status is Status.REJECTED:
            order_id, corrections = await self._correction(tx, kept, now)
        elif is_paid_first(kept):
            order_id = kept.id
            await deposits.add_order(tx, order_id, kept.id, now)
        claimed = await deposits.move(
            tx,
            kept.id,
            Status.CLAIMED,
            now,
            order_id=order_id,
            corrections=corrections,
            claimed_at=now,
            refusal="",
            verdict="",
            reminded_at=0,
        )
        if claimed is None:
            raise Outdated(status=kept.status.value)
        await self._alarms.resolve_by(tx, End.CLAIMED, claimed.id, now)
        await send_claim(tx, claimed, now)
        await weigh(tx, claimed, now)
        await notices.card(tx, claimed, now)

    def _parts(self, deposit: Deposit, number: str, picture: Picture | None) -> dict[str, Param]:
        """The columns that a number or a picture fills. What the player says ends the reading of what he sent."""
        values: dict[str, Param] = {}
        if picture:
            values = {"receipt_id": picture.id, "receipt_album": picture.album, **_UNREAD}
            was_wrong = deposit.status is Status.REJECTED and deposit.refusal == "number"
            if self._rules.can_read and not number and (was_wrong or not deposit.transaction_number):
                values |= {"reading": READING, "transaction_number": ""}
        if number:
            values |= {"transaction_number": number, **_UNREAD}
        return values

    async def _correction(self, tx: Transaction, deposit: Deposit, now: int) -> tuple[str, int]:
        """A corrected claim is a new order at the provider, mapped to the same deposit."""
        count = deposit.corrections + 1
        if count > self._rules.corrections_max:
            raise TooManyCorrections
        order_id = f"{deposit.id}-{await deposits.count_orders(tx, deposit.id) + 1}"
        await deposits.add_order(tx, order_id, deposit.id, now)
        return order_id, count


def _album_key(deposit: Deposit, album: str) -> str:
    return f"album:{deposit.id}:{album}"
