"""Values that are no amount and no transaction number, in every type JSON has."""

from bot.domain.money import LARGEST
from bot.provider.phpjson import Json, JsonNumber

# fmt: off
BAD_AMOUNTS: list[Json] = [
    "0", 0, -1, "-1", "-0", JsonNumber("-0"), "+5", "00010", "10,000", "10 000", " 10000", "10000\n", "10.000.0", "1e4",
    JsonNumber("1e4"), JsonNumber("1.0e+25"), JsonNumber("1e400"), "10000.50", 10000.5,
    JsonNumber("10000.00000000000000001"), "",
    "NaN", "Infinity", "1_000", "၁၀၀၀၀", "９９９", "٣", "0x10", "²", True, False, None, [], {}, ["10000"], "9" * 256,
    LARGEST + 1, str(2**63), JsonNumber("9" * 5000), "ten thousand", "10000-20000", "10000 MMK", ".5", "5.",
]
BAD_TRANSACTIONS: list[Json] = [
    "a" * 65, "1" * 300, "12 34", " 1", "1\n", "1\u0000", "၁၂၃", "１２", "²", "' OR 1=1--", "<b>1</b>", "{{7*7}}",
    "1\u200b2", 1.5, -5, JsonNumber("1e20"), True, False, [], ["1"], {}, {"id": "1"},
]
# fmt: on
