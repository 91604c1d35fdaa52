// The page of the sandbox: connects the four panes to the simulators, and shows the state of the bot.
//
// What browser tests use, by [data-test=…]:
//   bot-state (data-state: starting, running, stopped), bot-state-text, bot-kill, bot-start
//   tab-phone, tab-wallet, tab-operators, tab-console                   on a narrow screen
//   player-1001, player-1002, phone-block, phone-blocked, phone-messages, phone-typing, phone-input, phone-send,
//     phone-commands (menu), phone-command-NAME, phone-attach (menu), attach-photo, attach-document, attach-sticker,
//     attach-voice, phone-file (the file input), phone-key (keyboard under the chat; at first the one key "Start")
//   phone-message (data-id, data-from: bot or a user id) with phone-text, picture, and phone-button
//     (data-kind: press with data-press, copy with data-copy, url with href)
//   wallet-kbzpay_manual, wallet-wavepay, wallet-number, wallet-paste-number, wallet-amount, wallet-paste-amount,
//     wallet-pay, wallet-receipt, wallet-receipt-picture, wallet-receipt-enlarge, wallet-transaction-number,
//     wallet-copy-number, wallet-send-number, wallet-send-receipt
//   operator-9001, operator-9002, and as on the phone: operators-messages, -message, -text, -button, -input, -send,
//     -commands, -command-NAME, -key, -typing
//   next-call, next-answer, next-add, next-queue, away-how, away-minutes, away-set, away-state, away-back, wavepay-auto,
//     kbzpay-auto, payout-auto
//   claim (data-order, data-activated) with card-state, claim-credit, claim-more and claim-ACT
//   payout (data-withdrawal) with card-state, payout-pay, payout-fail, payout-more and payout-ACT
//   postback (data-about) with postback-answer; toast; alert, alert-text, alert-close; lightbox, lightbox-close
// A button that did its work carries data-mark for a moment.

import { ChatPane } from "./chat.js";
import { ConsolePane } from "./console.js";
import { el, find, segments, tameMenus } from "./dom.js";
import { get, listen, post } from "./live.js";
import { WalletPane } from "./wallet.js";

const LOOK_MS = 1000;
const LANGUAGES = { my: "မြန်မာ", en: "English" };

const chats = new Map();
let about = null; // the people, menus and state of /sandbox/state
let player = null;
let operator = null;

const phone = new ChatPane(document.getElementById("phone"), "phone");
const operators = new ChatPane(document.getElementById("operators"), "operators");
const wallet = new WalletPane(phone, () => language());
const consolePane = new ConsolePane();

const language = () => about.players.find(({ id }) => id === player)?.language_code ?? "en";
const unseen = (id) => ({
  id,
  kind: id < 0 ? "group" : "private",
  member_status: "stranger",
  keyboard: [],
  messages: [],
});

function showChats() {
  if (!about) return;
  const chat = chats.get(player) ?? unseen(player);
  phone.show(chat, player);
  wallet.read(chat.messages);
  const blocked = chat.member_status === "blocked";
  find("phone-blocked").hidden = !blocked;
  find("phone-block").textContent = blocked ? "Unblock" : "Block the bot";
  find("phone-block").disabled = chat.member_status === "stranger";
  operators.show(chats.get(about.group) ?? unseen(about.group), operator);
}

function hearPhones(event) {
  if (event.kind === "snapshot") {
    chats.clear();
    event.chats.forEach((chat) => chats.set(chat.id, chat));
    showChats();
    return;
  }
  if (!chats.has(event.chat_id)) chats.set(event.chat_id, unseen(event.chat_id));
  const chat = chats.get(event.chat_id);
  remember(chat, event);
  const pane = [phone, operators].find((shown) => shown.chat?.id === event.chat_id);
  if (pane) draw(pane, chat, event);
}

function remember(chat, { kind, message, keyboard, text }) {
  const place = message ? chat.messages.findIndex(({ id }) => id === message.id) : -1;
  if (kind === "delete") chat.messages.splice(place, place < 0 ? 0 : 1);
  else if (message && place < 0) chat.messages.push(message);
  else if (message) chat.messages[place] = message;
  if (keyboard) chat.keyboard = keyboard;
  if (kind === "member_status") chat.member_status = text;
  else if (message && !message.from.is_bot && chat.member_status === "stranger") chat.member_status = "member";
}

function draw(pane, chat, event) {
  if (event.kind === "action") return pane.showTyping();
  if (event.kind === "answer") pane.answer(event);
  if (event.kind === "delete") pane.drop(event.message);
  else if (event.message) pane.put(event.message);
  if (event.message?.from.is_bot) pane.hideTyping();
  if (event.kind === "answer" || event.kind === "edit") pane.settle();
  if (event.message && document.body.dataset.tab !== pane.test) find(`tab-${pane.test}`).classList.add("news");
  showChats();
}

function choosePlayer(id) {
  player = id;
  const choices = about.players.map(({ id: value, name, language_code: lang }) => ({
    value,
    label: `${name} · ${LANGUAGES[lang] ?? lang}`,
    lang,
  }));
  segments(find("player-switch"), "player", choices, id, choosePlayer);
  showMenus();
  showChats();
}

function chooseOperator(id) {
  operator = id;
  const choices = about.operators.map((person) => ({ value: person.id, label: person.name }));
  segments(find("operator-switch"), "operator", choices, id, chooseOperator);
  showChats();
}

// The commands the bot has published, as Telegram's apps list them: the narrowest list that fits wins.
function menu(chat, everywhere, code) {
  const scopes = ["default", everywhere, chat];
  const rank = ({ scope, language_code: spoken }) =>
    spoken && spoken !== code ? -1 : scopes.indexOf(scope.chat_id ?? scope.type) * 2 + (spoken ? 1 : 0);
  const fitting = about.menus.filter((list) => rank(list) >= 0);
  return fitting.toSorted((one, other) => rank(other) - rank(one))[0]?.commands ?? [];
}

function showMenus() {
  fillMenu(phone, menu(player, "all_private_chats", language()));
  fillMenu(operators, menu(about.group, "all_group_chats", "en"));
}

function fillMenu(pane, commands) {
  find(`${pane.test}-commands`).parentElement.hidden = !commands.length;
  const choices = commands.map(({ command, description }) =>
    el(
      "button",
      {
        type: "button",
        "data-test": `${pane.test}-command-${command}`,
        onclick: () => pane.act("text", { text: `/${command}` }),
      },
      el("b", {}, `/${command}`),
      ` ${description}`,
    ),
  );
  const place = find(`${pane.test}-commands-list`);
  if (place.dataset.shape === JSON.stringify([commands, pane.who])) return;
  place.dataset.shape = JSON.stringify([commands, pane.who]);
  place.replaceChildren(...choices);
}

const STATES = {
  running: "the bot is running",
  starting: "the bot is starting…",
  stopped: "the bot is stopped",
  away: "the sandbox is closed",
};

async function look() {
  const seen = await get("/sandbox/state");
  const state = seen?.bot ?? "away";
  find("bot-state").dataset.state = state;
  if (find("bot-state-text").textContent !== STATES[state]) find("bot-state-text").textContent = STATES[state];
  find("bot-kill").disabled = state !== "running";
  find("bot-kill").hidden = state === "stopped";
  find("bot-start").hidden = state !== "stopped";
  if (seen) meet(seen);
  setTimeout(look, LOOK_MS);
}

function meet(seen) {
  const first = !about;
  about = seen;
  if (!first) return showMenus();
  choosePlayer(about.players[0]?.id);
  chooseOperator(about.operators[0]?.id);
}

function attach(what) {
  const input = find("phone-file");
  input.dataset.as = what;
  input.click();
}

async function sendPicked(input) {
  for (const file of input.files) await phone.sendFile(file, input.dataset.as ?? "photo");
  input.value = "";
}

function showTab(name) {
  document.body.dataset.tab = name;
  for (const tab of document.querySelectorAll(".tabs [data-tab]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.tab === name));
    if (tab.dataset.tab === name) tab.classList.remove("news");
  }
  [phone, operators].forEach((pane) => pane.follow());
}

for (const tab of document.querySelectorAll(".tabs [data-tab]")) {
  tab.addEventListener("click", () => showTab(tab.dataset.tab));
}
find("bot-kill").addEventListener("click", () => post("/sandbox/kill"));
find("bot-start").addEventListener("click", () => post("/sandbox/start"));
find("phone-block").addEventListener("click", () => phone.act(phone.chat.member_status === "blocked" ? "unblock" : "block"));
find("attach-photo").addEventListener("click", () => attach("photo"));
find("attach-document").addEventListener("click", () => attach("document"));
find("attach-sticker").addEventListener("click", () => phone.act("sticker"));
find("attach-voice").addEventListener("click", () => phone.act("voice"));
find("phone-file").addEventListener("change", (event) => sendPicked(event.currentTarget));
tameMenus();
await look();
listen("/phone/events", hearPhones);
listen("/console/events", (state) => consolePane.show(state));
