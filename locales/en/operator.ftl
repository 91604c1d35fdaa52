# What operators are told: alerts, and why an entry waits for a person.

alert-over = ✅ Over: { $text }

alert-deposit-waiting = ⏰ Deposit { $deposit } has been waiting for { $minutes } min: { $amount }, { $wallet }.
alert-quarantine =
    🧩 Entry { $entry } waits for a person: { $amount }, { $wallet }, transaction { $transaction }.
    { $why }
alert-provider-locked-out = 🔑 The provider answers 404: it does not know our secret or our address. Claims wait until this is put right.
alert-provider-unreachable = 📡 The provider is out of reach after { $tries } tries. Claims are safe and are sent later.
alert-wallet-unavailable = 📡 { $wallet } gives no number: { $detail }
alert-bad-signature = 🚨 A postback with a bad signature came in ({ $count } so far). If keys were changed, compare them; if not, somebody is trying.
alert-postbacks-silent = 🔕 No postback for { $minutes } min while { $waiting } deposits wait.
alert-number-shared = 👥 Two players claim the transaction number { $number }: deposits { $deposit } and { $other }.
alert-corrections-over = ✋ Deposit { $deposit } has used up its corrections: { $amount }, { $wallet }. Please look at it.
alert-claim-refused = ✋ The provider refuses the claim of deposit { $deposit }: { $detail }
alert-below-minimum = ✋ The provider holds deposit { $deposit }, probably below its minimum: { $amount }, { $wallet }.
alert-delivery-dead = 📭 A message to { $recipient } can never be delivered: { $detail }

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
quarantine-unreadable = It could not be read or handled.
