# What operators read: their commands, the cards of proposals, and the answers.

command-op-withdraw = Propose a payout
command-op-approve = Confirm a proposal
command-op-decline = Decline a proposal
command-op-withdrawals = Payouts with state and age
command-op-pending = Open deposits by age
command-op-find = Find a payment or a player
command-op-tx = Timeline of a deposit or payout
command-op-player = Totals and open items of a player
command-op-unclaimed = Unclaimed money
command-op-claim = Assign unclaimed money to a player
command-op-dismiss = Close an unclaimed entry
command-op-credit = Credit a player manually
command-op-reverse = Reverse a credit
command-op-record = Record a payout made in the cabinet
command-op-resolve = Resolve a payout by what the cabinet shows
command-op-reject = Close a claim
command-op-ask = Ask a player for the number or photo
command-op-send = Send a waiting claim now
command-op-hold = Put a player on hold
command-op-release = Release a player from hold
command-op-freeze = Freeze all payouts now
command-op-unfreeze = Unfreeze payouts
command-op-wallet = Switch a wallet on or off
command-op-limits = Set the deposit limits of a wallet
command-op-forget = Erase a player's personal data
command-op-today = Today's figures
command-op-replay = Apply a stored postback again
command-op-inbox = Recent postbacks
command-op-health = Health of the bot
command-op-help = All commands

usage-withdraw = /withdraw &lt;player&gt; &lt;amount&gt; &lt;account&gt;, for example <code>/withdraw tg-501 10,000 09444595698</code>. Send /withdraw alone to be asked step by step.
usage-approve = /approve &lt;payout or proposal number&gt;, for example <code>/approve w-abc2345678</code>
usage-decline = /decline &lt;payout or proposal number&gt; &lt;reason&gt;, for example <code>/decline w-abc2345678 wrong account</code>
usage-withdrawals = /withdrawals for all payouts, <code>/withdrawals open</code> for the open ones
usage-pending = /pending (nothing after it)
usage-find = /find &lt;anything&gt;: an id, a transaction number, the end of a phone number, a player or an @name, for example <code>/find 5698</code>
usage-tx = /tx &lt;deposit or payout&gt;, for example <code>/tx dep-abc2345678</code>
usage-player = /player &lt;player&gt;: a label, id: with a Telegram id, or an @name, for example <code>/player tg-501</code>
usage-unclaimed = /unclaimed for the list, <code>/unclaimed release</code> to propose crediting all payments that wait only because of their size
usage-claim = /claim &lt;number from /unclaimed&gt; &lt;player&gt;, for example <code>/claim 7 tg-501</code>
usage-dismiss = /dismiss &lt;number from /unclaimed&gt; &lt;reason&gt;, for example <code>/dismiss 7 test payment by the provider</code>
usage-credit = /credit &lt;player&gt; &lt;amount&gt; &lt;reason&gt;, for example <code>/credit tg-501 10,000 bonus promised by phone</code>. The reason must begin with a word.
usage-reverse = /reverse &lt;deposit, or reference of a manual credit&gt; &lt;reason&gt;, for example <code>/reverse dep-abc2345678 credited to the wrong player</code> or <code>/reverse act-12 wrong player</code>
usage-record = /record &lt;player&gt; &lt;amount&gt; &lt;account&gt; &lt;reference in the cabinet&gt;, for example <code>/record tg-501 10,000 09444595698 778812</code>
usage-resolve = /resolve &lt;payout&gt; exists, absent, paid or failed &lt;what the cabinet shows&gt;, for example <code>/resolve w-abc2345678 paid line 778812 of today</code>
usage-reject = /reject &lt;deposit&gt; &lt;reason&gt;, for example <code>/reject dep-abc2345678 receipt of another payment</code>
usage-ask = /ask &lt;deposit&gt; number or photo, for example <code>/ask dep-abc2345678 photo</code>
usage-send = /send &lt;deposit&gt;, for example <code>/send dep-abc2345678</code>
usage-hold = /hold &lt;player&gt; &lt;reason&gt;, for example <code>/hold tg-501 same receipt sent three times</code>
usage-release = /release &lt;player&gt;, for example <code>/release tg-501</code>
usage-freeze = /freeze (nothing after it)
usage-unfreeze = /unfreeze (nothing after it)
usage-wallet = /wallet on or off &lt;wallet&gt;, for example <code>/wallet off wavepay</code>
usage-limits = /limits &lt;wallet&gt; &lt;lowest&gt; &lt;highest&gt;, for example <code>/limits kbzpay 1,000 500,000</code>
usage-forget = /forget &lt;player&gt;, for example <code>/forget tg-501</code>. Another owner must confirm.
usage-today = /today (nothing after it)
usage-replay = /replay &lt;number from /inbox&gt;, for example <code>/replay 42</code>
usage-inbox = /inbox for recent postbacks, <code>/inbox bad</code> for those that could not be applied
usage-health = /health (nothing after it)
usage-help = /help (nothing after it)

op-no-command = There is no such command. Nothing was done.
op-misread = Usage:
op-help-head = <b>Your commands</b> ({ $role })
op-help-line = /{ $command } – { $text }
op-amount-too-small = Too little: the smallest payout is { $limit }.
op-amount-too-large = Too much: the largest payout is { $limit }.
op-player-held = This player is on hold. A checker can release him with /release.
op-not-found = Nothing found for { $id }.
op-page = Page { $page } of { $pages }

op-ask-player = Who should be paid? Reply with a label, id: with a Telegram id, or an @name.
op-ask-amount = How much? Reply with the amount, for example 10,000.
op-ask-account = To which KBZPay account? Reply with its 11 digits.
op-ask-again = Please reply to this message.

op-button-confirm = ✅ Confirm
op-button-decline = ✖️ Decline
op-button-keep = ↩️ Back
op-button-refresh = 🔄 Refresh
op-button-timeline-of = 🕓 { $id }
op-button-unclaimed = 🧩 Unclaimed
op-button-card = 💸 Payout card
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
op-card-stranger = Has never used the bot and will not be notified
op-card-hold = ⛔ On hold: { $reason }
op-card-account = Account: { $wallet } { $account }
op-card-amount = Amount: <b>{ $amount }</b>
op-card-totals = In { $deposited } · out { $paid_out } · reserved { $held }
op-card-maker = Proposed by { $maker }, { $date }
op-card-expires = Confirm before { $time }
op-card-checker = Confirmed by { $checker }, { $date }
op-card-decliner = Declined by { $checker }: { $reason }
op-card-provider = Provider: { $detail }
op-card-reason = Decision of two operators: { $reason }
op-card-conflict = 🚨 CONFLICT: the provider's reports contradict each other. See the timeline.
op-card-ask-why = Why do you decline it?
op-card-resolve = Check the provider's cabinet, then send <code>/resolve { $id } exists reason</code> or <code>/resolve { $id } absent reason</code>

op-state-proposed = ⏳ Waiting for a second operator
op-state-sending = 📤 Confirmed, being sent
op-state-sent = 📤 Sent to the provider
op-state-unknown = ❓ Outcome unknown. It will not be sent again by itself.
op-state-paid = ✅ Paid
op-state-failed = ❌ Failed, the reserved amount is released
op-state-refused = ❌ Refused, the reserved amount is released
op-state-declined = ✖️ Declined, the reserved amount is released
op-state-expired = ⌛ Not confirmed in time, the reserved amount is released

op-act-title = <b>{ $kind }</b> № { $number }
op-act-claim = 🧩 Assign unclaimed money
op-act-release = 🧱 Credit payments held back by size
op-act-dismiss = 🗑 Close an entry
op-act-credit = ➕ Manual credit
op-act-reverse = ↩️ Reverse a credit
op-act-record = 📒 Payout made in the cabinet
op-act-forget = 🧽 Erase a player's personal data
op-act-forget-what = This erases for good: name, pictures, messages and account numbers. The ledger stays under the label. Only an owner can confirm.
op-act-unfreeze = ❄️ Unfreeze payouts
op-act-resolve = ❓ Resolve a payout
op-act-entry = Entry { $entry }: { $amount }, { $wallet }, transaction { $transaction }
op-act-entry-owner = Belongs to deposit { $deposit } of player { $owner }
op-act-entries =
    { NUMBER($count) ->
        [one] 1 entry, credited to the player of its order
       *[other] { $count } entries, each credited to the player of its order
    }
op-act-entries-more = and { $count } more
op-act-deposit = Deposit { $id } of { $label }: { $amount }, { $wallet }
op-act-account = Account: { $account }
op-act-reference = Reference in the cabinet: { $reference }
op-act-payout = Payout { $id }: { $amount } to { $label }
op-act-exists = The cabinet shows it: it will count as sent.
op-act-absent = The cabinet does not show it: the reserved amount will be released.
op-act-reason = Reason: { $reason }
op-stage-proposed = ⏳ Waiting for a second operator
op-stage-done = ✅ Done by { $maker } and { $checker }
op-stage-declined = ✖️ Declined by { $checker }: { $reason }
op-stage-expired = ⌛ Not confirmed in time

op-pending-head = <b>Open deposits: { $count }</b>
op-pending-none = No open deposits.
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
op-unclaimed-head = <b>Entries that need an operator: { $count }</b>, with money: { $money }
    Assign one with <code>/claim number player</code>
op-unclaimed-release =
    { NUMBER($count) ->
        [one] 🧱 1 payment waits only because of its size: { $amount }. Propose crediting it with <code>/unclaimed release</code>
       *[other] 🧱 { $count } payments wait only because of their size: { $amount } in total. Propose crediting them with <code>/unclaimed release</code>
    }
op-unclaimed-owner = → deposit { $deposit } of { $owner }
op-unclaimed-none = Nothing needs an operator.
op-unclaimed-line = <b>{ $entry }</b> · { $amount } · { $wallet } · { $transaction } · { $label } · { $date }
    { $reason }
op-inbox-head = <b>Recent postbacks</b>
op-inbox-bad-head = <b>Could not be applied</b>
op-inbox-none = Nothing here.
op-inbox-line = <b>{ $entry }</b> · { $source } · { $state } · { $date } { $reason }
op-player-head = <b>👤 { $label }</b>
op-player-chat = Telegram { $id } { $name }
op-player-open-deposits = Open deposits:
op-player-open-payouts = Open payouts:
op-today-caption = <b>{ $date }</b>
    Credited { $credited } · { NUMBER($count) ->
        [one] 1 deposit
       *[other] { $count } deposits
    }
    Median time from claim to credit: { $median }
    Waiting now: { $waiting }, the oldest for { $oldest }
    Manual { $by_hand } · reversed { $reversed } · paid out { $paid_out }
op-today-wallet = { $wallet }: { $amount } · { $count }
op-health-provider = Last answer of the provider: { $ago }, { $outcome }
op-health-provider-never = The provider has not been called yet.
op-health-postback = Last postback: { $ago }
op-health-update = Last message from Telegram: { $ago }
op-health-inbox = Received, not applied yet: { $count }, the oldest for { $age }
op-health-outbox = Not sent yet: { $count }, the oldest for { $age }
op-health-bad = Failed to apply: { $bad } · undeliverable messages: { $dead }
op-health-disk = Database { $size } · free { $free }
op-health-alarms = Active alerts: { $count }
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
op-moment-attempt = { $date } 📤 Call to the provider ({ $ref }): { $what } { $detail }
op-moment-ledger = { $date } 📒 { $amount }, { $what }: { $detail }
op-moment-quarantine = { $date } 🧩 Entry { $ref } in quarantine: { $what }
op-moment-message = { $date } 💬 Message to the player: { $what } ({ $ref })

op-done-freeze = 🧊 All payouts are frozen. Two operators can unfreeze them with /unfreeze.
op-done-reject = ✖️ Deposit { $deposit } is closed. The player will be notified.
op-done-ask-number = ✍️ The player of deposit { $deposit } is asked for the transaction number.
op-done-ask-photo = ✍️ The player of deposit { $deposit } is asked for the receipt.
op-done-send = 📤 The claim of deposit { $deposit } is being sent now. See the provider's answer with /tx { $deposit }
op-done-hold = ⛔ { $label } is on hold: { $reason }
op-done-release = ▶️ { $label } is released from hold.
op-done-wallet-on = { $wallet } is switched on.
op-done-wallet-off = { $wallet } is switched off.
op-done-limits = { $wallet }: deposits from { $low } to { $high }.
op-done-replay = 🔁 Postback { $entry } will be applied again.

alert-many = <b>Alerts: { $count }</b>
alert-many-more = … and { $count } more.
alert-command-ignored = 🚨 A command about money was ignored: { $command }. It was forwarded, sent through a bot, or sent without a name. If you meant it, type it yourself in this chat.
