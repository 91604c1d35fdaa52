"""Players: met once, bound by signed links only, spoken to in their language."""

from dataclasses import replace
from functools import partial

import pytest

from bot.domain.deep_link import make_link_payload
from bot.domain.deposit import DepositStatus
from bot.domain.errors import LinkError, LinkExpired, LinkForged, LinkUsed, Outdated
from bot.domain.player import Language, Player
from bot.store import outbox
from tests.services.service_fixture import ServiceFixture

KEY = "a-secret-of-the-merchant-0123456789"
LINKS = pytest.mark.parametrize("settings", [{"BOT_LINK_SECRET": KEY}])


def payload(scene: ServiceFixture, label: str = "player-42", seconds: int = 60) -> str:
    return make_link_payload(label, scene.clock.now // 1000 + seconds, KEY)


async def test_a_player_is_met_once(scene: ServiceFixture) -> None:
    player = await scene.services.players.find_or_add(77, "my-MM", "Ko_Ko")
    assert player == Player(id=77, label="tg-77", language=Language.MY)
    assert await scene.services.players.find_or_add(77, "en", None) == player
    assert await scene.services.players.find(78) is None


async def test_a_chosen_language_is_never_derived_again(scene: ServiceFixture) -> None:
    player = await scene.services.players.find_or_add(77, "my", None)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    await scene.services.players.set_language(await scene.turn(), player, Language.EN)
    assert await scene.services.players.find_or_add(77, "my", None) == replace(player, language=Language.EN)
    assert await scene.screens(player) == ["language_set"]
    assert await scene.told(player.id, "card") == [{"of": deposit.id}]


async def test_start_without_a_link_welcomes(scene: ServiceFixture) -> None:
    player = await scene.player()
    await scene.services.players.start(await scene.turn(), player)
    assert await scene.screens(player) == ["welcome"]
    assert await scene.services.players.find(player.id) == player


@LINKS
async def test_a_link_binds_its_chat_and_no_other(scene: ServiceFixture) -> None:
    first, second = await scene.player(), await scene.player()
    link = payload(scene)
    for _ in range(2):
        await scene.services.players.start(await scene.turn(), first, link)
    assert await scene.services.players.find(first.id) == replace(first, label="player-42")
    assert await scene.screens(first) == ["linked"]  # the second one finds the first still waiting
    turn = await scene.turn()
    with pytest.raises(LinkUsed):
        await scene.services.players.start(turn, second, link)
    assert (await scene.services.players.find(second.id), await scene.screens(second)) == (second, [])


@LINKS
@pytest.mark.parametrize(
    ("seconds", "tail", "error"), [(60, "x", LinkForged), (0, "", LinkExpired), (-60, "", LinkExpired)]
)
async def test_a_forged_or_expired_link_binds_nothing(
    scene: ServiceFixture, seconds: int, tail: str, error: type[LinkError]
) -> None:
    player, turn = await scene.player(), await scene.turn()
    with pytest.raises(error):
        await scene.services.players.start(turn, player, payload(scene, seconds=seconds) + tail)
    assert await scene.services.players.find(player.id) == player


async def test_without_a_secret_every_link_is_forged(scene: ServiceFixture) -> None:
    with pytest.raises(LinkForged):
        await scene.services.players.start(await scene.turn(), await scene.player(), payload(scene))


@LINKS
async def test_a_deposit_keeps_the_label_it_began_with(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    await scene.services.players.start(await scene.turn(), player, payload(scene))
    assert await scene.now(deposit) == deposit


async def test_a_player_who_comes_back_hears_of_his_money(scene: ServiceFixture) -> None:
    player = await scene.player()
    lane = f"tg:{player.id}"
    now = scene.clock.now
    await scene.database.write(lambda tx: outbox.add(tx, lane=lane, kind="ring", subject="dep", now=now))
    (row,) = await scene.database.write(lambda tx: outbox.take(tx, now, now + 1, 1))
    await scene.database.write(lambda tx: outbox.mark_dead(tx, row, "blocked", now))
    players = scene.services.players
    assert await players.is_owed(player)
    turn = await scene.turn()
    turn.along(partial(players.resend_owed, player.id))
    await players.show(turn, player, "help")
    assert await scene.count("outbox", "kind = 'ring' AND state = 'waiting'") == 1
    assert not await players.is_owed(player)


async def test_a_refusal_and_a_screen_are_answers(scene: ServiceFixture) -> None:
    player = await scene.player()
    await scene.services.players.refuse(await scene.turn(), player, Outdated(status="credited"))
    await scene.services.players.show(await scene.turn(), player, "help", subject="dep")
    told = await scene.told(player.id)
    assert [told[0]["args"], told[1]["name"]] == [{"key": "error-outdated", "status": "credited"}, "help"]
