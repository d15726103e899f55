/**
 * How long until a code cell shows its source: the learner's page beside the full lab, alternating, so that a slow minute of
 * the machine hits both. Cold: a new browser profile each time. Warm: the same profile, from its third load on, when
 * Chromium's code cache is there.
 */
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { joinAsLearner, enterAsTrainer } from "../test/support/people.ts";
import type { RunningServer } from "../test/support/running-server.ts";
import { median } from "./statistics.ts";

export interface PageFigures {
  readonly coldMs: number;
  readonly warmMs: number;
  readonly requests: number;
  readonly bytes: number;
}

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

interface Load {
  readonly ms: number;
  readonly requests: number;
  readonly bytes: number;
}

/** The first frame in which a code cell shows its source. */
async function load(page: Page, url: string): Promise<Load> {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  let requests = 0;
  let bytes = 0;
  client.on("Network.requestWillBeSent", ({ request }) => {
    if (!request.url.startsWith("data:")) requests++;
  });
  client.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  const started = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(".jp-CodeCell .cm-line").first().waitFor({ timeout: 60_000 });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const ms = performance.now() - started;
  const atCell = { ms, requests, bytes };
  await client.detach();
  return atCell;
}

async function openProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args,
    viewport: { width: 1280, height: 800 },
  });
}

/** @param path a notebook that both may open and that begins with a code cell: the full lab draws only what is in sight */
export async function measurePages(
  server: RunningServer,
  path: string,
  rounds: number,
): Promise<{ learner: PageFigures; full: PageFigures }> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-bench-"));
  try {
    const setup = await openProfile(join(folder, "setup"));
    const learnerPage = await setup.newPage();
    await joinAsLearner(learnerPage, server, "Bench");
    const learnerState = await setup.storageState();
    await setup.clearCookies();
    const trainerPage = await setup.newPage();
    await enterAsTrainer(trainerPage, server);
    const trainerState = await setup.storageState();
    await setup.close();
    const pages = {
      learner: { url: `${server.url}/learn/tree/${path}`, cookies: learnerState.cookies },
      full: { url: `${server.url}/lab/tree/${path}`, cookies: trainerState.cookies },
    };
    const cold: Record<keyof typeof pages, Load[]> = { learner: [], full: [] };
    const warm: Record<keyof typeof pages, Load[]> = { learner: [], full: [] };
    for (let round = 0; round < rounds; round++) {
      for (const name of ["learner", "full"] as const) {
        const context = await openProfile(join(folder, `${name}-${round}`));
        await context.addCookies(pages[name].cookies);
        for (let visit = 0; visit < 4; visit++) {
          const page = await context.newPage();
          const figures = await load(page, pages[name].url);
          if (visit === 0) cold[name].push(figures);
          if (visit === 3) warm[name].push(figures);
          await page.close();
        }
        await context.close();
      }
    }
    const summarise = (name: keyof typeof pages): PageFigures => ({
      coldMs: median(cold[name].map((one) => one.ms)),
      warmMs: median(warm[name].map((one) => one.ms)),
      requests: median(cold[name].map((one) => one.requests)),
      bytes: median(cold[name].map((one) => one.bytes)),
    });
    return { learner: summarise("learner"), full: summarise("full") };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
