"""What an entry, or the postback around it, may say beside the documented members: a yes, or anything else."""

from collections.abc import Sequence

from bot.provider.phpjson import JsonNumber

SAYS_YES: dict[str, Sequence[object]] = {
    "status": [None, "", "Success", "PAID", "ok", " completed ", 1, JsonNumber("1.0"), True, [], {}],
    "code": [20000, "200", 1],
    "error": [None, "", False, 0, "none", []],
    "is_test": [False, "0", "no"],
    "success": [True, "yes"],
    "paid_at": ["2026-01-06 11:05:09"],
    "country_code": ["MM"],
    "success_url": ["https://example.com/failed"],
}
SAYS_NO: dict[str, Sequence[object]] = {
    "status": ["Failed", "Rejected", "pending", "In Progress", 0, 2, 5, False, "no", ["Success", "Failed"]],
    "state": ["cancelled"],
    "transactionStatus": ["FAIL"],
    "payment_status": ["unpaid", "x" * 50],
    "result": [{"code": 0}, {"more": {"status": "declined"}}],
    "code": [0, 400, "20001"],
    "success": [False, 0, "false"],
    "error": [True, "no money", 1, {"message": {"error_code": 7}}],
    "is_test": [True, 1, "yes"],
    "refunded": ["2026-01-06"],
    "kind": ["chargeback"],
}
