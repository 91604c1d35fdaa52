# What is written inside the how-to pictures. Lines break at spaces; the words of the wallet app stay English.

how-to-title = { $wallet } ဖြင့် ငွေလွှဲနည်း
how-to-badge = { $number }
how-to-step-open =
    { $type ->
        [wavepay] { $wallet } ကို ဖွင့်ပြီး (Send Money) ကို နှိပ်ပါ။
       *[other] { $wallet } ကို ဖွင့်ပြီး (Transfer) ကို နှိပ်ပါ။
    }
how-to-step-number = ဤချတ်တွင် ပြထားသော နံပါတ်ကို ထည့်ပါ။
how-to-step-amount = ပြထားသော ပမာဏ အတိအကျ ထည့်ပြီး လွှဲပါ။
how-to-step-receipt =
    { $type ->
        [kbzpay_manual] ငွေလွှဲပြေစာတွင် လုပ်ငန်းစဉ်နံပါတ် (Transaction No.) ဂဏန်း{"\u00A0"}၂၀{"\u00A0"}လုံးကို{"\u00A0"}ရှာပါ။
        [wavepay] ငွေလွှဲပြေစာတွင် လုပ်ငန်းစဉ်နံပါတ် (Transaction ID) ဂဏန်း{"\u00A0"}{ $span }{"\u00A0"}လုံးကို{"\u00A0"}ရှာပါ။
       *[other] ငွေလွှဲပြေစာတွင် လုပ်ငန်းစဉ်နံပါတ်ကို ရှာပါ။
    }
how-to-step-send =
    { $type ->
        [wavepay] နံပါတ်ကို ပို့ပေးပါ။ ငွေလွှဲပြေစာ (Screenshot) လည်း ပို့နိုင်ပါသည်။
       *[other] ငွေလွှဲပြေစာကို (Screenshot) ရိုက်ပြီး နံပါတ်နှင့်အတူ ပို့ပေးပါ။
    }
how-to-step-send-picture = ငွေလွှဲပြေစာ (Screenshot) ပို့ပေးပါ။ နံပါတ်ကို ပြေစာမှ ဖတ်ပေးပါမည်။

how-to-app-transfer =
    { $type ->
        [wavepay] Send Money
       *[other] Transfer
    }
how-to-app-phone = ဖုန်းနံပါတ်
how-to-app-amount = ငွေပမာဏ
how-to-app-paid = ငွေလွှဲခြင်း အောင်မြင်ပါသည်
how-to-app-time = ရက်စွဲနှင့် အချိန်
how-to-app-receiver = လက်ခံသူ
how-to-app-transaction =
    { $type ->
        [wavepay] Transaction ID
       *[other] Transaction No.
    }
how-to-example = ဥပမာပုံ ဖြစ်ပါသည်။ သင့်အက်ပ်နှင့် အနည်းငယ် ကွာနိုင်ပါသည်။

# What is written on the receipt that a player gets from us.
credit-title = ငွေသွင်းခြင်း အောင်မြင်ပါသည်
credit-order = သွင်းငွေ အမှတ်
credit-wallet = ငွေလွှဲသည့် ဝေါလက်
credit-time = ရန်ကုန် အချိန်
