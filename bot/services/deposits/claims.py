"""The player's claim that he has paid: number and receipt in any order, stored before anything is sent."""

from dataclasses import dataclass
from functools import partial

from bot.domain.alert import End
from bot.domain.deposit import (
    BEING_CHECKED,
    READING,
    Deposit,
    DepositStatus,
    Step,
    expects,
    is_being_corrected,
    is_complete,
    is_receipt_first,
    takes_claim,
)
from bot.domain.errors import Outdated, PictureError, TooManyCorrections
from bot.domain.money import check_limits
from bot.domain.transaction_number import end_typed, parse_transaction_number
from bot.runtime.clock import Clock
from bot.services.deposits import claim_messages
from bot.services.deposits.claim_messages import NOT_READ
from bot.services.deposits.corrections import corrected
from bot.services.deposits.provider_jobs import send_claim
from bot.services.deposits.receipt_reading import check_risk, has_room, read_for_deposit
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.policy import Policy
from bot.services.queue.inbox_worker import Turn
from bot.store import deposits, outbox, receipts
from bot.store.engine.database import Database, Param, Transaction, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A cleaned receipt: `id` is the SHA-256 of `content`; `album` is empty for a single picture."""

    id: str
    content: bytes
    perceptual_hash: str = ""
    album: str = ""


class Claims:
    """Stores the parts of a claim and queues it for the provider when it is complete."""

    def __init__(self, database: Database, clock: Clock, policy: Policy, alerts: Alerts) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._alerts = alerts

    def read_number(self, deposit: Deposit, text: str) -> str:
        """The transaction number in what the player typed; raises NumberError."""
        return parse_transaction_number(text, self._policy.wallet(deposit.wallet))

    async def number_ending(self, deposit: Deposit, text: str) -> str:
        """The number being checked, or the one on the stored receipt, if `text` is its end; else empty."""
        typed = end_typed(text)
        if typed and deposit.status in BEING_CHECKED and deposit.transaction_number.endswith(typed):
            return deposit.transaction_number
        read = await receipts.read(self._database, deposit.receipt_id) if typed and deposit.receipt_id else None
        fits = read is not None and read.wallet == deposit.wallet and read.on_it.number.endswith(typed)
        return read.on_it.number if read and fits else ""

    async def takes_picture(self, player_id: int, deposit: Deposit | None, album: str) -> bool:
        """Whether another picture of the player should be downloaded."""
        if deposit is not None and album and deposit.receipt_album == album:
            return True
        return await has_room(self._database, player_id, deposit, self._clock.now_ms())

    async def add(self, turn: Turn, deposit: Deposit, *, number: str = "", picture: Picture | None = None) -> None:
        """Add a number, a picture, or both to the claim.

        The first readable picture of an album counts. A player on hold may still claim what he has paid. Raises
        NumberInUse or Outdated; then nothing was changed.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if fresh is not None and not (picture and picture.album and fresh.receipt_album == picture.album):
                await self._take(tx, fresh, number, picture, now)

        await self._write(turn, deposit, in_transaction)

    async def correct(self, turn: Turn, deposit: Deposit, number: str, corrections: int) -> None:
        """Replace the number that is being checked with `number`, as the player confirmed.

        `corrections` is how many there were when he was asked; an old button raises Outdated. Raises NumberInUse.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if fresh is None or fresh.status not in BEING_CHECKED or fresh.corrections != corrections:
                raise Outdated(status=fresh.status.value if fresh else "other")
            current = await deposits.make_current(tx, fresh, now, Step.NUMBER.value)
            if current is not None:
                await self._take(tx, current, number, None, now)

        await self._write(turn, deposit, in_transaction)

    async def _take(self, tx: Transaction, fresh: Deposit, number: str, picture: Picture | None, now: int) -> None:
        # A number that came before its picture may be in another player's claim by now.
        is_open = takes_claim(fresh)
        wanted = number or (fresh.transaction_number if is_open else "")
        if wanted and await claim_messages.is_known(tx, fresh, wanted, now, is_typed=picture is None):
            return
        if picture and (is_open or fresh.status in BEING_CHECKED):
            if not await has_room(tx, fresh.player_id, fresh, now):
                await claim_messages.tell_enough(tx, fresh.player_id, picture.album, now)
                return
            await self._store_picture(tx, fresh, picture, now)
        if picture and fresh.status in BEING_CHECKED and not (number and is_open) and fresh.asked != Step.RECEIPT:
            await self._attach(tx, fresh, picture, now)
            if number and number != fresh.transaction_number:
                await claim_messages.ask_correction(tx, fresh, number, now)
        elif is_open:
            await self._complete(tx, fresh, number, picture, now)
        elif fresh.status in BEING_CHECKED:
            await claim_messages.ask_correction(tx, fresh, number, now)
        else:
            raise Outdated(status=fresh.status.value)

    async def confirm(self, turn: Turn, deposit: Deposit, receipt: str) -> None:
        """The player confirms what was read off his receipt. Raises NumberInUse or Outdated.

        `receipt` is the beginning of the id of the receipt that he was asked about; another one raises Outdated.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if fresh is None or expects(fresh) is not Step.CONFIRMATION or not fresh.receipt_id.startswith(receipt):
                raise Outdated(status=deposit.status.value)
            if await claim_messages.is_known(tx, fresh, fresh.read_number, now, is_typed=True):
                await claim_messages.forget_read(tx, fresh, now)
                return
            stated = await deposits.edit(tx, fresh.id, fresh.status, amount=fresh.read_amount or fresh.amount)
            if stated is not None:
                await deposits.note(tx, stated.id, "read_confirmed", f"{stated.read_number} {stated.amount}", now)
                await self._complete(tx, stated, stated.read_number, None, now)

        await self._write(turn, deposit, in_transaction)

    async def say_amount(self, turn: Turn, deposit: Deposit, amount: int) -> None:
        """Set the amount (whole kyat) of a deposit that began with its receipt. Raises AmountError or Outdated."""
        check_limits(amount, 1, self._policy.deposit_max)
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            stated = await deposits.edit(tx, deposit.id, DepositStatus.DRAFT, amount=amount)
            if deposit.amount or stated is None:
                raise Outdated(status=deposit.status.value)
            number = stated.transaction_number
            if number and await claim_messages.is_known(tx, stated, number, now, is_typed=False):
                return
            await self._continue(tx, stated, now)

        await turn.write(in_transaction)

    async def fix(self, turn: Turn, deposit: Deposit, receipt: str) -> None:
        """The player rejects what was read off this receipt; he is asked for the number. Raises Outdated."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            fresh = await deposits.find(tx, deposit.id)
            if fresh is None or not takes_claim(fresh) or not fresh.receipt_id.startswith(receipt):
                raise Outdated(status=deposit.status.value)
            await claim_messages.forget_read(tx, fresh, now)

        await turn.write(in_transaction)

    async def _write(self, turn: Turn, deposit: Deposit, function: Unit[None]) -> None:
        try:
            await turn.write(function)
        except TooManyCorrections as error:
            now = self._clock.now_ms()
            await turn.write(partial(claim_messages.end_corrections, self._alerts, deposit, error, now))

    async def tell_in_use(self, turn: Turn, deposit: Deposit, number: str) -> None:
        """Tell the player that the number is in use, and operators which deposits share it.

        Without a `number` the deposit's own number is meant: only its picture came now.
        """
        now, shared = self._clock.now_ms(), number or deposit.transaction_number
        await turn.write(lambda tx: claim_messages.tell_in_use(tx, self._alerts, deposit, shared, now))

    async def tell_enough(self, turn: Turn, player_id: int, album: str) -> None:
        """Tell the player that no more pictures are accepted, once per album."""
        now = self._clock.now_ms()
        await turn.write(lambda tx: claim_messages.tell_enough(tx, player_id, album, now))

    async def refuse_picture(self, turn: Turn, deposit: Deposit, error: PictureError, album: str) -> None:
        """Say that the picture cannot be used; for an album only if none of its pictures could be used."""
        now = self._clock.now_ms()
        await turn.write(lambda tx: claim_messages.refuse_picture(tx, deposit, error, album, now))

    async def _store_picture(self, tx: Transaction, deposit: Deposit, picture: Picture, now: int) -> None:
        await deposits.save_receipt(tx, picture.id, picture.content, now, picture.perceptual_hash)
        await receipts.record_submission(tx, picture.id, deposit.player_id, deposit.label, now, deposit.id)
        if self._policy.can_read:
            await read_for_deposit(tx, deposit, picture.id, now)
        if picture.album:
            await outbox.withdraw(tx, claim_messages.album_key(deposit, picture.album), now)

    async def _attach(self, tx: Transaction, deposit: Deposit, picture: Picture, now: int) -> None:
        """Add a picture to a claim that is being checked: operators can see it; a correction has it read."""
        is_correction = is_being_corrected(deposit)
        attached: Deposit | None = deposit
        if is_correction or not deposit.receipt_id:
            values: dict[str, Param] = {"receipt_id": picture.id, "receipt_album": picture.album, **NOT_READ}
            values["reading"] = READING if is_correction and self._policy.can_read else ""
            attached = await deposits.edit(tx, deposit.id, deposit.status, **values)
        await deposits.note(tx, deposit.id, "picture", picture.id, now)
        if attached is None or not is_correction:
            await messages.screen(tx, deposit.player_id, "picture_kept", now, subject=deposit.id)
        elif self._policy.can_read:
            await messages.card(tx, attached, now)
        else:
            await messages.prompt(tx, attached, Step.NUMBER, now)

    async def _complete(
        self, tx: Transaction, deposit: Deposit, number: str, picture: Picture | None, now: int
    ) -> None:
        """Store the parts; if nothing is missing, submit the claim."""
        kept = await deposits.edit(tx, deposit.id, deposit.status, **self._parts(deposit, number, picture))
        if kept is None:
            raise Outdated(status=deposit.status.value)
        # The card of an expired deposit is far up in the chat: send a new one, so that the player sees the question.
        await self._continue(tx, kept, now, resend=bool(picture) and kept.status is DepositStatus.EXPIRED)

    async def _continue(self, tx: Transaction, kept: Deposit, now: int, *, resend: bool = False) -> None:
        """Ask for what is missing; if nothing is, submit the claim."""
        if not is_complete(kept):
            await messages.card(tx, kept, now, resend=resend)
            return
        order_id, corrections = kept.order_id, kept.corrections
        if kept.status is DepositStatus.REJECTED or is_being_corrected(kept):
            order_id, corrections = await corrected(tx, kept, self._policy.corrections_max, now)
        elif is_receipt_first(kept):
            order_id = kept.id
            await deposits.add_order(tx, order_id, kept.id, now)
        claimed = await deposits.move(
            tx,
            kept.id,
            DepositStatus.CLAIMED,
            now,
            since=(kept.status,),
            order_id=order_id,
            corrections=corrections,
            asked="",
            touched_at=now,
            claimed_at=now,
            refusal="",
            verdict="",
            reminded_at=0,
        )
        if claimed is None:
            raise Outdated(status=kept.status.value)
        await self._alerts.resolve_by(tx, End.CLAIMED, claimed.id, now)
        await send_claim(tx, claimed, now)
        await check_risk(tx, claimed, now)
        await messages.card(tx, claimed, now)

    def _parts(self, deposit: Deposit, number: str, picture: Picture | None) -> dict[str, Param]:
        """The columns that a number or a picture sets. A number from the player replaces what was read."""
        values: dict[str, Param] = {}
        if picture:
            values = {"receipt_id": picture.id, "receipt_album": picture.album, **NOT_READ}
            was_wrong = deposit.status is DepositStatus.REJECTED and deposit.refusal == "number"
            if self._policy.can_read and not number and (was_wrong or not deposit.transaction_number):
                values |= {"reading": READING, "transaction_number": ""}
        if number:
            values |= {"transaction_number": number, **NOT_READ}
        return values
