# What is written inside the chart of /today. Each text stands on one line.

chart-title = ယနေ့ { $date } အထိ
chart-credited = ထည့်သွင်းပြီး
chart-credited-count = ငွေသွင်းမှု { $count } ခု
chart-median = ထည့်သွင်းချိန် အလယ်ကိန်း
chart-median-span = အကြောင်းကြားချိန်မှ ထည့်သွင်းချိန်အထိ
chart-waiting = ယခု စောင့်ဆိုင်းဆဲ
chart-waiting-oldest = အကြာဆုံး – { $age }
chart-waiting-none = စောင့်ဆိုင်းနေသည် မရှိပါ
chart-axis = တစ်နာရီအတွင်း ငွေသွင်းမှု
chart-legend = { $wallet } – { $count } ခု · { $amount }
chart-empty = ယနေ့ ထည့်သွင်းပြီးသော ငွေ မရှိသေးပါ
chart-none = –
chart-seconds = { $seconds } စက္ကန့်
chart-minutes = { $minutes } မိနစ်
chart-hours = { $hours } နာရီ { $minutes } မိနစ်
