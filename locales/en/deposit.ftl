# The deposit card, its buttons, and the short notifications.

# What the wallet's own app calls the transaction number.
number-name =
    { $type ->
        [kbzpay_manual] Transaction No.
        [wavepay] Transaction ID
       *[other] Transaction No. / Transaction ID
    }

choose-wallet = Which wallet do you want to pay with?
choose-wallet-none = No wallet is open right now. Please try again in a few minutes.

card-mark = № { $id }
card-ask-amount =
    How much do you want to deposit with { $wallet }?

    Tap an amount or type one, for example { $example }.
    From { $low } to { $high }.
card-getting-number = ⏳ Getting a { $wallet } number for { $amount }. One moment, please.
card-no-number = { $wallet } cannot take { $amount } right now. Please do not pay yet. Try again in a few minutes.
card-other-wallet = Or choose another wallet.
card-pay =
    Send exactly <b>{ $amount }</b> to this { $wallet } number

    { $number }
card-other-number =
    ⏳ Getting another { $wallet } number for <b>{ $amount }</b>. One moment, please.
    <b>Do not pay to { $number }.</b>
card-same-number = ❗ The payment service gave me the same number again. Please compare every digit with the app. If the app still does not accept it, cancel and choose another wallet.
card-no-other-number = ❗ I could not get another number. If the app does not accept this one, please do not pay. Try again in a few minutes, or cancel and choose another wallet.
card-valid-until = Valid until { $time }
card-next-number =
    1. Pay exactly this amount in the { $wallet } app.
    2. Then send me the { number-name }. A screenshot is welcome too.
card-next-both =
    1. Pay exactly this amount in the { $wallet } app.
    2. Then send me the { number-name } and the screenshot, in any order.
card-next-picture =
    1. Pay exactly this amount in the { $wallet } app.
    2. Then send me the screenshot. I read the { number-name } from it. You can also type the number.
card-expired =
    ⌛ This { $wallet } number has expired.
    <b>Do not pay to the old number.</b>

    Have you paid { $amount } already? Tap “I have already paid”. Late money is added too.
card-claimed =
    🔎 Checking your { $amount }. No need to send anything again.

    Your receipt is safe with me. If the payment service is down, I will send it as soon as it is back.
card-submitted-soon = 🔎 Your payment has been found. { $amount } will be added soon. No need to send anything again.
card-submitted-checking = 🔎 Checking your { $amount }. No need to send anything again. I will write to you when it is done.
card-submitted-searching = 🔎 Your { $amount } has not been found yet. We are still checking. No need to send anything again.
card-submitted-below-minimum = 🔎 Your payment has arrived and is being reviewed: { $amount } may be below the minimum. No need to send anything again.
card-rejected = Your { $amount } could not be confirmed.
card-cancelled = Cancelled. You have not paid anything.
card-cancelled-number =
    Cancelled. <b>Do not pay to the old number.</b>

    If you have paid already, do not pay again. Your money is added when it arrives.
card-cancelled-paid = Cancelled. Your screenshot is saved. If you have paid, please send it again and I will check it.
card-paid = 🧾 Your payment with { $wallet }
card-paid-amount = 🧾 Your payment with { $wallet }: <b>{ $amount }</b>
card-ask-paid-amount =
    🧾 How much did you pay with { $wallet }?

    Tap the amount or type it, for example { $example }.
card-credited = ✅ { $credited } has been added.
card-reversed = { $credited } of this deposit has been taken back. If you have a question, please give our team the reference below.

part-number = ✓ { number-name }: { $number }
part-receipt = ✓ Screenshot received
part-need-number = Still needed: { number-name }
part-need-receipt = Still needed: the screenshot of the payment

part-reading = ⏳ Reading the { number-name } from your screenshot…
part-read = I read: { number-name } { $number } · { $read }. Is that right?
read-differs = ❗ The receipt shows { $read }, but your deposit is { $amount }. “Yes, send” uses the amount on the receipt.
part-unread = I could not read the number in the picture. Please send me the { number-name }.
part-unread-burmese = This receipt has Burmese digits, and I cannot read them reliably. Please send me the { number-name }.

refusal-number = The { number-name } seems to be wrong. Please check it in the app and correct it.
refusal-receipt = The picture is not clear. Please send a new screenshot of the payment.
refusal-used = This { number-name } has already been used. Please check that it belongs to this payment.
refusal-amount = The amount on the receipt is different. Please check the number and the screenshot.
refusal-other = No payment was found with these details. Please check the number and the screenshot.
corrections-left = Corrections left: { $left }
corrections-over = You cannot correct it any more. Our team is looking at it. If your money arrives, it is added.

note-differs = You entered { $amount }, but { $credited } arrived.
note-late = It arrived late, but it is added all the same.
note-rejected = We could not confirm it before, but now it has arrived.
note-extra = You paid more than once. Every payment is added.

button-copy-number = Copy number
button-copy-amount = Copy amount
button-how-to = Where is the number?
button-bad-number = This number does not work
button-correct = Yes, check this one
button-window = Payment page
button-cancel = Cancel
button-retry = Try again
button-new-number = New number
button-have-paid = I have already paid
button-fix-number = Correct the number
button-new-picture = New screenshot
button-send-read = ✅ Yes, send
button-fix-read = Fix the number
button-is-payment = Yes, to you
button-no-payment = No
button-receipt = 🧾 Receipt
button-deposit-again = Deposit again
button-deposit-anyway = Start a new deposit

how-to-caption = Open the payment in the { $wallet } app. The { number-name } is on the receipt, as in this picture. Copy it and send it to me.
how-to-caption-picture = Open the payment in the { $wallet } app and send me a screenshot. I read the { number-name } from it. You can also type it: it is on the receipt, as in this picture.

is-payment = Is this a payment to us?
choose-paid-wallet = Which wallet did you pay with?
credit-caption = ✅ { $credited } · { $time } · № { $id }

open-checking = Your { $amount } with { $wallet } is being checked. No need to send anything again.
number-known = I already have this { number-name }. It belongs to this deposit. No need to send it again.
picture-kept = Thank you, your screenshot is saved. No need to send it again. If the first one was wrong and this one is right, tap the button and send it once more.
enough-pictures = Thank you, I have enough screenshots. If I am still waiting for the number, please send it. Everything you sent is saved, and our team can see it.
is-correction =
    I am checking this { number-name } now: { $checked }.
    You sent { $number }. Is that the right one?
nothing-open = You have no open deposit.

step-amount = Please tap or type the amount, for example { $example }.
step-wait-for-number = One moment, please: I am getting a number for you.
step-number = Please send me the { number-name } of your payment.
step-confirmation = If I read it right, please tap “Yes, send”. If not, send me the { number-name }.
step-receipt = Please send me the screenshot of your payment.
claim-waits = ⏳ Several numbers could not be confirmed today, so your { $amount } will be checked in { $minutes } min. No need to send anything again.
claim-waits-team = ⏳ Several numbers could not be confirmed today, so our team will check your { $amount } first. No need to send anything again.
step-correction = Please use the buttons to correct the number or to send a new screenshot.
step-nothing = I do not need anything from you right now. What would you like to do?
not-understood = Sorry, I cannot use that.
edited-message = ✏️ I cannot see edited messages. Please send it as a new message.

ring-credited = ✅ { $credited } added
ring-refused = Your { $amount } could not be confirmed.
ring-waiting = ⏳ Checking your { $amount } takes longer than usual. Our team knows about it. No need to send anything again.
ring-waiting-unsent = ⏳ The payment service has not accepted your { $amount } yet. Your receipt is safe with me, and I will send it as soon as the service is back. No need to send anything again.
ring-reversed = { $credited } has been taken back from your account. If you have a question, please give our team the reference below.
ring-added = ✅ { $amount } has been added by our team
ring-paid-out = ✅ { $amount } has been paid out to you
