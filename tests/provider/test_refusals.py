"""What a refusal is about is read out of its words, in the provider's two languages."""

import pytest

from bot.provider.refusals import Refusal, refusal_of


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        ("Transaction already activated", Refusal.USED),
        ("Транзакция уже активирована", Refusal.USED),
        ("screenshot: The screenshot of the transaction is not readable", Refusal.RECEIPT),
        ("Загрузите изображение", Refusal.RECEIPT),
        ("amount: below the minimum", Refusal.AMOUNT),
        ("Сумма ниже минимальной", Refusal.AMOUNT),
        ("key1: The format is wrong", Refusal.NUMBER),
        ("Номер не найден", Refusal.NUMBER),
        ("MESSAGE", Refusal.OTHER),
        ("", Refusal.OTHER),
    ],
)
def test_a_refusal_is_sorted_by_what_the_player_can_mend(message: str, refusal: Refusal) -> None:
    assert refusal_of(message) is refusal
