// The provider's console: what the bot asked, how the next call is answered, and every kind of postback by hand.

import { el, find, kyat, mark, time } from "./dom.js";
import { post } from "./live.js";

const WALLETS = { kbzpay_manual: "KBZPay", wavepay: "WavePay" };
const COMMON = {
  honest: "normal",
  fail_text: "refused: with a sentence",
  fail_object: "refused: by field",
  fail_list: "refused: with a list",
  unknown_status: "unknown status",
  html_502: "HTTP 502 with a page",
  html_404: "HTTP 404: wrong secret",
  empty: "empty answer",
  truncated: "incomplete JSON",
  time_out_before: "timeout, not done",
  time_out_after: "timeout, but done",
  close_before: "connection closed, not done",
  close_after: "connection closed, but done",
};
const ANSWERS = {
  claims: {
    honest: COMMON.honest,
    deposit_true: "ok, deposited",
    deposit_false: "ok, not deposited",
    pending: "pending",
    not_found: "not found yet",
    success: "success",
    postback_first: "postback before answer",
    ...COMMON,
  },
  creates: { honest: COMMON.honest, no_number: "ok, but no number", lone_digits: "ok, but only an agent id", other_key: "number under another name", ...COMMON },
  payouts: { honest: COMMON.honest, refuse_balance: "refused: insufficient balance", ...COMMON },
  wallets: COMMON,
};
const AWAY = { 502: "HTTP 502", 404: "HTTP 404: wrong secret", refuse: "connection closed", hang: "no answer" };
const MINUTES = { 1: "for 1 minute", 5: "for 5 minutes", 45: "for 45 minutes" };
const CALLS = { claims: "claim", creates: "wallet number", payouts: "payout", wallets: "list of wallets" };
const CLAIM_ACTS = {
  twice: "Credit twice",
  burst: "Credit 20 times at once",
  late: "Credit 20 seconds late",
  "other-amount": "Another amount",
  "two-entries": "Two payments in one postback",
  "broken-signature": "Broken signature",
  "other-label": "Another player’s label",
  "unknown-order": "Unknown order",
  respelled: "Same data, other bytes",
  "says-failed": "Status says failed",
  renumbered: "Zeros before the number",
  pretty: "Same data, indented",
  reordered: "Same data, reordered",
};
const PAYOUT_ACTS = {
  twice: "Paid, sent twice",
  contradict: "Contradict the last status",
  "unknown-status": "Unknown status",
  "other-amount": "Another amount",
  "other-account": "Another account",
  "broken-signature": "Broken signature",
  respelled: "Same data, other bytes",
};

const AUTO = {
  "wavepay-auto": "wavepay_credit_after",
  "kbzpay-auto": "kbzpay_credit_after",
  "payout-auto": "pay_after",
};
const SOON = 2; // seconds
const LOOK_MS = 1000;
const OK = 200;

export class ConsolePane {
  constructor() {
    const [call, answer] = [find("next-call"), find("next-answer")];
    fill(call, CALLS);
    call.addEventListener("change", () => fill(answer, ANSWERS[call.value]));
    fill(answer, ANSWERS.claims);
    find("next-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      await post("/console/next", { call: call.value, answer: answer.value });
    });
    fill(find("away-how"), AWAY);
    fill(find("away-minutes"), MINUTES);
    find("away-how").value = "502";
    const leave = (minutes) => post("/console/away", { how: find("away-how").value, minutes: Number(minutes) });
    find("away-set").addEventListener("click", () => leave(find("away-minutes").value));
    find("away-back").addEventListener("click", () => leave(0));
    setInterval(() => this.showAway(), LOOK_MS);
    for (const [name, knob] of Object.entries(AUTO)) {
      const box = find(name);
      box.addEventListener("change", () => post("/console/script", { [knob]: box.checked ? SOON : null }));
    }
  }

  show(state) {
    this.showNext(state.script);
    this.script = state.script;
    this.showAway();
    list("claims", state.claims, (claim) => this.claim(claim), "Claims of players appear here.");
    list("payouts", state.payouts, (payout) => this.payout(payout), "No payouts yet. Operators start one with /withdraw.");
    list("postbacks", state.deliveries, postback, "No postbacks yet.");
  }

  showAway() {
    const script = this.script;
    const isAway = Boolean(script?.away) && script.back_at > Date.now();
    find("away-back").hidden = !isAway;
    find("away-state").textContent = isAway ? `until ${time(script.back_at, true)}: ${AWAY[script.away]}` : "";
  }

  showNext(script) {
    const waiting = Object.entries(script.next).flatMap(([call, answers]) =>
      answers.map((answer) => el("li", {}, `${CALLS[call]}: ${ANSWERS[call][answer] ?? answer}`)),
    );
    find("next-queue").replaceChildren(...waiting);
    for (const [name, knob] of Object.entries(AUTO)) find(name).checked = script[knob] !== null;
  }

  claim(claim) {
    const open = claim.accepted ? ["wait", "waiting"] : ["bad", claim.answer || "new"];
    const told = claim.activated ? ["good", "credited"] : open;
    const path = `/console/claim/${encodeURIComponent(claim.order_id)}`;
    return card(
      { "data-test": "claim", "data-order": claim.order_id, "data-activated": String(claim.activated) },
      [WALLETS[claim.wallet] ?? claim.wallet, kyat(claim.amount), told],
      [
        ["Order", claim.order_id],
        ["Player", claim.label],
        ["Transaction", claim.transaction_number],
        ["Receipt", claim.screenshot ? `${Math.ceil(claim.screenshot / 1024)} kB` : null],
        ["Called", `${time(claim.at, true)} · ${claim.call.replaceAll("_", " ")}`],
        ["Answer", ANSWERS.claims[claim.answer] ?? claim.answer],
      ],
      [act(path, "credit", "Credit", "claim", claim.activated ? "" : "primary"), more(path, CLAIM_ACTS, "claim")],
    );
  }

  payout(payout) {
    const end = { 1: ["good", "paid"], 5: ["bad", "failed"] }[payout.statuses.at(-1)];
    const told = end ?? (payout.accepted ? ["wait", "accepted"] : ["bad", payout.answer || "…"]);
    const path = `/console/payout/${encodeURIComponent(payout.withdrawal_id)}`;
    return card(
      { "data-test": "payout", "data-withdrawal": payout.withdrawal_id },
      [WALLETS[payout.wallet] ?? payout.wallet, kyat(payout.amount), told],
      [
        ["Payout", payout.withdrawal_id],
        ["Player", payout.label],
        ["Account", payout.account],
        ["Called", time(payout.at, true) + (payout.is_test ? " · test" : "")],
        ["Answer", ANSWERS.payouts[payout.answer] ?? payout.answer],
      ],
      [
        act(path, "pay", "Pay", "payout", end ? "" : "primary"),
        act(path, "fail", "Fail", "payout"),
        more(path, PAYOUT_ACTS, "payout"),
      ],
    );
  }
}

function fill(select, choices) {
  select.replaceChildren(...Object.entries(choices).map(([value, label]) => el("option", { value }, label)));
}

// Newest first. An entry is redrawn only when it changed, so that its open menu stays open.
function list(name, entries, draw, nothing) {
  const place = find(name);
  const count = find(`${name}-count`);
  if (count) count.textContent = entries.length || "";
  const known = new Map([...place.children].map((element) => [element.shape, element]));
  const drawn = entries.toReversed().map((entry) => {
    const shape = JSON.stringify(entry);
    const element = known.get(shape) ?? draw(entry);
    element.shape = shape;
    return element;
  });
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  place.replaceChildren(...(drawn.length ? drawn : [el("p", { class: "empty" }, nothing)]));
  if (focused) (focused.isConnected ? focused : find(focused.dataset.test, place))?.focus({ preventScroll: true });
}

// Folded once it has ended well; its buttons stay, so that the postback can be sent again.
function card(attributes, [wallet, amount, [tone, word]], facts, buttons) {
  return el(
    "article",
    { class: "card", ...attributes },
    el(
      "details",
      { open: tone !== "good" },
      el(
        "summary",
        { class: "head" },
        el("b", {}, amount),
        ` ${wallet}`,
        el("span", { class: `pill ${tone}`, "data-test": "card-state" }, word.replaceAll("_", " ")),
      ),
      el("dl", {}, facts.filter(([, text]) => text).map(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])),
    ),
    el("div", { class: "line" }, buttons),
  );
}

function act(path, name, label, kind, look = "") {
  const send = async (event) => {
    const button = event.currentTarget;
    const answer = await post(`${path}/${name}`);
    if (answer) mark(button, answer.statuses.every((status) => status === OK) ? "✓ sent" : "not accepted");
    button.closest("details")?.removeAttribute("open");
  };
  return el("button", { type: "button", class: look, "data-test": `${kind}-${name}`, onclick: send }, label);
}

function more(path, acts, kind) {
  const choices = Object.entries(acts).map(([name, label]) => act(path, name, label, kind));
  const summary = el("summary", { "data-test": `${kind}-more` }, "More");
  return el("details", { class: "menu right" }, summary, el("div", { class: "choices" }, choices));
}

function postback(delivery) {
  const untaken = delivery.attempts.length ? ["bad", "not accepted"] : ["wait", "sending"];
  const [tone, word] = delivery.acknowledged ? ["good", "ok"] : untaken;
  const attempts = delivery.attempts.map((attempt) =>
    el(
      "li",
      { class: attempt.ok ? "good" : "bad", "data-test": "postback-answer" },
      el("time", {}, time(attempt.at, true)),
      ` ${attempt.status || "no answer"} `,
      el("code", {}, attempt.answer),
    ),
  );
  return el(
    "details",
    { class: "postback", "data-test": "postback", "data-about": delivery.about },
    el(
      "summary",
      {},
      el("span", { class: "about" }, delivery.about),
      !delivery.genuine && el("span", { class: "pill bad" }, "forged"),
      el("span", { class: `pill ${tone}` }, word),
    ),
    el("ul", {}, attempts),
    el("pre", {}, delivery.body),
  );
}
