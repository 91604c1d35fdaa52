# What operators read: their commands, the cards of proposals, and the answers.

command-op-withdraw = ငွေထုတ်ရန် အဆိုပြုမည်
command-op-approve = အဆိုပြုချက်ကို အတည်ပြုမည်
command-op-decline = အဆိုပြုချက်ကို ပယ်ချမည်
command-op-withdrawals = ငွေထုတ်မှုများ၏ အခြေအနေ
command-op-pending = ဖွင့်ထားသော ငွေသွင်းမှုများ
command-op-find = ရှာဖွေမည်
command-op-tx = ငွေသွင်းမှု၊ ငွေထုတ်မှု၏ မှတ်တမ်း
command-op-player = ကစားသူ၏ စာရင်း
command-op-unclaimed = ပိုင်ရှင် မသိရသေးသော ငွေများ
command-op-claim = ထိုငွေကို ကစားသူထံ သတ်မှတ်မည်
command-op-dismiss = မည်သူ့ငွေမျှ မဟုတ်သော စာရင်းကို ပိတ်မည်
command-op-credit = ကစားသူထံ ငွေ ထည့်ပေးမည်
command-op-reverse = ထည့်ပြီးသားငွေကို ပြန်ရုပ်သိမ်းမည်
command-op-record = Cabinet တွင် ထုတ်ပေးပြီးသည်ကို စာရင်းသွင်းမည်
command-op-resolve = ငွေထုတ်မှုကို cabinet အရ ဆုံးဖြတ်မည်
command-op-reject = ငွေသွင်းတောင်းဆိုမှုကို ပိတ်မည်
command-op-ask = နံပါတ် သို့မဟုတ် ပုံ ထပ်တောင်းမည်
command-op-send = စောင့်နေသော ပြေစာကို ယခု ပို့မည်
command-op-hold = ကစားသူတစ်ဦးကို ရပ်ထားမည်
command-op-release = ရပ်ထားသူကို ပြန်ဖွင့်မည်
command-op-freeze = ငွေထုတ်မှုအားလုံး ချက်ချင်း ရပ်မည်
command-op-unfreeze = ငွေထုတ်မှုများ ပြန်ဖွင့်မည်
command-op-wallet = ဝေါလက် ဖွင့်မည်၊ ပိတ်မည်
command-op-limits = ဝေါလက်၏ ကန့်သတ်ချက် သတ်မှတ်မည်
command-op-forget = ကစားသူ၏ ဖျက်နိုင်သော အချက်အလက်များ ဖျက်မည်
command-op-today = ယနေ့ စာရင်း
command-op-replay = postback ကို ထပ်မံ ဆောင်ရွက်မည်
command-op-inbox = နောက်ဆုံး ဝင်လာသည်များ
command-op-health = စနစ်၏ အခြေအနေ
command-op-help = ညွှန်ကြားချက်အားလုံး

usage-withdraw = /withdraw &lt;ကစားသူ&gt; &lt;ပမာဏ&gt; &lt;အကောင့်&gt;၊ ဥပမာ <code>/withdraw tg-501 10,000 09444595698</code>။ /withdraw တစ်ခုတည်း ပို့ပါက တစ်ဆင့်ချင်း မေးပါမည်။
usage-approve = /approve &lt;ငွေထုတ်မှု သို့မဟုတ် အဆိုပြုချက် အမှတ်&gt;၊ ဥပမာ <code>/approve w-abc2345678</code>
usage-decline = /decline &lt;ငွေထုတ်မှု သို့မဟုတ် အဆိုပြုချက် အမှတ်&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/decline w-abc2345678 အကောင့် မှားနေသည်</code>
usage-withdrawals = /withdrawals၊ မပြီးသေးသည်များသာ ကြည့်ရန် <code>/withdrawals open</code>
usage-pending = /pending၊ နောက်တွင် ဘာမျှ မလိုပါ
usage-find = /find &lt;ရှာလိုသည့်အရာ&gt; – အမှတ်၊ လုပ်ငန်းစဉ်နံပါတ်၊ ဖုန်းနံပါတ်အဆုံး၊ ကစားသူ၊ @name၊ ဥပမာ <code>/find 5698</code>
usage-tx = /tx &lt;ငွေသွင်းမှု သို့မဟုတ် ငွေထုတ်မှု&gt;၊ ဥပမာ <code>/tx dep-abc2345678</code>
usage-player = /player &lt;ကစားသူ&gt; – label၊ id: နှင့် Telegram id၊ သို့မဟုတ် @name၊ ဥပမာ <code>/player tg-501</code>
usage-unclaimed = /unclaimed၊ သို့မဟုတ် ပမာဏများ၍သာ စောင့်နေသော ငွေအားလုံး ထည့်သွင်းရန် အဆိုပြုလိုပါက <code>/unclaimed release</code>
usage-claim = /claim &lt;/unclaimed ပါ အမှတ်&gt; &lt;ကစားသူ&gt;၊ ဥပမာ <code>/claim 7 tg-501</code>
usage-dismiss = /dismiss &lt;/unclaimed ပါ အမှတ်&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/dismiss 7 ဝန်ဆောင်မှုပေးသူ၏ စမ်းသပ်မှု</code>
usage-credit = /credit &lt;ကစားသူ&gt; &lt;ပမာဏ&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/credit tg-501 10,000 ကတိပေးထားသော ဘောနပ်စ်</code>။ အကြောင်းရင်းကို စာလုံးဖြင့် စပါ။
usage-reverse = /reverse &lt;ငွေသွင်းမှု သို့မဟုတ် လက်ဖြင့် ထည့်ငွေ၏ အမှတ်&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/reverse dep-abc2345678 ကစားသူ မှားထည့်မိသည်</code> သို့မဟုတ် <code>/reverse act-12 ကစားသူ မှားထည့်မိသည်</code>
usage-record = /record &lt;ကစားသူ&gt; &lt;ပမာဏ&gt; &lt;အကောင့်&gt; &lt;Cabinet ပါ အမှတ်&gt;၊ ဥပမာ <code>/record tg-501 10,000 09444595698 778812</code>
usage-resolve = /resolve &lt;ငွေထုတ်မှု&gt; exists၊ absent၊ paid သို့မဟုတ် failed &lt;Cabinet တွင် တွေ့ရသည့်အရာ&gt;၊ ဥပမာ <code>/resolve w-abc2345678 paid ယနေ့ စာကြောင်း 778812</code>
usage-reject = /reject &lt;ငွေသွင်းမှု&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/reject dep-abc2345678 အခြားငွေလွှဲမှု၏ ပြေစာ</code>
usage-ask = /ask &lt;ငွေသွင်းမှု&gt; number သို့မဟုတ် photo၊ ဥပမာ <code>/ask dep-abc2345678 photo</code>
usage-send = /send &lt;ငွေသွင်းမှု&gt;၊ ဥပမာ <code>/send dep-abc2345678</code>
usage-hold = /hold &lt;ကစားသူ&gt; &lt;အကြောင်းရင်း&gt;၊ ဥပမာ <code>/hold tg-501 ပြေစာတစ်ခုတည်း သုံးကြိမ် ပို့သည်</code>
usage-release = /release &lt;ကစားသူ&gt;၊ ဥပမာ <code>/release tg-501</code>
usage-freeze = /freeze၊ နောက်တွင် ဘာမျှ မလိုပါ
usage-unfreeze = /unfreeze၊ နောက်တွင် ဘာမျှ မလိုပါ
usage-wallet = /wallet on သို့မဟုတ် off &lt;ဝေါလက်&gt;၊ ဥပမာ <code>/wallet off wavepay</code>
usage-limits = /limits &lt;ဝေါလက်&gt; &lt;အနည်းဆုံး&gt; &lt;အများဆုံး&gt;၊ ဥပမာ <code>/limits kbzpay 1,000 500,000</code>
usage-forget = /forget &lt;ကစားသူ&gt;၊ ဥပမာ <code>/forget tg-501</code>။ အခြားပိုင်ရှင်တစ်ဦးက အတည်ပြုရပါမည်
usage-today = /today၊ နောက်တွင် ဘာမျှ မလိုပါ
usage-replay = /replay &lt;/inbox ပါ အမှတ်&gt;၊ ဥပမာ <code>/replay 42</code>
usage-inbox = /inbox၊ ဆောင်ရွက်၍ မရသည်များ ကြည့်ရန် <code>/inbox bad</code>
usage-health = /health၊ နောက်တွင် ဘာမျှ မလိုပါ
usage-help = /help၊ နောက်တွင် ဘာမျှ မလိုပါ

op-no-command = ဤအမိန့် မရှိပါ။ ဘာမျှ မလုပ်ဆောင်ရသေးပါ။
op-misread = ဤသို့ ရေးပေးပါ –
op-help-head = <b>သင် သုံးနိုင်သော ညွှန်ကြားချက်များ</b> ({ $role })
op-help-line = /{ $command } – { $text }
op-amount-too-small = ပမာဏ နည်းလွန်းပါသည်။ ငွေထုတ်ရန် အနည်းဆုံး { $limit } ဖြစ်ရပါမည်။
op-amount-too-large = ပမာဏ များလွန်းပါသည်။ တစ်ကြိမ်လျှင် အများဆုံး { $limit } ထုတ်နိုင်ပါသည်။
op-player-held = ဤကစားသူကို ရပ်ထားပါသည်။ checker က /release ဖြင့် ပြန်ဖွင့်နိုင်ပါသည်။
op-not-found = { $id } ကို ရှာမတွေ့ပါ။
op-page = စာမျက်နှာ { $page } / { $pages }

op-ask-player = ဘယ်သူ့ထံ ငွေထုတ်ပေးမလဲ။ label၊ id: နှင့် Telegram id၊ သို့မဟုတ် @name ဖြင့် ဖြေပါ။
op-ask-amount = ဘယ်လောက် ထုတ်ပေးမလဲ။ ပမာဏကို ဖြေပါ၊ ဥပမာ 10,000။
op-ask-account = ဘယ် KBZPay အကောင့်သို့ ပို့မလဲ။ ဂဏန်း ၁၁ လုံးကို ဖြေပါ။
op-ask-again = ဤစာကို Reply လုပ်ပြီး ဖြေပေးပါ။

op-button-confirm = ✅ အတည်ပြုမည်
op-button-decline = ✖️ ပယ်ချမည်
op-button-keep = ↩️ နောက်သို့
op-button-refresh = 🔄 ပြန်ကြည့်မည်
op-button-timeline-of = 🕓 { $id }
op-button-unclaimed = 🧩 ပိုင်ရှင်မသိသော ငွေများ
op-button-card = 💸 ကတ်
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
op-card-totals = သွင်းငွေ { $deposited } · ထုတ်ငွေ { $paid_out } · ဖယ်ထားငွေ { $held }
op-card-maker = အဆိုပြုသူ { $maker }၊ { $date }
op-card-expires = { $time } မတိုင်မီ အတည်ပြုပေးပါ
op-card-checker = အတည်ပြုသူ { $checker }၊ { $date }
op-card-decliner = { $checker } က ပယ်ချပါသည် – { $reason }
op-card-provider = ဝန်ဆောင်မှုပေးသူ – { $detail }
op-card-reason = နှစ်ဦး ဆုံးဖြတ်ချက် – { $reason }
op-card-conflict = 🚨 ဝန်ဆောင်မှုပေးသူ၏ အချက်များ ဆန့်ကျင်နေပါသည်။ မှတ်တမ်းကို ကြည့်ပါ။
op-card-ask-why = ဘာကြောင့် ပယ်ချမလဲ။
op-card-resolve = ဝန်ဆောင်မှုပေးသူ၏ cabinet ကို ကြည့်ပြီး <code>/resolve { $id } exists အကြောင်းရင်း</code> သို့မဟုတ် <code>/resolve { $id } absent အကြောင်းရင်း</code> ဟု ရေးပါ

op-state-proposed = ⏳ ဒုတိယလူ၏ အတည်ပြုချက်ကို စောင့်နေပါသည်
op-state-sending = 📤 အတည်ပြုပြီး ပို့နေပါသည်
op-state-sent = 📤 ဝန်ဆောင်မှုပေးသူထံ ရောက်ပြီးပါပြီ
op-state-unknown = ❓ ရောက်မရောက် မသိရသေးပါ။ ထပ်ပို့မည် မဟုတ်ပါ။
op-state-paid = ✅ ငွေပေးပြီးပါပြီ
op-state-failed = ❌ မအောင်မြင်ပါ၊ ငွေ ပြန်ထည့်ပြီးပါပြီ
op-state-refused = ❌ ငြင်းပယ်ခံရပါသည်၊ ငွေ ပြန်ထည့်ပြီးပါပြီ
op-state-declined = ✖️ ပယ်ချပြီး၊ ငွေ ပြန်ထည့်ပြီးပါပြီ
op-state-expired = ⌛ အချိန်မီ အတည်မပြုသဖြင့် ငွေ ပြန်ထည့်ပြီးပါပြီ

op-act-title = <b>{ $kind }</b> № { $number }
op-act-claim = 🧩 ငွေပိုင်ရှင် သတ်မှတ်ခြင်း
op-act-release = 🧱 ပမာဏများ၍ စောင့်နေသော ငွေ ထည့်သွင်းခြင်း
op-act-dismiss = 🗑 စာရင်း ပိတ်ခြင်း
op-act-credit = ➕ လက်ဖြင့် ငွေထည့်ခြင်း
op-act-reverse = ↩️ ငွေ ပြန်ရုပ်သိမ်းခြင်း
op-act-record = 📒 Cabinet ဖြင့် ငွေထုတ်ခြင်း
op-act-forget = 🧽 ကစားသူ၏ အချက်အလက် ဖျက်ခြင်း
op-act-forget-what = အမည်၊ ပုံများ၊ ရေးခဲ့သည်များနှင့် အကောင့်နံပါတ်များကို အပြီးဖျက်ပါမည်။ ငွေစာရင်းကို label ဖြင့် ဆက်ထားပါမည်။ ပိုင်ရှင် (owner) သာ အတည်ပြုနိုင်ပါသည်။
op-act-unfreeze = ❄️ ငွေထုတ်မှုများ ပြန်ဖွင့်ခြင်း
op-act-resolve = ❓ Cabinet တွင် တွေ့ရှိချက်
op-act-entry = စာရင်း { $entry } – { $amount }၊ { $wallet }၊ လုပ်ငန်းစဉ် { $transaction }
op-act-entry-owner = ငွေသွင်းမှု { $deposit } ၏ order၊ ကစားသူ { $owner }
op-act-entries = စာရင်း { $count } ခု၊ တစ်ခုစီကို ၎င်း၏ order ပိုင်ရှင်ထံ
op-act-entries-more = နောက်ထပ် { $count } ခု
op-act-deposit = ငွေသွင်းမှု { $id }၊ { $label } – { $amount }၊ { $wallet }
op-act-account = အကောင့် – { $account }
op-act-reference = Cabinet ပါ အမှတ် – { $reference }
op-act-payout = ငွေထုတ်မှု { $id } – { $amount }၊ { $label }
op-act-exists = Cabinet တွင် တွေ့ပါသည်။ ပို့ပြီးဟု သတ်မှတ်ပါမည်။
op-act-absent = Cabinet တွင် မတွေ့ပါ။ ငွေ ပြန်ထည့်ပါမည်။
op-act-reason = အကြောင်းရင်း – { $reason }
op-stage-proposed = ⏳ ဒုတိယလူ၏ အတည်ပြုချက်ကို စောင့်နေပါသည်
op-stage-done = ✅ { $maker } နှင့် { $checker } ဆောင်ရွက်ပြီးပါပြီ
op-stage-declined = ✖️ { $checker } က ပယ်ချပါသည် – { $reason }
op-stage-expired = ⌛ အချိန်မီ အတည်မပြုခဲ့ပါ

op-pending-head = <b>ဖွင့်ထားသော ငွေသွင်းမှု – { $count }</b>
op-pending-none = ဖွင့်ထားသော ငွေသွင်းမှု မရှိပါ။
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
op-unclaimed-head = <b>ဝန်ထမ်း စစ်ဆေးရန် စောင့်နေသည် – { $count }</b>၊ ငွေပါသည် – { $money }
    ပိုင်ရှင် သတ်မှတ်ရန် <code>/claim အမှတ် ကစားသူ</code>
op-unclaimed-release = 🧱 ပမာဏများ၍သာ စောင့်နေသည် – { $count } ခု၊ စုစုပေါင်း { $amount }။ <code>/unclaimed release</code> ဖြင့် ထည့်သွင်းရန် အဆိုပြုပါ
op-unclaimed-owner = → ငွေသွင်းမှု { $deposit }၊ { $owner }
op-unclaimed-none = စစ်ဆေးရန် စောင့်နေသည် မရှိပါ။
op-unclaimed-line = <b>{ $entry }</b> · { $amount } · { $wallet } · { $transaction } · { $label } · { $date }
    { $reason }
op-inbox-head = <b>နောက်ဆုံး ဝင်လာသည်များ</b>
op-inbox-bad-head = <b>ဆောင်ရွက်၍ မရသည်များ</b>
op-inbox-none = ဘာမျှ မရှိပါ။
op-inbox-line = <b>{ $entry }</b> · { $source } · { $state } · { $date } { $reason }
op-player-head = <b>👤 { $label }</b>
op-player-chat = Telegram { $id } { $name }
op-player-open-deposits = ဖွင့်ထားသော ငွေသွင်းမှုများ –
op-player-open-payouts = မပြီးသေးသော ငွေထုတ်မှုများ –
op-today-caption = <b>{ $date }</b>
    ထည့်သွင်းပြီး { $credited } · ငွေသွင်းမှု { $count }
    ပြေစာပို့ပြီးမှ ငွေထည့်ချိန် အလယ်အလတ် – { $median }
    ယခု စောင့်နေသူ – { $waiting }၊ အကြာဆုံး { $oldest }
    လက်ဖြင့် ထည့်ငွေ { $by_hand } · ပြန်ရုပ်သိမ်းငွေ { $reversed } · ထုတ်ငွေ { $paid_out }
op-today-wallet = { $wallet } – { $amount } · { $count }
op-health-provider = ဝန်ဆောင်မှုပေးသူ၏ နောက်ဆုံး အဖြေ – { $ago }၊ { $outcome }
op-health-provider-never = ဝန်ဆောင်မှုပေးသူကို မမေးရသေးပါ။
op-health-postback = နောက်ဆုံး postback – { $ago }
op-health-update = Telegram မှ နောက်ဆုံး စာ – { $ago }
op-health-inbox = ဆောင်ရွက်ရန် ကျန် – { $count }၊ အကြာဆုံး { $age }
op-health-outbox = ပို့ရန် ကျန် – { $count }၊ အကြာဆုံး { $age }
op-health-bad = ဖယ်ထားသည် { $bad } · ပို့၍ မရသော စာ { $dead }
op-health-disk = Database { $size } · လွတ်နေသော နေရာ { $free }
op-health-alarms = ဖြစ်ပေါ်နေသော သတိပေးချက် – { $count }
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
op-moment-attempt = { $date } 📤 ဝန်ဆောင်မှုပေးသူကို မေးသည် ({ $ref }) – { $what } { $detail }
op-moment-ledger = { $date } 📒 { $amount }၊ { $what } – { $detail }
op-moment-quarantine = { $date } 🧩 စာရင်း { $ref } စောင့်နေသည် – { $what }
op-moment-message = { $date } 💬 ကစားသူကို ပြောသည် – { $what } ({ $ref })

op-done-freeze = 🧊 ငွေထုတ်မှုအားလုံး ရပ်ထားပါသည်။ /unfreeze ဖြင့် ဝန်ထမ်း နှစ်ဦးက ပြန်ဖွင့်နိုင်ပါသည်။
op-done-reject = ✖️ ငွေသွင်းမှု { $deposit } ကို ပိတ်ပြီးပါပြီ။ ကစားသူကို အကြောင်းကြားပါမည်။
op-done-ask-number = ✍️ { $deposit } ၏ ကစားသူထံ လုပ်ငန်းစဉ်နံပါတ် တောင်းထားပါသည်။
op-done-ask-photo = ✍️ { $deposit } ၏ ကစားသူထံ ငွေလွှဲပြေစာ တောင်းထားပါသည်။
op-done-send = 📤 ငွေသွင်းမှု { $deposit } ၏ ပြေစာကို ယခု ပို့ပါမည်။ ဝန်ဆောင်မှုပေးသူ၏ အဖြေကို /tx { $deposit } ဖြင့် ကြည့်နိုင်ပါသည်။
op-done-hold = ⛔ { $label } ကို ရပ်ထားပါသည် – { $reason }
op-done-release = ▶️ { $label } ကို ပြန်ဖွင့်ပြီးပါပြီ။
op-done-wallet-on = { $wallet } ဖွင့်ပြီးပါပြီ။
op-done-wallet-off = { $wallet } ပိတ်ပြီးပါပြီ။
op-done-limits = { $wallet } – { $low } မှ { $high } အထိ။
op-done-replay = 🔁 Postback { $entry } ကို ထပ်မံ ဆောင်ရွက်ပါမည်။

alert-many = <b>{ $count } ကြိမ် –</b>
alert-many-more = … နောက်ထပ် { $count } ခု ရှိပါသေးသည်။
alert-command-ignored = 🚨 ငွေနှင့် ဆိုင်သော ညွှန်ကြားချက်ကို လက်မခံနိုင်သော နည်းဖြင့် ရရှိပါသည် (forward၊ bot မှတစ်ဆင့် သို့မဟုတ် အမည်မဖော်ဘဲ) – { $command }
