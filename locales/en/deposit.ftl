# The living card of a deposit, its buttons, and the short messages that ring.

# What the wallet's own app calls the transaction number.
number-name =
    { $type ->
        [kbzpay_manual] Transaction No.
        [wavepay] Transaction ID
       *[other] Transaction No. / Transaction ID
    }

choose-wallet = Which wallet do you want to pay with?
choose-wallet-none = No wallet is open at the moment. Please try again in a few minutes.

card-mark = № { $id }
card-ask-amount =
    How much do you want to deposit with { $wallet }?

    Tap an amount, or type one, such as { $example }.
    From { $low } to { $high }.
card-getting-number = ⏳ Getting a { $wallet } number for { $amount }. One moment, please.
card-no-number = { $wallet } cannot take your { $amount } at the moment. Please do not pay yet, and try again in a few minutes.
card-other-wallet = Or choose another wallet.
card-pay =
    Send exactly <b>{ $amount }</b> to this { $wallet } number

    { $number }
card-other-number =
    ⏳ Asking for another { $wallet } number for your <b>{ $amount }</b>. One moment, please.
    <b>Do not pay to { $number }.</b>
card-same-number = ❗ The service gave me the same number again. Please compare every digit with the app. If the app still refuses it, cancel and choose another wallet.
card-no-other-number = ❗ I could not get another number. If the app refuses this one, please do not pay; try again in a few minutes, or cancel and choose another wallet.
card-valid-until = Valid until { $time }
card-next-number =
    1. Pay exactly this amount in the { $wallet } app.
    2. Then send me the { number-name }. A screenshot is welcome too.
card-next-both =
    1. Pay exactly this amount in the { $wallet } app.
    2. Then send me the { number-name } and the screenshot, in any order.
card-next-picture =
    1. Pay exactly this amount in the { $wallet } app.
    2. Then send me the screenshot: I read the { number-name } off it. Or type the number.
card-expired =
    ⌛ The time of this { $wallet } number is over.
    <b>Do not pay to the old number.</b>

    Have you paid { $amount } already? Tap “I have already paid”. Late money is added too.
card-claimed =
    🔎 Checking your { $amount }. No need to send anything again.

    Your receipt is safe with me. Should the service be away, I send it as soon as it is back.
card-submitted-soon = 🔎 Your payment has been found. { $amount } will be added soon. No need to send anything again.
card-submitted-checking = 🔎 Checking your { $amount }. No need to send anything again. I write to you when it is done.
card-submitted-searching = 🔎 Your { $amount } has not been found yet. The search goes on. No need to send anything again.
card-submitted-below-minimum = 🔎 Your payment has been received and is under review: { $amount } may be below the minimum. No need to send anything again.
card-rejected = Your { $amount } could not be confirmed.
card-cancelled = Cancelled. You have not paid anything.
card-cancelled-number =
    Cancelled. <b>Do not pay to the old number.</b>

    If you have paid already, do not pay again: your money is added when it arrives.
card-cancelled-paid = Cancelled. Your screenshot is kept. If you have paid, please send it again and I check it.
card-paid = 🧾 Your payment with { $wallet }
card-paid-amount = 🧾 Your payment with { $wallet }: <b>{ $amount }</b>
card-ask-paid-amount =
    🧾 How much did you pay with { $wallet }?

    Tap the amount, or type it, such as { $example }.
card-credited = ✅ { $credited } has been added.
card-reversed = { $credited } of this deposit has been taken back. If you have a question, please tell our team the mark below.

part-number = ✓ { number-name }: { $number }
part-receipt = ✓ Screenshot received
part-need-number = Still needed: { number-name }
part-need-receipt = Still needed: the screenshot of the payment

part-reading = ⏳ Reading the { number-name } off your screenshot…
part-read = I read: { number-name } { $number } · { $read }. Right?
read-differs = ❗ The receipt says { $read }, your deposit { $amount }. “Yes, send” goes by the receipt.
part-unread = I could not read the number on the picture. Please send me the { number-name }.
part-unread-burmese = The digits on this receipt are Burmese, which I cannot read safely. Please send me the { number-name }.

refusal-number = The { number-name } seems to be wrong. Please look it up in the app and correct it.
refusal-receipt = The picture is not clear. Please send a new screenshot of the payment.
refusal-used = This { number-name } is already used. Please check that it belongs to this payment.
refusal-amount = The amount on the receipt is not the same. Please check the number and the screenshot.
refusal-other = No payment was found with these details. Please check the number and the screenshot.
corrections-left = Corrections left: { $left }
corrections-over = It cannot be corrected again. Our team is looking at it. If your money arrives, it is added.

note-differs = You entered { $amount }. The amount that arrived counts: { $credited }.
note-late = It came late and is added all the same.
note-rejected = It could not be confirmed before, but now it has arrived.
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

how-to-caption = Open the payment in the { $wallet } app. The { number-name } stands on the receipt, as on this picture. Copy it and send it to me.
how-to-caption-picture = Open the payment in the { $wallet } app and send me a screenshot of it: I read the { number-name } off the receipt. You can also type it; it stands there as on this picture.

is-payment = Is this a payment to us?
choose-paid-wallet = Which wallet did you pay with?
credit-caption = ✅ { $credited } · { $time } · № { $id }

open-checking = Your { $amount } with { $wallet } is being checked. No need to send anything again.
number-known = This { number-name } has come in already. It belongs to this deposit. No need to send it again.
picture-kept = Thank you, I have kept your screenshot. No need to send it again. If it is the right one and the first is not, tap the button and send it once more.
enough-pictures = Thank you, I have enough screenshots. If I am still waiting for the number, please send it. What you sent is kept, and our team can see it.
is-correction =
    Being checked now: { number-name } { $checked }.
    You sent { $number }. Is that the right one?
nothing-open = You have no open deposit.

step-amount = Please tap or type the amount, for example { $example }.
step-wait-for-number = One moment, please: I am getting a number for you.
step-number = Please send me the { number-name } of your payment.
step-confirmation = If what I read is right, please tap “Yes, send”. If not, send me the { number-name }.
step-receipt = Please send me the screenshot of your payment.
claim-waits = ⏳ Several numbers could not be confirmed today, so your { $amount } will be checked in { $minutes } min. No need to send anything again.
claim-waits-team = ⏳ Several numbers could not be confirmed today, so our team will check your { $amount } first. No need to send anything again.
step-correction = Please use the buttons to correct the number or to send a new screenshot.
step-nothing = I am not waiting for anything. What would you like to do?
not-understood = Sorry, I cannot use that.
edited-message = ✏️ I cannot see changes to a message. Please send it as a new message.

ring-credited = ✅ { $credited } added
ring-refused = Your { $amount } could not be confirmed.
ring-waiting = ⏳ Checking your { $amount } takes longer than usual. Our team knows of it. No need to send anything again.
ring-waiting-unsent = ⏳ The payment service has not taken your { $amount } yet. Your receipt is safe with me, and I will send it as soon as the service is back. No need to send anything again.
ring-reversed = { $credited } has been taken back from your account. If you have a question, please tell our team the mark below.
ring-added = ✅ { $amount } has been added by our team
ring-paid-out = ✅ { $amount } has been paid out to you
