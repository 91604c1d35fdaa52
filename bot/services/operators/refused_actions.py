"""What operators tried about money and were refused stands in the audit log like what they did."""

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
    """Write down who was refused what: `what` is the command or the press, `words` stood behind it."""
    after = {"refused": what, "key": error.key} | error.values
    if words:
        after["words"] = _without_accounts(words)
    await audit.append(
        tx, actor=actor, act="refused", subject=subject, before="", after=json.dumps(after, ensure_ascii=False), now=now
    )


def _without_accounts(words: str) -> str:
    """Of an account, in groups or not, only its end is kept."""
    return _LONG_NUMBER.sub(lambda number: f"…{national_form(number.group())[-4:]}", fold(words))[:_LONGEST]
