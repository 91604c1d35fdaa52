# The menu, greetings, help and history.

language-en = English
language-my = မြန်မာ
language-ask = Which language do you prefer?
language-set = I will speak English with you from now on.

button-deposit = 💰 Deposit
button-history = My deposits
button-help = Help
button-menu = Menu

command-deposit = Deposit money
command-history = My deposits
command-help = How it works
command-language = မြန်မာ / English
command-cancel = Cancel the open deposit

welcome = 👋 Hello! I take your deposits with KBZPay and WavePay. Tap “Deposit” to start.
welcome-name = 👋 Hello, { $name }! I take your deposits with KBZPay and WavePay. Tap “Deposit” to start.
menu = What would you like to do?
linked = ✅ This chat is now connected to your account. Your deposits go there.

help =
    <b>How to deposit</b>
    1. Tap “Deposit”, then choose a wallet and an amount.
    2. Pay exactly that amount to the number I show you.
    3. { $reads ->
        [yes] Send me the screenshot. I read the transaction number from it.
       *[no] Send me the transaction number and the screenshot.
    }

    I will tell you as soon as the money is added. You never have to send anything twice.

    Wallets open now: { $wallets }
    One deposit: { $low } to { $high }

    Each deposit has a reference such as № ABC123. Keep it in case you want to ask our team.
help-no-wallets = none at the moment

history-totals = <b>Deposited { $deposited } · Paid out { $paid_out }</b>
history-empty = No deposits yet.
history-line = { $amount } · { $wallet } · { $state } · { $date }

state-draft = not finished
state-awaiting-payment = waiting for your payment
state-claimed = checking
state-submitted = checking
state-credited = added
state-rejected = not confirmed
state-expired = expired
state-cancelled = cancelled
state-reversed = taken back
