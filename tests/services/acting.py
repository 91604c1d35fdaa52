"""Operators as tests let them act, and what they leave behind."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.approval import ActionType, Approval
from bot.domain.errors import Value
from bot.domain.operator import Operator, Role
from tests.services.service_fixture import ServiceFixture

Values = Mapping[str, Value]
VIEWER, CASHIER, CHECKER, OWNER = (
    Operator(id=number, role=role, chat_id=number) for number, role in enumerate(Role, start=11)
)
OTHER_CHECKER = Operator(id=23, role=Role.CHECKER, chat_id=23)


async def propose(scene: ServiceFixture, kind: ActionType, values: Values, operator: Operator = CASHIER) -> int:
    """Propose; answers with the number of the newest act."""
    await scene.services.acts.propose(await scene.turn(), operator, kind, values)
    row = await scene.database.fetchrow("SELECT MAX(id) AS id FROM acts")
    return int(row["id"]) if row else 0


async def confirm(scene: ServiceFixture, act_id: int, operator: Operator = CHECKER) -> None:
    await scene.services.acts.confirm(await scene.turn(), operator, act_id)


async def agree(scene: ServiceFixture, kind: ActionType, values: Values) -> int:
    """Two people: one proposes, the other confirms."""
    act_id = await propose(scene, kind, values)
    await confirm(scene, act_id)
    return act_id


async def act(scene: ServiceFixture, act_id: int) -> Approval:
    """The act as it now stands."""
    found = await scene.services.acts.find(act_id)
    assert found is not None
    return found


async def log(scene: ServiceFixture) -> list[tuple[int, str, str]]:
    """Who did what to what."""
    rows = await scene.database.fetch("SELECT actor, act, subject FROM audit ORDER BY id")
    return [(row["actor"], row["act"], row["subject"]) for row in rows]


async def facts(scene: ServiceFixture) -> tuple[Any, Any]:
    """Before and after, as the last line of the log has them."""
    row = await scene.database.fetchrow("SELECT before, after FROM audit ORDER BY id DESC LIMIT 1")
    assert row is not None
    return json.loads(row["before"]), json.loads(row["after"])


async def lines(scene: ServiceFixture) -> list[tuple[str, str, str, str, int]]:
    """The ledger: kind, reference, from, to, amount."""
    rows = await scene.database.fetch("SELECT kind, ref, debit, credit, amount FROM ledger ORDER BY id")
    return [(row["kind"], row["ref"], row["debit"], row["credit"], row["amount"]) for row in rows]


async def cards(scene: ServiceFixture, chat_id: int) -> list[str]:
    """What operators' cards are out for a chat."""
    return [str(told["of"]) for told in await scene.told(chat_id, "operator_card")]
