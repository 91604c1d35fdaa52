// One Telegram chat on the screen: bubbles, buttons, pictures, and the field to type in. The phone and the operators
// use it alike; `who` is the person who uses it.

import { copy, el, find, mark, time, toast } from "./dom.js";
import { post } from "./live.js";

const NEAR_END = 60;
const TYPING_MS = 5000;
const MEDIA = { sticker: "🙂 Sticker", voice: "🎤 Voice message", video: "🎬 Video", contact: "👤 Contact" };

export class ChatPane {
  // `test` is the prefix of the data-test names inside.
  constructor(root, test) {
    this.test = test;
    this.log = find(`${test}-messages`, root);
    this.keyboard = find(`${test}-keyboard`, root);
    this.input = find(`${test}-input`, root);
    this.typing = find(`${test}-typing`, root);
    this.form = this.input.form;
    this.form.addEventListener("submit", (event) => (event.preventDefault(), this.send()));
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("input", () => this.fit());
    // Stay at the newest message, also when a picture arrives late or the pane changes its size; unless one reads
    // above.
    this.following = true;
    this.seen = {};
    this.log.addEventListener("scroll", () => {
      const { scrollTop, scrollHeight, clientHeight } = this.log;
      if (scrollHeight - scrollTop - clientHeight < NEAR_END) this.following = true;
      else if (scrollTop < this.seen.scrollTop && scrollHeight === this.seen.scrollHeight) this.following = false;
      this.seen = { scrollTop, scrollHeight }; // ignore scrolls of a chat that grew or was redrawn
    });
    this.log.addEventListener("load", () => this.follow(), true);
    new ResizeObserver(() => this.follow()).observe(this.log);
  }

  // Show `chat` as the person `who` sees it; only what differs is redrawn.
  show(chat, who) {
    const moved = this.chat?.id !== chat.id || this.who !== who;
    this.chat = chat;
    this.who = who;
    if (moved) this.log.replaceChildren();
    this.log.parentElement.classList.toggle("fresh", !chat.messages.length);
    const known = new Set(chat.messages.map((message) => String(message.id)));
    for (const bubble of [...this.log.children]) if (!known.has(bubble.dataset.id)) bubble.remove();
    chat.messages.forEach((message) => this.put(message, false));
    this.showKeyboard();
    this.follow(moved);
  }

  follow(always = false) {
    this.following ||= always;
    if (this.following) this.log.scrollTop = this.log.scrollHeight;
  }

  // Draw a new message, or an edited one in the place of the old.
  put(message, live = true) {
    const shape = JSON.stringify(message);
    const old = this.log.querySelector(`[data-id="${message.id}"]`);
    if (old?.shape === shape) return;
    const focused = old?.contains(document.activeElement);
    const bubble = this.bubble(message);
    this.log.parentElement.classList.remove("fresh");
    bubble.shape = shape;
    if (live) bubble.classList.add(old ? "changed" : "new");
    if (old) old.replaceWith(bubble);
    else this.log.append(bubble);
    if (focused) bubble.querySelector("button, a")?.focus();
    this.follow(live && !old && message.from.id === this.who);
  }

  drop(message) {
    this.log.querySelector(`[data-id="${message.id}"]`)?.remove();
  }

  showTyping() {
    this.typing.hidden = false;
    clearTimeout(this.untype);
    this.untype = setTimeout(() => this.hideTyping(), TYPING_MS);
  }

  hideTyping() {
    this.typing.hidden = true;
  }

  // The answer to a pressed button: a passing line, or a window to be closed where the bot asked for one.
  answer({ text, alert }) {
    if (!text) return;
    if (!alert) return toast(text);
    find("alert-text").textContent = text;
    find("alert").showModal();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.fit();
    if (!(await this.act("text", { text }))) this.input.value ||= text;
  }

  // What the person does: in his private chat, or as a member of the group.
  act(what, content = {}) {
    const group = this.chat.kind !== "private";
    const body = content instanceof FormData ? content : { ...content };
    if (group && body instanceof FormData) body.append("user_id", this.who);
    else if (group) body.user_id = this.who;
    return post(group ? `/phone/group/${this.chat.id}/${what}` : `/phone/${this.who}/${what}`, body);
  }

  async sendFile(file, what = "photo") {
    const form = new FormData();
    form.append("file", file, file.name ?? "receipt.png");
    return this.act(what, form);
  }

  showKeyboard() {
    const rows = this.chat.messages.length || this.chat.kind !== "private" ? this.chat.keyboard : [["/start"]];
    this.keyboard.replaceChildren(
      ...rows.map((row) =>
        el(
          "div",
          { class: "row" },
          row.map((text) =>
            el(
              "button",
              { type: "button", "data-test": `${this.test}-key`, onclick: () => this.act("text", { text }) },
              text === "/start" ? "Start" : text,
            ),
          ),
        ),
      ),
    );
    this.keyboard.hidden = !rows.length;
  }

  fit() {
    this.input.style.height = "";
    this.input.style.height = `${Math.min(this.input.scrollHeight, 120)}px`;
  }

  bubble(message) {
    const own = message.from.id === this.who;
    const group = this.chat.kind !== "private";
    return el(
      "article",
      {
        class: own ? "bubble own" : "bubble",
        "data-id": message.id,
        "data-test": `${this.test}-message`,
        "data-from": message.from.is_bot ? "bot" : message.from.id,
      },
      el(
        "div",
        { class: "balloon" },
        group && !own && el("p", { class: "sender" }, message.from.name),
        this.media(message),
        message.text && this.words(message),
        el("p", { class: "when" }, message.edited ? "edited " : "", time(message.date * 1000)),
      ),
      message.buttons.length > 0 && this.buttons(message),
    );
  }

  // The one place where HTML is taken as such: the simulator has escaped all but Telegram's own tags.
  words(message) {
    const words = el("div", { class: "words", "data-test": `${this.test}-text` });
    words.innerHTML = message.html;
    for (const spoiler of words.querySelectorAll("tg-spoiler"))
      spoiler.addEventListener("click", () => spoiler.classList.add("open"));
    for (const code of words.querySelectorAll("code")) {
      code.title = "Copy";
      code.addEventListener("click", () => (copy(code.textContent), toast("Copied")));
    }
    return words;
  }

  media(message) {
    const file = message.document;
    if (message.photo) return picture(message.photo);
    if (file?.mime_type.startsWith("image/")) return picture(file.file_id);
    const href = `/phone/file/${file?.file_id}`;
    if (file) return el("a", { class: "file", href, download: file.name }, `📄 ${file.name}`);
    return message.media && el("p", { class: "file" }, MEDIA[message.media] ?? message.media);
  }

  buttons(message) {
    const row = (buttons) => el("div", { class: "row" }, buttons.map((button) => this.button(message, button)));
    return el("div", { class: "buttons" }, message.buttons.map(row));
  }

  button(message, { text, url, copy: copied, data }) {
    const test = `${this.test}-button`;
    if (url) {
      const where = { href: url, target: "_blank", rel: "noreferrer" };
      return el("a", { ...where, "data-test": test, "data-kind": "url" }, text, el("i", { class: "corner link" }));
    }
    if (copied) {
      const take = (event) => (copy(copied), mark(event.currentTarget, "✓ copied"));
      return el(
        "button",
        { type: "button", "data-test": test, "data-kind": "copy", "data-copy": copied, onclick: take },
        el("span", {}, text),
        el("i", { class: "corner copy" }),
      );
    }
    const press = async (event) => {
      const pressed = event.currentTarget;
      pressed.setAttribute("aria-busy", "true");
      const answer = await this.act("press", { message_id: message.id, data });
      if (!answer) pressed.removeAttribute("aria-busy");
      setTimeout(() => pressed.removeAttribute("aria-busy"), 4000); // where the bot is down nobody answers
    };
    const how = { "data-test": test, "data-kind": "press", "data-press": data };
    return el("button", { type: "button", ...how, onclick: press }, text);
  }

  // An answered press ends its waiting, whichever button it was: Telegram's apps do the same.
  settle() {
    this.log.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
}

function picture(fileId) {
  const address = `/phone/file/${fileId}`;
  const enlarge = () => {
    find("lightbox-picture").src = address;
    find("lightbox").showModal();
  };
  return el(
    "button",
    { type: "button", class: "picture", "data-test": "picture", "aria-label": "Enlarge the picture", onclick: enlarge },
    el("img", { src: address, alt: "Picture in the chat" }),
  );
}
