# What operators are told: alerts, and why an entry waits for a person.

alert-deposit-waiting = ⏰ Deposit { $deposit } has been waiting for { $minutes } min: { $amount }, { $wallet }.
alert-quarantine =
    🧩 Entry { $entry } has money that waits for a person: { $amount }, { $wallet }, transaction { $transaction }.
    { $reason }
alert-credit-unusual = 👀 Deposit { $deposit }: { $amount } credited ({ $wallet }), { $marks }.
alert-credits-wait = 🧱 Money waits for two operators. { $reason } See /unclaimed. If it is right, credit it with <code>/unclaimed release</code>.
alert-provider-locked-out = 🔑 The provider answers 404: it does not know our secret or our address. Only a single call tries it from time to time. Claims are kept and will be sent when it knows us again.
alert-provider-unreachable = 📡 The provider does not answer claims. They are kept and will be sent as soon as it answers.
alert-wallet-unavailable = 📡 { $wallet } gives no number: { $detail }
alert-bad-signature = 🚨 A postback with a bad signature came in. If keys were changed, compare them; if not, somebody is trying.
alert-updates-refused = 📡 Messages of players do not come in: { $cause } Telegram says: { $detail }
alert-postbacks-silent = 🔕 No postback for { $minutes } min while deposits wait. { $sent_away }
alert-postbacks-refused = 🚪 A call to the postback address was refused: { $refused }. { $size } bytes, { $content_type }, members: { $members }. If it came from the provider, please compare keys and format with them; see /inbox bad.
alert-public-url-dead = 🔌 A test postback of our own does not come in through BOT_PUBLIC_URL: { $detail }. The provider's may be lost on the same way. Please look at the proxy and the address.
alert-too-many-numbers = 🎲 Player { $player } tries many transaction numbers: the provider refused too many today. His claims wait, deposit { $deposit } first. Send one at once with /send { $deposit }, or stop him with /hold; the rest leaves when the day is over.
alert-numbers-guessed = 🎲 Transaction numbers are being guessed under many names: the provider refused { $times } within a day. Claims of players who were never credited, or had a number refused today, wait; deposit { $deposit } first. Send one at once with /send { $deposit }; the rest leaves when the day is over.
alert-number-dead = 📵 Players say that the { $wallet } number { $number } does not work. Deposits of today that say so: { $times }, the last one { $deposit }. Another number was asked for. Please tell the provider.
alert-number-shared = 👥 Two players claim the transaction number { $number }: deposits { $deposit } and { $other }.
alert-claim-odd =
    🔎 Worth a second look: deposit { $deposit }, { $amount }, { $wallet }.
    { $hints }
alert-corrections-over = ✋ Deposit { $deposit } has used up its corrections: { $amount }, { $wallet }. Please look at it.
alert-claim-refused = ✋ The provider says no to the claim of deposit { $deposit }, which it may have taken before. It stays open; please ask the provider. { $detail }
alert-below-minimum = ✋ The provider holds deposit { $deposit }, probably below its minimum: { $amount }, { $wallet }.
alert-payout-not-sent = 📡 Payout { $withdrawal } could not leave yet, since the provider cannot be reached: { $amount }, { $wallet }. Nothing was sent. It will be sent when the provider can be reached.
alert-payout-unknown = ❓ Nobody knows whether payout { $withdrawal } reached the provider: { $amount }, { $wallet }. It is not sent again. Please look into the cabinet, then /resolve.
alert-payout-still-unknown = ❓ Payout { $withdrawal } has been unknown for { $minutes } min: { $amount }, { $wallet }. Please look into the cabinet, then /resolve.
alert-events-waiting = 🏦 Your platform does not take our events: { $rows } wait, the oldest for { $minutes } min. They are kept and sent again.
alert-disk-filling = 💽 The disk of the database is { $percent } % full, { $megabytes } MB are free. On a full disk nothing new can be taken in. Please make room.
alert-log-long = 📜 The database's write-ahead log has grown to { $megabytes } MB: something keeps an old state open, a backup or another program. Please end it.
alert-database-restored =
    🧯 This database was put back: { $sign ->
        [copy] it is a backup
        [behind] it is older than what the bot knew last
        [moved] it is on another server, or a standby took over
       *[other] it is not the one that was here
    }. Payouts are frozen. Open payouts that are unknown now: { $payouts }; those made since then are missing here. Please compare with the cabinet, /resolve each unknown one; then two operators can /unfreeze.
alert-delivery-dead = 📭 A message to { $recipient } can never be delivered: { $detail }
alert-claim-unanswered = ❔ The provider answers other claims, but { $tries } times not that of deposit { $deposit }. It is kept and sent again. Please ask the provider. { $detail }
alert-not-applied = 🧩 Message { $row } from { $source } could not be handled and is set aside. When the cause is gone: /replay { $row }
alert-update-failed = 🧩 Message { $row } from Telegram could not be handled. Its sender was told so. Please look into the log.
alert-audit-head = 🔗 The audit log has { $rows } rows; the hash of the last one is { $hash }
alert-message-broken = 🧩 A message about { $about } ({ $sort }, no. { $row }) cannot be sent: { $detail }. All other messages go out. Please tell whoever runs the bot; the log says more.
alert-chat-moved = 👥 This group is a supergroup now, and Telegram gave it a new id. Please set BOT_OPERATORS_CHAT={ $chat }. Until then both ids work.
alert-copy = 📋 Copy: the operators' chat takes no messages of the bot ({ $reason }). Please look at the bot's rights there.

alert-over = ✅ Over: { $text }
alert-over-deposit-waiting = ✅ Deposit { $deposit } is no longer waiting.
alert-over-provider-locked-out = ✅ The provider knows us again. Claims that wait leave now, the oldest first.
alert-over-provider-unreachable = ✅ The provider answers claims again. Those that wait leave now, the oldest first.
alert-over-wallet-unavailable = ✅ { $wallet } gives numbers again.
alert-over-bad-signature = ✅ Postbacks with a good signature come in again.
alert-over-updates-refused = ✅ Messages of players come in again.
alert-over-postbacks-silent = ✅ Postbacks come in again.
alert-over-public-url-dead = ✅ Our own test postback comes in again.
alert-over-events-waiting = ✅ Your platform takes our events again.
alert-over-credits-wait = ✅ No money is held back by this ceiling any more.
alert-over-disk-filling = ✅ The disk of the database has room again.
alert-over-database-restored = ✅ Payouts are open again after the database was put back.
alert-over-log-long = ✅ The database's write-ahead log is short again.

quarantine-old-shape = It has the old shape of a postback.
quarantine-no-entries = The postback holds no entries.
quarantine-not-an-object = It is no object.
quarantine-both-kinds = It claims to be a deposit and a withdrawal at once.
quarantine-neither-kind = It is neither a deposit nor a withdrawal.
quarantine-amount-invalid = Its amount is no whole number above zero.
quarantine-transaction-invalid = Its transaction number is missing or malformed.
quarantine-direction-differs = Its direction differs from the unsigned part.
quarantine-total-differs = The total differs from the sum of the entries.
quarantine-currency-differs = Its currency differs from the unsigned part or from our row.
quarantine-currency-unknown = Its currency is not MMK.
quarantine-wallet-differs = Its wallet differs from the unsigned part or from our row.
quarantine-wallet-unknown = We do not know its wallet.
quarantine-repeated-in-body = It stands twice in the same postback.
quarantine-label-differs = The label belongs to another player than the order.
quarantine-order-unknown = We do not know its order id. Assign the money with /claim.
quarantine-order-differs = This transaction was already credited to another order.
quarantine-conflict = It contradicts what is already booked.
quarantine-above-auto-credit = It is above the limit for automatic credit. Two operators must agree.
quarantine-withdrawal-unknown = We do not know its withdrawal id.
quarantine-withdrawal-differs = Its amount, account or wallet differs from our withdrawal.
quarantine-withdrawal-status = It carries a withdrawal status that is not documented. Nothing was moved.
quarantine-unreadable = It could not be read or handled.
quarantine-says-no = It does not say that the payment succeeded. Ask the provider: /claim credits it, /dismiss closes it.
quarantine-top-says-no = The unsigned part does not say that the payment succeeded. Ask the provider: /claim credits it, /dismiss closes it.
quarantine-deposit-reversed = Its deposit was taken back. The money waits unclaimed.
quarantine-above-hour = It is above what may be credited automatically within an hour. Two operators must agree.
quarantine-above-player-day = It is above what may be credited automatically to one player in a day. Two operators must agree.
quarantine-not-handled = It could not be handled because of a fault in the bot. See the log; then /replay it, or use /claim.

refused-too-large = larger than 64 KiB
refused-compressed = compressed
refused-bom = begins with a byte order mark
refused-form = a form instead of JSON
refused-malformed = not JSON
refused-key-unknown = an access key that is not ours
refused-signature-bad = a wrong signature

silence-nothing = Nothing was refused either. Please ask the provider.
silence-sent-away = Refused meanwhile: { $what }. Please look at /inbox bad, and compare keys and format with the provider.

mark-extra = a further payment for this deposit
mark-amount-differs = another amount than the player stated
mark-number-differs = another transaction number than the player sent
mark-was-rejected = after it had been refused
mark-late = late

hint-same-picture = • This picture came before: deposit { $deposit }, player { $label }.
hint-like-picture = • A picture that looks just like it came before: deposit { $deposit }, player { $label }.
hint-number-claimed = • The transaction number was sent before: deposit { $deposit }, player { $label }.
hint-number-differs = • The picture shows another transaction number: { $number }.
hint-amount-differs = • The picture shows { $amount }, the player says { $stated }.
hint-other-recipient = • The picture shows a payment to …{ $tail }; the player was given …{ $shown }.
hint-older = • The receipt is older than the deposit: { $at }.
hint-future = • The receipt is from the future: { $at }.
hint-payer-shared = • The payer …{ $tail } has paid for { $players } players within 30 days.
hint-failed-numbers = • { $count } numbers of this player were refused within a day.

updates-token-refused = Telegram refuses our token. Please copy BOT_TOKEN from BotFather again and restart.
updates-webhook-set = another program had set a webhook for our bot. It was removed. If this comes again, please change the token.
updates-other-poller = another program polls with our token. Please stop it, or change the token.
updates-webhook-lost = another program took our webhook away. It is set again. If this comes again, please change the token.
updates-webhook-refused = Telegram does not take our webhook. Please look at BOT_PUBLIC_URL.
updates-webhook-failing = Telegram cannot reach our webhook. Please look at the proxy and its certificate.
updates-webhook-behind = many messages wait at Telegram. Please check whether the bot is slow or its address is hard to reach.
