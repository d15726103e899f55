/** One at a time: a file that says who is publishing to a folder. One whose process is gone does not count. */
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { OpenDataError } from "../../open-data-error.js";
import { nothingThere } from "./durable-files.js";

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

/** A holder on another computer can't be asked whether it lives; one on this computer may have left its number to another process. */
const longest = 60 * 60 * 1000;

/** @throws OpenDataError `publishing-busy` */
export async function takePublishingLock(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, "lock");
  const own = join(folder, `lock-${randomUUID()}`);
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  try {
    await writeFile(own, JSON.stringify(holder), { flag: "wx" });
    for (let turn = 0; turn < 5; turn++) {
      if (await linked(own, path)) return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
      const found = await readFile(path, "utf8").catch(nothingThere);
      if (found === undefined) continue;
      if (await takenOver(path, own, found)) return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    }
    throw busy(undefined);
  } finally {
    await rm(own, { force: true });
  }
}

/** A link is made or not, with its content; disks that have none (USB sticks) get a new file. */
async function linked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EEXIST") return false;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS" && code !== "EOPNOTSUPP") throw error;
  }
  try {
    await writeFile(path, await readFile(own), { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Puts our lock in the place of one whose holder is gone. Of many who find it, only who makes the claim on that very lock may do so; a claim
 * whose maker is gone too is claimed in its turn. Since nobody else may change the lock meanwhile, what was true of it stays true.
 */
async function takenOver(path: string, own: string, found: string): Promise<boolean> {
  const claims: string[] = [];
  let [place, text] = [path, found];
  for (;;) {
    const holder = await holderOf(place, text);
    if (holder === undefined) return false;
    if (isAlive(holder)) throw busy(holder);
    place = `${path}-after-${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
    claims.push(place);
    if (await linked(own, place)) break;
    const claimed = await readFile(place, "utf8").catch(nothingThere);
    if (claimed === undefined) return false;
    text = claimed;
  }
  // Whoever is slow may claim a lock that was long replaced and given back.
  const still = (await readFile(path, "utf8").catch(nothingThere)) === found;
  if (still) await rename(own, path);
  for (const claim of still ? claims : [place]) await rm(claim, { force: true });
  return still;
}

async function holderOf(path: string, text: string): Promise<Holder | undefined> {
  try {
    const { pid, host, since } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid === "number" && typeof host === "string" && typeof since === "string") return { pid, host, since };
  } catch (error) {
    // Half written: by somebody who is writing it just now, or who was stopped in the middle. Its age tells.
    if (!(error instanceof SyntaxError)) throw error;
  }
  const found = await stat(path).catch(nothingThere);
  return found === undefined
    ? undefined
    : { pid: 0, host: "", since: new Date(found.mtimeMs - longest + 10_000).toISOString() };
}

function isAlive({ pid, host, since }: Holder): boolean {
  if (Date.now() - Date.parse(since) >= longest) return false;
  if (host !== hostname()) return true;
  // Numbers come again, in containers soon: ours was taken before we began, so by somebody who is gone.
  if (pid === process.pid && Date.parse(since) < performance.timeOrigin) return false;
  try {
    process.kill(pid, 0);
    return !isEnded(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Ended, and nobody has asked for its exit code: in containers without an init that stays so. Linux says it; elsewhere it is not known. */
function isEnded(pid: number): boolean {
  try {
    // "123 (name, perhaps with brackets) Z 1 …"
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch (error) {
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}

function busy(holder: Holder | undefined): OpenDataError {
  const who =
    holder === undefined || holder.host === ""
      ? ""
      : ` It began at ${holder.since.slice(11, 16)} UTC on ${holder.host === hostname() ? "this computer" : `the computer “${holder.host}”`}.`;
  return new OpenDataError(
    "publishing-busy",
    `Somebody else is publishing to this folder just now.${who} Nothing of yours was written. Wait a moment and try again.`,
  );
}
