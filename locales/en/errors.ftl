# What is refused, and how to do it right. Short enough for the answer to a button (200 characters).

error-unknown = Sorry, that does not work. Please try again.
error-crashed = Sorry, something went wrong on my side. Nothing is lost. Please try again; if it stays so, tell our team this mark: { $id }

error-amount-unreadable = I cannot read that amount. Please type whole kyat only, for example { $example }.
error-amount-too-small = That is too little. The smallest deposit is { $limit }.
error-amount-too-large = That is too much. The largest deposit is { $limit }.

error-number-unreadable = A transaction number has digits only. You find it on the receipt in the app: Transaction No. (KBZPay) or Transaction ID (WavePay).
error-number-ambiguous = I see more than one number. Please send only the Transaction No. (KBZPay) or the Transaction ID (WavePay).
error-number-phone = That looks like a phone number. I need the Transaction No. (KBZPay) or the Transaction ID (WavePay) from the receipt.
error-number-amount = That looks like an amount. I need the Transaction No. (KBZPay) or the Transaction ID (WavePay) from the receipt.
error-number-end = Those are only the last digits. I need the whole number: tap “copy” beside it in the app and paste it here, or send me the screenshot.
error-number-length =
    That number has { $have } digits, it needs { $span }. Please look at the receipt again: Transaction No. (KBZPay) or Transaction ID (WavePay).
error-number-in-use = This transaction number is already in use. Please check it on your receipt.

error-picture-large = That picture is too large. Please send the screenshot as a photo.
error-picture-unsupported = I cannot read { $kind }. Please send the screenshot as a photo (JPG or PNG).
error-picture-animated = That picture moves. Please send the screenshot as a photo.
error-picture-broken = That picture did not arrive whole. Please send the screenshot once more.
error-picture-unavailable = That picture could not be fetched. Please send the screenshot once more.

error-link-forged = This link is not valid. Please take a new one from the site you came from.
error-link-expired = This link is too old. Please take a new one from the site you came from.
error-link-used = This link is already used by someone else. Please take a new one from the site you came from.

error-wallet-closed = This wallet is closed at the moment. Please choose another one or try again later.
error-too-many-corrections = It cannot be corrected again. Our team is looking at it. If your money arrives, it is added.
error-player-held = Deposits are stopped for you at the moment. Please ask our team.
error-player-unknown = There is no player { $player }. Please give a label, a Telegram id, or the @name of somebody who wrote to this bot.
error-player-ambiguous = { $player } means two players: { $first } and { $second }. Please give the label.
error-outdated =
    { $status ->
        [awaiting_payment] This deposit waits for your payment. Please look at its newest message.
        [claimed] This deposit is being checked. No need to send anything again.
        [submitted] This deposit is being checked. No need to send anything again.
        [credited] This deposit is already credited.
        [rejected] This deposit could not be confirmed. Please look at its newest message.
        [expired] The time of this number is over. Please do not pay to it.
        [cancelled] This deposit is cancelled.
        [reversed] This deposit has been taken back.
       *[other] This button is out of date. Please look at the newest message.
    }

error-role-too-low =
    { $role ->
        [owner] That needs the role owner. Please ask an owner.
       *[other] That needs the role { $role } or a higher one. Please ask somebody who has it.
    }
error-withdrawals-off = Payouts are switched off: PAYKASSMA_WITHDRAWAL_KEY is not set.
error-account-malformed = That is no account of this wallet. It needs { $digits } digits and begins with 09.
error-payouts-undocumented = Payouts to { $wallet } are not possible: the provider does not document them.
error-day-limit = That passes the limit of { $limit } a day for this player: { $left } left today already.
error-maker-may-not-confirm = Somebody else has to confirm this: a checker who did not propose it.
error-payouts-frozen = Payouts are frozen. Two operators can let them go again with /unfreeze.
error-too-early = It may still appear at the provider. Decide that it is absent { $hours } hours after it was last tried.
error-withdrawal-moved =
    { $status ->
        [none] There is no withdrawal { $id }.
        [proposed] { $id } is not confirmed yet. Decline it with /decline.
        [sending] { $id } is confirmed already and on its way.
        [sent] { $id } is with the provider already.
        [unknown] Nobody knows yet whether { $id } reached the provider.
        [paid] { $id } is paid already.
        [failed] { $id } has failed already.
        [refused] { $id } was refused already.
        [declined] { $id } was declined already.
        [expired] The proposal { $id } is too old. Please propose it again.
       *[other] { $id } has moved on. Please look at its newest card.
    }

error-act-moved =
    { $stage ->
        [none] There is no act { $id }.
        [done] This is confirmed and done already.
        [declined] This was declined already.
       *[expired] This proposal is too old. Please propose it again.
    }
error-already-booked = { $ref } is in the ledger already. Nothing was booked.
error-not-claimable =
    { $reason ->
        [none] /unclaimed has no number { $id }.
        [closed] Number { $id } of /unclaimed is closed already.
       *[other] Number { $id } cannot be credited with /claim. Ask the provider; if the money is right, use /credit.
    }
error-owner-known = The provider signed the order of deposit { $deposit }: this money belongs to { $player } and can be credited to nobody else.
error-nothing-to-release = No money waits only for its size. See /unclaimed.
error-deposit-moved =
    { $status ->
        [none] There is no deposit { $id }.
       *[other] The deposit { $id } stands where this cannot be done. See /tx { $id }.
    }
error-claim-not-waiting =
    { $status ->
        [submitted] The provider has the claim of deposit { $id } already.
        [credited] Deposit { $id } is credited already.
       *[other] No claim of deposit { $id } waits to be sent. See /tx { $id }.
    }
error-player-still-open = { $id } of this player has not ended yet. Please try again when it has.
error-not-frozen = Payouts are not frozen.
error-limits-crossed = The lowest amount must be above zero and not above the highest.
error-not-replayable = Message { $id } is no postback that was applied or set aside.
