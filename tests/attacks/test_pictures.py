"""Whatever file a player sends for his receipt, he is told what is wrong with it in his language, and can go on."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from pathlib import Path

import pytest

from bot.domain.errors import PictureUnsupported
from bot.domain.player import Language
from bot.services.deposits.receipt_reading import PICTURES_OF_A_DEPOSIT
from bot.telegram.player.screens import toast
from tests.attacks.pictures import GONE, NOT_THERE, File, files, gif_of, no_files
from tests.attacks.updates import message
from tests.e2e.player import Player
from tests.e2e.world import World
from tests.pictures import samples
from tests.pictures.test_kinds import FOREIGN
from tests.pictures.test_receipt import METADATA

pytestmark = pytest.mark.timeout(300)

KBZ = "kbzpay_manual"


async def answered(player: Player, words: str, send: Callable[[], Awaitable[object]], what: str) -> None:
    """What is sent is answered with one new message that says so, and with nothing else."""
    before = player.sent_by_bot()
    await send()
    await player.world.until(lambda: _has_more(player, before), f"for an answer to {what}")
    new = player.sent_by_bot()[len(before) :]
    assert len(new) == 1, what
    assert words in new[0], what


async def _has_more(player: Player, before: list[str]) -> bool:
    return len(player.sent_by_bot()) > len(before)


async def taken(player: Player, send: Callable[[], Awaitable[object]], what: str) -> None:
    """What is sent is kept as the receipt, and no new message is made of it: the card says so."""
    before, count = len(player.sent_by_bot()), "SELECT COUNT(*) AS count FROM sightings"
    kept = (await player.world.rows(count))[0]["count"]

    async def is_kept() -> bool:
        return bool((await player.world.rows(count))[0]["count"] > kept)

    await send()
    await player.world.until(is_kept, f"for {what} to be kept")
    assert len(player.sent_by_bot()) == before, what


async def receive(player: Player, file: File) -> None:
    async def send() -> None:
        await player.person.document(file.data, file.name, file.mime_type)

    if file.refused is None:
        await taken(player, send, file.what)
    else:
        await answered(player, toast(file.refused, player.t), send, file.what)


def _shares(every: Iterable[File]) -> Iterator[list[File]]:
    """So many files that the receipt is the last picture that a deposit may have."""
    share: list[File] = []
    for file in every:
        if sum(one.refused is None for one in share) == PICTURES_OF_A_DEPOSIT - 1:
            yield share
            share = []
        share.append(file)
    yield share


@pytest.mark.parametrize("language", Language)
async def test_each_file_is_kept_or_kindly_refused_and_the_claim_goes_on(
    world: World, language: Language, tmp_path: Path
) -> None:
    for person, some in enumerate(_shares(files()), 1001):
        player = Player(world, person, language)
        await player.begins(KBZ)
        for file in some:
            await receive(player, file)
    payment = await player.pays()
    await taken(player, lambda: player.person.photo(payment.receipt), "the receipt")
    await player.says(payment.transaction_number)
    await player.reaches("submitted")
    (claim,) = world.provider.claims
    assert claim.screenshot.startswith(b"\xff\xd8")
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} <= {"bot.db", "bot.db.lock"}
    for row in await world.rows("SELECT content FROM receipts"):
        assert not METADATA.search(row["content"])


@pytest.mark.parametrize("language", Language)
async def test_what_is_no_file_gets_the_line_that_says_what_is_waited_for(world: World, language: Language) -> None:
    player = Player(world, 1001, language)
    await player.begins(KBZ)
    file = await player.person.document(FOREIGN["GIF"], "x.gif", "image/gif")
    refusal = toast(PictureUnsupported(kind="GIF"), player.t)
    await player.sees(refusal)
    assert file.media

    async def send() -> None:
        player.person.raw_update({"message": message(text=None, **content)})

    for content in no_files():
        await answered(player, player.t("not-understood"), send, str(content))
    content = gif_of(file.media.file_id)
    await answered(player, refusal, send, "a GIF as an animation")
    content = NOT_THERE
    await answered(player, toast(GONE, player.t), send, "a file that is not there")
    await taken(player, lambda: player.person.photo(samples.png((3000, 2000)), "<b>😀\u202e"), "a photo")
    row = await player.deposit()
    assert row["status"] == "awaiting_payment"
    assert row["transaction_number"] == ""
