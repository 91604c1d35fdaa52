"""Money that comes in unusually: spelled otherwise, too much, unasked for, or in company of what raises."""

from collections.abc import Mapping

import pytest

from bot.domain.approval import ActionType
from bot.domain.deposit import Deposit, DepositStatus
from bot.domain.money import LARGEST
from bot.provider.phpjson import Json
from bot.services.postbacks.crediting import Booked
from bot.services.queue.inbox_worker import AppliedBefore, Turn
from bot.store import inbox, ledger
from tests.provider.postback_bodies import Members, deposit_entry, postback, signed, withdrawal_entry
from tests.services.acting import agree, lines
from tests.services.postbacks.test_crediting import apply, booked, entry_for, quarantined
from tests.services.service_fixture import ServiceFixture

WAVE = {"wallet": "wavepay", "transaction_number": "0123456789"}
PLAIN = "0123456789"
SPELLINGS = ["123456789", "000123456789", "0123-456-789", "01234_56789", 123456789]


async def arrive(scene: ServiceFixture, *entries: Members, label: str, **top: Json) -> None:
    amount: Json = sum(int(str(entry["amount"])) for entry in entries)
    document = postback(*entries, label=label, amount=amount)
    await scene.receive(signed(document | top))
    await scene.apply_postbacks()


def paid(deposit: Deposit, **changes: Json) -> Members:
    return deposit_entry(**{"plugin_custom_order_id": deposit.order_id} | changes)


@pytest.mark.parametrize("other", SPELLINGS)
async def test_one_payment_in_another_spelling_is_a_repetition(scene: ServiceFixture, other: str | int) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED, **WAVE)
    assert await apply(scene, entry_for(deposit, transaction_id=PLAIN), deposit.label) is Booked.CREDITED
    assert await apply(scene, entry_for(deposit, transaction_id=other), deposit.label) is Booked.REPEATED
    assert await booked(scene) == [(f"player:{deposit.label}", 10_000)]
    assert (await scene.now(deposit)).credited_amount == 10_000


@pytest.mark.parametrize("other", SPELLINGS)
@pytest.mark.parametrize("change", [{"amount": "9000"}, {"plugin_custom_order_id": "another"}])
async def test_another_fact_in_another_spelling_is_a_conflict(
    scene: ServiceFixture, other: str | int, change: Mapping[str, Json]
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED, **WAVE)
    await apply(scene, entry_for(deposit, transaction_id=PLAIN), deposit.label)
    result = await apply(scene, entry_for(deposit, **{"transaction_id": other} | dict(change)), deposit.label)
    assert result is Booked.QUARANTINED
    assert (await quarantined(scene), len(await booked(scene))) == (["conflict"], 1)


async def test_letters_of_a_number_count_in_either_case(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit, transaction_id="ab-12"), deposit.label)
    assert await apply(scene, entry_for(deposit, transaction_id="AB12"), deposit.label) is Booked.REPEATED


async def test_two_spellings_in_one_body_are_one_payment(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), paid(deposit, transaction_id="1234-00000000000042"), label=deposit.label)
    assert (await booked(scene), await quarantined(scene)) == (
        [(f"player:{deposit.label}", 10_000)],
        ["repeated_in_body"],
    )


async def test_a_number_sent_with_zeros_in_front_is_no_other_number(scene: ServiceFixture) -> None:
    """Neither to the flag on the credit, nor to whoever looks for it."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED, **WAVE)
    await apply(scene, entry_for(deposit, transaction_id="123456789"), deposit.label)
    assert (await scene.now(deposit)).flags == frozenset()
    assert await scene.alerts() == []
    for typed in ("123456789", "0123456789", "00123456789"):
        assert [hit.id for hit in await scene.services.operators.find(typed)] == [deposit.id], typed


async def test_an_honest_spelling_closes_what_waited_under_another(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED, **WAVE)
    await apply(scene, entry_for(deposit, transaction_id=PLAIN), "somebody")
    assert await apply(scene, entry_for(deposit, transaction_id="123456789"), deposit.label) is Booked.CREDITED
    assert await scene.count("quarantine", "state = 'open'") == 0
    assert [kind for kind, *_ in await lines(scene)] == ["deposit", "assign"]


@pytest.mark.parametrize(
    "says",
    [
        {"status": "Failed"},
        {"status": "Rejected"},
        {"is_test": True},
        {"withdrawal_status": 5},
        {"result": {"code": 0}},
    ],
)
async def test_an_entry_that_says_no_waits_and_the_same_without_it_is_credited(
    scene: ServiceFixture, says: Members
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit, **says), label=deposit.label)
    assert (await booked(scene), await quarantined(scene)) == ([], ["says_no"])
    assert (await scene.now(deposit)).status is DepositStatus.SUBMITTED
    await arrive(scene, paid(deposit), label=deposit.label)
    assert await booked(scene) == [(f"player:{deposit.label}", 10_000)]
    assert await scene.count("quarantine", "state = 'open'") == 0


async def test_an_unsigned_no_waits_too(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label=deposit.label, status="Failed")
    assert (await booked(scene), await quarantined(scene)) == ([], ["top_says_no"])


async def test_a_no_to_a_credited_payment_is_told_and_takes_nothing_back(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit), label=deposit.label)
    before = await scene.alerts()
    await arrive(scene, paid(deposit, status="Cancelled"), label=deposit.label)
    assert (len(await booked(scene)), await quarantined(scene)) == (1, ["says_no"])
    assert await scene.alerts() == [*before, "quarantine"]


async def test_what_says_no_can_be_credited_by_two_people_and_once(scene: ServiceFixture) -> None:
    """They ask the provider; its key is that of every later postback."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await arrive(scene, paid(deposit, status="In Progress"), label=deposit.label)
    await agree(scene, ActionType.CLAIM, {"quarantine": 1, "label": deposit.label})
    await arrive(scene, paid(deposit), label=deposit.label)
    assert await booked(scene) == [(f"player:{deposit.label}", 10_000)]


async def test_a_payout_that_says_no_beside_its_status_is_not_paid(scene: ServiceFixture) -> None:
    await arrive(scene, withdrawal_entry(status="Failed"), label="player-42", direction="outgoing")
    assert await quarantined(scene) == ["says_no"]


@pytest.mark.parametrize(
    ("change", "marks"),
    [
        ({"amount": "9000"}, "amount_differs"),
        ({"transaction_id": "99999999999999999999"}, "number_differs"),
        ({"amount": "9000", "transaction_id": "99999999999999999999"}, "amount_differs number_differs"),
    ],
)
async def test_an_unusual_credit_is_told_in_one_line(
    scene: ServiceFixture, change: Mapping[str, Json], marks: str
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await apply(scene, entry_for(deposit, **change), deposit.label)
    (told,) = await scene.told(-1001, "alert")
    assert (told["kind"], told["values"]["marks"], told["values"]["deposit"]) == ("credit_unusual", marks, deposit.id)
    await apply(scene, entry_for(deposit, **change), deposit.label)
    assert len(await scene.told(-1001, "alert")) == 1


async def test_further_payments_and_one_after_a_refusal_are_told_each(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.REJECTED)
    await apply(scene, entry_for(deposit), deposit.label)
    for number in ("843", "844"):
        await apply(scene, entry_for(deposit, transaction_id=number), deposit.label)
    marks = [told["values"]["marks"] for told in await scene.told(-1001, "alert")]
    assert marks == ["was_rejected", "extra number_differs", "extra number_differs"]


async def test_late_money_is_no_news(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.EXPIRED)
    await apply(scene, entry_for(deposit), deposit.label)
    assert await scene.alerts() == []


NO_CEILING = dict.fromkeys(
    ("DEPOSIT_AUTO_CREDIT_MAX", "DEPOSIT_AUTO_CREDIT_HOUR_MAX", "DEPOSIT_AUTO_CREDIT_PLAYER_DAY_MAX"), "0"
)


@pytest.mark.parametrize("settings", [NO_CEILING])
async def test_an_entry_that_raises_takes_no_other_along(scene: ServiceFixture) -> None:
    """A deposit whose sum no column can hold any more stands between honest ones."""
    player = await scene.player()
    honest = await scene.deposit(DepositStatus.SUBMITTED, player=player)
    full = await scene.deposit(DepositStatus.CREDITED, player=player, credited_amount=2**63 - 1)
    await arrive(
        scene,
        paid(honest, transaction_id="1"),
        paid(full, transaction_id="2", amount=str(LARGEST)),
        paid(honest, transaction_id="3"),
        label=player.label,
    )
    assert (await scene.now(honest)).credited_amount == 20_000
    assert (await scene.now(full)).credited_amount == 2**63 - 1
    assert [amount for _, amount in await booked(scene)] == [10_000, 10_000]
    assert await quarantined(scene) == ["not_handled"]
    assert await scene.count("inbox", "source = 'paykassma' AND state = 'done'") == 1
    await arrive(scene, paid(full, transaction_id="2", amount=str(LARGEST)), label=player.label, currency_code="MMK")
    assert await quarantined(scene) == ["not_handled"]


async def test_sums_of_old_lines_that_no_integer_of_the_database_holds_are_read_all_the_same(
    scene: ServiceFixture,
) -> None:
    player = await scene.player()
    for number in range(3):
        await scene.database.write(
            lambda tx, ref=str(number): ledger.transfer(  # type: ignore[misc]
                tx,
                kind="credit",
                ref=ref,
                debit=ledger.ADJUSTMENTS,
                credit=ledger.account(player.label),
                amount=2**63 - 1,
                provenance="act:1",
                now=scene.clock.now,
            )
        )
    assert await ledger.totals(scene.database, player.label) == (3 * (2**63 - 1), 0)
    day = await scene.services.operators.today(scene.clock.now)
    assert day.by_hand.amount == 3 * (2**63 - 1)


async def test_a_member_that_nobody_has_read_about_is_named_once(
    scene: ServiceFixture, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """Where the log goes depends on whether a bot was started in this process before."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    for number in ("1", "2"):
        await arrive(scene, paid(deposit, transaction_id=number, agent="x"), label=deposit.label)
    assert (capsys.readouterr().out + caplog.text).count("postback.member_unknown") == 1


async def test_a_postback_that_was_applied_by_another_is_not_applied_again(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    await scene.receive(signed(postback(paid(deposit), label=deposit.label)))
    (row,) = await inbox.new(scene.database, scene.database.membership.instance_id, 10)
    await scene.services.postbacks.apply(Turn(scene.database, scene.clock, row))
    with pytest.raises(AppliedBefore):
        await scene.services.postbacks.apply(Turn(scene.database, scene.clock, row))
    assert (await scene.now(deposit)).credited_amount == 10_000
