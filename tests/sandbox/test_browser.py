"""The page in headless Chromium: deposits and a payout, walked as a newcomer would, with a picture of each step."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.domain.player import Language
from bot.domain.wallet import KBZPAY, WAVEPAY, Wallet
from bot.i18n import Translator
from tests.sandbox.opened import open_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(300)]
PATIENCE_MS = 60_000
PLAYERS = {Language.MY: 1001, Language.EN: 1002}
AMOUNT = 10_000
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Walk:
    """One person at the page. Pictures go to `SCREENSHOTS` where that is set, else to the test's own folder."""

    def __init__(self, page: Page, folder: Path, language: Language) -> None:
        self.page = page
        self.t = Translator(language, strict=True)
        self.language = language
        self._folder = Path(os.environ.get("SCREENSHOTS", folder))
        self._folder.mkdir(parents=True, exist_ok=True)
        self._steps = 0

    def at(self, name: str) -> Locator:
        return self.page.locator(f'[data-test="{name}"]')

    def button(self, words: str, pane: str = "phone") -> Locator:
        return self.at(f"{pane}-button").filter(has_text=words).last

    async def press(self, words: str, pane: str = "phone") -> None:
        await self.button(words, pane).click()

    async def reads(self, words: str, pane: str = "phone") -> None:
        """Wait until a message says so, and keep a picture of the page."""
        await expect(self.at(f"{pane}-message").filter(has_text=words).last).to_be_visible()
        self._steps += 1
        await self.page.screenshot(path=self._folder / f"{self.language}-{self._steps:02}.png")

    async def begin(self, wallet: Wallet) -> None:
        """From the Start key to the wallet number."""
        await self.at(f"player-{PLAYERS[self.language]}").click()
        await self.at("phone-key").click()
        await self.press(self.t.plain("button-deposit"))
        await self.press(wallet.name)
        await self.press(self.t.amount(AMOUNT))
        await expect(self.button(self.t.plain("button-copy-number"))).to_be_visible()
        await self.reads(self.t.plain("button-copy-number"))

    async def pay(self, wallet: Wallet) -> None:
        """In the wallet app; the number goes to the chat, and the receipt where it is asked for."""
        await self.at(f"wallet-{wallet.type}").click()
        await self.at("wallet-paste-number").click()
        await self.at("wallet-paste-amount").click()
        await self.at("wallet-pay").click()
        await expect(self.at("wallet-receipt-picture")).to_be_visible()
        if wallet.needs_receipt:
            await self.at("wallet-send-receipt").click()
            await self.reads(self.t("part-receipt"))
        await self.at("wallet-send-number").click()

    async def is_credited(self) -> None:
        """One message rings; one card tells it too, and no second card stands in the chat."""
        await self.reads(self.t("ring-credited", credited=self.t.amount(AMOUNT)))
        await expect(
            self.at("phone-message").filter(has=self.button(self.t.plain("button-deposit-again")))
        ).to_have_count(1)
        await expect(self.at("phone-message").filter(has_text="№")).to_have_count(2)


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with open_sandbox(tmp_path) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_SWITCHES))
        opened = await browser.new_page(viewport={"width": 1280, "height": 900})
        opened.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        await opened.goto(address)
        await expect(opened.locator('[data-test="bot-state"][data-state="running"]')).to_be_visible()
        yield opened
        await browser.close()
        assert complaints == []


async def test_deposits_in_both_languages_and_a_payout_are_walked_on_the_page(page: Page, tmp_path: Path) -> None:
    english = Walk(page, tmp_path, Language.EN)
    await english.begin(KBZPAY)
    await english.pay(KBZPAY)
    await english.reads("Checking your 10,000 Ks")
    await english.at("bot-kill").click()
    await expect(page.locator('[data-test="bot-state"][data-state="stopped"]')).to_be_visible()
    await english.at("claim-credit").first.click()
    await english.at("bot-start").click()
    await expect(page.locator('[data-test="bot-state"][data-state="running"]')).to_be_visible()
    await english.is_credited()
    await english.press(english.t.plain("button-history"))
    await english.reads("Deposited 10,000 Ks · Paid out 0 Ks")

    burmese = Walk(page, tmp_path, Language.MY)
    await burmese.begin(WAVEPAY)
    await burmese.pay(WAVEPAY)
    await burmese.is_credited()

    await english.at("operator-9001").click()
    await english.at("operators-input").fill("/withdraw tg-1002 5000 09444595698")
    await english.at("operators-send").click()
    await english.reads("Waits for a second person", "operators")
    await english.at("operator-9002").click()
    await english.press("✅", "operators")
    await english.reads("With the provider", "operators")
    await english.at("payout-pay").first.click()
    await english.reads("✅ Paid", "operators")
