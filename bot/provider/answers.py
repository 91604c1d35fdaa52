"""Parses the provider's answers to our calls, by the body and not by the HTTP status. Pure.

A refusal counts only if it is readable; anything not understood is UNKNOWN. The provider's pages show the statuses `ok`
(create, activate, payouts), `success` (possible-transaction), `pending`, `possible_transaction_created` and `fail`.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from bot.domain.wallet import CURRENCY, Wallet
from bot.provider.base import Answer, ClaimAnswer, NumberAnswer, Outcome, Verdict, WalletsAnswer
from bot.provider.phpjson import Json, JsonNumber, MalformedJson, parse
from bot.provider.text import one_line

MAX_ANSWER = 1024 * 1024

A = TypeVar("A", bound=Answer)

_ACCEPTED: Final = frozenset({"ok", "success"})
_REFUSED: Final = "fail"
_SUCCESS_CODE: Final = "20000"
_CLAIM_WORDS: Final = {"pending": Verdict.CHECKING, "possible_transaction_created": Verdict.SEARCHING}
_WALLET_TYPE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ORDER = re.compile(r"[0-9]{1,9}")
_LAST: Final = 10**9  # the order of a wallet without a readable one
_RECEIVING = re.compile(r"\+?[0-9](?:[ -]?[0-9]){4,19}")
"""A receiving number under a documented member: digits, perhaps fewer than a telephone number has."""
_WALLET_NUMBER = re.compile(r"(?:09|\+?959)[0-9]{7,9}")
"""A receiving number under an undocumented member: it must be a Myanmar mobile number."""
# A limit, a time or a helpline can look like a receiving number, and a player would send money there.
_NO_NUMBER = re.compile(
    r"amount|limit|min|max|sum|fee|rate|time|date|expire|support|help|hotline|contact|service|label|order|sender|payer",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reply:
    """A parsed answer: `word` is its status in lower case; if it is empty, `trouble` says why."""

    http: int
    word: str = ""
    body: dict[str, Json]
    trouble: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the status is one of those for success."""
        return self.word in _ACCEPTED


def read_wallets(http: int, body: bytes) -> WalletsAnswer:
    """Read the answer of payment-systems/available: the wallets for kyat, in the provider's order."""
    reply = _read(http, body)
    offered = _params(reply).get("wallets")
    if not reply.accepted or not isinstance(offered, list):
        return _not_done(WalletsAnswer, reply, "no list of wallets")
    wallets = [wallet for wallet in offered if isinstance(wallet, dict) and _is_for_kyat(wallet)]
    types = filter(None, map(_type, sorted(wallets, key=_order)))
    return WalletsAnswer(outcome=Outcome.DONE, wallets=tuple(dict.fromkeys(types)))


def read_number(http: int, body: bytes, wallet: Wallet) -> NumberAnswer:
    """Read the answer of transaction/create. `ok` without a usable number is UNKNOWN."""
    reply = _read(http, body)
    params = _params(reply)
    number = _receiving_number(params, wallet.create_keys)
    if not reply.accepted or not number:
        return _not_done(NumberAnswer, reply, f"no receiving number in params ({', '.join(params) or 'empty'})")
    return NumberAnswer(outcome=Outcome.DONE, number=number)


def read_claim(http: int, body: bytes) -> ClaimAnswer:
    """Read the answer of transaction/activate or possible-transaction. No answer to a claim credits money."""
    reply = _read(http, body)
    verdict = _verdict(reply)
    if verdict is None:
        return _not_done(ClaimAnswer, reply, "an unknown code")
    return ClaimAnswer(outcome=Outcome.DONE, detail=_words(reply), verdict=verdict)


def read_payout(http: int, body: bytes) -> Answer:
    """Read the answer of withdrawal/create. DONE means accepted, not paid."""
    reply = _read(http, body)
    if not reply.accepted:
        return _not_done(Answer, reply, "")
    return Answer(outcome=Outcome.DONE, detail=_words(reply))


def _read(http: int, body: bytes) -> _Reply:
    try:
        value = parse(body, limit=MAX_ANSWER).value
    except MalformedJson as error:
        return _Reply(http=http, body={}, trouble=f"unreadable answer, {error}")
    if not isinstance(value, dict):
        return _Reply(http=http, body={}, trouble="unreadable answer, not a JSON object")
    status = value.get("status")
    if isinstance(status, str) and not isinstance(status, JsonNumber):
        return _Reply(http=http, body=value, word=status.lower())
    return _Reply(http=http, body=value, trouble="no status")


def _not_done(kind: type[A], reply: _Reply, missing: str) -> A:
    """REFUSED if the answer says so, else UNKNOWN; `missing` is what an accepting answer lacks."""
    credentials_rejected = reply.http == HTTPStatus.NOT_FOUND
    if reply.word == _REFUSED:
        return kind(
            outcome=Outcome.REFUSED,
            detail=_words(reply) or "no reason given",
            credentials_rejected=credentials_rejected,
        )
    trouble = missing if reply.accepted else reply.trouble or f"status {reply.word}"
    detail = one_line([f"HTTP {reply.http}:", trouble, reply.body.get("message")])
    return kind(outcome=Outcome.UNKNOWN, detail=detail, credentials_rejected=credentials_rejected)


def _words(reply: _Reply) -> str:
    return one_line(reply.body.get("message"))


def _params(reply: _Reply) -> dict[str, Json]:
    params = reply.body.get("params")
    return params if isinstance(params, dict) else {}


def _is_for_kyat(wallet: dict[str, Json]) -> bool:
    return wallet.get("currency_code") in (None, CURRENCY)


def _type(wallet: dict[str, Json]) -> str:
    name = wallet.get("type")
    code = name.lower() if isinstance(name, str) else ""
    return code if _WALLET_TYPE.fullmatch(code) else ""


def _order(wallet: dict[str, Json]) -> int:
    place = wallet.get("order")
    return int(place) if isinstance(place, str) and _ORDER.fullmatch(place) else _LAST


def _receiving_number(params: dict[str, Json], keys: tuple[str, ...]) -> str:
    """The number under a documented key, else the only mobile number in `params`; empty if there are several."""
    known = [number for number in map(_digits, map(params.get, keys)) if number]
    if known:
        return known[0]
    texts = [value for name, value in params.items() if not (_NO_NUMBER.search(name) or isinstance(value, JsonNumber))]
    others = {number for number in map(_digits, texts) if _WALLET_NUMBER.fullmatch(number)}
    return others.pop() if len(others) == 1 else ""


def _digits(value: Json) -> str:
    """A receiving number without spaces and hyphens; empty if `value` is not one."""
    written = " ".join(value.split()) if isinstance(value, str) else ""
    return re.sub(r"[ -]", "", written) if _RECEIVING.fullmatch(written) else ""


def _verdict(reply: _Reply) -> Verdict | None:
    if reply.word in _CLAIM_WORDS:
        return _CLAIM_WORDS[reply.word]
    if not reply.accepted or reply.body.get("code") not in (None, _SUCCESS_CODE):
        return None
    match reply.body.get("deposit"):
        case True:
            return Verdict.SOON
        case False:
            return Verdict.BELOW_MINIMUM
        case _:
            return Verdict.CHECKING
