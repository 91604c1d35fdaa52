"""Every secret of the settings is a canary: after a day of trouble none was seen anywhere but at its owner's."""

from dataclasses import replace

import pytest

from bot.config.settings import Settings
from bot.dev.simulators.paykassma import ScriptedAnswer
from bot.dev.simulators.paykassma.script import fail
from tests.attacks.wire import Wire, request
from tests.e2e.canaries import canaries
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.postbacks import OK, letter_for
from tests.e2e.world import KEYS, PATIENCE, SECRET, TOKEN, WEBHOOK_SECRET, World
from tests.ports import free_port

pytestmark = pytest.mark.timeout(300)

MAKER, CHECKER = 901, 902
ACCOUNT = "09444595698"


@pytest.fixture
async def world(open_: OpenWorld) -> World:
    """Each secret that there is has a value, and nobody answers at the merchant's address."""
    port = free_port()
    return await open_(
        bot_port=port,
        bot_public_url=f"http://127.0.0.1:{port}",
        bot_updates="webhook",
        bot_webhook_secret=WEBHOOK_SECRET,
        bot_operators=f"{MAKER}:cashier,{CHECKER}:checker",
        bot_sentry_dsn="https://dsn-canary@sentry.example/1",
        bot_mask_key="mask-key-canary-0123456789abcdef",
        paykassma_access_key_2="second-access-canary",
        paykassma_postback_key_2="second-postback-canary",
        paykassma_test_withdrawals=False,
        merchant_events_url=f"http://127.0.0.1:{free_port()}/events",
        merchant_events_key="merchant-canary",
    )


async def deposit_in_trouble(world: World, player: Player) -> None:
    """Files that cannot be fetched, a provider that breaks off, a Telegram that is away."""
    await player.begins("kbzpay_manual")
    payment = await player.pays()
    world.telegram.faults.add(method="download", times=2, status=500)
    await player.person.photo(payment.receipt)
    await player.sees("I could not download that picture.")
    world.provider.script.claims.extend([ScriptedAnswer.CLOSE_BEFORE, ScriptedAnswer.TRUNCATED])
    await player.says(payment.transaction_number)
    await player.person.photo(payment.receipt)
    for tries in (1, 2):
        await world.until_row("SELECT 1 FROM attempts GROUP BY subject HAVING COUNT(*) >= $1", tries)
        await world.settled()
        world.clock.push(minutes=6)
    row = await player.reaches("submitted")
    world.telegram.outage(on=True)
    assert await world.post(letter_for(row).body()) == OK
    await world.until_row("SELECT 1 FROM outbox WHERE state = 'waiting' AND attempts > 0")
    world.telegram.outage(on=False)
    world.clock.push(minutes=6)
    await player.is_told("✅ 10,000 Ks added")


async def payout_in_trouble(world: World) -> None:
    """The provider refuses, and quotes every secret we have in its words."""
    maker, checker = (world.telegram.person(one, first_name=str(one)) for one in (MAKER, CHECKER))
    for person in (maker, checker):
        world.operators.chat.members[person.id] = person.account
    world.provider.script.payouts.append(fail({"signature": [f"key {SECRET} and withdrawal-key-canary are wrong"]}))
    await maker.text(f"/withdraw tg-1001 5000 {ACCOUNT}")
    card = await world.operators.chat.until(
        lambda chat: next((one for one in chat.messages if "✅ Confirm" in one.labels), None), PATIENCE
    )
    await world.operators.press(checker, "✅ Confirm", card)
    await world.until_row("SELECT 1 FROM withdrawals WHERE status = 'refused'")
    for words in ("/pending", "/health", "/find tg-1001", "/today", "/withdrawals", f"/find {ACCOUNT[-4:]}"):
        await world.operators.text(maker, words)


async def strangers(world: World, player: Player) -> str:
    """All that forgers and the curious are answered."""
    wire, honest = Wire(world.settings.bot_port), letter_for(await player.deposit(), "1000000001", 1)
    bodies = [replace(honest, broken=True).body(), replace(honest, order_id="x").body(), b"{", b"\xff" * 100]
    answers = []
    for path in ("/paykassma/postback", "/telegram/webhook", f"/x?secret={SECRET}", "/readyz"):
        for body in bodies:
            said = request(body, path, X_Telegram_Bot_Api_Secret_Token=f"{WEBHOOK_SECRET}x")
            answers.append((await wire.tell(said)).decode(errors="replace"))
    curious = ("/metrics", "/readyz", "/healthz", "/", f"/bot{TOKEN}/getMe")
    answers += [(await wire.tell(request(b"", path, "GET"))).decode() for path in curious]
    return "\n".join(answers)


async def test_every_secret_that_the_settings_know_is_set_to_a_canary(world: World) -> None:
    secret = {name for name, field in Settings.model_fields.items() if "SecretStr" in repr(field.annotation)}
    assert "bot_token" in secret
    assert [name for name in secret if getattr(world.settings, name) is None] == []


async def test_after_a_day_of_trouble_no_secret_and_no_account_was_seen(world: World, player: Player) -> None:
    """What is in the log, the chats and the files is looked through at the end of each test; here are the rest."""
    await deposit_in_trouble(world, player)
    await payout_in_trouble(world)
    answers = await strangers(world, player)
    await world.until(lambda: _is_told(world), "for everybody to be told")
    assert not [canary for canary in {*canaries(world), KEYS.access_key} if canary in answers]
    log = world.log.getvalue()
    assert KEYS.access_key not in log
    assert ACCOUNT not in log
    assert not [creation.number for creation in world.provider.creates if creation.number and creation.number in log]


async def _is_told(world: World) -> bool:
    """All is applied and said; only the merchant's events wait, for nobody takes them."""
    said = "SELECT 1 FROM outbox WHERE state = 'waiting' AND lane LIKE 'tg:%'"
    return not await world.rows("SELECT 1 FROM inbox WHERE state = 'new'") and not await world.rows(said)
