/**
 * Words that are typed are kept in this browser until the server has them, and sent by themselves while one types and when the network
 * is back. Without this script the form's button does it all.
 */
interface Draft {
  readonly seen: string;
  readonly fields: Readonly<Record<string, string>>;
}

const words = ["done", "next", "topic", "story"] as const;
const pause = 1500;
const patience = 5000;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-keep-draft]")) keepDraft(form);

function keepDraft(form: HTMLFormElement): void {
  const state = form.querySelector<HTMLElement>("[data-keep-state]");
  const seen = form.querySelector<HTMLInputElement>("input[name=seen]");
  const key = `draft ${location.pathname} ${valueOf(form, "date")} ${valueOf(form, "path")}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSending = false;
  const say = (text: string): void => {
    if (state !== null && state.textContent !== text) state.textContent = text;
  };
  const put = (draft: Draft | undefined): void => {
    try {
      if (draft === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      // A browser that keeps nothing: the words are in the form all the same.
    }
  };
  const fieldsNow = (): Record<string, string> => Object.fromEntries(words.map((name) => [name, valueOf(form, name)]));

  const send = async (): Promise<void> => {
    if (isSending) return later(pause);
    isSending = true;
    const sent = fieldsNow();
    const body = new URLSearchParams({ ...sent, only: "words", seen: seen?.value ?? "0" });
    for (const name of ["date", "path"]) body.set(name, valueOf(form, name));
    const answer = await ask(form.action, body);
    isSending = false;
    if (answer.type === "away") {
      say("The network is away. What you wrote is kept on this device and sent when it is back.");
      later(patience);
      return;
    }
    if (answer.type === "refused") {
      say(answer.words);
      return;
    }
    if (seen !== null) seen.value = answer.seen;
    const isAll = JSON.stringify(sent) === JSON.stringify(fieldsNow());
    if (!isAll) return later(pause);
    put(undefined);
    say("✓ Your words are saved. Press “Keep this” when you are done.");
  };
  const later = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), milliseconds);
  };

  form.addEventListener("input", (event) => {
    const { target } = event;
    if (!(target instanceof Element) || !words.some((name) => name === target.getAttribute("name"))) return;
    put({ seen: seen?.value ?? "0", fields: fieldsNow() });
    say("Saving…");
    later(pause);
  });
  // The button sends all; what it does not bring through is still here when the page is opened again.
  form.addEventListener("submit", () => clearTimeout(timer));
  addEventListener("online", () => {
    if (draftIn(key) !== undefined) later(0);
  });

  const isFresh = document.querySelector(".note, .field-error") === null;
  const left = draftIn(key);
  if (left === undefined) return;
  // What the server has just answered is newer than what was kept.
  if (!isFresh) return put(undefined);
  for (const name of words) {
    const field = form.elements.namedItem(name);
    const text = left.fields[name];
    if (field !== null && "value" in field && text !== undefined) field.value = text;
  }
  if (seen !== null) seen.value = left.seen;
  say("This is what you wrote before. It was not sent yet.");
  later(0);
}

type Answer =
  | { readonly type: "saved"; readonly seen: string }
  | { readonly type: "away" }
  | { readonly type: "refused"; readonly words: string };

async function ask(address: string, body: URLSearchParams): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(address, { method: "POST", body, headers: { accept: "application/json" } });
  } catch {
    return { type: "away" };
  }
  if (response.status >= 500) return { type: "away" };
  if (response.status === 409)
    return {
      type: "refused",
      words: "Somebody else changed this meanwhile. Press “Keep this” to see what they wrote.",
    };
  if (!response.ok) return { type: "refused", words: "Not saved yet. Press “Keep this” to see what is to be mended." };
  const answer: unknown = await response.json();
  const seen = typeof answer === "object" && answer !== null && "seen" in answer ? answer.seen : undefined;
  return { type: "saved", seen: typeof seen === "number" ? String(seen) : "0" };
}

function valueOf(form: HTMLFormElement, name: string): string {
  const field = form.elements.namedItem(name);
  return field !== null && "value" in field ? field.value : "";
}

/** Written by an earlier page of ours, or by whoever sits here. */
function draftIn(key: string): Draft | undefined {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof draft !== "object" || draft === null || !("seen" in draft) || !("fields" in draft)) return undefined;
    const { seen, fields } = draft;
    if (typeof seen !== "string" || typeof fields !== "object" || fields === null) return undefined;
    const texts = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    return { seen, fields: Object.fromEntries(texts) };
  } catch {
    return undefined;
  }
}

export {};
