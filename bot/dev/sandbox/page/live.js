// Talking to the server: requests whose refusals are shown, and event streams that come back after every break.

import { toast } from "./dom.js";

const AGAIN_MS = 1000;

// The answer's JSON; a refusal is shown at the foot of the page and comes back as null.
export async function post(path, body = {}) {
  const form = body instanceof FormData;
  const request = form ? { body } : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  try {
    const answer = await fetch(path, { method: "POST", ...request });
    const content = await answer.json();
    if (answer.ok) return content;
    toast(content.error ?? `Refused: HTTP ${answer.status}`, "bad");
  } catch (broken) {
    console.info(path, broken);
    toast("The sandbox does not answer.", "bad");
  }
  return null;
}

export async function get(path) {
  try {
    const answer = await fetch(path);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // closed; asked again soon
  }
}

// Each stream begins with a full picture, so that nothing is lost over a break. A hidden tab lets go of its streams:
// a browser opens only six connections to one server, for all tabs together.
export function listen(path, hear) {
  let stream = null;
  const open = () => {
    stream = new EventSource(path);
    stream.onmessage = (event) => hear(JSON.parse(event.data));
    stream.onerror = () => {
      if (stream?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      stream = null;
      setTimeout(change, AGAIN_MS);
    };
  };
  const change = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) open();
  };
  document.addEventListener("visibilitychange", change);
  change();
}
