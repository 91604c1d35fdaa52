# What operators read of payouts: limits, what stops a confirmed one, how one is taken back.

command-op-void = Take back a confirmed payout
usage-void = /void &lt;payout&gt; &lt;reason, if there is one&gt;, for example <code>/void w-abc2345678 wrong account</code>

error-operator-day-limit = That passes the limit of { $limit } a day for operator { $operator }: { $left } today already.
error-account-day-limit = That passes the limit of { $limit } a day for this account: { $left } today already.
error-right-ended = Operator { $operator } no longer has the role for this. Let somebody who has it propose it again.
error-already-tried = { $id } may have reached the provider already. It cannot be taken back. See /tx { $id }.

op-card-void = To take it back before it leaves: <code>/void { $id }</code>
op-card-voided = Taken back by { $voider }, before it left. { $reason }

alert-payout-stopped = ✋ Payout { $withdrawal } is confirmed, but has not left: { $stop } { $amount }, { $wallet }. It will be sent when that has ended; /void takes it back.
alert-over-payout-stopped = ✅ Payout { $withdrawal } waits no longer.
stop-off = payouts are switched off.
stop-frozen = all payouts are frozen.
stop-held = its player is on hold.
stop-amount = it is above the largest payout.
stop-right = one of the two who decided no longer has the role for it.
stop-player-day = the player's limit for the day is reached.
stop-account-day = the account's limit for the day is reached.
stop-operator-day = an operator's limit for the day is reached.

error-twin-open = { $id } is open already, with the same sum to the same account. Nothing was proposed. See its card; if it is meant twice, press the button.
op-button-again = ➕ Propose it once more
op-card-resolve-sent = If it never ends, see the provider's cabinet, then: <code>/resolve { $id } paid line</code> or <code>/resolve { $id } failed line</code>
op-act-paid = The cabinet shows it as paid: it counts as paid.
op-act-failed = The cabinet shows it as failed: the sum is given back.

risk-first-payout = ⚠️ Nothing has been paid to this account yet
risk-account-unseen = ⚠️ This account was never seen in his deposits
risk-above-credits = ⚠️ More than he has left of his deposits
risk-other-open = ⚠️ Another payout of this player is open: { $payout }
risk-twin-open = ⚠️ The SAME sum to the SAME account is open already: { $payout }
risk-account-shared = ⚠️ To this account for another player, { $label }: { $payout }
risk-failed-lately = ⚠️ To this account a short while ago: { $payout }
risk-payout = { $id }, { $amount }, { $date } – { $state }

alert-payout-still-sent = 📤 The provider accepted payout { $withdrawal } { $minutes } min ago and has given no outcome yet: { $amount }, { $wallet }. See the cabinet, then /resolve it as paid or failed.
alert-over-payout-still-sent = ✅ Payout { $withdrawal } has its outcome.

error-number-unclear = { $player } may be a label or a Telegram id, and no such label is known. With the Telegram id { $player } we know: { $known }. Which is meant?
error-name-old = Nobody was seen as { $player } for { $days } days, and names change hands. Give the label, or id: and the Telegram id.
error-credit-moved =
    { $status ->
        [reversed] The credit { $id } was taken back already.
       *[none] There is no credit { $id }. If it went to a deposit, give the deposit's id.
    }
op-meant = ↪️ { $line }
op-button-label = 🏷 It is a label
op-button-telegram-id = 👤 It is a Telegram id
op-card-person = Telegram { $id }, { $name } (known since { $date })
op-card-person-nameless = Telegram { $id }
op-act-credited = Credit by hand: { $id }
op-act-mark = Reference, also for /reverse: { $id }
ring-taken-back = ↩️ { $amount } has been taken back by our team. Please ask them if you do not know why.
