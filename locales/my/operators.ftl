# What operators read: their commands, the cards of proposals, and the answers.

command-op-withdraw = ငွေထုတ်ရန် အဆိုပြုမည်
command-op-approve = အဆိုပြုချက်ကို အတည်ပြုမည်
command-op-decline = အဆိုပြုချက်ကို ပယ်ချမည်
command-op-withdrawals = ငွေထုတ်မှုများ၏ အခြေအနေနှင့် ကြာချိန်
command-op-pending = မပြီးသေးသော ငွေသွင်းမှုများ
command-op-find = ငွေလွှဲမှု သို့မဟုတ် ကစားသူ ရှာမည်
command-op-tx = ငွေသွင်းမှု၊ ငွေထုတ်မှု၏ အချိန်စဉ် မှတ်တမ်း
command-op-player = ကစားသူ၏ စုစုပေါင်းနှင့် မပြီးသေးသည်များ
command-op-unclaimed = ပိုင်ရှင်မသိသော ငွေများ
command-op-claim = ပိုင်ရှင်မသိသော ငွေကို ကစားသူထံ သတ်မှတ်မည်
command-op-dismiss = ပိုင်ရှင်မသိသော စာရင်းကို ပိတ်မည်
command-op-credit = ကစားသူထံ ငွေကို လက်ဖြင့် ထည့်မည်
command-op-reverse = ထည့်ပြီးသား ငွေကို ပြန်ရုပ်သိမ်းမည်
command-op-record = Cabinet တွင် ထုတ်ပေးခဲ့သော ငွေကို စာရင်းသွင်းမည်
command-op-resolve = ငွေထုတ်မှု၏ ရလဒ်ကို cabinet အရ သတ်မှတ်မည်
command-op-reject = ပြေစာ စစ်ဆေးမှုကို ပိတ်မည်
command-op-ask = ကစားသူထံ နံပါတ် သို့မဟုတ် ပုံ တောင်းမည်
command-op-send = စောင့်နေသော ပြေစာကို ယခု ပို့မည်
command-op-hold = ကစားသူကို ရပ်ထားမည်
command-op-release = ရပ်ထားသော ကစားသူကို ပြန်ဖွင့်မည်
command-op-freeze = ငွေထုတ်မှုအားလုံးကို ယခု ရပ်မည်
command-op-unfreeze = ငွေထုတ်မှုများ ပြန်ဖွင့်မည်
command-op-wallet = ဝေါလက်ကို ဖွင့်မည် သို့မဟုတ် ပိတ်မည်
command-op-limits = ဝေါလက်၏ ငွေသွင်း ကန့်သတ်ချက် သတ်မှတ်မည်
command-op-forget = ကစားသူ၏ ကိုယ်ရေးအချက်အလက်များ ဖျက်မည်
command-op-today = ယနေ့ စာရင်းချုပ်
command-op-replay = သိမ်းထားသော postback ကို ထပ်မံ ဆောင်ရွက်မည်
command-op-inbox = နောက်ဆုံးရ postback များ
command-op-health = ဘော့၏ အခြေအနေ
command-op-help = ညွှန်ကြားချက်အားလုံး

usage-withdraw = /withdraw &lt;ကစားသူ&gt; &lt;ပမာဏ&gt; &lt;အကောင့်&gt;၊ ဥပမာ <code>/withdraw tg-501 10,000 09444595698</code>။ /withdraw တစ်ခုတည်း ပို့ပါက တစ်ဆင့်ချင်း မေးပါမည်။
usage-approve = /approve &lt;ငွေထုတ်မှု သို့မဟုတ် အဆိုပြုချက် အမှတ်&gt;၊ ဥပမာ <code>/approve w-abc2345678</code>
usage-decline = /decline &lt;ငွေထုတ်မှု သို့မဟုတ် အဆိုပြုချက် အမှတ်&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/decline w-abc2345678 အကောင့် မှားနေသည်</code>
usage-withdrawals = ငွေထုတ်မှုအားလုံးအတွက် /withdrawals၊ မပြီးသေးသည်များအတွက် <code>/withdrawals open</code>
usage-pending = /pending (နောက်တွင် ဘာမျှ မလိုပါ)
usage-find = /find &lt;ရှာလိုသည့်အရာ&gt; – အမှတ်၊ လုပ်ငန်းစဉ်နံပါတ်၊ ဖုန်းနံပါတ်၏ နောက်ဆုံးဂဏန်းများ၊ ကစားသူ သို့မဟုတ် @name၊ ဥပမာ <code>/find 5698</code>
usage-tx = /tx &lt;ငွေသွင်းမှု သို့မဟုတ် ငွေထုတ်မှု&gt;၊ ဥပမာ <code>/tx dep-abc2345678</code>
usage-player = /player &lt;ကစားသူ&gt; – label၊ id: နှင့် Telegram id၊ သို့မဟုတ် @name၊ ဥပမာ <code>/player tg-501</code>
usage-unclaimed = စာရင်းကြည့်ရန် /unclaimed၊ ပမာဏများ၍သာ စောင့်နေသော ငွေအားလုံး ထည့်သွင်းရန် အဆိုပြုလိုပါက <code>/unclaimed release</code>
usage-claim = /claim &lt;/unclaimed ပါ အမှတ်&gt; &lt;ကစားသူ&gt;၊ ဥပမာ <code>/claim 7 tg-501</code>
usage-dismiss = /dismiss &lt;/unclaimed ပါ အမှတ်&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/dismiss 7 ဝန်ဆောင်မှုပေးသူ၏ စမ်းသပ် ငွေလွှဲမှု</code>
usage-credit = /credit &lt;ကစားသူ&gt; &lt;ပမာဏ&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/credit tg-501 10,000 ကတိပေးထားသော ဘောနပ်စ်</code>။ အကြောင်းရင်းကို စာလုံးဖြင့် စရေးပါ။
usage-reverse = /reverse &lt;ငွေသွင်းမှု သို့မဟုတ် လက်ဖြင့် ထည့်ငွေ၏ အမှတ်&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/reverse dep-abc2345678 ကစားသူ မှားထည့်မိသည်</code> သို့မဟုတ် <code>/reverse act-12 ကစားသူ မှားထည့်မိသည်</code>
usage-record = /record &lt;ကစားသူ&gt; &lt;ပမာဏ&gt; &lt;အကောင့်&gt; &lt;Cabinet ပါ အမှတ်&gt;၊ ဥပမာ <code>/record tg-501 10,000 09444595698 778812</code>
usage-resolve = /resolve &lt;ငွေထုတ်မှု&gt; exists၊ absent၊ paid သို့မဟုတ် failed &lt;Cabinet တွင် တွေ့ရသည့်အရာ&gt;၊ ဥပမာ <code>/resolve w-abc2345678 paid ယနေ့ စာကြောင်း 778812</code>
usage-reject = /reject &lt;ငွေသွင်းမှု&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/reject dep-abc2345678 အခြားငွေလွှဲမှု၏ ပြေစာ</code>
usage-ask = /ask &lt;ငွေသွင်းမှု&gt; number သို့မဟုတ် photo၊ ဥပမာ <code>/ask dep-abc2345678 photo</code>
usage-send = /send &lt;ငွေသွင်းမှု&gt;၊ ဥပမာ <code>/send dep-abc2345678</code>
usage-hold = /hold &lt;ကစားသူ&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/hold tg-501 ပြေစာတစ်ခုတည်းကို သုံးကြိမ် ပို့သည်</code>
usage-release = /release &lt;ကစားသူ&gt;၊ ဥပမာ <code>/release tg-501</code>
usage-freeze = /freeze (နောက်တွင် ဘာမျှ မလိုပါ)
usage-unfreeze = /unfreeze (နောက်တွင် ဘာမျှ မလိုပါ)
usage-wallet = /wallet on သို့မဟုတ် off &lt;ဝေါလက်&gt;၊ ဥပမာ <code>/wallet off wavepay</code>
usage-limits = /limits &lt;ဝေါလက်&gt; &lt;အနည်းဆုံး&gt; &lt;အများဆုံး&gt;၊ ဥပမာ <code>/limits kbzpay 1,000 500,000</code>
usage-forget = /forget &lt;ကစားသူ&gt;၊ ဥပမာ <code>/forget tg-501</code>။ အခြား owner တစ်ဦးက အတည်ပြုရပါမည်။
usage-today = /today (နောက်တွင် ဘာမျှ မလိုပါ)
usage-replay = /replay &lt;/inbox ပါ အမှတ်&gt;၊ ဥပမာ <code>/replay 42</code>
usage-inbox = နောက်ဆုံးရ postback များအတွက် /inbox၊ ဆောင်ရွက်၍ မရသည်များအတွက် <code>/inbox bad</code>
usage-health = /health (နောက်တွင် ဘာမျှ မလိုပါ)
usage-help = /help (နောက်တွင် ဘာမျှ မလိုပါ)

op-no-command = ဤညွှန်ကြားချက် မရှိပါ။ ဘာမျှ မလုပ်ဆောင်ရသေးပါ။
op-misread = အသုံးပြုပုံ –
op-help-head = <b>သင် သုံးနိုင်သော ညွှန်ကြားချက်များ</b> ({ $role })
op-help-line = /{ $command } – { $text }
op-amount-too-small = ပမာဏ နည်းလွန်းပါသည်။ ငွေထုတ်ရန် အနည်းဆုံး { $limit } ဖြစ်ရပါမည်။
op-amount-too-large = ပမာဏ များလွန်းပါသည်။ တစ်ကြိမ်လျှင် အများဆုံး { $limit } ထုတ်နိုင်ပါသည်။
op-player-held = ဤကစားသူကို ရပ်ထားပါသည်။ checker တစ်ဦးက /release ဖြင့် ပြန်ဖွင့်နိုင်ပါသည်။
op-not-found = { $id } ကို ရှာမတွေ့ပါ။
op-page = စာမျက်နှာ { $page } / { $pages }

op-ask-player = ဘယ်သူ့ထံ ငွေထုတ်ပေးမလဲ။ label၊ id: နှင့် Telegram id၊ သို့မဟုတ် @name ဖြင့် ပြန်ဖြေပေးပါ။
op-ask-amount = ဘယ်လောက် ထုတ်ပေးမလဲ။ ပမာဏကို ပြန်ဖြေပေးပါ၊ ဥပမာ 10,000။
op-ask-account = ဘယ် KBZPay အကောင့်သို့ ထုတ်ပေးမလဲ။ ဂဏန်း ၁၁ လုံးကို ပြန်ဖြေပေးပါ။
op-ask-again = ဤစာကို Reply လုပ်ပြီး ဖြေပေးပါ။

op-button-confirm = ✅ အတည်ပြုမည်
op-button-decline = ✖️ ပယ်ချမည်
op-button-keep = ↩️ နောက်သို့
op-button-refresh = 🔄 ပြန်လည်ကြည့်မည်
op-button-timeline-of = 🕓 { $id }
op-button-unclaimed = 🧩 ပိုင်ရှင်မသိသော ငွေများ
op-button-card = 💸 ငွေထုတ်ကတ်
op-button-player = 👤 ကစားသူ

why-account = အကောင့် မှားနေသည်
why-amount = ပမာဏ မှားနေသည်
why-player = ကစားသူ မှားနေသည်
why-twice = နှစ်ခါ အဆိုပြုထားသည်
why-suspicious = သံသယရှိသည်
why-not-now = ယခု မလုပ်သေးပါ

op-card-title = <b>💸 ငွေထုတ်မှု</b> { $id }
op-card-test = 🧪 စမ်းသပ်ခြင်း – ငွေအစစ် မဟုတ်ပါ
op-card-player = ကစားသူ – { $label } { $name }
op-card-stranger = ဘော့ကို မသုံးဖူးသဖြင့် အကြောင်းကြားမည် မဟုတ်ပါ
op-card-hold = ⛔ ရပ်ထားပါသည် – { $reason }
op-card-account = အကောင့် – { $wallet } { $account }
op-card-amount = ပမာဏ – <b>{ $amount }</b>
op-card-totals = သွင်းငွေ { $deposited } · ထုတ်ငွေ { $paid_out } · သီးသန့်ထားငွေ { $held }
op-card-maker = အဆိုပြုသူ { $maker }၊ { $date }
op-card-expires = { $time } မတိုင်မီ အတည်ပြုပေးပါ
op-card-checker = အတည်ပြုသူ { $checker }၊ { $date }
op-card-decliner = { $checker } က ပယ်ချပါသည် – { $reason }
op-card-provider = ဝန်ဆောင်မှုပေးသူ – { $detail }
op-card-reason = ဝန်ထမ်းနှစ်ဦး၏ ဆုံးဖြတ်ချက် – { $reason }
op-card-conflict = 🚨 ဝန်ဆောင်မှုပေးသူ၏ အကြောင်းကြားချက်များ ဆန့်ကျင်နေပါသည်။ မှတ်တမ်းကို ကြည့်ပါ။
op-card-ask-why = ဘာကြောင့် ပယ်ချမလဲ။
op-card-resolve = ဝန်ဆောင်မှုပေးသူ၏ cabinet တွင် စစ်ပြီး <code>/resolve { $id } exists အကြောင်းရင်း</code> သို့မဟုတ် <code>/resolve { $id } absent အကြောင်းရင်း</code> ဟု ပို့ပေးပါ

op-state-proposed = ⏳ နောက်ဝန်ထမ်းတစ်ဦး၏ အတည်ပြုချက်ကို စောင့်နေပါသည်
op-state-sending = 📤 အတည်ပြုပြီး ပို့နေပါသည်
op-state-sent = 📤 ဝန်ဆောင်မှုပေးသူထံ ပို့ပြီးပါပြီ
op-state-unknown = ❓ ရလဒ် မသိရသေးပါ။ အလိုအလျောက် ထပ်ပို့မည် မဟုတ်ပါ။
op-state-paid = ✅ ငွေပေးပြီးပါပြီ
op-state-failed = ❌ မအောင်မြင်ပါ၊ သီးသန့်ထားငွေ ပြန်လွှတ်ပြီးပါပြီ
op-state-refused = ❌ ငြင်းပယ်ခံရပါသည်၊ သီးသန့်ထားငွေ ပြန်လွှတ်ပြီးပါပြီ
op-state-declined = ✖️ ပယ်ချပြီးပါပြီ၊ သီးသန့်ထားငွေ ပြန်လွှတ်ပြီးပါပြီ
op-state-expired = ⌛ အချိန်မီ အတည်မပြုသဖြင့် သီးသန့်ထားငွေ ပြန်လွှတ်ပြီးပါပြီ

op-act-title = <b>{ $kind }</b> № { $number }
op-act-claim = 🧩 ပိုင်ရှင်မသိသော ငွေကို သတ်မှတ်ခြင်း
op-act-release = 🧱 ပမာဏများ၍ စောင့်နေသော ငွေ ထည့်သွင်းခြင်း
op-act-dismiss = 🗑 စာရင်း ပိတ်ခြင်း
op-act-credit = ➕ လက်ဖြင့် ငွေထည့်ခြင်း
op-act-reverse = ↩️ ငွေ ပြန်ရုပ်သိမ်းခြင်း
op-act-record = 📒 Cabinet တွင် ထုတ်ပေးခဲ့သော ငွေ
op-act-forget = 🧽 ကိုယ်ရေးအချက်အလက် ဖျက်ခြင်း
op-act-forget-what = အမည်၊ ပုံများ၊ စာများနှင့် အကောင့်နံပါတ်များကို အပြီးဖျက်ပါမည်။ ငွေစာရင်းကို label ဖြင့် ဆက်ထားပါမည်။ owner သာ အတည်ပြုနိုင်ပါသည်။
op-act-unfreeze = ❄️ ငွေထုတ်မှုများ ပြန်ဖွင့်ခြင်း
op-act-resolve = ❓ ငွေထုတ်မှု၏ ရလဒ် သတ်မှတ်ခြင်း
op-act-entry = စာရင်း { $entry } – { $amount }၊ { $wallet }၊ လုပ်ငန်းစဉ် { $transaction }
op-act-entry-owner = ကစားသူ { $owner } ၏ ငွေသွင်းမှု { $deposit } အတွက် ဖြစ်ပါသည်
op-act-entries = စာရင်း { $count } ခု၊ တစ်ခုစီကို ၎င်း၏ order ပိုင်ရှင်ထံ ထည့်ပါမည်
op-act-entries-more = နောက်ထပ် { $count } ခု
op-act-deposit = ငွေသွင်းမှု { $id }၊ { $label } – { $amount }၊ { $wallet }
op-act-account = အကောင့် – { $account }
op-act-reference = Cabinet ပါ အမှတ် – { $reference }
op-act-payout = ငွေထုတ်မှု { $id } – { $amount }၊ { $label }
op-act-exists = Cabinet တွင် တွေ့ပါသည်။ ပို့ပြီးဟု သတ်မှတ်ပါမည်။
op-act-absent = Cabinet တွင် မတွေ့ပါ။ သီးသန့်ထားငွေကို ပြန်လွှတ်ပါမည်။
op-act-reason = အကြောင်းရင်း – { $reason }
op-stage-proposed = ⏳ နောက်ဝန်ထမ်းတစ်ဦး၏ အတည်ပြုချက်ကို စောင့်နေပါသည်
op-stage-done = ✅ { $maker } နှင့် { $checker } ဆောင်ရွက်ပြီးပါပြီ
op-stage-declined = ✖️ { $checker } က ပယ်ချပါသည် – { $reason }
op-stage-expired = ⌛ အချိန်မီ အတည်မပြုခဲ့ပါ

op-pending-head = <b>မပြီးသေးသော ငွေသွင်းမှု – { $count }</b>
op-pending-none = မပြီးသေးသော ငွေသွင်းမှု မရှိပါ။
op-deposit-line = { $age } · { $amount } · { $wallet } · { $state } · { $label } · { $id }
op-withdrawals-head = <b>ငွေထုတ်မှု – { $count }</b>
op-withdrawals-none = ငွေထုတ်မှု မရှိပါ။
op-withdrawal-line = { $age } · { $amount } · { $state } · { $label } · { $id }
op-find-head = <b>တွေ့ရှိမှု – { $count }</b>
op-find-none = ဘာမျှ မတွေ့ပါ။
op-hit-player = 👤 { $label } ({ $id })
op-hit-deposit = 💰 { $amount } · { $wallet } · { $state } · { $label } · { $id } · { $date }
op-hit-withdrawal = 💸 { $amount } · { $state } · { $label } · { $id } · { $date }
op-hit-quarantine = 🧩 { $id } · { $amount } · { $wallet } · { $date }
op-unclaimed-head = <b>ဝန်ထမ်း စစ်ဆေးရန် စာရင်း – { $count } ခု</b>၊ ငွေပါသော စာရင်း – { $money } ခု
    ပိုင်ရှင် သတ်မှတ်ရန် <code>/claim အမှတ် ကစားသူ</code>
op-unclaimed-release = 🧱 ပမာဏများ၍သာ စောင့်နေသော ငွေ { $count } ခု၊ စုစုပေါင်း { $amount }။ <code>/unclaimed release</code> ဖြင့် ထည့်သွင်းရန် အဆိုပြုနိုင်ပါသည်
op-unclaimed-owner = → ငွေသွင်းမှု { $deposit }၊ { $owner }
op-unclaimed-none = ဝန်ထမ်း စစ်ဆေးရန် မရှိပါ။
op-unclaimed-line = <b>{ $entry }</b> · { $amount } · { $wallet } · { $transaction } · { $label } · { $date }
    { $reason }
op-inbox-head = <b>နောက်ဆုံးရ postback များ</b>
op-inbox-bad-head = <b>ဆောင်ရွက်၍ မရသည်များ</b>
op-inbox-none = ဘာမျှ မရှိပါ။
op-inbox-line = <b>{ $entry }</b> · { $source } · { $state } · { $date } { $reason }
op-player-head = <b>👤 { $label }</b>
op-player-chat = Telegram { $id } { $name }
op-player-open-deposits = မပြီးသေးသော ငွေသွင်းမှုများ –
op-player-open-payouts = မပြီးသေးသော ငွေထုတ်မှုများ –
op-today-caption = <b>{ $date }</b>
    ထည့်သွင်းပြီး { $credited } · ငွေသွင်းမှု { $count } ခု
    ပြေစာရချိန်မှ ငွေထည့်ချိန်အထိ အလယ်ကိန်း – { $median }
    ယခု စောင့်နေသည် – { $waiting } ခု၊ အကြာဆုံး { $oldest }
    လက်ဖြင့် ထည့်ငွေ { $by_hand } · ပြန်ရုပ်သိမ်းငွေ { $reversed } · ထုတ်ငွေ { $paid_out }
op-today-wallet = { $wallet } – { $amount } · { $count } ခု
op-health-provider = ဝန်ဆောင်မှုပေးသူ၏ နောက်ဆုံး အဖြေ – { $ago }၊ { $outcome }
op-health-provider-never = ဝန်ဆောင်မှုပေးသူကို မဆက်သွယ်ရသေးပါ။
op-health-postback = နောက်ဆုံးရ postback – { $ago }
op-health-update = Telegram မှ နောက်ဆုံးရ စာ – { $ago }
op-health-inbox = လက်ခံပြီး မဆောင်ရွက်ရသေးသည် – { $count } ခု၊ အကြာဆုံး { $age }
op-health-outbox = မပို့ရသေးသည် – { $count } ခု၊ အကြာဆုံး { $age }
op-health-bad = ဆောင်ရွက်၍ မရသည် – { $bad } · ပို့၍ မရသော စာ – { $dead }
op-health-disk = Database { $size } · လွတ်နေသော နေရာ { $free }
op-health-alarms = လက်ရှိ သတိပေးချက် – { $count } ခု
op-health-alarm = 🔔 { $text } ({ $age })
op-never = မရှိသေးပါ
op-ago = လွန်ခဲ့သော { $age }
op-age-minutes = { $count } မိနစ်
op-age-hours = { $count } နာရီ
op-age-days = { $count } ရက်
op-seconds = { $count } စက္ကန့်

op-timeline-deposit = <b>💰 ငွေသွင်းမှု { $id }</b>
    { $amount } · { $wallet } · { $state }
    ကစားသူ – { $label }
op-timeline-payout = <b>💸 ငွေထုတ်မှု { $id }</b>
    { $amount } · { $wallet } · { $state }
    ကစားသူ – { $label }
op-timeline-account = အကောင့် – { $account }
op-timeline-number = လုပ်ငန်းစဉ်နံပါတ် – { $number }
op-timeline-credited = ထည့်သွင်းပြီး – { $amount }
op-timeline-refusal = ငြင်းပယ်ချက် – { $reason }
op-moment-postback = { $date } 📨 Postback { $ref } ({ $what })
op-moment-audit = { $date } 👤 { $actor } – { $what } { $detail }
op-moment-event = { $date } ▫️ { $what } { $detail }
op-moment-attempt = { $date } 📤 ဝန်ဆောင်မှုပေးသူသို့ ဆက်သွယ်မှု ({ $ref }) – { $what } { $detail }
op-moment-ledger = { $date } 📒 { $amount }၊ { $what } – { $detail }
op-moment-quarantine = { $date } 🧩 စာရင်း { $ref } စောင့်နေသည် – { $what }
op-moment-message = { $date } 💬 ကစားသူထံ ပို့သော စာ – { $what } ({ $ref })

op-done-freeze = 🧊 ငွေထုတ်မှုအားလုံးကို ရပ်ထားပါသည်။ ဝန်ထမ်းနှစ်ဦးက /unfreeze ဖြင့် ပြန်ဖွင့်နိုင်ပါသည်။
op-done-reject = ✖️ ငွေသွင်းမှု { $deposit } ကို ပိတ်ပြီးပါပြီ။ ကစားသူကို အကြောင်းကြားပါမည်။
op-done-ask-number = ✍️ ငွေသွင်းမှု { $deposit } ၏ ကစားသူထံ လုပ်ငန်းစဉ်နံပါတ် တောင်းထားပါသည်။
op-done-ask-photo = ✍️ ငွေသွင်းမှု { $deposit } ၏ ကစားသူထံ ငွေလွှဲပြေစာ တောင်းထားပါသည်။
op-done-send = 📤 ငွေသွင်းမှု { $deposit } ၏ ပြေစာကို ယခု ပို့နေပါသည်။ ဝန်ဆောင်မှုပေးသူ၏ အဖြေကို /tx { $deposit } ဖြင့် ကြည့်နိုင်ပါသည်။
op-done-hold = ⛔ { $label } ကို ရပ်ထားပါသည် – { $reason }
op-done-release = ▶️ { $label } ကို ပြန်ဖွင့်ပြီးပါပြီ။
op-done-wallet-on = { $wallet } ဖွင့်ပြီးပါပြီ။
op-done-wallet-off = { $wallet } ပိတ်ပြီးပါပြီ။
op-done-limits = { $wallet } – ငွေသွင်းရန် { $low } မှ { $high } အထိ။
op-done-replay = 🔁 Postback { $entry } ကို ထပ်မံ ဆောင်ရွက်ပါမည်။

alert-many = <b>သတိပေးချက် { $count } ခု</b>
alert-many-more = … နောက်ထပ် { $count } ခု ရှိပါသေးသည်။
alert-command-ignored = 🚨 ငွေနှင့် ဆိုင်သော ညွှန်ကြားချက် { $command } ကို လက်မခံခဲ့ပါ။ forward လုပ်ထားခြင်း၊ bot မှတစ်ဆင့် ပို့ခြင်း သို့မဟုတ် အမည်မဖော်ဘဲ ပို့ခြင်း ဖြစ်ပါသည်။ တကယ်လိုပါက ဤချတ်တွင် ကိုယ်တိုင် ရိုက်ပို့ပေးပါ။
