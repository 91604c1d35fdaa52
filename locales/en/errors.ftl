# Why something is refused, and what to do. Short enough for the answer to a button (200 characters).

error-unknown = Sorry, that did not work. Please try again.
error-crashed = Sorry, something went wrong on my side. Nothing is lost. Please try again. If it happens again, give our team this reference: { $id }

error-amount-unreadable = I cannot read that amount. Please type whole kyat only, for example { $example }.
error-amount-too-small = That is too little. The smallest deposit is { $limit }.
error-amount-too-large = That is too much. The largest deposit is { $limit }.

error-number-unreadable = A transaction number has digits only. It is on the receipt in the app: Transaction No. (KBZPay) or Transaction ID (WavePay).
error-number-ambiguous = I see more than one number. Please send only the Transaction No. (KBZPay) or the Transaction ID (WavePay).
error-number-phone = That looks like a phone number. I need the Transaction No. (KBZPay) or the Transaction ID (WavePay) from the receipt.
error-number-amount = That looks like an amount. I need the Transaction No. (KBZPay) or the Transaction ID (WavePay) from the receipt.
error-number-end = Those are only the last digits. I need the whole number: tap “copy” next to it in the app and paste it here, or send me the screenshot.
error-number-length =
    That number has { NUMBER($have) ->
        [one] 1 digit
       *[other] { $have } digits
    }, but it needs { $span }. Please look at the receipt again: Transaction No. (KBZPay) or Transaction ID (WavePay).
error-number-in-use = This transaction number has already been used. Please check it on your receipt.

error-picture-large = That picture is too large. Please send the screenshot as a photo.
error-picture-unsupported = I cannot read { $kind }. Please send the screenshot as a photo (JPG or PNG).
error-picture-animated = That picture is animated. Please send the screenshot as a photo.
error-picture-broken = That picture is damaged or incomplete. Please send the screenshot again.
error-picture-unavailable = I could not download that picture. Please send the screenshot again.

error-link-forged = This link is not valid. Please get a new one from the site you came from.
error-link-expired = This link has expired. Please get a new one from the site you came from.
error-link-used = Somebody else has already used this link. Please get a new one from the site you came from.

error-wallet-closed = This wallet is closed right now. Please choose another one or try again later.
error-too-many-corrections = You cannot correct it any more. Our team is looking at it. If your money arrives, it is added.
error-player-held = Your deposits are paused at the moment. Please ask our team.
error-player-unknown = There is no player { $player }. Please give a label, a Telegram id, or the @name of somebody who has written to this bot.
error-player-ambiguous = { $player } can mean two players: { $first } and { $second }. Please give the label.
error-outdated =
    { $status ->
        [awaiting_payment] This deposit is waiting for your payment. Please see its newest message.
        [claimed] This deposit is being checked. No need to send anything again.
        [submitted] This deposit is being checked. No need to send anything again.
        [credited] This deposit is already credited.
        [rejected] This deposit could not be confirmed. Please see its newest message.
        [expired] This number has expired. Please do not pay to it.
        [cancelled] This deposit is cancelled.
        [reversed] This deposit has been taken back.
       *[other] This button is out of date. Please see the newest message.
    }

error-role-too-low =
    { $role ->
        [owner] This needs the role owner. Please ask an owner.
       *[other] This needs the role { $role } or higher. Please ask somebody who has it.
    }
error-withdrawals-off = Payouts are switched off: PAYKASSMA_WITHDRAWAL_KEY is not set.
error-account-malformed = That is not an account of this wallet. An account has { $digits } digits and begins with 09.
error-payouts-undocumented = Payouts to { $wallet } are not possible: the provider does not document them.
error-day-limit = That is above the limit of { $limit } a day for this player. Already today: { $left }.
error-maker-may-not-confirm = Another person must confirm this: a checker who did not propose it.
error-payouts-frozen = Payouts are frozen. Two operators can unfreeze them with /unfreeze.
error-too-early = It may still appear at the provider. You can resolve it as absent { $hours } h after the last attempt to send it.
error-withdrawal-moved =
    { $status ->
        [none] There is no payout { $id }.
        [proposed] { $id } is not confirmed yet. Decline it with /decline.
        [sending] { $id } is already confirmed and is being sent.
        [sent] { $id } is already with the provider.
        [unknown] { $id }: outcome unknown. Please check the cabinet, then /resolve.
        [paid] { $id } is already paid.
        [failed] { $id } has already failed.
        [refused] { $id } was already refused.
        [declined] { $id } was already declined.
        [expired] The proposal { $id } has expired. Please propose it again.
       *[other] { $id } has changed. Please see its newest card.
    }

error-act-moved =
    { $stage ->
        [none] There is no proposal { $id }.
        [done] This is already confirmed and done.
        [declined] This was already declined.
       *[expired] This proposal has expired. Please propose it again.
    }
error-already-booked = { $ref } is already in the ledger. Nothing was booked.
error-not-claimable =
    { $reason ->
        [none] There is no number { $id } in /unclaimed.
        [closed] Number { $id } in /unclaimed is already closed.
       *[other] Number { $id } cannot be credited with /claim. Ask the provider. If the money is right, use /credit.
    }
error-owner-known = The provider signed the order of deposit { $deposit }. This money belongs to { $player } and cannot be credited to anybody else.
error-nothing-to-release = No money is waiting only because of its size. See /unclaimed.
error-deposit-moved =
    { $status ->
        [none] There is no deposit { $id }.
       *[other] This is not possible for deposit { $id } now. See /tx { $id }.
    }
error-claim-not-waiting =
    { $status ->
        [submitted] The provider already has the claim of deposit { $id }.
        [credited] Deposit { $id } is already credited.
       *[other] Deposit { $id } has no claim that waits to be sent. See /tx { $id }.
    }
error-player-still-open = { $id } of this player is still open. Please try again when it is finished.
error-not-frozen = Payouts are not frozen.
error-limits-crossed = The lowest amount must be above zero and not above the highest.
error-not-replayable = Number { $id } is not a postback that can be applied again. See /inbox.
