# The living card of a deposit, its buttons, and the short messages that ring.

# What the wallet's own app calls the transaction number.
number-name =
    { $type ->
        [kbzpay_manual] လုပ်ငန်းစဉ်နံပါတ် (Transaction No.)
        [wavepay] လုပ်ငန်းစဉ်နံပါတ် (Transaction ID)
       *[other] လုပ်ငန်းစဉ်နံပါတ် (Transaction No. / Transaction ID)
    }

choose-wallet = ဘယ်ဝေါလက်ဖြင့် ငွေလွှဲမလဲ။
choose-wallet-none = ယခု ဝေါလက် မဖွင့်သေးပါ။ မိနစ်အနည်းငယ်အကြာတွင် ထပ်စမ်းကြည့်ပါ။

card-mark = № { $id }
card-ask-amount =
    { $wallet } ဖြင့် ငွေဘယ်လောက် သွင်းမလဲ။

    ပမာဏကို နှိပ်ပါ၊ သို့မဟုတ် ရိုက်ထည့်ပါ (ဥပမာ – { $example })။
    { $low }မှ { $high }အထိ သွင်းနိုင်ပါသည်။
card-getting-number = ⏳ { $amount }အတွက် { $wallet } နံပါတ် ယူနေပါသည်။ ခဏ စောင့်ပေးပါ။
card-no-number = ယခု { $wallet } ဖြင့် { $amount } သွင်း၍ မရသေးပါ။ ငွေ မလွှဲပါနှင့်ဦး။ မိနစ်အနည်းငယ်အကြာတွင် ထပ်စမ်းကြည့်ပါ။
card-other-wallet = သို့မဟုတ် အခြားဝေါလက် ရွေးနိုင်ပါသည်။
card-pay =
    ဤ { $wallet } နံပါတ်သို့ <b>{ $amount }</b> အတိအကျ လွှဲပေးပါ

    { $number }
card-valid-until = { $time } အထိသာ လွှဲနိုင်ပါသည်
card-next-number =
    ၁။ { $wallet } အက်ပ်တွင် ဤပမာဏ အတိအကျ လွှဲပါ။
    ၂။ ပြီးလျှင် { number-name } ပို့ပေးပါ။ ငွေလွှဲပြေစာ (Screenshot) လည်း ပို့နိုင်ပါသည်။
card-next-both =
    ၁။ { $wallet } အက်ပ်တွင် ဤပမာဏ အတိအကျ လွှဲပါ။
    ၂။ ပြီးလျှင် { number-name } နှင့် ငွေလွှဲပြေစာ (Screenshot) ပို့ပေးပါ။
card-next-picture =
    ၁။ { $wallet } အက်ပ်တွင် ဤပမာဏ အတိအကျ လွှဲပါ။
    ၂။ ပြီးလျှင် ငွေလွှဲပြေစာ (Screenshot) ပို့ပေးပါ။ { number-name } ကို ပြေစာမှ ဖတ်ပေးပါမည်။ နံပါတ်ကို ရိုက်ပို့နိုင်ပါသည်။
card-expired =
    ⌛ ဤ { $wallet } နံပါတ်၏ အချိန် ကုန်သွားပါပြီ။
    <b>နံပါတ်ဟောင်းသို့ မလွှဲပါနှင့်။</b>

    { $amount } လွှဲပြီးသားဆိုလျှင် “ငွေလွှဲပြီးပါပြီ” ကို နှိပ်ပါ။ နောက်ကျသော ငွေကိုလည်း ထည့်သွင်းပေးပါသည်။
card-claimed =
    🔎 { $amount }ကို စစ်ဆေးနေပါသည်။ ထပ်ပို့ရန် မလိုပါ။

    သင့်ပြေစာကို လုံခြုံစွာ သိမ်းထားပါသည်။ ဝန်ဆောင်မှု ခဏရပ်နေပါက ပြန်ရသည်နှင့် ပို့ပေးပါမည်။
card-submitted-soon = 🔎 ငွေလွှဲမှုကို တွေ့ရှိပါပြီ။ { $amount }ကို မကြာမီ ထည့်သွင်းပေးပါမည်။ ထပ်ပို့ရန် မလိုပါ။
card-submitted-checking = 🔎 { $amount }ကို စစ်ဆေးနေပါသည်။ ထပ်ပို့ရန် မလိုပါ။ ပြီးလျှင် အကြောင်းကြားပါမည်။
card-submitted-searching = 🔎 { $amount }ကို မတွေ့ရသေးပါ။ ဆက်လက် စစ်ဆေးနေပါသည်။ ထပ်ပို့ရန် မလိုပါ။
card-submitted-below-minimum = 🔎 သင့်ငွေကို လက်ခံရရှိ၍ စစ်ဆေးနေပါသည်။ { $amount }သည် အနည်းဆုံးပမာဏထက် နည်းနိုင်ပါသည်။ ထပ်ပို့ရန် မလိုပါ။
card-rejected = { $amount }ကို အတည်မပြုနိုင်သေးပါ။
card-cancelled = ပယ်ဖျက်ပြီးပါပြီ။ ငွေ မလွှဲရသေးပါ။
card-cancelled-number =
    ပယ်ဖျက်ပြီးပါပြီ။ <b>နံပါတ်ဟောင်းသို့ မလွှဲပါနှင့်။</b>

    လွှဲပြီးသားဆိုလျှင် ထပ်မလွှဲပါနှင့်။ ငွေ ရောက်လာသည်နှင့် ထည့်သွင်းပေးပါမည်။
card-cancelled-paid = ပယ်ဖျက်ပြီးပါပြီ။ ငွေလွှဲပြေစာ (Screenshot) ကို သိမ်းထားပါသည်။ လွှဲပြီးသားဆိုလျှင် ပြေစာကို ထပ်ပို့ပေးပါ။ စစ်ဆေးပေးပါမည်။
card-paid = 🧾 { $wallet } ဖြင့် သင်လွှဲထားသော ငွေ
card-paid-amount = 🧾 { $wallet } ဖြင့် သင်လွှဲထားသော ငွေ <b>{ $amount }</b>
card-ask-paid-amount =
    🧾 { $wallet } ဖြင့် ငွေဘယ်လောက် လွှဲခဲ့ပါသလဲ။

    ပမာဏကို နှိပ်ပါ၊ သို့မဟုတ် ရိုက်ထည့်ပါ (ဥပမာ – { $example })။
card-credited = ✅ { $credited } ထည့်သွင်းပြီးပါပြီ။
card-reversed = ဤသွင်းငွေ { $credited }ကို ပြန်ရုပ်သိမ်းပြီး ဖြစ်ပါသည်။ မေးမြန်းလိုပါက အောက်ပါအမှတ်ကို ပြောပြပေးပါ။

part-number = ✓ { number-name } – { $number }
part-receipt = ✓ ငွေလွှဲပြေစာ (Screenshot) ရရှိပါပြီ
part-need-number = { number-name } ပို့ပေးရန် ကျန်ပါသည်
part-need-receipt = ငွေလွှဲပြေစာ (Screenshot) ပို့ပေးရန် ကျန်ပါသည်

part-reading = ⏳ ပြေစာမှ { number-name } ကို ဖတ်နေပါသည်…
part-read = ဖတ်ရရှိသည်မှာ – { number-name } { $number } · { $read } ဖြစ်ပါသည်။ မှန်ပါသလား။
read-differs = ❗ ပြေစာတွင် { $read } ဖြစ်ပြီး သင်ရွေးထားသည်မှာ { $amount } ဖြစ်ပါသည်။ “မှန်ပါသည်၊ ပို့မည်” ကို နှိပ်လျှင် ပြေစာပါ ပမာဏကို ပို့ပါမည်။
part-unread = ပုံပေါ်ရှိ နံပါတ်ကို မဖတ်နိုင်ပါ။ { number-name } ပို့ပေးပါ။
part-unread-burmese = ဤပြေစာပေါ်ရှိ ဂဏန်းများသည် မြန်မာဂဏန်းများ ဖြစ်၍ သေချာစွာ မဖတ်နိုင်ပါ။ { number-name } ပို့ပေးပါ။

refusal-number = { number-name } မှားနေပုံရပါသည်။ အက်ပ်တွင် ပြန်ကြည့်ပြီး ပြင်ပေးပါ။
refusal-receipt = ပုံ မရှင်းလင်းပါ။ ငွေလွှဲပြေစာ (Screenshot) အသစ် ပို့ပေးပါ။
refusal-used = ဤ{ number-name } သည် အသုံးပြုပြီးသား ဖြစ်ပါသည်။ ဤငွေလွှဲမှု၏ နံပါတ် ဟုတ်မဟုတ် ပြန်စစ်ပေးပါ။
refusal-amount = ပြေစာပါ ပမာဏ မတူပါ။ နံပါတ်နှင့် ငွေလွှဲပြေစာ (Screenshot) ကို ပြန်စစ်ပေးပါ။
refusal-other = ဤအချက်အလက်ဖြင့် ငွေလွှဲမှုကို မတွေ့ပါ။ နံပါတ်နှင့် ငွေလွှဲပြေစာ (Screenshot) ကို ပြန်စစ်ပေးပါ။
corrections-left = နောက်ထပ် { $left } ကြိမ် ပြင်နိုင်ပါသေးသည်။
corrections-over = ထပ်ပြင်၍ မရတော့ပါ။ ဝန်ထမ်းများ စစ်ဆေးပေးနေပါသည်။ သင့်ငွေ ရောက်လာလျှင် ထည့်သွင်းပေးပါမည်။

note-differs = သင်ရေးခဲ့သော ပမာဏမှာ { $amount } ဖြစ်ပါသည်။ တကယ်ရောက်သော { $credited }ကို ထည့်သွင်းပေးပါသည်။
note-late = နောက်ကျမှ ရောက်သော်လည်း ထည့်သွင်းပေးပါသည်။
note-rejected = အစပိုင်းတွင် အတည်မပြုနိုင်ခဲ့သော်လည်း ယခု ငွေ ရောက်ရှိပါပြီ။
note-extra = တစ်ကြိမ်ထက်ပို၍ လွှဲထားပါသည်။ အားလုံးကို ထည့်သွင်းပေးပါသည်။

button-copy-number = နံပါတ် ကူးမည်
button-copy-amount = ပမာဏ ကူးမည်
button-how-to = နံပါတ် ဘယ်မှာလဲ
button-window = ငွေပေးချေရန် စာမျက်နှာ
button-cancel = မလုပ်တော့ပါ
button-retry = ထပ်စမ်းမည်
button-new-number = နံပါတ်အသစ် ယူမည်
button-have-paid = ငွေလွှဲပြီးပါပြီ
button-fix-number = နံပါတ် ပြင်မည်
button-new-picture = ပုံအသစ် ပို့မည်
button-send-read = ✅ မှန်ပါသည်၊ ပို့မည်
button-fix-read = နံပါတ် ပြင်မည်
button-is-payment = ဟုတ်ပါသည်
button-no-payment = မဟုတ်ပါ
button-receipt = 🧾 ပြေစာ ယူမည်
button-deposit-again = ထပ်သွင်းမည်
button-deposit-anyway = အသစ် သွင်းမည်

how-to-caption = { $wallet } အက်ပ်တွင် ငွေလွှဲမှုကို ဖွင့်ပါ။ { number-name } သည် ပုံတွင်ပြထားသည့်အတိုင်း ပြေစာပေါ်တွင် ရှိပါသည်။ ကူးယူပြီး ပို့ပေးပါ။
how-to-caption-picture = { $wallet } အက်ပ်တွင် ငွေလွှဲမှုကို ဖွင့်ပြီး ငွေလွှဲပြေစာ (Screenshot) ပို့ပေးပါ။ { number-name } ကို ပြေစာမှ ဖတ်ပေးပါမည်။ နံပါတ်ကို ရိုက်ပို့နိုင်ပါသည်။ ပုံတွင်ပြထားသည့်အတိုင်း ပြေစာပေါ်တွင် ရှိပါသည်။

is-payment = ဤပုံသည် ကျွန်ုပ်တို့ထံ လွှဲထားသော ငွေအတွက် ပြေစာ ဖြစ်ပါသလား။
choose-paid-wallet = ဘယ်ဝေါလက်ဖြင့် လွှဲခဲ့ပါသလဲ။
credit-caption = ✅ { $credited } · { $time } · № { $id }

open-checking = { $wallet } ဖြင့် သွင်းသော { $amount }ကို စစ်ဆေးနေပါသည်။ ထပ်ပို့ရန် မလိုပါ။
number-known = ဤ{ number-name } ကို လက်ခံရရှိပြီး ဖြစ်ပါသည်။ ဤငွေသွင်းမှုအတွက် ဖြစ်ပါသည်။ ထပ်ပို့ရန် မလိုပါ။
picture-kept = ငွေလွှဲပြေစာ (Screenshot) ကို လက်ခံ သိမ်းဆည်းပြီးပါပြီ။ ထပ်ပို့ရန် မလိုပါ။
nothing-open = ဖွင့်ထားသော ငွေသွင်းမှု မရှိပါ။

step-amount = ပမာဏကို နှိပ်ပါ၊ သို့မဟုတ် ရိုက်ထည့်ပါ (ဥပမာ – { $example })။
step-wait-for-number = နံပါတ် ယူပေးနေပါသည်။ ခဏ စောင့်ပေးပါ။
step-number = ငွေလွှဲမှု၏ { number-name } ပို့ပေးပါ။
step-confirmation = ဖတ်ထားသည်မှာ မှန်လျှင် “မှန်ပါသည်၊ ပို့မည်” ကို နှိပ်ပါ။ မမှန်လျှင် { number-name } ပို့ပေးပါ။
step-receipt = ငွေလွှဲပြေစာ (Screenshot) ပို့ပေးပါ။
step-correction = နံပါတ် ပြင်ရန် သို့မဟုတ် ပုံအသစ် ပို့ရန် ခလုတ်ကို နှိပ်ပါ။
step-nothing = ယခု ပို့ပေးရန် ဘာမျှ မလိုပါ။ ဘာလုပ်ပေးရမလဲ။
not-understood = တောင်းပန်ပါသည်။ ၎င်းကို အသုံးပြု၍ မရပါ။

ring-credited = ✅ { $credited } ထည့်သွင်းပြီးပါပြီ
ring-refused = { $amount }ကို အတည်မပြုနိုင်သေးပါ။
ring-waiting = ⏳ { $amount }ကို စစ်ဆေးရာတွင် ပုံမှန်ထက် ကြာနေပါသည်။ ဝန်ထမ်းများ သိရှိပြီး ဖြစ်ပါသည်။ ထပ်ပို့ရန် မလိုပါ။
ring-reversed = သင့်အကောင့်မှ { $credited }ကို ပြန်ရုပ်သိမ်းပြီး ဖြစ်ပါသည်။ မေးမြန်းလိုပါက အောက်ပါအမှတ်ကို ပြောပြပေးပါ။
ring-added = ✅ ဝန်ထမ်းများက { $amount } ထည့်သွင်းပေးပြီးပါပြီ
ring-paid-out = ✅ သင့်ထံ { $amount } ထုတ်ပေးပြီးပါပြီ
