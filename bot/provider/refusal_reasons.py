"""Classifies the provider's refusals by their words, since the provider publishes no list of its messages."""

import re
from enum import StrEnum


class Refusal(StrEnum):
    """What the player can correct; `OTHER` if the words do not tell."""

    USED = "used"
    RECEIPT = "receipt"
    AMOUNT = "amount"
    NUMBER = "number"
    OTHER = "other"


# The order matters: "transaction already activated" is about use, "screenshot of the transaction" about the picture.
# Whole words where a longer word contains them: "refused" is not about use, nor is a transaction that "does not exist".
_WORDS = {
    Refusal.USED: (
        r"already|(?<!not )(?<!n't )exist|duplicate|unique|\b(?:re)?used\b|activated|уже|использован|активирован|дубл"
    ),
    Refusal.RECEIPT: r"screenshot|image|photo|picture|receipt|\bfile\b|скриншот|изображени|фото|файл",
    Refusal.AMOUNT: r"amount|sum\b|minimum|maximum|limit|сумм|минимал|максимал|лимит",
    Refusal.NUMBER: r"key1|transaction|number|not found|invalid|digit|номер|транзакци|не найден",
}


def refusal_of(message: str) -> Refusal:
    """What the provider's `message`, in English or Russian, is about."""
    for refusal, words in _WORDS.items():
        if re.search(words, message, re.IGNORECASE):
            return refusal
    return Refusal.OTHER
