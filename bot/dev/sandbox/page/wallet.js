// The player's wallet app: fill in what the card says, pay, and hand number and receipt back to the chat.

import { copy, find, mark, segments } from "./dom.js";
import { post } from "./live.js";

const WALLETS = [
  { value: "kbzpay_manual", label: "KBZPay" },
  { value: "wavepay", label: "WavePay" },
];

export class WalletPane {
  // `phone` is the player's chat; `language` tells in which language his app speaks.
  constructor(phone, language) {
    this.phone = phone;
    this.language = language;
    this.number = find("wallet-number");
    this.amount = find("wallet-amount");
    this.choose("kbzpay_manual");
    find("wallet-paste-number").addEventListener("click", () => this.paste(this.number, this.card.number));
    find("wallet-paste-amount").addEventListener("click", () => this.paste(this.amount, this.card.amount));
    find("wallet-form").addEventListener("submit", (event) => (event.preventDefault(), this.pay()));
    find("wallet-copy-number").addEventListener("click", (event) => {
      copy(this.paid.transaction_number);
      mark(event.currentTarget, "✓ copied");
    });
    find("wallet-send-number").addEventListener("click", (event) => this.sendNumber(event.currentTarget));
    find("wallet-send-receipt").addEventListener("click", (event) => this.sendReceipt(event.currentTarget));
    find("wallet-receipt-enlarge").addEventListener("click", () => {
      find("lightbox-picture").src = this.receipt;
      find("lightbox").showModal();
    });
  }

  choose(wallet) {
    this.wallet = wallet;
    segments(find("wallet-choice"), "wallet", WALLETS, wallet, (chosen) => this.choose(chosen));
  }

  // Look for the newest payment card of the chat: the one with something to copy.
  read(messages) {
    const card = messages.findLast((message) => message.from.is_bot && copies(message).length > 0);
    const digits = card ? copies(card).filter((text) => /^\d+$/.test(text)) : [];
    this.card = {
      number: digits.find((text) => /^09\d{6,}$/.test(text)),
      amount: digits.find((text) => !text.startsWith("0")),
      wallet: card && WALLETS.find(({ label }) => card.text.includes(label))?.value,
    };
    find("wallet-paste-number").disabled = !this.card.number;
    find("wallet-paste-amount").disabled = !this.card.amount;
  }

  paste(field, text) {
    field.value = text;
    if (this.card.wallet) this.choose(this.card.wallet);
  }

  async pay() {
    const amount = this.amount.value.replaceAll(/[,\s]/g, "");
    const paid = await post("/wallet/pay", { wallet: this.wallet, number: this.number.value, amount });
    if (!paid) return;
    this.paid = paid;
    this.receipt = `${paid.receipt_url}?lang=${this.language()}`;
    find("wallet-receipt-picture").src = this.receipt;
    find("wallet-transaction-number").textContent = paid.transaction_number;
    find("wallet-receipt").hidden = false;
    find("wallet-empty").hidden = true;
    this.number.value = this.amount.value = "";
  }

  async sendNumber(button) {
    if (await this.phone.act("text", { text: this.paid.transaction_number })) mark(button, "✓ sent");
  }

  async sendReceipt(button) {
    const picture = await (await fetch(this.receipt)).blob();
    if (await this.phone.sendFile(new File([picture], "receipt.png", { type: "image/png" }))) mark(button, "✓ sent");
  }
}

function copies(message) {
  return message.buttons.flat().map((button) => button.copy).filter(Boolean);
}
