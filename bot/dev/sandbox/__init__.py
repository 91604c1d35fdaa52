"""A sandbox of the whole product: what Telegram and the payment provider would be, and the page to try it on."""
