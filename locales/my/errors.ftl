# What is refused, and how to do it right. Short enough for the answer to a button (200 characters).

error-unknown = တောင်းပန်ပါသည်။ ဆောင်ရွက်၍ မရပါ။ ထပ်စမ်းကြည့်ပါ။
error-crashed = တောင်းပန်ပါသည်။ ကျွန်ုပ်တို့ဘက်မှ ချို့ယွင်းမှု ဖြစ်ပါသည်။ မည်သည့်အရာမျှ မပျောက်ပါ။ ထပ်စမ်းကြည့်ပါ။ မရသေးပါက ဤအမှတ်ကို ပြောပြပေးပါ – { $id }

error-amount-unreadable = ပမာဏကို နားမလည်ပါ။ ကျပ်ပြည့်ဖြင့်သာ ရိုက်ထည့်ပါ (ဥပမာ – { $example })။
error-amount-too-small = ပမာဏ နည်းလွန်းပါသည်။ အနည်းဆုံး { $limit } သွင်းပေးပါ။
error-amount-too-large = ပမာဏ များလွန်းပါသည်။ အများဆုံး { $limit }အထိ သွင်းနိုင်ပါသည်။

error-number-unreadable = လုပ်ငန်းစဉ်နံပါတ်တွင် ဂဏန်းများသာ ပါပါသည်။ အက်ပ်ရှိ ပြေစာတွင် ကြည့်ပါ – KBZPay (Transaction No.)၊ WavePay (Transaction ID)။
error-number-ambiguous = နံပါတ် တစ်ခုထက်ပို ပါနေပါသည်။ လုပ်ငန်းစဉ်နံပါတ် တစ်ခုတည်း ပို့ပေးပါ – KBZPay (Transaction No.)၊ WavePay (Transaction ID)။
error-number-phone = ဖုန်းနံပါတ်နှင့် တူနေပါသည်။ ပြေစာပါ လုပ်ငန်းစဉ်နံပါတ် ပို့ပေးပါ – KBZPay (Transaction No.)၊ WavePay (Transaction ID)။
error-number-amount = ငွေပမာဏနှင့် တူနေပါသည်။ ပြေစာပါ လုပ်ငန်းစဉ်နံပါတ် ပို့ပေးပါ – KBZPay (Transaction No.)၊ WavePay (Transaction ID)။
error-number-length =
    နံပါတ်တွင် ဂဏန်း { $have } လုံး ပါနေပါသည်။ { $span } လုံး ဖြစ်ရပါမည်။ ပြေစာတွင် ပြန်ကြည့်ပါ – KBZPay (Transaction No.)၊ WavePay (Transaction ID)။
error-number-in-use = ဤလုပ်ငန်းစဉ်နံပါတ်သည် အသုံးပြုပြီးသား ဖြစ်ပါသည်။ ပြေစာတွင် ပြန်စစ်ပေးပါ။

error-picture-large = ပုံ ကြီးလွန်းပါသည်။ ငွေလွှဲပြေစာ (Screenshot) ကို ဓာတ်ပုံအဖြစ် ပို့ပေးပါ။
error-picture-unsupported = { $kind } ကို ဖတ်၍ မရပါ။ ငွေလွှဲပြေစာ (Screenshot) ကို ဓာတ်ပုံအဖြစ် (JPG သို့မဟုတ် PNG) ပို့ပေးပါ။
error-picture-animated = လှုပ်ရှားနေသော ပုံ ဖြစ်ပါသည်။ ငွေလွှဲပြေစာ (Screenshot) ကို ဓာတ်ပုံအဖြစ် ပို့ပေးပါ။
error-picture-broken = ပုံ အပြည့်အစုံ မရောက်ပါ။ ငွေလွှဲပြေစာ (Screenshot) ကို ထပ်ပို့ပေးပါ။

error-link-forged = ဤလင့်ခ် မမှန်ကန်ပါ။ သင်လာခဲ့သော ဝဘ်ဆိုက်မှ လင့်ခ်အသစ် ယူပေးပါ။
error-link-expired = ဤလင့်ခ် သက်တမ်းကုန်သွားပါပြီ။ သင်လာခဲ့သော ဝဘ်ဆိုက်မှ လင့်ခ်အသစ် ယူပေးပါ။
error-link-used = ဤလင့်ခ်ကို အခြားသူ အသုံးပြုပြီး ဖြစ်ပါသည်။ သင်လာခဲ့သော ဝဘ်ဆိုက်မှ လင့်ခ်အသစ် ယူပေးပါ။

error-wallet-closed = ဤဝေါလက်ကို ယခု ပိတ်ထားပါသည်။ အခြားဝေါလက် ရွေးပါ၊ သို့မဟုတ် နောက်မှ ထပ်စမ်းကြည့်ပါ။
error-too-many-corrections = ထပ်ပြင်၍ မရတော့ပါ။ ဝန်ထမ်းများ စစ်ဆေးပေးနေပါသည်။ သင့်ငွေ ရောက်လာလျှင် ထည့်သွင်းပေးပါမည်။
error-player-held = သင့်အတွက် ငွေသွင်းခြင်းကို ယာယီ ရပ်ထားပါသည်။ ကျွန်ုပ်တို့၏ ဝန်ထမ်းကို မေးမြန်းပေးပါ။
error-outdated = ဤခလုတ် ဟောင်းသွားပါပြီ။ နောက်ဆုံး စာကို ကြည့်ပါ။
