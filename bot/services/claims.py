"""The player's "I have paid": number and receipt, in any order, kept before anything is sent."""

from dataclasses import dataclass
from functools import partial

from bot.clock import Clock
from bot.domain.alert import Alert
from bot.domain.deposit import CLAIMABLE, Deposit, Status, is_complete
from bot.domain.errors import NumberInUse, Outdated, PictureError, TooManyCorrections
from bot.domain.number import parse_transaction_number
from bot.services import notices
from bot.services.inbox import Turn
from bot.services.notices import Notices
from bot.services.provider import send_claim
from bot.services.rules import Rules
from bot.store import deposits, outbox
from bot.store.database import Transaction

_ALBUM_MS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A cleaned receipt: `id` is the SHA-256 of `content`; `album` is empty for a single picture."""

    id: str
    content: bytes
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
            is_open = fresh.status in CLAIMABLE
            wanted = number or (fresh.transaction_number if is_open else "")
            if wanted and await self._is_known(tx, fresh, wanted, now):
                return
            if picture:
                await self._keep(tx, fresh, picture, now)
            if is_open:
                await self._complete(tx, fresh, number, picture, now)
            elif picture:
                await self._attach(tx, fresh, picture, now)
            else:
                raise Outdated(status=deposit.status.value)

        try:
            await turn.write(unit)
        except TooManyCorrections as error:
            await turn.write(partial(self._end_corrections, deposit, error, now))

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
        await deposits.save_receipt(tx, picture.id, picture.content, now)
        if picture.album:
            await outbox.withdraw(tx, _album_key(deposit, picture.album), now)

    async def _attach(self, tx: Transaction, deposit: Deposit, picture: Picture, now: int) -> None:
        """The claim is on its way already: the picture is kept for operators."""
        if deposit.status not in {Status.CLAIMED, Status.SUBMITTED}:
            raise Outdated(status=deposit.status.value)
        if not deposit.receipt_id:
            await deposits.edit(tx, deposit.id, deposit.status, receipt_id=picture.id, receipt_album=picture.album)
        await deposits.note(tx, deposit.id, "picture", picture.id, now)
        await notices.screen(tx, deposit.player_id, "picture_kept", now, subject=deposit.id)

    async def _complete(
        self, tx: Transaction, deposit: Deposit, number: str, picture: Picture | None, now: int
    ) -> None:
        """Add the parts; with all there the claim stands, under an order id of its own if it was refused before."""
        kept = await deposits.edit(
            tx,
            deposit.id,
            deposit.status,
            transaction_number=number or deposit.transaction_number,
            receipt_id=picture.id if picture else deposit.receipt_id,
            receipt_album=picture.album if picture else deposit.receipt_album,
        )
        if kept is None:
            raise Outdated(status=deposit.status.value)
        if not is_complete(kept):
            await notices.card(tx, kept, now)
            return
        order_id, corrections = kept.order_id, kept.corrections
        if kept.status is Status.REJECTED:
            order_id, corrections = await self._correction(tx, kept, now)
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
            raise Outdated(status=deposit.status.value)
        await send_claim(tx, claimed, now)
        await notices.card(tx, claimed, now)

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
