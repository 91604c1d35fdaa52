# What a player reads about money that is paid out to him.

payout-sent = 📤 { $tail } ဖြင့်ဆုံးသော သင်၏ { $wallet } အကောင့်သို့ { $amount } လွှဲပေးနေပါသည်။
payout-paid = ✅ { $tail } ဖြင့်ဆုံးသော သင်၏ { $wallet } အကောင့်သို့ { $amount } ထုတ်ပေးပြီးပါပြီ။
payout-failed = { $tail } ဖြင့်ဆုံးသော သင်၏ { $wallet } အကောင့်သို့ { $amount } ထုတ်ပေး၍ မရပါ။ ဝန်ထမ်းများထံ မေးမြန်းပေးပါ။

payout-line = − { $amount } · { $wallet } …{ $tail } · { $state } · { $date }
payout-state-open = ပို့နေဆဲ
payout-state-sent = လွှဲပေးနေပါသည်
payout-state-paid = ထုတ်ပေးပြီး
payout-state-failed = မထုတ်ပေးရသေးပါ
