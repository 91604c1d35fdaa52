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
from tests.dev.sandbox.opened import open_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.timeout(300)]
PATIENCE_MS = 60_000
PLAYERS = {Language.MY: 1001, Language.EN: 1002}
AMOUNT = 10_000
TOTALS = {
    Language.MY: "သွင်းငွေ ၁၀,၀၀၀ ကျပ် · ထုတ်ငွေ ၀ ကျပ်",
    Language.EN: "Deposited 10,000 Ks · Paid out 0 Ks",
}
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

    def __init__(self, page: Page, folder: Path, language: Language, story: str) -> None:
        self.page = page
        self.t = Translator(language, strict=True)
        self.language = language
        self._folder = Path(os.environ.get("SCREENSHOTS", folder))
        self._folder.mkdir(parents=True, exist_ok=True)
        self._story = f"{story}-{language}"
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
        await self.keeps_picture()

    async def keeps_picture(self) -> None:
        self._steps += 1
        await self.page.screenshot(path=self._folder / f"{self._story}-{self._steps:02}.png", animations="disabled")

    async def begin(self, wallet: Wallet) -> Locator:
        """From the Start key to the wallet number; answers with the card, the one message that it is until the end."""
        await self.at(f"player-{PLAYERS[self.language]}").click()
        await self.at("phone-key").click()
        await self.press(self.t.plain("button-deposit"))
        await self.press(wallet.name)
        await self.press(self.t.amount(AMOUNT))
        await expect(self.button(self.t.plain("button-copy-number"))).to_be_visible()
        await self.reads(self.t.plain("button-copy-number"))
        shown = self.at("phone-message").filter(has=self.button(self.t.plain("button-copy-number")))
        return self.page.locator(f'[data-test="phone-message"][data-id="{await shown.get_attribute("data-id")}"]')

    async def pays(self, wallet: Wallet, number: str = "") -> str:
        """In the wallet app, what the card says or to a number of old; answers with the number."""
        await self.at(f"wallet-{wallet.type}").click()
        if number:
            await self.at("wallet-number").fill(number)
            await self.at("wallet-amount").fill(str(AMOUNT))
        else:
            await self.at("wallet-paste-number").click()
            await self.at("wallet-paste-amount").click()
        paid_to = await self.at("wallet-number").input_value()
        before = await self.at("wallet-transaction-number").text_content() or "none"
        await self.at("wallet-pay").click()
        await expect(self.at("wallet-transaction-number")).not_to_have_text(before)
        await expect(self.at("wallet-receipt-picture")).to_be_visible()
        return paid_to

    async def says_yes(self) -> None:
        """The receipt was read rightly."""
        await self.reads(self.t.plain("button-send-read"))
        await self.press(self.t.plain("button-send-read"))

    async def pay(self, wallet: Wallet) -> None:
        """In the wallet app; the receipt goes to the chat where it is asked for."""
        await self.pays(wallet)
        if wallet.needs_receipt:
            await self.at("wallet-send-receipt").click()
            await self.reads(self.t("part-receipt"))

    async def credits(self) -> None:
        """In the provider's console, what was paid last: its claim takes a moment to come there, old ones stay."""
        number = await self.at("wallet-transaction-number").text_content()
        await self.at("claim").filter(has_text=number or "no number").locator('[data-test="claim-credit"]').click()

    async def switch(self, act: str, state: str) -> None:
        """Kill the bot, or start it."""
        await self.at(f"bot-{act}").click()
        await expect(self.page.locator(f'[data-test="bot-state"][data-state="{state}"]')).to_be_visible()

    async def is_credited(self, card: Locator) -> None:
        """One message rings and the card tells it too; with the greeting these are all that the bot has written."""
        await self.reads(self.t("ring-credited", credited=self.t.amount(AMOUNT)))
        await expect(card).to_contain_text(self.t("card-credited", credited=self.t.amount(AMOUNT)))
        await expect(self.page.locator('[data-test="phone-message"][data-from="bot"]')).to_have_count(3)

    async def history(self) -> None:
        await self.press(self.t.plain("button-history"))
        await self.reads(TOTALS[self.language])

    async def looks_into_the_window(self) -> None:
        """The provider's payment page shows the amount, in letters that are there on every system."""
        window = await self.page.context.new_page()
        href = await self.button(self.t.plain("button-window")).get_attribute("href")
        await window.goto(href or "")
        await expect(window.locator('[data-test="window-submit"]')).to_be_visible()
        assert await window.evaluate("document.fonts.ready.then(fonts => fonts.check('16px Noto Sans Myanmar', 'က'))")
        await window.screenshot(path=self._folder / f"{self._story}-window.png")
        await window.close()


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    async with open_sandbox(tmp_path) as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(_SWITCHES))
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        opened = await context.new_page()
        opened.set_default_timeout(PATIENCE_MS)
        expect.set_options(timeout=PATIENCE_MS)
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        await opened.goto(address)
        await expect(opened.locator('[data-test="bot-state"][data-state="running"]')).to_be_visible()
        yield opened
        await browser.close()
        assert complaints == []


async def test_each_deposit_is_one_card_from_the_first_tap_to_the_credit_though_the_bot_is_killed(
    page: Page, tmp_path: Path
) -> None:
    english = Walk(page, tmp_path, Language.EN, "deposit")
    card = await english.begin(KBZPAY)
    await english.pay(KBZPAY)
    await english.at("wallet-send-number").click()
    await english.reads("Checking your 10,000 Ks")
    await english.switch("kill", "stopped")
    await english.credits()
    await english.switch("start", "running")
    await english.is_credited(card)
    await english.history()

    burmese = Walk(page, tmp_path, Language.MY, "deposit")
    card = await burmese.begin(WAVEPAY)
    await burmese.looks_into_the_window()
    await burmese.pay(WAVEPAY)
    await burmese.switch("kill", "stopped")
    await burmese.at("wallet-send-number").click()
    await burmese.switch("start", "running")
    await burmese.is_credited(card)
    await burmese.history()


async def test_a_claim_waits_while_the_provider_is_away_and_is_credited_when_it_is_back(
    page: Page, tmp_path: Path
) -> None:
    walk = Walk(page, tmp_path, Language.MY, "away")
    card = await walk.begin(WAVEPAY)
    await walk.pays(WAVEPAY)
    await walk.at("away-minutes").select_option("45")
    await walk.at("away-set").click()
    await expect(walk.at("away-state")).to_contain_text("HTTP 502")
    await walk.at("wallet-send-number").click()
    await walk.reads(walk.t("card-claimed", amount=walk.t.amount(AMOUNT)).partition("\n")[0])
    await walk.at("away-back").click()
    await expect(walk.at("away-back")).to_be_hidden()
    await walk.is_credited(card)


async def test_a_payout_is_agreed_by_two_operators_and_its_player_hears_of_it(page: Page, tmp_path: Path) -> None:
    walk = Walk(page, tmp_path, Language.MY, "payout")
    await walk.at("player-1001").click()
    await walk.at("phone-key").click()
    await walk.at("operator-9001").click()
    await walk.at("operators-input").fill("/withdraw tg-1001 5000 09444595698")
    await walk.at("operators-send").click()
    await walk.reads("Waiting for a second operator", "operators")
    await walk.at("operator-9002").click()
    await walk.press("✅", "operators")
    await walk.reads("Sent to the provider", "operators")
    await walk.at("payout-pay").first.click()
    await walk.reads("✅ Paid", "operators")
    told = {"amount": walk.t.amount(5_000), "wallet": KBZPAY.name, "tail": "5698"}
    await walk.reads(walk.t("payout-paid", **told))
    await expect(walk.page.locator('[data-test="operators-message"][data-from="bot"]')).to_have_count(1)


@pytest.mark.ocr
@pytest.mark.parametrize("wallet", [KBZPAY, WAVEPAY], ids=lambda wallet: wallet.type)
async def test_a_deposit_is_made_by_its_screenshot_alone_at_the_card_and_from_the_menu(
    page: Page, tmp_path: Path, wallet: Wallet
) -> None:
    for language in Language:
        walk = Walk(page, tmp_path, language, f"screenshot-{wallet.type}")
        card = await walk.begin(wallet)
        number = await walk.pays(wallet)
        await walk.at("wallet-send-receipt").click()
        await walk.says_yes()
        if wallet is KBZPAY:  # the other is credited by itself
            await walk.credits()
        await walk.is_credited(card)

        await walk.pays(wallet, number)  # the same number once more, unasked
        await walk.at("wallet-send-receipt").click()
        await walk.reads(walk.t("is-payment"))
        await walk.press(walk.t.plain("button-is-payment"))
        await walk.says_yes()
        if wallet is KBZPAY:
            await walk.credits()
        await expect(page.locator('[data-test="phone-message"][data-from="bot"]')).to_have_count(5)
        await walk.press(walk.t.plain("button-receipt"))
        given = page.locator('[data-test="phone-message"][data-from="bot"]').filter(has=page.locator("img"))
        await expect(given).to_contain_text(walk.t.amount(AMOUNT))
        await expect(given.locator("img")).to_be_visible()
        await walk.keeps_picture()
