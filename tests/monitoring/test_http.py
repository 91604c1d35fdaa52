"""`/metrics`, `/readyz` and `/healthz` of the whole bot, over HTTP."""

import re
from pathlib import Path

from bot.runtime.metrics import REGISTRY
from tests.e2e.canaries import canaries
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.world import World

README = (Path(__file__).parents[2] / "bot" / "monitoring" / "README.md").read_text(encoding="utf-8")


async def fetched(world: World, path: str = "/metrics") -> tuple[int, str]:
    async with world.http.get(world.url + path) as answer:
        return answer.status, await answer.text()


def figure(text: str, name: str) -> float:
    """The value of a sample, 0 where there is none yet."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


GROWS = [
    'bot_postbacks_total{verdict="kept"}',
    'bot_postbacks_total{verdict="repeated"}',
    'bot_postbacks_total{verdict="key_unknown"}',
    'bot_postbacks_total{verdict="malformed"}',
    'bot_postback_entries_total{result="credited"}',
    'bot_credit_seconds_count{wallet="wavepay"}',
    'bot_provider_call_seconds_count{call="claim",outcome="done"}',
    'bot_provider_call_seconds_count{call="create",outcome="done"}',
    'bot_telegram_calls_total{call="SendMessage",outcome="ok"}',
    'bot_deliveries_total{kind="ring",outcome="sent"}',
    "bot_commit_seconds_count",
]


async def test_a_deposit_leaves_its_figures_and_no_name(open_: OpenWorld) -> None:
    world = await open_()
    _, before = await fetched(world)
    player = Player(world, 1001)
    row, payment = await player.claimed("wavepay")
    assert await world.provider.postback(order_id=row["order_id"], times=2) == [200, 200]
    await player.reaches("credited")
    await world.post(b"{}")
    await world.post(b"no JSON")
    await world.settled()
    status, after = await fetched(world)
    assert status == 200
    assert [name for name in GROWS if figure(after, name) <= figure(before, name)] == []
    private = (*canaries(world), "tg-1001", row["order_id"], payment.transaction_number, row["wallet_number"])
    assert [word for word in private if word in after] == []


async def test_telegrams_429_is_counted(open_: OpenWorld) -> None:
    world = await open_()
    name = 'bot_telegram_calls_total{call="SendMessage",outcome="429"}'
    before = figure((await fetched(world))[1], name)
    world.telegram.faults.add(method="sendMessage", times=1, retry_after=1)
    await Player(world, 1001).says("/start", sees="Deposit")
    assert figure((await fetched(world))[1], name) > before


async def test_readiness_has_reasons_and_health_asks_nothing(open_: OpenWorld) -> None:
    world = await open_()
    assert await fetched(world, "/readyz") == (200, '{"status": "ok"}')
    assert await fetched(world, "/healthz") == (200, '{"status": "ok"}')


def test_the_readme_names_every_figure() -> None:
    told = set(re.findall(r"`(bot_[a-z0-9_]+)`", README.split("## Watching it")[1].split("\n## ")[0]))
    kinds = {"counter": "_total"}
    ours = {metric.name + kinds.get(metric.type, "") for metric in REGISTRY.collect() if metric.name.startswith("bot_")}
    assert told == ours
