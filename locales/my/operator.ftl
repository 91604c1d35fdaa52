# What operators are told: alerts, and why an entry waits for a person.

alert-deposit-waiting = ⏰ ငွေသွင်းမှု { $deposit } သည် { $minutes } မိနစ် စောင့်နေရပါသည် – { $amount }၊ { $wallet }။
alert-quarantine =
    🧩 စာရင်း { $entry } ပါ ငွေကို ဝန်ထမ်း စစ်ဆေးရန် လိုပါသည် – { $amount }၊ { $wallet }၊ လုပ်ငန်းစဉ် { $transaction }။
    { $reason }
alert-credit-unusual = 👀 ငွေသွင်းမှု { $deposit } – { $amount } ထည့်သွင်းပြီး ({ $wallet })၊ { $marks }။
alert-credits-wait = 🧱 ငွေများ ဝန်ထမ်းနှစ်ဦး၏ သဘောတူချက်ကို စောင့်နေပါသည်။ { $reason } /unclaimed တွင် ကြည့်ပါ။ မှန်ကန်ပါက <code>/unclaimed release</code> ဖြင့် ထည့်သွင်းပါ။
alert-provider-locked-out = 🔑 ဝန်ဆောင်မှုပေးသူက 404 ဟု ဖြေပါသည်။ လျှို့ဝှက်ကီး သို့မဟုတ် လိပ်စာကို မသိပါ။ ယခု ရံဖန်ရံခါ စမ်းပို့ခြင်းမှအပ ဘာမျှ မပို့ပါ။ ပြေစာများကို သိမ်းထားပြီး ပြန်လည် လက်ခံသည်နှင့် အလိုအလျောက် ပို့ပါမည်။
alert-provider-unreachable = 📡 ဝန်ဆောင်မှုပေးသူက ပြေစာများကို မဖြေပါ။ ပြေစာများကို သိမ်းထားပြီး ပြန်ဖြေသည်နှင့် အလိုအလျောက် ပို့ပါမည်။
alert-wallet-unavailable = 📡 { $wallet } နံပါတ် မရပါ – { $detail }
alert-bad-signature = 🚨 လက်မှတ်မှားသော postback ရောက်လာပါသည်။ ကီး ပြောင်းထားပါက တိုက်စစ်ပါ။ မပြောင်းထားပါက တစ်စုံတစ်ဦး စမ်းသပ်နေပါသည်။
alert-updates-refused = 📡 ကစားသူများ၏ စာများ မရောက်လာပါ – { $cause } Telegram ၏ အကြောင်းပြန်ချက် – { $detail }
alert-postbacks-silent = 🔕 ငွေသွင်းမှုများ စောင့်နေသော်လည်း { $minutes } မိနစ်အတွင်း postback မရောက်ပါ။ { $sent_away }
alert-postbacks-refused = 🚪 postback လိပ်စာသို့ ရောက်လာသည်ကို ပြန်လွှတ်ခဲ့ပါသည် – { $refused }။ { $size } bytes၊ { $content_type }၊ ပါဝင်သည် – { $members }။ ဝန်ဆောင်မှုပေးသူ၏ postback ဖြစ်ပါက key နှင့် ပုံစံကို တိုက်စစ်ပေးပါ။ /inbox bad တွင် ကြည့်ပါ။
alert-public-url-dead = 🔌 ကျွန်ုပ်တို့၏ စမ်းသပ် postback သည် BOT_PUBLIC_URL မှတစ်ဆင့် မရောက်ပါ – { $detail }။ ဝန်ဆောင်မှုပေးသူ၏ postback များလည်း ထိုနည်းတူ မရောက်နိုင်ပါ။ proxy နှင့် လိပ်စာကို စစ်ဆေးပေးပါ။
alert-too-many-numbers = 🎲 ကစားသူ { $player } သည် လုပ်ငန်းစဉ်နံပါတ် များစွာ စမ်းနေပါသည်။ ယနေ့ ငြင်းပယ်ခံရသော နံပါတ် များလွန်းပါသည်။ သူ၏ တောင်းဆိုမှုများ စောင့်နေပါသည် (ပထမ { $deposit })။ /send { $deposit } ဖြင့် ချက်ချင်း ပို့နိုင်ပါသည်၊ သို့မဟုတ် /hold ဖြင့် ရပ်နိုင်ပါသည်။ ကျန်သည်များကို နောက်တစ်ရက်တွင် ပို့ပါမည်။
alert-numbers-guessed = 🎲 အမည်များစွာဖြင့် လုပ်ငန်းစဉ်နံပါတ်များ ခန့်မှန်း စမ်းနေပါသည်။ တစ်ရက်အတွင်း နံပါတ် { $times } ခု ငြင်းပယ်ခံရပါသည်။ ယခင် ငွေမဝင်ဖူးသူများနှင့် ယနေ့ ငြင်းပယ်ခံရသူများ၏ တောင်းဆိုမှုများ စောင့်နေပါသည် (ပထမ { $deposit })။ /send { $deposit } ဖြင့် ချက်ချင်း ပို့နိုင်ပါသည်။ ကျန်သည်များကို နောက်တစ်ရက်တွင် ပို့ပါမည်။
alert-number-dead = 📵 { $wallet } နံပါတ် { $number } သုံးမရကြောင်း ကစားသူများက ပြောပါသည်။ ယနေ့ ငွေသွင်းမှု { $times } ခု၊ နောက်ဆုံး { $deposit } ဖြစ်ပါသည်။ အခြားနံပါတ် တောင်းပြီးပါပြီ။ ဝန်ဆောင်မှုပေးသူကို အကြောင်းကြားပေးပါ။
alert-number-shared = 👥 လုပ်ငန်းစဉ်နံပါတ် { $number } ကို ကစားသူ နှစ်ဦး သုံးထားပါသည် – ငွေသွင်းမှု { $deposit } နှင့် { $other }။
alert-claim-odd =
    🔎 ထပ်မံ ကြည့်ရှုသင့်ပါသည် – သွင်းငွေ { $deposit }၊ { $amount }၊ { $wallet }။
    { $hints }
alert-corrections-over = ✋ ငွေသွင်းမှု { $deposit } သည် ပြင်ဆင်ခွင့် ကုန်သွားပါပြီ – { $amount }၊ { $wallet }။ စစ်ဆေးပေးပါ။
alert-claim-refused = ✋ ငွေသွင်းမှု { $deposit } ကို ဝန်ဆောင်မှုပေးသူက ငြင်းပယ်သော်လည်း ယခင်က လက်ခံထားနိုင်ပါသည်။ ဆက်ဖွင့်ထားပါသည်။ ဝန်ဆောင်မှုပေးသူကို မေးမြန်းပေးပါ။ { $detail }
alert-below-minimum = ✋ ငွေသွင်းမှု { $deposit } သည် အနည်းဆုံးပမာဏထက် နည်းနိုင်သဖြင့် ဝန်ဆောင်မှုပေးသူထံတွင် ရှိနေပါသည် – { $amount }၊ { $wallet }။
alert-payout-not-sent = 📡 ဝန်ဆောင်မှုပေးသူကို ဆက်သွယ်၍ မရသဖြင့် ငွေထုတ်မှု { $withdrawal } ကို မပို့ရသေးပါ – { $amount }၊ { $wallet }။ ဘာမျှ မပို့ရသေးပါ။ အလိုအလျောက် ပို့ပါမည်။
alert-payout-unknown = ❓ ငွေထုတ်မှု { $withdrawal } ဝန်ဆောင်မှုပေးသူထံ ရောက်မရောက် မသိရပါ။ { $amount }၊ { $wallet }။ ထပ်မပို့ပါ။ Cabinet တွင် စစ်ပြီး /resolve လုပ်ပေးပါ။
alert-payout-still-unknown = ❓ ငွေထုတ်မှု { $withdrawal } ရလဒ် မသိရသည်မှာ { $minutes } မိနစ် ရှိပါပြီ။ { $amount }၊ { $wallet }။ Cabinet တွင် စစ်ပြီး /resolve လုပ်ပေးပါ။
alert-events-waiting = 🏦 သင်၏ ပလက်ဖောင်းက အကြောင်းကြားချက်များကို လက်မခံပါ – { $rows } ခု စောင့်နေပြီး အစောဆုံးတစ်ခုသည် { $minutes } မိနစ် ရှိပါပြီ။ သိမ်းထားပြီး ထပ်ပို့ပါမည်။
alert-disk-filling = 💽 ဒေတာဘေ့စ်ရှိသော ဒစ်ခ်သည် { $percent } % ပြည့်နေပြီး { $megabytes } MB သာ ကျန်ပါသည်။ ဒစ်ခ် ပြည့်သွားပါက အသစ်များကို လက်ခံ၍ မရတော့ပါ။ နေရာ ရှင်းပေးပါ။
alert-log-long = 📜 ဒေတာဘေ့စ်၏ write-ahead log သည် { $megabytes } MB အထိ ကြီးလာပါပြီ။ အရန်သိမ်းခြင်း သို့မဟုတ် အခြားပရိုဂရမ်တစ်ခုက အခြေအနေဟောင်းကို ဖွင့်ထားပါသည်။ ၎င်းကို ပိတ်ပေးပါ။
alert-database-restored =
    🧯 ဒေတာဘေ့စ်ဟောင်းကို ပြန်ထည့်ထားပါသည် – { $sign ->
        [copy] အရန်မိတ္တူ ဖြစ်ပါသည်
        [behind] Bot နောက်ဆုံး သိထားသည်ထက် ဟောင်းပါသည်
        [moved] အခြားဆာဗာပေါ်တွင် ရှိနေပါသည်၊ သို့မဟုတ် အရန်ဆာဗာက တာဝန်ယူလိုက်ပါသည်
       *[other] ယခင် ဒေတာဘေ့စ် မဟုတ်ပါ
    }။ ငွေထုတ်မှုအားလုံး ရပ်ထားပါသည်။ မပြီးသေးသော ငွေထုတ်မှု { $payouts } ခု၏ ရလဒ်ကို မသိရတော့ပါ။ ထိုအချိန်နောက်ပိုင်း ငွေထုတ်မှုများ ဤနေရာတွင် မပါပါ။ Cabinet နှင့် တိုက်စစ်ပြီး မသိရသည့် တစ်ခုချင်းကို /resolve လုပ်ပါ။ ထို့နောက် နှစ်ဦး /unfreeze လုပ်ပေးပါ။
alert-delivery-dead = 📭 { $recipient } ထံ စာပို့၍ လုံးဝ မရတော့ပါ – { $detail }
alert-claim-unanswered = ❔ ဝန်ဆောင်မှုပေးသူက အခြားပြေစာများကို ဖြေသော်လည်း ငွေသွင်းမှု { $deposit } ကို { $tries } ကြိမ် မဖြေပါ။ ပြေစာကို သိမ်းထားပြီး ထပ်ပို့ပါမည်။ ဝန်ဆောင်မှုပေးသူကို မေးမြန်းပေးပါ။ { $detail }
alert-not-applied = 🧩 { $source } မှ စာ { $row } ကို ဆောင်ရွက်၍ မရသဖြင့် ဖယ်ထားပါသည်။ အကြောင်းရင်း ပြေလည်သွားပါက /replay { $row } လုပ်ပေးပါ။
alert-update-failed = 🧩 Telegram မှ စာ { $row } ကို ဆောင်ရွက်၍ မရပါ။ ပို့သူကို အကြောင်းကြားထားပါသည်။ မှတ်တမ်း (log) ကို စစ်ပေးပါ။
alert-audit-head = 🔗 ဝန်ထမ်းမှတ်တမ်းတွင် အကြောင်း { $rows } ကြောင်း ရှိပါသည်။ နောက်ဆုံးအကြောင်း၏ hash – { $hash }
alert-message-broken = 🧩 { $about } နှင့်ပတ်သက်သော စာ ({ $sort }၊ အမှတ် { $row }) ကို ပို့၍ မရပါ – { $detail }။ ကျန်စာများ ပုံမှန် ပို့နေပါသည်။ bot ကို ထိန်းသိမ်းသူအား အကြောင်းကြားပေးပါ။ အသေးစိတ်ကို log တွင် ကြည့်နိုင်ပါသည်။
alert-chat-moved = 👥 ဤအုပ်စုသည် supergroup ဖြစ်သွားသဖြင့် Telegram က id အသစ် ပေးထားပါသည်။ BOT_OPERATORS_CHAT={ $chat } ဟု သတ်မှတ်ပေးပါ။ ထိုအချိန်အထိ id နှစ်ခုလုံး သုံးနိုင်ပါသည်။
alert-copy = 📋 မိတ္တူ – ဝန်ထမ်းများ၏ အုပ်စုက bot ၏ စာများကို လက်မခံပါ ({ $reason })။ ထိုအုပ်စုရှိ bot ၏ ခွင့်ပြုချက်များကို စစ်ဆေးပေးပါ။

alert-over = ✅ ပြေလည်သွားပါပြီ – { $text }
alert-over-deposit-waiting = ✅ ငွေသွင်းမှု { $deposit } စောင့်ရန် မလိုတော့ပါ။
alert-over-provider-locked-out = ✅ ဝန်ဆောင်မှုပေးသူက ပြန်လည် လက်ခံပါပြီ။ စောင့်နေသော ပြေစာများကို အစောဆုံးမှ စ၍ ယခု ပို့ပါမည်။
alert-over-provider-unreachable = ✅ ဝန်ဆောင်မှုပေးသူက ပြေစာများကို ပြန်ဖြေပါပြီ။ စောင့်နေသော ပြေစာများကို အစောဆုံးမှ စ၍ ယခု ပို့ပါမည်။
alert-over-wallet-unavailable = ✅ { $wallet } နံပါတ် ပြန်ရပါပြီ။
alert-over-bad-signature = ✅ လက်မှတ်မှန်သော postback များ ပြန်ရောက်လာပါပြီ။
alert-over-updates-refused = ✅ ကစားသူများ၏ စာများ ပြန်ရောက်လာပါပြီ။
alert-over-postbacks-silent = ✅ postback များ ပြန်ရောက်လာပါပြီ။
alert-over-public-url-dead = ✅ ကျွန်ုပ်တို့၏ စမ်းသပ် postback ပြန်ရောက်လာပါပြီ။
alert-over-events-waiting = ✅ သင်၏ ပလက်ဖောင်းက အကြောင်းကြားချက်များကို ပြန်လည် လက်ခံပါပြီ။
alert-over-credits-wait = ✅ ဤကန့်သတ်ချက်ကြောင့် စောင့်နေသော ငွေ မရှိတော့ပါ။
alert-over-disk-filling = ✅ ဒေတာဘေ့စ်ရှိသော ဒစ်ခ်တွင် နေရာလွတ် ပြန်ရှိပါပြီ။
alert-over-database-restored = ✅ ဒေတာဘေ့စ် ပြန်ထည့်ပြီးနောက် ငွေထုတ်မှုများ ပြန်ဖွင့်ထားပါပြီ။
alert-over-log-long = ✅ ဒေတာဘေ့စ်၏ write-ahead log ပြန်တိုသွားပါပြီ။

quarantine-old-shape = postback ပုံစံဟောင်း ဖြစ်ပါသည်။
quarantine-no-entries = postback တွင် စာရင်း မပါပါ။
quarantine-not-an-object = စာရင်းပုံစံ မမှန်ပါ။
quarantine-both-kinds = သွင်းငွေနှင့် ထုတ်ငွေ နှစ်မျိုးလုံးဟု ဖော်ပြထားပါသည်။
quarantine-neither-kind = သွင်းငွေလည်း မဟုတ်၊ ထုတ်ငွေလည်း မဟုတ်ပါ။
quarantine-amount-invalid = ပမာဏသည် သုညထက်ကြီးသော ကိန်းပြည့် မဟုတ်ပါ။
quarantine-transaction-invalid = လုပ်ငန်းစဉ်နံပါတ် မပါ သို့မဟုတ် မမှန်ပါ။
quarantine-direction-differs = သွင်း/ထုတ် ဦးတည်ချက်သည် လက်မှတ်မပါသော အပိုင်းနှင့် မတူပါ။
quarantine-total-differs = စုစုပေါင်းသည် စာရင်းများ ပေါင်းလဒ်နှင့် မတူပါ။
quarantine-currency-differs = ငွေကြေးသည် လက်မှတ်မပါသော အပိုင်း သို့မဟုတ် ကျွန်ုပ်တို့စာရင်းနှင့် မတူပါ။
quarantine-currency-unknown = ငွေကြေးသည် MMK မဟုတ်ပါ။
quarantine-wallet-differs = ဝေါလက်သည် လက်မှတ်မပါသော အပိုင်း သို့မဟုတ် ကျွန်ုပ်တို့စာရင်းနှင့် မတူပါ။
quarantine-wallet-unknown = ဤဝေါလက်ကို မသိပါ။
quarantine-repeated-in-body = postback တစ်ခုတည်းတွင် နှစ်ခါ ပါနေပါသည်။
quarantine-label-differs = label သည် order ပိုင်ရှင်နှင့် မတူသော ကစားသူ ဖြစ်ပါသည်။
quarantine-order-unknown = order id ကို မသိပါ။ /claim ဖြင့် ပိုင်ရှင် သတ်မှတ်ပေးပါ။
quarantine-order-differs = ဤလုပ်ငန်းစဉ်ကို အခြား order သို့ ထည့်သွင်းပြီး ဖြစ်ပါသည်။
quarantine-conflict = စာရင်းသွင်းပြီးသား အချက်နှင့် ဆန့်ကျင်နေပါသည်။
quarantine-above-auto-credit = အလိုအလျောက် ထည့်သွင်းခွင့်ထက် များပါသည်။ ဝန်ထမ်း နှစ်ဦး သဘောတူရပါမည်။
quarantine-withdrawal-unknown = withdrawal id ကို မသိပါ။
quarantine-withdrawal-differs = ပမာဏ၊ အကောင့် သို့မဟုတ် Wallet သည် ကျွန်ုပ်တို့၏ ငွေထုတ်မှုနှင့် မတူပါ။
quarantine-withdrawal-status = သတ်မှတ်ထားခြင်း မရှိသော ငွေထုတ်မှု အခြေအနေ ဖြစ်ပါသည်။ မည်သည်ကိုမျှ မပြောင်းပါ။
quarantine-unreadable = ဖတ်၍ သို့မဟုတ် ဆောင်ရွက်၍ မရပါ။
quarantine-says-no = အောင်မြင်သည်ဟု မဖော်ပြထားပါ။ ဝန်ဆောင်မှုပေးသူကို မေးပါ။ /claim ဖြင့် ထည့်သွင်းနိုင်၊ /dismiss ဖြင့် ပိတ်နိုင်ပါသည်။
quarantine-top-says-no = လက်မှတ်မပါသော အပိုင်းတွင် အောင်မြင်သည်ဟု မဖော်ပြထားပါ။ ဝန်ဆောင်မှုပေးသူကို မေးပါ။ /claim ဖြင့် ထည့်သွင်းနိုင်၊ /dismiss ဖြင့် ပိတ်နိုင်ပါသည်။
quarantine-deposit-reversed = ဤငွေသွင်းမှုကို ပြန်ရုပ်သိမ်းထားပါသည်။ ငွေသည် ပိုင်ရှင်မသတ်မှတ်ဘဲ စောင့်နေပါသည်။
quarantine-above-hour = တစ်နာရီအတွင်း အလိုအလျောက် ထည့်သွင်းခွင့်ထက် များပါသည်။ ဝန်ထမ်း နှစ်ဦး သဘောတူရပါမည်။
quarantine-above-player-day = ကစားသူတစ်ဦးအတွက် တစ်ရက်အတွင်း အလိုအလျောက် ထည့်သွင်းခွင့်ထက် များပါသည်။ ဝန်ထမ်း နှစ်ဦး သဘောတူရပါမည်။
quarantine-not-handled = ပရိုဂရမ်အမှားကြောင့် ဆောင်ရွက်၍ မရပါ။ log တွင် ကြည့်ပါ။ /replay ဖြင့် ပြန်ဆောင်ရွက်ပါ၊ သို့မဟုတ် /claim ကို သုံးပါ။

refused-too-large = 64 KiB ထက် ကြီးသည်
refused-compressed = ချုံ့ထားသည်
refused-bom = byte order mark ဖြင့် စသည်
refused-form = JSON မဟုတ်ဘဲ form ဖြစ်သည်
refused-malformed = JSON မဟုတ်ပါ
refused-key-unknown = ကျွန်ုပ်တို့၏ access key မဟုတ်ပါ
refused-signature-bad = လက်မှတ် မမှန်ပါ

silence-nothing = ပြန်လွှတ်ခဲ့သည်လည်း မရှိပါ။ ဝန်ဆောင်မှုပေးသူကို မေးမြန်းပေးပါ။
silence-sent-away = ထိုအတွင်း ပြန်လွှတ်ခဲ့သည် – { $what }။ /inbox bad တွင် ကြည့်ပြီး key နှင့် ပုံစံကို ဝန်ဆောင်မှုပေးသူနှင့် တိုက်စစ်ပေးပါ။

mark-extra = ဤငွေသွင်းမှုအတွက် နောက်ထပ် ငွေလွှဲမှု
mark-amount-differs = ကစားသူ ပြောသော ပမာဏနှင့် မတူပါ
mark-number-differs = ကစားသူ ပို့သော လုပ်ငန်းစဉ်နံပါတ်နှင့် မတူပါ
mark-was-rejected = ငြင်းပယ်ခံရပြီးနောက်
mark-late = နောက်ကျ

hint-same-picture = • ဤပုံ ယခင်က ရောက်ဖူးပါသည် – သွင်းငွေ { $deposit }၊ ကစားသူ { $label }။
hint-like-picture = • ဤပုံနှင့် တစ်ထေရာတည်းတူသော ပုံ ယခင်က ရောက်ဖူးပါသည် – သွင်းငွေ { $deposit }၊ ကစားသူ { $label }။
hint-number-claimed = • ဤလုပ်ငန်းစဉ်နံပါတ်ကို ယခင်က ပို့ဖူးပါသည် – သွင်းငွေ { $deposit }၊ ကစားသူ { $label }။
hint-number-differs = • ပုံတွင် အခြားလုပ်ငန်းစဉ်နံပါတ် ပါပါသည် – { $number }။
hint-amount-differs = • ပုံတွင် { $amount }၊ ကစားသူ ပြောသည်မှာ { $stated } ဖြစ်ပါသည်။
hint-other-recipient = • ပုံတွင် …{ $tail } သို့ လွှဲထားပြီး ကစားသူကို ပေးထားသည်မှာ …{ $shown } ဖြစ်ပါသည်။
hint-older = • ပြေစာသည် သွင်းငွေထက် စောနေပါသည် – { $at }။
hint-future = • ပြေစာ၏ အချိန်သည် မရောက်သေးပါ – { $at }။
hint-payer-shared = • ငွေပေးသူ …{ $tail } သည် ရက် ၃၀ အတွင်း ကစားသူ { $players } ဦးအတွက် လွှဲထားပါသည်။
hint-failed-numbers = • ဤကစားသူ၏ နံပါတ် { $count } ခုကို တစ်ရက်အတွင်း ငြင်းပယ်ထားပါသည်။

updates-token-refused = Telegram က ကျွန်ုပ်တို့၏ token ကို လက်မခံပါ။ BOT_TOKEN ကို BotFather မှ ပြန်ကူးထည့်ပြီး ပြန်စတင်ပေးပါ။
updates-webhook-set = အခြားပရိုဂရမ်တစ်ခုက ကျွန်ုပ်တို့၏ bot အတွက် webhook သတ်မှတ်ထားသဖြင့် ဖယ်ရှားလိုက်ပါသည်။ ထပ်ဖြစ်ပါက token ကို ပြောင်းပေးပါ။
updates-other-poller = အခြားပရိုဂရမ်တစ်ခုက ကျွန်ုပ်တို့၏ token ဖြင့် စာများ ယူနေပါသည်။ ၎င်းကို ရပ်ပေးပါ သို့မဟုတ် token ကို ပြောင်းပေးပါ။
updates-webhook-lost = အခြားပရိုဂရမ်တစ်ခုက ကျွန်ုပ်တို့၏ webhook ကို ဖယ်ရှားခဲ့သဖြင့် ပြန်သတ်မှတ်ထားပါသည်။ ထပ်ဖြစ်ပါက token ကို ပြောင်းပေးပါ။
updates-webhook-refused = Telegram က ကျွန်ုပ်တို့၏ webhook ကို လက်မခံပါ။ BOT_PUBLIC_URL ကို စစ်ပေးပါ။
updates-webhook-failing = Telegram က ကျွန်ုပ်တို့၏ webhook ကို ဆက်သွယ်၍ မရပါ။ proxy နှင့် ၎င်း၏ certificate ကို စစ်ပေးပါ။
updates-webhook-behind = Telegram တွင် စာများစွာ စောင့်နေပါသည်။ bot နှေးနေခြင်း သို့မဟုတ် လိပ်စာ ဆက်သွယ်ရခက်ခြင်း ရှိမရှိ စစ်ပေးပါ။
