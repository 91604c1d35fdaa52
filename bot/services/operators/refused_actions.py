"""Writes refused commands about money into the audit log."""

import json
import re

from bot.domain.account import national_form
from bot.domain.digits import fold
from bot.domain.errors import DomainError
from bot.store import audit
from bot.store.engine.database import Transaction

_LONG_NUMBER = re.compile(r"(?:(?:\+|00)?95[ .-]?|0)9(?:[ .-]?[0-9]){7,9}|[0-9]{9,}")
_LONGEST = 200


async def note_refusal(  # noqa: PLR0917 - a line of the log, in its order
    tx: Transaction, actor: int, what: str, subject: str, words: str, error: DomainError, now: int
) -> None:
    """Add an audit row: `what` is the command or the button, `words` its arguments."""
    after = {"refused": what, "key": error.key} | error.values
    if words:
        after["words"] = _without_accounts(words)
    await audit.append(
        tx, actor=actor, act="refused", subject=subject, before="", after=json.dumps(after, ensure_ascii=False), now=now
    )


def _without_accounts(words: str) -> str:
    """`words` with long numbers, such as accounts, cut to their last four digits."""
    return _LONG_NUMBER.sub(lambda number: f"…{national_form(number.group())[-4:]}", fold(words))[:_LONGEST]
