"""A receipt that is read: a question on the row, which one tap, a typed number or a new picture answers."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.deposit import READING, Deposit, DepositStatus, Step, expects
from bot.domain.errors import NumberInUse, Outdated
from bot.ocr.result import NOT_TRIED, OcrResult, ReadOutcome
from bot.services.deposits.claims import Picture
from bot.services.deposits.receipt_reading import LANE
from bot.store import deposits, outbox
from bot.store.engine.database import Database
from tests.outbox import deliver_due
from tests.services.service_fixture import ServiceFixture, open_service_fixture

NUMBER, OTHER = "01003246080588218368", "01003246080588218369"
WAVE = "0123456789"
PICTURE = Picture(id="1" * 64, content=b"jpeg 1")
SECOND = Picture(id="2" * 64, content=b"jpeg 2")
KBZ = OcrResult(outcome=ReadOutcome.READ, wallet="kbzpay_manual", number=NUMBER, amount=10_000)


@dataclass
class Reads:
    """Reads in a picture what a test wrote there."""

    found: dict[bytes, OcrResult] = field(default_factory=dict)
    seen: list[bytes] = field(default_factory=list)

    async def read(self, picture: bytes) -> OcrResult:
        self.seen.append(picture)
        return self.found.get(picture, OcrResult(outcome=ReadOutcome.UNCLEAR))


@pytest.fixture
def reader() -> Reads:
    return Reads({b"jpeg 1": KBZ})


@pytest.fixture
def scene(database: Database, tmp_path: Path, reader: Reads) -> ServiceFixture:
    return open_service_fixture(database, tmp_path, reader=reader)


async def look(scene: ServiceFixture, reader: Reads) -> None:
    """Read what waits to be read, as the deliverer of a new process would."""
    services = replace(scene.services, reader=reader)
    while await deliver_due(services, scene.clock, leaves=lambda row: row.lane.startswith(LANE)):
        await scene.database.write(outbox.release_orphans)


async def send(scene: ServiceFixture, deposit: Deposit, **parts: Any) -> Deposit:  # noqa: ANN401 - the arguments of Claims.add
    await scene.services.claims.add(await scene.turn(), await scene.now(deposit), **parts)
    return await scene.now(deposit)


async def confirm(scene: ServiceFixture, deposit: Deposit, picture: Picture = PICTURE) -> Deposit:
    await scene.services.claims.confirm(await scene.turn(), await scene.now(deposit), picture.id[:12])
    return await scene.now(deposit)


@pytest.mark.parametrize("status", [DepositStatus.AWAITING_PAYMENT, DepositStatus.EXPIRED])
async def test_what_was_read_is_a_question_until_the_player_says_yes(
    scene: ServiceFixture, reader: Reads, status: DepositStatus
) -> None:
    deposit = await scene.deposit(status)
    sent = await send(scene, deposit, picture=PICTURE)
    assert (sent.reading, expects(sent)) == (READING, Step.NUMBER)
    await look(scene, reader)
    asked = await scene.now(deposit)
    assert (asked.read_number, asked.read_amount, asked.transaction_number) == (NUMBER, 10_000, "")
    assert (asked.status, expects(asked)) == (status, Step.CONFIRMATION)
    assert await scene.waits(deposit) == []
    claimed = await confirm(scene, deposit)
    assert (claimed.status, claimed.transaction_number, claimed.amount) == (DepositStatus.CLAIMED, NUMBER, 10_000)
    assert (claimed.read_number, claimed.reading) == ("", "")
    assert await scene.waits(deposit) == [("claim", "waiting", 0)]


async def test_wavepay_is_claimed_by_its_picture_too(scene: ServiceFixture, reader: Reads) -> None:
    reader.found[b"jpeg 1"] = OcrResult(outcome=ReadOutcome.READ, wallet="wavepay", number=WAVE)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, wallet="wavepay")
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    claimed = await confirm(scene, deposit)
    assert (claimed.status, claimed.transaction_number, claimed.amount) == (DepositStatus.CLAIMED, WAVE, 10_000)
    await scene.leave(deposit)
    assert scene.provider.claims[0].receipt == b"jpeg 1"


async def test_the_amount_of_the_receipt_counts_once_the_player_confirmed_it(
    scene: ServiceFixture, reader: Reads
) -> None:
    reader.found[b"jpeg 1"] = replace(KBZ, amount=20_000)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    assert (await scene.now(deposit)).amount == 10_000
    assert (await confirm(scene, deposit)).amount == 20_000


async def test_the_amount_of_the_receipt_does_not_count_where_the_number_was_typed(
    scene: ServiceFixture, reader: Reads
) -> None:
    reader.found[b"jpeg 1"] = replace(KBZ, amount=20_000)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    claimed = await send(scene, deposit, number=OTHER)
    assert (claimed.status, claimed.transaction_number, claimed.amount) == (DepositStatus.CLAIMED, OTHER, 10_000)


async def test_an_amount_beyond_all_limits_is_not_asked_about(scene: ServiceFixture, reader: Reads) -> None:
    reader.found[b"jpeg 1"] = replace(KBZ, amount=scene.services.policy.deposit_max + 1)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    assert (await confirm(scene, deposit)).amount == 10_000


async def test_a_caption_wins_over_the_reading(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    claimed = await send(scene, deposit, picture=PICTURE, number=OTHER)
    await look(scene, reader)
    assert await scene.now(deposit) == claimed
    assert (claimed.status, claimed.transaction_number) == (DepositStatus.CLAIMED, OTHER)
    assert reader.seen == [b"jpeg 1"]  # for operators it is read all the same


async def test_a_number_typed_while_the_picture_is_being_read_wins(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    claimed = await send(scene, deposit, number=OTHER)
    await look(scene, reader)
    assert await scene.now(deposit) == claimed
    assert claimed.transaction_number == OTHER


async def test_a_second_picture_takes_the_place_of_the_first_and_of_what_was_read_there(
    scene: ServiceFixture, reader: Reads
) -> None:
    reader.found[b"jpeg 2"] = replace(KBZ, number=OTHER)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await send(scene, deposit, picture=SECOND)
    await look(scene, reader)
    assert (await scene.now(deposit)).read_number == OTHER
    with pytest.raises(Outdated):  # the button of a card that asked about the first
        await confirm(scene, deposit, PICTURE)
    assert (await confirm(scene, deposit, SECOND)).transaction_number == OTHER


async def test_a_second_yes_is_outdated(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    claimed = await confirm(scene, deposit)
    with pytest.raises(Outdated):
        await confirm(scene, deposit)
    assert await scene.now(deposit) == claimed
    assert await scene.waits(deposit) == [("claim", "waiting", 0)]


@pytest.mark.parametrize("outcome", sorted(set(ReadOutcome) - {ReadOutcome.READ}))
async def test_what_was_not_read_is_asked_for(scene: ServiceFixture, reader: Reads, outcome: ReadOutcome) -> None:
    reader.found[b"jpeg 1"] = OcrResult(outcome=outcome, amount=10_000)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    asked = await scene.now(deposit)
    assert (asked.reading, asked.read_number, expects(asked)) == (outcome.value, "", Step.NUMBER)
    assert (await send(scene, deposit, number=NUMBER)).status is DepositStatus.CLAIMED


async def test_a_number_of_another_wallet_is_not_asked_about(scene: ServiceFixture, reader: Reads) -> None:
    reader.found[b"jpeg 1"] = OcrResult(outcome=ReadOutcome.READ, wallet="wavepay", number=WAVE)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    assert expects(await scene.now(deposit)) is Step.NUMBER


async def test_no_means_that_the_number_is_typed(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    await scene.services.claims.fix(await scene.turn(), await scene.now(deposit), PICTURE.id)
    asked = await scene.now(deposit)
    assert (expects(asked), asked.read_number, asked.receipt_id) == (Step.NUMBER, "", PICTURE.id)
    with pytest.raises(Outdated):
        await confirm(scene, deposit)


async def test_a_number_of_another_player_is_refused_and_no_longer_asked_about(
    scene: ServiceFixture, reader: Reads
) -> None:
    await scene.deposit(DepositStatus.SUBMITTED, transaction_number=NUMBER)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    turn, seen = await scene.turn(), await scene.now(deposit)
    with pytest.raises(NumberInUse):
        await scene.services.claims.confirm(turn, seen, PICTURE.id[:12])
    await scene.services.claims.tell_in_use(turn, seen, seen.read_number)
    assert (await scene.now(deposit)).read_number == ""
    assert "number_shared" in await scene.alerts()


async def test_a_player_who_sends_the_receipt_of_his_own_claim_is_shown_that(
    scene: ServiceFixture, reader: Reads
) -> None:
    player = await scene.player()
    await scene.deposit(DepositStatus.SUBMITTED, player=player, transaction_number=NUMBER)
    scene.clock.advance(1)
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    asked = await confirm(scene, deposit)
    assert (asked.status, asked.read_number) == (DepositStatus.AWAITING_PAYMENT, "")
    assert await scene.screens(player) == ["number_known"]


async def test_a_new_picture_for_a_number_that_was_wrong_is_read_before_anything_is_sent(
    scene: ServiceFixture, reader: Reads
) -> None:
    deposit = await scene.deposit(DepositStatus.REJECTED, refusal="number", transaction_number=OTHER)
    asked = await send(scene, deposit, picture=PICTURE)
    assert (asked.status, expects(asked)) == (DepositStatus.REJECTED, Step.NUMBER)
    await look(scene, reader)
    claimed = await confirm(scene, deposit)
    assert (claimed.status, claimed.transaction_number, claimed.corrections) == (DepositStatus.CLAIMED, NUMBER, 1)


async def test_a_crash_while_reading_forgets_nothing(scene: ServiceFixture, reader: Reads) -> None:
    """The row of the outbox was leased by a process that is no more; the next one reads."""
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, scene.clock.now + 1_000_000, 1000))
    await look(scene, reader)
    assert expects(await scene.now(deposit)) is Step.CONFIRMATION


async def test_a_picture_that_ends_the_program_each_time_is_given_up(scene: ServiceFixture, reader: Reads) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    for _ in range(3):
        await scene.database.write(lambda tx: outbox.take(tx, scene.clock.now, scene.clock.now + 1, 1000))
        await scene.database.write(outbox.release_orphans)
    await look(scene, reader)
    assert reader.seen == []
    assert (await scene.now(deposit)).reading == NOT_TRIED.outcome.value


async def test_money_that_came_while_the_picture_was_read_is_not_asked_about(
    scene: ServiceFixture, reader: Reads
) -> None:
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT)
    await send(scene, deposit, picture=PICTURE)
    await scene.database.write(lambda tx: deposits.move(tx, deposit.id, DepositStatus.CREDITED, scene.clock.now))
    await look(scene, reader)
    with pytest.raises(Outdated):
        await confirm(scene, deposit)
    assert expects(await scene.now(deposit)) is Step.NOTHING


async def test_a_picture_of_another_wallet_sent_to_an_old_deposit_may_be_one_of_its_own(
    scene: ServiceFixture, reader: Reads
) -> None:
    reader.found[b"jpeg 1"] = OcrResult(outcome=ReadOutcome.READ, wallet="wavepay", number=WAVE, amount=7_000)
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.EXPIRED, player=player)
    await send(scene, deposit, picture=PICTURE)
    await look(scene, reader)
    assert await scene.screens(player) == ["is_payment"]
