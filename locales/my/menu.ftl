# The menu, greetings, help and history.

language-en = English
language-my = မြန်မာ
language-ask = ဘယ်ဘာသာစကားကို သုံးလိုပါသလဲ။
language-set = ယခုမှစ၍ မြန်မာလို ပြောပါမည်။

button-deposit = 💰 ငွေသွင်းမည်
button-history = ငွေသွင်းမှတ်တမ်း
button-help = အကူအညီ
button-menu = မီနူး

command-deposit = ငွေသွင်းမည်
command-history = ငွေသွင်းမှတ်တမ်း
command-help = အသုံးပြုနည်း
command-language = မြန်မာ / English
command-cancel = မပြီးသေးသော ငွေသွင်းမှုကို ပယ်ဖျက်မည်

welcome = 👋 မင်္ဂလာပါ။ KBZPay နှင့် WavePay ဖြင့် ငွေသွင်းနိုင်ပါသည်။ စတင်ရန် “ငွေသွင်းမည်” ကို နှိပ်ပါ။
welcome-name = 👋 မင်္ဂလာပါ { $name }။ KBZPay နှင့် WavePay ဖြင့် ငွေသွင်းနိုင်ပါသည်။ စတင်ရန် “ငွေသွင်းမည်” ကို နှိပ်ပါ။
menu = ဘာလုပ်ပေးရမလဲ။
linked = ✅ ဤချတ်ကို သင့်အကောင့်နှင့် ချိတ်ဆက်ပြီးပါပြီ။ သွင်းငွေများ ထိုအကောင့်သို့ ရောက်ပါမည်။

help =
    <b>ငွေသွင်းနည်း</b>
    ၁။ “ငွေသွင်းမည်” ကို နှိပ်ပြီး ဝေါလက်နှင့် ပမာဏ ရွေးပါ။
    ၂။ ပြထားသော နံပါတ်သို့ ထိုပမာဏ အတိအကျ လွှဲပါ။
    ၃။ { $reads ->
        [yes] ငွေလွှဲပြေစာ (Screenshot) ပို့ပါ။ လုပ်ငန်းစဉ်နံပါတ် (Transaction No. / Transaction ID) ကို ပြေစာမှ ဖတ်ပေးပါမည်။
       *[no] လုပ်ငန်းစဉ်နံပါတ် (Transaction No. / Transaction ID) နှင့် ငွေလွှဲပြေစာ (Screenshot) ကို ပို့ပါ။
    }

    ငွေ ထည့်သွင်းပြီးသည်နှင့် ချက်ချင်း အကြောင်းကြားပါမည်။ မည်သည့်အရာမျှ နှစ်ခါ ပို့ရန် မလိုပါ။

    ယခု သုံးနိုင်သော ဝေါလက်များ – { $wallets }
    တစ်ကြိမ်လျှင် { $low }မှ { $high }အထိ သွင်းနိုင်ပါသည်။

    ငွေသွင်းမှုတိုင်းတွင် № ABC123 ကဲ့သို့ အမှတ် ပါရှိပါသည်။ ဝန်ထမ်းများထံ မေးမြန်းလိုပါက ပြနိုင်ရန် သိမ်းထားပါ။
help-no-wallets = ယခု မရှိသေးပါ

history-totals = <b>သွင်းငွေ { $deposited } · ထုတ်ငွေ { $paid_out }</b>
history-empty = ငွေသွင်းမှု မရှိသေးပါ။
history-line = { $amount } · { $wallet } · { $state } · { $date }

state-draft = မပြီးသေးပါ
state-awaiting-payment = ငွေလွှဲရန် စောင့်နေပါသည်
state-claimed = စစ်ဆေးနေပါသည်
state-submitted = စစ်ဆေးနေပါသည်
state-credited = ထည့်သွင်းပြီး
state-rejected = အတည်မပြုနိုင်သေးပါ
state-expired = သက်တမ်းကုန်ပါပြီ
state-cancelled = ပယ်ဖျက်ပြီး
state-reversed = ပြန်ရုပ်သိမ်းပြီး
