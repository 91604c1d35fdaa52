"""Alerts in the operators' chat: many of one kind as one message, each cause once."""

import pytest

from bot.domain.player import Language
from bot.i18n import Translator
from bot.store.outbox import OutboxRow
from bot.telegram.operators.alerts import alerts, kind_of
from tests.e2e.postbacks import Postback
from tests.telegram.operators.conftest import PATIENCE, OperatorFixture
from tests.telegram.rendered import buttons, check_fits, presses, seen


def _row(payload: str) -> OutboxRow:
    return OutboxRow(id=1, lane="tg:-1", kind="alert", subject="", payload=payload, version=1, attempts=1, created_at=0)


def _waiting(deposit: str, *, over: bool = False) -> OutboxRow:
    end = ', "over": true' if over else ""
    values = f'{{"deposit": "{deposit}", "minutes": 20, "amount": 10000, "wallet": "wavepay"}}'
    return _row(f'{{"kind": "deposit_waiting", "values": {values}{end}}}')


EN = Translator(Language.EN, strict=True)
LOCKED_OUT = _row('{"kind": "provider_locked_out", "values": {}}')


def test_a_single_alert_opens_the_time_line_of_what_it_is_about() -> None:
    shown = alerts([_waiting("dep-1")], EN)
    assert seen(shown).startswith("⏰ Deposit dep-1")
    assert presses(shown) == ["o|tx|dep-1|0|1"]


def test_an_alert_about_nothing_in_particular_has_no_button() -> None:
    assert not buttons(alerts([LOCKED_OUT], EN))


@pytest.mark.parametrize("language", Language)
def test_many_are_counted_and_the_first_few_shown(language: Language) -> None:
    shown = alerts([_waiting(f"dep-{number}") for number in range(12)], Translator(language, strict=True))
    check_fits(shown)
    lines = seen(shown).splitlines()
    assert ("12" if language is Language.EN else "၁၂") in lines[0]
    assert len(lines) == 7
    assert ("7" if language is Language.EN else "၇") in lines[-1]
    assert len(buttons(shown)) == 5


def test_a_beginning_and_an_end_are_never_told_as_one() -> None:
    assert kind_of(_waiting("dep-1")) == kind_of(_waiting("dep-2"))
    assert kind_of(_waiting("dep-1")) != kind_of(_waiting("dep-1", over=True))
    assert kind_of(_waiting("dep-1")) != kind_of(LOCKED_OUT)


async def test_a_storm_that_waited_leaves_as_one_message(team: OperatorFixture) -> None:
    team.world.telegram.outage(on=True)
    for number in range(7):
        letter = Postback(
            wallet="wavepay", label="tg-1", order_id="nobodys", transaction_id=f"012345678{number}", amount=7_000
        )
        assert (await team.world.post(letter.body()))[0] == 200
    await team.world.until_row("SELECT n FROM (SELECT COUNT(*) AS n FROM quarantine) AS counted WHERE n = 7")
    # A message that was rendered before the last of them is refused first; the next one has them all.
    [(tries,)] = await team.world.rows("SELECT MAX(attempts) FROM outbox")
    await team.world.until_row("SELECT 1 FROM outbox WHERE attempts > $1", tries)
    team.world.telegram.outage(on=False)
    await team.group.chat.shows("Alerts: 7", PATIENCE)
    await team.world.settled()
    assert len([message for message in team.group.messages if message.from_bot]) == 1
    assert not await team.world.rows("SELECT 1 FROM outbox WHERE state = 'waiting'")
