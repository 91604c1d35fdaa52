"""What a test starts from: players, and deposits that have come as far as it needs."""

from collections import deque
from itertools import count

from bot.domain.deposit import TRANSITIONS, Deposit, DepositStatus
from bot.domain.player import Language, Player, derived_label
from bot.store import deposits, players
from bot.store.engine.database import Database, Param, Transaction

NOW = 1_767_225_600_000
"""When the fake clock begins."""

_PAID_FIRST = (DepositStatus.DRAFT, DepositStatus.CLAIMED)
_player_ids = count(5_000_000_001)
_deposit_ids = count(1)


def path_to(target: DepositStatus) -> list[DepositStatus]:
    """The shortest way from a draft to `target`, the draft left out; the usual one, where a number is given."""
    ways: deque[list[DepositStatus]] = deque([[DepositStatus.DRAFT]])
    while True:
        way = ways.popleft()
        if way[-1] is target:
            return way[1:]
        steps = [(way[-1], after) for after in sorted(TRANSITIONS[way[-1]]) if after not in way]
        ways.extend([*way, after] for step in steps if step != _PAID_FIRST for after in step[1:])


async def new_player(tx: Transaction) -> Player:
    player_id = next(_player_ids)
    player = Player(id=player_id, label=derived_label(player_id), language=Language.EN)
    await players.add(tx, player, "", NOW)
    return player


async def new_deposit(
    tx: Transaction,
    status: DepositStatus = DepositStatus.DRAFT,
    *,
    player: Player | None = None,
    wallet: str = "kbzpay_manual",
    now: int = NOW,
    **columns: Param,
) -> Deposit:
    """A deposit of `player` (or a new one) in `status`; beyond a draft it has an order of its own id."""
    owner = player or await new_player(tx)
    draft = Deposit(
        id=f"dep-{next(_deposit_ids):06}",
        player_id=owner.id,
        label=owner.label,
        wallet=wallet,
        status=DepositStatus.DRAFT,
    )
    assert await deposits.create(tx, draft, now)
    filled: dict[str, Param] = {"amount": 10_000, "order_id": draft.id, "wallet_number": "09400000042"}
    if status is not DepositStatus.DRAFT:
        await deposits.add_order(tx, draft.id, draft.id, now)
        columns = filled | {"number_expires_at": now + 900_000} | columns
    path = path_to(status)
    if DepositStatus.CLAIMED in path:
        number = draft.id.removeprefix("dep-").zfill(20 if wallet == "kbzpay_manual" else 10)
        claim: dict[str, Param] = {"transaction_number": number, "receipt_id": "none", "claimed_at": now}
        columns = claim | columns
    made = await deposits.edit(tx, draft.id, DepositStatus.DRAFT, **columns)
    for step in path:
        made = await deposits.move(tx, draft.id, step, now)
    assert made is not None
    return made


async def given_player(database: Database) -> Player:
    return await database.write(new_player)


async def given_deposit(
    database: Database,
    status: DepositStatus = DepositStatus.DRAFT,
    *,
    player: Player | None = None,
    wallet: str = "kbzpay_manual",
    now: int = NOW,
    **columns: Param,
) -> Deposit:
    """See `new_deposit`."""
    return await database.write(lambda tx: new_deposit(tx, status, player=player, wallet=wallet, now=now, **columns))


async def read(database: Database, deposit: Deposit) -> Deposit:
    """The deposit as it now stands."""
    found = await deposits.find(database, deposit.id)
    assert found is not None
    return found


async def column(database: Database, sql: str, *args: Param) -> list[object]:
    """What a query answers with `AS value`."""
    return [row["value"] for row in await database.fetch(sql, *args)]
