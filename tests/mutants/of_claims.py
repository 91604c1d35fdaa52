"""Faults in what a player may mend, in whose message is whose, and in what slows down guessing."""

from collections.abc import Mapping

from tests.mutants.fault import Edit, Fault, by_tests

FAULTS: Mapping[str, Fault] = {
    "two-players-one-number": Fault(
        file="bot/services/claim_words.py",
        old="        if other.player_id != deposit.player_id:\n",
        new="        if other.player_id < 0:\n",
        noticed_by=by_tests("services/test_claims.py"),
    ),
    "last-touched-takes-the-message": Fault(
        file="bot/domain/deposit.py",
        old="    return deposit.status in OPEN or bool(deposit.asked), deposit.touched_at, deposit.created_at\n",
        new="    return True, deposit.touched_at, deposit.created_at\n",
        noticed_by=by_tests("store/test_deposits.py"),
    ),
    "two-deposits-turned-to": Fault(
        file="bot/store/deposits.py",
        old="UPDATE deposits SET asked = '' WHERE player_id = $1",
        new="UPDATE deposits SET asked = asked WHERE player_id = $1",
        noticed_by=by_tests("services/test_deposits.py"),
    ),
    "old-answer-moves-the-corrected-claim": Fault(
        file="bot/services/claim_delivery.py",
        old="        return fresh is not None and fresh.order_id != deposit.order_id\n",
        new="        return fresh is None\n",
        noticed_by=by_tests("services/test_corrections.py"),
    ),
    "correction-behind-the-old-claim": Fault(
        file="bot/services/corrections.py",
        old="    await outbox.withdraw(tx, claim_key(deposit.order_id), now)\n",
        new="",
        also=(
            Edit(
                file="bot/services/corrections.py",
                old="from bot.services.provider import claim_key\nfrom bot.store import deposits, outbox\n",
                new="from bot.store import deposits\n",
            ),
        ),
        noticed_by=by_tests("services/test_corrections.py"),
    ),
    "stale-yes-corrects": Fault(
        file="bot/services/claims.py",
        old=" or fresh.corrections != corrections:\n",
        new=" or corrections < 0:\n",
        noticed_by=by_tests("services/test_corrections.py"),
    ),
    "guesses-are-counted-in-memory": Fault(
        file="bot/services/claim_delivery.py",
        old="            await tried_numbers.refuse(tx, deposit.order_id)\n",
        new="            pass\n",
        noticed_by=by_tests("services/test_guesses.py"),
    ),
    "typos-wait": Fault(
        file="bot/domain/guesses.py",
        old="if count > FREE else 0\n",
        new="if count >= FREE else 0\n",
        noticed_by=by_tests("domain/test_guesses.py"),
    ),
    "under-way-is-free": Fault(
        file="bot/domain/guesses.py",
        old="    return tried.refused + max(0, tried.under_way - UNDER_WAY)\n",
        new="    return tried.refused\n",
        noticed_by=by_tests("services/test_guesses.py"),
    ),
    "any-number-of-pictures": Fault(
        file="bot/services/receipts.py",
        old=">= PICTURES_OF_A_DEPOSIT:\n",
        new="< 0:\n",
        noticed_by=by_tests("services/test_corrections.py"),
    ),
    "no-room-for-what-is-asked-for": Fault(
        file="bot/services/receipts.py",
        old="        return of_day < _ASKED_FOR_OF_A_DAY\n",
        new="        return of_day < _PICTURES_OF_A_DAY\n",
        noticed_by=by_tests("services/test_corrections.py"),
    ),
    "credited-pictures-fill-the-day": Fault(
        file="bot/store/receipts.py",
        old=" AND (d.status IS NULL OR d.status <> 'credited')",
        new="",
        noticed_by=by_tests("services/test_corrections.py"),
    ),
    "refused-picture-is-not-asked-for": Fault(
        file="bot/domain/deposit.py",
        old="    return was_refused or expects(deposit) is Step.RECEIPT\n",
        new="    return was_refused and expects(deposit) is Step.RECEIPT\n",
        noticed_by=by_tests("services/test_corrections.py"),
    ),
}
