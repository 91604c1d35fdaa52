# What operators read about payouts: limits, what stops a confirmed one, how one is cancelled.

command-op-void = Cancel a confirmed payout before it is sent
usage-void = /void &lt;payout&gt; &lt;reason, if there is one&gt;, for example <code>/void w-abc2345678 wrong account</code>

error-operator-day-limit = That is above the limit of { $limit } a day for operator { $operator }. Already today: { $left }.
error-account-day-limit = That is above the limit of { $limit } a day for this account. Already today: { $left }.
error-right-ended = Operator { $operator } no longer has the role for this. Somebody who has it must propose it again.
error-already-tried = { $id } may already have reached the provider, so it cannot be cancelled. See /tx { $id }.

op-card-void = To cancel it before it is sent: <code>/void { $id }</code>
op-card-voided = Cancelled by { $voider } before it was sent. { $reason }

alert-payout-stopped = ✋ Payout { $withdrawal } is confirmed but not sent: { $stop } { $amount }, { $wallet }. It will be sent when this is over. To cancel it, use /void.
alert-over-payout-stopped = ✅ Payout { $withdrawal } is no longer waiting.
stop-off = payouts are switched off.
stop-frozen = all payouts are frozen.
stop-held = its player is on hold.
stop-amount = it is above the largest payout.
stop-right = one of its two operators no longer has the role for it.
stop-player-day = the player's daily limit is reached.
stop-account-day = the account's daily limit is reached.
stop-operator-day = an operator's daily limit is reached.

error-twin-open = Payout { $id } of the same amount to the same account is still open. Nothing was proposed. See its card. If you want a second payout, press the button.
op-button-again = ➕ Propose it again
op-card-resolve-sent = If no outcome comes, check the provider's cabinet, then send <code>/resolve { $id } paid line</code> or <code>/resolve { $id } failed line</code>
op-act-paid = The cabinet shows it as paid: it will count as paid.
op-act-failed = The cabinet shows it as failed: the reserved amount will be released.

risk-first-payout = ⚠️ First payout to this account
risk-account-unseen = ⚠️ This account was never seen in the player's deposits
risk-above-credits = ⚠️ More than this player's deposits minus earlier payouts
risk-other-open = ⚠️ Another payout of this player is open: { $payout }
risk-twin-open = ⚠️ A payout of the SAME amount to the SAME account is open: { $payout }
risk-account-shared = ⚠️ Payout to this account for another player, { $label }: { $payout }
risk-failed-lately = ⚠️ A payout to this account failed recently: { $payout }
risk-payout = { $id }, { $amount }, { $date } – { $state }

alert-payout-still-sent = 📤 The provider accepted payout { $withdrawal } { $minutes } min ago but has reported no outcome yet: { $amount }, { $wallet }. Please check the cabinet, then /resolve it as paid or failed.
alert-over-payout-still-sent = ✅ The outcome of payout { $withdrawal } is known.

error-number-unclear = { $player } can be a label or a Telegram id. No player has this label. The player with Telegram id { $player }: { $known }. Which do you mean?
error-name-old = Nobody was seen as { $player } for { $days } d, and names can change hands. Give the label, or id: with the Telegram id.
error-credit-moved =
    { $status ->
        [reversed] The credit { $id } is already reversed.
       *[none] There is no credit { $id }. If it was credited to a deposit, give the id of the deposit.
    }
op-meant = ↪️ { $line }
op-button-label = 🏷 It is a label
op-button-telegram-id = 👤 It is a Telegram id
op-card-person = Telegram { $id }, { $name } (known since { $date })
op-card-person-nameless = Telegram { $id }
op-act-credited = Manual credit: { $id }
op-act-mark = Reference, also for /reverse: { $id }
ring-taken-back = ↩️ Our team has taken back { $amount }. If you do not know why, please ask them.
