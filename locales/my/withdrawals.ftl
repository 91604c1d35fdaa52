# What operators read about payouts: limits, what stops a confirmed one, how one is cancelled.

command-op-void = အတည်ပြုပြီး ငွေထုတ်မှုကို မပို့မီ ပယ်ဖျက်မည်
usage-void = /void &lt;ငွေထုတ်မှု&gt; &lt;အကြောင်းရင်း (ရှိလျှင်)&gt;၊ ဥပမာ <code>/void w-abc2345678 အကောင့် မှားနေသည်</code>

error-operator-day-limit = ဝန်ထမ်း { $operator } အတွက် တစ်ရက် ကန့်သတ်ချက် { $limit } ကို ကျော်ပါသည်။ ယနေ့ { $left } ရှိပြီး ဖြစ်ပါသည်။
error-account-day-limit = ဤအကောင့်အတွက် တစ်ရက် ကန့်သတ်ချက် { $limit } ကို ကျော်ပါသည်။ ယနေ့ { $left } ရှိပြီး ဖြစ်ပါသည်။
error-right-ended = ဝန်ထမ်း { $operator } တွင် ဤလုပ်ဆောင်ခွင့် မရှိတော့ပါ။ လုပ်ဆောင်ခွင့်ရှိသူက ပြန်လည် အဆိုပြုရပါမည်။
error-already-tried = { $id } သည် ဝန်ဆောင်မှုပေးသူထံ ရောက်နေနိုင်သဖြင့် ပယ်ဖျက်၍ မရပါ။ /tx { $id } ဖြင့် ကြည့်ပါ။

op-card-void = မပို့မီ ပယ်ဖျက်ရန် – <code>/void { $id }</code>
op-card-voided = မပို့မီ { $voider } က ပယ်ဖျက်ပါသည်။ { $reason }

alert-payout-stopped = ✋ ငွေထုတ်မှု { $withdrawal } ကို အတည်ပြုပြီးသော်လည်း မပို့ရသေးပါ။ { $stop } { $amount }၊ { $wallet }။ ပြေလည်သွားပါက ပို့ပါမည်။ ပယ်ဖျက်ရန် /void ကို သုံးပါ။
alert-over-payout-stopped = ✅ ငွေထုတ်မှု { $withdrawal } စောင့်ရန် မလိုတော့ပါ။
stop-off = ငွေထုတ်ခြင်းကို ပိတ်ထားပါသည်။
stop-frozen = ငွေထုတ်မှုအားလုံးကို ရပ်ထားပါသည်။
stop-held = ကစားသူကို ရပ်ထားပါသည်။
stop-amount = တစ်ကြိမ် အများဆုံး ပမာဏကို ကျော်နေပါသည်။
stop-right = ဆုံးဖြတ်သူ တစ်ဦးတွင် လုပ်ဆောင်ခွင့် မရှိတော့ပါ။
stop-player-day = ကစားသူ၏ တစ်ရက် ကန့်သတ်ချက် ပြည့်နေပါသည်။
stop-account-day = အကောင့်၏ တစ်ရက် ကန့်သတ်ချက် ပြည့်နေပါသည်။
stop-operator-day = ဝန်ထမ်း၏ တစ်ရက် ကန့်သတ်ချက် ပြည့်နေပါသည်။

error-twin-open = ပမာဏတူ၊ အကောင့်တူ ငွေထုတ်မှု { $id } မပြီးသေးပါ။ အဆိုပြုချက် မပြုလုပ်ရသေးပါ။ ကတ်ကို ကြည့်ပါ။ နောက်တစ်ကြိမ် ထုတ်ရန် သေချာပါက ခလုတ်ကို နှိပ်ပါ။
op-button-again = ➕ နောက်တစ်ကြိမ် အဆိုပြုမည်
op-card-resolve-sent = ရလဒ် မရောက်ပါက cabinet တွင် စစ်ပြီး <code>/resolve { $id } paid စာကြောင်း</code> သို့မဟုတ် <code>/resolve { $id } failed စာကြောင်း</code> ဟု ပို့ပေးပါ
op-act-paid = Cabinet တွင် ငွေပေးပြီးဟု တွေ့ပါသည်။ ငွေပေးပြီးဟု သတ်မှတ်ပါမည်။
op-act-failed = Cabinet တွင် မအောင်မြင်ဟု တွေ့ပါသည်။ သီးသန့်ထားငွေကို ပြန်လွှတ်ပါမည်။

risk-first-payout = ⚠️ ဤအကောင့်သို့ ပထမဆုံး ငွေထုတ်မှု ဖြစ်ပါသည်
risk-account-unseen = ⚠️ ဤအကောင့်ကို ကစားသူ၏ ငွေသွင်းမှုများတွင် မတွေ့ဖူးပါ
risk-above-credits = ⚠️ ကစားသူ၏ သွင်းငွေမှ ထုတ်ငွေ နုတ်ပြီး လက်ကျန်ထက် များပါသည်
risk-other-open = ⚠️ ဤကစားသူ၏ အခြား ငွေထုတ်မှု မပြီးသေးပါ – { $payout }
risk-twin-open = ⚠️ ပမာဏတူ၊ အကောင့်တူ ငွေထုတ်မှု မပြီးသေးပါ – { $payout }
risk-account-shared = ⚠️ ဤအကောင့်သို့ အခြားကစားသူ { $label } ၏ ငွေထုတ်မှု ရှိပါသည် – { $payout }
risk-failed-lately = ⚠️ ဤအကောင့်သို့ မကြာမီက ငွေထုတ်မှု မအောင်မြင်ခဲ့ပါ – { $payout }
risk-payout = { $id }၊ { $amount }၊ { $date } – { $state }

alert-payout-still-sent = 📤 ငွေထုတ်မှု { $withdrawal } ကို ဝန်ဆောင်မှုပေးသူ လက်ခံသည်မှာ { $minutes } မိနစ် ရှိပြီး ရလဒ် မရသေးပါ – { $amount }၊ { $wallet }။ Cabinet တွင် စစ်ပြီး paid သို့မဟုတ် failed ဖြင့် /resolve လုပ်ပေးပါ။
alert-over-payout-still-sent = ✅ ငွေထုတ်မှု { $withdrawal } ၏ ရလဒ် ရပါပြီ။

error-number-unclear = { $player } သည် label သို့မဟုတ် Telegram id ဖြစ်နိုင်ပါသည်။ ဤ label ရှိသော ကစားသူ မရှိပါ။ Telegram id { $player } ရှိသူ – { $known }။ မည်သည်ကို ဆိုလိုပါသလဲ။
error-name-old = { $player } ကို { $days } ရက်အတွင်း မတွေ့ရပါ။ အမည်များသည် ပိုင်ရှင် ပြောင်းနိုင်ပါသည်။ label သို့မဟုတ် id: နှင့် Telegram id ကို ထည့်ပေးပါ။
error-credit-moved =
    { $status ->
        [reversed] { $id } ဖြင့် ထည့်ထားသော ငွေကို ပြန်ရုပ်သိမ်းပြီး ဖြစ်ပါသည်။
       *[none] { $id } ဖြင့် ထည့်ထားသော ငွေ မရှိပါ။ ငွေသွင်းမှုသို့ ထည့်ခဲ့ပါက ငွေသွင်းမှု အမှတ်ကို ထည့်ပေးပါ။
    }
op-meant = ↪️ { $line }
op-button-label = 🏷 label ဖြစ်ပါသည်
op-button-telegram-id = 👤 Telegram id ဖြစ်ပါသည်
op-card-person = Telegram { $id }၊ { $name } ({ $date } မှ စသိရသည်)
op-card-person-nameless = Telegram { $id }
op-act-credited = လက်ဖြင့် ထည့်ငွေ – { $id }
op-act-mark = /reverse အတွက်လည်း သုံးနိုင်သော အမှတ် – { $id }
ring-taken-back = ↩️ ဝန်ထမ်းများက { $amount }ကို ပြန်ရုပ်သိမ်းထားပါသည်။ အကြောင်းရင်း မသိပါက ဝန်ထမ်းများကို မေးမြန်းနိုင်ပါသည်။
