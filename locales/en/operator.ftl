# What operators are told: alerts, and why an entry waits for a person.

alert-deposit-waiting = ⏰ Deposit { $deposit } has been waiting for { $minutes } min: { $amount }, { $wallet }.
alert-quarantine =
    🧩 Entry { $entry } needs an operator: { $amount }, { $wallet }, transaction { $transaction }.
    { $reason }
alert-credit-unusual = 👀 Deposit { $deposit }: { $amount } credited ({ $wallet }), { $marks }.
alert-credits-wait = 🧱 Money is waiting for two operators. { $reason } See /unclaimed. If it is right, credit it with <code>/unclaimed release</code>.
alert-provider-locked-out = 🔑 The provider answers 404: it rejects our secret or our server's address. Please check PAYKASSMA_SECRET and ask its support. Claims are kept and will be sent when the provider accepts us again; until then only one test call is made from time to time.
alert-provider-unreachable = 📡 The provider does not answer claims. They are kept and will be sent when it answers again.
alert-wallet-unavailable = 📡 { $wallet }: the provider gives no number. { $detail }
alert-bad-signature = 🚨 A postback with a wrong signature was refused. If keys were changed, compare them with the provider. If not, somebody may be trying to forge a payment.
alert-updates-refused = 📡 The bot gets no messages from players: { $cause } Telegram says: { $detail }
alert-postbacks-silent = 🔕 No postback for { $minutes } min while deposits are waiting. { $sent_away }
alert-postbacks-refused = 🚪 A postback was refused: { $refused }. Size in bytes: { $size }, type: { $content_type }, fields: { $members }. If the provider sent it, please compare keys and format with the provider; see /inbox bad.
alert-public-url-dead = 🔌 Our own test postback does not arrive through BOT_PUBLIC_URL: { $detail }. Postbacks of the provider may be lost too. Please check the proxy and the address.
alert-too-many-numbers = 🎲 Player { $player } is trying many transaction numbers; the provider refused too many of them today. New claims of this player wait, first deposit { $deposit }. Send one now with /send { $deposit }, or stop the player with /hold. The others will be sent when the day is over.
alert-numbers-guessed =
    🎲 Somebody is guessing transaction numbers under many names: the provider refused { NUMBER($times) ->
        [one] 1 number
       *[other] { $times } numbers
    } within a day. Claims wait if their player was never credited or had a number refused today, first deposit { $deposit }. Send one now with /send { $deposit }. The others will be sent when the day is over.
alert-number-dead =
    📵 Players say that the { $wallet } number { $number } does not work: { NUMBER($times) ->
        [one] 1 deposit
       *[other] { $times } deposits
    } today, the latest { $deposit }. The bot has asked for another number. Please tell the provider.
alert-number-shared = 👥 Two players claim the transaction number { $number }: deposits { $deposit } and { $other }.
alert-claim-odd =
    🔎 Risk signals for deposit { $deposit }, { $amount }, { $wallet }:
    { $hints }
alert-corrections-over = ✋ Deposit { $deposit } has no corrections left: { $amount }, { $wallet }. Please look at it.
alert-claim-refused = ✋ The provider refuses the claim of deposit { $deposit }, but may have accepted it before. The deposit stays open. Please ask the provider. { $detail }
alert-below-minimum = ✋ The provider holds deposit { $deposit }, probably because it is below the minimum: { $amount }, { $wallet }.
alert-payout-not-sent = 📡 Payout { $withdrawal } is not sent yet, because the provider cannot be reached: { $amount }, { $wallet }. It will be sent when the provider can be reached again.
alert-payout-unknown = ❓ Payout { $withdrawal }: outcome unknown. { $amount }, { $wallet }. It will not be sent again by itself. Please check the cabinet, then /resolve.
alert-payout-still-unknown = ❓ Payout { $withdrawal }: outcome unknown for { $minutes } min. { $amount }, { $wallet }. Please check the cabinet, then /resolve.
alert-events-waiting =
    🏦 Your platform does not accept our events. { NUMBER($rows) ->
        [one] 1 event is waiting
       *[other] { $rows } events are waiting
    }, the oldest for { $minutes } min. They are kept and will be sent again.
alert-disk-filling = 💽 The disk of the database is { $percent } % full, { $megabytes } MB are free. When it is full, the bot can accept nothing new. Please free some space.
alert-log-long = 📜 The write-ahead log of the database has grown to { $megabytes } MB. A backup or another program keeps an old read transaction open. Please end it.
alert-database-restored =
    🧯 This database was restored: { $sign ->
        [copy] it is a backup
        [behind] it is older than the last state the bot knew
        [moved] it is on another server, or a standby took over
       *[other] it is not the database that was here before
    }. Payouts are frozen. { NUMBER($payouts) ->
        [one] 1 open payout is
       *[other] { $payouts } open payouts are
    } unknown now; payouts made after the backup are missing here. Please compare with the cabinet and /resolve each unknown payout. Then two operators can /unfreeze.
alert-delivery-dead = 📭 A message to { $recipient } cannot be delivered and will not be tried again: { $detail }
alert-claim-unanswered =
    ❔ The provider answers other claims, but not the claim of deposit { $deposit }: { NUMBER($tries) ->
        [one] 1 attempt
       *[other] { $tries } attempts
    } so far. It is kept and will be sent again. Please ask the provider. { $detail }
alert-not-applied = 🧩 Message { $row } from { $source } could not be applied and was put aside. When the cause is fixed, send /replay { $row }
alert-update-failed = 🧩 Message { $row } from Telegram could not be handled. Its sender was told. Please look into the log.
alert-audit-head =
    🔗 The audit log has { NUMBER($rows) ->
        [one] 1 row
       *[other] { $rows } rows
    }; the hash of the last row is { $hash }
alert-message-broken = 🧩 A message about { $about } ({ $sort }, no. { $row }) cannot be sent: { $detail }. All other messages are sent. Please tell the person who runs the bot; details are in the log.
alert-chat-moved = 👥 This group has become a supergroup, and Telegram gave it a new id. Please set BOT_OPERATORS_CHAT={ $chat }. Until then both ids work.
alert-copy = 📋 You get this here because the operators' chat does not accept messages from the bot ({ $reason }). Please check the bot's rights there.

alert-over = ✅ Resolved: { $text }
alert-over-deposit-waiting = ✅ Deposit { $deposit } is no longer waiting.
alert-over-provider-locked-out = ✅ The provider accepts us again. Waiting claims are being sent, the oldest first.
alert-over-provider-unreachable = ✅ The provider answers claims again. Waiting claims are being sent, the oldest first.
alert-over-wallet-unavailable = ✅ { $wallet }: the provider gives numbers again.
alert-over-bad-signature = ✅ Postbacks with a correct signature arrive again.
alert-over-updates-refused = ✅ The bot gets messages from players again.
alert-over-postbacks-silent = ✅ Postbacks arrive again.
alert-over-public-url-dead = ✅ Our own test postback arrives again.
alert-over-events-waiting = ✅ Your platform accepts our events again.
alert-over-credits-wait = ✅ No money is waiting because of this limit any more.
alert-over-disk-filling = ✅ The disk of the database has enough space again.
alert-over-database-restored = ✅ Payouts are unfrozen after the database was restored.
alert-over-log-long = ✅ The write-ahead log of the database is short again.

quarantine-old-shape = It has the old format of a postback.
quarantine-no-entries = The postback has no entries.
quarantine-not-an-object = It is not a JSON object.
quarantine-both-kinds = It claims to be a deposit and a withdrawal at the same time.
quarantine-neither-kind = It is neither a deposit nor a withdrawal.
quarantine-amount-invalid = Its amount is not a whole number above zero.
quarantine-transaction-invalid = Its transaction number is missing or malformed.
quarantine-direction-differs = Its direction differs from the unsigned part.
quarantine-total-differs = The total differs from the sum of the entries.
quarantine-currency-differs = Its currency differs from the unsigned part or from our row.
quarantine-currency-unknown = Its currency is not MMK.
quarantine-wallet-differs = Its wallet differs from the unsigned part or from our row.
quarantine-wallet-unknown = Its wallet is unknown.
quarantine-repeated-in-body = It appears twice in the same postback.
quarantine-label-differs = Its label belongs to another player than its order.
quarantine-order-unknown = Its order id is unknown. Assign the money with /claim.
quarantine-order-differs = This transaction was already credited to another order.
quarantine-conflict = It contradicts what is already in the ledger.
quarantine-above-auto-credit = It is above the limit for automatic credit. Two operators must agree.
quarantine-withdrawal-unknown = Its withdrawal id is unknown.
quarantine-withdrawal-differs = Its amount, account or wallet differs from our payout.
quarantine-withdrawal-status = Its withdrawal status is not documented. Nothing was changed.
quarantine-unreadable = It could not be read or applied.
quarantine-says-no = It does not say that the payment succeeded. Ask the provider; then credit it with /claim or close it with /dismiss.
quarantine-top-says-no = Its unsigned part does not say that the payment succeeded. Ask the provider; then credit it with /claim or close it with /dismiss.
quarantine-deposit-reversed = Its deposit was reversed. The money waits unclaimed.
quarantine-above-hour = It is above the limit for automatic credit per hour. Two operators must agree.
quarantine-above-player-day = It is above the limit for automatic credit per player and day. Two operators must agree.
quarantine-not-handled = It could not be applied because of a fault in the bot. See the log, then send /replay or use /claim.

refused-too-large = larger than 64 KiB
refused-compressed = compressed
refused-bom = begins with a byte order mark
refused-form = a form, not JSON
refused-malformed = not JSON
refused-key-unknown = an unknown access key
refused-signature-bad = a wrong signature

silence-nothing = No postback was refused either. Please ask the provider.
silence-sent-away = Refused in this time: { $what }. Please look at /inbox bad and compare keys and format with the provider.

mark-extra = one more payment for this deposit
mark-amount-differs = not the amount the player entered
mark-number-differs = not the transaction number the player sent
mark-was-rejected = after the deposit was refused
mark-late = late

hint-same-picture = • The same picture was sent before: deposit { $deposit }, player { $label }.
hint-like-picture = • Almost the same picture was sent before: deposit { $deposit }, player { $label }.
hint-number-claimed = • The same transaction number was sent before: deposit { $deposit }, player { $label }.
hint-number-differs = • The picture shows another transaction number: { $number }.
hint-amount-differs = • The picture shows { $amount }, the player entered { $stated }.
hint-other-recipient = • The picture shows a payment to …{ $tail }, but the player was given …{ $shown }.
hint-older = • The receipt is older than the deposit: { $at }.
hint-future = • The receipt has a time in the future: { $at }.
hint-payer-shared =
    • The payer …{ $tail } has paid for { NUMBER($players) ->
        [one] 1 player
       *[other] { $players } players
    } within 30 days.
hint-failed-numbers =
    { NUMBER($count) ->
        [one] • 1 transaction number of this player was refused within a day.
       *[other] • { $count } transaction numbers of this player were refused within a day.
    }

updates-token-refused = Telegram rejects our token. Please set BOT_TOKEN again as BotFather shows it, and restart the bot.
updates-webhook-set = another program had set a webhook for our bot; it was removed. If this happens again, please change the token.
updates-other-poller = another program polls with our token. Please stop it or change the token.
updates-webhook-lost = another program removed our webhook; it is set again. If this happens again, please change the token.
updates-webhook-refused = Telegram rejects our webhook. Please check BOT_PUBLIC_URL.
updates-webhook-failing = Telegram cannot reach our webhook. Please check the proxy and its certificate.
updates-webhook-behind = many messages are waiting at Telegram. Please check whether the bot is slow or hard to reach.
