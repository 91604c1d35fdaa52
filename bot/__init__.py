"""A Telegram bot that takes deposits by KBZPay and WavePay in Myanmar through Paykassma."""
