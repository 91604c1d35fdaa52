# What operators read: their commands, the cards of proposals, and the answers.

command-op-withdraw = Propose a payout
command-op-approve = Confirm a proposal
command-op-decline = Decline a proposal
command-op-withdrawals = Payouts, their state and age
command-op-pending = Open deposits by age
command-op-find = Find anything
command-op-tx = Time line of a deposit or payout
command-op-player = Totals and open items of a player
command-op-unclaimed = Money that waits for its owner
command-op-claim = Assign such money to a player
command-op-dismiss = Close an entry that is nobody's money
command-op-credit = Credit a player by hand
command-op-reverse = Take a credit back
command-op-record = Book a payout made in the cabinet
command-op-resolve = Say what the cabinet shows of a payout
command-op-reject = Close a claim
command-op-ask = Ask a player for number or photo
command-op-send = Send a waiting claim now
command-op-hold = Stop one player
command-op-release = Let him go on
command-op-freeze = Stop all payouts at once
command-op-unfreeze = Let payouts go again
command-op-wallet = Switch a wallet on or off
command-op-limits = Set the limits of a wallet
command-op-forget = Erase what may be erased of a player
command-op-today = The day in figures
command-op-replay = Apply a stored postback again
command-op-inbox = What came in of late
command-op-health = How the bot is
command-op-help = All commands

usage-withdraw = /withdraw &lt;player&gt; &lt;amount&gt; &lt;account&gt;, for example <code>/withdraw tg-501 10,000 09444595698</code>. Alone, it asks for each part.
usage-approve = /approve &lt;payout or number of the proposal&gt;, for example <code>/approve w-abc2345678</code>
usage-decline = /decline &lt;payout or number of the proposal&gt; &lt;reason&gt;, for example <code>/decline w-abc2345678 wrong account</code>
usage-withdrawals = /withdrawals, or <code>/withdrawals open</code> for those still open
usage-pending = /pending, with nothing behind it
usage-find = /find &lt;anything&gt;: an id, a transaction number, the end of a phone number, a player, an @name; for example <code>/find 5698</code>
usage-tx = /tx &lt;deposit or payout&gt;, for example <code>/tx dep-abc2345678</code>
usage-player = /player &lt;player&gt;: a label, id: with a Telegram id, or an @name; for example <code>/player tg-501</code>
usage-unclaimed = /unclaimed, or <code>/unclaimed release</code> to propose crediting everything that waits only for its size
usage-claim = /claim &lt;number from /unclaimed&gt; &lt;player&gt;, for example <code>/claim 7 tg-501</code>
usage-dismiss = /dismiss &lt;number from /unclaimed&gt; &lt;reason&gt;, for example <code>/dismiss 7 a test of the provider</code>
usage-credit = /credit &lt;player&gt; &lt;amount&gt; &lt;reason&gt;, for example <code>/credit tg-501 10,000 bonus promised by phone</code>. The reason begins with a word.
usage-reverse = /reverse &lt;deposit, or reference of a credit by hand&gt; &lt;reason&gt;, for example <code>/reverse dep-abc2345678 credited to the wrong player</code> or <code>/reverse act-12 promised to another</code>
usage-record = /record &lt;player&gt; &lt;amount&gt; &lt;account&gt; &lt;reference in the cabinet&gt;, for example <code>/record tg-501 10,000 09444595698 778812</code>
usage-resolve = /resolve &lt;payout&gt; exists, absent, paid or failed &lt;what the cabinet shows&gt;, for example <code>/resolve w-abc2345678 paid line 778812 of today</code>
usage-reject = /reject &lt;deposit&gt; &lt;reason&gt;, for example <code>/reject dep-abc2345678 receipt of another payment</code>
usage-ask = /ask &lt;deposit&gt; number or photo, for example <code>/ask dep-abc2345678 photo</code>
usage-send = /send &lt;deposit&gt;, for example <code>/send dep-abc2345678</code>
usage-hold = /hold &lt;player&gt; &lt;reason&gt;, for example <code>/hold tg-501 same receipt three times</code>
usage-release = /release &lt;player&gt;, for example <code>/release tg-501</code>
usage-freeze = /freeze, with nothing behind it
usage-unfreeze = /unfreeze, with nothing behind it
usage-wallet = /wallet on or off &lt;wallet&gt;, for example <code>/wallet off wavepay</code>
usage-limits = /limits &lt;wallet&gt; &lt;lowest&gt; &lt;highest&gt;, for example <code>/limits kbzpay 1,000 500,000</code>
usage-forget = /forget &lt;player&gt;, for example <code>/forget tg-501</code>; another owner confirms
usage-today = /today, with nothing behind it
usage-replay = /replay &lt;number from /inbox&gt;, for example <code>/replay 42</code>
usage-inbox = /inbox, or <code>/inbox bad</code> for what could not be applied
usage-health = /health, with nothing behind it
usage-help = /help, with nothing behind it

op-no-command = There is no such command, so nothing was done.
op-misread = This is how it is meant:
op-help-head = <b>Your commands</b> ({ $role })
op-help-line = /{ $command } – { $text }
op-amount-too-small = Too little: a payout is { $limit } or more.
op-amount-too-large = Too much: a payout is { $limit } at most.
op-player-held = This player is on hold. A checker can end that with /release.
op-not-found = Nothing is known under { $id }.
op-page = Page { $page } of { $pages }

op-ask-player = Who is to be paid? Answer with a label, id: with a Telegram id, or an @name.
op-ask-amount = How much? Answer with the amount, for example 10,000.
op-ask-account = To which KBZPay account? Answer with its 11 digits.
op-ask-again = Reply to this message.

op-button-confirm = ✅ Confirm
op-button-decline = ✖️ Decline
op-button-keep = ↩️ Back
op-button-refresh = 🔄 Refresh
op-button-timeline-of = 🕓 { $id }
op-button-unclaimed = 🧩 Unclaimed
op-button-card = 💸 Card
op-button-player = 👤 Player

why-account = Wrong account
why-amount = Wrong amount
why-player = Wrong player
why-twice = Proposed twice
why-suspicious = Suspicious
why-not-now = Not now

op-card-title = <b>💸 Payout</b> { $id }
op-card-test = 🧪 TEST: no real money
op-card-player = Player: { $label } { $name }
op-card-stranger = Never used the bot: will not be told
op-card-hold = ⛔ On hold: { $reason }
op-card-account = Account: { $wallet } { $account }
op-card-amount = Amount: <b>{ $amount }</b>
op-card-totals = In { $deposited } · out { $paid_out } · held { $held }
op-card-maker = Proposed by { $maker }, { $date }
op-card-expires = Confirm before { $time }
op-card-checker = Confirmed by { $checker }, { $date }
op-card-decliner = Declined by { $checker }: { $reason }
op-card-provider = Provider: { $detail }
op-card-reason = Decided by two: { $reason }
op-card-conflict = 🚨 CONFLICT: the provider contradicts itself. See the time line.
op-card-ask-why = Why is it declined?
op-card-resolve = See the provider's cabinet, then: <code>/resolve { $id } exists reason</code> or <code>/resolve { $id } absent reason</code>

op-state-proposed = ⏳ Waits for a second person
op-state-sending = 📤 Confirmed, being sent
op-state-sent = 📤 With the provider
op-state-unknown = ❓ Nobody knows whether it arrived. It is not sent again.
op-state-paid = ✅ Paid
op-state-failed = ❌ Failed, the sum is given back
op-state-refused = ❌ Refused, the sum is given back
op-state-declined = ✖️ Declined, the sum is given back
op-state-expired = ⌛ Nobody confirmed in time, the sum is given back

op-act-title = <b>{ $kind }</b> № { $number }
op-act-claim = 🧩 Assign money
op-act-release = 🧱 Credit what waits for its size
op-act-dismiss = 🗑 Close an entry
op-act-credit = ➕ Credit by hand
op-act-reverse = ↩️ Reversal
op-act-record = 📒 Payout in the cabinet
op-act-forget = 🧽 Forget a player
op-act-forget-what = Erased for good: name, pictures, what he wrote, account numbers. The ledger stays under his label. Only an owner can confirm.
op-act-unfreeze = ❄️ Let payouts go again
op-act-resolve = ❓ What the cabinet shows
op-act-entry = Entry { $entry }: { $amount }, { $wallet }, transaction { $transaction }
op-act-entry-owner = Order of deposit { $deposit }, player { $owner }
op-act-entries = Entries: { $count }, each to the player of its order
op-act-entries-more = and { $count } more
op-act-deposit = Deposit { $id } of { $label }: { $amount }, { $wallet }
op-act-account = Account: { $account }
op-act-reference = Reference in the cabinet: { $reference }
op-act-payout = Payout { $id }: { $amount } to { $label }
op-act-exists = The cabinet shows it: it counts as sent.
op-act-absent = The cabinet does not show it: the sum is given back.
op-act-reason = Reason: { $reason }
op-stage-proposed = ⏳ Waits for a second person
op-stage-done = ✅ Done by { $maker } and { $checker }
op-stage-declined = ✖️ Declined by { $checker }: { $reason }
op-stage-expired = ⌛ Nobody confirmed in time

op-pending-head = <b>Open deposits: { $count }</b>
op-pending-none = No deposit is open.
op-deposit-line = { $age } · { $amount } · { $wallet } · { $state } · { $label } · { $id }
op-withdrawals-head = <b>Payouts: { $count }</b>
op-withdrawals-none = No payouts.
op-withdrawal-line = { $age } · { $amount } · { $state } · { $label } · { $id }
op-find-head = <b>Found: { $count }</b>
op-find-none = Nothing found.
op-hit-player = 👤 { $label } ({ $id })
op-hit-deposit = 💰 { $amount } · { $wallet } · { $state } · { $label } · { $id } · { $date }
op-hit-withdrawal = 💸 { $amount } · { $state } · { $label } · { $id } · { $date }
op-hit-quarantine = 🧩 { $id } · { $amount } · { $wallet } · { $date }
op-unclaimed-head = <b>Entries that wait for a person: { $count }</b>, { $money } of them with money
    Assign one with <code>/claim number player</code>
op-unclaimed-release = 🧱 Too large for automatic credit only: { $count }, { $amount } in all. Propose to credit with <code>/unclaimed release</code>
op-unclaimed-owner = → deposit { $deposit } of { $owner }
op-unclaimed-none = Nothing waits for a person.
op-unclaimed-line = <b>{ $entry }</b> · { $amount } · { $wallet } · { $transaction } · { $label } · { $date }
    { $reason }
op-inbox-head = <b>Came in of late</b>
op-inbox-bad-head = <b>Could not be applied</b>
op-inbox-none = Nothing.
op-inbox-line = <b>{ $entry }</b> · { $source } · { $state } · { $date } { $reason }
op-player-head = <b>👤 { $label }</b>
op-player-chat = Telegram { $id } { $name }
op-player-open-deposits = Open deposits:
op-player-open-payouts = Open payouts:
op-today-caption = <b>{ $date }</b>
    Credited { $credited } · { $count } deposits
    Median from claim to credit: { $median }
    Waiting now: { $waiting }, the oldest for { $oldest }
    By hand { $by_hand } · reversed { $reversed } · paid out { $paid_out }
op-today-wallet = { $wallet }: { $amount } · { $count }
op-health-provider = Provider's last answer: { $ago }, { $outcome }
op-health-provider-never = The provider was not asked yet.
op-health-postback = Last postback: { $ago }
op-health-update = Last message from Telegram: { $ago }
op-health-inbox = To be applied: { $count }, the oldest for { $age }
op-health-outbox = To be sent: { $count }, the oldest for { $age }
op-health-bad = Set aside: { $bad } · undeliverable messages: { $dead }
op-health-disk = Database { $size } · free { $free }
op-health-alarms = Alarms that are on: { $count }
op-health-alarm = 🔔 { $text } ({ $age })
op-never = never
op-ago = { $age } ago
op-age-minutes = { $count } min
op-age-hours = { $count } h
op-age-days = { $count } d
op-seconds = { $count } s

op-timeline-deposit = <b>💰 Deposit { $id }</b>
    { $amount } · { $wallet } · { $state }
    Player: { $label }
op-timeline-payout = <b>💸 Payout { $id }</b>
    { $amount } · { $wallet } · { $state }
    Player: { $label }
op-timeline-account = Account: { $account }
op-timeline-number = Transaction number: { $number }
op-timeline-credited = Credited: { $amount }
op-timeline-refusal = Refusal: { $reason }
op-moment-postback = { $date } 📨 Postback { $ref } ({ $what })
op-moment-audit = { $date } 👤 { $actor }: { $what } { $detail }
op-moment-event = { $date } ▫️ { $what } { $detail }
op-moment-attempt = { $date } 📤 Asked the provider ({ $ref }): { $what } { $detail }
op-moment-ledger = { $date } 📒 { $amount }, { $what }: { $detail }
op-moment-quarantine = { $date } 🧩 Entry { $ref } waits: { $what }
op-moment-message = { $date } 💬 Told the player: { $what } ({ $ref })

op-done-freeze = 🧊 All payouts are stopped. Two operators can let them go again with /unfreeze.
op-done-reject = ✖️ Deposit { $deposit } is closed. The player is told.
op-done-ask-number = ✍️ The player of { $deposit } is asked for the transaction number.
op-done-ask-photo = ✍️ The player of { $deposit } is asked for the receipt.
op-done-send = 📤 The claim of deposit { $deposit } leaves now. /tx { $deposit } shows what the provider says.
op-done-hold = ⛔ { $label } is on hold: { $reason }
op-done-release = ▶️ { $label } may go on.
op-done-wallet-on = { $wallet } is on.
op-done-wallet-off = { $wallet } is off.
op-done-limits = { $wallet }: from { $low } to { $high }.
op-done-replay = 🔁 Postback { $entry } is applied again.

alert-many = <b>{ $count } times:</b>
alert-many-more = … and { $count } more.
alert-command-ignored = 🚨 A command about money came in a way that is not taken (forwarded, through a bot, or without a name): { $command }
