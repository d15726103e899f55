/** What somebody left who was stopped while publishing: finished where the switch was thrown, swept up where it was not. */
import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseLatest, type Latest } from "../site.js";
import { nothingThere } from "./durable-files.js";
import { takePublishingLock } from "./publishing-lock.js";
import { readLatest } from "./read-site.js";
import { renewCatalogue, renewSet } from "./renew-pages.js";

type OnStep = (step: string) => void;

/**
 * Brings up to date what lags behind its switch, without publishing anything. Gives whether there was something to do.
 * @throws OpenDataError `publishing-busy`; what the disk says
 */
export async function finishInFolder(folder: string): Promise<boolean> {
  const work = join(folder, ".publishing");
  const left = ((await readdir(work).catch(nothingThere)) ?? []).filter((name) => !isLock(name));
  if (left.length === 0) return false;
  await using _lock = await takePublishingLock(work);
  await sweepUp(folder, work, () => undefined);
  return true;
}

/** Under the lock: drafts go, a version that was never switched to goes, pages that lag behind are made again. */
export async function sweepUp(folder: string, work: string, onStep: OnStep): Promise<void> {
  let lagging = false;
  for (const name of await readdir(work)) {
    if (name.startsWith("unfinished-")) {
      const id = name.slice("unfinished-".length);
      const latest = await readLatest(folder, id);
      await dropUnswitched(folder, work, id);
      if (latest !== undefined) await renewSet(folder, work, id, onStep);
      lagging = true;
    } else if (!isLock(name)) {
      await rm(join(work, name), { recursive: true, force: true });
    }
  }
  if (!lagging) return;
  await renewCatalogue(folder, work, onStep);
  for (const name of await readdir(work))
    if (name.startsWith("unfinished-")) await rm(join(work, name), { force: true });
}

/** Versions that no switch ever named. Those of a retired set were: their addresses stay. */
export async function dropUnswitched(folder: string, work: string, id: string): Promise<void> {
  const switched = (await readLatest(folder, id)) ?? (await readRetired(folder, id));
  const known = new Set(switched?.versions.map(({ version }) => version));
  for (const name of (await readdir(join(folder, id)).catch(nothingThere)) ?? []) {
    if (!/^v\d+$/.test(name) || known.has(name)) continue;
    // Moved first: half a deleted version must not stand under its address.
    const aside = join(work, randomUUID());
    await rename(join(folder, id, name), aside);
    await rm(aside, { recursive: true, force: true });
  }
}

/** The switch of a set that was retired, under the name that it has since. */
export async function readRetired(folder: string, id: string): Promise<Latest | undefined> {
  const text = await readFile(join(folder, id, "retired.json"), "utf8").catch(nothingThere);
  return text === undefined ? undefined : parseLatest(text, id);
}

const isLock = (name: string): boolean => name === "lock" || name.startsWith("lock-");
