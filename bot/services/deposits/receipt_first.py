"""Unsolicited pictures: the player is asked whether one is a payment to us, and a deposit can begin with it."""

from collections.abc import Callable

from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.errors import Outdated
from bot.domain.player import Player
from bot.domain.wallet import WALLETS
from bot.runtime.clock import Clock
from bot.services.deposits.claim_messages import tell_enough
from bot.services.deposits.claims import Picture
from bot.services.deposits.receipt_reading import ask_if_paid, plausible, read_unsolicited
from bot.services.notifications import messages
from bot.services.policy import Policy
from bot.services.queue.inbox_worker import Turn
from bot.store import deposits, players, receipts
from bot.store.engine.database import Transaction

_UNASSIGNED = 20
"""How many pictures without a deposit a player may send in a day."""

_DAY_MS = 24 * 3_600_000


class ReceiptFirst:
    """Stores unsolicited pictures and begins receipt-first deposits, even for a player on hold: he has paid."""

    def __init__(self, clock: Clock, policy: Policy, new_id: Callable[[], str]) -> None:
        self._clock = clock
        self._policy = policy
        self._new_id = new_id

    async def ask(self, turn: Turn, player: Player, picture: Picture) -> None:
        """Store the picture, have it read if possible, and ask whether it is a payment, once per album."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            if await receipts.count_unassigned(tx, player.id, now - _DAY_MS) >= _UNASSIGNED:
                await tell_enough(tx, player.id, picture.album, now)
                return
            await deposits.save_receipt(tx, picture.id, picture.content, now, picture.perceptual_hash)
            submission = await receipts.record_submission(tx, picture.id, player.id, player.label, now)
            if self._policy.can_read:
                await read_unsolicited(tx, submission, picture.album, now)
            else:
                await ask_if_paid(tx, submission, picture.album, now)

        await turn.write(in_transaction)

    async def begin(self, turn: Turn, player: Player, submission_id: int, *, card: int, wallet: str = "") -> None:
        """Begin a deposit with what was read off the picture; the message `card` becomes its card.

        If the wallet was not read, the player is asked for it, and this is called again with `wallet`. Raises Outdated.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            submission = await receipts.find_submission(tx, submission_id)
            read = await receipts.read(tx, submission.receipt_id) if submission else None
            if submission is None or read is None or submission.player_id != player.id or submission.deposit_id:
                raise Outdated(status="other")
            paid_with = read.wallet or wallet
            shown = await deposits.open_of(tx, player.id)
            if shown is not None:
                await messages.card(tx, shown, now, resend=True)
            elif paid_with in WALLETS:
                await self._draft(tx, player, submission, read, paid_with, card, now)
            else:
                await messages.screen(tx, player.id, "choose_paid_wallet", now, args={"picture": submission_id})

        await turn.write(in_transaction)

    async def _draft(  # noqa: PLR0917 - all that a draft is made of
        self,
        tx: Transaction,
        player: Player,
        submission: receipts.ReceiptSubmission,
        read: receipts.Read,
        wallet: str,
        card: int,
        now: int,
    ) -> None:
        draft = Deposit(
            id=self._new_id(),
            player_id=player.id,
            label=player.label,
            wallet=wallet,
            status=DepositStatus.DRAFT,
            card_message_id=card,
        )
        await deposits.create(tx, draft, now)
        await deposits.make_current(tx, draft, now)
        begun = await deposits.edit(
            tx,
            draft.id,
            DepositStatus.DRAFT,
            receipt_id=submission.receipt_id,
            reading=read.outcome,
            read_number=read.on_it.number,
            read_amount=plausible(read.on_it.amount, draft, self._policy),
        )
        await receipts.assign(tx, submission.id, draft.id)
        await deposits.note(tx, draft.id, "from_picture", submission.receipt_id, now)
        await players.set_last_wallet(tx, player.id, wallet)
        if begun is not None:
            await messages.card(tx, begun, now)
