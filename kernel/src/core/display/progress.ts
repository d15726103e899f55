import type { Display } from "./displays.js";
import { escapeHtml } from "./escape-html.js";

/** A bar that is moved by hand. */
export interface Progress {
  /** So many of the total are done. */
  readonly set: (done: number, label?: string) => void;
  /** One more is done, or as many as given. */
  readonly advance: (by?: number) => void;
  /** All is done. */
  readonly done: (label?: string) => void;
}

/**
 * `const bar = progress(100, "Reading")` gives a bar to move by hand. `for (const row of progress(rows, "Reading"))` moves it
 * with every turn of the loop, and `for await` too. Shown as a bar and in words, in place.
 */
export interface StartProgress {
  (total: number, label?: string): Progress;
  <Entry>(entries: Iterable<Entry>, label?: string): Iterable<Entry>;
  <Entry>(entries: AsyncIterable<Entry>, label?: string): AsyncIterable<Entry>;
}

/** Often enough for the eye; a loop of a million turns must not send a million messages. */
const updateMs = 100;
const { now } = Date;

export function createProgress(display: Display): StartProgress {
  const start = (total: number | undefined, label: string): Progress => {
    let done = 0;
    let words = label;
    let shownAt = now();
    const bundle = (): Record<string, unknown> => progressBundle(done, total, words);
    const handle = display(bundle());
    const change = (to: number, isLast: boolean): void => {
      done = to;
      if (!isLast && now() - shownAt < updateMs) return;
      shownAt = now();
      handle.update(bundle());
    };
    return {
      set: (to, label = words) => {
        words = label;
        change(to, to === total);
      },
      advance: (by = 1) => change(done + by, done + by === total),
      done: (label = words) => {
        words = label;
        change(total ?? done, true);
      },
    };
  };
  function* each<Entry>(entries: Iterable<Entry>, bar: Progress): Generator<Entry> {
    for (const entry of entries) {
      yield entry;
      bar.advance();
    }
    bar.done();
  }
  async function* eachAsync<Entry>(entries: AsyncIterable<Entry>, bar: Progress): AsyncGenerator<Entry> {
    for await (const entry of entries) {
      yield entry;
      bar.advance();
    }
    bar.done();
  }
  const progress = (what: unknown, label = "Progress"): unknown => {
    if (typeof what === "number") return start(what, label);
    if (isIterable(what)) return each(what, start(sizeOf(what), label));
    if (isAsyncIterable(what)) return eachAsync(what, start(undefined, label));
    throw new TypeError("progress() takes a number, a list, or something else that a loop can go through.");
  };
  return progress as StartProgress;
}

function progressBundle(done: number, total: number | undefined, label: string): Record<string, unknown> {
  const count =
    total === undefined
      ? done.toLocaleString("en-GB")
      : `${done.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}`;
  const share = total === undefined || total === 0 ? "" : ` (${Math.floor((100 * done) / total)} %)`;
  const text = `${label}: ${count}${share}`;
  const bar =
    total === undefined
      ? ""
      : `<progress max="${total === 0 ? 1 : total}" value="${total === 0 ? 1 : done}" aria-label="${escapeHtml(label)}" style="width:16em;vertical-align:middle"></progress> `;
  return { "text/html": `<div>${bar}<span>${escapeHtml(text)}</span></div>`, "text/plain": text };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    value !== null &&
    value !== undefined &&
    typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function"
  );
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return (
    value !== null &&
    value !== undefined &&
    typeof (value as { [Symbol.asyncIterator]?: unknown })[Symbol.asyncIterator] === "function"
  );
}

function sizeOf(entries: Iterable<unknown>): number | undefined {
  if (Array.isArray(entries) || typeof entries === "string") return entries.length;
  if (entries instanceof Map || entries instanceof Set) return entries.size;
  return ArrayBuffer.isView(entries) ? (entries as unknown as ArrayLike<unknown>).length : undefined;
}
