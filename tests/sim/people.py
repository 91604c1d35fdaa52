"""What updates lead to: each person's act as one call of the product's services, as its handlers make it."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.domain.approval import ActionType
from bot.domain.deposit import BEING_CHECKED, Deposit, DepositStatus, Step, expects
from bot.domain.errors import DomainError, NumberInUse, Outdated, PictureBroken
from bot.domain.operator import Operator, Role
from bot.domain.player import Player, Recipient, derived_label
from bot.services.deposits.claims import Picture
from bot.services.notifications.messages import screen
from bot.services.queue.inbox_worker import Turn
from bot.store.engine.database import Transaction
from bot.store.inbox import InboxRow
from bot.wiring import Services

OPERATORS = {
    11: Role.CASHIER,
    12: Role.CHECKER,
    13: Role.CHECKER,
    14: Role.OWNER,
}
Said = Mapping[str, Any]


def picture_of(name: str, album: str = "") -> Picture:
    content = b"\xff\xd8" + name.encode()
    return Picture(id=hashlib.sha256(content).hexdigest(), content=content, album=album)


class People:
    """Applies updates of the simulator's own making."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._acts: Mapping[str, Callable[[Turn, Operator, Said], Awaitable[None]]] = {
            "propose_payout": self._propose_payout,
            "confirm_payout": self._confirm_payout,
            "decline_payout": self._decline_payout,
            "void_payout": self._void_payout,
            "propose": self._propose,
            "confirm": lambda turn, who, said: services.acts.confirm(turn, who, said["act_id"]),
            "decline": lambda turn, who, said: services.acts.decline(turn, who, said["act_id"], "no"),
            "freeze": lambda turn, who, _said: services.acts.freeze(turn, who),
            "hold": lambda turn, who, said: services.acts.hold(turn, who, said["label"], "asked"),
            "release": lambda turn, who, said: services.acts.release(turn, who, said["label"]),
            "reject": lambda turn, who, said: services.acts.reject(turn, who, said["deposit"], "no"),
            "ask": lambda turn, who, said: services.acts.ask(turn, who, said["deposit"], said["what"]),
            "replay": lambda turn, who, said: services.acts.replay(turn, who, said["inbox"]),
        }
        self._steps: Mapping[str, Callable[[Turn, Player, Deposit, Said], Awaitable[None]]] = {
            "amount": lambda turn, _player, deposit, said: services.deposits.set_amount(turn, deposit, said["amount"]),
            "retry": lambda turn, _player, deposit, _said: services.deposits.retry(turn, deposit),
            "new_number": lambda turn, player, deposit, _said: services.deposits.new_number(turn, player, deposit),
            "have_paid": lambda turn, _player, deposit, _said: services.deposits.resume(turn, deposit, Step.NUMBER),
            "fix_picture": lambda turn, _player, deposit, _said: services.deposits.resume(turn, deposit, Step.RECEIPT),
            "bad_number": self._bad_number,
            "correct": self._correct,
            "number": self._number,
            "picture": self._picture,
        }

    async def apply(self, turn: Turn) -> None:
        """One update."""
        message = json.loads(turn.row.body)["message"]
        sender, said = message["from"]["id"], message["said"]
        if sender in OPERATORS:
            await self._operate(turn, Operator(id=sender, role=OPERATORS[sender], chat_id=sender), said)
            return
        players = self._services.players
        player = await players.find_or_add(sender, "en", None)
        if await players.is_owed(player):
            turn.along(partial(players.resend_owed, player.id))
        try:
            await self._play(turn, player, said)
        except DomainError as error:
            await self._services.players.refuse(turn, player, error)

    async def on_failed(self, tx: Transaction, row: InboxRow, now: int) -> None:
        """See Handler."""
        await screen(tx, int(row.lane.partition(":")[2]), "crashed", now, args={"incident": str(row.id)})

    async def _operate(self, turn: Turn, operator: Operator, said: Said) -> None:
        try:
            await self._acts[said["do"]](turn, operator, said)
        except DomainError:
            await turn.finish()

    async def _play(self, turn: Turn, player: Player, said: Said) -> None:
        deposits = self._services.deposits
        match said["do"]:
            case "start":
                await self._services.players.start(turn, player)
            case "deposit":
                await deposits.begin(turn, player, anyway=said["anyway"])
            case "pick":
                await deposits.pick_wallet(turn, player, said["wallet"], 0)
            case "cancel":
                await deposits.cancel(turn, player, await deposits.current(player))
            case step:
                deposit = await self._meant(player, said)
                await self._steps[step](turn, player, deposit, said)

    async def _meant(self, player: Player, said: Said) -> Deposit:
        """A button names its deposit, words belong to the present one."""
        deposits = self._services.deposits
        named = said.get("deposit")
        deposit = await deposits.find(named) if named else await deposits.current(player)
        if deposit is None or deposit.player_id != player.id:
            raise Outdated(status="other")
        return deposit

    async def _number(self, turn: Turn, player: Player, deposit: Deposit, said: Said) -> None:
        claims = self._services.claims
        steps = {Step.NUMBER, Step.RECEIPT, Step.CORRECTION}
        if expects(deposit) not in steps and deposit.status not in BEING_CHECKED:
            await self._services.players.show(turn, player, "nonsense")
            return
        number = claims.read_number(deposit, said["number"])
        try:
            await claims.add(turn, deposit, number=number)
        except NumberInUse:
            await claims.tell_in_use(turn, deposit, number)

    async def _correct(self, turn: Turn, _player: Player, deposit: Deposit, said: Said) -> None:
        """Yes to the question whether this number is meant instead."""
        claims = self._services.claims
        number = claims.read_number(deposit, said["number"])
        try:
            await claims.correct(turn, deposit, number, deposit.corrections)
        except NumberInUse:
            await claims.tell_in_use(turn, deposit, number)

    async def _bad_number(self, turn: Turn, _player: Player, deposit: Deposit, _said: Said) -> None:
        await self._services.deposits.ask_other_number(turn, deposit, deposit.wallet_number)

    async def _picture(self, turn: Turn, player: Player, deposit: Deposit, said: Said) -> None:
        claims = self._services.claims
        if deposit.status is DepositStatus.DRAFT:
            await self._services.players.show(turn, player, "nonsense")
        elif not said["name"]:
            await claims.refuse_picture(turn, deposit, PictureBroken(), said.get("album", ""))
        else:
            try:
                await claims.add(turn, deposit, picture=picture_of(said["name"], said.get("album", "")))
            except NumberInUse:
                await claims.tell_in_use(turn, deposit, "")

    async def _propose_payout(self, turn: Turn, operator: Operator, said: Said) -> None:
        recipient = Recipient(label=derived_label(said["player"]), player_id=said["player"])
        account = said["account"]
        await self._services.withdrawals.propose(turn, operator, recipient, said["amount"], account, "kbzpay_manual")

    async def _confirm_payout(self, turn: Turn, operator: Operator, said: Said) -> None:
        await self._services.withdrawals.confirm(turn, operator, said["payout"])

    async def _decline_payout(self, turn: Turn, operator: Operator, said: Said) -> None:
        await self._services.withdrawals.decline(turn, operator, said["payout"], "no")

    async def _void_payout(self, turn: Turn, operator: Operator, said: Said) -> None:
        await self._services.withdrawals.void(turn, operator, said["payout"], "taken back")

    async def _propose(self, turn: Turn, operator: Operator, said: Said) -> None:
        await self._services.acts.propose(turn, operator, ActionType(said["kind"]), said["values"])
