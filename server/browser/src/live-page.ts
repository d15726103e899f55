/**
 * What the live pages share: an event stream says that something changed, the server renders it, and it is put in place. The page says
 * whether it is live.
 */
import { pressOver } from "./press.js";

export interface LivePart {
  readonly place: HTMLElement;
  /** Says whether it is live. */
  readonly live: HTMLElement;
  /** Addresses of the event stream, and of the part as the server renders it now. */
  readonly stream: string;
  readonly source: string;
  /** The event that says that something changed. */
  readonly event: string;
  readonly shortestGapMs: number;
  /** Not now: somebody is in the middle of something. */
  readonly isHeld?: (sinceLastMs: number) => boolean;
  readonly put: (place: HTMLElement, part: Document) => void;
  /** It was asked for, and put in place if it was new. */
  readonly onShown: (isNew: boolean) => void;
}

export interface LivePage {
  /** Asks anew, as soon as it may. */
  refreshSoon(): void;
  /** Something else is about to be put in place: what was asked for before that is old. */
  changed(): void;
}

/** "6 minutes" grows old without anything happening. */
const longestGapMs = 30_000;
const heldGapMs = 2000;

export function keepLive(part: LivePart): LivePage {
  const { place, live, shortestGapMs } = part;
  let lastAt = Date.now();
  let due: ReturnType<typeof setTimeout> | undefined;
  let shown = place.innerHTML.trim();
  let changes = 0;

  const refresh = async (): Promise<void> => {
    due = undefined;
    if (part.isHeld?.(Date.now() - lastAt) === true) {
      refreshAfter(heldGapMs);
      return;
    }
    lastAt = Date.now();
    const before = changes;
    const response = await fetch(part.source, { headers: { accept: "text/html" } });
    // Signed out, no trainer any more, doors closed for helpers: a reload shows the page that says so.
    if (response.status === 401 || response.status === 403) {
      location.reload();
      return;
    }
    if (!response.ok) throw new Error(`${part.source} answered ${response.status}`);
    const next = parsePart(await response.text());
    await pressOver();
    // It would show for a moment as if nothing had been done.
    if (changes !== before) {
      refreshSoon();
      return;
    }
    const markup = next.body.innerHTML.trim();
    const isNew = markup !== shown;
    shown = markup;
    if (isNew) part.put(place, next);
    part.onShown(isNew);
  };

  const refreshAfter = (ms: number): void => {
    due ??= setTimeout(() => {
      refresh().then(
        () => say(live, true),
        () => say(live, false),
      );
    }, ms);
  };
  const refreshSoon = (): void => refreshAfter(Math.max(0, lastAt + shortestGapMs - Date.now()));

  const stream = new EventSource(part.stream);
  stream.addEventListener("open", () => {
    say(live, true);
    // What happened before the line was there, the stream does not tell.
    refreshSoon();
  });
  stream.addEventListener(part.event, refreshSoon);
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
  return {
    refreshSoon,
    changed: () => {
      changes += 1;
      shown = "";
    },
  };
}

/** New content; what had the focus or was unfolded is so again. */
export function putInPlace(place: HTMLElement, part: Document): void {
  const focused = document.activeElement?.id ?? "";
  const unfolded = [...place.querySelectorAll<HTMLDetailsElement>("details[open][id]")].map(({ id }) => id);
  place.replaceChildren(...part.body.childNodes);
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
}

export const parsePart = (markup: string): Document => new DOMParser().parseFromString(markup, "text/html");

function say(live: HTMLElement, connected: boolean): void {
  const words = connected ? "Live" : "Not live: trying to reconnect";
  if (live.textContent !== words) live.textContent = words;
  live.dataset["state"] = connected ? "live" : "lost";
}
