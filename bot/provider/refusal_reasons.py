"""What a refusal of the provider is about: its texts are not listed anywhere, so they are read by their words."""

import re
from enum import StrEnum


class Refusal(StrEnum):
    """What the player can mend; `OTHER` where the words tell nothing."""

    USED = "used"
    RECEIPT = "receipt"
    AMOUNT = "amount"
    NUMBER = "number"
    OTHER = "other"


# In this order: "transaction already activated" is about use, "screenshot of the transaction" about the picture. Whole
# words where another one hides them: "refused" says nothing of use, nor does a transaction that "does not exist".
_WORDS = {
    Refusal.USED: (
        r"already|(?<!not )(?<!n't )exist|duplicate|unique|\b(?:re)?used\b|activated|уже|использован|активирован|дубл"
    ),
    Refusal.RECEIPT: r"screenshot|image|photo|picture|receipt|\bfile\b|скриншот|изображени|фото|файл",
    Refusal.AMOUNT: r"amount|sum\b|minimum|maximum|limit|сумм|минимал|максимал|лимит",
    Refusal.NUMBER: r"key1|transaction|number|not found|invalid|digit|номер|транзакци|не найден",
}


def refusal_of(message: str) -> Refusal:
    """The subject of the provider's `message`, in English or Russian."""
    for refusal, words in _WORDS.items():
        if re.search(words, message, re.IGNORECASE):
            return refusal
    return Refusal.OTHER
