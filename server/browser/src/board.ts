/**
 * Keeps the board live: the event stream says that something changed, the server renders it, this puts it in place.
 * Without the script the page is a snapshot that a reload brings up to date.
 */

import { keepLive, putInPlace } from "./live-page.js";

const place = document.getElementById("board-now");
const live = document.getElementById("board-live");
const spoken = document.getElementById("board-spoken");

if (place !== null && live !== null && spoken !== null) follow(place, live, spoken);

function follow(place: HTMLElement, live: HTMLElement, spoken: HTMLElement): void {
  let waiting = waitingIn(place);
  keepLive({
    place,
    live,
    stream: "/api/board/stream",
    source: place.dataset["source"] ?? "/board/now",
    event: "board",
    shortestGapMs: 700,
    put: putBoardInPlace,
    onShown: (isNew) => {
      if (!isNew) return;
      const now = waitingIn(place);
      const asking = [...now].filter(([id]) => !waiting.has(id)).map(([, name]) => name);
      if (asking.length > 0) spoken.textContent = `Asking for help: ${asking.join(", ")}`;
      waiting = now;
    },
  });
}

/** What was being written is there again. */
function putBoardInPlace(place: HTMLElement, part: Document): void {
  const written = writtenIn(place);
  putInPlace(place, part);
  for (const [id, value] of written) {
    const field = document.getElementById(id);
    if (isField(field)) field.value = value;
  }
  const again = document.activeElement;
  if (again instanceof HTMLInputElement && again.type === "text" && place.contains(again))
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
