"""A player and his deposit, up to the claim: begun once, filled in once, cancelled, taken up again."""

from dataclasses import replace

import pytest

from bot.domain.deposit import Deposit, DepositStatus, Step
from bot.domain.errors import AmountTooLarge, AmountTooSmall, Outdated, WalletClosed
from bot.domain.player import Player
from bot.provider.base import Outcome, WalletsAnswer
from bot.store import deposits
from tests.services.service_fixture import ServiceFixture


async def open_of(scene: ServiceFixture, player: Player) -> Deposit:
    found = await deposits.open_of(scene.database, player.id)
    assert found is not None
    return found


async def offer(scene: ServiceFixture, *wallets: str) -> None:
    """What the provider offers from now on."""
    scene.provider.offers.append(WalletsAnswer(outcome=Outcome.DONE, wallets=wallets))
    await scene.services.wallets.refresh()


async def test_a_deposit_begins_with_the_choice_of_a_wallet(scene: ServiceFixture) -> None:
    player = await scene.player()
    await scene.services.deposits.begin(await scene.turn(), player)
    assert await scene.screens(player) == ["choose_wallet"]
    await scene.services.deposits.pick_wallet(await scene.turn(), player, "wavepay", 77)
    draft = await open_of(scene, player)
    assert (draft.status, draft.wallet, draft.card_message_id, draft.label) == ("draft", "wavepay", 77, player.label)
    known = await scene.services.players.find(player.id)
    assert known == replace(player, last_wallet="wavepay")
    assert await scene.told(player.id, "card") == [{"of": draft.id}]


async def test_the_choice_is_skipped_where_there_is_none(scene: ServiceFixture) -> None:
    await offer(scene, "wavepay")
    player = await scene.player()
    await scene.services.deposits.begin(await scene.turn(), player)
    assert (await open_of(scene, player)).wallet == "wavepay"


async def test_without_an_open_wallet_nothing_begins(scene: ServiceFixture) -> None:
    await offer(scene, "unheard_of")
    player, turn = await scene.player(), await scene.turn()
    with pytest.raises(WalletClosed):
        await scene.services.deposits.begin(turn, player)
    with pytest.raises(WalletClosed):
        await scene.services.deposits.pick_wallet(turn, player, "wavepay", 1)
    assert await scene.count("deposits") == 0


@pytest.mark.parametrize("status", [DepositStatus.DRAFT, DepositStatus.AWAITING_PAYMENT])
async def test_two_open_deposits_never_exist(scene: ServiceFixture, status: DepositStatus) -> None:
    player = await scene.player()
    first = await scene.deposit(status, player=player)
    await scene.services.deposits.begin(await scene.turn(), player, anyway=True)
    await scene.services.deposits.pick_wallet(await scene.turn(), player, "wavepay", 5)
    assert await scene.count("deposits") == 1
    assert await scene.told(player.id, "card") == [{"anew": True, "of": first.id}]


@pytest.mark.parametrize("status", [DepositStatus.CLAIMED, DepositStatus.SUBMITTED])
async def test_what_is_being_checked_is_shown_first_and_another_may_begin_beside_it(
    scene: ServiceFixture, status: DepositStatus
) -> None:
    player = await scene.player()
    checked = await scene.deposit(status, player=player)
    await scene.services.deposits.begin(await scene.turn(), player)
    assert await scene.screens(player) == ["being_checked"]
    assert await scene.told(player.id, "card") == [{"anew": True, "of": checked.id}]
    await scene.services.deposits.begin(await scene.turn(), player, anyway=True)
    assert await scene.screens(player) == ["being_checked", "choose_wallet"]


async def test_the_amount_is_taken_once_and_a_number_is_asked_for_once(scene: ServiceFixture) -> None:
    draft = await scene.deposit()
    await scene.services.deposits.set_amount(await scene.turn(), draft, 10_000)
    with_amount = await scene.now(draft)
    assert with_amount.amount == 10_000
    for stale in (draft, with_amount):
        if stale.amount:
            with pytest.raises(Outdated):
                await scene.services.deposits.set_amount(await scene.turn(), stale, 20_000)
    assert await scene.waits(draft) == [("number", "waiting", 0)]


@pytest.mark.parametrize(
    ("amount", "error"), [(999, AmountTooSmall), (1_000, None), (1_000_000, None), (1_000_001, AmountTooLarge)]
)
async def test_the_limits_are_part_of_what_is_allowed(
    scene: ServiceFixture, amount: int, error: type[Exception] | None
) -> None:
    draft, turn = await scene.deposit(), await scene.turn()
    if error is None:
        await scene.services.deposits.set_amount(turn, draft, amount)
    else:
        with pytest.raises(error):
            await scene.services.deposits.set_amount(turn, draft, amount)
    assert (await scene.now(draft)).amount == (0 if error else amount)


@pytest.mark.parametrize("status", list(DepositStatus))
async def test_only_an_open_deposit_can_be_cancelled(scene: ServiceFixture, status: DepositStatus) -> None:
    player = await scene.player()
    deposit = await scene.deposit(status, player=player)
    if status in {DepositStatus.DRAFT, DepositStatus.AWAITING_PAYMENT}:
        await scene.services.deposits.cancel(await scene.turn(), player, deposit)
        assert (await scene.now(deposit)).status is DepositStatus.CANCELLED
    else:
        with pytest.raises(Outdated):
            await scene.services.deposits.cancel(await scene.turn(), player, deposit)
        assert await scene.now(deposit) == deposit


async def test_without_a_deposit_there_is_nothing_to_cancel(scene: ServiceFixture) -> None:
    player = await scene.player()
    await scene.services.deposits.cancel(await scene.turn(), player, None)
    assert await scene.screens(player) == ["nothing_to_cancel"]


@pytest.mark.parametrize("status", [DepositStatus.EXPIRED, DepositStatus.CANCELLED])
async def test_a_new_number_is_a_new_deposit_with_the_same_amount(scene: ServiceFixture, status: DepositStatus) -> None:
    player = await scene.player()
    old = await scene.deposit(status, player=player, amount=7_000)
    await scene.services.deposits.new_number(await scene.turn(), player, old)
    fresh = await open_of(scene, player)
    assert (fresh.wallet, fresh.amount, fresh.id != old.id) == (old.wallet, 7_000, True)
    assert await scene.waits(fresh) == [("number", "waiting", 0)]
    await scene.services.deposits.new_number(await scene.turn(), player, old)
    assert await open_of(scene, player) == fresh
    assert await scene.now(old) == old


async def test_a_number_that_still_counts_is_not_replaced(scene: ServiceFixture) -> None:
    player = await scene.player()
    deposit = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    with pytest.raises(Outdated):
        await scene.services.deposits.new_number(await scene.turn(), player, deposit)


async def test_after_no_number_came_the_player_asks_again_perhaps_with_another_wallet(scene: ServiceFixture) -> None:
    draft = await scene.deposit(amount=5_000, refusal="unavailable")
    await scene.services.deposits.retry(await scene.turn(), draft, "wavepay")
    again = await scene.now(draft)
    assert (again.refusal, again.wallet) == ("", "wavepay")
    assert await scene.waits(draft) == [("number", "waiting", 0)]
    with pytest.raises(Outdated):
        await scene.services.deposits.retry(await scene.turn(), again)


async def test_the_next_message_belongs_to_the_deposit_the_player_goes_on_with(scene: ServiceFixture) -> None:
    player = await scene.player()
    rejected = await scene.deposit(DepositStatus.REJECTED, player=player)
    scene.clock.advance(1_000)
    awaiting = await scene.deposit(DepositStatus.AWAITING_PAYMENT, player=player)
    assert await scene.services.deposits.current(player) == awaiting
    scene.clock.advance(1_000)
    await scene.services.deposits.resume(await scene.turn(), rejected, Step.NUMBER)
    resumed = await scene.now(rejected)
    assert (resumed.asked, await scene.services.deposits.current(player)) == ("number", resumed)
    assert await scene.screens(player) == ["prompt"]
    scene.clock.advance(1_000)
    await scene.services.deposits.resume(await scene.turn(), awaiting, Step.RECEIPT)
    assert await scene.services.deposits.current(player) == await scene.now(awaiting)
    assert (await scene.now(rejected)).asked == ""
    with pytest.raises(Outdated):
        await scene.services.deposits.resume(
            await scene.turn(), replace(rejected, status=DepositStatus.AWAITING_PAYMENT), Step.NUMBER
        )


@pytest.mark.parametrize(
    "status", [DepositStatus.DRAFT, DepositStatus.CREDITED, DepositStatus.CANCELLED, DepositStatus.REVERSED]
)
async def test_an_old_button_asks_nothing_for_a_deposit_that_takes_no_claim(
    scene: ServiceFixture, status: DepositStatus
) -> None:
    deposit = await scene.deposit(status)
    with pytest.raises(Outdated):
        await scene.services.deposits.resume(await scene.turn(), deposit, Step.NUMBER)


async def test_the_history_has_sums_and_rows(scene: ServiceFixture) -> None:
    player = await scene.player()
    made = await scene.deposit(DepositStatus.EXPIRED, player=player)
    history = await scene.services.deposits.history(player)
    assert (history.deposited, history.paid_out, list(history.deposits)) == (0, 0, [made])


async def test_what_the_provider_offers_and_the_settings_name_is_open(scene: ServiceFixture) -> None:
    async def open_types() -> list[str]:
        return [wallet.type for wallet in await scene.services.deposits.open_wallets()]

    assert await open_types() == ["kbzpay_manual", "wavepay"]
    await offer(scene, "wavepay", "unheard_of", "kbzpay_manual")
    assert await open_types() == ["wavepay", "kbzpay_manual"]
    await offer(scene, "wavepay")
    assert await open_types() == ["wavepay"]
    scene.provider.offers.append(WalletsAnswer(outcome=Outcome.UNKNOWN))
    assert not await scene.services.wallets.refresh()
    assert await open_types() == ["kbzpay_manual", "wavepay"]
