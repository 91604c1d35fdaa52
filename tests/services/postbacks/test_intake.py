"""Postbacks: only the provider's are kept, each once and before its answer, and applied entry by entry."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.domain.deposit import Deposit, DepositStatus
from bot.provider.canary import canary
from bot.provider.phpjson import Json
from bot.provider.signing import PostbackKeys
from bot.runtime.metrics import REGISTRY
from bot.services.postbacks.intake import Intake
from bot.services.queue.inbox_worker import Turn
from bot.store import inbox
from bot.store.engine.database import StoreUnavailable
from bot.store.open import open_database
from tests.provider.postback_bodies import Members, deposit_entry, postback, signed, withdrawal_entry
from tests.provider.vectors import KEYS
from tests.services.service_fixture import ServiceFixture, open_service_fixture


def entry_of(deposit: Deposit, **changes: Json) -> Members:
    basis: Members = {
        "plugin_custom_order_id": deposit.order_id,
        "transaction_id": deposit.transaction_number,
        "wallet_type": deposit.wallet,
    }
    return deposit_entry(**basis | changes)


def body(deposit: Deposit, *entries: Json, **changes: Json) -> bytes:
    return signed(postback(*(entries or (entry_of(deposit),)), **{"label": deposit.label} | changes))


async def credited(scene: ServiceFixture, deposit: Deposit) -> int:
    return (await scene.now(deposit)).credited_amount


async def test_a_postback_is_kept_before_its_answer_and_applied_after(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    assert await scene.receive(body(deposit)) is Intake.KEPT
    assert await scene.count("inbox", "source = 'paykassma' AND state = 'new'") == 1
    assert await credited(scene, deposit) == 0
    await scene.apply_postbacks()
    assert await credited(scene, deposit) == 10_000
    assert await scene.count("inbox", "state = 'done'") == 1


@pytest.mark.parametrize(
    ("status", "columns", "timed"),
    [
        (DepositStatus.SUBMITTED, {}, 1),
        (DepositStatus.AWAITING_PAYMENT, {}, 0),
        (DepositStatus.CREDITED, {"credited_at": 1, "claimed_at": 1}, 0),
    ],
    ids=["claimed", "never claimed", "credited before"],
)
async def test_only_a_player_who_waited_for_this_credit_is_timed(
    scene: ServiceFixture, status: DepositStatus, columns: dict[str, int], timed: int
) -> None:
    deposit = await scene.deposit(status, **columns)
    before = _timed(deposit)
    await scene.receive(body(deposit, entry_of(deposit, transaction_id="00123400000000000077")))
    await scene.apply_postbacks()
    assert _timed(deposit) - before == timed


def _timed(deposit: Deposit) -> float:
    return REGISTRY.get_sample_value("bot_credit_seconds_count", {"wallet": deposit.wallet}) or 0


async def test_fifty_times_the_same_is_kept_once_and_fifty_times_ok(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    answers = await asyncio.gather(*(scene.receive(body(deposit)) for _ in range(50)))
    assert answers == [Intake.KEPT] * 50
    assert await scene.count("inbox") == 1
    await scene.apply_postbacks()
    assert await credited(scene, deposit) == 10_000


async def test_the_same_fact_in_other_bytes_is_credited_once(scene: ServiceFixture) -> None:
    """Signed again with another time, other members, and together with another entry."""
    one, other = await scene.deposit(DepositStatus.SUBMITTED), await scene.deposit(DepositStatus.SUBMITTED)
    assert one.player_id != other.player_id
    spellings = [
        body(one),
        body(one, created_datetime="2026-01-07 00:00:00"),
        body(one, entry_of(one, stockpiling_id=8, comment="again")),
        body(one, entry_of(one), entry_of(one, transaction_id="00999900000000000001", plugin_custom_order_id="x")),
    ]
    for spelling in [*spellings, *reversed(spellings)]:
        assert await scene.receive(spelling) is Intake.KEPT
        await scene.apply_postbacks()
    assert await scene.count("inbox") == 4
    assert await credited(scene, one) == 10_000
    assert await scene.count("ledger", "deposit_id = $1", one.id) == 1


async def test_one_payment_in_many_letters_that_are_applied_at_once_is_credited_once(scene: ServiceFixture) -> None:
    """Whether it was booked is asked where it is booked, not before."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    for second in range(10, 30):
        assert await scene.receive(body(deposit, created_datetime=f"2026-01-07 00:00:{second}")) is Intake.KEPT
    rows = await inbox.new(scene.database, scene.database.membership.instance_id, 20)
    turns = [Turn(scene.database, scene.clock, row) for row in rows]
    await asyncio.gather(*(scene.services.postbacks.apply(turn) for turn in turns))
    assert await scene.count("inbox", "state = 'done'") == 20
    assert await credited(scene, deposit) == 10_000
    assert await scene.count("ledger", "deposit_id = $1", deposit.id) == 1


async def test_one_bad_entry_does_not_hold_up_the_others(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    bad: list[Json] = ["not an object", entry_of(deposit, withdrawal_id="w-1"), entry_of(deposit, transaction_id="?")]
    good = [entry_of(deposit), entry_of(deposit, transaction_id="00123400000000000099")]
    mixed = body(deposit, bad[0], good[0], bad[1], bad[2], good[1], amount=40_000)
    assert await scene.receive(mixed) is Intake.KEPT
    await scene.apply_postbacks()
    assert await credited(scene, deposit) == 20_000
    assert await scene.count("quarantine") == 3


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"amount": None},
        {"currency_code": "USD"},
        {"wallet_type": "wavepay"},
        {"direction": "outgoing"},
        {"direction": None},
        {"label": "somebody"},
        {"label": None},
    ],
)
async def test_an_unsigned_part_that_was_altered_credits_nothing_and_is_kept_for_a_person(
    scene: ServiceFixture, change: Mapping[str, Json]
) -> None:
    """the signature says nothing about these, so they are compared and never believed."""
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    assert await scene.receive(body(deposit, **change)) is Intake.KEPT
    await scene.apply_postbacks()
    assert await scene.now(deposit) == deposit
    assert await scene.count("quarantine") == 1
    assert await scene.alerts() == ["quarantine"]


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"amount": "10.5"},
        {"amount": "10 000"},
        {"amount": "1000000000001"},
        {"amount": "9223372036854775808"},
        {"transaction_id": "000"},
        {"transaction_id": "-_-"},
        {"status": "Failed"},
        {"is_test": True},
        {"withdrawal_status": 1},
        {"amount": True},
        {"amount": None},
        {"transaction_id": None},
        {"transaction_id": ""},
        {"transaction_id": "1" * 300},
        {"transaction_id": "1 2"},
        {"currency_code": "USD"},
        {"wallet_type": "unknown"},
        {"withdrawal_id": "w-1"},
    ],
)
async def test_an_entry_with_a_value_of_no_use_is_kept_for_a_person(
    scene: ServiceFixture, change: Mapping[str, Json]
) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    assert await scene.receive(body(deposit, entry_of(deposit, **change))) is Intake.KEPT
    await scene.apply_postbacks()
    assert await scene.now(deposit) == deposit
    assert await scene.count("ledger") == 0
    assert await scene.count("quarantine") == 1


@pytest.mark.parametrize("shape", [[], {}, None, "text", 7])
async def test_a_signed_body_without_an_entry_is_kept_for_a_person(scene: ServiceFixture, shape: Json) -> None:
    document = postback() | {"additional_data": shape}
    assert await scene.receive(signed(document)) is Intake.KEPT
    await scene.apply_postbacks()
    assert await scene.count("quarantine") == 1


async def test_a_payout_nobody_knows_is_kept_for_a_person(scene: ServiceFixture) -> None:
    await scene.receive(signed(postback(withdrawal_entry(), direction="outgoing")))
    await scene.apply_postbacks()
    assert await scene.count("quarantine", "reason = 'withdrawal_unknown'") == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff{}", b'{"a": 1, "a": 2}', b"[" * 100_000])
async def test_what_is_not_json_leaves_nothing(scene: ServiceFixture, content: bytes) -> None:
    assert await scene.receive(content) is Intake.MALFORMED
    assert await scene.count("inbox") + await scene.count("refused_postbacks") == 0


async def test_a_body_under_a_key_that_is_not_ours_leaves_nothing_of_itself(scene: ServiceFixture) -> None:
    strange = PostbackKeys(access_key="strange", private_key=KEYS.private_key)
    assert await scene.receive(signed(postback(deposit_entry()), keys=strange)) is Intake.REFUSED
    assert await scene.count("inbox") + await scene.count("refused_postbacks") == 0
    assert await scene.alerts() == ["postbacks_refused"]


async def test_a_signature_that_does_not_fit_leaves_a_bounded_sample_and_one_alarm(scene: ServiceFixture) -> None:
    """it is refused, so that it comes again while people look."""
    forged = [
        json.dumps(postback(deposit_entry(), number=number) | {"access_key": KEYS.access_key, "signature": "x"})
        for number in range(103)
    ]
    for one in forged:
        assert await scene.receive(one.encode()) is Intake.REFUSED
    assert await scene.count("inbox") == 0
    kept = await scene.database.fetch("SELECT body FROM refused_postbacks ORDER BY id")
    assert [row["body"] for row in kept] == forged[3:]
    assert await scene.alerts() == ["bad_signature"]


async def test_a_good_signature_ends_the_alarm_about_bad_ones(scene: ServiceFixture) -> None:
    deposit = await scene.deposit(DepositStatus.SUBMITTED)
    bad = PostbackKeys(access_key=KEYS.access_key, private_key="guessed")
    await scene.receive(signed(postback(deposit_entry()), keys=bad))
    await scene.receive(body(deposit))
    assert await scene.alerts() == ["bad_signature", "bad_signature over"]


@pytest.mark.parametrize(
    "settings", [{"PAYKASSMA_ACCESS_KEY_2": "second-access", "PAYKASSMA_POSTBACK_KEY_2": "second-private"}]
)
async def test_while_keys_change_both_pairs_are_good(scene: ServiceFixture) -> None:
    second = PostbackKeys(access_key="second-access", private_key="second-private")
    for keys in (KEYS, second):
        assert await scene.receive(signed(postback(deposit_entry()), keys=keys)) is Intake.KEPT
    mixed = PostbackKeys(access_key="second-access", private_key=KEYS.private_key)
    assert await scene.receive(signed(postback(deposit_entry()), keys=mixed)) is Intake.REFUSED


async def test_a_canary_of_our_own_is_noted_and_nothing_is_applied(scene: ServiceFixture) -> None:
    assert await scene.receive(canary("0123456789abcdef" * 2, KEYS)) is Intake.KEPT
    assert await inbox.was_received(scene.database, "canary", "0123456789abcdef" * 2)
    assert await scene.count("inbox", "state = 'new'") == 0


async def test_what_cannot_be_stored_is_never_answered_with_ok(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path / 'closed.db'}") as other:
        closed = open_service_fixture(other, tmp_path)
    with pytest.raises(StoreUnavailable):
        await closed.receive(signed(postback(deposit_entry())))
