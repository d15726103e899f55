/** Records all that reaches a person's browser: answers, streams of frames, and what the pages keep. */
import type { BrowserContext, Page } from "playwright-core";
import { asBytes } from "./canary.js";

export interface Seen {
  readonly from: string;
  readonly bytes: string;
}

export interface Recorder {
  /** Everything so far. */
  all(): Promise<readonly Seen[]>;
}

/** To be started before the first page is opened. */
export function recordEverything(context: BrowserContext): Recorder {
  const seen: Seen[] = [];
  const open = new Set<Promise<void>>();
  context.on("response", (response) => {
    const from = `${response.request().method()} ${response.url()}`;
    seen.push({ from: `${from} (headers)`, bytes: asBytes(JSON.stringify(response.headers())) });
    const body = response.body().then(
      (bytes) => void seen.push({ from, bytes: asBytes(bytes) }),
      // Redirects have none, and what streams is read where it arrives.
      () => undefined,
    );
    open.add(body);
    void body.finally(() => open.delete(body));
  });
  context.on("page", (page) => {
    page.on("console", (message) => seen.push({ from: "console", bytes: asBytes(message.text()) }));
    page.on("websocket", (socket) => {
      const from = `frame of ${socket.url()}`;
      socket.on("framereceived", ({ payload }) => seen.push({ from, bytes: asBytes(payload) }));
    });
  });
  return {
    all: async () => {
      const done = new Promise((resolve) => setTimeout(resolve, 5000));
      // A stream that stays open has no end to wait for.
      await Promise.race([Promise.allSettled(open), done]);
      return seen;
    },
  };
}

/** What the page shows, and what it keeps on the device: both storages, databases, caches. */
export async function keptByPage(page: Page): Promise<Seen> {
  const text = await page.evaluate(async () => {
    const written = (_key: string, value: unknown): unknown =>
      value instanceof Uint8Array ? Array.from(value, (byte) => String.fromCodePoint(byte)).join("") : value;
    const asPromise = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(new Error("A database can't be read.")));
      });
    const parts = [document.documentElement.outerHTML, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const { name } of await indexedDB.databases()) {
      const database = await asPromise(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames) {
        const values = await asPromise(database.transaction(store).objectStore(store).getAll());
        parts.push(`${name} ${store} ${JSON.stringify(values, written)}`);
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) parts.push((await (await cache.match(request))?.text()) ?? "");
    }
    return parts.join("\n");
  });
  return { from: "what the page keeps", bytes: asBytes(text) };
}
