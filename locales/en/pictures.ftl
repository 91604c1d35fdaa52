# What is written inside the how-to pictures. Lines break at spaces; the words of the wallet app stay English.

how-to-title = How to pay with { $wallet }
how-to-badge = { $number }
how-to-step-open =
    { $type ->
        [wavepay] Open { $wallet } and tap Send Money.
       *[other] Open { $wallet } and tap Transfer.
    }
how-to-step-number = Enter the number from this chat.
how-to-step-amount = Enter exactly the amount shown, then pay.
how-to-step-receipt =
    { $type ->
        [kbzpay_manual] On the receipt, find Transaction No. It has 20 digits.
        [wavepay] On the receipt, find Transaction ID. It has { $span } digits.
       *[other] On the receipt, find the transaction number.
    }
how-to-step-send =
    { $type ->
        [wavepay] Send us that number. A screenshot helps too.
       *[other] Take a screenshot. Send us the number and the screenshot.
    }
how-to-step-send-picture = Send us a screenshot of it. We read the number for you.

how-to-app-transfer =
    { $type ->
        [wavepay] Send Money
       *[other] Transfer
    }
how-to-app-phone = Phone number
how-to-app-amount = Amount
how-to-app-paid = Payment successful
how-to-app-time = Date and time
how-to-app-receiver = Paid to
how-to-app-transaction =
    { $type ->
        [wavepay] Transaction ID
       *[other] Transaction No.
    }
how-to-example = An example: your app may look a little different.

# What is written on the receipt that a player gets from us.
credit-title = Deposit received
credit-order = Deposit
credit-wallet = Paid with
credit-time = Yangon time
