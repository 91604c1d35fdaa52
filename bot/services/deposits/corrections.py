"""A corrected claim: the deposit gets a new order id that replaces the one before."""

from bot.domain.deposit import Deposit
from bot.domain.errors import TooManyCorrections
from bot.services.deposits.provider_jobs import claim_key
from bot.store import deposits, outbox
from bot.store.engine.database import Transaction


async def corrected(tx: Transaction, deposit: Deposit, most: int, now: int) -> tuple[str, int]:
    """The next order id, now mapped to the deposit, and the new number of corrections.

    The old order's claim is withdrawn if it has not left; money for the old order id is still credited to the deposit.
    Raises TooManyCorrections.
    """
    count = deposit.corrections + 1
    if count > most:
        raise TooManyCorrections
    await outbox.withdraw(tx, claim_key(deposit.order_id), now)
    order_id = f"{deposit.id}-{await deposits.count_orders(tx, deposit.id) + 1}"
    await deposits.add_order(tx, order_id, deposit.id, now)
    return order_id, count
