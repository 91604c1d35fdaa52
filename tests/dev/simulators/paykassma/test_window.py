"""The payment window: a link that anyone can edit, a number, and a claim like any other."""

import re

import httpx
import pytest

from bot.dev.simulators.paykassma import PaykassmaSimulator
from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.provider.payment_window import Window, window_link
from tests.dev.simulators.paykassma.conftest import Door


def _link(wallet: Wallet | None, language: Language = Language.EN, label: str = "player-1") -> str:
    window = Window(label=label, order_id="dep-1", amount=10_000, language=language, wallet=wallet)
    return window_link("", window)


def _form(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


async def test_the_bots_link_opens_a_number_and_the_amount(
    http: httpx.AsyncClient, sim: PaykassmaSimulator, wallet: Wallet
) -> None:
    page = (await http.get(_link(wallet))).text
    assert sim.creates[0].number in page
    assert "10,000 Ks" in page
    assert (sim.creates[0].wallet, sim.creates[0].label) == (wallet.type, "player-1")


async def test_a_paid_number_ends_in_a_claim_and_its_postback(
    http: httpx.AsyncClient, sim: PaykassmaSimulator, door: Door
) -> None:
    sim.script.wavepay_credit_after = 0
    page = await http.get(_link(WAVEPAY))
    payment = sim.pay(WAVEPAY.type, sim.creates[0].number, 10_000)
    answer = await http.post("/window", data=_form(page.text) | {"key1": payment.transaction_number})
    assert "being checked" in answer.text
    await sim.until(lambda: bool(sim.deliveries) and sim.deliveries[0].acknowledged)
    assert (sim.claims[0].call, sim.claims[0].order_id, sim.claims[0].amount) == ("window", "dep-1", 10_000)
    assert len(door.bodies) == 1


async def test_the_window_asks_for_no_screenshot(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    page = await http.get(_link(KBZPAY))
    answer = await http.post("/window", data=_form(page.text) | {"key1": "01000000000000000001"})
    assert "being checked" in answer.text
    assert sim.claims[0].accepted


async def test_a_number_that_cannot_be_one_is_not_taken(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    page = await http.get(_link(WAVEPAY))
    answer = await http.post("/window", data=_form(page.text) | {"key1": "paid!"})
    assert "not accepted" in answer.text
    assert not sim.claims[0].accepted


async def test_without_a_wallet_the_player_chooses_one(http: httpx.AsyncClient, sim: PaykassmaSimulator) -> None:
    page = (await http.get(_link(None))).text
    links = re.findall(r'href="([^"]+)" data-test="window-(\w+)"', page)
    assert [wallet for _, wallet in links] == [KBZPAY.type, WAVEPAY.type]
    assert not sim.creates
    await http.get(links[1][0].replace("&amp;", "&"))
    assert sim.creates[0].wallet == WAVEPAY.type


async def test_the_window_speaks_burmese(http: httpx.AsyncClient) -> None:
    page = (await http.get(_link(WAVEPAY, Language.MY))).text
    assert '<html lang="my">' in page
    assert "ငွေပေးပြီးပါပြီ" in page


async def test_what_stands_in_the_link_cannot_break_the_page(http: httpx.AsyncClient) -> None:
    page = (await http.get(_link(WAVEPAY, label='"><script>'))).text
    assert "<script>" not in page


@pytest.mark.parametrize("query", ["", "label=x&currency_code=MMK", "label=x&currency_code=MMK&fixed_amount=1"])
async def test_an_incomplete_link_opens_nothing(http: httpx.AsyncClient, sim: PaykassmaSimulator, query: str) -> None:
    assert "incomplete" in (await http.get(f"/?{query}")).text
    assert not sim.creates


async def test_the_window_brings_its_own_burmese_letters(http: httpx.AsyncClient) -> None:
    page = (await http.get(_link(WAVEPAY, Language.MY))).text
    fonts = re.findall(r'url\("([^"]+)"\)', page)
    assert len(fonts) == 2
    for font in fonts:
        assert (await http.get(font)).content[:4] == b"\0\1\0\0"  # TrueType
