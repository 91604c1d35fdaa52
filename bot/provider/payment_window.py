"""Builds the link to the provider's payment window. Pure.

The link is not signed and a player can edit it, so only signed entries of postbacks count.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from bot.domain.deposit import Deposit
from bot.domain.player import Language
from bot.domain.wallet import CURRENCY, Wallet

WindowLink = Callable[[Deposit, Language], str]
"""Builds the window's URL for a deposit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectIds:
    """The ids of our redirect URLs, as given by the provider's support."""

    success: int
    fail: int
    pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectHashes:
    """Our redirect URLs, already hashed: the provider does not publish the rule."""

    success: str
    fail: str
    pending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The window's parameters. `amount` is whole kyat; without a wallet the player chooses one in the window."""

    label: str
    order_id: str
    amount: int
    language: Language
    wallet: Wallet | None = None
    redirect_ids: RedirectIds | None = None
    redirect_hashes: RedirectHashes | None = None


def window_link(plugin_url: str, window: Window) -> str:
    """The URL of the window; `plugin_url` is the provider's `https://plugin.…`."""
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
