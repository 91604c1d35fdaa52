"""What a refusal is about is read out of its words, in the provider's two languages."""

import pytest

from bot.provider.refusal_reasons import Refusal, refusal_of


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
        ("The transaction was refused", Refusal.NUMBER),
        ("Refused by the bank", Refusal.OTHER),
        ("The transaction does not exist", Refusal.NUMBER),
        ("Transaction doesn't exist", Refusal.NUMBER),
        ("This transaction exists in another request", Refusal.USED),
        ("The number was used before", Refusal.USED),
        ("Profile is closed", Refusal.OTHER),
        ("MESSAGE", Refusal.OTHER),
        ("", Refusal.OTHER),
    ],
)
def test_a_refusal_is_sorted_by_what_the_player_can_mend(message: str, refusal: Refusal) -> None:
    assert refusal_of(message) is refusal
