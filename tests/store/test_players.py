"""Players and the links that bound them."""

from dataclasses import replace

from bot.domain.player import Language
from bot.store import players
from bot.store.engine.database import Database
from tests.given import NOW, column, given_player


async def test_a_player_is_remembered_as_he_came_first(database: Database) -> None:
    player = await given_player(database)
    changed = replace(player, label="other", language=Language.MY)
    await database.write(lambda tx: players.add(tx, changed, "", NOW + 1))
    assert await players.find(database, player.id) == player
    assert await players.find(database, 1) is None


async def test_user_names_are_kept_in_lower_case(database: Database) -> None:
    player = replace(await given_player(database), id=42)
    await database.write(lambda tx: players.add(tx, player, "MaungMaung", NOW))
    assert await column(database, "SELECT username AS value FROM players WHERE id = 42") == ["maungmaung"]


async def test_language_and_wallet_are_remembered(database: Database) -> None:
    player = await given_player(database)
    await database.write(lambda tx: players.set_language(tx, player.id, Language.MY))
    await database.write(lambda tx: players.set_last_wallet(tx, player.id, "wavepay"))
    assert await players.find(database, player.id) == replace(player, language=Language.MY, last_wallet="wavepay")


async def test_a_link_binds_one_chat_however_often_that_opens_it(database: Database) -> None:
    first, second = await given_player(database), await given_player(database)
    for _ in range(2):
        assert await database.write(lambda tx: players.bind(tx, first.id, "player-42", "token", NOW))
    assert not await database.write(lambda tx: players.bind(tx, second.id, "player-42", "token", NOW))
    assert await players.find(database, first.id) == replace(first, label="player-42")
    assert await players.find(database, second.id) == second
