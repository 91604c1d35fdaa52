// Making elements, writing numbers and times for people, and the clipboard.

// el("button", { class: "send", type: "button", onclick: send }, "Send"): text is set as text, never as HTML.
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

export const find = (name, root = document) => root.querySelector(`[data-test="${name}"]`);

export const kyat = (amount) => `${Number(amount).toLocaleString("en-US")} Ks`;

export function time(milliseconds, seconds = false) {
  const shown = { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Yangon" };
  return new Date(milliseconds).toLocaleTimeString("en-GB", seconds ? { ...shown, second: "2-digit" } : shown);
}

// Browsers refuse the clipboard to pages without focus; the mark on the button is what matters here.
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch (refused) {
    console.info("The browser keeps its clipboard", refused);
  }
}

// Put a word in the place of a button's own for a moment.
export function mark(button, word) {
  button.dataset.mark = word;
  clearTimeout(button.unmark);
  button.unmark = setTimeout(() => delete button.dataset.mark, 1400);
}

// Show a sentence at the foot of the page: `kind` is "plain" or "bad".
export function toast(words, kind = "plain") {
  const place = find("toasts");
  const shown = el("p", { class: `toast ${kind}`, "data-test": "toast" }, words);
  place.append(shown);
  setTimeout(() => shown.remove(), 5000);
}

// A row of choices of which one is pressed; `choose` gets its value.
export function segments(place, test, choices, chosen, choose) {
  place.replaceChildren(
    ...choices.map(({ value, label, lang }) =>
      el(
        "button",
        {
          type: "button",
          lang,
          "aria-pressed": String(value === chosen),
          "data-test": `${test}-${value}`,
          onclick: () => choose(value),
        },
        label,
      ),
    ),
  );
}

// Close an open menu by a click elsewhere, by Escape, and after a choice; bring into sight what it opens.
export function tameMenus() {
  const close = (but) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = menu === but;
  };
  const reveal = ({ target }) => target.open && target.querySelector(".choices")?.scrollIntoView({ block: "nearest" });
  document.addEventListener("toggle", reveal, true);
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("details.menu");
    close(event.target.closest("summary") ? menu : null);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
