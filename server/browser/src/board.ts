/**
 * Keeps the board live: the event stream says that something changed, the server renders it, this puts it in place.
 * Without the script the page is a snapshot that a reload brings up to date.
 */

import { pressOver } from "./press.js";

const shortestGapMs = 700;
/** "6 minutes" grows old without anything happening. */
const longestGapMs = 30_000;

const place = document.getElementById("board-now");
const live = document.getElementById("board-live");
const spoken = document.getElementById("board-spoken");

if (place !== null && live !== null && spoken !== null) follow(place, live, spoken);

function follow(place: HTMLElement, live: HTMLElement, spoken: HTMLElement): void {
  let lastAt = Date.now();
  let due: ReturnType<typeof setTimeout> | undefined;
  let shown = place.innerHTML.trim();
  let waiting = waitingIn(place);

  const refresh = async (): Promise<void> => {
    due = undefined;
    lastAt = Date.now();
    const response = await fetch(place.dataset["source"] ?? "/board/now");
    // Signed out, or no trainer any more: a reload shows the page that says so.
    if (response.status === 401 || response.status === 403) {
      location.reload();
      return;
    }
    if (!response.ok) throw new Error(`the board answered ${response.status}`);
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    await pressOver();
    const markup = next.body.innerHTML.trim();
    if (markup !== shown) {
      shown = markup;
      putInPlace(place, next);
      const now = waitingIn(place);
      const asking = [...now].filter(([id]) => !waiting.has(id)).map(([, name]) => name);
      if (asking.length > 0) spoken.textContent = `Asking for help: ${asking.join(", ")}`;
      waiting = now;
    }
  };

  const refreshSoon = (): void => {
    due ??= setTimeout(
      () => {
        refresh().then(
          () => say(live, true),
          () => say(live, false),
        );
      },
      Math.max(0, lastAt + shortestGapMs - Date.now()),
    );
  };

  const stream = new EventSource("/api/board/stream");
  stream.addEventListener("open", () => {
    say(live, true);
    // What happened before the line was there, the stream does not tell.
    refreshSoon();
  });
  stream.addEventListener("board", refreshSoon);
  stream.addEventListener("error", () => {
    say(live, false);
    // Closed for good (signed out, server restarted without us): asking for the page itself says which.
    if (stream.readyState === EventSource.CLOSED) refreshSoon();
  });
  setInterval(() => {
    if (document.visibilityState === "visible" && Date.now() - lastAt > longestGapMs) refreshSoon();
  }, 5000);
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

/** New content; what had the focus, was unfolded or was being written is so again. */
function putInPlace(place: HTMLElement, parsed: Document): void {
  const focused = document.activeElement?.id ?? "";
  const unfolded = [...place.querySelectorAll<HTMLDetailsElement>("details[open][id]")].map(({ id }) => id);
  const written = writtenIn(place);
  place.replaceChildren(...parsed.body.childNodes);
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  for (const [id, value] of written) {
    const field = document.getElementById(id);
    if (isField(field)) field.value = value;
  }
  const again = focused === "" ? null : document.getElementById(focused);
  again?.focus({ preventScroll: true });
  if (again instanceof HTMLInputElement && again.type === "text")
    again.setSelectionRange(again.value.length, again.value.length);
}

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isField = (node: Element | null): node is Field =>
  node instanceof HTMLInputElement || node instanceof HTMLSelectElement || node instanceof HTMLTextAreaElement;

/** What somebody has written or chosen so far, by the id of the field. */
function writtenIn(place: HTMLElement): Map<string, string> {
  const written = new Map<string, string>();
  for (const field of place.querySelectorAll("input[id], select[id], textarea[id]")) {
    if (isField(field) && field.type !== "hidden" && field.value !== "") written.set(field.id, field.value);
  }
  return written;
}

function waitingIn(place: HTMLElement): Map<string, string> {
  const found = new Map<string, string>();
  for (const item of place.querySelectorAll<HTMLElement>("[data-waiting]")) {
    found.set(item.dataset["waiting"] ?? "", item.dataset["name"] ?? "somebody");
  }
  return found;
}

function say(live: HTMLElement, connected: boolean): void {
  const words = connected ? "Live" : "Not live: trying to reconnect";
  if (live.textContent !== words) live.textContent = words;
  live.dataset["state"] = connected ? "live" : "lost";
}
