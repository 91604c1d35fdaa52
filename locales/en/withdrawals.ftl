# What operators read of payouts: limits, what stops a confirmed one, how one is taken back.

command-op-void = Take back a confirmed payout
usage-void = /void &lt;payout&gt; &lt;reason, if there is one&gt;, for example <code>/void w-abc2345678 wrong account</code>

error-operator-day-limit = That passes the limit of { $limit } a day for operator { $operator }: { $left } today already.
error-account-day-limit = That passes the limit of { $limit } a day for this account: { $left } today already.
error-right-ended = Operator { $operator } no longer has the role for this. Let somebody who has it propose it again.
error-already-tried = { $id } may have reached the provider already. It cannot be taken back. See /tx { $id }.

op-card-void = To take it back before it leaves: <code>/void { $id }</code>
op-card-voided = Taken back by { $voider }, before it left. { $reason }

alert-payout-stopped = ✋ Payout { $withdrawal } is confirmed, but has not left: { $stop } { $amount }, { $wallet }. It leaves when that has ended; /void takes it back.
alert-over-payout-stopped = ✅ Payout { $withdrawal } waits no longer.
stop-off = payouts are switched off.
stop-frozen = all payouts are frozen.
stop-held = its player is on hold.
stop-amount = it is above the largest payout.
stop-right = one of the two who decided no longer has the role for it.
stop-player-day = the player's limit for the day is reached.
stop-account-day = the account's limit for the day is reached.
stop-operator-day = an operator's limit for the day is reached.
