"""The migrations, in the order in which they run; each is a module of its own.

How to add one: a new module beside the others with one function of the module's name, dialect -> list of statements,
and two lines here, the import and, at the END of the tuple, the function. Where somebody else's new line stands there
already, yours comes after it. Never edit a migration that others may have run: a start refuses a changed one.

Write the texts out, or take them from `parts`; import nothing of today's code, which changes while migrations must not.
Allowed moves need no migration: each start writes them from the TRANSITIONS tables in `bot/domain`.
Types are TEXT, BIGINT, BOOLEAN and BYTEA (which SQLite stores as it gets it); times are epoch milliseconds UTC, amounts
whole kyat; compared columns are NOT NULL.
"""

from collections.abc import Callable

from bot.store.migrations.answered_by_indexes import answered_by_indexes
from bot.store.migrations.chats import chats
from bot.store.migrations.copies import copies
from bot.store.migrations.first_tables import first_tables
from bot.store.migrations.forgetting import forgetting
from bot.store.migrations.generation import generation
from bot.store.migrations.leaving import leaving
from bot.store.migrations.named import named
from bot.store.migrations.names_end import names_end
from bot.store.migrations.numbers_end import numbers_end
from bot.store.migrations.payment_keys import payment_keys
from bot.store.migrations.payouts import payouts
from bot.store.migrations.players_turns import players_turns
from bot.store.migrations.postback_refusals import postback_refusals

Migration = Callable[[str], list[str]]

MIGRATIONS: tuple[Migration, ...] = (
    first_tables,
    payouts,
    copies,
    answered_by_indexes,
    chats,
    players_turns,
    leaving,
    generation,
    payment_keys,
    forgetting,
    named,
    postback_refusals,
    names_end,
    numbers_end,
)
