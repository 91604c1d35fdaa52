"""The provider's API: what each call answers to a merchant who follows the pages, and to one who does not."""

import asyncio

import httpx
import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator, Raw, ScriptedAnswer
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from tests.dev.simulators.paykassma.conftest import SECRET, Merchant

AVAILABLE = "/api/v1/payment-systems/available"


@pytest.mark.parametrize("secret", ["", "another", SECRET.upper()])
async def test_a_wrong_secret_finds_no_page_at_all(http: httpx.AsyncClient, secret: str) -> None:
    for method, path in (("GET", AVAILABLE), ("POST", "/api/v1/transaction/activate")):
        answer = await http.request(method, path, params={"secret": secret})
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, "text/html")
        assert "Not found" in answer.text


async def test_the_wallets_on_offer_are_told_to_a_query_and_to_a_json_body(http: httpx.AsyncClient) -> None:
    secret = {"secret": SECRET}
    by_query = await http.get(AVAILABLE, params={**secret, "currency_code[]": "MMK", "label": "player-1"})
    asked = {"currency_code": ["MMK"], "label": "player-1"}
    by_body = await http.request("GET", AVAILABLE, params=secret, json=asked)
    assert by_query.json() == by_body.json()
    wallets = {wallet["type"]: wallet for wallet in by_query.json()["params"]["wallets"]}
    assert wallets.keys() == {KBZPAY.type, WAVEPAY.type}
    assert wallets[KBZPAY.type]["uploading_payment_bill"]
    assert not wallets[WAVEPAY.type]["is_manual"]


async def test_no_wallets_are_told_without_a_currency(http: httpx.AsyncClient) -> None:
    answer = await http.get(AVAILABLE, params={"secret": SECRET, "label": "player-1"})
    assert answer.json()["status"] == "fail"


async def test_a_closed_wallet_is_not_offered_and_hands_out_no_number(
    merchant: Merchant, sim: PaykassmaSimulator
) -> None:
    sim.script.closed = {WAVEPAY.type}
    query = {"secret": SECRET, "currency_code[]": "MMK", "label": "player-1"}
    offered = (await merchant.http.get(AVAILABLE, params=query)).json()["params"]["wallets"]
    assert [wallet["type"] for wallet in offered] == [KBZPAY.type]
    assert (await merchant.create(WAVEPAY)).json()["status"] == "fail"


async def test_each_call_hands_out_a_number_of_its_own(
    merchant: Merchant, sim: PaykassmaSimulator, wallet: Wallet
) -> None:
    numbers = [await merchant.number(wallet) for _ in range(3)]
    assert len(set(numbers)) == 3
    assert all(number.startswith("09") and len(number) == 11 for number in numbers)
    assert [(creation.number, creation.wallet, creation.label) for creation in sim.creates] == [
        (number, wallet.type, "player-1") for number in numbers
    ]


@pytest.mark.parametrize("body", [{}, {"currency": "USD", "label": "x"}, {"currency": "MMK", "label": "x" * 191}])
async def test_a_number_needs_a_currency_and_a_label(
    merchant: Merchant, sim: PaykassmaSimulator, body: dict[str, str]
) -> None:
    answer = await merchant.post("/api/v1/transaction/create/wavepay", json=body)
    assert answer.json()["status"] == "fail"
    assert not sim.creates


async def test_a_number_under_an_unknown_name_is_a_number_of_ours(merchant: Merchant, sim: PaykassmaSimulator) -> None:
    sim.script.creates.append(ScriptedAnswer.OTHER_KEY)
    params = (await merchant.create(WAVEPAY)).json()["params"]
    assert list(params.values()) == [sim.creates[0].number]
    assert "identifier" not in params


@pytest.mark.parametrize(
    ("step", "status", "body"),
    [
        (ScriptedAnswer.NO_NUMBER, 200, b'{"status": "ok", "params": {}}'),
        (ScriptedAnswer.UNKNOWN_STATUS, 200, b'{"status": "queued", "message": "?"}'),
        (ScriptedAnswer.EMPTY, 200, b""),
        (ScriptedAnswer.TRUNCATED, 200, b'{"status":"o'),
        (Raw(body=b"[]", status=500), 500, b"[]"),
    ],
)
async def test_a_scripted_answer_comes_once_and_does_nothing(
    merchant: Merchant, sim: PaykassmaSimulator, step: ScriptedAnswer | Raw, status: int, body: bytes
) -> None:
    sim.script.creates.append(step)
    answer = await merchant.create(WAVEPAY)
    assert (answer.status_code, answer.content) == (status, body)
    assert sim.creates[0].number == ""
    assert await merchant.number(WAVEPAY)


@pytest.mark.parametrize(
    ("step", "done"),
    [
        (ScriptedAnswer.TIME_OUT_BEFORE, False),
        (ScriptedAnswer.TIME_OUT_AFTER, True),
    ],
)
async def test_a_time_out_leaves_the_caller_waiting_whether_or_not_it_was_done(
    merchant: Merchant, sim: PaykassmaSimulator, step: ScriptedAnswer, done: bool
) -> None:
    sim.script.payouts.append(step)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(merchant.withdraw("wd-1"))
        await sim.until(lambda: bool(sim.payouts) and sim.payouts[0].accepted is done)
        await merchant.withdraw("wd-2")
        assert not waiting.done()
        assert sim.payouts[0].accepted is done
        waiting.cancel()


@pytest.mark.parametrize(("step", "done"), [(ScriptedAnswer.CLOSE_BEFORE, False), (ScriptedAnswer.CLOSE_AFTER, True)])
async def test_a_cut_connection_says_nothing_whether_or_not_it_was_done(
    merchant: Merchant, sim: PaykassmaSimulator, step: ScriptedAnswer, done: bool
) -> None:
    sim.script.payouts.append(step)
    with pytest.raises(httpx.TransportError):
        await merchant.withdraw("wd-1")
    assert sim.payouts[0].accepted is done


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[1]",
        b'"text"',
        b"{",
        b"\xff",
        b'{"label": {"a": 1}, "amount": true, "key1": 5, "signature": []}',
        b'{"label": "\\ud800", "key1": "\\ud800", "signature": "\\ud800"}',
        b'{"amount": 1e400, "signature": "caf\xc3\xa9"}',
    ],
)
async def test_nothing_a_merchant_sends_breaks_the_provider(merchant: Merchant, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/api/v1/transaction/create/wavepay", "/api/v1/transaction/activate", "/v2/withdrawal/create"):
        answer = await merchant.post(path, content=body, headers=headers)
        assert (answer.status_code, answer.json()["status"]) == (200, "fail")
    assert (await merchant.http.get("/console/state")).status_code == 200


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x", "application/json", "a/b"])
async def test_a_form_that_is_none_is_refused(merchant: Merchant, kind: str) -> None:
    answer = await merchant.post("/api/v1/possible-transaction", content=b"--y\r\nhm", headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["status"]) == (200, "fail")
