"""What a corrected claim is: a new order of the same deposit, in the place of the one before."""

from bot.domain.deposit import Deposit
from bot.domain.errors import TooManyCorrections
from bot.services.deposits.provider_jobs import claim_key
from bot.store import deposits, outbox
from bot.store.engine.database import Transaction


async def corrected(tx: Transaction, deposit: Deposit, most: int, now: int) -> tuple[str, int]:
    """The next order id, mapped to the deposit like all before it, and how many corrections that makes.

    The old order is not sent any more where it has not left yet; money for it still finds the deposit. Raises
    TooManyCorrections.
    """
    count = deposit.corrections + 1
    if count > most:
        raise TooManyCorrections
    await outbox.withdraw(tx, claim_key(deposit.order_id), now)
    order_id = f"{deposit.id}-{await deposits.count_orders(tx, deposit.id) + 1}"
    await deposits.add_order(tx, order_id, deposit.id, now)
    return order_id, count
