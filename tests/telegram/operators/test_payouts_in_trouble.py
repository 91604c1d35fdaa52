"""What operators do about a payout that is stopped, silent, a twin, refused, or whose player is not clear."""

import io
import json
from pathlib import Path

from bot.domain.withdrawal import WithdrawalStatus
from tests.e2e.world import open_world
from tests.telegram.operators.conftest import ACCOUNT, PATIENCE, ROLES, OperatorFixture
from tests.telegram.operators.test_payouts import SENT, WAITS, WITHDRAW, proposed


async def test_a_payout_that_was_stopped_after_its_confirmation_is_told_and_taken_back(
    tmp_path: Path, log: io.StringIO
) -> None:
    """Nobody listens at the provider's address, so it surely never left."""
    roles = ",".join(f"{person}:{role}" for role, person in ROLES.items())
    address = "http://127.0.0.1:9"
    async with open_world(tmp_path, log, speed=200.0, bot_operators=roles, paykassma_api_url=address) as world:
        team = OperatorFixture(world)
        card, payout = await proposed(team)
        assert "is not confirmed yet" in (await team.answer("checker", f"/void {payout}")).text
        await team.group.press(team.people["checker"], "✅ Confirm", card)
        await team.group.chat.shows(f"/void {payout}", PATIENCE)
        await team.says("checker", "/hold tg-1001 same receipt three times", "is on hold")
        await team.group.chat.shows(f"Payout {payout} is confirmed but not sent: its player is on hold", PATIENCE)
        assert "needs the role checker" in (await team.answer("cashier", f"/void {payout}")).text
        await team.says("checker", f"/void {payout} same receipt", "Cancelled by @the_checker")
        await team.group.chat.shows("Cancelled by @the_checker before it was sent. same receipt", PATIENCE)
        await team.group.chat.shows(f"Payout {payout} is no longer waiting", PATIENCE)


async def test_what_the_provider_never_ends_is_repeated_on_purpose_and_ended_by_two(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    await team.group.press(team.people["checker"], "✅ Confirm", card)
    sent = await team.group.chat.shows(SENT, PATIENCE)
    assert f"/resolve {payout} paid" in sent.text
    refused = await team.says(
        "cashier", WITHDRAW, f"Payout {payout} of the same amount to the same account is still open"
    )
    assert refused.labels == ["💸 Payout card", "➕ Propose it again"]
    await team.people["cashier"].press("➕ Propose it again", refused)
    again = await team.people["cashier"].chat.shows(WAITS, PATIENCE)
    assert f"A payout of the SAME amount to the SAME account is open: {payout}, 10,000 Ks" in again.text
    await team.says("cashier", f"/resolve {payout} paid line 17 of today", "Resolve a payout № 1")
    act = await team.group.chat.shows("it will count as paid", PATIENCE)
    await team.group.press(team.people["checker"], "✅ Confirm", act)
    await team.group.chat.shows("Decision of two operators: line 17 of today", PATIENCE)
    row = await team.world.until_row("SELECT status FROM withdrawals WHERE id = $1", payout)
    assert row["status"] == WithdrawalStatus.PAID


async def test_what_was_refused_about_money_stands_in_the_audit_log(team: OperatorFixture) -> None:
    card, payout = await proposed(team)
    await team.toast("cashier", "✅ Confirm", card, in_group=True)
    await team.answer("viewer", f"/withdraw @aye 10,000 {ACCOUNT}")
    await team.answer("cashier", f"/void {payout}")
    await team.answer("owner", f"/withdraw tg-7 9,000,000 {ACCOUNT}")
    await team.answer("owner", "/find nothing")
    rows = await team.world.rows("SELECT actor, subject, after FROM audit WHERE act = 'refused' ORDER BY id")
    told = [(row["actor"], row["subject"], json.loads(row["after"])) for row in rows]
    assert told == [
        (902, payout, {"refused": "button", "key": "error-maker-may-not-confirm"}),
        (
            901,
            "command:withdraw",
            {"refused": "/withdraw", "key": "error-role-too-low", "role": "cashier", "words": "@aye 10,000 …5698"},
        ),
        (
            902,
            "command:void",
            {"refused": "/void", "key": "error-role-too-low", "role": "checker", "words": payout},
        ),
        (
            904,
            "command:withdraw",
            {
                "refused": "/withdraw",
                "key": "error-amount-too-large",
                "limit": 1_000_000,
                "words": "tg-7 9,000,000 …5698",
            },
        ),
    ]


async def test_a_bare_number_is_refused_with_both_readings_as_buttons(team: OperatorFixture) -> None:
    await team.meet_player()
    asked = await team.says("cashier", f"/withdraw 1001 10,000 {ACCOUNT}", "can be a label or a Telegram id")
    assert "The player with Telegram id 1001: tg-1001" in asked.text
    assert asked.labels == ["🏷 It is a label", "👤 It is a Telegram id"]
    await team.people["cashier"].press("👤 It is a Telegram id", asked)
    card = await team.people["cashier"].chat.shows(WAITS, PATIENCE)
    assert "Player: tg-1001 @aye\nTelegram 1001, @aye (known since" in card.text
    await team.says("cashier", "/hold 1001 same receipt", "needs the role checker")
    asked = await team.says("checker", "/hold 1001 same receipt", "can be a label or a Telegram id")
    await team.people["checker"].press("🏷 It is a label", asked)
    await team.people["checker"].chat.shows("1001 is on hold: same receipt", PATIENCE)
    held = await team.world.until_row("SELECT label FROM holds")
    assert held["label"] == "1001"


async def test_a_bare_number_in_the_step_by_step_question_is_carried_on_as_what_was_said(
    team: OperatorFixture,
) -> None:
    await team.says("cashier", "/withdraw", "Who should be paid?")
    asked = await team.says("cashier", "/withdraw 4711", "can be a label or a Telegram id")
    await team.people["cashier"].press("🏷 It is a label", asked)
    asked = await team.people["cashier"].chat.shows("How much?", PATIENCE)
    assert asked.text.endswith("✍️ /withdraw label:4711")
    await team.people["cashier"].text(f"10,000 {ACCOUNT}", reply_to=asked)
    card = await team.people["cashier"].chat.shows(WAITS, PATIENCE)
    assert "Player: 4711" in card.text
