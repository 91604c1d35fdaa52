"""The link to the provider's own payment window, for players who would rather pay there. Pure.

The link is not signed and a player can edit it: what comes back is judged by signed entries alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bot.domain.deposit import Deposit
from bot.domain.player import Language
from bot.domain.wallet import CURRENCY, Wallet

WindowLink = Callable[[Deposit, Language], str]
"""Makes the address of the window for a deposit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectIds:
    """The ids that the provider's support gives to our redirect addresses."""

    success: int
    fail: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectHashes:
    """Our redirect addresses, already hashed: the rule is not published, so it is not ours to guess."""

    success: str
    fail: str
    pending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the window shall open with. `amount` in whole kyat; without a wallet the player chooses one there."""

    label: str
    order_id: str
    amount: int
    language: Language
    wallet: Wallet | None = None
    redirect_ids: RedirectIds | None = None
    redirect_hashes: RedirectHashes | None = None


def window_link(plugin_url: str, window: Window) -> str:
    """The address of the window; `plugin_url` is the provider's `https://plugin.…`."""
    query = {
        "label": window.label,
        "currency_code": CURRENCY,
        "lang": window.language.value,
        **({"wallet_type": window.wallet.type} if window.wallet else {}),
        "custom_transaction_id": window.order_id,
        "fixed_amount": str(window.amount),
        **_ids(window.redirect_ids),
        **_hashes(window.redirect_hashes),
    }
    return f"{plugin_url.rstrip('/')}/?{urlencode(query, quote_via=quote, safe='')}"


def _ids(ids: RedirectIds | None) -> dict[str, str]:
    if ids is None:
        return {}
    return {
        "payment_url_success_id": str(ids.success),
        "payment_url_fail_id": str(ids.fail),
        "payment_url_pending_id": str(ids.pending),
    }


def _hashes(hashes: RedirectHashes | None) -> dict[str, str]:
    if hashes is None:
        return {}
    return {"success_url": hashes.success, "fail_url": hashes.fail, "pending_url": hashes.pending}
