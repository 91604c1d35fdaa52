"""Whatever the provider answers to a payout: only a clear yes or no is believed, and nothing is sent twice."""

import gzip
import itertools
from collections.abc import AsyncIterator, Iterable

import pytest

from tests.attacks.provider import RawProvider, raw_provider, reply
from tests.e2e.conftest import OpenWorld
from tests.e2e.player import Player
from tests.e2e.world import PATIENCE, World

pytestmark = pytest.mark.timeout(300)

MAKER, CHECKER = 901, 902
OK = b'{"status":"ok"}'
CHUNK = b"f\r\n" + OK
SENT, REFUSED, UNKNOWN = "sent", "refused", "unknown"
MARKUP = b'{"status":"fail","message":"<b>no</b> & <script>x</script>\\n\\u001b[31m\\u202e' + b"x" * 5000 + b'"}'
ANSWERS: dict[str, tuple[Iterable[bytes], str]] = {
    "a yes": ([reply(OK)], SENT),
    "a yes under 500": ([reply(OK, status=500)], SENT),
    "a yes as text/html": ([reply(OK, Content_Type="text/html")], SENT),
    "a yes that lies of its charset": ([reply(OK, Content_Type="application/json; charset=utf-16")], SENT),
    "a yes in chunks": (
        [reply(b"f\r\n" + OK + b"\r\n0\r\n\r\n", Content_Length="", Transfer_Encoding="chunked")],
        SENT,
    ),
    "a yes without a length": ([reply(OK, Content_Length="")], SENT),
    "a no with markup, control letters and no end": ([reply(MARKUP)], REFUSED),
    "a no as a list of lists": ([reply(b'{"status":"fail","message":[["no"],{"a":[1]}]}')], REFUSED),
    "single quotes": ([reply(b"{'status': 'ok'}")], UNKNOWN),
    "no status": ([reply(b"{}")], UNKNOWN),
    "status null": ([reply(b'{"status":null}')], UNKNOWN),
    "status 1": ([reply(b'{"status":1}')], UNKNOWN),
    "status true": ([reply(b'{"status":true}')], UNKNOWN),
    "status list": ([reply(b'{"status":["ok"]}')], UNKNOWN),
    "two statuses": ([reply(b'{"status":"ok","status":"fail"}')], UNKNOWN),
    "an unknown word": ([reply(b'{"status":"queued"}')], UNKNOWN),
    "a list": ([reply(b'["ok"]')], UNKNOWN),
    "nothing": ([reply(b"")], UNKNOWN),
    "a page": ([reply(b"<html>Attention Required! | Cloudflare</html>", status=403)], UNKNOWN),
    "too many": ([reply(b"", status=429, Retry_After="1")], UNKNOWN),
    "a yes in a gzip": ([reply(gzip.compress(OK), Content_Encoding="gzip")], UNKNOWN),
    "a bomb": ([reply(gzip.compress(b" " * 50_000_000), Content_Encoding="gzip")], UNKNOWN),
    "ten megabytes": ([reply(OK + b" " * 10_000_000)], UNKNOWN),
    "a yes and more": ([reply(OK + OK)], UNKNOWN),
    "a yes that is cut": ([reply(OK[:-1])], UNKNOWN),
    "a yes that breaks off": ([reply(OK, Content_Length="99")], UNKNOWN),
    "a chunk that breaks off": ([reply(CHUNK[:9], Content_Length="", Transfer_Encoding="chunked")], UNKNOWN),
    "no HTTP": ([b"SSH-2.0-OpenSSH\r\n"], UNKNOWN),
    "a head without end": ([b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000], UNKNOWN),
    "hung up at once": ([], UNKNOWN),
    "a head that drips": (itertools.repeat(b"H"), UNKNOWN),
    "a body that drips": (itertools.chain([reply(b"", Content_Length="9999")], itertools.repeat(b" ")), UNKNOWN),
    "sent elsewhere": ([reply(b"", status=302, Location="{url}/elsewhere")], UNKNOWN),
    "sent elsewhere with the body": ([reply(b"", status=307, Location="{url}/elsewhere")], UNKNOWN),
    "sent to the cloud's own address": ([reply(b"", status=301, Location="http://169.254.169.254/latest/")], UNKNOWN),
}


@pytest.fixture
async def provider() -> AsyncIterator[RawProvider]:
    async with raw_provider() as provider:
        yield provider


@pytest.fixture
async def world(open_: OpenWorld, provider: RawProvider) -> World:
    roles = f"{MAKER}:cashier,{CHECKER}:checker"
    return await open_(speed=40, bot_operators=roles, paykassma_test_withdrawals=False, paykassma_api_url=provider.url)


def sendings(provider: RawProvider) -> int:
    return sum(line.startswith("POST /v2/withdrawal/create") for line in provider.asked)


async def paid_out(world: World, amount: int) -> str:
    """What a payout of this amount becomes once a second operator has confirmed it."""
    maker, checker = (world.telegram.person(one, first_name=str(one)) for one in (MAKER, CHECKER))
    for person in (maker, checker):
        world.operators.chat.members[person.id] = person.account
    await maker.text(f"/withdraw tg-1001 {amount} 09444595698")
    words = f"{amount:,} Ks"
    card = await world.operators.chat.until(
        lambda chat: next((one for one in chat.messages if words in one.text and "✅ Confirm" in one.labels), None),
        PATIENCE,
    )
    await world.operators.press(checker, "✅ Confirm", card)
    sql = "SELECT status FROM withdrawals WHERE amount = $1 AND status NOT IN ('proposed', 'sending')"
    return str((await world.until_row(sql, amount))["status"])


async def test_only_a_clear_answer_to_a_payout_is_believed_and_none_makes_it_leave_twice(
    world: World, provider: RawProvider, player: Player
) -> None:
    await player.says("/start", sees="Hello")
    became = {}
    for amount, (name, (answer, _)) in enumerate(ANSWERS.items(), 1001):
        provider.answer = provider.at_home(answer)
        became[name] = await paid_out(world, amount)
    assert became == {name: status for name, (_, status) in ANSWERS.items()}
    assert sendings(provider) == len(ANSWERS)
    assert not [line for line in provider.asked if "elsewhere" in line]
    await world.operators_see("<b>no</b> & <script>x</script>")
    world.clock.push(minutes=30)
    await world.settled()
    assert sendings(provider) == len(ANSWERS)
    assert all(line.count("09444595698") == 0 for line in world.log.getvalue().splitlines())
