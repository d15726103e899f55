/** A browser and a server that people come to, for all tests of a file. Started over, it is the same house: same data, same address. */
import type { Browser } from "playwright-core";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrowser } from "./browser.js";
import { startAtOwnPort, startServer, type RunningServer } from "./running-server.js";

export interface House extends AsyncDisposable {
  readonly browser: Browser;
  /** The one that runs now, or ran last. */
  readonly server: RunningServer;
  /** After `server.stop()` or `server.kill()`. */
  startAgain(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  // What was opened is closed also when what comes after it fails.
  await using opened = new AsyncDisposableStack();
  const data = opened.adopt(await mkdtemp(join(tmpdir(), "surgery-e2e-")), (folder) =>
    rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  );
  const browser = opened.adopt(await openBrowser(), (one) => one.close());
  let server = await startAtOwnPort({ data });
  opened.defer(() => server[Symbol.asyncDispose]());
  const all = opened.move();
  return {
    browser,
    get server() {
      return server;
    },
    startAgain: async () => {
      server = await startServer({ data, port: Number(new URL(server.url).port) });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
