# What is written inside the chart of /today. Each text stands on one line.

chart-title = Today until { $date }
chart-credited = Credited
chart-credited-count =
    { NUMBER($count) ->
        [one] 1 deposit
       *[other] { $count } deposits
    }
chart-median = Median time to credit
chart-median-span = from claim to credit
chart-waiting = Waiting now
chart-waiting-oldest = oldest claim: { $age }
chart-waiting-none = no claim waits
chart-axis = Deposits per hour
chart-legend = { $wallet }: { $count } · { $amount }
chart-empty = Nothing credited yet today
chart-none = –
chart-seconds = { $seconds } s
chart-minutes = { $minutes } min
chart-hours = { $hours } h { $minutes } min
