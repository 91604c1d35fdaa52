"""What a player does with a deposit before his claim. Each step is one transaction that also queues the answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain import dead_number
from bot.domain.alert import Alert, End
from bot.domain.dead_number import is_told, may_ask
from bot.domain.deposit import BEING_CHECKED, OPEN, Deposit, DepositStatus, Step, is_receipt_first, takes_claim
from bot.domain.errors import Outdated, TooManyCorrections, WalletClosed
from bot.domain.money import check_limits
from bot.domain.player import Player
from bot.domain.wallet import Wallet
from bot.domain.withdrawal import Withdrawal
from bot.runtime.clock import Clock
from bot.services.deposits.provider_jobs import ask_for_number, ask_for_other_number
from bot.services.deposits.wallets import OpenWallets
from bot.services.notifications import messages
from bot.services.notifications.alerts import Alerts
from bot.services.players import check_not_held
from bot.services.policy import Policy
from bot.services.queue.inbox_worker import Turn
from bot.store import dead_numbers, deposits, ledger, players, withdrawals
from bot.store.engine.database import Database, Transaction

_HISTORY = 10
_DAY_MS = 24 * 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Sums in whole kyat; rows newest first."""

    deposited: int
    paid_out: int
    deposits: Sequence[Deposit]
    payouts: Sequence[Withdrawal]


class Deposits:
    """Begins, continues and cancels deposits."""

    def __init__(  # noqa: PLR0917 - wired once
        self,
        database: Database,
        clock: Clock,
        policy: Policy,
        alerts: Alerts,
        wallets: OpenWallets,
        new_id: Callable[[], str],
    ) -> None:
        self.policy = policy
        self._database = database
        self._clock = clock
        self._alerts = alerts
        self._wallets = wallets
        self._new_id = new_id

    async def open_wallets(self) -> Sequence[Wallet]:
        """The wallets that a new deposit can use now."""
        return await self._wallets.now(self._database)

    async def limits(self, wallet: str) -> tuple[int, int]:
        """The lowest and highest deposit with this wallet, in whole kyat."""
        return await self._wallets.limits(self._database, wallet)

    async def find(self, deposit_id: str) -> Deposit | None:
        """The deposit with this id."""
        return await deposits.find(self._database, deposit_id)

    async def current(self, player: Player) -> Deposit | None:
        """The deposit that the player's next message belongs to, or None."""
        return await deposits.current(self._database, player.id)

    async def history(self, player: Player) -> History:
        """The player's sums and his latest deposits and payouts."""
        deposited, paid_out = await ledger.totals(self._database, player.label)
        return History(
            deposited=deposited,
            paid_out=paid_out,
            deposits=await deposits.latest(self._database, player.id, _HISTORY),
            payouts=await withdrawals.of_player(self._database, player.label, _HISTORY),
        )

    async def begin(self, turn: Turn, player: Player, *, anyway: bool = False) -> None:
        """Show the player's open deposit, or begin one: he chooses a wallet if several are open.

        A deposit that is being checked is shown first; `anyway` begins a new one beside it. Raises PlayerHeld or
        WalletClosed.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            shown = await deposits.open_of(tx, player.id)
            if shown is None and not anyway:
                shown = await self._being_checked(tx, player)
            if shown is not None:
                await deposits.make_current(tx, shown, now)
                await messages.card(tx, shown, now, resend=True)
                if shown.status not in OPEN:
                    await messages.screen(tx, player.id, "being_checked", now, subject=shown.id)
            else:
                await self._offer(tx, player, now)

        await turn.write(in_transaction)

    async def _offer(self, tx: Transaction, player: Player, now: int) -> None:
        await check_not_held(tx, player.label)
        match await self._wallets.now(tx):
            case ():
                raise WalletClosed
            case (only,):
                await self._draft(tx, player, only.type, 0, now)
            case _:
                await messages.screen(tx, player.id, "choose_wallet", now)

    async def _being_checked(self, tx: Transaction, player: Player) -> Deposit | None:
        current = await deposits.current(tx, player.id)
        is_checked = current is not None and current.status in BEING_CHECKED
        return current if is_checked else None

    async def pick_wallet(self, turn: Turn, player: Player, wallet: str, card: int) -> None:
        """Begin a deposit with the chosen wallet; the message `card` becomes its card.

        Raises PlayerHeld or WalletClosed.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            await self._check_open(tx, wallet)
            shown = await deposits.open_of(tx, player.id)
            if shown is None:
                await self._draft(tx, player, wallet, card, now)
            else:
                await messages.card(tx, shown, now, resend=shown.card_message_id != card)

        await turn.write(in_transaction)

    async def _check_open(self, tx: Transaction, wallet: str) -> None:
        if wallet not in {choice.type for choice in await self._wallets.now(tx)}:
            raise WalletClosed

    async def _check_may_pay(self, tx: Transaction, deposit: Deposit, wallet: str) -> None:
        """Raises PlayerHeld or WalletClosed if operators stopped the player or the wallet meanwhile."""
        await check_not_held(tx, deposit.label)
        await self._check_open(tx, wallet)

    async def _draft(self, tx: Transaction, player: Player, wallet: str, card: int, now: int) -> None:
        await check_not_held(tx, player.label)
        draft = Deposit(
            id=self._new_id(),
            player_id=player.id,
            label=player.label,
            wallet=wallet,
            status=DepositStatus.DRAFT,
            card_message_id=card,
        )
        if await deposits.create(tx, draft, now):
            await deposits.make_current(tx, draft, now)
            await deposits.note(tx, draft.id, DepositStatus.DRAFT, wallet, now)
            await players.set_last_wallet(tx, player.id, wallet)
            await messages.card(tx, draft, now)

    async def set_amount(self, turn: Turn, deposit: Deposit, amount: int) -> None:
        """Set the amount (whole kyat) and ask the provider for a wallet number. Raises AmountError or Outdated."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            if deposit.amount or is_receipt_first(deposit):
                raise Outdated(status=deposit.status.value)
            check_limits(amount, *await self._wallets.limits(tx, deposit.wallet))
            await self._check_may_pay(tx, deposit, deposit.wallet)
            updated = await deposits.edit(tx, deposit.id, DepositStatus.DRAFT, amount=amount, refusal="")
            if updated is None:
                raise Outdated(status=deposit.status.value)
            await deposits.make_current(tx, updated, now)
            await ask_for_number(tx, updated, now)
            await messages.card(tx, updated, now)

        await turn.write(in_transaction)

    async def retry(self, turn: Turn, deposit: Deposit, wallet: str = "") -> None:
        """Ask the provider again for a wallet number, perhaps of another wallet. Raises Outdated."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            if not deposit.refusal:
                raise Outdated(status=deposit.status.value)
            await self._check_may_pay(tx, deposit, wallet or deposit.wallet)
            updated = await deposits.edit(
                tx, deposit.id, DepositStatus.DRAFT, refusal="", wallet=wallet or deposit.wallet, touched_at=now
            )
            if updated is None:
                raise Outdated(status=deposit.status.value)
            await ask_for_number(tx, updated, now)
            await messages.card(tx, updated, now)

        await turn.write(in_transaction)

    async def ask_other_number(self, turn: Turn, deposit: Deposit, number: str) -> None:
        """The player reports that the shown `number` does not work; ask for another one, within limits.

        The deposit still waits for its payment, and money sent to the old number is credited. Raises Outdated if the
        card shows another number by now.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            shown = await deposits.find(tx, deposit.id)
            if shown is None or shown.status is not DepositStatus.AWAITING_PAYMENT or shown.wallet_number != number:
                raise Outdated(status=shown.status.value if shown and shown.status not in OPEN else "other")
            await self._check_may_pay(tx, shown, shown.wallet)
            if shown.refusal != dead_number.ASKING:
                await self._report(tx, shown, now)

        await turn.write(in_transaction)

    async def _report(self, tx: Transaction, shown: Deposit, now: int) -> None:
        before = len(await dead_numbers.of_deposit(tx, shown.id))
        is_asked = may_ask(before, await dead_numbers.count_of_player(tx, shown.player_id, now - _DAY_MS))
        await dead_numbers.add(tx, shown, now)
        times = await dead_numbers.count_of_number(tx, shown.wallet_number, now - _DAY_MS)
        if is_told(times):
            subject = f"{shown.wallet_number}/{now // _DAY_MS}/{times}"
            told: dict[str, str | int] = {"number": shown.wallet_number, "wallet": shown.wallet, "times": times}
            await self._alerts.announce(tx, Alert.NUMBER_DEAD, subject, now, deposit=shown.id, **told)
        refusal = dead_number.ASKING if is_asked else dead_number.NONE
        if (updated := await deposits.edit(tx, shown.id, shown.status, refusal=refusal, touched_at=now)) is None:
            raise Outdated(status=shown.status.value)
        if is_asked:
            await ask_for_other_number(tx, updated, now)
        await messages.card(tx, updated, now)

    async def cancel(self, turn: Turn, player: Player, deposit: Deposit | None) -> None:
        """Cancel an open deposit. Raises Outdated if it is not open any more."""
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            if deposit is None:
                await messages.screen(tx, player.id, "nothing_to_cancel", now)
                return
            cancelled = await deposits.move(tx, deposit.id, DepositStatus.CANCELLED, now)
            if cancelled is None:
                raise Outdated(status=deposit.status.value)
            await messages.card(tx, cancelled, now)
            await self._alerts.resolve_by(tx, End.CLOSED, cancelled.id, now)

        await turn.write(in_transaction)

    async def new_number(self, turn: Turn, player: Player, old: Deposit) -> None:
        """Begin a new deposit with the wallet and amount of an expired or cancelled one. Raises Outdated."""
        now = self._clock.now_ms()
        if old.status not in {DepositStatus.EXPIRED, DepositStatus.CANCELLED}:
            raise Outdated(status=old.status.value)

        async def in_transaction(tx: Transaction) -> None:
            shown = await deposits.open_of(tx, player.id)
            if shown is not None:
                await messages.card(tx, shown, now, resend=True)
                return
            await self._check_open(tx, old.wallet)
            await self._draft(tx, player, old.wallet, 0, now)
            fresh = await deposits.open_of(tx, player.id)
            updated = fresh and await deposits.edit(tx, fresh.id, DepositStatus.DRAFT, amount=old.amount)
            if updated:
                await ask_for_number(tx, updated, now)

        await turn.write(in_transaction)

    async def resume(self, turn: Turn, deposit: Deposit, ask: Step) -> None:
        """Make this the player's current deposit, so that his next message belongs to it, and ask for `ask`.

        A claim that is being checked can be corrected this way. Raises Outdated or TooManyCorrections.
        """
        now = self._clock.now_ms()

        async def in_transaction(tx: Transaction) -> None:
            if not (takes_claim(deposit) or deposit.status in BEING_CHECKED):
                raise Outdated(status=deposit.status.value)
            touched = await deposits.make_current(tx, deposit, now, ask.value)
            if touched is None:
                raise Outdated(status=deposit.status.value)
            if touched.status in BEING_CHECKED and touched.corrections >= self.policy.corrections_max:
                raise TooManyCorrections
            await messages.prompt(tx, touched, ask, now)

        await turn.write(in_transaction)
