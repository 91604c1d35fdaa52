# What a player reads about money that is paid out to him.

payout-sent = 📤 { $amount } is on its way to your { $wallet } account ending in { $tail }.
payout-paid = ✅ { $amount } has been paid out to your { $wallet } account ending in { $tail }.
payout-failed = { $amount } could not be paid out to your { $wallet } account ending in { $tail }. Please ask our team.

payout-line = − { $amount } · { $wallet } …{ $tail } · { $state } · { $date }
payout-state-open = being sent
payout-state-sent = on its way
payout-state-paid = paid out
payout-state-failed = not paid out
