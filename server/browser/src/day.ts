/**
 * Keeps the screens of a surgery's day live: taps are sent without leaving the page, what others tap is shown, and the timer counts
 * by the server's clock. Without the script every tap is a form, and a reload brings the page up to date.
 */

import { pressOver } from "./press.js";

const shortestGapMs = 500;
/** "For 6 minutes" grows old without anything happening, and somebody may have signed up. */
const longestGapMs = 30_000;
/** How many taps were answered on this page. */
let taps = 0;
/** Nobody's choice is taken out of their hands while they make it; not for ever. */
const longestHoldMs = 20_000;

const place = document.getElementById("day-now");
const live = document.getElementById("day-live");
const spoken = document.getElementById("day-spoken");

if (place !== null && live !== null && spoken !== null) follow(place, live, spoken);

function follow(place: HTMLElement, live: HTMLElement, spoken: HTMLElement): void {
  const source = place.dataset["source"] ?? "";
  let lastAt = Date.now();
  let due: ReturnType<typeof setTimeout> | undefined;
  let shown = "";
  let shownAfter = 0;
  const clock = keepClock(place, spoken);

  const show = (markup: Document): void => {
    const text = markup.body.innerHTML;
    // What a tap's answer put there is not what was shown here last.
    if (text !== shown || taps !== shownAfter) putInPlace(place, markup);
    shown = text;
    shownAfter = taps;
    clock.read();
  };

  const refresh = async (): Promise<void> => {
    due = undefined;
    const held = place.contains(document.activeElement) && isChoosing(document.activeElement);
    if (held && Date.now() - lastAt < longestHoldMs) {
      refreshSoon(2000);
      return;
    }
    lastAt = Date.now();
    const before = taps;
    const response = await fetch(source, { headers: { accept: "text/html" } });
    // Signed out, the doors closed for helpers, or the server restarted: a reload shows the page that says so.
    if (response.status === 401 || response.status === 403) {
      location.reload();
      return;
    }
    if (!response.ok) throw new Error(`the day answered ${response.status}`);
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    await pressOver();
    // Asked for before a tap that was answered since: it would show for a moment as if nobody had tapped.
    if (taps === before) show(next);
    else refreshSoon();
  };

  const refreshSoon = (gap: number = shortestGapMs): void => {
    due ??= setTimeout(
      () => {
        refresh().then(
          () => say(live, true),
          () => say(live, false),
        );
      },
      Math.max(0, lastAt + gap - Date.now()),
    );
  };

  const stream = new EventSource(place.dataset["stream"] ?? "");
  stream.addEventListener("open", () => {
    say(live, true);
    refreshSoon();
  });
  stream.addEventListener("day", () => refreshSoon());
  stream.addEventListener("error", () => {
    say(live, false);
    if (stream.readyState === EventSource.CLOSED) refreshSoon();
  });
  setInterval(() => {
    if (document.visibilityState === "visible" && Date.now() - lastAt > longestGapMs) refreshSoon();
  }, 5000);
  addEventListener("pagehide", () => stream.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  sendTaps(refreshSoon);
}

/** Sends a tap and puts what it answers in place of what was there. What can't be sent so is sent as any form. */
function sendTaps(refreshSoon: () => void): void {
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.classList.contains("tap")) return;
    // Opening and closing change the whole page.
    if (form.action.endsWith("/doors")) return;
    event.preventDefault();
    if (form.dataset["sent"] === "yes") return;
    form.dataset["sent"] = "yes";
    const person = form.closest<HTMLElement>("li[id]")?.id ?? new URL(form.action).hash.slice(1);
    void tap(form, person, refreshSoon);
  });
}

async function tap(form: HTMLFormElement, person: string, refreshSoon: () => void): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.set(name, value);
  try {
    const response = await fetch(form.action, { method: "POST", body: fields, headers: { accept: "text/html" } });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const said = answer.getElementById("day-said");
    const place = document.getElementById("day-now");
    const next = answer.getElementById("day-now");
    if (said === null || next === null || place === null) {
      location.reload();
      return;
    }
    const part = document.implementation.createHTMLDocument();
    part.body.append(...next.childNodes);
    taps += 1;
    await pressOver();
    const hadFocus = document.activeElement?.id ?? "";
    putInPlace(place, part);
    document.getElementById("day-said")?.replaceChildren(...said.childNodes);
    keepFocus(hadFocus, person);
    refreshSoon();
  } catch {
    // No network: the form as it is, so that the browser says so.
    form.classList.remove("tap");
    form.submit();
  }
}

/** On the same button, or on the person who has moved to another list. */
function keepFocus(id: string, person: string): void {
  const same = id === "" ? null : document.getElementById(id);
  const element = same ?? document.getElementById(person) ?? document.getElementById("undo");
  if (element !== document.activeElement) element?.focus({ preventScroll: same !== null });
}

const isChoosing = (element: Element | null): boolean =>
  element instanceof HTMLSelectElement || element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/** New content; what had the focus or was unfolded is so again. */
function putInPlace(place: HTMLElement, parsed: Document): void {
  const focused = document.activeElement?.id ?? "";
  const unfolded = [...place.querySelectorAll<HTMLDetailsElement>("details[open][id]")].map(({ id }) => id);
  place.replaceChildren(...parsed.body.childNodes);
  for (const id of unfolded) {
    const details = document.getElementById(id);
    if (details instanceof HTMLDetailsElement) details.open = true;
  }
  if (focused !== "") document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Minutes to go at which it is said aloud; every second would be noise. */
const toldAt: readonly number[] = [5, 1];

function keepClock(place: HTMLElement, spoken: HTMLElement): { read: () => void } {
  let skew = 0;
  let before: number | undefined;
  const read = (): void => {
    const now = Number(place.querySelector<HTMLElement>("[data-now]")?.dataset["now"]);
    if (Number.isFinite(now) && now > 0) skew = now - Date.now();
    before = undefined;
    tick();
  };
  const tick = (): void => {
    const timer = document.getElementById("timer");
    const endsAt = Number(timer?.dataset["endsAt"]);
    if (timer === null || !Number.isFinite(endsAt) || timer.dataset["state"] !== "running") return;
    const left = Math.max(0, Math.ceil((endsAt - Date.now() - skew) / 1000));
    const shown = timer.querySelector(".timer-left");
    if (shown !== null) shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const crossed = toldAt.find((minutes) => before !== undefined && before > minutes * 60 && left <= minutes * 60);
    if (crossed !== undefined) spoken.textContent = crossed === 1 ? "One minute left" : `${crossed} minutes left`;
    before = left;
    if (left > 0) return;
    timer.dataset["state"] = "up";
    timer.querySelector(".timer-going")?.setAttribute("hidden", "");
    timer.querySelector(".timer-up")?.removeAttribute("hidden");
    spoken.textContent = "Time is up";
  };
  setInterval(tick, 1000);
  read();
  return { read };
}

function say(live: HTMLElement, connected: boolean): void {
  const words = connected ? "Live" : "Not live: trying to reconnect";
  if (live.textContent !== words) live.textContent = words;
  live.dataset["state"] = connected ? "live" : "lost";
}
